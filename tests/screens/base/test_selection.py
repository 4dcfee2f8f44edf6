"""Where the hand is: cursor and marks follow their ids through every list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from screens.base.row_list import RowGroups, Selection

IDS = [f"p{number}" for number in range(40)]
lists = st.lists(st.sampled_from(IDS), unique=True, max_size=40)
selections = st.builds(
    lambda ids, height, index, marks: (
        Selection().with_ids(ids).with_height(height).to(index)
        if not marks
        else Selection(marks=frozenset(marks)).with_ids(ids).with_height(height).to(index)
    ),
    lists,
    st.integers(1, 20),
    st.integers(0, 39),
    st.lists(st.sampled_from(IDS), max_size=5),
)


def holds(chosen: Selection) -> bool:
    """The cursor is in the list and on the screen, and no screen is needlessly empty."""
    if not chosen.ids:
        return chosen.current is None and chosen.index <= 0
    inside = chosen.top <= chosen.index < chosen.top + chosen.height
    full = chosen.top <= max(0, len(chosen.ids) - chosen.height)
    return inside and full and chosen.current in chosen.shown


@given(selections, st.lists(st.integers(-50, 50), max_size=8))
def test_the_cursor_never_leaves_the_screen(chosen: Selection, steps: list[int]) -> None:
    for step in steps:
        chosen = chosen.move(step)
        assert holds(chosen)


@given(selections, lists)
def test_another_list_keeps_the_cursor_on_its_id(chosen: Selection, ids: list[str]) -> None:
    again = chosen.with_ids(ids)
    assert holds(again)
    if chosen.current in ids:
        assert again.current == chosen.current


def lines_of(chosen: Selection, ids: Sequence[str]) -> int:
    """How many lines rows have together."""
    return sum(chosen.heights.get(id_, 1) for id_ in ids)


@given(
    selections,
    st.dictionaries(st.sampled_from(IDS), st.integers(2, 6)),
    st.booleans(),
    st.lists(st.integers(-50, 50), max_size=8),
)
def test_a_row_of_several_lines_is_seen_whole_where_it_can_be(
    chosen: Selection, heights: dict[str, int], grouped: bool, steps: list[int]
) -> None:
    if grouped:
        groups = RowGroups.by_key(chosen.ids, lambda id_: id_[-1])
        chosen = chosen.with_ids(groups.list_ids(), groups)
    chosen = replace(chosen, heights=heights).to(chosen.index)
    for step in steps if chosen.ids else ():
        chosen = chosen.move(step)
        assert chosen.current in chosen.shown
        assert chosen.current not in chosen.passed
        if heights.get(chosen.current or "", 1) <= chosen.height:
            assert lines_of(chosen, chosen.ids[chosen.top : chosen.index + 1]) <= chosen.height
        assert lines_of(chosen, chosen.shown[:-1]) < chosen.height, "no row is drawn out of sight"


@given(selections)
def test_marking_all_twice_marks_none_of_them(chosen: Selection) -> None:
    all_marked = Selection(marks=frozenset()).with_ids(chosen.ids).mark_all()
    assert set(all_marked.marked) == set(chosen.ids)
    assert not all_marked.mark_all().marked


def test_a_mark_leaves_the_cursor_where_it_is() -> None:
    chosen = Selection().with_ids(["a", "b"]).mark()
    assert (chosen.current, chosen.marked) == ("a", ("a",))
    assert chosen.mark() == Selection().with_ids(["a", "b"])


def test_marks_that_are_filtered_away_sleep() -> None:
    chosen = Selection().with_ids(["a", "b", "c"]).mark().move(1).mark()
    assert chosen.targets == ("a", "b")
    assert chosen.with_ids(["b", "c"]).targets == ("b",)
    assert chosen.with_ids(["c"]).targets == ("c",)
    assert chosen.with_ids(["a", "b", "c"]).targets == ("a", "b")


def test_past_the_edge_the_list_scrolls_by_half_a_page() -> None:
    chosen = Selection().with_ids(IDS).with_height(10).to(9).move(1)
    assert (chosen.index, chosen.top) == (10, 5)
