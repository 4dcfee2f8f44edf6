"""Handing projects over: what is open goes along, what was done stays, twice is once."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given

from deals.edits.hand_over import HandOverWork, count_handed_work, hand_over
from deals.model import Answer, Goal, Member, NextAction, PlanRow, Project, Stamp, Touch
from tests import strategies
from tests.deals.makers import NOW, amount, contact, project

TODAY = date(2026, 11, 30)
STAMP = Stamp(at=NOW, by="Ada", today=NOW.date())


def row(id: str, responsible: str, **fields: object) -> PlanRow:
    """Return a row of a plan."""
    return PlanRow.model_validate({"id": id, "content": id, "responsible": responsible, **fields})


DEAL = project(
    owner="Wu Li",
    key=True,
    amount=amount(100, 200),
    contacts=(
        contact("Ann", covered_by=("Lin", "wu li"), follow_up=NextAction(text="send the offer")),
        contact("Bo", covered_by=("Lin",)),
    ),
    team=(Member(name="Wu Li", part="leader", level="high", duties="all"), Member(name="Eve")),
    plan=(
        row("test", "Wu Li，Lin", checkpoints=[{"id": "c", "what": "look", "by": "Wu Li"}]),
        row("done", "Wu Li", state="done"),
        row("hers", "Eve"),
    ),
    goals=(
        Goal(id="g", text="sign", responsible="Wu Li"),
        Goal(id="h", text="met", responsible="Wu Li", reached=True),
    ),
    answers=(Answer(question="q", owner="Wu Li"), Answer(question="r", owner="Eve")),
    touches=(Touch(id="t", on=TODAY, note="met", by="Wu Li"),),
)


def test_what_is_open_goes_along() -> None:
    after = hand_over(DEAL, "Wu Li", "Lin", STAMP)
    assert after.owner == "Lin"
    assert [each.covered_by for each in after.contacts] == [("Lin",), ("Lin",)]
    assert after.team == (Member(name="Lin", part="leader", duties="all"), Member(name="Eve"))
    assert [each.responsible for each in after.plan] == ["Lin", "Wu Li", "Eve"]
    assert [check.by for check in after.plan[0].checkpoints] == ["Lin"]
    assert [each.responsible for each in after.goals] == ["Lin", "Wu Li"]
    assert [each.owner for each in after.answers] == ["Lin", "Eve"]
    assert after.touches == DEAL.touches
    moved = after.history[-1]
    assert (moved.field, moved.old, moved.new, moved.by) == ("owner", "Wu Li", "Lin", STAMP.by)


@pytest.mark.parametrize(
    ("team", "expected"),
    [
        ((), ()),
        (("Eve member",), ("Eve member",)),
        (("Wu member",), ("Lin member",)),
        (("Lin member", "Wu leader"), ("Lin leader",)),
        (("Wu leader", "Lin sponsor", "Eve monitor"), ("Lin leader", "Eve monitor")),
        (("Wu member", "Lin leader"), ("Lin leader",)),
    ],
)
def test_a_team_has_nobody_twice(team: tuple[str, ...], expected: tuple[str, ...]) -> None:
    members = [dict(zip(("name", "part"), text.split(), strict=True)) for text in team]
    after = hand_over(project(owner="Wu", team=members), "wu", "Lin", STAMP)
    assert tuple(f"{each.name} {each.part}" for each in after.team) == expected


def test_who_owns_it_already_gets_the_rest() -> None:
    """The server may have moved the owner before."""
    moved = DEAL.model_copy(update={"owner": "Lin"})
    after = hand_over(moved, "Wu Li", "Lin", STAMP)
    assert after.contacts[0].covered_by == ("Lin",)
    assert after.history == moved.history


def test_what_is_anothers_stays() -> None:
    assert hand_over(DEAL, "Finn", "Lin", STAMP) is DEAL
    assert hand_over(DEAL, "Wu Li", "wu li", STAMP) is DEAL


@given(strategies.projects())
def test_twice_is_once(deal: Project) -> None:
    first = hand_over(deal, deal.owner or "x", "Lin", STAMP)
    assert hand_over(first, deal.owner or "x", "Lin", STAMP) is first


def test_what_goes_is_counted() -> None:
    rest = project(id="b", owner="Wu Li", status="on_hold", plan=(row("a", "Wu Li"),))
    lost = project(id="c", owner="Wu Li", status="lost", key=True, plan=(row("a", "Wu Li"),))
    assert count_handed_work([DEAL, rest, lost], "Wu Li", TODAY, ()) == HandOverWork(
        projects=3, in_play=1, key=1, tasks=2, promises=0, contacts=1, amounts=(amount(100, 200),)
    )
    mine = DEAL.model_copy(
        update={"contacts": (contact("Ann", follow_up=NextAction(text="send it")),)}
    )
    assert count_handed_work([mine], "Wu Li", TODAY, ()).promises == 1
