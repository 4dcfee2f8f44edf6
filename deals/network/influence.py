"""The influence score of each person: their pull on the decision, in parts that a rep can add up.

Source: the decision chain of the method, sections 3 and 9. A person's own weight is the points of
their level (outside persons have none), of their role and of each approval line they are on.
Whoever sways others borrows of their pull, and takes nothing from them by it:

    pull(i) = own(i) + min(room(i), sum over those i sways of damping * share(i, j) * pull(j))
    share(i, j) = strength(i, j) / max(3, sum of the strengths into j)

So one strong influence, or several weak ones, lend the share `damping`, and one weak influence a
third of it. Who decides comes first: borrowing lifts nobody to the own weight of a person who
decides, their own weight alone may. `room` is what is left up to a tenth below the lightest of
those who decide and weigh no less than this person; where there are none, there is no limit.

People are worked on by their gap, the pull that we lack; who comes before a person who decides has
it by more than swaying them, see `_order_scores`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from math import floor, fsum, inf
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
TENTH = 0.1


class _InfluenceFlow(NamedTuple):
    """The share of the target's pull that the source borrows, damping included."""

    source: str
    target: str
    share: float


def influence_scores(project: Project, net: NetworkSettings) -> tuple[InfluenceScore, ...]:
    """Score everybody in the order in which they are to be worked on, see `_order_scores`.

    Parts are rounded to tenths and the points are their sum.
    """
    parts = {contact.id: _own_shares(contact, net.points) for contact in project.contacts}
    flows = _influence_flows(strongest_influences(project), net.damping)
    own = {person: fsum(part.points for part in shares) for person, shares in parts.items()}
    room = _room_to_borrow(project.contacts, own)
    pull = _settle_pull(own, flows, room)
    deciding = {contact.id for contact in project.contacts if contact.role == "decides"}
    others = [flow for flow in flows if flow.target not in deciding]
    alone = pull if len(others) == len(flows) else _settle_pull(own, others, room)
    scores = [
        _score_contact(
            contact, parts[contact.id], _borrowed_shares(contact.id, flows, pull, room[contact.id])
        )
        for contact in project.contacts
    ]
    apart = {
        contact.id: _gap_of(round(alone[contact.id], 1), contact) for contact in project.contacts
    }
    return _order_scores(scores, apart, deciding)


def _order_scores(
    scores: Sequence[InfluenceScore], apart: Mapping[str, float], deciding: Collection[str]
) -> tuple[InfluenceScore, ...]:
    """Put the largest gap first, then who decides, then the strongest, then the project's order.

    Nobody gets before a person who decides merely by swaying those who decide: where `apart`, the
    gap without what that lends, is no larger, who decides goes right before the first of them. Of
    two who decide the one with the larger gap `apart` is first. The figures stay as they are.
    """
    ranks = {score.person: score.gap for score in scores}
    behind: dict[str, tuple[str, ...]] = {}
    decisive = sorted(
        (score for score in scores if score.person in deciding),
        key=lambda score: (-apart[score.person], -score.gap),
    )
    for place in range(len(decisive) - 1, -1, -1):
        decider, after = decisive[place], decisive[place + 1 : place + 2]
        passed = [
            score
            for score in scores
            if score.person not in deciding and apart[score.person] <= decider.gap < score.gap
        ]
        later = [ranks[score.person] for score in after]
        ranks[decider.person] = max((decider.gap, *later, *(score.gap for score in passed)))
        behind[decider.person] = tuple(score.person for score in passed)
    ranked = sorted(
        (replace(score, behind=behind.get(score.person, ())) for score in scores),
        key=lambda score: (-ranks[score.person], -score.points),
    )
    return _put_deciders_first(ranked, ranks, [score.person for score in decisive])


def _put_deciders_first(
    ranked: Sequence[InfluenceScore], ranks: Mapping[str, float], decisive: Sequence[str]
) -> tuple[InfluenceScore, ...]:
    """Put who decides, in their own order, before others of the same rank."""
    order = {person: place for place, person in enumerate(decisive)}
    return tuple(
        sorted(
            ranked,
            key=lambda score: (-ranks[score.person], order.get(score.person, len(order))),
        )
    )


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


def _room_to_borrow(contacts: Sequence[Contact], own: Mapping[str, float]) -> Mapping[str, float]:
    """Work out how much each may borrow and still stay below everybody else who decides.

    Whom a person outweighs by themselves sets no limit. Equal weight leaves no room.
    """
    deciding = [contact.id for contact in contacts if contact.role == "decides"]
    above = {
        person: min(
            (own[each] for each in deciding if each != person and own[each] >= weight), default=inf
        )
        for person, weight in own.items()
    }
    return {person: max(0.0, above[person] - own[person] - TENTH) for person in own}


def _settle_pull(
    own: Mapping[str, float], flows: Sequence[_InfluenceFlow], room: Mapping[str, float]
) -> Mapping[str, float]:
    """Work out everybody's pull, unrounded.

    People may sway each other in circles, so it is worked out in rounds. Each hands on at most the
    share `damping` of what the last one added: they close in on the one answer there is.
    """
    pull = dict(own)
    for _round in range(MOST_ROUNDS):
        borrowed = dict.fromkeys(own, 0.0)
        for source, target, share in flows:
            borrowed[source] += share * pull[target]
        after = {person: own[person] + min(room[person], borrowed[person]) for person in own}
        change = sum(abs(after[person] - pull[person]) for person in own)
        pull = after
        if change < TOLERANCE:
            break
    return pull


def _borrowed_shares(
    person: str, flows: Sequence[_InfluenceFlow], pull: Mapping[str, float], room: float
) -> list[InfluenceShare]:
    """List what a person borrows of each whom they sway, in tenths that add up to the whole.

    Where there is less room than that, all shares are cut alike.
    """
    lent = {flow.target: flow.share * pull[flow.target] for flow in flows if flow.source == person}
    whole = fsum(lent.values())
    if not whole:
        return []
    fits = min(whole, room)
    exact = {target: points * fits / whole / TENTH for target, points in lent.items()}
    tenths = {target: floor(points + TOLERANCE) for target, points in exact.items()}
    left = round(fits / TENTH + TOLERANCE) - sum(tenths.values())
    for target in sorted(exact, key=lambda target: tenths[target] - exact[target])[: max(0, left)]:
        tenths[target] += 1
    return [
        InfluenceShare("sways", round(count * TENTH, 1), target)
        for target, count in tenths.items()
        if count
    ]


def _score_contact(
    contact: Contact, own: Sequence[InfluenceShare], borrowed: Sequence[InfluenceShare]
) -> InfluenceScore:
    weight, more = (round(fsum(part.points for part in parts), 1) for parts in (own, borrowed))
    points = round(weight + more, 1)
    gap = _gap_of(points, contact)
    return InfluenceScore(contact.id, points, (*own, *borrowed), gap, weight, more)


def _gap_of(points: float, contact: Contact) -> float:
    return round(points * (TOP_CR - (contact.cr or 0)) / TOP_CR, 2)


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
