"""The rules on what a project lacks by its stage: amount, signing time, tender stage, coach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.big_bets import BigBet
from deals.edits.stages import snooze_rules
from deals.model import Contact, Flag, Project, Stamp
from deals.playbook import Playbook
from deals.rules.triage import assess
from deals.rules.triage_rules import (
    flag_big_bet,
    flag_cr_stage,
    flag_holes,
    flag_missing,
    flag_no_coach,
    flag_single_thread,
    flag_tender,
)
from tests.deals.makers import (
    DEFAULT,
    NOW,
    TODAY,
    amount,
    case,
    contact,
    figures,
    playbook,
    project,
    reason,
)
from tests.deals.playbook.teams import LIMITS, refusal, stages

SUPPORTS: dict[str, object] = {"stance": "supports"}
HIGH: dict[str, object] = {"level": "high", "lines": ("technical",)}

HELD = [
    contact("b", 3, level="high", lines=("commercial",)),
    contact("c", 3, level="middle", lines=("technical", "commercial")),
    contact("d", 3, level="low", lines=("technical", "commercial")),
]
UNMET_BELOW = (
    contact("m", 3, level="middle"),
    contact("h", 4, **HIGH),
    contact("x", 1, level="low", lines=("technical",)),
)


def severity(flag: Flag | None) -> str | None:
    """Return how severe a flag is, None where none was raised."""
    return flag.severity if flag else None


@pytest.mark.parametrize(
    ("stage", "money", "signs", "found"),
    [
        ("P1", False, "", None),
        ("P2", False, "", ("both", "amber")),
        ("P2", True, "", ("window", "amber")),
        ("P2", False, "2027", ("amount", "amber")),
        ("P2", True, "2027", None),
        ("P3", False, "2027", ("amount", "amber")),
        ("P4", False, "2027", ("amount", "red")),
        ("P4", True, "", ("window", "red")),
        ("P6", False, "", ("both", "red")),
        ("P6", True, "2026-01", None),
        ("X9", False, "", None),
    ],
)
def test_missing(stage: str, money: bool, signs: str, found: tuple[str, str] | None) -> None:
    made = project(stage, signs=signs, amount=amount(0, 9) if money else None)
    flag = flag_missing(made, DEFAULT, TODAY)
    assert (flag and (flag.case, flag.severity)) == found
    # How severe a project is, is found without its flags: by the rules of its stage, worst first.
    assert assess(made, DEFAULT, TODAY).severity == min(
        (each.severity for each in assess(made, DEFAULT, TODAY).flags),
        key=("red", "amber", "info").index,
        default=None,
    )


@pytest.mark.parametrize(
    ("stage", "days", "found"),
    [
        ("P0", -1, 1),
        ("P3", -1, 1),
        ("P3", -40, 40),
        ("P3", 0, None),
        ("P3", 5, None),
        ("P4", -1, None),
        ("P6", -300, None),
        ("X9", -1, 1),
        ("P3", None, None),
    ],
)
def test_tender(stage: str, days: int | None, found: int | None) -> None:
    day = None if days is None else TODAY + timedelta(days)
    flag = flag_tender(project(stage, tender=day), DEFAULT, TODAY)
    assert severity(flag) == ("red" if found else None)
    if found:
        assert figures(flag) == {"days": found, "stage": stage, "needs": "P4"}


COACH = contact("何", 4, stance="supports")


@pytest.mark.parametrize(
    ("people", "found", "name"),
    [
        ([], "nobody", None),
        ([COACH], None, None),
        ([contact("何", 5, stance="supports")], None, None),
        # Whoever helps the project along is a coach, wherever they sit.
        ([contact("何", 4, stance="supports", outside=True)], None, None),
        ([contact("何", 3, stance="supports")], "closest", "何"),
        (
            [contact("何", 2, stance="supports"), contact("孙", 3, stance="supports")],
            "closest",
            "孙",
        ),
        # An unknown stance is no support, and the nearest at hand is to ask.
        ([contact("何", 4)], "unknown", "何"),
        ([contact("孙", 3, stance="supports"), contact("何", 5)], "unknown", "何"),
        ([contact("何", 4, stance="neutral")], "side", "何"),
        ([contact("何", 4, stance="opposes")], "side", "何"),
        ([contact("何", 5, stance="competitor")], "side", "何"),
        (
            [contact("何", 5, stance="neutral"), contact("孙", 2, stance="supports")],
            "closest",
            "孙",
        ),
        # Nobody is brought from CR1 to a coach in a step: they were never met.
        ([contact("何", 1, stance="supports")], "nobody", None),
        ([contact("何", None, stance="supports")], "nobody", None),
        ([contact("何", 3), contact("孙", 2, stance="neutral")], "nobody", None),
    ],
)
def test_no_coach(people: Sequence[Contact], found: str | None, name: str | None) -> None:
    flag = flag_no_coach(project("P4", contacts=people), DEFAULT, TODAY)
    assert (case(flag), flag and flag.figures.get("name")) == (found, name)


@pytest.mark.parametrize(
    ("stage", "found"),
    [("P0", None), ("P2", None), ("P3", "info"), ("P4", "amber"), ("P6", "amber"), ("X9", None)],
)
def test_when_a_coach_is_wanted(stage: str, found: str | None) -> None:
    assert severity(flag_no_coach(project(stage), DEFAULT, TODAY)) == found


def test_a_big_bet_is_none_where_there_is_a_coach() -> None:
    bet = BigBet(35, 4, "CNY")
    flag = flag_big_bet(project("P0", owner="林"), DEFAULT, TODAY, bet)
    assert severity(flag) == "info"
    assert figures(flag) == {"owner": "林", "percent": 35, "count": 4, "currency": "CNY"}
    assert flag_big_bet(project("P0", contacts=[COACH]), DEFAULT, TODAY, bet) is None
    assert flag_big_bet(project("P0", status="won"), DEFAULT, TODAY, bet) is None
    assert flag_big_bet(project("P0"), DEFAULT, TODAY) is None


@pytest.mark.parametrize(
    ("flag", "english", "chinese"),
    [
        (
            flag_cr_stage(project("P1", contacts=[contact("a", 1)] * 2), DEFAULT, TODAY),
            "2 contacts, none met yet; P1 needs CR2",
            "2 位客户都还没见过面，P1 要 CR2",
        ),
        (
            flag_cr_stage(project("P1", contacts=[contact("a", 1)]), DEFAULT, TODAY),
            "1 contact, not met yet; P1 needs CR2",
            "1 位客户还没见过面，P1 要 CR2",
        ),
        (
            flag_cr_stage(
                project("P5", contacts=UNMET_BELOW),
                DEFAULT,
                TODAY,
            ),
            "x (technical) not met yet; P5 needs CR3",
            "technical线上 x 还没见过面，P5 要 CR3",
        ),
        (
            flag_cr_stage(project("P1", contacts=[contact("a", 1), contact("b")]), DEFAULT, TODAY),
            "2 contacts: 1 not met yet, 1 without CR; P1 needs CR2",
            "2 位客户：1 位还没见过面，1 位没填关系程度；P1 要 CR2",
        ),
        (
            flag_single_thread(project("P3", contacts=[contact("a", 1)]), DEFAULT, TODAY),
            "At P3, everything depends on a, not met yet",
            "已到 P3，只知道 a 一个人，还没见过面",
        ),
        (
            flag_holes(project("P3", contacts=[contact("a", 1, **HIGH), *HELD]), DEFAULT, TODAY),
            "1 hole: a in technical not met yet",
            "渔网有 1 个破洞：technical的 a 还没见过面",
        ),
        (
            flag_missing(project("P4"), DEFAULT, TODAY),
            "P4 but neither amount nor close date",
            "已到 P4，预签金额和预签时间都没有",
        ),
        (
            flag_tender(project("P3", tender=date(2026, 3, 1)), DEFAULT, TODAY),
            "Tender closed 1 day ago, still at P3, not P4",
            "截标日已过 1 天，仍在 P3，未到 P4",
        ),
        (
            flag_big_bet(project("P0"), DEFAULT, TODAY, BigBet(47, 5, "CNY")),
            "47% of the owner's money in play (5 projects), no coach",
            "占负责人在谈金额的 47%（共 5 个项目），没有教练",
        ),
    ],
)  # fmt: skip
def test_reasons_read_plainly(flag: Flag, english: str, chinese: str) -> None:
    assert (reason(flag, "en"), reason(flag, "zh_CN")) == (english, chinese)


def test_a_snooze_silences_a_rule_whatever_its_severity() -> None:
    stamp = Stamp(at=NOW, by="林", today=TODAY)
    made = project("P4", amount=amount(9))
    asleep = snooze_rules(made, ["missing"], TODAY + timedelta(5), "later", stamp)
    assert "missing" in {flag.rule for flag in assess(made, DEFAULT, TODAY).flags}
    assert [flag.rule for flag, _ in assess(asleep, DEFAULT, TODAY).asleep] == ["missing"]


def test_limits_are_the_playbooks() -> None:
    book = playbook(
        "[thresholds.missing]\nfrom = 'P5'\n[thresholds.no-coach]\nfrom = 'P1'\ncr = 3\n"
        "[thresholds.tender]\nstage = 'P2'\n[rules.missing]\nseverity = 'info'\n"
        "[rules.no-next]\nstages = [{ from = 'P3', severity = 'amber' }]"
    )
    assert flag_missing(project("P4"), book, TODAY) is None
    # Who says how severe a rule is, says it of all stages.
    assert severity(flag_missing(project("P5"), book, TODAY)) == "info"
    assert severity(flag_no_coach(project("P1"), book, TODAY)) == "info"
    assert flag_no_coach(project("P1", contacts=[contact("a", 3, **SUPPORTS)]), book, TODAY) is None
    assert flag_tender(project("P2", tender=date(2026, 1, 1)), book, TODAY) is None
    found = {stage: book.severity("no-next", stage) for stage in ("P2", "P3", "P7", "X9")}
    assert found == {"P2": "info", "P3": "amber", "P7": "amber", "X9": "info"}


# Teams whose playbooks are older than these rules ------------------------------------------------

OLD = "signed = 'S2'" + stages(("S1", 0.2), ("S2", 1.0)) + LIMITS.format(id="S1")


UNASKED = "".join(
    f"\n[sections.{question.section}.questions.{question.id}]\nasked = false"
    for question in DEFAULT.asked.values()
    if question.due == "P2"
)


def test_a_team_with_stages_of_its_own_need_not_know_them() -> None:
    # What stands for a stage that the default names, does so for these rules as well.
    flag = flag_missing(project("S1"), playbook(OLD), TODAY)
    assert severity(flag) == "red"
    silent = playbook(OLD.replace('P2 = "S1"', "") + UNASKED)
    assert flag_missing(project("S2"), silent, TODAY) is None
    assert severity(flag_no_coach(project("S1"), silent, TODAY)) == "amber"


@pytest.mark.parametrize(
    ("more", "key"),
    [
        ("\n[thresholds.missing]\nfrom = 'P9'", "thresholds.missing.from"),
        ("\n[thresholds.tender]\nstage = 'P4'", "thresholds.tender.stage"),
        ("\n[rules.missing]\nstages = [{ from = 'P4', severity = 'red' }]", "rules.missing.stages"),
    ],
)
def test_a_stage_that_a_team_names_must_be_there(more: str, key: str) -> None:
    refused = refusal(OLD + more)
    assert refused.code == "playbook-stage-unknown"
    assert str(refused.figures["key"]).startswith(key)


@given(
    stage=st.sampled_from(["P0", "P2", "P3", "P4", "P7", "X9"]),
    rules=st.lists(
        st.tuples(st.sampled_from(["P1", "P3", "P5"]), st.sampled_from(["red", "amber", "info"])),
        max_size=3,
        unique_by=lambda each: each[0],
    ),
)
def test_the_latest_stage_reached_says_how_severe(
    stage: str, rules: Sequence[tuple[str, str]]
) -> None:
    book = since_book(tuple(rules))
    reached = [each for each in rules if stage != "X9" and each[0] <= stage]
    assert book.severity("no-next", stage) == (max(reached)[1] if reached else "info")
    made: Project = project(stage)
    at = book.severities.get(made.stage) or book.severities[None]
    assert dict(at)["no-next"] == book.severity("no-next", stage)


def since_book(rules: tuple[tuple[str, str], ...]) -> Playbook:
    """Return a playbook in which one rule's severity changes at these stages."""
    texts = ", ".join(f"{{ from = '{stage}', severity = '{level}' }}" for stage, level in rules)
    return playbook(f"[rules.no-next]\nstages = [{texts}]")
