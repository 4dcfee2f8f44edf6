"""The rows of a plan: their order by workstream, what is late, which waits for which, their moves,
and the people whom they bind on the same days.

Source: method, section 7.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Checkpoint, Goal, PlanRow, Project
from deals.owners import list_colleagues
from deals.parsing.text import LatePattern, fold_text
from deals.planning.date_ranges import check_span
from deals.playbook import BilingualText, Playbook
from deals.playbook.stage_names import name_key


class WorkstreamGroup(NamedTuple):
    """A workstream with its rows; `name` is None for a project's own, which goes by `bone`.

    The group of rows without a workstream has an empty `bone`.
    """

    bone: str
    name: BilingualText | None
    rows: tuple[PlanRow, ...]

    def title(self, lang: str) -> str:
        """Return the workstream's name in a language; empty where rows name none."""
        return self.name.of(lang) if self.name else self.bone


def group_rows(
    project: Project, playbook: Playbook, *, empty: bool = False
) -> tuple[WorkstreamGroup, ...]:
    """Group the rows by workstream: the playbook's, the project's own, others that rows name, the
    tail, none.

    Workstreams without rows are left out unless `empty` asks for the playbook's and the project's.
    """
    called = playbook.field_ids
    # Many rows share few names.
    ids = {bone: called.get(name_key(bone), bone) for bone in {row.bone for row in project.plan}}
    rows: dict[str, list[PlanRow]] = {}
    for row in project.plan:
        rows.setdefault(ids[row.bone], []).append(row)
    names = {field.id: field.name for field in playbook.fields}
    own = (bone for bone in project.bones if name_key(bone) not in called)
    known = dict.fromkeys((*names, *own))
    tails = {field.id for field in playbook.fields if field.tail}
    others = (bone for bone in rows if bone and bone not in known)
    order = [*sorted((*known, *others), key=lambda bone: bone in tails), ""]
    return tuple(
        WorkstreamGroup(bone, names.get(bone), tuple(rows.get(bone, ())))
        for bone in order
        if bone in rows or (empty and bone in known)
    )


def row_numbers(groups: tuple[WorkstreamGroup, ...]) -> Mapping[str, str]:
    """Number the rows by row id: `2.1` is the first row of the second group."""
    return {
        row.id: f"{place}.{at}"
        for place, group in enumerate(groups, 1)
        for at, row in enumerate(group.rows, 1)
    }


RowLateness = Literal["open", "doing", "done", "dropped", "late"]
_OVER = frozenset({"done", "dropped"})


class LateCheckpoint(NamedTuple):
    """A checkpoint past its day, with its row and the days since."""

    row: PlanRow
    check: Checkpoint
    days: int


class LateWork(NamedTuple):
    """The late rows (each with its days) and checkpoints of a plan, the longest late first."""

    rows: tuple[tuple[PlanRow, int], ...]
    checks: tuple[LateCheckpoint, ...]


def row_lateness(row: PlanRow, today: date) -> RowLateness:
    """Return the row's state, or `late` past its last day if it is neither done nor dropped."""
    return "late" if is_late(row, today) else row.state


def is_late(row: PlanRow, today: date) -> bool:
    """Whether the row's last day is past and it is neither done nor dropped."""
    return days_late(row, today) > 0


def days_late(row: PlanRow, today: date) -> int:
    """Count the days past the row's last day; 0 if it is in time, done, dropped or undated."""
    if row.end is None or row.state in ("done", "dropped"):
        return 0
    return max(0, (today - row.end).days)


def late_checks(row: PlanRow, today: date) -> tuple[Checkpoint, ...]:
    """List the checkpoints past their day and not looked at; a done row may have some."""
    if row.state == "dropped":
        return ()
    return tuple(
        checkpoint
        for checkpoint in row.checkpoints
        if checkpoint.on is not None and not checkpoint.done and checkpoint.on < today
    )


def late_work(project: Project, today: date) -> LateWork:
    """Find all that is late on the plan, the longest late first, of equals in their order."""
    rows = [(row, days) for row in project.plan if (days := days_late(row, today))]
    checks = [
        LateCheckpoint(row, checkpoint, (today - checkpoint.on).days)
        for row in project.plan
        for checkpoint in late_checks(row, today)
        if checkpoint.on is not None
    ]
    return LateWork(
        tuple(sorted(rows, key=lambda late: -late[1])),
        tuple(sorted(checks, key=lambda late: -late.days)),
    )


def late_goals(project: Project, today: date) -> frozenset[str]:
    """Find the ids of goals not reached that are past their last day or have late work."""
    late = late_work(project, today)
    served = {row.goal for row, _days in late.rows} | {
        checkpoint.row.goal for checkpoint in late.checks
    }
    return frozenset(
        goal.id
        for goal in project.goals
        if is_past(goal, today) or (goal.id in served and not goal.reached)
    )


def is_past(goal: Goal, today: date) -> bool:
    """Whether the goal's own last day is past and it is not reached."""
    return goal.end is not None and goal.end < today and not goal.reached


def check_after(project: Project, row_id: str, after: str | None) -> None:
    """Check that the row may wait for the row `after`.

    Raises the refusals `row-gone`, and `row-circle` where `after` waits for the row itself,
    directly or through others. The row need not be on the plan yet.
    """
    if after is None:
        return
    rows = {row.id: row for row in project.plan}
    if after not in rows:
        raise UserError("row-gone")
    at, seen = rows.get(after), {row_id}
    while at is not None:
        if at.id == row_id:
            raise UserError("row-circle", content=rows[after].content)
        if at.id in seen:
            return  # a circle among others, which this row does not close
        seen.add(at.id)
        at = rows.get(at.after or "")


FollowersById = Mapping[str, Sequence[PlanRow]]
"""The rows that wait for another directly, by its id."""


def map_followers(project: Project) -> FollowersById:
    """Return which rows wait directly for which, for whoever asks of many."""
    waiting: dict[str, list[PlanRow]] = {}
    for row in project.plan:
        if row.after is not None:
            waiting.setdefault(row.after, []).append(row)
    return waiting


def followers(
    project: Project, row_id: str, known: FollowersById | None = None
) -> tuple[PlanRow, ...]:
    """List the rows that wait for this one, directly or through others, nearest first."""
    waiting = map_followers(project) if known is None else known
    found: dict[str, PlanRow] = {}
    # Breadth first; passing over what is found ends circles, which merged sessions can leave.
    frontier = [row_id]
    while frontier:
        behind = {row.id: row for before in frontier for row in waiting.get(before, ())}
        frontier = [key for key in behind if key not in found and key != row_id]
        found.update((key, behind[key]) for key in frontier)
    return tuple(found.values())


def awaited_row(rows: Mapping[str, PlanRow], row: PlanRow) -> PlanRow | None:
    """Return which of the rows by id a row still waits for: none once either of the two is over."""
    before = rows.get(row.after or "")
    return None if before is None or _OVER & {row.state, before.state} else before


def waiting_rows(
    project: Project, row: PlanRow, known: FollowersById | None = None
) -> tuple[PlanRow, ...]:
    """List the rows that still wait for a row, as `followers` does: none once it is over."""
    if row.state in _OVER:
        return ()
    return tuple(each for each in followers(project, row.id, known) if each.state not in _OVER)


class RescheduledRow(NamedTuple):
    """A row with its new days, and the proposal to move what waits for it by the same days.

    `others` are the rows as they would be then; `days` is how much later its end is, negative for
    earlier. Nothing is proposed where the end stays.
    """

    row: PlanRow
    days: int
    others: tuple[PlanRow, ...]


def reschedule_row(
    project: Project, row_id: str, start: date | None, end: date | None
) -> RescheduledRow:
    """Move a row to these days, and propose to move along what waits for it.

    Its own open checkpoints move with its end. Rows done or dropped stay where they are. Raises
    the refusals `row-gone` and `span-backwards`.
    """
    row = next((row for row in project.plan if row.id == row_id), None)
    if row is None:
        raise UserError("row-gone")
    check_span(start, end)
    days = _days_later(row, start, end)
    moved = row.model_copy(
        update={"start": start, "end": end, "checkpoints": _shift_checkpoints(row, days)}
    )
    waiting = followers(project, row_id) if days else ()
    return RescheduledRow(
        moved, days, tuple(shift_row(other, days) for other in waiting if _can_move(other))
    )


def shift_checks(row: PlanRow, start: date | None, end: date | None) -> tuple[Checkpoint, ...]:
    """Return the checkpoints of a row as they would be with these days: those open move along."""
    return _shift_checkpoints(row, _days_later(row, start, end))


def shift_row(row: PlanRow, days: int) -> PlanRow:
    """Move a row and its open checkpoints by some days."""
    return row.model_copy(
        update={
            "start": row.start and shift_day(row.start, days),
            "end": row.end and shift_day(row.end, days),
            "checkpoints": _shift_checkpoints(row, days),
        }
    )


def _can_move(row: PlanRow) -> bool:
    return row.state in ("open", "doing") and (row.start is not None or row.end is not None)


def _days_later(row: PlanRow, start: date | None, end: date | None) -> int:
    if row.end is not None and end is not None:
        return (end - row.end).days
    if row.start is not None and start is not None:
        return (start - row.start).days
    return 0


def _shift_checkpoints(row: PlanRow, days: int) -> tuple[Checkpoint, ...]:
    if not days:
        return row.checkpoints
    return tuple(
        checkpoint
        if checkpoint.done
        else checkpoint.model_copy(update={"on": checkpoint.on and shift_day(checkpoint.on, days)})
        for checkpoint in row.checkpoints
    )


def shift_day(day: date, days: int) -> date:
    """Move a day; it stops at the ends of the calendar."""
    try:
        return day + timedelta(days)
    except OverflowError:
        return date.max if days > 0 else date.min


_BETWEEN = LatePattern(r"[,，、;；/\n]+")


class DatedRow(NamedTuple):
    """An open row with both its days, and the project it belongs to."""

    project: Project
    row: PlanRow
    start: date
    end: date


class WorkloadConflict(NamedTuple):
    """A stretch of days on which two rows or more of one person run, and those rows."""

    start: date
    end: date
    rows: tuple[DatedRow, ...]


def names_in(text: str) -> tuple[str, ...]:
    """List the names in a text that may name several, as they are written."""
    return tuple(name for part in _BETWEEN.split(text) if (name := part.strip()))


@lru_cache(maxsize=4096)
def people_in(text: str) -> tuple[str, ...]:
    """List the names in a text that may name several, folded to be compared, each once."""
    return tuple(dict.fromkeys(person for name in names_in(text) if (person := fold_text(name))))


def unknown_names(text: str, project: Project, projects: Iterable[Project]) -> tuple[str, ...]:
    """List the names in a text that nobody has heard of, as they are written.

    Known are the owners and teams of all projects, and the customer's people of this one.
    """
    if not (names := names_in(text)):
        return ()
    people = (contact.name for contact in project.contacts)
    known = set(map(fold_text, (*people, *list_colleagues((project, *projects)))))
    return tuple(name for name in names if fold_text(name) not in known)


def binding_days(row: PlanRow) -> tuple[date, date] | None:
    """Find the days on which an open row binds somebody; None if done, dropped or undated."""
    start, end = row.start or row.end, row.end or row.start
    if row.state not in ("open", "doing") or start is None or end is None or end < start:
        return None
    return start, end


def workload_conflicts(projects: Iterable[Project], person: str) -> tuple[WorkloadConflict, ...]:
    """Find the stretches of days on which rows of one person overlap, across open projects."""
    rows = _dated_rows(projects, person)
    return tuple(
        WorkloadConflict(
            start, end, tuple(row for row in rows if row.start <= end and start <= row.end)
        )
        for start, end in _overlaps(rows)
    )


def _dated_rows(projects: Iterable[Project], person: str) -> list[DatedRow]:
    """List the rows that bind a person, by first day."""
    name = fold_text(person)
    found = [
        DatedRow(project, row, *days)
        for project in projects
        if project.plan and project.status == "open"
        for row in project.plan
        if name in people_in(row.responsible) and (days := binding_days(row)) is not None
    ]
    return sorted(found, key=lambda dated_row: (dated_row.start, dated_row.end))


def _overlaps(rows: Iterable[DatedRow]) -> Iterator[tuple[date, date]]:
    """Yield the stretches of days, both ends included, on which two rows or more run."""
    # Only the days where rows begin or are over are looked at: a plan may span years.
    steps = Counter[int]()
    for row in rows:
        steps[row.start.toordinal()] += 1
        steps[row.end.toordinal() + 1] -= 1
    count = since = 0
    for day in sorted(steps):
        before, count = count, count + steps[day]
        if before < 2 <= count:
            since = day
        elif count < 2 <= before:
            yield date.fromordinal(since), date.fromordinal(day - 1)
