"""Filter for what a terminal says that is no key: taken out before it is read as keys. Pure.

Terminals answer questions (what are you, which colours, what is in the clipboard), also those that
another program asked before. Textual's parser knows a few answers and gives the characters of all
others to the app as keys, where `>` moves a stage and digits change rooms.
"""

from __future__ import annotations

import re
from collections.abc import Callable

ESC = "\x1b"
PASTE_START, PASTE_END = "\x1b[200~", "\x1b[201~"
# Nobody sends so much on purpose that is not ended: then it was no answer.
LONGEST_STRING = 1 << 20
LONGEST_CONTROL = 64
_BELL = "\x07"
# After ESC these begin a string that goes on to ESC \ or BEL: DCS, OSC, APC, PM, SOS.
_STRINGS = frozenset("P]_^X")
# What the parser takes beside keys: focus, pastes, the cursor's place, sizes, the mouse, modes.
_REPORTS = re.compile(
    r"\x1b\[([IO]|20[01]~|\d+;\d+R|48;[\d:]+;[\d:]+;[\d:]+;[\d:]+t|<?[-\d;]+[mM]|\?\d+;\d\$y)"
)
# The rest of an answer whose start, ESC alone or with one character, was taken for a key.
_REST = re.compile(
    r"\[[<=>?\d][\d;:]*[ -/]*[@-~]"
    r"|\][^\x00-\x1f\x9c]*(?:\x07|\x1b\\|\x9c)|[P_^X][^\x00-\x1f\x9c]*(?:\x1b\\|\x9c)"
)
# Bytes that are no UTF-8, as Python's `surrogateescape` has them: control characters of eight bits
# are those, the others mean nothing.
_RAW_BYTES = {0xDC80 + i: 0x80 + i if i < 0x20 else None for i in range(0x80)}
# These only begin something that other characters follow: a function key of the Linux console, a
# report of the oldest kind of mouse.
_PREFIXES = frozenset({"\x1b[[", "\x1b[M"})


class InputFilter:
    """The filter: keys, pastes and what the parser knows pass, every other answer is swallowed.

    `is_key` says whether a whole control sequence (`ESC [` and so on) is a key. Text may come cut
    into reads at any place, so the start of a sequence is held until it is clear what it is;
    `held_short` and `held_long` say that something is, and how sure it is to be an answer.
    """

    def __init__(self, is_key: Callable[[str], bool]) -> None:
        self._is_key = is_key
        self._held = ""  # the start of a sequence, or the opening of a string
        self._string: int | None = None  # how many characters a string has by now
        self._closing = ""  # what may be the end of a string or of a paste
        self._pasting = False
        self._given_up: str | None = None  # what followed an ESC that was just taken for a key

    @property
    def held_short(self) -> bool:
        """Whether what is held is as likely a key: ESC alone, or with one character (Alt)."""
        if self._string is not None:
            return not self._string
        return bool(self._held) and len(self._held) <= 2

    @property
    def held_long(self) -> bool:
        """Whether something is held that nobody types."""
        return (self._string is not None or bool(self._held)) and not self.held_short

    def feed(self, text: str) -> str:
        """Return what of the text, and of what was held before, goes on to the parser."""
        text = text.translate(_RAW_BYTES)
        if self._given_up is not None:
            text, self._given_up = _without_rest(text, self._given_up), None
        return "".join(map(self._take, text))

    def give_up(self) -> str:
        """Return a key that was held, as nothing more came; the start of an answer is dropped."""
        typed = self._drop() + self._closing
        self._closing = ""
        self._given_up = typed[1:] if typed.startswith(ESC) else None
        return typed

    def _take(self, char: str) -> str:
        if self._pasting:
            return self._paste(char)
        if "\x80" <= char <= "\x9f":  # a control character of eight bits: ESC and another one
            return self._take(ESC) + self._take(chr(ord(char) - 0x40))
        if self._string is not None:
            return self._in_string(char)
        if not self._held:
            return self._start(char)
        if self._held == ESC:
            return self._after_escape(char)
        return self._in_control(char)

    def _start(self, char: str) -> str:
        if char != ESC:
            return char
        self._held = char
        return ""

    def _after_escape(self, char: str) -> str:
        if char == ESC:
            return ESC
        if char in _STRINGS:
            self._string = 0
        if char in _STRINGS or char == "[":
            self._held += char
            return ""
        self._held = ""
        return ESC + char

    def _in_control(self, char: str) -> str:
        sequence = self._held + char
        if not " " <= char <= "~":
            return self._drop() + self._take(char)
        if char < "@" and not (char == "$" and self._is_key(sequence)):
            self._held = sequence[:LONGEST_CONTROL]
            return ""
        self._held = ""
        if sequence == PASTE_START:
            self._pasting = True
        known = sequence in _PREFIXES or _REPORTS.fullmatch(sequence) or self._is_key(sequence)
        return sequence if known else ""

    def _in_string(self, char: str) -> str:
        if self._closing:
            self._closing = ""
            if char == "\\":
                return self._forget()
            return self._drop() + self._take(ESC) + self._take(char)
        if char == ESC:
            self._closing = ESC
            return ""
        if char == _BELL:
            return self._forget()
        if char < " " or char == "\x7f":  # no such thing stands in an answer: it is a key
            return self._drop() + self._take(char)
        self._string = (self._string or 0) + 1
        return self._forget() if self._string > LONGEST_STRING else ""

    def _forget(self) -> str:
        self._held, self._string = "", None
        return ""

    def _drop(self) -> str:
        """End what is held; of it a key is given back, of an answer nothing."""
        typed = self._held if len(self._held) <= 2 and not self._string else ""
        self._forget()
        return typed

    def _paste(self, char: str) -> str:
        """Read on up to the end sign of a paste; any other ESC in it would be read as keys."""
        closing = self._closing + char
        if closing == PASTE_END:
            self._pasting, self._closing = False, ""
            return closing
        if PASTE_END.startswith(closing):
            self._closing = closing
            return ""
        self._closing = ESC if char == ESC else ""
        return (closing[1:-1] if len(closing) > 1 else "") + (char if char != ESC else "")


def _without_rest(text: str, start: str) -> str:
    """Return the text less the rest of an answer, if one begins with `start` before it."""
    found = _REST.match(start + text)
    return text[found.end() - len(start) :] if found else text


def without_answers(line: str) -> str:
    """Return a line typed where no parser is, without what the terminal said in between."""
    found = InputFilter(lambda sequence: sequence[2] not in "<=>?")
    return found.feed(line) + found.give_up()
