"""Twins: who has the same project, kept from book to book."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deals.edits.stages import end_project
from deals.filters import FilterContext, parse_filter
from deals.model import Book, Project, SourceRef, Stamp
from deals.parsing.time_words import Calendar
from deals.rules.triage import Assessments, assess
from deals.search import SearchIndex
from deals.twins import (
    TwinIndex,
    find_hand_over,
    find_renewed_tables,
    find_twins,
    twin_owners,
)
from tests.deals.makers import DEFAULT, NOW, TODAY, project

STAMP = Stamp(at=NOW, by="me", today=TODAY)


def deal(id_: str, owner: str, name: str = "甲", customer: str = "电力") -> Project:
    """Return a project of an owner."""
    return project(id=id_, name=name, customer=customer, owner=owner)


def book_of(*projects: Project) -> Book:
    """Return a book of these projects."""
    return Book().with_projects(*projects)


def test_one_name_and_customer_with_two_owners_are_twins() -> None:
    book = book_of(deal("a", "王"), deal("b", "周"), deal("c", "李", "乙"), deal("d", ""))
    assert twin_owners(book) == {"a": ("周",), "b": ("王",)}
    ((first, second),) = find_twins(book.projects.values())
    assert (first.id, second.id) == ("a", "b")


def test_nor_is_what_ended() -> None:
    ended = end_project(deal("b", "周"), "lost", "price", STAMP)
    assert twin_owners(book_of(deal("a", "王"), ended, deal("c", "ｗang"), deal("e", "王"))) == {
        "a": ("ｗang", "王"),
        "c": ("王", "王"),
        "e": ("王", "ｗang"),
    }
    assert twin_owners(book_of(deal("a", "王"), ended)) == {}


def test_what_an_owner_has_twice_may_be_one_deal_unless_a_crm_keeps_two() -> None:
    first, second = deal("a", "王"), deal("b", "王")
    assert twin_owners(book_of(first, second)) == {"a": ("王",), "b": ("王",)}
    records = [
        each.model_copy(update={"sources": (SourceRef(source="CRM", id=each.id),)})
        for each in (first, second)
    ]
    assert twin_owners(book_of(*records)) == {}


def test_of_several_tables_under_two_names_the_first_by_name_is_told() -> None:
    tables = [SourceRef(source=f"{name}{at}") for name in ("new", "old") for at in range(9)]
    held = [deal(f"{at}", "王", f"{at}").model_copy(update={"sources": tables}) for at in range(4)]
    handed = [
        deal("x", "王").model_copy(update={"sources": tables[:8:-1]}),
        deal("y", "周").model_copy(
            update={"sources": tables[8::-1], "created_at": NOW + timedelta(1)}
        ),
    ]
    for order in (handed, handed[::-1]):
        renewed = find_renewed_tables(book_of(*held, *handed))
        assert len(renewed) == 18 * 17 / 2
        assert find_hand_over(order, renewed) == ("王", "周", "old0", "new0", 4)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from("abc"),
        st.sampled_from(["甲", "乙"]),
        st.sampled_from(["", "王", "周"]),
        st.booleans(),
    ),
    max_size=8,
)


@given(CHANGES)
def test_what_is_kept_from_book_to_book_is_what_would_be_found(
    changes: Sequence[tuple[str, str, str, bool]],
) -> None:
    index, book = TwinIndex(), Book()
    known: dict[str, tuple[str, ...]] = {}
    for id_, name, owner, there in changes:
        book = book.with_projects(deal(id_, owner, name)) if there else book.without(id_)
        renewed = index.update(book)
        now = dict(twin_owners(book))
        assert {key: sorted(each) for key, each in index.owners.items()} == {
            key: sorted(each) for key, each in now.items()
        }
        assert {key for key in book.projects if known.get(key) != now.get(key)} <= {*renewed, id_}
        known = now


def test_triage_flags_twins_and_forgets_them_with_the_other() -> None:
    known, first, second = Assessments(), deal("a", "王"), deal("b", "周")
    book = book_of(first, second)
    flagged = known.assessor(DEFAULT, TODAY, book)(first)
    (flag,) = (flag for flag in flagged.flags if flag.rule == "twin")
    assert (flag.severity, flag.figures) == ("amber", {"owners": "周"})
    context = FilterContext(DEFAULT, "me", SearchIndex(), Calendar(TODAY, None, 1))
    for text in ("flag:twin", "flag:重复"):
        assert parse_filter(text, context).select([flagged])
    alone = known.assessor(DEFAULT, TODAY, book.without("b"))(first)
    assert "twin" not in {flag.rule for flag in alone.flags}


def test_triage_tells_of_what_a_table_holds_no_longer() -> None:
    ref = SourceRef(source="周报", gone=date(2026, 2, 27))
    gone = deal("a", "王").model_copy(update={"sources": (ref,)})
    found = assess(gone, DEFAULT, TODAY)
    (flag,) = (flag for flag in found.flags if flag.rule == "gone")
    assert (flag.severity, flag.figures) == ("info", {"source": "周报", "days": 3})
    context = FilterContext(DEFAULT, "me", SearchIndex(), Calendar(TODAY, None, 1))
    assert parse_filter("flag:gone", context).select([found])
