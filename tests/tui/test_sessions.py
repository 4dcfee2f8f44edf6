"""The real app on a real store while another session works on it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from deals.edits.typed_fields import set_field
from deals.model import Book, Project
from deals.parsing.reading_context import ReadingContext
from deals.playbook import Playbook
from screens.base.lines import LinesView
from screens.base.screen import BaseScreen
from store.settings import Settings
from store.store import Store
from tests.deals.makers import DEFAULT, amount, project
from tests.deals.makers import playbook as team_playbook
from tests.deals.readings import reading
from tests.keyboard import press, wait_until_idle
from tests.store import commit, taken_over
from tui.app import NetloftApp
from tui.clock import stamp, today
from tui.session import LaunchOptions


@pytest.fixture
def path(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Return a store with one project, in the folder that a test names."""
    path = tmp_path / getattr(request, "param", "book") / "netloft.json"
    store = Store.open(path)
    deal = project("P2", id="one", name="net", signs="26-03-20", amount=amount(500_000))
    commit(store, Book(), Book().with_projects(deal), "add", "陈")
    store.close()
    return path


@asynccontextmanager
async def running(
    path: Path, playbook: Playbook = DEFAULT, as_of: date | None = None
) -> AsyncIterator[NetloftApp]:
    """Yield the app on the store, its own polling put off."""
    store = Store.open(path, author="林")
    launch = LaunchOptions(
        store=store,
        playbook=playbook,
        settings=Settings(),
        lang="en",
        as_of=as_of,
        me="林",
        ascii=False,
        mouse=False,
        first_start=False,
    )
    app = NetloftApp(launch)
    async with app.run_test(size=(80, 24)):
        await wait_until_idle(app)
        yield app
    store.close()


def shown(app: NetloftApp, id: str) -> str:
    """Return what a part of the screen shows."""
    return app.screen.query_one(f"#{id}", LinesView).text


def status_text(app: NetloftApp) -> str:
    """Return the foot of the screen, with the lines over the pane, as one line."""
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    lines = [*screen.status_bar.above, screen.status_bar.line]
    return " ".join("".join(span.text for span in line).strip() for line in lines)


def written(edited: Project, by: str, **texts: str) -> Project:
    """Return the project as somebody edits it."""
    for field, text in texts.items():
        given = ReadingContext(DEFAULT, stamp(None, by), reading().new_id)
        edited = set_field(edited, field, text, given)
    return edited


def by_zhou(path: Path, **texts: str) -> None:
    """Edit the project in another session."""
    store = Store.open(path)
    edited = written(store.book.projects["one"], "周", **texts)
    commit(store, store.book, store.book.with_projects(edited), "set", "周")
    store.close()


async def test_others_edits_show_and_overwriting_is_told(path: Path) -> None:
    async with running(path) as app:
        await press(app, "m", *"640k", "enter")
        by_zhou(path, amount="80万", owner="周")
        app.poll()
        await wait_until_idle(app)
        assert "800k" in shown(app, "rows")
        assert "周 changed the amount of net after you: 640k → 800k" in shown(app, "status")
        await press(app, "u")
        assert "not undone: 周 has changed the amount of net since" in shown(app, "status")
        assert shown(app, "rows").count("800k") == 1


async def test_different_fields_survive_and_a_checkpoint_empties_the_journal(path: Path) -> None:
    async with running(path) as app:
        await press(app, "m", *"640k")
        by_zhou(path, owner="周")
        await press(app, "enter")
        deal = app.book.projects["one"]
        assert (deal.amount and deal.amount.low, deal.owner) == (640_000, "周")
        before = app.launch.store.dirty
        for _second in range(app.IDLE_POLLS):
            app.poll()
        await wait_until_idle(app)
        assert (before, app.launch.store.dirty) == (True, False)
    again = Store.open(path)
    assert again.book.projects["one"].owner == "周"
    again.close()


@pytest.mark.parametrize("path", ["b", "book/" * 30, "项目" * 30], indirect=True)
async def test_a_later_version_taking_over_is_told_and_what_is_typed_stays(path: Path) -> None:
    async with running(path) as app:
        await press(app, "m", *"640k")
        taken_over(path)
        await press(app, "enter")
        assert "it is not written here (" in status_text(app)
        assert "netloft.json)" in status_text(app)
        assert "640k" in shown(app, "rows")
        assert "read-only" in shown(app, "title")
        await press(app, "escape")
        app.poll()
        await wait_until_idle(app)
        assert "it is not written here (" in status_text(app)
        assert "netloft.json)" in status_text(app)
        before = path.read_bytes()
    assert path.read_bytes() == before


async def test_opening_the_store_records_win_rates_that_are_new(path: Path) -> None:
    def recorded() -> list[dict[str, float]]:
        rates = Store.open(path).book.win_rates
        return [{each.stage: each.win for each in record.rates} for record in rates]

    rated = team_playbook("[stages.P3]\nwin = 0.2")
    for playbook, known in ((DEFAULT, []), (rated, [{"P3": 0.2}]), (rated, [{"P3": 0.2}])):
        async with running(path, playbook) as app:
            assert app.describe_last() == ""
        assert recorded() == known


async def test_win_rates_are_dated_with_the_real_day_and_never_with_another(path: Path) -> None:
    rules = team_playbook("[stages.P2]\nwin = 0.25\n")
    async with running(path, rules, as_of=date(2026, 3, 15)) as app:
        assert app.book.win_rates == ()
    async with running(path, rules) as app:
        assert [each.on for each in app.book.win_rates] == [today(None)]
