"""What an undo or redo says: the project, and what became of what."""

from __future__ import annotations

from datetime import date

import pytest

from deals.edits.number_settings import replace_targets, set_target
from deals.edits.patches import Patch, ReplacedList, ReplacedProject
from deals.model import Answer, Book, Note, PlanRow, Project
from deals.numbers.targets import read_target_period
from deals.parsing.time_words import Calendar
from tests.deals.makers import DEFAULT, action, amount, contact, project
from views.changes import replayed_text
from wording import use_language

BEFORE = project(
    "P4",
    id="a",
    name="Dispatch net",
    signs="2026-03-14",
    amount=amount(640_000),
    contacts=[contact("Ann", 2)],
    next_action=action("call Ann"),
)


def after(**fields: object) -> Project:
    """Return the project with other fields."""
    return BEFORE.model_copy(update=fields)


@pytest.mark.parametrize(
    ("made", "text"),
    [
        (after(stage="P3"), "Dispatch net: stage P4 -> P3"),
        (after(amount=None), "Dispatch net: amount 640k -> nothing"),
        (after(name="Net"), "Net: name Dispatch net -> Net"),
        (after(owner="Bo"), "Dispatch net: owner nothing -> Bo"),
        (after(next_action=None), "Dispatch net: next step call Ann -> nothing"),
        (
            after(contacts=(contact("Ann", 4, stance="supports"),)),
            "Dispatch net: CR of Ann CR2 -> CR4; stance of Ann nothing -> supports us",
        ),
        (after(contacts=()), "Dispatch net: contact Ann -> nothing"),
        (after(touches=()), "stage, Dispatch net"),
        (
            after(answers=(Answer(question="channels", value="yes"),)),
            "Dispatch net: answer nothing -> Do we have timely inside information from more "
            "than one source?",
        ),
        (after(plan=(PlanRow(id="r", content="Visit"),)), "Dispatch net: task nothing -> Visit"),
        (
            after(notes=(Note(key="strategy.market", text="attack\nat once"),)),
            "Dispatch net: strategy of Market nothing -> attack at once",
        ),
        (
            after(notes=(Note(key="outlook.project", text="grows"),)),
            "Dispatch net: Future of the project nothing -> grows",
        ),
        (None, "stage, Dispatch net"),
    ],
)
def test_a_change_is_told_by_project_and_value(made: Project | None, text: str) -> None:
    change = Patch({"a": ReplacedProject(BEFORE, made)})
    assert replayed_text("stage", change, DEFAULT) == text


def test_of_many_some_are_named() -> None:
    deals = [after(id=key, name=f"Deal {key}") for key in "abcde"]
    change = Patch({deal.id: ReplacedProject(deal, deal) for deal in deals})
    text = replayed_text("owner (5)", change, DEFAULT)
    assert text == "owner (5), Deal a; Deal b; Deal c (+ 2 more)"
    assert replayed_text("views", Patch(), DEFAULT) == "views"


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Dispatch net: strategy of Market attack -> defend"),
        ("zh_CN", "Dispatch net：市场策略 attack → defend"),
    ],
)
def test_a_strategy_is_told_as_that_of_its_section(lang: str, text: str) -> None:
    was, now = (after(notes=(Note(key="strategy.market", text=t),)) for t in ("attack", "defend"))
    use_language(lang)
    try:
        message = replayed_text("notes", Patch({"a": ReplacedProject(was, now)}), DEFAULT)
    finally:
        use_language("en")
    assert message == text


def test_a_target_is_told_with_its_period_and_owner() -> None:
    period = read_target_period("2026-Q4", Calendar(date(2026, 11, 30)))
    old = set_target(Book(), period, "USD 2M", "CNY", "Laura")
    new = replace_targets(old, period, "CNY 3M", "CNY", "Laura")
    change = Patch(lists={"targets": ReplacedList(old.targets, new.targets)})
    text = replayed_text("target", change, DEFAULT)
    assert text == "target: 2026-Q4 Laura $2M -> 3M"
