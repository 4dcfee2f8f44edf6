"""How far a clock is off is told in a unit that is understood."""

from __future__ import annotations

import pytest

from wording.server_words import say_clock


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.4, "against the server's: +0.4 s"),
        (-59.0, "against the server's: -59.0 s"),
        (90.0, "clock is 1.5 min ahead"),
        (10800.0, "clock is 3 h ahead"),
        (-7200.0, "clock is 2 h behind"),
    ],
)
def test_a_clock_is_told_in_words(seconds: float, text: str) -> None:
    assert text in say_clock(seconds, 2.0)
