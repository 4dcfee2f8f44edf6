"""The lines of an address card (vCard 2.1, 3.0 and 4.0), put together and taken apart."""

from __future__ import annotations

import re
from binascii import a2b_qp
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_HEAD = re.compile(r'(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<params>(?:;(?:"[^"]*"|[^":])*)?):', re.ASCII)
_PARAM = re.compile(r';((?:"[^"]*"|[^";])*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_APART = re.compile(r"(?<!\\)((?:\\\\)*);")


@dataclass(frozen=True, slots=True)
class CardLine:
    """One property: its name, its parameters in capitals and its value as it stands there.

    A line that is no property has no name.
    """

    name: str
    value: str
    params: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The whole value without escapes."""
        return unescaped(self.value)

    @property
    def parts(self) -> Sequence[str]:
        """The parts of a value that has several, without escapes."""
        marked = _APART.sub("\\1\0", self.value)
        return [unescaped(part).strip() for part in marked.split("\0")]


def card_lines(text: str) -> Iterator[CardLine]:
    """The properties of a file of cards; lines that were folded are whole again."""
    for line in _whole(re.split(r"\r\n|\r|\n", text)):
        if line.strip():
            yield _property(line)


def unescaped(text: str) -> str:
    """`text` with its escapes taken for what they stand for."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _whole(lines: Sequence[str]) -> Iterator[str]:
    """Lines with what was folded off them; version 2.1 folds at a blank, which stays."""
    whole, old = "", False
    for line in lines:
        if whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper():
            whole = whole[:-1] + line
        elif line[:1] in (" ", "\t") and whole:
            whole += (" " if old else "") + (line.lstrip() if old else line[1:])
        else:
            if whole:
                yield whole
            whole = line
        if whole.upper().startswith("VERSION:"):
            old = whole[8:].strip().startswith("2")
    if whole:
        yield whole


def _property(line: str) -> CardLine:
    head = _HEAD.match(line)
    if head is None:
        return CardLine("", line)
    params = [one.replace('"', "").upper() for one in _PARAM.findall(head["params"])]
    value = line[head.end() :]
    if any("QUOTED-PRINTABLE" in one for one in params):
        value = _printable(value, params)
    return CardLine(head["name"].upper(), value, frozenset(params))


def _printable(value: str, params: Sequence[str]) -> str:
    """A quoted-printable value in the characters that it says it is in."""
    named = [one.partition("=")[2] for one in params if one.startswith("CHARSET=")]
    data = a2b_qp(value.encode("utf-8"))
    for charset in (*named, "utf-8", "gb18030"):
        try:
            return data.decode("gb18030" if charset.startswith("GB") else charset)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")
