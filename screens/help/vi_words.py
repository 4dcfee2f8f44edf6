"""What users of vi type behind a colon, and what it means here."""

from __future__ import annotations

import re
from typing import NamedTuple

QUITS = frozenset({"q", "q!", "qa", "qa!", "wq", "wq!", "wqa", "wqa!", "xa", "xa!", "quit!", "cq"})
WRITES = frozenset({"w", "w!", "wa", "wa!", "up", "update"})
HELPS = frozenset({"h", "help"})
_FILE = re.compile(r"(e|edit|open|r|read|w|write|saveas)!?\s+(\S.*)")
_SETTING = re.compile(r"se(?:t|tlocal)?\s+(\S.*)")


class ViMeaning(NamedTuple):
    """The command that a word of vi means, by its id, and the file that goes with it."""

    id: str
    file: str = ""


def read_vi_word(typed: str) -> ViMeaning | None:
    """Read what somebody typed as vi would; None where it says nothing to vi.

    All is saved at once, so whatever leaves vi leaves Netloft and loses nothing.
    """
    text = strip_colon(typed)
    if text in QUITS:
        return ViMeaning("leave")
    if text in WRITES:
        return ViMeaning("saved")
    if text in HELPS:
        return ViMeaning("help")
    if found := _FILE.fullmatch(text):
        verb, file = found.groups()
        return ViMeaning("export" if verb[0] in "ws" else "import", file.strip())
    return None


def strip_colon(typed: str) -> str:
    """Return what is typed without the colon that opened the palette, typed once more, and without
    the word that vi has before a setting.
    """
    text = typed.strip().lstrip(":：").strip()
    found = _SETTING.fullmatch(text)
    return found[1] if found else text
