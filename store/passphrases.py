"""The file that NETLOFT_PASSPHRASE_FILE names: how scripts open a sealed store."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from deals.refusal import Refusal
from store.files import read_whole, refusing

VARIABLE = "NETLOFT_PASSPHRASE_FILE"


def passphrase_file() -> Path | None:
    """The file that the environment names, or None."""
    named = os.environ.get(VARIABLE)
    return Path(named) if named else None


def read_passphrase(file: Path) -> str:
    """The first line of the file, without its line break.

    Refusals: `passphrase-unreadable` (file, why), `passphrase-open` (file, mode) where others than
    the user have any right to it, `passphrase-encoding` (file) where it is not UTF-8, and
    `passphrase-empty`.
    """
    with refusing("passphrase-unreadable", file):
        mode = stat.S_IMODE(file.stat().st_mode)
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Refusal("passphrase-open", file=str(file), mode=f"{mode:04o}")
        found = read_whole(file)
    data = found[0] if found else b""
    try:
        line = data.partition(b"\n")[0].removesuffix(b"\r").decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal("passphrase-encoding", file=str(file)) from None
    if not line:
        raise Refusal("passphrase-empty")
    return line
