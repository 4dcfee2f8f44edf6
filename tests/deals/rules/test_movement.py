from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from deals.model import NextAction
from deals.rules.triage_rules import no_next, stalled
from tests.deals.makers import DEFAULT, NOW, TODAY, action, case, figures, playbook, project


@pytest.mark.parametrize(
    ("stage", "quiet", "found"),
    [
        ("P0", 30, None),
        ("P0", 31, (31, 30, "P1")),
        ("P3", 60, None),
        ("P3", 61, (61, 60, "P4")),
        ("P4", 50, None),
        ("P4", 51, (51, 50, "P5")),
        ("P5", 31, (31, 30, "P6")),
        # After signing no typical days are set, so there is nothing to measure by.
        ("P6", 900, None),
        ("P7", 900, None),
        ("X9", 900, None),
    ],
)
def test_stalled(stage: str, quiet: int, found: tuple[int, int, str] | None) -> None:
    last = NOW - timedelta(days=quiet)
    flag = stalled(project(stage, updated_at=last), DEFAULT, TODAY)
    if found is None:
        assert flag is None
        return
    days, limit, working = found
    assert figures(flag) == {"days": days, "limit": limit, "stage": stage, "working": working}


@pytest.mark.parametrize(
    ("touched", "found"), [(date(2026, 3, 1), None), (date(2026, 1, 10), "quiet")]
)
def test_a_touch_counts_by_its_own_day(touched: date, found: str | None) -> None:
    old = datetime(2025, 1, 1, tzinfo=UTC)
    touches = [{"on": touched}, {"on": date(2025, 6, 1)}]
    made = project("P4", updated_at=old, touches=touches)
    assert case(stalled(made, DEFAULT, TODAY)) == found


@pytest.mark.parametrize(
    ("edited", "quiet"),
    [
        ("2026-01-01T07:00+08:00", 60),
        ("2026-01-01T23:30-05:00", 60),
        ("2025-12-31T23:30-05:00", 61),
        ("2025-12-31T16:30Z", 61),
    ],
)
def test_an_edit_counts_on_the_day_that_it_was_where_it_was_made(edited: str, quiet: int) -> None:
    flag = stalled(project("P3", updated_at=edited), DEFAULT, TODAY)
    assert figures(flag).get("days") == 61 if quiet > 60 else flag is None


def test_the_times_are_the_playbooks() -> None:
    book = playbook("[thresholds.stalled]\ntimes = 0.5")
    flag = stalled(project("P4", updated_at=NOW - timedelta(days=13)), book, TODAY)
    assert figures(flag)["limit"] == 12


@pytest.mark.parametrize(
    ("planned", "found"),
    [
        (None, "none"),
        (action("call"), None),
        (action("call", date(2026, 3, 3)), None),
        (action("call", TODAY), None),
        (action("call", date(2026, 3, 1)), "past"),
    ],
)
@pytest.mark.parametrize("stage", ["P0", "P7", "X9"])
def test_no_next(planned: NextAction | None, found: str | None, stage: str) -> None:
    assert case(no_next(project(stage, next_action=planned), DEFAULT, TODAY)) == found


def test_how_late_the_next_action_is() -> None:
    made = project(next_action=action("call", date(2026, 2, 20)))
    assert figures(no_next(made, DEFAULT, TODAY)) == {"days": 10}
