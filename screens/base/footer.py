"""The last line of a screen: its keys, and how the store stands with the team's server."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from screens.base.frame import FooterKey, draw_footer
from screens.base.team_marks import list_marks
from views.styled_text import TextLine

if TYPE_CHECKING:
    from screens.base.commands import Command
    from screens.base.screen import BaseScreen

KEPT = ("help", "next")
"""The commands whose keys are shown however tight it is."""


def draw_screen_footer(screen: BaseScreen) -> TextLine:
    """Return the last line of a screen."""
    ids = screen.footer_ids or [command.id for command in screen.commands if command.footer]
    keys = [_make_key(screen, each) for each in screen.commands if each.id in ids]
    marks = list_marks(screen.host.team_status, screen.host.context.today())
    return draw_footer(keys, screen.size.width, marks)


def _make_key(screen: BaseScreen, command: Command[Any]) -> FooterKey:
    live = command.applies(screen) and not screen.refusal_of(command)
    return FooterKey(screen.key_of(command), command.name(), live, command.id in KEPT)
