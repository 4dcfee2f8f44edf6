"""What papers cost: a case report of the fullest project, and a quarter of a large team."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from statistics import median
from time import process_time

from deals.model import Stamp
from deals.playbook import Playbook, parse_playbook
from reports.report_context import ReportContext
from reports.report_kinds import KINDS
from store.sample import sample_book
from store.settings import load_playbook
from tests.benchmarks.table import Figure
from tests.deals.makers import DEFAULT_TEXT
from tests.team_of_twelve import WIN, make_team
from tui.report_writer import report_bytes
from wording import use_language

PROJECTS, WEEKS, TURNS = 10_000, 52, 3
CASE_MS, QUARTER_MS = 1000.0, 3000.0
ABOUT = f"""
papers  as pages, of the processor's time, each in a session of its own: the case report of the
        sample's fullest project, and the quarter of a team of twelve with {PROJECTS:,} projects,
        {WEEKS} weeks of their histories and win rates
"""


def figures(home: Path) -> Iterator[Figure]:
    """Measure both, in English."""
    use_language("en")
    today = date.today()
    playbook = load_playbook(folder=home)
    stamp = Stamp(at=datetime.combine(today, time(9), UTC), by="me", today=today)
    book = sample_book("en", stamp, "me")
    fullest = max(book.projects.values(), key=lambda each: len(each.contacts))

    def make_case() -> ReportContext:
        return ReportContext(book, playbook, today, project=fullest)

    team, rated = make_team(today, PROJECTS, WEEKS).book, _rate_stages()

    def make_quarter() -> ReportContext:
        return ReportContext(team, rated, today)

    yield Figure("case report, ms", "sample", _measure("project", make_case), target=CASE_MS)
    subject = f"{PROJECTS:,} projects"
    yield Figure(
        "quarter report, ms", subject, _measure("quarter", make_quarter), target=QUARTER_MS
    )


def _rate_stages() -> Playbook:
    """Return the default playbook with win rates, so that all there is to work out is."""
    rates = "\n".join(f"[stages.P{at}]\nwin = {rate / 100}" for at, rate in enumerate(WIN))
    return parse_playbook(rates, "team.toml", DEFAULT_TEXT)


def _measure(kind: str, make_context: Callable[[], ReportContext]) -> float:
    """Return the median of making a paper anew, with the collector off as on the command line."""
    times = list[float]()
    gc.collect()
    gc.disable()
    for _turn in range(TURNS):
        context = make_context()
        start = process_time()
        report_bytes(KINDS[kind].build(context), ".html")
        times.append((process_time() - start) * 1000)
    gc.enable()
    return median(times)
