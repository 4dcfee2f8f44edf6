"""The keys that settle the days of a line being typed: their order, a working day for one off."""

from __future__ import annotations

from typing import Protocol

from textual.geometry import Size

from deals.parsing.time_words import has_open_order
from screens.base.app import BaseApp
from screens.base.prompts import ORDER_KEYS, KeyHandler, LinePrompt, StatusBar, wrap_spans
from views.styled_text import StyledText, line
from wording import N_, _

WORKING_KEYS = ("f9", "ctrl+n")
"""The keys that take the next working day for a day off: they are no text."""
ORDER_KEPT = N_('from now on dates = "{order}", in config.toml')


class TypingScreen(Protocol):
    """A screen on which a line is typed."""

    @property
    def host(self) -> BaseApp:
        """The app."""

    @property
    def key_handler(self) -> KeyHandler | None:
        """What has the keys."""

    @property
    def size(self) -> Size:
        """The size that it is laid out for."""

    @property
    def status_bar(self) -> StatusBar:
        """What the status bar shows."""

    def set_status(self, status_bar: StatusBar) -> None:
        """Set what the status bar shows."""

    def refuse(self, reason: str) -> None:
        """Say why what is typed was not taken."""


def settle_days(screen: TypingScreen, key: str) -> bool:
    """Do what a key does to the days of the line being typed; whether it does anything.

    It is one for the order of days in figures, or for the next working day.
    """
    entry = screen.key_handler
    if not isinstance(entry, LinePrompt):
        return False
    if key in WORKING_KEYS:
        return _take_working_day(screen, entry)
    return key in ORDER_KEYS and _settle_order(screen, entry, key)


def _take_working_day(screen: TypingScreen, entry: LinePrompt) -> bool:
    """Put the next working day in the place of a day off; other days stay."""
    dated, calendar = entry.dated(entry.edit.text), screen.host.context.work_calendar
    if dated is None or not calendar.is_day_off(dated.on):
        return False
    entry.fill(dated.rewrite(calendar.next_working_day(dated.on)))
    return True


def _settle_order(screen: TypingScreen, entry: LinePrompt, key: str) -> bool:
    """Settle the order of days where the line is refused for it; whether the key did that."""
    order, host = ORDER_KEYS[key], screen.host
    if not screen.status_bar.warns:
        return False
    if not has_open_order(entry.edit.text, host.context.reading().calendar):
        return False
    if refused := host.settle_dates(order):
        screen.refuse(refused)
        return True
    entry.changed(entry.edit)
    kept = line(StyledText(_(ORDER_KEPT).format(order=order), "dim"))
    above = (*screen.status_bar.above, *wrap_spans(kept, screen.size.width))
    screen.set_status(screen.status_bar._replace(above=above))
    return True
