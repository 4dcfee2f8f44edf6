"""The page on the shell names every command that there is."""

from __future__ import annotations

import re

import pytest

from tests.house import ROOT
from tui.cli.root import COMMANDS


@pytest.mark.parametrize("folder", ["en", "zh"])
def test_every_command_stands_on_the_page(folder: str) -> None:
    text = (ROOT / f"docs/{folder}/shell.md").read_text(encoding="utf-8")
    tables = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    named = {word for code in re.findall(r"`([^`]+)`", tables) for word in code.split()[:1]}
    assert {*COMMANDS} - named == set()
    assert {name for name in named if not name.startswith("-")} - {*COMMANDS} == set()
