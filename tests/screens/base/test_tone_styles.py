"""The styles of tones: what follows from theme, colours and ground, and what is sent for it."""

from __future__ import annotations

from typing import get_args

import pytest
from rich.color import ColorSystem
from rich.style import Style

from screens.base.themes import THEME_NAMES
from screens.base.tone_styles import (
    Colors,
    GroundChoice,
    Look,
    Surface,
    choose_ground,
    choose_theme,
)
from views.styled_text import StyledText, Tone

COLORS: tuple[Colors, ...] = get_args(Colors)
SURFACES: tuple[Surface, ...] = get_args(Surface)
TONES: tuple[Tone, ...] = get_args(Tone)


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_every_tone_has_a_style_in_every_theme(theme: str) -> None:
    for colors in COLORS:
        styles = Look(theme=theme, colors=colors).styles
        assert all(isinstance(styles.find(tone, at), Style) for tone in TONES for at in SURFACES)


@pytest.mark.parametrize("colors", COLORS)
def test_what_is_lit_is_one_run_but_for_what_is_typed(colors: Colors) -> None:
    styles = Look(colors=colors).styles
    lit = {tone: styles.find(tone, "lit") for tone in TONES}
    assert {tone for tone, style in lit.items() if style != lit[""]} - {"caret"} == {
        "field",
        "cursor",
    }


@pytest.mark.parametrize(
    ("tone", "surface", "sent"),
    [
        ("", "ground", "38;5;252;48;5;233"),
        ("", "raised", "38;5;252;48;5;235"),
        ("red", "ground", "1;38;5;203;48;5;233"),
        ("dim", "raised", "38;5;246;48;5;235"),
        ("red", "lit", "38;5;231;48;5;24"),
        ("field", "lit", "38;5;252;48;5;237"),
        ("caret", "lit", "38;5;233;48;5;252"),
    ],
)
def test_256_colours_are_sent_by_number(tone: Tone, surface: Surface, sent: str) -> None:
    assert codes(Look().styles.find(tone, surface)) == sent


@pytest.mark.parametrize(
    ("tone", "surface", "sent"),
    [
        ("", "ground", ""),
        ("strong", "ground", "1"),
        ("dim", "ground", "38;5;246"),
        ("", "lit", "38;5;231;48;5;24"),
        ("", "raised", "38;5;252;48;5;235"),
    ],
)
def test_on_the_terminals_own_ground_plain_text_costs_nothing(
    tone: Tone, surface: Surface, sent: str
) -> None:
    assert codes(Look(luminance=0.01).styles.find(tone, surface)) == sent


@pytest.mark.parametrize(
    ("theme", "tone", "surface", "sent"),
    [
        ("dark", "red", "ground", "1;91"),
        ("light", "red", "ground", "1;31"),
        ("dark", "amber", "ground", "33"),
        ("light", "amber", "ground", "35"),
        ("dark", "good", "ground", "32"),
        ("dark", "rail-t", "ground", "94"),
        ("light", "rail-b", "ground", "35"),
        ("dark", "dim", "raised", "2"),
        ("dark", "", "raised", "1"),
        ("ansi-light", "red", "lit", "7"),
    ],
)
def test_sixteen_colours_are_the_terminals_own(
    theme: str, tone: Tone, surface: Surface, sent: str
) -> None:
    assert codes(Look(theme=theme, colors="16").styles.find(tone, surface)) == sent


def test_a_theme_of_sixteen_colours_sends_no_more() -> None:
    assert codes(Look(theme="ansi-dark").styles.find("red")) == "1;91"
    assert codes(Look(theme="ansi-dark", colors="none").styles.find("red")) == "1"


def test_truecolor_is_sent_where_it_is_asked_for() -> None:
    assert codes(Look(colors="truecolor").styles.find("red")).startswith("1;38;2;255;95;95;48;2;")


def test_without_colours_red_is_louder_than_text_and_quiet_fainter() -> None:
    styles = Look(colors="none").styles
    assert {tone: codes(styles.find(tone)) for tone in ("", "red", "dim", "amber", "key")} == {
        "": "",
        "red": "1",
        "dim": "2",
        "amber": "",
        "key": "1",
    }
    assert all(styles.find(tone, at).color is None for tone in TONES for at in SURFACES)


@pytest.mark.parametrize(
    ("text", "tone", "surface", "reversed_"),
    [
        ("!", "red", "ground", ["!"]),
        (" ! for a rival!", "red", "ground", ["!"]),
        ("┊!", "red", "ground", ["!"]),
        ("no way!", "red", "ground", []),
        (" !", "red", "lit", [" !"]),
        ("!", "", "ground", []),
    ],
)
def test_without_colours_the_sign_of_red_is_reversed(
    text: str, tone: Tone, surface: Surface, reversed_: list[str]
) -> None:
    parts = Look(colors="none").styles.part(StyledText(text, tone), surface)
    assert "".join(part for part, _style in parts) == text
    assert [part for part, style in parts if style.reverse] == reversed_
    assert Look().styles.part(StyledText(text, "red"), "ground")[1:] == []


@pytest.mark.parametrize(
    ("surface", "tone", "shown"), [("lit", "amber", "amber"), ("ground", "lit", "info")]
)
def test_in_sixteen_colours_a_bar_keeps_its_colour_on_what_is_lit(
    surface: Surface, tone: Tone, shown: Tone
) -> None:
    styles = Look(colors="16").styles
    (text, words), (blocks, bar) = styles.part(StyledText("2 █░", tone), surface)
    assert (text, blocks, words) == ("2 ", "█░", styles.find(tone, surface))
    assert (bar.reverse, bar.bgcolor) == (True, styles.find(shown).color)


@pytest.mark.parametrize(
    ("luminance", "ground", "theme", "chosen", "whose"),
    [
        (None, "auto", "auto", "dark", "paint"),
        (0.01, "auto", "auto", "dark", "terminal"),
        (0.029, "auto", "dark", "dark", "terminal"),
        (0.03, "auto", "auto", "dark", "paint"),
        (0.4, "auto", "auto", "dark", "paint"),
        (0.6, "auto", "auto", "light", "paint"),
        (0.85, "auto", "auto", "light", "paint"),
        (0.9, "auto", "auto", "light", "terminal"),
        (0.9, "auto", "dark", "dark", "paint"),
        (0.01, "auto", "light", "light", "paint"),
        (0.0, "auto", "contrast", "contrast", "paint"),
        (0.0, "auto", "nord", "nord", "paint"),
        (0.0, "paint", "auto", "dark", "paint"),
        (None, "terminal", "nord", "nord", "terminal"),
    ],
)
def test_theme_and_ground_go_by_the_terminals_own(
    luminance: float | None, ground: GroundChoice, theme: str, chosen: str, whose: str
) -> None:
    assert choose_theme(luminance, theme) == chosen
    assert choose_ground(luminance, ground, theme) == whose
    look = Look(theme=theme, ground=ground, luminance=luminance)
    assert look.painted == (whose == "paint")


def codes(style: Style) -> str:
    """What a terminal gets for a style."""
    return style._make_ansi_codes(ColorSystem.TRUECOLOR)
