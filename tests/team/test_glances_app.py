"""A manager's app over hundreds of summaries: one goes through them, opens one and works on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.model import Book
from screens.base.context import PaperSubject
from screens.base.lines import LinesView
from screens.people.screen import PeopleScreen
from team.sync_session import TeamPlace, remember_server
from tests.deals.makers import TODAY, action, amount, contact, project
from tests.keyboard import press, send, wait_until_idle
from tests.team.cut_line import CutLine
from tests.team.database import Database
from tests.team.store_copies import StoreCopy, make_copies
from tests.team.synced_app import running, shown, wait_for, wait_in_sync
from tests.team.test_glances import go_by_glances, sync_on
from tui.app import NetloftApp

MANY = 300


pytestmark = pytest.mark.usefixtures("quick_app")


@pytest.fixture
def team(database: Database, line: CutLine, tmp_path: Path) -> tuple[StoreCopy, StoreCopy]:
    """Dan with hundreds of projects, and Ben, who goes by summaries of them."""
    copies = make_copies(database, tmp_path)
    dan, ben = copies["Dan"], copies["Ben"]
    people = [contact("何总", 2, level="high"), contact("孙工", 3, level="low")]
    made = [
        project(
            f"P{number % 6}",
            id=f"d{number}",
            name=f"deal {number:03}",
            customer=f"Port {number % 40}",
            owner="Dan",
            contacts=people,
            amount=amount(1000 * (MANY - number)),
            signs="2027-06",
            next_action=action("call", TODAY),
            remarks="a long story",
        )
        for number in range(MANY)
    ]
    dan.commit(lambda book: book.with_projects(*made))
    sync_on(dan)
    go_by_glances(ben)
    remember_server(TeamPlace(ben.path), line.url("Ben"))
    return dan, ben


def count_summaries(book: Book) -> int:
    return sum(each.glance is not None for each in book.projects.values())


def read_screen(app: NetloftApp) -> str:
    return "\n".join(lines.text for lines in app.screen.query(LinesView))


async def go_to(app: NetloftApp, name: str) -> None:
    """Show one project alone, with the cursor on it."""
    await press(app, "slash", "ctrl+u", *f'"{name}"', "enter")


async def test_a_manager_goes_through_summaries_and_opens_one(
    team: tuple[StoreCopy, StoreCopy], tmp_path: Path
) -> None:
    dan, ben = team
    async with running(ben, (120, 40)) as app:
        await wait_for(app, lambda: count_summaries(app.book) == MANY)
        await wait_in_sync(app)
        assert "300" in shown(app, "title")
        assert "·deal 0" in shown(app, "rows")
        await press(app, "t")
        assert "summary of" in read_screen(app)
        await press(app, "escape", "N")
        await wait_until_idle(app)
        assert "Forecast" in shown(app, "title")
        await press(app, "escape")
        paper = tmp_path / "quarter.md"
        app.write_paper("quarter", PaperSubject(), paper, force=False)
        assert "300 of 300 projects; their people" in paper.read_text("utf-8")
        await go_to(app, "deal 007")
        await press(app, "enter")
        await wait_for(app, lambda: isinstance(app.screen, PeopleScreen))
        assert "何总" in read_screen(app)
        assert count_summaries(app.book) == MANY - 1
        await press(app, "escape")
        await press(app, "n", *"visit them", "enter")
        await press(app, "y", *"visit 何总: agreed", "enter")
        await wait_in_sync(app)
        await go_to(app, "deal 008")
        await press(app, "greater_than_sign")
        await wait_for(app, lambda: app.book.projects["d8"].stage == "P3")
        await wait_in_sync(app)
    dan.sync()
    worked = dan.book.projects["d7"]
    assert worked.next_action is not None
    assert worked.next_action.text == "visit them"
    assert [touch.note for touch in worked.touches] == ["agreed"]
    assert (worked.remarks, dan.book.projects["d8"].stage) == ("a long story", "P3")
    assert len(dan.book.projects) == MANY


async def test_a_project_is_handed_over_from_its_summary(
    team: tuple[StoreCopy, StoreCopy],
) -> None:
    dan, ben = team
    async with running(ben, (100, 30)) as app:
        await wait_for(app, lambda: count_summaries(app.book) == MANY)
        await wait_in_sync(app)  # from then on Eve is known, of whom there is no project
        await go_to(app, "deal 009")
        send(app, ["o", *"Eve", "enter"])
        await wait_for(app, lambda: app.book.projects["d9"].owner == "Eve")
        await wait_in_sync(app)
        assert dan.database.value("d9", "owner") == "Eve"
        assert app.book.projects["d9"].owner == "Eve"
    dan.sync()
    assert "d9" not in dan.book.projects


async def test_without_a_line_it_says_so_and_stays(
    team: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    _dan, ben = team
    async with running(ben) as app:
        await wait_for(app, lambda: count_summaries(app.book) == MANY)
        await wait_in_sync(app)
        await go_to(app, "deal 009")
        line.cut()
        await press(app, "enter")
        await wait_for(app, lambda: "no line to the team" in shown(app, "status"))
        assert "Pipeline" in shown(app, "title")
        assert app.book.projects["d9"].glance is not None
        await press(app, "n")
        await wait_for(app, lambda: "no line to the team" in shown(app, "status"))


async def test_esc_ends_waiting_for_a_line_that_hangs(
    team: tuple[StoreCopy, StoreCopy], line: CutLine
) -> None:
    _dan, ben = team
    async with running(ben) as app:
        await wait_for(app, lambda: count_summaries(app.book) == MANY)
        await wait_in_sync(app)
        line.hold()
        await press(app, "enter")
        assert "fetching" in shown(app, "status")
        await press(app, "escape", "j")
        line.flow()
        await wait_for(app, lambda: count_summaries(app.book) == MANY - 1)
        assert "Pipeline" in shown(app, "title")
