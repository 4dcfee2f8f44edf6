"""Handing projects over on the server: all of the owner's goes along at once, or nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from deals.edits.hand_over import HandOverWork, count_handed_work
from deals.errors import UserError
from deals.model import Member, NextAction, PlanRow, Stamp
from team import server_hand_over
from team.connection import connect
from team.people import revoke_person
from team.server import hand_over_projects
from team.server_hand_over import give_projects, list_returned, plan_hand_over
from tests.deals.makers import NOW, amount, contact
from tests.team.database import Database, edited
from tests.team.store_copies import StoreCopy

TODAY = date(2026, 11, 30)
LATER = "plan/later/responsible"
STAMP = Stamp(at=NOW, by="Ben", today=TODAY)


@pytest.fixture
def dan(database: Database, tmp_path: Path) -> StoreCopy:
    """Dan's copy, with two projects, which the server has."""
    copy = StoreCopy(database, "Dan", tmp_path)
    person = contact("Ann", covered_by=("Dan",), follow_up=NextAction(text="send the offer"))
    copy.add(
        "a",
        key=True,
        amount=amount(100, 200),
        contacts=(person,),
        team=(Member(name="Dan", part="leader"),),
        plan=(PlanRow(id="r", content="test", responsible="Dan"),),
    )
    copy.add("b", status="lost")
    copy.sync()
    return copy


def test_all_goes_along(dan: StoreCopy, tmp_path: Path) -> None:
    database = dan.database
    ben = database.as_person("Ben")
    assert plan_hand_over(ben, "Dan", None, TODAY, ()) == HandOverWork(
        projects=2, in_play=1, key=1, tasks=1, promises=1, contacts=1, amounts=(amount(100, 200),)
    )
    assert plan_hand_over(ben, "Dan", ["b"], TODAY, ()).in_play == 0
    assert sorted(give_projects(ben, "Dan", "Eve", None, STAMP)) == ["a", "b"]
    (tmp_path / "eve").mkdir()
    eve = StoreCopy(database, "Eve", tmp_path / "eve")
    eve.sync()
    project = eve.book.projects["a"]
    assert (project.owner, project.contacts[0].covered_by) == ("Eve", ("Eve",))
    assert (project.team, project.plan[0].responsible) == (
        (Member(name="Eve", part="leader"),),
        "Eve",
    )
    moved = project.history[-1]
    assert (moved.field, moved.old, moved.new, moved.by) == ("owner", "Dan", "Eve", "Ben")
    assert eve.book.projects["b"].owner == "Eve"
    report = dan.sync()
    assert (dan.book.projects, sorted(report.purged)) == ({}, ["a", "b"])
    assert give_projects(ben, "Dan", "Eve", None, STAMP) == []


def test_what_went_comes_back_and_nothing_else(dan: StoreCopy) -> None:
    """What the receiver had in the project before stays theirs, and what was edited meanwhile."""
    database, ben = dan.database, dan.database.as_person("Ben")
    rows = [("r", "Dan"), ("both", "Dan, Eve"), ("eve", "Eve"), ("later", "Dan")]
    dan.edit(
        "a",
        plan=[PlanRow(id=id_, content=id_, responsible=who) for id_, who in rows],
        team=[Member(name="Dan", part="leader"), Member(name="Eve", part="member")],
        contacts=[contact("Ann", covered_by=("Dan", "Eve")), contact("Bea", covered_by=("Eve",))],
    )
    dan.sync()
    before = database.documents("Dan")
    give_projects(ben, "Dan", "Eve", None, STAMP)
    database.push("Eve", edited("a", LATER, "Eve, Lin"))
    came = list_returned(ben, "Eve", "Dan", ["a", "b"], STAMP)
    assert count_handed_work(came, "Dan", TODAY, ()).tasks == 2
    assert len(give_projects(ben, "Eve", "Dan", ["a", "b"], STAMP, back=True)) == 2
    after = {path: value for path, value in database.documents("Dan")["a"].items() if value}
    changed = {path for path in after if after[path] != before["a"].get(path)}
    assert {path for path in changed if not path.startswith("updated")} == {LATER}
    assert after[LATER] == "Eve, Lin"
    assert {path for path, value in before["a"].items() if value} <= after.keys()


def test_only_those_named_go(dan: StoreCopy) -> None:
    ben = dan.database.as_person("Ben")
    assert give_projects(ben, "Dan", "Eve", ["b"], STAMP) == ["b"]
    dan.sync()
    assert dan.book.projects["a"].contacts[0].covered_by == ("Dan",)


@pytest.mark.parametrize(
    ("giver", "target", "code"),
    [
        ("Cora", "Cora", "team-rights"),
        ("Finn", "Finn", "team-rights"),
        ("Ben", "Finn", "team-rights"),
        ("Ben", "nobody", "team-rights"),
    ],
)
def test_nothing_is_done_where_it_may_not_be(
    dan: StoreCopy, giver: str, target: str, code: str
) -> None:
    before = dan.database.documents("Dan")
    url = dan.database.server.url(dan.database.name, giver)
    with pytest.raises(UserError, match=code), connect(url) as connection:
        give_projects(connection, "Dan", target, None, STAMP)
    assert dan.database.documents("Dan") == before


def test_the_projects_of_who_left_are_given(dan: StoreCopy) -> None:
    revoke_person(dan.database.as_person(), "Dan")
    ben = dan.database.as_person("Ben")
    assert len(give_projects(ben, "Dan", "Ben", None, STAMP)) == 2
    assert dan.database.documents("Ben")["a"]["plan/r/responsible"] == "Ben"


def test_what_was_given_to_somebody_out_of_sight(dan: StoreCopy) -> None:
    """Dan may give to whoever Ben sees, and sees nothing of it from then on."""
    own = dan.database.as_person("Dan")
    assert len(give_projects(own, "Dan", "Eve", None, STAMP)) == 2
    assert dan.database.documents("Eve")["a"]["plan/r/responsible"] == "Eve"
    assert dan.database.documents("Dan") == {}


def test_what_is_edited_meanwhile_is_neither_lost_nor_left_behind(
    dan: StoreCopy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Dan's edit comes between the reading and the giving: all is read and made anew."""
    database, give = dan.database, hand_over_projects
    calls = list[int]()

    def give_late(*arguments: Any) -> list[str]:
        calls.append(len(arguments[4]))
        if len(calls) == 1:
            dan.edit("a", plan=[{"id": "r", "content": "test", "responsible": "Dan, Lin"}])
            dan.sync()
        return give(*arguments)

    monkeypatch.setattr(server_hand_over, "hand_over_projects", give_late)
    assert len(give_projects(database.as_person("Ben"), "Dan", "Eve", ["a"], STAMP)) == 1
    assert len(calls) == 2
    assert database.documents("Eve")["a"]["plan/r/responsible"] == "Eve, Lin"
    assert dan.sync().given == [("a", "Eve")]


def test_many_go_in_several_calls_and_all_or_none_of_them(
    dan: StoreCopy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_hand_over, "BATCH", 1)
    database, give = dan.database, hand_over_projects
    before, calls = database.documents("Dan"), list[list[str]]()

    def give_once(*arguments: Any) -> list[str]:
        calls.append(arguments[3])
        if len(calls) == 2:
            raise UserError("team-offline", server="", detail="")
        return give(*arguments)

    with monkeypatch.context() as patched, pytest.raises(UserError, match="team-offline"):
        patched.setattr(server_hand_over, "hand_over_projects", give_once)
        give_projects(database.as_person(), "Dan", "Eve", None, STAMP)
    assert database.documents("Dan") == before
    assert len(give_projects(database.as_person(), "Dan", "Eve", None, STAMP)) == 2
    assert database.documents("Eve")["a"]["team/Eve/part"] == "leader"
