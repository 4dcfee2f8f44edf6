"""The influence score of each person: their pull on the decision, in parts that a rep can add up.

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

from collections import Counter
from collections.abc import Mapping, Sequence
from math import fsum
from typing import NamedTuple

from deals.model import Contact, Influence, Project
from deals.network.findings import InfluenceScore, InfluenceShare
from deals.playbook.model import ContactWeights, NetworkSettings

FULL_STRENGTH = 3
"""The strengths that must come together to sway somebody as far as they can be swayed."""
TOLERANCE = 1e-9
"""The change of all points in a round below which the points count as settled."""
MOST_ROUNDS = 400
"""A bound for what rounding leaves; damping at its highest settles in fewer."""
TOP_CR = 5


class _InfluenceFlow(NamedTuple):
    """The share of the target's pull that goes to the source, damping included."""

    source: str
    target: str
    share: float


def influence_scores(project: Project, net: NetworkSettings) -> tuple[InfluenceScore, ...]:
    """Score everybody: the largest gap first, then the strongest, then in the project's order.

    Parts are rounded to tenths and the points are their sum. A flow is rounded once for both its
    ends, so that rounding adds no pull either.
    """
    parts = {contact.id: _own_shares(contact, net.points) for contact in project.contacts}
    flows = _influence_flows(strongest_influences(project), net.damping)
    own = {person: fsum(part.points for part in shares) for person, shares in parts.items()}
    gross = _gross_points(own, flows)
    for source, target, share in flows:
        moved = round(share * gross[target], 1)
        if moved:
            parts[source].append(InfluenceShare("sways", moved, target))
            parts[target].append(InfluenceShare("swayed", -moved, source))
    scores = [_score_contact(contact, parts[contact.id]) for contact in project.contacts]
    return tuple(sorted(scores, key=lambda score: (-score.gap, -score.points)))


def _own_shares(contact: Contact, points: ContactWeights) -> list[InfluenceShare]:
    level = 0.0 if contact.outside else points.of(contact.level)
    own = (
        InfluenceShare("level", round(level, 1)),
        InfluenceShare("role", round(points.of(contact.role), 1)),
        InfluenceShare("line", round(len(contact.lines) * points.line, 1)),
    )
    return [part for part in own if part.points]


def _influence_flows(influences: Sequence[Influence], damping: float) -> list[_InfluenceFlow]:
    into = Counter[str]()
    for influence in influences:
        into[influence.target] += influence.strength
    return [
        _InfluenceFlow(source, target, damping * strength / max(FULL_STRENGTH, into[target]))
        for source, target, strength in (
            (influence.source, influence.target, influence.strength) for influence in influences
        )
    ]


def _gross_points(own: Mapping[str, float], flows: Sequence[_InfluenceFlow]) -> Mapping[str, float]:
    """Work out everybody's pull before what they give away.

    People may sway each other in circles, so it is worked out in rounds. Each hands on at most the
    share `damping` of what the last one moved: they close in on the one answer there is.
    """
    gross = dict(own)
    for _round in range(MOST_ROUNDS):
        after = dict(own)
        for source, target, share in flows:
            after[source] += share * gross[target]
        change = sum(abs(after[person] - gross[person]) for person in own)
        gross = after
        if change < TOLERANCE:
            break
    return gross


def _score_contact(contact: Contact, parts: Sequence[InfluenceShare]) -> InfluenceScore:
    points = round(fsum(part.points for part in parts), 1)
    gap = round(points * (TOP_CR - (contact.cr or 0)) / TOP_CR, 2)
    return InfluenceScore(contact.id, points, tuple(parts), gap)


def strongest_influences(project: Project) -> tuple[Influence, ...]:
    """Choose one influence for each pair of people: of several the strongest, else the first.

    Those that point at nobody, or from somebody to themselves, are left out.
    """
    known = {contact.id for contact in project.contacts}
    found: dict[tuple[str, str], Influence] = {}
    for influence in project.influences:
        ends = (influence.source, influence.target)
        if influence.source == influence.target or not known.issuperset(ends):
            continue
        if ends not in found or found[ends].strength < influence.strength:
            found[ends] = influence
    return tuple(found.values())
