"""Sentences that the forecast says below its figures: where a target is from, what lacks a rate."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from deals.numbers.figures import TargetGap
from deals.numbers.forecast import CurrencyBucket
from deals.numbers.targets import TargetFigure, TargetSource
from views.money_texts import target_text
from views.numbers.bucket_texts import range_remark
from views.numbers.face_rows import NumbersRow, short_money, text_rows
from wording import _, ngettext

EXAMPLE_WIN = 0.1


def explain_target(gap: TargetGap | None) -> list[str]:
    """Return of which amounts a target was made, and how it follows from others."""
    if gap is None:
        return []
    return [text for text in (target_text(gap.money), _source_text(gap.target)) if text]


def explain_range(total: CurrencyBucket | None, cells: int) -> list[NumbersRow]:
    """Say of a total that its range is of fewer deals than what is expected."""
    if total is None or total.weighted is None:
        return []
    if total.dated_expected in (None, total.weighted.expected):
        return []
    return text_rows(range_remark(short_money(total.dated_expected or 0)), cells)


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
