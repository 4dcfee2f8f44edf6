"""Small files that the user writes by hand."""

from __future__ import annotations

from pathlib import Path

from deals.refusal import Refusal
from store.files import read_whole, refusing


def read_text(path: Path, kind: str) -> str | None:
    """The text of a small file that the user writes by hand; None where there is none.

    Refusals named after the `kind` of file: `…-unreadable` (file, why), and `…-encoding` (file,
    line) where it is not UTF-8.
    """
    with refusing(f"{kind}-unreadable", path):
        found = read_whole(path)
    if found is None:
        return None
    data = found[0]
    try:
        # Some editors put a mark in front of UTF-8.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise Refusal(f"{kind}-encoding", file=str(path), line=line) from None
