"""Accounts to draw, and findings made by hand for them: what the analysis would say, in short."""

from __future__ import annotations

from dataclasses import replace

from deals.model import LINES, Contact, Level, Project
from deals.network.findings import ApprovalPlace, InfluenceScore, NetworkFindings

HOLD = 3
_WORTH = {"high": 10.0, "upper": 6.0, "middle": 5.0, "low": 2.0, None: 1.0}


def findings_of(project: Project) -> NetworkFindings:
    """The places of every line that anybody is on, those with nobody at CR3 being holes."""
    inside = [one for one in project.contacts if not one.outside]
    levels: list[Level] = ["high", "middle", "low"]
    if any(one.level == "upper" for one in inside):
        levels.insert(1, "upper")
    used = [line for line in LINES if any(line in one.lines for one in inside)]
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
    pulls = sorted((_pull(one) for one in project.contacts), key=lambda one: one.gap, reverse=True)
    holes = tuple(one for one in places if not one.held)
    return NetworkFindings(places=tuple(places), holes=holes, pulls=tuple(pulls))


def _judged(place: ApprovalPlace, people: list[Contact]) -> ApprovalPlace:
    best = max((one.cr or 0 for one in people if one.id in place.people), default=0)
    return replace(place, best=best or None, held=best >= HOLD)


def _pull(one: Contact) -> InfluenceScore:
    points = _WORTH[one.level] + 3 * len(one.lines) + (8 if one.role == "decides" else 0)
    return InfluenceScore(one.id, points, gap=round(points * (5 - (one.cr or 0)) / 5, 1))
