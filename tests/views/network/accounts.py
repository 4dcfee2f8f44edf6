"""Accounts to draw, and findings made by hand for them: what the analysis would say, in short."""

from __future__ import annotations

from dataclasses import replace

from deals.model import LINES, Contact, Level, Project
from deals.network.findings import ApprovalPlace, InfluenceScore, NetworkFindings

HOLD = 3
_WORTH = {"high": 10.0, "upper": 6.0, "middle": 5.0, "low": 2.0, None: 1.0}


def findings_of(project: Project) -> NetworkFindings:
    """The places of every line that anybody is on, those with nobody at CR3 being holes."""
    inside = [contact for contact in project.contacts if not contact.outside]
    levels: list[Level] = ["high", "middle", "low"]
    if any(contact.level == "upper" for contact in inside):
        levels.insert(1, "upper")
    used = [line for line in LINES if any(line in contact.lines for contact in inside)]
    places = [
        _judged(
            ApprovalPlace(
                level,
                line,
                tuple(o.id for o in inside if o.level == level and line in o.lines),
            ),
            inside,
        )
        for level in levels
        for line in used
    ]
    pulls = sorted(
        (_pull(contact) for contact in project.contacts), key=lambda pull: pull.gap, reverse=True
    )
    holes = tuple(place for place in places if not place.held)
    return NetworkFindings(places=tuple(places), holes=holes, pulls=tuple(pulls))


def _judged(place: ApprovalPlace, people: list[Contact]) -> ApprovalPlace:
    best = max((contact.cr or 0 for contact in people if contact.id in place.people), default=0)
    return replace(place, best=best or None, held=best >= HOLD)


def _pull(contact: Contact) -> InfluenceScore:
    points = (
        _WORTH[contact.level] + 3 * len(contact.lines) + (8 if contact.role == "decides" else 0)
    )
    return InfluenceScore(contact.id, points, gap=round(points * (5 - (contact.cr or 0)) / 5, 1))
