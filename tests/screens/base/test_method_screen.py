"""The method in one screen, opened from the help and by its name; it is read and looked through."""

from __future__ import annotations

import pytest

from screens.base.method_screen import MethodScreen
from screens.base.screen import BaseScreen
from screens.help.screen import CommandsScreen
from screens.pipeline.screen import PipelineScreen
from screens.welcome.screen import WelcomeScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk
from wording import use_language


def shows(at: Desk, kind: type[BaseScreen]) -> bool:
    """Return whether a screen of this kind is on top."""
    return isinstance(at.screen, kind)


@pytest.mark.parametrize(
    ("lang", "size", "word", "found"),
    [
        ("en", (80, 24), "coach amber", "▌- no-coach "),
        ("zh_CN", (120, 40), "没有教练", "▌- no-coach "),
    ],
)
async def test_help_opens_it_and_words_are_found(
    lang: str, size: tuple[int, int], word: str, found: str
) -> None:
    use_language(lang)
    async with at_desk(PipelineScreen(), project(), size=size) as at:
        await at.press("question_mark", "m")
        await at.settle()
        assert shows(at, MethodScreen)
        await at.press("slash")
        await at.type(f"{word}\n")
        rows = at.shown("rows")
        assert f"\n{found}" in rows
        assert "P4" in rows.partition(found)[2].partition("big-bet")[0], (
            "the row stands there whole"
        )
        await at.press("q")
        await at.settle()
        assert shows(at, CommandsScreen)


async def test_its_name_opens_it_and_the_first_start_points_to_it() -> None:
    async with at_desk(WelcomeScreen(), size=(80, 24)) as at:
        assert "one screen; later in help too" in at.shown("rows")
        await at.press("m")
        await at.settle()
        assert shows(at, MethodScreen)
        await at.press("q", "b")
        await at.settle()
        await at.press("escape", "colon")
        await at.type("method\n")
        await at.settle()
        assert shows(at, MethodScreen)
        await at.press("G")
        assert "Plans by year" in at.shown("rows")
        await at.press("q")
        await at.settle()
        assert shows(at, PipelineScreen)
