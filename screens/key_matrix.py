"""The keys of all screens side by side, and what some of them mean on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from screens.base.commands import Command, key_name, map_keys_to_commands, shown_keys
from screens.registry import SCREENS, load_commands
from views.styled_text import fit, width
from wording import _

KEY_MEANINGS: Mapping[str, frozenset[str]] = {
    "S": frozenset({"key-project"}),
    "B": frozenset({"brief"}),
    "C": frozenset({"copy"}),
    "W": frozenset({"paper"}),
    "D": frozenset({"delete", "market-delete", "drop-line"}),
    "a": frozenset({"add", "market-add"}),
    "e": frozenset({"edit", "market-edit", "write", "evidence"}),
    "n": frozenset({"next", "follow-up"}),
    "y": frozenset({"touch"}),
    "slash": frozenset({"find", "filter", "find-lessons"}),
    "greater_than_sign": frozenset({"follow", "stage-up"}),
    "v": frozenset({"view", "views"}),
    "space": frozenset({"mark"}),
    "p": frozenset({"preview", "detail"}),
    "q": frozenset({"back"}),
    "u": frozenset({"undo"}),
    "question_mark": frozenset({"help", "close"}),
}
"""The ids of the commands that a key runs wherever a screen has one of them: to delete, to add, to
edit, the next action, a touch, to find, the thread (on lists of projects the stage), another view
(of a room its pictures and its list), to mark, more of what is under the cursor, back, undo, help;
the star of a key project, a paper, the page before a visit, and to copy what stands there.
"""
EXCEPTIONS: Mapping[str, frozenset[str]] = {
    "strategy": frozenset({"y", "p", "n", "question_mark"}),
    "plan": frozenset({"n"}),
    "market": frozenset({"n"}),
    "triage": frozenset({"space"}),
    "week": frozenset({"greater_than_sign"}),
    "welcome": frozenset({"y", "n"}),
    "help": frozenset({"v"}),
}
"""The keys that mean something else on a screen, whose footer says so."""
_GAP = 2

ScreenKeys = Mapping[str, Command[Any]]


@dataclass(frozen=True, slots=True)
class KeyMatrix:
    """The command that each key runs on each screen: by the screen's name, then by the key's."""

    screens: Mapping[str, ScreenKeys]

    @property
    def keys(self) -> Sequence[str]:
        """The keys that a person types, as letters, signs and those with a name."""
        found = {key for keys in self.screens.values() for key in keys}
        shown = [key for key in found if shown_keys([key]) and "+" not in key]
        return sorted(shown, key=_order_key)

    def cell(self, key: str, screen: str) -> str:
        """Return what the command of a key is called on a screen; empty where it has none."""
        command = self.screens[screen].get(key)
        return "" if command is None else command.name()


def _order_key(key: str) -> tuple[int, str, bool]:
    name = key_name(key)
    kinds = (len(name) == 1 and name.isalpha(), len(name) == 1 and name.isdigit(), len(name) == 1)
    return kinds.index(True) if any(kinds) else len(kinds), name.lower(), name.isupper()


def make_key_matrix(rebound: Mapping[str, str]) -> KeyMatrix:
    """Return the keys of all screens, those of the user's own choice included."""
    screens = dict[str, ScreenKeys]()
    for name in SCREENS:
        commands = {command.id: command for command in load_commands(name)}
        keys = map_keys_to_commands(commands.values(), rebound)
        screens[name] = {key: commands[id] for key, id in keys.items()}
    return KeyMatrix(screens)


def matrix_lines(matrix: KeyMatrix, cells: int) -> Iterator[str]:
    """Yield the matrix as lines of at most so many cells: as many screens beside one another as
    there is room for, then the others below.
    """
    first = max(width(key_name(key)) for key in matrix.keys) + _GAP
    columns = {name: _column_cells(matrix, name) for name in matrix.screens}
    block, room = list[str](), cells - first
    for name, needed in columns.items():
        if block and needed > room:
            yield from _block_lines(matrix, block, columns, first)
            yield ""
            block, room = [], cells - first
        block.append(name)
        room -= needed
    yield from _block_lines(matrix, block, columns, first)


def _title(name: str) -> str:
    entry = SCREENS[name]
    return _(entry.label or entry.title)


def _column_cells(matrix: KeyMatrix, name: str) -> int:
    texts = [_title(name), *(matrix.cell(key, name) for key in matrix.keys)]
    return max(map(width, texts)) + _GAP


def _block_lines(
    matrix: KeyMatrix, names: Sequence[str], columns: Mapping[str, int], first: int
) -> Iterator[str]:
    titles = [fit(_title(name), columns[name]) for name in names]
    yield "".join([" " * first, *titles]).rstrip()
    for key in matrix.keys:
        texts = [fit(matrix.cell(key, name), columns[name]) for name in names]
        if any(text.strip() for text in texts):
            yield "".join([fit(key_name(key), first), *texts]).rstrip()
