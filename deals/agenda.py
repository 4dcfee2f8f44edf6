"""What is due by day across all projects, and what was done (method, section 8: the week).

It is gathered from next actions, tasks, checkpoints and follow-ups, tender and signing days, of
open projects alone: nobody waits for what a project that ended or rests had planned.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal

from deals.followups import find_earliest_follow_up, group_follow_ups
from deals.history import DONE
from deals.model import Book, Change, Contact, PlanRow, Project, Touch
from deals.owners import list_colleagues, owner_key
from deals.planning.rows import people_in, shift_day
from deals.playbook import Playbook

DueKind = Literal["next", "task", "checkpoint", "follow-up", "tender", "signing"]
DoneKind = Literal["touch", "next", "task", "checkpoint", "follow-up", "stage", "signed", "ended"]
DUE_KINDS: tuple[DueKind, ...] = ("tender", "signing", "next", "task", "checkpoint", "follow-up")
"""What may be due, in the order of one day: days that others set come before work that can move."""
_RANKS = {kind: at for at, kind in enumerate(DUE_KINDS)}
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class DueItem:
    """Something that is due on a day, for a project.

    `what` is in the users' words: the next action, the task, what is looked at, what follows with
    the `contact`, and with those `along` to whom the same is promised; of a tender or signing day
    it is empty, for the kind says it. `who` is who does it, several as they were written. `record`
    is the id of task, checkpoint or contact, `row` that of a checkpoint's task. `places` are the
    ids of the projects in which the same follow-up is set.
    """

    on: date
    kind: DueKind
    project: Project
    what: str
    who: str
    overdue: bool
    record: str = ""
    row: str = ""
    contact: Contact | None = None
    places: tuple[str, ...] = ()
    along: tuple[Contact, ...] = ()

    @property
    def key(self) -> str:
        """What it goes by, whatever its day and words: the same from day to day."""
        return "/".join(filter(None, (self.kind, self.project.id, self.row, self.record)))

    @property
    def people(self) -> tuple[Contact, ...]:
        """All with whom a follow-up is, in the order of the project; nobody for other kinds."""
        return (self.contact, *self.along) if self.contact else ()

    @property
    def names(self) -> tuple[str, ...]:
        """The people who do it, as names are compared."""
        return _split_names(self.who)


@dataclass(frozen=True, slots=True)
class DoneItem:
    """Something that was done on a day, for a project, and by whom.

    `what` is in the users' words: the next action, the task, what was looked at and found, what
    followed with the `contact`. Of what moved, a stage, a signing or an ending, `change` is the
    move; of a `touch` it is that. `record` is the id of the task, a checkpoint's too, or of the
    contact.
    """

    on: date
    kind: DoneKind
    project: Project
    what: str
    who: str
    key: str
    change: Change | None = None
    touch: Touch | None = None
    record: str = ""
    contact: Contact | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The people who did it, as names are compared."""
        return _split_names(self.who)


def _split_names(who: str) -> tuple[str, ...]:
    return tuple(owner_key(name) for name in people_in(who))


def week_ends(today: date) -> tuple[date, date]:
    """Return Monday and Sunday of a day's week."""
    monday = today - timedelta(today.weekday())  # the first day that there is is one
    return monday, shift_day(monday, 6)


def last_monday(today: date) -> date:
    """Return from when one looks back on a week: Monday, on a Monday that of the week before."""
    return week_ends(shift_day(today, -1))[0]


def next_friday(today: date) -> date:
    """Return the Friday of next week, up to which the week looks ahead."""
    return shift_day(week_ends(today)[0], 7 + _FRIDAY)


def list_due(
    book: Book,
    playbook: Playbook,
    today: date,
    until: date | None = None,
    owners: Collection[str] = (),
) -> tuple[DueItem, ...]:
    """List what is due by a day, overdue first, day by day in the order of `DUE_KINDS`.

    Without `until` all that has a day is listed. `owners`, names as `owner_key` gives them, keeps
    what is due on the projects they lead and what names them on those of others; none is the team.
    A person whom several projects share is there once, with the earliest follow-up; what follows
    with several people of a project in the same words on one day is there once. A tender day
    that is past is due while the project is below the stage it asks for, the latest signing day
    until it is signed; the same limits as in triage.
    """
    last = until or date.max
    follow_ups = _join_promises(_list_follow_ups(book, today, last))
    found = [*_list_project_days(book, playbook, today, last), *follow_ups]
    kept = [item for item in found if item.on <= last and (not owners or is_of(item, owners))]
    return tuple(sorted(kept, key=lambda item: (item.on, _RANKS[item.kind])))


def list_new_days(
    before: Project | None, after: Project, playbook: Playbook, today: date
) -> tuple[DueItem, ...]:
    """List what an edit put on another day from today on; the end of a window is no such day."""
    was, now = (
        list_due(Book().with_projects(*filter(None, (each,))), playbook, today)
        for each in (before, after)
    )
    days = {item.key: item.on for item in was}
    return tuple(
        item
        for item in now
        if item.kind != "signing" and item.on >= today and days.get(item.key) != item.on
    )


def is_of(item: DueItem | DoneItem, owners: Collection[str]) -> bool:
    """Whether an item is of owners, by names to compare: their project's, theirs to do or done."""
    return owner_key(item.project.owner) in owners or any(name in owners for name in item.names)


def list_doers(book: Book) -> tuple[str, ...]:
    """List our people whose name something may have that is due or done, each once: who leads or
    is on a team, is responsible for a task, reviews one or covers a contact.
    """
    projects = book.projects.values()
    texts = (
        text
        for project in projects
        for text in (
            *(row.responsible for row in project.plan),
            *(check.by for row in project.plan for check in row.checkpoints),
            *(name for contact in project.contacts for name in contact.covered_by),
        )
    )
    names = (name for text in dict.fromkeys(texts) for name in people_in(text))
    return tuple(dict.fromkeys((*list_colleagues(projects), *names)))


def _open_projects(book: Book) -> Iterator[Project]:
    return (project for project in book.projects.values() if project.status == "open")


def _list_project_days(
    book: Book, playbook: Playbook, today: date, last: date
) -> Iterator[DueItem]:
    """Yield what has a day up to the last one on projects themselves and on their plans."""
    bid, signed = playbook.thresholds.tender.stage, playbook.signed
    for project in _open_projects(book):
        action, owner, stage = project.next_action, project.owner, project.stage
        if action is not None and action.on is not None and action.on <= last:
            yield DueItem(action.on, "next", project, action.text, owner, action.on < today)
        on = project.tender
        if on is not None and on <= last and (on >= today or not playbook.reached(stage, bid)):
            yield DueItem(on, "tender", project, "", owner, on < today)
        on = project.signs.latest if project.signs else None
        if on is not None and on <= last and not playbook.reached(stage, signed):
            yield DueItem(on, "signing", project, "", owner, on < today)
        for row in project.plan:
            if row.state != "dropped":
                yield from _list_row_days(project, row, today)


def _list_row_days(project: Project, row: PlanRow, today: date) -> Iterator[DueItem]:
    """Yield a task that is not done, on its last day, and the checkpoints not looked at.

    A done task may have some.
    """
    who = row.responsible or project.owner
    if row.end is not None and row.state != "done":
        yield DueItem(row.end, "task", project, row.content, who, row.end < today, row.id)
    for check in row.checkpoints:
        if check.on is not None and not check.done:
            by, late = check.by or who, check.on < today
            yield DueItem(check.on, "checkpoint", project, check.what, by, late, check.id, row.id)


def _list_follow_ups(book: Book, today: date, last: date) -> Iterator[DueItem]:
    """Yield the follow-ups that have a day up to the last one, each person's earliest."""
    for contacts in group_follow_ups(_open_projects(book)).values():
        dated = [each for each in contacts if each[1].follow_up and each[1].follow_up.on]
        found = find_earliest_follow_up(dated, last)
        if found is not None and found.on is not None:
            contact, project = found.contact, found.project
            yield DueItem(
                *(found.on, "follow-up", project, found.what),
                who=", ".join(contact.covered_by) or project.owner,
                overdue=found.on < today,
                record=contact.id,
                contact=contact,
                places=found.places,
            )


def _join_promises(items: Iterable[DueItem]) -> list[DueItem]:
    """Return the follow-ups, what was promised to several people at once as one of them all."""
    groups: dict[object, list[DueItem]] = {}
    for item in items:
        key = (item.project.id, item.on, item.what) if item.what else item.key
        groups.setdefault(key, []).append(item)
    return [_join_group(group) if len(group) > 1 else group[0] for group in groups.values()]


def _join_group(group: Sequence[DueItem]) -> DueItem:
    order = {contact.id: at for at, contact in enumerate(group[0].project.contacts)}
    first, *rest = sorted(group, key=lambda item: order[item.record])
    along = tuple(person for item in rest for person in item.people)
    covers = (person.covered_by or (first.project.owner,) for person in (*first.people, *along))
    who = ", ".join(dict.fromkeys(name for names in covers for name in names if name))
    places = tuple(dict.fromkeys(id_ for item in (first, *rest) for id_ in item.places))
    return replace(first, who=who, places=places, along=along)


def list_done(
    book: Book,
    playbook: Playbook,
    since: date,
    until: date,
    owners: Collection[str] = (),
) -> tuple[DoneItem, ...]:
    """List what was done from one day to another, both included, day by day.

    Of all projects, whatever became of them: touches, next actions, tasks and follow-ups done,
    checkpoints looked at, stages moved, what was signed and what ended. `owners` keeps what they
    did, alone or with others, and what was done on projects that they lead.
    """
    # An edit of a day is stamped on it, or beside it where the writer's clock has another offset.
    stamped = shift_day(since, -1)
    found = (
        item
        for project in book.projects.values()
        if project.updated_at.date() >= stamped
        for item in (*_list_moves(project, playbook), *_list_work(project))
        if since <= item.on <= until and (not owners or is_of(item, owners))
    )
    return tuple(sorted(found, key=lambda item: item.on))


def _list_work(project: Project) -> Iterator[DoneItem]:
    """Yield the touches of a project, and what of its plan is done since a day that is known."""
    for at, touch in enumerate(project.touches):
        key = f"touch/{project.id}/{touch.id or at}"
        who = touch.by or project.owner
        yield DoneItem(touch.on, "touch", project, touch.note, who, key, touch=touch)
    for row in project.plan:
        who = row.responsible or project.owner
        if row.state == "done" and row.done_on is not None:
            key = f"task/{project.id}/{row.id}"
            yield DoneItem(row.done_on, "task", project, row.content, who, key, record=row.id)
        for check in row.checkpoints:
            if check.done and check.done_on is not None:
                key, by = f"checkpoint/{project.id}/{row.id}/{check.id}", check.by or who
                what = ": ".join(filter(None, (check.what, check.result)))
                on = check.done_on
                yield DoneItem(on, "checkpoint", project, what, by, key, record=row.id)


def _list_moves(project: Project, playbook: Playbook) -> Iterator[DoneItem]:
    """Yield what a project's history says was done: next actions and follow-ups, stages, signing,
    endings.
    """
    staged = {change.at for change in project.history if change.field == "stage"}
    for at, change in enumerate(project.history):
        kind = _kind_of_move(change, project, playbook, staged)
        if kind is not None:
            what = (change.old or "") if change.note == DONE else ""
            key, who = f"{kind}/{project.id}/{at}", change.by or project.owner
            person = next((each for each in project.contacts if each.id == change.subject), None)
            record = change.subject or ""
            yield DoneItem(
                *(change.on, kind, project, what, who, key, change), record=record, contact=person
            )


def _kind_of_move(
    change: Change, project: Project, playbook: Playbook, staged: Collection[datetime]
) -> DoneKind | None:
    match change.field:
        case "next" if change.note == DONE:
            return "next"
        case "follow_up" if change.note == DONE:
            return "follow-up"
        case "stage":
            return _kind_of_stage(change, playbook)
        case "status" if change.new != "open" and change.at not in staged:
            signed = playbook.reached(project.stage, playbook.signed)
            return "signed" if change.new == "won" and not signed else "ended"
        case _:
            return None


def _kind_of_stage(change: Change, playbook: Playbook) -> DoneKind | None:
    """Return what a move to a stage did: a step on, or the signing; None for one that goes back."""
    order, old, new = playbook.order, change.old or "", change.new or ""
    if order.get(new, -1) <= order.get(old, -1):
        return None
    signed = playbook.signed
    return (
        "signed" if playbook.reached(new, signed) and not playbook.reached(old, signed) else "stage"
    )
