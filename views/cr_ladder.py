"""The ladder of CRs, as it is shown where one is set. Pure."""

from __future__ import annotations

from views.styled_text import StyledText, TextLine, cut, fit, line, width
from wording import _
from wording.findings import CR_CRITERIA


def ladder_lines(now: int | None, wanted: int | None, cells: int) -> list[TextLine]:
    """Draw what shows each CR, a line each: that of `now` is marked, and the one that is wanted."""
    here = _("now")
    room = width(here)
    return [
        cut(
            line(
                StyledText(f" {fit(here if rung == now else '', room)} ", "dim"),
                StyledText(f"{'>' if rung == wanted else ' '} ", "key"),
                StyledText(f"CR{rung} ", "key" if rung in (now, wanted) else "dim"),
                StyledText(_(text), "strong" if rung == wanted else ""),
            ),
            cells,
        )
        for rung, text in CR_CRITERIA.items()
    ]
