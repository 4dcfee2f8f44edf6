"""Small pictures in the alphabet in use: how close, how far along, how much. Pure.

Each is as wide in ASCII as in box drawing, so that columns and pictures stay where they are.
"""

from __future__ import annotations

from views.glyphs import BOX, glyphs
from views.styled_text import StyledText, TextLine, cells_of, crop, cut
from wording import _

KEY_SIGN = "*"
"""What stands before the name of a key project."""
CR_CELLS = 5
"""The cells of a CR sign."""


def cr_sign(cr: int | None) -> str:
    """Return how close we are in five cells: `●●●○○`, `  CR?` where that is not known."""
    alphabet = glyphs()
    if alphabet is not BOX or cr is None:
        return f"CR{'?' if cr is None else cr}".rjust(CR_CELLS)
    return alphabet.near * cr + alphabet.far * (CR_CELLS - cr)


def cursor_mark() -> StyledText:
    """Return the mark right before what is lit: a block of that ground on the page's own.

    A letter in that colour would be too faint: in ASCII it is lit itself.
    """
    return StyledText(glyphs().cursor, "cursor" if glyphs() is BOX else "lit")


def stage_sign(stage: str, place: int, last: int) -> str:
    """Return a stage with how high it stands, `P4 ▅`: place `place` of 0 to `last`.

    In ASCII the id alone, as wide.
    """
    steps = glyphs().steps
    return f"{stage} {steps[min(7, 7 * place // last) if last else 0]}"


def meter(done: int, of: int, cells: int) -> str:
    """Return how far along something is, `━━━━───`: `done` of `of` in `cells` cells."""
    full = max(0, min(cells, round(cells * done / of))) if of else 0
    return glyphs().done * full + glyphs().left * (cells - full)


def tone_meter(done: int, of: int, cells: int) -> TextLine:
    """Return a meter in its tones: what is done stands out, what is left is as quiet as a rule."""
    text = meter(done, of, cells)
    full = text.count(glyphs().done)
    spans = StyledText(text[:full], "info"), StyledText(text[full:], "line")
    return tuple(span for span in spans if span.text)


def bar(share: float, cells: int) -> str:
    """Return a bar of `share` (0 to 1) of `cells` cells, to half a cell: `━━━╸`.

    In ASCII half a cell counts as one. There is a sign at least where there is anything.
    """
    alphabet = glyphs()
    halves = round(max(0.0, min(1.0, share)) * cells * 2) or (1 if share > 0 and cells else 0)
    whole, rest = divmod(halves, 2)
    return alphabet.done * whole + alphabet.half * rest


def more_line(text: str, count: int, key: str = "") -> TextLine:
    """Say how many more there are than are shown, as `text` has it, and which key shows them."""
    shown = text.format(count=count)
    return (StyledText(shown + _(": ") + key if key else shown, "key"),)


def titled_rule(title: TextLine, cells: int, finish: TextLine = ()) -> TextLine:
    """Return a rule with its title in it, `── title ─── 3/25 ──`, `cells` wide.

    `finish` stands at its right end, whole where there is room; a long title loses its end.
    """
    sign = glyphs().rule
    right = (StyledText(" "), *finish, StyledText(f" {sign * 2}", "line")) if finish else ()
    room = cells - cells_of(right) - 5
    if room < 1:
        return crop((StyledText(sign * cells, "line"),), cells)
    name = cut(title, room)
    start = (StyledText(f"{sign * 2} ", "line"), *name, StyledText(" ")) if name else ()
    free = max(0, cells - cells_of(start) - cells_of(right))
    return crop((*start, StyledText(sign * free, "line"), *right), cells)
