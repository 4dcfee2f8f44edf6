"""What is said of a bucket of a forecast, in a sentence each. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deals.numbers.distribution import Distribution, find_largest_deal
from deals.numbers.forecast import CurrencyBucket, ForecastBucket
from deals.numbers.forecast_odds import list_chances
from views.numbers.bucket_ids import find_deal_name
from views.numbers.face_rows import percent_text, short_money
from wording import _, ngettext


def range_with_signed(figures: CurrencyBucket, odds: Distribution) -> str:
    """Return what comes in with what is signed, in 9 of 10 cases and in 1 of 10."""
    low, middle, high = (figures.signed + odds.percentile(at) for at in (10, 50, 90))
    text = _("9 in 10: at least {low}; half: {middle}; 1 in 10: {high}, with what is signed")
    return text.format(low=short_money(low), middle=short_money(middle), high=short_money(high))


def independence_text(figures: CurrencyBucket) -> str:
    """Return that deals are taken as independent, and how much one weighs; empty for too few."""
    chances = list_chances(figures) or ()
    largest = find_largest_deal(chances)
    if largest is None or len(chances) < 2:
        return ""
    text = ngettext(
        "{currency}: {count} deal, taken as independent; the largest, {deal}, is {share} of what "
        "is expected",
        "{currency}: {count} deals, taken as independent; the largest, {deal}, is {share} of what "
        "is expected",
        len(chances),
    )
    return text.format(
        currency=figures.currency,
        count=len(chances),
        deal=find_deal_name(figures, largest.id),
        share=percent_text(float(largest.share)),
    )


def in_play_texts(bucket: ForecastBucket, figures: CurrencyBucket) -> list[str]:
    """Return what is to be said of what is in play in a bucket."""
    return [
        text for text in (_bounds_text(bucket, figures), _windows_text(bucket, figures)) if text
    ]


def _bounds_text(bucket: ForecastBucket, figures: CurrencyBucket) -> str:
    """Return from what to what a bucket is, what is wholly due in it, and all that touches it.

    In what is overdue or undated nothing is due.
    """
    text = _(
        "{low} to {high}; wholly due in it {certain} (low amounts), "
        "all that touch it {possible} (high)"
    )
    if bucket.kind in ("overdue", "undated"):
        text = _("{low} to {high}")
    return text.format(
        low=short_money(figures.sum.low),
        high=short_money(figures.sum.high),
        certain=short_money(figures.certain),
        possible=short_money(figures.possible),
    )


def _windows_text(bucket: ForecastBucket, figures: CurrencyBucket) -> str:
    """Return how many of a period's projects close in it, where others go on after it.

    Empty where all do: then they are those that the list finds by the period as close date.
    """
    states = (*(part.state for part in figures.parts), *bucket.unpriced)
    windows = [state.signs for state in states if state.signs is not None]
    if bucket.period is None or bucket.kind != "period":
        return ""
    after = sum(window.latest > bucket.period.latest for window in windows)
    if not after:
        return ""
    text = _("{inside} close in it, {after} may close after it: they count by their days in it")
    return text.format(inside=len(windows) - after, after=after)


def without_rate_text(bucket: ForecastBucket) -> str:
    """Return the currencies that stay out of a bucket, with their sums."""
    names = (
        f"{code} {short_money(bucket.currencies[code].sum.expected)}"
        for code in bucket.without_rate
    )
    return _("without a rate: {money}").format(money=", ".join(names))


def range_remark(
    total: CurrencyBucket, others: Mapping[str, CurrencyBucket | None], write: Callable[[int], str]
) -> str:
    """Return what of a total's expected no range tells of, having no day; empty for nothing.

    `others` are what is overdue and undated, by what they are called; `write` writes an amount.
    """
    dated = total.dated_expected
    if dated is None or total.weighted is None or dated == total.weighted.expected:
        return ""
    parts = [
        f"{name} {write(figures.weighted.expected)}"
        for name, figures in others.items()
        if figures and figures.weighted and figures.weighted.expected
    ]
    text = _("total: the range is of {amount} expected, without {parts}")
    return text.format(parts=_(", ").join(parts), amount=write(dated))
