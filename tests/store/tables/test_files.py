"""Exports and tables taken in together, by their endings."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from deals.edits import new_project, write_field
from deals.errors import UserError
from deals.model import Book, SavedView, Stamp
from deals.parsing.reading_context import ReadingContext
from store.playbook_file import load_playbook
from store.tables import table_files
from store.tables.pipeline import FieldChange, ImportOptions
from store.tables.table_files import export_file, import_files

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


def test_a_project_of_an_export_replaces_ours_and_says_where_it_differs(
    tmp_path: Path, book: Book, reading: ReadingContext
) -> None:
    export_file(book, tmp_path / "out.json", "en")
    ours = write_field(next(iter(book.projects.values())), "owner", "Lin", reading)
    result = import_files([tmp_path / "out.json"], book.with_projects(ours), reading)
    assert result.book.projects[ours.id].owner == "Wu"
    assert result.outcomes[0].changes == (FieldChange("owner", "Lin", "Wu"),)


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
        ("folder.json", "file-unreadable"),
        ("huge.json", "file-too-large"),
    ):
        (outcome,) = import_files([tmp_path / name], book, reading).outcomes
        assert [refusal.code for refusal in outcome.refusals] == [code]
        assert outcome.refusals[0].figures["file"] == str(tmp_path / name)


def test_an_export_that_cannot_be_written_is_refused(tmp_path: Path, book: Book) -> None:
    with pytest.raises(UserError, match="export-unwritable"):
        export_file(book, tmp_path / "no" / "out.json", "en")
