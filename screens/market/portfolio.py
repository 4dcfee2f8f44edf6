"""Our products placed by relative share and growth (BCG), and what each letter is. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from deals.market import Quadrant, quadrant
from deals.model import Book, Product, Project
from deals.playbook.market import MarketPage
from screens.kit.cells import fit
from screens.kit.picture import Picture
from screens.kit.spans import Tone
from screens.kit.wording import _
from screens.market.sheet import Part, Sheet, beside, folded

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MANY = "*"  # past the last letter, and where a quadrant has no free place left
_WIDE, _HIGH = 37, 11
_LEAST = 12
_AXES = 3  # lines at the most that tell what the sides mean
_HALF, _MIDDLE = _WIDE // 2, _HIGH // 2
Place = tuple[int, int]


def portfolio(_project: Project, book: Book, page: MarketPage, lang: str, cells: int) -> Picture:
    """The four quadrants on the left, the products with their figures on the right."""
    sheet = Sheet(cells)
    wide = _WIDE + 4
    drawn = [[_dim(one, wide)] for one in field(book.products, page, lang)]
    limits = {"share": f"{page.share:g}x", "growth": f"{page.growth:g}%"}
    axes = _("left: share {share} up; top: growth {growth} up").format(**limits)
    drawn += folded(_dim(axes, wide), _AXES)
    for one in beside(
        drawn, [[each] for each in _listed(book.products, max(_LEAST, cells - wide))]
    ):
        sheet.row(*one)
    return sheet.picture()


def _dim(text: str, cells: int) -> Part:
    return None, text, cells, "dim"


def _listed(products: Sequence[Product], cells: int) -> Iterator[Part]:
    for letter, one in _lettered(products):
        share, growth = figures_of(one)
        tone: Tone = "dim" if "?" in (share, growth) else ""
        yield f"product/{one.name}", f"{letter} {share:>7} {growth:>7}  {one.name}", cells, tone


def figures_of(product: Product) -> tuple[str, str]:
    """Share and growth as they are shown: `1.2x` and `15%`, `?` where nobody knows."""
    share, growth = product.share, product.growth
    return "?" if share is None else f"{share:g}x", "?" if growth is None else f"{growth:g}%"


def _lettered(products: Sequence[Product]) -> Iterator[tuple[str, Product]]:
    return zip(chain(LETTERS, repeat(MANY)), products, strict=False)


def field(products: Sequence[Product], page: MarketPage, lang: str) -> list[str]:
    """Four quadrants: large share on the left, fast growth at the top, a letter a product.

    Where its place is taken, a product stands at the nearest free one of its quadrant.
    """
    marks: dict[Place, str] = {}
    for letter, one in _lettered(products):
        kind = quadrant(one, page)
        if kind is not None:
            wanted = _wanted(one, page, kind)
            place = _free(wanted, kind, marks)
            marks[place or wanted] = letter if place else MANY
    rows = ["".join(marks.get((x, y), _ground(x, y)) for x in range(_WIDE)) for y in range(_HIGH)]
    names = {key: one.name.of(lang) for key, one in page.quadrants.items()}
    top = fit(names["star"], _HALF + 1) + fit(names["question"], _HALF)
    bottom = fit(names["cow"], _HALF + 1) + fit(names["dog"], _HALF)
    return [top, *rows, bottom]


def _ground(x: int, y: int) -> str:
    if y == _MIDDLE:
        return "+" if x == _HALF else "-"
    return "|" if x == _HALF else " "


def _wanted(product: Product, page: MarketPage, kind: Quadrant) -> Place:
    """Where its figures put a product in its quadrant."""
    x = _along(page.share, product.share or 0.0, _HALF, first=kind in ("star", "cow"))
    y = _along(page.growth, product.growth or 0.0, _MIDDLE, first=kind in ("star", "question"))
    return x, y


def _along(limit: float, value: float, half: int, *, first: bool) -> int:
    """Where a figure stands: 0 at twice the limit and more, `half` + 1 just under it."""
    share = min(max(value / (limit or 1.0), 0.0), 2.0)
    if first:
        return max(0, min(half - 1, round((2 - share) * (half - 1))))
    return half + 1 + max(0, min(half - 1, round((1 - share) * (half - 1))))


def _free(wanted: Place, kind: Quadrant, taken: dict[Place, str]) -> Place | None:
    """The place itself or the nearest free one in the quadrant; a line is as far as two letters."""
    left, top = kind in ("star", "cow"), kind in ("star", "question")
    columns = range(_HALF) if left else range(_HALF + 1, _WIDE)
    rows = range(_MIDDLE) if top else range(_MIDDLE + 1, _HIGH)
    x, y = wanted
    places = [(column, row) for column in columns for row in rows if (column, row) not in taken]
    return min(places, key=lambda one: (abs(one[0] - x) + 2 * abs(one[1] - y), one), default=None)
