"""The palettes: every role can be read on every ground it stands on, whoever looks at it."""

from __future__ import annotations

import pytest

from screens.base.themes import (
    OWN_PALETTES,
    READABLE,
    ROLES,
    THEME_NAMES,
    VISIBLE,
    XTERM,
    Palette,
    contrast,
    contrast_in_256,
    find_palette,
    linear_light,
    oklab_of,
    xterm_number,
)

CLEARLY = 0.06
"""How far apart colours are that are told apart at a glance, by OKLab; 0.02 is just to be seen."""
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
    ("light", "red"): (7.4, 5.9),
    ("light", "amber"): (5.7, 4.5),
    ("light", "good"): (7.5, 5.9),
    ("light", "info"): (6.4, 5.1),
    ("light", "key"): (10.0, 7.8),
    ("light", "rail_b"): (7.0, 5.5),
    ("contrast", "text"): (21.0, 13.2),
    ("contrast", "quiet"): (15.0, 9.4),
    ("contrast", "red"): (9.1, 5.7),
}
# How much of red, green and blue people see in whom one kind of cones is missing
# (Machado, Oliveira and Fernandes, 2009), in linear light.
BLINDNESS = {
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
}


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


@pytest.mark.parametrize("theme", OWN_PALETTES)
@pytest.mark.parametrize("kind", [None, *BLINDNESS])
def test_what_means_different_things_differs_to_the_colour_blind(
    theme: str, kind: str | None
) -> None:
    palette = OWN_PALETTES[theme]
    for pair in (("red", "good"), ("amber", "good"), ("rail_t", "rail_b")):
        first, second = (seen_by(kind, getattr(palette, role)) for role in pair)
        assert distance(first, second) > CLEARLY, pair


def faint(palette: Palette, roles: list[str], least: float) -> list[tuple[str, str]]:
    """The roles with less contrast, each with its ground."""
    return [
        (role, at)
        for role in roles
        for at in GROUNDS
        if contrast_in_256(getattr(palette, role), getattr(palette, at)) < least
    ]


def seen_by(kind: str | None, color: str) -> tuple[float, float, float]:
    """Red, green and blue as they are seen, in linear light."""
    light = linear_light(color)
    if kind is None:
        return light
    red, green, blue = (
        max(0.0, sum(a * b for a, b in zip(row, light, strict=True))) for row in BLINDNESS[kind]
    )
    return red, green, blue


def distance(first: tuple[float, float, float], second: tuple[float, float, float]) -> float:
    """How far apart two colours are to the eye, by OKLab."""
    pairs = zip(oklab_of(*first), oklab_of(*second), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)
