"""Texts left half typed, joined with what others wrote meanwhile."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.unsaved import join_draft

TEXTS = st.lists(st.sampled_from("abcdef"), unique=True).map("\n".join)


@pytest.mark.parametrize(
    ("start", "mine", "theirs", "joined"),
    [
        ("", "mine", "theirs", "theirs\nmine"),
        ("a\nb", "a\nb\nmine", "a\nb\ntheirs", "a\nb\ntheirs\nmine"),
        ("a\nb", "a\nb\nmine", "theirs\na\nb", "theirs\na\nb\nmine"),
        ("a\nb\nc", "a\nb\nc!", "b\nc", "b\nc!"),
        ("a\nb", "b", "a\nb!", "b!"),
        ("", "a\n\nb", "a\nb", "a\n\nb"),
    ],
)
def test_lines_of_both_are_kept(start: str, mine: str, theirs: str, joined: str) -> None:
    assert join_draft(start, mine, theirs) == joined


@given(TEXTS, TEXTS, TEXTS)
def test_no_line_that_a_side_added_is_lost(start: str, mine: str, theirs: str) -> None:
    begun, added, others = (set(text.splitlines()) for text in (start, mine, theirs))
    lines = set(join_draft(start, mine, theirs).splitlines())
    assert (added - begun) | (others - begun) <= lines
    assert not lines & ((begun - added) | (begun - others))


@given(TEXTS, TEXTS)
def test_where_nobody_else_wrote_it_stays_as_it_was_typed(start: str, mine: str) -> None:
    assert join_draft(start, mine, start) == mine
