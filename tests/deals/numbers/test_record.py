"""The record of ended projects: success, losses, relations, promises kept, windows that slipped."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import NamedTuple

import pytest

from deals.glances import make_glance
from deals.model import Project, Review
from deals.numbers.fiscal_periods import YearStarts
from deals.numbers.promises import find_promises, find_slips, rate_promises
from deals.numbers.record import (
    count_success,
    count_success_by_year,
    find_coverage,
    find_relations,
    group_losses,
    measure_success,
    read_record,
)
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.deals.numbers.pasts import day, journey, journey_on, journeys, state_on, story


class Quarter(NamedTuple):
    """A period by its days."""

    earliest: date
    latest: date
    label: str = "Q"


Q1, Q2 = Quarter(day(0), date(2026, 3, 31)), Quarter(date(2026, 4, 1), date(2026, 6, 30))

PAST = [
    story("signed", (0, "P2"), (20, "P6")),
    story("delivered", (0, "P2"), (20, "P6"), (300, "P7"), (300, "won")),
    story("lost", (0, "P4"), (40, "lost")),
    story("cancelled", (0, "P4"), (20, "P6"), (200, "lost"), owner="周"),
    story("taken-back", (0, "P4"), (20, "P6"), (30, "P5")),
    story("left", (0, "P4"), (40, "abandoned")),
    story("held", (0, "P4"), (40, "on_hold")),
    story("open", (0, "P4")),
    story("old", (0, "P6"), signs="2025-06"),
    story("unknown", (0, "won"), signs="2030"),
]


def test_success_is_won_of_won_and_lost() -> None:
    found = count_success(journeys(PAST, 400))
    assert found.won == ("signed", "delivered", "old", "unknown")
    assert found.lost == ("lost", "cancelled")
    assert (found.rate.wins, found.rate.cases) == (4, 6)


def test_success_in_a_year_is_by_the_day_of_signing() -> None:
    every = journeys(PAST, 400)
    year = count_success(every, date(2026, 1, 1), date(2026, 12, 31))
    assert year.won == ("signed", "delivered")
    assert year.lost == ("lost", "cancelled")
    assert count_success(every, date(2025, 1, 1), date(2025, 12, 31)).won == ("old",)
    assert count_success(every, date(2027, 1, 1), date(2027, 12, 31)).won == ()


def test_success_by_fiscal_year() -> None:
    every = journeys(PAST, 400)
    found = count_success_by_year(every, YearStarts(1))
    years = {year.year: success for year, success in found.items()}
    assert years[2026].won == ("signed", "delivered")
    assert years[2025].won == ("old",)
    assert 2027 not in years
    ended = [year for year in count_success_by_year(every, YearStarts(4)) if year.year > 2026]
    assert ended == []


def test_a_loss_on_the_day_of_its_entry_has_that_day() -> None:
    there = story("quick", (0, "P2"))
    moved = story("quick", (0, "P2"), (1, "lost")).history[0]
    at = there.created_at
    change = moved.model_copy(update={"at": at})
    there = there.model_copy(update={"status": "lost", "history": (change,)})
    assert journey(there, 10).ended_on == day(0)
    # One that came to us lost has not.
    assert journey(story("came", (0, "lost")), 10).ended_on is None


def test_what_came_signed_and_was_signed_again_has_the_day_of_that() -> None:
    again = story("again", (0, "P6"), (9, "P4"), (20, "P6"), signs="2025-06")
    assert journey(again, 30).ended_on == day(20)
    # What came signed has the window that it had by then.
    moved = story("moved", (0, "P6"), (20, "signs:2030"), signs="2025-06")
    assert journey(moved, 10).ended_on == date(2025, 6, 30)
    assert journey(moved, 30).ended_on is None


def lost(id_: str, reason: str, stage: str = "P3", **fields: object) -> Project:
    """Make a lost project."""
    there = project(stage, id=id_, status="lost", end_reason=reason)
    return there.model_copy(update=fields)


def test_losses_by_reason_competitor_and_stage() -> None:
    backs = contact("何", stance="competitor", competitor="恒络")
    every = [
        lost("a", "Price", review=Review(rival="Corvane")),
        lost("b", "price ", "P1", contacts=(backs,)),
        lost("c", "", "P1", contacts=(backs, contact("李", competitor="Corvane"))),
        lost("d", "No budget", "P4", review=Review(rival="corvane"), contacts=(backs,)),
        lost("e", "No budget", "X1"),
        lost("f", "Timing", "P1"),
    ]
    found = group_losses("abcdef", {each.id: each for each in every}, DEFAULT)
    assert dict(found.by_reason) == {
        "No budget": ("d", "e"),
        "Price": ("a", "b"),
        "Timing": ("f",),
        "": ("c",),
    }
    assert list(found.by_reason) == ["No budget", "Price", "Timing", ""]
    assert found.by_competitor == {"Corvane": ("a", "d"), "恒络": ("b",), "": ("c", "e", "f")}
    summaries = {each.id: make_glance(each, DEFAULT, TODAY) for each in every}
    assert group_losses("abcdef", summaries, DEFAULT).by_competitor == found.by_competitor
    assert list(found.by_stage.items()) == [
        ("P1", ("b", "c", "f")),
        ("P3", ("a",)),
        ("P4", ("d",)),
        ("X1", ("e",)),
    ]


def test_relations_are_with_those_who_have_a_say() -> None:
    people = (
        contact("a", 3, role="decides"),
        contact("b", 2, role="approves"),
        contact("c", None, lines=("technical",)),
        contact("d", 5, role="uses", lines=("technical",)),
        contact("e", 5, role="decides", outside=True),
    )
    again = (contact("a", 2, role="decides"), contact("f", 4, role="decides"))
    every = [project("P2", id="x", contacts=people), project("P2", id="y", contacts=again)]
    rate = find_relations(every, DEFAULT).rate
    assert (rate.wins, rate.cases, rate.shown) == (2, 4, None)


def test_coverage_of_the_target_customers() -> None:
    ours = [
        project("P1", customer="北辰电网有限公司"),
        project("P7", customer="Harbour Ltd.", status="won"),
        project("P3", customer="远山", status="lost"),
        project("P3", customer=""),
    ]
    found = find_coverage(["harbour", "北辰电网", "远山", "Fairmont", " ", "HARBOUR Ltd"], ours)
    assert found.covered == ("harbour", "北辰电网")
    assert found.missing == ("远山", "Fairmont")
    assert (found.rate.wins, found.rate.cases) == (2, 4)


def test_measures_of_success() -> None:
    ours = {there.id: there for there in PAST}
    decider = (contact("a", 3, role="decides"),)
    ours["open"] = ours["open"].model_copy(update={"contacts": decider})
    ours["lost"] = ours["lost"].model_copy(update={"contacts": (contact("b", role="decides"),)})
    found = measure_success(journeys(PAST, 400), ours, DEFAULT, day(0), day(364))
    assert (len(found.success.won), len(found.success.lost)) == (2, 2)
    assert (found.relations.rate.wins, found.relations.rate.cases) == (1, 1)


@pytest.mark.parametrize(
    ("past", "outcome"),
    [
        (story("kept", (0, "P4"), (60, "P6"), signs="2026-Q1"), "kept"),
        (story("last-day", (0, "P4"), (89, "P6"), signs="2026-Q1"), "kept"),
        (story("late", (0, "P4"), (90, "P6"), signs="2026-Q1"), "broken"),
        (story("open", (0, "P4"), signs="2026-02"), "broken"),
        (story("moved", (0, "P4"), (9, "signs:2026-Q2"), (99, "P6"), signs="2026-Q1"), "broken"),
        (story("lost", (0, "P4"), (60, "lost"), signs="2026-Q1"), "lost"),
        (story("lost-later", (0, "P4"), (99, "lost"), signs="2026-Q1"), "broken"),
        (story("left", (0, "P4"), (60, "abandoned"), signs="2026-Q1"), "broken"),
        (story("taken-back", (0, "P4"), (5, "P6"), (9, "P5"), signs="2026-Q1"), "broken"),
        # No promise: not wholly in it, not there on its first day, signed before, without a day.
        (story("wide", (0, "P4"), (60, "P6"), signs="2026"), None),
        (story("new", (1, "P4"), (60, "P6"), signs="2026-Q1"), None),
        (story("came-signed", (0, "P6"), signs="2026-Q1"), None),
        (story("held", (0, "on_hold"), signs="2026-Q1"), None),
        (story("no-window", (0, "P4"), (60, "P6")), None),
    ],
    ids=lambda value: value.id if isinstance(value, Project) else "",
)
def test_promises(past: Project, outcome: str | None) -> None:
    found = find_promises([past], [Q1], journey_on, state_on)
    assert [promise.outcome for promise in found] == ([outcome] if outcome else [])


def test_signed_on_the_first_day_is_kept() -> None:
    past = story("first", (0, "P4"), (90, "P6"), signs="2026-Q2")
    assert [each.outcome for each in find_promises([past], [Q1, Q2], journey_on, state_on)] == [
        "kept"
    ]


def test_kept_promises_of_an_owner_are_shrunk_to_the_team() -> None:
    past = [
        *(story(f"k{at}", (0, "P4"), (60, "P6"), signs="2026-Q1") for at in range(3)),
        story("b", (0, "P4"), signs="2026-Q1"),
        story("l", (0, "P4"), (60, "lost"), signs="2026-Q1"),
        *(story(f"x{at}", (0, "P4"), signs="2026-Q1", owner="周") for at in range(4)),
        # Handed over later: it was 周 who promised.
        story("h", (0, "P4"), (9, "owner:林"), (60, "P6"), signs="2026-Q1", owner="周"),
    ]
    team, owners = rate_promises(find_promises(past, [Q1], journey_on, state_on))
    assert (team.wins, team.cases) == (4, 9)
    assert {owner: (rate.wins, rate.cases) for owner, rate in owners.items()} == {
        "周": (1, 5),
        "林": (3, 4),
    }
    assert owners["林"].used == (3 + 8 * Fraction(4, 9)) / 12
    assert owners["林"].shown is None


def test_the_record_of_a_team_and_its_owners() -> None:
    past = [
        story("a", (0, "P3"), (60, "P6"), signs="2026-Q1"),
        story("b", (0, "P3"), (5, "signs:2026-Q2"), (60, "lost"), owner="周", signs="2026-Q1"),
        story("c", (0, "P3"), (9, "owner:王"), signs="2026-Q1", owner="周"),
    ]
    found = read_record(past, [Q1], DEFAULT, day(100), {"P3": None}, journey_on, state_on)
    assert (found.team.success.won, found.team.success.lost) == (("a",), ("b",))
    assert (found.team.promises.wins, found.team.promises.cases) == (1, 2)
    assert list(found.owners) == ["周", "林", "王"]
    assert found.owners["周"].success.lost == ("b",)
    assert found.owners["王"].promises.cases == 0
    assert [slip.id for slip in found.owners["周"].slips] == ["b"]
    assert sum((owner.slips for owner in found.owners.values()), ()) == found.team.slips
    conversion = found.conversions["P3"]
    assert (conversion.went_on, conversion.ended, conversion.there) == (("a",), ("b",), ("c",))
    # They came into the book at P3: nobody knows since when they stood there.
    assert "P3" not in found.stage_days
    assert found.signing_days.signed_by(60) == Fraction(1, 3)
    assert found.losses.by_stage == {"P3": ("b",)}


def test_windows_that_moved_later() -> None:
    past = story(
        "a",
        (0, "P4"),
        (5, "signs:2026-Q3"),
        (9, "signs:2026-Q2"),
        (9, "owner:周"),
        (12, "signs:2027-Q1"),
        (15, "P6"),
        (20, "signs:2027-Q4"),
        signs="2026-Q1",
    )
    found = find_slips([past], DEFAULT, day(30), state_on)
    assert [(slip.id, slip.owner, slip.on) for slip in found] == [
        ("a", "林", day(5)),
        ("a", "周", day(12)),
    ]
    assert [(slip.before.latest, slip.after.latest) for slip in found] == [
        (date(2026, 3, 31), date(2026, 9, 30)),
        (date(2026, 6, 30), date(2027, 3, 31)),
    ]
    assert [slip.quarters for slip in found] == [2, 3]
    assert find_slips([past], DEFAULT, day(4), state_on) == ()


@pytest.mark.parametrize(("first", "last"), [("2026-Q3", "2026-Q4"), ("2026-Q4", "2027-Q1")])
def test_a_quarter_later_is_one_quarter_of_any_length(first: str, last: str) -> None:
    past = story("a", (0, "P4"), (5, f"signs:{last}"), signs=first)
    (slip,) = find_slips([past], DEFAULT, day(30), state_on)
    assert slip.quarters == 1
    assert slip.days in (90, 92)
