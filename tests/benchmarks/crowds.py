"""Accounts of any size, the same every time, and how long their pictures take to lay out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random
from statistics import quantiles
from time import perf_counter

from deals.model import FUNCTIONS, LINES, Contact, Influence, Level, Project
from deals.network.findings import NetworkFindings
from tests.benchmarks.table import Figure
from tests.deals.makers import NOW
from tests.views.network.accounts import findings_of
from views.network.net import draw_network
from views.network.org_tree import draw_org_tree
from views.network.tables import draw_chain, draw_contact_list

ABOUT = """
layout  from an account's people to the lines of its picture, nothing kept from the last time;
        150 people, 200 ties of reporting and approval, 60 of influence
"""
PEOPLE, INFLUENCES = 150, 60
_LEVELS: Sequence[Level] = ("high", "middle", "middle", "low", "low", "low")
_NAMES = ("何总", "孙总工", "Walter Boone", "秦主任", "Dr Miriam Chen", "欧阳采购")
_ROUNDS = {True: 5, False: 25}


def crowd(count: int = PEOPLE, influences: int = INFLUENCES) -> Project:
    """Return an account of so many people; all but the first few report, a third are on a line."""
    chance = Random(4)
    people = [_person(number, chance) for number in range(count)]
    sways = [
        Influence(
            source=source.id, target=target.id, strength=chance.randint(1, 3), favour=place % 4 > 0
        )
        for place in range(influences)
        for source, target in [chance.sample(people, 2)]
    ]
    return Project(
        id="crowd",
        name="crowd",
        contacts=tuple(people),
        influences=tuple(sways),
        created_at=NOW,
        updated_at=NOW,
    )


def _person(number: int, chance: Random) -> Contact:
    line = LINES[number % 2]
    return Contact(
        id=f"{number:04d}",
        name=f"{_NAMES[number % len(_NAMES)]} {number}",
        title="Head of networks",
        department=f"Department {number % 9}",
        function=FUNCTIONS[chance.randrange(4)],
        level=_LEVELS[number % 6],
        lines=(line,) if number % 3 == 0 else (),
        reports_to=f"{chance.randrange(max(1, number // 3)):04d}" if number > 2 else None,
        cr=chance.choice([None, 1, 2, 3, 4, 5]),
        stance=chance.choice(["supports", "neutral", "opposes", "unknown"]),
    )


def figures(quick: bool) -> Iterator[Figure]:
    """Yield the 95th percentile of each picture at 80 and at 160 columns, in milliseconds."""
    project = crowd()
    findings = findings_of(project)
    diagrams = (draw_network, draw_org_tree, draw_chain, draw_contact_list)
    for cells in (80, 160):
        for diagram in diagrams:
            times = [_took(diagram, project, findings, cells) for _ in range(_ROUNDS[quick])]
            worst = quantiles(times, n=20, method="inclusive")[-1]
            name = diagram.__name__.removeprefix("draw_")
            yield Figure(f"layout of a {name} p95, ms", f"{cells} columns", worst, target=100.0)


def _took(diagram: object, project: Project, findings: NetworkFindings, cells: int) -> float:
    assert callable(diagram)
    start = perf_counter()
    diagram(project, findings, cells)
    return (perf_counter() - start) * 1000
