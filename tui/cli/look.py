"""The commands that only look: list, triage, show, people, questions, followups, key projects,
plan, log.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deals.errors import UserError
from tui.cli.localized_click import (
    command,
    complete_filter,
    force_option,
    json_option,
    mark_option,
    project_argument,
)
from tui.cli.root import read_day
from wording import N_, _

if TYPE_CHECKING:
    from datetime import date

    from deals.model import Book, Project
    from deals.network.findings import NetworkFindings
    from deals.rules.compliance import GiftTotal
    from store.documents import Tombstone
    from tui.output.plain_text import ListedProject
    from tui.session import Session
    from views.diagram import Diagram

LIST = N_(
    "Show the pipeline, flags included.\n\n"
    "With --at it is the pipeline as it was at the end of a day: stage, status, amount, close "
    "date, owner, customer, name and product. People and answers are not kept by day, so there "
    "are no flags then."
)
LIST_EXAMPLES = N_(
    """\
netloft list --filter 'owner:me stage>=P3'
netloft list --at 2026-10-31 --filter 'amount>500k'"""
)
AT = N_("As it was at the end of this day.")
AHEAD = N_("{day} is still to come; write a day up to today")
FILTER = N_("Only projects that match this filter, as typed after / in the app.")
AS_CSV = N_("Print a table for spreadsheets.")
LIMIT = N_("At most so many: red before amber, of each those of most money.")
LIMITED = N_("{count} of {all} that need attention, those of most money first")
NOTHING = N_("Nothing needs attention.")
NO_STORE = N_("{file}: there is no store here yet")
JSON_OR_CSV = N_("choose either --json or --csv")


@command("list", LIST, LIST_EXAMPLES)
@click.option(
    "--filter", "text", default="", metavar="TEXT", help=FILTER, shell_complete=complete_filter
)
@click.option("--at", "day", callback=read_day, metavar="YYYY-MM-DD", help=AT)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help=AS_CSV)
@mark_option
def list_projects(
    session: Session, text: str, day: date | None, as_json: bool, as_csv: bool, bom: bool | None
) -> None:
    """Print the open projects, or those that the filter asks for, worst first."""
    from tui.output import console, json, plain_text

    if as_json and as_csv:
        raise click.UsageError(_(JSON_OR_CSV))
    past = day if day != session.today else None
    shown = find_past_projects(session, text, past) if past else find_projects(session, text)
    if as_json:
        print_json(json.all_records(shown, session.playbook))
    elif as_csv:
        console.sheet(plain_text.csv_text(shown, marked=bom))
    elif past:
        rates = session.day_rates(session.store.book, past)
        console.past_pipeline(shown, session.playbook, rates, past)
    else:
        console.pipeline(shown, session.playbook, session.day_rates(session.store.book))


def find_past_projects(session: Session, text: str, day: date) -> list[ListedProject]:
    """Return the projects as they stood at the end of a day that the filter lets through then."""
    from tui import select_projects

    if day > session.today:
        raise click.UsageError(_(AHEAD).format(day=day))
    past = select_projects.find_past_book(read_book(session), day)
    return select_projects.choose_past_projects(past, session.filter_context(past, day), day, text)


@command("triage", N_("Show what needs attention, worst first."))
@click.option(
    "--filter", "text", default="", metavar="TEXT", help=FILTER, shell_complete=complete_filter
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help=LIMIT)
@json_option
def triage(session: Session, text: str, limit: int | None, as_json: bool) -> None:
    """Print the projects with a red or amber flag, with the reasons and what to do."""
    from tui.output import console, json

    every = [project for project in find_projects(session, text) if project.found.attention]
    flagged = every if limit is None else sort_by_stake(session, every)[:limit]
    if len(flagged) < len(every):
        console.complain(_(LIMITED).format(count=len(flagged), all=len(every)))
    if as_json:
        print_json(json.all_records(flagged, session.playbook))
    elif flagged:
        console.briefs(flagged, session.playbook, session.day_rates(session.store.book))
    else:
        console.print_line(_(NOTHING))


def sort_by_stake(session: Session, flagged: Sequence[ListedProject]) -> list[ListedProject]:
    """Return the red ones first, of each severity those of most money."""
    from deals.numbers.day_rates import sort_by_money
    from deals.playbook import RANKS

    rates = session.day_rates(session.store.book)
    by_money = sort_by_money(flagged, lambda each: each.project.amount, rates)
    return sorted(by_money, key=lambda each: RANKS[each.found.severity])


@command("show", N_("Show one project, by id or name."))
@project_argument
@json_option
def show(session: Session, project: str, as_json: bool) -> None:
    """Print everything about one project."""
    from deals.pipeline import team_assessments
    from tui.output import console, json, plain_text

    match = find_project(session, project)
    book = session.store.book
    found = team_assessments().assessor(session.playbook, session.today, book)(match)
    if as_json:
        print_json(json.whole_record(match, found, book, session.playbook, session.today))
    else:
        listed = plain_text.ListedProject(match, found)
        console.parts(plain_text.card(listed, session.playbook))


def read_book(session: Session) -> Book:
    """Return the book to look at; warn where there is no store, for its name may be wrong."""
    from tui.output import console

    book = session.store.book
    if not session.store_path.exists():
        console.complain(_(NO_STORE).format(file=session.store_path))
    return book


def find_project(session: Session, wanted: str) -> Project:
    """Return the project of this name or id, as `the_project` does."""
    from tui.select_projects import the_project

    return the_project(read_book(session), wanted)


def find_whole(session: Session, wanted: str) -> Project:
    """Return the project of this name or id, whose rooms are asked for; refused where only a
    summary of it is here: `project-glance`.
    """
    from deals.glances import refuse_glance

    found = find_project(session, wanted)
    refuse_glance(found)
    return found


def find_projects(session: Session, text: str = "") -> list[ListedProject]:
    """Return the projects that the filter lets through, worst first."""
    from tui import select_projects

    book = read_book(session)
    return select_projects.choose_projects(book, session.filter_context(book), session.today, text)


def tell_undue(book: Book) -> None:
    """Say on stderr of how many open projects only summaries are here: they lack what is due."""
    from tui.output import console
    from wording.summary_texts import undue_text

    there = [each for each in book.projects.values() if each.glance and each.status == "open"]
    if there:
        console.complain(undue_text(len(there)))


def print_json(value: dict[str, Any] | Sequence[dict[str, Any]]) -> None:
    """Print a record, or a list of them."""
    from tui.output import console, json

    console.json(json.json_text(value))


@command("questions", N_("Show the strategy questions of a project, with answers and scores."))
@project_argument
@json_option
def questions(session: Session, project: str, as_json: bool) -> None:
    """Print every question of one project with its answer, by section."""
    from deals.questions import checklist
    from tui.output import console, json, plain_text

    deal = find_whole(session, project)
    if as_json:
        print_json(json.questions_record(deal, session.playbook, session.today))
    else:
        found = checklist(deal, session.playbook, session.today)
        console.parts(plain_text.questions_parts(found))


FOLLOWUPS = N_("Show follow-ups due, and decision-makers not contacted.")
NOBODY = N_("No follow-ups due.")


@command("followups", FOLLOWUPS)
@json_option
def followups(session: Session, as_json: bool) -> None:
    """Print the people who are due on open projects, follow-ups first."""
    from deals.followups import find_due_contacts
    from tui.output import console, json, plain_text

    book = read_book(session)
    found = find_due_contacts(book, session.playbook, session.today)
    tell_undue(book)
    if as_json:
        print_json(json.followup_records(found))
    elif found:
        console.table(plain_text.followup_columns(), list(map(plain_text.followup_cells, found)))
    else:
        console.print_line(_(NOBODY))


KEY_PROJECTS = N_("Show key projects, candidates for more, and leads to meet or drop, by owner.")
OF_OWNER = N_("Only those of this owner.")
NO_KEYS = N_(
    "No key projects, and no candidates: these need an amount. "
    "Star one: netloft set PROJECT key=yes"
)
NO_KEYS_OF = N_("No key projects of {owner}, and no candidates: see netloft key-projects")


@command("key-projects", KEY_PROJECTS)
@click.option("--owner", default=None, metavar="NAME", help=OF_OWNER)
@json_option
@click.option("--csv", "as_csv", is_flag=True, help=AS_CSV)
@mark_option
def key_projects(
    session: Session, owner: str | None, as_json: bool, as_csv: bool, bom: bool | None
) -> None:
    """Print the key projects (*), candidates (+), and leads on which nobody was met (!)."""
    from deals.key_candidates import find_key_candidates
    from deals.parsing.text import fold_text
    from tui.output import console
    from tui.output.key_table import key_cells, key_columns, key_csv, key_records
    from views.key_rows import LEGEND, list_key_rows

    if as_json and as_csv:
        raise click.UsageError(_(JSON_OR_CSV))
    book = read_book(session)
    rates, projects = session.day_rates(book), book.projects.values()
    owners = find_key_candidates(projects, session.playbook, session.today, rates)
    if owner is not None:
        owners = tuple(keys for keys in owners if fold_text(keys.owner) == fold_text(owner))
    rows = list(list_key_rows(owners))
    if as_json:
        print_json(key_records(rows))
    elif as_csv:
        console.sheet(key_csv(rows, marked=bom))
    elif rows:
        console.table(key_columns(), list(map(key_cells, rows)))
        console.print_line(_(LEGEND))
    else:
        console.print_line(_(NO_KEYS if owner is None else NO_KEYS_OF).format(owner=owner))


@command("plan", N_("Show a project's plan by workstream: dates, who, state, checkpoints."))
@project_argument
@json_option
def plan(session: Session, project: str, as_json: bool) -> None:
    """Print the implementation plan of one project."""
    from tui.output import console, json, plain_text

    match = find_whole(session, project)
    if as_json:
        print_json(json.plan_record(match, session.playbook, session.today))
    else:
        console.parts(plain_text.plan_parts(match, session.playbook, session.today))


LOG = N_("Show the log: moves of stage, amount, dates, owner, CR and the like; every touch.")
GIVEN = N_("Gifts and hospitality, by year and person, on all projects:")
DELETED = N_("{name} ({id}) deleted")


@command("log", LOG)
@project_argument
@json_option
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
        print_json([*json.log_records(match, limits, given), *json.given_records(given, limits)])
        return
    from views.changes import list_log_lines

    console.entries(list_log_lines(match, session.playbook, given))
    if summary := plain_text.summary_words(match):
        console.print_line(f"{_(plain_text.SUMMARY)} {summary}")
    if given:
        console.print_line()
        console.print_line(_(GIVEN))
        console.parts(plain_text.gift_lines(given, limits))


def tell_deleted(buried: Tombstone, as_json: bool) -> None:
    """Print when and by whom a project was deleted."""
    from tui.output import console, json
    from views.changes import LogLine, minute

    if as_json:
        print_json([json.deleted_record(buried)])
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


VIEWS = ("net", "tree", "chain", "list")
NARROWEST, WIDEST = 40, 1000
PEOPLE = N_("Show a project's people: where the net holds, and where not.")
VIEW = N_("How to draw them; the net by default.")
WIDTH = N_("Width in columns; by default the terminal's, or 80 in a pipe.")
SVG = N_("Draw the picture into this file instead, for documents and browsers.")
NO_VIEW = N_('"{text}" is not a way to draw people; it is one of {known}')
NO_WIDTH = N_('"{text}" is not a width from {least} to {most}')
JSON_OR_SVG = N_("choose either --json or --svg")
WROTE = N_("Wrote {file}")


def read_view(ctx: click.Context, param: click.Parameter, text: str) -> str:
    """Return the view of this name."""
    if text not in VIEWS:
        raise click.UsageError(_(NO_VIEW).format(text=text, known=_(", ").join(VIEWS)))
    return text


def read_width(ctx: click.Context, param: click.Parameter, text: str | None) -> int | None:
    """Return the width as typed, in which people can be drawn."""
    if text is None:
        return None
    cells = int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else 0
    if not NARROWEST <= cells <= WIDEST:
        message = _(NO_WIDTH).format(text=text, least=NARROWEST, most=WIDEST)
        raise click.UsageError(message)
    return cells


@command("people", PEOPLE)
@project_argument
@click.option("--view", default="net", callback=read_view, metavar="|".join(VIEWS), help=VIEW)
@click.option("--width", "cells", callback=read_width, metavar="N", help=WIDTH)
@json_option
@click.option("--svg", type=click.Path(path_type=Path), metavar="FILE", help=SVG)
@force_option
def people(
    session: Session, /, project: str, view: str, cells: int | None, as_json: bool, **given: Any
) -> None:
    """Print the people of one project as a picture or for programs, or draw them into a file."""
    from deals.network.analysis import analyse
    from tui.output import console, diagrams, json
    from tui.output.plain_text import finding_lines
    from views.glyphs import ASCII, BOX, use_glyphs

    svg: Path | None = given["svg"]
    if as_json and svg is not None:
        raise click.UsageError(_(JSON_OR_SVG))
    match = find_whole(session, project)
    findings = analyse(match, session.playbook)
    if as_json:
        print_json(json.people_record(match, findings, session.playbook))
        return
    room = cells or diagrams.terminal_cells()
    # What is printed may go anywhere; in a drawing each sign has its own cell.
    use_glyphs(ASCII if svg is None else BOX)
    diagram = diagrams.lay_out_people(view, match, findings, room)
    title = title_of(match.name, findings)
    if svg is not None:
        write_svg(svg, diagram, title, force=given["force"], stores=session.stores)
        return
    console.print_line(title)
    diagrams.show(diagram, cells)
    for text in ("", *finding_lines(match, findings, session.playbook, room)):
        console.print_line(text)


def title_of(name: str, findings: NetworkFindings) -> str:
    """Return the title: the project, and how much of the network over its contacts holds."""
    from wording.findings import holds_text

    return _("{place}: {sentence}").format(place=name, sentence=holds_text(findings))


def write_svg(
    file: Path, diagram: Diagram, title: str, *, force: bool, stores: Sequence[Path]
) -> None:
    """Draw the picture into a file, and say so; or to standard output."""
    from reports.diagram_drawing import draw_diagram
    from reports.writers.svg_writer import has_svg_mark, svg_bytes
    from store.output_files import STANDARD, write_output
    from tui.cli.import_export import KEPT
    from tui.output import console
    from views.styled_text import StyledText

    data = svg_bytes(draw_diagram(diagram, (StyledText(title, "strong"),)), title)
    if file == STANDARD:
        console.sheet(data)
        return
    kept = write_output(file, data, has_svg_mark, force=force, keeping=True, stores=stores)
    console.print_line(_(WROTE).format(file=file))
    if kept:
        console.print_line(_(KEPT).format(file=kept))
