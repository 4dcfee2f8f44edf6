"""Whole units: the one way in which figures of money and percent are rounded."""

from __future__ import annotations

from fractions import Fraction
from math import floor


def percent_of(part: int, total: int) -> int:
    """Return a part in whole percent, halves up; what is not all is never called 100."""
    percent = round_whole(Fraction(100 * part, total))
    return min(percent, 99) if part < total else percent


def round_whole(value: Fraction | float) -> int:
    """Round to a whole number, halves up."""
    return floor(value + Fraction(1, 2)) if isinstance(value, Fraction) else floor(value + 0.5)
