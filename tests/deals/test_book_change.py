"""A change that is made to the book as it stands by now."""

from __future__ import annotations

import pytest
from hypothesis import given

from deals.accounts import ContactSharing
from deals.book_change import BookChange
from deals.edits.patches import apply_patch, diff_books, invert, join_patches
from deals.errors import UserError
from deals.model import Book, Glance, Project
from tests.deals.makers import TODAY, contact, project
from tests.deals.readings import LATER
from tests.deals.values import books

SHARING = ContactSharing(LATER)


def deal(key: str, title: str, name: str = "net") -> Project:
    """A project of one account, with a contact of that title."""
    person = contact("何总", title=title).model_copy(update={"id": "he"})
    return project("P3", id=key, customer="北辰电力", contacts=(person,), name=name)


def test_made_to_the_book_it_began_with_it_is_the_very_book() -> None:
    before = Book().with_projects(deal("a", "处长"))
    change = BookChange.between(before, before.with_projects(deal("a", "总经理")))
    done = change.apply(before)
    assert done.book is change.after
    assert done.patch is change.patch


def test_what_others_did_meanwhile_is_in_the_book_and_not_in_the_patch() -> None:
    before = Book().with_projects(deal("a", "处长"), deal("b", "处长"))
    now = before.with_projects(deal("c", "处长")).without("b")
    change = BookChange.between(before, before.with_projects(deal("a", "处长", name="new")))
    done = change.apply(now)
    assert set(done.book.projects) == {"a", "c"}
    assert set(done.patch.projects) == {"a"}
    assert done.patch == diff_books(now, done.book)


def test_the_account_s_other_projects_are_told_in_the_same_patch() -> None:
    before = Book().with_projects(deal("a", "处长"), deal("b", "处长"))
    now = before.with_projects(deal("c", "处长"))
    after = before.with_projects(deal("a", "总经理"))
    done = BookChange.between(before, after, SHARING).apply(now)
    assert {held.contacts[0].title for held in done.book.projects.values()} == {"总经理"}
    assert done.patch == diff_books(now, done.book)
    assert apply_patch(invert(done.patch), done.book).projects == now.projects


POOL = (deal("a", "处长"), deal("a", "总经理"), deal("b", "处长"), deal("c", "处长"))


@given(books(POOL), books(POOL), books(POOL))
def test_two_patches_one_after_the_other_are_one(first: Book, second: Book, third: Book) -> None:
    joined = join_patches(diff_books(first, second), diff_books(second, third))
    assert apply_patch(joined, first) == third


def test_a_project_of_which_only_a_summary_is_here_is_not_edited() -> None:
    glance = deal("a", "处长").model_copy(update={"glance": Glance(day=TODAY)})
    before = Book().with_projects(glance, deal("b", "处长"))
    renamed = glance.model_copy(update={"name": "x"})
    for after in (before.with_projects(renamed), before.without("a")):
        with pytest.raises(UserError, match="project-glance"):
            BookChange.between(before, after).apply(before)
        pulled = BookChange(before, after, diff_books(before, after), pulled=True)
        assert pulled.apply(before).book is after
    assert BookChange.between(before, before.without("b")).apply(before).patch
    # Where it has become one meanwhile, the edit would never be sent.
    whole = before.with_projects(deal("a", "处长"))
    edit = BookChange.between(whole, whole.with_projects(deal("a", "处长", "x")))
    with pytest.raises(UserError, match="project-glance"):
        edit.apply(before)
