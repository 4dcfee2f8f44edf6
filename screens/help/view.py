"""What the pane of help and palette says of the row under the cursor. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from screens.base.commands import Command, find_keys, is_shown, shown_keys
from screens.help.purposes import SHELL_TWINS, find_neighbours
from views.styled_text import StyledText, TextLine, flow, line, words
from wording import _

GAP = "   "
MOST_NAMED = 3
"""The screens up to which they are named; so many more are all others, or nearly."""


_TYPED = (*range(0x3000, 0x3012), *range(0xFF01, 0xFF5F))
"""The signs that Chinese input methods type in the place of keys."""


@cache
def _signs_by_key() -> Mapping[str, str]:
    """Return the signs by Textual's names of them, which are made of those in Unicode."""
    names = {chr(code): unicodedata.name(chr(code)) for code in _TYPED}
    return {re.sub("[ -]", "_", name).lower(): sign for sign, name in names.items()}


def typed_signs(keys: Sequence[str]) -> list[str]:
    """Return the signs that a Chinese input method types for keys, and that do the same."""
    signs = _signs_by_key()
    return [signs[key] for key in keys if not is_shown(key) and key in signs]


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
        where = _(", ").join(titles)
        some = len(titles) <= MOST_NAMED
        yield _fact(_("on {screens}").format(screens=where) if some else _("elsewhere"), other)
    if beside := list(_name_neighbours(commands[0].id, every, rebound)):
        yield _fact(_("beside it"), _(", ").join(beside))
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
