"""What the lines of a movement are called, so that the words say what happened. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

from deals.model import SigningPeriod
from deals.numbers.movement import MoveKind, MovementLine, MovementPart
from wording import N_, _

MOVE_NAMES: Mapping[MoveKind, str] = {
    "new": N_("new"),
    "reopened": N_("reopened"),
    "handed_in": N_("handed in"),
    "currency_in": N_("currency in"),
    "pulled_in": N_("moved in"),
    "slipped": N_("moved out"),
    "grown": N_("grown"),
    "shrunk": N_("shrunk"),
    "won": N_("won"),
    "lost": N_("lost"),
    "abandoned": N_("abandoned"),
    "on_hold": N_("on hold"),
    "handed_out": N_("handed out"),
    "deleted": N_("deleted"),
    "currency_out": N_("currency out"),
}
WindowTurn = Literal["later", "earlier", "other"]
TURN_NAMES: Mapping[tuple[MoveKind, WindowTurn], str] = {
    ("pulled_in", "earlier"): N_("pulled in"),
    ("pulled_in", "later"): N_("slipped in"),
    ("slipped", "later"): N_("slipped out"),
    ("slipped", "earlier"): N_("moved earlier"),
}
"""What a window's line is called where all of its deals moved the same way.

A period gains by what is brought forward into it and by what slips into it from an earlier one, and
loses by what slips out and by what is brought forward to an earlier one.
"""


def name_moves(lines: Iterable[MovementLine]) -> str:
    """Return what lines of one kind, such as those of several currencies, are called."""
    there = list(lines)
    turns = {find_turn(part) for each in there for part in each.parts}
    kind = there[0].kind
    turn = turns.pop() if len(turns) == 1 else "other"
    return _(TURN_NAMES.get((kind, turn), MOVE_NAMES[kind]))


def find_turn(part: MovementPart) -> WindowTurn:
    """Find which way a deal's window moved as a whole; other where neither, or it had none."""
    before, after = part.then.signs if part.then else None, part.state.signs
    if before is None or after is None:
        return "other"
    days = _double_middle(after) - _double_middle(before)
    return "later" if days > 0 else "earlier" if days < 0 else "other"


def _double_middle(window: SigningPeriod) -> int:
    return window.earliest.toordinal() + window.latest.toordinal()


def turns_text(line: MovementLine) -> str:
    """Return which way the deals of a window's line moved, where not all moved the same way."""
    counts = Counter(find_turn(part) for part in line.parts)
    if line.kind not in ("pulled_in", "slipped") or len(counts) < 2:
        return ""
    texts: Mapping[WindowTurn, str] = (
        {
            "later": _("slipped from earlier {count}"),
            "earlier": _("brought forward from later {count}"),
            "other": _("re-dated otherwise {count}"),
        }
        if line.kind == "pulled_in"
        else {
            "later": _("slipped to later {count}"),
            "earlier": _("brought forward to earlier {count}"),
            "other": _("re-dated otherwise {count}"),
        }
    )
    there = (text.format(count=counts[turn]) for turn, text in texts.items() if counts[turn])
    return _(", ").join(there)
