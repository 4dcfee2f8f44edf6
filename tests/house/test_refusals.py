"""Every refusal has its sentence, no sentence is left over, and no sentence lacks its figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import get_args

from deals.net import Link
from deals.playbook.vocabulary import CASES
from screens.kit.wording.refusals import SENTENCES
from screens.kit.wording.say import CONSTANTS, PLACES, named_in
from tests.house import ROOT

CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
FAMILIES = {code.partition("-")[0] for code in SENTENCES}


def trees(*rooms: str) -> Iterator[tuple[Path, ast.Module]]:
    for room in rooms:
        for path in sorted((ROOT / room).rglob("*.py")):
            yield path, ast.parse(path.read_text("utf-8"))


def codes(node: ast.AST) -> set[str]:
    """The code-like constants within a node; of an f-string its pattern (`*-unreadable`)."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.JoinedStr):
            text = "".join(
                str(one.value) if isinstance(one, ast.Constant) else "*" for one in part.values
            )
            found |= {text} if re.fullmatch(r"\*-[a-z-]+", text) else set()
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            found |= {part.value} if CODE.fullmatch(part.value) else set()
    return found


def refusals() -> Iterator[tuple[str, str, set[str]]]:
    """Each direct `Refusal(…)`: where it stands, its code or pattern, the figures it is given."""
    for path, tree in trees("deals", "store", "screens", "tui"):
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id="Refusal"), args=[first], keywords=given):
                    place = f"{path.relative_to(ROOT)}:{node.lineno}"
                    names = {one.arg or "**" for one in given}
                    yield from ((place, code, names) for code in sorted(codes(first)))
                case _:
                    pass


REFUSALS = list(refusals())
# Codes that are passed on look like ids of commands, so in screens only what is refused counts.
PASSED = {code for _path, tree in trees("deals", "store", "tui") for code in codes(tree)}
ALL = PASSED | {code for _place, code, _names in REFUSALS}


def test_refusals_are_found() -> None:
    assert len({code for _place, code, _names in REFUSALS}) > 40


def test_every_refusal_has_a_sentence_and_its_figures() -> None:
    assert [fault for refusal in REFUSALS for fault in faults(*refusal)] == []


def faults(place: str, code: str, names: set[str]) -> Iterator[str]:
    """What a refusal lacks: a sentence, or figures that its sentence names."""
    sentences = [text for known, text in SENTENCES.items() if fnmatchcase(known, code)]
    if not sentences:
        yield f"{place}: no sentence for {code}"
    if "**" not in names:
        for lacking in filter(None, (named_in(text) - names for text in sentences)):
            yield f"{place}: {code} is not given {sorted(lacking)}"


def test_codes_that_are_passed_on_have_sentences_too() -> None:
    """Codes travel through tables and helpers; they are known by their family."""
    wanted = {code for code in ALL if code.partition("-")[0] in FAMILIES}
    wanted -= {*CASES, *get_args(Link)}
    assert sorted(wanted - set(SENTENCES)) == []


def test_no_sentence_is_left_over() -> None:
    stale = [code for code in SENTENCES if not any(fnmatchcase(code, one) for one in ALL)]
    assert stale == []


def test_sentences_begin_small_and_end_without_a_stop() -> None:
    odd = [text for text in SENTENCES.values() if text[0].isupper() or text[-1] in ".!"]
    assert [text for text in odd if not text.startswith(("CR", "TOML"))] == []


def test_figures_that_stand_for_constants_are_told_by_name() -> None:
    assert not set(CONSTANTS) & set(PLACES)
