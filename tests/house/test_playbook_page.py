"""The page on the playbook names every key that a playbook may have, and what ours says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from deals.playbook.limits import PlaybookTable
from deals.playbook.model import Playbook
from deals.toml import read_toml
from tests.house import ROOT
from wording.pages import docs_pages

DEFAULT = read_toml((ROOT / "deals/playbooks/default.toml").read_text(encoding="utf-8"))
ROW = re.compile(r"^\| `([\w.-]+)` \| (?:`([^`]*)`)? ?\| \S.* \|$", re.MULTILINE)


def find_tables(annotation: Any) -> Iterator[type[PlaybookTable]]:
    """Yield the tables that a field's type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, PlaybookTable):
        yield annotation
    for part in get_args(annotation):
        yield from find_tables(part)


def key_paths(table: type[PlaybookTable], path: str = "") -> Iterator[str]:
    """Yield the path of each key, `ID` in place of names that a playbook chooses."""
    for name, field in table.model_fields.items():
        key = field.alias or name.replace("_", "-")
        named = f"{path}{key}.ID" if get_origin(field.annotation) is dict else f"{path}{key}"
        below = next(find_tables(field.annotation), None)
        yield from [named] if below is None else key_paths(below, f"{named}.")


def usual_value(path: str) -> object:
    """Return what our own playbook says under a path; None for a list, or where it says nothing."""
    value: object = DEFAULT
    for key in path.split("."):
        value = value.get(key) if isinstance(value, dict) else None
    return None if isinstance(value, dict | list) else value


def as_toml(value: object) -> str:
    match value:
        case bool():
            return f"{value}".lower()
        case str():
            return f'"{value}"'
        case _:
            return f"{value}"


@pytest.mark.parametrize("page", docs_pages("playbook"), ids=str)
def test_the_page_has_every_key_with_what_ours_says(page: Path) -> None:
    rows = dict(ROW.findall((ROOT / page).read_text(encoding="utf-8")))
    paths = [*key_paths(Playbook)]
    assert len(paths) > 100
    assert [path for path in paths if path not in rows] == []
    assert {*rows} - {*paths} == set()
    usual = {path: as_toml(value) for path in paths if (value := usual_value(path)) is not None}
    assert {path: rows[path] for path in usual} == usual
