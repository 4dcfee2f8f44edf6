"""Sentences about changes, in notices and in a project's log: who changed what to what. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from deals.edits.patches import Patch
from deals.errors import UserError
from deals.history import (
    ADDED_OUTSIDE,
    DONE,
    KEPT,
    NOTES,
    OPEN_GATE,
    OUTSIDE,
    PARTED,
    RENAMED,
    HistoryKey,
    LogEntry,
    history_key,
    log_entries,
)
from deals.merging.history import BY_TABLE, EXPORTED, OVERWRITTEN, UNITED
from deals.merging.joining import Joined
from deals.merging.labels import UNREPORTED, is_listed, record_title, trail_text
from deals.merging.overwrites import Overwritten
from deals.merging.primitives import FieldConflict, same_text
from deals.model import (
    LEVELS,
    LISTED,
    SHARED,
    Amount,
    Book,
    Change,
    Checkpoint,
    Note,
    Project,
    SalesTarget,
    Touch,
)
from deals.model.base import Frozen
from deals.model.records import KEYS, LOOSE, KeyFunction
from deals.network.relationship import cr_text
from deals.numbers.targets import target_period
from deals.own_columns import own_field, own_text
from deals.parsing.amounts import amount_text, parse_amount
from deals.parsing.contact_line import parse_contacts
from deals.playbook import Playbook
from deals.rules.compliance import GiftTotal, find_breaches
from views.field_values import people_text
from views.touches import breaches_text, noted_touch, touch_words
from wording import N_, _, add_note, draw_arrow, language, ngettext, show_move
from wording.errors import one_line
from wording.findings import gate_item_text
from wording.names import (
    change_name,
    change_names,
    function_name,
    level_name,
    line_name,
    role_name,
    stance_name,
    status_name,
)
from wording.record_names import listed_text, note_title

_STANCES = {"+": "supports", "-": "opposes", "=": "neutral", "!": "competitor"}


def history_value_text(key: HistoryKey, text: str | None, playbook: Playbook) -> str:
    """Return a field's value as history keeps it, in the words that people read, in one line."""
    field = key[0]
    if text is None:
        return cr_text(None) if field == "cr" else _("nothing")
    if is_listed(key):
        return listed_text(field, text, playbook)
    return " / ".join((_READ[field](text) if field in _READ else text).splitlines())


def _amount(text: str) -> str:
    try:
        return amount_text(parse_amount(text), language())
    except UserError:
        return text


def _people(text: str) -> str:
    """Return people as they are typed, their levels by name; a text that is none as it is."""
    if not set(LEVELS) & set(text.split()):
        return text
    try:
        return people_text(parse_contacts(text, new_id=lambda: ""))
    except UserError:
        return text


def _stance(text: str) -> str:
    name = stance_name(_STANCES.get(text[:1], text))
    return add_note(name, text[1:]) if text[1:] else name


def _lines(text: str) -> str:
    return _(", ").join(map(line_name, text.split(", ")))


_READ: Mapping[str, Callable[[str], str]] = {
    "amount": _amount,
    "contacts": _people,
    "status": status_name,
    "cr": "CR{}".format,
    "stance": _stance,
    "level": level_name,
    "function": function_name,
    "role": role_name,
    "lines": _lines,
    "outside": lambda _text: _("yes"),
    "key": lambda _text: _("yes"),
}


def what_moved(field: str, subject: str | None, project: Project | None) -> str:
    """Return what moved, by its field and its contact, if any: `amount`, `CR of 何总`."""
    name = change_name("remarks" if (field, subject) == (NOTES, None) else field)
    if subject is None or field in LISTED:
        return name
    people = project.contacts if project else ()
    person = next((contact.name for contact in people if contact.id == subject), None)
    if person is None:
        return _("{what} of a contact").format(what=name)
    return _("{what} of {name}").format(what=name, name=person)


def overwritten_text(edit: Overwritten, book: Book, playbook: Playbook) -> str:
    """Return that somebody changed what was just written here, and to what."""
    project = book.projects.get(edit.project)
    by = edit.by or _("someone else")
    if edit.field == "project":
        return _("{by} deleted {name} after you changed it").format(by=by, name=edit.name)
    if edit.field == "contacts" and edit.new is None:
        gone = _("{by} removed the contact {person} of {name}, which you had changed")
        return gone.format(by=by, person=edit.old or "", name=edit.name)
    if edit.field == "contacts" and edit.old is None:
        back = _("{by} put back the contact {person} of {name}, which you had removed")
        return back.format(by=by, person=edit.new, name=edit.name)
    what = what_moved(edit.field, edit.subject, project)
    old, new = (
        history_value_text((edit.field, edit.subject), text, playbook)
        for text in (edit.old, edit.new)
    )
    if edit.field in SHARED:
        shared = _("{by} changed the {what} after you: {old} -> {new}")
        return draw_arrow(shared).format(by=by, what=what, old=old, new=new)
    text = draw_arrow(_("{by} changed the {what} of {name} after you: {old} -> {new}"))
    return text.format(by=by, what=what, name=edit.name, old=old, new=new)


_MOST_MOVES = 3


def replayed_text(label: str, change: Patch, playbook: Playbook) -> str:
    """Return what a change does that is taken back or done again: the projects, and what to what.

    `label` says it where no field has another value, as when a touch is logged.
    """
    names = [
        project.name
        for replaced in change.projects.values()
        if (project := replaced.after or replaced.before) is not None
    ]
    if not names:
        moves = list(_list_target_moves(change))
        return _("{what}: {how}").format(what=label, how=join_some(moves)) if moves else label
    name = join_some(list(dict.fromkeys(names)))  # merged ones may be called alike
    moves = list(_list_moves(change, playbook)) if len(names) == 1 else []
    if not moves:
        return _("{label}, {name}").format(label=label, name=name)
    return _("{what}: {how}").format(what=name, how=join_some(moves))


def _list_target_moves(change: Patch) -> Iterator[str]:
    """Yield of each target that moves its period, its owner, and from what to what."""
    if "targets" not in change.lists:
        return
    was, now = (
        {(each.first, each.months, each.owner, each.currency): each for each in side}
        for side in (
            [each for each in records if isinstance(each, SalesTarget)]
            for records in change.lists["targets"]
        )
    )
    moved = [key for key in dict.fromkeys((*was, *now)) if was.get(key) != now.get(key)]
    for about in dict.fromkeys(key[:3] for key in moved):
        sides = ([each for key, each in side.items() if key[:3] == about] for side in (was, now))
        old, new = map(_targets_text, sides)
        target = next(each for key, each in (*was.items(), *now.items()) if key[:3] == about)
        parts = [target_period(target).label, target.owner]
        yield f"{' '.join(filter(None, parts))} {show_move(old, new)}"


def _targets_text(targets: Sequence[SalesTarget]) -> str:
    texts = [
        amount_text(
            Amount(
                low=each.amount, high=each.amount, currency=each.currency, text=f"{each.amount}"
            ),
            language(),
        )
        for each in targets
        if each.stands
    ]
    return _(", ").join(texts) or _("nothing")


def join_some(texts: Sequence[str]) -> str:
    """Return the first few of some texts, and how many more there are."""
    shown, left = _("; ").join(texts[:_MOST_MOVES]), len(texts) - _MOST_MOVES
    if left <= 0:
        return shown
    count = ngettext("+ {count} more", "+ {count} more", left).format(count=left)
    return add_note(shown, count)


def _list_moves(change: Patch, playbook: Playbook) -> Iterator[str]:
    """Yield what moves in the fields of a project that was and is, and of its people."""
    from deals.fields import PROJECT

    (before, after), *_rest = change.projects.values()
    if before is None or after is None:
        return
    for field in PROJECT.typed:
        if field not in ("contacts", "next_on"):
            was, now = (PROJECT.history_text(each, field) for each in (before, after))
            yield from _move_text(what_moved(field, None, after), field, was, now, playbook)
    for name in dict.fromkeys(each.name for each in (*before.own, *after.own)):
        was, now = (own_text(each, name) or None for each in (before, after))
        yield from _move_text(name, own_field(name), was, now, playbook)
    yield from _list_contact_moves(before, after, playbook)
    for field, key in RECORD_KEYS.items():
        yield from _list_record_moves(field, key, before, after, playbook)


RECORD_KEYS: Mapping[str, KeyFunction] = {
    **{name: key for name, key in KEYS.items() if name != "own"},
    **{name: LOOSE[name] for name in ("influences", "touches")},
}
"""The lists whose records an undo names; own columns are told as fields are."""


def _list_record_moves(
    field: str, key: KeyFunction, before: Project, after: Project, playbook: Playbook
) -> Iterator[str]:
    """Yield what becomes of the records in a list: there or not, or what moves in them."""
    if getattr(before, field) is getattr(after, field):
        return
    was, now = ({key(each): each for each in getattr(p, field)} for p in (before, after))
    what = what_moved(field, None, after)
    for id in dict.fromkeys((*was, *now)):
        old, new = was.get(id), now.get(id)
        if field == "notes":
            if old != new:
                yield f"{note_title(playbook, id)} {_note_move(old, new)}"
        elif old is None or new is None:
            titles = (
                None if each is None else _title(field, each, project, playbook)
                for each, project in ((old, before), (new, after))
            )
            gone, there = (_("nothing") if title is None else one_line(title) for title in titles)
            yield f"{what} {show_move(gone, there)}"
        elif old != new:
            yield f"{what} {_record_move_text(field, (old, before), (new, after), playbook)}"


def _note_move(old: Frozen | None, new: Frozen | None) -> str:
    """Return from what to what the text of a note moves; what it is about names it better."""
    texts = (one_line(each.text) if isinstance(each, Note) else "" for each in (old, new))
    was, now = (text or _("nothing") for text in texts)
    return show_move(was, now)


def _title(field: str, record: Frozen, project: Project, playbook: Playbook) -> str:
    """Return what a record is called."""
    return listed_text(field, record_title(record, project), playbook)


HeldRecords = tuple[Sequence[Frozen], Project]
"""The records that a record of a project holds."""


def _record_move_text(
    field: str, was: tuple[Frozen, Project], now: tuple[Frozen, Project], playbook: Playbook
) -> str:
    """Return a record's title, and from what to what the first plain value in it moves, else
    one in a record that it holds.
    """
    (old, before), (new, after) = was, now
    title, held = one_line(listed_text(field, record_title(new, after), playbook)), ""
    for name in type(new).model_fields:
        values = [getattr(each, name) for each in (old, new)]
        if values[0] == values[1] or name in UNREPORTED.get(type(new), {}):
            continue
        if any(
            isinstance(part, Frozen) for each in values if isinstance(each, tuple) for part in each
        ):
            held = held or _part_move_text(field, (values[0], before), (values[1], after), playbook)
            continue
        texts = (
            one_line(listed_text(field, trail_text(((each, name),), project) or "-", playbook))
            for each, project in (was, now)
        )
        before_text, after_text = (text.removeprefix(f"{title}: ") for text in texts)
        return _("{what}: {how}").format(what=title, how=show_move(before_text, after_text))
    return _("{what}: {how}").format(what=title, how=held) if held else title


def _part_move_text(field: str, was: HeldRecords, now: HeldRecords, playbook: Playbook) -> str:
    """Return what moves in the first record that a record holds and that is another now, such as
    a task's checkpoint; empty where one came or went.
    """
    (old, before), (new, after) = was, now
    there = {getattr(each, "id", each): each for each in old}
    fresh = {getattr(each, "id", each): each for each in new}
    moved = next((key for key in fresh if there.get(key, fresh[key]) != fresh[key]), None)
    if moved is None or there.keys() != fresh.keys():
        return ""
    name = _("checkpoint") if isinstance(fresh[moved], Checkpoint) else ""
    sides = (there[moved], before), (fresh[moved], after)
    return " ".join(filter(None, (name, _record_move_text(field, *sides, playbook))))


def _list_contact_moves(before: Project, after: Project, playbook: Playbook) -> Iterator[str]:
    from deals.fields import CONTACT

    people = {person.id: person for person in after.contacts}
    who = what_moved("contacts", None, after)
    for old in before.contacts:
        new = people.pop(old.id, None)
        if new is None:
            yield from _move_text(who, "contacts", old.name, None, playbook)
            continue
        for field in CONTACT.tracked:
            was, now = (CONTACT.history_text(each, field) for each in (old, new))
            yield from _move_text(what_moved(field, old.id, after), field, was, now, playbook)
    for person in people.values():
        yield from _move_text(who, "contacts", None, person.name, playbook)


def _move_text(
    what: str, field: str, was: str | None, now: str | None, playbook: Playbook
) -> Iterator[str]:
    if was != now:
        old, new = (history_value_text((field, None), text, playbook) for text in (was, now))
        yield f"{what} {show_move(old, new)}"


def kept_fields_text(
    left: Mapping[str, tuple[FieldConflict, ...]], book: Book, playbook: Playbook
) -> str:
    """Return which fields stay as they are because somebody has changed them since."""
    texts = [
        _target_conflict_text(conflict, book)
        if conflict.field == "targets"
        else _listed_conflict_text(conflict, book.projects.get(key), playbook)
        if is_listed((conflict.field, conflict.subject))
        else _conflict_text(conflict, book.projects.get(key))
        for key, each in left.items()
        for conflict in each
    ]
    first, more = texts[0], len(texts) - 1
    if not more:
        return first
    count = ngettext("+ {count} more", "+ {count} more", more).format(count=more)
    return add_note(first, count)


def _conflict_text(conflict: FieldConflict, now: Project | None) -> str:
    if now is None:
        gone = _("not undone: {name} was deleted since")
        return gone.format(name=conflict.ours or conflict.theirs or "")
    if conflict.field == "project":
        changed = _("not undone: {by} has changed {name} since")
        return changed.format(name=now.name, by=now.updated_by or _("someone else"))
    authors = {history_key(change): change.by for change in now.history}
    return _("not undone: {by} has changed the {what} of {name} since").format(
        what=what_moved(conflict.field, conflict.subject, now),
        name=now.name,
        by=authors.get((conflict.field, conflict.subject)) or now.updated_by or _("someone else"),
    )


def _target_conflict_text(conflict: FieldConflict, book: Book) -> str:
    """Return that a target stays as it stands in the book: of what period, whose, and how much."""
    stands = [each for each in book.targets if each.name == conflict.subject]
    texts = [target_period(each).label for each in stands] + [each.owner for each in stands]
    what = " ".join(filter(None, (change_name("targets"), *texts)))
    shared = _("the {what} stays as it is now: {value}")
    return shared.format(what=what, value=_targets_text(stands))


def _listed_conflict_text(conflict: FieldConflict, now: Project | None, playbook: Playbook) -> str:
    """Return the same of a record in a list, named by what stands there now."""
    stands = history_value_text((conflict.field, conflict.subject), conflict.theirs, playbook)
    what = what_moved(conflict.field, conflict.subject, now)
    if now is None:
        shared = _("the {what} stays as it is now: {value}")
        return shared.format(what=what, value=stands)
    return _("the {what} of {name} stays as {by} set it: {value}").format(
        what=what, name=now.name, by=now.updated_by or _("someone else"), value=stands
    )


def lost_values_text(joined: Joined, playbook: Playbook) -> str:
    """Return what of two records did not make it into the one made of them, empty for nothing."""
    lost = (conflict for conflict in joined.lost if conflict.theirs is not None)
    return _(", ").join(filter(None, (_lost_text(each, joined, playbook) for each in lost)))


def _lost_text(conflict: FieldConflict, joined: Joined, playbook: Playbook) -> str:
    """Return which value stands and which does not; empty for two ways to write one."""
    if same_text(conflict.field, conflict.ours, conflict.theirs):
        return ""
    key, texts = (conflict.field, conflict.subject), (conflict.ours, conflict.theirs)
    kept, lost = (history_value_text(key, text, playbook) for text in texts)
    if kept == lost:  # in short
        kept, lost = conflict.ours or kept, conflict.theirs or lost
    what = what_moved(*key, joined.project)
    return _("{what} {kept} (not {lost})").format(what=what, kept=kept, lost=lost)


_SETTLED = {
    KEPT: N_("kept, although {text} no longer has it"),
    PARTED: N_("is another deal than that of {text}"),
}
_NOTES = {
    OVERWRITTEN: N_("someone else had just changed it"),
    EXPORTED: N_("merged from an export"),
    UNITED: N_("two projects merged"),
    RENAMED: N_("column renamed"),
    DONE: N_("done"),
}
_COMPLETED = "completed "


@dataclass(frozen=True, slots=True)
class LogLine:
    """An entry in words: when and by whom, what moved, how, what was noted of it, and what of it
    wants a warning.
    """

    when: str
    by: str
    what: str
    how: str
    note: str = ""
    warning: str = ""

    @property
    def text(self) -> str:
        """What happened, in a line."""
        text = _("{what}: {how}").format(what=self.what, how=self.how) if self.how else self.what
        return add_note(text, self.note) if self.note else text


def list_log_lines(
    project: Project, playbook: Playbook, given: Sequence[GiftTotal]
) -> tuple[LogLine, ...]:
    """Return the project's log in words, the newest first.

    `given` is what its people were given.
    """
    return tuple(_entry_line(entry, project, playbook, given) for entry in log_entries(project))


def _entry_line(
    entry: LogEntry, project: Project, playbook: Playbook, given: Sequence[GiftTotal]
) -> LogLine:
    match entry.what:
        case Change():
            return _change_line(entry.what, project, playbook)
        case Touch():
            warning = breaches_text(find_breaches(entry.what, given, playbook.compliance))
            return _touch_line(entry.what, project, warning)
        case None:
            return LogLine(minute(entry.at), "", _("added"), "")


def minute(at: datetime) -> str:
    """Return an instant to the minute, in the user's own time."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _change_line(change: Change, project: Project, playbook: Playbook) -> LogLine:
    if change.field == OUTSIDE:
        return _outside_line(change)
    if change.field in _SETTLED:
        text = _(_SETTLED[change.field]).format(text=change.new or "")
        return LogLine(minute(change.at), change.by, text, "")
    old, new = (
        history_value_text(history_key(change), text, playbook) for text in (change.old, change.new)
    )
    what = what_moved(change.field, change.subject, project)
    note = noted_touch(change.note or "", project) or note_text(change.note, change.new, playbook)
    return LogLine(minute(change.at), change.by, what, show_move(old, new), note)


def _outside_line(change: Change) -> LogLine:
    """Return that the record was changed outside Netloft, and which fields if known."""
    added = change.note == ADDED_OUTSIDE
    what = _("added outside Netloft") if added else _("changed outside Netloft")
    return LogLine(minute(change.at), "", what, change_names(change.new) if change.new else "")


def note_text(note: str | None, stage: str | None, playbook: Playbook) -> str:
    """Return what history notes of a move, to a `stage`: our remarks in words, a user's as is."""
    if not note:
        return ""
    if note in _NOTES:
        return _(_NOTES[note])
    if note.startswith(BY_TABLE):
        return _("overwritten by the table {name}").format(name=note.removeprefix(BY_TABLE))
    if note.startswith(OPEN_GATE):
        codes = note.removeprefix(OPEN_GATE).split(", ")
        names = (gate_item_text(code, stage or "", playbook) for code in codes)
        return _("still missing: {missing}").format(missing=_("; ").join(names))
    if note.startswith(_COMPLETED):
        return _("{stage} completed").format(stage=note.removeprefix(_COMPLETED))
    return note


def _touch_line(touch: Touch, project: Project, warning: str) -> LogLine:
    met = _(", ").join(contact.name for contact in project.contacts if contact.id in touch.contacts)
    return LogLine(f"{touch.on}", touch.by, _("touch"), touch_words(touch), met, warning)
