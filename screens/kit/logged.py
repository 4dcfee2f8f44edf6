"""What a project's log says, entry by entry, for the screen and the command line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deals.compliance import Given, breaches
from deals.history import ADDED_OUTSIDE, OUTSIDE
from deals.log import Entry, entries
from deals.merge import OVERWRITTEN
from deals.model import Change, Project, Touch
from deals.playbook import Playbook
from screens.kit.told import value_text, what_moved
from screens.kit.touched import breaches_text, noted_touch, touch_words
from screens.kit.wording import _
from screens.kit.wording.names import change_names

_GATE, _COMPLETED = "gate open: ", "completed "


@dataclass(frozen=True, slots=True)
class Logged:
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
        said = _("{what}: {how}").format(what=self.what, how=self.how) if self.how else self.what
        return f"{said} ({self.note})" if self.note else said


def logged(project: Project, playbook: Playbook, given: Sequence[Given]) -> tuple[Logged, ...]:
    """The project's log in words, the newest first; `given` is what its people were given."""
    return tuple(_said(one, project, playbook, given) for one in entries(project))


def _said(entry: Entry, project: Project, playbook: Playbook, given: Sequence[Given]) -> Logged:
    match entry.what:
        case Change():
            return _moved(entry.what, project, playbook)
        case Touch():
            warning = breaches_text(breaches(entry.what, given, playbook.compliance))
            return _touched(entry.what, project, warning)
        case None:
            return Logged(minute(entry.at), "", _("added"), "")


def minute(at: datetime) -> str:
    """An instant to the minute, in the user's own time."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _moved(change: Change, project: Project, playbook: Playbook) -> Logged:
    if change.field == OUTSIDE:
        return _from_outside(change)
    old, new = (value_text(change.field, text, playbook) for text in (change.old, change.new))
    what = what_moved(change.field, change.subject, project)
    note = noted_touch(change.note or "", project) or note_text(change.note)
    return Logged(minute(change.at), change.by, what, f"{old} -> {new}", note)


def _from_outside(change: Change) -> Logged:
    """That something else than Netloft changed the record, and which fields as far as is known."""
    added = change.note == ADDED_OUTSIDE
    what = _("added outside Netloft") if added else _("changed outside Netloft")
    return Logged(minute(change.at), "", what, change_names(change.new) if change.new else "")


def note_text(note: str | None) -> str:
    """What history notes of a move: our own remarks in words, a user's as they are."""
    if not note:
        return ""
    if note == OVERWRITTEN:
        return _("somebody had just changed it")
    if note.startswith(_GATE):
        return _("gate open: {missing}").format(missing=note.removeprefix(_GATE))
    if note.startswith(_COMPLETED):
        return _("{stage} completed").format(stage=note.removeprefix(_COMPLETED))
    return note


def _touched(touch: Touch, project: Project, warning: str) -> Logged:
    met = ", ".join(one.name for one in project.contacts if one.id in touch.contacts)
    return Logged(f"{touch.on}", touch.by, _("touch"), touch_words(touch), met, warning)
