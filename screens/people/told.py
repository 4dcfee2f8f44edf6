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
    meet_text,
    names_of,
    reach_text,
    rival_text,
    second_text,
    senior_text,
    single_text,
    unmatched_text,
)


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words, the person or the place that it is about, and what to do next."""

    text: str
    sign: str = " "
    tone: Tone = ""
    person: str | None = None
    place: Place | None = None
    ask: str = ""


def told(project: Project, found: Findings) -> tuple[Told, ...]:
    """Every finding: holes, who backs a competitor, single strands, unmatched tops, the lines."""
    return tuple(_told(project, found))


def _told(project: Project, found: Findings) -> Iterator[Told]:
    names = names_of(project)
    if not found.places:
        yield Told(_("Mark who approves what (t), so that the net can be judged"), "!", "amber")
    for place in found.holes:
        who = place.people[0] if place.people else None
        said = hole_text(place, names)
        yield Told(said, "!", "red", person=who, place=place, ask=reach_text(place, names))
    for rival in found.rivals:
        who = rival.people[0] if rival.people else None
        ask = meet_text(rival.people, names)
        yield Told(rival_text(rival, names), "!", "amber", person=who, ask=ask)
    for single in found.singles:
        said, ask = single_text(single, names), second_text(single, names)
        yield Told(said, "~", "amber", person=single.person, ask=ask)
    for one in found.unmatched:
        said, ask = unmatched_text(one, names), senior_text(one, names)
        yield Told(said, "~", "amber", person=one, ask=ask)
    for state in found.lines:
        weak = next((one for one in state.places if not one.held), None)
        yield Told(line_text(state), " ", "dim", place=weak)


def told_picture(findings: tuple[Told, ...], cells: int) -> Picture:
    """The findings a row each, whole; the cursor's id is `finding:` and the number."""
    lines, knots = [], {}
    for number, one in enumerate(findings):
        label = line(Span(fit(f" {one.sign} {one.text}", cells), one.tone))
        lines.append(label)
        knots[f"finding:{number}"] = Knot(f"finding:{number}", 0, number, cells, label)
    head = line(Span(fit("   " + _("What the net shows, the worst first"), cells), "strong"))
    return Picture(tuple(lines), knots, (head,), cells)
