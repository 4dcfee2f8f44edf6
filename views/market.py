"""Two diagrams of the market: the portfolio of our products (BCG), and SWOT. Pure.

The portfolio places products by relative share and growth, a letter each; SWOT crosses strengths
and weaknesses with opportunities and threats.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat
from typing import NamedTuple

from deals.market import Cross, Quadrant, find_cross, find_quadrant, item_names, unused_items
from deals.model import Book, Product, Project, Strategy
from deals.playbook.model import Advice, MarketPage
from views.diagram import Diagram, DiagramSheet, SheetPart, join_blocks, wrap_cell
from views.glyphs import glyphs
from views.styled_text import StyledText, TextLine, Tone, fit, width
from wording import N_, _, pgettext

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
MANY = "*"  # past the last letter, and where a quadrant has no free place left
_WIDE, _HIGH = 37, 11
_LEAST = 12
_FIGURES, _NAME = 16, 8  # cells of figures beside a name, and what of it they leave at the least
_AXES = 3  # lines at the most that tell what the sides mean
_HIGHEST = 25
PortfolioCell = tuple[int, int]


class PortfolioArea(NamedTuple):
    """The cells and rows of the four quadrants; both odd, the lines between them in the middle."""

    wide: int = _WIDE
    high: int = _HIGH

    @property
    def half(self) -> int:
        """The cell of the upright between the quadrants."""
        return self.wide // 2

    @property
    def middle(self) -> int:
        """The row of the line between the quadrants."""
        return self.high // 2


_USUAL = PortfolioArea()


def draw_portfolio(
    _project: Project,
    book: Book,
    page: MarketPage,
    lang: str,
    cells: int,
    rows: int = 0,
    chosen: str | None = None,
) -> Diagram:
    """Draw the four quadrants on the left, the products with their figures on the right.

    The quadrants grow with the cells and `rows`; the point of the node `chosen` is lit.
    """
    sheet = DiagramSheet(cells)
    area = _measure_area(book.products, cells, rows)
    wide = area.wide + 4
    plotted = plot_products(book.products, page, lang, area)
    limits = {"share": f"{page.share:g}x", "growth": f"{page.growth:g}%"}
    axes = _("left half: relative share >= {share}; top half: growth >= {growth}").format(**limits)
    drawn = [*([_dim(row, wide)] for row in plotted), *wrap_cell(_dim(axes, wide), _AXES)]
    for parts in join_blocks(
        drawn, [[each] for each in _list_products(book.products, max(_LEAST, cells - wide))]
    ):
        sheet.row(*parts)
    letters = {f"product/{each.name}": letter for letter, each in give_letters(book.products)}
    points = find_points(book.products, page, area)
    where = next((at for at, mark in points.items() if mark == letters.get(chosen or "")), None)
    if where is not None and letters[chosen or ""] != MANY:
        sheet.lines[where[1] + 1] = _light_cell(sheet.lines[where[1] + 1], where[0])
    return sheet.diagram()


def _measure_area(products: Sequence[Product], cells: int, rows: int) -> PortfolioArea:
    """Return how large the quadrants may be beside the list, odd both ways."""
    longest = max((width(product.name) for product in products), default=0)
    wide = max(_WIDE, cells - 4 - max(_LEAST, _FIGURES + longest + 2))
    high = max(_HIGH, min(_HIGHEST, rows - 2 - _AXES))
    return PortfolioArea(wide - (wide + 1) % 2, high - (high + 1) % 2)


def _light_cell(text_line: TextLine, at: int) -> TextLine:
    """Return a line with the sign of one cell lit."""
    lit, start = list[StyledText](), 0
    for span in text_line:
        end = start + width(span.text)
        if start <= at < end:
            before = fit(span.text, at - start) if at > start else ""
            before = span.text[: len(before)]
            rest = span.text[len(before) :]
            lit += [
                StyledText(before, span.tone),
                StyledText(rest[0], "lit"),
                StyledText(rest[1:], span.tone),
            ]
        else:
            lit.append(span)
        start = end
    return tuple(each for each in lit if each.text)


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


def find_points(
    products: Sequence[Product], page: MarketPage, area: PortfolioArea = _USUAL
) -> Mapping[PortfolioCell, str]:
    """Find the cell of each product that has one, with its letter.

    Where its place is taken, a product stands at the nearest free one of its quadrant.
    """
    marks: dict[PortfolioCell, str] = {}
    for letter, product in give_letters(products):
        kind = find_quadrant(product, page)
        if kind is not None:
            wanted = _wanted_cell(product, page, kind, area)
            place = _nearest_free_cell(wanted, kind, marks, area)
            marks[place or wanted] = letter if place else MANY
    return marks


def plot_products(
    products: Sequence[Product], page: MarketPage, lang: str, area: PortfolioArea = _USUAL
) -> list[str]:
    """Plot four quadrants: large share on the left, fast growth at the top, a letter a product.

    Where they are larger than usual, names stand behind the letters that leave room for them.
    """
    marks = dict(find_points(products, page, area))
    if area > _USUAL:
        marks |= _write_names(products, marks, area)
    rows = [
        "".join(marks.get((x, y), _ground(x, y, area)) for x in range(area.wide))
        for y in range(area.high)
    ]
    names = {key: choice.name.of(lang) for key, choice in page.quadrants.items()}
    top = fit(names["star"], area.half + 1) + fit(names["question"], area.half)
    bottom = fit(names["cow"], area.half + 1) + fit(names["dog"], area.half)
    return [top, *rows, bottom]


def _write_names(
    products: Sequence[Product], marks: Mapping[PortfolioCell, str], area: PortfolioArea
) -> Mapping[PortfolioCell, str]:
    """Return the cells of the names that stand whole behind their letters, within the quadrant."""
    names = {letter: product.name for letter, product in give_letters(products)}
    written: dict[PortfolioCell, str] = {}
    for (x, y), letter in marks.items():
        name = f" {names.get(letter, '')} "
        first, last = (0, area.half) if x < area.half else (area.half + 1, area.wide)
        for start in (x + 1, x - width(name)) if letter != MANY else ():
            cells = [(at, y) for at in range(start, start + width(name))]
            fits = first <= start and start + width(name) <= last
            if fits and not any(at in marks or at in written for at in cells):
                written |= _spread_signs(name, start, y)
                break
    return written


def _spread_signs(text: str, start: int, y: int) -> Mapping[PortfolioCell, str]:
    """Return the cells that a text takes from one on; a wide sign leaves those behind it empty."""
    cells: dict[PortfolioCell, str] = {}
    for char in text:
        cells |= {(start + more, y): "" for more in range(1, width(char))}
        cells[start, y] = char
        start += width(char)
    return cells


def _ground(x: int, y: int, area: PortfolioArea) -> str:
    signs = glyphs()
    if y == area.middle:
        return signs.cross if x == area.half else signs.rule
    return signs.upright if x == area.half else " "


def _wanted_cell(
    product: Product, page: MarketPage, kind: Quadrant, area: PortfolioArea
) -> PortfolioCell:
    """Find the cell of its quadrant where its figures put a product."""
    x = _scale_figure(page.share, product.share or 0.0, area.half, first=kind in ("star", "cow"))
    y = _scale_figure(
        page.growth, product.growth or 0.0, area.middle, first=kind in ("star", "question")
    )
    return x, y


def _scale_figure(limit: float, value: float, half: int, *, first: bool) -> int:
    """Scale a figure: 0 at twice the limit and more, `half` + 1 just under it."""
    share = min(max(value / (limit or 1.0), 0.0), 2.0)
    if first:
        return max(0, min(half - 1, round((2 - share) * (half - 1))))
    return half + 1 + max(0, min(half - 1, round((1 - share) * (half - 1))))


def _nearest_free_cell(
    wanted: PortfolioCell, kind: Quadrant, taken: Mapping[PortfolioCell, str], area: PortfolioArea
) -> PortfolioCell | None:
    """Find the nearest free cell of the quadrant; a line is as far as two letters."""
    left, top = kind in ("star", "cow"), kind in ("star", "question")
    columns = range(area.half) if left else range(area.half + 1, area.wide)
    rows = range(area.middle) if top else range(area.middle + 1, area.high)
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


CHOICES = {
    "customer": N_("customer"),
    "stance": N_("stance"),
    "kind": N_("type"),
    "tactic": N_("tactic"),
}


def choice_label(field: str) -> str:
    """Return what is chosen in a field of the stance."""
    labels = {
        "customer": pgettext("market choice", "customer"),
        "stance": pgettext("market choice", "stance"),
    }
    return labels.get(field) or _(CHOICES[field])


def choices(page: MarketPage) -> Mapping[str, Mapping[str, Advice]]:
    """Return what each field of the stance can be."""
    return {
        "customer": page.customers,
        "stance": page.stances,
        "kind": page.kinds,
        "tactic": page.tactics,
    }


def find_choice(project: Project, field: str, page: MarketPage) -> Advice | None:
    """Return what is chosen in a field of the stance, None for nothing."""
    return choices(page)[field].get(getattr(project.market, field) or "")
