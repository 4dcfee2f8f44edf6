"""What speaks for a project and against it: the win rate of its stage, corrected part by part.

The rate p (0 to 1) of the stage becomes log odds, to which each fact that holds adds its β; what
they come to is the corrected rate. Facts are those that triage knows. Shown are whole percents,
each part being how far the rounded rate moved, so that the parts add up to what is shown last.

The β are the playbook's, guesses until there are ten ended projects with a fact and ten without;
then they are measured: the log odds ratio of signing, half a case being added everywhere so that no
count of 0 makes it endless.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import exp, log
from typing import Literal, get_args

from deals.history import OPEN_GATE
from deals.model import Project
from deals.network.places import is_held, place_contacts
from deals.network.relationship import (
    against_us,
    best_cr,
    contacts_at_level,
    find_coaches,
    has_coach,
    has_say,
    insiders,
)
from deals.numbers.slips import count_slips
from deals.numbers.states import list_moves
from deals.playbook import Playbook
from deals.rounding import round_whole
from deals.rules.gates import missing_gates

Fact = Literal[
    "no_top_level", "approval_hole", "decider_for_rival", "slipped_twice", "coach", "gate_open"
]
FACTS: tuple[Fact, ...] = get_args(Fact)
"""The facts in the order in which they are shown.

Nobody at the top; an approval line that is not held; somebody with a say who is against us; a
window that moved later as often as triage flags; a coach; a stage whose gate was open and still is.
"""
ENOUGH_EACH = 10
"""How many cases with a fact, and how many without, it takes to measure it."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a fact adds to the log odds, and the ended projects with and without it.

    `measured` says that these told; else it is the playbook's guess.
    """

    beta: float
    measured: bool = False
    having: int = 0
    lacking: int = 0


@dataclass(frozen=True, slots=True)
class EvidencePart:
    """What a fact does: the rate after it (0-1), and by how many whole percents it moved."""

    fact: Fact
    rate: float
    percent: int
    effect: Effect


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rate of a stage and what the facts make of it: `base` and the parts are whole percents.

    They add up to `percent`; `rate` is what that is rounded from, 0 to 1.
    """

    base: int
    parts: tuple[EvidencePart, ...]
    percent: int
    rate: float


@dataclass(frozen=True, slots=True)
class FactCase:
    """A project that has ended, with the facts that held: whether it was signed."""

    signed: bool
    facts: frozenset[Fact]


def weigh_evidence(
    win: Fraction | float, facts: Iterable[Fact], effects: Mapping[Fact, Effect]
) -> Evidence:
    """Correct a win rate by the facts that hold; those without an effect say nothing.

    A rate of 0 or 1 is certain: nothing corrects it.
    """
    there = set(facts)
    found = [fact for fact in FACTS if fact in there and fact in effects]
    rates = [float(win)]
    for fact in found:
        rates.append(_move_odds(rates[-1], effects[fact].beta))
    percents = [round_whole(100 * rate) for rate in rates]
    parts = (
        EvidencePart(fact, rate, later - earlier, effects[fact])
        for fact, rate, (earlier, later) in zip(found, rates[1:], pairwise(percents), strict=True)
    )
    return Evidence(percents[0], tuple(parts), percents[-1], rates[-1])


def _move_odds(rate: float, beta: float) -> float:
    """Return the rate whose log odds are `beta` more."""
    if not 0 < rate < 1:
        return rate
    return 1 / (1 + exp(-log(rate / (1 - rate)) - beta))


def measure_effects(
    cases: Iterable[FactCase], guesses: Mapping[str, float]
) -> Mapping[Fact, Effect]:
    """Return the effect of each fact: measured where cases are enough, else the guess if any."""
    there = tuple(cases)
    effects = dict[Fact, Effect]()
    for fact in FACTS:
        having = [case.signed for case in there if fact in case.facts]
        lacking = [case.signed for case in there if fact not in case.facts]
        counts = len(having), len(lacking)
        if min(counts) >= ENOUGH_EACH:
            effects[fact] = Effect(_log_odds(having) - _log_odds(lacking), True, *counts)
        elif fact in guesses:
            effects[fact] = Effect(guesses[fact], False, *counts)
    return effects


def _log_odds(signed: list[bool]) -> float:
    won = sum(signed)
    return log((won + 0.5) / (len(signed) - won + 0.5))


def find_facts(project: Project, playbook: Playbook, stage: str | None = None) -> frozenset[Fact]:
    """Find the facts that hold of a project, whatever became of it, as if it stood at a stage.

    Without one that is its own; people are those of today.

    As in triage, what is not known is held against nobody: the top counts as missing from the stage
    that claims it, where the level of some contact is known or nobody is there at all; holes count
    from the stage from which they are flagged. Of a summary only those facts are found that it
    tells.
    """
    if project.glance is not None:
        return _find_told(project, playbook)
    limits, people = playbook.thresholds, insiders(project)
    project = project if stage is None else project.model_copy(update={"stage": stage})
    holds: Mapping[Fact, bool] = {
        "no_top_level": _lacks_top(project, playbook),
        "approval_hole": playbook.reached(project.stage, limits.holes.since)
        and _has_hole(project, playbook),
        "decider_for_rival": any(against_us(contact) and has_say(contact) for contact in people),
        "slipped_twice": count_slips(list_moves(project)) >= limits.slipping.moves,
        "coach": bool(find_coaches(project, limits.no_coach.cr)),
        "gate_open": _gate_is_open(project, playbook),
    }
    return frozenset(fact for fact in FACTS if holds[fact])


def _find_told(project: Project, playbook: Playbook) -> frozenset[Fact]:
    """Find the facts that the summary of a project tells."""
    limits = playbook.thresholds
    known: Mapping[Fact, bool] = {
        "slipped_twice": count_slips(list_moves(project)) >= limits.slipping.moves,
        "coach": has_coach(project, limits.no_coach.cr),
    }
    return frozenset(fact for fact, holds in known.items() if holds)


def _lacks_top(project: Project, playbook: Playbook) -> bool:
    claim, people = playbook.claims.get(project.stage), insiders(project)
    if claim is None or not any(level == "high" for level, _cr in claim.levels):
        return False
    if people and all(contact.level is None for contact in people):
        return False
    return best_cr(contacts_at_level(people, "high")) is None


def _has_hole(project: Project, playbook: Playbook) -> bool:
    places = place_contacts(insiders(project), project.absent, finer=playbook.net.upper)
    return any(not is_held(place, playbook.net) for place in places)


def _gate_is_open(project: Project, playbook: Playbook) -> bool:
    """Whether a project came to its stage with the gate open, and something is still missing."""
    moves = [
        change
        for change in project.history
        if change.field == "stage" and change.new == project.stage
    ]
    if not moves or not (moves[-1].note or "").startswith(OPEN_GATE):
        return False
    known = project.stage in playbook.order
    return known and bool(missing_gates(project, project.stage, playbook))
