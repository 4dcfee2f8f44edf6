"""The last line of a screen: its keys, and how the store stands with the team's server."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from screens.base.frame import FooterKey, draw_footer
from screens.base.team_marks import is_urgent, list_team_marks
from views.styled_text import TextLine

if TYPE_CHECKING:
    from textual.geometry import Size

    from screens.base.app import BaseApp
    from screens.base.commands import Command, Commands

KEPT = ("help", "next")
"""The commands whose keys are shown however tight it is."""


class KeyedScreen(Protocol):
    """A screen, as its last line needs it."""

    @property
    def commands(self) -> Commands[Any]:
        """All that its keys run."""

    @property
    def footer_ids(self) -> Sequence[str]:
        """The commands that are shown, none for the usual."""

    @property
    def host(self) -> BaseApp:
        """The app."""

    @property
    def size(self) -> Size:
        """The size that all is laid out for."""

    def key_of(self, command: Command[Any]) -> str:
        """Return the first key that runs a command."""

    def refusal_of(self, command: Command[Any]) -> str:
        """Return why a command that changes the book cannot; nothing if it can."""


def draw_screen_footer(screen: KeyedScreen) -> TextLine:
    """Return the last line of a screen."""
    ids = screen.footer_ids or [command.id for command in screen.commands if command.footer]
    keys = [_make_key(screen, each) for each in screen.commands if each.id in ids]
    status, cells = screen.host.team_status, screen.size.width
    marks = list_team_marks(status, screen.host.context.today(), cells)
    return draw_footer(keys, cells, marks, urgent=is_urgent(status))


def _make_key(screen: KeyedScreen, command: Command[Any]) -> FooterKey:
    live = command.applies(screen) and not screen.refusal_of(command)
    return FooterKey(screen.key_of(command), command.name(), live, command.id in KEPT)
