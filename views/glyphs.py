"""The few signs that are not ASCII, and what stands for them where a terminal has only that.

None of them ever stands inside a column: many Chinese terminals draw them two cells wide.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Glyphs:
    """A set of signs for the free parts of a line."""

    dot: str
    arrow: str


UNICODE = Glyphs(dot="·", arrow="→")
ASCII = Glyphs(dot="-", arrow="->")
