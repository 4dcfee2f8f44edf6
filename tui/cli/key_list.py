"""The command that prints the keys of the app."""

from __future__ import annotations

import sys
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from tui.cli.localized_click import command
from wording import N_

if TYPE_CHECKING:
    from tui.session import Session


@command("keys", N_("Show what each key does on each screen, your own keys included."))
def show_keys(session: Session) -> None:
    """Print the matrix of keys and screens; in one piece where no terminal sets its width."""
    from screens.key_matrix import make_key_matrix, matrix_lines
    from tui.keys import key_names, refuse_bad_keys
    from tui.output import console

    if session.settings.keys:
        refuse_bad_keys(session.settings)
    rebound = {id: key_names(keys) for id, keys in session.settings.keys.items()}
    cells = get_terminal_size().columns if console.shows_styles() else sys.maxsize
    console.print_lines(matrix_lines(make_key_matrix(rebound), cells))
