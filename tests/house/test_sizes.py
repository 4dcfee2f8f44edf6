"""Nothing grows past what can be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house import ROOMS, ROOT

FILE_LINES = 400
FUNCTION_LINES = 30
# What is longer, with the reason; a new name here wants one as good.
LONG_FILES = {
    "screens/kit/screen.py": 295,  # what every screen is: parting it would scatter one idea
}
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT).as_posix()
    assert len(text.splitlines()) <= LONG_FILES.get(name, FILE_LINES)
    long = {
        one.name: one.end_lineno - one.lineno + 1
        for one in functions(ast.parse(text))
        if one.end_lineno and one.end_lineno - one.lineno >= FUNCTION_LINES
    }
    assert not long
