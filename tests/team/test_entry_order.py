"""The order of a history and of touches: by time, and the same on every copy."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Change, Project, Touch
from team.entry_order import order_entries, order_project
from tests import strategies as some
from tests.deals import makers
from tests.team.database import Database
from tests.team.store_copies import StoreCopy, make_copies, sync_all

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def copies(database: Database, tmp_path: Path) -> dict[str, StoreCopy]:
    return make_copies(database, tmp_path)


def move(minutes: int, field: str, old: str | None, new: str) -> Change:
    return Change(at=NOON + timedelta(minutes=minutes), by="Wu", field=field, old=old, new=new)


MOVES = (
    move(0, "stage", None, "P0"),
    move(0, "stage", "P0", "P2"),
    move(0, "signs", None, "Q2"),
    move(3, "stage", "P2", "P1"),
    move(3, "stage", "P1", "P3"),
    move(9, "signs", "Q2", "Q3"),
)
TOUCHES = (
    Touch(id="02", on=date(2026, 3, 1), note="first"),
    Touch(id="01", on=date(2026, 3, 2), note="second"),
    Touch(id="03", on=date(2026, 3, 2), note="third"),
)


@given(st.permutations(MOVES), st.permutations(TOUCHES))
def test_whatever_order_entries_come_in_they_stand_by_time(
    moves: list[Change], touches: list[Touch]
) -> None:
    project = makers.project(history=tuple(moves), touches=tuple(touches))
    ordered = order_project(project)
    assert ordered.history == MOVES
    assert ordered.touches == TOUCHES
    assert order_project(ordered) is ordered


@given(some.projects(), st.randoms(use_true_random=False))
def test_the_order_hangs_on_nothing_but_what_entries_say(project: Project, random: Random) -> None:
    document = project.model_dump(mode="json")
    for name in ("history", "touches"):
        ordered = order_entries(name, document[name])
        random.shuffle(document[name])
        assert order_entries(name, document[name]) == ordered


def test_two_copies_are_equal_field_by_field_and_in_order(copies: dict[str, StoreCopy]) -> None:
    wu, lead = copies["Dan"], copies["Ben"]
    wu.add("A", stage="P3", history=tuple(reversed(MOVES)), touches=tuple(reversed(TOUCHES)))
    wu.add("B", stage="P2", history=MOVES[:3])
    sync_all(wu, lead)
    later = [each.model_dump(mode="json") for each in (*MOVES[:3], MOVES[4], MOVES[5], MOVES[3])]
    wu.edit("B", history=later)
    lead.edit("A", touches=[each.model_dump(mode="json") for each in (*TOUCHES[1:], TOUCHES[0])])
    sync_all(wu, lead)
    assert dict(wu.book.projects) == dict(lead.book.projects)
    assert [each.stage for each in wu.book.projects.values()] == ["P3", "P2"]
    assert wu.book.projects["A"].history == order_project(wu.book.projects["A"]).history
    with wu.open() as store, wu.state() as state:
        assert state.read("collected") == store.sequence, "what a sync ordered is no edit"
        assert state.outbox() == []
