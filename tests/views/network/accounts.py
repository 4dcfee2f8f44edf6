"""Accounts to draw, and findings made by hand for them: what the analysis would say, in short."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import get_args

from hypothesis import strategies as st

from deals.model import (
    LINES,
    ApprovalLine,
    Contact,
    Function,
    Influence,
    Level,
    Project,
    Role,
    Stance,
)
from deals.network.findings import ApprovalPlace, InfluenceScore, NetworkFindings
from deals.network.relationship import place_key
from tests.deals.makers import project as made
from tests.strategies import names, texts

HOLD = 3
_WORTH = {"high": 10.0, "upper": 6.0, "middle": 5.0, "low": 2.0, None: 1.0}


def findings_of(project: Project) -> NetworkFindings:
    """The places of both lines if anybody is on one, those with nobody at CR3 being holes."""
    inside = [contact for contact in project.contacts if not contact.outside]
    levels: list[Level] = ["high", "middle", "low"]
    if any(contact.level == "upper" for contact in inside):
        levels.insert(1, "upper")
    used = LINES if any(contact.lines for contact in inside) else ()
    every = [
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
    pulls = sorted(
        (_pull(contact) for contact in project.contacts), key=lambda pull: pull.gap, reverse=True
    )
    absent = [
        place
        for place in every
        if not place.known and place_key(place.level, place.line) in project.absent
    ]
    places = tuple(place for place in every if place not in absent)
    holes = tuple(place for place in places if not place.held)
    close = tuple(contact.id for contact in inside if (contact.cr or 0) >= HOLD)
    return NetworkFindings(
        places=places, holes=holes, pulls=tuple(pulls), absent=tuple(absent), close=close
    )


def _judged(place: ApprovalPlace, people: list[Contact]) -> ApprovalPlace:
    best = max((contact.cr or 0 for contact in people if contact.id in place.people), default=0)
    return replace(place, best=best or None, held=best >= HOLD)


def _pull(contact: Contact) -> InfluenceScore:
    points = (
        _WORTH[contact.level] + 3 * len(contact.lines) + (8 if contact.role == "decides" else 0)
    )
    gap = round(points * (5 - (contact.cr or 0)) / 5, 1)
    return InfluenceScore(contact.id, points, gap=gap, own=points)


NAMES = [
    "何总",
    "欧阳建国总工程师",
    "Ann",
    "Acme [/] Co",
    "👩‍🔧 e\u0301",
    "a\tb\x1b[31m",
    "\u202eabc",
]
DEPARTMENTS = ["技术部", "Purchasing", "[IT]"]


@cache
def people() -> st.SearchStrategy[Contact]:
    """One contact, who reports to nobody."""
    return st.builds(
        Contact,
        id=st.just(""),
        name=st.sampled_from(NAMES) | names(30),
        title=st.none() | texts(),
        department=st.sampled_from([None, *DEPARTMENTS]),
        function=st.sampled_from([None, *get_args(Function)]),
        level=st.sampled_from([None, *get_args(Level)]),
        lines=st.lists(st.sampled_from(get_args(ApprovalLine)), unique=True).map(tuple),
        technical_step=st.none() | st.integers(1, 9),
        commercial_step=st.none() | st.integers(1, 9),
        role=st.sampled_from([None, *get_args(Role)]),
        reports_to=st.none(),
        cr=st.none() | st.integers(1, 5),
        stance=st.sampled_from(get_args(Stance)),
        competitor=st.none() | names(),
        work_needs=st.none() | texts(),
        outside=st.sampled_from([False, False, False, True]),
    )


@st.composite
def accounts(draw: st.DrawFn, most: int = 40) -> Project:
    """A project of up to `most` people; who reports in a circle to whom is drawn as well."""
    count = draw(st.integers(0, most))
    circles = draw(st.booleans())
    team = [
        draw(people()).model_copy(
            update={"id": f"p{place}", "reports_to": draw(_boss(count if circles else place))}
        )
        for place in range(count)
    ]
    return made(contacts=team, influences=draw(_influences(count)))


# Made once for each number of people: to make a strategy takes longer than to draw from it.


@cache
def _boss(known: int) -> st.SearchStrategy[str | None]:
    """Nobody, or one of the first `known`."""
    return st.sampled_from([None, *(f"p{place}" for place in range(known))])


@cache
def _influences(count: int) -> st.SearchStrategy[list[Influence]]:
    if not count:
        return st.just([])
    who = st.integers(0, count - 1).map("p{}".format)
    influence = st.builds(
        Influence, source=who, target=who, strength=st.integers(1, 3), favour=st.booleans()
    )
    return st.lists(influence, max_size=20)
