"""Touches logged: what is kept of them, and what becomes of follow-ups."""

from __future__ import annotations

from datetime import date

import pytest

from deals.edits.contacts import clear_follow_up, list_settled, log_touch
from deals.errors import UserError
from deals.model import TOUCH_NOTE, NextAction, Project, Touch
from deals.parsing.touch_line import parse_touch
from tests.deals.makers import TODAY, action, contact, project
from tests.deals.readings import LATER, reading

SOON, DUE = date(2026, 3, 9), date(2026, 3, 1)


def team(**follow_ups: NextAction | None) -> Project:
    """A project with 何总 and 唐, and what is to follow with them."""
    names = {"he": "何总", "tang": "唐主任"}
    people = [contact(name, id=key, follow_up=follow_ups.get(key)) for key, name in names.items()]
    return project(contacts=people)


def log_line(project: Project, line: str) -> Project:
    """The project with the touch of a line."""
    return log_touch(project, parse_touch(line, project.contacts, TODAY), reading())


def test_a_touch_is_logged_with_an_id_and_who_logged_it() -> None:
    after = log_line(team(), "2-27 饭局 何总 聊了预算 480")
    assert after.touches == (
        Touch(
            id="new-1",
            on=date(2026, 2, 27),
            contacts=("he",),
            how="dinner",
            note="聊了预算",
            worth=480,
            by="林",
        ),
    )
    assert (after.updated_at, after.updated_by) == (LATER.at, "林")


@pytest.mark.parametrize(
    ("line", "he", "tang"),
    [
        ("call 何总", None, "old"),
        ("call 何总, 唐主任", None, None),
        ("call 何总 -> new fri", "new", "old"),
        ("at the fair", "old", "old"),
    ],
)
def test_a_touch_settles_what_was_due_with_those_met(
    line: str, he: str | None, tang: str | None
) -> None:
    before = team(he=action("old", DUE), tang=action("old", DUE))
    after = [contact.follow_up for contact in log_line(before, line).contacts]
    assert [step and step.text for step in after] == [he, tang]


@pytest.mark.parametrize(
    ("follow_up", "left"),
    [(action("x", SOON), True), (action("x", TODAY), False), (action("x"), False)],
)
def test_what_is_still_to_come_stays(follow_up: NextAction, left: bool) -> None:
    after = log_line(team(he=follow_up), "call 何总").contacts[0].follow_up
    assert after == (follow_up if left else None)


def test_one_line_serves_several_projects_by_name() -> None:
    line = parse_touch("call 何总", team().contacts, TODAY)
    other = project(name="net", contacts=[contact("何总", id="other")])
    assert log_touch(other, line, reading()).touches[0].contacts == ("other",)
    with pytest.raises(UserError) as refused:
        log_touch(project(name="港区"), line, reading())
    assert (refused.value.code, refused.value.figures) == (
        "person-absent",
        {"name": "港区", "text": "何总"},
    )


def test_a_follow_up_is_cleared_where_there_is_one() -> None:
    before = team(he=action("x", SOON))
    assert clear_follow_up(before, "he", LATER).contacts[0].follow_up is None
    assert clear_follow_up(before, "he", LATER, LATER.today) is before
    assert clear_follow_up(before, "tang", LATER) is before
    assert clear_follow_up(before, "nobody", LATER) is before


def test_what_gives_way_to_a_new_follow_up_stays_in_the_history() -> None:
    before = team(he=action("old", SOON), tang=action("new", date(2026, 3, 6)))
    line = parse_touch("call 何总, 唐主任 -> new 2026-03-06", before.contacts, TODAY)
    assert list_settled(before, ["he", "tang"], line, TODAY) == [before.contacts[0].follow_up]
    after = log_touch(before, line, reading())
    (move,) = after.history
    assert (move.field, move.subject, move.old, move.new) == (
        *("follow_up", "he"),
        *("old 2026-03-09", "new 2026-03-06"),
    )
    assert move.note == f"{TOUCH_NOTE}{after.touches[0].id}"
    assert not log_line(before, "call 何总, 唐主任").history
