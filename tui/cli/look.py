"""The commands that only look: list, triage, show, questions, followups, plan, log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from deals.errors import UserError
from tui.cli.localized_click import LocalizedCommand
from wording import N_, _

if TYPE_CHECKING:
    from deals.model import Book, Project
    from deals.rules.compliance import GiftTotal
    from store.documents import Tombstone
    from tui.session import Session

FILTER = N_("Only what this filter lets through, as typed after / in the app.")
AS_JSON = N_("Print JSON.")
AS_CSV = N_("Print a table for spreadsheets.")
NOTHING = N_("Nothing needs attention.")
NO_STORE = N_("{file}: there is no store here yet")
ONE_FORM = N_("--json and --csv cannot both be had")


@click.command("list", cls=LocalizedCommand, help=N_("Show the pipeline, flags included."))
@click.option("--filter", "text", default="", metavar="TEXT", help=FILTER)
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.option("--csv", "as_csv", is_flag=True, help=AS_CSV)
@click.pass_obj
def list_projects(session: Session, text: str, as_json: bool, as_csv: bool) -> None:
    """Print the open projects, or those that the filter asks for, worst first."""
    from tui.output import console, json, pipeline_rows
    from tui.select_projects import choose_projects

    if as_json and as_csv:
        raise click.UsageError(_(ONE_FORM))
    shown = choose_projects(read_book(session), session.playbook, session.today, session.me, text)
    if as_json:
        console.json(json.json_text(json.all_records(shown, session.playbook)))
    elif as_csv:
        console.sheet(pipeline_rows.csv_text(shown))
    else:
        console.pipeline(shown, session.playbook)


@click.command("triage", cls=LocalizedCommand, help=N_("Show what needs attention, worst first."))
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def triage(session: Session, as_json: bool) -> None:
    """Print the projects with a red or amber flag, with the reasons and what to do."""
    from tui.output import console, json
    from tui.select_projects import choose_projects

    everything = choose_projects(read_book(session), session.playbook, session.today, session.me)
    flagged = [project for project in everything if project.found.attention]
    if as_json:
        console.json(json.json_text(json.all_records(flagged, session.playbook)))
        return
    if flagged:
        console.briefs(flagged, session.playbook)
    else:
        console.line(_(NOTHING))


@click.command("show", cls=LocalizedCommand, help=N_("Show one project, by id or name."))
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def show(session: Session, project: str, as_json: bool) -> None:
    """Print everything about one project."""
    from deals.rules.triage import assess
    from tui.output import console, json, plain_text
    from tui.output.pipeline_rows import ListedProject
    from tui.select_projects import the_project

    book = read_book(session)
    match = the_project(book, project)
    found = assess(match, session.playbook, session.today)
    if as_json:
        record = json.whole_record(match, found, book, session.playbook, session.today)
        console.json(json.json_text(record))
    else:
        console.parts(plain_text.card(ListedProject(match, found), session.playbook))


def read_book(session: Session) -> Book:
    """Return the book to look at; warn where there is no store, for its name may be wrong."""
    from tui.output import console

    book = session.store.book
    if not session.store_path.exists():
        console.complain(_(NO_STORE).format(file=session.store_path))
    return book


QUESTIONS = N_("Show the strategy questions of a project, with answers and scores.")


@click.command("questions", cls=LocalizedCommand, help=QUESTIONS)
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def questions(session: Session, project: str, as_json: bool) -> None:
    """Print every question of one project with its answer, by section."""
    from deals.questions import checklist
    from tui.output import console, json
    from tui.output.plain_text import questions_parts, questions_record
    from tui.select_projects import the_project

    deal = the_project(read_book(session), project)
    if as_json:
        console.json(json.json_text(questions_record(deal, session.playbook, session.today)))
    else:
        console.parts(questions_parts(checklist(deal, session.playbook, session.today)))


HELP = N_("Show whom to see again: follow-ups due, and people with a say left alone.")
NOBODY = N_("Nobody is to be seen today.")


@click.command("followups", cls=LocalizedCommand, help=HELP)
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def followups(session: Session, as_json: bool) -> None:
    """Print the people who are due on open projects, follow-ups first."""
    from deals.followups import find_due_contacts
    from tui.output import console, json, plain_text

    found = find_due_contacts(read_book(session), session.playbook, session.today)
    if as_json:
        console.json(json.json_text(json.followup_records(found)))
    elif found:
        console.table(plain_text.columns(), [plain_text.cells(contact) for contact in found])
    else:
        console.line(_(NOBODY))


PLAN = N_("Show a project's plan by field of work: days, who, state, checkpoints.")


@click.command("plan", cls=LocalizedCommand, help=PLAN)
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def plan(session: Session, project: str, as_json: bool) -> None:
    """Print the implementation plan of one project."""
    from tui.output import console, json, plain_text
    from tui.select_projects import the_project

    match = the_project(read_book(session), project)
    if as_json:
        record = json.plan_record(match, session.playbook, session.today)
        console.json(json.json_text(record))
    else:
        console.parts(plain_text.plan_parts(match, session.playbook, session.today))


LOG = N_("Show what happened on a project: who moved what and when, and every touch.")
GIVEN = N_("Gifts and hospitality, by year and person, on all projects:")
DELETED = N_("{name} ({id}) deleted")


@click.command("log", cls=LocalizedCommand, help=LOG)
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def log(session: Session, project: str, as_json: bool) -> None:
    """Print the history and the touches of one project, the newest first; of one that was deleted,
    when and by whom.
    """
    from tui.output import console, json, plain_text
    from tui.select_projects import the_project

    limits = session.playbook.compliance
    try:
        match = the_project(session.store.book, project)
    except UserError:
        buried = the_deleted(session, project)
        if buried is None:
            raise
        tell_deleted(buried, as_json)
        return
    given = given_to(match, session.store.book)
    if as_json:
        found = [*json.log_records(match, limits, given), *json.given_records(given, limits)]
        console.json(json.json_text(found))
        return
    from views.changes import list_log_lines

    console.entries(list_log_lines(match, session.playbook, given))
    if given:
        console.line()
        console.line(_(GIVEN))
        console.parts(plain_text.given(given, limits))


def tell_deleted(buried: Tombstone, as_json: bool) -> None:
    """Print when and by whom a project was deleted."""
    from tui.output import console, json
    from views.changes import LogLine, minute

    if as_json:
        console.json(json.json_text([json.deleted_record(buried)]))
        return
    text = _(DELETED).format(name=buried.name, id=buried.id)
    console.entries([LogLine(minute(buried.deleted_at), buried.deleted_by, text, "")])


def given_to(project: Project, book: Book) -> Sequence[GiftTotal]:
    """Return what the people of a project were given, on all projects of the book."""
    from deals.rules.compliance import gifts_by_person

    ids = {contact.id for contact in project.contacts}
    return [total for total in gifts_by_person(book.projects.values()) if total.person.id in ids]


def the_deleted(session: Session, wanted: str) -> Tombstone | None:
    """Return the deleted project of this id, or the last one deleted of this exact name."""
    buried = session.store.tombstones
    named = [tombstone for tombstone in buried.values() if tombstone.name == wanted]
    last = max(named, key=lambda tombstone: tombstone.deleted_at, default=None)
    return buried.get(wanted) or last
