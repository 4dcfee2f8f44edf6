"""A command is one class: keys, footer, help, palette and the README's table all read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, ClassVar

from wording import _

_NAMES = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "asterisk": "*",
    "greater_than_sign": ">",
    "less_than_sign": "<",
    "plus": "+",
    "equals_sign": "=",
    "minus": "-",
    "space": "space",
    "exclamation_mark": "!",
    "enter": "Enter",
    "escape": "Esc",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "home": "Home",
    "end": "End",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "insert": "Ins",
    "delete": "Del",
    "tab": "Tab",
}
# Full-width forms arrive while a Chinese input method is on; they act but need not be shown.
_HIDDEN = ("fullwidth_", "_angle_bracket", "ideographic_")


class Command:
    """Something the user can do on a screen.

    The docstring's first line is its help, `label` its name in the footer (8 cells at most), `keys`
    the Textual names of its keys, the first of them shown; a rare command has none and is
    run by its name from the palette. `footer` puts it into the footer;
    `changes` says that it changes the book, which not every store allows; `always` keeps its keys
    working while something is typed.
    Translated where they are shown, so that the language can be settled late.
    """

    id: ClassVar[str]
    keys: ClassVar[tuple[str, ...]]
    label: ClassVar[str]
    footer: ClassVar[bool] = False
    changes: ClassVar[bool] = False
    always: ClassVar[bool] = False

    @staticmethod
    def run(screen: Any) -> None:
        """Do it."""
        raise NotImplementedError

    @staticmethod
    def applies(screen: Any) -> bool:
        """Whether it makes sense now; if not, it is greyed."""
        return True

    @classmethod
    def about(cls) -> str:
        """Return its help line in the user's language."""
        return _((cls.__doc__ or "").strip().splitlines()[0])

    @classmethod
    def name(cls) -> str:
        """Return its label in the user's language."""
        return _(cls.label)


class OnChosen(Command):
    """A command about what is under the cursor."""

    @staticmethod
    def applies(screen: Any) -> bool:
        """Whether there is something."""
        return screen.chosen is not None


def map_keys_to_commands(
    commands: Iterable[type[Command]], rebound: Mapping[str, str]
) -> Mapping[str, str]:
    """Return the id of the command that each key runs; keys of the user's own choice win."""
    own = {key: id for id, keys in rebound.items() for key in keys.split(",")}
    ids = {command.id for command in commands}
    keys = {
        key: command.id for command in commands if command.id not in rebound for key in command.keys
    }
    return {**keys, **{key: id for key, id in own.items() if id in ids}}


def key_name(key: str) -> str:
    """Return a key as people write it: `?`, `ctrl+r`, `F1`."""
    if key in _NAMES:
        return _NAMES[key]
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    prefix, plus, last = key.rpartition("+")
    if plus and last in _NAMES:
        return f"{prefix}+{_NAMES[last]}"
    return key


def shown_keys(keys: Iterable[str]) -> list[str]:
    """Return the names of the keys that are worth showing."""
    return [key_name(key) for key in keys if not any(part in key for part in _HIDDEN)]


def key_table(sections: Sequence[tuple[str, Sequence[type[Command]]]]) -> str:
    """Return the Markdown table of keys that stands in the README, one row a command."""
    rows = ["| Where | Key | Does |", "| --- | --- | --- |"]
    for title, commands in sections:
        for command in commands:
            keys = " ".join(f"`{name}`" for name in shown_keys(command.keys)) or f"`:` {command.id}"
            rows.append(f"| {title} | {keys} | {command.about()} |".replace("`|`", "`\\|`"))
    return "\n".join(rows)
