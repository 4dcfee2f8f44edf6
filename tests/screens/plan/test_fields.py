"""Lines of several parts: what stands before the days may have a semicolon of its own."""

from __future__ import annotations

import pytest

from deals.plan import parse_span
from screens.plan.fields import parted
from tests.deals.makers import TODAY


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("visit", ("visit", "", "")),
        ("visit; +3d", ("visit", "+3d", "")),
        ("visit；+3d；Lin", ("visit", "+3d", "Lin")),
        ("visit; ; Lin", ("visit", "", "Lin")),
        ("visit; +3d; ", ("visit", "+3d", "")),
        ("see A; see B; +3d; Lin", ("see A; see B", "+3d", "Lin")),
        ("visit; -; Lin", ("visit", "-", "Lin")),
        ("visit; +3d; Lin; Zhou", ("visit", "+3d", "Lin; Zhou")),
        ("visit; soon; Lin", ("visit", "soon", "Lin")),
        ("", ("", "", "")),
    ],
)
def test_the_days_part_a_line(text: str, parts: tuple[str, str, str]) -> None:
    assert parted(text, lambda said: parse_span(said, TODAY, None)) == parts
