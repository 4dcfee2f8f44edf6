"""The pages of a project's market as pictures; what each knot stands for is in its id. Pure.

Ids: `cell/DIMENSION/RIVAL`, `note/KEY`, `choice/FIELD`, `item/ID`, `strategy/ID`, `product/NAME`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from deals.market import grid
from deals.model import US, Book, Cell, Project
from deals.playbook.market import Advised, MarketPage
from screens.kit.cells import fit, width
from screens.kit.picture import Picture
from screens.kit.spans import Span, Tone
from screens.kit.wording import N_, _
from screens.market.portfolio import portfolio
from screens.market.sheet import Part, Sheet
from screens.market.swot import swot

PAGES = {
    "grid": N_("competitors"),
    "customer": N_("customer"),
    "stance": N_("stance"),
    "swot": N_("SWOT"),
    "portfolio": N_("portfolio"),
}
MARKS = {"ahead": "+", "even": "=", "behind": "-", None: " "}
CHOICES = {
    "customer": N_("customer"),
    "stance": N_("stance"),
    "kind": N_("type"),
    "tactic": N_("tactic"),
}
_NARROWEST, _CHOICE, _CHOSEN = 14, 12, 18


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


def _beside(labels: Iterable[str], most: int) -> int:
    """How wide labels stand: as the longest of them and a blank, `most` at the most."""
    return min(max(map(width, labels), default=0) + 1, most)


def _grid(project: Project, book: Book, page: MarketPage, lang: str, cells: int) -> Picture:
    columns = grid(project, book.competitors, page)
    labels = {key: one.of(lang) for key, one in page.dimensions.items()}
    first = _beside((*labels.values(), _("sum for us")), cells // 3)
    wide = max(_NARROWEST, (cells - first) // len(columns))
    sheet = Sheet(cells)
    names = [one.name or _("we") for one in columns]
    head = [Span(" " * first), *(Span(fit(name, wide - 1) + " ", "strong") for name in names)]
    for key, label in labels.items():
        row: list[Part] = [(None, label, first, "dim")]
        for one in columns:
            cell = one.cells.get(key, Cell(dimension=key))
            text = f"{MARKS[cell.mark]} {cell.note or '.'}"
            row.append((f"cell/{key}/{one.name}", text, wide, _tone(cell, one.name)))
        sheet.wrapped(*row)
    profile: list[Part] = [(None, _("sum for us"), first, "strong")]
    sheet.row(*profile, *((None, f"{one.profile:+d}", wide, "strong") for one in columns))
    return sheet.picture((tuple(head),))


def _tone(cell: Cell, name: str) -> Tone:
    good = "ahead" if name == US else "behind"
    return "" if cell.mark in (None, "even") else "good" if cell.mark == good else "red"


def _noted(sheet: Sheet, project: Project, labels: Mapping[str, str], start: str) -> None:
    """The notes whose keys begin so, each behind its label; both take two lines if they must."""
    notes = {one.key: one.text for one in project.notes}
    wide = 2 + _beside(labels.values(), sheet.cells * 11 // 20 - 2)
    for key, label in labels.items():
        if key.startswith(start):
            text = notes.get(key, "")
            tone: Tone = "" if text else "dim"
            shown: Part = (f"note/{key}", text or ".", sheet.cells - wide, tone)
            sheet.wrapped((None, "", 2, ""), (None, label, wide - 2, "dim"), shown)


def _customer(project: Project, _book: Book, page: MarketPage, lang: str, cells: int) -> Picture:
    sheet, labels = Sheet(cells), note_labels(page, lang)
    asked = {key: text for key, text in labels.items() if key.startswith("customer.")}
    for side, one in page.customer.items():
        sheet.row((None, one.name.of(lang), cells, "strong"))
        _noted(sheet, project, asked, f"customer.{side}.")
    return sheet.picture()


def _stance(project: Project, _book: Book, page: MarketPage, lang: str, cells: int) -> Picture:
    sheet = Sheet(cells)
    labels = {
        key: text
        for key, text in note_labels(page, lang).items()
        if not key.startswith("customer.")
    }
    sheet.row((None, _("Golden triangle"), cells, "strong"))
    _noted(sheet, project, labels, "triangle.")
    sheet.row((None, _("Segment, target, position"), cells, "strong"))
    _noted(sheet, project, labels, "stp.")
    sheet.row((None, _("Stance"), cells, "strong"))
    rest = max(_NARROWEST, cells - _CHOICE - _CHOSEN)
    for field, options in choices(page).items():
        chosen = options.get(getattr(project.market, field) or "")
        name = chosen.name.of(lang) if chosen else "."
        advice = chosen.advice.of(lang) if chosen else ""
        label: Part = (None, _(CHOICES[field]), _CHOICE - 2, "dim")
        blank: Part = (None, "", 2, "")
        sheet.wrapped(
            blank, label, (f"choice/{field}", name, _CHOSEN, ""), (None, advice, rest, "dim")
        )
    return sheet.picture()


Draw = Callable[[Project, Book, MarketPage, str, int], Picture]
_DRAW: Mapping[str, Draw] = {
    "grid": _grid,
    "customer": _customer,
    "stance": _stance,
    "swot": swot,
    "portfolio": portfolio,
}


def draw(
    name: str, project: Project, book: Book, page: MarketPage, lang: str, cells: int
) -> Picture:
    """The picture of a page in so many cells."""
    return _DRAW[name](project, book, page, lang, cells)
