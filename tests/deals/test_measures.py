"""Measures of a contingency question, as a list."""

from __future__ import annotations

import pytest

from deals.measures import list_measures


@pytest.mark.parametrize(
    ("text", "measures"),
    [
        ("", ()),
        ("letters from three users", ("letters from three users",)),
        ("请李厂长作证；周五前到位", ("请李厂长作证；周五前到位",)),
        ("1 letters 2 a visit 3 a test", ("letters", "a visit", "a test")),
        ("1. letters; 2. a visit", ("letters", "a visit")),
        ("1、推荐信；2、参观 3、复测", ("推荐信", "参观", "复测")),
        ("①推荐信②参观", ("推荐信", "参观")),
        ("letters\na visit\n", ("letters", "a visit")),
        ("first: 1 letters 2 a visit", ("first: letters", "a visit")),
        ("备好 3 家用户推荐信", ("备好 3 家用户推荐信",)),
        ("wait 1 week", ("wait 1 week",)),
        ("备好 1 份 2 页的说明", ("备好 1 份 2 页的说明",)),
        ("1 visits on 12.1 and 2.5", ("1 visits on 12.1 and 2.5",)),
    ],
)
def test_measures_stand_one_a_line_or_numbered(text: str, measures: tuple[str, ...]) -> None:
    assert list_measures(text) == measures
