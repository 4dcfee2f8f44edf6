"""What the net finds, as a list to go through, the worst first, each with whom it is about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deals.model import Project
from deals.net.findings import Findings, Place
from screens.kit.cells import fit
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Span, Tone, line
from screens.kit.wording import _
from screens.kit.wording.findings import (
    hole_text,
    line_text,
    names_of,
    rival_text,
    single_text,
    unmatched_text,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words, and the person or the place that it is about."""

    text: str
    sign: str = " "
    tone: Tone = ""
    person: str | None = None
    place: Place | None = None


def told(project: Project, found: Findings) -> tuple[Told, ...]:
    """Every finding: holes, who backs a competitor, single strands, unmatched tops, the lines."""
    return tuple(_told(project, found))


def _told(project: Project, found: Findings) -> Iterator[Told]:
    names = names_of(project)
    if not found.places:
        yield Told(_("Mark who approves what (t), so that the net can be judged"), "!", "amber")
    for place in found.holes:
        who = place.people[0] if place.people else None
        yield Told(hole_text(place, names), "!", "red", person=who, place=place)
    for rival in found.rivals:
        who = rival.people[0] if rival.people else None
        yield Told(rival_text(rival, names), "!", "amber", person=who)
    for single in found.singles:
        yield Told(single_text(single, names), "~", "amber", person=single.person)
    for one in found.unmatched:
        yield Told(unmatched_text(one, names), "~", "amber", person=one)
    for state in found.lines:
        yield Told(line_text(state), " ", "dim")


def told_picture(findings: tuple[Told, ...], cells: int) -> Picture:
    """The findings a row each, whole; the cursor's id is `finding:` and the number."""
    lines, knots = [], {}
    for number, one in enumerate(findings):
        label = line(Span(fit(f" {one.sign} {one.text}", cells), one.tone))
        lines.append(label)
        knots[f"finding:{number}"] = Knot(f"finding:{number}", 0, number, cells, label)
    head = line(Span(fit("   " + _("What the net shows, the worst first"), cells), "strong"))
    return Picture(tuple(lines), knots, (head,), cells)
