"""Starring a project as key: the strategy in a line, empty for none, `-` for no key project."""

from __future__ import annotations

import pytest

from deals.edits.stars import mark_key, star_project
from deals.edits.typed_fields import set_field
from deals.model import Project
from tests.deals.makers import project
from tests.deals.readings import reading

PLAIN = project("P2", id="a", name="Harbour")
STARRED = project("P2", id="a", name="Harbour", key=True, key_strategy="win the CFO")


@pytest.mark.parametrize(
    ("before", "typed", "key", "strategy", "moves"),
    [
        (PLAIN, "", True, "", ["key"]),
        (PLAIN, "  先攻财务 ，再谈技术 ", True, "先攻财务 ，再谈技术", ["key", "key_strategy"]),
        (PLAIN, "-", False, "", []),
        (STARRED, "win the CFO", True, "win the CFO", []),
        (STARRED, "by the pilot", True, "by the pilot", ["key_strategy"]),
        (STARRED, "", True, "", ["key_strategy"]),
        (STARRED, "-", False, "win the CFO", ["key"]),
        (STARRED, "－", False, "win the CFO", ["key"]),
        (STARRED, "- and wait", True, "- and wait", ["key_strategy"]),
    ],
)
def test_a_line_stars_a_project_with_its_strategy(
    before: Project, typed: str, key: bool, strategy: str, moves: list[str]
) -> None:
    after = star_project(before, typed, reading())
    assert (after.key, after.key_strategy) == (key, strategy)
    assert [change.field for change in after.history] == moves
    assert (after is before) == (not moves)


def test_a_project_starred_again_has_its_strategy_as_it_was() -> None:
    unstarred = star_project(STARRED, "-", reading())
    assert mark_key(unstarred, reading()).key_strategy == "win the CFO"
    assert mark_key(STARRED, reading()) is STARRED


def test_the_field_alone_stars_nothing() -> None:
    after = set_field(PLAIN, "key_strategy", "win\nthe CFO", reading())
    assert (after.key, after.key_strategy) == (False, "win the CFO")
    assert set_field(after, "key_strategy", "-", reading()).key_strategy == ""
