"""The tree of goals, each with the letters of SMART that it holds. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from deals.goals import Twig
from deals.smart import Letter
from screens.kit.cells import fit
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone
from screens.kit.wording import _
from screens.plan.knots import GOAL

LETTERS, DAY = 6, 6
_DEEPEST = 8


def tree(twigs: tuple[Twig, ...], letters: Mapping[str, tuple[Letter, ...]], cells: int) -> Picture:
    """The goals a line each: text, the letters that hold, the last day."""
    room = max(8, cells - LETTERS - DAY - 2)
    lines, knots = list[Line](), dict[str, Knot]()
    for twig in twigs:
        one = f"{GOAL}{twig.goal.id}"
        said = _line(twig, letters.get(twig.goal.id, ()), room)
        knots[one] = Knot(one, 0, len(lines), cells, said)
        lines.append(said)
    head = fit("  " + _("Goals"), room) + " " + fit("SMART", LETTERS) + " " + fit(_("by"), DAY)
    return Picture(tuple(lines), knots, ((Span(head, "dim"),),), cells)


def _line(twig: Twig, letters: tuple[Letter, ...], room: int) -> Line:
    goal = twig.goal
    sign = "x" if goal.reached else "v" if twig.children else "-"
    text = "  " * min(twig.depth, _DEEPEST) + f"{sign} {goal.text}"
    tone: Tone = "dim" if goal.reached else "strong" if twig.depth == 0 else ""
    said = letters_text(letters)
    day = f"{goal.end:%m-%d}" if goal.end else ""
    shade: Tone = "good" if "-" not in said else "amber"
    return (
        Span(fit(text, room) + " ", tone),
        Span(fit(said, LETTERS) + " ", "dim" if goal.reached else shade),
        Span(fit(day, DAY), "dim" if goal.reached else ""),
    )


def letters_text(letters: tuple[Letter, ...]) -> str:
    """The five letters, `-` for one that does not hold."""
    return "".join(one.letter if one.holds else "-" for one in letters)
