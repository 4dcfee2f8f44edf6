"""The terminal as the app reads it: Textual's driver behind a filter for what is no key."""

from __future__ import annotations

import os
import re
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable
from io import BufferedWriter, FileIO, TextIOWrapper
from select import select
from selectors import EVENT_READ, SelectSelector
from signal import SIGSTOP
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.message import Message

from screens.base.app import BaseApp, EscapedKey
from tui.input_filter import InputFilter
from tui.tty import HangUpWatch

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer
    from textual.app import App

    from tui.terminal_probe import TerminalProbe

READ_BYTES = 4096
TICK_SECONDS = 0.1
# The rest of an answer may be in a packet that comes late, on a line that stalls; of a key it never
# is.
ANSWER_SECONDS = 2.0
# A character with Alt. Textual waits for more of it, and where another ESC follows, as when the key
# is held down, or much else, it would give the bare character.
_ALT = re.compile("(\x1b[^\x1b[O])")


class InputParser(XTermParser):
    """Textual's parser, fed with what its filter lets pass.

    `clock` counts seconds; it decides when the start of a sequence was a key after all.
    """

    def __init__(self, debug: bool = False, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._filter = InputFilter(self._is_key)
        self._give_up_at: float | None = None
        super().__init__(debug)

    def _is_key(self, sequence: str) -> bool:
        return any(True for _key in self._sequence_to_key_events(sequence))

    def feed(self, data: str) -> Iterable[Message]:
        """Yield what the text holds for the app; an empty one is the end of all input."""
        passed = self._filter.feed(data) if data else self._filter.give_up()
        for part in filter(None, _ALT.split(passed)):
            if _ALT.fullmatch(part):
                yield from map(self._with_alt, super().feed(part))
                yield from self._end_sequence()
            else:
                yield from super().feed(part)
        if not data:
            yield from super().feed(data)
        self._give_up_at = None
        if self._filter.held_short:
            self._give_up_at = self._clock() + constants.ESCAPE_DELAY
        elif self._filter.held_long:
            self._give_up_at = self._clock() + ANSWER_SECONDS

    def tick(self) -> Iterable[Message]:
        """Yield what is clear only now that nothing more has come; to be called at intervals."""
        if self._give_up_at is not None and self._clock() >= self._give_up_at:
            self._give_up_at = None
            if passed := self._filter.give_up():
                yield from super().feed(passed)
                yield from self._end_sequence()  # it has waited long enough already
        yield from self._given_back(super().tick())

    def _end_sequence(self) -> Iterable[Message]:
        """Have the parser take what it holds for a key, if it holds anything."""
        if self._timeout_time is not None:
            self._timeout_time = 0.0
            yield from self._given_back(super().tick())

    def _given_back(self, messages: Iterable[Message]) -> Iterable[Message]:
        """Yield what Textual makes of a sequence that it gives up: its ESC is the first key's."""
        for at, message in enumerate(messages):
            yield message if at else self._with_alt(message)

    def _with_alt(self, message: Message) -> Message:
        """Return a key behind an ESC as one with Alt; Textual leaves it out of signs and Enter."""
        if isinstance(message, Key) and (message.key == "enter" or message.is_printable):
            (behind,) = self._sequence_to_key_events(message.character or "\r")
            return EscapedKey(message.key.removeprefix("alt+"), behind)
        return message


class Outlet(FileIO):
    """The terminal as it is written to; one that is gone takes everything, and shows nothing.

    An error would end the thread that writes. The app, which writes to it as it leaves, would then
    wait for it for ever.
    """

    def write(self, data: ReadableBuffer) -> int:
        """Write some of the data; return how many bytes are done with."""
        while True:
            try:
                written = super().write(data)
                if written is not None:
                    return written
                select([], [self], [])  # another program has left it non-blocking
            except OSError:
                return memoryview(data).nbytes


class TerminalDriver(LinuxDriver):
    """Textual's driver with another parser; a byte that is no UTF-8 does not end the app, being
    stopped from outside leaves neither the keys nor the terminal in disorder, and a terminal that
    is gone ends the app as leaving it does, signalled or not.

    With a `probe` it has the terminal from that, and acts first on what was typed until then.
    """

    probe: TerminalProbe | None = None

    def __init__(self, app: App[None], **how: Any) -> None:
        super().__init__(app, **how)
        stream = self._file
        assert stream is not None
        outlet = BufferedWriter(Outlet(stream.fileno(), "w", closefd=False))
        self._file = TextIOWrapper(outlet, stream.encoding, "replace")
        self._watch = HangUpWatch(self.fileno)

    def start_application_mode(self) -> None:
        """Take the terminal, which is given back as it was before it was asked anything."""
        if isinstance(self._app, BaseApp):
            self._app.shown_cells.forget()
        start: Callable[[], None] = super().start_application_mode
        start()
        if self.probe is not None and self.attrs_before is not None:
            self.attrs_before = self.probe.hand_over() or self.attrs_before

    # Both signals are acted on by the loop: in the middle of a write, whose lock is then held, a
    # handler that writes would wait for itself.

    def _sigtstp_application(self, *_: object) -> None:
        if self._loop.is_closed():
            os.kill(os.getpid(), SIGSTOP)
        else:
            self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_: object) -> None:
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._go_on)

    def _go_on(self) -> None:
        """Go on after a stop; one that came without a warning (SIGSTOP) is made up for first.

        Textual would begin anew beside what still runs: two threads would share the keys, and the
        raw terminal be taken for how it was found, and so be left.
        """
        if not self._app.is_running:
            return  # it is leaving, and has given the terminal back
        if self._auto_restart and not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read the terminal and hand on what it holds, until the app is left."""
        parser = InputParser(self._debug)
        decode = getincrementaldecoder("utf-8")(errors="surrogateescape").decode
        if self.probe is not None and (ahead := decode(self.probe.take_typed())):
            for message in parser.feed(ahead):
                self.process_message(message)
        with SelectSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(TICK_SECONDS):
                    data = self._read()
                    if not data and self._watch.hung_up():
                        self._app.call_later(self._app.exit)
                        return
                    text = decode(data)
                    for message in parser.feed(text) if text else ():
                        self.process_message(message)
                for message in parser.tick():
                    self.process_message(message)

    def _read(self) -> bytes:
        """Return what there is to read; nothing where the terminal is gone."""
        try:
            return os.read(self.fileno, READ_BYTES)
        except OSError:
            return b""
