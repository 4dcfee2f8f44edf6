"""Files by their endings: exports and tables in one book, and the export itself."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from deals.edits.typed_fields import new_project, set_field
from deals.errors import UserError
from deals.model import Book, SavedView, Stamp
from deals.parsing.reading_context import ReadingContext
from store.settings import load_playbook
from store.tables import table_files
from store.tables.results import FieldChange, ImportOptions
from store.tables.table_files import export_file, export_json, import_files, read_json
from tests import strategies
from tests.store import book_of, project, refusal_of

STAMP = Stamp(datetime(2026, 3, 2, tzinfo=UTC), "me", date(2026, 3, 2))


@pytest.fixture
def reading(tmp_path: Path) -> ReadingContext:
    ids = iter(f"{number:026}" for number in range(100))
    return ReadingContext(load_playbook(folder=tmp_path), STAMP, lambda: next(ids))


@pytest.fixture
def book(reading: ReadingContext) -> Book:
    project = new_project("Net", reading, owner="Wu", contacts="何总 cr3; 李工")
    return (
        Book().with_projects(project, new_project("Other", reading)).with_views(SavedView(name="v"))
    )


def test_an_export_comes_back_as_the_same_book(
    tmp_path: Path, book: Book, reading: ReadingContext
) -> None:
    export_file(book, tmp_path / "out.JSON", "en")
    fresh = import_files([tmp_path / "out.JSON"], Book(), reading)
    assert (dict(fresh.book.projects), fresh.book.views) == (dict(book.projects), book.views)
    assert [outcome.kind for outcome in fresh.outcomes] == ["added", "added"]
    again = import_files([tmp_path / "out.JSON"], book, reading)
    assert again.book is book
    assert [outcome.kind for outcome in again.outcomes] == ["unchanged", "unchanged"]


def test_an_older_export_takes_nothing_back(
    tmp_path: Path, book: Book, reading: ReadingContext
) -> None:
    export_file(book, tmp_path / "old.json", "en")
    ours = set_field(next(iter(book.projects.values())), "owner", "Lin", reading)
    result = import_files([tmp_path / "old.json"], book.with_projects(ours), reading)
    assert result.book.projects[ours.id] == ours
    assert result.outcomes[0].kind == "unchanged"


def test_an_export_brings_what_was_changed_elsewhere_and_says_what(
    tmp_path: Path, book: Book, reading: ReadingContext
) -> None:
    before = next(iter(book.projects.values()))
    theirs = set_field(before, "owner", "Lin", reading)
    export_file(book.with_projects(theirs), tmp_path / "new.json", "en")
    result = import_files([tmp_path / "new.json"], book, reading)
    assert result.book.projects[before.id] == theirs
    assert result.outcomes[0].changes == (FieldChange("owner", "Wu", "Lin"),)
    again = import_files([tmp_path / "new.json"], result.book, reading)
    assert again.book is result.book


def test_what_of_an_export_or_of_ours_loses_is_told_once(
    tmp_path: Path, book: Book, reading: ReadingContext
) -> None:
    before = next(iter(book.projects.values()))
    later = reading._replace(stamp=STAMP._replace(at=STAMP.at + timedelta(hours=1)))
    theirs = set_field(set_field(before, "owner", "Zhao", reading), "product", "net", later)
    export_file(book.with_projects(theirs), tmp_path / "new.json", "en")
    ours = set_field(set_field(before, "product", "gate", reading), "owner", "Lin", later)
    result = import_files([tmp_path / "new.json"], book.with_projects(ours), reading)
    made = result.book.projects[before.id]
    assert (made.owner, made.product) == ("Lin", "net")
    (outcome, _other) = result.outcomes
    assert outcome.still == (FieldChange("owner", "Lin", "Zhao"),)
    assert outcome.changes == (FieldChange("product", "gate", "net"),)
    again = import_files([tmp_path / "new.json"], result.book, reading)
    assert again.book is result.book
    assert again.outcomes[0].still == ()


def test_a_refused_export_keeps_the_tables_out_unless_told_to_keep_going(
    tmp_path: Path, book: Book, reading: ReadingContext
) -> None:
    (tmp_path / "bad.json").write_text("{}")
    (tmp_path / "good.csv").write_text("Project,State\nThird,P1\n")
    paths = [tmp_path / "good.csv", tmp_path / "bad.json"]
    refused = import_files(paths, book, reading)
    assert refused.book is book
    assert [refusal.code for refusal in refused.refusals] == ["archive-foreign"]
    taken = import_files(paths, book, reading, ImportOptions(keep_going=True))
    assert len(taken.book.projects) == 3


def test_a_missing_folder_or_huge_export_is_refused_by_name(
    tmp_path: Path, book: Book, reading: ReadingContext, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "huge.json").write_bytes(b" " * 9000)
    monkeypatch.setattr(table_files, "MAX_BYTES", 8192)
    for name, code in (
        ("none.json", "file-missing"),
        ("folder.json", "folder-empty"),
        ("huge.json", "file-too-large"),
    ):
        (outcome,) = import_files([tmp_path / name], book, reading).outcomes
        assert [refusal.code for refusal in outcome.refusals] == [code]
        assert outcome.refusals[0].figures["file"] == str(tmp_path / name)


def test_an_export_that_cannot_be_written_is_refused(tmp_path: Path, book: Book) -> None:
    with pytest.raises(UserError, match="export-unwritable"):
        export_file(book, tmp_path / "no" / "out.json", "en")


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
