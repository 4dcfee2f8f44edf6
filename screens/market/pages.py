"""The pages of a project's market as pictures; what each knot stands for is in its id. Pure.

Ids: `cell/DIMENSION/RIVAL`, `note/KEY`, `choice/FIELD`, `item/ID`, `strategy/ID`, `product/NAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deals.market import crossing, grid, idle, quadrant
from deals.model import US, Book, Cell, Product, Project
from deals.playbook.market import Advised, MarketPage
from screens.kit.cells import fit
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone, cells_of, line
from screens.kit.wording import N_, _

PAGES = {
    "grid": N_("competitors"),
    "customer": N_("customer"),
    "stance": N_("stance"),
    "swot": N_("SWOT"),
    "portfolio": N_("portfolio"),
}
MARKS = {"ahead": "+", "even": "=", "behind": "-", None: " "}
KINDS = {
    "strength": N_("S strengths"),
    "weakness": N_("W weaknesses"),
    "opportunity": N_("O opportunities"),
    "threat": N_("T threats"),
}
CROSSES = ("SO", "WO", "ST", "WT", None)
CHOICES = {
    "customer": N_("customer"),
    "stance": N_("stance"),
    "kind": N_("type"),
    "tactic": N_("tactic"),
}
_LABEL, _NARROWEST = 18, 14
_FIELD_WIDE, _FIELD_HIGH = 40, 10


Part = tuple[str | None, str, int, Tone]


class Sheet:
    """Lines being filled, cell by cell; a cell with an id is a knot."""

    def __init__(self, cells: int) -> None:
        self.cells = cells
        self.lines: list[Line] = []
        self.knots: dict[str, Knot] = {}

    def row(self, *cells: Part) -> None:
        """One line of (id, text, width, tone)."""
        spans: Line = ()
        for key, text, width, tone in cells:
            label = line(Span(fit(text, width - 1), tone))
            if key is not None:
                self.knots[key] = Knot(key, cells_of(spans), len(self.lines), width - 1, label)
            spans = (*spans, *label, Span(" "))
        self.lines.append(spans)

    def picture(self, head: tuple[Line, ...] = ()) -> Picture:
        """What was drawn."""
        width = max((cells_of(one) for one in (*self.lines, *head)), default=0)
        return Picture(tuple(self.lines), self.knots, head, width)


def choices(page: MarketPage) -> Mapping[str, Mapping[str, Advised]]:
    """What each field of the stance can be."""
    return {
        "customer": page.customers,
        "stance": page.stances,
        "kind": page.kinds,
        "tactic": page.tactics,
    }


def note_labels(page: MarketPage, lang: str) -> dict[str, str]:
    """The labels of the notes by key: the 4x4, the triangle, STP."""
    asked = {
        f"customer.{side}.{key}": text
        for side, one in page.customer.items()
        for key, text in one.questions.items()
    }
    asked |= {f"triangle.{key}": text for key, text in page.triangle.items()}
    asked |= {f"stp.{key}": text for key, text in page.stp.items()}
    return {key: text.of(lang) for key, text in asked.items()}


def _grid(project: Project, book: Book, page: MarketPage, lang: str, cells: int) -> Picture:
    columns = grid(project, book.competitors, page)
    width = max(_NARROWEST, (cells - _LABEL) // len(columns))
    sheet = Sheet(cells)
    names = [one.name or _("we") for one in columns]
    head = [Span(" " * _LABEL)]
    head += [Span(fit(name, width - 1) + " ", "strong") for name in names]
    for key, label in page.dimensions.items():
        row: list[Part] = [(None, label.of(lang), _LABEL, "dim")]
        for one in columns:
            cell = one.cells.get(key, Cell(dimension=key))
            text = f"{MARKS[cell.mark]} {cell.note or '.'}"
            row.append((f"cell/{key}/{one.name}", text, width, _tone(cell, one.name)))
        sheet.row(*row)
    profile: list[Part] = [(None, _("sum for us"), _LABEL, "strong")]
    sheet.row(*profile, *((None, f"{one.profile:+d}", width, "strong") for one in columns))
    return sheet.picture((tuple(head),))


def _tone(cell: Cell, name: str) -> Tone:
    good = "ahead" if name == US else "behind"
    return "" if cell.mark in (None, "even") else "good" if cell.mark == good else "red"


def _noted(sheet: Sheet, project: Project, labels: Mapping[str, str], start: str) -> None:
    notes = {one.key: one.text for one in project.notes}
    wide = min(44, sheet.cells // 2)
    for key, label in labels.items():
        if key.startswith(start):
            text = notes.get(key, "")
            shown: Part = (
                f"note/{key}",
                text or ".",
                sheet.cells - wide - 1,
                "" if text else "dim",
            )
            sheet.row((None, "  " + label, wide, "dim"), shown)


def _customer(project: Project, _book: Book, page: MarketPage, lang: str, cells: int) -> Picture:
    sheet, labels = Sheet(cells), note_labels(page, lang)
    for side, one in page.customer.items():
        sheet.row((None, one.name.of(lang), cells, "strong"))
        _noted(sheet, project, labels, f"customer.{side}.")
    return sheet.picture()


def _stance(project: Project, _book: Book, page: MarketPage, lang: str, cells: int) -> Picture:
    sheet, labels = Sheet(cells), note_labels(page, lang)
    sheet.row((None, _("Golden triangle"), cells, "strong"))
    _noted(sheet, project, labels, "triangle.")
    sheet.row((None, _("Segment, target, position"), cells, "strong"))
    _noted(sheet, project, labels, "stp.")
    sheet.row((None, _("Stance"), cells, "strong"))
    for field, options in choices(page).items():
        chosen = options.get(getattr(project.market, field) or "")
        name = chosen.name.of(lang) if chosen else "."
        advice = chosen.advice.of(lang) if chosen else ""
        label: Part = (None, "  " + _(CHOICES[field]), 12, "dim")
        sheet.row(label, (f"choice/{field}", name, 18, ""), (None, advice, cells - 31, "dim"))
    return sheet.picture()


def _swot(project: Project, _book: Book, _page: MarketPage, _lang: str, cells: int) -> Picture:
    sheet, unused = Sheet(cells), idle(project)
    letters = item_names(project)
    left: list[tuple[str | None, str, Tone]] = []
    for kind, label in KINDS.items():
        left.append((None, _(label), "strong"))
        for one in project.swot:
            if one.kind == kind:
                sign = "~" if one.id in unused else " "
                tone: Tone = "amber" if one.id in unused else ""
                left.append((f"item/{one.id}", f"{sign}{letters[one.id]} {one.text}", tone))
    right: list[tuple[str | None, str, Tone]] = []
    for cross in CROSSES:
        some = [one for one in project.strategies if crossing(project, one) == cross]
        if cross or some:
            right.append((None, cross or _("not crossed yet"), "strong"))
        for each in some:
            uses = " ".join(letters[key] for key in each.uses if key in letters)
            right.append((f"strategy/{each.id}", f"{uses or '-'}: {each.text}", ""))
    half = cells // 2
    for at in range(max(len(left), len(right))):
        a, b = (side[at] if at < len(side) else (None, "", "") for side in (left, right))
        sheet.row((a[0], a[1], half, a[2]), (b[0], b[1], cells - half, b[2]))
    return sheet.picture()


def item_names(project: Project) -> dict[str, str]:
    """What each SWOT item is called for short, by id: S1, S2, W1."""
    names: dict[str, str] = {}
    for kind, label in KINDS.items():
        some = [one.id for one in project.swot if one.kind == kind]
        names |= {key: f"{label[0]}{at}" for at, key in enumerate(some, 1)}
    return names


def _portfolio(_project: Project, book: Book, page: MarketPage, lang: str, cells: int) -> Picture:
    sheet = Sheet(cells)
    field = _field(book.products, page, lang)
    listed: list[tuple[str | None, str, Tone]] = []
    for letter, one in zip(_LETTERS, book.products, strict=False):
        share, growth = ("?" if x is None else f"{x:g}" for x in (one.share, one.growth))
        listed.append((f"product/{one.name}", f"{letter} {one.name}  {share}x {growth}%", ""))
    for at in range(max(len(field), len(listed))):
        drawn = field[at] if at < len(field) else ""
        key, text, tone = listed[at] if at < len(listed) else (None, "", "")
        sheet.row((None, drawn, _FIELD_WIDE + 2, "dim"), (key, text, cells - _FIELD_WIDE - 2, tone))
    return sheet.picture()


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"


def _field(products: tuple[Product, ...], page: MarketPage, lang: str) -> list[str]:
    """Four quadrants: large share on the left, fast growth at the top, a letter at its place."""
    half, middle = (_FIELD_WIDE - 3) // 2, _FIELD_HIGH // 2
    rows = [[" "] * (2 * half + 1) for _row in range(2 * middle + 1)]
    rows[middle] = ["-"] * (2 * half + 1)
    for row in rows:
        row[half] = "+" if row[half] == "-" else "|"
    for letter, one in zip(_LETTERS, products, strict=False):
        if quadrant(one, page) is None or one.share is None or one.growth is None:
            continue
        x = _place(page.share, one.share, half)
        y = _place(page.growth, max(0.0, one.growth), middle)
        rows[y][x] = letter
    texts = ["".join(row) for row in rows]
    names = {key: one.name.of(lang) for key, one in page.quadrants.items()}
    top = fit(names["star"], half + 1) + fit(names["question"], half)
    bottom = fit(names["cow"], half + 1) + fit(names["dog"], half)
    return [top, *texts, bottom]


def _place(limit: float, value: float, half: int) -> int:
    """Where a figure stands: 0 at twice the limit and more, `half` + 1 just under it."""
    limit = limit or 1.0
    share = min(value / limit, 2.0)
    if share >= 1:
        return min(half - 1, round((2 - share) * (half - 1)))
    return half + 1 + min(half - 1, round((1 - share) * (half - 1)))


Draw = Callable[[Project, Book, MarketPage, str, int], Picture]
_DRAW: Mapping[str, Draw] = {
    "grid": _grid,
    "customer": _customer,
    "stance": _stance,
    "swot": _swot,
    "portfolio": _portfolio,
}


def draw(
    name: str, project: Project, book: Book, page: MarketPage, lang: str, cells: int
) -> Picture:
    """The picture of a page in so many cells."""
    return _DRAW[name](project, book, page, lang, cells)
