"""The README's key table is made from the commands, and no key means two things."""

from __future__ import annotations

import pytest

from screens import registry
from screens.base.commands import shown_keys
from tests.house import ROOT

SCREENS = list(registry.SCREENS)


def test_the_table_in_the_readme_equals_the_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert registry.START in readme
    assert registry.replace_table(readme) == readme, "run: python -m screens.registry README.md"


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
