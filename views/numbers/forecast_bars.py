"""The bars at the head of the forecast: what is signed and may come in, against the target."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from deals.numbers.forecast import CurrencyBucket, ForecastBucket
from deals.rounding import round_whole
from views.charts import ChartBar, ChartLine, ChartScale, draw_chart_line
from views.numbers.bucket_ids import BucketIds, find_deal_name, list_signed_ids
from views.numbers.face_rows import (
    LABEL_CELLS,
    AboutLines,
    NumbersRow,
    percent_text,
    plus_text,
    short_money,
    text_rows,
    waiting_text,
)
from views.numbers.forecast_figures import ForecastFigures, find_odds
from views.numbers.forecast_pane import BucketLines, list_deal_sets
from views.numbers.forecast_remarks import (
    explain_target,
    signed_rates_text,
    target_elsewhere_text,
    unrated_text,
)
from views.numbers.forecast_sums import (
    bucket_sums,
    expected_sums,
    gap_sums,
    range_sums,
    signed_sums,
    used_rates_text,
)
from views.styled_text import StyledText, TextLine, fit, line, width
from wording import N_, _, ngettext

MONEY_CELLS = 7
NO_RATES = N_(
    "no ranges: nothing says how often projects of a stage are won; the playbook does, as in "
    "[stages.P3] win = 0.4"
)


@dataclass(frozen=True, slots=True)
class _BarRow:
    """A bar with its label and figure."""

    id: str
    label: str
    text: str
    bar: ChartBar | None


def draw_bars(shown: ForecastFigures, cells: int) -> Iterator[NumbersRow]:
    """Draw a line for each bar, the target with what is lacking, and how it came about."""
    bucket = shown.forecast.find(shown.period)
    figures = shown.figures(bucket)
    rows = list(_list_bars(shown, figures))
    target = shown.gap.target.amount if shown.gap and shown.gap.target else None
    note = _gap_text(shown)
    most = max([row.bar.stop for row in rows if row.bar] + [target or 0, 1])
    room = max(8, cells - LABEL_CELLS - MONEY_CELLS - 3 - (width(note) + 1 if note else 0))
    scale = ChartScale(0, most, room)
    about = BucketLines(shown, bucket)
    for row in rows:
        drawn = ChartLine((row.bar,) if row.bar else (), target)
        text = line(_draw_label(row.label, row.text), *draw_chart_line(scale, drawn))
        behind = list_signed_ids(figures) if row.id == "signed" else BucketIds(bucket, figures)
        sums = _tell_bar(shown, bucket, row.id)
        yield NumbersRow(text, row.id, line(_(shown.period.label)), behind, about, sums)
    yield _draw_target(shown, scale, target, note)
    for remark in _list_remarks(shown, bucket):
        yield from text_rows(remark, cells, LABEL_CELLS + 1)


def _list_remarks(shown: ForecastFigures, bucket: ForecastBucket) -> Iterator[str]:
    """List what is to be said of the bars: of what the target is, at which rates, and how."""
    figures, together = shown.figures(bucket), shown.currency is None and bucket.home is not None
    yield from explain_target(shown.gap, bucket, together=together)
    if rates := signed_rates_text(figures, shown.forecast.basis):
        yield rates
    yield _method_text(shown, figures)


def _tell_bar(shown: ForecastFigures, bucket: ForecastBucket, id_: str) -> AboutLines:
    """Tell how the figure of a bar came about."""

    def tell(cells: int) -> Sequence[TextLine]:
        figures = shown.figures(bucket)
        if id_ == "signed":
            return signed_sums(figures, cells)
        if id_ in ("p10", "p90"):
            return range_sums(figures, find_odds(shown, bucket), int(id_[1:]), cells)
        if id_ in ("certain", "possible"):
            return bucket_sums(figures, shown.rates, cells)
        return expected_sums(figures, shown.rates, cells)

    return tell


def _draw_label(label: str, text: str) -> StyledText:
    return StyledText(f"{fit(label, LABEL_CELLS)}{fit(text, MONEY_CELLS, 'right')}   ")


def _list_bars(shown: ForecastFigures, figures: CurrencyBucket | None) -> Iterator[_BarRow]:
    signed = figures.signed if figures else 0
    yield _BarRow("signed", _("signed"), short_money(signed), ChartBar(0, signed))
    if not shown.has_rates:
        for id_, label, amount in (
            ("certain", _("wholly due"), figures.certain if figures else 0),
            ("possible", _("possible"), figures.possible if figures else 0),
        ):
            bar = ChartBar(signed, signed + amount, "range" if id_ == "certain" else "spread")
            yield _BarRow(id_, label, plus_text(amount), bar)
        return
    odds = shown.odds.get(shown.period.id) if shown.odds is not None else None
    expected = figures.weighted.expected if figures and figures.weighted else None
    waits = shown.odds is None
    for id_, label, known in (
        ("p10", _("9 in 10"), odds.percentile(10) if odds else None),
        ("expected", _("expected"), expected),
        ("p90", _("1 in 10"), odds.percentile(90) if odds else None),
    ):
        if known is None:
            yield _BarRow(id_, label, waiting_text() if waits else "-", None)
        else:
            yield _BarRow(id_, label, plus_text(known), ChartBar(signed, signed + known, "range"))


def _draw_target(
    shown: ForecastFigures, scale: ChartScale, target: int | None, note: str
) -> NumbersRow:
    if shown.gap is None:
        return NumbersRow(line(_draw_label(_("target"), waiting_text())))
    if target is None:
        lacking = target_elsewhere_text(shown.gap)
        lacking = lacking or _("no target for {period}; e sets it").format(
            period=shown.period.label
        )
        return NumbersRow(line(_draw_label(_("target"), "-"), StyledText(lacking, "dim")))
    drawn = draw_chart_line(scale, ChartLine((), target, rule=True))
    label = _draw_label(_("target"), short_money(target))
    text = line(label, *drawn, StyledText(f" {note}", "strong"))
    bucket = shown.forecast.find(shown.period)
    return NumbersRow(
        text,
        "target",
        line(shown.period.label),
        BucketIds(bucket, shown.figures(bucket)),
        BucketLines(shown, bucket),
        lambda cells: gap_sums(shown.gap, cells),
        list_deal_sets(shown, bucket),
    )


def _gap_text(shown: ForecastFigures) -> str:
    """Return what is lacking, and the odds that what comes in covers it."""
    gap = shown.gap
    if gap is None or gap.target is None or gap.gap is None:
        return ""
    left = round_whole(gap.gap.amount)
    if left <= 0 and gap.signed >= gap.target.amount:
        return _("signed covers it")
    if left <= 0:
        odds = percent_text(gap.chance or 0)
        return _("odds of reaching it {percent}").format(percent=odds)
    if gap.period.latest < shown.forecast.basis.today:
        return _("missed by {amount}").format(amount=short_money(left))
    text = _("gap {amount}").format(amount=short_money(left))
    if gap.chance is None:
        return text
    return f"{text}  " + _("odds {percent}").format(percent=percent_text(gap.chance))


def _method_text(shown: ForecastFigures, figures: CurrencyBucket | None) -> str:
    """Return in a line how the figures came about."""
    if not shown.has_rates:
        return _(NO_RATES)
    if unrated := unrated_text(figures):
        return unrated
    count = len(figures.parts) if figures else 0
    text = ngettext(
        "{count} deal, taken as independent", "{count} deals, taken as independent", count
    ).format(count=count)
    if shown.largest is not None:
        text = _("{method}; the largest, {deal}, is {share} of what is expected").format(
            method=text,
            deal=find_deal_name(figures, shown.largest.id),
            share=percent_text(float(shown.largest.share)),
        )
    return _("; ").join(filter(None, [text, used_rates_text(shown.rates)]))
