"""The hand-over of an owner's projects (项目移交): what whoever takes them over has to know.

Of each project there are its people, the next step, what was promised to whom, and the holes; then
the work that waits for the owner in projects of colleagues, and the places for signatures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from deals.model import Project
from deals.network.analysis import analyse
from deals.numbers.list_sums import ListSums, sum_projects
from deals.owners import owner_key
from deals.planning.rows import names_in, row_lateness
from reports.parts.element_part import (
    days_left_words,
    is_next_late,
    next_words,
    pair_row,
    stage_words,
    wide_row,
)
from reports.parts.people_parts import list_contacts
from reports.parts.planning_parts import state_cell
from reports.parts.prospect_parts import touch_table
from reports.parts.report_part import join_words, stack_texts
from reports.report import (
    Block,
    Report,
    ReportColumn,
    ReportHeading,
    ReportList,
    ReportParagraph,
    ReportRow,
    ReportTable,
)
from reports.report_cells import amount_cell, day_cell, form_columns, label_cell, text_cell
from reports.report_context import ReportContext
from reports.report_facts import define_figures, list_facts
from reports.report_texts import write_amount, write_money, write_window
from views.money_texts import out_text, unpriced_text
from views.network.tables import list_findings
from wording import _, add_note, language, ngettext, pgettext
from wording.names import field_name, status_name

_RUNNING = ("open", "on_hold")
_LAST_TOUCHES = 5


class _Promise(NamedTuple):
    """Something that is owed in a project: to whom, what, by when, and who was to do it."""

    to: str
    what: str
    on: date | None
    by: str


def build_hand_over_report(context: ReportContext) -> Report:
    """Make the hand-over of all projects of an owner."""
    mine = context.projects
    running = sorted(
        (each for each in mine if each.status in _RUNNING),
        key=lambda each: context.assess(each).order,
    )
    blocks = [*_list_overview(running, context)]
    for project in running:
        blocks += _list_project(project, context)
    blocks += _list_elsewhere(context)
    blocks += _list_ended([each for each in mine if each.status not in _RUNNING])
    blocks.append(_signature_form())
    return Report(
        "hand-over",
        _("Hand-over of projects: {owner}").format(owner=context.owner or _("nobody")),
        language(),
        list_facts(context),
        tuple(blocks),
        define_figures("in-play", "completion", "stage", "cr"),
    )


def _list_overview(running: Sequence[Project], context: ReportContext) -> Iterator[Block]:
    count = len(running)
    text = ngettext("{count} running project", "{count} running projects", count)
    sums = _list_sums(sum_projects(running, context.playbook))
    yield ReportHeading(_("What is handed over"))
    yield ReportParagraph(_("; ").join([text.format(count=count), *sums]), "strong")
    columns = (
        ReportColumn(field_name("name"), share=4),
        ReportColumn(field_name("customer"), share=3),
        ReportColumn(field_name("stage"), share=2),
        ReportColumn(field_name("amount"), "money", 3),
        ReportColumn(field_name("signs"), share=3),
        ReportColumn(field_name("next"), share=5),
    )
    rows = tuple(_overview_row(project, context) for project in running)
    empty = _("No running project has this owner.")
    yield ReportTable(columns, rows, empty=empty)


def _list_sums(sums: ListSums) -> Iterator[str]:
    """Yield what the projects come to, each currency for itself, to the last unit."""
    totals = {code: total for code, total in sums.currencies.items() if total.count}
    if totals:
        whole = _join_sums({code: total.sum for code, total in totals.items()})
        yield _("in play {sums}").format(sums=whole)
        done = _join_sums({code: total.weighted for code, total in totals.items()})
        yield _("by completion {sums}").format(sums=done)
    signed = {code: each.signed for code, each in sums.currencies.items() if each.signed_count}
    if signed:
        yield _("signed {sums}").format(sums=_join_sums(signed))
    if sums.unpriced:
        yield unpriced_text(sums.unpriced)
    if sums.out:
        yield out_text(sums.out)


def _join_sums(sums: Mapping[str, int]) -> str:
    return " + ".join(write_money(value, currency) for currency, value in sums.items())


def _overview_row(project: Project, context: ReportContext) -> ReportRow:
    late = is_next_late(project, context)
    return (
        text_cell(project.name, "strong"),
        text_cell(project.customer),
        text_cell(project.stage),
        amount_cell(project.amount),
        text_cell(write_window(project.signs)),
        text_cell(next_words(project), "amber" if late else ""),
    )


def _list_project(project: Project, context: ReportContext) -> Iterator[Block]:
    yield ReportHeading(project.name)
    yield ReportTable(
        form_columns(4, (2, 4, 2, 4)), tuple(_list_facts(project, context)), form=True
    )
    promises = sorted(_list_promises(project), key=lambda each: each.on or date.max)
    if promises:
        yield _promise_table(promises, context)
    if project.contacts:
        yield ReportHeading(field_name("contacts"), 2)
        yield list_contacts(project, phones=True)
        yield from _list_holes(project, context)
    if work := _list_work(project, context):
        yield ReportHeading(_("Open tasks"), 2)
        yield work
    if touches := touch_table(project, _LAST_TOUCHES):
        yield ReportHeading(_("Last touches"), 2)
        yield touches


def _list_facts(project: Project, context: ReportContext) -> Iterator[ReportRow]:
    signs, left = write_window(project.signs), days_left_words(project, context)
    yield pair_row(
        (field_name("customer"), project.customer),
        (field_name("stage"), stage_words(project, context)),
    )
    yield pair_row(
        (field_name("amount"), write_amount(project.amount)),
        (field_name("signs"), add_note(signs, left) if left else signs),
    )
    late = is_next_late(project, context)
    yield wide_row(field_name("next"), next_words(project), "amber" if late else "")
    if project.status != "open":
        yield wide_row(
            field_name("status"), join_words((status_name(project.status), project.end_reason))
        )
    if project.key_strategy:
        yield wide_row(field_name("key_strategy"), project.key_strategy)
    team = join_words(member.name for member in project.team)
    if team:
        yield wide_row(_("Our team"), team)
    if project.remarks:
        yield wide_row(field_name("notes"), project.remarks)


def _list_promises(project: Project) -> Iterator[_Promise]:
    """Yield what was promised to the customer's people: the follow-ups that are still open."""
    for contact in project.contacts:
        if action := contact.follow_up:
            by = join_words(contact.covered_by) or project.owner
            who = add_note(contact.name, contact.title) if contact.title else contact.name
            yield _Promise(who, action.text, action.on, by)


def _promise_table(promises: Sequence[_Promise], context: ReportContext) -> ReportTable:
    columns = (
        ReportColumn(_("To whom"), share=3),
        ReportColumn(_("What was promised"), share=6),
        ReportColumn(_("By when"), "date", 2),
        ReportColumn(_("Who was to do it"), share=2),
    )
    rows = tuple(
        (
            text_cell(each.to),
            text_cell(each.what),
            day_cell(each.on, "red" if each.on and each.on < context.today else ""),
            text_cell(each.by),
        )
        for each in promises
    )
    return ReportTable(columns, rows, title=_("Open promises"))


def _list_holes(project: Project, context: ReportContext) -> Iterator[Block]:
    found = list_findings(project, analyse(project, context.playbook))
    texts = tuple(
        join_words((f"{each.sign} {each.text}", each.ask)) for each in found if each.sign == "!"
    )
    if texts:
        yield ReportHeading(_("Where the net does not hold"), 2)
        yield ReportList(texts)


def _list_work(project: Project, context: ReportContext) -> ReportTable | None:
    """Return the rows of the plan that are still to be done; None for none."""
    rows = tuple(
        (
            text_cell(row.content),
            text_cell(row.responsible),
            day_cell(row.end),
            state_cell(row, context.today),
        )
        for row in project.plan
        if row_lateness(row, context.today) not in ("done", "dropped")
    )
    return ReportTable(_work_columns(), rows) if rows else None


def _work_columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(_("Task"), share=6),
        ReportColumn(_("Who"), share=3),
        ReportColumn(_("Until"), "date", 2),
        ReportColumn(_("State"), share=2),
    )


def _list_elsewhere(context: ReportContext) -> Iterator[Block]:
    """Yield what the owner was to do in projects that colleagues lead."""
    key = owner_key(context.owner or "")
    rows = tuple(
        (
            text_cell(stack_texts(project.name, row.content)),
            text_cell(project.owner),
            day_cell(row.end),
            state_cell(row, context.today),
        )
        for project in context.book.projects.values()
        if project.status == "open" and owner_key(project.owner) != key
        for row in project.plan
        if row_lateness(row, context.today) not in ("done", "dropped")
        and key in map(owner_key, names_in(row.responsible))
    )
    if rows:
        columns = list(_work_columns())
        columns[1] = ReportColumn(field_name("owner"), share=3)
        yield ReportHeading(_("Work in projects of colleagues"))
        yield ReportTable(tuple(columns), rows)


def _list_ended(ended: Sequence[Project]) -> Iterator[Block]:
    if not ended:
        return
    yield ReportHeading(_("Ended projects, for knowledge"))
    columns = (
        ReportColumn(field_name("name"), share=4),
        ReportColumn(field_name("customer"), share=3),
        ReportColumn(field_name("status"), share=5),
        ReportColumn(field_name("amount"), "money", 2),
    )
    rows = tuple(
        (
            text_cell(each.name),
            text_cell(each.customer),
            text_cell(join_words((status_name(each.status), each.end_reason))),
            amount_cell(each.amount),
        )
        for each in ended
    )
    yield ReportTable(columns, rows)


def _signature_form() -> ReportTable:
    names = (_("Handed over by"), _("Taken over by"), _("Witnessed by"))
    heads = tuple(label_cell(name) for name in names)
    blank = tuple(text_cell("\n") for _name in names)
    dates = tuple(label_cell(_("Date")) for _name in names)
    space = tuple(text_cell("") for _name in names)
    title = pgettext("paper", "Signatures")
    return ReportTable(form_columns(3), (heads, blank, dates, space), title=title, form=True)
