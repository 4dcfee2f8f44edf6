"""The commands for the way to a customer: the page before a visit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tui.cli.localized_click import command, force_option, json_option, project_argument
from tui.cli.look import WROTE, find_whole, print_json
from wording import N_, _

if TYPE_CHECKING:
    from deals.model import Project
    from tui.session import Session

PAPER = "brief"
BRIEF = N_(
    "Print one page before a visit.\n\n"
    "Who they are by level, with CR, stance and our contact; what was promised to whom; holes of "
    "the net and who could introduce us; open questions; competitors' last move; the last touches."
)
BRIEF_EXAMPLES = N_(
    """\
netloft brief metro
netloft brief metro --out visit.html"""
)
OUT = N_("Write it to this file instead (.html .md .txt).")
JSON_OR_OUT = N_("choose either --json or --out")
WHOLE = 1000
"""The cells of a line where nobody looks on: each thing is one line."""


@command("brief", BRIEF, BRIEF_EXAMPLES)
@project_argument
@click.option("--out", type=click.Path(path_type=Path), metavar="FILE", help=OUT)
@json_option
@force_option
def brief(session: Session, project: str, out: Path | None, as_json: bool, force: bool) -> None:
    """Print the page of one project, for programs too, or write it to a file."""
    from deals.visit_facts import find_visit_facts
    from tui.output import console, diagrams
    from views.visit_brief import VisitBrief, page_lines

    if as_json and out is not None:
        raise click.UsageError(_(JSON_OR_OUT))
    match = find_whole(session, project)
    if out is not None:
        write_brief(session, match, out, force=force)
        return
    facts = find_visit_facts(match, session.store.book, session.playbook, session.today)
    if as_json:
        from tui.output.visit_record import visit_record

        print_json(visit_record(facts, session.playbook))
        return
    from views.glyphs import ASCII, use_glyphs

    use_glyphs(ASCII)  # what is printed may go anywhere
    cells = console.terminal_width() if console.shows_styles() else WHOLE
    diagrams.show_lines(page_lines(VisitBrief(facts, session.playbook), cells), cells)


def write_brief(session: Session, project: Project, file: Path, *, force: bool) -> None:
    """Write the page as a paper, and say so."""
    from reports.report_context import ReportContext
    from reports.report_kinds import KINDS
    from tui.cli.import_export import written_lines
    from tui.output import console
    from tui.report_writer import write_report
    from views.glyphs import BOX, use_glyphs

    use_glyphs(BOX)
    context = ReportContext(
        session.store.book, session.playbook, session.today, me=session.me, project=project
    )
    kept = write_report(KINDS[PAPER], context, file, force=force, stores=session.stores)
    console.print_lines(written_lines(_(WROTE).format(file=file), kept))
