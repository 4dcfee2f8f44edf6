"""The import letter from the preview, and again once the table is taken in."""

from __future__ import annotations

from pathlib import Path

from deals.edits.store_settings import recall_import_letter
from screens.base.row_list import head_id
from screens.import_letter.screen import LetterScreen
from screens.import_letter.view import about, columns, list_rows, row_text
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from store.tables.table_files import export_json
from tests.deals.makers import project
from tests.screens.hosting import at_desk
from views.import_letter import LetterItem, OwnerLetter, load_letter
from views.styled_text import cells_of

TABLE = "name,customer,owner,stage\nHarbour,Port,Wang,P2\nYards,Port,Wang,P1\n"
KEPT = project("P2", id="a", name="Harbour", customer="Port", owner="Zhou")
ITEM = LetterItem("gone", "港区视频专网" * 9, "a", "gone from weekly" * 20, ask=("王", "周"))


async def test_a_letter_is_read_before_and_after_taking_in(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text(TABLE, "utf-8")
    async with at_desk(PipelineScreen(), KEPT) as at:
        assert at.host.letter is None
        await at.press("I")
        await at.type(f"{path}\n")
        await at.read()
        await at.press("l")
        assert isinstance(at.screen, LetterScreen)
        assert at.screen.letter.questions == 1
        await at.press("q", "enter")
        await at.read()
        assert "1 to ask" in at.foot()
        at.screen.action_command("letter")
        await at.press("j")
        assert isinstance(at.screen, LetterScreen)
        assert at.screen.project is not None
        await at.press("slash")
        await at.type("from zhou\n")
        await at.press("enter")
        assert isinstance(at.screen, PeopleScreen)


def test_what_is_said_is_under_its_owner_and_fits() -> None:
    told = OwnerLetter("王", (ITEM,), {"changed": 3})
    silent = OwnerLetter("", (), {"added": 2})
    rows = list_rows([told, silent])
    assert list(rows) == [head_id("0"), "0.0"]
    shown = columns(80, rows.values())
    assert row_text(rows[head_id("0")], shown).cells[1].text == "1 to ask; changed 3"
    assert row_text(rows["0.0"], shown).cells[2].text == "王, 周"
    assert list(list_rows([silent])) == ["0"]
    assert all(cells_of(each) <= 80 for each in about(rows["0.0"], 80, 7))


async def test_a_letter_outlasts_undo_and_a_later_start(tmp_path: Path) -> None:
    path = tmp_path / "w.csv"
    path.write_text(TABLE, "utf-8")
    async with at_desk(PipelineScreen(), KEPT) as at:
        await at.press("I")
        await at.type(f"{path}\n")
        await at.read()
        await at.press("enter")
        await at.read()
        await at.press("u")
        assert "undone: import (w.csv, 2 projects)" in at.foot()
        assert set(at.host.book.projects) == {"a"}
        letter = load_letter(recall_import_letter(at.host.store.book))
        assert letter is not None
        assert letter == at.host.letter
        assert letter.questions == 1
        assert b"Harbour" not in export_json(at.host.book.without("a"))
