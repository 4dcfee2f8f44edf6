from __future__ import annotations

from datetime import date

import pytest

from deals.edits import snooze, touch, wake
from deals.model import Snooze, Touch
from deals.refusal import Refusal
from tests.deals.makers import contact, project
from tests.deals.readings import LATER

APRIL = date(2026, 4, 1)


def test_a_snooze_says_until_when_and_why() -> None:
    after = snooze(project(), ["overdue", "vague"], APRIL, " budget round ", LATER)
    assert after.snoozes == (
        Snooze(rule="overdue", until=APRIL, reason="budget round"),
        Snooze(rule="vague", until=APRIL, reason="budget round"),
    )
    assert (after.updated_at, after.updated_by, after.history) == (LATER.at, LATER.by, ())


def test_a_rule_has_one_snooze_and_those_that_are_over_go() -> None:
    over = Snooze(rule="stalled", until=LATER.today)
    before = project(snoozes=[over, Snooze(rule="vague", until=APRIL)])
    after = snooze(before, ["vague"], date(2026, 5, 1), "", LATER)
    assert after.snoozes == (Snooze(rule="vague", until=date(2026, 5, 1)),)


def test_nothing_sleeps_until_a_day_that_is_not_to_come() -> None:
    with pytest.raises(Refusal) as refused:
        snooze(project(), ["overdue"], LATER.today, "", LATER)
    assert (refused.value.code, refused.value.figures) == ("snooze-past", {"until": "2026-03-02"})


def test_no_rule_is_no_change() -> None:
    one = project()
    assert snooze(one, [], APRIL, "", LATER) is one
    assert wake(one, ["overdue"], LATER) is one


def test_wakes_what_sleeps() -> None:
    asleep = snooze(project(), ["overdue", "vague"], APRIL, "", LATER)
    assert [one.rule for one in wake(asleep, ["overdue"], LATER).snoozes] == ["vague"]


def test_a_touch_is_logged() -> None:
    one = project(contacts=[contact("he")])
    after = touch(one, " likes the demo ", LATER, contacts=("he",), how="visit")
    after = touch(after, "called", LATER, on=date(2026, 2, 27))
    assert after.touches == (
        Touch(on=LATER.today, contacts=("he",), how="visit", note="likes the demo"),
        Touch(on=date(2026, 2, 27), note="called"),
    )
    assert after.updated_at == LATER.at


def test_a_touch_is_with_people_of_the_project() -> None:
    with pytest.raises(Refusal) as refused:
        touch(project(), "dinner", LATER, contacts=("he",))
    assert refused.value.code == "contact-unknown"
