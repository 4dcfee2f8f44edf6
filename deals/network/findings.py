"""The findings about an account's people: values, with the figures they rest on.

Source: method, section 3. People are named by contact id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from deals.model import ApprovalLine, Level

EdgeKind = Literal["influence", "reports-up", "reports-down"]


@dataclass(frozen=True, slots=True)
class ApprovalPlace:
    """A place where the decision passes: a level of an approval line.

    `people` are those on it, `against` those of them who are against us. `best` is the best CR
    among the others (None where none is known), `held` whether that is enough: somebody close to us
    who backs a competitor holds nothing for us. `weight` says how much the place matters. A place
    that is not held is a hole.
    """

    level: Level
    line: ApprovalLine
    people: tuple[str, ...] = ()
    best: int | None = None
    held: bool = False
    weight: float = 0.0
    against: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether anybody is known there."""
        return bool(self.people)


@dataclass(frozen=True, slots=True)
class LineState:
    """An approval line from the bottom to the top: its places, and up to where it holds.

    `reaches` is the highest level up to which every place is held, None where the lowest is not.
    `open` is a line whose top, or the level of somebody on it, is not known: it holds for nobody.
    """

    line: ApprovalLine
    places: tuple[ApprovalPlace, ...] = ()
    reaches: Level | None = None
    holds: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class SinglePoint:
    """A single point of dependence: one person alone holds a whole approval line or level."""

    person: str
    line: ApprovalLine | None = None
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class InfluenceShare:
    """A part of a person's pull: what it is for, whom it comes from, and how much.

    `kind` is level, role, line, or sways (from `person`, whom they influence). Figures are rounded
    to tenths, so that they add up.
    """

    kind: Literal["level", "role", "line", "sways"]
    points: float
    person: str | None = None


@dataclass(frozen=True, slots=True)
class InfluenceScore:
    """A person's pull on the decision, its parts, and how much of it we lack.

    `points` are the person's `own` weight and what they have `borrowed` by swaying others. `gap` is
    the pull times the share of the CR ladder that is still to climb: 5 unknown, 0 CR5. `behind`
    are those whom this person, who decides, goes before although their gap is larger: it is so
    merely by swaying those who decide.
    """

    person: str
    points: float
    parts: tuple[InfluenceShare, ...] = ()
    gap: float = 0.0
    own: float = 0.0
    borrowed: float = 0.0
    behind: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Introduction:
    """One introduction: `source` brings `target`, over an influence or a reporting line."""

    source: str
    target: str
    link: EdgeKind
    strength: int | None = None
    favour: bool = True


@dataclass(frozen=True, slots=True)
class IntroductionRoute:
    """A way to a person we lack, from somebody who helps us; `cost` orders alternatives.

    Where nobody is known at the place, `finds` is the place, and the way ends at the person nearest
    to it, who is to be asked for a name.
    """

    hops: tuple[Introduction, ...]
    helper: str
    target: str
    cost: float = 0.0
    finds: ApprovalPlace | None = None


@dataclass(frozen=True, slots=True)
class CompetitorHold:
    """A competitor's hold: who backs them, and the places where they hold somebody.

    `name` is empty where it is not known which competitor. `ahead` are the places that they hold
    and we do not.
    """

    name: str
    people: tuple[str, ...] = ()
    places: tuple[ApprovalPlace, ...] = ()
    ahead: tuple[ApprovalPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class NetworkFindings:
    """All findings about one project's people.

    `places` run from the top down, technical before commercial; `close` are the people near enough
    to us to hold one, wherever they are, and not against us; `holes` are the places not held, the
    heaviest first; `absent` is what would be a place, had nobody said that there is none; `pulls`
    begin with the largest gap; `unmatched` are people of the top with a say whom none of our own
    seniors meets. What keeps the net from being judged whole: `unplaced` are on a line at a level
    that is not known, `off_line` decide or approve and are on no line, `tops` is where lines would
    end that nobody is known to end.
    """

    places: tuple[ApprovalPlace, ...] = ()
    holes: tuple[ApprovalPlace, ...] = ()
    lines: tuple[LineState, ...] = ()
    singles: tuple[SinglePoint, ...] = ()
    pulls: tuple[InfluenceScore, ...] = ()
    rivals: tuple[CompetitorHold, ...] = ()
    unmatched: tuple[str, ...] = ()
    by_person: Mapping[str, InfluenceScore] = field(default_factory=dict)
    absent: tuple[ApprovalPlace, ...] = ()
    unplaced: tuple[str, ...] = ()
    off_line: tuple[str, ...] = ()
    tops: tuple[ApprovalPlace, ...] = ()
    close: tuple[str, ...] = ()

    @property
    def held(self) -> int:
        """The number of places that are held."""
        return len(self.places) - len(self.holes)

    @property
    def unknown(self) -> int:
        """The number of places where nobody is named; they are holes."""
        return sum(not place.known for place in self.places)

    @property
    def worst(self) -> ApprovalPlace | None:
        """The hole that matters most, None where the net holds."""
        return self.holes[0] if self.holes else None
