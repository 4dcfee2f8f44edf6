"""From stage to stage: who went on, who ended, who is still there."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from deals.model import Change
from deals.numbers.conversion import find_conversions
from deals.numbers.durations import estimate_signing_days
from tests.deals.makers import DEFAULT
from tests.deals.numbers.pasts import journeys, story

BEFORE = datetime(2025, 9, 15, 12, tzinfo=UTC)
WINS = {"P2": Fraction(1, 5), "P3": Fraction(2, 5)}
NINE = [
    *(story(f"on{at}", (0, "P2"), (10 + at, "P3")) for at in range(3)),
    story("far", (0, "P2"), (5, "P5"), (9, "lost")),
    *(story(f"lost{at}", (0, "P2"), (20, "lost")) for at in range(2)),
    story("left", (0, "P2"), (20, "abandoned")),
    story("there", (0, "P2")),
    story("held", (0, "P2"), (30, "on_hold")),
    story("below", (0, "P1")),
]


def test_four_of_seven_and_two_still_there() -> None:
    found = find_conversions(journeys(NINE, 60), DEFAULT, WINS)["P2"]
    assert found.entered == 9
    assert found.went_on == ("on0", "on1", "on2", "far")
    assert found.ended == ("lost0", "lost1", "left")
    assert found.there == ("there", "held")
    rate = found.rate
    assert (rate.wins, rate.cases, rate.shown) == (4, 7, None)
    assert (rate.prior, rate.used) == (Fraction(1, 2), Fraction(8, 15))


def test_every_stage_but_the_last() -> None:
    found = find_conversions(journeys(NINE, 60), DEFAULT, {})
    assert list(found) == [f"P{number}" for number in range(7)]
    # Nine came into the book at P2: of those that ended at P1 nobody knows.
    assert (found["P0"].entered, found["P1"].entered) == (0, 1)
    assert (found["P4"].entered, found["P5"].entered) == (1, 1)
    assert found["P5"].ended == ("far",)
    assert found["P6"].entered == 0
    assert found["P6"].rate.used is None


def test_a_project_is_no_case_of_stages_below_that_at_which_it_came() -> None:
    past = [
        story("fell", (0, "P4"), (5, "P3")),
        story("again", (0, "P4"), (5, "P2"), (9, "P5")),
        story("seen", (0, "P3"), (5, "P4")),
    ]
    found = find_conversions(journeys(past, 60), DEFAULT, {})
    assert (found["P2"].every, found["P3"].every) == ((), ("seen",))
    assert (found["P4"].went_on, found["P4"].fell_back) == (("again",), ("fell",))


def test_falling_back_takes_nothing_from_going_on_and_a_win_is_a_signing() -> None:
    past = [
        story("back", (0, "P2"), (5, "P3"), (9, "P2")),
        story("gone", (0, "P2"), (5, "P3"), (9, "P2"), (20, "lost")),
        story("won", (0, "P2"), (5, "won")),
    ]
    found = find_conversions(journeys(past, 60), DEFAULT, {})
    assert (found["P2"].went_on, found["P2"].there) == (("back", "gone", "won"), ())
    assert (found["P3"].there, found["P3"].fell_back) == ((), ("back",))
    assert found["P3"].ended == ("gone",)
    assert found["P3"].entered == 3
    # Who fell back is censored: counted among those that came, and in no rate.
    assert (found["P3"].rate.wins, found["P3"].rate.cases) == (1, 2)
    assert found["P5"].went_on == ("won",)
    assert found["P6"].there == ("won",)


events = st.lists(
    st.sampled_from([*(f"P{number}" for number in range(8)), "lost", "open", "on_hold"]),
    min_size=1,
    max_size=6,
)


@given(st.lists(events, max_size=8))
def test_who_goes_on_enters_the_next_stage(every: list[list[str]]) -> None:
    past = [story(f"{at}", *enumerate(texts)) for at, texts in enumerate(every)]
    found = list(find_conversions(journeys(past, 60), DEFAULT, {}).values())
    for stage, later in pairwise(found):
        came_on, inside = set(stage.went_on), set(later.every)
        assert came_on <= inside
        assert {f"{at}" for at in range(len(past))} >= inside


def test_what_came_into_the_book_signed_is_no_case() -> None:
    came = story("came", (0, "P7"), (0, "won"))
    told = Change(at=came.created_at, by="林", field="status", old="open", new="won")
    past = [
        story("at-once", (0, "P6")),
        came,
        came.model_copy(
            update={"id": "dated", "history": (told.model_copy(update={"at": BEFORE}),)}
        ),
        came.model_copy(update={"id": "dated-today", "history": (told,)}),
    ]
    found = find_conversions(journeys(past, 60), DEFAULT, {})
    assert not any(each.entered for each in found.values())
    assert not estimate_signing_days(journeys(past, 60)).count
    dated = journeys(past, 60)[2]
    assert (dated.came_ended, dated.ended_on) == (True, BEFORE.date())
