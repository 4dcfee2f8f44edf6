"""Months of other languages, in cells of days."""

from __future__ import annotations

import pytest

from deals.parsing.month_names import write_in_english


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Okt 26", "Oct 2026"),
        ("März 2027", "Mar 2027"),
        ("Dez. 26", "Dec 2026"),
        ("1 mrt 2027", "1 Mar 2027"),
        ("3 augustus 2026", "3 Aug 2026"),
        ("15. Januar 2027", "15 Jan 2027"),
        ("15. April 2027", "15 Apr 2027"),
        ("1 de março de 2027", "1 Mar 2027"),
        ("12 stycznia 2027 r.", "12 Jan 2027"),
        ("gen 2027", "Jan 2027"),
        ("Ende Mai 2027", "end of May 2027"),
        ("2. Quartal 2027", "Q2 2027"),
        ("1. HJ 2027", "H1 2027"),
    ],
)
def test_months_of_other_languages_are_written_in_english(text: str, english: str) -> None:
    assert write_in_english(text) == english


@pytest.mark.parametrize(
    "text",
    ["listopad 2027", "Marseille 2027", "3. Halbjahr 2027", "May 2027", "Oktober", "Okt 26 27", ""],
)
def test_what_is_unclear_or_english_stays(text: str) -> None:
    assert write_in_english(text) == text
