"""The command that tells whom to see again: followups."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from screens.kit.wording import N_, _
from tui.cli.look import AS_JSON, stored
from tui.cli.worded import Command

if TYPE_CHECKING:
    from tui.session import Session

HELP = N_("Show whom to see again: follow-ups due, and people with a say left alone.")
NOBODY = N_("Nobody is to be seen today.")


@click.command("followups", cls=Command, help=HELP)
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def followups(session: Session, as_json: bool) -> None:
    """Print the people who are due on open projects, follow-ups first."""
    from deals.followups import due
    from tui.output import dues, paper, records

    found = due(stored(session), session.playbook, session.today)
    if as_json:
        paper.json(records.json_text(records.followup_records(found)))
    elif found:
        paper.table(dues.columns(), [dues.cells(one) for one in found])
    else:
        paper.line(_(NOBODY))
