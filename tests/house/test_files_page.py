"""The page on files names every table of the store and every key of its records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from deals.model import SHARED, Project
from store.backups import BackupKind
from store.documents import PROJECTS, TOMBSTONES, Tombstone
from tests.house import ROOT
from wording.pages import docs_pages

ROW = re.compile(r"^\| `([\w.]+)` \| ((?:`\w+` ?)+) \| \S.* \|$", re.MULTILINE)


def find_models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the records that a field's type is made of."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from find_models(part)


def record_keys(model: type[BaseModel], path: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Yield each kind of record once, where it stands first, with its keys as the page has them."""
    yield path, " ".join(f"`{name}`" for name in model.model_fields)
    for name, field in model.model_fields.items():
        below = next(find_models(field.annotation), None)
        if below is not None and below.__name__ not in seen:
            seen.add(below.__name__)
            yield from record_keys(below, f"{path}.{name}", seen)


@pytest.mark.parametrize("page", docs_pages("files"), ids=str)
def test_the_page_has_every_record_with_its_keys(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    tables: dict[str, type[BaseModel]] = {PROJECTS: Project, **SHARED, TOMBSTONES: Tombstone}
    seen = set[str]()
    records = dict(row for name, model in tables.items() for row in record_keys(model, name, seen))
    assert len(records) > len(tables)
    assert dict(ROW.findall(text)) == records
    assert [kind for kind in get_args(BackupKind) if f"| `{kind}` |" not in text] == []
