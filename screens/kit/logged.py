"""What a project's log says, entry by entry, for the screen and the command line. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from deals.log import Entry, entries
from deals.merge import OVERWRITTEN
from deals.model import Change, Project, Touch
from screens.kit.told import value_text, what_moved
from screens.kit.wording import _

_GATE, _COMPLETED = "gate open: ", "completed "


@dataclass(frozen=True, slots=True)
class Logged:
    """An entry in words: when and by whom, what moved, how, and what was noted of it."""

    when: str
    by: str
    what: str
    how: str
    note: str = ""

    @property
    def text(self) -> str:
        """What happened, in a line."""
        said = _("{what}: {how}").format(what=self.what, how=self.how) if self.how else self.what
        return f"{said} ({self.note})" if self.note else said


def logged(project: Project) -> tuple[Logged, ...]:
    """The project's log in words, the newest first."""
    return tuple(_said(one, project) for one in entries(project))


def _said(entry: Entry, project: Project) -> Logged:
    match entry.what:
        case Change():
            return _moved(entry.what, project)
        case Touch():
            return _touched(entry.what, project)
        case None:
            return Logged(minute(entry.at), "", _("added"), "")


def minute(at: datetime) -> str:
    """An instant to the minute, in the user's own time."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"


def _moved(change: Change, project: Project) -> Logged:
    old, new = (value_text(change.field, text) for text in (change.old, change.new))
    what = what_moved(change.field, change.subject, project)
    return Logged(minute(change.at), change.by, what, f"{old} -> {new}", note_text(change.note))


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


def _touched(touch: Touch, project: Project) -> Logged:
    met = [one.name for one in project.contacts if one.id in touch.contacts]
    said = [part for part in (touch.how, touch.note) if part]
    return Logged(f"{touch.on}", "", _("touch"), " - ".join(said), ", ".join(met))
