"""What `check` finds, and that it only looks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from deals.model import SHARED, Book
from store.check import StoreReport, conflict_copies, inspect_store
from store.encryption import PassphraseKey
from store.metadata import SCHEMA_VERSION
from store.sealing import lock_store
from store.store import Store
from tests import strategies
from tests.store import book_of, commit, journal_of, renamed, saved


@pytest.fixture
def path(tmp_path: Path) -> Path:
    tmp_path.chmod(0o700)
    return tmp_path / "netloft.json"


def problems_of(report: StoreReport) -> list[tuple[str, dict[str, str | int]]]:
    """Return what is wrong, but for that it was this test which changed the file: see
    test_integrity.
    """
    problems = [(problem.code, problem.figures) for problem in report.problems]
    return [problem for problem in problems if not problem[0].startswith("doubt-")]


def broken(path: Path, **fields: object) -> dict[str, Any]:
    """Return a store of two projects, fields of the first changed by hand; its tables."""
    saved(path, book_of("a", "b"))
    tables: dict[str, Any] = json.loads(path.read_bytes())
    tables["projects"]["1"] |= fields
    path.write_text(json.dumps(tables))
    return tables


@given(strategies.books())
def test_whatever_we_store_is_sound(tmp_path_factory: pytest.TempPathFactory, book: Book) -> None:
    path = tmp_path_factory.mktemp("sound") / "netloft.json"
    saved(path, book)
    report = inspect_store(path)
    assert report.sound
    assert not report.warnings
    assert (report.file, report.version) == (str(path), SCHEMA_VERSION)
    assert report.counts == {
        "projects": len(book.projects),
        "contacts": sum(len(project.contacts) for project in book.projects.values()),
        "touches": sum(len(project.touches) for project in book.projects.values()),
        **{name: len(getattr(book, name)) for name in SHARED},
        "tombstones": 0,
        "lines": 0,
        "tables": 0,
    }


def test_it_only_looks(path: Path) -> None:
    assert problems_of(inspect_store(path)) == [("store-missing", {"file": str(path)})]
    assert list(path.parent.iterdir()) == []
    saved(path, book_of("a"))
    left = path.with_name(f".{path.name}.0123456789ab.tmp")
    left.touch()
    before = {file: file.stat() for file in path.parent.iterdir()}
    inspect_store(path)
    assert {file.name: file.stat().st_mtime_ns for file in path.parent.iterdir()} == {
        file.name: about.st_mtime_ns for file, about in before.items()
    }


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "store-empty"),
        (b"PK\x03\x04", "store-damaged"),
        (b"[]", "store-foreign"),
        (b"{}", "store-foreign"),
        (b'{"meta":{"1":{"schema_version":7}}}', "store-newer"),
    ],
)
def test_a_file_that_is_no_store_is_unsound(path: Path, data: bytes, code: str) -> None:
    path.write_bytes(data)
    report = inspect_store(path)
    assert [problem.code for problem in report.problems] == [code]
    assert not report.sound
    assert path.read_bytes() == data


def test_a_gap_in_the_journal_is_told_beside_a_doubt(path: Path) -> None:
    store = saved(path, book_of("a"))
    for name in "xyz":
        commit(store, store.book, renamed(store.book, "a", name), "edit", "me")
    tables = json.loads(path.read_bytes())
    tables["projects"]["1"]["name"] = "outside"
    path.write_text(json.dumps(tables))
    lines = journal_of(path).read_bytes().splitlines(keepends=True)
    journal_of(path).write_bytes(b"".join((lines[0], lines[2])))
    assert [problem.code for problem in inspect_store(path).problems] == [
        "journal-gap",
        "doubt-changed",
    ]


def test_a_place_that_leads_nowhere_is_told(path: Path) -> None:
    path.symlink_to(path.name)
    assert problems_of(inspect_store(path)) == [
        ("store-unreadable", {"file": str(path), "why": "ELOOP"})
    ]


def test_every_record_that_does_not_read_is_named(path: Path) -> None:
    tables = broken(path, name=None)
    tables["projects"]["2"]["contacts"][0]["cr"] = 7
    tables["views"] = {"4": {"filter": "x"}}
    path.write_text(json.dumps(tables))
    report = inspect_store(path)
    assert [
        (
            problem.figures["table"],
            problem.figures["record"],
            problem.figures["field"],
            problem.figures["problem"],
        )
        for problem in report.problems
    ] == [
        ("projects", "1", "name", "string_type"),
        ("projects", "2", "contacts.0.cr", "less_than_equal"),
        ("views", "4", "name", "missing"),
    ]
    assert report.counts["projects"] == 0


def test_two_records_of_one_id_are_named(path: Path) -> None:
    broken(path, id="b")
    figures = {"file": str(path), "record": "2", "other": "1", "id": "b"}
    assert problems_of(inspect_store(path)) == [("store-twice", figures)]


def test_two_contacts_of_one_id_are_named(path: Path) -> None:
    broken(path, contacts=[{"id": "x", "name": "何"}, {"id": "x", "name": "孙"}])
    assert problems_of(inspect_store(path)) == [
        ("contact-twice", {"file": str(path), "record": "1", "id": "x"})
    ]


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({"contacts": [{"id": "x", "name": "何", "reports_to": "gone"}]}, "contacts.0.reports_to"),
        (
            {"influences": [{"source": "gone", "target": "a-1", "strength": 1, "favour": True}]},
            "influences.0.source",
        ),
        (
            {"influences": [{"source": "a-1", "target": "gone", "strength": 1, "favour": True}]},
            "influences.0.target",
        ),
        ({"touches": [{"on": "2026-03-02", "contacts": ["a-1", "gone"]}]}, "touches.0.contacts"),
    ],
)
def test_what_points_at_nobody_is_named(path: Path, fields: dict[str, Any], where: str) -> None:
    broken(path, **fields)
    figures = {"file": str(path), "record": "1", "field": where, "id": "gone"}
    assert problems_of(inspect_store(path)) == [("reference-lost", figures)]


def test_rights_of_others_are_warned_of_and_sound_all_the_same(path: Path) -> None:
    saved(path, book_of("a"))
    path.chmod(0o644)
    path.parent.chmod(0o755)
    report = inspect_store(path)
    assert report.sound
    assert [(warning.code, warning.figures) for warning in report.warnings] == [
        ("file-open", {"file": str(path), "mode": "0644"}),
        ("folder-open", {"file": str(path.parent), "mode": "0755"}),
    ]


def test_through_a_link_it_is_the_real_file_that_counts(path: Path, tmp_path: Path) -> None:
    saved(path, book_of("a"))
    link = tmp_path / "link"
    link.symlink_to(path.name)
    assert inspect_store(link).counts["projects"] == 1


KEY = PassphraseKey("passphrase")
CERTAIN = (
    "netloft (conflicted copy 2026-11-29).json",
    "netloft (Jane's conflicted copy 2026-11-29).json",
    "netloft (某人的冲突副本 2026-11-29).json",
    "netloft (In Konflikt stehende Kopie von Ann 2026-11-29).json",
    "netloft.sync-conflict-20261129-101112-ABCDEFG.json",
    "netloft_conflict-20261129-101112.json",
)
BEHIND = (".conflict1", ".conflict", "..path2")
"""What rclone puts behind the whole name."""
LIKELY = ("netloft-LAPTOP-7.json", "netloft 2.json", "netloft (1).json", "netloft(12).json")


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    place = tmp_path / "netloft.json"
    store = saved(place, book_of("a"))
    commit(store, store.book, renamed(store.book, "a", "b"), "edit", "me")
    return place


@pytest.mark.parametrize("name", [*CERTAIN, *LIKELY])
def test_copies_of_the_file_and_of_the_journal_are_found(kept: Path, name: str) -> None:
    copy = kept.with_name(name)
    copy.write_bytes(kept.read_bytes())
    journal = kept.with_name(f"netloft.json{name[7:-5]}.journal")
    journal.write_bytes(journal_of(kept).read_bytes())
    assert set(conflict_copies(kept)) == {copy, journal}
    report = inspect_store(kept)
    assert report.sound
    assert {
        warning.figures["file"] for warning in report.warnings if warning.code == "conflict-copy"
    } == {
        str(copy),
        str(journal),
    }


@pytest.mark.parametrize("mark", BEHIND)
def test_copies_with_a_mark_behind_the_name_are_found(kept: Path, mark: str) -> None:
    copy, journal = (
        original.with_name(original.name + mark) for original in (kept, journal_of(kept))
    )
    copy.write_bytes(kept.read_bytes())
    journal.write_bytes(journal_of(kept).read_bytes())
    kept.with_name(f"other.json{mark}").write_bytes(kept.read_bytes())
    kept.with_name("netloft.json.conflict9").write_text("notes")
    assert conflict_copies(kept) == sorted([copy, journal])


def test_other_files_are_none(kept: Path, tmp_path: Path) -> None:
    saved(tmp_path / "netloft-work.json", book_of("z")).close()
    saved(tmp_path / "netloft 2.json", book_of("z")).close()
    for name in (*CERTAIN, "netloft-HOST.json", "netloft 3.json", "netloft.json.old", "other.json"):
        kept.with_name(name).write_text('{"my": "notes"}')
    kept.with_name("netloft-2026-11-29.json").write_bytes(kept.read_bytes())
    kept.with_name("other.json").write_bytes(kept.read_bytes())
    kept.with_name("netloft (conflict).json").mkdir()
    assert conflict_copies(kept) == []


def test_copies_of_a_sealed_store_are_found_without_its_key(kept: Path, tmp_path: Path) -> None:
    lock_store(kept, KEY)
    for name in ("netloft (conflicted copy).json", "netloft-HOST.json"):
        kept.with_name(name).write_bytes(kept.read_bytes())
    kept.with_name("netloft-OTHER.json").write_bytes(
        PassphraseKey("other").new_codec().encode(b"{}")
    )
    found = [copy.name for copy in conflict_copies(kept)]
    assert found == ["netloft (conflicted copy).json", "netloft-HOST.json"]
    assert Store.open(kept, key=KEY).book.projects["a"].name == "b"
