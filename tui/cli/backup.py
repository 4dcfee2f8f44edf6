"""The commands that copy the whole store and put a copy back: backup, restore."""

from __future__ import annotations

import sys
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from deals.refusal import Refusal
from screens.kit.wording import N_, _, ngettext
from tui.cli.salvage import bring_in, kept_in
from tui.cli.worded import Command

if TYPE_CHECKING:
    from store.candidates import Candidate
    from tui.session import Session

BACKUP = N_("Copy the whole store beside it, or to a file (.gz is packed).")
RESTORE = N_("Put a backup in the place of the store, which is backed up first.")
WRITTEN = N_("Wrote a backup to {file}")
NO_COPY = frozenset({"backup-missing", "backup-damaged", "backup-foreign", "backup-unreadable"})
NONE = N_("There is no backup of this store.")
ROW = N_("{mark} {file}: {kind}, {day}, {projects}, number {number}")
LEADING = N_("{mark} {file}: {kind}, {day}, {projects}, number {number}, with its journal {reach}")
UNSOUND = N_("{mark} {file}: {kind}, {day}, does not read")
LOCKED = N_("{mark} {file}: {kind}, {day}, locked, number {number}")
LEAST = N_("* loses least. To go back to it: {command}")
STANDS = N_("* The store itself is sound and loses nothing.")
GO = N_("Go back to it now? (y/n) ")
KINDS = {
    "store": N_("the store"),
    "daily": N_("of the day"),
    "manual": N_("made by hand"),
    "migration": N_("before a new version"),
    "replaced": N_("what was replaced"),
    "held": N_("what a session held"),
}


@click.command("backup", cls=Command, help=BACKUP)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def backup(session: Session, file: Path | None) -> None:
    """Make a backup that was read back, and say where it is."""
    from store.restore import back_up
    from tui.output import paper

    made = back_up(session.store_path, file, session.key, stores=session.stores)
    paper.line(_(WRITTEN).format(file=made))


@click.command("restore", cls=Command, help=RESTORE)
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_obj
def restore(session: Session, file: Path | None) -> int:
    """Put the backup back, and say where that is kept which stood there before; without one, or
    with one that is none, tell what there is to go back to, and which loses least.
    """
    from tui.output import paper

    if file is None:
        return offer(session)
    try:
        return _put_back(session, file)
    except Refusal as refusal:
        if refusal.code not in NO_COPY:
            raise
        paper.refuse([refusal])
        offer(session)
        return 1


def _put_back(session: Session, file: Path) -> int:
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
    for text in kept_in(done.replaced, done.journal):
        paper.line(text)
    return 0


def offer(session: Session) -> int:
    """List what the store can be put back from, what was made last first, and mark what loses
    least: at a terminal it is put back on a word, else the command for it is printed.
    """
    from store.candidates import candidates, least_lost
    from store.links import real_path
    from tui.output import paper

    found = candidates(real_path(session.store_path), session.key)
    best = least_lost(found)
    for one in found:
        paper.line(_row(one, best))
    if best is None:
        paper.complain(_(NONE))
        return 1
    if best.kind == "store" and _is_sound(session):
        paper.line(_(STANDS))
        return 1
    salvaging = bool(best.lines) or best.kind == "store"
    paper.line(_(LEAST).format(command=_command(session, best, salvaging=salvaging)))
    if not _wanted():
        return 1
    if not salvaging:
        return _put_back(session, best.file)
    return bring_in(session, (best.file,))


def _is_sound(session: Session) -> bool:
    from store.check import check

    return check(session.store_path, session.key).sound


def _command(session: Session, best: Candidate, *, salvaging: bool) -> str:
    store, file = (quote(str(one)) for one in (session.store_path, best.file))
    return f"netloft --store {store} {'salvage' if salvaging else 'restore'} {file}"


def looks_on() -> bool:
    """Whether a person is there to answer."""
    return bool(sys.stdin and sys.stdin.isatty() and sys.stdout.isatty())


def _wanted() -> bool:
    if not looks_on():
        return False
    try:
        return input(_(GO)).strip().lower() in ("y", "yes", "是")
    except EOFError:
        return False


def _row(one: Candidate, best: Candidate | None) -> str:
    projects = one.projects or 0
    words = ngettext("{count} project", "{count} projects", projects).format(count=projects)
    figures = {
        "mark": "*" if one is best else " ",
        "file": one.file,
        "kind": _(KINDS[one.kind]),
        "day": one.day,
        "projects": words,
        "number": "?" if one.sequence is None else one.sequence,
        "reach": one.reach,
    }
    if not one.sound:
        return _(UNSOUND).format_map(figures)
    if one.projects is None:
        return _(LOCKED).format_map(figures)
    return _(LEADING if one.lines else ROW).format_map(figures)
