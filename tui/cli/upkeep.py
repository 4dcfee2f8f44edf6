"""The commands that take care of the store: check, backup, restore, salvage, lock, unlock."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from deals.errors import UserError
from tui.cli.localized_click import command, dry_run_option
from tui.tty import is_attended
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from store.check import StoreReport
    from store.damaged_file import Pieces
    from store.integrity import Doubt
    from store.remains import Candidate, FoundJournal, StoreCopy
    from store.salvage import SalvagedProject, SalvageResult
    from store.sealing import SealingResult
    from tui.session import Session

SOUND = N_("The store is sound.")
NOT_SOUND = N_("The store is not sound.")
ACCEPT = N_("Accept what was changed outside Netloft: all of it, or the records named.")
ACCEPTED = N_("Accepted as it stands: {name}")
GO_ON = N_("  to keep these records as they stand: netloft --store {store} check --accept")
ONLY = N_("  to keep only some of them, put their names behind it, such as {record}")
COMPARE = N_("  to go back to how all was before: netloft --store {store} restore {backup}")


@command("check", N_("Verify the store, and say what was verified."))
@click.option("--accept", is_flag=True, help=ACCEPT)
@click.argument("record", nargs=-1)
def check_store(session: Session, accept: bool, record: tuple[str, ...]) -> int:
    """Print what was verified, each thing wrong on the error stream; 0 if sound, 1 if not."""
    from store.check import inspect_store
    from tui.output import console

    if record and not accept:
        raise click.UsageError(_("records are named with --accept"))
    if accept:
        for doubt in accept_doubtful(session, record):
            console.print_line(_(ACCEPTED).format(name=doubt.name or doubt.place))
    report = inspect_store(session.store_path, session.key)
    console.print_lines(report_lines(report))
    console.refuse((*report.problems, *report.warnings))
    for text in doubt_advice(report, session):
        console.complain(text)
    return 0 if report.sound else 1


def accept_doubtful(session: Session, records: Sequence[str]) -> Sequence[Doubt]:
    """Accept doubtful records of a store that is there; return them."""
    from store.store import Store

    store = Store.open(session.store_path, create=False, key=session.key)
    try:
        return store.accept(records)
    finally:
        store.close()


def doubt_advice(report: StoreReport, session: Session) -> Iterator[str]:
    """Yield what the user can do about doubtful records."""
    if not report.doubts:
        return
    store = quote(str(session.store_path))
    yield _(GO_ON).format(store=store)
    if len(report.doubts) > 1:
        yield _(ONLY).format(record=report.doubts[0].place)
    name = next((doubt.backup for doubt in report.doubts if doubt.backup), "")
    if name:
        from store.backups import backups_folder
        from store.files import real_path

        backup = backups_folder(real_path(session.store_path)) / name
        yield _(COMPARE).format(store=store, backup=quote(str(backup)))


def report_lines(report: StoreReport) -> Iterator[str]:
    """Yield what was verified, a line each, and the verdict."""
    yield _("Checked {file}").format(file=report.file)
    if report.version is not None:
        words = _("the file is written in our format, version {version}")
        yield "  " + words.format(version=report.version)
    for name, count in report.counts.items():
        if count or name in ("projects", "contacts"):
            yield "  " + _COUNTED.get(name, _others_tables)(count).format(count=count)
    yield _(SOUND if report.sound else NOT_SOUND)


def _others_tables(count: int) -> str:
    return ngettext("{count} table of others kept", "{count} tables of others kept", count)


_COUNTED: Mapping[str, Callable[[int], str]] = {
    "projects": lambda n: ngettext("{count} project read", "{count} projects read", n),
    "contacts": lambda n: ngettext("{count} contact read", "{count} contacts read", n),
    "touches": lambda n: ngettext("{count} touch read", "{count} touches read", n),
    "views": lambda n: ngettext("{count} saved view read", "{count} saved views read", n),
    "competitors": lambda n: ngettext("{count} competitor read", "{count} competitors read", n),
    "products": lambda n: ngettext("{count} product read", "{count} products read", n),
    "store_settings": lambda n: ngettext(
        "{count} setting of the store read", "{count} settings of the store read", n
    ),
    "targets": lambda n: ngettext("{count} target read", "{count} targets read", n),
    "exchange_rates": lambda n: ngettext(
        "{count} exchange rate read", "{count} exchange rates read", n
    ),
    "win_rates": lambda n: ngettext(
        "{count} record of win rates read", "{count} records of win rates read", n
    ),
    "measures": lambda n: ngettext(
        "{count} measure of success read", "{count} measures of success read", n
    ),
    "deleted": lambda n: ngettext(
        "{count} deleted project kept for past figures",
        "{count} deleted projects kept for past figures",
        n,
    ),
    "tombstones": lambda n: ngettext("{count} deleted project", "{count} deleted projects", n),
    "lines": lambda n: ngettext("{count} journal line read", "{count} journal lines read", n),
}


LOCKED = N_(
    "The store is locked. Nobody can open it without the passphrase; "
    "copies made elsewhere stay as they are."
)
UNLOCKED = N_("The store is no longer locked: its file is a plain TinyDB file again.")
CHANGED = N_(
    "The passphrase is changed. Copies made elsewhere still open with the old one; "
    "sessions that are open go on as read-only until they are opened again."
)
LEFT = N_("{file} does not open with this passphrase and stays locked")
CHANGE = N_("Give a locked store another passphrase instead.")


@command("lock", N_("Encrypt the store and its backups under a passphrase."))
@click.option("--change", "changing", is_flag=True, help=CHANGE)
def lock(session: Session, changing: bool) -> None:
    """Seal the store under a passphrase typed twice; one that a kill left half done, under its own.

    Nothing is asked for unless there is a store, and the package to seal it with.
    """
    from store.sealing import lock_store, ready_to_lock
    from team.sync_state import carry_state
    from tui.passphrase import new_key

    if changing:
        tell_sealing(CHANGED, change_key(session))
        return
    half_done = ready_to_lock(session.store_path)
    key = session.asked_key if half_done else new_key()
    with carry_state(session.store_path, key if half_done else None, key):
        done = lock_store(session.store_path, key)
    tell_sealing(LOCKED, done)


def change_key(session: Session) -> SealingResult:
    """Put the store and its backups under another passphrase; asked for only with the old one."""
    from store.sealing import change_passphrase, check_old_key, ready_to_change
    from team.sync_state import carry_state
    from tui.passphrase import new_key

    ready_to_change(session.store_path)
    old = session.asked_key
    check_old_key(session.store_path, old)
    new = new_key("NEW_")
    with carry_state(session.store_path, old, new):
        return change_passphrase(session.store_path, old, new)


@command("unlock", N_("Make a locked store and its backups plain again."))
def unlock(session: Session) -> None:
    """Write the store and its backups plain; backups under another passphrase are told."""
    from store.sealing import ready_to_unlock, unlock_store
    from team.sync_state import carry_state

    ready_to_unlock(session.store_path)
    with carry_state(session.store_path, session.asked_key, None):
        done = unlock_store(session.store_path, session.asked_key)
    tell_sealing(UNLOCKED, done)


def tell_sealing(message: str, done: SealingResult) -> None:
    """Print what became of the store, and of its backups."""
    from tui.output import console

    console.print_line(_(message))
    if done.backups:
        words = ngettext(
            "{count} backup was rewritten", "{count} backups were rewritten", done.backups
        )
        console.print_line(words.format(count=done.backups))
    for file in done.left:
        console.complain(_(LEFT).format(file=file))


WRITTEN = N_("Wrote a backup to {file}")
NO_COPY = frozenset({"backup-missing", "backup-damaged", "backup-foreign", "backup-unreadable"})
NONE = N_("There is no backup of this store.")
ROW = N_("{mark} {file}: {kind}, {day}, {projects}, number {number}")
LEADING = N_("{mark} {file}: {kind}, {day}, {projects}, number {number}, with its journal {reach}")
UNSOUND = N_("{mark} {file}: {kind}, {day}, does not read")
SEALED = N_("{mark} {file}: {kind}, {day}, locked, number {number}")
LEAST = N_("* loses least. To go back to it: {command}")
STANDS = N_("* The store itself is sound and loses nothing.")
GO = N_("Go back to it now? (y/n) ")
KINDS = {
    "store": N_("the store"),
    "daily": N_("of the day"),
    "manual": N_("made by hand"),
    "migration": N_("before a new version"),
    "import": N_("before an import"),
    "replaced": N_("what was replaced"),
    "held": N_("what a session held"),
}


@command("backup", N_("Copy the whole store beside it, or to a file (.gz is packed)."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
def backup(session: Session, file: Path | None) -> None:
    """Make a backup that was read back, and say where it is."""
    from store.restore import back_up
    from tui.output import console

    made = back_up(session.store_path, file, session.key, stores=session.stores)
    console.print_line(_(WRITTEN).format(file=made))


@command("restore", N_("Put a backup in the place of the store, which is backed up first."))
@click.argument("file", required=False, type=click.Path(path_type=Path))
def restore_backup(session: Session, file: Path | None) -> int:
    """Put the backup back, and say where that is kept which stood there before; without one, or
    with one that is none, tell what there is to go back to, and which loses least.
    """
    from tui.output import console

    if file is None:
        return offer(session)
    try:
        return put_back(session, file)
    except UserError as refusal:
        if refusal.code not in NO_COPY:
            raise
        console.refuse([refusal])
        offer(session)
        return 1


def put_back(session: Session, file: Path) -> int:
    """Restore the backup; return the exit code."""
    from store.restore import backup_is_sealed, restore
    from tui.output import console

    key = session.asked_key if backup_is_sealed(file) else session.key
    done = restore(session.store_path, file, key, session.settings.me)
    words = ngettext(
        "Restored {count} project from {file}",
        "Restored {count} projects from {file}",
        done.projects,
    )
    console.print_line(words.format(count=done.projects, file=file))
    console.print_lines(kept_in(done.replaced, done.journal))
    return 0


def offer(session: Session) -> int:
    """List what the store can be put back from, what was made last first, and mark what loses
    least: at a terminal it is put back on a word, else the command for it is printed.
    """
    from store.check import inspect_store
    from store.files import real_path
    from store.remains import candidates, least_lost
    from tui.output import console

    found = candidates(real_path(session.store_path), session.key)
    best = least_lost(found)
    console.print_lines(_candidate_line(candidate, candidate is best) for candidate in found)
    if best is None:
        console.complain(_(NONE))
        return 1
    if best.kind == "store" and inspect_store(session.store_path, session.key).sound:
        console.print_line(_(STANDS))
        return 1
    salvaging = bool(best.lines) or best.kind == "store"
    store, file = quote(str(session.store_path)), quote(str(best.file))
    call = f"netloft --store {store} {'salvage' if salvaging else 'restore'} {file}"
    console.print_line(_(LEAST).format(command=call))
    if not _is_confirmed():
        return 1
    return bring_in(session, (best.file,)) if salvaging else put_back(session, best.file)


def _is_confirmed() -> bool:
    try:
        return is_attended() and input(_(GO)).strip().lower() in ("y", "yes", "是")
    except EOFError:
        return False


def _candidate_line(candidate: Candidate, leading: bool) -> str:
    if not candidate.sound:
        words = UNSOUND
    elif candidate.projects is None:
        words = SEALED
    else:
        words = LEADING if candidate.lines else ROW
    return _(words).format(
        mark="*" if leading else " ",
        file=candidate.file,
        kind=_(KINDS[candidate.kind]),
        day=candidate.day,
        projects=_projects(candidate.projects or 0),
        number="?" if candidate.sequence is None else candidate.sequence,
        reach=candidate.reach,
    )


def _projects(count: int) -> str:
    return ngettext("{count} project", "{count} projects", count).format(count=count)


SALVAGE = N_("Recover what copies, backups and journals hold into the store.")
DRY = N_("Nothing was written: this was a dry run.")
NOTHING = N_("The store lacks nothing of what these files hold.")
REBUILT = N_("There was no sound store: it was rewritten.")
REBUILDING = N_("There is no sound store: it will be rewritten.")
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
SALVAGE_KINDS = {"added": N_("added"), "changed": N_("changed"), "deleted": N_("deleted")}
LISTS = {
    "views": N_("saved views"),
    "competitors": N_("competitors"),
    "products": N_("products"),
    "store_settings": N_("settings of the store"),
    "targets": N_("targets"),
    "exchange_rates": N_("exchange rates"),
    "win_rates": N_("win rates"),
    "measures": N_("measures of success"),
    "deleted": N_("deleted projects, for past figures"),
}


@command("salvage", SALVAGE)
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@dry_run_option
def salvage_files(session: Session, files: tuple[Path, ...], dry_run: bool) -> int:
    """Tell what was found in each file and what comes of it; 1 where something does not read."""
    return bring_in(session, files, dry_run=dry_run)


def bring_in(session: Session, files: tuple[Path, ...], *, dry_run: bool = False) -> int:
    """Salvage the files into the store; return the exit code."""
    from store.salvage import is_sealed_by, salvage
    from tui.output import console

    sealed = is_sealed_by(session.store_path, files)
    key = session.asked_key if sealed else session.key
    done = salvage(session.store_path, files, key, session.settings.me, dry=dry_run)
    console.print_lines(salvage_lines(done, dry_run=dry_run))
    console.print_lines(kept_in(done.replaced, done.journal))
    refused = console.refuse(done.problems) if done.problems else 0
    if done.left:
        words = ngettext(
            "{count} journal line follows nothing that was found, and was left alone",
            "{count} journal lines follow nothing that was found, and were left alone",
            done.left,
        )
        console.complain(words.format(count=done.left))
    return 1 if done.left else refused


def salvage_lines(done: SalvageResult, *, dry_run: bool) -> Iterator[str]:
    """Yield a line for each file, for each project that comes, and for the rest."""
    from store.remains import StoreCopy

    for copy in done.found:
        if isinstance(copy, StoreCopy):
            yield from _copy_lines(copy)
        else:
            yield _journal_line(copy)
    if done.rebuilt:
        yield _(REBUILDING if dry_run else REBUILT)
    yield from map(_project_line, done.brought)
    for name in done.lists:
        yield _("{place}: {sentence}").format(
            place=_(LISTS[name]), sentence=_(SALVAGE_KINDS["changed"])
        )
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
    """Yield the line about the copy of what stood in the store's place before, if there is one."""
    if replaced is not None:
        yield _("What was there before is kept in {file}").format(file=replaced)
    if journal is not None:
        yield _("Its journal is kept in {file}").format(file=journal)


def _copy_lines(copy: StoreCopy) -> Iterator[str]:
    last = copy.head.sequence
    yield _(COPY).format(file=copy.file, projects=_projects(copy.projects), last=last, day=copy.day)
    if copy.pieces is not None:
        yield _torn_line(copy.file, copy.pieces)


def _torn_line(file: Path, pieces: Pieces) -> str:
    """Return how many records of a damaged copy could be taken, and how many are doubtful."""
    words = TORN if pieces.has_sums else CUT
    total = pieces.count + pieces.missing
    return _(words).format(
        file=file, taken=pieces.count, total=total, doubtful=pieces.count - pieces.proven
    )


def _journal_line(journal: FoundJournal) -> str:
    count = len(journal.entries)
    lines = ngettext("{count} journal line", "{count} journal lines", count).format(count=count)
    numbers = [entry.head.sequence for entry in journal.entries]
    day = max(entry.at for entry in journal.entries)[:10]
    return _(JOURNAL).format(
        file=journal.file, lines=lines, first=min(numbers), last=max(numbers), day=day
    )


def _project_line(brought: SalvagedProject) -> str:
    from wording.names import change_name

    words = [_(SALVAGE_KINDS[brought.kind]), *map(change_name, brought.fields)]
    return _("{place}: {sentence}").format(place=brought.name, sentence=_(", ").join(words))
