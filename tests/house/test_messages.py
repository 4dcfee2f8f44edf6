"""Messages stand outside f-strings: inside them Python 3.11's tokens hide them from Babel."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.house import ROOT, parse_module
from wording.catalogues import TRANSLATED_ROOMS

SPEAKERS = {"_", "N_", "ngettext", "pgettext"}
SOURCES = sorted(path for room in TRANSLATED_ROOMS for path in (ROOT / room).rglob("*.py"))


def test_no_message_hides_in_an_f_string() -> None:
    assert [
        f"{path.relative_to(ROOT)}:{line}" for path in SOURCES for line in hidden_messages(path)
    ] == []


def hidden_messages(path: Path) -> list[int]:
    """Return the lines of a file where a message is marked within an f-string."""
    within = (
        node
        for f_string in ast.walk(parse_module(path))
        if isinstance(f_string, ast.JoinedStr)
        for node in ast.walk(f_string)
    )
    return [node.lineno for node in within if isinstance(node, ast.Call) and says(node)]


def says(call: ast.Call) -> bool:
    """Whether a call marks a message, its text written out in place."""
    named = isinstance(call.func, ast.Name) and call.func.id in SPEAKERS
    return named and any(isinstance(argument, ast.Constant) for argument in call.args)
