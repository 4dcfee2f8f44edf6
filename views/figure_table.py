"""Tables of figures in as many columns as there is room for, none of them cut. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from views.styled_text import CellAlign, StyledText, TextLine, Tone, fit, width

GAP = 2


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """A column of figures: its title, its side, and its `rank`, by which the highest goes first."""

    title: str
    rank: int = 0
    align: CellAlign = "right"


@dataclass(frozen=True, slots=True)
class FigureRow:
    """A row: its name, and a text for each column."""

    name: str
    texts: Sequence[str]
    tone: Tone = ""


@dataclass(frozen=True, slots=True)
class FigureLayout:
    """The cells of the name and of the columns that are shown, by their places."""

    name: int
    columns: tuple[tuple[int, int], ...]

    @property
    def cells(self) -> int:
        """All cells that it takes."""
        return self.name + sum(size + GAP for _place, size in self.columns)


def lay_out_figures(
    columns: Sequence[FigureColumn], rows: Sequence[FigureRow], cells: int, names: int
) -> FigureLayout:
    """Lay a table out in so many cells: names have `names` at the most and the rest by need.

    A column that says nothing takes no room. Of the others those of the highest rank go until the
    rest fit, and then names give way.
    """
    widest = [max((width(row.texts[at]) for row in rows), default=0) for at in range(len(columns))]
    sizes = [
        max(width(column.title), most) if most else 0
        for column, most in zip(columns, widest, strict=True)
    ]
    name = min(names, max((width(row.name) for row in rows), default=0))
    shown = [at for at, size in enumerate(sizes) if size]
    while shown and name + sum(sizes[at] + GAP for at in shown) > cells:
        last = max(shown, key=lambda at: (columns[at].rank, at))
        if not columns[last].rank:
            break
        shown.remove(last)
    rest = cells - sum(sizes[at] + GAP for at in shown)
    return FigureLayout(max(1, min(name, rest)), tuple((at, sizes[at]) for at in shown))


def draw_figure_titles(columns: Sequence[FigureColumn], layout: FigureLayout) -> TextLine:
    """Draw the titles of the columns that are shown."""
    texts = [column.title for column in columns]
    return (StyledText(_draw(" " * layout.name, texts, columns, layout), "dim"),)


def draw_figure_row(
    row: FigureRow, columns: Sequence[FigureColumn], layout: FigureLayout
) -> TextLine:
    """Draw a row."""
    text = _draw(fit(row.name, layout.name), row.texts, columns, layout)
    return (StyledText(text, row.tone),)


def _draw(
    start: str, texts: Sequence[str], columns: Sequence[FigureColumn], layout: FigureLayout
) -> str:
    parts = (" " * GAP + fit(texts[at], size, columns[at].align) for at, size in layout.columns)
    return start + "".join(parts)
