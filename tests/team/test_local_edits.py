"""How many edits wait to be sent, as their author counts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import pytest

from team.local_edits import count_waiting

if TYPE_CHECKING:
    from team.sync_state import SyncState

TOUCH = {"path": "touches/t1", "value": {"id": "t1", "contacts": ["c1"]}}
MET = {"path": "contacts/c1", "value": True}
FOLLOW_UP = {"path": "contacts/c1/follow_up", "value": {"text": "send"}}
RATED = {"path": "contacts/c1/cr", "value": 3}
BY_THE_WAY = ({"path": "updated_at", "value": ""}, {"path": "history/h1", "value": {}})
STAGE, NEXT = {"path": "stage", "value": "P2"}, {"path": "next_action", "value": {}}
ROW = tuple({"path": f"plan/r1/{field}", "value": ""} for field in ("content", "end", "state"))


class Outbox:
    """What waits, as a state says it."""

    def __init__(self, operations: list[dict[str, Any]]) -> None:
        self.operations = operations

    def outbox(self, most: int) -> list[dict[str, Any]]:
        """Return the first that wait."""
        return self.operations[:most]

    def count_outbox(self) -> int:
        """Return how many wait."""
        return len(self.operations)


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ((TOUCH, *BY_THE_WAY), 1),
        ((TOUCH, MET, FOLLOW_UP, *BY_THE_WAY), 1),
        ((TOUCH, MET, FOLLOW_UP, RATED, *BY_THE_WAY), 2),
        ((MET, FOLLOW_UP), 1),
        ((STAGE, NEXT, *BY_THE_WAY), 2),
        (ROW, 1),
        ((), 0),
    ],
)
def test_edits_are_counted_not_what_they_are_sent_as(
    written: tuple[dict[str, Any], ...], count: int
) -> None:
    operations = [{"project": "p", "kind": "field", **each} for each in written]
    state = cast("SyncState", Outbox(operations))
    assert count_waiting(state) == count
    both = cast(
        "SyncState", Outbox([*operations, *({**each, "project": "q"} for each in operations)])
    )
    assert count_waiting(both) == 2 * count
    refused = {("p", each["path"]) for each in written}
    assert count_waiting(state, refused) == 0
