"""What the program remembers of its own use: which hints were used, how far the tour has come.

Each stands in a small file of the user's own, beside no store: it is no setting and nothing of the
deals. It is worth little: what cannot be read is taken for nothing, what cannot be written is left,
and of two sessions the later one wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import orjson
from platformdirs import user_state_path

from store.files import is_abandoned, leftovers, make_folder, replace_whole
from store.settings import APP

HINTS, TOUR = "hints.json", "tour"
_MOST_BYTES = 100_000


def state_file(name: str) -> Path:
    """Return a file in the platform's place for what programs remember of their use."""
    return user_state_path(APP, appauthor=False) / name


def _read_state(name: str) -> object:
    """Return what a file holds; None where that cannot be read."""
    try:
        with state_file(name).open("rb") as file:
            return orjson.loads(file.read(_MOST_BYTES))
    except (OSError, ValueError):
        return None


def _write_state(name: str, value: object) -> None:
    path = state_file(name)
    with suppress(OSError):
        make_folder(path.parent)
        for left in filter(is_abandoned, leftovers(path)):
            left.unlink()
        replace_whole(path, orjson.dumps(value, option=orjson.OPT_SORT_KEYS))


class HintFile:
    """The uses of hints: names of commands with small counts."""

    def read(self) -> Mapping[str, int]:
        """Return what was kept; nothing where that cannot be read."""
        found = _read_state(HINTS)
        if not isinstance(found, dict):
            return {}
        return {name: uses for name, uses in found.items() if type(uses) is int}

    def write(self, uses: Mapping[str, int]) -> None:
        """Put the uses in place of what was kept."""
        _write_state(HINTS, dict(uses))


def read_tour_step() -> int:
    """Return the step of the tour that was reached, from 0; 0 where none is kept."""
    found = _read_state(TOUR)
    return found if type(found) is int and found >= 0 else 0


def write_tour_step(step: int) -> None:
    """Keep the step that was reached."""
    _write_state(TOUR, step)
