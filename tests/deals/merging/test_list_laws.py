"""Laws of merging answers, causes, goals, rows and the other lists of a project."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from deals.edits.patches import diff_books
from deals.edits.planning import put_goal, put_row, set_row_state, settle_checkpoint, write_cause
from deals.merging.overwrites import SessionEdits
from deals.merging.primitives import Prefer
from deals.merging.records import merge, merge_patch
from deals.model import (
    BEHIND,
    KEYS,
    POINTS,
    SIGNATURE,
    SIGNED,
    TOGETHER,
    WITHIN,
    Book,
    Cause,
    Frozen,
    Goal,
    PlanRow,
    Project,
)
from deals.model.records import KeyFunction
from deals.planning import check_span
from tests.deals.merging.project_edits import thoughts
from tests.deals.readings import LATER

sides = st.sampled_from(["ours", "theirs"])
Three = tuple[Project, Project, Project]


def by_key(records: Any, key: KeyFunction) -> dict[str, Any]:
    """Return the records of a list by their keys."""
    return {key(record): record for record in records}


def lists(*projects: Project) -> Iterator[list[dict[str, Any]]]:
    """Yield each list of the projects by key, and the lists within the records that all have."""
    for name, key in KEYS.items():
        found = [by_key(getattr(project, name), key) for project in projects]
        yield found
        for shared in set.intersection(*(set(each) for each in found)):
            for field, inner in WITHIN.get(type(found[0][shared]), {}).items():
                yield [by_key(getattr(each[shared], field), inner) for each in found]


def units(kind: type[Frozen]) -> tuple[tuple[str, ...], ...]:
    """Return the fields of a record as they are decided, less links, signatures and inner lists."""
    together = TOGETHER.get(kind, ())
    apart = {
        *POINTS.get(kind, ()),
        *WITHIN.get(kind, ()),
        *(name for unit in together for name in unit),
    }
    apart |= {*SIGNATURE} if kind in SIGNED else set()
    apart |= {"bone"} if kind is Cause else set()
    return (*together, *((name,) for name in kind.model_fields if name not in apart))


def values(record: Frozen, unit: tuple[str, ...]) -> tuple[object, ...]:
    """Return the values of some fields."""
    return tuple(getattr(record, name) for name in unit)


@given(thoughts(), sides)
def test_what_one_side_alone_did_to_a_list_survives(three: Three, prefer: Prefer) -> None:
    merged = merge(*three, prefer=prefer).project
    for old, mine, other, now in lists(*three, merged):
        for key in {**old, **mine, **other}:
            was, here, there = (side.get(key) for side in (old, mine, other))
            if here == was:
                assert (key in now) == (there is not None)
            elif there == was:
                assert (key in now) == (here is not None)
            elif here is None or there is None:
                assert (key in now) == ((here if prefer == "ours" else there) is not None)


@given(thoughts(), sides)
def test_different_fields_of_one_record_both_survive(three: Three, prefer: Prefer) -> None:
    merged = merge(*three, prefer=prefer).project
    for old, mine, other, now in lists(*three, merged):
        for key in set(old) & set(mine) & set(other):
            for unit in units(type(old[key])) if isinstance(old[key], Frozen) else ():
                was, here, there = (values(side[key], unit) for side in (old, mine, other))
                both = here if prefer == "ours" else there
                wanted = there if here == was else here if there == was else both
                assert values(now[key], unit) == wanted


@given(thoughts(), sides)
def test_whose_edit_is_whose_makes_no_difference(three: Three, prefer: Prefer) -> None:
    base, ours, theirs = three
    other: Prefer = "theirs" if prefer == "ours" else "ours"
    merged = merge(base, ours, theirs, prefer=prefer).project
    turned = merge(base, theirs, ours, prefer=other).project
    for this, that in lists(merged, turned):
        assert {key: _within_by_key(each) for key, each in this.items()} == {
            key: _within_by_key(each) for key, each in that.items()
        }
    assert (merged.market, merged.form, merged.review) == (
        turned.market,
        turned.form,
        turned.review,
    )


def _within_by_key(record: Any) -> Mapping[str, Any]:
    """Return a record's fields, the lists within it in no order."""
    if not isinstance(record, Frozen):
        return {"": record}
    within = WITHIN.get(type(record), {})
    return {
        name: by_key(value, within[name]) if name in within else value
        for name, value in record.__dict__.items()
    }


@given(thoughts(), sides)
def test_every_link_leads_somewhere(three: Three, prefer: Prefer) -> None:
    merged = merge(*three, prefer=prefer).project
    for name in KEYS:
        for record in getattr(merged, name):
            for field, target in POINTS.get(type(record), {}).items():
                to = getattr(record, field)
                there = {each.id for each in getattr(merged, target)}
                assert {*(to if isinstance(to, tuple) else (to,))} <= {None, *there}


@given(thoughts(), sides)
def test_no_line_is_a_circle_and_causes_are_two_deep_on_one_bone(
    three: Three, prefer: Prefer
) -> None:
    merged = merge(*three, prefer=prefer).project
    for name, field in BEHIND.items():
        links = {record.id: getattr(record, field) for record in getattr(merged, name)}
        for at in links:
            for _step in links:
                at = links[at] if at is not None else None
            assert at is None
    causes = {cause.id: cause for cause in merged.causes}
    for cause in merged.causes:
        if cause.parent is not None:
            assert (causes[cause.parent].parent, causes[cause.parent].bone) == (None, cause.bone)


@given(thoughts(), sides)
def test_nothing_ends_before_it_begins(three: Three, prefer: Prefer) -> None:
    merged = merge(*three, prefer=prefer).project
    dated: tuple[Goal | PlanRow, ...] = (*merged.goals, *merged.plan)
    for item in dated:
        check_span(item.start, item.end)


@given(thoughts(), sides)
def test_all_that_was_merged_can_be_edited(three: Three, prefer: Prefer) -> None:
    merged = merge(*three, prefer=prefer).project
    for goal in merged.goals:
        put_goal(merged, goal.model_copy(update={"reached": True, "target": "x"}), LATER)
    for row in merged.plan:
        put_row(merged, row.model_copy(update={"responsible": "车"}), LATER)
        set_row_state(merged, row.id, "done", LATER)
        for check in row.checkpoints:
            settle_checkpoint(merged, row.id, check.id, "fine", LATER)
    for cause in merged.causes:
        write_cause(merged, cause.id, "worded anew", LATER)


@given(thoughts())
def test_who_is_overwritten_is_told_of_it_once(three: Three) -> None:
    base, ours, theirs = three
    start = Book().with_projects(base)
    others = start.with_projects(theirs)
    merged = merge_patch(diff_books(start, start.with_projects(ours)), others, prefer="ours")
    change = diff_books(others, merged.book)
    own, lost = SessionEdits().add_change(diff_books(start, others)).find_overwritten(change)
    reported = {(edit.field, edit.subject) for edit in lost}
    for clash in merged.conflicts.get("one", ()):
        if clash.field in KEYS:
            assert (clash.field, clash.subject) in reported
    assert own.find_overwritten(change)[1] == ()
