"""The command that verifies the store."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from screens.kit.wording import N_, _, ngettext
from tui.cli.worded import Command

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from store.check import Report
    from tui.session import Session

SOUND = N_("The store is sound.")
NOT_SOUND = N_("The store is not sound.")


@click.command("check", cls=Command, help=N_("Verify the store, and say what was verified."))
@click.pass_obj
def check(session: Session) -> int:
    """Print what was verified, each thing wrong on the error stream; 0 if sound, 1 if not."""
    from store.check import check as verified
    from tui.output import paper

    report = verified(session.store_path, session.key)
    for text in told(report):
        paper.line(text)
    paper.refuse((*report.problems, *report.warnings))
    return 0 if report.sound else 1


def told(report: Report) -> Iterator[str]:
    """What was verified, a line each, and the verdict."""
    yield _("Checked {file}").format(file=report.file)
    if report.version is not None:
        yield "  " + _("the file is written in our format, version {version}").format(
            version=report.version
        )
    for name, count in report.counts.items():
        if text := _counted(name, count):
            yield f"  {text}"
    yield _(SOUND if report.sound else NOT_SOUND)


def _counted(name: str, count: int) -> str:
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
