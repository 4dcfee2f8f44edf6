"""Every figure of the papers equals what the commands print as JSON, to the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from deals.numbers.fiscal_periods import PeriodUnit, period_of_day
from deals.numbers.states import list_unpriced
from deals.reporting_line import LinePerson, ReportingLine
from deals.team_copy import keep_team
from reports.parts.forecast_parts import make_forecast_part
from reports.parts.movement_parts import make_movement_part, make_slip_part
from reports.parts.outcome_parts import make_judged_part, make_loss_part
from reports.parts.owner_parts import make_owner_part
from reports.parts.report_part import ReportPart
from reports.parts.shape_parts import make_shape_part
from reports.parts.target_parts import make_target_part
from reports.report import ReportCell, ReportTable
from reports.report_context import ReportContext
from reports.report_period import ReportPeriod, find_report_period
from tests.deals.makers import TODAY as TEAM_DAY
from tests.deals.makers import playbook
from tests.reports.contexts import sample_context
from tests.team_of_twelve import REPS, WIN, make_team
from tui.output import number_records
from views.numbers.move_names import MOVE_NAMES, TURN_NAMES
from wording import use_language

Record = Mapping[str, Any]
TEAM = make_team(TEAM_DAY, 600)
RATED = playbook("\n".join(f"[stages.P{at}]\nwin = {rate / 100}" for at, rate in enumerate(WIN)))


def team_context(**narrowed: Any) -> ReportContext:
    return ReportContext(TEAM.book, RATED, TEAM_DAY, me="林", **narrowed)


def filtered_context() -> ReportContext:
    context = team_context()
    ids = frozenset(each.id for each in context.book.projects.values() if each.stage > "P2")
    return replace(context, filter="stage>=P3", ids=ids)


CONTEXTS: Mapping[str, Callable[[], ReportContext]] = {
    "sample": lambda: sample_context("en"),
    "team": team_context,
    "an owner": lambda: team_context(owner=REPS[1]),
    "a filter": filtered_context,
    "since a day": lambda: team_context(since=TEAM.end_of(20)),
}


@pytest.fixture(autouse=True)
def speak_english() -> None:
    use_language("en")


@pytest.fixture(params=CONTEXTS, scope="module")
def context(request: pytest.FixtureRequest) -> ReportContext:
    return CONTEXTS[request.param]()


def tables(part: ReportPart) -> list[ReportTable]:
    return [block for block in part.blocks if isinstance(block, ReportTable)]


def period_of(context: ReportContext, unit: Any = "quarter") -> ReportPeriod:
    return find_report_period(context, unit)


def lanes_of(found: Record) -> dict[str, Record]:
    """The currencies of a bucket or movement, and what is together where there are others."""
    lanes = dict(found["currencies"])
    home = found["home"]
    if home and {*lanes} - {home["currency"]}:
        lanes[f"{home['currency']}, together"] = home
    return lanes


@pytest.mark.parametrize("by", ["month", "quarter"])
def test_the_forecast_is_that_of_the_command(context: ReportContext, by: PeriodUnit) -> None:
    record = number_records.forecast_record(
        context.figures.forecast(context.scope, by), context.figures
    )
    (table,) = tables(make_forecast_part(context, by))
    found = {(row[0].text, row[1].text): [cell.value for cell in row[2:]] for row in table.rows}
    year = period_of_day(context.today, "year").label
    ends = ("overdue", "undated", "total")
    joined = any(", together" in lane for lane in lanes_of(record["total"]))
    buckets = {
        each["period"]: each for each in fold_record(record, context) if each["period"] >= year
    }
    buckets |= {name: record[name] for name in ends}
    wanted: dict[tuple[str, str], list[int | None]] = {}
    for name, bucket in buckets.items():
        lanes = dict(bucket["currencies"])
        if joined and bucket["home"]:
            lanes[f"{bucket['home']['currency']}, together"] = bucket["home"]
        wanted |= {(name, lane): figures_of(each) for lane, each in lanes.items()}
    earlier = {key: values for key, values in found.items() if key[0] == "earlier"}
    assert {key: values for key, values in found.items() if key not in earlier} == wanted
    for (_name, lane), values in earlier.items():
        past = [
            lanes_of(each) | ({lane: each["home"]} if "together" in lane else {})
            for each in record["periods"]
            if each["period"] < year
        ]
        assert values[1] == sum(each[lane]["signed"] for each in past if lane in each)


def fold_record(record: Record, context: ReportContext) -> list[Record]:
    """The periods of a forecast by month as papers have them: those far from now by quarter."""
    if record["by"] != "month":
        return list(record["periods"])
    quarters = number_records.forecast_record(
        context.figures.forecast(context.scope, "quarter"), context.figures
    )

    def quarter_of(label: str) -> str:
        return period_of_day(date.fromisoformat(f"{label}-01"), "quarter").label

    first = 12 * context.today.year + context.today.month - 1
    ahead = (divmod(first + count, 12) for count in range(6))
    near = {quarter_of(f"{year}-{month + 1:02}") for year, month in ahead}
    months = [each for each in record["periods"] if quarter_of(each["period"]) in near]
    return [*months, *(each for each in quarters["periods"] if each["period"] not in near)]


def figures_of(found: Record) -> list[int | None]:
    weighted = found["weighted"]
    return [
        found["count"],
        found["signed"],
        found["sum"]["expected"],
        found["completion"]["expected"],
        weighted["expected"] if weighted else None,
        found["p10"],
        found["p90"],
    ]


@pytest.mark.parametrize("unit", ["month", "quarter", "year"])
def test_targets_are_those_of_the_command(context: ReportContext, unit: PeriodUnit) -> None:
    figures = context.figures
    forecast = figures.forecast(context.scope, unit)
    bucket = forecast.find(period_of_day(context.today, unit))
    wanted = {
        (each["currency"], each["together"]): each
        for each in number_records.target_records(bucket, figures, context.scope)
    }
    (table,) = tables(make_target_part(context, (unit,)))
    for row in table.rows:
        code, _comma, together = row[1].text.partition(", ")
        target = wanted.pop((code, bool(together)), None)
        lanes = bucket.home if together else bucket.currencies.get(code)
        assert row[3].value == (lanes.signed if lanes else 0)
        assert row[2].value == (target["target"] if target else None)
        assert row[6].value == (max(0, target["gap"]) if target else None)
        odds = row[7].value
        assert (None if odds is None else round(share(row[7]), 4)) == (target and target["odds"])
    assert not wanted


@pytest.mark.parametrize("within", [False, True])
def test_what_moved_is_that_of_the_command(context: ReportContext, within: bool) -> None:
    period = period_of(context)
    inside = period.fiscal if within else None
    found = context.figures.movement(period.since, period.until, context.scope, inside)
    states = context.figures.states(context.scope)
    unpriced = list_unpriced(states, context.figures.basis.signed_stages, inside)
    record = number_records.movement_record(found, unpriced)
    lines, *named = tables(make_movement_part(context, period, inside))
    lanes = {
        name: lane
        for name, lane in lanes_of(record).items()
        if lane["then"] or lane["now"] or lane["lines"]
    }
    titles = [column.title for column in lines.columns]
    assert [title for title in titles[1:] if title != "Deals"] == list(lanes)
    rows = {KINDS.get(row[0].text, row[0].text): row for row in lines.rows}
    for name, lane in lanes.items():
        at = titles.index(name)
        assert (rows["then"][at].value, rows["now"][at].value) == (lane["then"], lane["now"])
        moved = {each["kind"]: each for each in lane["lines"]}
        drawn = {kind: row for kind, row in rows.items() if row[at].value is not None}
        assert {*drawn} - {"then", "now"} == {*moved}
        for kind, each in moved.items():
            assert (rows[kind][at - 1].value, rows[kind][at].value) == (
                each["count"],
                each["amount"],
            )
    check_named(named, record)


KINDS = {
    **{name: kind for kind, name in MOVE_NAMES.items()},
    **{name: kind for (kind, _turn), name in TURN_NAMES.items()},
}
"""The kind of line by what it may be called."""


def check_named(named: list[ReportTable], record: Record) -> None:
    """The deals by name, those that are not named included, come to the lines."""
    sums: dict[tuple[str, str], int] = defaultdict(int)
    for table in named:
        kind = ""
        for row in table.rows:
            if len(row) == 1:
                kind = KINDS[row[0].text.split("  ")[0]]
            else:
                sums[kind, row[-1].currency] += whole(row[-1])
    wanted = {
        (line["kind"], code): line["amount"]
        for code, lane in record["currencies"].items()
        for line in lane["lines"]
    }
    assert sums == wanted


def test_slips_are_those_of_the_command(context: ReportContext) -> None:
    period = period_of(context)
    found = context.figures.movement(period.since, period.until, context.scope)
    record = number_records.movement_record(found, ())
    slips = [(code, slip) for code, lane in record["currencies"].items() for slip in lane["slips"]]
    owners, *_names = tables(make_slip_part(context, period))
    assert sum(whole(row[1]) for row in owners.rows) == len(slips)
    money = sum(whole(row[2]) for row in owners.rows)
    assert money == sum(slip["amount"] for _code, slip in slips)


def test_losses_and_past_forecasts_are_those_of_the_command(context: ReportContext) -> None:
    figures, period = context.figures, period_of(context)
    record = number_records.record_record(figures.record(context.scope), {})
    found = {table.title: table for table in tables(make_loss_part(context, period))}
    for title, key in (
        ("By reason", "by_reason"),
        ("By competitor", "by_competitor"),
        ("By stage", "by_stage"),
    ):
        counts = {row[0].text: row[2].value for row in found[title].rows}
        assert counts == {name or "not said": n for name, n in record["losses"][key].items()}
    judged = tables(make_judged_part(context))
    if not record["forecasts"]:
        assert not judged
        return
    rows = [[cell.value for cell in row[1:5]] for row in judged[0].rows]
    wanted = [
        [each[key] for key in ("expected", "p10", "p90", "signed")] for each in record["forecasts"]
    ]
    assert rows == wanted[::-1][: len(rows)]
    assert len(rows) == min(4, len(wanted))


def test_the_shape_is_that_of_the_command(context: ReportContext) -> None:
    figures = context.figures
    covers = figures.covers(period_of_day(context.today, "quarter"), context.scope)
    record = number_records.shape_record(figures.shape(context.scope), covers)
    (table,) = tables(make_shape_part(context))
    assert len(table.rows) == len(record["owners"])
    for row in table.rows:
        each = record["owners"][row[0].text]
        assert [cell.value for cell in row[1:9]] == [each["n"], *each["by_stage"].values()]
        assert row[11].text == each["shape"]
        if len(row) > 12:
            assert [row[12].value, row[13].value] == [
                each["cover"]["in_play"],
                each["cover"]["left"],
            ]


def test_each_owner_has_the_figures_of_the_command_for_that_owner(context: ReportContext) -> None:
    figures, period = context.figures, period_of(context)
    (table,) = tables(make_owner_part(context, period))
    for row in table.rows[:4]:
        scope = replace(context.scope, owner=row[0].text)
        bucket = figures.forecast(scope, "quarter").find(period.fiscal)
        record = number_records.bucket_record(bucket, None)
        lanes = record["currencies"].values()
        assert money_in(row[2]) >= {each["signed"] for each in lanes if each["signed"]}
        sums = (each["sum"]["expected"] for each in lanes)
        assert money_in(row[4]) >= {each for each in sums if each}
        targets = figures.owner_targets(period.fiscal)
        target = targets.get(row[0].text.casefold())
        if context.scope.ids is None and target is not None:
            assert row[1].value == target.amount


def whole(cell: ReportCell) -> int:
    """The whole number that a cell holds."""
    assert isinstance(cell.value, int)
    return cell.value


def share(cell: ReportCell) -> float:
    """The share that a cell holds."""
    assert isinstance(cell.value, float)
    return cell.value


def money_in(cell: ReportCell) -> set[int]:
    digits = ("".join(filter(str.isdigit, line)) for line in cell.text.split("\n"))
    return {int(each) for each in digits if each}


def test_owners_stand_below_the_sums_of_their_branch() -> None:
    people = [LinePerson(name, "Wu" if place < 3 else "Lin") for place, name in enumerate(REPS)]
    heads = [LinePerson("Wu", "Chen"), LinePerson("Lin", "Chen")]
    book = keep_team(TEAM.book, "Chen", ReportingLine.of("Chen", [*heads, *people]))
    context = replace(team_context(), book=book)
    (table,) = tables(make_owner_part(context, period_of(context)))
    names = [row[0].text for row in table.rows]
    heads_there = {name for name in names if name.endswith("below")}
    assert heads_there == {"Wu and below", "Lin and below"}
    place = names.index("Wu and below")
    assert set(names[place + 1 : place + 4]) == set(REPS[:3])
    owed = [whole(table.rows[at][1]) for at in range(place, place + 4) if table.rows[at][1].text]
    assert owed[0] == sum(owed[1:]) > 0
    for column in (6, 7, 8):
        inside = [int(table.rows[at][column].text) for at in range(place, place + 4)]
        assert inside[0] == sum(inside[1:])
    only = frozenset(each.id for each in book.projects.values() if each.owner in REPS[:3])
    (below,) = tables(make_owner_part(replace(context, ids=only), period_of(context)))
    assert {row[0].text for row in below.rows} == set(REPS[:3])
