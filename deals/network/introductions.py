"""The cheapest routes to people we lack: who of those who help us introduces whom.

Source: method, section 3. A route leads from a helper, somebody at the playbook's CR `help` or
better and not against us, over influence and reporting lines to the person we lack. What an
introduction costs:

    over an influence     strong 1, medium 2, weak 3; 2 more where it is used against us
    down a reporting line 1.5, a superior sends one of theirs
    up a reporting line   2.5, a subordinate asks the superior

Of two routes that cost the same the one with fewer introductions is better, then the one whose
helper has the higher influence score. Nobody who is against us is asked to introduce anybody, and
no route leads through a second helper, for then it could begin there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from deals.model import LEVELS, Contact, Project
from deals.network.findings import ApprovalPlace, Introduction, IntroductionRoute, NetworkFindings
from deals.network.influence import strongest_influences
from deals.network.relationship import against_us, insiders
from deals.playbook import Playbook

MAX_ROUTES, MAX_HOPS = 3, 5
INFLUENCE: Mapping[int, float] = {3: 1.0, 2: 2.0, 1: 3.0}
UNFRIENDLY, DOWN, UP = 2.0, 1.5, 2.5


class _RouteStep(NamedTuple):
    cost: float
    hop: Introduction


class _Route(NamedTuple):
    """A route to the target from `at`; ordered by cost, length, weakness of who is there, age."""

    cost: float
    length: int
    weakness: float
    age: int
    at: str
    hops: tuple[Introduction, ...]


@dataclass(frozen=True, slots=True)
class _RouteMap:
    """The ground of the search: the steps to each person, the helpers, everybody's points."""

    into: Mapping[str, Sequence[_RouteStep]]
    helpers: frozenset[str]
    pull: Mapping[str, float]


def find_introductions(
    project: Project, findings: NetworkFindings, playbook: Playbook, target: str | ApprovalPlace
) -> tuple[IntroductionRoute, ...]:
    """Find up to three routes to a person or a place, the cheapest first.

    A place with people is mended by reaching any of them. Where nobody is known, the routes lead to
    those who are nearest to it and not against us, to be asked for a name: on its line the level
    below, and so on down, else anybody of its level, else whoever is on the line, else anybody of
    the customer. A helper who is nearest is simply asked: a route without hops.
    """
    network = _route_map(project, findings, playbook)
    if isinstance(target, str):
        return tuple(_cheapest_routes(network, [target]))
    if target.people:
        return tuple(_cheapest_routes(network, target.people))
    for near in _nearest_contacts(insiders(project), target):
        asked = [
            IntroductionRoute((), person, person) for person in near if person in network.helpers
        ]
        found = _best_routes(network, [*asked, *_cheapest_routes(network, near)])
        if found:
            return tuple(replace(route, finds=target) for route in found)
    return ()


def _route_map(project: Project, findings: NetworkFindings, playbook: Playbook) -> _RouteMap:
    barred = {contact.id for contact in project.contacts if against_us(contact)}
    cheapest: dict[tuple[str, str], _RouteStep] = {}
    for step in _possible_steps(project):
        ends = (step.hop.source, step.hop.target)
        if step.hop.source not in barred and step.cost < cheapest.get(ends, _NO_STEP).cost:
            cheapest[ends] = step
    into: dict[str, list[_RouteStep]] = {}
    for step in cheapest.values():
        into.setdefault(step.hop.target, []).append(step)
    helpers = (
        contact.id
        for contact in project.contacts
        if (contact.cr or 0) >= playbook.net.help and contact.id not in barred
    )
    pull = {person: score.points for person, score in findings.by_person.items()}
    return _RouteMap(into, frozenset(helpers), pull)


_NO_STEP = _RouteStep(float("inf"), Introduction("", "", "influence"))


def _possible_steps(project: Project) -> Iterator[_RouteStep]:
    """Yield every introduction that influences and reporting lines allow."""
    for influence in strongest_influences(project):
        cost = INFLUENCE[influence.strength] + (0.0 if influence.favour else UNFRIENDLY)
        yield _RouteStep(
            cost,
            Introduction(
                influence.source,
                influence.target,
                "influence",
                influence.strength,
                influence.favour,
            ),
        )
    known = {contact.id for contact in project.contacts}
    for person in project.contacts:
        boss = person.reports_to
        if boss is not None and boss in known and boss != person.id:
            yield _RouteStep(UP, Introduction(person.id, boss, "reports-up"))
            yield _RouteStep(DOWN, Introduction(boss, person.id, "reports-down"))


def _nearest_contacts(people: Sequence[Contact], place: ApprovalPlace) -> Iterator[Sequence[str]]:
    """Yield groups of those who may know who is at a place, the nearest first."""
    friendly = [contact for contact in people if not against_us(contact)]
    on = [contact for contact in friendly if place.line in contact.lines]
    for level in LEVELS[LEVELS.index(place.level) + 1 :]:
        yield [contact.id for contact in on if contact.level == level]
    yield [contact.id for contact in friendly if contact.level == place.level]
    yield [contact.id for contact in on]
    yield [contact.id for contact in friendly]


def _best_routes(
    network: _RouteMap, found: Sequence[IntroductionRoute]
) -> tuple[IntroductionRoute, ...]:
    def rank(route: IntroductionRoute) -> tuple[float, int, float]:
        return route.cost, len(route.hops), -network.pull.get(route.helper, 0.0)

    return tuple(sorted(found, key=rank)[:MAX_ROUTES])


def _cheapest_routes(network: _RouteMap, targets: Sequence[str]) -> Iterator[IntroductionRoute]:
    """Yield the cheapest routes to any of these people, found backwards from them.

    Each person is gone through at most three times for each length of route: more could not be
    among the three, and it bounds the work in an account where everybody knows everybody.
    """
    if not network.helpers:
        return
    age = count()
    unfinished = [_Route(0.0, 0, 0.0, next(age), target, ()) for target in targets]
    found, passed = 0, dict[tuple[str, int], int]()
    while unfinished and found < MAX_ROUTES:
        route = heappop(unfinished)
        if route.hops and route.at in network.helpers:
            found += 1
            yield IntroductionRoute(
                route.hops, helper=route.at, target=route.hops[-1].target, cost=route.cost
            )
            continue
        times = passed[route.at, route.length] = passed.get((route.at, route.length), 0) + 1
        if times > MAX_ROUTES or route.length == MAX_HOPS:
            continue
        met = {*targets, *(hop.source for hop in route.hops)}
        for cost, hop in network.into.get(route.at, ()):
            if hop.source not in met:
                weakness = -network.pull.get(hop.source, 0.0)
                total, hops = route.cost + cost, (hop, *route.hops)
                longer = _Route(total, len(hops), weakness, next(age), hop.source, hops)
                heappush(unfinished, longer)
