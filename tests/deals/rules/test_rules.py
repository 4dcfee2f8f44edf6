"""Laws of all triage rules."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import PlanRow, Project, Status
from deals.playbook import fill_template
from deals.playbook.texts import LANGUAGES
from deals.playbook.vocabulary import CASES
from deals.rules import RULES
from tests import strategies
from tests.deals.makers import DEFAULT, TODAY, case, contact, playbook, project
from tests.deals.playbook.teams import team


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
    made = project("P5", signs="2025", status=status, contacts=[blocker], plan=[late])
    assert RULES[rule](made, DEFAULT, TODAY) is None
    opened = made.model_copy(update={"status": "open"})
    if rule not in ("stalled", "slipping"):
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
        assert (flag.rule, flag.severity) == (rule, DEFAULT.rules[rule].severity)
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
