"""What is said of a bucket of a forecast, in a sentence each. Pure."""

from __future__ import annotations

from deals.numbers.distribution import Distribution
from deals.numbers.forecast import CurrencyBucket, ForecastBucket
from views.numbers.face_rows import short_money
from wording import _


def range_with_signed(figures: CurrencyBucket, odds: Distribution) -> str:
    """Return what comes in with what is signed, in 9 of 10 cases and in 1 of 10."""
    low, middle, high = (figures.signed + odds.percentile(at) for at in (10, 50, 90))
    text = _("9 in 10: at least {low}; half: {middle}; 1 in 10: {high}, with what is signed")
    return text.format(low=short_money(low), middle=short_money(middle), high=short_money(high))


def play_bounds_text(figures: CurrencyBucket) -> str:
    """Return from what to what a bucket is, and what of it is certain and possible."""
    return _("{low} to {high}; certain in it {certain}, possible {possible}").format(
        low=short_money(figures.sum.low),
        high=short_money(figures.sum.high),
        certain=short_money(figures.certain),
        possible=short_money(figures.possible),
    )


def without_rate_text(bucket: ForecastBucket) -> str:
    """Return the currencies that stay out of a bucket, with their sums."""
    names = (
        f"{code} {short_money(bucket.currencies[code].sum.expected)}"
        for code in bucket.without_rate
    )
    return _("without a rate: {money}").format(money=", ".join(names))
