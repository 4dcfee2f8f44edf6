"""The lists that all projects share, merged so that no session's notes are lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.patches import diff_books, invert
from deals.merging.lists import merge_shared
from deals.merging.primitives import Prefer
from deals.merging.records import merge_patch
from deals.model import US, Book, Competitor, MarketCell, Product
from tests import strategies

DIMENSIONS = ("position", "strategy", "product", "standing", "terms", "service")
PREFER: tuple[Prefer, ...] = ("ours", "theirs")

learned = st.dictionaries(st.sampled_from(DIMENSIONS), st.sampled_from(["cheap", "slow", "快"]))
rivals = st.lists(
    strategies.competitors(), max_size=3, unique_by=lambda competitor: competitor.name.casefold()
).map(tuple)


def competitor(notes: Mapping[str, str], name: str = "华讯") -> Competitor:
    """Make a competitor with these notes by dimension."""
    cells = (MarketCell(dimension=key, note=text) for key, text in notes.items())
    return Competitor(name=name, notes=tuple(cells))


def known_notes(book: Book) -> dict[tuple[str, str], str]:
    """Return every note by competitor and dimension."""
    return {
        (competitor.name, cell.dimension): cell.note
        for competitor in book.competitors
        for cell in competitor.notes
    }


def write_notes(before: Book, notes: Mapping[str, str]) -> Book:
    """Put these notes of the competitor into the book."""
    old = {key: note for (_name, key), note in known_notes(before).items()}
    return before.with_lists(competitors=(competitor({**old, **notes}),))


@given(learned | st.none(), learned, learned, st.sampled_from(PREFER))
def test_two_sessions_learn_different_dimensions(
    base: dict[str, str] | None, ours: dict[str, str], theirs: dict[str, str], prefer: Prefer
) -> None:
    before = Book() if base is None else write_notes(Book(), base)
    theirs = {key: note for key, note in theirs.items() if key not in ours}
    now = write_notes(before, theirs)
    merged = merge_patch(diff_books(before, write_notes(before, ours)), now, prefer=prefer).book
    assert known_notes(merged) == {
        ("华讯", key): note for key, note in {**(base or {}), **ours, **theirs}.items()
    }


@given(rivals, rivals, rivals, st.sampled_from(PREFER))
def test_a_name_stands_once_and_who_changed_nothing_loses_nothing(
    base: tuple[Competitor, ...],
    ours: tuple[Competitor, ...],
    theirs: tuple[Competitor, ...],
    prefer: Prefer,
) -> None:
    merged = merge_shared("competitors", base, ours, theirs, prefer=prefer)
    names = [record.name for record in merged.records if isinstance(record, Competitor)]
    assert len(names) == len(set(names))
    assert merge_shared("competitors", base, base, theirs, prefer=prefer) == (theirs, ())
    assert merge_shared("competitors", base, ours, base, prefer=prefer) == (ours, ())


@given(rivals, rivals)
def test_a_change_of_a_shared_list_is_undone(
    base: tuple[Competitor, ...], ours: tuple[Competitor, ...]
) -> None:
    before = Book().with_lists(competitors=base)
    now = before.with_lists(competitors=ours)
    assert merge_patch(invert(diff_books(before, now)), now, prefer="theirs").book == before


@pytest.mark.parametrize(("prefer", "mark"), [("ours", "ahead"), ("theirs", "behind")])
def test_mark_and_note_of_one_cell_are_kept_apart(prefer: Prefer, mark: str) -> None:
    old = Competitor(name=US, notes=(MarketCell(dimension="terms", mark="even"),))
    mine = Competitor(name=US, notes=(MarketCell(dimension="terms", mark="ahead"),))
    day = date(2026, 3, 2)
    cell = MarketCell(dimension="terms", mark="behind", note="90 days", by="林", on=day)
    other = Competitor(name=US, notes=(cell,))
    ((merged,), _clashes) = merge_shared("competitors", (old,), (mine,), (other,), prefer=prefer)
    assert isinstance(merged, Competitor)
    assert merged.notes == (cell.model_copy(update={"mark": mark}),)


def test_share_and_growth_of_a_product_are_set_by_two() -> None:
    old = Product(name="Net", share=1)
    mine, other = Product(name="Net", share=2), Product(name="Net", share=1, growth=12)
    ((merged,), _clashes) = merge_shared("products", (old,), (mine,), (other,), prefer="ours")
    assert merged == Product(name="Net", share=2, growth=12)


@pytest.mark.parametrize("prefer", PREFER)
def test_a_competitor_deleted_by_one_and_changed_by_the_other(prefer: Prefer) -> None:
    old, new = competitor({"terms": "cheap"}), competitor({"terms": "dear"})
    merged = merge_shared("competitors", (old,), (), (new,), prefer=prefer)
    assert merged.records == (() if prefer == "ours" else (new,))
