"""The command that brings what can be read of copies and journals into the store: salvage."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from screens.kit.wording import N_, _, ngettext
from tui.cli.worded import Command

if TYPE_CHECKING:
    from collections.abc import Iterator

    from store.pieces import Pieces
    from store.remains import Copy, Journal
    from store.salvage import Brought, Salvaged
    from tui.session import Session

SALVAGE = N_("Bring what copies, backups and journals hold into the store.")
DRY_RUN = N_("Say what would be done, and write nothing.")
DRY = N_("Nothing was written: this was a dry run.")
NOTHING = N_("The store lacks nothing of what these files hold.")
REBUILT = N_("There was no sound store: it was written anew.")
REBUILDING = N_("There is no sound store: it will be written anew.")
COPY = N_("{file}: {projects}, up to number {last} ({day})")
JOURNAL = N_("{file}: {lines}, number {first} to {last} ({day})")
TORN = N_(
    "{file} is damaged: {taken} of {total} records are whole, {doubtful} of them doubtful (without "
    "a checksum that agrees)"
)
CUT = N_(
    "{file} is damaged: {taken} of the {total} records that are left are whole, {doubtful} of them "
    "doubtful (without a checksum that agrees)"
)
KINDS = {"added": N_("added"), "changed": N_("changed"), "deleted": N_("deleted")}
LISTS = {
    "views": N_("saved views"),
    "competitors": N_("competitors"),
    "products": N_("products"),
}


@click.command("salvage", cls=Command, help=SALVAGE)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--dry-run", is_flag=True, help=DRY_RUN)
@click.pass_obj
def salvage(session: Session, files: tuple[Path, ...], dry_run: bool) -> int:
    """Tell what was found in each file and what comes of it; 1 where something does not read."""
    return bring_in(session, files, dry_run=dry_run)


def bring_in(session: Session, files: tuple[Path, ...], *, dry_run: bool = False) -> int:
    """Do what the command does; gives the exit code."""
    from store.salvage import is_sealed_by
    from store.salvage import salvage as bring
    from tui.output import paper

    sealed = is_sealed_by(session.store_path, files)
    key = session.asked_key if sealed else session.key
    done = bring(session.store_path, files, key, session.me, dry=dry_run)
    for text in told(done, dry_run=dry_run):
        paper.line(text)
    for text in kept_in(done.replaced, done.journal):
        paper.line(text)
    refused = paper.refuse(done.problems) if done.problems else 0
    if done.left:
        paper.complain(_left(done.left))
    return 1 if done.left else refused


def told(done: Salvaged, *, dry_run: bool) -> Iterator[str]:
    """A line for each file, for each project that comes, and for what came of it."""
    from store.remains import Copy

    for one in done.found:
        yield _copy(one) if isinstance(one, Copy) else _journal(one)
        if isinstance(one, Copy) and one.pieces is not None:
            yield _torn(one.file, one.pieces)
    if done.rebuilt:
        yield _(REBUILDING if dry_run else REBUILT)
    yield from map(_project, done.brought)
    for name in done.lists:
        yield _("{place}: {sentence}").format(place=_(LISTS[name]), sentence=_(KINDS["changed"]))
    if done.lines:
        words = ngettext(
            "{count} journal line replayed", "{count} journal lines replayed", done.lines
        )
        yield words.format(count=done.lines)
    if not (done.brought or done.lists or done.rebuilt):
        yield _(NOTHING)
    elif dry_run:
        yield _(DRY)


def kept_in(replaced: Path | None, journal: Path | None) -> Iterator[str]:
    """Where that is which stood in the store's place before."""
    if replaced is not None:
        yield _("What was there before is kept in {file}").format(file=replaced)
    if journal is not None:
        yield _("Its journal is kept in {file}").format(file=journal)


def _copy(copy: Copy) -> str:
    words = ngettext("{count} project", "{count} projects", copy.projects)
    projects = words.format(count=copy.projects)
    last = copy.head.sequence
    return _(COPY).format(file=copy.file, projects=projects, last=last, day=copy.day)


def _torn(file: Path, pieces: Pieces) -> str:
    """How many records of a damaged copy could be taken, and how many of these are doubtful."""
    words = TORN if pieces.told else CUT
    total = pieces.count + pieces.missing
    return _(words).format(
        file=file, taken=pieces.count, total=total, doubtful=pieces.count - pieces.proven
    )


def _journal(journal: Journal) -> str:
    count = len(journal.entries)
    lines = ngettext("{count} journal line", "{count} journal lines", count).format(count=count)
    numbers = [entry.head.sequence for entry in journal.entries]
    day = max(entry.at for entry in journal.entries)[:10]
    return _(JOURNAL).format(
        file=journal.file, lines=lines, first=min(numbers), last=max(numbers), day=day
    )


def _project(brought: Brought) -> str:
    from screens.kit.wording.names import change_name

    words = [_(KINDS[brought.kind]), *map(change_name, brought.fields)]
    return _("{place}: {sentence}").format(place=brought.name, sentence=_(", ").join(words))


def _left(count: int) -> str:
    words = ngettext(
        "{count} journal line follows nothing that was found, and was left alone",
        "{count} journal lines follow nothing that was found, and were left alone",
        count,
    )
    return words.format(count=count)
