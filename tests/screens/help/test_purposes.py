"""Every command says what it is for, and what is akin to it is there."""

from __future__ import annotations

from itertools import chain
from typing import get_args

import pytest

from screens.base.commands import Purpose
from screens.help.palette_commands import PALETTE
from screens.help.purposes import (
    NEIGHBOURS,
    PURPOSE_NAMES,
    PURPOSES,
    SHELL_TWINS,
    TWIN_COMMANDS,
    find_neighbours,
    purpose_of,
)
from screens.help.view import typed_signs
from screens.registry import SCREENS, load_commands
from store.setting_specs import SETTINGS
from tui.cli.root import COMMANDS
from wording import use_language
from wording.command_words import COMMAND_WORDS

EVERY = [*chain.from_iterable(load_commands(name) for name in SCREENS), *PALETTE]
IDS = {command.id for command in EVERY}


def test_every_command_has_a_purpose() -> None:
    """A new one gets it in `screens/help/purposes.py`, or by `purpose=` where it is registered."""
    lacking = {each.id for each in EVERY if each.purpose is None and each.id not in PURPOSES}
    assert lacking == set()
    assert {purpose_of(each) for each in EVERY} == set(get_args(Purpose)) == set(PURPOSE_NAMES)


def test_no_purpose_is_given_to_what_is_gone() -> None:
    assert set(PURPOSES) <= IDS
    assert set(TWIN_COMMANDS) | set(TWIN_COMMANDS.values()) <= IDS
    assert set(chain.from_iterable(NEIGHBOURS)) <= IDS
    assert {word for word in COMMAND_WORDS if ":" not in word} <= IDS
    settings = {f"setting:{spec.id}" for spec in SETTINGS}
    assert {word for word in COMMAND_WORDS if ":" in word} <= settings


def test_the_purposes_are_worded_in_both_languages() -> None:
    for lang in ("en", "zh_CN"):
        use_language(lang)
        from wording import _

        names = [_(name) for name in PURPOSE_NAMES.values()]
        assert len(set(names)) == len(names)
        assert all(name.isascii() == (lang == "en") for name in names)


def test_the_shell_has_the_commands_that_are_named() -> None:
    assert set(SHELL_TWINS.values()) <= set(COMMANDS)
    assert set(SHELL_TWINS) <= IDS


@pytest.mark.parametrize(
    ("id", "near"), [("undo", "redo"), ("stage-up", "stage-down"), ("export", "paper")]
)
def test_what_lies_beside_a_command(id: str, near: str) -> None:
    assert find_neighbours(id)[0] == near
    assert id in find_neighbours(near)


@pytest.mark.parametrize(
    ("id", "signs"),
    [
        ("help", "？"),
        ("filter", "／、"),
        ("palette", "："),
        ("stage-up", "＞》"),
        ("mark", "\u3000"),
    ],
)
def test_the_signs_of_an_input_method_are_named(id: str, signs: str) -> None:
    keys = next(command.keys for command in EVERY if command.id == id)
    assert "".join(typed_signs(keys)) == signs
