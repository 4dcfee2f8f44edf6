from __future__ import annotations

from datetime import date

import pytest

from deals.errors import UserError
from deals.model import Answer
from deals.playbook import fill_template, parse_playbook
from deals.playbook.texts import LANGUAGES
from deals.rules.gates import MissingGate, missing_gates
from tests.deals.makers import DEFAULT, DEFAULT_TEXT, amount, contact, playbook, project
from tests.deals.playbook.teams import team

BOTH = ("technical", "commercial")
HOLDING = [
    contact("m", 3, level="middle", lines=BOTH),
    contact("h", 3, level="high", lines=BOTH),
]
FACTS = [
    Answer(question="budget", value="partly"),
    Answer(question="deciding", value="yes", on=date(2020, 1, 1)),
]
NO = Answer(question="deciding", value="no")


def missing_items(stage: str, **fields: object) -> list[tuple[str, str | int | None]]:
    """Return what is missing at a stage's gate: each item and where we stand with it."""
    signs = str(fields.pop("signs", ""))
    missing = missing_gates(project("P0", signs=signs, **fields), stage, DEFAULT)
    return [(gap.code, gap.figures.get("best")) for gap in missing]


@pytest.mark.parametrize(
    ("stage", "missing"),
    [
        ("P0", [("customer", None)]),
        ("P1", [("contact", None), ("met", "-")]),
        ("P2", [("met", "-"), ("amount", None), ("window", None)]),
        ("P3", [("middle", "-")]),
        ("P4", [("high", "-"), ("budget", None), ("deciding", None)]),
        ("P5", [("high", "-"), ("technical", "-"), ("commercial", "-")]),
        ("P6", [("figure", None), ("day", None)]),
        ("P7", []),
    ],
)
def test_a_project_of_which_nothing_is_known(
    stage: str, missing: list[tuple[str, str | None]]
) -> None:
    assert missing_items(stage) == missing


@pytest.mark.parametrize("stage", DEFAULT.order)
def test_a_project_of_which_everything_is_known(stage: str) -> None:
    known: dict[str, object] = {"customer": "北辰电力", "amount": amount(640_000)}
    known |= {"signs": "2026-03-14", "answers": FACTS}
    assert missing_items(stage, contacts=HOLDING, **known) == []


@pytest.mark.parametrize(
    ("stage", "fields", "missing"),
    [
        ("P1", {"contacts": [contact("a", 1)]}, [("met", "CR1")]),
        ("P1", {"contacts": [contact("a")]}, [("met", "CR?")]),
        ("P1", {"contacts": [contact("a", 5, outside=True)]}, [("contact", None), ("met", "-")]),
        ("P3", {"contacts": [contact("a", 5)]}, [("middle", "-")]),
        # Whose level is not known may be the top of their line.
        (
            "P5",
            {"contacts": [HOLDING[1], contact("a", 4, lines=("technical",))]},
            [],
        ),
        (
            "P5",
            {"contacts": [contact("h", 3, level="high"), contact("a", 4, lines=("technical",))]},
            [("technical", "CR4?"), ("commercial", "-")],
        ),
        ("P3", {"contacts": [contact("a", 2, level="middle")]}, [("middle", "CR2")]),
        ("P3", {"contacts": [contact("a", 2, level="upper")]}, [("middle", "CR2")]),
        ("P3", {"contacts": [contact("a", 3, level="upper")]}, []),
        (
            "P4",
            {"contacts": [contact("a", 5, level="upper")], "answers": FACTS},
            [("high", "-")],
        ),
        ("P4", {"contacts": [contact("a", 2, level="high")], "answers": FACTS}, []),
        (
            "P4",
            {"contacts": [contact("a", 2, level="high")], "answers": [*FACTS[:1], NO]},
            [("deciding", None)],
        ),
        ("P6", {"amount": amount(80, 150), "signs": "2026-03"}, [("figure", None), ("day", None)]),
        ("P6", {"amount": amount(80), "signs": "2026-03"}, [("day", None)]),
    ],
)
def test_what_is_half_there(
    stage: str, fields: dict[str, object], missing: list[tuple[str, str | None]]
) -> None:
    assert missing_items(stage, **fields) == missing


def test_a_line_says_its_weakest_place() -> None:
    weak = contact("l", 1, level="low", lines=("commercial",))
    assert missing_items("P5", contacts=[*HOLDING, weak]) == [("commercial", "CR1")]


def test_the_lowest_acceptable_cr_is_given() -> None:
    assert missing_gates(project("P2"), "P3", DEFAULT) == (
        MissingGate("middle", {"cr": 3, "best": "-"}),
    )


def test_texts_take_the_figures() -> None:
    for stage in DEFAULT.stages:
        items = {item.id: item for item in stage.gate}
        for gap in missing_gates(project("P0"), stage.id, DEFAULT):
            text = items[gap.code].text
            assert all(fill_template(text.of(lang), gap.figures) for lang in LANGUAGES)


def test_a_teams_own_gate() -> None:
    book = playbook(team(("A", 0.1), ("B", 0.2), gate="id = 'size'\nwants = 'amount'"))
    assert missing_gates(project("A"), "A", book) == ()
    assert missing_gates(project("A"), "B", book) == (MissingGate("size"),)


def test_a_gate_may_want_the_upper_middle_by_itself() -> None:
    text = DEFAULT_TEXT.replace('level = "middle"\n  cr = 3', 'level = "upper"\n  cr = 3')
    book = parse_playbook(text, "team.toml")
    people = [contact("a", 5, level="middle"), contact("b", 2, level="upper")]
    assert [gap.figures for gap in missing_gates(project("A", contacts=people), "P3", book)] == [
        {"cr": 3, "best": "CR2"}
    ]
    held = [people[1].model_copy(update={"cr": 3})]
    assert missing_gates(project("A", contacts=held), "P3", book) == ()


def test_a_gate_may_want_the_questions_of_its_stage_answered() -> None:
    gate = "id = 'asked'\nwants = 'checks'"
    text = team(("A", 0.1), ("B", 0.2), gate=gate).replace("'x'", "'{count} open'")
    text = text.replace("'某'", "'{count} 题'").replace('P6 = "A"', 'P6 = "B"')
    book = playbook(text)
    due = [question.id for question in book.asked.values() if question.due == "B"]
    assert missing_gates(project("A"), "B", book) == (MissingGate("asked", {"count": len(due)}),)
    known = [Answer(question=due_contact, value="no") for due_contact in due]
    left = [*known[1:], Answer(question=due[0])]
    assert missing_gates(project("A", answers=left), "B", book)[0].figures == {"count": 1}
    assert missing_gates(project("A", answers=known), "B", book) == ()


def test_a_stage_that_is_none() -> None:
    with pytest.raises(UserError, match="stage-unknown"):
        missing_gates(project(), "P9", DEFAULT)
