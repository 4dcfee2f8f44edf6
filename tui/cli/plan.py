"""The command that prints a project's plan: plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from screens.kit.wording import N_
from tui.cli.look import AS_JSON
from tui.cli.worded import Command

if TYPE_CHECKING:
    from tui.session import Session

PLAN = N_("Show a project's plan by field of work: days, who, state, checkpoints.")


@click.command("plan", cls=Command, help=PLAN)
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def plan(session: Session, project: str, as_json: bool) -> None:
    """Print the implementation plan of one project."""
    from tui.cli.look import stored
    from tui.output import paper, plan_records, plans, records
    from tui.pipeline import the_project

    one = the_project(stored(session), project)
    if as_json:
        record = plan_records.plan_record(one, session.playbook, session.today)
        paper.json(records.json_text(record))
    else:
        paper.parts(plans.plan_parts(one, session.playbook, session.today))
