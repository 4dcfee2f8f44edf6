"""A picture told as a list: each of its items whole, in words and in one reading order. Pure.

It is the twin of a picture for whoever does not see what that says by place, colour or sign: the
same nodes, so that the cursor stays on its item as the view is turned.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from views.diagram import Diagram, Node
from views.styled_text import (
    StyledText,
    TextLine,
    Tone,
    cells_of,
    disarm_text,
    flow,
    head,
    join_spans,
    width,
    words,
)
from wording import _, pgettext

MARGIN, FURTHER = 2, 2
"""The blanks before an item, and those more before what a line of it goes on with."""
_DEEPEST = 8


class ListItem(NamedTuple):
    """An item by its node, None for a heading that the cursor does not go to; how deep it lies, and
    its lines, each of which goes on over as many as it needs.
    """

    id: str | None
    lines: Sequence[TextLine]
    depth: int = 0


def list_name() -> str:
    """Return what the view is called."""
    return pgettext("view", "list")


def join_parts(*parts: StyledText | str) -> TextLine:
    """Return what is said of an item in one line, a mark between; empty parts are left out."""
    spans: TextLine = ()
    for part in parts:
        span = part if isinstance(part, StyledText) else StyledText(part)
        if span.text:
            between = (StyledText(_("; ")),) if spans else ()
            spans = join_spans(join_spans(spans, between), (span,))
    return spans


def draw_list(items: Iterable[ListItem], cells: int, head: Iterable[TextLine] = ()) -> Diagram:
    """Draw the items below one another in so many cells, nothing cut; a node has all its lines.

    The `head` never scrolls away.
    """
    lines, nodes = list[TextLine](), dict[str, Node]()
    for item in items:
        x = MARGIN * min(item.depth, _DEEPEST)
        rows = [_pad(row, cells - x) for row in _flow_item(item, cells - x)]
        if item.id is not None:
            nodes[item.id] = Node(item.id, x, len(lines), cells - x, rows[0], tuple(rows[1:]))
        lines += [(StyledText(" " * x, row[0].tone), *row) if x else row for row in rows]
    over = [_pad(row, cells) for each in head for row in _flow_line(each, cells)]
    return Diagram(tuple(lines), nodes, tuple(over), cells, gutter=True)


def _flow_item(item: ListItem, cells: int) -> list[TextLine]:
    """Return the lines of an item, each further in than its first."""
    rows = [row for each in item.lines for row in _flow_line(each, cells - FURTHER)] or [()]
    return [_indent(row, FURTHER if at else 0) for at, row in enumerate(rows)]


def _flow_line(spans: TextLine, cells: int) -> list[TextLine]:
    room = max(2, cells - MARGIN)
    rows = flow(_split_words(spans, room), room)
    return [_indent(row, MARGIN) for row in rows]


def _split_words(spans: TextLine, cells: int) -> Iterator[TextLine]:
    """Yield the words of a line; one that is longer than a line goes on in the next."""
    clean = (StyledText(disarm_text(span.text), span.tone) for span in spans)
    for word in words(clean):
        rest, tone = word[0]
        while width(rest) > cells and (start := head(rest, cells)):
            yield (StyledText(start, tone),)
            rest = rest[len(start) :]
        yield (StyledText(rest, tone),)


def _indent(row: TextLine, blanks: int) -> TextLine:
    """Return a line further in, the blanks in its first tone: a change of tone costs bytes."""
    tone: Tone = row[0].tone if row else ""
    return join_spans((StyledText(" " * blanks, tone),), row) if blanks else row


def _pad(row: TextLine, cells: int) -> TextLine:
    free = cells - cells_of(row)
    tone: Tone = row[-1].tone if row else ""
    return join_spans(row, (StyledText(" " * free, tone),)) if free > 0 else row
