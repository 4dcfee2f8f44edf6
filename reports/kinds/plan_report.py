"""The implementation plan (实施计划表) as the paper form has it, with the bars over days below."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from deals.model import PlanRow, Project
from deals.planning import WorkstreamGroup, group_rows, row_numbers
from reports.parts.element_part import days_left_words
from reports.parts.planning_parts import (
    checkpoint_cell,
    define_checkpoints,
    define_late,
    gantt_blocks,
    state_cell,
)
from reports.parts.report_part import asked_project, head_of, stack_texts
from reports.report import (
    Block,
    Report,
    ReportCell,
    ReportColumn,
    ReportParagraph,
    ReportRow,
    ReportTable,
)
from reports.report_cells import day_cell, form_columns, label_cell, text_cell
from reports.report_context import ReportContext
from reports.report_facts import list_facts
from reports.report_texts import write_amount, write_day, write_window
from wording import _, add_note, language, pgettext
from wording.names import field_name, plan_field_name
from wording.record_names import workstream_title

_SHARES = (8, 3, 11, 8, 6, 6, 6, 7, 13, 6)
_RUN = 5
"""How many rows at most share a box of their workstream: a page does not break within one."""
_BLANK_ROWS = 6
"""How many lines are left to be written in by hand where there is no plan."""


def build_plan_report(context: ReportContext) -> Report:
    """Make the implementation plan of a project."""
    project = asked_project(context)
    groups = group_rows(project, context.playbook)
    blocks: list[Block] = [_head_form(project, context), _plan_form(groups, context.today)]
    blocks.append(_signature_form())
    if groups:
        blocks += gantt_blocks(project, groups, context, wide=True)
    else:
        text = _(
            "There is no plan: in the app 5 opens it, a adds a task, m begins with a template."
        )
        blocks.append(ReportParagraph(text, "dim"))
    title = _("Implementation plan")
    facts = list_facts(context, rates=False)
    means = (define_late(), define_checkpoints())
    return Report("plan", title, language(), facts, tuple(blocks), means, wide=True)


def _head_form(project: Project, context: ReportContext) -> ReportTable:
    begins = project.form.plan_start
    leader = next((each.name for each in project.team if each.part == "leader"), project.owner)
    signs, left = write_window(project.signs), days_left_words(project, context)
    pairs = (
        (field_name("name"), project.name),
        (head_of(plan_field_name("leader")), leader),
        (head_of(plan_field_name("plan_start")), write_day(begins) if begins else ""),
        (field_name("customer"), project.customer),
        (field_name("amount"), write_amount(project.amount)),
        (field_name("signs"), add_note(signs, left) if left else signs),
    )
    rows = tuple(
        tuple(
            cell
            for name, text in pairs[at : at + 3]
            for cell in (label_cell(name), text_cell(text))
        )
        for at in (0, 3)
    )
    return ReportTable(form_columns(6, (2, 4, 2, 3, 2, 3)), rows, form=True)


def _plan_form(groups: tuple[WorkstreamGroup, ...], today: date) -> ReportTable:
    titles = (
        head_of(plan_field_name("bone")),
        _("No."),
        head_of(plan_field_name("content")),
        head_of(plan_field_name("aim")),
        pgettext("plan", "Start"),
        pgettext("plan", "End"),
        head_of(plan_field_name("responsible")),
        head_of(plan_field_name("resources")),
        head_of(plan_field_name("checkpoints")),
        head_of(plan_field_name("state")),
    )
    columns = tuple(
        ReportColumn(title, "date" if at in (4, 5) else "text", share)
        for at, (title, share) in enumerate(zip(titles, _SHARES, strict=True))
    )
    rows = tuple(_list_rows(groups, today))
    blank = tuple(tuple(text_cell("") for _title in titles) for _row in range(_BLANK_ROWS))
    return ReportTable(columns, rows or blank, form=True)


def _list_rows(groups: tuple[WorkstreamGroup, ...], today: date) -> Iterator[ReportRow]:
    """Yield the rows, the workstream in a box beside all of its own."""
    numbers = row_numbers(groups)
    for at, group in enumerate(groups, 1):
        title = f"{at} {workstream_title(group)}"
        for place, row in enumerate(group.rows):
            cells = tuple(_row_cells(row, numbers[row.id], numbers.get(row.after or ""), today))
            if place % _RUN == 0:
                name = add_note(title, pgettext("workstream", "continued")) if place else title
                head = label_cell(name, rows=min(_RUN, len(group.rows) - place))
                cells = (head, *cells)
            yield cells


def _row_cells(row: PlanRow, number: str, after: str | None, today: date) -> Iterator[ReportCell]:
    yield text_cell(number)
    yield text_cell(stack_texts(row.content, _("after {row}").format(row=after) if after else ""))
    yield text_cell(row.aim)
    yield day_cell(row.start)
    yield day_cell(row.end)
    yield text_cell(row.responsible)
    yield text_cell(row.resources)
    yield checkpoint_cell(row, today)
    yield state_cell(row, today)


def _signature_form() -> ReportTable:
    names = (_("Drawn up by"), _("Checked by"), _("Approved by"))
    row = tuple(cell for name in names for cell in (label_cell(name), text_cell("")))
    return ReportTable(form_columns(6, (2, 3, 2, 3, 2, 3)), (row,), form=True)
