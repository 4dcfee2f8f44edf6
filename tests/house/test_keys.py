"""The README's key table is made from the commands, and no key means two things."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from screens import registry
from screens.base.commands import Command, shown_keys
from screens.base.help import CommandsScreen
from screens.followups.commands import FOLLOWUPS
from screens.log.commands import LOG
from screens.people.commands import PEOPLE
from screens.pipeline.commands import PIPELINE
from screens.strategy.commands import STRATEGY
from screens.triage.commands import TRIAGE
from screens.welcome.commands import WELCOME
from tests.house import ROOT

SCREENS = (PIPELINE, TRIAGE, PEOPLE, STRATEGY, LOG, FOLLOWUPS, WELCOME, CommandsScreen.commands)


def test_the_table_in_the_readme_equals_the_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert registry.START in readme
    assert registry.replace_table(readme) == readme, "run: python -m screens.registry README.md"


@pytest.mark.parametrize("commands", SCREENS)
def test_no_key_and_no_id_means_two_things(commands: Sequence[type[Command]]) -> None:
    for names in (
        [command.id for command in commands],
        [key for command in commands for key in command.keys],
    ):
        assert len(names) == len(set(names))


@pytest.mark.parametrize("commands", SCREENS)
def test_every_letter_has_a_twin_that_an_input_method_does_not_swallow(
    commands: Sequence[type[Command]],
) -> None:
    for command in commands:
        assert not command.keys or any(len(key) > 1 or key.isdigit() for key in command.keys), (
            command.id
        )


@pytest.mark.parametrize("commands", SCREENS)
def test_keys_are_shown_as_people_write_them(commands: Sequence[type[Command]]) -> None:
    shown = [key for command in commands for key in shown_keys(command.keys)]
    assert [key for key in shown if "_" in key] == []


@pytest.mark.parametrize("commands", SCREENS)
def test_a_footer_has_seven_keys_at_most(commands: Sequence[type[Command]]) -> None:
    assert len([command for command in commands if command.footer]) <= 7
