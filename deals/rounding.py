"""Whole units: the one way in which figures of money and percent are rounded."""

from __future__ import annotations

from fractions import Fraction
from math import floor


def round_whole(value: Fraction | float) -> int:
    """Round to a whole number, halves up."""
    return floor(value + Fraction(1, 2)) if isinstance(value, Fraction) else floor(value + 0.5)
