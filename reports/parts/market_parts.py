"""The market of a project on a paper: competitors, 4×4 of the customer, SWOT and TOWS."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deals.market import (
    Cross,
    MarketColumn,
    find_cross,
    item_names,
    market_grid,
    points_for_us,
    unused_items,
)
from deals.model import Project, SwotKind
from deals.playbook.model import MarketPage
from deals.project_notes import find_note
from reports.parts.report_part import ReportPart, asked_project, head_of, stack_texts
from reports.report import (
    Block,
    ReportCell,
    ReportColumn,
    ReportHeading,
    ReportList,
    ReportParagraph,
    ReportRow,
    ReportTable,
    ReportTone,
)
from reports.report_cells import form_columns, label_cell, text_cell
from reports.report_context import ReportContext
from views.market import CROSSES, KINDS, choice_label, choices
from wording import _, language
from wording.record_names import balance_text

_MOST_COLUMNS = 4
_NO_MARK: tuple[str, ReportTone] = ("", "")
_SIGNS: dict[int, tuple[str, ReportTone]] = {1: ("+", "good"), 0: ("=", ""), -1: ("-", "red")}


def make_competitor_part(context: ReportContext) -> ReportPart:
    """Make the comparison: dimensions down, we and each competitor across, marks from our side."""
    project, page = asked_project(context), context.playbook.market
    missing = _(
        "No competitor is compared with: in the app 3 opens the market, Tab goes to the "
        "competitors, a adds one."
    )
    every = market_grid(project, context.book.competitors, page)
    ours, rivals = every[0], every[1:]
    if not rivals:
        return ReportPart(_("Competitors and us"), (), missing)
    size = _MOST_COLUMNS - 1
    tables = [
        _grid_table((ours, *rivals[at : at + size]), page) for at in range(0, len(rivals), size)
    ]
    legend = _("+ we are ahead, = even, - we are behind; the balance adds + and - up.")
    return ReportPart(_("Competitors and us"), (*tables, ReportParagraph(legend, "dim")))


def _grid_table(columns: Sequence[MarketColumn], page: MarketPage) -> ReportTable:
    heads = [
        ReportColumn(""),
        *(ReportColumn(each.name or head_of(_("us")), share=2) for each in columns),
    ]
    rows = [
        (label_cell(name.of(language())), *(_grid_cell(each, key) for each in columns))
        for key, name in page.dimensions.items()
    ]
    balance = (text_cell(balance_text(each.profile)) for each in columns)
    rows.append((label_cell(head_of(_("balance of + and -"))), *balance))
    return ReportTable(tuple(heads), tuple(rows), sums=1)


def _grid_cell(column: MarketColumn, dimension: str) -> ReportCell:
    cell = column.cells.get(dimension)
    if cell is None:
        return text_cell("–", "dim")
    sign, tone = _NO_MARK
    if cell.mark is not None:
        sign, tone = _SIGNS[points_for_us(cell.mark, column.name)]
    return text_cell(f"{sign} {cell.note}".strip(), tone)


def make_customer_part(context: ReportContext) -> ReportPart:
    """Make the 4×4 of the customer, with how the market is fought for."""
    project, page = asked_project(context), context.playbook.market
    missing = _(
        "The customer is not analysed: in the app 3 opens the market, Tab goes to the customer, "
        "e writes."
    )
    blocks: list[Block] = []
    if rows := tuple(_list_dimensions(project, page)):
        blocks.append(ReportTable(form_columns(3, (2, 5, 7)), rows, form=True))
    if rows := tuple(_list_choices(project, page)):
        blocks.append(ReportTable(form_columns(3, (2, 3, 9)), rows, form=True))
    if rows := tuple(_list_notes(project, page)):
        blocks.append(ReportTable(form_columns(2, (5, 9)), rows, form=True))
    return ReportPart(_("The customer in four dimensions (4×4)"), tuple(blocks), missing)


def _list_dimensions(project: Project, page: MarketPage) -> Iterator[ReportRow]:
    """Yield the dimensions that something is known of, with all their questions."""
    for side, asked in page.customer.items():
        notes = [find_note(project, f"customer.{side}.{key}") for key in asked.questions]
        if not any(note and note.text for note in notes):
            continue
        head = label_cell(asked.name.of(language()), rows=len(notes))
        for at, (text, note) in enumerate(zip(asked.questions.values(), notes, strict=True)):
            answer = note.text if note else ""
            cells = text_cell(text.of(language()), "dim"), text_cell(answer or "–")
            yield (head, *cells) if at == 0 else cells


def _list_choices(project: Project, page: MarketPage) -> Iterator[ReportRow]:
    for field, options in choices(page).items():
        chosen = options.get(getattr(project.market, field) or "")
        if chosen:
            texts = (chosen.name.of(language()), chosen.advice.of(language()))
            yield (label_cell(head_of(choice_label(field))), *map(text_cell, texts))


def _list_notes(project: Project, page: MarketPage) -> Iterator[ReportRow]:
    for group, texts in (("triangle", page.triangle), ("stp", page.stp)):
        for key, text in texts.items():
            note = find_note(project, f"{group}.{key}")
            if note and note.text:
                yield label_cell(text.of(language())), text_cell(note.text)


def make_swot_part(context: ReportContext) -> ReportPart:
    """Make the four lists of SWOT, and the strategies that cross them (TWOS)."""
    project = asked_project(context)
    missing = _("No SWOT yet: in the app 3 opens the market, Tab goes to SWOT, a adds.")
    if not (project.swot or project.strategies):
        return ReportPart(_("SWOT and TOWS"), (), missing)
    blocks: list[Block] = [_swot_table(project)] if project.swot else []
    if project.strategies:
        blocks.append(_twos_table(project))
    names, idle = item_names(project), unused_items(project)
    if idle:
        listed = _(", ").join(name for id_, name in names.items() if id_ in idle)
        blocks.append(
            ReportParagraph(_("~ Used by no strategy: {items}").format(items=listed), "amber")
        )
    if loose := tuple(_list_strategies(project, None)):
        blocks += [
            ReportHeading(_("Strategies not in the matrix yet"), 2),
            ReportList(loose),
        ]
    return ReportPart(_("SWOT and TOWS"), tuple(blocks))


def _swot_table(project: Project) -> ReportTable:
    names, idle = item_names(project), unused_items(project)

    def cell(kind: SwotKind) -> ReportCell:
        items = [
            f"{'~ ' if item.id in idle else ''}{names[item.id]} {item.text}"
            for item in project.swot
            if item.kind == kind
        ]
        return text_cell(stack_texts(*items) or "–")

    kinds: tuple[tuple[SwotKind, SwotKind], ...] = (
        ("strength", "weakness"),
        ("opportunity", "threat"),
    )
    rows = [
        row
        for pair in kinds
        for row in (
            tuple(label_cell(_(KINDS[kind])) for kind in pair),
            tuple(cell(kind) for kind in pair),
        )
    ]
    return ReportTable(form_columns(2), tuple(rows), form=True)


def _twos_table(project: Project) -> ReportTable:
    pairs: tuple[tuple[Cross, Cross], ...] = (("SO", "WO"), ("ST", "WT"))
    rows = [
        row
        for pair in pairs
        for row in (
            tuple(label_cell(_(CROSSES[cross])) for cross in pair),
            tuple(
                text_cell(stack_texts(*_list_strategies(project, cross)) or "–") for cross in pair
            ),
        )
    ]
    return ReportTable(
        form_columns(2), tuple(rows), title=_("Strategies across the four lists"), form=True
    )


def _list_strategies(project: Project, cross: Cross | None) -> Iterator[str]:
    """Yield the strategies of a quarter of the matrix, each behind the items that it uses."""
    names = item_names(project)
    for strategy in project.strategies:
        if find_cross(project, strategy) == cross:
            used = " ".join(names[key] for key in strategy.uses if key in names)
            yield _(": ").join(filter(None, (used, strategy.text)))
