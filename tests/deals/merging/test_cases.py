"""Merging a project, case by case."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deals.edits.contacts import log_touch, mark_absent, set_contacts, set_cr
from deals.edits.patches import diff_books
from deals.edits.stages import end_project
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.merging.history import OVERWRITTEN
from deals.merging.joining import join_records
from deals.merging.lists import merge_shared
from deals.merging.primitives import FieldConflict, Prefer
from deals.merging.records import merge, merge_patch
from deals.model import Book, Influence, NextAction, Project, SavedView, Stamp
from deals.parsing.amounts import parse_amount
from deals.parsing.touch_line import parse_touch
from deals.rules.triage_rules import flag_slipping
from tests.deals.makers import DEFAULT, TODAY, contact, figures, project, touch
from tests.deals.readings import reading
from views.touches import evidence_text

ZHOU = Stamp(at=datetime(2026, 3, 2, 10, tzinfo=UTC), by="周", today=TODAY)
LIN = Stamp(at=datetime(2026, 3, 2, 11, tzinfo=UTC), by="林", today=TODAY)


def write(project: Project, stamp: Stamp, **texts: str) -> Project:
    """Write fields of a project as somebody."""
    for field, text in texts.items():
        given = reading()
        project = set_field(project, field, text, type(given)(DEFAULT, stamp, given.new_id))
    return project


def history_rows(project: Project) -> list[tuple[str, str, str | None, str | None, str | None]]:
    """Return the history in short: by, field, old, new, note."""
    return [(each.by, each.field, each.old, each.new, each.note) for each in project.history]


BASE = project("P2", signs="2026-05", amount=parse_amount("50万"), owner="陈", name="net")


def test_different_fields_both_survive() -> None:
    merged = merge(
        BASE, write(BASE, LIN, amount="80万"), write(BASE, ZHOU, owner="周"), prefer="ours"
    )
    assert merged.conflicts == ()
    project = merged.project
    assert (project.amount and project.amount.low, project.owner) == (800_000, "周")
    assert (project.updated_at, project.updated_by) == (LIN.at, "林")
    assert history_rows(project) == [
        ("周", "owner", "陈", "周", None),
        ("林", "amount", "50万", "80万", None),
    ]


def test_a_day_and_the_words_of_a_next_action_both_survive() -> None:
    base = write(BASE, LIN, next="call +3d")
    merged = merge(
        base, write(base, LIN, next_on="+9d"), write(base, ZHOU, next="visit 3-5"), prefer="ours"
    )
    action = merged.project.next_action
    assert action is not None
    assert (action.text, f"{action.on}", merged.conflicts) == ("visit", "2026-03-11", ())


def test_the_later_amount_wins_and_the_earlier_stays_in_the_history() -> None:
    theirs = write(BASE, ZHOU, amount="64万")
    merged = merge(BASE, write(BASE, LIN, amount="80万"), theirs, prefer="ours")
    assert merged.conflicts == (FieldConflict("amount", "80万", "64万"),)
    assert history_rows(merged.project) == [
        ("周", "amount", "50万", "64万", None),
        ("林", "amount", "64万", "80万", OVERWRITTEN),
    ]


def test_of_a_next_action_the_earlier_stays_too() -> None:
    theirs = write(BASE, ZHOU, next="call")
    merged = merge(BASE, write(BASE, LIN, next="visit"), theirs, prefer="ours")
    assert merged.project.next_action == NextAction(text="visit")
    assert history_rows(merged.project) == [
        ("周", "next", None, "call", None),
        ("林", "next", "call", "visit", OVERWRITTEN),
    ]


def test_giving_way_leaves_field_and_history_as_they_are() -> None:
    theirs = write(BASE, ZHOU, amount="64万", owner="周")
    merged = merge(BASE, write(BASE, LIN, amount="80万", name="core"), theirs, prefer="theirs")
    assert merged.project.name == "core"
    assert merged.project.amount == theirs.amount
    assert history_rows(merged.project) == [
        *history_rows(theirs),
        ("林", "name", "net", "core", None),
    ]


def test_the_same_edit_twice_is_one_move() -> None:
    merged = merge(
        BASE, write(BASE, LIN, amount="0.64M"), write(BASE, ZHOU, amount="64万"), prefer="ours"
    )
    assert merged.conflicts == ()
    assert history_rows(merged.project) == [("周", "amount", "50万", "64万", None)]


def test_two_who_moved_the_window_count_as_often_as_it_moved() -> None:
    merged = merge(
        BASE, write(BASE, LIN, signs="2026-07"), write(BASE, ZHOU, signs="2026-06"), prefer="ours"
    )
    assert figures(flag_slipping(merged.project, DEFAULT, TODAY))["count"] == 2
    again = merge(
        BASE, write(BASE, LIN, signs="2026-06"), write(BASE, ZHOU, signs="2026-06"), prefer="ours"
    )
    assert flag_slipping(again.project, DEFAULT, TODAY) is None


def test_a_reason_never_stands_beside_another_end() -> None:
    merged = merge(
        BASE,
        end_project(BASE, "lost", "", LIN),
        end_project(BASE, "on_hold", "budget", ZHOU),
        prefer="ours",
    )
    assert (merged.project.status, merged.project.end_reason) == ("lost", None)


def test_a_project_won_by_its_last_stage_is_not_won_at_another() -> None:
    base = project("P6")
    for prefer in ("ours", "theirs"):
        kept: Prefer = "ours" if prefer == "ours" else "theirs"
        won, back = write(base, LIN, stage="P7"), write(base, ZHOU, stage="P4")
        outcome = merge(base, won, back, prefer=kept).project
        assert (outcome.stage, outcome.status) in {("P7", "won"), ("P4", "open")}


TEAM = [contact("何总", 2, level="high"), contact("唐", 3, reports_to="何总"), contact("吴", 1)]


def test_contacts_are_merged_by_id_and_field() -> None:
    base = project(contacts=TEAM)
    ours = set_cr(base, "唐", 4, LIN, "lunch")
    theirs = write(base, ZHOU, contacts="何总 middle; 唐 B; 吴; 王处 cr1")
    merged = merge(base, ours, theirs, prefer="ours")
    assert merged.conflicts == ()
    he, tang, wu, wang = merged.project.contacts
    assert (he.level, tang.cr, tang.evidence, tang.lines) == ("middle", 4, "lunch", ("commercial",))
    assert (wu.name, wang.cr) == ("吴", 1)


def test_of_a_contacts_level_the_later_wins_with_its_evidence() -> None:
    base = project(contacts=TEAM)
    theirs = set_cr(base, "唐", 5, ZHOU, "told us the price")
    merged = merge(base, set_cr(base, "唐", 4, LIN), theirs, prefer="ours")
    assert merged.project.contacts[1].evidence is None
    assert FieldConflict("cr", "4", "5", "唐") in merged.conflicts
    assert ("林", "cr", "5", "4", OVERWRITTEN) in history_rows(merged.project)
    assert ("林", "evidence", "told us the price", None, OVERWRITTEN) in history_rows(
        merged.project
    )


def test_an_overwritten_superior_is_noted_by_name() -> None:
    base = project(
        contacts=[
            contact(name).model_copy(update={"id": f"person {name}"})
            for name in ("何总", "唐", "吴")
        ]
    )

    def led_by(boss: str) -> Project:
        led = base.contacts[1].model_copy(update={"reports_to": f"person {boss}"})
        contacts = (base.contacts[0], led, base.contacts[2])
        return base.model_copy(update={"contacts": contacts, "updated_by": boss})

    merged = merge(base, led_by("何总"), led_by("吴"), prefer="ours").project
    assert history_rows(merged) == [("何总", "reports_to", "吴", "何总", OVERWRITTEN)]


@pytest.mark.parametrize(("prefer", "there"), [("ours", False), ("theirs", True)])
def test_a_contact_removed_here_and_changed_there(prefer: Prefer, there: bool) -> None:
    base = touch(project(contacts=TEAM), "met", LIN, ("何总", "唐"))
    base = base.model_copy(
        update={"influences": (Influence(source="何总", target="唐", strength=2, favour=True),)}
    )
    ours = set_contacts(base, base.contacts[1:], LIN)
    merged = merge(base, ours, set_cr(base, "何总", 3, ZHOU), prefer=prefer)
    assert [conflict.field for conflict in merged.conflicts] == ["contacts"]
    left = merged.project
    assert ("何总" in {each.id for each in left.contacts}) is there
    assert bool(left.influences) is there
    if not there:
        assert left.touches[0].contacts == ("唐",)
        assert {each.reports_to for each in left.contacts} == {None}


def test_two_who_remove_different_people_leave_one_touch() -> None:
    base = touch(project(contacts=TEAM), "met", LIN, ("何总", "唐", "吴"))
    ours, theirs = (
        set_contacts(base, tuple(contact for contact in base.contacts if contact.id != gone), LIN)
        for gone in ("吴", "何总")
    )
    merged = merge(base, ours, theirs, prefer="ours").project
    assert [touch.contacts for touch in merged.touches] == [("唐",)]


def test_both_touches_survive() -> None:
    base = touch(BASE, "first", LIN)
    merged = merge(base, touch(base, "ours", LIN), touch(base, "theirs", ZHOU), prefer="ours")
    assert [touch.note for touch in merged.project.touches] == ["first", "theirs", "ours"]


def test_the_same_touch_twice_by_one_person_is_two() -> None:
    base = touch(BASE, "", LIN)
    merged = merge(base, touch(base, "", LIN), write(base, ZHOU, owner="周"), prefer="ours")
    assert len(merged.project.touches) == 2


def test_undoing_leaves_what_somebody_changed_since() -> None:
    done = write(BASE, LIN, amount="80万", name="core")
    now = write(done, ZHOU, amount="64万")
    merged = merge(done, BASE, now, prefer="theirs")
    assert merged.conflicts == (FieldConflict("amount", "50万", "64万"),)
    assert (merged.project.name, merged.project.amount) == ("net", now.amount)
    named = [row for row in history_rows(now) if row[1] == "name"]
    assert history_rows(merged.project) == [row for row in history_rows(now) if row not in named]


def test_undoing_beside_another_field_takes_the_move_back() -> None:
    done = write(BASE, LIN, amount="80万")
    merged = merge(done, BASE, write(done, ZHOU, owner="周"), prefer="theirs").project
    assert (merged.amount, merged.owner) == (BASE.amount, "周")
    assert history_rows(merged) == [("周", "owner", "陈", "周", None)]


def test_records_that_came_and_went() -> None:
    a, b = BASE, write(BASE, ZHOU, owner="周")
    here, gone = Book().with_projects(a), Book()
    for prefer, left in (("ours", []), ("theirs", ["周"])):
        kept: Prefer = "ours" if prefer == "ours" else "theirs"
        merged = merge_patch(diff_books(here, gone), Book().with_projects(b), prefer=kept)
        assert [project.owner for project in merged.book.projects.values()] == left
        assert merged.conflicts == {"one": (FieldConflict("project", None, "net"),)}
    back = merge_patch(diff_books(gone, here), Book().with_projects(), prefer="theirs")
    assert (back.book, back.conflicts) == (here, {})
    same = merge_patch(diff_books(here, here), here, prefer="ours")
    assert same.book is here


def test_views_are_merged_by_name() -> None:
    mine, stale = SavedView(name="mine"), SavedView(name="stale")
    mended, other = SavedView(name="mine", filter="cr<3"), SavedView(name="mine", filter="cr<2")
    new = SavedView(name="new")
    merged = merge_shared("views", (mine, stale), (mended,), (mine, stale, new), prefer="ours")
    assert merged == ((mended, new), ())
    for prefer, left in (("theirs", other), ("ours", mended)):
        kept: Prefer = "ours" if prefer == "ours" else "theirs"
        merged = merge_shared("views", (mine,), (mended,), (other,), prefer=kept)
        assert merged.records == (left,)
        assert merged.conflicts == (FieldConflict("views", "mine: cr<3", "mine: cr<2", "mine"),)


def test_extra_fields_are_merged_too() -> None:
    base = Project.model_validate({**BASE.model_dump(), "x_a": 1, "x_b": 1})
    ours = base.model_copy(update={"x_a": 2})
    theirs = Project.model_validate(
        {key: value for key, value in base.model_dump().items() if key != "x_b"} | {"owner": "周"}
    )
    merged = merge(base, ours, theirs, prefer="ours").project
    assert merged.model_extra == {"x_a": 2}


def test_refusals_have_no_part_in_it() -> None:
    with pytest.raises(UserError):
        write(BASE, LIN, stage="P9")


def test_touches_with_ids_are_kept_apart_and_what_points_at_them_stays() -> None:
    base = project(contacts=TEAM)
    ours = log_touch(base, parse_touch("call 何总 ok -> more", TEAM, TODAY), reading())
    ours = set_cr(ours, "何总", 4, LIN, touch=ours.touches[0].id)
    theirs = log_touch(base, parse_touch("call 何总 ok", TEAM, TODAY), reading())
    theirs = theirs.model_copy(
        update={"touches": (theirs.touches[0].model_copy(update={"id": "other"}),)}
    )
    merged = merge(base, ours, theirs, prefer="ours").project
    assert {touch.id for touch in merged.touches} == {"new-1", "other"}
    assert merged.contacts[0].cr_touch == "new-1"
    assert merged.contacts[0].follow_up is not None
    # Undoing the touch alone leaves the CR, whose evidence then points at nothing.
    undone = merge(
        ours, base.model_copy(update={"contacts": ours.contacts}), merged, prefer="theirs"
    )
    assert [touch.id for touch in undone.project.touches] == ["other"]
    assert undone.project.contacts[0].cr_touch == "new-1"
    assert evidence_text(undone.project.contacts[0], undone.project) == ""


def test_what_the_customer_has_nobody_for_is_merged_place_by_place() -> None:
    base = project(absent=["technical low"])
    ours = mark_absent(base, {"commercial low"}, absent=True, stamp=LIN)
    theirs = mark_absent(base, {"technical low"}, absent=False, stamp=ZHOU)
    for prefer in ("ours", "theirs"):
        assert merge(base, ours, theirs, prefer=prefer).project.absent == ("commercial low",)
    # Undoing takes back one's own mark alone.
    now = merge(base, ours, theirs, prefer="ours").project
    assert merge(ours, base, now, prefer="theirs").project.absent == ()
    # An export brings its marks; without any the file holds nothing of them.
    assert join_records(project(), ours).project.absent == ours.absent
    assert Project.model_validate_json(ours.model_dump_json()) == ours
    assert "absent" not in project().model_dump()
