"""The pages of a project's market as pictures; what each node stands for is in its id. Pure.

Ids: `cell/DIMENSION/RIVAL`, `note/KEY`, `choice/FIELD`, `item/ID`, `strategy/ID`, `product/NAME`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from operator import attrgetter
from typing import Any

from deals.edits.patches import Patch
from deals.errors import UserError
from deals.fields import PRODUCT
from deals.market import (
    MarketColumn,
    find_cross,
    find_quadrant,
    item_names,
    market_grid,
    points_for_us,
)
from deals.model import KEYS, Book, MarketCell, Product, Project, Standing
from deals.parsing.reading_context import ReadingContext
from deals.playbook import Playbook
from deals.playbook.model import MarketPage
from deals.sources import causes_from, rows_from
from screens.base.finder import FinderEntry, make_entry
from views.diagram import Diagram, DiagramSheet, SheetPart
from views.glyphs import glyphs
from views.market import (
    CROSSES,
    KINDS,
    choice_label,
    choices,
    draw_portfolio,
    draw_swot,
    figures_of,
)
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine, Tone, fit, line, width
from wording import N_, _, language, pgettext
from wording.record_names import cell_name, note_name, standing_text

PAGES = {
    "stance": N_("stance"),
    "customer": N_("customer"),
    "grid": N_("competitors"),
    "swot": N_("SWOT"),
    "portfolio": N_("portfolio"),
}
_SIGNS: Mapping[int, str] = {1: "+", 0: "=", -1: "-"}
_NARROWEST, _CHOICE, _CHOSEN = 14, 12, 18


def page_label(page: str) -> str:
    """Return what a page of the market is called."""
    titles = {
        "customer": pgettext("market page", "customer"),
        "stance": pgettext("market page", "stance"),
    }
    return titles.get(page) or _(PAGES[page])


def note_labels(page: MarketPage, lang: str) -> dict[str, str]:
    """Return the labels of the notes by key: the 4x4, the triangle, STP."""
    asked = {
        f"customer.{side}.{key}": text
        for side, customer_side in page.customer.items()
        for key, text in customer_side.questions.items()
    }
    asked |= {f"triangle.{key}": text for key, text in page.triangle.items()}
    asked |= {f"stp.{key}": text for key, text in page.stp.items()}
    return {key: text.of(lang) for key, text in asked.items()}


def _label_width(labels: Iterable[str], most: int) -> int:
    """Return how wide labels stand: as the longest of them and two blanks, `most` at the most."""
    return min(max(map(width, labels), default=0) + 2, most)


def _grid(project: Project, book: Book, page: MarketPage, lang: str, cells: int) -> Diagram:
    """Draw the comparison, in several tables below one another where there are many competitors.

    So the dimensions stand beside each of them, and nothing is to be scrolled sideways.
    """
    columns = market_grid(project, book.competitors, page)
    labels = {key: dimension.of(lang) for key, dimension in page.dimensions.items()}
    first = _label_width((*labels.values(), _("balance of + and -")), cells // 3)
    most = max(1, (cells - first) // _NARROWEST)
    tables = -(-len(columns) // most)
    high = -(-len(columns) // tables)
    wide = max(_NARROWEST, (cells - first) // high)
    sheet = DiagramSheet(cells)
    head: tuple[TextLine, ...] = ()
    for at in range(0, len(columns), high):
        some = columns[at : at + high]
        names: list[SheetPart] = [(None, column.name or _("us"), wide, "strong") for column in some]
        if tables > 1:
            sheet.row((None, "", first, ""), *names)
        else:
            spans = [StyledText(fit(name, wide - 1) + " ", "strong") for _id, name, *_rest in names]
            head = ((StyledText(" " * first), *spans),)
        _add_columns(sheet, some, labels, first, wide)
    return sheet.diagram(head)


def _add_columns(
    sheet: DiagramSheet,
    columns: Sequence[MarketColumn],
    labels: Mapping[str, str],
    first: int,
    wide: int,
) -> None:
    """Add a row for each dimension, and the balance of the marks as they stand above it."""
    for key, label in labels.items():
        row: list[SheetPart] = [(None, label, first, "dim")]
        for column in columns:
            cell = column.cells.get(key, MarketCell(dimension=key))
            sign, tone = mark_sign(cell.mark, column.name)
            text = f"{sign} {cell.note or glyphs().open}"
            row.append((f"cell/{key}/{column.name}", text, wide, tone))
        sheet.add_wrapped(*row)
    sheet.lines.append(titled_rule((), sheet.cells))
    total: list[SheetPart] = [(None, _("balance of + and -"), first, "strong")]
    for column in columns:
        total.append((None, f"{column.profile:+d}" if column.profile else "0", wide, "strong"))
    sheet.row(*total)


def mark_sign(mark: Standing | None, name: str) -> tuple[str, Tone]:
    """Return the sign of a mark in a column with its tone, both seen from our side: a competitor
    who is ahead is against us.
    """
    if mark is None:
        return " ", ""
    points = points_for_us(mark, name)
    return _SIGNS[points], "good" if points > 0 else "red" if points < 0 else ""


def _head(sheet: DiagramSheet, title: str) -> None:
    """Add the rule over a part of a page."""
    sheet.lines.append(titled_rule(line(StyledText(title, "strong")), sheet.cells))


def _lay_notes(
    sheet: DiagramSheet, project: Project, labels: Mapping[str, str], start: str
) -> None:
    """Lay out the notes whose keys begin so, each behind its label, in two lines if need be."""
    notes = {note.key: note.text for note in project.notes}
    wide = 2 + _label_width(labels.values(), sheet.cells * 11 // 20 - 2)
    for key, label in labels.items():
        if key.startswith(start):
            text = notes.get(key, "")
            tone: Tone = "" if text else "dim"
            shown: SheetPart = (f"note/{key}", text or glyphs().open, sheet.cells - wide, tone)
            sheet.add_wrapped((None, "", 2, ""), (None, label, wide - 2, "dim"), shown)


def _customer(project: Project, _book: Book, page: MarketPage, lang: str, cells: int) -> Diagram:
    sheet, labels = DiagramSheet(cells), note_labels(page, lang)
    asked = {key: text for key, text in labels.items() if key.startswith("customer.")}
    for side, customer_side in page.customer.items():
        _head(sheet, customer_side.name.of(lang))
        _lay_notes(sheet, project, asked, f"customer.{side}.")
    return sheet.diagram(gutter=True)


def _stance(project: Project, _book: Book, page: MarketPage, lang: str, cells: int) -> Diagram:
    sheet = DiagramSheet(cells)
    labels = {
        key: text
        for key, text in note_labels(page, lang).items()
        if not key.startswith("customer.")
    }
    _head(sheet, _("New or old, attack or defence"))
    rest = max(_NARROWEST, cells - _CHOICE - _CHOSEN)
    for field, options in choices(page).items():
        chosen = options.get(getattr(project.market, field) or "")
        name = chosen.name.of(lang) if chosen else glyphs().open
        advice = chosen.advice.of(lang) if chosen else ""
        label: SheetPart = (None, choice_label(field), _CHOICE - 2, "dim")
        blank: SheetPart = (None, "", 2, "")
        sheet.add_wrapped(
            blank, label, (f"choice/{field}", name, _CHOSEN, ""), (None, advice, rest, "dim")
        )
    _head(sheet, _("Golden triangle"))
    _lay_notes(sheet, project, labels, "triangle.")
    _head(sheet, _("Segment, target, position"))
    _lay_notes(sheet, project, labels, "stp.")
    return sheet.diagram(gutter=True)


PageDrawing = Callable[[Project, Book, MarketPage, str, int], Diagram]
_DRAW: Mapping[str, PageDrawing] = {
    "grid": _grid,
    "customer": _customer,
    "stance": _stance,
    "swot": draw_swot,
    "portfolio": draw_portfolio,
}


def draw(
    name: str, project: Project, book: Book, page: MarketPage, lang: str, cells: int
) -> Diagram:
    """Return the picture of a page in so many cells."""
    return _DRAW[name](project, book, page, lang, cells)


@dataclass(frozen=True, slots=True)
class MarketState:
    """The project, the book and the playbook: all that the lines about a node need."""

    project: Project
    book: Book
    playbook: Playbook

    def title(self, node_id: str | None) -> TextLine:
        """Return what the thing under the cursor is, in a few words."""
        kind, _slash, key = (node_id or "").partition("/")
        page = self.playbook.market
        tellers: Mapping[str, Callable[[], str]] = {
            "cell": lambda: cell_name(page, *key.split("/", 1)),
            "note": lambda: note_name(page, key),
            "choice": lambda: choice_label(key),
            "item": lambda: self._item_title(key),
            "strategy": lambda: self._strategy_title(key),
            "product": lambda: key,
        }
        return line(StyledText(tellers[kind](), "strong")) if kind in tellers else ()

    def _item_title(self, key: str) -> str:
        kinds = [item.kind for item in self.project.swot if item.id == key]
        name = item_names(self.project).get(key, "")
        return f"{name}  {_(KINDS[kinds[0]])}" if kinds else ""

    def _strategy_title(self, key: str) -> str:
        found = next((each for each in self.project.strategies if each.id == key), None)
        cross = find_cross(self.project, found) if found else None
        return _(CROSSES[cross]) if cross else _("not in the matrix yet")

    def lines(self, node_id: str | None) -> list[TextLine]:
        """Return the thing under the cursor, whole, and what came of it."""
        kind, _slash, key = (node_id or "").partition("/")
        tellers = {
            "cell": self._cell,
            "note": self._note,
            "choice": self._choice,
            "item": self._item,
            "strategy": self._strategy,
            "product": self._product,
        }
        if kind not in tellers:
            return []
        return [*tellers[kind](key), *self._thread(node_id), *self._others(kind, key)]

    def find_gap(self, node_id: str | None, page_name: str) -> str:
        """Return what is not there yet under the cursor, in a word; empty where something is."""
        kind, _slash, key = (node_id or "").partition("/")
        if kind == "note":
            return "" if any(note.key == key for note in self.project.notes) else kind
        if kind == "choice":
            return "" if getattr(self.project.market, key) else kind
        if kind == "cell":
            dimension, _slash, name = key.partition("/")
            page = self.playbook.market
            for column in market_grid(self.project, self.book.competitors, page):
                cell = column.cells.get(dimension)
                if column.name == name and cell is not None and (cell.note or cell.mark):
                    return ""
            return kind
        return page_name if not kind else ""

    def _others(self, kind: str, key: str) -> Iterator[TextLine]:
        """Yield what stands beside it: the other options, the other columns of the comparison."""
        if kind == "choice":
            now = getattr(self.project.market, key)
            for name, option in choices(self.playbook.market)[key].items():
                if name != now:
                    yield line(StyledText(_("or: ") + option.name.of(language()), "dim"))
        if kind == "cell":
            dimension, _slash, rival = key.partition("/")
            page = self.playbook.market
            for column in market_grid(self.project, self.book.competitors, page):
                cell = column.cells.get(dimension)
                if column.name != rival and cell is not None:
                    name = column.name or _("us")
                    sign, tone = mark_sign(cell.mark, column.name)
                    text = StyledText(f"{sign} {cell.note}", tone)
                    yield line(StyledText(f"{name}  ", "dim"), text)

    def entries(self) -> Iterator[FinderEntry]:
        """Yield all that can be found: cells, notes, choices, items, strategies and products."""
        project, page, lang = self.project, self.playbook.market, language()
        for column in market_grid(project, self.book.competitors, page):
            for key in page.dimensions:
                note = column.cells[key].note if key in column.cells else ""
                name = cell_name(page, key, column.name)
                yield make_entry(f"cell/{key}/{column.name}", name, note)
        notes = {note.key: note.text for note in project.notes}
        for key, label in note_labels(page, lang).items():
            yield make_entry(f"note/{key}", label, notes.get(key))
        for field, options in choices(page).items():
            chosen = options.get(getattr(project.market, field) or "")
            texts = (chosen.name.of(lang), chosen.advice.of(lang)) if chosen else ()
            yield make_entry(f"choice/{field}", choice_label(field), *texts)
        yield from (make_entry(f"item/{item.id}", item.text) for item in project.swot)
        yield from (make_entry(f"strategy/{each.id}", each.text) for each in project.strategies)
        yield from (
            make_entry(f"product/{product.name}", product.name) for product in self.book.products
        )

    def _cell(self, key: str) -> Iterator[TextLine]:
        dimension, _slash, name = key.partition("/")
        page = self.playbook.market
        columns = {
            column.name: column for column in market_grid(self.project, self.book.competitors, page)
        }
        cell = columns[name].cells.get(dimension)
        stands = standing_text(cell.mark if cell else None, name)
        by = " ".join(filter(None, (cell.by, f"{cell.on or ''}"))) if cell else ""
        yield line(stands, StyledText(f"  {by}" if by else "", "dim"))
        if cell and cell.note:
            yield line(cell.note)

    def _note(self, key: str) -> Iterator[TextLine]:
        note = next((note for note in self.project.notes if note.key == key), None)
        by = " ".join(filter(None, (note.by, f"{note.on or ''}"))) if note else ""
        if note:
            yield line(note.text)
        if by:
            yield line(StyledText(by, "dim"))

    def _choice(self, field: str) -> Iterator[TextLine]:
        options = choices(self.playbook.market)[field]
        chosen = options.get(getattr(self.project.market, field) or "")
        if chosen:
            yield line(StyledText(chosen.name.of(language()), "good"))
            yield line(chosen.advice.of(language()))

    def _item(self, key: str) -> Iterator[TextLine]:
        text = next((item.text for item in self.project.swot if item.id == key), "")
        yield line(StyledText(f"{item_names(self.project).get(key, '')} ", "strong"), text)
        using = [strategy.text for strategy in self.project.strategies if key in strategy.uses]
        if using:
            yield line(StyledText(_("used by: "), "dim"), _("; ").join(using))
        else:
            yield line(StyledText(_("no strategy uses it yet"), "amber"))

    def _strategy(self, key: str) -> Iterator[TextLine]:
        found = next(strategy for strategy in self.project.strategies if strategy.id == key)
        texts = {item.id: item.text for item in self.project.swot}
        names = item_names(self.project)
        used = [f"{names[use]} {texts[use]}" for use in found.uses if use in texts]
        yield line(StyledText(found.text, "strong"))
        if used:
            yield line(StyledText(_("uses: "), "dim"), _("; ").join(used))
        else:
            yield line(StyledText(_("t ticks the items that it uses"), "amber"))

    def _product(self, name: str) -> Iterator[TextLine]:
        page = self.playbook.market
        product = find_product(name, self.book.products)
        place = find_quadrant(product, page) if product else None
        if place is None:
            yield line(_("share or growth is not known: Enter"))
            return
        quadrant_text = page.quadrants[place]
        yield line(StyledText(quadrant_text.name.of(language()), "good"))
        yield line(quadrant_text.advice.of(language()))

    def _thread(self, node_id: str | None) -> Iterator[TextLine]:
        """Yield what was made of it: its row of the plan, or its cause alone."""
        source = ref_of(node_id)
        if source is None:
            return
        rows, causes = rows_from(self.project, source), causes_from(self.project, source)
        if rows:
            row = rows[0]
            planned = _("in the plan: {content}").format(content=row.content)
            end = row.end.isoformat() if row.end else ""
            text = "  ".join(filter(None, (planned, end, row.responsible)))
        elif causes:
            text = _("on the fishbone: {cause}").format(cause=causes[0].text)
        else:
            return
        yield line(StyledText(f"{glyphs().arrow} ", "dim"), StyledText(text, "info"))


_REFS = {"cell": "cell", "note": "note", "item": "swot", "strategy": "strategy"}
_NODE_KINDS = {ref: node_id for node_id, ref in _REFS.items()}
_PAGES = {
    "cell": "grid",
    "choice": "stance",
    "item": "swot",
    "strategy": "swot",
    "product": "portfolio",
}
_NAME: Callable[[Any], str] = attrgetter("name")
_LISTS = {"swot": "item", "strategies": "strategy", "notes": "note"}


def ref_of(node_id: str | None) -> str | None:
    """Return the item of the red thread that a node is, None where it is none."""
    kind, _slash, key = (node_id or "").partition("/")
    if kind == "cell":
        key = key.replace("/", ":", 1)
    return f"{_REFS[kind]}:{key}" if kind in _REFS else None


def node_of(ref: str) -> str | None:
    """Return the node of an item of the red thread, None where it is not of the market."""
    kind, _colon, key = ref.partition(":")
    if kind == "cell":
        key = key.replace(":", "/", 1)
    return f"{_NODE_KINDS[kind]}/{key}" if kind in _NODE_KINDS else None


def page_of(node_id: str) -> str:
    """Return the page on which a node stands."""
    kind, _slash, key = node_id.partition("/")
    if kind == "note":
        return "customer" if key.startswith("customer.") else "stance"
    return _PAGES[kind]


def changed_nodes(change: Patch, project: str) -> Iterator[str]:
    """Yield the nodes that a change put in or changed, some of which may not be shown."""
    before, after = change.projects.get(project, (None, None))
    for name, kind in _LISTS.items():
        for record in _changed_records(
            getattr(before, name, ()), getattr(after, name, ()), KEYS[name]
        ):
            yield f"{kind}/{KEYS[name](record)}"
    if before is not None and after is not None:
        fields = type(after.market).model_fields
        old, new = before.market, after.market
        yield from (
            f"choice/{field}" for field in fields if getattr(old, field) != getattr(new, field)
        )
        key = KEYS["comparisons"]
        for comparison in _changed_records(before.comparisons, after.comparisons, key):
            yield f"cell/{comparison.dimension}/{comparison.rival}"
    yield from _shared(change)


def _shared(change: Patch) -> Iterator[str]:
    old, new = change.lists.get("products", ((), ()))
    for product in _changed_records(old, new, _NAME):
        yield f"product/{product.name}"
    old, new = change.lists.get("competitors", ((), ()))
    known: dict[str, Any] = {_NAME(record): record for record in old}
    for rival in _changed_records(old, new, _NAME):
        cells = known[rival.name].notes if rival.name in known else ()
        for cell in _changed_records(cells, rival.notes, lambda each: each.dimension):
            yield f"cell/{cell.dimension}/{rival.name}"


def _changed_records(
    before: Iterable[Any], after: Iterable[Any], key: Callable[[Any], str]
) -> list[Any]:
    """Return the records that are new or another one after the change."""
    old = {key(record): record for record in before}
    return [record for record in after if old.get(key(record)) != record]


_HALF_WIDTH = str.maketrans("，；？％．－　", ",;?%.- ")
_BLANKS = re.compile(r"(?P<name>.*\S)\s+(?P<share>\?|\d[\d.]*[x倍]?)\s+(?P<growth>[-+]?\d[\d.]*%)")
"""A line with blanks alone: a share and a growth in percent stand at its end."""


def product_text(product: Product) -> str:
    """Return the line that read_product reads back."""
    return ", ".join(PRODUCT[field].text(product) for field in PRODUCT.typed)


def read_product(text: str, reading: ReadingContext) -> Product:
    """Return the product of `name, share, growth`: `Net, 1.2, 15`; `?` or nothing is not known.

    Semicolons part them as well; blanks do where the growth has its sign: `Net 1.2 15%`.

    Refusals `product-empty`, `product-unreadable`, `share-unreadable` and `growth-unreadable`
    (text).
    """
    plain = text.translate(_HALF_WIDTH).replace(";", ",").strip()
    found = _BLANKS.fullmatch(plain) if "," not in plain else None
    typed = list(found.groups()) if found else [part.strip() for part in plain.split(",")]
    if len(typed) > len(PRODUCT.typed):
        raise UserError("product-unreadable", text=text.strip())
    parts = zip_longest(PRODUCT.typed, typed, fillvalue="")
    return Product(**{field: PRODUCT[field].parse(part, reading) for field, part in parts})


def echo_product(text: str, page: MarketPage, lang: str, reading: ReadingContext) -> TextLine:
    """Return what a line says that can be read."""
    product = read_product(text, reading)
    place = find_quadrant(product, page)
    name = page.quadrants[place].name.of(lang) if place else _("not placed yet")
    return line(
        StyledText(_(": ").join((product.name, _figures_text(product))), ""),
        StyledText(f"  {name}", "good"),
    )


def _figures_text(product: Product) -> str:
    share, growth = figures_of(product)
    return _("share {share}, growth {growth}").format(share=share, growth=growth)


def find_product(name: str, products: Sequence[Product]) -> Product | None:
    """Return the product of that name."""
    return next((product for product in products if product.name == name), None)
