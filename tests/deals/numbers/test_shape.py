"""The shape of a pipeline: the method's table, and its edges."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Project
from deals.numbers.shape import find_shapes, judge_shape
from tests.deals.makers import DEFAULT, project

STAGES = tuple(f"P{number}" for number in range(7))


def counts(*every: int) -> dict[str, int]:
    """Return counts by stage."""
    return dict(zip(STAGES, every, strict=True))


@pytest.mark.parametrize(
    ("every", "name"),
    [
        ((6, 5, 4, 3, 2, 2, 1), "mature"),
        ((1, 1, 2, 4, 4, 5, 4), "harvesting"),
        ((10, 7, 4, 1, 1, 0, 0), "prospecting"),
        ((1, 0, 2, 2, 0, 1, 0), "thin"),
        ((0, 0, 0, 0, 0, 0, 0), "thin"),
        # Seven are few, however they are spread; eight are not.
        ((1, 1, 1, 1, 1, 1, 1), "thin"),
        ((2, 1, 1, 1, 1, 1, 1), "mature"),
        # Three stages without any are many as long as there are not twelve.
        ((11, 0, 0, 0, 0, 0, 0), "thin"),
        ((12, 0, 0, 0, 0, 0, 0), "prospecting"),
        ((5, 4, 1, 1, 0, 0, 0), "thin"),
        ((5, 4, 1, 1, 1, 0, 0), "prospecting"),
        # Exactly 15% early and 25% late.
        ((2, 1, 4, 4, 4, 3, 2), "harvesting"),
        ((2, 2, 4, 4, 3, 3, 2), "mixed"),
        ((2, 1, 4, 5, 4, 3, 1), "mixed"),
        # Exactly 60% early: with nothing late prospecting, with a tenth mature.
        ((3, 3, 2, 1, 1, 0, 0), "prospecting"),
        ((6, 6, 2, 2, 2, 1, 1), "mature"),
        ((6, 7, 2, 2, 1, 1, 1), "mixed"),
        # Exactly 35% early; a stage less is empty.
        ((4, 3, 4, 3, 3, 2, 1), "mature"),
        ((4, 2, 4, 4, 3, 2, 1), "mixed"),
        ((4, 3, 4, 4, 3, 2, 0), "mixed"),
        # Under a tenth late.
        ((6, 4, 4, 4, 2, 1, 0), "mixed"),
        ((9, 4, 5, 4, 5, 1, 1), "mixed"),
    ],
)
def test_shapes(every: Sequence[int], name: str) -> None:
    assert judge_shape(counts(*every)).name == name


def test_the_figures_that_a_shape_rests_on() -> None:
    shape = judge_shape(counts(1, 1, 2, 4, 4, 5, 4))
    assert (shape.count, shape.empty) == (21, 0)
    assert (shape.early, shape.late) == (Fraction(2, 21), Fraction(9, 21))
    nothing = judge_shape(counts(0, 0, 0, 0, 0, 0, 0))
    assert nothing.early == nothing.late == 0
    assert nothing.empty == 7


def deal(stage: str, owner: str = "林", status: str = "open") -> Project:
    """Make a project at a stage."""
    return project(stage, owner=owner, status=status)


def test_only_open_ones_up_to_signing_count() -> None:
    found = find_shapes(
        [
            *(deal("P0"), deal("P6"), deal("P7"), deal("X9"), deal("P3", status="on_hold")),
            *(deal("P3", status="lost"), deal("P1", "周"), deal("P2", "")),
        ],
        DEFAULT,
    )
    assert found.team.by_stage == counts(1, 1, 1, 0, 0, 0, 1)
    assert {owner: shape.count for owner, shape in found.owners.items()} == {
        "": 1,
        "周": 1,
        "林": 2,
    }


@given(st.lists(st.tuples(st.sampled_from(STAGES), st.sampled_from("林周王")), max_size=40))
def test_owners_sum_to_the_team(every: list[tuple[str, str]]) -> None:
    found = find_shapes([deal(*each) for each in every], DEFAULT)
    assert found.team.count == len(every)
    for stage in STAGES:
        owners = sum(shape.by_stage[stage] for shape in found.owners.values())
        assert found.team.by_stage[stage] == owners
