"""How long things take: days in a stage, and days until signing.

A `Spell` is a number of days and how it ended, None while it goes on: what is still going on is
censored, not left out, for else only what went fast would count. Days in a stage are estimated
after Kaplan and Meier; days to signing after Aalen and Johansen, being lost or abandoned as the end
that competes with it. On a tie what ended comes before what is censored. Chances are exact.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from deals.numbers.journeys import Journey, JourneyOutcome, JourneyStep
from deals.playbook import Playbook

SpellEnd = Literal["signed", "lost", "left"]
_SIGNING_ENDS: Mapping[JourneyOutcome, SpellEnd] = {
    "signed": "signed",
    "lost": "lost",
    "abandoned": "lost",
}


@dataclass(frozen=True, slots=True)
class Spell:
    """So many days of a project, and what ended them; None where they are censored."""

    days: int
    end: SpellEnd | None
    id: str = ""


@dataclass(frozen=True, slots=True)
class Duration:
    """How long something takes: `steps` are days with the share of projects for which it goes on.

    `count` spells were looked at, `open` of which go on; `longest` is the longest of them, in days.
    """

    steps: tuple[tuple[int, Fraction], ...]
    count: int
    open: int
    longest: int

    @property
    def median(self) -> int | None:
        """The days by which half are through; None where that is not reached in `longest` days."""
        return next((days for days, share in self.steps if 2 * share <= 1), None)

    @property
    def known(self) -> bool:
        """Whether it says anything: nobody tells how long a stage takes at which no day passed."""
        return self.longest > 0


@dataclass(frozen=True, slots=True)
class SigningTimes:
    """The share of projects, by days, that were signed and that were lost by then."""

    steps: tuple[tuple[int, Fraction, Fraction], ...]
    count: int
    open: int
    longest: int

    def signed_by(self, days: int) -> Fraction:
        """Return the share that is signed within so many days, 0 to 1."""
        return max((signed for day, signed, _ in self.steps if day <= days), default=Fraction(0))

    @property
    def median(self) -> int | None:
        """The days by which half are signed; None where that is not reached."""
        return next((days for days, signed, _lost in self.steps if 2 * signed >= 1), None)


def estimate_duration(spells: Sequence[Spell]) -> Duration:
    """Estimate how long spells last (Kaplan-Meier); any end is an end."""
    steps, share = list[tuple[int, Fraction]](), Fraction(1)
    for days, ends, at_risk in _days_at_risk(spells):
        share *= 1 - Fraction(len(ends), at_risk)
        steps.append((days, share))
    return Duration(tuple(steps), len(spells), _count_open(spells), _longest(spells))


def estimate_signing(spells: Sequence[Spell]) -> SigningTimes:
    """Estimate how soon spells end in signing, where they may be lost instead (Aalen-Johansen)."""
    steps = list[tuple[int, Fraction, Fraction]]()
    share, signed, lost = Fraction(1), Fraction(0), Fraction(0)
    for days, ends, at_risk in _days_at_risk(spells):
        won = ends.count("signed")
        signed += share * Fraction(won, at_risk)
        lost += share * Fraction(len(ends) - won, at_risk)
        share = 1 - signed - lost
        steps.append((days, signed, lost))
    return SigningTimes(tuple(steps), len(spells), _count_open(spells), _longest(spells))


def _days_at_risk(spells: Sequence[Spell]) -> Iterator[tuple[int, list[SpellEnd], int]]:
    """Yield the days on which spells ended, with the ends and how many went on until then."""
    lengths = sorted(spell.days for spell in spells)
    ends = defaultdict[int, list[SpellEnd]](list)
    for spell in spells:
        if spell.end is not None:
            ends[spell.days].append(spell.end)
    for day in sorted(ends):
        yield day, ends[day], len(lengths) - bisect_left(lengths, day)


def _count_open(spells: Sequence[Spell]) -> int:
    return sum(spell.end is None for spell in spells)


def _longest(spells: Sequence[Spell]) -> int:
    return max((spell.days for spell in spells), default=0)


def estimate_stage_days(journeys: Iterable[Journey], playbook: Playbook) -> dict[str, Duration]:
    """Estimate the days in each stage that anybody stood at, by stage id."""
    there = tuple(journeys)
    spells = {
        stage.id: [spell for journey in there if (spell := find_stage_spell(journey, place))]
        for place, stage in enumerate(playbook.stages)
    }
    return {stage: estimate_duration(found) for stage, found in spells.items() if found}


def find_stage_spell(journey: Journey, place: int) -> Spell | None:
    """Return the days of a project in a stage; None for one that it passed over or never came to.

    They run from the day on which it came to the stage until it went on or ended; falling back and
    coming again is one spell. What was put on hold is censored on that day. Of one that came into
    the book at this stage, later than the first, nobody knows how long it had stood there.
    """
    began = next((step.on for step in journey.steps if _stands_at(step, place)), None)
    if began is None or journey.came_ended or (began == journey.begun and place):
        return None
    later = (step for step in journey.steps if step.on > began)
    left = next((step.on for step in later if step.place > place or step.status == "won"), None)
    if left is None and journey.outcome in ("lost", "abandoned", "on_hold"):
        stopped = journey.ended_on or journey.until
        end: SpellEnd | None = None if journey.outcome == "on_hold" else "left"
        return Spell((stopped - began).days, end, journey.id)
    end = "left" if left else None
    return Spell(((left or journey.until) - began).days, end, journey.id)


def _stands_at(step: JourneyStep, place: int) -> bool:
    return step.place == place and step.status == "open"


def find_signing_spell(journey: Journey) -> Spell | None:
    """Return the days of a project until it was signed or lost, from when it became known.

    None for one that had ended when it came to us: nobody knows how long that took.
    """
    if journey.came_ended:
        return None
    days = ((journey.ended_on or journey.until) - journey.begun).days
    return Spell(days, _SIGNING_ENDS.get(journey.outcome), journey.id)


def estimate_signing_days(journeys: Iterable[Journey]) -> SigningTimes:
    """Estimate how soon projects are signed, from the day since when they are known."""
    spells = (find_signing_spell(journey) for journey in journeys)
    return estimate_signing([spell for spell in spells if spell is not None])
