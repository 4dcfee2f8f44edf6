"""Short ways to make the people of an account."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deals.model import ApprovalLine, Contact, Influence, Project
from deals.network.analysis import analyse
from deals.network.findings import ApprovalPlace, IntroductionRoute, NetworkFindings
from deals.playbook import Playbook
from tests.deals.makers import DEFAULT, project

HIGH, UPPER, MIDDLE, LOW = ({"level": level} for level in ("high", "upper", "middle", "low"))
TECHNICAL, COMMERCIAL = {"lines": ("technical",)}, {"lines": ("commercial",)}
BOTH = {"lines": ("technical", "commercial")}
AGAINST = {"stance": "opposes"}


NO_BUSINESS = ("commercial high", "commercial middle", "commercial low")
"""The marks of a customer who has nobody on the commercial line."""


def account(
    *people: Contact,
    sways: str = "",
    team: Sequence[Mapping[str, str]] = (),
    absent: Sequence[str] = (),
) -> Project:
    """Make a project at P4 of these people.

    `sways` lists influences as `source>target strength`, with a `-` behind one against us.
    """
    links = [_influence(sway) for sway in sways.split(",") if sway]
    return project("P4", contacts=people, influences=links, team=team, absent=absent)


def _influence(text: str) -> Influence:
    ends, strength = text.split()
    source, target = ends.split(">")
    return Influence(
        source=source, target=target, strength=int(strength[0]), favour=not strength.endswith("-")
    )


def analyse_people(
    *people: Contact, sways: str = "", book: Playbook = DEFAULT, absent: Sequence[str] = ()
) -> NetworkFindings:
    """Analyse these people as one account."""
    return analyse(account(*people, sways=sways, absent=absent), book)


def place(findings: NetworkFindings, level: str, line: ApprovalLine = "technical") -> ApprovalPlace:
    """Return the place of a level on a line, which must be there."""
    return next(place for place in findings.places if (place.level, place.line) == (level, line))


def place_names(places: tuple[ApprovalPlace, ...]) -> list[str]:
    """Return places as `T high`."""
    return [f"{'T' if place.line == 'technical' else 'B'} {place.level}" for place in places]


def route(way: IntroductionRoute) -> str:
    """Return the people of a way, from the helper on, as `he>wu`."""
    return ">".join([way.helper, *(hop.target for hop in way.hops)])
