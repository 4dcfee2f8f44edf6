"""What a manager asks on a Monday of a team of twelve, held against what happened."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest

from deals.customer_owners import CustomerOwners
from deals.filters import FilterContext, parse_filter
from deals.numbers.book_basis import basis_at, list_deletions
from deals.numbers.figures import Figures
from deals.numbers.fiscal_periods import period_of_day
from deals.numbers.forecast import CurrencyBucket, Forecast, forecast_projects
from deals.numbers.forecast_groups import GROUPINGS, group_forecasts
from deals.numbers.forecast_odds import distribute_bucket
from deals.numbers.memo import NumbersMemo
from deals.numbers.movement import MOVES, CurrencyMovement, MovementScope, find_movement
from deals.numbers.record import TeamRecord
from deals.numbers.shape import find_shapes
from deals.numbers.states import list_states
from deals.numbers.targets import find_sales_target
from deals.rules.triage import Assessment, assess
from deals.search import SearchIndex
from tests.deals.makers import TODAY, playbook
from tests.team_of_twelve import BEGINNER, REPS, TOGETHER, WIN, make_team

TEAM = make_team(TODAY)
BOOK, TRUTH, LAST = TEAM.book, TEAM.truth, TEAM.weeks
PROJECTS = tuple(BOOK.projects.values())
QUARTER = period_of_day(TODAY, "quarter")
PLAYBOOK = playbook("\n".join(f"[stages.P{at}]\nwin = {rate / 100}" for at, rate in enumerate(WIN)))
MEMO = NumbersMemo()
LANES = ("CNY", "USD", TOGETHER)
WEEKS = (*range(1, LAST, 5), LAST)
HANDED = ("handed_in", "handed_out")


def movement(
    since: date, until: date, owner: str | None = None, *, quarter: bool = False
) -> dict[str, CurrencyMovement]:
    """What moved, by lane."""
    scope = MovementScope(owner, QUARTER if quarter else None)
    basis, gone = basis_at(BOOK, PLAYBOOK, TODAY, until), list_deletions(BOOK)
    found = find_movement(PROJECTS, since, basis, scope, gone, MEMO)
    assert found.home is not None
    return {**found.currencies, TOGETHER: found.home}


def lines_of(moved: CurrencyMovement) -> dict[str, int]:
    """The lines of a movement with their sums."""
    return {line.kind: line.amount for line in moved.lines}


def true_lines(week: int, lane: str, owner: str | None) -> dict[str, int]:
    """What happened in a week: of the team, hand-overs are none."""
    kinds = [kind for kind in MOVES if owner or kind not in HANDED]
    owners = [owner] if owner else REPS
    sums = {kind: sum(TRUTH.lines[week, lane, rep, kind] for rep in owners) for kind in kinds}
    return {kind: amount for kind, amount in sums.items() if amount}


def true_in_play(week: int, lane: str, owner: str | None) -> int:
    """What was in play at the end of a week."""
    return sum(TRUTH.in_play[week, lane, rep] for rep in ([owner] if owner else REPS))


@pytest.mark.parametrize("owner", [None, REPS[0], REPS[4]])
def test_each_week_moved_what_happened(owner: str | None) -> None:
    """Week by week: then, each line, and now."""
    for week in WEEKS:
        moved = movement(TEAM.end_of(week - 1), TEAM.end_of(week), owner)
        for lane in LANES:
            if lane not in moved:
                assert not true_lines(week, lane, owner)
                continue
            assert lines_of(moved[lane]) == true_lines(week, lane, owner)
            assert moved[lane].then == true_in_play(week - 1, lane, owner)
            assert moved[lane].now == true_in_play(week, lane, owner)


def test_last_week_counts_projects() -> None:
    moved = movement(TEAM.end_of(LAST - 1), TODAY)[TOGETHER]
    counts = {line.kind: line.count for line in moved.lines}
    true: dict[str, int] = defaultdict(int)
    for (week, lane, _rep, kind), count in TRUTH.counts.items():
        if (week, lane) == (LAST, TOGETHER) and kind not in HANDED:
            true[kind] += count
    assert counts == true
    assert sum(part.amount for part in moved.advanced) == TRUTH.steps[LAST, TOGETHER, "advanced"]
    assert sum(part.amount for part in moved.fell_back) == TRUTH.steps[LAST, TOGETHER, "fell_back"]


def test_what_slipped() -> None:
    """Out of the quarter: the money that went, and all windows that are later with their months."""
    for week in WEEKS:
        moved = movement(TEAM.end_of(week - 1), TEAM.end_of(week), quarter=True)
        for lane in LANES:
            kinds = [kind for kind in MOVES if kind not in HANDED]
            true = {kind: TRUTH.quarter_lines[week, lane, kind] for kind in kinds}
            assert lines_of(moved[lane]) == {kind: some for kind, some in true.items() if some}
            assert moved[lane].now == TRUTH.in_quarter[week, lane]
    slips = movement(TEAM.end_of(LAST - 1), TODAY)[TOGETHER].slips
    assert {slip.state.id: slip.months for slip in slips} == TRUTH.slips[LAST]


def test_half_a_year_is_its_weeks() -> None:
    """From the first day to the last, with all that happened in between."""
    moved = movement(TEAM.end_of(0), TODAY)
    for lane in LANES:
        assert moved[lane].then == true_in_play(0, lane, None)
        assert moved[lane].now == true_in_play(LAST, lane, None)
        assert moved[lane].then + sum(lines_of(moved[lane]).values()) == moved[lane].now


def forecasts() -> tuple[Forecast, dict[str, Forecast]]:
    """The forecast of the team and of each rep."""
    basis = basis_at(BOOK, PLAYBOOK, TODAY)
    states = list_states(PROJECTS, memo=MEMO)
    groups = group_forecasts(states, GROUPINGS["owner"], basis, memo=MEMO)
    return forecast_projects(states, basis, memo=MEMO), groups


def true_forecast(bucket: str, lane: str, owners: tuple[str, ...] = REPS) -> dict[str, int]:
    """What is in play by figure."""
    names = ("low", "expected", "completion", "weighted")
    return {name: sum(TRUTH.forecast[bucket, lane, rep, name] for rep in owners) for name in names}


def figures_of(found: CurrencyBucket) -> dict[str, int]:
    """The same of a bucket."""
    assert found.weighted is not None
    return {
        "low": found.sum.low,
        "expected": found.sum.expected,
        "completion": found.completion.expected,
        "weighted": found.weighted.expected,
    }


def true_signed(lane: str, owners: tuple[str, ...] = REPS, quarter: int = TRUTH.quarter) -> int:
    """What was signed in a quarter."""
    return sum(TRUTH.signed[quarter, lane, rep] for rep in owners)


def test_what_will_we_sign() -> None:
    """Every quarter, what is overdue and what has no window, by currency and together."""
    forecast, _groups = forecasts()
    for bucket in (*forecast.periods, forecast.overdue, forecast.undated, forecast.total):
        assert bucket.home is not None
        for lane, found in {**bucket.currencies, TOGETHER: bucket.home}.items():
            assert figures_of(found) == true_forecast(bucket.label, lane)
    for period in (each for each in forecast.periods if each.period):
        assert period.home is not None
        year, _, part = period.label.partition("-Q")
        number = int(year) * 4 + int(part) - 1
        assert period.home.signed == true_signed(TOGETHER, quarter=number)
    quarters = {bucket.label for bucket in forecast.periods}
    assert {key for key, *_rest in TRUTH.forecast} <= quarters | {"overdue", "undated", "total"}


def test_odds_are_about_what_is_expected() -> None:
    bucket = forecasts()[0].find(QUARTER)
    assert bucket.home is not None
    odds = distribute_bucket(bucket, bucket.home)
    assert odds is not None
    expected = true_forecast(QUARTER.label, TOGETHER)["weighted"]
    assert odds.percentile(10) < expected < odds.percentile(90)
    assert abs(odds.percentile(50) - expected) < expected // 20


def test_who_is_behind() -> None:
    """Targets, signed and expected of each rep: who lacks most stands first."""
    _team, groups = forecasts()
    shown, true = {}, {}
    for rep in REPS:
        target = find_sales_target(BOOK, QUARTER, "CNY", rep)
        found = groups[rep].find(QUARTER).home
        assert target is not None
        figures = (found.signed, found.weighted.expected) if found and found.weighted else (0, 0)
        shown[rep] = target.amount - sum(figures)
        expected = true_forecast(QUARTER.label, TOGETHER, (rep,))["weighted"]
        true[rep] = TEAM.target(rep) - true_signed(TOGETHER, (rep,)) - expected
    assert shown == true
    whole = find_sales_target(BOOK, QUARTER, "CNY")
    assert whole is not None
    assert (whole.amount, whole.source) == (sum(map(TEAM.target, REPS)), "owners")


def test_whose_pipeline_is_thin() -> None:
    shapes = find_shapes(PROJECTS, PLAYBOOK)
    for rep in REPS:
        counts = {f"P{at}": TRUTH.stages[rep][at] for at in range(7)}
        assert shapes.owners[rep].by_stage == counts
    assert [rep for rep, shape in shapes.owners.items() if shape.name == "thin"] == [BEGINNER]


def select(text: str) -> set[str]:
    """The projects that a filter finds."""
    beside = FilterContext(PLAYBOOK, REPS[0], SearchIndex())
    context = replace(beside, customers=CustomerOwners(PROJECTS))
    return {found.project.id for found in parse_filter(text, context).select(assessed())}


def assessed() -> list[Assessment]:
    """All open projects in triage."""
    return [assess(each, PLAYBOOK, TODAY) for each in PROJECTS if each.status == "open"]


def test_which_need_me() -> None:
    """What is red is what was planted: late, nobody named, or no window so far on."""
    assert select("severity:red") == set(TRUTH.red)


def test_who_has_no_next_step() -> None:
    for rep in REPS:
        assert select(f"owner={rep} flag:no-next stage<P6") == TRUTH.idle[rep]


def record() -> TeamRecord:
    """The record of the team."""
    return Figures(BOOK, PLAYBOOK, TODAY).record().record


def test_which_competitor_beats_us_where() -> None:
    found = record()
    for rep in REPS:
        success = found.owners[rep].success
        assert (len(success.won), len(success.lost)) == (TRUTH.won[rep], TRUTH.lost[rep])
    by_rival: dict[str, int] = defaultdict(int)
    by_stage: dict[str, int] = defaultdict(int)
    for (rival, stage, _product), count in TRUTH.losses.items():
        by_rival[rival] += count
        by_stage[stage] += count
    assert {name: len(ids) for name, ids in found.losses.by_competitor.items()} == by_rival
    assert {name: len(ids) for name, ids in found.losses.by_stage.items()} == by_stage


def test_which_customers_have_two_reps() -> None:
    shared = {customer for customer, reps in TRUTH.reps.items() if len(reps) > 1}
    found = {BOOK.projects[id_].customer for id_ in select("owners>1")}
    assert found == shared
    assert len(select("owners>1")) == sum(
        each.status == "open" and each.customer in shared for each in PROJECTS
    )
