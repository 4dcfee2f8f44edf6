"""A team's year with its targets and rates, and the app on it as of its last day."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from deals.edits.number_settings import (
    read_exchange_rate,
    record_win_rates,
    set_measure,
    set_rate,
    set_target,
)
from deals.model import Book, Project
from deals.numbers.targets import read_target_period
from deals.parsing.time_words import Calendar
from deals.playbook import Playbook
from screens.numbers.screen import NumbersScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import DEFAULT, playbook
from tests.deals.numbers.stories import TODAY, day, deal
from tests.keyboard import wait_until_idle
from tests.screens.hosting import Desk, at_desk

RATED = playbook(
    "[stages.P1]\nwin = 0.1\n[stages.P2]\nwin = 0.2\n[stages.P3]\nwin = 0.35\n"
    "[stages.P4]\nwin = 0.55\n[stages.P5]\nwin = 0.8\n"
)
DEALS = (
    deal("港区视频专网", "11-25 signs=2027-Q1", stage="P5", amount="600万", signs="2026-12"),
    deal("北辰调度网扩容", "11-24 stage=P4", amount="240万", signs="2026-12", owner="周"),
    deal("Harbour video network", "11-26 amount=320万", amount="260万", signs="2026-12"),
    deal(
        "Tidewater Metro line 3", amount="80-140万", signs="2026-11~2027-01", owner="Ann Lindqvist"
    ),
    deal("Granton Yard", "11-20 stage=P6", stage="P5", amount="180万", signs="2026-12"),
    deal("Fairmont rooms", "11-27 status=lost", amount="50万", signs="2026-12", owner="周"),
    deal("Ashby Savings WAN", stage="P2", amount="USD300k", signs="2027-02", owner="Ann Lindqvist"),
    deal("远山机房", stage="P1", amount="90万", signs="2026-10", owner="周"),
    deal("赤岭热轧", stage="P2", amount="120万", signs="-"),
    deal("云平台", made="11-26", amount="35万", signs="2026-12"),
    deal("清和法院", amount="-", signs="2026-12"),
)
TURNS = 3
"""What came may ask for what depends on it: the odds and the record stand behind the forecast."""
CALENDAR = Calendar(TODAY)


def settle(book: Book) -> Book:
    """Return the book with targets, a rate, win rates that were known early, and a measure."""
    for period, amount in (("2026", "3000万"), ("2026-Q4", "600万"), ("2027-Q1", "12M")):
        book = set_target(book, read_target_period(period, CALENDAR), amount, "CNY")
    book = set_rate(book, read_exchange_rate("USD=7.2", "CNY"), day("2026-09-01"))
    book = record_win_rates(book, RATED, day("2026-08-01"))
    return set_measure(book, 2026, "share", "31.5%", source="industry report")


@asynccontextmanager
async def at_numbers(
    *deals: Project,
    size: tuple[int, int] = (80, 24),
    shared: Book | None = None,
    rules: Playbook = RATED,
) -> AsyncIterator[Desk]:
    """Run the app with the numbers room over the pipeline, all of it worked out."""
    book = settle(Book()) if shared is None else shared
    async with at_desk(PipelineScreen(), *deals, size=size, shared=book) as at:
        at.host.context = replace(at.host.context, today=lambda: TODAY, playbook=rules)
        await at.press("N")
        await see_all(at)
        yield at


async def see_all(at: Desk) -> None:
    """Wait until nothing is being worked out any more."""
    screen = at.screen
    assert isinstance(screen, NumbersScreen)
    for _turn in range(TURNS):
        while screen.waiting:
            await asyncio.sleep(0.002)
        await wait_until_idle(at.host)
        screen.paint()


async def press(at: Desk, keys: Sequence[str]) -> str:
    """Press keys, and return the lines of the face once it is worked out."""
    for key in keys:
        await at.press(key)
        if isinstance(at.screen, NumbersScreen):
            await see_all(at)
    return at.shown("rows")


PLAIN = DEFAULT
"""A playbook without win rates."""
