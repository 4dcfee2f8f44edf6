"""No two modules import one another in a circle, be it for their types alone.

An import within a function is left out: it is done when the function is called, by which time both
modules are complete.
"""

from __future__ import annotations

import ast
from collections.abc import Container, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

import pytest

from tests.house import ROOMS, ROOT


def module_name(path: Path) -> str:
    """The name by which a file is imported; a package goes by that of its folder."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if path.stem == "__init__" else parts)


def statements(body: Iterable[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a module outside its functions, also those under `if TYPE_CHECKING`."""
    for statement in body:
        yield statement
        if isinstance(statement, ast.If):
            yield from statements([*statement.body, *statement.orelse])


def imported(source: str, package: str, modules: Container[str]) -> Iterator[str]:
    """Those of the modules that a source imports.

    `from screens.plan import view` imports the module `view`: the package need not be complete.
    """
    for statement in statements(ast.parse(source).body):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names if alias.name in modules)
        elif isinstance(statement, ast.ImportFrom):
            base = resolve_name("." * statement.level + (statement.module or ""), package)
            names = [f"{base}.{alias.name}" for alias in statement.names]
            yield from (name if name in modules else base for name in names)


def find_circle(imports: Mapping[str, Iterable[str]]) -> list[str]:
    """Modules each of which imports the next, the last being the first; none if there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_no_modules_import_one_another_in_a_circle() -> None:
    files = {module_name(path): path for room in ROOMS for path in (ROOT / room).rglob("*.py")}
    imports = {}
    for name, path in files.items():
        package = name if path.stem == "__init__" else name.rpartition(".")[0]
        imports[name] = set(imported(path.read_text(encoding="utf-8"), package, files))
    assert find_circle(imports) == []


@pytest.mark.parametrize(
    ("source", "circle"),
    [
        ("from room.screen import Screen", True),
        ("from room import screen", True),
        ("from . import screen", True),
        ("from .screen import Screen", True),
        ("import room.screen", True),
        ("if TYPE_CHECKING:\n    from room.screen import Screen", True),
        ("def opened():\n    from room.screen import Screen", False),
        ("from room import OTHER", False),
    ],
)
def test_a_circle_is_found_however_it_is_written(source: str, circle: bool) -> None:
    sources = {"room": "", "room.actions": source, "room.screen": "import room.actions"}
    imports = {name: set(imported(text, "room", sources)) for name, text in sources.items()}
    assert bool(find_circle(imports)) == circle
