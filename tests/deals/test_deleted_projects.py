"""What stays of deleted projects, however they are deleted, and what brings them back."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from deals.accounts import ContactSharing
from deals.book_change import BookChange
from deals.edits.patches import apply_patch, diff_books, invert
from deals.edits.typed_fields import set_field
from deals.merging.overwrites import SessionEdits
from deals.merging.records import merge_patch
from deals.model import Book, DeletedProject, Project, Stamp
from tests.deals.makers import NOW, amount, contact, moved, project
from tests.deals.readings import LATER, reading

SHANGHAI = timezone(timedelta(hours=8))
NIGHT = datetime(2026, 3, 3, 0, 30, tzinfo=SHANGHAI)
"""Half an hour into the third of March there, and still the second in Greenwich."""
SHARING = ContactSharing(Stamp(at=NIGHT, by="林", today=NIGHT.date()))
MOVES = (
    *moved("stage", "P1", "P3"),
    *moved("next", "call", "visit"),
    *moved("amount", "1", "64万"),
)


def deal(key: str = "a") -> Project:
    """A project of a year ago, with people and a history."""
    about = {"name": f"net {key}", "owner": "林", "amount": amount(640_000)}
    made = project("P3", id=key, contacts=(contact("何总"),), history=MOVES)
    return made.model_copy(update={**about, "created_at": NOW - timedelta(days=365)})


def delete(book: Book, *keys: str) -> BookChange:
    """A change that deletes these."""
    return BookChange.between(book, book.without(*keys), SHARING)


def test_what_numbers_need_stays_with_the_writer_s_day_and_no_more() -> None:
    before = Book().with_projects(deal("a"), deal("b"))
    done = delete(before, "a").apply(before)
    (kept,) = done.book.deleted
    assert (kept.id, kept.name, kept.on, kept.deleted_by) == (
        *("a", "net a"),
        *(date(2026, 3, 3), "林"),
    )
    assert [change.field for change in kept.history] == ["stage", "amount"]
    known = kept.project
    was = before.projects["a"]
    for name in ("stage", "status", "amount", "signs", "owner", "customer", "name", "created_at"):
        assert getattr(known, name) == getattr(was, name)
    assert known.contacts == ()
    assert done.patch == diff_books(before, done.book)


def test_a_project_made_on_the_same_day_leaves_nothing() -> None:
    new = deal("a").model_copy(update={"created_at": NIGHT})
    before = Book().with_projects(new)
    assert delete(before, "a").apply(before).book.deleted == ()


def test_what_was_no_deal_such_as_the_sample_leaves_nothing() -> None:
    before = Book().with_projects(deal("a"), deal("b"))
    whole = ContactSharing(SHARING.stamp, whole={"a"})
    done = BookChange.between(before, Book(), whole).apply(before)
    assert [each.id for each in done.book.deleted] == ["b"]


def test_undoing_the_deletion_takes_it_back_and_doing_it_again_keeps_it() -> None:
    before = Book().with_projects(deal("a"))
    done = delete(before, "a").apply(before)
    undone = apply_patch(invert(done.patch), done.book)
    assert undone == before
    assert apply_patch(done.patch, undone) == done.book


def test_undoing_the_making_of_a_project_leaves_no_one() -> None:
    begun = Book()
    done = BookChange.between(begun, begun.with_projects(deal("a")), SHARING).apply(begun)
    undo = merge_patch(invert(done.patch), done.book, prefer="theirs")
    assert (dict(undo.book.projects), undo.book.deleted) == ({}, ())


def test_two_who_delete_keep_both_and_one_deleted_by_both_once() -> None:
    before = Book().with_projects(deal("a"), deal("b"), deal("c"))
    theirs = delete(before, "a", "b").apply(before).book
    done = delete(before, "b", "c").apply(theirs)
    assert sorted(each.id for each in done.book.deleted) == ["a", "b", "c"]
    assert not done.book.projects


def test_what_one_deletes_and_another_changes_is_no_deleted_project() -> None:
    before = Book().with_projects(deal("a"))
    gone = delete(before, "a").apply(before).book
    edited = before.with_projects(set_field(before.projects["a"], "owner", "周", reading()))
    done = BookChange.between(before, edited, SHARING).apply(gone)
    assert (done.book.projects["a"].owner, done.book.deleted) == ("周", ())
    assert done.patch == diff_books(gone, done.book)


def test_it_keeps_what_others_made_of_it_until_then() -> None:
    before = Book().with_projects(deal("a"))
    theirs = before.with_projects(set_field(before.projects["a"], "amount", "90万", reading()))
    (kept,) = delete(before, "a").apply(theirs).book.deleted
    assert kept.amount is not None
    assert kept.amount.low == 900_000


def test_nobody_is_told_that_a_deleted_project_was_overwritten() -> None:
    before = Book().with_projects(deal("a"), deal("b"))
    mine = delete(before, "a").apply(before)
    back = BookChange.between(mine.book, mine.book.with_projects(deal("a"))).apply(mine.book)
    own = SessionEdits().add_change(mine.patch)
    assert own.find_overwritten(back.patch)[1] == ()


def test_a_list_that_names_a_project_that_is_there_is_put_right() -> None:
    there = deal("a")
    kept = tuple(DeletedProject.of(each, LATER.at, "林") for each in (there, deal("b")))
    book = Book().with_projects(there).with_lists(deleted=kept)
    assert [each.id for each in book.deleted] == ["b"]
    assert book.with_projects(deal("b")).deleted == ()


@given(st.lists(st.sampled_from("abc"), max_size=4), st.lists(st.sampled_from("abc"), max_size=4))
def test_nothing_is_both_there_and_deleted(first: list[str], second: list[str]) -> None:
    before = Book().with_projects(deal("a"), deal("b"), deal("c"))
    mine = delete(before, *first).apply(before)
    theirs = delete(before, *second).apply(mine.book)
    ids = {each.id for each in theirs.book.deleted}
    assert len(ids) == len(theirs.book.deleted)
    assert ids == {*first, *second}
    undone = merge_patch(invert(mine.patch), theirs.book, prefer="theirs").book
    assert not {each.id for each in undone.deleted} & set(undone.projects)
