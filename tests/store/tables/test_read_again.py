"""A file that is opened once and read by one choice after the other, as a preview does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from deals.errors import ReadingStopped
from deals.model import Book, Project, SourceRef
from store.tables import source_files, xlsx
from store.tables.pipeline import import_tables
from store.tables.project_sources import LINE
from store.tables.results import ImportOptions, ImportResult
from store.tables.said_values import SaidValues
from store.tables.source_files import OpenedFiles
from tests.store.tables.sheets import lines, reading, separated, workbook

ROWS = (
    ("Project", "Customer", "Owner", "Stage", "Amount", "Close Date", "Contacts", "CR", "Sector"),
    ("North", "Bay", "Ann", "Verbal", "1.500", "3/4/2026", "Bo, Cy", "2, 3", "power"),
    ("South", "Bay", "", "P2", "2.250", "4/5/2026", "Di", "7", "water"),
    ("South", "", "", "", "", "", "Ed", "1", ""),
    ("West", "Dale", "Bob", "Closed Won", "$3.125", "5/6/2026", "", "", "power"),
    ("East", "Dale", "Bob", "nonsense", "12", "someday", "Fay", "2", "power"),
    ("Total", "", "", "", "20", "", "", "", ""),
)
CHOICES = [
    ImportOptions(),
    ImportOptions(dates="dmy", decimal="comma"),
    ImportOptions(dates="dmy", decimal="comma", stages={"verbal": "P5"}),
    ImportOptions(dates="dmy", decimal="comma", stages={"verbal": "won", "nonsense": "P1"}),
    ImportOptions(dates="mdy", decimal="point", stages={"verbal": "P5"}),
    ImportOptions(dates="mdy", decimal="point", stages={"verbal": "P5"}, currency="EUR"),
    ImportOptions(dates="mdy", decimal="point", mapping={"Sector": "product"}),
    ImportOptions(dates="mdy", decimal="point", mapping={"Stage": "ignore"}),
    ImportOptions(dates="mdy", decimal="point", mapping={"Customer": "owner", "Owner": "customer"}),
]


def read(path: Path, book: Book, options: ImportOptions, opened: OpenedFiles) -> ImportResult:
    options = replace(options, keep_going=True)
    return import_tables([path], book, reading(), options, opened=opened)


def facts_of(result: ImportResult) -> Sequence[object]:
    """All that came of an import, but for the ids of what is new."""
    outcomes = [
        (replace(outcome, id=None, refusals=()), *map(str, outcome.refusals))
        for outcome in result.outcomes
    ]
    return outcomes, result.columns, result.stages, result.not_read, kept(result.book)


def kept(book: Book) -> Sequence[object]:
    """The projects and their contacts but for the ids that they were given."""
    bare = [
        [contact.model_copy(update={"id": ""}) for contact in project.contacts]
        for project in book.projects.values()
    ]
    projects = [
        project.model_copy(update={"id": "", "contacts": (), "sources": sources_of(project)})
        for project in book.projects.values()
    ]
    return bare, projects


def sources_of(project: Project) -> Sequence[SourceRef]:
    """The tables of a project but for the mark that is made of an id: which line they continue."""
    marks = [SaidValues(ref.marks) for ref in project.sources]
    for each in marks:
        each.drop(LINE)
    return tuple(
        ref.model_copy(update={"marks": said.text})
        for ref, said in zip(project.sources, marks, strict=True)
    )


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_kept_changes_nothing(ending: str, tmp_path: Path) -> None:
    path = tmp_path / f"deals.{ending}"
    if ending == "csv":
        separated(path, lines(*ROWS, delimiter=";"))
    else:
        workbook(path, ROWS)
    opened, books = OpenedFiles(), [Book()]
    books.append(read(path, books[0], CHOICES[4], OpenedFiles()).book)
    for options in (*CHOICES, *reversed(CHOICES)):
        for book in books:
            again, fresh = (
                read(path, book, options, opened),
                read(path, book, options, OpenedFiles()),
            )
            assert facts_of(again) == facts_of(fresh)


def test_a_file_that_was_written_since_is_opened_again(tmp_path: Path) -> None:
    path, opened = separated(tmp_path / "a.csv", lines(*ROWS[:2])), OpenedFiles()
    assert len(read(path, Book(), CHOICES[4], opened).outcomes) == 1
    separated(path, lines(*ROWS[:4]))
    assert len(read(path, Book(), CHOICES[4], opened).outcomes) == 2


@pytest.mark.parametrize("after", range(1, 6))
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_stopped_reading_ends_at_once_and_can_begin_anew(
    ending: str, after: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source_files, "_STEP", 50)
    monkeypatch.setattr(xlsx, "_STEP", 10)
    rows = [*ROWS[:1], *[ROWS[1]] * 60]
    path = tmp_path / f"a.{ending}"
    path = separated(path, lines(*rows, delimiter=";")) if ending == "csv" else workbook(path, rows)
    opened, steps = OpenedFiles(), list[int]()

    def stop(_file: str, done: int, _total: int) -> None:
        steps.append(done)
        if len(steps) == after:
            raise ReadingStopped

    with pytest.raises(ReadingStopped):
        import_tables([path], Book(), reading(), CHOICES[4], stop, opened=opened)
    assert len(steps) == after
    again, fresh = (read(path, Book(), CHOICES[4], each) for each in (opened, OpenedFiles()))
    assert facts_of(again) == facts_of(fresh)


def test_a_row_is_given_as_it_was_read_and_no_file_is_opened_for_it(tmp_path: Path) -> None:
    path, opened = separated(tmp_path / "a.csv", lines(*ROWS[:2])), OpenedFiles()
    assert opened.recall_row(path, None, "", 2) == {}
    read(path, Book(), CHOICES[0], opened)
    path.unlink()
    texts = [cell.text for cell in opened.recall_row(path, None, "", 2).values()]
    assert texts[:6] == list(ROWS[1][:6])
    assert opened.recall_row(path, None, "", 99) == {}
    assert opened.recall_row(path, None, "no such sheet", 2) == {}
