"""The findings on the network in words, the worst first, each with whom it is about. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deals.model import Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from views.diagram import Diagram, Node
from views.styled_text import StyledText, Tone, fit, line
from wording import _
from wording.findings import (
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
class FindingLine:
    """A finding in words, the person or the place that it is about, and what to do next."""

    text: str
    sign: str = " "
    tone: Tone = ""
    person: str | None = None
    place: ApprovalPlace | None = None
    ask: str = ""


def list_findings(project: Project, found: NetworkFindings) -> tuple[FindingLine, ...]:
    """Return every finding.

    Holes, who backs a competitor, single points, unmatched tops, the lines.
    """
    return tuple(_find_lines(project, found))


def _find_lines(project: Project, found: NetworkFindings) -> Iterator[FindingLine]:
    names = names_of(project)
    if not found.places:
        yield FindingLine(
            _("Mark who approves what (t), so that the net can be judged"), "!", "amber"
        )
    for place in found.holes:
        who = place.people[0] if place.people else None
        text = hole_text(place, names)
        yield FindingLine(text, "!", "red", person=who, place=place, ask=reach_text(place, names))
    for rival in found.rivals:
        who = rival.people[0] if rival.people else None
        ask = meet_text(rival.people, names)
        yield FindingLine(rival_text(rival, names), "!", "amber", person=who, ask=ask)
    for single in found.singles:
        text, ask = single_text(single, names), second_text(single, names)
        yield FindingLine(text, "~", "amber", person=single.person, ask=ask)
    for person in found.unmatched:
        text, ask = unmatched_text(person, names), senior_text(person, names)
        yield FindingLine(text, "~", "amber", person=person, ask=ask)
    for state in found.lines:
        weak = next((place for place in state.places if not place.held), None)
        yield FindingLine(line_text(state), " ", "dim", place=weak)


def draw_findings(findings: tuple[FindingLine, ...], cells: int) -> Diagram:
    """Draw the findings a row each, whole; the cursor's id is `finding:` and the number."""
    lines, nodes = [], {}
    for number, finding in enumerate(findings):
        label = line(StyledText(fit(f" {finding.sign} {finding.text}", cells), finding.tone))
        lines.append(label)
        nodes[f"finding:{number}"] = Node(f"finding:{number}", 0, number, cells, label)
    head = line(StyledText(fit("   " + _("What the net shows, the worst first"), cells), "strong"))
    return Diagram(tuple(lines), nodes, (head,), cells)
