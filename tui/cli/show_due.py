"""The commands that say what is due: the week, and what a shell prompt or cron asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from tui.cli.localized_click import command, complete_field, force_option, json_option
from tui.cli.look import print_json, read_book, tell_undue
from tui.cli.show_numbers import find_scope_owner
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from deals.agenda import DueItem
    from deals.model import Book
    from tui.session import Session

WEEK = N_(
    "Show the week: what is due in all projects by day, overdue first.\n\n"
    "Up to Friday of next week, with what is signed of the targets of month, quarter and year "
    "below."
)
WEEK_EXAMPLES = N_(
    """\
netloft week --owner Wu"""
)
DUE = N_(
    "Show what is overdue or due today; nothing is printed where nothing is.\n\n"
    "For a shell prompt or cron: it exits with 0 either way."
)
DUE_EXAMPLES = N_(
    """\
netloft due --owner Wu --until fri --json
netloft due --owner Wu --short"""
)
ICS = N_(
    "Write what is due as a calendar (.ics).\n\n"
    "All-day events for next steps, tasks, checkpoints, follow-ups, tender and close dates. "
    "Imported again, each is updated in its place; what is done stays there until you delete it."
)
ICS_EXAMPLES = N_(
    """\
netloft ics netloft.ics --mine
netloft ics team.ics --until +8w"""
)
UNTIL_ALL = N_("The last day it holds: +4w, fri, 2027-03-31; all that has a day by default.")
OWNER = N_("Only what is this owner's, by part of the name; me is you.")
MINE = N_("Only what is yours: on your projects, or with your name.")
UNTIL = N_("Up to this day: +7d, fri, 2027-03-31; today by default.")
SHORT = N_("Only how many, in a line.")
SHORT_OR_JSON = N_("choose either --short or --json")
MINE_OR_OWNER = N_("choose either --mine or --owner")
NOTHING_DUE = N_("Nothing is due up to {day}.")


def whose_options(action: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say whose days are meant."""
    owner = click.option(
        "--owner", metavar="NAME", help=OWNER, shell_complete=complete_field("owner")
    )
    return owner(click.option("--mine", is_flag=True, help=MINE)(action))


def due_options(action: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of what is due: whose, and in which form."""
    return whose_options(json_option(action))


@command("week", WEEK, WEEK_EXAMPLES)
@due_options
def week(session: Session, owner: str | None, mine: bool, as_json: bool) -> None:
    """Print what is due up to Friday of next week, and how the targets stand."""
    from deals.agenda import next_friday
    from tui.output import console
    from views.due_texts import attainment_line
    from views.field_values import day_text

    last, book = next_friday(session.today), read_book(session)
    found = find_due(session, book, last, owner, mine=mine)
    tell_undue(book)
    print_due(session, found, as_json=as_json)
    if as_json:
        return
    if not found:
        console.print_line(_(NOTHING_DUE).format(day=day_text(last)))
    attained = find_attainments(session, book, owner, mine=mine)
    spans = attainment_line(attained, console.terminal_width() - 1)
    console.print_lines(("", "".join(span.text for span in spans)))


@command("due", DUE, DUE_EXAMPLES)
@click.option("--until", metavar="DAY", help=UNTIL)
@click.option("--short", is_flag=True, help=SHORT)
@due_options
def due(
    session: Session, until: str | None, owner: str | None, short: bool, mine: bool, as_json: bool
) -> None:
    """Print what is due by a day, and nothing where nothing is."""
    from deals.parsing.days import parse_day
    from tui.output import console

    if short and as_json:
        raise click.UsageError(_(SHORT_OR_JSON))

    last = parse_day(until, session.today, session.settings.dates) if until else session.today
    book = read_book(session)
    found = find_due(session, book, last, owner, mine=mine)
    if found and not short:
        tell_undue(book)
    if not short:
        print_due(session, found, as_json=as_json)
    elif found:
        console.print_line(count_due(found))


def count_due(found: Sequence[DueItem]) -> str:
    """Return how much is overdue and how much else is due, in a line."""
    late = sum(item.overdue for item in found)
    texts = (
        _("{count} overdue").format(count=late) if late else "",
        _("{count} due").format(count=len(found) - late) if len(found) > late else "",
    )
    return _(", ").join(filter(None, texts))


@command("ics", ICS, ICS_EXAMPLES)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--until", metavar="DAY", help=UNTIL_ALL)
@whose_options
@force_option
def ics(
    session: Session, file: Path, until: str | None, owner: str | None, mine: bool, force: bool
) -> None:
    """Write what is due as a calendar, or print it."""
    from deals.parsing.days import parse_day
    from store.output_files import STANDARD
    from tui.due_writer import due_calendar_bytes, write_due_calendar
    from tui.output import console

    last = parse_day(until, session.today, session.settings.dates) if until else None
    book = read_book(session)
    found = find_due(session, book, last, owner, mine=mine)
    name = find_name(session, book, owner, mine=mine) or ""
    store = session.store
    if file == STANDARD:
        console.sheet(due_calendar_bytes(found, store, name))
        return
    write_due_calendar(found, store, file, name, force=force, stores=session.stores)
    words = ngettext("Wrote {count} entry to {file}", "Wrote {count} entries to {file}", len(found))
    console.print_line(words.format(count=len(found), file=file))


def find_due(
    session: Session, book: Book, until: date | None, owner: str | None, *, mine: bool
) -> Sequence[DueItem]:
    """Return what is due by a day, of everybody or of one.

    Refusals: `owner-unknown` and `owner-several`.
    """
    from deals.agenda import list_due
    from deals.owners import list_owner_names

    name = find_name(session, book, owner, mine=mine)
    owners = list_owner_names(name, session.me)
    return list_due(book, session.playbook, session.today, until, owners)


def find_name(session: Session, book: Book, owner: str | None, *, mine: bool) -> str | None:
    """Return whose days are meant: whoever asks, a colleague by part of the name, None for all.

    Refusals: `owner-unknown` and `owner-several`. Wrong usage is both options.
    """
    from deals.agenda import list_doers

    if mine and owner is not None:
        raise click.UsageError(_(MINE_OR_OWNER))
    if mine or owner == "me":
        return session.me
    return None if owner is None else find_scope_owner(owner, list_doers(book))


def find_attainments(
    session: Session, book: Book, owner: str | None, *, mine: bool
) -> Sequence[Any]:
    """Return what is signed of the targets of month, quarter and year."""
    from deals.numbers.attainment import list_attainments
    from deals.numbers.figures import Figures, NumbersScope
    from deals.owners import list_owner_names

    name = find_name(session, book, owner, mine=mine)
    figures = Figures(book, session.playbook, session.today, session.settings.currency)
    return list_attainments(figures, NumbersScope(name), list_owner_names(name, session.me))


def print_due(session: Session, found: Sequence[DueItem], *, as_json: bool) -> None:
    """Print what is due as a table or as records; of nothing no table."""
    from tui.output import console
    from tui.output.due_table import due_cells, due_columns, due_records

    if as_json:
        print_json(due_records(found))
    elif found:
        rows = [due_cells(item, session.today) for item in found]
        console.table(due_columns(), rows)
