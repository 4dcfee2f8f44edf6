"""The command that prints the method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.cli.localized_click import command
from wording import N_

if TYPE_CHECKING:
    from tui.session import Session

PIPED_CELLS = 80


@command("method", N_("Show the selling method in one screen, as your playbook has it."))
def show_method(session: Session) -> None:
    """Print principles, stages and gates, CR, signs and rules with their limits."""
    from tui.output import console
    from views.glyphs import ASCII, use_glyphs
    from views.method_page import print_method

    cells = console.terminal_width() if console.shows_styles() else PIPED_CELLS
    use_glyphs(ASCII)
    console.print_lines(print_method(session.playbook, cells))
