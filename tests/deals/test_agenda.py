"""What is due by day, on Monday 2 March 2026."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.agenda import DUE_KINDS, DueItem, list_due, next_friday, week_ends
from deals.model import Book, Checkpoint, PlanRow, Project
from deals.owners import list_own_names, owner_key
from tests.deals.makers import DEFAULT, TODAY, action, contact, project


def day(days: int) -> date:
    """Return the day so many days from today."""
    return TODAY + timedelta(days)


def task(days: int | None, **fields: Any) -> PlanRow:
    """Make a task that ends so many days from today."""
    end = None if days is None else day(days)
    return PlanRow(**{"id": "row", "content": "demo", "end": end, **fields})


def look(days: int, **fields: Any) -> Checkpoint:
    """Make a checkpoint so many days from today."""
    return Checkpoint(**{"id": "check", "what": "parts", "on": day(days), **fields})


def find_due(*projects: Project, until: date | None = None, mine: str = "") -> Sequence[DueItem]:
    """Return what is due on these projects, of everybody or of one owner."""
    owners = list_own_names(mine) if mine else ()
    return list_due(Book().with_projects(*projects), DEFAULT, TODAY, until, owners)


def brief(items: Sequence[DueItem]) -> list[tuple[str, int, str, str, bool]]:
    """Return kind, days from today, words, who and lateness of each."""
    return [(i.kind, (i.on - TODAY).days, i.what, i.who, i.overdue) for i in items]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"next_action": action("call", day(-1))}, [("next", -1, "call", "林", True)]),
        ({"next_action": action("call", TODAY)}, [("next", 0, "call", "林", False)]),
        ({"next_action": action("call")}, []),
        ({"status": "lost", "next_action": action("call", TODAY)}, []),
        ({"status": "on_hold", "tender": TODAY}, []),
        ({"tender": day(3)}, [("tender", 3, "", "林", False)]),
        ({"tender": day(-3), "stage": "P3"}, [("tender", -3, "", "林", True)]),
        ({"tender": day(-3), "stage": "P4"}, []),
        ({"tender": day(3), "stage": "P4"}, [("tender", 3, "", "林", False)]),
        ({"signs": "2026-03"}, [("signing", 29, "", "林", False)]),
        ({"signs": "2026-02"}, [("signing", -2, "", "林", True)]),
        ({"signs": "2026-02", "stage": "P6"}, []),
        ({"plan": (task(2),)}, [("task", 2, "demo", "林", False)]),
        ({"plan": (task(-2, responsible="陈工"),)}, [("task", -2, "demo", "陈工", True)]),
        ({"plan": (task(2, state="done"),)}, []),
        ({"plan": (task(2, state="dropped", checkpoints=(look(1),)),)}, []),
        ({"plan": (task(None, start=TODAY),)}, []),
        (
            {"plan": (task(2, state="done", responsible="陈工", checkpoints=(look(1),)),)},
            [("checkpoint", 1, "parts", "陈工", False)],
        ),
        (
            {"plan": (task(None, checkpoints=(look(-1, by="宁"),)),)},
            [("checkpoint", -1, "parts", "宁", True)],
        ),
        ({"plan": (task(None, checkpoints=(look(1, done=True),)),)}, []),
        (
            {"contacts": (contact("何", follow_up=action("send it", day(4))),)},
            [("follow-up", 4, "send it", "林", False)],
        ),
        (
            {"contacts": (contact("何", covered_by=("高", "陈"), follow_up=action("x", day(-4))),)},
            [("follow-up", -4, "x", "高, 陈", True)],
        ),
        ({"contacts": (contact("何", follow_up=action("x")),)}, []),
    ],
)
def test_what_has_a_day_is_due(
    fields: dict[str, Any], found: list[tuple[str, int, str, str, bool]]
) -> None:
    assert brief(find_due(project(**{"owner": "林", **fields}))) == found


def test_days_stand_in_order_and_fixed_ones_first() -> None:
    plan = (task(0, checkpoints=(look(0),)), task(-5, id="late"))
    person = contact("何", follow_up=action("see", TODAY))
    found = find_due(
        project(
            *("P3",),
            signs="2026.3.2",
            tender=TODAY,
            next_action=action("call", TODAY),
            plan=plan,
            contacts=(person,),
        )
    )
    assert [item.kind for item in found] == ["task", *DUE_KINDS]
    assert found[0].overdue


def test_a_shared_person_is_due_once_with_the_earliest() -> None:
    first = project(id="a", contacts=(contact("he", follow_up=action("later", day(5))),))
    second = project(id="b", contacts=(contact("he", follow_up=action("sooner", day(1))),))
    (item,) = find_due(first, second)
    assert (item.what, item.project.id, item.places) == ("sooner", "b", ("a", "b"))


@pytest.mark.parametrize(
    ("owner", "responsible", "found"),
    [
        ("林悦", "", True),
        ("林 悦", "陈工", True),
        ("王", "", False),
        ("王", "陈工、林悦", True),
        ("王", "林悦悦", False),
        ("me", "", True),
        ("我", "陈工", True),
    ],
)
def test_mine_is_what_i_lead_and_what_names_me(
    owner: str, responsible: str, *, found: bool
) -> None:
    there = project(owner=owner, plan=(task(1, responsible=responsible),))
    assert bool(find_due(there, mine="林悦")) is found


def test_a_key_stays_as_days_and_words_change() -> None:
    before = project(plan=(task(1, checkpoints=(look(1),)),), next_action=action("call", TODAY))
    after = project(
        plan=(task(9, content="other", checkpoints=(look(3, what="x"),)),),
        next_action=action("write", day(6)),
    )
    keys = {item.key for item in find_due(before)}
    assert keys == {item.key for item in find_due(after)}
    assert keys == {"next/one", "task/one/row", "checkpoint/one/row/check"}


@given(
    st.lists(st.integers(-60, 60), max_size=8),
    st.integers(-60, 60),
    st.sampled_from(["", "林", "王"]),
)
def test_until_and_owner_only_leave_out(days: list[int], last: int, owner: str) -> None:
    projects = [
        project(id=f"{at}", owner="林王"[at % 2], next_action=action(f"{at}", day(ahead)))
        for at, ahead in enumerate(days)
    ]
    every = find_due(*projects)
    owners = [owner_key(owner)] if owner else ()
    kept = list_due(Book().with_projects(*projects), DEFAULT, TODAY, day(last), owners)
    assert list(kept) == [
        item
        for item in every
        if item.on <= day(last) and (not owner or item.project.owner == owner)
    ]
    assert [item.on for item in every] == sorted(item.on for item in every)
    assert all(item.overdue == (item.on < TODAY) for item in every)


@pytest.mark.parametrize("ahead", range(14))
def test_the_week_looks_ahead_to_the_friday_of_the_next(ahead: int) -> None:
    today = day(ahead)
    monday, sunday = week_ends(today)
    assert monday <= today <= sunday
    assert (monday.weekday(), sunday.weekday()) == (0, 6)
    friday = next_friday(today)
    assert (friday.weekday(), (friday - monday).days) == (4, 11)


def test_what_follows_with_several_in_the_same_words_is_due_once() -> None:
    offer, other = action("send offer", day(4)), action("send offer", day(5))
    people = (
        contact("何", id="he", covered_by=("Lena",), follow_up=offer),
        contact("唐", id="tang", follow_up=offer),
        contact("许", id="xu", covered_by=("Lena", "Ian Petrie"), follow_up=offer),
        contact("丁", id="ding", follow_up=other),
        *(contact(name, id=name, follow_up=action("", day(6))) for name in "吴郑"),
    )
    found = find_due(project("P3", id="a", owner="林", contacts=people))
    assert [[each.name for each in item.people] for item in found] == [
        *(["何", "唐", "许"], ["丁"], ["吴"], ["郑"]),
    ]
    assert (found[0].key, found[0].who, found[0].places) == (
        "follow-up/a/he",
        "Lena, 林, Ian Petrie",
        ("a",),
    )
    elsewhere = project("P3", id="b", contacts=[people[1]])
    shared = find_due(project("P3", id="a", contacts=people[:2]), elsewhere)
    assert [(item.project.id, item.places) for item in shared] == [("a", ("a", "b"))]
