"""The tour goes with the user: by what was done, by its one key, and from wherever one is."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, time
from unittest.mock import patch

import pytest
from textual.geometry import Size

from deals.model import Project, Stamp
from deals.pipeline import PipelineIndex, team_assessments
from deals.tour_project import find_tour_project, first_open_answer
from screens.base.context import SampleIds
from screens.numbers.screen import NumbersScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.strategy.screen import StrategyScreen
from screens.triage.screen import TriageScreen
from store.sample import sample_book
from tests.deals.makers import DEFAULT, TODAY, project
from tests.deals.readings import LATER
from tests.screens.hosting import Desk, at_desk, find_overflowing, screen_text
from views.glyphs import ASCII, BOX, Glyphs, use_glyphs
from wording import use_language

METRO = "Tidewater Metro line 3 backbone"
SIZES = (60, 16), (80, 24), (120, 40)


def sample(lang: str = "en", day: date = TODAY) -> Sequence[Project]:
    """The projects of the sample as of a day."""
    stamp = Stamp(at=datetime.combine(day, time(8), tzinfo=UTC), by="me", today=day)
    return tuple(sample_book(lang, stamp, "me").projects.values())


@asynccontextmanager
async def touring(
    lang: str = "en", size: tuple[int, int] = (80, 24), step: int = 0
) -> AsyncIterator[Desk]:
    """The tour on the pipeline of the sample."""
    projects = sample(lang, LATER.today)
    async with at_desk(PipelineScreen(), *projects, size=size) as at:
        ids = tuple(each.id for each in projects)
        at.host.tour_step = step
        with patch.object(at.host, "samples", lambda: SampleIds(ids)):
            await at.press("T")
            yield at


def kind_of(at: Desk) -> type:
    """Which screen is on top."""
    return type(at.screen)


def strip(at: Desk) -> str:
    """What the strip says, in one line."""
    return " ".join(at.shown("tour").split())


def squeeze(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())


@pytest.fixture
def english() -> Iterator[None]:
    """Speaks English again whatever a test spoke."""
    yield
    use_language("en")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("day", [(2026, 3, 2), (2026, 12, 31), (2027, 2, 28), (2028, 2, 29)])
def test_the_deal_is_red_with_a_hole_and_an_open_answer(
    lang: str, day: tuple[int, int, int]
) -> None:
    today = date(*day)
    stamp = Stamp(at=datetime.combine(today, time(8), tzinfo=UTC), by="me", today=today)
    book, index = sample_book(lang, stamp, "me"), PipelineIndex()
    index.follow(team_assessments(), DEFAULT, today, book, "")
    found = find_tour_project(index.rows, set(book.projects), DEFAULT)
    assert found is not None
    first = index.rows[0]
    # It is the card that triage shows first, so nobody has to look for it.
    assert (first.project.id, first.severity) == (found.id, "red")
    assert first_open_answer(found, DEFAULT) is not None
    assert find_tour_project(index.rows, set(), DEFAULT) is None
    # Where others have mended the best ones, the tour goes over what is left.
    reds = [row.project for row in index.rows if row.severity == "red"]
    for ids in ({reds[1].id}, {index.rows[-1].project.id}):
        left = find_tour_project(index.rows, ids, DEFAULT)
        assert left is not None
        assert left.id in ids


async def test_it_goes_on_as_the_user_does_what_it_asks_for() -> None:
    async with touring() as at:
        assert "Tour 1/6" in strip(at)
        assert "t goes through them" in strip(at)
        await at.press("t")
        assert kind_of(at) is TriageScreen
        assert "Tour 2/6" in strip(at)
        assert "Enter opens the deal" in strip(at)
        await at.press("enter")
        assert kind_of(at) is PeopleScreen
        assert "Tour 3/6" in strip(at)
        await at.press("m")
        assert "Tour 4/6" in strip(at)
        await at.press("enter", "1", "enter")
        assert "Tour 5/6" in strip(at)
        assert "2 opens the strategy" in strip(at)
        await at.press("2")
        assert kind_of(at) is StrategyScreen
        assert "! on such an answer" in strip(at)
        await at.press("T")
        assert "Tour 6/6" in strip(at)
        assert kind_of(at) is NumbersScreen
        assert "T imports your table" in strip(at)
        await at.press("T")
        assert kind_of(at) is PipelineScreen
        assert "import a file or folder" in at.foot()
        assert not at.screen.query("#tour")
        assert at.host.tour_step == 0


async def test_a_task_made_of_a_weak_answer_goes_on_to_the_last_step() -> None:
    async with touring(step=4) as at:
        assert "strategy of Tidewater" in strip(at)
        await at.press("T")
        assert isinstance(at.screen, StrategyScreen)
        before = len(at.project(at.screen.project.id).plan)
        await at.press("exclamation_mark")
        assert len(at.project(at.screen.project.id).plan) > before
        assert "Tour 6/6" in strip(at)
        await at.press("q")
        assert "N shows the numbers" in strip(at)


async def test_its_key_leads_from_place_to_place_and_brings_back_who_wandered_off() -> None:
    async with touring() as at:
        kinds: list[type] = [TriageScreen, PeopleScreen, PeopleScreen, StrategyScreen]
        for kind in kinds:
            await at.press("T")
            assert kind_of(at) is kind
        await at.press("L", "q", "q")
        assert "Tour 5/6" in strip(at)
        assert f"strategy of {METRO}; T goes there" in strip(at)
        await at.press("j", "enter", "7")
        assert "T goes there" in strip(at)
        await at.press("T")
        assert isinstance(at.screen, StrategyScreen)
        assert at.project(at.screen.project.id).name == METRO


async def test_on_another_card_it_says_how_to_come_to_the_deal() -> None:
    async with touring() as at:
        await at.press("t", "space")
        assert f"another deal; space goes on to {METRO}" in strip(at)


async def test_it_is_left_by_a_key_and_goes_on_where_it_was() -> None:
    async with touring() as at:
        await at.press("t", "Q")
        assert not at.screen.query("#tour")
        assert "left at step 2" in at.shown("status")
        await at.press("Q")
        assert "no tour is on" in at.shown("status")
        await at.press("q")
        assert not at.screen.query("#tour")
        await at.press("T")
        assert "Tour 2/6" in strip(at)
        rows = at.screen.query_one("#tour").size.height
        assert at.screen.size.height == 24 - rows


async def test_it_takes_its_lines_from_every_screen_and_gives_them_back() -> None:
    async with touring() as at:
        await at.press("enter", "2")
        for size in (Size(60, 16), Size(120, 40), Size(80, 24)):
            await at.pilot.resize_terminal(*size)
            await at.settle()
            rows = at.screen.query_one("#tour").size.height
            assert 3 <= rows <= 5
            assert at.screen.size == (size.width, size.height - rows)
            assert find_overflowing(at.host) == []
        await at.press("Q")
        assert at.screen.size == (80, 24)
        assert at.screen.query_one("#footer").region.bottom == 24


async def test_without_the_sample_it_says_where_there_is_one() -> None:
    async with at_desk(PipelineScreen(), project(id="d", name="新项目")) as at:
        await at.press("T")
        assert "netloft demo --tour" in at.foot()
        assert not at.screen.query("#tour")


async def test_it_ends_where_its_deal_is_gone() -> None:
    async with touring() as at:
        await at.news(gone=[each.id for each in sample(day=LATER.today) if each.name == METRO])
        await at.press("j")
        assert not at.screen.query("#tour")
        assert "netloft demo --tour" in at.foot()
        assert at.screen.size == (80, 24)


async def test_undoing_the_sample_says_how_to_bring_it_and_the_tour_back() -> None:
    projects = sample("en", LATER.today)
    ids = tuple(each.id for each in projects)
    async with at_desk(PipelineScreen()) as at:
        at.host.commit(at.host.book.with_projects(*projects), "sample")
        with patch.object(at.host, "samples", lambda: SampleIds(ids)):
            await at.press("T", "u")
            assert not at.screen.query("#tour")
            assert "ctrl+r brings it back" in at.foot()
            await at.press("ctrl+r")
            assert METRO[:20] in at.shown("rows")


async def test_who_deletes_its_deal_is_told_how_to_bring_it_back() -> None:
    async with touring() as at:
        assert METRO[:20] in at.shown("rows")
        await at.press("D")
        assert not at.screen.query("#tour")
        assert "u brings the deal back" in at.foot()
        await at.press("u")
        assert METRO[:20] in at.shown("rows")


async def test_no_message_is_torn_in_two_by_the_strip() -> None:
    async with touring() as at:
        await at.press("t", "enter", "m", "enter", "1", "enter")
        assert "Tour 5/6" in strip(at)
        screen = squeeze(screen_text(at))
        assert "replaces:askArthurLindqvisttosetupaside-by-sidetest" in screen


async def test_what_is_typed_is_typed_while_the_tour_is_on() -> None:
    async with touring() as at:
        await at.press("a")
        await at.type("TQ")
        assert "TQ" in at.shown("status")
        await at.press("escape")
        assert "Tour 1/6" in strip(at)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("alphabet", [BOX, ASCII], ids=["box", "ascii"])
async def test_no_step_is_cut_and_no_screen_loses_what_it_speaks_of(
    lang: str, size: tuple[int, int], alphabet: Glyphs, english: None
) -> None:
    use_language(lang)
    use_glyphs(alphabet)
    try:
        async with touring(lang, size) as at:
            for step in range(1, 7):
                text = strip(at)
                assert f"{step}/6" in text
                assert text.endswith((".", "。", "?", "？", "业绩", "process")) or size[0] > 60, (
                    text
                )
                assert find_overflowing(at.host) == []
                assert at.screen.query_one("#footer").region.bottom == size[1]
                if isinstance(at.screen, TriageScreen):
                    assert ("Panagos" in at.shown("card")) or ("潘总" in at.shown("card"))
                await at.press("T")
    finally:
        use_glyphs(BOX)


async def test_what_is_told_stays_together_over_the_strip() -> None:
    async with touring() as at:
        for keys in ((), ("t",), ("enter",)):
            await at.press(*keys)
            status, strip = at.screen.query_one("#status"), at.screen.query_one("#tour")
            over = [each for each in at.screen.children if each.region.y < status.region.y]
            assert max(each.region.bottom for each in over) == status.region.y
            assert status.region.bottom == strip.region.y


async def test_where_all_keys_are_typed_the_strip_has_none_of_its_own() -> None:
    async with touring(step=2) as at:
        deal = next(each for each in sample("en", LATER.today) if each.name == METRO)
        at.host.open_screen("notes", deal)
        await at.settle()
        assert "Esc leaves it" in strip(at)
        assert "go on" not in strip(at)
        await at.press("escape")
        assert "T go on" in strip(at)
