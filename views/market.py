"""Two diagrams of the market: the portfolio of our products (BCG), and SWOT. Pure.

The portfolio places products by relative share and growth, a letter each; SWOT crosses strengths
and weaknesses with opportunities and threats.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from deals.market import Cross, Quadrant, find_cross, find_quadrant, item_names, unused_items
from deals.model import Book, Product, Project, Strategy
from deals.playbook.model import MarketPage
from views.diagram import Diagram, DiagramSheet, SheetPart, join_blocks, wrap_cell
from views.glyphs import glyphs
from views.styled_text import Tone, fit, width
from wording import N_, _

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MANY = "*"  # past the last letter, and where a quadrant has no free place left
_WIDE, _HIGH = 37, 11
_LEAST = 12
_FIGURES, _NAME = 16, 8  # cells of figures beside a name, and what of it they leave at the least
_AXES = 3  # lines at the most that tell what the sides mean
_HALF, _MIDDLE = _WIDE // 2, _HIGH // 2
PortfolioCell = tuple[int, int]


def draw_portfolio(
    _project: Project, book: Book, page: MarketPage, lang: str, cells: int
) -> Diagram:
    """Draw the four quadrants on the left, the products with their figures on the right."""
    sheet = DiagramSheet(cells)
    wide = _WIDE + 4
    drawn = [[_dim(row, wide)] for row in plot_products(book.products, page, lang)]
    limits = {"share": f"{page.share:g}x", "growth": f"{page.growth:g}%"}
    axes = _("left half: relative share >= {share}; top half: growth >= {growth}").format(**limits)
    drawn += wrap_cell(_dim(axes, wide), _AXES)
    for parts in join_blocks(
        drawn, [[each] for each in _list_products(book.products, max(_LEAST, cells - wide))]
    ):
        sheet.row(*parts)
    return sheet.diagram()


def _dim(text: str, cells: int) -> SheetPart:
    return None, text, cells, "dim"


def _list_products(products: Sequence[Product], cells: int) -> Iterator[SheetPart]:
    longest = max((width(product.name) for product in products), default=0)
    figures = cells > _FIGURES + min(longest, _NAME)
    if figures and products:
        heads = [fit(head, 6, "right") for head in (_("share"), _("growth"))]
        yield _dim(" ".join((" ", *heads)), cells)
    for letter, product in give_letters(products):
        share, growth = figures_of(product)
        shown = f" {share:>6} {growth:>6} " if figures else ""
        tone: Tone = "dim" if "?" in (share, growth) else ""
        yield (
            f"product/{product.name}",
            f"{letter}{shown} {product.name}",
            cells,
            tone,
        )


def figures_of(product: Product) -> tuple[str, str]:
    """Write share and growth as shown: `1.2x` and `15%`, `?` where nobody knows."""
    share, growth = product.share, product.growth
    return "?" if share is None else f"{share:g}x", "?" if growth is None else f"{growth:g}%"


def give_letters(products: Sequence[Product]) -> Iterator[tuple[str, Product]]:
    """Give each product the letter that stands for it."""
    return zip(chain(LETTERS, repeat(MANY)), products, strict=False)


def plot_products(products: Sequence[Product], page: MarketPage, lang: str) -> list[str]:
    """Plot four quadrants: large share on the left, fast growth at the top, a letter a product.

    Where its place is taken, a product stands at the nearest free one of its quadrant.
    """
    marks: dict[PortfolioCell, str] = {}
    for letter, product in give_letters(products):
        kind = find_quadrant(product, page)
        if kind is not None:
            wanted = _wanted_cell(product, page, kind)
            place = _nearest_free_cell(wanted, kind, marks)
            marks[place or wanted] = letter if place else MANY
    rows = ["".join(marks.get((x, y), _ground(x, y)) for x in range(_WIDE)) for y in range(_HIGH)]
    names = {key: choice.name.of(lang) for key, choice in page.quadrants.items()}
    top = fit(names["star"], _HALF + 1) + fit(names["question"], _HALF)
    bottom = fit(names["cow"], _HALF + 1) + fit(names["dog"], _HALF)
    return [top, *rows, bottom]


def _ground(x: int, y: int) -> str:
    signs = glyphs()
    if y == _MIDDLE:
        return signs.cross if x == _HALF else signs.rule
    return signs.upright if x == _HALF else " "


def _wanted_cell(product: Product, page: MarketPage, kind: Quadrant) -> PortfolioCell:
    """Find the cell of its quadrant where its figures put a product."""
    x = _scale_figure(page.share, product.share or 0.0, _HALF, first=kind in ("star", "cow"))
    y = _scale_figure(
        page.growth, product.growth or 0.0, _MIDDLE, first=kind in ("star", "question")
    )
    return x, y


def _scale_figure(limit: float, value: float, half: int, *, first: bool) -> int:
    """Scale a figure: 0 at twice the limit and more, `half` + 1 just under it."""
    share = min(max(value / (limit or 1.0), 0.0), 2.0)
    if first:
        return max(0, min(half - 1, round((2 - share) * (half - 1))))
    return half + 1 + max(0, min(half - 1, round((1 - share) * (half - 1))))


def _nearest_free_cell(
    wanted: PortfolioCell, kind: Quadrant, taken: dict[PortfolioCell, str]
) -> PortfolioCell | None:
    """Find the nearest free cell of the quadrant; a line is as far as two letters."""
    left, top = kind in ("star", "cow"), kind in ("star", "question")
    columns = range(_HALF) if left else range(_HALF + 1, _WIDE)
    rows = range(_MIDDLE) if top else range(_MIDDLE + 1, _HIGH)
    x, y = wanted
    places = [(column, row) for column in columns for row in rows if (column, row) not in taken]
    return min(
        places, key=lambda place: (abs(place[0] - x) + 2 * abs(place[1] - y), place), default=None
    )


KINDS = {
    "strength": N_("S strengths"),
    "weakness": N_("W weaknesses"),
    "opportunity": N_("O opportunities"),
    "threat": N_("T threats"),
}
HINTS = {
    "strength": N_("what we do better here"),
    "weakness": N_("what holds us back here"),
    "opportunity": N_("what may open the door"),
    "threat": N_("what may close it"),
}
CROSSES: dict[Cross, str] = {
    "SO": N_("SO seize openings"),
    "WO": N_("WO fix weak spots"),
    "ST": N_("ST fend off threats"),
    "WT": N_("WT guard weak spots"),
}
_BANDS: tuple[tuple[str, Cross, Cross], ...] = (("O", "SO", "WO"), ("T", "ST", "WT"))
MATRIX = 100
_LINES, _SIDE = 3, 2
SwotBlock = list[list[SheetPart]]


def draw_swot(project: Project, _book: Book, _page: MarketPage, _lang: str, cells: int) -> Diagram:
    """Draw the four lists on the left, the strategies that cross them on the right."""
    sheet = DiagramSheet(cells)
    left = cells * 2 // 5 if cells >= MATRIX else cells // 2
    right = (_matrix if cells >= MATRIX else _list)(project, cells - left)
    items = _items(project, left - _SIDE)
    edge: SheetPart = (None, glyphs().upright, _SIDE, "line")
    for parts in join_blocks(items, [[edge]] * max(len(items), len(right)), right):
        sheet.row(*parts)
    return sheet.diagram()


def _items(project: Project, cells: int) -> SwotBlock:
    unused, names = unused_items(project), item_names(project)
    block: SwotBlock = []
    kinds = {entry.kind for entry in project.swot}
    for kind, label in KINDS.items():
        block.append([(None, _(label), cells, "strong")])
        if kind not in kinds:
            hint: SheetPart = (None, _(HINTS[kind]), cells - _SIDE, "dim")
            block += _put_sign_before(glyphs().open, hint)
        for entry in project.swot:
            if entry.kind == kind:
                sign = "~" if entry.id in unused else " "
                tone: Tone = "amber" if entry.id in unused else ""
                item = (f"item/{entry.id}", f"{names[entry.id]} {entry.text}", cells - _SIDE, tone)
                block += _put_sign_before(sign, item)
    if unused:
        block += [[(None, "", cells, "")], [(None, _("(~ no strategy uses it)"), cells, "dim")]]
    return block


def _list_strategies(project: Project, cross: Cross | None, cells: int) -> SwotBlock:
    """List the strategies of one crossing, each behind the items it uses."""
    names = item_names(project)
    block: SwotBlock = []
    for strategy in project.strategies:
        if find_cross(project, strategy) == cross:
            text = (_uses(strategy, names) or "-") + _(": ") + strategy.text
            block += _put_sign_before("", (f"strategy/{strategy.id}", text, cells - _SIDE, ""))
    return block


def _put_sign_before(sign: str, part: SheetPart) -> SwotBlock:
    """Wrap a part into a few lines behind its sign."""
    return join_blocks([[(None, sign, _SIDE, part[3])]], wrap_cell(part, _LINES))


def _uses(strategy: Strategy, names: dict[str, str]) -> str:
    return " ".join(names[key] for key in strategy.uses if key in names)


def _list(project: Project, cells: int) -> SwotBlock:
    block: SwotBlock = []
    for cross, title in CROSSES.items():
        block += [[(None, _(title), cells, "strong")], *_list_strategies(project, cross, cells)]
    return block + _list_uncrossed(project, cells)


def _list_uncrossed(project: Project, cells: int) -> SwotBlock:
    block = _list_strategies(project, None, cells)
    return [[(None, _("not in the matrix yet"), cells, "strong")], *block] if block else []


def _matrix(project: Project, cells: int) -> SwotBlock:
    """Draw the matrix, S and W across, O and T down; strategies that cross nothing yet below."""
    wide = (cells - 2 * _SIDE) // 2
    rest = cells - 2 * _SIDE - wide
    strong, weak, *_others = map(_, KINDS.values())
    signs = glyphs()
    block: SwotBlock = [
        [
            *((None, "", _SIDE, ""), (None, strong, wide, "strong")),
            *((None, signs.upright, _SIDE, "line"), (None, weak, rest, "strong")),
        ]
    ]
    rule = signs.rule * (_SIDE + wide) + signs.cross + signs.rule * (cells - _SIDE - wide - 2)
    for letter, first, second in _BANDS:
        block.append([(None, rule, cells, "line")])
        quarters = (_quarter(project, first, wide), _quarter(project, second, rest))
        block += _band(letter, *quarters)
    uncrossed = _list_uncrossed(project, cells)
    return [*block, [(None, signs.rule * (cells - 1), cells, "line")], *uncrossed]


def _quarter(project: Project, cross: Cross, cells: int) -> SwotBlock:
    return [[(None, _(CROSSES[cross]), cells, "dim")], *_list_strategies(project, cross, cells)]


def _band(letter: str, left: SwotBlock, right: SwotBlock) -> SwotBlock:
    """Draw a row of the matrix: its letter, and two quarters side by side."""
    high = max(len(left), len(right), 3)
    names: SwotBlock = [[(None, letter if at == 0 else "", _SIDE, "strong")] for at in range(high)]
    bars: SwotBlock = [[(None, glyphs().upright, _SIDE, "line")] for _row in range(high)]
    return join_blocks(names, left, bars, right)
