"""What is done about a cause of the fishbone, in short and in full. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from deals.fishbone import Bone, CauseOnBone
from deals.model import PlanRow, Project
from deals.planning import days_late, group_rows, names_in, row_numbers
from deals.playbook import Playbook
from deals.questions import question_of
from views.days_left import late_text
from views.glyphs import glyphs
from views.person_names import shorten_name
from views.styled_text import Tone, fit, width
from wording import _, add_note
from wording.names import level_name, line_name
from wording.record_names import answer_text, source_words

MOST_TASKS = 3
"""The tasks of a cause that are told in full."""


class CauseNote(NamedTuple):
    """What is done about a cause in short: the number of its row, who, until when or how late.

    A cause that is not in the plan has but where it came from, in `number`. The `details` say the
    same in full: the source, and each task, who works on it and until when.
    """

    number: str
    who: str = ""
    when: str = ""
    late: bool = False
    details: tuple[tuple[str, Tone], ...] = ()

    def text(self, cells: int) -> str:
        """Return it in at most so many cells: what more there is gives way, then who, by title."""
        dot = f" {glyphs().dot} " if self.who and self.when else " " if self.when else ""
        number, more, _count = self.number.partition(" +")
        whole = width(f"{self.number} {self.who}{dot}{self.when}") <= cells
        number = self.number if whole or not more else number
        room = cells - width(f"{number} {dot}{self.when}")
        who = self.who if len(names_in(self.who)) > 1 else shorten_name(self.who, room)
        who = who if width(who) <= room else fit(who, room) if room > 1 else ""
        start = f"{number} {who}".strip()
        return fit(start + (dot if who else " " * bool(dot)) + self.when, cells).rstrip()


CauseNotes = Mapping[str, CauseNote]
"""What is done about each cause, by its id."""


def note_causes(
    project: Project, bones: Sequence[Bone], playbook: Playbook, today: date
) -> CauseNotes:
    """Return what is done about every cause; those typed and in no plan have nothing to say."""
    numbers = row_numbers(group_rows(project, playbook, empty=True))
    ribs = (rib for bone in bones for rib in bone.ribs)
    notes = dict[str, CauseNote]()
    for rib in ribs:
        if (note := _note_cause(rib, numbers, today)) is not None:
            source = source_text(rib.cause.source, project, playbook)
            details = tuple(_list_details(rib, numbers, today, source))
            notes[rib.cause.id] = note._replace(details=details)
    return notes


def _list_details(
    rib: CauseOnBone, numbers: Mapping[str, str], today: date, source: str
) -> Iterator[tuple[str, Tone]]:
    """Yield where a cause comes from, and the tasks that are next, with their tones."""
    if source:
        yield _("from: ") + source, "dim"
    rows = [row for row in rib.rows if row.state != "dropped"]
    for row in sorted(rows, key=_urgency)[:MOST_TASKS]:
        when, late = _until(row, today)
        yield f"{numbers.get(row.id, '')} {row.content}".strip(), ""
        if who := f" {glyphs().dot} ".join(filter(None, (row.responsible, when))):
            yield who, "red" if late else "dim"


def _note_cause(rib: CauseOnBone, numbers: Mapping[str, str], today: date) -> CauseNote | None:
    rows = [row for row in rib.rows if row.state != "dropped"]
    if not rows:
        origin = _origin(rib.cause.source)
        return CauseNote(origin) if origin else None
    row = min(rows, key=_urgency)
    more = f" +{len(rows) - 1}" if len(rows) > 1 else ""
    when, late = _until(row, today)
    return CauseNote(numbers.get(row.id, "") + more, row.responsible, when, late)


def _urgency(row: PlanRow) -> tuple[bool, date, bool]:
    """Order rows: what is still to do first, the nearest end first; of the done the last."""
    if row.state == "done":
        return (
            True,
            date.fromordinal(date.max.toordinal() - (row.end or date.min).toordinal()),
            False,
        )
    return False, row.end or date.max, row.state != "doing"


def _until(row: PlanRow, today: date) -> tuple[str, bool]:
    day = f"{row.end:%m-%d}" if row.end else ""
    if row.state == "done":
        return " ".join(filter(None, (_("done"), day))), False
    late = days_late(row, today)
    return (f"! {late_text(late)}", True) if late else (day, False)


def _origin(source: str) -> str:
    kind = source.partition(":")[0]
    if kind == "hole":
        return _("from the net")
    if kind == "answer":
        return _("from the strategy")
    return _("from the market") if source else ""


def source_text(source: str, project: Project, playbook: Playbook) -> str:
    """Return the answer, hole or market item that a cause came from; nothing for one typed."""
    question = question_of(source)
    if question is not None:
        return _answer_text(question, project, playbook)
    if source.startswith("hole:"):
        level, _colon, strand = source.removeprefix("hole:").partition(":")
        place = _("{line}, {level}").format(line=line_name(strand), level=level_name(level))
        return _("hole in the net: {place}").format(place=place)
    return source_words(source, project, playbook) or source


def _answer_text(question: str, project: Project, playbook: Playbook) -> str:
    answer = next((answer for answer in project.answers if answer.question == question), None)
    text = answer_text(question, answer.value if answer else "unknown", playbook)
    return add_note(text, answer.evidence) if answer and answer.evidence else text
