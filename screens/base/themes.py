"""The palettes: what colour each role has, in our own themes and in those of Textual. Pure.

Our own are taken from the 256 colours of xterm, so that they look alike wherever those can be
shown. A theme of Textual names fewer colours than there are roles, and not all of them can be read
on its grounds: the rest is worked out from what it names, and what is too faint gives way to the
most similar of the 256 that has the contrast.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache

from textual.theme import BUILTIN_THEMES, Theme

AUTO = "auto"
DARK_THEME, LIGHT_THEME, CONTRAST_THEME = "dark", "light", "contrast"
READABLE, VISIBLE = 4.5, 3.0
"""The least contrast of words, and that of lines, by WCAG."""
RAISED = 1.3
"""The most contrast of header and footer with the page, so that a colour can be read on both."""


@dataclass(frozen=True, slots=True)
class Palette:
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
        red="#af0000",
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
    """Return a colour for each tone that can be read, no two the same among the 256."""
    found = dict[str, str]()
    for role, color in tones.items():
        taken = {xterm_number(other) for other in found.values()}
        found[role] = _reach(color, grounds, READABLE, taken)
    return found


def _lit_of(ground: str) -> tuple[str, str]:
    """Return the ground of what is lit, and the text that can be read on it."""
    text = max(("#ffffff", "#000000"), key=lambda color: contrast(color, ground))
    return _reach(ground, (text,), READABLE + 1), text


def _grounds_of(named: dict[str, str], ground: str, text: str) -> tuple[str, str]:
    """Return the raised ground and that of a field, so near the ground that tones fit both."""
    raised = named["panel"]
    while contrast(raised, ground) > RAISED:
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


# Colours --------------------------------------------------------------------------------------


def mix(first: str, second: str, part: float) -> str:
    """Return the first colour with so much of the second in it, 0 for none."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(start + (end - start) * part):02x}" for start, end in pairs)


def _channels(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def linear_light(color: str) -> tuple[float, float, float]:
    """Return the amounts of red, green and blue light in a colour, 0 to 1."""
    shares = [share / 255 for share in _channels(color)]
    red, green, blue = (s / 12.92 if s <= 0.03928 else ((s + 0.055) / 1.055) ** 2.4 for s in shares)
    return red, green, blue


@lru_cache(maxsize=1024)
def luminance(color: str) -> float:
    """Return how light a colour is, 0 black to 1 white, as WCAG reckons it."""
    red, green, blue = linear_light(color)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache
def oklab(color: str) -> tuple[float, float, float]:
    """Return a colour by its lightness and on two axes, from green to red and from blue to yellow;
    what is as far apart there is so to the eye.
    """
    red, green, blue = linear_light(color)
    return oklab_of(red, green, blue)


def oklab_of(red: float, green: float, blue: float) -> tuple[float, float, float]:
    """Return what `oklab` does of amounts of light, 0 to 1."""
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def hue_distance(first: str, second: str) -> float:
    """Return how unlike two colours are, their lightness counting little."""
    (light, red, yellow), (other_light, other_red, other_yellow) = oklab(first), oklab(second)
    hue = (red - other_red) ** 2 + (yellow - other_yellow) ** 2
    return (light - other_light) ** 2 / 16 + hue


@lru_cache(maxsize=4096)
def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours, 1 for none to 21, as WCAG reckons it."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def contrast_in_256(first: str, second: str) -> float:
    """Return the contrast of two colours, or less where they have less among the 256."""
    nearest = [XTERM[xterm_number(color)] for color in (first, second)]
    return min(contrast(first, second), contrast(*nearest))


_LEVELS = (0, 95, 135, 175, 215, 255)
XTERM = {
    **{
        16 + 36 * r + 6 * g + b: f"#{_LEVELS[r]:02x}{_LEVELS[g]:02x}{_LEVELS[b]:02x}"
        for r in range(6)
        for g in range(6)
        for b in range(6)
    },
    **{232 + step: f"#{8 + 10 * step:02x}" + 2 * f"{8 + 10 * step:02x}" for step in range(24)},
}
"""The colours of xterm that every terminal shows alike, by their numbers."""
_NUMBERS = {color: number for number, color in XTERM.items()}


@lru_cache(maxsize=4096)
def xterm_number(color: str) -> int:
    """Return the number of the colour of xterm that is nearest."""
    if color.lower() in _NUMBERS:
        return _NUMBERS[color.lower()]
    wanted = _channels(color)

    def distance(number: int) -> int:
        pairs = zip(wanted, _channels(XTERM[number]), strict=True)
        return sum(weight * (a - b) ** 2 for weight, (a, b) in zip((3, 4, 2), pairs, strict=True))

    return min(XTERM, key=distance)


ROLES = tuple(field.name for field in fields(Palette))
