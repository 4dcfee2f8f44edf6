from __future__ import annotations

import pytest

from deals.errors import UserError
from tests.deals.makers import DEFAULT, playbook
from tests.deals.playbook.teams import refusal, stages, team


def test_a_language_that_is_missing() -> None:
    found = refusal(team(("A", 0.1), ("B", 0.2)).replace(', zh_CN = "丁"', "", 1))
    assert found.code == "playbook-language-missing"
    assert (found.figures["line"], found.figures["key"]) == (8, "stages[1].customer.zh_CN")


@pytest.mark.parametrize(
    ("named", "code", "line"),
    [
        ([("A", 0.1), ("a", 0.2)], "playbook-stage-twice", 11),
        ([("A", 0.1), ("B", 0.5), ("C", 0.4)], "playbook-stage-order", 20),
        ([("A", 0.1), ("B", 1.5)], "playbook-too-large", 12),
        ([("A", -0.1), ("B", 0.5)], "playbook-too-small", 4),
        ([("A", 0.1), ("B C", 0.5)], "playbook-id-odd", 11),
        ([("A", 0.1)], "playbook-too-few", 2),
    ],
)
def test_stages_that_do_not_go_up(named: list[tuple[str, float]], code: str, line: int) -> None:
    found = refusal(team(*named))
    assert (found.code, found.figures["line"]) == (code, line)


def test_stages_of_one_weight_are_in_order() -> None:
    assert playbook(team(("A", 0.1), ("B", 0.1))).weight("B") == 0.1


@pytest.mark.parametrize(
    ("gate", "code", "line", "key"),
    [
        ("id='a'\nwants='level'\ncr=3", "playbook-key-missing", 18, "stages[2].gate[1].level"),
        ("id='a'\nwants='amount'\ncr=3", "playbook-key-unknown", 21, "stages[2].gate[1].cr"),
        ("id='a'\nwants='budget'", "playbook-choice", 20, "stages[2].gate[1].wants"),
        ("id='a'\nwants='answer'", "playbook-key-missing", 18, "stages[2].gate[1].question"),
        (
            "id='a'\nwants='answer'\nquestion='moon'",
            "playbook-question-unknown",
            21,
            "stages[2].gate[1].question",
        ),
        ("id='A'\nwants='amount'", "playbook-id-odd", 19, "stages[2].gate[1].id"),
        ("id='a'\nwants='best'\ncr=0", "playbook-too-small", 21, "stages[2].gate[1].cr"),
        (
            "id='a'\nwants='amount'\ntext={en='{cr}',zh_CN='某'}\n[[stages.gate]]\nid='a'\n"
            "wants='amount'",
            "playbook-figure-unknown",
            21,
            "stages[2].gate[1].text.en",
        ),
        (
            "id='a'\nwants='amount'\ntext={en='x',zh_CN='某'}\n[[stages.gate]]\nid='a'\n"
            "wants='amount'",
            "playbook-gate-twice",
            23,
            "stages[2].gate[2].id",
        ),
    ],
)
def test_gate_items(gate: str, code: str, line: int, key: str) -> None:
    found = refusal(team(("A", 0.1), ("B", 0.2), gate=gate))
    assert (found.code, found.figures["line"], found.figures["key"]) == (code, line, key)


def test_stages_of_their_own_must_be_named_by_the_limits() -> None:
    found = refusal("\n\n" + stages(("A", 0.1), ("B", 0.2)))
    # The default's limits are not the team's to edit, so the stages that lack P3 are named.
    assert (found.code, found.figures["line"]) == ("playbook-stage-unknown", 4)


def test_stages_of_their_own() -> None:
    book = playbook(team(("A", 0.1), ("B", 0.2)))
    assert book.order == {"A": 0, "B": 1}
    assert (book.claims["B"].line, book.claims["B"].best, book.claims["B"].levels) == (3, None, ())
    assert book.thresholds.vague.days == DEFAULT.thresholds.vague.days


def test_stage_lookups() -> None:
    assert DEFAULT.stage("P3").weight == 0.3
    assert DEFAULT.position("P7") == 7
    with pytest.raises(UserError, match="stage-unknown") as caught:
        DEFAULT.stage("P2-P3")
    assert caught.value.figures == {"stage": "P2-P3", "stages": "P0 P1 P2 P3 P4 P5 P6 P7"}


def test_stages_that_this_playbook_does_not_have() -> None:
    assert not DEFAULT.reached("X", "P0")
    assert DEFAULT.weight("X") == 0
    assert DEFAULT.after("X") is None


def test_after() -> None:
    working = DEFAULT.after("P3")
    assert working is not None
    assert working.id == "P4"
    assert DEFAULT.after("P7") is None
