"""The table of figures, in plain text, targets and whether they were met beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len


@dataclass(frozen=True)
class Figure:
    """One measured figure, the bare app's beside it, and what it has to stay under."""

    what: str
    subject: str
    value: float
    bare: float | None = None
    target: float | None = None

    @property
    def met(self) -> str:
        """Whether the target is met; blank where there is none (a target of 0 means exactly 0)."""
        if self.target is None:
            return ""
        return "met" if self.value < self.target or self.value == self.target == 0 else "MISSED"

    def cells(self) -> tuple[str, ...]:
        """Return the figure as it stands in the table."""
        ratio = f"{self.value / self.bare:.2f}x" if self.bare else ""
        target = "" if self.target is None else f"< {self.target:g}" if self.target else "0"
        bare = "" if self.bare is None else _number(self.bare)
        return self.what, self.subject, _number(self.value), bare, ratio, target, self.met


HEADINGS = ("measure", "app", "figure", "bare", "ratio", "target", "")


def table(figures: Sequence[Figure]) -> str:
    """Return all figures, one a line, numbers to the right."""
    return align_columns([HEADINGS, *(figure.cells() for figure in figures)], words=2)


def align_columns(rows: Sequence[Sequence[str]], *, words: int = 1) -> str:
    """Return the rows, one a line: so many columns of words, then numbers to the right."""
    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(_line(row, widths, words) for row in rows)


def _line(row: Sequence[str], widths: Sequence[int], words: int) -> str:
    cells = [
        cell.ljust(room) if column < words else cell.rjust(room)
        for column, (cell, room) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def _number(value: float) -> str:
    places = 2 if 0 < value < 10 else 1 if 0 < value < 100 else 0
    return f"{value:,.{places}f}"
