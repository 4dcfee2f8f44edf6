"""The prompt for a text of several lines: what its keys do beyond those of a line."""

from __future__ import annotations

from dataclasses import dataclass, field

from textual import events

from screens.base.closed_prompt import CANCEL_KEYS
from screens.base.prompts import LineEdit, LinePrompt
from views.text_rows import caret_cell, find_caret, find_caret_row, lay_out_rows

_TURNS = {"up": -1, "down": 1}
_PAGES = {"pageup": -1, "pagedown": 1}
_DELETING = frozenset({"backspace", "ctrl+h", "delete"})
_RECALL, _PASTE = "ctrl+r", "paste"
_STEPS = frozenset({"enter", "ctrl+u", "ctrl+k", "ctrl+w", "alt+backspace", _PASTE})
PAUSE_SECONDS = 2.0
MOST_STEPS = 1000
PLAIN_BREAKS = str.maketrans({"\r": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
"""The line breaks that are no `\\n`, as pasted texts have them; each is one."""


def move_rows(edit: LineEdit, step: int, cells: int, goal: int | None) -> tuple[LineEdit, int]:
    """Move the caret by so many rows of `cells` cells, towards the cell `goal`.

    Returns also the cell that it wanted to be in, to be given for the next such move.
    """
    rows = lay_out_rows(edit.text, cells)
    at = find_caret_row(rows, edit.caret)
    cell = caret_cell(edit.text, rows[at], edit.caret) if goal is None else goal
    to = at + step
    if abs(step) > 1:  # a page ends in the first or the last row, and not beyond it
        to = max(0, min(to, len(rows) - 1))
    return edit._replace(caret=find_caret(edit.text, rows, to, cell), select_all=False), cell


def press_in_line(edit: LineEdit, key: str) -> LineEdit | None:
    """Return what Home, End or a key that deletes up to them makes of the caret's line.

    None for another key.
    """
    text, caret = edit.text, edit.caret
    start = text.rfind("\n", 0, caret) + 1
    end = text.find("\n", caret)
    end = len(text) if end < 0 else end
    match key:
        case "home" | "ctrl+a":
            return edit._replace(caret=start)
        case "end" | "ctrl+e":
            return edit._replace(caret=end)
        case "ctrl+u":
            return edit._replace(text=text[:start] + text[caret:], caret=start)
        case "ctrl+k":
            return edit._replace(text=text[:caret] + text[end:])
        case _:
            return None


@dataclass
class EditHistory:
    """What a text was before each of its steps, and what it was before those were undone.

    A burst of typing, or of deleting, is one step, with the line break that begins it; whatever
    moves the caret, or a pause, ends it. Any other change is a step of its own.
    """

    past: list[LineEdit] = field(default_factory=list)
    undone: list[LineEdit] = field(default_factory=list)
    _burst: str = ""
    _end: LineEdit | None = None
    _at: float = 0.0

    def add_step(self, before: LineEdit, after: LineEdit, key: str, at: float) -> None:
        """Take in a change by a key, at a time in seconds."""
        burst = "" if key in _STEPS else "delete" if key in _DELETING else "type"
        goes_on = burst == self._burst and before == self._end and at - self._at < PAUSE_SECONDS
        if not (burst and goes_on):
            self.past = [*self.past[1 - MOST_STEPS :], before]
        self._burst, self._end, self._at = "type" if key == "enter" else burst, after, at
        self.undone = []

    def undo(self, now: LineEdit) -> LineEdit | None:
        """Return what the text was before its last step; None if there is none."""
        return self._turn(self.past, self.undone, now)

    def redo(self, now: LineEdit) -> LineEdit | None:
        """Return what the text was before that was undone; None if nothing is."""
        return self._turn(self.undone, self.past, now)

    def _turn(
        self, source: list[LineEdit], target: list[LineEdit], now: LineEdit
    ) -> LineEdit | None:
        if not source:
            return None
        target.append(now)
        self._end = None
        return source.pop()


@dataclass
class TextPrompt(LinePrompt):
    """A text of several lines being typed, in which Enter begins a line.

    It is laid out in rows of `cells` cells, of which a page has `page`. `accept` is called by the
    screen that shows it, as is what leaves it.
    """

    cells: int = 77
    page: int = 20
    several_lines: bool = True
    history: EditHistory = field(default_factory=EditHistory)
    _goal: int | None = None

    def key(self, event: events.Key) -> None:
        """Type, move, begin a line."""
        before = self.edit
        self._act(event)
        if self.edit.text != before.text and event.key != _RECALL:
            self.history.add_step(before, self.edit, event.key, event.time)

    def _act(self, event: events.Key) -> None:
        step = _TURNS.get(event.key, 0) or _PAGES.get(event.key, 0) * max(2, self.page - 1)
        if step:
            self._set(*move_rows(self.edit, step, self.cells, self._goal))
        elif event.key == "enter":
            self._set(self.edit.insert("\n"))
        elif event.key in {"ctrl+home", "ctrl+end"}:
            end = len(self.edit.text) if event.key == "ctrl+end" else 0
            self._set(self.edit._replace(caret=end))
        elif (edited := press_in_line(self.edit, event.key)) is not None:
            self._set(edited)
        elif event.key not in CANCEL_KEYS:
            self._goal = None
            self._type(event)

    def paste(self, text: str) -> None:
        """Put a pasted text in at the caret, whole."""
        self.change(self.edit.insert(text.replace("\r\n", "\n").translate(PLAIN_BREAKS)))

    def fill(self, text: str) -> None:
        """Put another text in the place of what is typed, which is kept: steps are of one text."""
        self.history = EditHistory()
        super().fill(text)

    def change(self, edit: LineEdit) -> None:
        """Make a change that is no key's, as one step."""
        if edit.text != self.edit.text:
            self.history.add_step(self.edit, edit, _PASTE, 0.0)
        self._set(edit)

    def undo(self) -> bool:
        """Undo the last step; whether there was one."""
        return self._restore(self.history.undo(self.edit))

    def redo(self) -> bool:
        """Do the step undone last again; whether there was one."""
        return self._restore(self.history.redo(self.edit))

    def _restore(self, edit: LineEdit | None) -> bool:
        if edit is not None:
            self._set(edit)
        return edit is not None

    def _set(self, edit: LineEdit, goal: int | None = None) -> None:
        self._goal = goal
        if edit != self.edit:
            self.edit = edit
            self.changed(edit)
