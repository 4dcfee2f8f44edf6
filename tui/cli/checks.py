"""The command that shows the strategy questions of a project: checks."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from screens.kit.wording import N_
from tui.cli.look import AS_JSON, stored
from tui.cli.worded import Command

if TYPE_CHECKING:
    from tui.session import Session

CHECKS = N_("Show the strategy questions of a project, with answers and scores.")


@click.command("checks", cls=Command, help=CHECKS)
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def checks(session: Session, project: str, as_json: bool) -> None:
    """Print every question of one project with its answer, by section."""
    from deals.checks import checklist
    from tui.output import paper, records
    from tui.output.checks import checks_parts, checks_record
    from tui.pipeline import the_project

    one = the_project(stored(session), project)
    if as_json:
        paper.json(records.json_text(checks_record(one, session.playbook, session.today)))
    else:
        paper.parts(checks_parts(checklist(one, session.playbook, session.today)))
