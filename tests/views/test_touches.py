"""Touches in words: limits that are gone over are named with their figures."""

from __future__ import annotations

import pytest

from deals.rules.compliance import Breach
from views.touches import breach_text


@pytest.mark.parametrize(("limit", "said"), [(300, "CNY 300"), (0, "CNY 0")])
def test_the_limit_of_an_occasion_is_named(limit: int, said: str) -> None:
    text = breach_text(Breach("occasion", 500, limit, "CNY"))
    assert text == f"CNY 500 is over the limit of {said} for one occasion"
