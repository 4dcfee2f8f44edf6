"""Validation of the keys that a user has bound; loads Textual, so only before the app opens."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.keys import KEY_NAME_REPLACEMENTS, Keys, key_to_character

from screens.base.commands import is_shown
from screens.registry import SCREENS, load_commands
from store.settings import Settings, check_keys

CLASHING = ("pipeline", "triage", "welcome", "help")
"""The screens in which a user may not give one key to two commands."""
COMMANDS = [load_commands(name) for name in SCREENS]
MODIFIERS = {"ctrl", "alt", "shift", "meta", "super", "hyper"}
NAMED = {key.value for key in Keys if key.value.isalnum()} | {*KEY_NAME_REPLACEMENTS.values()}
OURS = {key for commands in COMMANDS for command in commands for key in command.keys}


def refuse_bad_keys(settings: Settings) -> None:
    """Refuse keys of the settings that no command has, that do not exist or that clash."""
    clashing = [
        {command.id: list(filter(is_shown, command.keys)) for command in load_commands(name)}
        for name in CLASHING
    ]
    apart = [{command.id: command.keys} for commands in COMMANDS for command in commands]
    check_keys(settings, [*clashing, *apart], key_id)


def key_names(keys: Iterable[str]) -> str:
    """Return the keys of a command as bindings take them, where `+` is known as `plus` alone."""
    return ",".join(key_id(key) or key for key in keys)


def key_id(key: str) -> str | None:
    """Return Textual's name for a key (`+` is `plus`), None where it knows no such key."""
    if len(key) == 1:
        return _character_id(key)
    *modifiers, last = key.split("+")
    named = last in NAMED or _is_character(last, shifted=not modifiers)
    return key if key in OURS or (named and MODIFIERS.issuperset(modifiers)) else None


def _character_id(character: str) -> str | None:
    # In a binding commas part keys and blanks are dropped, so these go by their names alone.
    if character in ", " or not character.isprintable():
        return None
    return next(iter(Binding.make_bindings([Binding(character, "")]))).key


def _is_character(key: str, *, shifted: bool) -> bool:
    """Whether a key is named after a character, by the name that Textual has for it."""
    character = key_to_character(key) if key else None
    if character is None or (character.isupper() and not shifted):
        return False
    return key == ("comma" if character == "," else _character_id(character))
