"""What the app tells of a sync: what was handed over, with whom, and what is gone for good."""

from __future__ import annotations

from team.sync_report import SyncReport
from tui.team_messages import report_texts


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
