"""What a line of a screen is before it meets a widget: pieces of text, each with a style's name.

Rooms build lines from these pure values, so that what is shown can be tested without a terminal,
and user text never passes through markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from rich.cells import cell_len

from screens.kit.cells import clean, head, width

Tone = Literal["", "red", "amber", "info", "good", "dim", "strong", "key", "field", "caret"]


class Span(NamedTuple):
    """A piece of text in one tone."""

    text: str
    tone: Tone = ""


Line = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """A line of these parts; plain strings take the plain tone."""
    return tuple(part if isinstance(part, Span) else Span(part) for part in parts)


def cells_of(spans: Iterable[Span]) -> int:
    """How many cells the spans take."""
    return sum(width(span.text) for span in spans)


def crop(spans: Iterable[Span], cells: int) -> Line:
    """The spans cleaned and cut to at most `cells` cells."""
    left, kept = cells, list[Span]()
    for span in spans:
        text = clean(span.text)
        taken = width(text)
        if taken > left:
            text = head(text, left)
            taken = left
        if text:
            kept.append(Span(text, span.tone))
        left -= taken
        if left <= 0:
            break
    return tuple(kept)


def cut(spans: Iterable[Span], cells: int) -> Line:
    """The spans in at most `cells` cells, with a `>` at the end where something is left out."""
    every = tuple(spans)
    if cells_of(every) <= cells:
        return crop(every, cells)
    return (*crop(every, cells - 1), Span(">", "dim"))


def ends(left: Line, right: Line, cells: int) -> Line:
    """`left` and `right` at the ends of a line of `cells`; the right end wins if room is short."""
    room = cells - cells_of(right)
    if room <= 1:
        return crop(right, cells)
    start = cut(left, room - 1)
    return (*start, Span(" " * (room - cells_of(start))), *right)


def words(spans: Iterable[Span]) -> Iterator[Line]:
    """The words of the spans, each with the blanks behind it, as pieces that may flow."""
    for span in spans:
        for word in re.findall(r"\s*\S+\s?|\s+", span.text):
            yield (Span(word, span.tone),)


def flow(pieces: Iterable[Line], cells: int) -> list[Line]:
    """The pieces one after the other in as many lines of `cells` as they need, each kept whole."""
    lines: list[Line] = []
    room = 0
    for piece in pieces:
        size = cells_of(piece)
        if lines and size <= room:
            lines[-1] = joined(lines[-1], piece)
        else:
            lines.append(crop(piece, cells))
            room = cells
        room -= size
    return lines


def joined(start: Line, rest: Line) -> Line:
    """Both, neighbours of one tone made one: each change of tone costs bytes on the way out."""
    if start and rest and start[-1].tone == rest[0].tone:
        middle = Span(start[-1].text + rest[0].text, rest[0].tone)
        return (*start[:-1], middle, *rest[1:])
    return (*start, *rest)


def overlay(base: Line, patch: Line, start: int, cells: int) -> Line:
    """`base` with `patch`, `cells` wide, laid over it from cell `start`."""
    before = crop(base, start)
    before = (*before, Span(" " * (start - cells_of(before))))
    return (*before, *patch, *dropped(base, start + cells))


def dropped(spans: Line, skip: int) -> Line:
    """The spans less their first `skip` cells; a wide character cut in two leaves a blank."""
    rest = list[Span]()
    for span in spans:
        text = clean(span.text)
        while text and skip > 0:
            skip -= width(text[0])
            text = text[1:]
        if skip < 0:
            rest.append(Span(" " * -skip))
            skip = 0
        if text:
            rest.append(Span(text, span.tone))
    return tuple(rest)


def differing(before: Line, after: Line) -> tuple[int, int | None]:
    """The cells, from and up to, in which two lines differ; up to None where all the rest does."""
    old, new = _characters(before), _characters(after)
    same = 0
    while same < len(old) and same < len(new) and old[same] == new[same]:
        same += 1
    start = _cells(new[:same])
    old, new = old[same:], new[same:]
    if _cells(old) != _cells(new):
        return start, None
    last = 0
    while last < len(old) and last < len(new) and old[-1 - last] == new[-1 - last]:
        last += 1
    return start, start + _cells(new[: len(new) - last])


def _characters(one: Line) -> list[tuple[str, Tone]]:
    return [(char, span.tone) for span in one for char in clean(span.text)]


def _cells(characters: Iterable[tuple[str, Tone]]) -> int:
    return cell_len("".join(char for char, _tone in characters))
