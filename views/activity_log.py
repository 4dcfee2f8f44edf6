"""What a project's log says, entry by entry, for the screen and the command line. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from deals.history import ADDED_OUTSIDE, OUTSIDE, LogEntry, log_entries
from deals.merging import OVERWRITTEN
from deals.model import Change, Project, Touch
from deals.playbook import Playbook
from deals.rules.compliance import GiftTotal, find_breaches
from views.changes import value_text, what_moved
from views.touches import breaches_text, noted_touch, touch_words
from wording import _
from wording.names import change_names

_GATE, _COMPLETED = "gate open: ", "completed "


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
        return f"{text} ({self.note})" if self.note else text


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
    old, new = (value_text(change.field, text, playbook) for text in (change.old, change.new))
    what = what_moved(change.field, change.subject, project)
    note = noted_touch(change.note or "", project) or note_text(change.note)
    return LogLine(minute(change.at), change.by, what, f"{old} -> {new}", note)


def _outside_line(change: Change) -> LogLine:
    """Return that the record was changed outside Netloft, and which fields if known."""
    added = change.note == ADDED_OUTSIDE
    what = _("added outside Netloft") if added else _("changed outside Netloft")
    return LogLine(minute(change.at), "", what, change_names(change.new) if change.new else "")


def note_text(note: str | None) -> str:
    """Return what history notes of a move: our own remarks in words, a user's as they are."""
    if not note:
        return ""
    if note == OVERWRITTEN:
        return _("somebody had just changed it")
    if note.startswith(_GATE):
        return _("gate open: {missing}").format(missing=note.removeprefix(_GATE))
    if note.startswith(_COMPLETED):
        return _("{stage} completed").format(stage=note.removeprefix(_COMPLETED))
    return note


def _touch_line(touch: Touch, project: Project, warning: str) -> LogLine:
    met = ", ".join(contact.name for contact in project.contacts if contact.id in touch.contacts)
    return LogLine(f"{touch.on}", touch.by, _("touch"), touch_words(touch), met, warning)
