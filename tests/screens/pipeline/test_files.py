"""The pipeline comes from tables, and goes into them."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.errors import UserError
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import TODAY, project
from tests.screens.hosting import at_desk, read_into
from tests.screens.pipeline.cases import some


async def test_importing_inside_the_app() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        book = at.host.book.with_projects(project("P1", id="d", name="新项目"))
        at.host.tables["t.csv"] = read_into(at.host.book, book, UserError("name-missing"))
        await at.press("I")
        await at.type("~nobody/nowhere.csv\n")
        await at.read()
        assert "nowhere.csv" in at.shown("pane")
        assert "nowhere.csv" in at.shown("status"), "what was typed stands there still"
        await at.press("ctrl+u")
        await at.type("'t.csv'\n")
        await at.read()
        assert "d" not in at.host.book.projects, "a refusal takes nothing yet"
        await at.press("x")
        assert "d" in at.host.book.projects
        assert "added 1" in at.foot()
        await at.press("u")
        assert "d" not in at.host.book.projects


async def test_importing_what_is_there_already_is_no_change() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        at.host.tables["t.csv"] = read_into(at.host.book, at.host.book)
        await at.press("I")
        await at.type("t.csv\n")
        await at.read()
        assert "Nothing in it is new" in at.shown("rows")
        await at.press("enter")
        assert "nothing to import" in at.shown("status")
        await at.press("u")
        assert "nothing to undo" in at.shown("status")


async def test_the_pipeline_is_exported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("E")
        assert f"pipeline-{TODAY}.xlsx" in at.shown("status")
        await at.press("enter")
        await at.read()
        assert "Wrote" in at.foot()
        assert Path(f"pipeline-{TODAY}.xlsx").exists()
        notes = Path("notes.csv")
        notes.write_text("mine")
        await at.press("space", "E", "ctrl+u")
        await at.type("notes.csv\n")
        await at.read()
        assert "Enter again replaces it" in at.foot()
        assert notes.read_text() == "mine"
        await at.press("enter")
        await at.read()
        assert "Wrote 1 project to notes.csv" in at.foot()
        assert len(notes.read_text().splitlines()) == 2
        notes.write_text(notes.read_text() + "more")
        await at.press("E", "ctrl+u")
        await at.type("notes.csv\n")
        await at.read()
        assert "the earlier file is kept as notes.csv.bak" in at.foot()
        await at.press("E", "ctrl+u")
        await at.type("no/where.csv\n")
        await at.read()
        assert "no/where.csv" in at.shown("status"), "it is asked for again"
