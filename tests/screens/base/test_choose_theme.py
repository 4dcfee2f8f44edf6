"""Choosing a theme: each is shown as it is gone over, Esc brings the former one back."""

from __future__ import annotations

import pytest

from screens.base.choose_theme import NAMES, find_theme
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("dark", "dark"),
        (" Nord ", "nord"),
        ("gr", "gruvbox"),
        ("solarized", None),
        ("x", None),
        ("", None),
    ],
)
def test_a_theme_is_found_by_its_name_or_its_only_beginning(text: str, found: str | None) -> None:
    assert find_theme(text) == found


async def test_a_theme_is_shown_as_it_is_gone_over_and_kept_by_enter() -> None:
    async with at_desk(PipelineScreen(), project(name="Harbour")) as desk:
        await open_choice(desk)
        assert "auto  dark  light  contrast" in desk.foot()
        await desk.press("down", "down")
        assert shown(desk) == ("light", "#ffffff")
        await desk.press("escape")
        assert shown(desk) == ("auto", "#121212")
        await open_choice(desk)
        await desk.type("gru")
        assert shown(desk) == ("gruvbox", "#282828")
        await desk.type("x")
        assert shown(desk) == ("auto", "#121212")
        await desk.press("enter")
        assert 'no theme "grux"' in desk.foot()
        await desk.press("backspace", "up", "enter")
        assert shown(desk)[0] == NAMES[NAMES.index("gruvbox") - 1] == "nord"
        assert 'theme = "nord"' in desk.foot()
        await desk.press("j")
        assert desk.host.look.name == "nord"


async def open_choice(desk: Desk) -> None:
    """Runs the command by its name."""
    await desk.press("colon")
    await desk.type("theme\n")


def shown(desk: Desk) -> tuple[str, str]:
    """The theme that is shown, and the ground that Textual paints."""
    return desk.host.look.theme, desk.screen.styles.background.hex.lower()
