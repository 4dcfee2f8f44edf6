"""Messages stand outside f-strings: inside them Python 3.11's tokens hide them from Babel."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house import ROOT

SPEAKERS = {"_", "N_", "ngettext", "pgettext"}
SOURCES = sorted(path for room in ("screens", "tui") for path in (ROOT / room).rglob("*.py"))


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_message_hides_in_an_f_string(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = (
        node
        for f_string in ast.walk(tree)
        if isinstance(f_string, ast.JoinedStr)
        for node in ast.walk(f_string)
    )
    hidden = [node.lineno for node in within if isinstance(node, ast.Call) and says(node)]
    assert hidden == []


def says(call: ast.Call) -> bool:
    """Whether a call marks a message, its text written out in place."""
    named = isinstance(call.func, ast.Name) and call.func.id in SPEAKERS
    return named and any(isinstance(argument, ast.Constant) for argument in call.args)
