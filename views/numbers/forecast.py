"""The forecast: what is signed and what may come in, against the target and by period. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deals.numbers.distribution import Distribution
from deals.numbers.figures import ScopeRecord, TargetGap
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.forecast import CurrencyBucket, Forecast, ForecastBucket
from deals.numbers.gap import DealSet, Gap
from deals.numbers.rates import CaseRate
from deals.owners import owner_key
from deals.rounding import round_whole
from views.charts import ChartBar, ChartLine, ChartScale, draw_chart_line
from views.figure_table import (
    FigureColumn,
    FigureLayout,
    FigureRow,
    draw_figure_row,
    draw_figure_titles,
    lay_out_figures,
)
from views.glyphs import glyphs
from views.numbers.bucket_ids import BucketIds, list_signed_ids
from views.numbers.bucket_texts import (
    in_play_texts,
    range_with_signed,
    without_rate_text,
)
from views.numbers.face_rows import (
    LABEL_CELLS,
    AboutLines,
    NamedDeals,
    NumbersRow,
    cases_text,
    labelled_lines,
    percent_text,
    plus_text,
    range_text,
    rule_row,
    short_money,
    text_rows,
    waiting_text,
)
from views.numbers.forecast_remarks import explain_range, explain_target, unrated_text
from views.numbers.forecast_sums import (
    bucket_sums,
    expected_sums,
    gap_sums,
    range_sums,
    signed_sums,
    used_rates_text,
)
from views.styled_text import StyledText, TextLine, fit, line, width
from wording import N_, _, ngettext, pgettext

MONEY_CELLS = 7
NAMES, MOST_NAMED = 24, 3
LEAST_BAR, MOST_BAR = 20, 60
PERIODS = 4
"""How many past periods are told of."""
NO_RATES = N_(
    "no ranges: nothing says how often projects of a stage are won; the playbook does, as in "
    "[stages.P3] win = 0.4"
)
EMPTY = N_("Nothing to forecast yet: projects in play with an amount and a close date stand here.")
BUCKETS: Mapping[str, str] = {
    "overdue": N_("overdue"),
    "undated": N_("undated"),
    "total": N_("total"),
}


@dataclass(frozen=True, slots=True)
class DealSteps:
    """What the names and next steps of deals are, by id."""

    names: Mapping[str, str] = field(default_factory=dict)
    steps: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ForecastFigures:
    """What the face shows: the forecast of a scope in a currency, as far as it is worked out.

    `groups` are forecasts by name where it is told by these, under the title `grouped`. `gap`,
    `odds` (by the label of a bucket), `largest` (the share of the largest deal) and `record` are
    None until they are known; `targets` are those of owners by `owner_key`, where it is told by
    these. `rates` say by stage how the win rates came about.
    """

    forecast: Forecast
    currency: str | None
    period: FiscalPeriod
    groups: Mapping[str, Forecast] | None = None
    grouped: str = ""
    gap: TargetGap | None = None
    odds: Mapping[str, Distribution | None] | None = None
    largest: float | None = None
    record: ScopeRecord | None = None
    deals: DealSteps = field(default_factory=DealSteps)
    targets: Mapping[str, int] = field(default_factory=dict)
    rates: Mapping[str, CaseRate] = field(default_factory=dict)

    def figures(self, bucket: ForecastBucket) -> CurrencyBucket | None:
        """Return the figures of a bucket in the currency, or together at the rates."""
        if self.currency is None and bucket.home is not None:
            return bucket.home
        return bucket.currencies.get(self.currency or self.forecast.basis.home)

    @property
    def has_rates(self) -> bool:
        """Whether there are win rates."""
        return any(rate is not None for rate in self.forecast.basis.win_rates.values())


def draw_forecast(shown: ForecastFigures, cells: int) -> list[NumbersRow]:
    """Draw the face in so many cells."""
    total = shown.forecast.total
    if not total.count and not total.currencies:
        return [NumbersRow(()), *text_rows(_(EMPTY), cells, 2)]
    return [*_draw_bars(shown, cells), *_draw_table(shown, cells), *_remark_unpriced(shown, cells)]


# The bars ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _BarRow:
    """A bar with its label and figure."""

    id: str
    label: str
    text: str
    bar: ChartBar | None


def _draw_bars(shown: ForecastFigures, cells: int) -> Iterator[NumbersRow]:
    bucket = shown.forecast.find(shown.period)
    figures = shown.figures(bucket)
    rows = list(_list_bars(shown, figures))
    target = shown.gap.target.amount if shown.gap and shown.gap.target else None
    note = _gap_text(shown)
    most = max([row.bar.stop for row in rows if row.bar] + [target or 0, 1])
    room = max(8, cells - LABEL_CELLS - MONEY_CELLS - 3 - (width(note) + 1 if note else 0))
    scale = ChartScale(0, most, room)
    about = _BucketLines(shown, bucket)
    for row in rows:
        drawn = ChartLine((row.bar,) if row.bar else (), target)
        text = line(_draw_label(row.label, row.text), *draw_chart_line(scale, drawn))
        behind = list_signed_ids(figures) if row.id == "signed" else BucketIds(bucket, figures)
        sums = _tell_bar(shown, bucket, row.id)
        yield NumbersRow(text, row.id, line(_(shown.period.label)), behind, about, sums)
    yield _draw_target(shown, scale, target, note)
    for remark in (*explain_target(shown.gap), _method_text(shown, figures)):
        yield from text_rows(remark, cells, LABEL_CELLS + 1)


def _tell_bar(shown: ForecastFigures, bucket: ForecastBucket, id_: str) -> AboutLines:
    """Tell how the figure of a bar came about."""

    def tell(cells: int) -> Sequence[TextLine]:
        figures = shown.figures(bucket)
        if id_ == "signed":
            return signed_sums(figures, cells)
        if id_ in ("p10", "p90"):
            return range_sums(figures, _find_odds(shown, bucket), int(id_[1:]), cells)
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
    odds = shown.odds.get(shown.period.label) if shown.odds is not None else None
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
        lacking = _("no target for {period}; e sets it").format(period=shown.period.label)
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
        _BucketLines(shown, bucket),
        lambda cells: gap_sums(shown.gap, cells),
        _list_deal_sets(shown, bucket),
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
        share = percent_text(shown.largest)
        text = _("{method}; the largest is {share}").format(method=text, share=share)
    return _("; ").join(filter(None, [text, used_rates_text(shown.rates)]))


# The table ---------------------------------------------------------------------------------------


def _columns(shown: ForecastFigures) -> tuple[FigureColumn, ...]:
    last = [FigureColumn(pgettext("column", "kept"), 3)]
    if shown.targets:
        last = [FigureColumn(pgettext("column", "target"), 2)]
        last.append(FigureColumn(pgettext("column", "gap")))
    return (
        FigureColumn(pgettext("column", "deals")),
        FigureColumn(pgettext("column", "sum")),
        FigureColumn(pgettext("column", "completion"), 2),
        FigureColumn(pgettext("column", "expected")),
        FigureColumn(pgettext("column", "9 in 10 .. 1 in 10"), 1),
        FigureColumn(pgettext("column", "signed"), 4),
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
    if shown.groups is None:
        yield from explain_range(shown.figures(shown.forecast.total), cells)


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
        left, figures = _find_left(shown, *pair), shown.figures(pair[1])
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
    weighted = figures.weighted if bucket.kind not in ("overdue", "undated") else None
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
    target, left = shown.targets.get(owner_key(name)), _find_left(shown, name, bucket)
    if target is None or left is None:
        return "", ""
    return short_money(target), short_money(left) if left > 0 else _("covered")


def _find_left(shown: ForecastFigures, name: str, bucket: ForecastBucket) -> int | None:
    """Return what an owner's target lacks beside what is signed and expected, if there is one."""
    target, figures = shown.targets.get(owner_key(name)), shown.figures(bucket)
    if target is None:
        return None
    expected = figures.weighted.expected if figures and figures.weighted else 0
    return target - (figures.signed if figures else 0) - expected


def _range_text(shown: ForecastFigures, name: str, bucket: ForecastBucket) -> str:
    if bucket.kind == "overdue":
        return _("re-date or end: t") if bucket.count else ""
    if bucket.kind == "undated":
        return _("date them: t") if bucket.count else ""
    if not shown.has_rates:
        return ""
    if shown.odds is None:
        return waiting_text()
    odds = shown.odds.get(name)
    if odds is None:
        return ""
    return range_text(odds.percentile(10), odds.percentile(90))


def _is_chosen(shown: ForecastFigures, bucket: ForecastBucket) -> bool:
    """Whether a bucket is that of the chosen period, and not of a group in it."""
    return bucket.period == shown.period and bucket.kind == "period" and shown.groups is None


def _kept_text(shown: ForecastFigures, bucket: ForecastBucket) -> str:
    """Return how many promises were kept, beside the period that these tell most of."""
    if not _is_chosen(shown, bucket):
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
    figures = shown.figures(bucket)
    room = cells - layout.cells - 3
    if room >= LEAST_BAR and figures is not None and bucket.kind == "period":
        text = (*text, StyledText("   "), *_draw_range(shown, name, figures, min(room, MOST_BAR)))
    return NumbersRow(
        text,
        f"row:{name}",
        line(StyledText(name if shown.groups is None else f"{bucket.label} {name}", "strong")),
        BucketIds(bucket, figures),
        _BucketLines(shown, bucket),
        _tell_sums(shown, bucket),
        _list_deal_sets(shown, bucket),
    )


def _draw_range(shown: ForecastFigures, name: str, figures: CurrencyBucket, cells: int) -> TextLine:
    """Draw what is signed, what is sure of the rest and what may come, in one bar."""
    most = max((_most_of(shown, bucket) for _name, bucket in _list_buckets(shown)), default=1)
    odds = shown.odds.get(name) if shown.odds else None
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


def _list_deal_sets(shown: ForecastFigures, bucket: ForecastBucket) -> tuple[NamedDeals, ...]:
    """Return the sets of deals that would close the gap, as the pane names them."""
    if not _is_chosen(shown, bucket) or shown.gap is None or shown.gap.gap is None:
        return ()
    sets = _name_sets(shown.gap.gap)
    return tuple(NamedDeals(_set_text(shown, label, deals), deals.ids) for label, deals in sets)


def _name_sets(gap: Gap) -> Iterator[tuple[str, DealSet]]:
    """Yield the sets of deals that close a gap with what they are: one of both kinds but once."""
    if gap.fewest is not None:
        yield _("fewest"), gap.fewest
    if gap.likeliest is not None and (not gap.fewest or gap.likeliest.ids != gap.fewest.ids):
        yield _("likeliest"), gap.likeliest


# The pane ----------------------------------------------------------------------------------------


class _BucketLines:
    """What the pane says of a bucket."""

    def __init__(self, shown: ForecastFigures, bucket: ForecastBucket) -> None:
        self._shown, self._bucket = shown, bucket

    def __call__(self, cells: int) -> Sequence[TextLine]:
        """Return the lines."""
        shown, bucket = self._shown, self._bucket
        lines = list[TextLine]()
        chosen = _is_chosen(shown, bucket)
        if chosen:
            lines += _reach_lines(shown, cells)
            lines += labelled_lines(_past_label(shown), _past_texts(shown), cells)
        figures = shown.figures(bucket)
        odds = _find_odds(shown, bucket)
        if figures is not None and odds is not None:
            lines += labelled_lines(_("odds"), [range_with_signed(figures, odds)], cells)
        if figures is not None and bucket.count:
            lines += labelled_lines(_("in play"), in_play_texts(bucket, figures), cells)
        if bucket.without_rate:
            lines += labelled_lines(_("left out"), [without_rate_text(bucket)], cells)
        return [*lines, *_step_lines(shown, cells)] if chosen else lines


def _tell_sums(shown: ForecastFigures, bucket: ForecastBucket) -> AboutLines:
    return lambda cells: bucket_sums(shown.figures(bucket), shown.rates, cells)


def _find_odds(shown: ForecastFigures, bucket: ForecastBucket) -> Distribution | None:
    if shown.odds is None or bucket.kind not in ("period", "total") or shown.groups is not None:
        return None
    return shown.odds.get(_(BUCKETS["total"]) if bucket.kind == "total" else bucket.label)


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
    text = _("expected {expected}, signed {signed}; within the range {within}")
    return [
        text.format(
            expected=short_money(sum(period.expected for period in past)),
            signed=short_money(sum(period.signed for period in past)),
            within=cases_text(within, len(past)),
        )
    ]


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
