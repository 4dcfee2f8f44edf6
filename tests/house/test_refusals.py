"""Every refusal has its sentence, no sentence is left over, and no sentence lacks its figures."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import get_args

from deals.agenda import DueKind
from deals.network.findings import EdgeKind
from deals.playbook.vocabulary import CASES
from tests.house import ROOMS, ROOT, parse_module
from wording.error_sentences import SENTENCES
from wording.errors import CONSTANTS, PLACES, placeholders_of

CODE = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
FAMILIES = {code.partition("-")[0] for code in SENTENCES}


@cache
def trees(room: str) -> list[tuple[Path, ast.Module]]:
    """Return a room's modules, parsed; not when this module is loaded, which every worker does."""
    paths = sorted((ROOT / room).rglob("*.py"))
    return [(path, parse_module(path)) for path in paths]


def codes(node: ast.AST) -> set[str]:
    """Return the code-like constants within a node; of an f-string its pattern (`*-unreadable`)."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.JoinedStr):
            text = "".join(
                str(value.value) if isinstance(value, ast.Constant) else "*"
                for value in part.values
            )
            found |= {text} if re.fullmatch(r"\*-[a-z-]+", text) else set()
        elif isinstance(part, ast.Constant) and isinstance(part.value, str):
            found |= {part.value} if CODE.fullmatch(part.value) else set()
    return found


@cache
def refusals() -> list[tuple[str, str, set[str]]]:
    """Return each direct `UserError(…)`: its place, its code or pattern, its figures."""
    return [
        (
            f"{path.relative_to(ROOT)}:{call.lineno}",
            code,
            {keyword.arg or "**" for keyword in call.keywords},
        )
        for room in ROOMS
        for path, tree in trees(room)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id == "UserError" and len(call.args) == 1
        for code in sorted(codes(call.args[0]))
    ]


@cache
def all_codes() -> set[str]:
    """Return the codes that are refused, or passed on; those look like ids of commands, so in
    screens only what is refused counts.
    """
    passed = {
        code
        for room in ("deals", "store", "team", "tui")
        for _path, tree in trees(room)
        for code in codes(tree)
    }
    return passed | {code for _place, code, _names in refusals()}


def test_refusals_are_found() -> None:
    assert len({code for _place, code, _names in refusals()}) > 40


def test_every_refusal_has_a_sentence_and_its_figures() -> None:
    assert [fault for refusal in refusals() for fault in faults(*refusal)] == []


def faults(place: str, code: str, names: set[str]) -> Iterator[str]:
    """Yield what a refusal lacks: a sentence, or figures that its sentence names."""
    sentences = [text for known, text in SENTENCES.items() if fnmatchcase(known, code)]
    if not sentences:
        yield f"{place}: no sentence for {code}"
    if "**" not in names:
        for lacking in filter(None, (placeholders_of(text) - names for text in sentences)):
            yield f"{place}: {code} is not given {sorted(lacking)}"


def test_codes_that_are_passed_on_have_sentences_too() -> None:
    """Codes travel through tables and helpers; they are known by their family."""
    wanted = {code for code in all_codes() if code.partition("-")[0] in FAMILIES}
    wanted -= {*CASES, *get_args(EdgeKind), *get_args(DueKind)}
    assert sorted(wanted - set(SENTENCES)) == []


def test_no_sentence_is_left_over() -> None:
    stale = [
        code for code in SENTENCES if not any(fnmatchcase(code, pattern) for pattern in all_codes())
    ]
    assert stale == []


def test_sentences_begin_small_and_end_without_a_stop() -> None:
    odd = [text for text in SENTENCES.values() if text[0].isupper() or text[-1] in ".!"]
    assert [text for text in odd if not text.startswith(("CR", "TOML"))] == []


def test_figures_that_stand_for_constants_are_told_by_name() -> None:
    assert not set(CONSTANTS) & set(PLACES)
