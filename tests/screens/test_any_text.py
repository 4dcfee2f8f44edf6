"""Whatever stands in a project, every screen shows it: nothing crashes, vanishes or overflows."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from deals.model import Project
from screens.base.lines import LinesView
from screens.base.screen import BaseScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from tests.examples import FEW
from tests.screens.hosting import Desk, at_desk
from tests.strategies import projects
from tests.views.network.accounts import accounts
from wording import use_language

# Shrinking would drive the app for minutes; the example found is small enough to read.
NO_SHRINKING = [Phase.explicit, Phase.reuse, Phase.generate]
HOSTILE = [
    "Acme [/] Co",
    "[bold",
    "a\tb\x1b[2J",
    "👩\u200d🔧🇨🇳",
    "\u202eabc",
    "北" * 300,
    "x\x9b31m",
    "é" * 9,
]


@settings(
    max_examples=FEW,
    suppress_health_check=[HealthCheck.too_slow],
    phases=NO_SHRINKING,
)
@given(
    st.lists(projects(), min_size=1, max_size=6, unique_by=lambda deal: deal.id),
    st.sampled_from([(80, 24), (120, 40), (40, 10)]),
    st.sampled_from(["en", "zh_CN"]),
)
async def test_any_book_can_be_walked_through(
    book: list[Project], size: tuple[int, int], lang: str
) -> None:
    use_language(lang)
    try:
        async with at_desk(PipelineScreen(), *book, size=size) as at:
            await at.press(
                "slash", *"status:any", "enter", "p", "j", "j", "e", "escape", "r", "escape"
            )
            fits(at)
            await at.press("L", "j")
            fits(at)
            await at.press("q", "f", "j", "y", *"gift 99", "escape")
            fits(at)
            await at.press("q", "t")
            fits(at)
            await at.press("j", "question_mark", "j")
            fits(at)
    finally:
        use_language("en")


@settings(
    max_examples=FEW,
    suppress_health_check=[HealthCheck.too_slow],
    phases=NO_SHRINKING,
)
@given(
    accounts(most=12),
    st.sampled_from([(80, 24), (120, 40), (40, 10)]),
    st.sampled_from(["en", "zh_CN"]),
)
async def test_anybody_s_people_can_be_walked_through(
    account: Project, size: tuple[int, int], lang: str
) -> None:
    use_language(lang)
    try:
        async with at_desk(PeopleScreen(account), account, size=size) as at:
            for key in ("j", "l", "f", "v", "j", "p", "v", "G", "v", "k", "m", "j", "m", "s"):
                await at.press(key)
                fits(at)
            await at.press("escape", "ctrl+o", "b", "i", "1", "a", "plus", "escape", "D", "u")
            fits(at)
    finally:
        use_language("en")


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_stays_visible(text: str) -> None:
    deal = Project.model_validate(
        {
            "id": "h",
            "name": f"A {text}",
            "customer": text,
            "owner": text,
            "stage": "P3",
            "next_action": {"text": text},
            "contacts": [{"id": "c", "name": text, "evidence": text, "follow_up": {"text": text}}],
            "touches": [{"on": "2026-03-01", "contacts": ["c"], "how": text, "note": text}],
            "created_at": "2026-03-01T00:00:00Z",
            "updated_at": "2026-03-01T00:00:00Z",
        }
    )
    async with at_desk(PipelineScreen(), deal) as at:
        assert "A " in at.shown("rows")
        await at.press("p", "L")
        assert "● 03-01" in at.shown("rows")
        fits(at)
        await at.press("q", "f")
        assert "1 left" in at.shown("title")
        await at.press("y", *"gift 999")
        fits(at)
        await at.press("escape", "q", "t")
        assert isinstance(at.screen, TriageScreen)
        assert "A " in at.shown("card")
        fits(at)


def fits(at: Desk) -> None:
    """Every line is within the screen, and nothing in it can move a cursor."""
    screen = at.screen
    assert isinstance(screen, BaseScreen)
    for widget in screen.query(LinesView):
        for row in widget.text.split("\n"):
            assert cell_len(row) <= max(80, screen.size.width), (widget.id, row)
            assert row.isprintable(), (widget.id, row)
