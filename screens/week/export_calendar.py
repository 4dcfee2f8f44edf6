"""The way to a calendar file in the week: ask for it, write what is due, say how many entries."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from screens.base.output_prompt import OutputPrompt
from wording import N_, _, ngettext
from wording.errors import short_path

if TYPE_CHECKING:
    from screens.week.screen import WeekScreen

FILE_NAME = N_("netloft.ics")
"""It stays the same, so that the next calendar takes the place of this one."""


def ask_calendar(screen: WeekScreen) -> None:
    """Ask for a file and write all that is due to it as a calendar."""
    items, host = screen.list_every_due(), screen.host
    owner, count = screen.owner or "", len(items)
    label = ngettext(
        "calendar of {count} entry (.ics)", "calendar of {count} entries (.ics)", count
    )
    OutputPrompt(
        screen,
        "calendar",
        label.format(count=count),
        lambda path, force: host.write_calendar(items, owner, path, force=force),
        lambda path, _nothing: written_entries(count, path),
    ).propose(_(FILE_NAME))


def written_entries(count: int, path: Path) -> str:
    """Return how many entries were written where, and what to do with them."""
    words = ngettext("Wrote {count} entry to {file}", "Wrote {count} entries to {file}", count)
    text = words.format(count=count, file=short_path(f"{path}"))
    return _("; ").join((text, _("import it into your calendar, again to update")))
