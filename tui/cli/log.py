"""The command that tells what happened on a project: log."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from deals.refusal import Refusal
from screens.kit.wording import N_, _
from tui.cli.look import AS_JSON
from tui.cli.worded import Command

if TYPE_CHECKING:
    from store.rows import Tombstone
    from tui.session import Session

LOG = N_("Show what happened on a project: who moved what and when, and every touch.")
DELETED = N_("{name} ({id}) deleted")


@click.command("log", cls=Command, help=LOG)
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def log(session: Session, project: str, as_json: bool) -> None:
    """Print the history and the touches of one project, the newest first; of one that was deleted,
    when and by whom.
    """
    from screens.kit.logged import Logged, logged, minute
    from tui.output import paper, records
    from tui.pipeline import the_project

    try:
        one = the_project(session.store.book, project)
    except Refusal:
        buried = the_deleted(session, project)
        if buried is None:
            raise
        told = _(DELETED).format(name=buried.name, id=buried.id)
        entries = [Logged(minute(buried.deleted_at), buried.deleted_by, told, "")]
        found = [records.deleted_record(buried)]
    else:
        entries, found = [*logged(one)], records.log_records(one)
    if as_json:
        paper.raw(records.json_text(found))
    else:
        paper.entries(entries)


def the_deleted(session: Session, wanted: str) -> Tombstone | None:
    """The deleted project of this id, or the last one deleted of this exact name."""
    buried = session.store.tombstones
    named = [one for one in buried.values() if one.name == wanted]
    last = max(named, key=lambda one: one.deleted_at, default=None)
    return buried.get(wanted) or last
