from __future__ import annotations

import pytest

from deals.model import Amount
from deals.rules.triage_rules import vague
from tests.deals.makers import DEFAULT, TODAY, amount, case, figures, playbook, project


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
    assert case(vague(project(stage, signs=signs, amount=money), DEFAULT, TODAY)) == found


def test_figures_of_both() -> None:
    made = project("P5", signs="2026", amount=amount(800_000, 1_500_000))
    assert figures(vague(made, DEFAULT, TODAY)) == {
        "stage": "P5",
        "spread": 31,
        "spread_limit": 25,
        "days": 365,
        "days_limit": 92,
    }


def test_a_spread_just_over_the_limit_does_not_read_as_the_limit() -> None:
    made = project(amount=amount(749_999, 1_250_000))
    assert figures(vague(made, DEFAULT, TODAY))["spread"] == 26


def test_limits_are_the_playbooks() -> None:
    book = playbook("[thresholds.vague]\nfrom = 'P1'\nspread = 0.0\ndays = 30")
    made = project("P1", signs="2026-03", amount=amount(99, 100))
    assert case(vague(made, book, TODAY)) == "both"
