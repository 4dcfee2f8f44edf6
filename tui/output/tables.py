"""A table as lines of plain text, for pipes and files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screens.kit.cells import fit, width

GAP = "  "


def aligned(
    headings: Sequence[str], rows: Sequence[Sequence[str]], figures: Sequence[bool]
) -> Iterator[str]:
    """The lines of the table, headings first; columns line up in cells and nothing is cut.

    `figures` tells which columns are set to the right. User text is made harmless.
    """
    lines = [headings, *rows]
    widths = [max(map(width, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        cells = [
            fit(text, wide, "right" if number else "left")
            for text, wide, number in zip(line, widths, figures, strict=True)
        ]
        yield GAP.join(cells).rstrip()
