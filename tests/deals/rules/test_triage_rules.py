"""Laws of all triage rules."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Amount, Contact, NextAction, PlanRow, Project, SourceRef, Status
from deals.network.analysis import analyse
from deals.playbook import fill_template
from deals.playbook.texts import LANGUAGES
from deals.playbook.vocabulary import CASES
from deals.rules.triage_rules import (
    RULES,
    flag_date_stage,
    flag_holes,
    flag_no_next,
    flag_overdue,
    flag_slipping,
    flag_stalled,
    flag_vague,
)
from tests import strategies
from tests.deals.makers import (
    DEFAULT,
    NOW,
    TODAY,
    action,
    amount,
    case,
    contact,
    figures,
    moved,
    playbook,
    project,
    reason,
)
from tests.deals.network.accounts import NO_BUSINESS
from tests.deals.playbook.teams import team


@pytest.mark.parametrize(
    ("stage", "money", "signs", "found"),
    [
        ("P3", amount(80, 150), "2026", None),
        ("P4", amount(75, 125), "2026-Q2", None),
        ("P4", amount(74, 125), "2026-Q2", "amount"),
        ("P4", amount(100), "2026-Q3", None),
        ("P4", amount(100), "2026-07-01", None),
        ("P4", amount(100), "2026H2", "window"),
        ("P4", None, "2026", "window"),
        ("P4", amount(80, 150), "2026", "both"),
        ("P4", amount(80, 150), "", "amount"),
        ("P4", amount(0), "", None),
        ("P4", amount(0, 1), "", "amount"),
        ("P4", None, "", None),
        ("P7", amount(80, 150), "", "amount"),
        ("X9", amount(80, 150), "2026", None),
    ],
)
def test_vague(stage: str, money: Amount | None, signs: str, found: str | None) -> None:
    assert case(flag_vague(project(stage, signs=signs, amount=money), DEFAULT, TODAY)) == found


def test_figures_of_both() -> None:
    made = project("P5", signs="2026", amount=amount(800_000, 1_500_000))
    assert figures(flag_vague(made, DEFAULT, TODAY)) == {
        "stage": "P5",
        "spread": 31,
        "spread_limit": 25,
        "days": 365,
        "days_limit": 92,
    }


def test_a_spread_just_over_the_limit_does_not_read_as_the_limit() -> None:
    made = project(amount=amount(749_999, 1_250_000))
    assert figures(flag_vague(made, DEFAULT, TODAY))["spread"] == 26


def test_limits_are_the_playbooks() -> None:
    book = playbook("[thresholds.vague]\nfrom = 'P1'\nspread = 0.0\ndays = 30")
    made = project("P1", signs="2026-03", amount=amount(99, 100))
    assert case(flag_vague(made, book, TODAY)) == "both"


@pytest.mark.parametrize(
    ("stage", "quiet", "found"),
    [
        ("P0", 30, None),
        ("P0", 31, (31, 30, "P1")),
        ("P3", 60, None),
        ("P3", 61, (61, 60, "P4")),
        ("P4", 50, None),
        ("P4", 51, (51, 50, "P5")),
        ("P5", 31, (31, 30, "P6")),
        # After signing no typical days are set, so there is nothing to measure by.
        ("P6", 900, None),
        ("P7", 900, None),
        ("X9", 900, None),
    ],
)
def test_stalled(stage: str, quiet: int, found: tuple[int, int, str] | None) -> None:
    last = NOW - timedelta(days=quiet)
    flag = flag_stalled(project(stage, updated_at=last), DEFAULT, TODAY)
    if found is None:
        assert flag is None
        return
    days, limit, working = found
    assert figures(flag) == {"days": days, "limit": limit, "stage": stage, "working": working}


@pytest.mark.parametrize(
    ("touched", "found"), [(date(2026, 3, 1), None), (date(2026, 1, 10), "quiet")]
)
def test_a_touch_counts_by_its_own_day(touched: date, found: str | None) -> None:
    old = datetime(2025, 1, 1, tzinfo=UTC)
    touches = [{"on": touched}, {"on": date(2025, 6, 1)}]
    made = project("P4", updated_at=old, touches=touches)
    assert case(flag_stalled(made, DEFAULT, TODAY)) == found


@pytest.mark.parametrize(
    ("edited", "quiet"),
    [
        ("2026-01-01T07:00+08:00", 60),
        ("2026-01-01T23:30-05:00", 60),
        ("2025-12-31T23:30-05:00", 61),
        ("2025-12-31T16:30Z", 61),
    ],
)
def test_an_edit_counts_on_the_day_that_it_was_where_it_was_made(edited: str, quiet: int) -> None:
    flag = flag_stalled(project("P3", updated_at=edited), DEFAULT, TODAY)
    assert figures(flag).get("days") == 61 if quiet > 60 else flag is None


def test_the_times_are_the_playbooks() -> None:
    book = playbook("[thresholds.stalled]\ntimes = 0.5")
    flag = flag_stalled(project("P4", updated_at=NOW - timedelta(days=13)), book, TODAY)
    assert figures(flag)["limit"] == 12


@pytest.mark.parametrize(
    ("planned", "found"),
    [
        (None, "none"),
        (action("call"), None),
        (action("call", date(2026, 3, 3)), None),
        (action("call", TODAY), None),
        (action("call", date(2026, 3, 1)), "past"),
    ],
)
@pytest.mark.parametrize("stage", ["P0", "P7", "X9"])
def test_no_next(planned: NextAction | None, found: str | None, stage: str) -> None:
    assert case(flag_no_next(project(stage, next_action=planned), DEFAULT, TODAY)) == found


def test_how_late_the_next_action_is() -> None:
    made = project(next_action=action("call", date(2026, 2, 20)))
    assert figures(flag_no_next(made, DEFAULT, TODAY)) == {"days": 10}


HIGH, MIDDLE, LOW = {"level": "high"}, {"level": "middle"}, {"level": "low"}
TECHNICAL, COMMERCIAL = {"lines": ("technical",)}, {"lines": ("commercial",)}
HE = contact("何总", 3, **HIGH, **TECHNICAL)
ONLY_TOP = ("technical middle", "technical low", *NO_BUSINESS)
"""The marks of a customer whose technical line alone exists, and of it the top."""


@pytest.mark.parametrize(
    ("stage", "contacts", "found"),
    [
        ("P3", [], None),
        ("P3", [HE], None),
        ("P2", [contact("何总", 1, **HIGH, **TECHNICAL)], None),
        ("P3", [contact("何总", 1, **HIGH, **TECHNICAL)], "unmet"),
        ("P3", [contact("何总", 2, **HIGH, **TECHNICAL)], "weak"),
        ("P7", [contact("何总", None, **HIGH, **TECHNICAL)], "weak"),
        ("X9", [contact("何总", 1, **HIGH, **TECHNICAL)], None),
        # Above the highest whom we know nothing is claimed.
        ("P3", [contact("吴", 4, **MIDDLE, **TECHNICAL)], None),
        ("P3", [contact("吴", 4, **MIDDLE, **TECHNICAL), contact("何总", 1, **HIGH)], None),
        ("P3", [contact("何总", 5, **HIGH, **TECHNICAL, stance="competitor")], "against"),
        # Levels or lines are not known.
        ("P3", [contact("何总", 1, **HIGH)], None),
        ("P3", [contact("何总", 1, **TECHNICAL)], None),
        ("P3", [contact("何总", 1, **TECHNICAL), contact("吴", 4, **LOW)], None),
        ("P3", [contact("何总", 1, **HIGH, **TECHNICAL, outside=True)], None),
        # The finer level is a place of its own.
        ("P3", [HE, contact("吴", 1, level="upper", **TECHNICAL)], "unmet"),
    ],
)
def test_holes(stage: str, contacts: list[Contact], found: str | None) -> None:
    absent = (*ONLY_TOP, "commercial upper")
    made = project(stage, contacts=contacts, absent=absent)
    assert case(flag_holes(made, DEFAULT, TODAY)) == found


@pytest.mark.parametrize(
    ("contacts", "level", "line", "count"),
    [
        # A known top with nobody below; its other line has nobody at all.
        ([HE], "high", "commercial", 5),
        # Who is named, and weakly held, weighs 4 here, and 4 + 2 where nobody is.
        ([contact("何总", 1, **HIGH, **TECHNICAL)], "high", "commercial", 6),
        ([HE, contact("秦", 3, **HIGH, **COMMERCIAL)], "middle", "technical", 4),
    ],
)
def test_nobody_named_is_a_hole_of_the_worst_kind(
    contacts: list[Contact], level: str, line: str, count: int
) -> None:
    flag = flag_holes(project("P3", contacts=contacts), DEFAULT, TODAY)
    assert case(flag) == "nobody"
    where = {"stage": "P3", "count": count, "level": level, "line": line}
    assert figures(flag) == where


def test_the_heaviest_hole_is_named_by_its_closest_person_and_all_are_counted() -> None:
    some = [
        contact("秦", 1, **HIGH, **COMMERCIAL),
        contact("唐", 1, **MIDDLE, **COMMERCIAL, role="decides"),
        contact("叶", 2, **MIDDLE, **COMMERCIAL),
        contact("郭", 4, **MIDDLE, **COMMERCIAL, stance="opposes"),
    ]
    no_engineers = [f"technical {level}" for level in ("high", "middle", "low")]
    made = project("P4", contacts=some, absent=["commercial low", *no_engineers])
    flag = flag_holes(made, DEFAULT, TODAY)
    where = {"stage": "P4", "count": 2, "level": "middle", "line": "commercial"}
    assert figures(flag) == {**where, "name": "叶", "cr": "CR2", "needs": 3}
    findings = analyse(made, DEFAULT)
    assert findings.worst is not None
    assert (findings.worst.level, len(findings.holes)) == ("middle", 2)


def test_figures_where_nobody_is_or_nobody_is_ours() -> None:
    absent = ("technical low", *NO_BUSINESS)
    flag = flag_holes(project("P3", contacts=[HE], absent=absent), DEFAULT, TODAY)
    where = {"stage": "P3", "count": 1, "level": "middle", "line": "technical"}
    assert figures(flag) == where
    where["level"] = "high"
    rival = contact("何总", 5, **HIGH, **TECHNICAL, stance="competitor")
    flag = flag_holes(project("P3", contacts=[rival], absent=ONLY_TOP), DEFAULT, TODAY)
    assert figures(flag) == {**where, "name": "何总"}
    assert flag is not None
    assert reason(flag, "zh_CN").endswith("何总不支持我方")


def test_from_which_stage_and_at_which_cr_are_the_playbooks() -> None:
    made = project("P2", contacts=[HE], absent=ONLY_TOP)
    book = playbook("[thresholds.holes]\nfrom = 'P2'\n[net]\nhold = 4")
    assert figures(flag_holes(made, book, TODAY))["needs"] == 4
    assert flag_holes(made, DEFAULT, TODAY) is None


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
    flag = flag_overdue(project(stage, signs=signs), DEFAULT, TODAY)
    assert (flag.figures["days"] if flag else None) == days


def test_overdue_names_the_stage_it_is_still_at() -> None:
    flag = flag_overdue(project("P2", signs="2026-01-30"), DEFAULT, TODAY)
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
    flag = flag_date_stage(project(stage, signs=signs), DEFAULT, TODAY)
    if found is None:
        assert flag is None
        return
    name, days, needed = found
    named = figures(flag)
    assert (case(flag), named["needed"]) == (name, needed)
    assert named["left" if name == "short" else "over"] == days


def test_signing_at_another_stage() -> None:
    book = playbook("signed = 'P5'")
    assert flag_overdue(project("P5", signs="2026-01"), book, TODAY) is None
    assert figures(flag_date_stage(project("P4", signs="2026-03-14"), book, TODAY))["needed"] == 25
    assert flag_date_stage(project("P5", signs="2026-03-14"), book, TODAY) is None


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
        # By one move: a quarter in all is too much, be it of 90 days or of 92.
        (("2026-03-01", "2026-05-31"), None),
        (("2026-03-01", "2026-06-01"), ("far", 92, "2026-03-01", "2026-06-01")),
        (("2026-Q3", "2026-Q4"), ("far", 92, "2026-Q3", "2026-Q4")),
        (("2026-Q4", "2027-Q1"), ("far", 90, "2026-Q4", "2027-Q1")),
        (("2026-11", "2027-02"), ("far", 90, "2026-11", "2027-02")),
        (("2026-11", "2027-01"), None),
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
    flag = flag_slipping(project("P3", history=moved("signs", *texts)), DEFAULT, TODAY)
    if found is None:
        assert flag is None
        return
    name, by, first, last = found
    named = figures(flag)
    assert case(flag) == name
    assert named == {"first": first, "last": last, "count" if name == "often" else "days": by}


def test_other_fields_do_not_slip() -> None:
    history = moved("amount", "2026-03", "2026-04", "2026-05")
    assert flag_slipping(project("P3", history=history), DEFAULT, TODAY) is None


@pytest.mark.parametrize(("stage", "found"), [("P5", "often"), ("P6", None), ("X9", "often")])
def test_a_signed_project_slips_no_more(stage: str, found: str | None) -> None:
    history = moved("signs", "2026-03", "2026-04", "2026-05")
    assert case(flag_slipping(project(stage, history=history), DEFAULT, TODAY)) == found


def test_slipping_limits_are_the_playbooks() -> None:
    book = playbook("[thresholds.slipping]\nmoves = 1\ndays = 10")
    history = moved("signs", "2026-03-01", "2026-03-02")
    assert case(flag_slipping(project(history=history), book, TODAY)) == "often"
    book = playbook("[thresholds.slipping]\nmoves = 3\ndays = 30")
    assert (
        flag_slipping(project(history=moved("signs", "2026-03-05", "2026-04-04")), book, TODAY)
        is None
    )
    history = moved("signs", "2026-02-05", "2026-03-05")
    assert case(flag_slipping(project(history=history), book, TODAY)) == "far"
    book = playbook("[thresholds.slipping]\nmoves = 3\ndays = 10")
    history = moved("signs", "2026-03-01", "2026-03-12")
    assert case(flag_slipping(project(history=history), book, TODAY)) == "far"


def test_every_rule_of_the_playbook_is_made() -> None:
    assert [*RULES] == [*CASES]
    assert {*RULES} == {*DEFAULT.rules}
    assert all(DEFAULT.rules[rule].cases for rule in RULES)


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "status", [argument for argument in get_args(Status) if argument != "open"]
)
def test_only_open_projects_are_judged(rule: str, status: Status) -> None:
    place: dict[str, object] = {"level": "high", "lines": ("technical",)}
    blocker = contact("何总", None, role="decides", stance="opposes", **place)
    late = PlanRow(id="r", content="拜访", end=date(2026, 2, 1))
    gone = SourceRef(source="王", gone=date(2026, 2, 1))
    made = project(
        "P5", signs="2025", status=status, contacts=[blocker], plan=[late], sources=[gone]
    )
    if rule == "tender":
        made = made.model_copy(update={"stage": "P3", "tender": date(2026, 2, 1)})
    assert RULES[rule](made, DEFAULT, TODAY) is None
    opened = made.model_copy(update={"status": "open"})
    if rule not in ("stalled", "slipping", "twin", "big-bet"):
        assert case(RULES[rule](opened, DEFAULT, TODAY))


@given(project=strategies.projects(), today=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_a_flag_fits_its_texts(project: Project, today: date) -> None:
    opened = project.model_copy(update={"status": "open"})
    for rule, judge in RULES.items():
        flag = judge(opened, DEFAULT, today)
        if flag is None:
            continue
        allowed = CASES[rule][flag.case]
        assert allowed.must <= set(flag.figures) <= allowed.may
        assert (flag.rule, flag.severity) == (rule, DEFAULT.severity(rule, opened.stage))
        texts = DEFAULT.rules[rule].cases[flag.case]
        for text in (texts.reason, texts.next):
            assert all(fill_template(text.of(lang), flag.figures) for lang in LANGUAGES)


OTHERS = playbook(team(("S1", 0.2), ("S2", 0.6), ("S3", 1.0)))


@given(project=strategies.projects(), stage=st.sampled_from(["S1", "S2", "S3", "P4"]))
def test_stages_of_a_teams_own_break_no_rule(project: Project, stage: str) -> None:
    opened = project.model_copy(update={"status": "open", "stage": stage})
    for rule, judge in RULES.items():
        flag = judge(opened, OTHERS, TODAY)
        assert flag is None or flag.case in CASES[rule]


def test_severity_is_the_playbooks() -> None:
    book = playbook("[rules.no-next]\nseverity = 'red'")
    flag = RULES["no-next"](project(), book, TODAY)
    assert flag is not None
    assert flag.severity == "red"
