from __future__ import annotations

from datetime import date

import pytest

from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.model import NextAction, Project
from deals.parsing.amounts import parse_amount
from deals.parsing.windows import parse_window
from deals.rules.gates import missing_gates
from tests.deals.makers import DEFAULT, action, amount, contact, project
from tests.deals.readings import LATER, reading


def write(project: Project, field: str, text: str) -> Project:
    return set_field(project, field, text, reading())


def moves(project: Project) -> list[tuple[str, str | None, str | None]]:
    return [(change.field, change.old, change.new) for change in project.history]


@pytest.mark.parametrize(
    ("field", "text", "attribute", "value"),
    [
        ("next", "call +3d", "next_action", NextAction(text="call", on=date(2026, 3, 5))),
    ],
)
def test_writes_a_field_with_its_move_and_stamps(
    field: str, text: str, attribute: str, value: object
) -> None:
    before = project()
    after = write(before, field, text)
    assert getattr(after, attribute) == value
    assert (after.updated_at, after.updated_by) == (LATER.at, LATER.by)
    assert [(move.field, move.old, move.new) for move in after.history] == [
        ("next", None, "call 2026-03-05")
    ]
    assert getattr(before, attribute) != value


@pytest.mark.parametrize(
    ("field", "text"),
    [("name", "北辰二期"), ("customer", "北辰电力"), ("owner", "周"), ("product", "switches")],
)
def test_writes_a_tracked_text_and_keeps_what_it_was(field: str, text: str) -> None:
    before = project()
    after = write(before, field, text)
    assert getattr(after, field) == text
    assert moves(after) == [(field, getattr(before, field) or None, text)]
    assert write(after, field, text) is after


def test_an_amount_is_tracked_in_a_text_that_reads_back() -> None:
    first = write(project(), "amount", "80-150万")
    second = write(first, "amount", "1.2M")
    third = write(second, "amount", "-")
    assert moves(third) == [
        ("amount", None, "80-150万"),
        ("amount", "80-150万", "1.2M"),
        ("amount", "1.2M", None),
    ]
    assert third.amount is None
    assert second.amount is not None
    assert second.amount.same(parse_amount(second.history[-1].new or ""))


def test_a_window_is_tracked_in_a_text_that_reads_back() -> None:
    after = write(write(project(), "signs", "2013.5"), "signs", "13.6-13.8")
    assert moves(after) == [("signs", None, "2013-05"), ("signs", "2013-05", "2013-06~2013-08")]
    assert after.signs is not None
    assert after.signs.same(parse_window(after.history[-1].new or ""))


def test_the_same_money_or_days_in_other_words_change_nothing() -> None:
    before = project(signs="2013.5", amount=amount(800_000, 1_500_000))
    assert write(before, "amount", "800k-1.5M") is before
    assert write(before, "signs", "2013年5月") is before


def test_an_amount_without_a_currency_keeps_the_projects() -> None:
    before = project(amount=amount(2_000_000, currency="USD"))
    dearer = write(before, "amount", "3m").amount
    assert dearer is not None
    assert (dearer.low, dearer.currency) == (3_000_000, "USD")
    at_home = write(before, "amount", "¥3m").amount
    assert at_home is not None
    assert at_home.currency == "CNY"


def test_a_day_alone_moves_the_next_action() -> None:
    before = project(next_action=action("call", date(2026, 3, 3)))
    assert write(before, "next", "+3d").next_action == action("call", date(2026, 3, 5))
    assert write(before, "next_on", "+3d").next_action == action("call", date(2026, 3, 5))
    assert write(before, "next_on", "").next_action == action("call")
    assert write(before, "next", "").next_action is None


def test_a_day_without_an_action_waits_for_its_words() -> None:
    after = write(project(), "next_on", "3-6")
    assert after.next_action == action("", date(2026, 3, 6))
    assert write(after, "next_on", "").next_action is None


def test_contacts_move_cr_and_stance() -> None:
    he, li = contact("何总", 2), contact("李工", 3, stance="supports")
    after = write(project(contacts=[he, li]), "contacts", "何总 cr3 !华为; 王处 cr1")
    assert [person.name for person in after.contacts] == ["何总", "王处"]
    assert [(change.subject, change.field, change.old, change.new) for change in after.history] == [
        ("何总", "cr", "2", "3"),
        ("何总", "stance", None, "!华为"),
        ("李工", "cr", "3", None),
        ("李工", "stance", "+", None),
        ("new-1", "cr", None, "1"),
    ]


def test_stage_and_status_go_by_their_own_rules() -> None:
    after = write(write(project("P2"), "stage", "p3"), "status", "lost")
    assert (after.stage, after.status) == ("P3", "lost")
    assert moves(after) == [("stage", "P2", "P3"), ("status", "open", "lost")]
    with pytest.raises(UserError) as refused:
        write(after, "stage", "P4")
    assert refused.value.code == "project-ended"
    assert write(after, "stage", "p3") is after
    assert write(after, "status", "open").status == "open"


def test_writing_the_same_status_keeps_the_reason() -> None:
    lost = project(status="lost", end_reason="price")
    assert write(lost, "status", " LOST ") is lost


def test_a_stage_further_on_is_recorded_with_what_its_gate_lacks() -> None:
    held = project("P2", contacts=[contact("何总", 3, level="middle")])
    for start in (held, project("P2")):
        missing = [lack.code for lack in missing_gates(start, "P3", DEFAULT)]
        note = write(start, "stage", "P3").history[-1].note
        assert note == (f"gate open: {', '.join(missing)}" if missing else None)
    assert write(project("P2"), "stage", "P3").history[-1].note
    assert write(project("P2"), "stage", "P1").history[-1].note is None
