"""The movement between two days: the worked cases, every kind of line, and what always holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.stages import reopen_project
from deals.model import Project, SourceRef, Stamp
from deals.numbers.memo import NumbersMemo
from deals.numbers.movement import (
    MOVES,
    CurrencyMovement,
    MovementScope,
    find_movement,
    list_owner_slips,
)
from deals.numbers.states import Deletion, list_states
from tests.deals.numbers.stories import (
    BASIS,
    DAYS,
    Q4,
    SINCE,
    TODAY,
    DrawnBook,
    any_books,
    deal,
    go_on,
    moment,
    period,
)

TEAM, LIN, ZHOU = MovementScope(), MovementScope("林"), MovementScope("周")
IN_Q4 = MovementScope(None, Q4)
AT_SEVEN = replace(BASIS, exchange_rates={"USD": 7.2})


def lines(
    projects: Sequence[Project], scope: MovementScope = TEAM, code: str = "CNY"
) -> tuple[int, dict[str, int], int]:
    """Return then, the lines and now of a currency."""
    found = find_movement(projects, SINCE, BASIS, scope).currencies[code]
    return found.then, {line.kind: line.amount for line in found.lines}, found.now


def test_the_worked_case_of_a_quarter() -> None:
    projects = [
        deal("A", "11-10 amount=120万", amount="100万", signs="2026-12"),
        deal("B", "11-10 signs=2027-Q1", amount="90万", signs="2026-Q4"),
        deal("C", "11-12 amount=40万 signs=2026-12-15", amount="50万", signs="2027-Q1"),
        deal("D", "11-12 signs=2026-11~2027-01", amount="1000001", signs="2026H2"),
        deal("E", "11-15 amount=36万", "11-20 stage=P6", amount="30万", signs="2026-Q4"),
        deal("F", "11-20 status=lost", amount="20万", signs="2026-Q4", made="11-05"),
    ]
    then, moved, now = lines(projects, IN_Q4)
    assert (then, now) == (2_700_000, 2_263_044)
    assert moved == {
        "new": 200_000,
        "pulled_in": 663_044,
        "slipped": -900_000,
        "grown": 260_000,
        "shrunk": -100_000,
        "won": -360_000,
        "lost": -200_000,
    }
    pulled = find_movement(projects, SINCE, BASIS, IN_Q4).currencies["CNY"].line("pulled_in")
    assert {part.state.name: part.amount for part in pulled.parts} == {"C": 500_000, "D": 163_044}


@pytest.mark.parametrize(
    ("texts", "given", "moved"),
    [
        (("11-05 status=lost",), {}, {"lost": -10}),
        (("11-05 status=abandoned",), {}, {"abandoned": -10}),
        (("11-05 status=on_hold",), {}, {"on_hold": -10}),
        (("11-05 status=won",), {}, {"won": -10}),
        (("11-05 stage=P7",), {}, {"won": -10}),
        # Growth before leaving counts first, be it written in the morning or in the evening.
        (("11-05 stage=P6 amount=12",), {}, {"grown": 2, "won": -12}),
        (("11-05 amount=12 stage=P6",), {}, {"grown": 2, "won": -12}),
        (("11-05 status=on_hold", "11-09 status=open amount=11"), {}, {"grown": 1}),
        (("11-05 status=on_hold", "11-09 status=open", "11-11 status=lost"), {}, {"lost": -10}),
        (("10-05 status=lost", "11-09 status=open amount=12"), {}, {"reopened": 12}),
        (
            ("10-05 status=lost", "11-09 status=open", "11-11 status=lost"),
            {},
            {"reopened": 10, "lost": -10},
        ),
        (("10-05 stage=P6", "11-09 stage=P4"), {}, {"reopened": 10}),
        ((), {"made": "11-05"}, {"new": 10}),
        # What is lost on the day on which it is made was there.
        (("11-05 status=lost",), {"made": "11-05"}, {"new": 10, "lost": -10}),
        (("11-05 amount=30", "11-07 amount=25"), {"made": "11-05"}, {"new": 25}),
        (("11-05 status=on_hold", "11-07 status=open"), {"made": "11-03"}, {"new": 10}),
        (("11-05 amount=-",), {}, {"shrunk": -10}),
        (("11-05 amount=12",), {"amount": "-"}, {"grown": 12}),
        (("11-05 signs=2027",), {}, {}),
        (("10-31 amount=99", "12-01 amount=1"), {}, {}),
    ],
)
def test_the_kinds_of_lines(
    texts: tuple[str, ...], given: dict[str, str], moved: dict[str, int]
) -> None:
    project = deal("A", *texts, **{"amount": "10", "signs": "2026-Q4", **given})
    then, found, now = lines([project])
    assert found == moved
    assert then + sum(found.values()) == now


def test_what_is_handed_over_and_what_changes_its_currency() -> None:
    handed = [deal("X", "11-05 owner=周", amount="640000", signs="2026-Q4")]
    assert lines(handed, LIN) == (640_000, {"handed_out": -640_000}, 0)
    assert lines(handed, ZHOU) == (0, {"handed_in": 640_000}, 640_000)
    assert lines(handed) == (640_000, {}, 640_000)
    changed = [deal("X", "11-05 amount=CNY3600000", amount="USD 500000")]
    assert lines(changed, code="USD") == (500_000, {"currency_out": -500_000}, 0)
    assert lines(changed) == (0, {"currency_in": 3_600_000}, 3_600_000)
    home = find_movement(changed, SINCE, AT_SEVEN).home
    assert home is not None
    assert (home.then, home.lines, home.now) == (3_600_000, (), 3_600_000)


def test_together_another_currency_is_no_growth() -> None:
    changed = deal("A", "11-20 amount=CNY150万", amount="USD200k", signs="2026-12")
    found = find_movement([changed], SINCE, AT_SEVEN).home
    assert found is not None
    moved = {line.kind: line.amount for line in found.lines}
    assert (found.then, moved, found.now) == (1_440_000, {"currency_in": 60_000}, 1_500_000)


def test_hand_overs_are_named_beside_what_the_team_moved() -> None:
    handed = deal("X", "11-12 owner=周", amount="64万", signs="2026-12", owner="林")
    later = deal("Y", "11-12 owner=周", amount="64万", signs="2027-03", owner="林")
    ended = deal("Z", "11-12 owner=周 status=lost", amount="64万", signs="2026-12", owner="林")
    for scope, names in ((TEAM, ["X", "Y"]), (IN_Q4, ["X"]), (LIN, [])):
        found = find_movement([handed, later, ended], SINCE, BASIS, scope)
        assert [each.state.name for each in found.handed] == names
        people = {(each.then.owner, each.state.owner) for each in found.handed}
        assert people <= {("林", "周")}


def test_a_currency_without_a_rate_is_named() -> None:
    projects = [deal("A", amount="EUR 5"), deal("B", amount="USD 5"), deal("C", amount="1")]
    found = find_movement(projects, SINCE, AT_SEVEN)
    assert found.without_rate == ("EUR",)
    assert found.home is not None
    assert (found.home.then, found.home.now) == (37, 37)
    assert find_movement(projects, SINCE, BASIS).home is None


def test_what_is_new_to_somebody_was_handed_in() -> None:
    project = deal("X", "11-09 owner=林", owner="周", amount="10", made="11-05")
    assert lines([project], LIN)[1] == {"handed_in": 10}
    assert lines([project], ZHOU)[1] == {"new": 10, "handed_out": -10}
    assert lines([project])[1] == {"new": 10}


def test_deleted_projects_leave_and_come_back_by_undoing() -> None:
    project = deal("X", "11-03 amount=12", amount="10")
    gone = [Deletion(project, date(2026, 11, 9))]
    found = find_movement([], SINCE, BASIS, deleted=gone).currencies["CNY"]
    assert {line.kind: line.amount for line in found.lines} == {"grown": 2, "deleted": -12}
    assert (found.then, found.now) == (10, 0)
    assert lines([project])[1] == {"grown": 2}
    before = [Deletion(project, SINCE)]
    assert find_movement([], SINCE, BASIS, deleted=before).currencies == {}


def test_stages_and_slips_stand_beside() -> None:
    projects = [
        deal("A", "11-05 stage=P5", amount="10", signs="2026-Q4"),
        deal("B", "11-05 stage=P1", amount="20", signs="2026-Q4"),
        deal("C", "11-05 stage=P6", amount="30", signs="2026-Q4"),
        deal("D", "10-05 signs=2026-Q4", "11-05 signs=2027-Q1", amount="40", signs="2026-Q3"),
        deal("E", "11-05 signs=2026-12 owner=周", amount="50", signs="2026-11"),
    ]
    found = find_movement(projects, SINCE, BASIS).currencies["CNY"]
    assert [(part.state.name, part.amount) for part in found.advanced] == [("A", 10)]
    assert [(part.state.name, part.amount) for part in found.fell_back] == [("B", 20)]
    slips = {slip.state.name: (slip.months, slip.quarters, slip.nth) for slip in found.slips}
    assert slips == {"D": (3, 1, 2), "E": (1, 0, 1)}
    behind = [(each.owner, each.count, each.amount) for each in list_owner_slips(found)]
    assert behind == [("周", 1, 50), ("林", 1, 40)]
    in_period = find_movement(projects, SINCE, BASIS, IN_Q4).currencies["CNY"]
    assert [(slip.state.name, slip.amount) for slip in in_period.slips] == [("D", 40)]


def test_what_its_table_lacks_is_named_in_no_line() -> None:
    ref = SourceRef(source="周.xlsx", gone=date(2026, 11, 9))
    project = deal("A", amount="10").model_copy(update={"sources": (ref,)})
    found = find_movement([project], SINCE, BASIS)
    assert [(each.state.name, each.source) for each in found.gone] == [("A", "周.xlsx")]
    assert found.currencies["CNY"].lines == ()
    assert find_movement([project], date(2026, 11, 9), BASIS).gone == ()


def test_undoing_a_change_undoes_its_movement() -> None:
    before = deal("A", amount="10", signs="2026-Q4")
    changed = go_on(before, "11-05 amount=12 signs=2027-Q1", "11-06 status=lost")
    memo = NumbersMemo()
    first = find_movement([before], SINCE, BASIS, IN_Q4, memo=memo)
    assert find_movement([changed], SINCE, BASIS, IN_Q4, memo=memo) != first
    assert find_movement([before], SINCE, BASIS, IN_Q4, memo=memo) == first
    stamp = Stamp(at=moment(date(2026, 11, 7)), by="林", today=date(2026, 11, 7))
    assert lines([reopen_project(changed, stamp)]) == (10, {"grown": 2}, 12)


scopes = st.builds(
    MovementScope,
    st.sampled_from((None, "林", "周")),
    st.sampled_from((None, Q4, period("2027-Q1"), period("2026-12"), period("FY2026-Q3", 5))),
)


def every_lane(
    book: DrawnBook,
    since: date,
    until: date,
    scope: MovementScope,
) -> dict[str, CurrencyMovement]:
    basis = replace(AT_SEVEN, today=until)
    found = find_movement(book[0], since, basis, scope, book[1])
    assert found.home is not None
    return {**found.currencies, "home": found.home}


@given(any_books(), DAYS, DAYS, scopes)
def test_then_and_the_lines_are_now(
    book: DrawnBook,
    first: date,
    second: date,
    scope: MovementScope,
) -> None:
    since, until = sorted((first, second))
    for lane in every_lane(book, since, until, scope).values():
        assert lane.then + sum(line.amount for line in lane.lines) == lane.now
        assert [line.kind for line in lane.lines] == [
            kind for kind in MOVES if lane.line(kind).parts
        ]
        assert all(line.amount and line.count == len(line.parts) for line in lane.lines)
    for lane in every_lane(book, since, since, scope).values():
        assert (lane.lines, lane.advanced, lane.fell_back, lane.slips) == ((), (), (), ())


@given(any_books(), st.tuples(DAYS, DAYS, DAYS), scopes)
def test_two_movements_have_the_sum_of_the_whole(
    book: DrawnBook,
    days: tuple[date, date, date],
    scope: MovementScope,
) -> None:
    first, middle, last = sorted(days)
    whole = every_lane(book, first, last, scope)
    parts = [every_lane(book, *ends, scope) for ends in ((first, middle), (middle, last))]
    for code in {*whole, *parts[0], *parts[1]}:
        sums = [
            sum(line.amount for line in lanes[code].lines) if code in lanes else 0
            for lanes in (whole, *parts)
        ]
        assert sums[0] == sums[1] + sums[2]


@given(any_books(), DAYS, DAYS)
def test_owners_add_up_to_the_team(book: DrawnBook, first: date, second: date) -> None:
    since, until = sorted((first, second))
    team = every_lane(book, since, until, MovementScope(None, Q4))
    owners = [
        every_lane(book, since, until, MovementScope(owner, Q4))
        for owner in ("林", "周", "Ann", "")
    ]
    for code, lane in team.items():
        for end in ("then", "now"):
            assert getattr(lane, end) == sum(
                getattr(lanes[code], end) for lanes in owners if code in lanes
            )


@given(any_books(), DAYS)
def test_now_is_what_states_of_that_day_say(book: DrawnBook, until: date) -> None:
    states = list_states(book[0], until, book[1])
    lanes = every_lane(book, TODAY.replace(year=2025), until, TEAM)
    for code in ("CNY", "USD", "EUR"):
        now = sum(
            state.expected
            for state in states
            if state.status == "open"
            and state.stage not in ("P6", "P7")
            and state.amount
            and state.amount.currency == code
        )
        assert now == (lanes[code].now if code in lanes else 0)
