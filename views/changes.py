"""Sentences about changed fields: who changed what, from which value to which. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deals.errors import UserError
from deals.history import history_key
from deals.merging import FieldConflict, Overwritten
from deals.model import LISTED, SHARED, Book, Project
from deals.network.relationship import cr_text
from deals.parsing.amounts import amount_text, parse_amount
from deals.playbook import Playbook
from wording import _, language, ngettext
from wording.names import (
    change_name,
    function_name,
    level_name,
    line_name,
    role_name,
    stance_name,
    status_name,
)
from wording.record_names import listed_text

_STANCES = {"+": "supports", "-": "opposes", "=": "neutral", "!": "competitor"}


def value_text(field: str, text: str | None, playbook: Playbook) -> str:
    """Return a field's value as history keeps it, in the words that people read."""
    if text is None:
        return cr_text(None) if field == "cr" else _("nothing")
    if field in LISTED:
        return listed_text(field, text, playbook)
    return _READ[field](text) if field in _READ else text


def _amount(text: str) -> str:
    try:
        return amount_text(parse_amount(text), language())
    except UserError:
        return text


def _stance(text: str) -> str:
    name = stance_name(_STANCES.get(text[:1], text))
    return f"{name} ({text[1:]})" if text[1:] else name


def _lines(text: str) -> str:
    return ", ".join(map(line_name, text.split(", ")))


_READ: Mapping[str, Callable[[str], str]] = {
    "amount": _amount,
    "status": status_name,
    "cr": "CR{}".format,
    "stance": _stance,
    "level": level_name,
    "function": function_name,
    "role": role_name,
    "lines": _lines,
    "outside": lambda _text: _("yes"),
}


def what_moved(field: str, subject: str | None, project: Project | None) -> str:
    """Return what moved, by its field and its contact, if any: `amount`, `CR of 何总`."""
    name = change_name(field)
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
    by = edit.by or _("somebody")
    if edit.field == "project":
        return _("{by} deleted {name} after you changed it").format(by=by, name=edit.name)
    if edit.field == "contacts" and edit.new is None:
        gone = _("{by} removed the contact {person} of {name}, which you had changed")
        return gone.format(by=by, person=edit.old or "", name=edit.name)
    if edit.field == "contacts" and edit.old is None:
        back = _("{by} put back the contact {person} of {name}, which you had removed")
        return back.format(by=by, person=edit.new, name=edit.name)
    what = what_moved(edit.field, edit.subject, project)
    old, new = (value_text(edit.field, text, playbook) for text in (edit.old, edit.new))
    if edit.field in SHARED:
        shared = _("{by} changed the {what} after you: {old} -> {new}")
        return shared.format(by=by, what=what, old=old, new=new)
    return _("{by} changed the {what} of {name} after you: {old} -> {new}").format(
        by=by, what=what, name=edit.name, old=old, new=new
    )


def left_text(left: Mapping[str, tuple[FieldConflict, ...]], book: Book, playbook: Playbook) -> str:
    """Return which fields stay as they are because somebody has changed them since."""
    texts = [
        _listed_conflict_text(conflict, book.projects.get(key), playbook)
        if conflict.field in LISTED
        else _conflict_text(conflict, book.projects.get(key))
        for key, each in left.items()
        for conflict in each
    ]
    first, more = texts[0], len(texts) - 1
    if not more:
        return first
    count = ngettext("{count} more", "{count} more", more).format(count=more)
    return f"{first} (+ {count})"


def _conflict_text(conflict: FieldConflict, now: Project | None) -> str:
    if now is None:
        gone = _("{name} is left: somebody has deleted it since")
        return gone.format(name=conflict.ours or conflict.theirs or "")
    if conflict.field == "project":
        changed = _("{name} is left: {by} has changed it since")
        return changed.format(name=now.name, by=now.updated_by or _("somebody"))
    authors = {history_key(change): change.by for change in now.history}
    return _("the {what} of {name} is left: {by} has changed it since").format(
        what=what_moved(conflict.field, conflict.subject, now),
        name=now.name,
        by=authors.get((conflict.field, conflict.subject)) or now.updated_by or _("somebody"),
    )


def _listed_conflict_text(conflict: FieldConflict, now: Project | None, playbook: Playbook) -> str:
    """Return the same of a record in a list, named by what stands there now."""
    stands = value_text(conflict.field, conflict.theirs, playbook)
    what = what_moved(conflict.field, conflict.subject, now)
    if now is None:
        shared = _("the {what} is left as it is now: {value}")
        return shared.format(what=what, value=stands)
    return _("the {what} of {name} is left as {by} made it: {value}").format(
        what=what, name=now.name, by=now.updated_by or _("somebody"), value=stands
    )
