"""The real app on a store that syncs with a real server."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from time import monotonic

from screens.base.lines import LinesView
from screens.base.screen import BaseScreen
from screens.base.team_desk import TeamStatus
from store.settings import Settings
from store.store import Store
from tests.deals.makers import DEFAULT
from tests.keyboard import wait_until_idle
from tests.team.store_copies import StoreCopy
from tui.app import NetloftApp
from tui.session import LaunchOptions
from wording import language

PATIENCE = 20.0


@asynccontextmanager
async def running(
    copy: StoreCopy,
    size: tuple[int, int] = (80, 24),
    left: list[int] | None = None,
    as_of: date | None = None,
) -> AsyncIterator[NetloftApp]:
    """Yield the app on a copy's store, until it is left; `left` gets how much was not sent."""
    store = Store.open(copy.path, author=copy.person)
    launch = LaunchOptions(
        store=store,
        playbook=DEFAULT,
        settings=Settings(),
        lang=language(),
        as_of=as_of,
        me=copy.person,
        ascii=False,
        mouse=False,
    )
    app = NetloftApp(launch)
    try:
        async with app.run_test(size=size):
            await wait_until_idle(app)
            yield app
        if app.team is not None:
            unsent = app.team.leave()
            if left is not None:
                left.append(unsent)
    finally:
        store.close()


async def wait_for(app: NetloftApp, holds: Callable[[], bool]) -> None:
    """Wait until something holds, the app at work meanwhile."""
    until = monotonic() + PATIENCE
    while not holds():
        await asyncio.sleep(0.005)
        assert monotonic() < until, (app.team_status, shown(app, "status"))
    await wait_until_idle(app)


async def wait_in_sync(app: NetloftApp) -> TeamStatus:
    """Wait until all is in sync, and return how the store stands."""
    await wait_for(app, lambda: is_in_sync(app))
    status = app.team_status
    assert status is not None
    return status


def is_in_sync(app: NetloftApp) -> bool:
    """Whether all that is here is on the server, as far as the app says."""
    status = app.team_status
    idle = app.team is not None and app.team.is_idle
    if status is None or not idle:
        return False
    return status.synced is not None and not (status.trying or status.pending or status.offline)


def status_text(app: NetloftApp) -> str:
    """Return the foot of the screen, with the lines over the pane, as one line."""
    screen = app.screen
    assert isinstance(screen, BaseScreen)
    lines = [*screen.status_bar.above, screen.status_bar.line]
    return " ".join("".join(span.text for span in each).strip() for each in lines)


def shown(app: NetloftApp, id: str) -> str:
    """Return what a part of the screen shows."""
    return app.screen.query_one(f"#{id}", LinesView).text
