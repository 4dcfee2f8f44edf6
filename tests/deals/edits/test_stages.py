from __future__ import annotations

import pytest

from deals.edits.stages import end_project, move_stage, reopen_project
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.model import Project, Status
from deals.rules.gates import missing_gates
from tests.deals.makers import DEFAULT, project
from tests.deals.readings import LATER, reading


def moves(project: Project) -> list[tuple[str, str | None, str | None, str | None]]:
    return [(change.field, change.old, change.new, change.note) for change in project.history]


@pytest.mark.parametrize(
    ("stage", "step", "reached"), [("P2", 1, "P3"), ("P2", -1, "P1"), ("P2", 3, "P5")]
)
def test_moves_along_the_playbook(stage: str, step: int, reached: str) -> None:
    after = move_stage(project(stage), step, reading())
    assert after.stage == reached
    assert [move[:3] for move in moves(after)] == [("stage", stage, reached)]
    assert (after.updated_at, after.updated_by) == (LATER.at, LATER.by)


def test_a_move_with_the_gate_open_says_so() -> None:
    after = move_stage(project("P2"), 1, reading())
    lacking = ", ".join(gap.code for gap in missing_gates(project("P2"), "P3", DEFAULT))
    assert lacking
    assert moves(after) == [("stage", "P2", "P3", f"gate open: {lacking}")]
    assert moves(move_stage(project("P3"), -1, reading())) == [("stage", "P3", "P2", None)]


def test_completing_the_last_stage_wins_the_project() -> None:
    after = move_stage(project("P6"), 1, reading())
    assert (after.stage, after.status) == ("P7", "won")
    assert moves(after) == [("stage", "P6", "P7", None), ("status", "open", "won", "completed P7")]
    assert set_field(project("P4"), "stage", "P7", reading()).status == "won"


def test_opening_again_takes_the_winning_stage_back() -> None:
    after = reopen_project(move_stage(project("P6"), 1, reading()), LATER)
    assert (after.stage, after.status) == ("P6", "open")
    assert moves(after)[2:] == [("stage", "P7", "P6", None), ("status", "won", "open", None)]


def test_opening_again_keeps_a_stage_that_did_not_win() -> None:
    ended = end_project(move_stage(project("P4"), 1, reading()), "won", "signed early", LATER)
    assert (reopen_project(ended, LATER).stage, reopen_project(ended, LATER).end_reason) == (
        "P5",
        None,
    )
    imported = project("P7", status="won")
    assert reopen_project(imported, LATER).stage == "P7"


@pytest.mark.parametrize("status", ["on_hold", "won", "lost", "abandoned"])
def test_an_ended_project_keeps_its_stage_and_its_reason(status: Status) -> None:
    after = end_project(project("P4"), status, " price ", LATER)
    assert (after.stage, after.status, after.end_reason) == ("P4", status, "price")
    assert moves(after) == [("status", "open", status, "price")]
    assert end_project(after, status, "price", LATER) is after
    with pytest.raises(UserError) as refused:
        move_stage(after, 1, reading())
    assert refused.value.code == "project-ended"
    assert refused.value.figures == {"name": "北辰扩容", "status": status}


def test_another_reason_or_ending_replaces_the_first() -> None:
    lost = end_project(project(), "lost", "price", LATER)
    assert end_project(lost, "lost", "terms", LATER).end_reason == "terms"
    assert end_project(lost, "lost", "terms", LATER).history == lost.history
    assert end_project(lost, "abandoned", "", LATER).end_reason is None


def test_ending_as_open_opens_again() -> None:
    assert (
        end_project(end_project(project(), "on_hold", "budget", LATER), "open", "", LATER).status
        == "open"
    )
    before = project()
    assert reopen_project(before, LATER) is before


@pytest.mark.parametrize(
    ("stage", "step", "code"),
    [("P0", -1, "stage-first"), ("P7", 1, "stage-last"), ("P5", 4, "stage-last")],
)
def test_there_is_nothing_beyond_the_ends(stage: str, step: int, code: str) -> None:
    with pytest.raises(UserError) as refused:
        move_stage(project(stage), step, reading())
    assert (refused.value.code, refused.value.figures["stage"]) == (code, stage)


def test_a_stage_that_the_playbook_lacks_can_only_be_set_anew() -> None:
    odd = project("X1")
    with pytest.raises(UserError) as refused:
        move_stage(odd, 1, reading())
    assert refused.value.code == "stage-unknown"
    assert set_field(odd, "stage", "P1", reading()).stage == "P1"
