"""The commands that copy the whole store and put a copy back: backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from screens.kit.wording import N_, _, ngettext
from tui.cli.worded import Command

if TYPE_CHECKING:
    from tui.session import Session

BACKUP = N_("Copy the whole store beside it, or to a file (.gz is packed).")
RESTORE = N_("Put a backup in the place of the store, which is backed up first.")
WRITTEN = N_("Wrote a backup to {file}")
KEPT = N_("What was there before is kept in {file}")


@click.command("backup", cls=Command, help=BACKUP)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def backup(session: Session, file: Path | None) -> None:
    """Make a backup that was read back, and say where it is."""
    from store.restore import back_up
    from tui.output import paper

    made = back_up(session.store_path, file, session.key)
    paper.line(_(WRITTEN).format(file=made))


@click.command("restore", cls=Command, help=RESTORE)
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_obj
def restore(session: Session, file: Path) -> None:
    """Put the backup back, and say where that is kept which stood there before."""
    from store.restore import backup_is_sealed
    from store.restore import restore as put_back
    from tui.output import paper

    key = session.asked_key if backup_is_sealed(file) else session.key
    done = put_back(session.store_path, file, key, session.me)
    words = ngettext(
        "Restored {count} project from {file}",
        "Restored {count} projects from {file}",
        done.projects,
    )
    paper.line(words.format(count=done.projects, file=file))
    if done.replaced is not None:
        paper.line(_(KEPT).format(file=done.replaced))
