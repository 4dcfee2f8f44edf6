"""The sample's projects are taken out by one command, at any time; edited ones are asked about."""

from __future__ import annotations

import pytest

from deals.model import Project
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import project
from tests.screens.hosting import SAMPLE, at_desk

OWN = project(id="own", name="Harbour")
COMMAND = "remove-samples"


def sample(name: str = f"{SAMPLE['name']}") -> Project:
    """Return the sample's one, touched where it has another name."""
    return Project.model_validate({**SAMPLE, "name": name})


async def test_they_go_in_one_step_and_come_back_by_undo() -> None:
    async with at_desk(PipelineScreen(), sample(), OWN) as at:
        at.screen.action_command(COMMAND)
        assert set(at.host.book.projects) == {"own"}
        assert "1 sample project is gone" in at.foot()
        at.screen.action_command(COMMAND)
        assert "no sample projects" in at.foot()
        await at.press("u")
        assert set(at.host.book.projects) == {"own", "sample"}


@pytest.mark.parametrize(
    ("key", "left"), [("a", {"own"}), ("k", {"own", "sample"}), ("escape", {"own", "sample"})]
)
async def test_edited_ones_are_asked_about(key: str, left: set[str]) -> None:
    async with at_desk(PipelineScreen(), sample("mine now"), OWN) as at:
        at.screen.action_command(COMMAND)
        assert "1 of the sample's projects was edited" in at.foot()
        await at.press(key)
        assert set(at.host.book.projects) == left
