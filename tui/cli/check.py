"""The command that verifies the store."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING

import click

from tui.cli.localized_click import LocalizedCommand
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from store.check import StoreReport
    from store.integrity import Doubt
    from tui.session import Session

SOUND = N_("The store is sound.")
NOT_SOUND = N_("The store is not sound.")


CHECK = N_("Verify the store, and say what was verified.")
ACCEPT = N_("Take what was changed outside Netloft for right: all of it, or the records named.")
ACCEPTED = N_("Accepted as it stands: {name}")
GO_ON = N_("  to keep these records as they stand: netloft --store {store} check --accept")
ONLY = N_("  to keep only some of them, put their names behind it, such as {record}")
COMPARE = N_("  to go back to how all was before: netloft --store {store} restore {backup}")


@click.command("check", cls=LocalizedCommand, help=CHECK)
@click.option("--accept", is_flag=True, help=ACCEPT)
@click.argument("record", nargs=-1)
@click.pass_obj
def check(session: Session, accept: bool, record: tuple[str, ...]) -> int:
    """Print what was verified, each thing wrong on the error stream; 0 if sound, 1 if not."""
    from store.check import check as verified
    from tui.output import console

    if record and not accept:
        raise click.UsageError(_("records are named with --accept"))
    if accept:
        for doubt in accept_doubtful(session, record):
            console.line(_(ACCEPTED).format(name=doubt.name or doubt.place))
    report = verified(session.store_path, session.key)
    for text in report_lines(report):
        console.line(text)
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
        yield "  " + _("the file is written in our format, version {version}").format(
            version=report.version
        )
    for name, count in report.counts.items():
        if text := _count_line(name, count):
            yield f"  {text}"
    yield _(SOUND if report.sound else NOT_SOUND)


def _count_line(name: str, count: int) -> str:
    if name in _LISTS:
        text = _LISTS[name](count)
    else:
        text = ngettext("{count} table of others kept", "{count} tables of others kept", count)
    return text.format(count=count) if count or name in ("projects", "contacts") else ""


_LISTS: Mapping[str, Callable[[int], str]] = {
    "projects": lambda n: ngettext("{count} project read", "{count} projects read", n),
    "contacts": lambda n: ngettext("{count} contact read", "{count} contacts read", n),
    "touches": lambda n: ngettext("{count} touch read", "{count} touches read", n),
    "views": lambda n: ngettext("{count} saved view read", "{count} saved views read", n),
    "competitors": lambda n: ngettext("{count} competitor read", "{count} competitors read", n),
    "products": lambda n: ngettext("{count} product read", "{count} products read", n),
    "tombstones": lambda n: ngettext("{count} deleted project", "{count} deleted projects", n),
    "lines": lambda n: ngettext("{count} journal line read", "{count} journal lines read", n),
}
