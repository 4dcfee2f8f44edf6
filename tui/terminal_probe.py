"""What the terminal itself says of its signs and its ground, asked while the app loads.

Box drawing is two cells wide in some terminals for Chinese, and none says so by its name. So the
signs are written, the cursor's place is asked for and all is erased again, before Textual is
loaded; the answer is read once it is. Until Textual has the terminal it does not echo, and what was
typed meanwhile is kept for the app.
"""

from __future__ import annotations

import os
import re
import select
import signal
import sys
import termios
from codecs import getincrementaldecoder
from collections.abc import Callable
from contextlib import suppress
from time import monotonic
from types import FrameType, TracebackType
from typing import Any, NamedTuple, Self

from screens.base.colors import luminance_of, share_of_light
from tui.input_filter import InputFilter
from views.glyphs import PROBE_SIGNS

PATIENCE = 0.05
"""Seconds that an answer is waited for once there is nothing else to do."""
FIRST_COLUMN = 21
"""Where the signs are written: in a place where no key is like the answer. Shift+F3 and the like
are sent as the cursor's place in one of the first columns."""
LEAST_COLUMNS = FIRST_COLUMN + 2 * len(PROBE_SIGNS)
USUAL_COLUMNS = 80
READ_BYTES = 4096
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGTSTP)

_KEEP, _RECALL, _TO_PLACE = "\x1b7", "\x1b8", f"\r\x1b[{FIRST_COLUMN - 1}C"
_ASK_GROUND, _ASK_PLACE, _ERASE = "\x1b]11;?\x1b\\", "\x1b[6n", "\x1b[K"
_PLACE = re.compile(rb"\x1b\[\d+;(\d+)R")
_GROUND = re.compile(rb"\x1b\]11;([^\x07\x1b]*)(?:\x07|\x1b\\)")
_REPORT = re.compile(r"\x1b\[[^@-~]*[@-~]")
_RGB = re.compile(r"rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?", re.I)
_HEX = re.compile(r"#((?:[0-9a-f]{3}){1,4})", re.I)


class ProbeAnswers(NamedTuple):
    """What a terminal answered: how many cells the signs took, and how light its ground is, from 0
    to 1; None where it did not say.
    """

    cells: int | None = None
    luminance: float | None = None


class ReadInput(NamedTuple):
    """Bytes that a terminal sent, read: the answers, whether it has answered, and what was typed
    before, between and after.
    """

    answers: ProbeAnswers
    answered: bool
    typed: bytes


def read_input(data: bytes) -> ReadInput:
    """Take the answers out of what a terminal sent; all else is left as it came."""
    place = next((found for found in _PLACE.finditer(data) if _column(found) >= FIRST_COLUMN), None)
    ground = _GROUND.search(data)
    cells = _column(place) - FIRST_COLUMN if place else None
    luminance = read_luminance(ground[1].decode("ascii", "replace")) if ground else None
    typed = data
    for found in sorted(filter(None, (place, ground)), key=re.Match.start, reverse=True):
        typed = typed[: found.start()] + typed[found.end() :]
    return ReadInput(ProbeAnswers(cells, luminance), place is not None, typed)


def _column(place: re.Match[bytes]) -> int:
    return int(place[1])


def read_luminance(colour: str) -> float | None:
    """Return the relative luminance (WCAG) of a colour as terminals write it: `rgb:1e1e/1e/1e`,
    `rgba:` with one more, `#1e1e1e`; None where it is no colour.
    """
    if found := _RGB.fullmatch(colour):
        parts = list(found.groups())
    elif found := _HEX.fullmatch(colour):
        digits = len(found[1]) // 3
        parts = [found[1][at : at + digits] for at in range(0, 3 * digits, digits)]
    else:
        return None
    return luminance_of(*(share_of_light(int(part, 16) / (16 ** len(part) - 1)) for part in parts))


class TerminalProbe:
    """The questions put to a terminal; a context manager, so that it echoes again in the end.

    `source` is where keys come from and `target` where the app draws, both of the one terminal.
    With `signs` it is asked how wide they are, with `ground` also which colour it has. The place of
    the cursor is asked for last, and with any question: terminals answer in the order in which they
    are asked, and this each of them answers.
    """

    def __init__(self, source: int, target: int, *, signs: bool, ground: bool) -> None:
        self._source, self._received = source, b""
        columns = os.get_terminal_size(target).columns or USUAL_COLUMNS
        self._measures = signs and columns >= LEAST_COLUMNS
        self._asks = (signs or ground) and columns > FIRST_COLUMN
        self._before: list[Any] | None = termios.tcgetattr(source)
        self._give_way: Callable[[int, FrameType | None], None] = self._give_way_to
        # A signal that is passed over, as under nohup, or that has a handler, stays as it is.
        self._watched = [each for each in ENDING if signal.getsignal(each) is signal.SIG_DFL]
        for number in self._watched:
            signal.signal(number, self._give_way)
        try:
            termios.tcsetattr(source, termios.TCSANOW, _without_echo(self._before))
            if self._asks:
                os.write(target, _question(signs=self._measures, ground=ground))
        except BaseException:
            self.release()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.release()

    def read_answers(self, patience: float = PATIENCE) -> ProbeAnswers:
        """Return what the terminal has answered, or answers within so many seconds."""
        deadline = monotonic() + (patience if self._asks else 0.0)
        while not (found := read_input(self._received)).answered:
            if not self._receive(max(0.0, deadline - monotonic())):
                break
        self._received = found.typed
        return found.answers if self._measures else found.answers._replace(cells=None)

    def read_key(self) -> str:
        """Wait for a key and return its first sign; nothing where the terminal is gone. An answer
        that came late is no key.
        """
        decode, swallow = getincrementaldecoder("utf-8")("replace").decode, InputFilter(bool)
        keys = ""
        while not keys and (self._received or self._receive(None)):
            keys = _REPORT.sub("", swallow.feed(decode(self.take_typed())))
        return keys[:1]

    def take_typed(self) -> bytes:
        """Return what was typed so far, once."""
        typed, self._received = self._received, b""
        return typed

    def hand_over(self) -> list[Any] | None:
        """Return how the terminal was before, for whoever gives it back from now on; once."""
        before, self._before = self._before, None
        for number in self._watched:
            if signal.getsignal(number) == self._give_way:
                signal.signal(number, signal.SIG_DFL)
        self._watched = []
        return before

    def release(self) -> None:
        """Have the terminal be as it was before, if that is still to be done here."""
        if (before := self.hand_over()) is not None:
            with suppress(termios.error):  # it is gone
                termios.tcsetattr(self._source, termios.TCSANOW, before)

    def _receive(self, seconds: float | None) -> bool:
        """Read what has come, waiting so long for it; whether there was anything."""
        if not select.select([self._source], [], [], seconds)[0]:
            return False
        try:
            data = os.read(self._source, READ_BYTES)
        except OSError:
            return False
        self._received += data
        return bool(data)

    def _give_way_to(self, number: int, _frame: FrameType | None) -> None:
        self.release()
        os.kill(os.getpid(), number)


def _question(*, signs: bool, ground: bool) -> bytes:
    """Return what to write: all of it in one piece, so that it is erased before it is seen."""
    asked = _ASK_GROUND if ground else ""
    written, erased = (PROBE_SIGNS, f"{_TO_PLACE}{_ERASE}") if signs else ("", "")
    return f"{_KEEP}{asked}{_TO_PLACE}{written}{_ASK_PLACE}{erased}{_RECALL}".encode()


def _without_echo(before: list[Any]) -> list[Any]:
    """Return the modes until Textual has the terminal: its own, but that ctrl+c, ctrl+z and the
    like still end or stop the program.
    """
    attributes = [*before[:6], [*before[6]]]
    attributes[0] &= ~(termios.IXON | termios.IXOFF | termios.ICRNL | termios.INLCR | termios.IGNCR)
    attributes[3] &= ~(termios.ECHO | termios.ICANON | termios.IEXTEN)
    attributes[6][termios.VMIN] = 1
    return attributes


def start_probe(*, signs: bool, ground: bool) -> TerminalProbe | None:
    """Put the questions to the terminal that keys come from, where the app draws there too and is
    in front: in the background it would be stopped for it. None where not.
    """
    source, target = sys.__stdin__, sys.__stderr__
    if source is None or target is None:
        return None
    try:
        target.flush()
        if not target.isatty() or os.tcgetpgrp(source.fileno()) != os.getpgrp():
            return None
        return TerminalProbe(source.fileno(), target.fileno(), signs=signs, ground=ground)
    except (OSError, ValueError, termios.error):
        return None
