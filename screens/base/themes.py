"""The palettes: what colour each role has, in our own themes and in those of Textual. Pure.

Our own are taken from the 256 colours of xterm, so that they look alike wherever those can be
shown. A theme of Textual names fewer colours than there are roles, and not all of them can be read
on its grounds: the rest is worked out from what it names, and what is too faint gives way to the
most similar of the 256 that has the contrast.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import lru_cache, partial
from itertools import combinations, product
from typing import NamedTuple

from textual.theme import BUILTIN_THEMES, Theme

from screens.base.colors import (
    XTERM,
    contrast,
    contrast_in_256,
    difference_in_256,
    hue,
    hue_distance,
    luminance,
    mix,
    xterm_number,
)

AUTO = "auto"
DARK_THEME, LIGHT_THEME, CONTRAST_THEME = "dark", "light", "contrast"
READABLE, VISIBLE = 4.5, 3.0
"""The least contrast of words, and that of lines, by WCAG."""
CLEARLY = 0.06
"""How far apart colours are that are told apart at a glance, by OKLab."""
JUDGING = {"red": (-60.0, 48.0), "amber": (48.0, 120.0), "good": (120.0, 215.0)}
"""The roles that judge, each with the hues that may say so."""
_TRIED = 16  # of each: the more are tried, the longer a theme takes
_DARK_YELLOW = "#5f5f00"  # of the 256 no darker one is still amber: light grounds must bear it
RAISED = 1.3
"""The most contrast of header and footer with the page, so that a colour can be read on both."""


class Palette(NamedTuple):
    """A colour, `#rrggbb`, for each role.

    `raised` is the ground of header and footer, `lit` that of what is under the cursor, with
    `lit_text` on it, and `field` that of what is being typed. `strong` is for names and sums,
    `quiet` for heads and evidence, `line` for rules, `rail_t` and `rail_b` for the technical and
    the commercial approval line, `key` for keys and the present view.
    """

    ground: str
    raised: str
    lit: str
    lit_text: str
    field: str
    text: str
    strong: str
    quiet: str
    line: str
    red: str
    amber: str
    good: str
    info: str
    key: str
    rail_t: str
    rail_b: str

    @property
    def dark(self) -> bool:
        """Whether its ground is darker than its text."""
        return luminance(self.ground) < luminance(self.text)


OWN_PALETTES = {
    DARK_THEME: Palette(
        ground="#121212",
        raised="#262626",
        lit="#005f87",
        lit_text="#ffffff",
        field="#3a3a3a",
        text="#d0d0d0",
        strong="#eeeeee",
        quiet="#949494",
        line="#767676",
        red="#ff5f5f",
        amber="#ffd75f",
        good="#5fd7af",
        info="#5fafff",
        key="#d7afff",
        rail_t="#5fafff",
        rail_b="#ff87af",
    ),
    LIGHT_THEME: Palette(
        ground="#ffffff",
        raised="#e4e4e4",
        lit="#005f87",
        lit_text="#ffffff",
        field="#d0d0d0",
        text="#262626",
        strong="#000000",
        quiet="#626262",
        line="#808080",
        red="#870000",
        amber="#875f00",
        good="#005f5f",
        info="#005faf",
        key="#5f00af",
        rail_t="#005faf",
        rail_b="#af005f",
    ),
    CONTRAST_THEME: Palette(
        ground="#000000",
        raised="#303030",
        lit="#ffff00",
        lit_text="#000000",
        field="#444444",
        text="#ffffff",
        strong="#ffffff",
        quiet="#dadada",
        line="#bcbcbc",
        red="#ff8787",
        amber="#ffff00",
        good="#5fffd7",
        info="#87d7ff",
        key="#ffafff",
        rail_t="#87d7ff",
        rail_b="#ffafd7",
    ),
}
ANSI_THEMES = tuple(name for name, theme in BUILTIN_THEMES.items() if theme.ansi)
"""Themes that are shown in the terminal's own sixteen colours."""
THEME_NAMES = (*OWN_PALETTES, *BUILTIN_THEMES)


@lru_cache
def find_palette(name: str) -> Palette:
    """Return the palette of a theme, ours or Textual's, by its name."""
    if name in OWN_PALETTES:
        return OWN_PALETTES[name]
    theme = BUILTIN_THEMES[name]
    if theme.ansi:
        return OWN_PALETTES[DARK_THEME if theme.dark else LIGHT_THEME]
    return derive_palette(theme)


def derive_palette(theme: Theme) -> Palette:
    """Work out the colour of each role from what a theme of Textual names."""
    named = theme.to_color_system().generate()
    ground = named["background"]
    raised, field = _grounds_of(named, ground, named["foreground"])
    text = _reach(named["foreground"], (ground, raised, field), READABLE)
    lit, lit_text = _lit_of(mix(named["primary"], ground, 0.35))
    key, info = _calm_colors(named)
    tones = {
        "red": named["error"],
        "amber": named["warning"],
        "good": named["success"],
        "key": key,
        "info": info,
        "rail_b": mix(named["accent"], named["error"], 0.5),
    }
    roles = _part_tones(tones, (ground, raised))
    return Palette(
        ground=ground,
        raised=raised,
        lit=lit,
        lit_text=lit_text,
        field=field,
        text=text,
        strong=_reach(text, (ground, raised), contrast(text, raised) + 1),
        quiet=_reach(mix(text, ground, 0.4), (ground, raised), READABLE),
        line=_reach(mix(text, ground, 0.6), (ground, raised), VISIBLE),
        rail_t=roles["info"],
        **roles,
    )


def _calm_colors(named: dict[str, str]) -> list[str]:
    """Return the two colours of a theme that are least like those that warn."""

    def calm(color: str) -> float:
        return min(hue_distance(color, named[loud]) for loud in ("error", "warning"))

    accents = dict.fromkeys(named[name] for name in ("accent", "primary", "secondary"))
    return sorted(accents, key=calm, reverse=True)[:2]


def _part_tones(tones: dict[str, str], grounds: Sequence[str]) -> dict[str, str]:
    """Return a colour for each tone that can be read, no two the same among the 256.

    What warns and what is good are also told apart by the colour blind.
    """
    found = dict(
        zip(JUDGING, _part_judging([tones[role] for role in JUDGING], grounds), strict=True)
    )
    for role, color in tones.items():
        if role not in found:
            taken = {xterm_number(other) for other in found.values()}
            found[role] = _reach(color, grounds, READABLE, taken)
    return found


def _part_judging(named: Sequence[str], grounds: Sequence[str]) -> tuple[str, ...]:
    """Return a red, an amber and a good colour that can be read and are clearly apart, as like the
    named ones as can be.
    """
    readable = [
        color
        for color in (*named, *XTERM.values())
        if min(contrast_in_256(color, ground) for ground in grounds) >= READABLE
    ]
    hues = {color: hue(color) for color in readable}
    near = [
        sorted(
            (color for color, at in hues.items() if at is not None and least <= at < most),
            key=partial(hue_distance, wanted),
        )
        for wanted, (least, most) in zip(named, JUDGING.values(), strict=True)
    ]

    def unlike(choice: Sequence[str]) -> float:
        return sum(map(hue_distance, choice, named))

    return min(
        (
            choice
            for choice in product(*(colors[:_TRIED] for colors in near))
            if all(difference_in_256(*pair) > CLEARLY for pair in combinations(choice, 2))
        ),
        key=unlike,
        default=tuple(_reach(color, grounds, READABLE) for color in named),
    )


def _lit_of(ground: str) -> tuple[str, str]:
    """Return the ground of what is lit, and the text that can be read on it."""
    text = max(("#ffffff", "#000000"), key=lambda color: contrast(color, ground))
    return _reach(ground, (text,), READABLE + 1), text


def _grounds_of(named: dict[str, str], ground: str, text: str) -> tuple[str, str]:
    """Return the raised ground and that of a field, so near the ground that tones fit both."""
    raised = named["panel"]
    while contrast(raised, ground) > RAISED or (
        contrast_in_256(_DARK_YELLOW, raised) < READABLE <= contrast_in_256(_DARK_YELLOW, ground)
    ):
        raised = mix(raised, ground, 0.2)
    return raised, mix(raised, text, 0.12)


def _reach(color: str, grounds: Sequence[str], least: float, taken: Collection[int] = ()) -> str:
    """Return the colour where it has the contrast on each ground, itself and by what stands for it
    among the 256, which must not be taken; else the one of these that has it and is most like it.
    """

    def least_contrast(text: str) -> float:
        return min(contrast_in_256(text, ground) for ground in grounds)

    if xterm_number(color) not in taken and least_contrast(color) >= least:
        return color
    free = [other for number, other in XTERM.items() if number not in taken]
    fitting = [other for other in free if least_contrast(other) >= least]
    if fitting:
        return min(fitting, key=lambda other: hue_distance(color, other))
    return max(("#ffffff", "#000000"), key=least_contrast)


ROLES = Palette._fields
