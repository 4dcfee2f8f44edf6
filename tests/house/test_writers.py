"""Files that the user names are written by the store's guarded writer, and in no other way."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house import ROOT, parse_module

ROOMS = ("tui", "store/tables")
WRITING = {"replace_whole", "write_text", "write_bytes"}
FLAGS = set("wax+")


def writers(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Yield every call that would write a file: its line and what it calls."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)) if name in WRITING:
                yield node.lineno, name
            case ast.Call(func=ast.Attribute(attr=name)) if name in WRITING:
                yield node.lineno, name
            case ast.Call(func=ast.Name(id="open") | ast.Attribute(attr="open"), args=given):
                modes = [argument.value for argument in given if isinstance(argument, ast.Constant)]
                if any(isinstance(mode, str) and FLAGS & set(mode[:3]) for mode in modes):
                    yield node.lineno, "open"
            case _:
                pass


def test_nobody_writes_a_file_past_the_guard() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for room in ROOMS
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, name in writers(parse_module(path))
        # Click's help is written by a method of this name.
        if (path.name, name) != ("localized_click.py", "write_text")
    ]
    assert found == []


def test_the_guard_is_looked_for_in_the_right_way(tmp_path: Path) -> None:
    text = "replace_whole(a, b)\na.write_text(b)\na.open('wb')\nopen(a, 'x')\na.open('rb')\n"
    assert [line for line, _name in writers(ast.parse(text))] == [1, 2, 3, 4]
