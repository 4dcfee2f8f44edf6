"""Colours: how light, how unlike each other, how they are seen by the colour blind. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from math import atan2, degrees, hypot

BLINDNESS: Mapping[str, tuple[tuple[float, float, float], ...]] = {
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
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""How much of red, green and blue people see in whom one kind of cones is missing (Machado,
Oliveira and Fernandes, 2009), in linear light."""
_GREY = 0.06


def mix(first: str, second: str, part: float) -> str:
    """Return the first colour with so much of the second in it, 0 for none."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{round(start + (end - start) * part):02x}" for start, end in pairs)


def _channels(color: str) -> tuple[int, int, int]:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue


def linear_light(color: str) -> tuple[float, float, float]:
    """Return the amounts of red, green and blue light in a colour, 0 to 1."""
    red, green, blue = (share_of_light(channel / 255) for channel in _channels(color))
    return red, green, blue


def share_of_light(share: float) -> float:
    """Return how much light a share of red, green or blue is, both 0 to 1 (sRGB)."""
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance_of(red: float, green: float, blue: float) -> float:
    """Return how light amounts of light are together, 0 black to 1 white, as WCAG reckons it."""
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@lru_cache(maxsize=1024)
def luminance(color: str) -> float:
    """Return how light a colour is, 0 black to 1 white."""
    return luminance_of(*linear_light(color))


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


def hue(color: str) -> float | None:
    """Return the place of a colour on the circle of hues, -60 to 300 degrees, None of a grey one.

    Red is at 29, yellow at 110, green at 142, blue at 264.
    """
    _light, red, yellow = oklab(color)
    if hypot(red, yellow) < _GREY:
        return None
    return (degrees(atan2(yellow, red)) + 60) % 360 - 60


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


def seen_by(kind: str | None, color: str) -> tuple[float, float, float]:
    """Return the amounts of red, green and blue light that somebody sees in a colour.

    `kind` is a name in `BLINDNESS`, None for who sees all of it.
    """
    light = linear_light(color)
    if kind is None:
        return light
    red, green, blue = (
        min(1.0, max(0.0, sum(a * b for a, b in zip(row, light, strict=True))))
        for row in BLINDNESS[kind]
    )
    return red, green, blue


@lru_cache(maxsize=4096)
def difference(first: str, second: str, kind: str | None = None) -> float:
    """Return how far apart two colours are to the eye, by OKLab: 0.02 is just to be seen."""
    pairs = zip(*(oklab_of(*seen_by(kind, color)) for color in (first, second)), strict=True)
    return float(sum((a - b) ** 2 for a, b in pairs) ** 0.5)


def least_difference(first: str, second: str) -> float:
    """Return how far apart two colours are to those who tell them apart least."""
    return min(difference(first, second, kind) for kind in (None, *BLINDNESS))


def difference_in_256(first: str, second: str) -> float:
    """Return the least difference of two colours, or that among the 256 where it is less."""
    nearest = [XTERM[xterm_number(color)] for color in (first, second)]
    return min(least_difference(first, second), least_difference(*nearest))
