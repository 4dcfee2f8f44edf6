"""The tree of goals, each with the letters of SMART that it holds. Pure."""

from __future__ import annotations

import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from deals.goals import Twig
from deals.smart import Letter
from screens.kit.cells import fit
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone, cells_of
from screens.kit.wording import _
from screens.plan.folding import Inside
from screens.plan.knots import GOAL

LETTERS, DAY = 6, 6
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Grown:
    """The goals as they are looked at: the letters and what lies inside by goal id, the knots that
    are folded, and the goals that are themselves past their day.
    """

    twigs: Sequence[Twig]
    letters: Mapping[str, tuple[Letter, ...]]
    inside: Mapping[str, Inside]
    folded: Collection[str]
    past: Collection[str]


def tree(grown: Grown, cells: int) -> Picture:
    """The goals a line each: text, the letters that hold, the last day, `!` where that is past.

    A folded one says how many are in it, how many of them lack letters (`~`) and are late (`!`).
    """
    room = max(8, cells - LETTERS - DAY - 2)
    lines, knots, hidden = list[Line](), dict[str, Knot](), sys.maxsize
    for twig in grown.twigs:
        if twig.depth > hidden:
            continue
        one = f"{GOAL}{twig.goal.id}"
        found = grown.inside.get(twig.goal.id) if one in grown.folded else None
        hidden = twig.depth if found else sys.maxsize
        said = _line(twig, grown, found, room)
        knots[one] = Knot(one, 0, len(lines), cells, said)
        lines.append(said)
    head = fit("  " + _("Goals"), room) + " " + fit("SMART", LETTERS) + " " + fit(_("by"), DAY)
    return Picture(tuple(lines), knots, ((Span(head, "dim"),),), cells)


def _line(twig: Twig, grown: Grown, inside: Inside | None, room: int) -> Line:
    goal = twig.goal
    sign = "x" if goal.reached else "v" if twig.children else "-"
    if inside is not None:
        sign = "> x" if goal.reached else ">"
    text = "  " * min(twig.depth, _DEEPEST) + f"{sign} {goal.text}"
    tone: Tone = "dim" if goal.reached else "strong" if twig.depth == 0 else ""
    said = letters_text(grown.letters.get(goal.id, ()))
    past = goal.id in grown.past
    day = f"{goal.end:%m-%d}" if goal.end else ""
    shade: Tone = "good" if "-" not in said else "amber"
    folded = _folded(inside) if inside is not None else ()
    return (
        Span(fit(text, max(4, room - cells_of(folded))), tone),
        *folded,
        Span(" " + fit(said, LETTERS) + " ", "dim" if goal.reached else shade),
        Span(fit(day + "!" * past, DAY), "red" if past else "dim" if goal.reached else ""),
    )


def _folded(one: Inside) -> Line:
    """What lies in a folded goal: how many, `~` those that lack letters, `!` those late."""
    parts = [Span(f" +{one.goals}", "dim")]
    parts += [Span(f" ~{one.lacking}", "amber")] if one.lacking else []
    parts += [Span(f" !{one.late}", "red")] if one.late else []
    return tuple(parts)


def letters_text(letters: tuple[Letter, ...]) -> str:
    """The five letters, `-` for one that does not hold."""
    return "".join(one.letter if one.holds else "-" for one in letters)
