"""Sentences that the forecast says below its figures: where a target is from, what lacks a rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from deals.numbers.basis import NumbersBasis
from deals.numbers.figures import TargetGap
from deals.numbers.forecast import CurrencyBucket, ForecastBucket
from deals.numbers.targets import TargetFigure, TargetSource
from views.money_texts import money_text, target_text
from views.numbers.bucket_texts import range_remark
from views.numbers.face_rows import short_money
from views.numbers.forecast_figures import BUCKETS, ForecastFigures
from wording import _, ngettext

EXAMPLE_WIN = 0.1


def explain_target(
    gap: TargetGap | None, bucket: ForecastBucket, *, together: bool = False
) -> list[str]:
    """Return of which amounts a target was made, how it follows from others, and of what it is."""
    if gap is None or gap.target is None:
        return []
    alone = "" if together else alone_text(gap, bucket)
    return [text for text in (target_text(gap.money), _source_text(gap.target), alone) if text]


def target_elsewhere_text(gap: TargetGap) -> str:
    """Return which target there is that figures are not held against; empty for none."""
    if gap.money.crossing:
        labels = _(", ").join(gap.money.crossing)
        return _("none, but {periods} has one, of other months; e sets it").format(periods=labels)
    if not gap.money.beside:
        return ""
    money = money_text(gap.money.beside, marked=True)
    if gap.money.joint_currency:
        return _("{money} is for all currencies together; c shows it").format(money=money)
    return _("{money} is set in another currency; c shows it").format(money=money)


def alone_text(gap: TargetGap, bucket: ForecastBucket) -> str:
    """Return which money a target in one currency is not held against; empty for none."""
    others = [code for code in bucket.currencies if code not in {gap.currency, *gap.money.beside}]
    if not others:
        return ""
    text = _("held against {currency} alone, without {others}")
    return text.format(currency=gap.currency, others=_(", ").join(sorted(others)))


def signed_rates_text(figures: CurrencyBucket | None, basis: NumbersBasis) -> str:
    """Return that what is signed stands at other rates than today's; empty where none does."""
    parts = figures.signed_parts if figures else ()
    if any(
        part.rate is not None
        and part.state.amount is not None
        and part.rate.rate != basis.exchange_rate(part.state.amount.currency)
        for part in parts
    ):
        return _("in play at the rates of today, signed at those of its day")
    return ""


def explain_range(shown: ForecastFigures) -> str:
    """Say of the total that its range is of fewer deals than what is expected; empty if not."""
    forecast = shown.forecast
    total = shown.figures(forecast.total)
    if total is None:
        return ""
    there = (forecast.overdue, forecast.undated)
    others = {_(BUCKETS[bucket.kind]): shown.figures(bucket) for bucket in there}
    return range_remark(total, others, short_money)


def _source_text(target: TargetFigure | None) -> str:
    """Return how the target follows from others; empty where it was set itself."""
    if target is None:
        return ""
    texts: Mapping[TargetSource, str] = {
        "set": "",
        "split": _("target: an even share of what is set for a longer period"),
        "sum": _("target: the sum of what is set for its parts"),
        "owners": _("target: the sum of what is set for owners"),
    }
    return texts[target.source]


def unrated_text(figures: CurrencyBucket | None) -> str:
    """Return which stages lack a win rate, so that a bucket has no ranges; empty where none."""
    parts = figures.parts if figures and figures.weighted is None else ()
    counts = Counter(part.state.stage for part in parts if part.money.win_rate is None)
    if not counts:
        return ""
    stages = (
        ngettext("{stage} ({count} project)", "{stage} ({count} projects)", count).format(
            stage=stage, count=count
        )
        for stage, count in sorted(counts.items())
    )
    text = _("no ranges: {stages} without a win rate; the playbook sets it, as in {example}")
    return text.format(
        stages=", ".join(stages), example=f"[stages.{min(counts)}] win = {EXAMPLE_WIN}"
    )
