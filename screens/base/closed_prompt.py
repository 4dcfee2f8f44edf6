"""What is typed just after a prompt closed: it was meant for the prompt, and runs no command.

Whoever types does not see at once that a line is closed, nor does a text that comes as keys because
a terminal does not say that it is pasted. So keys that type do nothing until there was a pause.
Behind a choice this holds only where it was an answer: one that changed the book, or was refused. A
choice that shows something else, or leaves all as it was, asked for nothing that could be typed on:
keys behind it run, unless they come faster than anybody types, as a text that is pasted does.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from time import monotonic

from textual import events

ESCAPE_SECONDS = 1.0
"""For so long Esc only settles what is typed: it was to close the prompt that has closed."""
FIRST_SECONDS = 0.15
"""A key that follows the closing faster than this was typed by who had not seen it yet."""
TYPING_SECONDS = 0.3
"""Keys that follow that one, and one another, faster than this are the same text."""
LOST_SECONDS = 1.0
"""Keys that follow a single one that ran nothing faster than this were typed for what it opens."""
PASTED_SECONDS = 0.03
"""Keys that follow one another faster than this are no typing."""
UNUSED_CELLS = 200
"""Of how many cells what was not used is shown."""
CANCEL_KEYS = frozenset({"escape", "ctrl+g", "ctrl+c"})
"""The keys by which users close a prompt themselves."""
_TYPED_KEYS = frozenset({"enter", "tab", "backspace"})
MOVES = frozenset({"up", "down", "top", "bottom"})
"""The commands that change nothing but where the cursor stands."""
ANSWERS = frozenset({"answer-yes", "answer-partly", "answer-no", "answer-unknown"})
"""The commands that answer a question by one key, and go on to the next."""


def is_typed(event: events.Key) -> bool:
    """Return whether texts are typed with this key."""
    return bool(event.is_printable and event.character) or event.key in _TYPED_KEYS


@dataclass(slots=True)
class ClosedPrompt:
    """When the last prompt closed by Enter or by itself, and what was typed on after that.

    Times are seconds of `clock`, by which Textual stamps keys; a key that was typed ahead is older
    than the closing. `line` says that what closed was a line, not a choice. `text` is what was
    typed on and ran nothing, `moved` the keys that only moved the cursor before that: who chooses
    quickly moves on at once, and where it was a text nothing is changed by that. `answer` says that
    what closed was no prompt but a question answered by one key, behind which only words are kept:
    they were to be its evidence. `missed` is the key that was to open a line and opened none: what
    is typed behind it is the text of that line, unless it is that key again.
    """

    clock: Callable[[], float] = monotonic
    at: float = -inf
    typed_at: float = -inf
    line: bool = False
    text: str = ""
    moved: str = ""
    answer: bool = False
    missed: str = ""
    wrote: bool = False
    pressed_at: float = -inf

    def press(self, event: events.Key) -> None:
        """Take notice of a key that a prompt is given."""
        self.pressed_at, self.wrote = event.time, False

    def close(self, *, line: bool) -> None:
        """Take notice that a prompt has closed."""
        self.at = self.typed_at = self.clock()
        self.line, self.text, self.moved, self.answer, self.missed = line, "", "", False, ""

    def close_question(self) -> None:
        """Take notice that one key has answered a question."""
        self.forget()
        self.typed_at, self.answer = self.clock(), True

    def begin_text(self, event: events.Key) -> None:
        """Take notice of a letter that a choice does not have: a text may go on from it."""
        self.close(line=True)
        self.typed_at, self.moved = event.time, event.character or ""

    def miss(self, event: events.Key) -> None:
        """Take notice of a key that found nothing to change: a line for its text did not open."""
        if not is_typed(event):
            return
        self.close(line=True)
        self.at, self.typed_at, self.missed = -inf, event.time, event.key

    @property
    def took_words(self) -> bool:
        """Whether what is typed on is likely a text: behind a line, or an answer, not a menu."""
        return self.line or self.answer

    def forget(self) -> None:
        """Take notice that it was the user who closed it."""
        self.at = self.typed_at = -inf
        self.text, self.moved, self.answer, self.missed = "", "", False, ""

    def settles(self, event: events.Key) -> bool:
        """Return whether an Esc came so early that it was meant for the prompt."""
        self.typed_at = -inf
        return event.time - self.at < ESCAPE_SECONDS

    def _holds(self, event: events.Key, *, warned: bool) -> bool:
        """Whether nothing runs at once behind what has closed."""
        answered = self.line or self.answer or self.wrote or warned
        pasted = event.time - self.pressed_at < PASTED_SECONDS
        return answered or pasted or bool(self.text or self.moved)

    @property
    def _patience(self) -> float:
        """How many seconds later a key still goes on with what was typed."""
        if len(self.text.strip()) == 1 and not self.moved:
            return LOST_SECONDS
        going_on = bool(self.text or self.moved or self.answer)
        return TYPING_SECONDS if going_on else FIRST_SECONDS

    def keeps(
        self,
        event: events.Key,
        *,
        choosing: bool,
        command: str | None = None,
        warned: bool = False,
    ) -> bool:
        """Return whether a key goes on with what was typed, and remember it if so.

        While there is a choice (`choosing`) only what follows a line does: one choice after
        the other may be made as fast as anyone can. `command` is what the key would run, `warned`
        that a refusal stands: behind a choice, of what was chosen.
        """
        late = event.time - self.typed_at >= self._patience
        opens = bool(self.moved) and not self.line and event.key == "enter"  # what it moved to
        let_go = opens or not self._holds(event, warned=warned) or (choosing and not self.line)
        if late or let_go or not is_typed(event):
            self.typed_at = -inf
            return False
        if not self.text and self.answer and not _is_word(event, command):
            if command not in ANSWERS | MOVES:
                self.typed_at = -inf  # whoever runs another command goes on with something else
            return False
        if not self.text and event.key == self.missed:
            return False
        return self._remember(event, moves=not choosing and command in MOVES)

    def _remember(self, event: events.Key, *, moves: bool) -> bool:
        """Remember a key that goes on; return whether it is kept from running: a move is not."""
        self.typed_at = max(self.typed_at, event.time)
        char = " " if event.key in _TYPED_KEYS else event.character or ""
        if moves and not self.text:
            self.moved += char
            return False
        self.at, self.text = max(self.at, event.time), f"{self.text}{self.moved}{char}"
        self.moved = ""
        return True


def _is_word(event: events.Key, command: str | None) -> bool:
    """Whether a key behind an answer begins a word, and neither answers nor moves."""
    return (event.character or "").isalpha() and command not in ANSWERS | MOVES
