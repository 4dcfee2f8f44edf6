"""What screens look like, line by line, in both alphabets and languages.

`NETLOFT_GOLDENS=write` before pytest writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from textual.geometry import Size

from deals.edits.number_settings import TypedRate, set_rate
from deals.model import Project, Review
from screens.base.context import ImportChoices, ReadProgress
from screens.base.diagram_screen import DiagramScreen
from screens.base.import_table import ImportPreview
from screens.base.screen import BaseScreen
from screens.fishbone.screen import FishboneScreen
from screens.followups.screen import FollowupsScreen
from screens.help.screen import CommandsScreen
from screens.import_preview.screen import ImportScreen
from screens.key_projects.screen import KeyProjectsScreen
from screens.log.screen import LogScreen
from screens.market.screen import MarketScreen
from screens.notes.screen import NotesScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.pipeline.view_choices import PipelineView
from screens.plan.screen import PlanScreen
from screens.review.screen import ReviewScreen
from screens.triage.screen import TriageScreen
from screens.unsettled.screen import UnsettledScreen
from screens.visit_brief.screen import VisitBriefScreen
from screens.week.screen import WeekScreen
from screens.welcome.screen import WelcomeScreen
from store.sample import sample_book
from tests.deals.makers import TODAY, action, amount, contact, project, touch
from tests.deals.numbers.test_targets import with_targets
from tests.deals.readings import LATER
from tests.screens.fishbone.test_keys import deal
from tests.screens.hosting import ME, Desk, at_desk, screen_lines
from tests.screens.log.test_log import eventful_project, stamp
from tests.screens.market.cases import BOOK
from tests.screens.market.cases import DEAL as COMPARED
from tests.screens.numbers.cases import DEALS, at_numbers, press
from tests.screens.plan.cases import planned_project
from tests.screens.team.desk import FakeDesk
from tests.screens.test_sizes import resize, wait_for_size
from tests.screens.unsettled.cases import PORT, seat_desk
from tests.screens.week.test_keys import due_projects, see_targets
from views.glyphs import ALPHABETS, use_glyphs
from views.styled_text import width
from wording import use_arrow, use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
NEW = project(id="new", name="港区视频专网", customer="咸滩码头", contacts=[])
ENDED = project(
    id="ended",
    name="Tidewater Metro",
    customer="咸滩码头",
    status="won",
    review=Review(lessons="See the purchasing head before the tender", rival="Acme"),
)
KNOWN = project(id="known", name="Ashby Savings branch WAN", stage="P2")
# The newest is a touch, which is of a day and not of an hour: zones differ in the hour alone.
EVENTFUL = touch(eventful_project(), "waited for them", stamp(11), ("何总",), "call")
EVENTFUL = EVENTFUL.model_copy(update={"id": "eventful"})
TABLE = """\
项目名称,客户,Stage,Amount,Close Date,Region
Ashby Savings branch WAN,Ashby Savings,P3,1.2M,2027-02,South
北辰调度网扩容,北辰电力,P4,64万,2026-12-11,华北
Tidewater tunnel,Tidewater,P3,800k,2026-13,North
远山机房改造,远山,Verbal,35万,2026-Q4,西南
"""
CAUSES = deal().model_copy(update={"id": "causes", "name": "海港视频专网"})
PLANNED = planned_project().model_copy(update={"id": "planned", "name": "云台调度"})
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
LISTED = [
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
    project(
        "P1",
        id="cable",
        name="Maren [/] cable",
        owner="Priya",
        amount=amount(2_000_000, currency="USD"),
    ),
    project("P6", id="stadium", name="奥体中心高密无线", owner="林悦", amount=amount(750_000)),
]
SIZES = Size(80, 24), Size(120, 40)
LIST_SIZES = Size(60, 16), *SIZES
LISTS = ("fishbone", "market", "plan")


def read_preview(at: Desk, folder: Path) -> ImportPreview:
    """The preview of a table of four rows, each of which comes to something else."""
    path = folder / "week.csv"
    path.write_text(TABLE, encoding="utf-8")
    read = at.host.take(path)

    def tell(_file: str, _done: int, _of: int) -> None:
        """Tells nobody."""

    progress: ReadProgress = tell
    choices = ImportChoices()
    return ImportPreview(path, read, choices, read(choices, progress), lambda: None)


def make_goals() -> PlanScreen:
    """The plan's other side."""
    screen = PlanScreen(PLANNED)
    screen.view = replace(screen.view, side="goals")
    return screen


SCREENS: Mapping[str, Callable[[Desk, Path], BaseScreen]] = {
    "welcome": lambda _at, _folder: WelcomeScreen(),
    "pipeline": lambda _at, _folder: PipelineScreen(),
    "triage": lambda at, _folder: TriageScreen(list(at.host.book.projects)),
    "market": lambda _at, _folder: MarketScreen(COMPARED),
    "review": lambda _at, _folder: ReviewScreen(NEW),
    "import_preview": lambda at, folder: ImportScreen(read_preview(at, folder)),
    "people": lambda _at, _folder: PeopleScreen(NEW),
    "log": lambda _at, _folder: LogScreen(EVENTFUL),
    "notes": lambda _at, _folder: NotesScreen(NEW),
    "goals": lambda _at, _folder: make_goals(),
    "plan": lambda _at, _folder: PlanScreen(PLANNED),
    "help": lambda at, _folder: CommandsScreen(at.screen, typing=False),
    "followups": lambda _at, _folder: FollowupsScreen(),
    "key_projects": lambda _at, _folder: KeyProjectsScreen(),
}
"""How each is made, as it is first seen."""


def compare(name: str, seen: str) -> None:
    """Compares with what was seen before, or keeps it."""
    golden = GOLDENS / f"{name}.txt"
    if WRITE:
        GOLDENS.mkdir(exist_ok=True)
        golden.write_text(seen, encoding="utf-8")
    assert seen == golden.read_text(encoding="utf-8"), name


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ["box", "ascii"])
async def test_they_look_as_they_did(alphabet: str, lang: str, tmp_path: Path) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    use_arrow(ALPHABETS[alphabet].arrow)
    deals: tuple[Project, ...] = (NEW, ENDED, KNOWN, COMPARED, EVENTFUL, PLANNED)
    async with at_desk(PipelineScreen(), *deals, shared=BOOK) as at:
        for place, make in SCREENS.items():
            at.host.push_screen(make(at, tmp_path))
            await compare_sizes(at, f"{place}-{{}}-{lang}-{alphabet}")
            at.host.pop_screen()


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ["box", "ascii"])
async def test_the_pipeline_by_owner_looks_as_it_did(alphabet: str, lang: str) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    use_arrow(ALPHABETS[alphabet].arrow)
    pipeline = PipelineScreen()
    async with at_desk(pipeline, *LISTED) as at:
        rate = TypedRate("USD", "CNY", Decimal("7.2"))
        at.host.commit(set_rate(at.host.book, rate, TODAY), "exchange rate")
        pipeline.show_look(PipelineView(sort="owner", view="by-owner"))
        await at.press("g", "h", "j")
        await compare_sizes(at, f"pipeline-by-owner-{{}}-{lang}-{alphabet}", LIST_SIZES)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ["box", "ascii"])
async def test_the_week_looks_as_it_did(alphabet: str, lang: str) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    use_arrow(ALPHABETS[alphabet].arrow)
    async with at_desk(WeekScreen(), *due_projects(), shared=with_targets("2026=600万")) as at:
        await at.press("o", "t")
        await see_targets(at)
        await compare_sizes(at, f"week-{{}}-{lang}-{alphabet}", LIST_SIZES)


FACES = "forecast", "movement", "shape", "record"


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ["box", "ascii"])
async def test_the_numbers_look_as_they_did(alphabet: str, lang: str) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    use_arrow(ALPHABETS[alphabet].arrow)
    async with at_numbers(*DEALS) as at:
        for face in FACES:
            await compare_sizes(at, f"numbers-{face}-{{}}-{lang}-{alphabet}")
            await press(at, ["v"])
        await press(at, ["e"])
        await compare_sizes(at, f"numbers-form-{{}}-{lang}-{alphabet}")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_what_did_not_stand_looks_as_it_did(lang: str) -> None:
    use_language(lang)
    async with at_desk(UnsettledScreen(), PORT) as at:
        seat_desk(at.host)
        at.screen.paint()
        await compare_sizes(at, f"unsettled-{{}}-{lang}", (Size(60, 16), Size(80, 24)))


@pytest.mark.parametrize(("alphabet", "lang"), [("box", "en"), ("box", "zh_CN"), ("ascii", "en")])
async def test_the_team_looks_as_it_did(
    alphabet: str, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("screens.team.screen.PATIENCE", 60.0)  # however busy the machine is
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    use_arrow(ALPHABETS[alphabet].arrow)
    async with at_desk(PipelineScreen(), *LISTED) as at:
        at.host.team = FakeDesk()
        await at.press("8", "j")
        await compare_sizes(at, f"team-{{}}-{lang}-{alphabet}", LIST_SIZES)
        await at.press("v")
        await compare_sizes(at, f"team-twins-{{}}-{lang}-{alphabet}", SIZES[:1])


async def compare_sizes(at: Desk, name: str, sizes: Sequence[Size] = SIZES) -> None:
    """Compares the screen on top at each size with what was seen before."""
    for size in sizes:
        resize(at.host, *size)
        await wait_for_size(at.host, *size)
        lines = screen_lines(at.host)
        assert {width(each) for each in lines} == {size.width}
        compare(name.format(size.width), "".join(f"{each.rstrip()}\n" for each in lines))


def make_list(place: str) -> DiagramScreen:
    """A room of the case that has most in it."""
    if place == "market":
        return MarketScreen(COMPARED)
    return FishboneScreen(CAUSES) if place == "fishbone" else PlanScreen(PLANNED)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ["box", "ascii"])
async def test_the_lists_look_as_they_did(alphabet: str, lang: str) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    use_arrow(ALPHABETS[alphabet].arrow)
    async with at_desk(PipelineScreen(), CAUSES, PLANNED, COMPARED, shared=BOOK) as at:
        at.host.views_left.turned.update(dict.fromkeys(LISTS, True))
        at.host.views_left.pages[COMPARED.id] = "swot"
        for place in LISTS:
            at.host.push_screen(make_list(place))
            await compare_sizes(at, f"{place}-list-{{}}-{lang}-{alphabet}")
            at.host.pop_screen()


PEOPLE = {
    "net": (),
    "tree": ("v",),
    "chain": ("v",),
    "people-list": ("v",),
    "findings": ("m",),
}
"""The keys that turn from each view of a project's people to the next."""


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ["box", "ascii"])
async def test_people_and_fish_look_as_they_did(alphabet: str, lang: str) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    use_arrow(ALPHABETS[alphabet].arrow)
    known = max(sample_book(lang, LATER, ME).projects.values(), key=lambda each: len(each.contacts))
    async with at_desk(PeopleScreen(known), known, CAUSES) as at:
        for view, keys in PEOPLE.items():
            await at.press(*keys)
            await compare_sizes(at, f"{view}-{{}}-{lang}-{alphabet}")
        at.host.push_screen(FishboneScreen(CAUSES))
        await compare_sizes(at, f"fishbone-{{}}-{lang}-{alphabet}")
        at.host.push_screen(VisitBriefScreen(known))
        await compare_sizes(at, f"visit-brief-{{}}-{lang}-{alphabet}")


BIG = Size(200, 60)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_a_large_screen_cuts_no_name_and_leaves_no_half_blank(lang: str) -> None:
    use_language(lang)
    sample = sample_book(lang, LATER, ME)
    shared = sample.without(*sample.projects)
    async with at_desk(PipelineScreen(), *sample.projects.values(), shared=shared) as at:
        names = [each.name for each in sample.projects.values() if each.status == "open"]
        for key, size in (("", Size(120, 40)), ("", BIG), ("enter", BIG), ("2", BIG), ("4", BIG)):
            await at.press(*filter(None, [key]))
            resize(at.host, *size)
            await wait_for_size(at.host, *size)
            lines = screen_lines(at.host)
            filled = sum(bool(each.strip(" │")) for each in lines)
            assert filled >= 0.75 * size.height, (key, filled)
            assert key or all(name in "\n".join(lines) for name in names)
