from __future__ import annotations

from datetime import date, timedelta

import pytest

from deals.edits.stages import snooze_rules, wake_rules
from deals.errors import UserError
from deals.model import Project, Snooze
from deals.rules.triage import assess
from tests.deals.makers import DEFAULT, NOW, project
from tests.deals.readings import LATER

APRIL = date(2026, 4, 1)


def test_a_snooze_says_until_when_and_why() -> None:
    after = snooze_rules(project(), ["overdue", "vague"], APRIL, " budget round ", LATER)
    assert after.snoozes == (
        Snooze(rule="overdue", until=APRIL, reason="budget round"),
        Snooze(rule="vague", until=APRIL, reason="budget round"),
    )
    assert after.history == ()


def test_a_flag_that_slept_is_raised_again_for_sleeping_is_no_work_on_the_project() -> None:
    quiet = project("P0", updated_at=NOW - timedelta(days=40), updated_by="周")
    asleep = snooze_rules(quiet, ["stalled"], APRIL, "", LATER)
    woken = wake_rules(asleep, ["stalled"], LATER._replace(today=APRIL - timedelta(days=1)))
    assert {(state.updated_at, state.updated_by) for state in (quiet, asleep, woken)} == {
        (quiet.updated_at, "周")
    }

    def is_raised(state: Project, today: date) -> bool:
        return "stalled" in {flag.rule for flag in assess(state, DEFAULT, today).flags}

    days = [
        (state, APRIL + timedelta(days=after))
        for state, after in ((quiet, -30), (asleep, -30), (asleep, -1), (asleep, 0), (asleep, 1))
    ]
    assert [is_raised(state, day) for state, day in days] == [True, False, False, True, True]
    assert is_raised(woken, APRIL - timedelta(days=1))


def test_a_rule_has_one_snooze_and_those_that_are_over_go() -> None:
    over = Snooze(rule="stalled", until=LATER.today)
    before = project(snoozes=[over, Snooze(rule="vague", until=APRIL)])
    after = snooze_rules(before, ["vague"], date(2026, 5, 1), "", LATER)
    assert after.snoozes == (Snooze(rule="vague", until=date(2026, 5, 1)),)


def test_nothing_sleeps_until_a_day_that_is_not_to_come() -> None:
    with pytest.raises(UserError) as refused:
        snooze_rules(project(), ["overdue"], LATER.today, "", LATER)
    assert (refused.value.code, refused.value.figures) == ("snooze-past", {"until": "2026-03-02"})


def test_no_rule_is_no_change() -> None:
    before = project()
    assert snooze_rules(before, [], APRIL, "", LATER) is before
    assert wake_rules(before, ["overdue"], LATER) is before


def test_wakes_what_sleeps() -> None:
    asleep = snooze_rules(project(), ["overdue", "vague"], APRIL, "", LATER)
    assert [sleeping.rule for sleeping in wake_rules(asleep, ["overdue"], LATER).snoozes] == [
        "vague"
    ]
