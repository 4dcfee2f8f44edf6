"""The pull of each person on the decision, in parts that a rep can add up.

Source: the decision chain of the method, section 3. A person's own pull is the points of their
level (outside persons have none), of their role and of each approval line they are on. Influence
moves pull from the swayed to those who sway:

    gross(i) = own(i) + sum over those i sways of damping * share(i, j) * gross(j)
    share(i, j) = strength(i, j) / max(3, sum of the strengths into j)
    net(i) = gross(i) - sum over those who sway i of damping * share(k, i) * gross(i)

So one strong influence, or several weak ones, move the share `damping`, and one weak influence a
third of it. What one gains another loses: the sum over all people is the sum of their own pull.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

from deals.model import CR, Contact, Influence, Project
from deals.network.edges import strongest_influences
from deals.network.findings import InfluenceScore, InfluenceShare
from deals.playbook.model import ContactWeights, NetworkSettings

FULLY = 3
"""The strengths that must come together to sway somebody as far as they can be swayed."""
NEARLY = 1e-9
ROUNDS = 400
"""More than damping at its highest takes to come that near; a bound for what rounding leaves."""
TOP_CR = 5


class _InfluenceFlow(NamedTuple):
    """The share of the target's pull that goes to the source, damping in it."""

    source: str
    target: str
    share: float


def influence_scores(project: Project, net: NetworkSettings) -> tuple[InfluenceScore, ...]:
    """Score everybody's pull: the largest gap first, then the strongest, then as the contacts.

    Parts are rounded to tenths and the points are their sum. A flow is rounded once for both its
    ends, so that rounding makes no pull either.
    """
    parts = {contact.id: _own_shares(contact, net.points) for contact in project.contacts}
    flows = _influence_flows(strongest_influences(project), net.damping)
    own = {person: fsum(part.points for part in some) for person, some in parts.items()}
    gross = _gross_points(own, flows)
    for source, target, share in flows:
        moved = round(share * gross[target], 1)
        if moved:
            parts[source].append(InfluenceShare("sways", moved, target))
            parts[target].append(InfluenceShare("swayed", -moved, source))
    found = [
        _influence_score(contact.id, contact.cr, parts[contact.id]) for contact in project.contacts
    ]
    return tuple(sorted(found, key=lambda score: (-score.gap, -score.points)))


def _own_shares(contact: Contact, points: ContactWeights) -> list[InfluenceShare]:
    level = 0.0 if contact.outside else points.of(contact.level)
    own = (
        InfluenceShare("level", round(level, 1)),
        InfluenceShare("role", round(points.of(contact.role), 1)),
        InfluenceShare("line", round(len(contact.lines) * points.line, 1)),
    )
    return [part for part in own if part.points]


def _influence_flows(links: Sequence[Influence], damping: float) -> Sequence[_InfluenceFlow]:
    into: dict[str, int] = {}
    for link in links:
        into[link.target] = into.get(link.target, 0) + link.strength
    return [
        _InfluenceFlow(
            link.source, link.target, damping * link.strength / max(FULLY, into[link.target])
        )
        for link in links
    ]


def _gross_points(own: Mapping[str, float], flows: Sequence[_InfluenceFlow]) -> Mapping[str, float]:
    """Return everybody's pull before what they give away.

    People may sway each other in circles. Each round hands on at most the share `damping` of what
    the last one moved, so the rounds come as near as one likes to the one answer there is.
    """
    gross = dict(own)
    for _round in range(ROUNDS):
        after = dict(own)
        for source, target, share in flows:
            after[source] += share * gross[target]
        far = sum(abs(after[person] - gross[person]) for person in own)
        gross = after
        if far < NEARLY:
            break
    return gross


def _influence_score(person: str, cr: CR | None, parts: Sequence[InfluenceShare]) -> InfluenceScore:
    points = round(fsum(part.points for part in parts), 1)
    gap = round(points * (TOP_CR - (cr or 0)) / TOP_CR, 2)
    return InfluenceScore(person=person, points=points, parts=tuple(parts), gap=gap)
