"""Copying: `C` gives what stands on any screen as text to the terminal, or to a file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from deals.model import Touch
from screens.log.screen import LogScreen
from screens.notes.screen import NotesScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.registry import SCREENS
from screens.visit_brief.screen import VisitBriefScreen
from tests.deals.makers import amount, contact, project
from tests.screens.hosting import at_desk, every_screen
from views.glyphs import ASCII, BOX, Glyphs, glyphs, use_glyphs

LONG = "a strategy engineer of the group's procurement office in the second building " * 3
DEAL = project(
    "P4",
    name="港区视频专网",
    customer="咸滩码头",
    owner="林",
    amount=amount(800_000),
    signs="2026-Q4",
    contacts=[contact("何总", 3, level="high", title=LONG, lines=["technical"])],
    touches=[Touch(id="t", on=date(2026, 2, 27), contacts=("何总",), how="visit", note=LONG)],
)


@pytest.mark.parametrize("name", [name for name in SCREENS if name not in ("notes", "help")])
async def test_every_screen_has_something_to_copy_and_copies_it(name: str) -> None:
    async with at_desk(every_screen(DEAL)[name](), DEAL) as at:
        await at.press("C")
        assert at.host.clipboard.strip()
        assert "copied" in at.foot()
        assert glyphs() is BOX


@pytest.mark.parametrize("alphabet", [BOX, ASCII])
async def test_what_is_copied_is_the_same_in_both_alphabets_and_nothing_is_cut(
    alphabet: Glyphs,
) -> None:
    use_glyphs(alphabet)
    async with at_desk(PeopleScreen(DEAL), DEAL) as at:
        await at.press("C")
        text = at.host.clipboard
        assert glyphs() is alphabet
    assert text.startswith("港区视频专网\n")
    assert LONG.strip() in text
    assert "CR3" in text and "●" not in text


async def test_a_card_is_copied_from_the_list_of_projects_and_the_log_row_by_row() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("C")
        assert at.host.clipboard.startswith("港区视频专网\n")
        assert "800k" in at.host.clipboard
        await at.press("L", "C")
        assert isinstance(at.screen, LogScreen)
        assert LONG.strip() in at.host.clipboard


async def test_notes_are_copied_as_they_are_typed_by_now() -> None:
    async with at_desk(NotesScreen(DEAL), DEAL) as at:
        await at.type("line one\nline C")
        await at.press("alt+c")
        assert at.host.clipboard == "line one\nline C\n"


async def test_help_is_copied_row_by_row() -> None:
    async with at_desk(PipelineScreen(), DEAL) as at:
        await at.press("question_mark", "C")
        assert "Copy what stands here as text" in at.host.clipboard


async def test_it_is_said_how_many_lines_and_what_to_do_if_none_arrive() -> None:
    async with at_desk(VisitBriefScreen(DEAL), DEAL) as at:
        await at.press("C")
        count = at.host.clipboard.count("\n")
        assert f"copied {count} lines" in at.foot()
        assert "set-clipboard on" in at.foot()


async def test_a_text_too_long_for_a_terminal_goes_into_a_file_instead(tmp_path: Path) -> None:
    many = [Touch(id=f"t{at}", on=date(2026, 2, 1), note=LONG) for at in range(400)]
    deal = DEAL.model_copy(update={"touches": tuple(many)})
    async with at_desk(LogScreen(deal), deal) as at:
        await at.press("C")
        assert at.host.clipboard == ""
        assert "74,994" in at.foot()
        file = tmp_path / "log.txt"
        await at.type(f"{file}\n")
        await at.read()
        assert file.read_text("utf-8").count(LONG.strip()) == 400


async def test_an_existing_file_is_replaced_by_a_second_enter_only(tmp_path: Path) -> None:
    file = tmp_path / "mine.txt"
    file.write_text("mine", "utf-8")
    async with at_desk(VisitBriefScreen(DEAL), DEAL) as at:
        at.screen.action_command("copy-file")
        await at.type(f"{file}\n")
        await at.read()
        assert file.read_text("utf-8") == "mine"
        await at.press("enter")
        await at.read()
        assert "港区视频专网" in file.read_text("utf-8")
