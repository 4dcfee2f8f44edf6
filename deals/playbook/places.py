"""Where in a TOML text each key stands, so that a refusal can name the line."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_left
from collections.abc import Mapping

Path = tuple[str | int, ...]

_GAP = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_BLANK = re.compile(r"[ \t]*")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"""(?:"{0,2})'
    r"|'''.*?'''(?:'{0,2})"
    r'|"(?:[^"\\]|\\.)*"'
    r"|'[^']*'",
    re.DOTALL,
)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


def places(text: str) -> Mapping[Path, int]:
    """The line, from 1, where each key path of a valid TOML text is first named.

    A path holds keys and, inside arrays, positions from 0: `("stages", 2, "weight")`.
    """
    return _Scanner(text).scan()


class _Scanner:
    """Walks a text that tomllib has accepted, so it looks for no mistakes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[Path, int] = {}
        self.lengths: dict[Path, int] = {}
        self.breaks = [found.start() for found in re.finditer("\n", text)]

    def scan(self) -> Mapping[Path, int]:
        table: Path = ()
        self.skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)
            self.skip(_GAP)
        return self.found

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def note(self, path: Path) -> None:
        self.found.setdefault(path, bisect_left(self.breaks, self.at) + 1)

    def header(self) -> Path:
        """A `[table]` or `[[array of tables]]` line; its path with the position of each array."""
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *outer, last = self.key()
        path: Path = ()
        for part in outer:
            path = (*path, part)
            self.note(path)
            path = self.newest(path)
        path = (*path, last)
        self.note(path)
        if many:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = self.newest(path)
            self.note(path)
        self.at += 2 if many else 1
        return path

    def newest(self, path: Path) -> Path:
        """The last table of an array of tables; any other path as it is."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def pair(self, table: Path) -> None:
        """One `key = value` of `table`."""
        path = table
        for part in self.key():
            path = (*path, part)
            self.note(path)
        self.at += 1
        self.skip(_BLANK)
        self.value(path)

    def key(self) -> list[str]:
        """A dotted key; the text stands on what follows it, blanks passed over."""
        parts: list[str] = []
        while True:
            self.skip(_BLANK)
            quoted = self.text[self.at] in "\"'"
            raw = self.skip(_STRING if quoted else _BARE)
            parts.append(tomllib.loads(f"key = {raw}")["key"] if quoted else raw)
            self.skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def value(self, path: Path) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self.items(path, "]")
        elif opening == "{":
            self.items(path, "}")
        else:
            self.skip(_STRING if opening in "\"'" else _SCALAR)

    def items(self, path: Path, closing: str) -> None:
        """The items of an array or the pairs of an inline table."""
        self.at += 1
        self.skip(_GAP)
        count = 0
        while self.text[self.at] != closing:
            if closing == "}":
                self.pair(path)
            else:
                self.note((*path, count))
                self.value((*path, count))
            count += 1
            self.skip(_GAP)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_GAP)
        self.at += 1
