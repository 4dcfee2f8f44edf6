"""What the pane says of a line of the forecast: what it takes, how past ones came out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.forecast import ForecastBucket
from deals.numbers.gap import DealSet, Gap
from deals.rounding import round_whole
from views.glyphs import glyphs
from views.numbers.bucket_texts import (
    in_play_texts,
    range_with_signed,
    without_rate_text,
)
from views.numbers.face_rows import (
    AboutLines,
    NamedDeals,
    cases_text,
    labelled_lines,
    percent_text,
    short_money,
    waiting_text,
)
from views.numbers.forecast_figures import ForecastFigures, find_odds, is_chosen
from views.numbers.forecast_remarks import explain_range
from views.numbers.forecast_sums import (
    bucket_sums,
)
from views.styled_text import TextLine
from wording import _, ngettext

MOST_NAMED = 3
PERIODS = 4
"""How many past periods are told of."""


class BucketLines:
    """What the pane says of a bucket."""

    def __init__(self, shown: ForecastFigures, bucket: ForecastBucket) -> None:
        self._shown, self._bucket = shown, bucket

    def __call__(self, cells: int) -> Sequence[TextLine]:
        """Return the lines."""
        shown, bucket = self._shown, self._bucket
        lines = list[TextLine]()
        chosen = is_chosen(shown, bucket)
        if bucket.period is not None and shown.groups is None:
            lines += _urgent_lines(shown, bucket.period, cells)
        if chosen:
            lines += _reach_lines(shown, cells)
            lines += labelled_lines(_past_label(shown), _past_texts(shown), cells)
        figures = shown.figures(bucket)
        odds = find_odds(shown, bucket)
        if figures is not None and odds is not None:
            lines += labelled_lines(_("odds"), [range_with_signed(figures, odds)], cells)
        if figures is not None and bucket.count:
            lines += labelled_lines(_("in play"), in_play_texts(bucket, figures), cells)
        if bucket.kind != "period" and (remark := explain_range(shown)):
            lines += labelled_lines(_("expected"), [remark], cells)
        if bucket.without_rate:
            lines += labelled_lines(_("left out"), [without_rate_text(bucket)], cells)
        return [*lines, *_step_lines(shown, cells)] if chosen else lines


def _urgent_lines(shown: ForecastFigures, period: FiscalPeriod, cells: int) -> list[TextLine]:
    """Return how many deals of a period need somebody, and which are the first of them."""
    found = shown.urgent(period)
    if not found:
        return []
    names = _(", ").join(state.name for state in found[:MOST_NAMED])
    text = _("{count}, first {names}; triage: t")
    today = shown.forecast.basis.today
    if shown.forecast.overdue.count and period.earliest <= today <= period.latest:
        text = _("{count} with the overdue, first {names}; triage: t")
    return labelled_lines(_("need you"), [text.format(count=len(found), names=names)], cells)


def tell_sums(shown: ForecastFigures, bucket: ForecastBucket) -> AboutLines:
    """Return what tells how each column of a bucket came about."""
    return lambda cells: bucket_sums(shown.figures(bucket), shown.rates, cells)


def _reach_lines(shown: ForecastFigures, cells: int) -> list[TextLine]:
    """Return the sets of deals that close the gap, with the next step of each."""
    if shown.gap is None or shown.gap.gap is None or shown.gap.gap.amount <= 0:
        return []
    gap = shown.gap.gap
    if not gap.rated:
        text = _("which deals it takes, only win rates tell")
        return labelled_lines(_("to reach it"), [text], cells)
    if gap.fewest is None:
        text = _("all dated deals of this period together do not cover {amount}")
        amount = short_money(round_whole(gap.amount))
        return labelled_lines(_("to reach it"), [text.format(amount=amount)], cells)
    texts = [_set_text(shown, label, deals) for label, deals in _name_sets(gap)]
    return labelled_lines(_("to reach it"), texts, cells)


def _step_lines(shown: ForecastFigures, cells: int) -> list[TextLine]:
    """Return the next steps of the deals that it takes."""
    arrow = glyphs().arrow
    texts = [
        f"{_name_deal(shown, id_)} {arrow} {step}"
        for id_, step in shown.deals.steps.items()
        if step
    ]
    return labelled_lines(_("steps"), texts, cells)


def _name_deal(shown: ForecastFigures, id_: str) -> str:
    return shown.deals.names.get(id_, id_)


def _set_text(shown: ForecastFigures, label: str, deals: DealSet) -> str:
    names = [_name_deal(shown, id_) for id_ in deals.ids[:MOST_NAMED]]
    if left := len(deals.ids) - len(names):
        names.append(ngettext("{count} deal more", "{count} deals more", left).format(count=left))
    text = _("{label} {deals} ({chance})")
    chance = percent_text(float(deals.chance))
    return text.format(label=label, deals=" + ".join(names), chance=chance)


def _past_label(shown: ForecastFigures) -> str:
    labels = {
        "month": _("last months"),
        "quarter": _("last quarters"),
        "half": _("last halves"),
        "year": _("last years"),
    }
    return labels[shown.forecast.by]


def _past_texts(shown: ForecastFigures) -> list[str]:
    """Return how the last forecasts came out."""
    if shown.record is None:
        return [waiting_text()]
    past = shown.record.forecasts.periods[-PERIODS:]
    if not past:
        return [_("no past forecast to hold against what was signed")]
    within = sum(period.within for period in past)
    text = _("expected {expected}, signed {signed}; within the range {within}").format(
        expected=short_money(sum(period.expected for period in past)),
        signed=short_money(sum(period.signed for period in past)),
        within=cases_text(within, len(past)),
    )
    if shown.currency is None or not shown.forecast.joins:
        return [text]
    together = _("{text}; all currencies together, in {currency}")
    return [together.format(text=text, currency=shown.record.currency)]


def list_deal_sets(shown: ForecastFigures, bucket: ForecastBucket) -> tuple[NamedDeals, ...]:
    """Return the sets of deals that would close the gap, as the pane names them."""
    if not is_chosen(shown, bucket) or shown.gap is None or shown.gap.gap is None:
        return ()
    sets = _name_sets(shown.gap.gap)
    return tuple(NamedDeals(_set_text(shown, label, deals), deals.ids) for label, deals in sets)


def _name_sets(gap: Gap) -> Iterator[tuple[str, DealSet]]:
    """Yield the sets of deals that close a gap with what they are: one of both kinds but once."""
    if gap.fewest is not None:
        yield _("fewest"), gap.fewest
    if gap.likeliest is not None and (not gap.fewest or gap.likeliest.ids != gap.fewest.ids):
        yield _("likeliest"), gap.likeliest
