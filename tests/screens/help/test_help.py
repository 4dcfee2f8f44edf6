"""The help of a screen: every key, name and text whole, grouped by what one wants to do."""

from __future__ import annotations

import pytest

from screens.base.multiline_rows import MultilineRowList
from screens.help.contents import gather_contents
from screens.help.purposes import PURPOSE_NAMES
from screens.help.screen import CommandsScreen
from screens.help.view import lay_facts, tell_kin
from screens.log.screen import LogScreen
from screens.pipeline.screen import PipelineScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import project
from tests.screens.hosting import Desk, at_desk, every_screen, screen_text
from tests.screens.people.test_keys import account
from views.glyphs import ALPHABETS, BOX, use_glyphs
from views.styled_text import cells_of, width
from wording import _, use_language


def without_blanks(text: str) -> str:
    """The signs of a text alone: a line that goes on below has other blanks."""
    return "".join(text.split())


def check_rows(at: Desk, screen: CommandsScreen, texts: list[str]) -> None:
    """No cell is cut, no line too wide, and each text stands there whole."""
    columns, whole = screen.rows.columns, ""
    assert sum(column.cells + 1 for column in columns) + 2 <= at.host.size.width
    rows = screen.rows
    assert isinstance(rows, MultilineRowList)
    for row_id, laid in rows.lay(screen.selection.ids, 1).items():
        row = laid.text
        for cell, column in zip(row.cells, columns, strict=not row.head):
            assert width(cell.text) <= column.cells, (row_id, cell.text)
        lines = [row.head, *laid.below]
        assert max(map(cells_of, lines)) < at.host.size.width, row_id
        if not row.head:
            whole += "".join([row.cells[-1].text, *(s.text for each in laid.below for s in each)])
    shown = without_blanks(whole)
    assert [text for text in texts if without_blanks(text) not in shown] == []


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_no_line_of_the_help_is_cut_on_any_screen(lang: str) -> None:
    use_language(lang)
    deal = account()
    async with at_desk(PipelineScreen(), deal, size=(60, 16)) as at:
        for name, make in every_screen(deal).items():
            about = CommandsScreen(at.screen, typing=False) if name == "help" else make()
            at.host.push_screen(about)
            await at.settle()
            at.host.open_screen("help", about, False)
            await at.settle()
            screen = at.screen
            assert isinstance(screen, CommandsScreen)
            check_rows(at, screen, [command.about() for command in about.commands])
            check_panes(screen)
            screen.turn()
            await at.settle()
            check_rows(at, screen, [meaning.text for _sign, meaning in about.legend()])
            at.host.pop_screen()
            at.host.pop_screen()
            await at.settle()


def check_panes(screen: CommandsScreen) -> None:
    """There is room for all that is said of each command."""
    every = tuple(screen.about.commands)
    for item in screen.contents.items.values():
        other = screen.contents.other_keys.get(item.id, {})
        facts = [*tell_kin(item.commands, every, {}, other)]
        lines = lay_facts(item.why(screen.about), facts, screen.size.width - 2, beside=False)
        if item.kind == "command":
            assert len(lines) < screen.pane_rows(), (item.id, lines)


@pytest.mark.parametrize("alphabet", ["box", "ascii"])
async def test_the_legend_has_the_signs_of_the_alphabet_in_use(alphabet: str) -> None:
    use_glyphs(ALPHABETS[alphabet])
    own = {ALPHABETS[alphabet].cursor, ALPHABETS[alphabet].cut}
    async with at_desk(PipelineScreen()) as at:
        await at.press("question_mark", "v", "end")
        last = at.shown("rows").rstrip().splitlines()[-1]
        assert all(sign in last for sign in own)
        drawn = set("".join(sign.text for sign, _meaning in at.screen.legend()))
        assert alphabet == "box" or not drawn & set(BOX.settled + BOX.onward + BOX.cut + BOX.cursor)


async def test_the_cursor_goes_from_command_to_command_and_lights_all_of_one() -> None:
    async with at_desk(PipelineScreen(), size=(80, 24)) as at:
        await at.press("question_mark")
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        assert screen.selection.current == "edit"
        (below,) = screen.rows.draw_row(0, "edit")[1:]
        assert [span.tone for span in below] == ["lit"]
        await at.press("j")
        assert screen.selection.current == "stage-up"
        assert "2/" in at.shown("pane")
        await at.press("end")
        last = without_blanks(screen.about.commands.find(screen.selection.ids[-1]).about())
        assert last[-9:] in without_blanks(at.shown("rows")), "all its lines are seen"
        await at.press("home")
        assert "change this row" in at.shown("rows"), "so is the head of the first"


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_it_is_grouped_by_what_one_wants_to_do(lang: str) -> None:
    use_language(lang)
    async with at_desk(PipelineScreen()) as at:
        await at.press("question_mark")
        groups = at.screen.query_one(MultilineRowList).selection.groups
        assert groups is not None
        heads = [head.strip() for head in groups.members]
        names = [_(name) for name in PURPOSE_NAMES.values()]
        assert heads == [name for name in names if name in heads]
        assert len(heads) > len(names) // 2


async def test_a_word_typed_leaves_its_commands_without_heads_and_shows_their_group() -> None:
    async with at_desk(PipelineScreen()) as at:
        await at.press("question_mark")
        assert "change this row" in at.shown("rows")
        await at.press("slash")
        await at.type("undo")
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        assert screen.selection.groups is None
        assert screen.selection.current == "undo"
        assert "(undo and safety)" in at.shown("rows")


@pytest.mark.parametrize(
    ("key", "command"), [("Z", None), ("e", "edit"), ("ctrl+t", "triage"), ("z", "snooze")]
)
async def test_a_key_that_the_help_has_not_is_looked_up(key: str, command: str | None) -> None:
    async with at_desk(PipelineScreen()) as at:
        await at.press("question_mark", key)
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        assert screen.word == key
        assert command is None or screen.selection.current == command


async def test_keys_that_do_the_same_stand_in_one_row() -> None:
    async with at_desk(PipelineScreen()) as at:
        items = gather_contents(at.screen, palette=False).items
        assert items["back"].keys.split() == ["q", "alt+Left", "Esc"]
        assert "Esc: Step back" in items["back"].text
        assert "escape" not in items
        assert items["help"].keys == "? F1"
        assert items["palette"].keys == ": ctrl+p"
        assert items["up"].keys == "k Up"


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("help", ("also typed as ？", "in the shell netloft keys", "on Strategy H")),
        ("undo", ("beside it ctrl+r redo",)),
        ("export", ("in the shell netloft export", "W paper")),
        ("stage-up", ("also typed as ＞ 》", "< stage -", "nothing selected")),
    ],
)
async def test_the_pane_tells_what_else_does_the_same(id: str, told: tuple[str, ...]) -> None:
    async with at_desk(PipelineScreen(), size=(120, 40)) as at:
        await at.press("question_mark")
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        screen.select(screen.selection.go(id))
        pane = at.shown("pane")
        assert [text for text in told if text not in pane] == []


async def test_enter_runs_what_applies_and_says_why_the_rest_does_not() -> None:
    deal = project(id="one")
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("question_mark")
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        screen.select(screen.selection.go("fold-owners"))
        await at.press("enter")
        assert at.screen is screen
        assert "no groups: v shows them by owner" in at.foot()
        screen.select(screen.selection.go("log"))
        await at.press("enter")
        assert isinstance(at.screen, LogScreen)


async def test_a_key_that_means_something_else_here_is_named_with_where() -> None:
    deal = project(id="one")
    async with at_desk(StrategyScreen(deal), deal, size=(120, 40)) as at:
        await at.press("H")
        screen = at.screen
        assert isinstance(screen, CommandsScreen)
        screen.select(screen.selection.go("help"))
        assert "elsewhere ?" in at.shown("pane")


async def test_a_word_is_typed_anew_over_the_one_before_and_nothing_found_closes_nothing() -> None:
    async with at_desk(PipelineScreen(), project(), size=(80, 24)) as at:
        await at.press("question_mark", "slash")
        await at.type("quit")
        await at.press("escape", "slash")
        await at.type("mark as won")
        assert isinstance(at.screen, CommandsScreen)
        assert at.screen.selection.current == "end"
        await at.press("ctrl+u")
        await at.type("zebra")
        assert "finds projects, people, settings" in screen_text(at)
        await at.press("enter")
        assert isinstance(at.screen, CommandsScreen)
