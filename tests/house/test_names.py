"""One word for one thing: no banned name, and no name that stands for two."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from tests.house import ROOMS, ROOT, parse_module

BANNED = {"door", "knots", "one", "picture", "said", "shelf", "taker", "told"}
"""What says nothing of the thing it stands for, as a variable, parameter, function or attribute."""

BANNED_PARTS = {"deeds", "foot", "knot", "knots", "picture", "pictures", "shelf", "taker", "takers"}
BANNED_PARTS |= {"twig", "twigs"}
"""What no part of a name may be, in the rooms and in their tests."""

OF_DESK = {"foot"}
"""What the harness of the screens' tests still calls the status bar."""

BANNED_MODULES = BANNED | {
    *("deeds", "door", "foot", "front", "host", "how", "kit", "knots", "moves", "over", "picture"),
    *("picturing", "shown", "strands", "takers", "touching", "twigs", "words", "working"),
}
"""What had a language of its own, where the field has a term."""

SAME_SENSE = {
    *("__init__", "screen", "commands", "actions", "view"),  # the files of every screen
    *("forecast", "movement", "record", "shape"),  # what is worked out, and its lines
    *("app", "contacts", "errors", "fishbone", "findings", "history", "market"),
    *("number_settings", "own_columns", "pipeline", "planning", "records", "unsaved"),
}
"""Names of modules that several rooms have for their part of the same thing."""

SAME_FUNCTIONS = {
    # what each screen does to the item under its cursor
    *("add", "delete", "edit", "find", "follow", "move", "plan", "shift", "type_field"),
    *("ask_filter",),
    # what each screen shows: its columns, a row of it, what is under the cursor, its diagram
    *("about", "columns", "draw", "row_text"),
}
"""Names of functions that several modules have for their part of the same thing."""


@cache
def modules() -> dict[Path, ast.Module]:
    """The sources of all rooms, parsed."""
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {path: parse_module(path) for path in paths}


def bound(node: ast.AST) -> str | None:
    """The name that a node binds, if it binds one."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
            return name
        case ast.arg(arg=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
            return name
    return None


def classes(tree: ast.Module) -> Iterator[str]:
    """The classes and aliases of types that a module defines."""
    for node in tree.body:
        match node:
            case ast.ClassDef(name=name):
                yield name
            case ast.Assign(targets=[ast.Name(id=name)]) if not (name.islower() or name.isupper()):
                yield name


def functions(tree: ast.Module) -> Iterator[str]:
    """The public functions of a module, but for commands: those go by what users call them."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not any(
            "command" in ast.unparse(each) for each in node.decorator_list
        ):
            yield node.name


def find_places(names: Callable[[ast.Module], Iterator[str]]) -> dict[str, list[str]]:
    """The names that modules define, with the modules of those that more than one defines."""
    places = defaultdict(list)
    for path, tree in modules().items():
        for name in names(tree):
            if not name.startswith("_"):
                places[name].append(path.relative_to(ROOT).as_posix())
    return {name: found for name, found in places.items() if len(found) > 1}


def test_no_name_says_nothing() -> None:
    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in modules().items()
        for node in ast.walk(tree)
        if (name := bound(node)) and name.strip("_") in BANNED
    ] == []


def test_no_module_has_a_name_of_the_old_language() -> None:
    names = {part for path in modules() for part in path.relative_to(ROOT).with_suffix("").parts}
    assert names & BANNED_MODULES == set()


def test_a_module_name_stands_for_one_thing() -> None:
    places = defaultdict(list)
    for path in modules():
        places[path.stem].append(path.relative_to(ROOT).as_posix())
    assert {
        name: found for name, found in places.items() if len(found) > 1 and name not in SAME_SENSE
    } == {}


def test_a_class_name_stands_for_one_thing() -> None:
    assert find_places(classes) == {}


def test_a_function_name_stands_for_one_thing() -> None:
    assert {
        name: found for name, found in find_places(functions).items() if name not in SAME_FUNCTIONS
    } == {}


def test_every_name_of_the_same_sense_is_of_two_places() -> None:
    assert SAME_FUNCTIONS - find_places(functions).keys() == set()
    stems = Counter(path.stem for path in modules())
    assert {name for name in SAME_SENSE if stems[name] < 2} == set()


def test_no_name_has_a_part_of_the_old_language() -> None:
    parts = re.compile("|".join(BANNED_PARTS), re.IGNORECASE)
    tests = {
        path: parse_module(path)
        for path in (ROOT / "tests").rglob("*.py")
        if parts.search(path.read_text("utf-8"))
    }
    assert [
        f"{path.relative_to(ROOT)}: {name}"
        for path, tree in {**modules(), **tests}.items()
        for node in ast.walk(tree)
        if (name := bound(node))
        and BANNED_PARTS.intersection(name.lower().split("_"))
        and not (path in tests and name in OF_DESK)
    ] == []


def test_no_check_is_told_to_look_away() -> None:
    marks = ("type: " + "ignore", "no" + "qa", "mypy: " + "ignore")
    assert [
        f"{path.relative_to(ROOT)}: {mark}"
        for room in (*ROOMS, "netloft", "tests")
        for path in sorted((ROOT / room).rglob("*.py"))
        for mark in marks
        if mark in path.read_text("utf-8")
    ] == []
