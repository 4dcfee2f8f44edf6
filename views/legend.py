"""What signs mean, in lines: a sign and its meaning each. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from views.glyphs import glyphs
from views.marks import cr_sign, meter, stage_sign
from views.styled_text import StyledText, TextLine, fit
from wording import _

_SIGN = 14


def legend_lines(*tables: Sequence[tuple[str, str]]) -> list[TextLine]:
    """List signs, a line each: the sign in a column of its own, then what it means.

    Of a sign that stands in several tables the first says it. A sign names what is drawn in either
    alphabet by its role, `{g.gap}!`.
    """
    tables = tuple([(draw_sign(sign), meaning) for sign, meaning in table] for table in tables)
    meanings = {sign: meaning for table in reversed(tables) for sign, meaning in table}
    signs = dict.fromkeys(sign for table in tables for sign, _meaning in table)
    return [(StyledText(fit(sign, _SIGN), "key"), StyledText(_(meanings[sign]))) for sign in signs]


def draw_sign(sign: str) -> str:
    """Return a sign of a legend in the alphabet in use, what is the same in it once."""
    if "{" not in sign:
        return _(sign)
    alphabet = glyphs()
    parts = {"cursor": alphabet.cursor, "cut": alphabet.cut, "arrow": alphabet.arrow}
    parts |= {"join": alphabet.join, "stage": stage_sign("P4", 4, 7)}
    parts |= {"cr": cr_sign(3).strip(), "no_cr": cr_sign(None).strip()}
    parts |= {"meter": meter(4, 6, 6)}
    drawn = sign.format(g=alphabet, **parts)
    return " ".join(dict.fromkeys(drawn.split()))
