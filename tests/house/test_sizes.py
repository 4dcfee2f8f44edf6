"""Nothing grows past what can be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house import ROOMS, ROOT, parse_module

FILE_LINES = 600
FUNCTION_LINES = 30
SOURCES = sorted(path for room in (*ROOMS, "netloft") for path in (ROOT / room).rglob("*.py"))


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_files_stay_small() -> None:
    lines = {
        path.relative_to(ROOT).as_posix(): len(path.read_text(encoding="utf-8").splitlines())
        for path in SOURCES
    }
    assert [f"{name}: {count} lines" for name, count in lines.items() if count > FILE_LINES] == []


def test_functions_stay_small() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}: {count} lines"
        for path in SOURCES
        for function in functions(parse_module(path))
        if (count := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
    ]
    assert long == []
