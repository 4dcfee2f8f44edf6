"""The export of everything and its way back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given

from deals.errors import UserError
from deals.model import Book
from store.tables.table_files import export_json, read_json
from tests import strategies
from tests.store import book_of, project, refusal_of


@given(strategies.books())
def test_an_export_read_back_is_the_same_book(book: Book) -> None:
    data = export_json(book)
    again = read_json(data, "export.json")
    assert again == book
    assert list(again.projects) == list(book.projects)
    assert export_json(again) == data


def test_an_export_is_plain_json_with_every_field() -> None:
    whole = json.loads(export_json(book_of("a")))
    assert whole["netloft"] == 1
    assert whole["views"] == []
    assert whole["projects"] == [project("a").model_dump(mode="json")]


def test_an_export_without_views_is_one() -> None:
    assert read_json(b'{"netloft": 1, "projects": []}', "f") == Book()


@pytest.mark.parametrize(
    ("data", "code", "figures"),
    [
        (b"", "archive-damaged", {"line": 1, "column": 1}),
        (b"PK\x03\x04", "archive-damaged", {"line": 1, "column": 1}),
        (b'{"netloft": 1,\n "projects": [}', "archive-damaged", {"line": 2, "column": 15}),
        (b"[]", "archive-foreign", {}),
        (b"3", "archive-foreign", {}),
        (b'{"projects": []}', "archive-foreign", {}),
        (b'{"netloft": true, "projects": []}', "archive-foreign", {}),
        (b'{"netloft": 1}', "archive-foreign", {}),
        (b'{"netloft": 1, "projects": {}}', "archive-foreign", {}),
        (b'{"netloft": 1, "projects": [], "views": 3}', "archive-foreign", {}),
        (b'{"netloft": 2, "projects": {}}', "archive-newer", {"version": 2, "known": 1}),
        (
            b'{"netloft": 1, "projects": [3]}',
            "archive-record",
            {"table": "projects", "record": 1, "field": "*", "problem": "model_type"},
        ),
        (
            b'{"netloft": 1, "projects": [], "views": [{"name": "a"}, {"nome": "b"}]}',
            "archive-record",
            {"table": "views", "record": 2, "field": "name", "problem": "missing"},
        ),
    ],
)
def test_anything_else_is_refused_in_one_line(
    data: bytes, code: str, figures: dict[str, Any]
) -> None:
    with pytest.raises(UserError) as refusal:
        read_json(data, "f.json")
    assert refusal_of(refusal) == (code, {"file": "f.json", **figures})


def test_two_projects_of_one_id_are_refused() -> None:
    document = project("a").model_dump(mode="json")
    data = json.dumps({"netloft": 1, "projects": [document, document]}).encode()
    with pytest.raises(UserError) as refusal:
        read_json(data, "f.json")
    assert refusal_of(refusal) == ("archive-twice", {"file": "f.json", "id": "a"})
