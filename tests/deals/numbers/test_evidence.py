"""Evidence: parts that add up, effects measured from cases, facts as triage knows them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.stages import set_stage
from deals.model import Project, Stamp
from deals.numbers.evidence import (
    FACTS,
    Effect,
    Fact,
    FactCase,
    find_facts,
    measure_effects,
    weigh_evidence,
)
from deals.parsing.reading_context import ReadingContext
from tests.deals.makers import DEFAULT, NOW, TODAY, contact, moved, project

GUESSES = {"no_top_level": -0.7, "slipped_twice": -0.5, "coach": 0.3}
EFFECTS = measure_effects((), GUESSES)


def test_parts_that_add_up() -> None:
    found = weigh_evidence(Fraction(2, 5), ("coach", "slipped_twice", "no_top_level"), EFFECTS)
    assert found.base == 40
    assert [(part.fact, part.percent) for part in found.parts] == [
        ("no_top_level", -15),
        ("slipped_twice", -8),
        ("coach", 4),
    ]
    assert found.percent == 21
    assert [round(100 * part.rate, 1) for part in found.parts] == [24.9, 16.7, 21.3]
    assert not any(part.effect.measured for part in found.parts)


@pytest.mark.parametrize(("win", "percent"), [(0, 0), (1, 100)])
def test_what_is_certain_is_not_corrected(win: int, percent: int) -> None:
    found = weigh_evidence(Fraction(win), FACTS, EFFECTS)
    assert (found.base, found.percent) == (percent, percent)
    assert {part.percent for part in found.parts} == {0}


def test_a_fact_without_an_effect_says_nothing() -> None:
    assert weigh_evidence(Fraction(2, 5), ("approval_hole",), EFFECTS).parts == ()
    assert weigh_evidence(Fraction(2, 5), FACTS, {}).percent == 40


effects = st.dictionaries(st.sampled_from(FACTS), st.floats(-5, 5).map(Effect))


@given(st.fractions(0, 1), st.sets(st.sampled_from(FACTS)), effects)
def test_whole_percents_add_up_and_move_the_way_they_should(
    win: Fraction, facts: set[Fact], betas: dict[Fact, Effect]
) -> None:
    found = weigh_evidence(win, facts, betas)
    assert found.base + sum(part.percent for part in found.parts) == found.percent
    assert 0 <= found.percent <= 100
    assert all(part.percent * part.effect.beta >= 0 for part in found.parts)


def cases(*counts: tuple[int, bool, frozenset[Fact]]) -> list[FactCase]:
    """Make so many cases, signed or not, with these facts."""
    return [FactCase(signed, facts) for count, signed, facts in counts for _ in range(count)]


COACH: frozenset[Fact] = frozenset({"coach"})
NONE: frozenset[Fact] = frozenset()


def test_ten_cases_with_and_ten_without_are_measured() -> None:
    every = cases((8, True, COACH), (2, False, COACH), (3, True, NONE), (7, False, NONE))
    found = measure_effects(every, GUESSES)
    assert found["coach"].measured
    assert found["coach"].beta == pytest.approx(log(8.5 / 2.5) - log(3.5 / 7.5))
    assert (found["coach"].having, found["coach"].lacking) == (10, 10)
    # Of the others there are twenty without and none with.
    assert found["no_top_level"] == Effect(-0.7, False, 0, 20)
    assert "approval_hole" not in found


def test_nine_cases_leave_the_guess() -> None:
    every = cases((9, True, COACH), (90, False, NONE))
    assert measure_effects(every, GUESSES)["coach"] == Effect(0.3, False, 9, 90)


def test_no_count_of_nothing_makes_an_effect_endless() -> None:
    every = cases((10, True, COACH), (10, False, NONE))
    assert 0 < measure_effects(every, GUESSES)["coach"].beta < 10


TOP = contact("梁", 2, level="high", lines=("technical",))
MIDDLE = contact("何", 3, level="middle", lines=("technical",))


USER = contact("何", stance="competitor", role="uses")
DECIDER = contact("何", stance="competitor", role="decides")
ON_LINE = contact("何", stance="opposes", lines=("technical",))
SUPPORTER = contact("何", 4, stance="supports")
UNKNOWN_TOP = contact("梁", None, level="high")
TWICE = moved("signs", "2026-Q2", "2026-Q3", "2026-Q4")


@pytest.mark.parametrize(
    ("there", "facts"),
    [
        (project("P4"), {"no_top_level"}),
        (project("P3"), set()),
        # Of people whose levels nobody knows, one may be at the top.
        (project("P4", contacts=(contact("何", 3),)), set()),
        (project("P4", contacts=(contact("何", 3, level="middle"),)), {"no_top_level"}),
        (project("P4", contacts=(UNKNOWN_TOP,)), {"no_top_level"}),
        # The top is known; on its line CR2 does not hold.
        (project("P4", contacts=(TOP, MIDDLE)), {"approval_hole"}),
        (project("P2", contacts=(TOP, MIDDLE)), set()),
        (project("P1", contacts=(DECIDER,)), {"decider_for_rival"}),
        (project("P1", contacts=(ON_LINE,)), {"decider_for_rival"}),
        (project("P1", contacts=(USER,)), set()),
        (project("P1", contacts=(SUPPORTER,)), {"coach"}),
        (project("P1", contacts=(contact("何", 4),)), set()),
        (project("P1", history=TWICE), {"slipped_twice"}),
        (project("P1", history=moved("signs", "2026-Q2", "2026-Q4")), set()),
        (project("P1", history=moved("signs", "2026-Q4", "2026-Q3", "2026-Q4")), set()),
    ],
)
def test_facts(there: Project, facts: set[Fact]) -> None:
    assert find_facts(there, DEFAULT) == facts


def test_an_open_gate_counts_until_it_is_closed() -> None:
    reading = ReadingContext(DEFAULT, Stamp(NOW, "林", TODAY), lambda: "id")
    raised = set_stage(project("P0", customer=""), "P1", reading)
    assert "gate_open" in find_facts(raised, DEFAULT)
    closed = raised.model_copy(update={"customer": "北辰", "contacts": (contact("何", 3),)})
    assert "gate_open" not in find_facts(closed, DEFAULT)
    # Added at the stage, it never came through a gate.
    assert "gate_open" not in find_facts(project("P1", customer=""), DEFAULT)


def test_facts_of_what_has_ended_are_those_that_it_ended_with() -> None:
    lost: Sequence[Fact] = sorted(find_facts(project("P4", status="lost"), DEFAULT))
    assert lost == ["no_top_level"]
