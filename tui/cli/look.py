"""The commands that only look: list, triage, show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from screens.kit.wording import N_, _
from tui.cli.worded import Command

if TYPE_CHECKING:
    from deals.model import Book
    from tui.session import Session

FILTER = N_("Only what this filter lets through, as typed after / in the app.")
AS_JSON = N_("Print JSON.")
AS_CSV = N_("Print a table for spreadsheets.")
NOTHING = N_("Nothing needs attention.")
NO_STORE = N_("{file}: there is no store here yet")
ONE_FORM = N_("--json and --csv cannot both be had")


@click.command("list", cls=Command, help=N_("Show the pipeline, flags included."))
@click.option("--filter", "text", default="", metavar="TEXT", help=FILTER)
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.option("--csv", "as_csv", is_flag=True, help=AS_CSV)
@click.pass_obj
def list_projects(session: Session, text: str, as_json: bool, as_csv: bool) -> None:
    """Print the open projects, or those that the filter asks for, worst first."""
    from tui.output import paper, records, sheets
    from tui.pipeline import listed

    if as_json and as_csv:
        raise click.UsageError(_(ONE_FORM))
    shown = listed(stored(session), session.playbook, session.today, session.me, text)
    if as_json:
        paper.json(records.json_text(records.all_records(shown, session.playbook)))
    elif as_csv:
        paper.sheet(sheets.csv_text(shown))
    else:
        paper.pipeline(shown, session.playbook)


@click.command("triage", cls=Command, help=N_("Show what needs attention, worst first."))
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def triage(session: Session, as_json: bool) -> None:
    """Print the projects with a red or amber flag, with the reasons and what to do."""
    from tui.output import paper, records
    from tui.pipeline import listed

    everything = listed(stored(session), session.playbook, session.today, session.me)
    flagged = [one for one in everything if one.found.attention]
    if as_json:
        paper.json(records.json_text(records.all_records(flagged, session.playbook)))
        return
    if flagged:
        paper.briefs(flagged, session.playbook)
    else:
        paper.line(_(NOTHING))


@click.command("show", cls=Command, help=N_("Show one project, by id or name."))
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def show(session: Session, project: str, as_json: bool) -> None:
    """Print everything about one project."""
    from deals.triage import assess
    from tui.output import cards, paper, records, whole
    from tui.output.rows import Listed
    from tui.pipeline import the_project

    book = stored(session)
    one = the_project(book, project)
    found = assess(one, session.playbook, session.today)
    if as_json:
        record = whole.whole_record(one, found, book, session.playbook, session.today)
        paper.json(records.json_text(record))
    else:
        paper.parts(cards.card(Listed(one, found), session.playbook))


def stored(session: Session) -> Book:
    """The book to look at; where there is no store a word of warning, for its name may be wrong."""
    from tui.output import paper

    book = session.store.book
    if not session.store_path.exists():
        paper.complain(_(NO_STORE).format(file=session.store_path))
    return book
