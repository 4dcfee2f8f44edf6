"""The page on the shell names every command that there is."""

from __future__ import annotations

import re

import pytest

from tests.house import ROOT
from tui.cli.root import COMMANDS


@pytest.mark.parametrize("folder", ["en", "zh"])
def test_every_command_stands_on_the_page(folder: str) -> None:
    text = (ROOT / f"docs/{folder}/shell.md").read_text(encoding="utf-8")
    cells = [line.replace("\\|", "").split("|")[1] for line in re.findall(r"^\|.*", text, re.M)]
    named = {code.split()[0] for cell in cells for code in re.findall(r"`([^`]+)`", cell)}
    assert named == {*COMMANDS}
