"""The page of keys is made from the commands, and no key means two things."""

from __future__ import annotations

from pathlib import Path

import pytest

from screens import registry
from screens.base.commands import shown_keys
from screens.key_matrix import EXCEPTIONS, KEY_MEANINGS, make_key_matrix
from tests.house import ROOT
from wording.pages import docs_pages

SCREENS = list(registry.SCREENS)


@pytest.mark.parametrize("page", docs_pages("keys"), ids=str)
def test_the_page_of_keys_equals_the_commands(page: Path) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    assert f"<!-- {registry.MARK} -->" in text
    assert registry.replace_keys(page, text) == text, "run: make docs"


@pytest.mark.parametrize("name", SCREENS)
def test_no_key_and_no_id_means_two_things(name: str) -> None:
    for names in (
        [command.id for command in registry.load_commands(name)],
        [key for command in registry.load_commands(name) for key in command.keys],
    ):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("name", SCREENS)
def test_every_letter_has_a_twin_that_an_input_method_does_not_swallow(name: str) -> None:
    for command in registry.load_commands(name):
        assert not command.keys or any(len(key) > 1 or key.isdigit() for key in command.keys), (
            command.id
        )


@pytest.mark.parametrize("name", SCREENS)
def test_keys_are_shown_as_people_write_them(name: str) -> None:
    shown = [key for command in registry.load_commands(name) for key in shown_keys(command.keys)]
    assert [key for key in shown if "_" in key] == []


@pytest.mark.parametrize("name", SCREENS)
def test_a_footer_has_seven_keys_at_most(name: str) -> None:
    assert len([command for command in registry.load_commands(name) if command.footer]) <= 7


@pytest.mark.parametrize("key", KEY_MEANINGS)
def test_a_key_means_one_thing_on_every_screen(key: str) -> None:
    found = make_key_matrix({}).screens
    others = {
        name: keys[key]
        for name, keys in found.items()
        if key in keys and keys[key].id not in KEY_MEANINGS[key]
    }
    assert set(others) == {name for name, excepted in EXCEPTIONS.items() if key in excepted}
    for name, command in others.items():
        footer = [each for each in registry.load_commands(name) if each.footer]
        assert command in footer, "an exception is shown in the footer"
        assert command.keys[0] == key


@pytest.mark.parametrize("key", KEY_MEANINGS)
def test_what_a_key_means_is_on_no_other_letter(key: str) -> None:
    letters = {*KEY_MEANINGS, *map(chr, range(33, 127))}
    for name, keys in make_key_matrix({}).screens.items():
        for other, command in keys.items():
            meant = command.id in KEY_MEANINGS[key] and other in letters - {key}
            assert not meant or (name, other) in TWO_KEYS, (name, other, command.id)


TWO_KEYS = {
    ("help", "colon"),  # the palette, from which it is filtered
    ("review", "i"),
    ("strategy", "H"),
}
"""The second letters of commands that have two, with the screen."""
