from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Flag, Project, Snooze
from deals.playbook import RANKS, Playbook
from deals.rules.triage import Assessment, Assessments, assess
from tests import strategies
from tests.deals.makers import DEFAULT, TODAY, action, amount, contact, playbook, project, reason

PEOPLE = [contact("何总", 2), contact("孙总工", 2)]


def worked_example(**fields: object) -> Project:
    """Make the example of the method, section 4."""
    known: dict[str, object] = {"contacts": PEOPLE, "amount": amount(640_000)}
    planned = action("call 何总", TODAY)
    return project("P4", signs="2026-03-14", **{**known, "next_action": planned, **fields})


UNANSWERED: dict[str, str | int] = {
    "stage": "P4",
    "due": 27,
    "count": 27,
    "percent": 0,
    "norm": 60,
}


def test_the_worked_example() -> None:
    assessment = assess(worked_example(), DEFAULT, TODAY)
    assert assessment.flags == (
        Flag("cr-stage", "red", "best", {"stage": "P4", "best": 2, "count": 2, "needs": 3}),
        Flag(
            "date-stage",
            "amber",
            "short",
            {"left": 12, "needed": 40, "stage": "P4", "signed": "P6"},
        ),
        Flag("no-coach", "amber", "nobody", {"stage": "P4", "needs": 4}),
        Flag("checks", "info", "open", UNANSWERED),
    )
    assert assessment.asleep == ()
    assert (assessment.severity, assessment.attention, assessment.days_left) == ("red", True, 12)
    assert [reason(flag, "en") for flag in assessment.flags] == [
        "Closest of 2 contacts is CR2; P4 needs CR3",
        "12 days left; stages to do usually take about 40 days",
        "At P4, nobody at CR4 or better supports us",
        "27 of 27 questions due by P4 open, 0% answered well",
    ]
    assert [reason(flag, "zh_CN") for flag in assessment.flags] == [
        "2 位客户中最高只有 CR2，P4 要 CR3",
        "距预签时间 12 天，按常规尚需约 40 天",
        "已到 P4，支持我方的人中没有 CR4 以上的",
        "P4 前应落实 27 题，已落实 0%，未答 27 题",
    ]


def test_worst_first_and_then_in_the_methods_order() -> None:
    blocker = contact("何总", 1, role="decides", stance="opposes")
    made = project("P4", signs="2026-01", amount=amount(1, 9), contacts=[blocker])
    assert [flag.rule for flag in assess(made, DEFAULT, TODAY).flags] == [
        "overdue",
        "cr-stage",
        "blocker",
        "date-stage",
        "single-thread",
        "vague",
        "no-coach",
        "checks",
        "no-next",
    ]


@pytest.mark.parametrize(
    ("made", "severity", "attention", "left"),
    [
        (project("P0", next_action=action("call")), None, False, None),
        (project("P0"), "info", False, None),
        (project("P0", signs="2026-03-02", next_action=action("call")), "amber", True, 0),
        (project("P0", signs="2026-02", next_action=action("call")), "red", True, -2),
        (project("P0", signs="2026-02", status="on_hold"), None, False, None),
    ],
)
def test_severity(made: Project, severity: str | None, attention: bool, left: int | None) -> None:
    assessment = assess(made, DEFAULT, TODAY)
    assert (assessment.severity, assessment.attention, assessment.days_left) == (
        severity,
        attention,
        left,
    )


def test_a_snooze_silences_one_rule_until_its_day() -> None:
    snooze = Snooze(rule="cr-stage", until=TODAY + timedelta(days=3), reason="meeting set")
    made = worked_example(snoozes=(snooze,))
    assessment = assess(made, DEFAULT, snooze.until - timedelta(days=1))
    assert [flag.rule for flag in assessment.flags] == [
        "date-stage",
        "no-coach",
        "checks",
        "no-next",
    ]
    assert [(flag.rule, kept) for flag, kept in assessment.asleep] == [("cr-stage", snooze)]
    assert assessment.severity == "amber"
    awake = assess(made, DEFAULT, snooze.until)
    assert awake.flags[0].rule == "cr-stage"
    assert awake.asleep == ()


def test_of_two_snoozes_the_one_still_running_counts() -> None:
    over = Snooze(rule="cr-stage", until=TODAY)
    runs = Snooze(rule="cr-stage", until=TODAY + timedelta(days=1))
    for snoozes in ((over, runs), (runs, over)):
        assessment = assess(worked_example(snoozes=snoozes), DEFAULT, TODAY)
        assert [kept for _, kept in assessment.asleep] == [runs]


def test_a_snooze_of_a_rule_that_is_silent_does_nothing() -> None:
    snooze = Snooze(rule="vague", until=date(2099, 1, 1))
    assessment = assess(worked_example(snoozes=(snooze,)), DEFAULT, TODAY)
    plain = assess(worked_example(), DEFAULT, TODAY)
    assert (assessment.flags, assessment.asleep) == (plain.flags, ())
    assert (assessment.severity, assessment.order) == (plain.severity, plain.order)


@given(project=strategies.projects(), today=strategies.days())
def test_every_flag_is_awake_or_asleep_once(project: Project, today: date) -> None:
    assessment = assess(project, DEFAULT, today)
    rules = [flag.rule for flag in assessment.flags] + [flag.rule for flag, _ in assessment.asleep]
    assert len(rules) == len(set(rules))
    assert [flag.severity for flag in assessment.flags] == sorted(
        (flag.severity for flag in assessment.flags), key=lambda severity: RANKS[severity]
    )
    assert assessment.severity == (assessment.flags[0].severity if assessment.flags else None)
    assert assessment.attention == (assessment.severity in ("red", "amber"))
    unsnoozed = assess(project.model_copy(update={"snoozes": ()}), DEFAULT, today)
    assert sorted(rules) == sorted(flag.rule for flag in unsnoozed.flags)


def test_the_order_of_triage() -> None:
    call = action("call")
    wanted = [
        project(id="red rich", signs="2026-02", amount=amount(900)),
        project(id="red poor", signs="2026-02", amount=amount(1)),
        project(id="red, no money", signs="2026-02"),
        project("P0", id="amber rich", signs="2026-04", amount=amount(90, 112), next_action=call),
        project("P0", id="amber soon", signs="2026-04", amount=amount(100), next_action=call),
        project("P0", id="amber later", signs="2026-05", amount=amount(100), next_action=call),
        project("P0", id="info", amount=amount(10_000)),
        project("P0", id="fine", amount=amount(10_000), next_action=call),
        project("P0", id="fine and poor", next_action=call),
    ]
    keyed = wanted[::-1]
    keyed.sort(key=lambda deal: assess(deal, DEFAULT, TODAY).order)
    assert [deal.id for deal in keyed] == [deal.id for deal in wanted]


def count_assessments(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the ids of the projects that are assessed from now on."""
    seen: list[str] = []

    def note_project(project: Project, book: Playbook, today: date, *_: object) -> Assessment:
        seen.append(project.id)
        return Assessment(project, book, today)

    monkeypatch.setattr("deals.rules.triage.assess", note_project)
    return seen


def test_only_what_changed_is_assessed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = count_assessments(monkeypatch)
    known = Assessments()
    book = {name: project(id=name) for name in "abc"}
    changed = {**book, "b": book["b"].model_copy(update={"owner": "林"})}
    for deal in (*book.values(), *changed.values(), changed["a"]):
        known.of(deal, DEFAULT, TODAY)
    assert seen == ["a", "b", "c", "b"]


def test_another_day_or_playbook_is_assessed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = count_assessments(monkeypatch)
    known, deal = Assessments(), project()
    other = playbook("signed = 'P5'")
    for book, today in [
        (DEFAULT, TODAY),
        (DEFAULT, TODAY),
        (DEFAULT, TODAY + timedelta(days=1)),
        (other, TODAY + timedelta(days=1)),
    ]:
        known.of(deal, book, today)
    assert len(seen) == 3


@given(st.lists(strategies.projects(), max_size=3, unique_by=lambda deal: deal.id))
def test_what_is_remembered_is_what_would_be_said(some: list[Project]) -> None:
    known = Assessments()
    for deal in (*some, *some):
        found, wanted = known.of(deal, DEFAULT, TODAY), assess(deal, DEFAULT, TODAY)
        assert (found, found.flags, found.asleep) == (wanted, wanted.flags, wanted.asleep)
