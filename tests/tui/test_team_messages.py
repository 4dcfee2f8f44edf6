"""What the app tells of a sync: what was handed over, with whom, and what is gone for good."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from screens.base.messages import WaitingMessages
from store.store import Store
from team.sync_report import SyncReport
from tui.server_desk import AppTeamDesk
from tui.team_messages import report_texts
from tui.team_thread import TeamNews


def test_what_was_handed_over_is_told_with_whom() -> None:
    report = SyncReport(
        purged=["north", "south", "east"],
        given=[("north", "Lin"), ("south", "Lin")],
        received=[("west", "Wu")],
    )
    assert report.did_something
    assert list(report_texts(report, {})) == [
        "received from Wu: west",
        "handed over to Lin: north, south",
        "taken out here, for you do not see them any more: east",
    ]
    twice = SyncReport()
    twice.join(report)
    assert (twice.given, twice.list_lost()) == (report.given, ["east"])


def test_a_wrong_clock_is_told_once_and_an_overtaken_edit_not_twice(tmp_path: Path) -> None:
    notes, passed_over = list[str](), list[Collection[str]]()
    messages = WaitingMessages([], lambda: 0)
    messages.add("Wu changed the Stage of East after you", about="east")
    messages = WaitingMessages([], lambda: 0)
    messages.add("Wu changed the stage of East after you", about="east")
    app: Any = SimpleNamespace(
        messages=messages,
        call_later=lambda act: act(),
        note=lambda text, **_how: notes.append(text),
        take_in_others=None,
        commit_pulled=None,
        tell_edits=passed_over.append,
    )
    desk = AppTeamDesk(app, Store.open(tmp_path / "store.json", author="Lin"), None, None)
    lost = {"project": "north", "path": "stage", "kind": "field", "stamp": "1"}
    lost |= {"value": "P4", "theirs": "P5", "by": "Wu"}
    reports = [
        SyncReport(ahead=4 * 60_000),
        SyncReport(ahead=40 * 60_000),
        SyncReport(),  # of edits that were noted off-line
        SyncReport(ahead=41 * 60_000, overtaken=[lost, {**lost, "project": "east"}]),
    ]
    for report in reports:
        desk._take_news(TeamNews(None, (), report, {"north": "North", "east": "East"}))
    ahead, overtaken = notes
    assert ahead == "This machine's clock is 40 min ahead of the server's."
    assert overtaken == "North, Stage: P5 by Wu stands, not P4; see `: unsettled`"
    assert passed_over == [set(), set(), set(), {"north", "east"}]
    desk._thread._wake.close()
