"""The help of a screen: every key, name and text whole, on the smallest usual terminal."""

from __future__ import annotations

import pytest

from screens.base.multiline_rows import MultilineRowList
from screens.help.screen import CommandsScreen
from screens.pipeline.screen import PipelineScreen
from tests.screens.hosting import Desk, at_desk, every_screen
from tests.screens.people.test_keys import account
from views.glyphs import ALPHABETS, BOX, use_glyphs
from views.styled_text import cells_of, width
from wording import use_language


def without_blanks(text: str) -> str:
    """The signs of a text alone: a line that goes on below has other blanks."""
    return "".join(text.split())


def check_rows(at: Desk, screen: CommandsScreen, texts: list[str]) -> None:
    """No cell is cut, no line too wide, and the texts stand there whole, one after another."""
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
    assert without_blanks(whole) == without_blanks("".join(texts))


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
async def test_no_line_of_the_help_is_cut_on_any_screen(lang: str) -> None:
    use_language(lang)
    deal = account()
    async with at_desk(PipelineScreen(), deal, size=(80, 24)) as at:
        for name, make in every_screen(deal).items():
            about = CommandsScreen(at.screen, typing=False) if name == "help" else make()
            at.host.push_screen(about)
            await at.settle()
            at.host.open_screen("help", about, False)
            await at.settle()
            screen = at.screen
            assert isinstance(screen, CommandsScreen)
            check_rows(at, screen, [command.about() for command in about.commands])
            screen.turn()
            await at.settle()
            check_rows(at, screen, [meaning.text for _sign, meaning in about.legend()])
            at.host.pop_screen()
            at.host.pop_screen()
            await at.settle()


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
        assert screen.selection.current == "add"
        (below,) = screen.rows.draw_row(0, "add")[1:]
        assert [span.tone for span in below] == ["lit"]
        await at.press("j")
        assert screen.selection.current == "open"
        assert "2/" in at.shown("title")
        await at.press("end")
        last = without_blanks(screen.about.commands.find(screen.selection.ids[-1]).about())
        assert last[-9:] in without_blanks(at.shown("rows")), "all its lines are seen"
        await at.press("home")
        assert "on this screen" in at.shown("rows"), "so is the head of the first"


async def test_a_word_typed_leaves_its_commands_without_heads() -> None:
    async with at_desk(PipelineScreen()) as at:
        await at.press("question_mark")
        assert "on this screen" in at.shown("rows")
        await at.press("slash")
        await at.type("legend")
        assert "on this screen" not in at.shown("rows")
