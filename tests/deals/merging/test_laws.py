"""Laws of merging, on made-up projects and on those that really were edited."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from deals.fields import PROJECT
from deals.merging.primitives import Prefer
from deals.merging.records import merge
from deals.model import Project
from deals.parsing.windows import window_text
from tests.deals.merging.project_edits import threes
from tests.strategies import projects

sides = st.sampled_from(["ours", "theirs"])
anything = st.tuples(projects(), projects(), projects()).map(
    lambda three: tuple(side.model_copy(update={"id": "one"}) for side in three)
)


@given(threes() | anything, sides)
def test_who_changed_nothing_loses_nothing(three: Sequence[Project], prefer: Prefer) -> None:
    base, ours, theirs = three
    assert merge(base, ours, base, prefer=prefer).project is (base if ours == base else ours)
    assert merge(base, base, theirs, prefer=prefer).project is theirs
    assert merge(base, ours, ours, prefer=prefer).project == ours


@given(threes() | anything, sides)
def test_a_merge_is_a_project_that_can_be_stored(three: Sequence[Project], prefer: Prefer) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs, prefer=prefer).project
    assert Project.model_validate_json(merged.model_dump_json()) == merged
    ids = {contact.id for contact in merged.contacts}
    theirs_too = {*ids, *(contact.id for side in three for contact in side.contacts)}
    for person in merged.contacts:
        assert person.reports_to in {None, *ids} or person.reports_to not in theirs_too
    for influence in merged.influences:
        assert {influence.source, influence.target} <= ids
    for met in merged.touches:
        assert ids.issuperset(met.contacts)


@given(threes())
def test_the_preferred_side_keeps_every_field_it_changed(
    three: tuple[Project, Project, Project],
) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs, prefer="ours").project
    left = merge(base, ours, theirs, prefer="theirs").project
    for field in ("name", "customer", "owner", "product", "stage", "amount", "signs"):
        old, mine, other = (getattr(side, field) for side in three)
        if mine not in (old, other):
            assert getattr(merged, field) == mine
        if other not in (old, mine):
            assert getattr(left, field) == other
        if mine == old and field != "stage":  # which goes with the end that it brought
            assert getattr(merged, field) == getattr(left, field) == other


@given(threes(), sides)
def test_the_past_of_a_field_ends_with_what_it_is(
    three: tuple[Project, Project, Project], prefer: Prefer
) -> None:
    merged = merge(*three, prefer=prefer).project
    last = {(change.field, change.subject): change.new for change in merged.history}
    for (field, subject), new in last.items():
        if field in ("stage", "status"):
            assert getattr(merged, field) == new
        elif field == "amount":
            assert (PROJECT[field].text(merged) == "") == (new is None)
        elif field == "signs":
            assert (window_text(merged.signs) if merged.signs else None) == new
        elif field == "cr" and subject:
            person = next((contact for contact in merged.contacts if contact.id == subject), None)
            assert (f"{person.cr}" if person and person.cr else None) == new


@given(threes())
def test_what_lost_is_in_the_history(three: tuple[Project, Project, Project]) -> None:
    merged = merge(*three, prefer="ours")
    for conflict in merged.conflicts:
        key = (conflict.field, conflict.subject)
        moves = [each for each in merged.project.history if (each.field, each.subject) == key]
        assert any(conflict.theirs in (each.old, each.new) for each in moves)


@given(threes(), sides)
def test_nobodys_touch_is_lost(three: tuple[Project, Project, Project], prefer: Prefer) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs, prefer=prefer).project
    assert len(merged.touches) >= max(len(ours.touches), len(theirs.touches))
    notes = {touch.note for touch in merged.touches}
    assert notes >= {touch.note for side in (ours, theirs) for touch in side.touches}
