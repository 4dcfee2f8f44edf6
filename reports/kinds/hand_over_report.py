"""The hand-over of an owner's projects (项目移交): what whoever takes them over has to know.

Of each project there are its people, the next step, what was promised to whom, and the holes; then
the work that waits for the owner in projects of colleagues, and the places for signatures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from deals.agenda import list_due
from deals.market import rivals_of, weigh_rivals
from deals.model import Project
from deals.network.analysis import analyse
from deals.numbers.list_sums import sum_projects
from deals.owners import owner_key
from deals.planning.rows import people_in, row_lateness
from deals.visit_facts import Commitment, list_commitments
from reports.parts.ask_parts import flagged_stage_cell
from reports.parts.element_part import (
    days_left_words,
    flag_names,
    is_next_late,
    next_words,
    pair_row,
    stage_words,
    tender_words,
    wide_row,
)
from reports.parts.people_parts import list_advised_findings, list_contacts
from reports.parts.planning_parts import state_cell
from reports.parts.promise_parts import due_cell, make_promise_table
from reports.parts.prospect_parts import touch_table
from reports.parts.question_parts import describe_due_questions
from reports.parts.report_part import join_words, stack_texts
from reports.parts.sum_texts import describe_sums, join_sums
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
from reports.report_texts import write_amount, write_window
from views.due_texts import say_due
from views.money_texts import sums_in_play
from wording import _, add_note, language, ngettext, pgettext
from wording.findings import names_of
from wording.names import field_name, status_name
from wording.record_names import balance_text

_RUNNING = ("open", "on_hold")
_LAST_TOUCHES = 5


def build_hand_over_report(context: ReportContext) -> Report:
    """Make the hand-over of all projects of an owner."""
    mine = context.projects
    running = sorted(
        (each for each in mine if each.status in _RUNNING),
        key=lambda each: context.assess(each).order,
    )
    blocks = [*_list_overview(running, context)]
    known = set[object]()
    for project in running:
        promises = _list_promises(project, context, known)
        blocks += _list_project(project, promises, context)
    blocks += _list_elsewhere(context)
    blocks += _list_ended([each for each in mine if each.status not in _RUNNING])
    blocks.append(_signature_form())
    return Report(
        "hand-over",
        _("Hand-over of projects: {owner}").format(owner=context.owner or _("nobody")),
        language(),
        list_facts(context),
        tuple(blocks),
        define_figures("in-play", "completion", "signed", *_define_joint(running, context)),
    )


def _list_overview(running: Sequence[Project], context: ReportContext) -> Iterator[Block]:
    count = sum(each.status == "open" for each in running)
    text = ngettext("{count} running project", "{count} running projects", count)
    texts = [text.format(count=count)]
    if resting := len(running) - count:
        texts.append(_("{count} on hold, in no sum").format(count=resting))
    sums = sum_projects(running, context.playbook, context.rates)
    if in_play := sums_in_play(sums):
        texts.append(_("in play {sums}").format(sums=join_sums(in_play)))
    yield ReportHeading(_("What is handed over"))
    yield ReportParagraph(_("; ").join([*texts, *describe_sums(sums)]), "strong")
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


def _overview_row(project: Project, context: ReportContext) -> ReportRow:
    late = is_next_late(project, context)
    return (
        text_cell(project.name, "strong"),
        text_cell(project.customer),
        flagged_stage_cell(context.assess(project)),
        amount_cell(project.amount),
        text_cell(write_window(project.signs)),
        text_cell(next_words(project), "amber" if late else ""),
    )


def _define_joint(running: Sequence[Project], context: ReportContext) -> Iterator[str]:
    """Yield which definitions follow those of the sums: what is together only where it stands."""
    if sum_projects(running, context.playbook, context.rates).together:
        yield "together"
    yield from ("stage", "cr", "signs")


def _list_promises(
    project: Project, context: ReportContext, known: set[object]
) -> Sequence[Commitment]:
    """List what is owed in a project; of a person in several it is there once, as in the week."""
    found = list_commitments(project, context.today, project.touches)
    fresh = [each for each in found if (each.kind, each.ref, each.what, each.on) not in known]
    known.update((each.kind, each.ref, each.what, each.on) for each in fresh)
    return fresh


def _list_project(
    project: Project, promises: Sequence[Commitment], context: ReportContext
) -> Iterator[Block]:
    yield ReportHeading(project.name)
    yield ReportTable(
        form_columns(4, (2, 4, 2, 4)), tuple(_list_facts(project, context)), form=True
    )
    if promises:
        names = names_of(project)
        yield make_promise_table(promises, names, context.today, title=_("Open promises"))
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
    if tender := tender_words(project, context):
        yield wide_row(field_name("tender"), tender)
    if project.status != "open":
        yield wide_row(
            field_name("status"), join_words((status_name(project.status), project.end_reason))
        )
    if flags := flag_names(project, context):
        yield wide_row(_("Needs attention"), flags)
    yield from _list_standing(project, context)
    if project.key_strategy:
        yield wide_row(field_name("key_strategy"), project.key_strategy)
    team = join_words(member.name for member in project.team)
    if team:
        yield wide_row(_("Our team"), team)
    if project.remarks:
        yield wide_row(field_name("notes"), project.remarks)


def _list_standing(project: Project, context: ReportContext) -> Iterator[ReportRow]:
    """Yield the questions that are due and the competitors, as brief and case report count them."""
    if asked := describe_due_questions(project, context.playbook, context.today):
        yield wide_row(pgettext("paper", "Questions"), asked)
    if rivals := _describe_rivals(project, context):
        yield wide_row(_("Competitors and us"), rivals)


def _describe_rivals(project: Project, context: ReportContext) -> str:
    """Return each competitor with the balance that the case report has of them."""
    page = context.playbook.market
    balances = weigh_rivals(project, context.book.competitors, page)
    return _("; ").join(
        add_note(name, balance_text(balances[name.casefold()]))
        if name.casefold() in balances
        else name
        for name in rivals_of(project)
        if name
    )


def _list_holes(project: Project, context: ReportContext) -> Iterator[Block]:
    net = analyse(project, context.playbook)
    found = list_advised_findings(project, net, context.playbook)
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
    key, today = owner_key(context.owner or ""), context.today
    found = list_due(context.book, context.playbook, today, owners={key})
    theirs = [each for each in found if owner_key(each.project.owner) != key]
    rows = [_elsewhere_row(each.project, say_due(each), each.on, today) for each in theirs]
    rows += [
        _elsewhere_row(project, row.content, None, today)
        for project in context.book.projects.values()
        if project.status == "open" and owner_key(project.owner) != key
        for row in project.plan
        if row.end is None and row.state in ("open", "doing")
        if key in map(owner_key, people_in(row.responsible))
    ]
    if rows:
        columns = (
            ReportColumn(_("Task"), share=6),
            ReportColumn(field_name("owner"), share=3),
            ReportColumn(_("Until"), "date", 3),
        )
        yield ReportHeading(_("Work in projects of colleagues"))
        yield ReportTable(columns, tuple(rows))


def _elsewhere_row(project: Project, what: str, on: date | None, today: date) -> ReportRow:
    return (
        text_cell(stack_texts(project.name, what)),
        text_cell(project.owner),
        due_cell(on, today),
    )


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
