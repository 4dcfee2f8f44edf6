"""A picture told as a list: each of its items whole, in words and in one reading order. Pure.

It is the twin of a picture for whoever does not see what that says by place, colour or sign: the
same nodes, so that the cursor stays on its item as the view is turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from views.diagram import Diagram, Node
from views.styled_text import (
    StyledText,
    TextLine,
    Tone,
    cells_of,
    disarm_line,
    drop_cells,
    fit,
    head,
    join_spans,
    list_words,
    width,
)
from wording import pgettext

MARGIN, FURTHER = 3, 2
"""The cells before an item, in which its sign stands, and those more before its other lines."""
INNER = 2
"""The cells by which an item lies deeper than the one that it belongs to."""
BETWEEN = "  "
"""What parts the things said in one line: neither a label from its value nor two values run on."""
_DEEPEST = 8


class ListItem(NamedTuple):
    """An item by its node, None for a heading that the cursor does not go to; how deep it lies, and
    its lines, each of which goes on over as many as it needs.

    The `sign` before it is that of the picture; its first line says the same in words.
    """

    id: str | None
    lines: Sequence[TextLine]
    depth: int = 0
    sign: StyledText = StyledText("")


def list_name() -> str:
    """Return what the view is called."""
    return pgettext("view", "list")


def join_parts(*parts: StyledText | str) -> TextLine:
    """Return what is said of an item in one line, blanks between; empty parts are left out."""
    spans: TextLine = ()
    for part in parts:
        span = part if isinstance(part, StyledText) else StyledText(part)
        if span.text:
            # The blanks in the tone before them: a change of tone costs bytes.
            apart = (StyledText(BETWEEN, spans[-1].tone),) if spans else ()
            spans = join_spans(join_spans(spans, apart), (span,))
    return spans


def label_fact(label: str, *parts: StyledText | str) -> TextLine:
    """Return a fact in one line: its label, quiet, and what is known; nothing where none is."""
    known = join_parts(*parts)
    return join_spans((StyledText(label + BETWEEN, "dim"),), known) if known else ()


def draw_list(items: Iterable[ListItem], cells: int, head: Iterable[TextLine] = ()) -> Diagram:
    """Draw the items below one another in so many cells, nothing cut; a node has all its lines.

    The `head` never scrolls away.
    """
    lines, nodes, starts = list[TextLine](), dict[str, Node](), list[int]()
    for item in items:
        starts.append(len(lines))
        x = INNER * min(item.depth, _DEEPEST)
        rows = _flow_item(tuple(item.lines), item.sign, cells - x)
        if item.id is not None:
            nodes[item.id] = Node(item.id, x, len(lines), cells - x, rows[0], rows[1:])
        lines += [(StyledText(" " * x, row[0].tone), *row) if x else row for row in rows]
    over = [
        pad_line(_indent(row, MARGIN), cells)
        for each in head
        for row in flow_line(each, cells - MARGIN)
    ]
    return Diagram(
        tuple(lines), nodes, tuple(over), cells, gutter=True, heads=True, starts=tuple(starts)
    )


@lru_cache(maxsize=1 << 12)
def _flow_item(lines: tuple[TextLine, ...], sign: StyledText, cells: int) -> tuple[TextLine, ...]:
    """Return the lines of an item behind its sign: facts further in than the first line, and what
    any of them goes on with further still.

    They are kept, for of a long list an edit changes but a few.
    """
    room = cells - MARGIN - 2 * FURTHER
    flowed_lines = [flow_line(each, room) for each in lines if each] or [[()]]
    rows = [
        _indent(row, MARGIN + FURTHER * (min(at, 1) + bool(more)))
        for at, flowed in enumerate(flowed_lines)
        for more, row in enumerate(flowed)
    ]
    return tuple([pad_line(row, cells) for row in (_put_sign(rows[0], sign), *rows[1:])])


def _put_sign(row: TextLine, sign: StyledText) -> TextLine:
    """Return the first line of an item with its sign in the cells before it."""
    if not sign.text:
        return row
    before = (StyledText(f" {fit(sign.text, MARGIN - 1)}", sign.tone),)
    return join_spans(before, drop_cells(row, MARGIN))


def flow_line(spans: TextLine, cells: int) -> list[TextLine]:
    """Return a line in as many as it takes, each of at most so many cells; nothing is cut."""
    room = max(2, cells)
    clean = disarm_line(spans)
    if cells_of(clean) <= room:
        return [clean]
    # Word by word, and there are thousands: what a line takes of a tone becomes a span at its end.
    lines: list[list[tuple[list[str], Tone]]] = []
    left = 0
    for text, tone in clean:
        for word in _split_words(text, room):
            size = width(word)
            if size > left or not lines:
                lines.append([])
                left = room
            if not lines[-1] or lines[-1][-1][1] != tone:
                lines[-1].append(([], tone))
            lines[-1][-1][0].append(word)
            left -= size
    return [tuple([StyledText("".join(texts), tone) for texts, tone in each]) for each in lines]


def _split_words(text: str, cells: int) -> Iterator[str]:
    """Yield the words of a text; one that is longer than a line goes on in the next."""
    for word in list_words(text):
        rest = word
        while len(rest) * 2 > cells and width(rest) > cells and (start := head(rest, cells)):
            yield start
            rest = rest[len(start) :]
        yield rest


def _indent(row: TextLine, blanks: int) -> TextLine:
    """Return a line further in, the blanks in its first tone: a change of tone costs bytes."""
    (text, tone), *rest = row or (StyledText(""),)
    return (StyledText(" " * blanks + text, tone), *rest)


def pad_line(row: TextLine, cells: int) -> TextLine:
    """Return a line filled up with blanks to so many cells, in the tone that it ends with."""
    free = cells - cells_of(row)
    if free <= 0:
        return row
    *before, (text, tone) = row or (StyledText(""),)
    return (*before, StyledText(text + " " * free, tone))
