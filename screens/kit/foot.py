"""What stands at the foot of a screen: a status line, and lines over the pane above. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from screens.kit.cells import wrap
from screens.kit.lineedit import LineEdit
from screens.kit.spans import Line, Span, Tone, cells_of, cut, flow, line

MOST_LINES = 4
ROOM_TO_TYPE = 20


@dataclass(frozen=True, slots=True)
class Foot:
    """The status line, the lines over the pane, and the caret's cell while something is typed.

    An empty one leaves the status line to the screen's standing ends.
    """

    line: Line = ()
    above: tuple[Line, ...] = ()
    caret: int | None = None


def told(text: str, tone: Tone, cells: int) -> Foot:
    """Something said, in as many lines as it needs."""
    if not text.strip():
        return Foot()
    *above, last = [line(Span(f" {one}", tone)) for one in wrap(text, cells - 2, MOST_LINES)]
    return Foot(last, tuple(above))


def typing(label: str, edit: LineEdit, echo: Line, cells: int) -> Foot:
    """A line being typed in the status line, what it means above it."""
    head = (*cut(line(Span(f" {label}", "key")), cells - ROOM_TO_TYPE), Span(" ", "key"))
    typed, caret = edit.view(max(10, cells - cells_of(head) - 1))
    return Foot((*head, *typed), tuple(wrapped(echo, cells)), cells_of(head) + caret)


def echoed(label: str, echo: Line, cells: int) -> Foot:
    """What a text typed elsewhere means."""
    *above, last = wrapped(line(Span(f"{label} ", "strong"), *echo), cells) or [()]
    return Foot(last, tuple(above))


def choice(label: str, options: Iterable[tuple[str, str]], cells: int) -> Foot:
    """A few things at one key each, (key, name)."""
    *said, end = wrap(label, cells - 2, MOST_LINES - 1)
    pieces = [line(Span(f" {end} ", "strong"))]
    pieces += [line(Span(f" {key}", "key"), f" {name} ") for key, name in options]
    *over, last = flow(pieces, cells - 1)
    return Foot(last, (*(line(Span(f" {one}", "strong")) for one in said), *over))


def wrapped(spans: Line, cells: int) -> list[Line]:
    """The spans as they are where they fit; else in several lines of the tone most of it has."""
    if not cells_of(spans):
        return []
    if cells_of(spans) < cells - 1:
        return [(Span(" "), *spans)]
    tone = max(spans, key=lambda span: len(span.text)).tone
    text = "".join(span.text for span in spans)
    return [line(Span(f" {one}", tone)) for one in wrap(text, cells - 2, MOST_LINES)]
