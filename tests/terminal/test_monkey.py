"""Whatever is typed, pasted or answered: no crash, no hang, terminal and store in order."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from random import SystemRandom

import pytest

from tests.terminal.desk import LANGUAGES
from tests.terminal.monkey import Monkey, actions

pytestmark = pytest.mark.terminal

ACTIONS = 120
SECONDS = float(os.environ.get("NETLOFT_MONKEY_SECONDS", "600"))


def test_a_seed_draws_the_same_actions_again() -> None:
    first, again = actions(7), actions(7)
    assert [next(first) for _ in range(300)] == [next(again) for _ in range(300)]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_monkey_at_the_keyboard_breaks_nothing(
    tmp_path: Path, lang: str, counted: Callable[[str], None]
) -> None:
    seed = int(os.environ.get("NETLOFT_MONKEY_SEED", str(LANGUAGES.index(lang) + 1)))
    counted(f"{lang}, seed {seed}: {Monkey(tmp_path, lang, seed).run(ACTIONS)}")


@pytest.mark.soak
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_for_minutes(tmp_path: Path, lang: str, counted: Callable[[str], None]) -> None:
    drawn = str(SystemRandom().randrange(10**6))
    seed = int(os.environ.get("NETLOFT_MONKEY_SEED", drawn))
    done = Monkey(tmp_path, lang, seed).run(10**9, SECONDS / len(LANGUAGES))
    counted(f"{lang}, seed {seed}: {done}")
