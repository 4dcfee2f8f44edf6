"""What takes the keys for a while instead of the commands: a line being typed, a choice, a jump."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from textual import events

from deals.unsaved import Place
from screens.kit.lineedit import LineEdit

_WIDE = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}


class Taker(Protocol):
    """Takes every key until it ends itself."""

    def key(self, event: events.Key) -> None:
        """One key pressed."""

    def paste(self, text: str) -> None:
        """A text pasted."""


def half_width(char: str) -> str:
    """The ASCII twin of a full-width character, itself otherwise."""
    return char.translate(_WIDE)


@dataclass
class TextEntry:
    """A line being typed.

    `changed` is told every new state, `accept` gets the text on Enter and says whether it was
    taken (if not, the line stays as typed), `cancel` ends it. Where given, `step` takes Tab and
    shift+Tab with the text and +1 or -1, and `rove` takes Up and Down. `joint` is put between the
    lines of a text that is pasted. A line with a `place` outlives the app (screens.kit.drafts):
    `label` is what it is known by there, and `recall` takes ctrl+r.
    """

    edit: LineEdit
    changed: Callable[[LineEdit], None]
    accept: Callable[[str], bool]
    cancel: Callable[[], None]
    step: Callable[[str, int], None] | None = None
    rove: Callable[[int], None] | None = None
    joint: str = " "
    place: Place | None = None
    label: str = ""
    recall: Callable[[], None] | None = None

    def key(self, event: events.Key) -> None:
        """Types, moves, accepts or cancels."""
        if event.key == "enter":
            self.accept(self.edit.text)
        elif event.key in {"escape", "ctrl+g", "ctrl+c"}:
            self.cancel()
        elif event.key in {"tab", "shift+tab"}:
            if self.step is not None:
                self.step(self.edit.text, 1 if event.key == "tab" else -1)
        elif event.key in {"up", "down"}:
            if self.rove is not None:
                self.rove(1 if event.key == "down" else -1)
        else:
            self._type(event)

    def _type(self, event: events.Key) -> None:
        if event.key == "ctrl+r" and self.recall is not None:
            self.recall()
            return
        pressed = self.edit.press(event.key)
        if pressed is None and event.is_printable and event.character:
            pressed = self.edit.insert(event.character)
        if pressed is not None and pressed != self.edit:
            self.edit = pressed
            self.changed(pressed)

    def clear(self) -> None:
        """Begins anew with an empty line: what is typed ahead goes on into it."""
        self.edit = LineEdit()
        self.changed(self.edit)

    def paste(self, text: str) -> None:
        """Puts a pasted text in at the caret."""
        self.edit = self.edit.insert(self.joint.join(filter(None, text.splitlines())))
        self.changed(self.edit)


@dataclass
class Choice:
    """One key out of a few; anything else leaves with nothing chosen."""

    options: Mapping[str, Callable[[], None]]
    cancel: Callable[[], None]

    def key(self, event: events.Key) -> None:
        """Runs the option of this key."""
        chosen = self.options.get(half_width(event.character or "") or event.key)
        chosen = chosen or self.options.get(event.key)
        if chosen is None:
            self.cancel()
        else:
            chosen()

    def paste(self, text: str) -> None:
        """Nothing to paste into."""


@dataclass
class Letter:
    """One letter, given as its ASCII twin where there is one; whatever else is pressed as well."""

    chosen: Callable[[str], None]

    def key(self, event: events.Key) -> None:
        """Gives the character of the key, nothing for a key that has none."""
        self.chosen(half_width(event.character or ""))

    def paste(self, text: str) -> None:
        """Nothing to paste into."""
