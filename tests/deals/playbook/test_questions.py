from __future__ import annotations

from itertools import pairwise

import pytest
from rich.cells import cell_len

from deals.playbook.texts import LANGUAGES
from tests.deals.makers import DEFAULT, playbook
from tests.deals.playbook.teams import refusal, team

QUESTION_CELLS, HINT_CELLS, SECTION_CELLS = 70, 60, 12
CHANNELS = "[sections.customer.questions.channels]\n"


def test_the_sections_are_those_of_the_method_and_the_facts_that_a_gate_asks_for() -> None:
    assert {key: len(section.questions) for key, section in DEFAULT.sections.items()} == {
        "customer": 6,
        "competition": 4,
        "product": 7,
        "commercial": 8,
        "service": 4,
        "contingency": 3,
        "market": 2,
        "facts": 2,
    }
    assert [question.id for question in DEFAULT.asked.values() if question.section == "facts"] == [
        "budget",
        "deciding",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_are_short_and_say_what_to_do(lang: str) -> None:
    for section in DEFAULT.sections.values():
        assert cell_len(section.name.of(lang)) <= SECTION_CELLS
    for asked in DEFAULT.asked.values():
        assert asked.question.hint is not None
        text, hint = asked.question.text.of(lang), asked.question.hint.of(lang)
        assert cell_len(text) <= QUESTION_CELLS
        assert cell_len(hint) <= HINT_CELLS
        assert text.isascii() == hint.isascii() == (lang == "en")
        assert text.endswith(("?", "？"))


def test_more_is_due_from_stage_to_stage_and_all_of_it_by_signing() -> None:
    due = [DEFAULT.due[stage] for stage in DEFAULT.order]
    assert [len(due_contact) for due_contact in due] == [0, 2, 6, 14, 27, 33, 36, 36]
    assert all(set(lower) <= set(upper) for lower, upper in pairwise(due))


def test_a_team_rewords_drops_and_adds_question_by_question() -> None:
    book = playbook(
        CHANNELS
        + "text.en = 'Who tells us?'\n"
        + "[sections.customer.questions.relations]\nasked = false\n"
        + "[sections.customer.questions.dinner]\ndue = 'P2'\ntext = { en = 'a?', zh_CN = '甲？' }\n"
        + "[sections.export]\nbone = 'customer'\nname = { en = 'Export', zh_CN = '出口' }\n"
    )
    asked = [key for key, question in book.asked.items() if question.section == "customer"]
    assert asked == ["channels", "standing", "trust", "needs", "blockers", "dinner"]
    texts = book.asked["channels"].question.text
    assert (texts.en, texts.zh_CN) == (
        "Who tells us?",
        DEFAULT.asked["channels"].question.text.zh_CN,
    )
    assert list(book.sections)[-1] == "export"


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        (CHANNELS + "due = 'P9'", "playbook-stage-unknown", 2, "due"),
        (CHANNELS + "asked = 'no'", "playbook-wants-switch", 2, "asked"),
        (CHANNELS + "text.en = ''", "playbook-empty", 2, "text.en"),
        (
            "[sections.service.questions.channels]\ndue = 'P1'\ntext = {en='a', zh_CN='甲'}",
            "playbook-question-twice",
            1,
            "",
        ),
        (
            "[sections.service.questions.Odd]\ndue = 'P1'\ntext = {en='a', zh_CN='甲'}",
            "playbook-id-odd",
            1,
            "",
        ),
        (
            "[sections.Odd]\nbone = 'x'\nname = {en='a', zh_CN='甲'}",
            "playbook-id-odd",
            1,
            "",
        ),
        ("[sections.service]\nbone = ''", "playbook-empty", 2, "bone"),
        ("[thresholds.checks]\nage = 0", "playbook-too-small", 2, "age"),
        ("[thresholds.checks]\nnorm = 60", "playbook-too-large", 2, "norm"),
        ("[thresholds.checks.stages]\nP1 = 'P9'", "playbook-stage-unknown", 2, "P1"),
    ],
)
def test_questions_that_cannot_be_used(text: str, code: str, line: int, key: str) -> None:
    found = refusal(text)
    assert (found.code, found.figures["line"]) == (code, line)
    assert str(found.figures["key"]).endswith(key)


def test_stages_of_their_own_say_what_ours_stand_for() -> None:
    book = playbook(team(("A", 0.1), ("B", 0.2)).replace('P6 = "A"', 'P6 = "B"'))
    late = {key for key, question in DEFAULT.asked.items() if question.due == "P6"}
    assert {key for key, question in book.asked.items() if question.due == "B"} == late
    assert len(book.due["B"]) == 36
    short = team(("A", 0.1), ("B", 0.2)).replace('P6 = "A"\n', "")
    found = refusal(short)
    assert (found.code, found.figures["stage"]) == ("playbook-stage-unknown", "P6")
    dropped = [f"[sections.{DEFAULT.asked[id_].section}.questions.{id_}]" for id_ in late]
    without = short + "".join(f"{id_}\nasked = false\n" for id_ in dropped)
    assert len(playbook(without).asked) == 36 - len(late)
