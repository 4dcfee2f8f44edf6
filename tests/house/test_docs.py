"""The pages for developers name nothing that is not there."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from tests.house import ROOMS, ROOT, parse_module

PAGES = ("ARCHITECTURE.md", "CONTRIBUTING.md")
_PATH = re.compile(rf"(?:{'|'.join((*ROOMS, 'tests'))})/[\w/.-]*")
_OPEN = re.compile(r"NAME|LANG")  # what stands for whichever it is
_CLASS = re.compile(r"[A-Z][a-z]+(?:[A-Z][a-z]+)+")
OF_OTHERS = {"Input"}
"""Names of libraries that the pages speak of."""


def named(page: str) -> list[str]:
    """What stands between backticks on a page, in one line."""
    return re.findall(r"`([^`\n]+)`", (ROOT / page).read_text(encoding="utf-8"))


@cache
def types() -> frozenset[str]:
    """Every class of the rooms, and every name given to a type."""
    return frozenset(
        name
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(parse_module(path))
        if (name := name_type(node))
    )


def name_type(node: ast.AST) -> str | None:
    """The name that a node gives to a class or to a type."""
    match node:
        case ast.ClassDef(name=name) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return None


@pytest.mark.parametrize("page", PAGES)
def test_every_path_is_there(page: str) -> None:
    paths = [text for text in named(page) if _PATH.fullmatch(text) and not _OPEN.search(text)]
    assert paths
    assert [path for path in paths if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_class_is_there(page: str) -> None:
    words = [word for text in named(page) if (word := text.partition(".")[0])]
    wanted = {word for word in words if _CLASS.fullmatch(word)} - OF_OTHERS
    assert wanted - types() == set()
