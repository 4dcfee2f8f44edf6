"""The laws of operations: their order and number do not matter, and copies end equal."""

from __future__ import annotations

from itertools import count
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from deals.merging.lists import mend_links
from deals.model import Project
from team.operations import (
    EditContext,
    KnownProject,
    create_operation,
    delete_operation,
    document_of,
    edit_operations,
    is_entry,
    lay_over,
    take_operation,
    take_values,
)
from team.paths import Flat, assemble, flatten, project_document, read_project
from team.server import TeamOperation
from team.stamps import make_stamp, stamp_time
from tests import strategies as some
from tests.team.store_copies import keep_said

NAMES = ("ann", "bob", "cid")


def context(device: str, now: int) -> EditContext:
    numbers = count()
    return EditContext(device, now, lambda: f"{device}-{now}-{next(numbers)}")


@st.composite
def operations(draw: st.DrawFn) -> TeamOperation:
    """Draw an operation on one of a few paths, by one of a few devices, at one of a few times."""
    stamp = make_stamp(draw(st.integers(0, 3)), draw(st.sampled_from(NAMES)))
    made: dict[str, Any] = {"op": "", "project": "one", "stamp": stamp}
    if draw(st.integers(0, 5)) == 0:
        made |= {"kind": "delete", "value": draw(st.booleans())}
    else:
        path = draw(st.sampled_from(["stage", "contacts/a", "history/x", "touches/t"]))
        kind = "entry" if is_entry(path) else "field"
        # A device sets a path once at an instant: equal stamps are of equal values.
        made |= {"kind": kind, "path": path, "value": f"{stamp} {path}"}
    return cast("TeamOperation", made)


def take_all(sent: list[TeamOperation], known: KnownProject | None = None) -> KnownProject:
    for operation in sent:
        known = take_operation(known, operation)
    return known or KnownProject()


@given(
    st.lists(operations(), max_size=12).flatmap(
        lambda made: st.tuples(st.just(made), st.permutations(made))
    )
)
def test_values_are_the_same_in_whatever_order_operations_come(
    both: tuple[list[TeamOperation], list[TeamOperation]],
) -> None:
    plain = [[each for each in sent if each["kind"] != "delete"] for sent in both]
    first, second = map(take_all, plain)
    assert (first.flat, first.stamps) == (second.flat, second.stamps)


@given(st.lists(operations(), max_size=12))
def test_what_comes_twice_counts_once(sent: list[TeamOperation]) -> None:
    once = take_all(sent)
    again = take_all([each for each in sent if each["kind"] != "delete"], once)
    assert (again.flat, again.stamps) == (once.flat, once.stamps)


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**12), max_size=4))
def test_a_stamp_comes_after_all_that_was_seen(now: int, times: list[int]) -> None:
    seen = [make_stamp(at, device) for at, device in zip(times, "zyxw", strict=False)]
    made = make_stamp(now, "aa", seen)
    assert all(made > stamp for stamp in seen)
    assert stamp_time(made) <= max([now, *times]) + 1
    full = make_stamp(0, "aa", [f"{now:013d}-ffff-zz"])
    assert full > f"{now:013d}-ffff-zz"


def edit(before: Project, other: Project) -> Project:
    """Return an edit of a project: whatever another one has, under its id."""
    return other.model_copy(update={"id": before.id})


@given(some.projects(), some.projects())
def test_operations_lead_to_what_was_edited(first: Project, second: Project) -> None:
    second = edit(first, second)
    known = take_all([create_operation("one", flat_of(first), context("ann", 10**12))])
    made = edit_operations("one", known, flat_of(second), context("ann", 10**12))
    after = take_all(made, known)
    assert keep_said(flat_of(read_project(assemble(after.flat)))) == keep_said(flat_of(second))
    assert edit_operations("one", after, flat_of(second), context("ann", 10**12)) == []


def flat_of(project: Project) -> Flat:
    return flatten(project_document(project))


class Hub:
    """A server in memory: what came in, and what each copy has not seen of it."""

    def __init__(self, first: Project) -> None:
        self.known = take_all([create_operation("one", flat_of(first), context("hub", 10**12))])

    def push(self, sent: list[TeamOperation]) -> None:
        self.known = take_all(sent, self.known)


class Offline:
    """A copy: a document, and what it knows of the hub."""

    def __init__(self, device: str, hub: Hub) -> None:
        self.device, self.hub = device, hub
        self.known = hub.known
        self.project = read_project(document_of("P", hub.known.flat))

    def sync(self, now: int) -> None:
        sent = edit_operations("one", self.known, flat_of(self.project), context(self.device, now))
        self.hub.push(sent)
        mine = take_all(sent, self.known)
        laid = lay_over("one", flat_of(self.project), mine, self.hub.known, {})
        self.project = mend_links(read_project(document_of("P", laid)), self.project)
        self.known = self.hub.known


turns = st.lists(
    st.tuples(st.integers(0, 2), some.projects() | st.none(), st.integers(0, 10**12)), max_size=5
)


@given(some.projects(), turns)
def test_copies_end_equal_whoever_edits_and_syncs_when(
    first: Project, done: list[tuple[int, Project | None, int]]
) -> None:
    """Each turn somebody edits, by a clock of any time, and syncs, or syncs alone."""
    hub = Hub(first)
    copies = [Offline(name, hub) for name in NAMES]
    for who, other, now in done:
        if other is not None:
            copies[who].project = edit(first, other)
            if now % 2:
                continue
        copies[who].sync(now)
    for _round in range(4):
        for copy in copies:
            copy.sync(10**12)
    ends = [keep_said(flat_of(copy.project)) for copy in copies]
    assert ends[0] == ends[1] == ends[2]
    orders = [(copy.project.history, copy.project.touches) for copy in copies]
    assert orders[0] == orders[1] == orders[2]
    assert copies[0].project == mend_links(copies[0].project), "links are sound"


@given(st.permutations(range(6)))
def test_a_history_is_a_union(order: list[int]) -> None:
    known = KnownProject()
    for number in order:
        known = take_values(known, {f"history/{number}": ({"n": number}, make_stamp(number, "a"))})
    assert len([path for path in known.flat if is_entry(path)]) == 6


def test_a_deletion_is_a_stamp_and_a_later_edit_brings_back() -> None:
    known = KnownProject("Ann", {"stage": "P1"}, {"stage": make_stamp(5, "a")})
    deleted = take_operation(known, delete_operation("one", known, context("b", 9)))
    assert deleted.dead
    early = take_values(deleted, {"remarks": ("x", make_stamp(8, "c"))})
    assert early.dead == deleted.dead
    assert take_values(deleted, {"remarks": ("x", make_stamp(10, "c"))}).dead is None
    back = edit_operations("one", deleted, {"stage": "P1"}, context("a", 4))
    assert take_all(back, deleted).dead is None
