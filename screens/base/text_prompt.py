"""The prompt for a text of several lines: what its keys do beyond those of a line."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual import events

from screens.base.closed_prompt import CANCEL_KEYS
from screens.base.prompts import LineEdit, LinePrompt
from views.text_rows import caret_cell, find_caret, find_caret_row, lay_out_rows

_TURNS = {"up": -1, "down": 1}
_PAGES = {"pageup": -1, "pagedown": 1}
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
    return replace(edit, caret=find_caret(edit.text, rows, to, cell), select_all=False), cell


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
            return replace(edit, caret=start)
        case "end" | "ctrl+e":
            return replace(edit, caret=end)
        case "ctrl+u":
            return replace(edit, text=text[:start] + text[caret:], caret=start)
        case "ctrl+k":
            return replace(edit, text=text[:caret] + text[end:])
        case _:
            return None


@dataclass
class TextPrompt(LinePrompt):
    """A text of several lines being typed, in which Enter begins a line.

    It is laid out in rows of `cells` cells, of which a page has `page`. `accept` is called by the
    screen that shows it, as is what leaves it.
    """

    cells: int = 77
    page: int = 20
    several_lines: bool = True
    _goal: int | None = None

    def key(self, event: events.Key) -> None:
        """Type, move, begin a line."""
        step = _TURNS.get(event.key, 0) or _PAGES.get(event.key, 0) * max(2, self.page - 1)
        if step:
            self._set(*move_rows(self.edit, step, self.cells, self._goal))
        elif event.key == "enter":
            self._set(self.edit.insert("\n"))
        elif event.key in {"ctrl+home", "ctrl+end"}:
            end = len(self.edit.text) if event.key == "ctrl+end" else 0
            self._set(replace(self.edit, caret=end))
        elif (edited := press_in_line(self.edit, event.key)) is not None:
            self._set(edited)
        elif event.key not in CANCEL_KEYS:
            self._goal = None
            self._type(event)

    def paste(self, text: str) -> None:
        """Put a pasted text in at the caret, whole."""
        self._set(self.edit.insert(text.replace("\r\n", "\n").translate(PLAIN_BREAKS)))

    def _set(self, edit: LineEdit, goal: int | None = None) -> None:
        self._goal = goal
        if edit != self.edit:
            self.edit = edit
            self.changed(edit)
