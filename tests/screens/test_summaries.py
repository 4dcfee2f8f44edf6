"""Projects of which only a summary is here: an edit on any list fetches them first."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from deals.glances import make_glance
from screens.base.row_list import RowScreen
from screens.followups.screen import FollowupsScreen
from screens.key_projects.screen import KeyProjectsScreen
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from screens.unsettled.screen import UnsettledScreen
from screens.week.screen import WeekScreen
from tests.deals.makers import DEFAULT, TODAY, action, amount, contact, project
from tests.screens.hosting import at_desk
from tests.screens.team.desk import OFFLINE
from tests.screens.unsettled.cases import seat_desk

WHOLE = project(
    "P3",
    id="port",
    name="港区视频专网",
    amount=amount(800_000),
    contacts=[contact("何总", 2, id="he")],
    next_action=action("call", TODAY),
)
SUMMARY = make_glance(WHOLE, DEFAULT, TODAY)


@pytest.mark.parametrize(
    ("screen", "key"),
    [
        (PipelineScreen, "greater_than_sign"),
        (partial(TriageScreen, ("port",)), "greater_than_sign"),
        (WeekScreen, "greater_than_sign"),
        (WeekScreen, "x"),
        (KeyProjectsScreen, "S"),
        (UnsettledScreen, "m"),
    ],
)
async def test_an_edit_fetches_the_project_or_says_why_not(
    screen: Callable[[], RowScreen | TriageScreen], key: str
) -> None:
    async with at_desk(screen(), SUMMARY, size=(100, 24)) as at:
        team = seat_desk(at.host)
        at.screen.paint()
        team.held = True
        await at.press(key)
        assert team.done == ["port"]
        assert "fetching 港区视频专网 ... (Esc stops)" in at.foot()
        team.refusal, team.waiting = OFFLINE, []
        await at.press("escape", key)
        team.answer()
        assert "no line to the team's server; only the summary is here" in at.foot()
        assert at.project("port").glance is not None


@pytest.mark.parametrize(
    ("screen", "keys", "lacks"),
    [
        (WeekScreen, "", "tasks, promises and follow-ups are not"),
        (FollowupsScreen, "", "tasks, promises and follow-ups are not"),
        (PipelineScreen, "/contact:何", "contacts and notes were not looked through"),
    ],
)
async def test_what_summaries_lack_is_told_once_beside_what_is_found(
    screen: Callable[[], RowScreen], keys: str, lacks: str
) -> None:
    others = [WHOLE.model_copy(update={"id": "pier"}), SUMMARY]
    async with at_desk(screen(), *others, size=(160, 24)) as at:
        await at.type(keys)
        await at.press(*(["enter"] if keys else []))
        await at.settle()
        assert f"of 1 project only a summary is here: its {lacks}" in at.foot()
        await at.press("down")
        assert "only a summary" not in at.foot()
