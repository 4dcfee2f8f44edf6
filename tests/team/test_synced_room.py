"""The Team room of the real app on a real server."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

from deals.model import Book, PlanRow
from screens.team.screen import TeamScreen
from team.sync_session import TeamPlace, remember_server
from tests.deals.makers import amount
from tests.keyboard import press
from tests.team.database import Database
from tests.team.store_copies import StoreCopy, make_copies
from tests.team.synced_app import running, shown, wait_for, wait_in_sync
from tui.app import NetloftApp


def rename_project(key: str, book: Book) -> Book:
    """Call a project as another is called."""
    return book.with_projects(book.projects[key].model_copy(update={"name": "Harbour net"}))


@pytest.fixture
def ben(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> StoreCopy:
    """Ben's copy, on a server where Dan and Eve have two projects each, of which one is twice."""
    monkeypatch.setattr("tui.app.TEAM_AFTER_SECONDS", 0.001)
    monkeypatch.setattr("tui.team_thread.GATHER_SECONDS", 0.02)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    copies = make_copies(database, tmp_path)
    for person in ("Dan", "Eve"):
        plan = tuple(
            PlanRow(id=who, content="test", responsible=who) for who in {person: 0, "Eve": 0}
        )
        copies[person].add(f"{person}1", customer="Port", amount=amount(100_000), plan=plan)
        copies[person].add(f"{person}2", customer="Port", amount=amount(50_000, currency="USD"))
        copies[person].commit(partial(rename_project, f"{person}2"))
        copies[person].sync()
    remember_server(TeamPlace(copies["Ben"].path), database.server.url(database.name, "Ben"))
    return copies["Ben"]


def listed(app: NetloftApp) -> list[str]:
    """Return what the room lists."""
    return list(app.screen.selection.ids) if isinstance(app.screen, TeamScreen) else []


async def test_the_line_adds_up_and_is_handed_over(ben: StoreCopy) -> None:
    async with running(ben, (100, 24)) as app:
        await wait_in_sync(app)
        await press(app, "8")
        await wait_for(app, lambda: len(listed(app)) == 4)
        assert "200k" in shown(app, "rows")
        await press(app, "v")
        await wait_for(app, lambda: "Harbour net" in shown(app, "rows"))
        await press(app, "v", "j", "H", *"eve", "enter")
        await wait_for(app, lambda: "from Dan to Eve: 2 projects" in all_text(app))
        await press(app, "y")
        await wait_for(app, lambda: app.book.projects["Dan1"].owner == "Eve")
        await wait_in_sync(app)
        assert [row.responsible for row in app.book.projects["Dan1"].plan] == ["Eve", "Eve"]
        assert app.book.projects["Dan1"].history[-1].field == "owner"
        await press(app, "u")
        await wait_for(app, lambda: app.book.projects["Dan1"].owner == "Dan")
        assert [row.responsible for row in app.book.projects["Dan1"].plan] == ["Dan", "Eve"]


def all_text(app: NetloftApp) -> str:
    """Return what is asked at the foot."""
    assert isinstance(app.screen, TeamScreen)
    bar = app.screen.status_bar
    return " ".join("".join(span.text for span in line) for line in (*bar.above, bar.line))


async def test_without_a_line_it_adds_up_what_is_here(ben: StoreCopy) -> None:
    ben.sync()
    with ben.state() as state:
        state.write(url="postgresql://Ben@127.0.0.1:1/none?connect_timeout=1")
    async with running(ben, (100, 24)) as app:
        await press(app, "8")
        await wait_for(app, lambda: listed(app) == ["Ben", "Dan", "Eve", "\t"])
        assert "200k" in shown(app, "rows")
        await wait_for(app, lambda: "off-line" in shown(app, "status"))
