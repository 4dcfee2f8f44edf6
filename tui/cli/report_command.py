"""The command that writes papers."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from deals.errors import UserError
from reports.report_kinds import KINDS, ReportKind
from tui.cli.import_export import KEPT
from tui.cli.localized_click import (
    MISSING,
    command,
    complete_choices,
    complete_field,
    complete_filter,
    complete_project,
    force_option,
)
from tui.cli.look import AHEAD, FILTER, WROTE
from tui.cli.root import read_day, read_path
from tui.cli.show_numbers import OWNER
from wording import N_, _

if TYPE_CHECKING:
    from reports.report_context import ReportContext
    from tui.session import Session

REPORT = N_(
    "Write a paper to hand over: a page (.html), .md, .txt, a workbook (.xlsx) or a picture "
    "(.svg), by the file's ending.\n\n"
    "KIND is pipeline, week, month, quarter, follow-ups or import-letter, of one project with "
    "--project also project, brief, team-form, plan, fishbone or review, and hand-over with "
    "--owner. "
    "For a PDF print the page from a browser."
)
REPORT_EXAMPLES = N_(
    """\
netloft report pipeline --filter 'owner:Wu' --out pipeline.html
netloft report project --project metro --out case.html
netloft --lang zh_CN report week --out week.xlsx"""
)
OF_PROJECT = N_("The project that the paper is about, by id or name.")
SINCE = N_("The day at whose end the period of a report begins.")
OUT = N_("The file to write; its ending chooses the format.")
NO_KIND = N_('"{text}" is no kind of paper; it is one of {known}')
WANTS_PROJECT = N_("this paper is about one project; name it with --project")
WANTS_OWNER = N_("this paper is about an owner's projects; name the owner with --owner")
NO_PROJECT = N_("this paper is not about one project; leave out --project")
NOT_FOR_PROJECT = N_("this paper is about one project; leave out {options}")
FOR_IMPORT = N_(
    "This workbook is the table that import reads back: a row for each project, ranges and codes "
    "as they are read. Lines by owner and sums are in .html, .md and .txt."
)
NO_SINCE = N_("this paper looks back on no period; leave out --since")


def read_kind(ctx: click.Context, param: click.Parameter, text: str) -> str:
    """Return the name of a kind of paper."""
    if text not in KINDS:
        known = _(", ").join(KINDS)
        raise click.UsageError(_(NO_KIND).format(text=text, known=known))
    return text


@command("report", REPORT, REPORT_EXAMPLES)
@click.argument("kind", callback=read_kind, shell_complete=complete_choices(*KINDS))
@click.option("--project", metavar="PROJECT", help=OF_PROJECT, shell_complete=complete_project)
@click.option("--owner", metavar="NAME", help=OWNER, shell_complete=complete_field("owner"))
@click.option("--since", callback=read_day, metavar="YYYY-MM-DD", help=SINCE)
@click.option(
    "--filter", "text", default="", metavar="TEXT", help=FILTER, shell_complete=complete_filter
)
@click.option(
    "--out", "file", type=click.Path(path_type=Path), callback=read_path, metavar="FILE", help=OUT
)
@force_option
def report(session: Session, /, kind: str, file: Path | None, **given: Any) -> None:
    """Write a paper to a file, and say so."""
    from tui.output import console
    from tui.report_writer import PIPELINE, WORKBOOK, check_format, write_report
    from views.glyphs import BOX, use_glyphs

    if file is None:
        raise click.UsageError(_(MISSING).format(name="--out"))
    wanted = KINDS[kind]
    check_subject(session, wanted, **given)
    check_format(wanted, file)
    if not session.store_path.exists():
        raise UserError("store-missing", file=f"{session.store_path}")
    use_glyphs(BOX)  # a paper goes anywhere but to this terminal
    context = make_context(session, **given)
    kept = write_report(wanted, context, file, force=given["force"], stores=session.stores)
    console.print_line(_(WROTE).format(file=file))
    if kept:
        console.print_line(_(KEPT).format(file=kept))
    if (wanted.name, file.suffix.lower()) == (PIPELINE, WORKBOOK):
        console.complain(_(FOR_IMPORT))


def check_subject(
    session: Session,
    kind: ReportKind,
    project: str | None,
    owner: str | None,
    since: date | None,
    text: str,
    **_more: Any,
) -> None:
    """Refuse a paper whose subject is not named, what does not go with it, and a day to come."""
    if kind.subject == "project" and project is None:
        raise click.UsageError(_(WANTS_PROJECT))
    if kind.subject != "project" and project is not None:
        raise click.UsageError(_(NO_PROJECT))
    if kind.subject == "owner" and owner is None:
        raise click.UsageError(_(WANTS_OWNER))
    narrowed = {"--owner": owner, "--filter": text}
    if kind.subject == "project" and any(narrowed.values()):
        options = _(", ").join(name for name, value in narrowed.items() if value)
        raise click.UsageError(_(NOT_FOR_PROJECT).format(options=options))
    if since is not None and not kind.periodic:
        raise click.UsageError(_(NO_SINCE))
    if since is not None and since > session.today:
        raise click.UsageError(_(AHEAD).format(day=since))


def make_context(
    session: Session, project: str | None, text: str, since: date | None, **given: Any
) -> ReportContext:
    """Return what a paper is made from: the user's store, and what of it is asked for.

    Refusals: those of `the_project` and `find_scope`.
    """
    from deals.filters import parse_filter
    from reports.report_context import ReportContext
    from tui.cli.show_numbers import find_figures, find_scope
    from tui.select_projects import the_project

    figures = find_figures(session)
    scope = find_scope(session, figures, {"text": text, **given})
    chosen = parse_filter(text, session.filter_context(figures.book))
    return ReportContext(
        figures.book,
        session.playbook,
        session.today,
        home=session.settings.currency,
        me=session.me,
        project=the_project(figures.book, project) if project is not None else None,
        owner=scope.owner,
        filter=text.strip(),
        ids=scope.ids,
        since=since,
        any_status=chosen.names_status,
        **find_team_facts(session),
    )


def find_team_facts(session: Session) -> dict[str, Any]:
    """Return which part of a team's line is here, and as of which sync; nothing where no team's
    server is known.
    """
    from store.files import sync_file

    if not sync_file(session.store_path).exists():
        return {}
    from screens.base.team_desk import TeamStatus
    from screens.base.team_marks import part_text
    from team.sync_state import SyncState

    with suppress(UserError), SyncState.peek(session.store_path, session.key) as state:
        scope, under, synced = (state.read(name) for name in ("scope", "under", "synced"))
        status = TeamStatus("", scope=scope or "", under=under or "")
        when = None if synced is None else datetime.fromtimestamp(synced, UTC)
        return {"part": part_text(status), "synced": when}
    return {}
