"""A history that stays short, with all that is read from it still right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.contacts import set_cr
from deals.edits.typed_fields import set_field
from deals.history import (
    LASTING,
    UNTHINNED,
    history_key,
    history_texts,
    stage_since,
    thin_history,
)
from deals.model import Change
from tests.deals.makers import NOW, contact, moved, project
from tests.deals.readings import LATER, reading


def dated(field: str, *days: str) -> tuple[Change, ...]:
    """Make the history of a field that had another value, its number, from each of these days."""
    return tuple(
        Change(at=datetime.fromisoformat(f"{day}T23:30+08:00"), by="林", field=field)
        for day in days
    )


def numbered(field: str, moves: Sequence[Change], subject: str | None = None) -> list[Change]:
    """Give these moves values that follow one another."""
    return [
        move.model_copy(
            update={"field": field, "old": f"{at}k", "new": f"{at + 1}k", "subject": subject}
        )
        for at, move in enumerate(moves)
    ]


DAYS = [
    f"{year}-{month:02}-{day:02}"
    for year in (2024, 2025)
    for month in range(1, 13)
    for day in (3, 9, 30 if month != 2 else 28)
]
"""Three days of each month, the last of them late in the evening of its zone's month."""


def test_a_short_history_is_left_as_it_is() -> None:
    short = tuple(numbered("amount", dated("amount", *DAYS[:UNTHINNED])))
    assert thin_history(short) is short


@pytest.mark.parametrize("field", ["amount", "signs", "product"])
def test_old_moves_but_the_first_and_the_last_of_a_month_go(field: str) -> None:
    moves = numbered(field, dated(field, *DAYS))
    kept = thin_history(tuple(moves))
    # December 2025 less thirteen months: November 2024 is the first that is kept whole.
    assert [change.on.isoformat() for change in kept] == [
        "2024-01-03",
        *DAYS[2:30:3],
        *DAYS[30:],
    ]
    assert thin_history(kept) == kept


@pytest.mark.parametrize("field", sorted(LASTING))
def test_what_is_lasting_stays(field: str) -> None:
    moves = tuple(numbered(field, dated(field, *DAYS)))
    assert thin_history(moves) is moves


def test_each_person_has_months_of_their_own() -> None:
    people = [*numbered("cr", dated("cr", *DAYS), "a"), *numbered("cr", dated("cr", *DAYS), "b")]
    kept = thin_history(tuple(people))
    assert [change.on for change in kept if change.subject == "a"] == [
        change.on for change in kept if change.subject == "b"
    ]
    assert len(kept) == 2 * (1 + 10 + 42)


def test_edits_of_an_afternoon_are_all_kept() -> None:
    moved = project("P2", contacts=[contact("何总", 1)])
    for turn in range(3 * UNTHINNED):
        moved = set_field(moved, "amount", f"{turn + 1}万", reading())
        moved = set_cr(moved, "何总", turn % 5 + 1, LATER)
    assert (moved.history[0].field, moved.history[0].new) == ("amount", "1万")
    assert sum(change.field == "amount" for change in moved.history) == 3 * UNTHINNED


moves = st.lists(
    st.tuples(
        st.sampled_from(["amount", "signs", "owner", "cr"]), st.integers(0, 45), st.booleans()
    ),
    max_size=150,
)
"""Moves: of what, how many days after the one before, and whether of one contact or another."""


def make_moves(steps: list[tuple[str, int, bool]]) -> tuple[Change, ...]:
    """Make the history of these moves."""
    at, history = datetime(2022, 1, 31, 23, tzinfo=timezone(timedelta(hours=8))), []
    for number, (field, days, other) in enumerate(steps):
        at += timedelta(days=days)
        subject = f"{other}" if field == "cr" else None
        history.append(
            Change(
                at=at, by="", field=field, old=f"{number}k", new=f"{number + 1}k", subject=subject
            )
        )
    return tuple(history)


@given(moves)
def test_thinning_keeps_the_value_at_the_end_of_every_month(
    steps: list[tuple[str, int, bool]],
) -> None:
    history = make_moves(steps)
    assert _month_ends(thin_history(history)) == _month_ends(history)


@given(moves)
def test_thinning_at_each_edit_is_thinning_once(steps: list[tuple[str, int, bool]]) -> None:
    past: tuple[Change, ...] = ()
    history = make_moves(steps)
    for change in history:
        past = thin_history((*past, change))
    if len(thin_history(history)) > UNTHINNED:
        assert past == thin_history(history)
    assert set(thin_history(history)) <= set(history)


def _month_ends(history: Sequence[Change]) -> dict[object, str | None]:
    """Return what each field began with, and its value at the end of each month it moved in."""
    begun: dict[object, str | None] = {
        history_key(change): change.old for change in reversed(history)
    }
    ends: dict[object, str | None] = {
        (history_key(change), change.on.year, change.on.month): change.new for change in history
    }
    return {**begun, **ends}


def test_a_history_says_what_a_field_was_and_is() -> None:
    now = project(history=moved("owner", "王", "周", None, "林", "周"))
    assert tuple(dict.fromkeys(history_texts(now, "owner"))) == ("王", "周", "林")
    assert tuple(history_texts(now, "customer")) == ()


def test_stage_since_is_the_day_of_the_last_move() -> None:
    assert stage_since(project()) == NOW.date()
    late = dated("stage", "2025-03-01", "2025-04-30")
    assert f"{stage_since(project(history=late))}" == "2025-04-30"


def test_who_leads_it_and_what_it_is_called_is_history() -> None:
    renamed = project("P2", name="港区专网")
    for field, text in {
        "name": "港区视频专网",
        "customer": "港务",
        "owner": "周",
        "product": "专网",
    }.items():
        renamed = set_field(renamed, field, text, reading())
    assert [(change.field, change.new) for change in renamed.history] == [
        ("name", "港区视频专网"),
        ("customer", "港务"),
        ("owner", "周"),
        ("product", "专网"),
    ]
    assert renamed.history[0].old == "港区专网"
