"""One line of text being typed: a value, its caret, and what the editing keys do to them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from screens.kit.cells import clean, head, tail, width
from screens.kit.spans import Line, Span


@dataclass(frozen=True, slots=True)
class LineEdit:
    """A text and the caret's place in it, counted in characters from the start.

    While `fresh` the whole text counts as selected: what is typed takes its place, and any key
    that moves keeps it.
    """

    text: str = ""
    caret: int = 0
    fresh: bool = False

    @classmethod
    def of(cls, text: str, *, fresh: bool = False) -> LineEdit:
        """An edit of `text` with the caret at its end."""
        return cls(text, len(text), fresh and bool(text))

    def insert(self, typed: str) -> LineEdit:
        """With `typed` put in at the caret."""
        if self.fresh:
            return LineEdit.of(typed)
        return LineEdit(
            self.text[: self.caret] + typed + self.text[self.caret :], self.caret + len(typed)
        )

    def press(self, key: str) -> LineEdit | None:
        """What an editing key makes of it; None if the key is not one."""
        act = _KEYS.get(key)
        if act is None:
            return None
        if self.fresh and key in _CUTS:
            return LineEdit()
        return act(replace(self, fresh=False))

    def left(self) -> LineEdit:
        """Caret one character back, combining marks taken along."""
        caret = max(0, self.caret - 1)
        while caret > 0 and width(self.text[caret]) == 0:
            caret -= 1
        return replace(self, caret=caret)

    def right(self) -> LineEdit:
        """Caret one character on, combining marks taken along."""
        caret = min(len(self.text), self.caret + 1)
        while caret < len(self.text) and width(self.text[caret]) == 0:
            caret += 1
        return replace(self, caret=caret)

    def home(self) -> LineEdit:
        """Caret to the start."""
        return replace(self, caret=0)

    def end(self) -> LineEdit:
        """Caret to the end."""
        return replace(self, caret=len(self.text))

    def word_left(self) -> LineEdit:
        """Caret to the start of the word before it."""
        before = self.text[: self.caret].rstrip()
        return replace(self, caret=before.rfind(" ") + 1)

    def word_right(self) -> LineEdit:
        """Caret behind the word after it."""
        rest = self.text[self.caret :]
        blanks = len(rest) - len(rest.lstrip())
        stop = rest.find(" ", blanks)
        return replace(self, caret=self.caret + (stop if stop >= 0 else len(rest)))

    def _without(self, other: LineEdit) -> LineEdit:
        low, high = sorted((self.caret, other.caret))
        return LineEdit(self.text[:low] + self.text[high:], low)

    def backspace(self) -> LineEdit:
        """Less the character before the caret."""
        return self._without(self.left())

    def delete(self) -> LineEdit:
        """Less the character after the caret."""
        return self._without(self.right())

    def cut_word(self) -> LineEdit:
        """Less the word before the caret."""
        return self._without(self.word_left())

    def cut_start(self) -> LineEdit:
        """Less all before the caret."""
        return self._without(self.home())

    def cut_end(self) -> LineEdit:
        """Less all after the caret."""
        return self._without(self.end())

    def view(self, cells: int) -> tuple[Line, int]:
        """The part around the caret in exactly `cells` cells, and the caret's cell in it."""
        if self.fresh:
            text = head(clean(self.text), cells)
            rest = " " * (cells - width(text))
            return (Span(text, "caret"), Span(rest, "field")), min(width(text), cells - 1)
        # A line is at most `cells` characters long on either side, however long the text.
        before = tail(clean(self.text[max(0, self.caret - 4 * cells) : self.caret]), cells - 2)
        after = clean(self.text[self.caret : self.caret + 4 * cells])
        at = after[:1] or " "
        rest = head(after[1:], cells - width(before) - width(at))
        pad = " " * (cells - width(before) - width(at) - width(rest))
        return (
            Span(before, "field"),
            Span(at, "caret"),
            Span(rest + pad, "field"),
        ), width(before)


_KEYS = {
    "left": LineEdit.left,
    "ctrl+b": LineEdit.left,
    "right": LineEdit.right,
    "home": LineEdit.home,
    "ctrl+a": LineEdit.home,
    "end": LineEdit.end,
    "ctrl+e": LineEdit.end,
    "ctrl+left": LineEdit.word_left,
    "alt+b": LineEdit.word_left,
    "ctrl+right": LineEdit.word_right,
    "alt+f": LineEdit.word_right,
    "backspace": LineEdit.backspace,
    "ctrl+h": LineEdit.backspace,
    "delete": LineEdit.delete,
    "ctrl+w": LineEdit.cut_word,
    "alt+backspace": LineEdit.cut_word,
    "ctrl+u": LineEdit.cut_start,
    "ctrl+k": LineEdit.cut_end,
}
_CUTS = frozenset({"backspace", "ctrl+h", "delete", "ctrl+w", "alt+backspace", "ctrl+u", "ctrl+k"})
