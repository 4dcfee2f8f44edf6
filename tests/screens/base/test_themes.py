"""The palettes: every role can be read on every ground it stands on, whoever looks at it."""

from __future__ import annotations

from itertools import combinations

import pytest

from screens.base.colors import (
    BLINDNESS,
    XTERM,
    contrast,
    contrast_in_256,
    difference,
    hue,
    least_difference,
    xterm_number,
)
from screens.base.themes import (
    CLEARLY,
    JUDGING,
    OWN_PALETTES,
    READABLE,
    ROLES,
    THEME_NAMES,
    VISIBLE,
    Palette,
    find_palette,
)

GROUNDS = ("ground", "raised")
SURFACES = {"ground", "raised", "lit", "field"}
TEXTS = [role for role in ROLES if role not in SURFACES and role not in ("lit_text", "line")]
# Contrast on ground and on raised of our own palettes, as they were settled.
SETTLED = {
    ("dark", "text"): (12.1, 9.8),
    ("dark", "quiet"): (6.2, 5.0),
    ("dark", "line"): (4.1, 3.3),
    ("dark", "red"): (6.3, 5.1),
    ("dark", "amber"): (13.5, 10.9),
    ("dark", "good"): (10.5, 8.5),
    ("dark", "info"): (8.1, 6.5),
    ("dark", "key"): (10.2, 8.3),
    ("dark", "rail_b"): (8.3, 6.7),
    ("light", "text"): (15.1, 11.9),
    ("light", "quiet"): (6.1, 4.8),
    ("light", "line"): (3.9, 3.1),
    ("light", "red"): (10.3, 8.1),
    ("light", "amber"): (5.7, 4.5),
    ("light", "good"): (7.5, 5.9),
    ("light", "info"): (6.4, 5.1),
    ("light", "key"): (10.0, 7.8),
    ("light", "rail_b"): (7.0, 5.5),
    ("contrast", "text"): (21.0, 13.2),
    ("contrast", "quiet"): (15.0, 9.4),
    ("contrast", "red"): (9.1, 5.7),
}
JUDGED_PAIRS = tuple(combinations(JUDGING, 2))


@pytest.mark.parametrize(("theme", "role"), SETTLED)
def test_our_palettes_have_the_contrast_they_were_settled_with(theme: str, role: str) -> None:
    palette = find_palette(theme)
    measured = [contrast(getattr(palette, role), getattr(palette, at)) for at in GROUNDS]
    assert measured == pytest.approx(SETTLED[theme, role], abs=0.06)


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_every_role_can_be_read_on_its_grounds(theme: str) -> None:
    palette = find_palette(theme)
    assert faint(palette, TEXTS, READABLE) == []
    assert faint(palette, ["line"], VISIBLE) == []
    for text, ground in (("lit_text", "lit"), ("text", "field")):
        assert contrast_in_256(getattr(palette, text), getattr(palette, ground)) >= READABLE


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_no_two_meanings_share_a_colour(theme: str) -> None:
    palette = find_palette(theme)
    meanings = ("text", "red", "amber", "good", "info", "key")
    assert len({xterm_number(getattr(palette, role)) for role in meanings}) == len(meanings)


@pytest.mark.parametrize("theme", OWN_PALETTES)
def test_our_palettes_are_the_same_in_256_colours(theme: str) -> None:
    palette = OWN_PALETTES[theme]
    assert {role for role in ROLES if getattr(palette, role) not in XTERM.values()} == set()


@pytest.mark.parametrize("kind", [None, *BLINDNESS])
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_what_is_judged_differs_to_the_colour_blind(theme: str, kind: str | None) -> None:
    palette = find_palette(theme)
    alike = [pair for pair in JUDGED_PAIRS if seen_apart(palette, *pair, kind) <= CLEARLY]
    assert alike == []


@pytest.mark.parametrize("kind", [None, *BLINDNESS])
@pytest.mark.parametrize("theme", OWN_PALETTES)
@pytest.mark.parametrize("pair", [("rail_t", "rail_b"), ("red", "text"), ("red", "rail_b")])
def test_lines_and_what_is_wrong_differ_to_the_colour_blind(
    pair: tuple[str, str], theme: str, kind: str | None
) -> None:
    assert seen_apart(OWN_PALETTES[theme], *pair, kind) > CLEARLY


def test_a_dark_red_beside_a_brown_is_one_colour_to_some() -> None:
    pair = "#af0000", "#875f00"
    apart = {kind: difference(*pair, kind) for kind in (None, *BLINDNESS)}
    assert [kind for kind, by in apart.items() if by <= CLEARLY] == ["deutan"]
    assert least_difference(*pair) == apart["deutan"]


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_what_is_judged_has_the_hue_that_says_so(theme: str) -> None:
    palette = find_palette(theme)
    for role, (least, most) in JUDGING.items():
        angle = hue(getattr(palette, role))
        assert angle is not None and least <= angle < most, role


def faint(palette: Palette, roles: list[str], least: float) -> list[tuple[str, str]]:
    """The roles with less contrast, each with its ground."""
    return [
        (role, at)
        for role in roles
        for at in GROUNDS
        if contrast_in_256(getattr(palette, role), getattr(palette, at)) < least
    ]


def seen_apart(palette: Palette, first: str, second: str, kind: str | None) -> float:
    """How far apart two roles are, in their own colours or among the 256 if that is less."""
    colors = [getattr(palette, role) for role in (first, second)]
    nearest = [XTERM[xterm_number(color)] for color in colors]
    return min(difference(*colors, kind), difference(*nearest, kind))
