"""A store with its journal, and a playbook, as Netloft wrote and read them once: whatever becomes
of the program, it takes them as they are.

`versions/3` was made by the program when its store was of version 3, and is never made anew: the
sample in both languages, written whole, and then a day's work of two people in the journal.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from deals.model import SHARED, Book
from store.check import inspect_store
from store.documents import dump_record
from store.settings import load_playbook
from store.store import Store
from tests.store import commit, journal_of, renamed

KEPT = Path(__file__).parent / "versions" / "3"
LABELS = {
    *("stage +", "amount", "signs", "touch", "CR", "next", "answer", "plan", "snooze", "end"),
    *("contacts", "undo", "add", "delete", "product", "view", "row"),
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The store, copied to where it may be written to."""
    tmp_path.chmod(0o700)
    for name in ("netloft.json", "netloft.json.journal"):
        shutil.copy(KEPT / name, tmp_path / name)
        (tmp_path / name).chmod(0o600)
    return tmp_path / "netloft.json"


def journaled(path: Path) -> list[dict[str, Any]]:
    """The lines of a journal."""
    return [json.loads(line) for line in journal_of(path).read_bytes().splitlines()]


class Documents(NamedTuple):
    """The documents of the projects by id, and those of the lists that all projects share."""

    projects: dict[str, Any]
    lists: dict[str, list[Any]]


def written(path: Path) -> Documents:
    """What the files have, read by nothing of ours: the last of the journal before what stands in
    the file.
    """
    tables = json.loads(path.read_bytes())
    projects = {table["id"]: table for table in tables["projects"].values()}
    lists = {name: list(tables.get(name, {}).values()) for name in SHARED}
    for line in journaled(path):
        projects |= line["projects"]
        lists |= {name: line[name] for name in SHARED if name in line}
    return Documents({key: deal for key, deal in projects.items() if deal is not None}, lists)


def holds(found: object, document: object) -> bool:
    """Whether a document as it is now has all that it had; later fields may stand beside."""
    if isinstance(document, dict) and isinstance(found, dict):
        return all(key in found and holds(found[key], deal) for key, deal in document.items())
    if isinstance(document, list) and isinstance(found, list):
        return len(document) == len(found) and all(map(holds, found, document))
    return found == document


def assert_holds(book: Book, documents: Documents) -> None:
    """A book has all that the files had, and nothing else."""
    assert list(book.projects) == list(documents.projects)
    for key, deal in book.projects.items():
        assert holds(json.loads(dump_record(deal)), documents.projects[key])
    for name in SHARED:
        found = [json.loads(dump_record(deal)) for deal in getattr(book, name)]
        assert holds(found, documents.lists[name])


def test_it_opens_as_it_was_left_and_nothing_is_written(path: Path) -> None:
    before = {name: (KEPT / name).read_bytes() for name in (path.name, journal_of(path).name)}
    store = Store.open(path)
    assert (store.notices, store.doubts, store.trouble, store.read_only) == ((), (), None, None)
    assert_holds(store.book, written(path))
    assert store.take_in() is None
    store.close()
    assert {name: path.with_name(name).read_bytes() for name in before} == before
    assert inspect_store(path).sound


def test_there_is_something_of_everything_in_it(path: Path) -> None:
    book = Store.open(path).book
    every = list(book.projects.values())
    for name in (
        *("contacts", "influences", "team", "answers", "causes", "goals", "plan", "touches"),
        *("comparisons", "history", "snoozes", "swot", "strategies"),
    ):
        assert any(getattr(deal, name) for deal in every), name
    assert any("\u4e00" <= deal.name[0] <= "\u9fff" for deal in every)
    assert any(deal.name.isascii() for deal in every)
    assert {deal.status for deal in every} > {"open", "lost"}
    assert all(getattr(book, name) for name in ("views", "competitors", "products"))


def test_its_journal_has_many_kinds_of_commits_by_two_people(path: Path) -> None:
    lines = journaled(path)
    assert {line["label"] for line in lines} == LABELS
    assert {line["by"] for line in lines} == {"林", "周"}
    assert any(deal is None for line in lines for deal in line["projects"].values())


def test_the_first_commit_is_a_line_behind_the_others(path: Path) -> None:
    data, lines = path.read_bytes(), journal_of(path).read_bytes()
    store = Store.open(path)
    before = store.book
    key = next(iter(before.projects))
    after = commit(store, before, renamed(before, key, "Renamed"), "edit", "林")
    assert path.read_bytes() == data
    assert journal_of(path).read_bytes().startswith(lines)
    assert len(journaled(path)) == len(lines.splitlines()) + 1
    assert Store.open(path).book == after
    assert {**after.projects, key: before.projects[key]} == before.projects
    assert inspect_store(path).sound


def test_written_whole_it_is_the_same_book(path: Path) -> None:
    documents = written(path)
    store = Store.open(path)
    store.checkpoint()
    assert not journal_of(path).exists()
    assert Store.open(path).book == store.book
    assert_holds(store.book, documents)
    assert inspect_store(path).sound


def test_the_playbook_is_read_and_obeyed() -> None:
    book, default = load_playbook(KEPT / "playbook.toml"), load_playbook(folder=KEPT.parent)
    assert (book.name.en, book.name.zh_CN, book.signed) == ("Integrators", "系统集成", "P5")
    assert book.stages == default.stages
    limits = book.thresholds
    assert (limits.slipping.moves, limits.slipping.days, limits.stalled.times) == (3, 60, 1.5)
    assert (limits.checks.age, limits.checks.norm) == (90, 0.5)
    assert (book.net.upper, book.net.hold, book.net.help) == (True, 2, default.net.help)
    assert (book.compliance.gift, book.compliance.hospitality) == (200, 500)
    named = ["customer", "competitors", "product", "commercial", "service", "partners"]
    assert [field.id for field in book.fields] == ["market", *named, "contingency"]
    assert [template.id for template in book.templates] == ["bring-a-partner"]
    assert [deal.id for deal in book.review] == ["partner"]
    assert set(book.asked) == (set(default.asked) | {"named"}) - {"relations"}
    assert book.asked["channels"].due == "P2"
    assert book.market.share == 0.8
    assert list(book.market.dimensions)[-1] == "delivery"
    assert (book.rules["vague"].severity, book.rules["overdue"].severity) == ("info", "red")
    assert book.rules["overdue"].cases["past"].reason.zh_CN == "已晚 {days} 天，仍在 {stage}"
