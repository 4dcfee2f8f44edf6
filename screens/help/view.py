"""What the pane of help and palette says of the row under the cursor. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from screens.base.commands import Command, find_keys, is_shown, shown_keys
from screens.help.purposes import SHELL_TWINS, find_neighbours
from views.styled_text import StyledText, TextLine, flow, line, words
from wording import _

GAP = "   "


def typed_signs(keys: Sequence[str]) -> list[str]:
    """Return the signs that a Chinese input method types for keys, and that do the same."""
    hidden = [key for key in keys if not is_shown(key)]
    return [sign for sign in map(_sign_of, hidden) if sign]


def _sign_of(key: str) -> str:
    for name in (key.replace("_", " "), key.replace("_", "-", 0)):
        for spelled in (name, name.replace("hyphen minus", "hyphen-minus")):
            try:
                return unicodedata.lookup(spelled)
            except KeyError:
                continue
    return ""


def tell_kin(
    commands: Sequence[Command[Any]],
    every: Sequence[Command[Any]],
    rebound: Mapping[str, str],
    other_keys: Mapping[str, Sequence[str]],
) -> Iterator[TextLine]:
    """Yield what else there is to say of the commands of a row: full-width signs that do the same,
    other keys on other screens, what lies beside it, and what does it in the shell.
    """
    keys = [key for each in commands for key in find_keys(each, every, rebound)]
    if signs := typed_signs(keys):
        yield _fact(_("also typed as"), " ".join(signs))
    for other, titles in other_keys.items():
        where = ", ".join(titles)
        yield _fact(_("on {screens}").format(screens=where), other)
    if beside := list(_name_neighbours(commands[0].id, every, rebound)):
        yield _fact(_("beside it"), ", ".join(beside))
    if shell := SHELL_TWINS.get(commands[0].id):
        yield _fact(_("in the shell"), f"netloft {shell}")


def _fact(label: str, text: str) -> TextLine:
    return line(StyledText(f"{label} ", "dim"), StyledText(text, ""))


def _name_neighbours(
    id: str, every: Sequence[Command[Any]], rebound: Mapping[str, str]
) -> Iterator[str]:
    there = {command.id: command for command in every}
    for other in find_neighbours(id):
        if other in there:
            keys = shown_keys(find_keys(there[other], every, rebound))
            yield f"{keys[0] if keys else ':'} {there[other].name()}"


def lay_facts(why: str, facts: Sequence[TextLine], cells: int, *, beside: bool) -> list[TextLine]:
    """Lay out why a row does nothing now, and what else there is to say of it: a line each beside
    the list, else one behind the other.
    """
    lines = flow(words(line(StyledText(why, "amber"))), cells) if why else []
    if beside:
        return [*lines, *(row for fact in facts for row in flow(words(fact), cells))]
    joined: list[StyledText] = []
    for fact in facts:
        joined += [*([StyledText(GAP)] if joined else []), *fact]
    return [*lines, *flow(words(joined), cells)]
