"""The list of projects and triage as pictures: both alphabets, both languages, two sizes.

`NETLOFT_GOLDENS=write` before pytest writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from screens.base.screen import BaseScreen
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from tests.deals.makers import action, amount, contact, project
from tests.screens.hosting import at_desk, screen_text
from views.glyphs import ALPHABETS, use_glyphs
from views.styled_text import width
from wording import use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
SIZES = (80, 24), (120, 40)
METRO = project(
    "P4",
    id="metro",
    name="Tidewater Metro line 3 backbone",
    customer="Tidewater Metro",
    owner="Priya",
    product="Optical transport",
    signs="2026-Q2",
    amount=amount(1_800_000, 2_100_000),
    next_action=action("ask Arthur Lindqvist for a side-by-side test", date(2026, 3, 7)),
    contacts=[
        contact("Helen Lang", 1, title="Chair", level="high", role="decides"),
        contact("Arthur Lindqvist", 3, title="Chief engineer", level="high", lines=["technical"]),
        contact("Victor Panagos", 2, title="VP", stance="competitor", competitor="Corvane"),
        contact("Sam Hewitt", 4, title="Signalling", stance="supports", evidence="told us prices"),
        contact("段工长", level="low"),
    ],
)
DEALS = [
    METRO,
    project(
        "P4",
        id="grid",
        name="北辰调度网扩容",
        customer="北辰电力",
        owner="林悦",
        signs="26-03-14",
        amount=amount(640_000),
        contacts=[contact("何总", 1, level="high"), contact("吴处长", 4, level="middle")],
    ),
    project("P2", id="room", name="Fairmont room refit", signs="26-01-30", amount=amount(350_000)),
    project("P5", id="port", name="港区视频专网二期（含岸桥与堆场的全部摄像头）", signs="2027"),
    project("P1", id="cable", name="Maren [/] cable", amount=amount(2_000_000, currency="USD")),
]


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("name", "make"),
    [("pipeline", PipelineScreen), ("triage", lambda: TriageScreen([deal.id for deal in DEALS]))],
)
async def test_it_looks_as_it_did(
    name: str, make: Callable[[], BaseScreen], lang: str, alphabet: str
) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    async with at_desk(make(), *DEALS, size=SIZES[0]) as at:
        for cells, rows in SIZES:
            await at.pilot.resize_terminal(cells, rows)
            await at.settle()
            seen = screen_text(at)
            golden = GOLDENS / f"{name}-{cells}-{lang}-{alphabet}.txt"
            if WRITE:
                golden.write_text(seen, encoding="utf-8")
            assert seen == golden.read_text(encoding="utf-8")
            assert all(width(each) <= cells for each in seen.splitlines())
