"""Analysis of the network over an account, and triage with it, without a screen."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter

from deals.model import LINES, Contact, Influence, Level, Project
from deals.network.analysis import AnalysisCache, analyse
from deals.network.introductions import find_introductions
from deals.rules.triage import assess
from store.settings import load_playbook
from tests.benchmarks import books
from tests.benchmarks.table import Figure

PEOPLE, LINKS, PROJECTS = 150, 600, 5_000
TURNS = 9
ABOUT = f"""
the network over an account of {PEOPLE} people and {LINKS} influences, by itself
analysis  approval places, edges, influence of everybody, competitors
kept      the same asked again while the people have not changed
mend      the ways to mend the worst hole, with one helper in the house
triage    all rules on {PROJECTS:,} projects of {books.CONTACTS} contacts
"""


def figures(home: Path) -> Iterator[Figure]:
    """Measure the median of a few turns of each; `home` holds no playbook of a team's own."""
    playbook, today = load_playbook(folder=home), date.today()
    crowd, known = account(), AnalysisCache()
    findings = known.of(crowd, playbook)
    assert findings.worst is not None
    worst, name = findings.worst, f"{PEOPLE} people"
    yield Figure("analysis, ms", name, _ms(lambda: analyse(crowd, playbook)), target=100.0)
    yield Figure("analysis kept, ms", name, _ms(lambda: known.of(crowd, playbook)), target=1.0)
    mending = _ms(lambda: find_introductions(crowd, findings, playbook, worst))
    yield Figure("mend, ms", name, mending, target=50.0)
    projects = list(books.book(PROJECTS).projects.values())
    triage = _ms(lambda: [assess(each, playbook, today) for each in projects])
    yield Figure("triage, ms", f"{PROJECTS:,} projects", triage)


def account() -> Project:
    """Return the account, always the same: reporting in a tree of six each, influence anywhere."""
    random = Random(1)
    pairs = [random.sample(range(PEOPLE), 2) for _link in range(LINKS)]
    (base,) = books.book(1).projects.values()
    links = tuple(
        Influence(
            source=str(source),
            target=str(target),
            strength=random.randint(1, 3),
            favour=random.random() < 0.7,
        )
        for source, target in pairs
    )
    people = tuple(map(_person, range(PEOPLE)))
    return base.model_copy(update={"contacts": people, "influences": links})


def _person(number: int) -> Contact:
    level: Level = "high" if number < 6 else "middle" if number < 40 else "low"
    return Contact(
        id=str(number),
        name=f"{books.PEOPLE[number % len(books.PEOPLE)]} {number}",
        level=level,
        lines=() if number % 3 else (LINES[number % 2],),
        role="decides" if number == 0 else None,
        reports_to=str((number - 1) // 6) if number else None,
        cr=4 if number == PEOPLE - 1 else 1,
    )


def _ms(work: Callable[[], object]) -> float:
    """Return the median milliseconds of the work, older objects left out of garbage collection."""
    gc.collect()
    gc.freeze()
    times = []
    for _turn in range(TURNS):
        start = perf_counter()
        work()
        times.append((perf_counter() - start) * 1000)
    gc.unfreeze()
    return median(times)
