"""Completion of paths that are typed: the folders and the files of tables that begin so."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from store.tables.source_files import CARDS, TABLES

FILES = (*TABLES, *CARDS, ".json")
"""How the files end that are offered."""
MOST = 2_000
"""How many entries of a folder are looked at."""


def complete_path(typed: str) -> Sequence[str]:
    """Return what the typed path may go on to be, by name; folders end in a slash.

    The folder stays as it was typed, under `~` or relative. Capitals make no difference, nor does
    how a letter with a mark is put together. Hidden entries are offered where a dot was typed.
    """
    folder, slash, start = typed.rpartition("/")
    place = folder + slash
    wanted = _fold(start)
    names: list[str] = []
    with suppress(OSError, RuntimeError, ValueError):
        for entry in sorted(Path(place or ".").expanduser().iterdir())[:MOST]:
            name = entry.name
            hidden = name.startswith(("~$", ".")) and not start.startswith(".")
            if hidden or not _fold(name).startswith(wanted):
                continue
            if entry.is_dir():
                names.append(f"{place}{name}/")
            elif entry.suffix.lower() in FILES:
                names.append(place + name)
    return names


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
