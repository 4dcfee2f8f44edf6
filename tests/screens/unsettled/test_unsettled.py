"""What did not stand on the team's server: each with its reason, what to do, and keys for that."""

from __future__ import annotations

from typing import Any

import pytest

from deals.edits.records import tracked_change
from deals.model import Amount
from screens.base.team_desk import TeamStatus
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.unsettled.screen import UnsettledScreen
from tests.deals.readings import LATER
from tests.screens.hosting import at_desk
from tests.screens.team.desk import OFFLINE
from tests.screens.unsettled.cases import AMOUNT, FAILURES, METRO, PORT, make_failure, seat_desk
from tui.team_failures import FailureBook, mark_settled
from wording.team_words import advice_words


async def test_the_palette_opens_it_and_each_says_why_and_what_to_do() -> None:
    async with at_desk(PipelineScreen(), PORT, METRO) as at:
        seat_desk(at.host)
        await at.press("colon")
        await at.type("conflicts\n")
        assert isinstance(at.screen, UnsettledScreen)
        assert "refused 2, overtaken 2" in at.shown("title")
        rows = at.shown("rows")
        assert all(text in rows for text in ("港区视频专网", "640k", "800k", "周", "03-01"))
        assert "stands, by 周: CNY 800k" in at.shown("about")
        assert "if yours should stand, put it back" in at.shown("about")
        await at.press("j")
        assert "何总 title" in at.shown("rows")
        await at.press("j")
        assert "the project is not yours any more, or never was" in at.shown("about")
        assert "hand it over to you; then send it again" in at.shown("about")


async def test_mine_is_put_back_as_an_edit_that_undo_takes_back() -> None:
    async with at_desk(UnsettledScreen(), PORT, METRO) as at:
        desk = seat_desk(at.host)
        at.screen.paint()
        await at.press("m")
        after = at.project("port")
        assert after.amount is not None
        assert (after.amount.low, after.history[-1].field) == (640_000, "amount")
        assert "港区视频专网, Amount: yours stands again" in at.foot()
        assert desk.asked == [("put-back", [FAILURES[0].id])]
        assert "640k" not in at.shown("rows")
        await at.press("v", "g")
        assert "- put back" in at.shown("about")
        await at.press("v")
        await at.press("u")
        assert "640k" in at.shown("rows"), "undone, it is listed again"
        assert "overtaken 2" in at.shown("title")
        before = at.project("port").amount
        assert before is not None
        assert before.low == 800_000
        await at.press("m")
        title = next(each.title for each in at.project("port").contacts)
        assert title == "CTO"


async def test_what_it_was_of_may_be_gone() -> None:
    bare = PORT.model_copy(update={"contacts": ()})
    async with at_desk(UnsettledScreen(), bare) as at:
        seat_desk(at.host)
        at.screen.paint()
        await at.press("j", "m")
        assert "it cannot be put back" in at.foot()
        await at.press("j", "enter")
        assert "Tidewater Metro line 3 backbone is not here any more" in at.foot()
        await at.press("m")
        assert "only what was overtaken can be put back" in at.foot()


async def test_what_was_refused_is_sent_again_and_what_is_dismissed_comes_back() -> None:
    async with at_desk(UnsettledScreen(), PORT, METRO) as at:
        desk = seat_desk(at.host)
        at.screen.paint()
        await at.press("s")
        assert "only what was refused can be sent again" in at.foot()
        await at.press("G", "s")
        assert desk.asked == [("resend", [FAILURES[2].id, FAILURES[3].id])]
        assert "sending 2 changes again" in at.foot()
        await at.press("g", "x")
        assert "refused 0, overtaken 1" in at.shown("title")
        assert "640k" not in at.shown("rows")
        await at.press("v", "g")
        assert "640k" in at.shown("rows")
        await at.press("x")
        assert desk.asked[-1] == ("recall", [FAILURES[0].id])
        assert "refused 0, overtaken 2" in at.shown("title")


async def test_enter_goes_where_the_field_is() -> None:
    async with at_desk(UnsettledScreen(), PORT, METRO) as at:
        seat_desk(at.host)
        at.screen.paint()
        await at.press("j", "enter")
        assert isinstance(at.screen, PeopleScreen)
        assert at.screen.project.id == "port"
        await at.press("escape", "k", "enter")  # an amount stands in the list
        assert type(at.host.screen).__name__ == "PipelineScreen"
        assert "港区视频专网" in at.shown("rows")
        assert "Tidewater" not in at.shown("rows")
        await at.press("m")
        await at.type("700k\n")
        await at.press("escape", "escape")  # the first was for the line
        assert type(at.host.screen).__name__ == "UnsettledScreen"
        assert at.labels == ["Amount"]


async def test_sync_and_server_are_commands_where_a_server_is_known() -> None:
    async with at_desk(PipelineScreen(), PORT) as at:
        at.screen.action_command("sync")
        assert "this store knows no team server" in at.foot()
        desk = seat_desk(at.host)
        at.screen.action_command("sync")
        assert desk.done == ["sync"]
        at.screen.action_command("server")
        told = "you are Dan there and 林 here, by your settings; last in sync 03-01"
        assert f"db.example.com/sales; {told}" in at.foot()


async def test_it_says_that_all_stands_only_where_that_is_so() -> None:
    async with at_desk(UnsettledScreen(), PORT) as at:
        desk = seat_desk(at.host)
        desk.listed = []
        for status, text in (
            (TeamStatus("db"), "Everything stands."),
            (TeamStatus("db", pending=2, why=OFFLINE), "2 changes wait to be sent (the team's"),
            (TeamStatus("db", pending=1), "1 change waits to be sent."),
        ):
            at.host.team_status = status
            at.screen.paint()
            assert text in " ".join(at.shown("rows").split())
        desk.listed = [FAILURES[0]._replace(dismissed=True)]
        at.host.team_status = TeamStatus("db")
        at.screen.paint()
        assert "1 change that did not stand is dismissed" in " ".join(at.shown("rows").split())


def test_a_new_project_for_somebody_else_is_to_be_made_ones_own() -> None:
    refused = {"kind": "create", "project": "p", "reason": "owner"}
    assert "make yourself its owner" in advice_words(refused, "refused")
    assert "reports to you" in advice_words({**refused, "kind": "field"}, "refused")


async def test_of_what_was_handed_over_it_is_said_to_whom() -> None:
    async with at_desk(UnsettledScreen(), PORT) as at:
        desk = seat_desk(at.host)
        refused = FAILURES[2]
        desk.listed = [
            refused._replace(record={**refused.record, "receiver": "孙丽", "mover": "吴敏"})
        ]
        at.screen.paint()
        assert "吴敏 given away" in at.shown("rows")
        about = at.shown("about")
        assert "! refused" in about
        assert "the project was handed over to 孙丽" in about
        assert "ask 孙丽 to change it, or to hand the project back to you" in about
        await at.press("enter")
        assert "Tidewater Metro line 3 backbone was handed over to 孙丽" in at.foot()


BACK = make_failure("overtaken", PORT, "", None, by="周")
BACK = BACK._replace(record={**BACK.record, "kind": "delete"})
MINE, OTHER, LATEST = ({**AMOUNT, "low": low, "high": low} for low in (1, 2, 3))


@pytest.mark.parametrize(
    ("theirs", "now", "by", "settled", "stands"),
    [
        (OTHER, OTHER, "周", False, OTHER),
        (OTHER, LATEST, "周", False, LATEST),
        (OTHER, LATEST, "Dan", True, LATEST),
        (OTHER, MINE, "Dan", True, OTHER),
    ],
)
def test_what_stands_is_what_the_book_says_by_now(
    theirs: Any, now: Any, by: str, *, settled: bool, stands: Any
) -> None:
    failure = make_failure("overtaken", PORT, "amount", MINE, theirs=theirs, by="周")
    move = tracked_change(LATER._replace(by=by), "amount", "2", "3")
    there = PORT.model_copy(update={"amount": Amount(**now), "history": (move,)})
    (found,) = FailureBook().refresh([failure], {PORT.id: there}, "Dan")
    assert (found.dismissed, found.record["theirs"]) == (settled, stands)
    (put_back,) = FailureBook().refresh(
        [mark_settled(failure, "put-back")], {PORT.id: there}, "Dan"
    )
    assert put_back.dismissed is (now is not OTHER)


async def test_an_overtaken_deletion_is_made_again_or_is_settled() -> None:
    async with at_desk(UnsettledScreen(), PORT) as at:
        desk = seat_desk(at.host)
        desk.listed = [BACK]
        at.screen.paint()
        await at.press("m")
        assert "port" not in at.host.book.projects
        assert "yours stands again" in at.foot()
        await at.press("u")
        assert [each.dismissed for each in desk.failures()] == [False]
    assert FailureBook().refresh([BACK], {}, "Dan")[0].dismissed
