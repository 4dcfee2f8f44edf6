"""Fields in an import, in words: what rows change, and what they still say otherwise than we do."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from deals.model import Project
from wording import N_, _, draw_arrow
from wording.errors import one_line
from wording.names import field_name, field_value

STILL_EXPORT = N_("the export says {changes}")
STILL = N_("the table still says {changes}")
STILL_FIELD = N_("{field} {value} (here {ours})")
STILL_SINCE = N_("{field} {value} (here {ours} since {day})")
MOVED = N_("{field} {old} -> {new}")
OF_CONTACT = N_("{field} of {contact}")


class RowChange(Protocol):
    """A field's text before and after; `contact` names the person of a contact's field."""

    @property
    def field(self) -> str:
        """The field's id."""

    @property
    def old(self) -> str:
        """Its text before, empty for none."""

    @property
    def new(self) -> str:
        """Its text after."""

    @property
    def contact(self) -> str:
        """The person, empty where it is the project's field."""


class ContradictingRow(Protocol):
    """The outcome of rows that may say something else than we do."""

    @property
    def row(self) -> int:
        """The first row, 0 for a whole file."""

    @property
    def still(self) -> Sequence[RowChange]:
        """In what the table says what it said before, `new`, although we have another by now."""


def still_text(outcome: ContradictingRow, project: Project | None = None) -> str:
    """Return in what the table still says something else than we do, of a project since when."""
    changes = _("; ").join(_still_field(change, project) for change in outcome.still)
    return _(STILL if outcome.row else STILL_EXPORT).format(changes=changes)


def _still_field(change: RowChange, project: Project | None) -> str:
    day = last_move(project, change) if project else None
    ours, theirs = (
        one_line(field_value(change.field, text)) or "-" for text in (change.old, change.new)
    )
    text = _(STILL_SINCE if day else STILL_FIELD)
    return text.format(field=_changed_field(change), value=theirs, ours=ours, day=day)


def last_move(project: Project, change: RowChange) -> date | None:
    """Return the day of the last move of a field of a project, as far as history has it."""
    own = not change.contact or change.field == "contacts"
    people = {contact.id for contact in project.contacts if contact.name == change.contact}
    moves = (
        move.on
        for move in project.history
        if move.field == change.field and (move.subject is None if own else move.subject in people)
    )
    return max(moves, default=None)


def change_text(change: RowChange) -> str:
    """Return a field that a row changes, old -> new."""
    field = _changed_field(change)
    old, new = (one_line(field_value(change.field, text)) for text in (change.old, change.new))
    return draw_arrow(_(MOVED)).format(field=field, old=old, new=new)


def _changed_field(change: RowChange) -> str:
    field = field_name(change.field)
    if change.contact and change.field != "contacts":
        return _(OF_CONTACT).format(field=field, contact=change.contact)
    return field
