"""A book as documents: nothing is lost on the way there and back."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given

from deals.errors import UserError
from deals.model import Book, Contact, Project, SavedView
from store.documents import StoredBook, dump_record, read_stored
from store.json_layout import lay_out_tables
from store.metadata import SCHEMA_VERSION
from tests import strategies
from tests.store import book_of, project, refusal_of, renamed

HEAD = {"store": "01J", "sequence": 4, "link": "00ff"}
META = {"1": {"schema_version": SCHEMA_VERSION, "migrations": ["journal"], **HEAD}}


def written(stored: StoredBook) -> dict[str, Any]:
    """Return the tables as another program reads them."""
    tables: dict[str, Any] = json.loads(b"".join(lay_out_tables(stored.tables())))
    return tables


def tables(**changes: object) -> dict[str, Any]:
    """Tables of one sound project, with fields of it changed; None takes a field out."""
    document = {**json.loads(dump_record(project("a"))), **changes}
    kept = {key: value for key, value in document.items() if value is not None}
    return {
        "meta": deepcopy(META),
        "projects": {"1": kept},
        "views": {},
        "competitors": {},
        "products": {},
        "tombstones": {},
    }


@given(strategies.books())
def test_any_book_comes_back_as_it_was(book: Book) -> None:
    stored = StoredBook().with_book(book)
    again = read_stored(written(stored), "file")
    assert again.book == book
    assert list(again.book.projects) == list(book.projects)
    assert written(again) == written(stored)


def test_an_instant_keeps_the_day_that_it_was_where_it_was_noted() -> None:
    early = datetime(2026, 3, 2, 7, tzinfo=timezone(timedelta(hours=8)))
    book = Book().with_projects(project("a").model_copy(update={"updated_at": early}))
    (again,) = read_stored(written(StoredBook().with_book(book)), "file").book.projects.values()
    assert (again.updated_at, f"{again.updated_at.date()}") == (early, "2026-03-02")


@given(strategies.books(), strategies.books())
def test_what_did_not_change_keeps_its_document(first: Book, second: Book) -> None:
    stored = StoredBook().with_book(first)
    both = stored.with_book(Book({**second.projects, **first.projects}, first.views))
    for key, row in stored.projects.items():
        assert both.projects[key] is row
    assert written(both)["views"] == written(stored)["views"]
    assert len({row.number for row in both.projects.values()}) == len(both.projects)


def test_a_record_keeps_its_number_through_edits_and_others_going() -> None:
    stored = StoredBook().with_book(book_of("a", "b", "c"))
    assert {key: row.number for key, row in stored.projects.items()} == {
        "a": "1",
        "b": "2",
        "c": "3",
    }
    changed = renamed(stored.book, "c", "x").without("a")
    edited = stored.with_book(changed.with_projects(project("d")))
    assert {key: row.number for key, row in edited.projects.items()} == {
        "b": "2",
        "c": "3",
        "d": "4",
    }


def test_views_keep_their_numbers_by_name_even_two_of_one_name() -> None:
    mine, twin = SavedView(name="mine"), SavedView(name="mine", filter="x")
    stale = SavedView(name="stale")
    stored = StoredBook().with_book(Book(views=(mine, stale)))
    more = stored.with_book(Book(views=(stale, mine, twin)))
    assert [(row.number, row.value) for row in more.lists["views"]] == [
        ("2", stale),
        ("1", mine),
        ("3", twin),
    ]
    assert read_stored(written(more), "file").book.views == (stale, mine, twin)


def test_every_field_is_there_by_name_for_other_readers() -> None:
    document = written(StoredBook().with_book(book_of("a")))["projects"]["1"]
    assert document["amount"] is None
    assert document["contacts"][0]["cr"] == 2
    assert document["contacts"][0]["level"] is None
    rare = {name for name, info in Project.model_fields.items() if info.exclude_if}
    assert document.keys() == Project.model_fields.keys() - rare
    assert not rare & {"contacts", "status", "stage", "signs", "next_action", "touches", "history"}


def test_what_others_added_is_kept() -> None:
    given = tables(
        x_tag={"any": [1, None, "了"]}, contacts=[{"id": "1", "name": "何", "x_age": 50}]
    )
    given["their notes"] = {"7": {"text": "kept"}}
    given["meta"]["1"]["theirs"] = 1
    wanted = json.loads(json.dumps(given))
    wanted["meta"]["1"]["sums"] = True
    stored = read_stored(given, "file")
    assert {key: table for key, table in written(stored).items() if key != "sums"} == wanted
    edited = written(stored.with_book(renamed(stored.book, "a", "new")))
    assert edited["projects"]["1"]["name"] == "new"
    assert edited["projects"]["1"]["x_tag"] == {"any": [1, None, "了"]}
    assert edited["projects"]["1"]["contacts"][0]["x_age"] == 50
    assert {name: edited[name] for name in ("their notes", "meta")} == {
        name: wanted[name] for name in ("their notes", "meta")
    }


def test_reading_again_keeps_every_record_that_is_the_same() -> None:
    known = read_stored(written(StoredBook().with_book(book_of("a", "b"))), "file")
    now = written(known)
    now["projects"]["2"]["name"] = "theirs"
    again = read_stored(now, "file", known)
    assert again.book.projects["a"] is known.book.projects["a"]
    assert again.book.projects["b"].name == "theirs"


@pytest.mark.parametrize(
    ("changes", "wanting", "problem"),
    [
        ({"name": None}, "name", "missing"),
        ({"created_at": "yesterday"}, "created_at", "datetime_from_date_parsing"),
        ({"contacts": [{"id": "1", "name": "何", "cr": 9}]}, "contacts.0.cr", "less_than_equal"),
        ({"status": "lost?"}, "status", "literal_error"),
        ({"next_action": {"text": "call", "at": 1}}, "next_action.at", "extra_forbidden"),
        ({"amount": {"low": 2, "high": 1, "text": ""}}, "amount", "value_error"),
    ],
)
def test_a_record_that_does_not_read_is_named(
    changes: dict[str, object], wanting: str, problem: str
) -> None:
    with pytest.raises(UserError) as refusal:
        read_stored(tables(**changes), "file")
    where = {"file": "file", "table": "projects", "record": "1"}
    assert refusal_of(refusal) == ("store-record", {**where, "field": wanting, "problem": problem})


@pytest.mark.parametrize("number", ["", "one", "-1", "1.0", "9" * 5000])
def test_a_number_that_tinydb_could_not_read_is_refused(number: str) -> None:
    given = tables()
    given["projects"] = {number: given["projects"]["1"]}
    with pytest.raises(UserError) as refusal:
        read_stored(given, "file")
    assert refusal_of(refusal)[1]["problem"] == "number"


def test_nesting_too_deep_to_be_written_again_is_refused() -> None:
    deep: list[Any] = []
    for _ in range(400):
        deep = [deep]
    with pytest.raises(UserError) as refusal:
        read_stored(tables(x_deep=deep), "file")
    assert refusal_of(refusal)[1]["problem"] == "nested"
    with pytest.raises(UserError) as refusal:
        read_stored({**tables(), "other": {"1": {"deep": deep}}}, "file")
    assert refusal_of(refusal) == ("store-foreign", {"file": "file"})


def test_two_projects_of_one_id_are_refused_rather_than_one_dropped() -> None:
    given = tables()
    given["projects"]["5"] = dict(given["projects"]["1"])
    with pytest.raises(UserError) as refusal:
        read_stored(given, "file")
    assert refusal_of(refusal) == (
        "store-twice",
        {"file": "file", "record": "5", "other": "1", "id": "a"},
    )


@pytest.mark.parametrize(
    ("meta", "code"),
    [
        (None, "store-foreign"),
        ({}, "store-foreign"),
        ({"1": {"schema_version": "1"}}, "store-foreign"),
        ({"1": {"schema_version": True}}, "store-foreign"),
        ({"1": {"schema_version": 0}}, "store-foreign"),
        ({"1": {"schema_version": 1}, "2": {"schema_version": 1}}, "store-foreign"),
        ({"1": {"schema_version": SCHEMA_VERSION}}, "store-foreign"),
        ({"1": {"schema_version": SCHEMA_VERSION, **HEAD, "sequence": "4"}}, "store-foreign"),
        ({"1": {"schema_version": SCHEMA_VERSION, **HEAD, "sequence": -1}}, "store-foreign"),
        ({"3": {"schema_version": SCHEMA_VERSION + 1}}, "store-newer"),
    ],
)
def test_the_schema_version_must_be_told_and_known(
    meta: dict[str, dict[str, object]] | None, code: str
) -> None:
    given = {key: value for key, value in {**tables(), "meta": meta}.items() if value is not None}
    with pytest.raises(UserError) as refusal:
        read_stored(given, "file")
    newer = (
        {"version": SCHEMA_VERSION + 1, "known": SCHEMA_VERSION} if code == "store-newer" else {}
    )
    assert refusal_of(refusal) == (code, {"file": "file", **newer})


@pytest.mark.parametrize(
    ("changes", "wanting", "problem"),
    [
        ({"name": "\udcff"}, "*", "text"),
        ({"contacts": [Contact(id="1", name="x")]}, "*", "text"),
        (
            {"contacts": (Contact(id="1", name="x").model_copy(update={"cr": 9}),)},
            "contacts.0.cr",
            "less_than_equal",
        ),
    ],
)
def test_what_could_not_be_read_back_is_not_written(
    changes: dict[str, object], wanting: str, problem: str
) -> None:
    broken = project("a").model_copy(update=changes)
    with pytest.raises(UserError) as refusal:
        StoredBook().with_book(Book().with_projects(broken))
    name = str(broken.name).replace("\udcff", "?")
    figures = {"name": name, "field": wanting, "problem": problem}
    assert refusal_of(refusal) == ("store-unstorable", figures)
