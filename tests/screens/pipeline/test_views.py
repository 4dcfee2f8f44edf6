"""What the keys of the pipeline show, and where they lead."""

from __future__ import annotations

import pytest

from deals.model import SavedView
from screens.base.row_list import RowList
from screens.pipeline.commands import PIPELINE
from screens.pipeline.screen import PipelineScreen
from tests.screens.hosting import at_desk
from tests.screens.pipeline.cases import cursor, order, some


async def test_filtering_as_typed() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("slash")
        await at.type("owner:me")
        assert order(at) == ("b", "c")
        await at.type(" stage>=")
        assert order(at) == ("b", "c"), "a term half typed does not count yet"
        await at.type("P2")
        assert order(at) == ("b",)
        await at.press("enter")
        assert "owner:me stage>=P2" in at.shown("status")
        await at.press("fullwidth_solidus", "ctrl+u", "z", "z", "z")
        assert order(at) == ()
        await at.press("escape")
        assert order(at) == ("b",)
        await at.press("q")
        assert order(at) == ("a", "b", "c")


async def test_letters_and_figures_of_an_input_method_are_the_keys_they_look_like() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("ｊ")
        assert cursor(at) == "b"
        await at.press("Ｇ")
        assert cursor(at) == "c"
        await at.press("７")
        assert type(at.screen).__name__ == "WeekScreen"
        await at.press("ｑ", "ａ")
        await at.type("ｊ")
        assert "ｊ" in at.shown("status"), "what is typed into a line stays as it is"


async def test_sorting() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("s", "s")
        assert order(at) == ("a", "b", "c")
        await at.press("f9", "s")
        assert order(at) == ("a", "b", "c"), "the order that is shown already stays"
        await at.press("s", "minus")
        assert order(at) == ("c", "b", "a")


async def test_views() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("v", "4")
        assert order(at) == ("b", "c")
        await at.press("V")
        await at.type("mine\n")
        assert "built-in view" in at.shown("pane")
        await at.press("ctrl+u")
        await at.type("mine now\n")
        assert "saved" in at.shown("status")
        await at.press("q")
        assert [view.name for view in at.host.book.views] == ["mine now"]
        await at.press("ctrl+v", "9")
        assert order(at) == ("b", "c")
        assert "mine now" in at.shown("status")
        await at.press("f12", "home", "minus", "enter")
        assert not at.host.book.views
        assert "view deleted" in at.shown("status")
        await at.press("V", "ctrl+u")
        await at.type("-nonesuch\n")
        assert "nonesuch" in at.shown("pane")
        await at.press("escape", "u")
        assert at.host.book.views


async def test_a_view_that_cannot_be_read_here_is_told_and_not_taken() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        view = SavedView(name="theirs", filter="stage>=S9")
        at.host.commit(at.host.book.with_views(view), "save view")
        await at.press("v", "9")
        assert "S9" in at.foot()
        assert order(at) == ("a", "b", "c")


async def test_with_no_project_open_the_list_says_where_they_are() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("asterisk", "x", "h")
        await at.type("budget frozen\n")
        assert order(at) == ()
        assert "v shows" in at.shown("rows")
        await at.press("slash")
        await at.type("zzz\n")
        assert "q clears" in at.shown("rows")


async def test_flags_that_sleep_can_be_woken() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("z", "enter", "g")
        project_id = next(each for each in "abc" if at.project(each).snoozes)
        await at.press("slash")
        await at.type("港区\n")
        await at.press("z", "w")
        assert not at.project(project_id).snoozes
        await at.press("q", "slash")
        await at.type("大学城\n")
        await at.press("z")
        assert at.shown("status").strip()


async def test_the_preview_grows_and_shrinks() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        small = at.shown("pane").count("\n")
        await at.press("p")
        await at.settle()
        assert at.shown("pane").count("\n") > small
        await at.press("f10")
        await at.settle()
        assert at.shown("pane").count("\n") == small


async def test_help_lists_every_command_and_runs_the_chosen() -> None:
    async with at_desk(PipelineScreen(), *some(), size=(120, 180)) as at:
        await at.press("question_mark")
        shown = at.shown("rows")
        labels = [command.label for command in PIPELINE if command.id != "escape"]
        assert [label for label in labels if label not in shown] == []
        assert "Esc: Step back" in shown, "beside what does all but the same"
        await at.press("slash")
        await at.type("touch")
        await at.press("enter")
        await at.settle()
        await at.type("x")
        await at.press("enter")
        assert at.project("a").touches


async def test_the_palette_finds_a_command_by_its_name() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("colon")
        await at.type("delete")
        await at.press("enter")
        await at.settle()
        assert "a" not in at.host.book.projects


async def test_triage_opens_and_comes_back() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("t")
        assert "Triage" in at.shown("title")
        await at.press("q")
        assert "Pipeline" in at.shown("title")


@pytest.mark.parametrize("key", ["q", "alt+left", "ctrl+q"])
async def test_leaving(key: str) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("escape", "escape")
        assert not at.host._exit, "Esc never leaves"
        await at.press(key)
        assert not at.host.is_running or at.host._exit


async def test_ctrl_c_tells_how_to_leave() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("ctrl+c")
        assert "ctrl+q" in at.shown("status")


async def test_the_mouse_picks_a_row_and_the_wheel_moves_the_cursor() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.pilot.click("#rows", offset=(10, 2))
        await at.settle()
        assert cursor(at) == "b"
        at.screen.query_one("#rows", RowList).on_mouse_scroll_down()
        await at.settle()
        assert cursor(at) == "c"


async def test_keys_of_the_settings_take_the_place_of_ours() -> None:
    async with at_desk(PipelineScreen(), *some(), keys={"stage-up": "plus"}) as at:
        await at.press("plus")
        assert at.project("a").stage == "P5"
        assert "+ stage +" in at.shown("footer")
