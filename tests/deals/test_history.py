"""A history that stays short, with all that is read from it still right."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from deals.edits.contacts import set_cr
from deals.edits.typed_fields import set_field
from deals.history import NEWEST, NEWEST_OF_PEOPLE, history_key, thin_history
from deals.model import Change, Project
from deals.rules.triage_rules import flag_slipping
from tests.deals.makers import DEFAULT, NOW, TODAY, contact, moved, project
from tests.deals.readings import LATER, reading


def windows(steps: list[int]) -> tuple[Change, ...]:
    """Make the history of a signing day that moved by so many days each time."""
    days = [date(2026, 1, 1)]
    for step in steps:
        days.append(days[-1] + timedelta(days=step))
    return moved("signs", *(day.isoformat() for day in days))


def test_a_short_history_is_left_as_it_is() -> None:
    short = windows([1] * NEWEST)
    assert thin_history(short) is short


def test_the_first_and_the_newest_of_each_field_stay() -> None:
    stages = moved("stage", *(f"P{turn % 8}" for turn in range(3 * NEWEST)))
    amounts = moved("amount", *(f"{turn}k" for turn in range(5)))
    kept = thin_history((*stages, *amounts))
    assert kept == (stages[0], *stages[-NEWEST:], *amounts)
    assert thin_history(kept) == kept


def test_edits_keep_it_short() -> None:
    moved = project("P2", contacts=[contact("何总", 1)])
    for turn in range(3 * NEWEST):
        moved = set_field(moved, "amount", f"{turn + 1}万", reading())
        moved = set_cr(moved, "何总", turn % 5 + 1, LATER)
    assert len(moved.history) <= 2 * (NEWEST + 1)
    assert (moved.history[0].field, moved.history[0].new) == ("amount", "1万")
    assert moved.history[-1].field == "cr"


def test_people_who_come_and_go_do_not_pile_up() -> None:
    moves = tuple(
        Change(at=NOW, by="林", field="cr", new="1", subject=f"c{turn}")
        for turn in range(NEWEST_OF_PEOPLE + 50)
    )
    assert thin_history(moves) == moves[50:]


@given(st.lists(st.integers(-40, 40), max_size=150))
def test_slipping_says_what_it_said(steps: list[int]) -> None:
    whole = windows(steps)
    full, short = (project(history=past) for past in (whole, thin_history(whole)))
    flag, still = (flag_slipping(each, DEFAULT, TODAY) for each in (full, short))
    assert (flag is None) == (still is None)
    later = sum(b > a for a, b in pairwise(_days(full)))
    if flag and still and later <= NEWEST:
        assert still.figures == flag.figures


@given(st.lists(st.integers(-40, 40), max_size=150))
def test_thinning_step_by_step_is_as_right_as_at_once(steps: list[int]) -> None:
    past: tuple[Change, ...] = ()
    for change in windows(steps):
        past = thin_history((*past, change))
    assert len(past) <= NEWEST + 1
    assert {history_key(change) for change in past} <= {("signs", None)}
    flags = (
        flag_slipping(project(history=each), DEFAULT, TODAY) for each in (windows(steps), past)
    )
    assert len({flag is None for flag in flags}) == 1


def _days(project: Project) -> list[date]:
    texts = [change.new for change in project.history if change.new]
    return [date.fromisoformat(text) for text in texts]
