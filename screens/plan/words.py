"""What the letters of SMART lack, in words, and the key that mends it. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from deals.smart import Letter, Missing
from screens.kit.spans import Line, Span, line
from screens.kit.wording import N_, _

LETTERS = {
    "S": N_("specific"),
    "M": N_("measurable"),
    "A": N_("attainable"),
    "R": N_("relevant"),
    "T": N_("timed"),
}
MISSING: Mapping[str, tuple[str, str]] = {
    "no-work": (N_("no work serves it and nothing splits it"), "W"),
    "no-measure": (N_("nothing says how it is measured"), "e"),
    "no-target": (N_("no target"), "e"),
    "no-acceptor": (N_("nobody accepts the result"), "e"),
    "no-resources": (N_("no resources named"), "r"),
    "no-responsible": (N_("nobody responsible"), "o"),
    "clash": (N_('{name} has "{row}" and "{other}" on the same days'), "w"),
    "clash-elsewhere": (
        N_('{name} has "{row}" and on the same days "{other}" in {project}'),
        "w",
    ),
    "parent-gone": (N_("the goal that it served is gone"), "s"),
    "no-serves": (N_('nothing says how it serves "{goal}"'), "e"),
    "no-start": (N_("no first day"), "w"),
    "no-end": (N_("no last day"), "w"),
    "backwards": (N_("it ends before it begins"), "w"),
    "outside-parent": (N_('outside the days of "{goal}" ({days})'), "w"),
    "before-plan": (N_("begins before the plan does ({day})"), "w"),
    "outside-signing": (N_("ends after the signing time ({day})"), "w"),
}


def letter_line(one: Letter) -> Line:
    """What a letter lacks and the keys that mend it."""
    head = Span(f"{one.letter} {_(LETTERS[one.letter])}: ", "amber")
    keys = dict.fromkeys(MISSING[missing.code][1] for missing in one.missing)
    said = "; ".join(missing_text(missing) for missing in one.missing)
    return line(head, said, Span(f"  [{' '.join(keys)}]", "key"))


def missing_text(one: Missing) -> str:
    """One thing that is missing."""
    return _(MISSING[one.code][0]).format_map(one.figures)
