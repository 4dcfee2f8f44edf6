"""Which alphabet the app draws with, and why. Pure; what has to be asked is asked elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui.tty import PLAIN_TERMINALS, is_utf8, locale_name
from views.glyphs import PROBE_SIGNS

if TYPE_CHECKING:
    from store.setting_specs import GlyphSetting

MULTIPLEXERS = ("TMUX", "STY", "ZELLIJ", "VIM_TERMINAL", "NVIM")
"""What is set within programs that are a terminal to others and answer in its place."""
MULTIPLEXER_TERMINALS = ("tmux", "screen")
WIDE_LOCALES = ("zh", "ja", "ko")
COERCED_LOCALES = ("C.UTF-8", "C.utf8", "UTF-8")

GlyphReason = Literal[
    "option", "terminal", "locale", "setting", "multiplexer", "narrow", "wide", "silent"
]


class GlyphChoice(NamedTuple):
    """An alphabet by its name, and why it was chosen."""

    name: Literal["box", "ascii"]
    reason: GlyphReason

    @property
    def is_open(self) -> bool:
        """Whether eyes may know better: it was neither asked for nor the only one there is."""
        return self.reason in ("multiplexer", "narrow", "wide", "silent")


def settle_glyphs(
    *, ascii_only: bool, wanted: GlyphSetting, environment: Mapping[str, str]
) -> GlyphChoice | None:
    """Return the alphabet where it is settled without asking the terminal; None where not."""
    if ascii_only:
        return GlyphChoice("ascii", "option")
    if environment.get("TERM", "") in PLAIN_TERMINALS:
        return GlyphChoice("ascii", "terminal")
    if not is_utf8(environment):
        return GlyphChoice("ascii", "locale")
    if wanted != "auto":
        return GlyphChoice(wanted, "setting")
    if in_multiplexer(environment):
        wide = locale_name(_without_coercion(environment)).lower().startswith(WIDE_LOCALES)
        return GlyphChoice("ascii" if wide else "box", "multiplexer")
    return None


def _without_coercion(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Return the environment as it was before Python set another locale, where the one of the user
    is not installed; with ssh it often is not.
    """
    coerced = environment.get("LC_CTYPE") in COERCED_LOCALES
    return {**environment, "LC_CTYPE": ""} if coerced else environment


def choose_by_cells(cells: int | None) -> GlyphChoice:
    """Return the alphabet by how many cells the terminal said that the signs took, if it did."""
    if cells is None:
        return GlyphChoice("ascii", "silent")
    if cells == len(PROBE_SIGNS):
        return GlyphChoice("box", "narrow")
    return GlyphChoice("ascii", "wide")


def in_multiplexer(environment: Mapping[str, str]) -> bool:
    """Whether what answers is no terminal itself: how wide that draws it does not know."""
    terminal = environment.get("TERM", "")
    return terminal.startswith(MULTIPLEXER_TERMINALS) or any(map(environment.get, MULTIPLEXERS))


def tells_ground(environment: Mapping[str, str]) -> bool:
    """Whether the terminal may be asked for its ground."""
    plain = environment.get("TERM", "") in PLAIN_TERMINALS
    return not plain and not in_multiplexer(environment)
