"""What is told before a visit: promises, ways into holes, open questions, competitors' news."""

from __future__ import annotations

from datetime import date

import pytest

from deals.model import (
    Answer,
    Book,
    Comparison,
    Competitor,
    Influence,
    MarketCell,
    PlanRow,
    Project,
    Touch,
)
from deals.visit_facts import VisitFacts, find_named_contacts, find_visit_facts, list_commitments
from tests.deals.makers import DEFAULT, TODAY, action, contact, project

HE = contact("何总", 1, level="high", lines=["technical"], role="decides")
DING = contact("丁工", 4, level="low", lines=["technical"], stance="supports")
SHUTE = contact("Nora Shute", 2, covered_by=["Lena", "Joe"])


def facts_of(deal: Project, book: Book | None = None) -> VisitFacts:
    """Return what is told of a project today."""
    return find_visit_facts(deal, book or Book().with_projects(deal), DEFAULT, TODAY)


def test_promises_are_follow_ups_tasks_that_name_somebody_and_what_notes_tell() -> None:
    due = action("send the offer", date(2026, 3, 1))
    people = [SHUTE.model_copy(update={"follow_up": due}), HE]
    rows = [
        PlanRow(id="r1", content="Ellery sees Shute", end=date(2026, 3, 9), responsible="Gao"),
        PlanRow(id="r2", content="拜访何总", state="done"),
        PlanRow(id="r3", content="write the tender", end=date(2026, 3, 3)),
    ]
    touches = [
        Touch(id="t1", on=date(2026, 2, 20), contacts=("何总",), note="答应给样机", by="林"),
        Touch(id="t2", on=date(2025, 2, 20), note="promised a demo"),
        Touch(id="t3", on=date(2026, 2, 21), note="compromise on terms"),
    ]
    deal = project(owner="Wu", contacts=people, plan=rows, touches=touches)
    found = list_commitments(deal, TODAY, deal.touches)
    assert [(each.kind, each.what, each.people, each.by) for each in found] == [
        ("follow-up", "send the offer", ("Nora Shute",), "Lena"),
        ("task", "Ellery sees Shute", ("Nora Shute",), "Gao"),
        ("touch", "答应给样机", ("何总",), "林"),
    ]
    assert [each.is_late(TODAY) for each in found] == [True, False, False]


def test_what_is_also_the_next_action_is_told_once_and_one_promise_to_several_too() -> None:
    step, due = action("demo", date(2026, 3, 9)), action("call back")
    people = [
        contact("A", follow_up=step),
        contact("B", follow_up=due),
        contact("C", follow_up=due),
    ]
    deal = project(owner="Wu", contacts=people, next_action=step)
    assert [each.people for each in list_commitments(deal, TODAY, ())] == [("B", "C")]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("visit nora shute", ("Nora Shute",)),
        ("Shute is to see it", ("Nora Shute",)),
        ("parachutes", ()),
        ("请何总过目", ("何总",)),
        ("Ann Lee and Bo Lee", ("Ann Lee", "Bo Lee")),
        ("Lee decides", ()),
        ("nobody", ()),
    ],
)
def test_people_are_found_by_name_or_by_a_surname_that_no_other_has(
    text: str, found: tuple[str, ...]
) -> None:
    people = [SHUTE, HE, contact("Ann Lee"), contact("Bo Lee")]
    assert find_named_contacts(text, people) == found


def test_a_hole_has_the_way_in_over_somebody_who_helps() -> None:
    sways = [Influence(source="丁工", target="何总", strength=3, favour=True)]
    found = facts_of(project("P4", contacts=[HE, DING], influences=sways))
    hole = next(each for each in found.holes if each.place.people == ("何总",))
    assert hole.ways[0].helper == "丁工"


def test_open_questions_are_those_due_that_are_not_settled_the_unknown_first() -> None:
    due = facts_of(project("P1")).questions
    assert due
    first = due[0].id
    answers = [Answer(question=first, value="partly", on=TODAY)]
    found = facts_of(project("P1", answers=answers)).questions
    assert found[-1].id == first
    settled = [Answer(question=first, value="yes", on=TODAY)]
    assert first not in [each.id for each in facts_of(project("P1", answers=settled)).questions]
    assert [each.asked.at for each in due] == sorted((each.asked.at for each in due), reverse=True)


def test_competitors_tell_whom_they_hold_and_what_was_heard_last() -> None:
    cells = (
        MarketCell(dimension="terms", note="90 days", on=date(2026, 1, 1)),
        MarketCell(dimension="service", note="outsourced", on=date(2026, 2, 1)),
    )
    backs = contact("Pan", 2, stance="competitor", competitor="Corvane", lines=["technical"])
    stands = [
        Comparison(rival="Halden", dimension="standing", mark="behind", note="unseen"),
        Comparison(rival="Corvane", dimension="standing", mark="ahead"),
    ]
    touches = [Touch(id="t", on=date(2026, 2, 2), note="corvane offers spares")]
    deal = project("P3", contacts=[backs], comparisons=stands, touches=touches)
    book = (
        Book()
        .with_projects(deal)
        .with_lists(
            competitors=(
                Competitor(name="CORVANE", notes=cells),
                Competitor(name="Halden", notes=cells),
            )
        )
    )
    first, second = facts_of(deal, book).rivals
    assert (first.name, first.hold and first.hold.people) == ("Corvane", ("Pan",))
    assert first.heard is not None and first.heard.id == "t"
    assert (second.name, second.standing, second.note) == ("Halden", "behind", "unseen")
    assert (first.balance, second.balance) == (-1, 1)
    assert second.heard is None and second.last == cells[1]


def test_an_empty_project_has_nothing_to_tell() -> None:
    found = facts_of(project("P0"))
    assert (found.commitments, found.holes, found.rivals, found.touches) == ((), (), (), ())
