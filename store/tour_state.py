"""How far a user has come in the tour, in a file of its own in the platform's place for state.

It is no setting and nothing of the deals: where it is lost, the tour begins anew.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from platformdirs import user_state_path

from store.files import make_folder, replace_whole

APP, FILE = "netloft", "tour"
_MOST_BYTES = 8


def tour_file() -> Path:
    """Return the file that holds the step."""
    return user_state_path(APP, appauthor=False) / FILE


def read_tour_step() -> int:
    """Return the step that was reached, from 0; 0 where none is kept or it does not read."""
    try:
        with tour_file().open("rb") as file:
            text = file.read(_MOST_BYTES).decode("ascii").strip()
    except (OSError, UnicodeDecodeError):
        return 0
    return int(text) if text.isdecimal() else 0


def write_tour_step(step: int) -> None:
    """Keep the step that was reached; where that cannot be, the tour goes on without."""
    path = tour_file()
    with suppress(OSError):
        make_folder(path.parent)
        replace_whole(path, b"%d\n" % step)
