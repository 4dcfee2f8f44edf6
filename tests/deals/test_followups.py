"""Follow-ups on Monday 2 March 2026: 45 days for the top, 30 for the middle, 60 below."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from deals.followups import DueContact, find_due_contacts, last_touch
from deals.model import Book, Change, Contact, Project, Touch
from tests.deals.makers import DEFAULT, NOW, TODAY, action, contact, project

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)


def make_touch(days: int, *who: str, **more: object) -> Touch:
    """Make a touch of so many days ago."""
    return Touch.model_validate({"on": TODAY - timedelta(days), "contacts": who or ("he",), **more})


def find_due(*projects: Project) -> tuple[DueContact, ...]:
    """Return who is due on these projects."""
    return find_due_contacts(Book().with_projects(*projects), DEFAULT, TODAY)


def make_project(*people: Contact, **fields: object) -> Project:
    """Make a project of long ago with these people."""
    return project().model_copy(update={"contacts": people, "created_at": LONG_AGO, **fields})


@pytest.mark.parametrize(
    ("day", "late"),
    [(TODAY - timedelta(3), 3), (TODAY, 0), (TODAY + timedelta(1), None), (None, 0)],
)
def test_a_follow_up_is_due_by_its_day(day: date | None, late: int | None) -> None:
    found = find_due(make_project(contact("he", follow_up=action("call", day))))
    assert [(person.what, person.on, person.late) for person in found] == (
        [] if late is None else [("call", day, late)]
    )


@pytest.mark.parametrize(
    ("fields", "days", "late"),
    [
        ({"role": "decides", "level": "high"}, 45, None),
        ({"role": "decides", "level": "high"}, 46, 1),
        ({"role": "approves", "level": "middle"}, 31, 1),
        ({"role": "approves", "level": "upper"}, 31, 1),
        ({"role": "approves", "level": "low"}, 31, None),
        ({"role": "approves", "level": "low"}, 65, 5),
        ({"role": "approves"}, 31, 1),
        ({"lines": ["technical"], "level": "middle"}, 31, 1),
        ({"lines": ["technical"], "role": "uses"}, 400, None),
        ({"role": "coach", "level": "high"}, 400, None),
        ({"role": "decides", "follow_up": action("x", TODAY + timedelta(9))}, 400, None),
    ],
)
def test_people_with_a_say_are_missed_by_level(
    fields: dict[str, object], days: int, late: int | None
) -> None:
    found = find_due(
        make_project(contact("he").model_copy(update=fields), touches=[make_touch(days)])
    )
    assert [(person.late, person.quiet, person.what) for person in found] == (
        [] if late is None else [(late, days, None)]
    )
    assert all(person.last == make_touch(days) and person.on for person in found)


def test_who_was_never_touched_counts_from_when_they_came() -> None:
    he = contact("he", role="decides", level="high")
    assert find_due(make_project(he))[0].quiet == (TODAY - LONG_AGO.date()).days
    assert find_due(project(contacts=[he], created_at=NOW)) == ()
    came = Change(at=NOW, by="林", field="cr", new="2", subject="he")
    assert find_due(make_project(he, history=(came,))) == ()
    assert find_due(make_project(contact("he", 2, role="decides", cr_on=TODAY))) == ()


@pytest.mark.parametrize("status", ["on_hold", "won", "lost", "abandoned"])
def test_only_open_projects_count(status: str) -> None:
    late = contact("he", role="decides", follow_up=action("x", date(2026, 1, 1)))
    assert find_due(make_project(late, status=status)) == ()


def test_shared_people_are_there_once_and_a_touch_anywhere_counts() -> None:
    he = contact("he", role="decides", level="high")
    a, b = (make_project(he, id=key, name=key) for key in "ab")
    (person,) = find_due(a, b)
    assert person.places == ("a", "b")
    lost = make_project(he, id="c", status="lost", touches=[make_touch(3)])
    assert find_due(a, b, lost) == ()
    first, later = (
        make_project(
            contact("he", follow_up=action(key, TODAY - timedelta(days))), id=key, name=key
        )
        for key, days in (("early", 9), ("late", 2))
    )
    (person,) = find_due(later, first, make_project(he, id="d"))
    assert (person.what, person.project.id, set(person.places)) == (
        "early",
        "early",
        {"early", "late"},
    )


def test_follow_ups_stand_before_those_missed_and_the_longest_due_first() -> None:
    people = [
        contact("c", follow_up=action("x")),
        contact("b", follow_up=action("x", TODAY)),
        contact("a", follow_up=action("x", date(2026, 2, 1))),
        contact("d", role="decides"),
    ]
    assert [person.contact.name for person in find_due(make_project(*people))] == [
        "a",
        "b",
        "c",
        "d",
    ]


def test_the_last_touch_is_the_last_logged_of_the_last_day() -> None:
    known = make_project(
        contact("he"),
        touches=[
            make_touch(1, note="a"),
            make_touch(1, note="b"),
            make_touch(5),
            make_touch(0, "tang"),
        ],
    )
    last = last_touch(known, "he")
    assert last is not None and last.note == "b"
    assert last_touch(known, "nobody") is None
