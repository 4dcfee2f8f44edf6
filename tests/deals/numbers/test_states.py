"""Projects as they stood at the end of a day."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.history import OUTSIDE, add_outside_change
from deals.model import Change, Project
from deals.numbers.memo import NumbersMemo
from deals.numbers.states import (
    Deletion,
    ProjectTimeline,
    current_state,
    find_signing_day,
    list_states,
    project_at,
)
from deals.parsing.amounts import parse_amount
from tests.deals.makers import amount
from tests.deals.numbers.stories import (
    BASIS,
    CREATED,
    DAYS,
    TODAY,
    any_deals,
    day,
    deal,
    go_on,
    moment,
)

MOVED = deal(
    "A",
    "10-05 amount=80-150万 stage=P4 name=B owner=周",
    "10-20 amount=USD120k signs=2027-Q1 customer=Acme product=X",
    "11-11 status=lost",
    amount="50万",
    signs="2026-Q4",
)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("09-01", ("P3", "open", (500_000, 500_000, "CNY"), "2026-Q4", "林", "A", "", None)),
        ("10-04", ("P3", "open", (500_000, 500_000, "CNY"), "2026-Q4", "林", "A", "", None)),
        ("10-05", ("P4", "open", (800_000, 1_500_000, "CNY"), "2026-Q4", "周", "B", "", None)),
        ("10-20", ("P4", "open", (120_000, 120_000, "USD"), "2027-Q1", "周", "B", "Acme", "X")),
        ("11-11", ("P4", "lost", (120_000, 120_000, "USD"), "2027-Q1", "周", "B", "Acme", "X")),
    ],
)
def test_a_project_at_the_end_of_a_day(on: str, expected: tuple[object, ...]) -> None:
    state = project_at(MOVED, day(on))
    assert state is not None
    assert state.amount is not None
    assert state.signs is not None
    money = state.amount.low, state.amount.high, state.amount.currency
    window = state.signs.text
    rest = state.owner, state.name, state.customer, state.product
    assert (state.stage, state.status, money, window, *rest) == expected


def test_nothing_is_there_before_and_after() -> None:
    assert project_at(MOVED, CREATED - timedelta(1)) is None
    assert project_at(MOVED, CREATED) is not None
    assert project_at(MOVED, day("11-15"), day("11-15")) is None
    assert project_at(MOVED, day("11-14"), day("11-15")) is not None
    gone = [Deletion(deal("D"), day("11-15"))]
    assert [state.id for state in list_states([MOVED], day("11-14"), gone)] == ["A", "D"]
    assert [state.id for state in list_states([MOVED], day("11-15"), gone)] == ["A"]


def test_a_day_is_the_writers_own() -> None:
    late = datetime(2026, 11, 5, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    change = Change(at=late, by="x", field="stage", old="P1", new="P3")
    project = deal("A").model_copy(update={"history": (change,)})
    stages = [getattr(project_at(project, day(on)), "stage", None) for on in ("11-04", "11-05")]
    assert stages == ["P1", "P3"]


def test_moves_count_in_the_order_of_the_history() -> None:
    # Merged from two writers, of whom the one whose moves come last was earlier.
    moves = [("11-09", "P1", "P2"), ("11-05", "P2", "P3")]
    history = tuple(
        Change(at=moment(day(on)), by="x", field="stage", old=old, new=new)
        for on, old, new in moves
    )
    project = deal("A", stage="P3").model_copy(update={"history": history})
    days = ("11-04", "11-05", "11-09")
    assert [getattr(project_at(project, day(on)), "stage", None) for on in days] == [
        *("P1", "P3", "P3"),
    ]


@pytest.mark.parametrize("fields", [("amount", "owner"), ()])
def test_what_was_changed_outside_counts_from_that_day(fields: tuple[str, ...]) -> None:
    before = deal("A", "10-05 amount=20", amount="10")
    at = moment(day("11-05"))
    noted = add_outside_change(before, at, fields, added=False)
    project = noted.model_copy(update={"amount": amount(30), "owner": "王"})
    amounts = [
        state.expected
        for on in ("10-01", "10-05", "11-04", "11-05")
        if (state := project_at(project, day(on)))
    ]
    assert amounts == [10, 20, 20, 30]
    later = go_on(project, "11-20 amount=40")
    states = [project_at(later, day(on)) for on in ("11-04", "11-05", "11-20")]
    assert [state.expected for state in states if state] == [20, 30, 40]


def test_what_nothing_reads_stands_for_what_is_there_now() -> None:
    change = Change(at=moment(day("11-05")), by="x", field="amount", old="vast", new="10")
    project = deal("A", amount="10").model_copy(update={"history": (change,)})
    state = project_at(project, day("11-01"))
    assert state is not None
    assert state.expected == 10


@given(any_deals("A"))
def test_the_end_of_the_last_day_is_now(project: Project) -> None:
    assert project_at(project, project.updated_at.date()) == current_state(project)


@given(any_deals("A"), DAYS)
def test_a_longer_history_leaves_the_past_alone(project: Project, on: date) -> None:
    later = max(on, project.updated_at.date()) + timedelta(1)
    moved = go_on(project, f"{later} amount=77 owner=王 signs=2028 name=other")
    state, after = project_at(project, on), project_at(moved, on)
    if state is None or after is None:
        assert state is after
        return
    assert state.stage == after.stage
    assert (state.owner, state.name, state.status) == (after.owner, after.name, after.status)
    assert state.amount is None or state.amount.same(after.amount)
    assert state.signs is None or state.signs.same(after.signs)


sizes = st.sampled_from("万kM")


@given(st.integers(1, 99_999), st.integers(1, 99_999), sizes, st.booleans())
def test_short_amounts_are_read_as_all_are(low: int, high: int, size: str, alone: bool) -> None:
    first, last = (low, low) if alone else sorted((low, high))
    text = f"{first}{size}" if alone else f"{first}-{last}{size}"
    change = Change(at=moment(day("11-05")), by="x", field="amount", old=text, new=None)
    project = deal("A").model_copy(update={"history": (change,)})
    state = project_at(project, day("11-01"))
    assert state is not None
    assert state.amount == parse_amount(text)


@pytest.mark.parametrize(
    ("texts", "given", "signed"),
    [
        (("11-20 stage=P6",), {}, "11-20"),
        (("11-20 stage=P6", "11-25 stage=P7"), {}, "11-20"),
        (("11-20 stage=P6", "11-21 stage=P5", "11-25 stage=P6"), {}, "11-20"),
        # A slip of the pen that was put right on its day was no signing.
        (("11-05 stage=P6", "11-05 stage=P5", "11-25 stage=P6"), {}, "11-25"),
        (("11-20 status=won",), {}, "11-20"),
        (("11-10 status=won", "11-12 status=open", "11-20 status=won"), {}, "11-20"),
        ((), {"stage": "P6", "signs": "2026-10"}, "10-31"),
        ((), {"stage": "P6", "signs": "2027-Q1"}, None),
        ((), {"stage": "P6"}, None),
        ((), {"status": "won", "signs": "2026-10-05"}, "10-05"),
        (("11-20 stage=P7",), {"stage": "P6", "signs": "2026-10"}, "10-31"),
    ],
)
def test_the_day_of_signing(
    texts: tuple[str, ...], given: dict[str, str], signed: str | None
) -> None:
    project = deal("A", *texts, **given)
    found = find_signing_day(current_state(project), BASIS.signed_stages, TODAY)
    assert found == (day(signed) if signed else None)


def test_the_end_that_a_table_dated_is_the_day_of_signing() -> None:
    change = Change(at=moment(day("08-15")), by="x", field="status", old="open", new="won")
    project = deal("A", stage="P6", signs="2026-07")
    won = project.model_copy(update={"status": "won", "history": (change,)})
    assert find_signing_day(current_state(won), BASIS.signed_stages, TODAY) == day("08-15")


def test_what_did_not_change_is_kept() -> None:
    memo = NumbersMemo()
    projects = [deal("A", "11-05 amount=10"), deal("B")]
    first = list_states(projects, day("11-01"), memo=memo)
    projects[1] = go_on(projects[1], "11-06 amount=7")
    second = list_states(projects, day("11-01"), memo=memo)
    assert first[0] is second[0]
    assert first[1] is not second[1]


@given(any_deals("p"), DAYS)
def test_a_timeline_replays_in_order_what_it_replays_day_by_day(project: Project, on: date) -> None:
    timeline = ProjectTimeline(project)
    assert all(move[1] != OUTSIDE for move in timeline.moves)
    assert timeline._replay_in_order() == timeline._replay_each_day()
    assert timeline.replay(on) is timeline.replay(on)
