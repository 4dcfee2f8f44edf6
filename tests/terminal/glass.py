"""The screen of a terminal as pyte sees it, with the quirks mended that would mislead a test."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

import pyte
from pyte.screens import Char
from wcwidth import wcwidth

ALTERNATE = 1049
_PRIVATE = re.compile(
    rb"\x1b\[(?:[<=>][0-?]*[ -/]*[@-~]|\?[0-9;]*\$[a-z])|\x1b\]\d\d+;[^\x07\x1b]*(?:\x07|\x1b\\)"
)
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*|\][^\x07\x1b]*)?$")


class Glass(pyte.Screen):
    """A pyte screen that knows the alternate screen and does not trip over joiners.

    pyte drops the rest of a text after a zero-width joiner, a variation selector or a direction
    mark, prints the tail of `ESC [ < u`, and takes a pointer's shape (OSC 22) for a title;
    terminals do not. What the stream could not make sense of is kept in `unknown`.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self.unknown: list[str] = []
        self._kept: dict[int, dict[int, Char]] | None = None
        self._tail = b""
        super().__init__(columns, rows)
        self._stream = pyte.ByteStream(self)

    def feed(self, data: bytes) -> None:
        """Take in what the program wrote, holding back a sequence that is cut in two."""
        data = self._tail + data
        cut = _UNFINISHED.search(data)
        self._tail = data[cut.start() :] if cut else b""
        self._stream.feed(_PRIVATE.sub(b"", data[: cut.start()] if cut else data))

    def draw(self, data: str) -> None:
        """Draw what takes a cell or combines, as pyte does; leave out what does neither."""
        plain = data.isascii() and data.isprintable()
        super().draw(data if plain else "".join(filter(_drawn, data)))

    def debug(self, *args: object, **kwargs: object) -> None:
        """Note a sequence that pyte does not know."""
        self.unknown.append(f"{args} {kwargs}")

    def select_graphic_rendition(self, *attrs: int, private: bool = False) -> None:
        """Set tones; pass over one that a killed program left unfinished."""
        if not private:
            super().select_graphic_rendition(*attrs)

    def set_mode(self, *modes: int, **kwargs: bool) -> None:
        """Set terminal modes; entering the alternate screen puts the first one by."""
        if kwargs.get("private") and ALTERNATE in modes and self._kept is None:
            self._kept = {row: dict(line) for row, line in self.buffer.items()}
            self.buffer.clear()
        super().set_mode(*modes, **kwargs)

    def reset_mode(self, *modes: int, **kwargs: bool) -> None:
        """Reset terminal modes; leaving the alternate screen brings the first one back."""
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and ALTERNATE in modes and self._kept is not None:
            self.buffer.clear()
            for row, line in self._kept.items():
                self.buffer[row].update(line)
            self._kept = None

    def cells(self, row: int) -> list[str]:
        """Return the row's cells: a wide character's second cell is the empty string."""
        line = self.buffer[row]
        texts = [line[column].data for column in range(self.columns)]
        wide = [False, *(wcwidth(text[:1]) == 2 for text in texts)]
        return [
            text or ("" if follows else " ") for text, follows in zip(texts, wide, strict=False)
        ]

    def text(self) -> list[str]:
        """Return every row as text, blanks at its end left out."""
        return ["".join(self.cells(row)).rstrip() for row in range(self.lines)]

    def places(self, wanted: str) -> Iterator[tuple[int, int]]:
        """Yield where a text begins, as (row, column in cells), from the top."""
        for row in range(self.lines):
            cells = self.cells(row)
            starts = [column for column, cell in enumerate(cells) for _ in cell]
            for found in re.finditer(re.escape(wanted), "".join(cells)):
                yield row, starts[found.start()]

    def shows(self, *wanted: str) -> bool:
        """Whether each of the texts stands somewhere on the screen."""
        whole = "\n".join(self.text())
        return all(text in whole for text in wanted)


def _drawn(char: str) -> bool:
    return wcwidth(char) > 0 or unicodedata.combining(char) != 0
