"""A line half typed is offered again where it was, whatever place that was, until it is used."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import timedelta
from functools import partial

import pytest
from textual import events

from deals.model import Answer, Cause, Note, Project, Strategy, SwotItem
from deals.unsaved import InputPlace, UnsavedLine
from screens.base.diagram_screen import DiagramScreen
from screens.base.prompts import LinePrompt
from screens.base.screen import BaseScreen
from screens.base.unsaved import UnsavedLines
from screens.base.unsaved_screen import UnsavedScreen
from screens.fishbone.screen import FishboneScreen
from screens.market.screen import MarketScreen
from screens.market.view import PAGES
from screens.pipeline.screen import PipelineScreen
from screens.plan.screen import PlanScreen
from screens.review.screen import ReviewScreen
from screens.strategy.screen import StrategyScreen
from store.unsaved import UnsavedFile
from tests.deals.makers import action, contact
from tests.deals.readings import LATER
from tests.screens.hosting import Desk, at_desk, every_screen, full_disk, note_threads
from tests.screens.plan.cases import planned_project

SEARCHES = {
    "own",
    "columns",
    "rename-own",
    "remove-own",
    "find",
    "find-up",
    "filter",
    "palette",
    "behind",
    "after",
    "serve",
    "influence",
    "boss",
}

AMONG = {
    "pipeline": {"name", "amount", "signs", "next", "contacts", "touch", "snooze", "view"},
    "triage": {"next", "signs"},
    "welcome": {"import"},
    "followups": {"follow_up", "touch"},
    "people": {"name", "level", "lines", "next", "covered_by", "new contact", "cr:1", "touch"},
    "strategy": {
        "note:strategy.market",
        "answer:kind:no",
        "evidence:kind",
        "settles:kind",
    },
    "market": {"note:stp.target", "note:customer.needs.priority", "cell:terms/", "new competitor"},
    "fishbone": {"cause", "head", "new bone", "new cause:customer", "plan cause", "goal of cause"},
    "plan": {"new checkpoint", "new row:customer", "plan row:content", "plan row:days"},
    "review": {"note:outlook.project", "review:result", "review:lessons", "review:rival"},
}


def deal() -> Project:
    """A project with something in every room."""
    he = contact("he", 2, level="high", lines=["technical"], follow_up=action("call", LATER.today))
    return planned_project(
        id="one",
        contacts=(he,),
        causes=(Cause(id="c", bone="customer", text="no coach"),),
        answers=(Answer(question="channels", value="no", evidence="hearsay"),),
        swot=(SwotItem(id="s", kind="strength", text="quick"),),
        strategies=(Strategy(id="x", text="be first"),),
        notes=(Note(key="customer.needs.priority", text="speed"),),
    )


SCREENS = {name: make for name, make in every_screen(deal()).items() if name in AMONG}


def typing(at: Desk) -> LinePrompt | None:
    """The line being typed."""
    key_handler = at.screen.key_handler
    return key_handler if isinstance(key_handler, LinePrompt) else None


async def open_line(at: Desk, id: str) -> LinePrompt | None:
    """Runs a command; the line that it opens, a text of several lines on a screen of its own."""
    room = at.screen
    room.action_command(id)
    if at.screen is not room:
        await at.settle()
    return typing(at)


async def begin_anew(at: Desk, room: BaseScreen) -> None:
    """The app as the next start finds it: nothing is typed, and all it knows is what was kept."""
    at.host.unsaved.keep()
    at.host.unsaved = UnsavedLines(at.host.context.unsaved_store)
    at.screen.release()
    if at.screen is not room:
        await at.press("escape")


async def offered_again(at: Desk, id: str) -> str:
    """Types into the line that a command opens, and takes it back from the next start; what the
    line is for.
    """
    room = at.screen
    entry = await open_line(at, id)
    if entry is None or entry.place is None:
        assert entry is None or id in SEARCHES, f"{id} takes a line that is not kept"
        at.screen.release()
        return ""
    at.screen.type("zz")
    text = entry.edit.text
    await begin_anew(at, room)
    found = await open_line(at, id)
    assert "ctrl+r" in str(at.screen.host.unsaved.offer(at.screen.key_handler, 80)), id
    assert found is not None
    found.key(events.Key("ctrl+r", None))
    assert found.edit.text == text, id
    if at.screen is room:
        found.key(events.Key("escape", None))
    else:  # Esc keeps a text of several lines
        await at.press("ctrl+s")
    at.host.unsaved.keep()
    assert not at.lines, id
    return entry.place.asked


def list_places(room: BaseScreen) -> Iterator[Callable[[], None]]:
    """What puts the cursor on each thing of a screen, on every page of the market; of the strategy
    on one of each kind: a section's strategy, what is chosen, a question.
    """
    if isinstance(room, StrategyScreen):
        page = room.pages.page("market")
        yield from (partial(room.go, page.id, row) for row in page.ids[:4])
    elif isinstance(room, MarketScreen):
        for name in PAGES:
            room.turn(name)
            yield from [partial(room.turn, name, node) for node in room.diagram.nodes or [None]]
    elif isinstance(room, DiagramScreen):
        yield from [partial(room.to, node) for node in room.diagram.nodes]
    else:
        yield room.paint


@pytest.mark.parametrize("name", SCREENS)
async def test_every_line_that_a_command_takes_is_offered_again(name: str) -> None:
    asked = set[str]()
    async with at_desk(SCREENS[name](), deal()) as at:
        room = at.screen
        for go in list_places(room):
            go()
            for command in room.commands:
                if not command.changes or command.id == "sample" or not command.applies(room):
                    continue
                go()
                asked.add(await offered_again(at, command.id))
    assert asked >= AMONG[name]


def left(id: str, text: str, place: InputPlace, hours: float = 0) -> UnsavedLine:
    """A line left before, so many hours ago."""
    return UnsavedLine(id, "林", place, "Label", text, LATER.at - timedelta(hours=hours))


CAUSE = InputPlace("cause", "one", "c")


def at_cause(*lines: UnsavedLine) -> AbstractAsyncContextManager[Desk]:
    """An app at the fishbone, these lines having been left."""
    return at_desk(FishboneScreen(deal()), deal(), lines=lines)


async def edit_cause(at: Desk) -> None:
    """Begins to word the cause anew."""
    screen = at.screen
    assert isinstance(screen, FishboneScreen)
    screen.to("cause:c")
    await at.press("e")


async def test_several_lines_are_offered_in_turn_and_what_was_typed_comes_back() -> None:
    other = left("c", "another place", InputPlace("cause", "one", "d"))
    lines = left("a", "newer", CAUSE), left("b", "[/] older", CAUSE, hours=1), other
    async with at_cause(*lines) as at:
        await edit_cause(at)
        assert "(1/2): newer" in at.shown("detail")
        await at.type(" now")
        shown = list[str]()
        for _turn in range(3):
            await at.press("ctrl+r")
            shown.append(at.foot().split("cause ")[-1].strip())
        assert shown == ["newer", "[/] older", "no coach now"]
        await at.press("ctrl+r", "enter")
        assert [cause.text for cause in at.project("one").causes] == ["newer"]
        assert "ctrl+r" not in at.shown("detail")
        at.host.unsaved.keep()
        assert set(at.lines) == {"b", "c"}


async def test_an_offer_is_seen_where_what_a_line_means_fills_the_pane() -> None:
    people = [contact(f"person number {number}", 2) for number in range(12)]
    crowded = deal().model_copy(update={"contacts": tuple(people)})
    line = left("a", "he cr4", InputPlace("contacts", "one"))
    async with at_desk(PipelineScreen(), crowded, lines=[line]) as at:
        await at.press("c")
        assert len(at.screen.status_bar.above) >= at.screen.lines("pane").size.height - 1
        assert "ctrl+r takes what was left half typed" in at.shown("pane")
        await at.type("; ")
        assert "ctrl+r takes what was left half typed" in at.shown("pane")
        await at.press("ctrl+r")
        assert "(1/1); ctrl+r: back" in at.shown("pane")


async def test_a_line_left_alone_stays_until_it_is_taken_and_dropped() -> None:
    async with at_cause(left("a", "newer", CAUSE)) as at:
        await edit_cause(at)
        await at.press("escape")
        at.host.unsaved.keep()
        assert set(at.lines) == {"a"}
        await edit_cause(at)
        await at.press("ctrl+r", "escape")
        at.host.unsaved.keep()
        assert not at.lines


async def test_what_stands_there_already_is_not_offered() -> None:
    async with at_cause(left("a", "no coach", CAUSE)) as at:
        await edit_cause(at)
        assert "ctrl+r" not in at.shown("detail")


async def test_a_line_is_kept_while_it_is_typed_and_only_when_it_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changes = note_threads(monkeypatch, UnsavedFile, "change")
    async with at_cause() as at:
        await edit_cause(at)
        await kept(at)
        assert not changes
        await at.type(" yet")
        await kept(at)
        await kept(at)
        assert len(changes) == 1
        assert [(line.text, line.place, line.label) for line in at.lines.values()] == [
            ("no coach yet", CAUSE, "cause")
        ]
        await at.press("backspace", "backspace", "backspace", "backspace")
        await kept(at)
        assert not at.lines


async def kept(at: Desk) -> None:
    """A second passes, and what is to be written is."""
    await at.poll()
    await at.read()


async def test_the_line_of_one_leaving_replaces_that_which_it_was_made_of() -> None:
    async with at_cause(left("a", "newer", CAUSE)) as at:
        await edit_cause(at)
        await at.press("ctrl+r")
        await at.type(" still")
        at.host.unsaved.keep()
        assert [(line.id, line.text) for line in at.lines.values()] == [("a", "newer still")]


async def test_tab_uses_a_line_as_enter_does() -> None:
    screen = ReviewScreen(deal())
    async with at_desk(screen, deal()) as at:
        screen.to("result")
        await at.press("e")
        await at.type("won")
        await kept(at)
        assert len(at.lines) == 1
        await at.press("tab")
        await kept(at)
        assert at.project("one").review.result == "won"
        assert not at.lines


async def test_a_line_waits_while_a_choice_is_asked_about_it() -> None:
    screen = PlanScreen(deal())
    async with at_desk(screen, deal(), size=(120, 40)) as at:
        screen.to("row:r3")
        await at.press("w")
        await at.type("9-13 Mar\n")
        assert typing(at) is None
        at.host.unsaved.keep()
        assert [line.text for line in at.lines.values()] == ["9-13 Mar"]
        await at.press("escape")
        entry = typing(at)
        assert entry is not None
        assert entry.edit.text == "9-13 Mar"
        await at.press("enter", "n")
        await kept(at)
        assert not at.lines


async def test_a_store_that_keeps_nothing_disturbs_nobody() -> None:
    async with at_cause() as at:
        await edit_cause(at)
        await at.type(" yet")
        with full_disk():
            await kept(at)
        assert "no coach yet" in at.foot()
        assert not at.lines
        await kept(at)
        assert len(at.lines) == 1


async def test_a_line_typed_in_a_project_that_others_delete_is_kept() -> None:
    async with at_desk(PipelineScreen(), deal()) as at:
        at.host.push_screen(FishboneScreen(deal()))
        await at.pilot.pause()
        await edit_cause(at)
        await at.type(" yet")
        await at.news(gone=["one"])
        await at.press("escape")
        assert isinstance(at.screen, PipelineScreen)
        await kept(at)
        ((text, name),) = [(line.text, line.project) for line in at.lines.values()]
        assert (text, name) == ("no coach yet", deal().name)
        at.screen.action_command("unsaved")
        await at.settle()
        assert f"(gone) {name}: " in at.shown("rows")


async def test_the_start_says_what_is_left_and_the_text_of_what_has_no_place() -> None:
    gone = left("b", "about nobody", InputPlace("cr:1", "one", "who"))
    async with at_desk(PipelineScreen(), deal(), lines=[left("a", "newer", CAUSE), gone]) as at:
        assert "2 lines were left half typed" in at.foot()
        assert "The place is gone of: about nobody" in at.foot()


async def test_a_line_without_a_place_is_read_taken_along_and_used_elsewhere() -> None:
    text = "about nobody " * 20 + "and the end"
    async with at_desk(
        PipelineScreen(), deal(), lines=[left("b", text, InputPlace("cr:1", "other", "who"))]
    ) as at:
        at.screen.action_command("unsaved")
        await at.pilot.pause()
        await at.pilot.pause()
        assert isinstance(at.screen, UnsavedScreen)
        assert "(gone) Label" in at.shown("rows")
        assert "and the end" in at.shown("about")
        await at.press("enter")
        await at.pilot.pause()
        assert "ctrl+r" in at.foot()
        await at.press("y", "ctrl+r")
        entry = typing(at)
        assert entry is not None
        assert entry.edit.text == text
        await at.press("enter")
        assert at.project("one").touches[-1].note.endswith("and the end")
        await kept(at)
        assert not at.lines


async def test_a_line_is_dropped_in_the_list() -> None:
    async with at_desk(
        PipelineScreen(), deal(), lines=[left("a", "newer", CAUSE), left("b", "older", CAUSE)]
    ) as at:
        at.screen.action_command("unsaved")
        await at.pilot.pause()
        await at.press("D")
        assert "newer" not in at.shown("rows")
        await kept(at)
        assert set(at.lines) == {"b"}
        await at.press("D", "q")
        at.screen.action_command("unsaved")
        assert "no line was left" in at.foot()
