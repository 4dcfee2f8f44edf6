"""The temporary files that writers leave beside a file when they are killed."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from store.locks import held_alone


def leftovers(path: Path) -> list[Path]:
    """The temporary files that writers of `path` have left, or are just writing, beside it."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.[0-9a-f]{{12}}\.tmp")
    return [one for one in path.parent.iterdir() if ours.fullmatch(one.name)]


def abandoned(left: Path) -> bool:
    """Whether nobody is writing a temporary file any more. OSError as it comes."""
    with suppress(FileNotFoundError):
        handle = os.open(left, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            return held_alone(handle)
        finally:
            os.close(handle)
    return False
