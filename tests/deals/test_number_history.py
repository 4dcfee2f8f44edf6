"""Whatever way a project is changed, its history has the moves that numbers are read from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path

import pytest

from deals.accounts import ContactSharing
from deals.book_change import BookChange
from deals.customers import rename_customer
from deals.edits.patches import invert
from deals.edits.stages import end_project, move_stage
from deals.edits.table_flags import keep_missing
from deals.edits.typed_fields import set_field
from deals.fields import PROJECT
from deals.history import LASTING, thin_history
from deals.merging.joining import join_projects
from deals.merging.records import merge_patch
from deals.model import NUMBER_FIELDS, Book, Change, Project, SourceRef, Stamp
from deals.parsing.reading_context import ReadingContext
from store.tables.table_files import import_files
from tests.deals.makers import amount, contact, project
from tests.deals.readings import reading

NIGHT = datetime(2026, 3, 3, 0, 30, tzinfo=timezone(timedelta(hours=8)))
"""Half an hour into the third of March there, and still the second in Greenwich."""
STAMP = Stamp(at=NIGHT, by="林", today=NIGHT.date())


def night_reading() -> ReadingContext:
    return reading()._replace(stamp=STAMP)


def deal(key: str = "a", **fields: object) -> Project:
    """A project with something in every field that numbers are made of."""
    there = {"owner": "林", "customer": "北辰电力", "product": "net", "name": f"扩容 {key}"}
    made = project("P2", signs="2026-Q2", id=key, contacts=(contact("何总", 3),))
    return made.model_copy(update={**there, "amount": amount(640_000), **fields})


BEFORE = Book().with_projects(deal("a"), deal("b"))
TYPED = {
    "name": "改造",
    "customer": "北辰集团",
    "owner": "周",
    "product": "fibre",
    "status": "lost",
    "stage": "P4",
    "amount": "80-150万",
    "signs": "2027H1",
}
"""Another value for each of the fields."""


def put(*projects: Project) -> Book:
    return BEFORE.with_projects(*projects)


def edit_all(field: str) -> Book:
    """Set a field in all projects, as the app does with several, and `netloft set --filter`."""
    every = BEFORE.projects.values()
    return put(*(set_field(each, field, TYPED[field], night_reading()) for each in every))


def merge_two_writers(field: str) -> Book:
    """Set a field while somebody else set it too, and the amount."""
    there, typed = BEFORE.projects["a"], night_reading()
    theirs = set_field(there, "amount", "30万", typed)
    theirs = set_field(theirs, field, TYPED[field], typed._replace(stamp=STAMP._replace(by="周")))
    ours = put(set_field(there, field, TYPED[field], typed))
    return BookChange.between(BEFORE, ours, ContactSharing(STAMP)).apply(put(theirs)).book


WAYS: dict[str, Callable[[], Book]] = {
    **{f"set {field}": partial(edit_all, field) for field in TYPED},
    **{f"merge {field}": partial(merge_two_writers, field) for field in TYPED},
    "raise stage": lambda: put(move_stage(BEFORE.projects["a"], 1, night_reading())),
    "complete": lambda: put(set_field(BEFORE.projects["a"], "stage", "P7", night_reading())),
    "end": lambda: put(end_project(BEFORE.projects["a"], "lost", "price", STAMP)),
    "rename customer": lambda: rename_customer(BEFORE, "北辰电力", "北辰", night_reading()),
    "merge two": lambda: BEFORE.without("b").with_projects(
        join_projects(
            BEFORE.projects["a"],
            deal("b", owner="周", product=None, signs=None, stage="P5"),
            STAMP,
        ).project
    ),
    "merge into less": lambda: BEFORE.without("b").with_projects(
        join_projects(
            deal("a", owner="", product=None, signs=None, amount=None),
            deal("b", stage="P4"),
            STAMP,
        ).project
    ),
    "keep missing": lambda: put(
        keep_missing(deal("a", sources=(SourceRef(source="t", gone=date(2026, 3, 1)),)), STAMP)
    ),
}


def missing_moves(before: Project, after: Project) -> list[str]:
    """Return the fields whose value differs though their history does not lead to it, today."""
    found = []
    for field in NUMBER_FIELDS:
        now = PROJECT.history_text(after, field)
        moves = [change for change in after.history if change.field == field]
        if PROJECT.history_text(before, field) == now and not moves:
            continue
        if not moves or moves[-1].new != now or moves[-1].on != date(2026, 3, 3):
            found.append(field)
    return found


@pytest.mark.parametrize("way", WAYS)
def test_every_way_to_change_a_project_is_in_its_history_on_the_writer_s_day(way: str) -> None:
    after = WAYS[way]()
    for key, changed in after.projects.items():
        assert missing_moves(BEFORE.projects[key], changed) == []


@pytest.mark.parametrize("field", TYPED)
def test_what_numbers_are_made_of_is_tracked_and_begins_where_it_was(field: str) -> None:
    assert field in PROJECT.tracked
    before = BEFORE.projects["a"]
    after = edit_all(field).projects["a"]
    (move,) = [change for change in after.history if change.field == field]
    assert move.old == PROJECT.history_text(before, field)


@pytest.mark.parametrize("field", TYPED)
def test_undoing_a_change_takes_its_move_back(field: str) -> None:
    done = BookChange.between(BEFORE, edit_all(field), ContactSharing(STAMP)).apply(BEFORE)
    undone = merge_patch(invert(done.patch), done.book, prefer="theirs").book
    assert undone.projects == BEFORE.projects


def test_a_table_leaves_its_moves_on_the_day_of_the_import(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    lines = [
        "Project,Customer,Owner,Product,Stage,Status,Amount,Signing",
        "扩容 a,北辰电力,林,net,P2,,640000,2026-Q2",
    ]
    table.write_text("\n".join(lines), encoding="utf-8")
    first = import_files([table], Book(), night_reading()).book
    (before,) = first.projects.values()
    lines[1] = "扩容 a,北辰电力,周,fibre,P4,lost,80-150万,2027H1"
    table.write_text("\n".join(lines), encoding="utf-8")
    (after,) = import_files([table], first, night_reading()).book.projects.values()
    moved = {change.field for change in after.history}
    assert moved >= {"owner", "product", "stage", "status", "amount", "signs"}
    assert missing_moves(before, after) == []


def test_moves_of_stage_status_and_owner_are_never_thinned() -> None:
    assert {"stage", "status", "owner"} <= LASTING
    days = [date(2024, 1, 1) + timedelta(days=3 * at) for at in range(200)]
    moves = tuple(
        Change(at=datetime.combine(day, NIGHT.timetz()), by="林", field=field, new=f"{at}")
        for at, day in enumerate(days)
        for field in ("stage", "amount")
    )
    kept = thin_history(moves)
    assert [change for change in kept if change.field == "stage"] == list(moves[::2])
    amounts = [change for change in kept if change.field == "amount"]
    assert amounts[0] == moves[1]
    assert len(amounts) < 150
