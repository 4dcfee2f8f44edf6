"""What the signs of the pictures mean, for the help."""

from __future__ import annotations

from screens.kit.cells import fit
from screens.kit.spans import Line, Span
from screens.kit.wording import _
from screens.kit.wording.net import LEGEND

_SIGN = 14


def legend() -> list[Line]:
    """A line for each sign: the sign in a column of its own, and what it says."""
    return [(Span(fit(sign, _SIGN), "key"), Span(_(meaning))) for sign, meaning in LEGEND]
