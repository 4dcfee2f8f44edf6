"""A bounded reader of TOML, for texts that anybody may have written, and the lines of its keys."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from tomllib import TOMLDecodeError, loads
from typing import Any

LONGEST = 2**20
"""The most characters of TOML that are read; a playbook has a few ten thousand."""
DEEPEST = 64
"""The most names of a dotted key: the time to read one grows with their square."""

_NAME = r"""(?>[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')"""
_DEEP_KEY = rf"(?<![A-Za-z0-9_-])(?:{_NAME}[ \t]*\.[ \t]*){{{DEEPEST}}}"


def read_toml(text: str) -> dict[str, Any]:
    """Read a TOML text; TOMLDecodeError, with a line, for what does not read or takes too long."""
    if len(text) > LONGEST:
        raise _fault("the file is too long")
    # Few lines have so many dots, and to look at each for a key takes a while.
    dotted = any(line.count(".") >= DEEPEST for line in text.split("\n"))
    if dotted and (found := re.search(_DEEP_KEY, text)):
        raise _fault("nested too deep", text.count("\n", 0, found.start()) + 1)
    try:
        return loads(text)
    except TOMLDecodeError:
        raise
    except RecursionError:
        raise _fault("nested too deep") from None
    except ValueError:
        # How Python refuses to read a number of thousands of digits.
        raise _fault("a number is too long") from None


def _fault(words: str, line: int = 1) -> TOMLDecodeError:
    return TOMLDecodeError(f"{words} (at line {line}, column 1)")


KeyPath = tuple[str | int, ...]

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


def find_key_lines(text: str) -> Mapping[KeyPath, int]:
    """Find the line, from 1, where each key path of a valid TOML text is first named.

    A path holds keys and, inside arrays, positions from 0: `("stages", 2, "weight")`.
    """
    return _Scanner(text).scan()


class _Scanner:
    """A walk through a text that tomllib has accepted, so it looks for no mistakes."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[KeyPath, int] = {}
        self.lengths: dict[KeyPath, int] = {}
        self.breaks = [found.start() for found in re.finditer("\n", text)]

    def scan(self) -> Mapping[KeyPath, int]:
        table: KeyPath = ()
        self.skip(_GAP)
        while self.at < len(self.text):
            if self.text[self.at] == "[":
                table = self.read_header()
            else:
                self.read_pair(table)
            self.skip(_GAP)
        return self.found

    def skip(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self.text, self.at)
        if found is None:
            return ""
        self.at = found.end()
        return found.group()

    def note_line(self, path: KeyPath) -> None:
        self.found.setdefault(path, bisect_left(self.breaks, self.at) + 1)

    def read_header(self) -> KeyPath:
        """Read a `[table]` or `[[array of tables]]` line; return its path with array positions."""
        many = self.text.startswith("[[", self.at)
        self.at += 2 if many else 1
        *outer, last = self.read_key()
        path: KeyPath = ()
        for part in outer:
            path = (*path, part)
            self.note_line(path)
            path = self.newest_table(path)
        path = (*path, last)
        self.note_line(path)
        if many:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = self.newest_table(path)
            self.note_line(path)
        self.at += 2 if many else 1
        return path

    def newest_table(self, path: KeyPath) -> KeyPath:
        """Return the last table of an array of tables; any other path as it is."""
        return (*path, self.lengths[path] - 1) if path in self.lengths else path

    def read_pair(self, table: KeyPath) -> None:
        """Read one `key = value` of `table`."""
        path = table
        for part in self.read_key():
            path = (*path, part)
            self.note_line(path)
        self.at += 1
        self.skip(_BLANK)
        self.read_value(path)

    def read_key(self) -> list[str]:
        """Read a dotted key and the blanks behind it."""
        parts: list[str] = []
        while True:
            self.skip(_BLANK)
            quoted = self.text[self.at] in "\"'"
            raw = self.skip(_STRING if quoted else _BARE)
            parts.append(loads(f"key = {raw}")["key"] if quoted else raw)
            self.skip(_BLANK)
            if not self.text.startswith(".", self.at):
                return parts
            self.at += 1

    def read_value(self, path: KeyPath) -> None:
        opening = self.text[self.at]
        if opening == "[":
            self.read_items(path, "]")
        elif opening == "{":
            self.read_items(path, "}")
        else:
            self.skip(_STRING if opening in "\"'" else _SCALAR)

    def read_items(self, path: KeyPath, closing: str) -> None:
        """Read the items of an array or the pairs of an inline table."""
        self.at += 1
        self.skip(_GAP)
        count = 0
        while self.text[self.at] != closing:
            if closing == "}":
                self.read_pair(path)
            else:
                self.note_line((*path, count))
                self.read_value((*path, count))
            count += 1
            self.skip(_GAP)
            if self.text[self.at] == ",":
                self.at += 1
                self.skip(_GAP)
        self.at += 1
