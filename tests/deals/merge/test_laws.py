"""What holds of merging whatever two people did: laws, on made-up and on really edited projects."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

from hypothesis import given
from hypothesis import strategies as st

from deals.edits import end, move_stage, set_cr, set_stance, snooze, write_field
from deals.fields import FIELDS, Reading, field_text
from deals.merge import Prefer, merge
from deals.model import Project, Stamp
from deals.refusal import Refusal
from deals.windows import window_text
from tests.deals.makers import TODAY, amount, contact, project, touch
from tests.deals.readings import LATER, reading
from tests.strategies import projects

sides = st.sampled_from(["ours", "theirs"])
TEXTS = {
    "name": ["北辰二期", "Harbour"],
    "customer": ["北辰电力", ""],
    "owner": ["周", "Ann"],
    "stage": ["P1", "P3", "P7"],
    "status": ["lost", "on_hold", "open"],
    "amount": ["64万", "80-150万", "USD 2m", "-"],
    "signs": ["2026-Q4", "2026-05-30", "2027", "-"],
    "contacts": ["何总 cr3; 唐 low", "唐 cr4 +", "何总 !华为; 王处 cr1", ""],
    "next": ["call +3d", "visit", ""],
    "next_on": ["+5d", "fri"],
    "product": ["switches", "-"],
}
STARTS = (
    project("P2"),
    project("P6", signs="2026-05", amount=amount(640_000), next_action={"text": "call"}),
    project("P4", contacts=[contact("何总", 2, level="high"), contact("唐", 3, reports_to="何总")]),
)


@st.composite
def deeds(draw: st.DrawFn, one: Project, by: str) -> Project:
    """The project after a few edits by somebody, each through the edits of deals."""
    for _ in range(draw(st.integers(0, 3))):
        try:
            one = _edit(draw, one, Stamp(LATER.at, by, TODAY))
        except Refusal:
            continue
    return one


def _edit(draw: st.DrawFn, one: Project, stamp: Stamp) -> Project:
    note = draw(st.sampled_from(["met", "", "tender"]))
    field = draw(st.sampled_from(FIELDS))
    deeds: list[Callable[[], Project]] = [
        lambda: write_field(one, field, draw(st.sampled_from(TEXTS[field])), _reading(one, stamp)),
        lambda: touch(one, note, stamp, tuple(person.id for person in one.contacts)),
        lambda: snooze(one, ["overdue"], TODAY.replace(year=2027), note, stamp),
        lambda: move_stage(one, draw(st.sampled_from([-1, 1])), reading()),
        lambda: end(one, "lost", note, stamp),
    ]
    if people := one.contacts:
        deeds += [
            lambda: set_cr(one, people[0].id, draw(st.integers(1, 5)), stamp, note),
            lambda: set_stance(one, people[-1].id, "supports", stamp),
        ]
    return draw(st.sampled_from(deeds))()


def _reading(one: Project, stamp: Stamp) -> Reading:
    """A reading whose ids nobody has yet: made by somebody, and beyond those of the project."""
    known = {person.id for person in one.contacts} | {move.subject for move in one.history}
    fresh = (f"{stamp.by}-{number}" for number in count())
    return replace(reading(), new_id=lambda: next(key for key in fresh if key not in known))


@st.composite
def threes(draw: st.DrawFn) -> tuple[Project, Project, Project]:
    """A project, and what two people made of it."""
    base = draw(st.sampled_from(STARTS))
    base = draw(deeds(base, "起"))
    return base, draw(deeds(base, "林")), draw(deeds(base, "周"))


anything = st.tuples(projects(), projects(), projects()).map(
    lambda three: tuple(one.model_copy(update={"id": "one"}) for one in three)
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
    ids = {one.id for one in merged.contacts}
    theirs_too = {*ids, *(one.id for side in three for one in side.contacts)}
    for person in merged.contacts:
        assert person.reports_to in {None, *ids} or person.reports_to not in theirs_too
    for one in merged.influences:
        assert {one.source, one.target} <= ids
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
        old, mine, other = (getattr(one, field) for one in three)
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
    last = {(one.field, one.subject): one.new for one in merged.history}
    for (field, subject), new in last.items():
        if field in ("stage", "status"):
            assert getattr(merged, field) == new
        elif field == "amount":
            assert (field_text(merged, field) == "") == (new is None)
        elif field == "signs":
            assert (window_text(merged.signs) if merged.signs else None) == new
        elif field == "cr" and subject:
            person = next((one for one in merged.contacts if one.id == subject), None)
            assert (f"{person.cr}" if person and person.cr else None) == new


@given(threes())
def test_what_lost_is_in_the_history(three: tuple[Project, Project, Project]) -> None:
    merged = merge(*three, prefer="ours")
    for one in merged.conflicts:
        key = (one.field, one.subject)
        told = [each for each in merged.project.history if (each.field, each.subject) == key]
        assert any(one.theirs in (each.old, each.new) for each in told)


@given(threes(), sides)
def test_nobodys_touch_is_lost(three: tuple[Project, Project, Project], prefer: Prefer) -> None:
    base, ours, theirs = three
    merged = merge(base, ours, theirs, prefer=prefer).project
    assert len(merged.touches) >= max(len(ours.touches), len(theirs.touches))
    notes = {one.note for one in merged.touches}
    assert notes >= {one.note for side in (ours, theirs) for one in side.touches}
