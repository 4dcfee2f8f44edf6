"""The record as tables: the way through the stages, owners, losses, and past forecasts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from deals.numbers.calibration import Bias, Calibration
from deals.numbers.durations import Duration
from deals.numbers.figures import ScopeRecord
from deals.numbers.fiscal_periods import FiscalPeriod
from deals.numbers.rates import CaseRate
from deals.numbers.record import Losses, OwnerRecord, Success, TeamRecord, count_within
from tui.output.number_sheets import NO_FIGURE, NumberSheet, SheetBars, SheetCell, SheetColumn
from views.charts import ChartBar, ChartLine
from views.numbers.face_rows import cases_text, percent_text
from views.numbers.record_sums import shape_texts
from views.numbers.success import MeasureRow, name_year
from wording import N_, _, ngettext, pgettext
from wording.candidate_texts import owner_text

RATE = N_("{percent}% ({low} to {high})")
NOT_REACHED = N_("over {days}")
NOT_SAID = N_("not said")
BAR_ROOM = 100


class TitledSheet(NamedTuple):
    """A table of the record under its title."""

    title: str
    sheet: NumberSheet


def ranged_rate_text(rate: CaseRate) -> str:
    """Return a rate with its range at 80%; under ten cases the cases themselves."""
    if rate.interval is None:
        return NO_FIGURE
    if rate.shown is None:
        return cases_text(rate.wins, rate.cases)
    low, high = (f"{100 * end:.1f}" for end in rate.interval)
    return _(RATE).format(percent=f"{float(100 * rate.shown):.0f}", low=low, high=high)


def days_text(found: Duration | None) -> str:
    """Return the median of days; where it is not reached, over how many days it is not."""
    if found is None or not found.known:
        return NO_FIGURE
    if found.median is None:
        return _(NOT_REACHED).format(days=found.longest)
    return f"{found.median}"


def record_tables(
    found: ScopeRecord, name: str, year: FiscalPeriod, measures: Sequence[MeasureRow]
) -> Iterator[TitledSheet]:
    """Yield the tables of a record that there is anything in; the team's row goes by a name.

    The measures of success are of a year.
    """
    record = found.record
    title = _("Measures of success {year}").format(year=name_year(year))
    yield TitledSheet(title, _measure_sheet(found, year, measures))
    stages = _stage_sheet(record)
    if stages.rows:
        yield TitledSheet(_("From stage to stage"), stages)
    yield TitledSheet(_("By owner"), _owner_sheet(found, name))
    losses = _loss_sheet(record.losses)
    if losses.rows:
        yield TitledSheet(_("Lost"), losses)
        title = _("Lost to: after which stage, of which product")
        yield TitledSheet(title, _competitor_sheet(record.losses))
    if found.forecasts.periods:
        title = _("Past forecasts, as of the first day of each period, in {currency}").format(
            currency=found.currency
        )
        yield TitledSheet(title, _forecast_sheet(found.forecasts))


def _measure_sheet(
    found: ScopeRecord, year: FiscalPeriod, measures: Sequence[MeasureRow]
) -> NumberSheet:
    columns = (
        SheetColumn(pgettext("column", "Measure"), "text"),
        SheetColumn(pgettext("column", "Value"), "text"),
        SheetColumn(pgettext("column", "Source"), "text"),
    )
    success = found.years.get(year, Success())
    rows: list[Sequence[SheetCell]] = [
        (_("success rate"), ranged_rate_text(success.rate), _("of won and lost")),
        (
            _("deciders held"),
            ranged_rate_text(found.record.team.relations.rate),
            _("of those known"),
        ),
    ]
    rows += [(each.name, each.figure, each.source) for each in measures]
    return NumberSheet(columns, rows)


def _stage_sheet(record: TeamRecord) -> NumberSheet:
    columns = (
        SheetColumn(pgettext("column", "Stage"), "text"),
        SheetColumn(pgettext("column", "Completed")),
        SheetColumn(pgettext("column", "Went on")),
        SheetColumn(pgettext("column", "Ended")),
        SheetColumn(pgettext("column", "Still there")),
        SheetColumn(pgettext("column", "Fell back")),
        SheetColumn(pgettext("column", "Rate"), "text"),
        SheetColumn(pgettext("column", "Median days")),
    )
    rows = [
        (
            stage,
            each.entered,
            len(each.went_on),
            len(each.ended),
            len(each.there),
            len(each.fell_back),
            ranged_rate_text(each.rate),
            days_text(record.stage_days.get(stage)),
        )
        for stage, each in record.conversions.items()
        if each.entered
    ]
    return NumberSheet(columns, rows)


def _owner_sheet(found: ScopeRecord, name: str) -> NumberSheet:
    """Return what each owner won, promised and put off, and how past forecasts came out.

    Without a past forecast there is nothing to print of these.
    """
    forecasts = found.forecasts
    judged = bool(forecasts.periods)
    columns = (
        SheetColumn(pgettext("column", "Owner"), "text", least=6),
        SheetColumn(pgettext("column", "Won")),
        SheetColumn(pgettext("column", "Lost")),
        SheetColumn(pgettext("column", "Success"), "text"),
        SheetColumn(pgettext("column", "Promises kept"), "text"),
        SheetColumn(pgettext("column", "Slips")),
        SheetColumn(pgettext("column", "Quarters")),
        SheetColumn(pgettext("column", "Deciders held"), "text", room=100),
        SheetColumn(_("Forecast, signed"), printed=judged),
        SheetColumn(_("Forecast, expected"), printed=judged),
        SheetColumn(_("signed of expected, %"), printed=False),
    )
    record = found.record
    rows = [_owner_row(name, record.team, forecasts.bias if forecasts.periods else None)]
    if len(record.owners) > 1:
        rows += [
            _owner_row(owner_text(owner), each, forecasts.owners.get(owner))
            for owner, each in record.owners.items()
        ]
    return NumberSheet(columns, rows)


def _owner_row(name: str, record: OwnerRecord, bias: Bias | None) -> Sequence[SheetCell]:
    return (
        name,
        len(record.success.won),
        len(record.success.lost),
        ranged_rate_text(record.success.rate),
        ranged_rate_text(record.promises),
        len(record.slips),
        sum(slip.quarters for slip in record.slips),
        ranged_rate_text(record.relations.rate),
        bias.signed if bias else None,
        bias.expected if bias else None,
        round(100 * bias.shown) if bias and bias.shown is not None else None,
    )


def _loss_sheet(losses: Losses) -> NumberSheet:
    columns = (
        SheetColumn(pgettext("column", "By"), "text"),
        SheetColumn(pgettext("column", "Name"), "text", least=12),
        SheetColumn(pgettext("column", "Projects")),
    )
    groups: Sequence[tuple[str, Mapping[str, Sequence[str]]]] = (
        (_("reason"), losses.by_reason),
        (_("competitor"), losses.by_competitor),
        (_("stage"), losses.by_stage),
        (_("product"), losses.by_product),
    )
    rows = [
        (by, text or _(NOT_SAID), len(ids)) for by, group in groups for text, ids in group.items()
    ]
    return NumberSheet(columns, rows)


def _competitor_sheet(losses: Losses) -> NumberSheet:
    """Return which competitors beat us where: by stage and by product."""
    products = {name: ids for name, ids in losses.by_product.items() if name}
    columns = (
        SheetColumn(pgettext("column", "Competitor"), "text", least=12),
        SheetColumn(pgettext("column", "Lost")),
        *(SheetColumn(name) for name in (*losses.by_stage, *products)),
    )
    rows: list[Sequence[SheetCell]] = [
        (name or _(NOT_SAID), len(ids), *_count_over(ids, losses.by_stage, products))
        for name, ids in losses.by_competitor.items()
    ]
    return NumberSheet(columns, rows)


def _count_over(ids: Iterable[str], *groupings: Mapping[str, Sequence[str]]) -> list[int]:
    """Count projects in each group of some groupings."""
    there = tuple(ids)
    return [
        counts.get(name, 0)
        for groups in groupings
        for counts in [count_within(there, groups)]
        for name in groups
    ]


def _forecast_sheet(found: Calibration) -> NumberSheet:
    columns = (
        SheetColumn(pgettext("column", "Period"), "text"),
        SheetColumn(pgettext("column", "9 in 10")),
        SheetColumn(pgettext("column", "Expected")),
        SheetColumn(pgettext("column", "1 in 10")),
        SheetColumn(pgettext("column", "Signed")),
        SheetColumn(pgettext("column", "Within"), "text"),
    )
    rows = [
        (
            each.label,
            each.p10,
            each.expected,
            each.p90,
            each.signed,
            _("yes") if each.within else _("no"),
        )
        for each in found.periods
    ]
    lines = [
        ChartLine((ChartBar(each.p10, each.p90, "spread"),), each.signed) for each in found.periods
    ]
    most = max([1, *(max(each.p90, each.signed) for each in found.periods)])
    return NumberSheet(columns, rows, SheetBars(0, most, lines, BAR_ROOM))


def record_remarks(
    found: ScopeRecord, begins: date, open_at: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Yield what is to be said below a record: what it knows, and how good past forecasts were."""
    times, forecasts = found.record.signing_days, found.forecasts
    yield from _known_remarks(found, begins, open_at)
    if times.median is not None:
        yield _("Half of all are signed within {days} days.").format(days=times.median)
    if not forecasts.periods:
        yield _("No past forecast can be held against what was signed: no win rates were known.")
        return
    within = forecasts.within
    yield _("Within the range: {cases}").format(cases=cases_text(within.wins, within.cases))
    brier = forecasts.brier
    if brier is not None and brier.enough and brier.skill is not None:
        yield _("Brier score {score} over {count} deals, skill {skill}").format(
            score=f"{float(brier.score):.3f}",
            count=brier.cases,
            skill=percent_text(float(brier.skill)) if brier.skill >= 0 else f"{brier.skill:.2f}",
        )
    elif brier is not None:
        yield ngettext(
            "{count} deal was forecast: too few to judge by",
            "{count} deals were forecast: too few to judge by",
            brier.cases,
        ).format(count=brier.cases)


def _known_remarks(
    found: ScopeRecord, begins: date, open_at: Mapping[str, Sequence[str]]
) -> Iterator[str]:
    """Yield since when a record is known, if after a day, and where the shape counts otherwise."""
    if found.begins_after(begins):
        text = _("Rates and days are known since {day}: nothing before it is counted.")
        yield text.format(day=found.known_since)
    for stage, each in found.record.conversions.items():
        for text in shape_texts(each, open_at.get(stage, ())):
            yield _("{field}: {text}").format(field=stage, text=text)


def record_sheet(tables: Iterable[TitledSheet]) -> NumberSheet:
    """Return the tables of a record as one sheet for spreadsheets: a row for each figure."""
    columns = (
        SheetColumn(_("Table"), "text"),
        SheetColumn(_("Of"), "text"),
        SheetColumn(_("Figure"), "text"),
        SheetColumn(_("Value")),
    )
    rows = [
        (title, _name_row(sheet, row), column.heading, cell)
        for title, sheet in tables
        for row in sheet.rows
        for column, cell in _list_values(sheet, row)
    ]
    return NumberSheet(columns, rows)


def _name_row(sheet: NumberSheet, row: Sequence[SheetCell]) -> str:
    """Return what a row of a table is about: its first text, and the second where that is one."""
    count = 2 if sheet.columns[1].kind == "text" else 1
    return " ".join(f"{cell}" for cell in row[:count])


def _list_values(
    sheet: NumberSheet, row: Sequence[SheetCell]
) -> Iterator[tuple[SheetColumn, SheetCell]]:
    pairs = list(zip(sheet.columns, row, strict=True))
    start = 2 if sheet.columns[1].kind == "text" else 1
    yield from pairs[start:]
