"""Which projects each owner might make key, and which leads are to be met or dropped.

Method, section 9: out of their table reps name a few by size, nearness and chance. What is compared
is money, in one currency or at the rates that are set, as far as the stage is completed; less the
further off the close date is, and more with a coach. A lead that was only telephoned is proposed
never, however large.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import zip_longest
from typing import Literal, NamedTuple

from deals.model import Project
from deals.network.relationship import best_cr, has_coach
from deals.numbers.day_rates import DayRates
from deals.parsing.text import fold_text
from deals.playbook import Playbook

MET_CR = 2
_COACH_BONUS = 1.25
_NEARNESS = ((90, 1.0), (180, 0.75), (365, 0.5))
_FAR = 0.25
_REMOTE = frozenset({"call", "message"})

Unmet = Literal["", "phone", "unmet"]
"""Why nobody was met: only telephoned or written to, or everybody is known by name alone."""


class KeyCandidate(NamedTuple):
    """A project that might be key, or a lead that is to be met soon or dropped.

    `place` is its place among its owner's open projects by money, 1 for the largest, of which there
    are `among`; both 0 without an amount. Money is compared in the currency `pool`; `mixed` says
    that the owner has money in several that no rate joins. `days_left` is below zero once the close
    date is past. `unmet` is why it is none, and `days` within how many somebody is then to be met.
    """

    project: Project
    place: int
    among: int
    mixed: bool
    pool: str
    days_left: int | None
    coach: bool
    unmet: Unmet = ""
    days: int = 0


class OwnerKeys(NamedTuple):
    """What an owner has starred, what is proposed beside that, and the leads nobody was met on."""

    owner: str
    starred: Sequence[KeyCandidate]
    proposed: Sequence[KeyCandidate]
    unmet: Sequence[KeyCandidate]


def find_key_candidates(
    projects: Iterable[Project], playbook: Playbook, today: date, rates: DayRates
) -> tuple[OwnerKeys, ...]:
    """Find the key projects of each owner, those with most open projects first.

    Money is compared at the rates of a day, and within each currency that has none.

    Only open projects count, and of those signed only the stars. Owners with as many stars as the
    playbook's `key-projects` has it get no proposal; a project without an amount is none.
    """
    owners = defaultdict[str, list[Project]](list)
    for project in projects:
        signed = playbook.reached(project.stage, playbook.signed)
        if project.status == "open" and (project.key or not signed):
            owners[fold_text(project.owner)].append(project)
    ranked = sorted(owners.values(), key=len, reverse=True)
    found = (_choose_keys(own, playbook, today, rates) for own in ranked)
    return tuple(keys for keys in found if keys.starred or keys.proposed or keys.unmet)


def _choose_keys(
    own: Sequence[Project], playbook: Playbook, today: date, rates: DayRates
) -> OwnerKeys:
    """Return the key projects of one owner."""
    every = _rank_by_money(own, playbook, today, rates)
    starred = [each for each in every if each.project.key]
    others = [each for each in every if not each.project.key]
    groups = defaultdict[str, list[KeyCandidate]](list)
    for each in others:
        if each.project.amount and not each.unmet:
            groups[each.pool].append(each)
    turns = [
        sorted(group, key=lambda each: -_worth(each, playbook, rates))
        for group in sorted(groups.values(), key=len, reverse=True)
    ]
    # Money of two currencies without a rate has no order, so the best of each come in turns.
    mixed = [each for turn in zip_longest(*turns) for each in turn if each is not None]
    room = max(0, playbook.key_projects.most - len(starred))
    unmet = [each for each in others if each.unmet]
    return OwnerKeys(own[0].owner, starred, mixed[:room], unmet)


def _rank_by_money(
    own: Sequence[Project], playbook: Playbook, today: date, rates: DayRates
) -> list[KeyCandidate]:
    """Return the owner's projects with their places by money, the largest of a currency first."""
    groups = defaultdict[str, list[float]](list)
    for project in own:
        if project.amount:
            groups[rates.pool(project.amount.currency)].append(_money(project, rates))
    every = list[KeyCandidate]()
    for project in sorted(own, key=lambda each: _money(each, rates), reverse=True):
        pool = rates.pool(project.amount.currency) if project.amount else ""
        amounts, ours = groups.get(pool, []), _money(project, rates)
        place = 1 + sum(money > ours for money in amounts) if project.amount else 0
        days = (project.signs.latest - today).days if project.signs else None
        coach = has_coach(project, playbook.thresholds.no_coach.cr)
        more = days, coach, why_unmet(project), playbook.key_projects.days
        every.append(KeyCandidate(project, place, len(amounts), len(groups) > 1, pool, *more))
    return every


def _money(project: Project, rates: DayRates) -> float:
    """Return the middle of the amount as it is compared; 0 for none."""
    return rates.measure(project.amount) if project.amount else 0


def _worth(candidate: KeyCandidate, playbook: Playbook, rates: DayRates) -> float:
    """Return by what candidates are compared whose money is of one pool."""
    project, days = candidate.project, candidate.days_left
    near = _FAR
    if days is not None and days >= 0:
        near = next((share for most, share in _NEARNESS if days <= most), _FAR)
    chance = playbook.weight(project.stage) * (_COACH_BONUS if candidate.coach else 1)
    return _money(project, rates) * chance * near


def why_unmet(project: Project) -> Unmet:
    """Return why nobody of the customer was met, empty where somebody was or nothing is known.

    A CR that nobody noted tells nothing; one of 2 or more was only reached by meeting. A summary
    does not tell whether there was one.
    """
    if project.glance is not None:
        return ""
    best = best_cr(project.contacts)
    if best is not None and best >= MET_CR:
        return ""
    if project.touches:
        return "phone" if all(touch.how in _REMOTE for touch in project.touches) else ""
    known = project.contacts and all(contact.cr is not None for contact in project.contacts)
    return "unmet" if known else ""
