"""The forecast by period: what is signed, in play and expected, and what is in no sum."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from deals.numbers.fiscal_periods import FiscalPeriod, PeriodUnit, month_index
from deals.numbers.forecast import Forecast, ForecastBucket
from deals.numbers.forecast_odds import distribute_bucket
from reports.parts.currency_lanes import is_joined, list_bucket_lanes, name_lane
from reports.parts.report_part import ReportPart, join_words
from reports.parts.target_parts import maybe_money
from reports.report import Block, ReportColumn, ReportList, ReportRow, ReportTable
from reports.report_cells import count_cell, money_cell, quiet_money_cell, text_cell
from reports.report_context import ReportContext
from reports.report_texts import write_money
from views.numbers.bucket_texts import independence_text, range_remark
from views.numbers.forecast_figures import name_bucket
from wording import _, ngettext, pgettext
from wording.names import status_name

_MOST_NAMES = 12
_MOST_MONTHS = 6


def make_forecast_part(context: ReportContext, unit: PeriodUnit) -> ReportPart:
    """Make the forecast by periods of a unit: past ones of the fiscal year, and those to come.

    Months that are far from now are put together to quarters.
    """
    forecast = context.figures.forecast(context.scope, unit)
    title = _("Forecast")
    joined = is_joined(forecast)
    rows = tuple(_list_rows(forecast, context, joined=joined))
    total = len(list_bucket_lanes(forecast.total, joined=joined))
    empty = _("Nothing is signed or in play.")
    sums = total if rows else 0
    table = ReportTable(_columns(), rows, sums=sums, empty=empty)
    remarks = tuple(_list_remarks(forecast, context))
    blocks: tuple[Block, ...] = (table, ReportList(remarks)) if remarks else (table,)
    return ReportPart(title, blocks)


def _columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(pgettext("paper", "Period"), share=3),
        ReportColumn(pgettext("paper", "Currency"), share=3),
        ReportColumn(pgettext("paper", "Deals"), "number", 2),
        ReportColumn(pgettext("paper", "Signed"), "money", 4),
        ReportColumn(pgettext("paper", "In play"), "money", 4),
        ReportColumn(pgettext("paper", "By degree of completion"), "money", 4),
        ReportColumn(pgettext("paper", "Expected"), "money", 4),
        ReportColumn(pgettext("paper", "9 in 10"), "money", 4),
        ReportColumn(pgettext("paper", "1 in 10"), "money", 4),
    )


def _list_rows(forecast: Forecast, context: ReportContext, *, joined: bool) -> Iterator[ReportRow]:
    """Yield periods, overdue and undated, then the total; what was before the year is one row."""
    year = context.figures.years.period_of(context.today, "year").earliest
    before = [each for each in forecast.periods if each.period and each.period.earliest < year]
    yield from _list_earlier(before, joined=joined)
    shown = _fold_periods(forecast.periods[len(before) :], context)
    for bucket in (*shown, forecast.overdue, forecast.undated):
        yield from _bucket_rows(bucket, joined=joined)
    yield from _bucket_rows(forecast.total, joined=joined)


def _fold_periods(
    periods: Sequence[ForecastBucket], context: ReportContext
) -> Iterator[ForecastBucket]:
    """Yield periods; months of quarters that are over or far ahead as those quarters.

    Days are shared out the same by month and by quarter, so that both come to the same sums.
    """
    quarters = context.figures.forecast(context.scope, "quarter")
    years = context.figures.years
    now = years.period_of(context.today, "quarter").first
    edge = month_index(context.today) + _MOST_MONTHS - 1
    folded = set[FiscalPeriod]()
    for bucket in periods:
        if bucket.period is None or bucket.period.unit != "month":
            yield bucket
            continue
        quarter = years.period_of(bucket.period.earliest, "quarter")
        if now <= quarter.first <= edge:
            yield bucket
        elif quarter not in folded:
            folded.add(quarter)
            yield quarters.find(quarter)


def _list_earlier(before: Sequence[ForecastBucket], *, joined: bool) -> Iterator[ReportRow]:
    """Yield what was signed before the fiscal year; nothing can be in play there."""
    sums = dict[tuple[str, bool], int]()
    for bucket in before:
        for lane in list_bucket_lanes(bucket, joined=joined):
            key = lane.currency, lane.together
            sums[key] = sums.get(key, 0) + lane.sums.signed
    for (code, together), signed in sums.items():
        name = name_lane(code, together=together)
        blank = [text_cell("")] * 5
        yield (
            text_cell(pgettext("paper", "earlier")),
            text_cell(name),
            text_cell(""),
            money_cell(signed, code),
            *blank,
        )


def _bucket_rows(bucket: ForecastBucket, *, joined: bool) -> Iterator[ReportRow]:
    for lane in list_bucket_lanes(bucket, joined=joined):
        odds = distribute_bucket(bucket, lane.sums)
        weighted, code = lane.sums.weighted, lane.currency
        yield (
            text_cell(name_bucket(bucket), "strong"),
            text_cell(lane.label),
            count_cell(lane.sums.count),
            quiet_money_cell(lane.sums.signed, code),
            quiet_money_cell(lane.sums.sum.expected, code),
            quiet_money_cell(lane.sums.completion.expected, code),
            maybe_money(weighted.expected if weighted else None, code),
            *(maybe_money(odds.percentile(at) if odds else None, code) for at in (10, 90)),
        )


def _list_remarks(forecast: Forecast, context: ReportContext) -> Iterator[str]:
    """Yield what the sums rest on, and what is in none of them."""
    total = forecast.total
    if total.count:
        yield _("A project counts 1 in every period that it touches and 1 in the total.")
    if remark := _undated_text(forecast):
        yield remark
    yield from filter(None, map(independence_text, total.currencies.values()))
    yield from list_left_out(total, context)


def _undated_text(forecast: Forecast) -> str:
    """Say which part of what is expected has no day, so that no range tells of it."""
    total = forecast.total
    shown = total.home or next(iter(total.currencies.values()), None)
    if shown is None:
        return ""
    code, joined = shown.currency, total.home is not None
    others = {
        name_bucket(bucket): bucket.home if joined else bucket.currencies.get(code)
        for bucket in (forecast.overdue, forecast.undated)
    }
    return range_remark(shown, others, lambda amount: write_money(amount, code))


def list_left_out(total: ForecastBucket, context: ReportContext) -> Iterator[str]:
    """Yield what is in no sum: without an amount, without a rate, and what rests or ended."""
    if total.unpriced:
        text = _("no amount, in no sum: {names}")
        yield text.format(names=name_some([state.name for state in total.unpriced]))
    if total.without_rate:
        sums = [
            write_money(total.currencies[code].sum.expected, code)
            for code in total.without_rate
            if code in total.currencies
        ]
        yield _("no exchange rate, not in what is together: {sums}").format(sums=join_words(sums))
    counts = Counter(state.status for state in context.figures.states(context.scope))
    resting = [
        f"{status_name(status)} {counts[status]}"
        for status in ("on_hold", "lost", "abandoned")
        if counts[status]
    ]
    if resting:
        yield _("in no sum in play: {counts}").format(counts=join_words(resting))


def name_some(names: Sequence[str], most: int = _MOST_NAMES) -> str:
    """Return the first of many names, and how many more there are."""
    shown = join_words(names[:most])
    if (left := len(names) - most) <= 0:
        return shown
    text = ngettext("{names} and {count} more", "{names} and {count} more", left)
    return text.format(names=shown, count=left)
