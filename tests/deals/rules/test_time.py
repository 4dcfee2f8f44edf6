from __future__ import annotations

import pytest

from deals.rules.triage_rules import date_stage, overdue, slipping
from tests.deals.makers import DEFAULT, TODAY, case, figures, moved, playbook, project


@pytest.mark.parametrize(
    ("stage", "signs", "days"),
    [
        ("P4", "2026-03-01", 1),
        ("P4", "2026-03-02", None),
        ("P4", "2026-03-03", None),
        ("P4", "2026-02", 2),
        ("P4", "2026-03", None),
        ("P4", "2026-Q1", None),
        ("P4", "2025", 61),
        ("P0", "2026-01-30", 31),
        ("P5", "2026-03-01", 1),
        ("P6", "2026-03-01", None),
        ("P7", "2026-03-01", None),
        ("X9", "2026-03-01", 1),
        ("P4", "", None),
    ],
)
def test_overdue(stage: str, signs: str, days: int | None) -> None:
    flag = overdue(project(stage, signs=signs), DEFAULT, TODAY)
    assert (flag.figures["days"] if flag else None) == days


def test_overdue_names_the_stage_it_is_still_at() -> None:
    flag = overdue(project("P2", signs="2026-01-30"), DEFAULT, TODAY)
    assert figures(flag) == {"days": 31, "stage": "P2", "signed": "P6"}
    assert flag is not None
    assert (flag.rule, flag.severity, flag.case) == ("overdue", "red", "past")


@pytest.mark.parametrize(
    ("stage", "signs", "found"),
    [
        ("P4", "2026-03-14", ("short", 12, 40)),
        ("P4", "2026-04-10", ("short", 39, 40)),
        ("P4", "2026-04-11", None),
        ("P4", "2026-04", None),
        ("P4", "2026-03", ("short", 29, 40)),
        ("P0", "2026-07-09", ("short", 129, 130)),
        ("P0", "2026-07-10", None),
        ("P3", "2026-Q1", ("short", 29, 70)),
        ("P5", "2026-03-02", ("short", 0, 15)),
        ("P5", "2026-03-01", ("past", 1, 15)),
        ("P2", "2026-01-30", ("past", 31, 95)),
        ("P6", "2026-03-02", None),
        ("P6", "2026-01-01", None),
        ("P7", "2026-01-01", None),
        ("X9", "2026-03-14", None),
        ("P4", "", None),
    ],
)
def test_date_stage(stage: str, signs: str, found: tuple[str, int, int] | None) -> None:
    flag = date_stage(project(stage, signs=signs), DEFAULT, TODAY)
    if found is None:
        assert flag is None
        return
    name, days, needed = found
    named = figures(flag)
    assert (case(flag), named["needed"]) == (name, needed)
    assert named["left" if name == "short" else "over"] == days


def test_signing_at_another_stage() -> None:
    book = playbook("signed = 'P5'")
    assert overdue(project("P5", signs="2026-01"), book, TODAY) is None
    assert figures(date_stage(project("P4", signs="2026-03-14"), book, TODAY))["needed"] == 25
    assert date_stage(project("P5", signs="2026-03-14"), book, TODAY) is None


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ((), None),
        (("2026-03",), None),
        (("2026-03", "2026-04"), None),
        (("2026-03", "2026-04", "2026-05"), ("often", 2, "2026-03", "2026-05")),
        (("2026-03", "2026-04", "2026-03", "2026-04"), ("often", 2, "2026-03", "2026-04")),
        (("2026-03", "2026-04", "2026-02", "2026-01"), None),
        # Written more precisely is not later, and the latest day is what counts.
        (("2026-Q1", "2026-03", "2026-03-14"), None),
        (("2026-03", "2026-Q1"), None),
        (("2026-02", "2026-Q1", "2026-H1"), ("often", 2, "2026-02", "2026-H1")),
        # By one move: 90 days in all is allowed, 91 is not.
        (("2026-03-01", "2026-05-30"), None),
        (("2026-03-01", "2026-05-31"), ("far", 91, "2026-03-01", "2026-05-31")),
        # A slip of the pen put right.
        (("2026-03", "2062-03", "2026-03"), None),
        # A blank between two windows hides no move.
        (("2026-03", None, "2026-04", None, "2026-05"), ("often", 2, "2026-03", "2026-05")),
        ((None, "2026-03"), None),
        (("2026-03", None), None),
        # What can no longer be read says nothing.
        (("someday", "2026-03", "2026-04"), None),
        (("someday", "never"), None),
    ],
)
def test_slipping(texts: tuple[str | None, ...], found: tuple[str, int, str, str] | None) -> None:
    flag = slipping(project("P3", history=moved("signs", *texts)), DEFAULT, TODAY)
    if found is None:
        assert flag is None
        return
    name, by, first, last = found
    named = figures(flag)
    assert case(flag) == name
    assert named == {"first": first, "last": last, "count" if name == "often" else "days": by}


def test_other_fields_do_not_slip() -> None:
    history = moved("amount", "2026-03", "2026-04", "2026-05")
    assert slipping(project("P3", history=history), DEFAULT, TODAY) is None


@pytest.mark.parametrize(("stage", "found"), [("P5", "often"), ("P6", None), ("X9", "often")])
def test_a_signed_project_slips_no_more(stage: str, found: str | None) -> None:
    history = moved("signs", "2026-03", "2026-04", "2026-05")
    assert case(slipping(project(stage, history=history), DEFAULT, TODAY)) == found


def test_slipping_limits_are_the_playbooks() -> None:
    book = playbook("[thresholds.slipping]\nmoves = 1\ndays = 10")
    history = moved("signs", "2026-03-01", "2026-03-02")
    assert case(slipping(project(history=history), book, TODAY)) == "often"
    book = playbook("[thresholds.slipping]\nmoves = 3\ndays = 10")
    history = moved("signs", "2026-03-01", "2026-03-12")
    assert case(slipping(project(history=history), book, TODAY)) == "far"
