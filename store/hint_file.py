"""The file of the user's own that says which hints have been used, beside no store.

It holds names of commands and small counts. What it holds is worth little: one that cannot be read
is taken for empty, one that cannot be written is left, and of two sessions the later one wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import orjson
from platformdirs import user_state_path

from store.files import replace_whole
from store.settings import APP

MOST_BYTES = 100_000


def hint_path() -> Path:
    """Return the file in the user's folder for what programs remember of their use."""
    return user_state_path(APP, appauthor=False) / "hints.json"


class HintFile:
    """The uses of hints in a file, the user's own if none is given."""

    def __init__(self, path: Path | None = None) -> None:
        self._path = path

    @property
    def path(self) -> Path:
        """The file."""
        return self._path or hint_path()

    def read(self) -> Mapping[str, int]:
        """Return what was kept; nothing where that cannot be read."""
        try:
            with self.path.open("rb") as file:
                found = orjson.loads(file.read(MOST_BYTES))
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {name: uses for name, uses in found.items() if type(uses) is int}

    def write(self, uses: Mapping[str, int]) -> None:
        """Put the uses in place of what was kept."""
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            replace_whole(self.path, orjson.dumps(dict(uses), option=orjson.OPT_SORT_KEYS))
