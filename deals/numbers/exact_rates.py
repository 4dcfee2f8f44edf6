"""Rates as exact fractions: degrees of completion, win rates, and what currencies are worth.

Money is in whole units. A figure is multiplied exactly and rounded half up once, so that the parts
of a sum, rounded each for itself, add up to the sum that is shown.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

Rate = int | float | Decimal | Fraction
"""A rate as it is kept or typed; a float means the decimal that it is written as."""


# A fraction may equal the float that does not mean it.
@lru_cache(maxsize=1 << 10, typed=True)
def exact_rate(rate: Rate) -> Fraction:
    """Return a rate as the fraction that is meant: of the float 0.3 three tenths."""
    return Fraction(repr(rate)) if isinstance(rate, float) else Fraction(rate)


def multiply_half_up(amount: int, rate: Fraction, over: int = 1) -> int:
    """Return `amount` × `rate` / `over`, rounded half up to whole units."""
    numerator, denominator = rate.as_integer_ratio()
    denominator *= over
    return (2 * amount * numerator + denominator) // (2 * denominator)
