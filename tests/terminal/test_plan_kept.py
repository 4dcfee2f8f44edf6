"""From a blank project to a plan that is kept: the red thread laid and followed by keys alone."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.deals.makers import DEFAULT
from tests.terminal.desk import TODAY, leave, netloft, project
from tests.terminal.pty import Terminal, environment, python

pytestmark = pytest.mark.terminal
WEAK = "standing"
"""The third question that is asked; its answer becomes work."""
OTHER = project(0, "远山机房改造")


class Words(NamedTuple):
    """What the rep types."""

    name: str
    added: str
    evidence: str
    goal: str
    measure: str
    accepts: str
    resources: str
    checkpoint: str
    found: str
    proof: str


WORDS = {
    "en": Words(
        name="Dispatch net",
        added="Dispatch net @Northgate owner:Lin P3 640k 2026-03-30",
        evidence="the chief engineer rings us",
        goal="They have seen our house",
        measure="visits",
        accepts="Miller",
        resources="two days of ours",
        checkpoint="agenda agreed",
        found="Miller brings two engineers",
        proof="Miller asked for our references",
    ),
    "zh_CN": Words(
        name="北辰调度网",
        added="北辰调度网 @北辰电力 owner:Lin P3 64万 2026-03-30",
        evidence="总工每周来电话",
        goal="何总来厂参观过",
        measure="参观次数",
        accepts="何总",
        resources="我方两人天",
        checkpoint="参观日程已定",
        found="何总带两名工程师来",
        proof="何总要了我方业绩表",
    ),
}


@pytest.mark.parametrize("lang", WORDS)
def test_a_weak_answer_is_worked_on_until_it_is_answered_anew(tmp_path: Path, lang: str) -> None:
    words, hint = WORDS[lang], _hint(lang)
    with netloft(tmp_path, [OTHER], lang=lang) as terminal:
        terminal.send(f"a{words.added}\r")
        terminal.wait_for(words.name)
        terminal.send("\x07\r2")
        _answered(terminal, words, hint)
        _aimed(terminal, words, hint)
        _planned(terminal, words, hint)
        _revisited(terminal, words)
        leave(terminal)
    shown = json.loads(_printed(tmp_path, lang, "show", words.name, "--json"))
    _linked(shown, words, hint)
    assert hint in _printed(tmp_path, lang, "plan", words.name)
    assert words.found in _printed(tmp_path, lang, "plan", words.name)
    checks = _printed(tmp_path, lang, "questions", words.name)
    assert words.evidence in checks
    assert words.proof in checks


def _hint(lang: str) -> str:
    """Return what the playbook advises where the weak answer is given, in that language."""
    every = (section.questions.get(WEAK) for section in DEFAULT.sections.values())
    hint = next(question.hint for question in every if question is not None)
    assert hint is not None
    return hint.of(lang)


def _answered(terminal: Terminal, words: Words, hint: str) -> None:
    """Answer yes with what shows it, partly, no, unknown; the no becomes work."""
    terminal.send("lj")  # from the market past the strategy of the customer
    terminal.send(f"Y{words.evidence}\r")
    terminal.send("\x1b[A")  # no letter: that would count as typed into the line
    terminal.wait_for(words.evidence)
    terminal.settle()
    terminal.send("jpn?kk")
    terminal.wait_for(hint)
    before = sum(hint in row for row in terminal.absorb().text())
    terminal.send("!")
    terminal.wait_until(
        lambda glass: sum(hint in row for row in glass.text()) > before, "the row in the plan"
    )


def _aimed(terminal: Terminal, words: Words, hint: str) -> None:
    """Set the cause on the fishbone, where the room opens, a goal of it, and all of SMART."""
    terminal.send("4")
    terminal.wait_for(hint)
    terminal.send(f"t{words.goal}\r")
    terminal.wait_for(words.goal)
    terminal.settle()
    terminal.send(">b")
    terminal.wait_for(words.goal, "--R-")
    terminal.settle()
    fields = ("", words.measure, "1", words.accepts, words.resources, "Lin", "", "", "3-2..3-20")
    terminal.send("e" + "\t".join(fields) + "\r")
    terminal.wait_for(words.goal, " SMART  03-20")
    terminal.settle()


def _planned(terminal: Terminal, words: Words, hint: str) -> None:
    """Plan from the goal to its row: days, who, and a checkpoint with what was found."""
    terminal.send(">c")
    terminal.wait_for(f"2.1 {hint[:8]}")
    terminal.settle()
    terminal.send("w3-9..3-13\r")
    terminal.wait_for("03-09..03-13")
    terminal.settle()
    terminal.send("oLin Wei\r")
    terminal.wait_for("Lin Wei")
    terminal.settle()
    terminal.send(f"c{words.checkpoint}; 3-4; Lin\r")
    terminal.wait_for(f"{words.checkpoint};")
    terminal.settle()
    terminal.send(f"c1r{words.found}\r")
    terminal.wait_for(words.found, words.checkpoint)
    terminal.settle()


def _revisited(terminal: Terminal, words: Words) -> None:
    """Go back linked items to the answer, which is another one now."""
    terminal.send(">b")
    terminal.wait_for(" H ")
    terminal.settle()
    terminal.send("yk\r")
    terminal.send(f"{words.proof}\r")
    terminal.wait_for(words.proof)


def _printed(home: Path, lang: str, *command: str) -> str:
    """Return what a command without a screen prints of the same store."""
    store = ("--store", str(home / "netloft.json"), "--as-of", TODAY.isoformat(), "--lang", lang)
    argv = python("-m", "tui", *store, *command)
    done = subprocess.run(argv, env=environment(home), stdout=subprocess.PIPE, check=True)
    return done.stdout.decode()


def _linked(shown: dict[str, Any], words: Words, hint: str) -> None:
    """See that answer, cause, goal, row and checkpoint name what they came from."""
    _market, *others = shown["checks"]["sections"]
    asked = [question for part in others for question in part["questions"]]
    answers = {question["id"]: question for question in asked}
    assert [question["answer"] for question in asked[:4]] == ["yes", "partly", "yes", "unknown"]
    assert asked[0]["evidence"] == words.evidence
    assert answers[WEAK]["evidence"] == words.proof
    (cause,) = [cause for bone in shown["fishbone"]["bones"] for cause in bone["causes"]]
    (goal,), (row,) = shown["goals"], shown["plan"]
    (check,) = row["checkpoints"]
    assert cause["source"] == f"answer:{WEAK}"
    assert cause["rows"] == [row["id"]]
    assert (goal["text"], goal["cause"]) == (words.goal, cause["id"])
    assert (goal["measure"], goal["accepted_by"]) == (words.measure, words.accepts)
    assert (goal["start"], goal["end"]) == ("2026-03-02", "2026-03-20")
    assert (row["content"], row["goal"], row["cause"]) == (hint, goal["id"], cause["id"])
    assert (row["start"], row["end"]) == ("2026-03-09", "2026-03-13")
    assert row["responsible"] == "Lin Wei"
    assert (check["what"], check["result"], check["done"]) == (words.checkpoint, words.found, True)
