"""Texts longer than a cell may be: in pieces that go on in the same column of the row below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import zip_longest

from deals.refusal import Refusal
from store.exchange.escapes import utf_16, xml_escaped
from store.exchange.export import CELL_HOLDS
from store.exchange.grid import clean
from store.exchange.plans.spoken import Said

GOES_ON, COMES_FROM = "[>>]", "[<<]"
"""What ends a cell that goes on in the row below, and what begins that cell."""

_ROOM = CELL_HOLDS - len(GOES_ON + COMES_FROM) - 1  # one for the apostrophe of `guarded`
_ESCAPED = 7  # characters that an escape takes


def in_pieces(cells: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """The cells of a row, and below it those with the rest of what is too long for one."""
    pieces = [_pieces(clean(text)) for text in cells.values()]
    for texts in zip_longest(*pieces, fillvalue=""):
        yield dict(zip(cells, texts, strict=True))


def joined(lines: Iterable[Said]) -> list[Said]:
    """The lines with what goes on below put together.

    A cell that says it goes on and does not is refused (`cell-cut`): half of it would be taken.
    """
    found: list[Said] = []
    on: set[str] = set()
    for line in lines:
        more = _open(line)
        if on and line.texts.keys() == on and all(map(_comes, line.texts.values())):
            whole = found[-1].texts
            for key, text in line.texts.items():
                whole[key] = whole[key].removesuffix(GOES_ON) + text.removeprefix(COMES_FROM)
            found[-1].last = line.last
        else:
            _refuse(found[-1:], on)
            found.append(line)
        on = more
    _refuse(found[-1:], on)
    return found


def _refuse(lines: Iterable[Said], columns: Iterable[str]) -> None:
    for line in lines:
        for column in columns:
            line.refuse(column, Refusal("cell-cut", end=GOES_ON, begin=COMES_FROM))


def _open(line: Said) -> set[str]:
    return {key for key, text in line.texts.items() if text.endswith(GOES_ON)}


def _comes(text: str) -> bool:
    return text.startswith(COMES_FROM)


def _pieces(text: str) -> list[str]:
    """A text in parts that a cell holds each, so cut that its own end is not taken for a mark."""
    if utf_16(xml_escaped(text)) <= _ROOM and not text.endswith(GOES_ON):
        return [text]
    final = len(text) - 1 if text.endswith(GOES_ON) else len(text)
    cuts, room = [0], _ROOM
    for at, char in enumerate(text):
        size = _ESCAPED if char in "_\ufffe\uffff" else utf_16(char)
        room -= size
        if room < 0 or at == final:
            cuts.append(at)
            room = _ROOM - size
    parts = [text[start:end] for start, end in zip(cuts, (*cuts[1:], len(text)), strict=True)]
    last = len(parts) - 1
    return [
        f"{COMES_FROM if at else ''}{part}{GOES_ON if at < last else ''}"
        for at, part in enumerate(parts)
    ]
