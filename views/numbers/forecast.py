"""The forecast: what is signed and what may come in, against the target and by period. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.forecast import CurrencyBucket, ForecastBucket
from deals.owners import owner_key
from views.charts import ChartBar, ChartLine, ChartScale, draw_chart_line
from views.figure_table import (
    FigureColumn,
    FigureLayout,
    FigureRow,
    draw_figure_row,
    draw_figure_titles,
    lay_out_figures,
)
from views.numbers.bucket_ids import BucketIds
from views.numbers.face_rows import (
    NumbersRow,
    UrgentDeals,
    cases_text,
    percent_text,
    range_text,
    rule_row,
    short_money,
    text_rows,
    waiting_text,
)
from views.numbers.forecast_bars import draw_bars
from views.numbers.forecast_figures import BUCKETS, ForecastFigures, find_key, find_left, is_chosen
from views.numbers.forecast_pane import BucketLines, list_deal_sets, tell_sums
from views.numbers.forecast_remarks import explain_range
from views.numbers.twin_rows import counted_twice_rows
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, ngettext, pgettext

NAMES = 24
LEAST_BAR, MOST_BAR = 20, 60
EMPTY = N_("Nothing to forecast yet: projects in play with an amount and a close date stand here.")


def draw_forecast(shown: ForecastFigures, cells: int) -> list[NumbersRow]:
    """Draw the face in so many cells."""
    total = shown.forecast.total
    if not total.count and not total.currencies:
        return []
    return [
        *draw_bars(shown, cells),
        *_draw_table(shown, cells),
        *_remark_unpriced(shown, cells),
        *counted_twice_rows(shown.twins, cells),
    ]


# The table ---------------------------------------------------------------------------------------


def _columns(shown: ForecastFigures) -> tuple[FigureColumn, ...]:
    last: tuple[FigureColumn, ...] = (FigureColumn(pgettext("column", "kept"), 3),)
    if shown.targets:  # who is behind is asked there: what that takes stays longest
        last = (
            FigureColumn(pgettext("column", "target")),
            FigureColumn(pgettext("column", "gap")),
        )
    return (
        FigureColumn(pgettext("column", "deals")),
        FigureColumn(pgettext("column", "sum")),
        FigureColumn(pgettext("column", "completion"), 2),
        FigureColumn(pgettext("column", "expected")),
        FigureColumn(pgettext("column", "9 in 10 .. 1 in 10"), 3 if shown.targets else 1),
        FigureColumn(pgettext("column", "signed"), 1 if shown.targets else 4),
        *last,
    )


def _draw_table(shown: ForecastFigures, cells: int) -> Iterator[NumbersRow]:
    buckets = list(_list_buckets(shown))
    columns = _columns(shown)
    rows = [_figure_row(shown, name, bucket) for name, bucket in buckets]
    layout = lay_out_figures(columns, rows, cells, NAMES)
    yield rule_row(_table_title(shown), cells)
    yield NumbersRow(draw_figure_titles(columns, layout))
    for (name, bucket), row in zip(buckets, rows, strict=True):
        yield _bucket_row(shown, name, bucket, draw_figure_row(row, columns, layout), layout, cells)
    if shown.groups is None and (remark := explain_range(shown)):
        yield from text_rows(remark, cells)


def _table_title(shown: ForecastFigures) -> str:
    if shown.groups is not None:
        return _("{period} by {group}").format(period=shown.period.label, group=shown.grouped)
    titles = {
        "month": _("by month"),
        "quarter": _("by quarter"),
        "half": _("by half"),
        "year": _("by year"),
    }
    return titles[shown.forecast.by]


def _list_buckets(shown: ForecastFigures) -> Iterator[tuple[str, ForecastBucket]]:
    forecast = shown.forecast
    if shown.groups is not None:
        yield from _list_groups(shown)
        return
    for bucket in forecast.periods:
        if bucket.period and bucket.period >= _first_shown(shown):
            yield bucket.label, bucket
    for bucket in (forecast.overdue, forecast.undated, forecast.total):
        yield _(BUCKETS[bucket.kind]), bucket


def _list_groups(shown: ForecastFigures) -> list[tuple[str, ForecastBucket]]:
    """List the groups with anything in the period: who is behind most first, else by money."""
    groups = shown.groups or {}
    staged = groups.keys() <= shown.forecast.basis.playbook.order.keys()
    there = [
        (name or _("none"), bucket)
        for name, found in groups.items()
        if (bucket := found.find(shown.period)).count
        or bucket.currencies
        or owner_key(name) in shown.targets
    ]

    def rank(pair: tuple[str, ForecastBucket]) -> tuple[bool, int, int]:
        left, figures = find_left(shown, *pair), shown.figures(pair[1])
        money = figures.signed + figures.sum.expected if figures and not staged else 0
        return left is None, -(left or 0), -money

    return sorted(there, key=rank)


def _first_shown(shown: ForecastFigures) -> FiscalPeriod:
    """Return the first period to list: that of today, or an earlier one that is chosen."""
    today = shown.forecast.basis.today
    current = next(
        (
            each.period
            for each in shown.forecast.periods
            if each.period and each.period.latest >= today
        ),
        shown.period,
    )
    return min(current, shown.period)


def _figure_row(shown: ForecastFigures, name: str, bucket: ForecastBucket) -> FigureRow:
    figures = shown.figures(bucket)
    count = f"{len(BucketIds(bucket, figures))}"  # of the money beside it, as Enter opens them
    if figures is None:
        last = _last_texts(shown, name, bucket)
        return FigureRow(name, (count, "-", "-", "-", "", "", *last))
    weighted = figures.weighted
    return FigureRow(
        name,
        (
            count,
            short_money(figures.sum.expected),
            short_money(figures.completion.expected),
            short_money(weighted.expected) if weighted else "-",
            _range_text(shown, name, bucket),
            short_money(figures.signed) if figures.signed else "",
            *_last_texts(shown, name, bucket),
        ),
    )


def _last_texts(shown: ForecastFigures, name: str, bucket: ForecastBucket) -> tuple[str, ...]:
    """Return an owner's target and gap where it is told by these, else how promises were kept."""
    if not shown.targets:
        return (_kept_text(shown, bucket),)
    target, left = shown.targets.get(owner_key(name)), find_left(shown, name, bucket)
    if target is None or left is None:
        return "", ""
    return short_money(target), short_money(left) if left > 0 else _("covered")


def _range_text(shown: ForecastFigures, name: str, bucket: ForecastBucket) -> str:
    if bucket.kind == "overdue":
        return _("re-date or end: t") if bucket.count else ""
    if bucket.kind == "undated":
        return _("date them: t") if bucket.count else ""
    if not shown.has_rates:
        return ""
    if shown.odds is None:
        return waiting_text()
    odds = shown.odds.get(find_key(shown, name, bucket))
    if odds is None:
        return ""
    return range_text(odds.percentile(10), odds.percentile(90))


def _kept_text(shown: ForecastFigures, bucket: ForecastBucket) -> str:
    """Return how many promises were kept, beside the period that these tell most of."""
    if not is_chosen(shown, bucket):
        return ""
    if shown.record is None:
        return waiting_text()
    rate = shown.record.record.team.promises
    if rate.shown is not None:
        return percent_text(float(rate.shown))
    return cases_text(rate.wins, rate.cases) if rate.cases else ""


def _bucket_row(
    shown: ForecastFigures,
    name: str,
    bucket: ForecastBucket,
    text: TextLine,
    layout: FigureLayout,
    cells: int,
) -> NumbersRow:
    figures, key = shown.figures(bucket), find_key(shown, name, bucket)
    room = cells - layout.cells - 3
    if room >= LEAST_BAR and figures is not None and bucket.kind == "period":
        text = (*text, StyledText("   "), *_draw_range(shown, key, figures, min(room, MOST_BAR)))
    return NumbersRow(
        text,
        f"row:{key}",
        line(StyledText(name if shown.groups is None else f"{bucket.label} {name}", "strong")),
        BucketIds(bucket, figures),
        BucketLines(shown, bucket),
        tell_sums(shown, bucket),
        list_deal_sets(shown, bucket),
        _find_urgent(shown, bucket),
    )


def _find_urgent(shown: ForecastFigures, bucket: ForecastBucket) -> UrgentDeals | None:
    """Return what lists the deals of a period that need somebody; None for a group's."""
    period = bucket.period
    if period is None or shown.groups is not None:
        return None
    order = _("red first, then by money at stake in {period}").format(period=period.label)
    return UrgentDeals(partial(shown.urgent, period), order)


def _draw_range(shown: ForecastFigures, key: str, figures: CurrencyBucket, cells: int) -> TextLine:
    """Draw what is signed, what is sure of the rest and what may come, in one bar."""
    most = max((_most_of(shown, bucket) for _name, bucket in _list_buckets(shown)), default=1)
    odds = shown.odds.get(key) if shown.odds else None
    low = odds.percentile(10) if odds else figures.certain
    high = odds.percentile(90) if odds else figures.possible
    signed = figures.signed
    bars = (
        ChartBar(signed, signed + high, "spread"),
        ChartBar(signed, signed + low, "range"),
        ChartBar(0, signed),
    )
    return draw_chart_line(ChartScale(0, most, cells), ChartLine(bars))


def _most_of(shown: ForecastFigures, bucket: ForecastBucket) -> int:
    figures = shown.figures(bucket)
    if figures is None or bucket.kind != "period":
        return 1
    return figures.signed + figures.possible


def _remark_unpriced(shown: ForecastFigures, cells: int) -> list[NumbersRow]:
    count = len(shown.forecast.total.unpriced)
    if not count:
        return []
    text = ngettext(
        "{count} project in play has no amount and is in no sum",
        "{count} projects in play have no amount and are in no sum",
        count,
    )
    return text_rows(text.format(count=count), cells)
