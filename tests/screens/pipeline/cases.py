"""A pipeline of three projects, and where one is in it."""

from __future__ import annotations

from deals.model import Project
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import amount, contact, project
from tests.screens.hosting import Desk


def some() -> list[Project]:
    """Return three projects in the order in which triage puts them: red, amber, calm."""
    late = project(
        "P4", id="a", name="港区视频专网", owner="周", signs="26-01-30", amount=amount(9)
    )
    near = project(
        "P2",
        id="b",
        name="Harbour Net",
        owner="林",
        signs="26-03-20",
        contacts=[contact("何总", 3, level="high"), contact("唐工", 2)],
    )
    calm = project(
        "P0",
        id="c",
        name="大学城无线",
        owner="林",
        signs="2027",
        next_action={"text": "call", "on": "2026-03-09"},
    )
    return [late, near, calm]


def order(at: Desk) -> tuple[str, ...]:
    """Return the ids listed."""
    screen = at.screen
    assert isinstance(screen, PipelineScreen)
    return screen.selection.ids


def cursor(at: Desk) -> str | None:
    """Return the id under the cursor."""
    screen = at.screen
    assert isinstance(screen, PipelineScreen)
    return screen.selection.current
