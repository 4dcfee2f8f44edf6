"""The commands that write what a room of the app writes: touch, person, answer, task."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.localized_click import (
    MISSING,
    command,
    complete_choices,
    json_option,
    project_argument,
    project_words,
)
from tui.cli.project_edits import (
    EditedProject,
    EditReport,
    about_project,
    change_projects,
    filter_option,
    meant_projects,
    print_reports,
    split_words,
)
from wording import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deals.model import PlanRow, Project
    from deals.parsing.reading_context import ReadingContext
    from deals.parsing.touch_line import TouchLine
    from deals.playbook import AskedQuestion, Playbook
    from tui.session import Session

LINE_NAMES = ("PROJECT", "LINE")
TOUCH = N_(
    "Log activity: [date] kind people: outcome -> follow-up.\n\nLINE is read as in the "
    "app. A gift or hospitality that goes over a limit is logged, and the limit "
    "named on standard error."
)
TOUCH_EXAMPLES = N_(
    """\
netloft touch Harbour 'visit Ann: budget is fixed -> call Ann fri'
netloft touch Harbour 'yesterday dinner Ann 480'
netloft touch --filter 'customer:acme' 'mail: new price list'"""
)
PERSON = N_(
    "Add a person to a project, or more about one.\n\nLINE is read as in the app: "
    "name, title, department, level (executive, senior, mid-level, junior), approval "
    'line (T, B), cr1 to cr5 and stance (+, -, =); ";" separates several people.'
)
PERSON_EXAMPLES = N_(
    """\
netloft person Harbour 'Bo Ek mid T cr2'
netloft person Harbour 'Ann cr4 +'"""
)
ANSWER = N_(
    "Answer a strategy question, with its evidence.\n\nQUESTION is its id, or a "
    'part of its words that no other has; "netloft questions PROJECT --json" '
    "lists them. Without EVIDENCE the old evidence stays."
)
ANSWER_EXAMPLES = N_(
    """\
netloft answer Harbour budget yes 'released in March'
netloft answer Harbour 'final decision' partly"""
)
TASK = N_(
    "Add a task to a project's plan: task; dates; who.\n\nLINE is read as in the "
    'app: dates are like "9-13 Feb", "+3d" or "D-10", ten days before the close '
    "date; dates and who may be left out. Without semicolons, dates come last or "
    "first, and who after @. A workstream and a colon may stand before the task."
)
TASK_EXAMPLES = N_(
    """\
netloft task Harbour 'survey the site; +3d; Bo'
netloft task Harbour 'write the proposal Dec 1 - Dec 5 @Bo'
netloft task Harbour 'Commercial: settle the lowest price; D-10'"""
)
WORKSTREAM = N_("The workstream of the task, by its id or name.")
ANSWERS = ("yes", "partly", "no", "unknown")


@command("touch", TOUCH, TOUCH_EXAMPLES)
@project_words("PROJECT LINE")
@filter_option
@json_option
def touch(session: Session, words: tuple[str, ...], text: str | None, as_json: bool) -> int:
    """Log the touch on the project, or on all that the filter lets through."""
    from deals.edits.contacts import log_touch
    from deals.rules.compliance import find_new_breaches
    from tui.output import console, json
    from views.touches import breach_text, describe_touch

    wanted, line = split_words(words, LINE_NAMES, text)
    projects = meant_projects(session, wanted, text)
    limits, book = session.playbook.compliance, session.store.book
    read = read_touch(line, projects, session)
    edited = change_projects(
        session, projects, lambda deal, reading: log_touch(deal, read, reading), "touch"
    )
    if edited is None:
        return 1
    breaches = find_new_breaches([each.project for each in edited], book, limits)
    over, understood = list(map(breach_text, breaches)), describe_touch(read)

    def report(each: EditedProject) -> EditReport:
        logged = json.touch_record(each.project)
        record = {"understood": understood, "touch": logged, "over": over}
        settled = _settled_text(each.before, read, session)
        return EditReport([about_project(each, understood), *settled], record)

    print_reports(edited, report, as_json=as_json, several=text is not None)
    for warning in over:
        console.complain(f"! {warning}")
    return 0


def _settled_text(before: Project | None, line: TouchLine, session: Session) -> list[str]:
    """Return what a touch did to the follow-ups of whom it was with, as a line if anything."""
    from deals.edits.contacts import list_settled
    from views.touches import settled_text

    met = {contact.id for contact in line.met}
    due = list_settled(before, met, line, session.today) if before else []
    text = settled_text(line, due)
    return [text] if text else []


def read_touch(line: str, projects: Sequence[Project], session: Session) -> TouchLine:
    """Return what the line says, of the people of all the projects."""
    from deals.parsing.touch_line import parse_touch

    people = {contact.id: contact for project in projects for contact in project.contacts}
    currency = session.playbook.compliance.currency
    dates = session.settings.dates
    return parse_touch(line, tuple(people.values()), session.today, currency, dates=dates)


@command("person", PERSON, PERSON_EXAMPLES)
@project_argument
@click.argument("line")
@json_option
def person(session: Session, project: str, line: str, as_json: bool) -> int:
    """Add the people of the line, or what it says of those who are there."""
    from deals.edits.contacts import add_contacts
    from tui.output import json
    from views.field_values import describe_people

    if not line.strip():
        raise click.UsageError(_(MISSING).format(name="LINE"))
    projects = meant_projects(session, project, None)
    edited = change_projects(
        session, projects, lambda deal, reading: add_contacts(deal, line, reading), "contact"
    )
    if edited is None:
        return 1

    def report(each: EditedProject) -> EditReport:
        known = each.before.contacts if each.before else ()
        changed = [contact for contact in each.project.contacts if contact not in known]
        understood = describe_people(each.before, each.project)
        record = {"understood": understood, "contacts": json.contact_records(changed)}
        return EditReport([about_project(each, understood)], record)

    print_reports(edited, report, as_json=as_json, several=False)
    return 0


def complete_question(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[str]:
    """Return the ids of the questions that begin so, for a shell that completes a word."""
    from tui.cli.completion import playbook_questions

    return [id_ for id_ in playbook_questions(ctx) if id_.startswith(incomplete)]


def _answer_remarks(project: Project, asked: AskedQuestion, *, measures: bool) -> str:
    """Return what is told behind an answer: what shows it, or what it had before or lacks."""
    from deals.questions import POINTS
    from wording.record_names import former_text

    given = next(each for each in project.answers if each.question == asked.id)
    if given.evidence:
        return f" ({given.evidence})"
    remarks = [former_text(given.former[0])] if given.former else []
    if measures and given.value in POINTS:
        remarks.append(_("without measures it does not count"))
    return "".join(_("; ") + remark for remark in remarks)


@command("answer", ANSWER, ANSWER_EXAMPLES)
@project_argument
@click.argument("question", shell_complete=complete_question)
@click.argument(
    "value",
    metavar="|".join(ANSWERS),
    shell_complete=complete_choices(*ANSWERS),
)
@click.argument("evidence", required=False)
@json_option
def answer_question(
    session: Session, project: str, question: str, value: str, evidence: str | None, as_json: bool
) -> int:
    """Give the answer; the same one again makes it fresh."""
    from deals.edits.planning import answer
    from deals.questions import find_question, read_answer
    from tui.output import json
    from wording import language
    from wording.names import answer_name

    asked, given = find_question(question, session.playbook), read_answer(value)
    section = session.playbook.sections[asked.section]

    def edit(deal: Project, reading: ReadingContext) -> Project:
        return answer(deal, asked.id, given, reading.stamp, evidence, measures=section.measures)

    edited = change_projects(session, meant_projects(session, project, None), edit, "answer")
    if edited is None:
        return 1
    words = asked.question.text.of(language())
    understood = _("{answer}: {words}").format(answer=answer_name(given), words=words)

    def report(each: EditedProject) -> EditReport:
        record = json.answer_record(each.project, asked.id)
        text = understood + _answer_remarks(each.project, asked, measures=section.measures)
        return EditReport([about_project(each, text)], {"understood": text, "answer": record})

    print_reports(edited, report, as_json=as_json, several=False)
    return 0


@command("task", TASK, TASK_EXAMPLES)
@project_words("PROJECT LINE")
@filter_option
@click.option("--field", default="", metavar="FIELD", help=WORKSTREAM)
@json_option
def task(
    session: Session, words: tuple[str, ...], text: str | None, field: str, as_json: bool
) -> int:
    """Put the row at the end of its field of work."""
    from deals.owners import list_colleagues
    from deals.planning.plan_lines import row_line
    from tui.output import json

    wanted, line = split_words(words, LINE_NAMES, text)
    projects = meant_projects(session, wanted, text)
    others = list_colleagues(session.store.book.projects.values())

    def edit(project: Project, reading: ReadingContext) -> Project:
        return add_task(project, line, field, reading, others)

    edited = change_projects(session, projects, edit, "plan row")
    if edited is None:
        return 1

    def report(each: EditedProject) -> EditReport:
        row = each.project.plan[-1]
        understood = row_line(row)
        record = {"understood": understood, "row": json.row_record(row)}
        text = head_line(each.project, row, understood, session.playbook)
        return EditReport([about_project(each, text)], record)

    print_reports(edited, report, as_json=as_json, several=text is not None)
    warn_of_unread([each.project for each in edited])
    warn_of_strangers(session, [each.project for each in edited])
    return 0


def head_line(project: Project, row: PlanRow, text: str, playbook: Playbook) -> str:
    """Return a row's line behind the workstream that it went to, as `task` reads it back."""
    from deals.planning import group_rows
    from wording.record_names import workstream_title

    group = next(each for each in group_rows(project, playbook) if row in each.rows)
    if not group.bone:
        return text
    return _("{place}: {sentence}").format(place=workstream_title(group), sentence=text)


def add_task(
    project: Project,
    line: str,
    field: str,
    reading: ReadingContext,
    others: Sequence[str] = (),
) -> Project:
    """Return the project with the row of the line in its plan; refusals as in the plan room.

    Without a `field` it goes to the workstream that the line begins with, before a colon.
    """
    from deals.edits.planning import put_row
    from deals.fishbone import NamedWorkstreams, find_workstream
    from deals.planning.plan_lines import read_plan_row

    if field.strip():
        bone = find_workstream(field, project, reading.playbook)
    else:
        named, line = NamedWorkstreams(project, reading.playbook).split_heading(line)
        bone = named or ""
    row = read_plan_row(
        line,
        project,
        reading.calendar,
        reading.new_id(),
        bone=bone,
        others=others,
    )
    return put_row(project, row, reading.stamp)


def warn_of_unread(projects: Sequence[Project]) -> None:
    """Say on the error stream, as the plan room does, what days of the new rows stay words."""
    from deals.planning import span_text
    from tui.output import console
    from views.plan_fields import unread_text

    rows = (project.plan[-1] for project in projects)
    warnings = (unread_text(row.content, span_text(row.start, row.end)) for row in rows)
    for warning in dict.fromkeys(filter(None, warnings)):
        console.complain(warning)


def warn_of_strangers(session: Session, projects: Sequence[Project]) -> None:
    """Say on the error stream whom of those responsible for the new rows nobody knows."""
    from deals.planning.rows import unknown_names
    from tui.output import console

    known = session.store.book.projects.values()
    names = dict.fromkeys(
        name
        for project in projects
        for name in unknown_names(project.plan[-1].responsible, project, known)
        if name != session.me
    )
    if names:
        warning = _("not on the team: {names}; kept as typed")
        console.complain(warning.format(names=_(", ").join(names)))
