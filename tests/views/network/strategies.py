"""Accounts as hypothesis draws them: levels, functions, lines, reports, influences, any names."""

from __future__ import annotations

from functools import cache
from typing import get_args

from hypothesis import strategies as st

from deals.model import ApprovalLine, Contact, Function, Influence, Level, Project, Role, Stance
from tests.deals.makers import project as made
from tests.strategies import names, texts

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
