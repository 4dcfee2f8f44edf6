"""Stamps: when and on which device a value was set, as texts whose order is the order of edits.

A hybrid logical clock: the clock of the wall where it is ahead of all that the editor saw, else
one step after that. So a device whose clock is slow still comes after what it was shown, and one
that is fast is found out by the server.
"""

from __future__ import annotations

from collections.abc import Iterable

DIGITS = 13
LAST_COUNT = 0xFFFF


def make_stamp(milliseconds: int, device: str, seen: Iterable[str | None] = ()) -> str:
    """Make the stamp of an edit.

    Args:
        milliseconds: when it was made, since 1970 by the device's clock.
        device: which device it was made on, 1 to 80 letters.
        seen: the stamps that it has to come after; None are passed over.

    """
    latest = max(filter(None, seen), default="")
    if not latest:
        return f"{max(milliseconds, 0):0{DIGITS}d}-0000-{device}"
    at, count = stamp_time(latest), int(latest[DIGITS + 1 : DIGITS + 5], 16) + 1
    if milliseconds > at:
        at, count = milliseconds, 0
    elif count > LAST_COUNT:
        at, count = at + 1, 0
    return f"{at:0{DIGITS}d}-{count:04x}-{device}"


def stamp_time(stamp: str) -> int:
    """Return the milliseconds of a stamp."""
    return int(stamp[:DIGITS])


def latest_stamp(*stamps: str | None) -> str | None:
    """Return the latest of some stamps, None for none."""
    return max(filter(None, stamps), default=None)
