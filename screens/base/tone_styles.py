"""How lines are painted: a style for each tone, by theme, colours of the terminal and its ground.

`Look` is what is settled, `ToneStyles` what follows from it. Pure: nothing here asks a terminal.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Literal, get_args

from rich.color import Color
from rich.style import Style
from textual.theme import Theme

from screens.base.colors import xterm_number
from screens.base.themes import (
    ANSI_THEMES,
    AUTO,
    DARK_THEME,
    LIGHT_THEME,
    Palette,
    find_palette,
)
from views.glyphs import BOX
from views.styled_text import StyledText, Tone

Colors = Literal["256", "truecolor", "16", "none"]
"""What the terminal is sent: numbers of xterm's colours, red, green and blue, its own sixteen, or
none at all."""
GroundChoice = Literal["auto", "paint", "terminal"]
"""Whose ground there is: ours, painted, the terminal's own, or whichever suits its colours."""
Surface = Literal["ground", "raised", "lit"]
_BAR_SIGNS = frozenset(BOX.worked + BOX.planned + BOX.lost)
VERY_DARK, VERY_LIGHT = 0.03, 0.85
ROLE_OF_TONE = {"dim": "quiet", "rail-t": "rail_t", "rail-b": "rail_b"}
BOLD = frozenset({"strong", "red", "key"})


def choose_theme(luminance: float | None, theme: str = AUTO) -> str:
    """Return the theme asked for; for `auto` the one that goes with the terminal's ground.

    `luminance` is that of the terminal's own ground, None where nothing is known.
    """
    if theme != AUTO:
        return theme
    return DARK_THEME if luminance is None or luminance < 0.5 else LIGHT_THEME


def choose_ground(
    luminance: float | None, ground: GroundChoice = "auto", theme: str = AUTO
) -> Literal["paint", "terminal"]:
    """Return whose ground is shown.

    For `auto` it is the terminal's where that is known to be so dark, or so light, that the colours
    of our theme can be read on it; a theme that has a ground of its own is painted.
    """
    if ground != "auto":
        return ground
    chosen = choose_theme(luminance, theme)
    dark = luminance is not None and luminance < VERY_DARK and chosen == DARK_THEME
    light = luminance is not None and luminance > VERY_LIGHT and chosen == LIGHT_THEME
    return "terminal" if dark or light else "paint"


@dataclass(frozen=True)
class Look:
    """What is settled of how the app looks.

    `theme` is a name or `auto`, `luminance` that of the terminal's own ground, None if unknown.
    """

    theme: str = AUTO
    colors: Colors = "256"
    ground: GroundChoice = "auto"
    luminance: float | None = None

    @property
    def name(self) -> str:
        """The theme that is shown."""
        return choose_theme(self.luminance, self.theme)

    @cached_property
    def palette(self) -> Palette:
        """The colours of the theme that is shown."""
        return find_palette(self.name)

    @property
    def shown_colors(self) -> Colors:
        """What the terminal is sent: less than it could show for a theme of sixteen colours."""
        return "16" if self.colors != "none" and self.name in ANSI_THEMES else self.colors

    @property
    def painted(self) -> bool:
        """Whether the ground is ours; with few colours or none it is the terminal's."""
        few = self.shown_colors in ("16", "none")
        return not few and choose_ground(self.luminance, self.ground, self.theme) == "paint"

    @cached_property
    def styles(self) -> ToneStyles:
        """The styles of the tones."""
        return ToneStyles(self.palette, self.shown_colors, painted=self.painted)

    def with_theme(self, theme: str) -> Look:
        """Return the same with another theme."""
        return replace(self, theme=theme)

    def textual_theme(self) -> Theme:
        """Return the theme that has Textual paint the same ground where there are no lines."""
        own = "ansi_default"
        colors = self.palette
        return Theme(
            name=f"netloft {self.name}{'' if self.painted else ' bare'}",
            primary=colors.info,
            background=colors.ground if self.painted else own,
            foreground=colors.text if self.painted else own,
            surface=colors.ground if self.painted else own,
            panel=colors.raised if self.painted else own,
            dark=colors.dark,
            ansi=not self.painted,
        )


class ToneStyles:
    """The style of each tone on each surface.

    On what is lit everything but what is being typed and the mark before it has one style: a move
    of the cursor then costs little, and nothing there has a colour chosen for another ground.
    """

    def __init__(self, palette: Palette, colors: Colors, *, painted: bool) -> None:
        make = {"16": _make_sixteen, "none": _make_colorless}.get(colors)
        if make is None:
            base, tones = _make_colored(palette, truecolor=colors == "truecolor", painted=painted)
        else:
            base, tones = make(palette)
        self._styles = {
            (tone, surface): ground + _tone_on(surface, tone, tones, base)
            for surface, ground in base.items()
            for tone in ("", *tones)
        }
        # Blocks turned round would look like gaps in what is lit: they keep their colour there.
        self._bars = {
            tone: base["lit"] + Style(bgcolor=tones[tone].color)
            for tone in (_SIXTEEN if colors == "16" else ())
        }
        # Of the sign in front of what is red, where no colour tells of it.
        self.alarm = Style(bold=True, reverse=True) if colors == "none" else None

    def find(self, tone: str, surface: Surface = "ground") -> Style:
        """Return the style of a tone."""
        return self._styles[tone, surface]

    def part(self, span: StyledText, surface: Surface) -> list[tuple[str, Style]]:
        """Return a piece of text in its style; without colours the `!` of what is red apart."""
        style = self.find(span.tone, surface)
        if self._bars and "lit" in (surface, span.tone):
            bar = self._bars.get(span.tone, self._bars["info"])
            runs = _split_bars(span.text) or [""]
            return [(run, bar if run[:1] in _BAR_SIGNS else style) for run in runs]
        before, sign, rest = span.text.partition("!")
        # What stands before the sign of a hole is a rail: no letter nor figure.
        bare = not any(map(str.isalnum, before))
        apart = span.tone == "red" and surface != "lit" and sign and bare
        if self.alarm is None or not apart:
            return [(span.text, style)]
        pieces = [(before, style), (sign, self.alarm), (rest, style)]
        return [piece for piece in pieces if piece[0]]


def _split_bars(text: str) -> list[str]:
    """Return a text in runs of blocks and of all else."""
    return ["".join(run) for _blocks, run in groupby(text, lambda char: char in _BAR_SIGNS)]


_Base = dict[Surface, Style]
_Tones = dict[str, Style]
TONES = tuple(tone for tone in get_args(Tone) if tone)


def _tone_on(surface: Surface, tone: str, tones: _Tones, base: _Base) -> Style:
    if tone == "lit":
        return base["lit"]
    kept = tone in ("field", "caret", "cursor")
    return tones[tone] if tone and (kept or surface != "lit") else Style()


def _make_colored(palette: Palette, *, truecolor: bool, painted: bool) -> tuple[_Base, _Tones]:
    """Return the styles in the colours of a palette.

    On the terminal's own ground plain text is its own too, and strong text is that in bold.
    """

    def color(role: str) -> Color:
        named: str = getattr(palette, role)
        return Color.parse(named) if truecolor else Color.from_ansi(xterm_number(named))

    def style(text: str, ground: str) -> Style:
        return Style(color=color(text), bgcolor=color(ground))

    base: _Base = {
        "ground": style("text", "ground") if painted else Style(),
        "raised": style("text", "raised"),
        "lit": style("lit_text", "lit"),
    }
    tones: _Tones = {
        tone: Style(color=color(ROLE_OF_TONE.get(tone, tone)), bold=tone in BOLD or None)
        for tone in TONES
        if tone not in ("field", "caret", "lit", "cursor")
    }
    if not painted:
        tones["strong"] = Style(bold=True)
    typed = {"field": style("text", "field"), "caret": style("ground", "text")}
    # In the text of what is lit the mark would vanish where that is as the page is.
    cursor = Style(color=color("lit")) + Style(bgcolor=base["ground"].bgcolor or "default")
    return base, {**tones, **typed, "lit": base["lit"], "cursor": cursor}


_SIXTEEN = {
    "red": (9, 1),
    "amber": (3, 5),
    "good": (2, 2),
    "info": (6, 4),
    "rail-t": (12, 4),
    "rail-b": (13, 5),
}
"""The terminal's own colours by tone, on a dark ground and on a light one."""


def _make_sixteen(palette: Palette) -> tuple[_Base, _Tones]:
    """Return the styles in the terminal's own sixteen colours, on its own ground."""
    base, tones = _make_colorless(palette)
    for tone, numbers in _SIXTEEN.items():
        number = numbers[0 if palette.dark else 1]
        tones[tone] = Style(color=Color.from_ansi(number), bold=tone == "red")
    return base, tones


def _make_colorless(_palette: Palette) -> tuple[_Base, _Tones]:
    """Return the styles without any colour: bold, dim, underlined and reverse."""
    base: _Base = {"ground": Style(), "raised": Style(bold=True), "lit": Style(reverse=True)}
    tones: _Tones = {tone: Style() for tone in TONES}
    tones |= {tone: Style(bold=True) for tone in BOLD}
    tones |= {tone: Style(bold=False, dim=True) for tone in ("dim", "line")}
    tones |= {
        "field": Style(underline=True, reverse=False),
        "caret": Style(reverse=True),
        "lit": base["lit"],
        "cursor": Style(reverse=False),
    }
    return base, tones
