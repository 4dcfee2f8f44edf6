"""Two records of one project in one, without the record that both were made from.

An export brings a project as it was elsewhere, and two entries of the pipeline turn out to be the
same deal. Unlike in three-way merging nothing says what was taken away: what only one side has
stays, of two values the one that was set last counts, and what loses stays in the history.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from deals.accounts import replace_contact_id
from deals.edits.records import apply_edit, tracked_change
from deals.fields import CONTACT, PROJECT, history_text
from deals.fields.project_fields import read_tags
from deals.history import NOTES, HistoryKey, changed_lines, history_key, thin_history
from deals.merging.history import EXPORTED, UNITED, make_move
from deals.merging.labels import field_id, is_listed, project_field_names
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
from deals.own_columns import FIELD, own_field, own_key, own_text, with_own
from deals.parsing.text import fold_text

_LISTS = frozenset({"contacts", "snoozes", "history", *KEYS, *LOOSE, *RECORDS})
_STAMPS = frozenset({"id", "created_at", "updated_at", "updated_by"})
_WITH_STATUS = "end_reason"


@dataclass(frozen=True, slots=True)
class Joined:
    """A project made of two, and the values that lost: `ours` of a conflict stands in it."""

    project: Project
    lost: tuple[FieldConflict, ...] = ()


def join_records(here: Project, there: Project) -> Joined:
    """Join two records of one project; joining with the same one again changes nothing.

    A field with history is as its newest move left it, another as the record written last has it.
    Of tags and of the lines of notes all stay but those that a side took away. Lists are joined by
    the keys of their records, touches and history as a union. `here` comes back itself where the
    other says nothing new.
    """
    return _join(_compare(_with_plain_tags(here), _with_plain_tags(there)), here)


def _with_plain_tags(project: Project) -> Project:
    """Return the project with its tags as history has them: one with a comma is several there."""
    tags = read_tags(", ".join(project.tags))
    return project if tags == project.tags else project.model_copy(update={"tags": tags})


def join_elsewhere(here: Project, there: Project) -> Joined:
    """Join a project with the record of another id that somebody made of the same deal elsewhere.

    As `join_records` does, but what either never knew the other fills.
    """
    parted = any(ref.part == there.id for ref in here.sources)
    renamed = _name_people_alike(here, there).model_copy(update=_as_part(here, there, parted))
    return _join(replace(_compare(here, renamed), apart=True), here)


def join_projects(kept: Project, other: Project, stamp: Stamp) -> Joined:
    """Make one of two projects that are the same deal: `kept`, with all that the other knows.

    Of two values that of `kept` stands. People of one name are one person, unless a side has two of
    that name.
    """
    theirs = _name_people_alike(kept, other).model_copy(update=_as_part(kept, other, parted=True))
    joined = _join(replace(_compare(kept, theirs), apart=True, kept=kept), kept)
    made = joined.project
    moves = list(_merged_moves(kept, other, made, stamp))
    return replace(joined, project=apply_edit(made, stamp, {}, *moves))


def _as_part(kept: Project, other: Project, parted: bool) -> dict[str, object]:
    """Return what another project is to have so that it joins with `kept`, and is known again."""
    ids = dict.fromkeys((*other.also, other.id))
    return {
        "id": kept.id,
        "also": tuple(each for each in ids if each != kept.id),
        "sources": _part_sources(kept, other) if parted else other.sources,
    }


def _merged_moves(kept: Project, other: Project, made: Project, stamp: Stamp) -> Iterator[Change]:
    """Yield the moves by which two projects became one, so that they are the newest everywhere."""
    for field in PROJECT.tracked:
        mine, theirs, now = (PROJECT.history_text(side, field) for side in (kept, other, made))
        if field == NOTES and mine != now:
            yield tracked_change(stamp, field, *changed_lines(mine, now), UNITED)
        elif field not in ITEMS and theirs and not same_text(field, theirs, now):
            yield tracked_change(stamp, field, theirs, now, UNITED)
        elif field != NOTES and mine != now:
            yield tracked_change(stamp, field, mine, now, UNITED)
    for each in made.own:
        sides = (own_text(side, each.name) for side in (other, kept))
        if old := next((text for text in sides if text != each.value), None):
            yield tracked_change(stamp, own_field(each.name), old, each.value, UNITED)


@dataclass(frozen=True, slots=True)
class _Sides:
    """Two records to join, by which was written last, and when their fields moved.

    They were made `apart`, so that a blank may only mean that a side never knew; `kept` is the one
    whose values stand, None where the newest do.
    """

    newer: Project
    older: Project
    moves: tuple[_Moves, _Moves]
    apart: bool = False
    kept: Project | None = None

    def older_counts(self, key: HistoryKey) -> bool:
        """Whether a field is as the side has it that was written first."""
        if self.kept:
            return self.kept is self.older
        newer, older = (each.get(key) for each in self.moves)
        return older is not None and (newer is None or older > newer)

    def is_blank(self, key: HistoryKey, value: object, *, older: bool) -> bool:
        """Whether a side says nothing of a field, and did not take away what it said."""
        return self.apart and not value and (bool(self.kept) or key not in self.moves[older])

    def winner(self, *, older: bool) -> Project:
        """Return one of the sides."""
        return self.older if older else self.newer


def _compare(here: Project, there: Project) -> _Sides:
    newer, older = (there, here) if there.updated_at > here.updated_at else (here, there)
    return _Sides(newer, older, (_last_moves(newer), _last_moves(older)))


def _join(sides: _Sides, here: Project) -> Joined:
    newer, older = sides.newer, sides.older
    if newer == older:
        return Joined(here)
    lost: list[FieldConflict] = []
    fields = dict(_settle_fields(sides, lost))
    people = dict(_settle_people(sides, lost))
    united = _unite_lists(*(_put_values(side, fields, people) for side in (newer, older)))
    lost += (conflict for conflict in united.conflicts if not _is_past(conflict, newer))
    history = _join_histories(older.history, newer.history)
    notable = [each for each in lost if not sides.kept or each.subject or is_listed(_key(each))]
    history = _join_histories(history, tuple(_note_lost(notable, history, newer)))
    update = {
        **_order_lists(united.project, here),
        "touches": _join_touches(older.touches, newer.touches, here),
        "snoozes": newer.snoozes,
        "history": thin_history(history),
        "created_at": min(newer.created_at, older.created_at),
        # Of two records of one instant the first counts, or joining again would swap them.
        "updated_by": newer.updated_by,
    }
    joined = united.project.model_copy(update=update)
    return Joined(here if joined == here else joined, tuple(lost))


def _key(conflict: FieldConflict) -> HistoryKey:
    return conflict.field, conflict.subject


def _part_sources(kept: Project, other: Project) -> tuple[SourceRef, ...]:
    """Return the tables that hold the other project, told apart from those that hold both.

    A table, or a CRM, goes on holding two records; each is known by what it said of it.
    """
    both = {ref.key for ref in kept.sources}
    return tuple(
        ref.model_copy(update={"part": other.id}) if ref.key in both else ref
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
        key = _settled_key(history_key(change))
        last[key] = max(change.at, last.get(key, change.at))
    return last


def _settled_key(key: HistoryKey) -> HistoryKey:
    """Return what the moves of a field share, however the name of an own column is written."""
    field, subject = key
    if not field.startswith(FIELD):
        return key
    return own_field(own_key(field.removeprefix(FIELD))), subject


def _settle_fields(sides: _Sides, lost: list[FieldConflict]) -> Iterator[tuple[str, object]]:
    """Yield own columns and fields that are no lists with what counts; add what loses to `lost`."""
    newer, older = sides.newer, sides.older
    for name in dict.fromkeys((*project_field_names(newer), *project_field_names(older))):
        if name in _LISTS or name in _STAMPS:
            continue
        values = [getattr(side, name, None) for side in (newer, older)]
        # Why a project ended goes with its status.
        key = ("status" if name == _WITH_STATUS else field_id(name)), None
        if name in ITEMS and (items := unite_items(name, sides)) is not None:
            yield name, items
            continue
        turned = sides.older_counts(key)
        if name != _WITH_STATUS and sides.is_blank(key, values[turned], older=turned):
            turned = not turned
        chosen, other = values[turned], values[not turned]
        yield name, chosen
        conflict = FieldConflict(field_id(name), history_text(chosen), history_text(other))
        if other != chosen and not _is_past(conflict, sides.winner(older=turned)):
            lost.append(conflict)
    yield "own", _settle_own(sides, lost)


ITEMS: Mapping[str, Callable[[str], Sequence[str]]] = {
    "tags": read_tags,
    "remarks": lambda text: text.split("\n"),
}
"""The fields of several words or lines, each of which comes and goes by itself: how texts part."""


def unite_items(name: str, sides: _Sides) -> object:
    """Return all items of both sides but those whose last move took them away.

    None where nothing is known of their moves: then the record written last says which there are.
    """
    key, split = (field_id(name), None), ITEMS[name]
    both = (*sides.newer.history, *sides.older.history)
    moves = [change for change in both if history_key(change) == key]
    if not moves and not sides.apart:
        return None
    turned = sides.older_counts(key)
    values = [getattr(sides.winner(older=each), name) for each in (turned, not turned)]
    first, second = (split(each) if isinstance(each, str) else each for each in values)
    gone = set() if sides.kept else _find_gone(moves, split)
    gone -= set(map(fold_text, first)) & set(map(fold_text, second))
    known = {"", *map(fold_text, first), *gone}
    kept = [item for item in first if fold_text(item) not in gone]
    kept += [item for item in second if fold_text(item) not in known]
    return type(values[0])(kept) if name == "tags" else "\n".join(kept).strip("\n")


def _find_gone(moves: Iterable[Change], split: Callable[[str], Sequence[str]]) -> set[str]:
    """Return what of some items moved away last; of one instant what came counts."""
    last: dict[str, tuple[datetime, bool]] = {}
    for move in moves:
        old, new = (
            {fold_text(each) for each in split(text or "")} for text in (move.old, move.new)
        )
        for item in old ^ new:
            last[item] = max((move.at, item in new), last.get(item, (move.at, False)))
    return {item for item, (_at, there) in last.items() if item and not there}


def _settle_people(
    sides: _Sides, lost: list[FieldConflict]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Yield, by the ids of people on both sides, what has moved of them with what goes along."""
    by_time = replace(sides, kept=None)
    known = {contact.id: contact for contact in sides.older.contacts}
    for contact in sides.newer.contacts:
        if contact.id not in known:
            continue
        values: dict[str, object] = {}
        for field in CONTACT.tracked:
            turned = by_time.older_counts((field, contact.id))
            ends = (known[contact.id], contact) if turned else (contact, known[contact.id])
            texts = [CONTACT.history_text(side, field) for side in ends]
            if (turned or texts[0]) and texts[0] != texts[1]:
                unit = next((unit for unit in TOGETHER[Contact] if field in unit), (field,))
                values.update({name: getattr(ends[0], name) for name in unit})
                conflicts = _list_unit_conflicts((field, *_WRITTEN_WITH.get(field, ())), *ends)
                winner = sides.winner(older=turned)
                lost.extend(each for each in conflicts if not _is_past(each, winner))
        yield contact.id, values


_WRITTEN_WITH = {"cr": ("evidence",), "stance": ("competitor",)}
"""What somebody wrote along with a field of a person, and goes with it."""


def _list_unit_conflicts(
    names: Iterable[str], chosen: Contact, other: Contact
) -> Iterator[FieldConflict]:
    """Yield what a field of a person, and what goes with it, loses to the value that counts."""
    for name in names:
        texts = [CONTACT.history_text(side, name) for side in (chosen, other)]
        if texts[0] != texts[1]:
            yield FieldConflict(name, texts[0], texts[1], chosen.id)


def _is_past(conflict: FieldConflict, winner: Project) -> bool:
    """Whether what loses is nothing, or what the winner's own history moved on from."""
    return conflict.theirs is None or any(
        history_key(change) == (conflict.field, conflict.subject)
        and conflict.theirs in (change.old, change.new)
        for change in winner.history
    )


def _settle_own(sides: _Sides, lost: list[FieldConflict]) -> tuple[OwnValue, ...]:
    """Return the own values of both sides, of two the one that moved last; add what loses.

    One that a side took away stays so.
    """
    values: dict[str, str] = {}
    names = {own_key(each.name): each.name for each in (*sides.older.own, *sides.newer.own)}
    for column, name in names.items():
        key = own_field(column), None
        texts = [own_text(side, name) for side in (sides.newer, sides.older)]
        turned = sides.older_counts(key)
        if not texts[turned] and (sides.kept or key not in sides.moves[turned]):
            turned = not turned
        values[name] = texts[turned]
        conflict = FieldConflict(own_field(name), texts[turned] or None, texts[not turned] or None)
        differs = texts[0] != texts[1]
        if differs and not _is_past(conflict, sides.winner(older=turned)):
            lost.append(conflict)
    return with_own(sides.newer, values)


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


def _order_lists(joined: Project, here: Project) -> Mapping[str, tuple[Any, ...]]:
    """Return the lists of a joined project as `here` has them in order, new records behind."""
    apart: Mapping[str, KeyFunction] = {"contacts": _contact_id, "sources": lambda ref: ref.key}
    keys: Mapping[str, KeyFunction] = {**apart, **KEYS, **LOOSE}
    lists = {
        name: _order_records(getattr(joined, name), getattr(here, name), key)
        for name, key in keys.items()
    }
    for name, (inner, inner_key) in _INNER.items():
        known = {keys[name](record): getattr(record, inner) for record in getattr(here, name)}
        lists[name] = tuple(
            _order_inner(record, inner, known.get(keys[name](record), ()), inner_key)
            for record in lists[name]
        )
    return lists


_INNER: Mapping[str, tuple[str, KeyFunction]] = {
    "strategies": ("uses", str),
    "plan": ("checkpoints", lambda checkpoint: checkpoint.id),
}
"""The lists inside of records of lists, and the key of what is in them."""


def _order_inner(record: Any, name: str, before: Sequence[Any], key: KeyFunction) -> Any:
    values = getattr(record, name)
    ordered = _order_records(values, before, key)
    return record if ordered == values else record.model_copy(update={name: ordered})


def _order_records(
    records: Sequence[Any], before: Sequence[Any], key: KeyFunction
) -> tuple[Any, ...]:
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
            yield make_move(newer, key, conflict.theirs, conflict.ours, EXPORTED)
