"""Refused edits that are sent again: they are made anew, and listed until the server takes them."""

from __future__ import annotations

from typing import Any

import pytest

from deals.model import Measure
from team.people import add_person
from team.second_tries import ask_again
from team.server import hand_over_projects
from tests.deals.makers import contact
from tests.team.store_copies import StoreCopy, sync_all

MET = {"id": "t1", "on": "2026-11-02", "how": "visit", "note": "they doubled the budget"}
PEOPLE = [contact("li", 3), contact("wu", 2)]
EDIT: dict[str, Any] = {"remarks": "700k", "touches": [MET], "contacts": PEOPLE}


@pytest.fixture
def refused(copies: dict[str, StoreCopy]) -> dict[str, StoreCopy]:
    """Dan's edits of a project that was given to Eve before he sent them."""
    dan = copies["Dan"]
    dan.add("north", remarks="x", contacts=[contact("li", 3)])
    sync_all(*copies.values())
    dan.edit("north", **EDIT)
    give(dan, "Dan", "Eve")
    assert dan.sync().refused
    assert not dan.book.projects
    return copies


def give(copy: StoreCopy, source: str, target: str) -> None:
    hand_over_projects(copy.database.as_person(), source, target)


def resend(copy: StoreCopy) -> Any:
    with copy.state() as state, state.change():
        ask_again(state)
    return copy.sync()


def list_refused(copy: StoreCopy) -> set[str]:
    with copy.state() as state:
        return {failure.get("path", failure["kind"]) for failure in state.failures("refused")}


@pytest.mark.parametrize("pulled_before", [True, False], ids=["here again", "on the way"])
def test_what_was_refused_is_made_anew_once_the_project_is_back(
    refused: dict[str, StoreCopy], pulled_before: bool
) -> None:
    dan, eve = refused["Dan"], refused["Eve"]
    eve.sync()
    eve.edit("north", stage="P5")
    eve.sync()
    give(eve, "Eve", "Dan")
    if pulled_before:
        dan.sync()
        assert dan.book.projects["north"].remarks == "x"
    report = resend(dan)
    project = dan.book.projects["north"]
    assert (project.stage, project.remarks) == ("P5", "700k")
    assert [touch.note for touch in project.touches] == [MET["note"]]
    assert [each.id for each in project.contacts] == ["li", "wu"]
    assert {"remarks", "touches/t1"} <= {each["path"] for each in report.resent}
    assert (report.refused, list_refused(dan)) == ([], set())
    sync_all(refused["Ben"])
    assert refused["Ben"].contents()["north"] == dan.contents()["north"]
    again = dan.sync()
    assert (again.pushed, again.resent) == (0, [])


def test_it_stays_listed_while_the_project_is_anothers(refused: dict[str, StoreCopy]) -> None:
    dan = refused["Dan"]
    before = list_refused(dan)
    for _time in range(2):
        report = resend(dan)
        assert {"remarks", "touches/t1"} <= {each["path"] for each in report.refused}
        assert (report.pushed, report.resent, list_refused(dan)) == (0, [], before)


def test_a_refused_project_is_sent_again_once_it_may_be_made(
    copies: dict[str, StoreCopy],
) -> None:
    """Also where it is not in the book any more: all of it stands in the list."""
    dan = copies["Dan"]
    dan.sync()
    dan.add("south", owner="Finn", remarks="y", touches=[MET])
    assert [each["kind"] for each in dan.sync().refused] == ["create"]
    assert [each["kind"] for each in resend(dan).refused] == ["create"]
    assert list_refused(dan) == {"create"}
    add_person(dan.database.as_person(), "Finn", reports_to="Dan")
    dan.delete("south")
    report = resend(dan)
    assert [each["kind"] for each in report.resent] == ["create"]
    assert dan.database.value("south", "remarks") == "y"
    assert list_refused(dan) == set()


def test_a_refused_target_is_sent_again_by_whoever_leads_now(copies: dict[str, StoreCopy]) -> None:
    dan = copies["Dan"]
    measure = Measure(name="share", year=2027, kind="share", value="20%")
    dan.commit(lambda book: book.with_lists(measures=(measure,)))
    assert dan.sync().refused
    assert resend(dan).refused
    assert list_refused(dan)
    add_person(dan.database.as_person(), "Dan", leads=True)
    assert resend(dan).resent
    assert list_refused(dan) == set()
    copies["Finn"].sync()
    assert copies["Finn"].book.measures == (measure,)


def test_a_refused_deletion_is_made_again(copies: dict[str, StoreCopy]) -> None:
    dan, eve = copies["Dan"], copies["Eve"]
    dan.add("north")
    sync_all(dan)
    dan.delete("north")
    give(dan, "Dan", "Eve")
    assert [each["kind"] for each in dan.sync().refused] == ["delete"]
    assert resend(dan).refused
    give(eve, "Eve", "Dan")
    report = resend(dan)
    assert [each["kind"] for each in report.resent] == ["delete"]
    assert not dan.book.projects
