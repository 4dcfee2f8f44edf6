"""The forecast as a table by period and currency, with what is to be said of it below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from deals.numbers.evidence import FACTS, Evidence
from deals.numbers.figures import TEAM, Figures, NumbersScope, TargetGap
from deals.numbers.forecast import CurrencyBucket, Forecast, ForecastBucket
from deals.numbers.forecast_odds import distribute_bucket
from deals.numbers.states import ProjectState
from deals.rounding import round_whole
from tui.output.number_sheets import NumberSheet, SheetBars, SheetCell, SheetColumn
from views.charts import ChartBar, ChartLine
from views.money_texts import rates_text, target_text
from views.numbers.arithmetic import FACT_NAMES, weighed_text
from views.numbers.bucket_texts import independence_text, range_remark
from views.numbers.face_rows import percent_text, whole_text
from views.numbers.forecast_bars import NO_RATES
from views.numbers.forecast_figures import BUCKETS, name_bucket
from views.numbers.forecast_remarks import alone_text
from wording import N_, _, pgettext
from wording.candidate_texts import owner_text

COMPLETION_ROOM, BAR_ROOM, RANGE_ROOM = 90, 120, 140
COUNTED = N_("A project counts 1 in every period that it touches and 1 in the total.")
TOGETHER = N_(
    "Together in {currency}; what is open at {rates}, what has ended at the rate of its day:"
)
LEFT_OUT = N_("Without a rate and left out: {amounts}")
CROSSING = N_("{period}: no target of its own, but {periods} has one, of other months")
GUESSES = N_("? a guess of the playbook, until ten cases with it and ten without are known")


def forecast_sheet(found: Forecast, figures: Figures, scope: NumbersScope = TEAM) -> NumberSheet:
    """Return all of a forecast by bucket and currency, and together where rates bring that.

    Beside each period stands its target, what it lacks, and the odds that it is reached.
    """
    rows = list[Sequence[SheetCell]]()
    for together in _list_ways(found):
        for bucket in _list_buckets(found):
            held = dict[str, Sequence[SheetCell]]()
            for gap, at_rates in figures.list_gaps(bucket, scope):
                if at_rates == together:
                    held[gap.currency] = _gap_cells(gap)
            rows += [
                (*row, *held.pop(f"{row[1]}", (None, None, None)))
                for row in _bucket_rows(bucket, together=together)
            ]
    columns = (_("target"), pgettext("column", "gap"), _("odds of the target, %"))
    more = (SheetColumn(heading, printed=False) for heading in columns)
    return NumberSheet((*_columns(), *more), rows)


def _gap_cells(held: TargetGap) -> Sequence[SheetCell]:
    """Return a target, what is lacking, and the odds in percent."""
    target = held.target.amount if held.target else None
    gap = round_whole(held.gap.amount) if held.gap else None
    return target, gap, None if held.chance is None else round(100 * held.chance)


def target_remarks(found: Forecast, figures: Figures, scope: NumbersScope) -> Iterator[str]:
    """Yield for each period with a target what it lacks, and the odds that it is reached.

    Where several currencies are added up at the rates, it is told of them together.
    """
    for bucket in found.periods:
        gaps = figures.list_gaps(bucket, scope)
        if not gaps and (crossing := figures.list_crossing(bucket, scope)):
            yield _(CROSSING).format(period=name_bucket(bucket), periods=_(", ").join(crossing))
        joined = any(together for _held, together in gaps)
        for held, together in gaps:
            if held.target is not None and together == joined:
                over = held.period.latest < found.basis.today
                yield _target_remark(bucket, held, together=together and found.joins, over=over)


def _target_remark(bucket: ForecastBucket, held: TargetGap, *, together: bool, over: bool) -> str:
    left = round_whole(held.gap.amount) if held.gap else 0
    amount = f"{held.currency} {whole_text(held.target.amount if held.target else 0)}"
    lacks = _("no gap")
    if left > 0:
        text = _("missed by {amount}") if over else _("gap {amount}")
        lacks = text.format(amount=whole_text(left))
    parts = [
        _("{period}: target {amount}").format(period=name_bucket(bucket), amount=amount),
        *([_("all currencies together")] if together else []),
        lacks,
    ]
    if held.chance is not None and not over:
        parts.append(_("odds of reaching it {chance}").format(chance=percent_text(held.chance)))
    alone = "" if together else alone_text(held, bucket)
    return _("; ").join([*parts, *filter(None, [target_text(held.money), alone])])


def forecast_tables(found: Forecast) -> list[NumberSheet]:
    """Return the tables that are printed: by currency, and together at the exchange rates."""
    return [_make_table(_list_buckets(found), together=together) for together in _list_ways(found)]


def _list_ways(found: Forecast) -> tuple[bool, ...]:
    """Return whether to add up together: not, and so too where there is more than home money."""
    return (False, True) if found.joins else (False,)


def _list_buckets(found: Forecast) -> list[ForecastBucket]:
    """List the buckets that there is anything in, and the total."""
    buckets = (*found.periods, found.overdue, found.undated)
    return [*(each for each in buckets if each.count or each.currencies), found.total]


def _make_table(buckets: Iterable[ForecastBucket], *, together: bool) -> NumberSheet:
    rows, lines, most = list[Sequence[SheetCell]](), list[ChartLine](), 0
    for bucket in buckets:
        for figures in _list_figures(bucket, together=together):
            # The total would make all others small.
            lines.append(_bucket_line(figures if bucket.kind != "total" else None))
            most = max([most, *(bar.stop for bar in lines[-1].bars)])
        rows += _bucket_rows(bucket, together=together)
        lines += [ChartLine()] * (len(rows) - len(lines))
    codes = {row[1] for row in rows if row[1] and row[3] is not None}
    bars = SheetBars(0, most, lines, BAR_ROOM) if most and len(codes) == 1 else None
    return NumberSheet(_columns(), rows, bars)


def _list_figures(bucket: ForecastBucket, *, together: bool) -> list[CurrencyBucket]:
    if not together:
        return list(bucket.currencies.values())
    return [bucket.home] if bucket.home is not None else []


def _bucket_line(figures: CurrencyBucket | None) -> ChartLine:
    """Return what is signed, solid, and what may come in at the most."""
    if figures is None:
        return ChartLine()
    signed = figures.signed
    return ChartLine((ChartBar(signed, signed + figures.possible, "spread"), ChartBar(0, signed)))


def _columns() -> tuple[SheetColumn, ...]:
    hidden = (
        *(_("sum, low"), _("sum, high"), _("by completion, low"), _("by completion, high")),
        *(_("expected, low"), _("expected, high"), _("even odds"), _("wholly due"), _("possible")),
    )
    return (
        SheetColumn(pgettext("column", "Period"), "text"),
        SheetColumn(pgettext("column", "Currency"), "text"),
        SheetColumn(pgettext("column", "Deals")),
        SheetColumn(pgettext("column", "Signed")),
        SheetColumn(pgettext("column", "Sum")),
        SheetColumn(pgettext("column", "By completion"), room=COMPLETION_ROOM),
        SheetColumn(pgettext("column", "Expected")),
        SheetColumn(pgettext("column", "9 in 10"), room=RANGE_ROOM),
        SheetColumn(pgettext("column", "1 in 10"), room=RANGE_ROOM),
        *(SheetColumn(heading, printed=False) for heading in hidden),
        SheetColumn(_("together"), "text", printed=False),
    )


def _bucket_rows(bucket: ForecastBucket, *, together: bool) -> Iterator[Sequence[SheetCell]]:
    name, mark = name_bucket(bucket), _("yes") if together else None
    blank: list[SheetCell] = [None] * 15
    for figures in _list_figures(bucket, together=together):
        yield name, figures.currency, figures.count, *_figure_cells(bucket, figures), mark
    if not together and bucket.unpriced:
        yield name, _("no amount"), len(bucket.unpriced), *blank, mark
    elif not together and not bucket.currencies:
        yield name, None, 0, *blank, mark


def _figure_cells(bucket: ForecastBucket, figures: CurrencyBucket) -> Iterator[SheetCell]:
    odds, weighted = distribute_bucket(bucket, figures), figures.weighted
    yield figures.signed
    yield figures.sum.expected
    yield figures.completion.expected
    yield weighted.expected if weighted else None
    yield from (odds.percentile(at) if odds else None for at in (10, 90))
    yield from (figures.sum.low, figures.sum.high)
    yield from (figures.completion.low, figures.completion.high)
    yield from (weighted.low, weighted.high) if weighted else (None, None)
    yield odds.percentile(50) if odds else None
    yield from (figures.certain, figures.possible)


def forecast_remarks(found: Forecast) -> Iterator[str]:
    """Yield what is to be said below a forecast by currency."""
    if found.total.count:
        yield _(COUNTED)
    if not any(rate is not None for rate in found.basis.win_rates.values()):
        yield _(NO_RATES)
        return
    shown = found.total.home or next(iter(found.total.currencies.values()), None)
    if shown is not None and (remark := _range_remark(found, shown)):
        yield remark
    for figures in found.total.currencies.values():
        if text := independence_text(figures):
            yield text


def _range_remark(found: Forecast, total: CurrencyBucket) -> str:
    """Say what of a total's expected has no day, and so no range; empty for nothing."""
    there = (found.overdue, found.undated)
    others = {
        _(BUCKETS[bucket.kind]): bucket.home
        if bucket.home is not None
        else bucket.currencies.get(total.currency)
        for bucket in there
    }
    return range_remark(total, others, lambda amount: f"{total.currency} {whole_text(amount)}")


def conversion_text(figures: Figures, codes: Iterable[str], day: date) -> str:
    """Return in which currency and at which rates of a day the others are added up."""
    rates = figures.exchange_rates_on(day)
    used = [rates[code] for code in codes if code in rates]
    return _(TOGETHER).format(currency=figures.basis.home, rates=rates_text(used))


def left_out_text(bucket: ForecastBucket) -> str:
    """Return the currencies that stay out of what is added up together; empty for none."""
    amounts = [
        f"{code} {whole_text(bucket.currencies[code].sum.expected)}" for code in bucket.without_rate
    ]
    return _(LEFT_OUT).format(amounts=_(", ").join(amounts)) if amounts else ""


def list_evidence(found: Forecast, figures: Figures) -> list[tuple[ProjectState, Evidence]]:
    """List the projects in play that have a win rate, with what corrects it, likeliest first."""
    total = found.total
    states = [part.state for each in total.currencies.values() for part in each.parts]
    states += total.unpriced
    pairs = ((state, figures.evidence(state.project)) for state in states)
    known = [(state, evidence) for state, evidence in pairs if evidence is not None]
    return sorted(known, key=lambda pair: (-pair[1].rate, pair[0].name))


def evidence_sheet(every: Iterable[tuple[ProjectState, Evidence]]) -> NumberSheet:
    """Return what speaks for projects and against them: printed in words, else a column a fact."""
    columns = (
        SheetColumn(pgettext("column", "Project"), "text", least=12),
        SheetColumn(pgettext("column", "Owner"), "text", least=6),
        SheetColumn(pgettext("column", "Stage"), "text"),
        SheetColumn(pgettext("column", "Odds"), "text"),
        SheetColumn(pgettext("column", "Why"), "text", least=16),
        SheetColumn(_("win rate, %"), printed=False),
        *(SheetColumn(_(FACT_NAMES[fact]), printed=False) for fact in FACTS),
        SheetColumn(_("odds, %"), printed=False),
        SheetColumn(_("Id"), "text", printed=False),
    )
    return NumberSheet(columns, [_evidence_row(*pair) for pair in every])


def _evidence_row(state: ProjectState, found: Evidence) -> Sequence[SheetCell]:
    percents = {part.fact: part.percent for part in found.parts}
    reasons = (
        f"{_(FACT_NAMES[part.fact])} {part.percent:+d}{'' if part.effect.measured else '?'}"
        for part in found.parts
    )
    return (
        state.name,
        owner_text(state.owner),
        state.stage,
        weighed_text(found),
        _(", ").join(reasons),
        found.base,
        *(percents.get(fact) for fact in FACTS),
        found.percent,
        state.id,
    )
