"""Two records of one project in one, without the record that both were made from.

An export brings a project as it was elsewhere, and two entries of the pipeline turn out to be the
same deal. Unlike in three-way merging nothing says what was taken away: what only one side has
stays, of two values the one that was set last counts, and what loses stays in the history.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from deals.accounts import replace_contact_id
from deals.edits.records import apply_edit
from deals.fields import CONTACT, history_text
from deals.history import HistoryKey, history_key, thin_history
from deals.merging.history import OVERWRITTEN, make_move
from deals.merging.labels import field_id, project_field_names
from deals.merging.lists import repair_links
from deals.merging.primitives import FieldConflict, same_text
from deals.merging.records import Merged, merge
from deals.model import (
    KEYS,
    LOOSE,
    RECORDS,
    TOGETHER,
    Change,
    Contact,
    OwnValue,
    Project,
    SourceRef,
    Stamp,
    Touch,
)
from deals.model.records import KeyFunction
from deals.own_columns import own_field, own_text, with_own
from deals.parsing.text import fold_text

IDENTITY = ("name", "customer", "owner")
"""What a project goes by."""

_LISTS = frozenset({"contacts", "snoozes", "history", *KEYS, *LOOSE, *RECORDS})
_STAMPS = frozenset({"id", "created_at", "updated_at", "updated_by"})
_WITH_STATUS = "end_reason"


@dataclass(frozen=True, slots=True)
class Joined:
    """A project made of two, and the values that lost: `ours` of a conflict stands in it."""

    project: Project
    lost: tuple[FieldConflict, ...] = ()


def join_records(here: Project, there: Project, *, twins: bool = False) -> Joined:
    """Join two records of one project; joining with the same one again changes nothing.

    A field with history is as its newest move left it, another as the record written last has it.
    Lists are joined by the keys of their records, touches and history as a union. Of `twins`, which
    were entered apart, `here` says what the project goes by, and what either left blank the other
    fills. `here` comes back itself where the other says nothing new.
    """
    if here == there:
        return Joined(here)
    newer, older = (there, here) if there.updated_at > here.updated_at else (here, there)
    moves = _last_moves(newer), _last_moves(older)
    lost: list[FieldConflict] = []
    fields = dict(_settle_fields(newer, older, moves, here if twins else None, lost))
    people = dict(_settle_people(newer, older, moves, lost))
    united = _unite_lists(*(_put_values(side, fields, people) for side in (newer, older)))
    lost += united.conflicts
    history = _join_histories(older.history, newer.history)
    history = _join_histories(history, tuple(_note_lost(lost, history, newer)))
    update = {
        **_order_lists(united.project, here),
        "touches": _join_touches(older.touches, newer.touches, here),
        "snoozes": newer.snoozes,
        "history": thin_history(history),
        "created_at": min(here.created_at, there.created_at),
        # Of two records of one instant the first counts, or joining again would swap them.
        "updated_by": newer.updated_by,
    }
    joined = united.project.model_copy(update=update)
    return Joined(here if joined == here else joined, tuple(lost))


def join_projects(kept: Project, other: Project, stamp: Stamp) -> Joined:
    """Make one of two projects that are the same deal: `kept`, with all that the other knows.

    People of one name are one person, unless a side has two of that name.
    """
    update = {"id": kept.id, "sources": _part_sources(kept, other)}
    theirs = _name_people_alike(kept, other).model_copy(update=update)
    joined = join_records(kept, theirs, twins=True)
    return replace(joined, project=apply_edit(joined.project, stamp, {}))


def _part_sources(kept: Project, other: Project) -> tuple[SourceRef, ...]:
    """Return the tables that hold the other project, told apart from those that hold both.

    A table, or a CRM, goes on holding two records; each is known by its owner or its id.
    """
    records = {ref.key: (ref.owner, ref.id) for ref in kept.sources}
    return tuple(
        ref.model_copy(update={"part": other.id})
        if records.get(ref.key, (ref.owner, ref.id)) != (ref.owner, ref.id)
        else ref
        for ref in other.sources
    )


def _name_people_alike(kept: Project, other: Project) -> Project:
    """Return the other project, in which whoever is in `kept` too has the id that they have there.

    A person whom both know by an id is known by that, whatever the name.
    """
    here, there = _people_by_name(kept), _people_by_name(other)
    shared = {contact.id for contact in kept.contacts} & {contact.id for contact in other.contacts}
    for name, ours in here.items():
        ids = {contact.id for contact in (*ours, *there.get(name, ()))}
        if len(ours) == len(there.get(name, ())) == 1 and not ids & shared:
            other = replace_contact_id(other, there[name][0].id, ours[0].id)
    return other


def _people_by_name(project: Project) -> Mapping[str, list[Contact]]:
    people: dict[str, list[Contact]] = defaultdict(list)
    for contact in project.contacts:
        people[fold_text(contact.name)].append(contact)
    return people


_Moves = Mapping[HistoryKey, datetime]
"""When a field moved last, by what it is of."""


def _last_moves(project: Project) -> _Moves:
    last: dict[HistoryKey, datetime] = {}
    for change in project.history:
        key = history_key(change)
        last[key] = max(change.at, last.get(key, change.at))
    return last


def _older_moved_last(key: HistoryKey, moves: tuple[_Moves, _Moves]) -> bool:
    newer, older = (each.get(key) for each in moves)
    return older is not None and (newer is None or older > newer)


def _settle_fields(
    newer: Project,
    older: Project,
    moves: tuple[_Moves, _Moves],
    kept: Project | None,
    lost: list[FieldConflict],
) -> Iterator[tuple[str, object]]:
    """Yield own columns and fields that are no lists with what counts; add what loses to `lost`.

    Of twins `kept` is the one that says what the project goes by.
    """
    for name in dict.fromkeys((*project_field_names(newer), *project_field_names(older))):
        if name in _LISTS or name in _STAMPS:
            continue
        values = [getattr(side, name, None) for side in (newer, older)]
        # Why a project ended goes with its status.
        key = "status" if name == _WITH_STATUS else field_id(name)
        turned = _older_moved_last((key, None), moves)
        if kept and name in IDENTITY:
            turned = kept is older
        if kept and name != _WITH_STATUS and not values[turned]:
            turned = not turned
        chosen, other = values[turned], values[not turned]
        yield name, chosen
        conflict = FieldConflict(field_id(name), history_text(chosen), history_text(other))
        if other != chosen and not _is_past(conflict, older if turned else newer):
            lost.append(conflict)
    yield "own", _settle_own(newer, older, moves, lost, twins=kept is not None)


def _settle_people(
    newer: Project, older: Project, moves: tuple[_Moves, _Moves], lost: list[FieldConflict]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield, by the ids of people on both sides, what has moved of them with what goes along."""
    known = {contact.id: contact for contact in older.contacts}
    for contact in newer.contacts:
        if contact.id not in known:
            continue
        values: dict[str, object] = {}
        for field in CONTACT.tracked:
            turned = _older_moved_last((field, contact.id), moves)
            sides = (known[contact.id], contact) if turned else (contact, known[contact.id])
            texts = [CONTACT.history_text(side, field) for side in sides]
            if (turned or texts[0]) and texts[0] != texts[1]:
                unit = next((unit for unit in TOGETHER[Contact] if field in unit), (field,))
                values.update({name: getattr(sides[0], name) for name in unit})
                conflict = FieldConflict(field, texts[0], texts[1], contact.id)
                if not _is_past(conflict, older if turned else newer):
                    lost.append(conflict)
        yield contact.id, values


def _is_past(conflict: FieldConflict, winner: Project) -> bool:
    """Whether what loses is nothing, or what the winner's own history moved on from."""
    return conflict.theirs is None or any(
        (change.field, change.subject) == (conflict.field, conflict.subject)
        and conflict.theirs in (change.old, change.new)
        for change in winner.history
    )


def _settle_own(
    newer: Project,
    older: Project,
    moves: tuple[_Moves, _Moves],
    lost: list[FieldConflict],
    *,
    twins: bool,
) -> tuple[OwnValue, ...]:
    """Return the own values of both sides, of two the one that moved last; add what loses.

    One that the newer side took away stays so, unless they are twins.
    """
    values: dict[str, str] = {}
    for each in older.own:
        text, field = own_text(newer, each.name), own_field(each.name)
        removed = not text and (field, None) in moves[0] and not twins
        turned = (not text and not removed) or _older_moved_last((field, None), moves)
        values[each.name] = each.value if turned else text
        if text and text != each.value:
            texts = (each.value, text) if turned else (text, each.value)
            conflict = FieldConflict(field, *texts)
            if not _is_past(conflict, older if turned else newer):
                lost.append(conflict)
    return with_own(newer, values)


def _put_values(
    side: Project, fields: Mapping[str, object], people: Mapping[str, Mapping[str, object]]
) -> Project:
    """Return one side with the values that count, so that it differs from the other in lists."""
    contacts = tuple(
        contact.model_copy(update=dict(people[contact.id])) if people.get(contact.id) else contact
        for contact in side.contacts
    )
    return side.model_copy(update={**fields, "contacts": contacts})


def _unite_lists(newer: Project, older: Project) -> Merged:
    """Unite the lists of both sides, which differ in nothing else.

    With nothing before them all records stay; of what differs in a record that both have, the newer
    side's stands and the other is told as lost.
    """
    sides = (side.model_copy(update={"history": (), "snoozes": ()}) for side in (newer, older))
    ours, theirs = sides
    fields = Project.model_fields
    empty = {name: fields[name].get_default() for name in (*KEYS, *LOOSE, *RECORDS)}
    nothing = ours.model_copy(update={"contacts": (), "sources": (), **empty})
    merged = merge(nothing, ours, theirs, prefer="ours")
    # Where only one side has lists they are taken as they stand, with what points nowhere in them.
    project, loose = repair_links(merged.project, nothing, ours, theirs, "ours")
    return Merged(project, (*merged.conflicts, *loose))


def _order_lists(joined: Project, here: Project) -> dict[str, object]:
    """Return the lists of a joined project as `here` has them in order, new records behind."""
    apart: Mapping[str, KeyFunction] = {"contacts": _contact_id, "sources": lambda ref: ref.key}
    keys: Mapping[str, KeyFunction] = {**apart, **KEYS, **LOOSE}
    return {
        name: _order_records(getattr(joined, name), getattr(here, name), key)
        for name, key in keys.items()
    }


def _order_records(records: Sequence[Any], before: Sequence[Any], key: KeyFunction) -> object:
    places = {key(record): place for place, record in enumerate(before)}
    return tuple(sorted(records, key=lambda record: places.get(key(record), len(places))))


def _contact_id(contact: Contact) -> str:
    return contact.id


def _join_touches(
    older: Sequence[Touch], newer: Sequence[Touch], here: Project
) -> tuple[Touch, ...]:
    """Return the touches of both sides in the order of their days, each once, as written last.

    Those of a day stand as `here` has them.
    """
    key = LOOSE["touches"]
    touches = {key(touch): touch for touch in (*older, *newer)}
    places = {key(touch): place for place, touch in enumerate(here.touches)}
    return tuple(
        sorted(touches.values(), key=lambda each: (each.on, places.get(key(each), len(places))))
    )


def _join_histories(older: Sequence[Change], newer: Sequence[Change]) -> tuple[Change, ...]:
    """Return the moves of both sides in the order of time; a move that both know counts once."""
    both = Counter(older) | Counter(newer)
    # Moves of one instant stand as the side has them that knows them.
    order = {change: place for place, change in enumerate(dict.fromkeys((*newer, *older)))}
    return tuple(sorted(both.elements(), key=lambda change: (change.at, order[change])))


def _note_lost(
    lost: Iterable[FieldConflict], history: Collection[Change], newer: Project
) -> Iterator[Change]:
    """Yield a move for each value that lost and that the history does not mention yet."""
    known: set[tuple[HistoryKey, str | None]] = set()
    for change in history:
        known |= {(history_key(change), change.old), (history_key(change), change.new)}
    for conflict in lost:
        key = conflict.field, conflict.subject
        mentioned = (key, conflict.theirs) in known
        if not mentioned and not same_text(conflict.field, conflict.ours, conflict.theirs):
            yield make_move(newer, key, conflict.theirs, conflict.ours, OVERWRITTEN)
