"""What stands where there is nothing yet: what will be there, and lines to begin with. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from views.styled_text import StyledText, TextLine, line, wrap

MARGIN, MOST = "   ", 3


def begin_lines(text: str, examples: Sequence[str], cells: int) -> tuple[TextLine, ...]:
    """Return a sentence about what will stand here, and below it lines to copy."""
    room = max(1, cells - len(MARGIN) - 1)
    sentence = [line(StyledText(f"{MARGIN}{part}", "dim")) for part in wrap(text, room, MOST)]
    copied = [
        line(f"{MARGIN}  {part}") for each in examples for part in wrap(each, max(1, room - 2), 2)
    ]
    return ((), *sentence, *([()] if copied else []), *copied)
