"""One word for one thing: no banned name, and no name that stands for two."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.house import ROOMS, ROOT

BANNED = {"door", "knots", "one", "picture", "said", "shelf", "taker", "told"}
"""What says nothing of the thing it stands for, as a variable, parameter, function or attribute."""

BANNED_MODULES = BANNED | {
    *("deeds", "door", "foot", "front", "host", "how", "kit", "knots", "moves", "over", "picture"),
    *("picturing", "shown", "strands", "takers", "touching", "twigs", "words", "working"),
}
"""What had a language of its own, where the field has a term."""

SAME_SENSE = {
    *("__init__", "screen", "commands", "actions", "view"),  # the files of every screen
    *("app", "check", "contacts", "edges", "errors", "findings", "fishbone", "history", "market"),
    *("pipeline", "planning", "records", "touches", "unsaved"),
}
"""Names of modules that several rooms have for their part of the same thing."""


@cache
def modules() -> dict[Path, ast.Module]:
    """The sources of all rooms, parsed."""
    paths = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in paths}


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
    places = defaultdict(list)
    for path, tree in modules().items():
        for name in classes(tree):
            places[name].append(path.relative_to(ROOT).as_posix())
    assert {name: found for name, found in places.items() if len(found) > 1} == {}
