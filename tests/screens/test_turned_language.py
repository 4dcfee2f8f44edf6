"""Whoever turns language or alphabet has every screen in it, the present one and those below."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from screens.base.screen import BaseScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk, every_screen, screen_lines
from views.glyphs import ASCII, BOX, Glyphs, use_glyphs
from wording import LANGUAGES, use_language
from wording.language import LANGUAGE_NAMES

READ_IN = {"import_preview", "import_letter"}
"""What these say was said as the table was read."""


def test_every_language_says_what_it_calls_itself() -> None:
    assert set(LANGUAGE_NAMES) == set(LANGUAGES)


async def open_screen(at: Desk, make: Callable[[], BaseScreen]) -> BaseScreen:
    """Opens a screen over the pipeline."""
    opened = make()
    at.host.push_screen(opened)
    await at.settle()
    return opened


def speak(lang: str, alphabet: Glyphs) -> None:
    """Speaks a language and draws with an alphabet from now on, as the palette does."""
    use_language(lang)
    use_glyphs(alphabet)


@pytest.mark.parametrize(("lang", "alphabet"), [("zh_CN", BOX), ("en", ASCII)])
async def test_what_is_shown_turns_with_language_and_alphabet(lang: str, alphabet: Glyphs) -> None:
    deal = project(id="one", name="北辰", contacts=[contact("he", 2)])
    names = sorted({*every_screen(deal)} - READ_IN - {"help"})
    fresh = dict[str, list[str]]()
    speak(lang, alphabet)
    async with at_desk(PipelineScreen(), deal, size=(120, 40)) as at:
        fresh[""] = screen_lines(at.host)
        for name in names:
            await open_screen(at, every_screen(deal)[name])
            fresh[name] = screen_lines(at.host)
            at.host.go_to_first()
            await at.settle()
    speak("en", BOX)
    async with at_desk(PipelineScreen(), deal, size=(120, 40)) as at:
        for name in names:
            opened = await open_screen(at, every_screen(deal)[name])
            speak(lang, alphabet)
            opened.paint()
            await at.settle()
            assert screen_lines(at.host) == fresh[name], name
            at.host.go_to_first()
            await at.settle()
            assert screen_lines(at.host) == fresh[""], name
            speak("en", BOX)
            at.screen.paint()
            await at.settle()
