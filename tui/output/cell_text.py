"""The text of a cell in a table that Rich lays out, broken where our own lines break."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.containers import Lines
from rich.text import Text

from views.styled_text import wrap

if TYPE_CHECKING:
    from rich.console import Console, JustifyMethod, OverflowMethod

MOST_LINES = 1000


class CellText(Text):
    """A cell that begins no line with a comma and tears no count from what is counted."""

    def wrap(
        self,
        console: Console,
        width: int,
        *,
        justify: JustifyMethod | None = None,
        overflow: OverflowMethod | None = None,
        tab_size: int = 8,
        no_wrap: bool | None = None,
    ) -> Lines:
        """Return the lines of the cell; a column that does not wrap is Rich's own matter."""
        if no_wrap or not self.plain.strip():
            return super().wrap(
                console,
                width,
                justify=justify,
                overflow=overflow,
                tab_size=tab_size,
                no_wrap=no_wrap,
            )
        lines = wrap(self.plain, width, MOST_LINES)
        return Lines(Text(text, style=self.style) for text in lines)
