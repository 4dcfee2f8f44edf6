"""The app on a store that knows a team's server: it syncs by itself, and no key waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from store.files import sync_file
from team.sync_session import TeamPlace, remember_server
from tests.keyboard import press, send, wait_until_idle
from tests.team.cut_line import CutLine, standing_line
from tests.team.database import Database
from tests.team.store_copies import StoreCopy, make_copies
from tests.team.synced_app import running, shown, wait_for, wait_in_sync


@pytest.fixture(autouse=True)
def quick_app(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Have nothing wait for a clock, and no test see another's state."""
    monkeypatch.setattr("tui.app.TEAM_AFTER_SECONDS", 0.001)
    monkeypatch.setattr("tui.team_thread.GATHER_SECONDS", 0.02)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def line(database: Database) -> Iterator[CutLine]:
    with standing_line(database) as made:
        yield made


@pytest.fixture
def pair(database: Database, line: CutLine, tmp_path: Path) -> tuple[StoreCopy, StoreCopy]:
    """Dan with one project, on a store that syncs over the line, and Ben, who has it too."""
    copies = make_copies(database, tmp_path)
    dan, ben = copies["Dan"], copies["Ben"]
    dan.add("north", stage="P2", remarks="first")
    dan.sync()
    ben.sync()
    remember_server(TeamPlace(dan.path), line.url("Dan"))
    return dan, ben


async def test_a_store_without_a_server_loads_nothing_of_it(tmp_path: Path) -> None:
    copy = StoreCopy.__new__(StoreCopy)
    copy.folder, copy.person, copy.ahead = tmp_path, "Dan", 0.0
    copy.add("north")
    async with running(copy) as app:
        assert (app.team, app.team_status) == (None, None)
        assert "sync" not in shown(app, "footer")
    assert not sync_file(copy.path).exists()


async def test_it_syncs_on_opening_after_a_commit_and_on_a_call(
    pair: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = pair
    ben.edit("north", stage="P4")
    ben.sync()
    async with running(dan) as app:
        await wait_in_sync(app)
        assert app.book.projects["north"].stage == "P4"
        assert shown(app, "footer").rstrip().endswith("= in sync")
        assert app.describe_last() == "", "what others did is not ours to undo"
        await press(app, "m", *"640k", "enter")
        await wait_in_sync(app)
        assert dan.database.value("north", "amount")["text"] == "640k"
        ben.sync()
        ben.edit("north", remarks="by Ben", amount={"low": 1, "high": 1, "text": "1"})
        ben.sync()
        await wait_for(app, lambda: app.book.projects["north"].remarks == "by Ben")
        app.poll()
        await wait_until_idle(app)
        assert "Ben changed the amount of north after you: 640k → ¥1" in shown(app, "status")


async def test_leaving_sends_what_was_edited_last(pair: tuple[StoreCopy, StoreCopy]) -> None:
    dan, _ben = pair
    left = list[int]()
    async with running(dan, left=left) as app:
        await wait_in_sync(app)
        await press(app, "m", *"640k", "enter")
    assert left == [0]
    assert dan.database.value("north", "amount")["text"] == "640k"


async def test_without_a_line_edits_are_kept_and_sent_when_it_is_back(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    dan, _ben = pair
    left = list[int]()
    async with running(dan, left=left) as app:
        await wait_in_sync(app)
        line.cut()
        await press(app, "m", *"640k", "enter")
        await wait_for(app, lambda: bool(app.team_status and app.team_status.pending))
        assert app.team_status is not None
        assert app.team_status.offline is not None
        assert "~ off-line" in shown(app, "footer")
        await press(app, "m", *"650k", "enter")
        began = monotonic()
    assert monotonic() - began < 1.5
    assert left == [1], "two edits of one field are one change"
    async with running(dan) as app:
        await wait_for(app, lambda: bool(app.team_status and app.team_status.offline))
        line.mend()
        assert app.team is not None
        app.team.sync_now()
        await wait_in_sync(app)
        assert "in sync with the team's server" in shown(app, "status")
    assert dan.database.value("north", "amount")["text"] == "650k"


async def test_keys_act_while_a_sync_hangs(
    pair: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    dan, ben = pair
    async with running(dan) as app:
        await wait_in_sync(app)
        line.hold()
        ben.edit("north", stage="P4")
        ben.sync()
        began = monotonic()
        for amount in ("610k", "620k", "630k"):
            send(app, ["m", *amount, "enter"])
            await wait_until_idle(app)
        waited = monotonic() - began
        line.flow()
        await wait_for(app, lambda: app.book.projects["north"].stage == "P4")
        await wait_in_sync(app)
    assert waited < 2.0
    assert dan.database.value("north", "amount")["text"] == "630k"
    ben.sync()
    assert ben.contents()["north"] == dan.contents()["north"]
