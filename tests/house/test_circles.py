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


def statements(node: ast.AST) -> Iterator[ast.AST]:
    """What a module does outside its functions, within `if`, `try`, `with` and classes too."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield child
            yield from statements(child)


def imported(
    source: str, package: str, modules: Container[str], *, functions: bool = False
) -> Iterator[str]:
    """Those of the modules that a source imports, within its functions as well if asked.

    `from screens.plan import view` imports the module `view`: the package need not be complete.
    """
    tree = ast.parse(source)
    for statement in ast.walk(tree) if functions else statements(tree):
        if isinstance(statement, ast.Import):
            yield from (alias.name for alias in statement.names if alias.name in modules)
        elif isinstance(statement, ast.ImportFrom):
            base = resolve_name("." * statement.level + (statement.module or ""), package)
            names = [f"{base}.{alias.name}" for alias in statement.names]
            found = (name if name in modules else base for name in names)
            yield from (name for name in found if name in modules)


def imports_of(files: Mapping[str, Path], *, functions: bool = False) -> dict[str, set[str]]:
    """What each of the modules imports of the others."""
    found = {}
    for name, path in files.items():
        package = name if path.stem == "__init__" else name.rpartition(".")[0]
        source = path.read_text(encoding="utf-8")
        found[name] = set(imported(source, package, files, functions=functions))
    return found


def find_circle(imports: Mapping[str, Iterable[str]]) -> list[str]:
    """Modules each of which imports the next, the last being the first; none if there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as error:
        return list(reversed(error.args[1]))
    return []


def test_no_modules_import_one_another_in_a_circle() -> None:
    rooms = (*ROOMS, "netloft")
    files = {module_name(path): path for room in rooms for path in (ROOT / room).rglob("*.py")}
    assert find_circle(imports_of(files)) == []


@pytest.mark.parametrize(
    ("source", "circle"),
    [
        ("from room.screen import Screen", True),
        ("from room import screen", True),
        ("from . import screen", True),
        ("from .screen import Screen", True),
        ("import room.screen", True),
        ("if TYPE_CHECKING:\n    from room.screen import Screen", True),
        ("if 0:\n    pass\nelse:\n    from .screen import Screen", True),
        ("try:\n    import room.screen\nexcept ImportError:\n    pass", True),
        ("try:\n    pass\nexcept ImportError:\n    import room.screen", True),
        ("with CLOCK:\n    from . import screen", True),
        ("class Action:\n    from room import screen", True),
        ("class Action:\n    def open(self):\n        from room import screen", False),
        ("def opened():\n    from room.screen import Screen", False),
        ("from room import OTHER", False),
    ],
)
def test_a_circle_is_found_however_it_is_written(source: str, circle: bool) -> None:
    sources = {"room": "", "room.actions": source, "room.screen": "import room.actions"}
    imports = {name: set(imported(text, "room", sources)) for name, text in sources.items()}
    assert bool(find_circle(imports)) == circle
