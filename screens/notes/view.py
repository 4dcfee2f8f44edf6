"""The rule over a text that is typed, and what stands below it while there is none. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from deals.project_notes import OUTLOOK
from screens.base.empty import begin_lines
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine
from wording import N_, _, ngettext

NoteKind = Literal["project", "contact", "strategy", "outlook"]
"""What is noted: what is to be known of a project, of one of its people, how a section of questions
is settled, what lies ahead."""
BELONGS: Mapping[NoteKind, str] = {
    "project": N_("What whoever works on this next should know: money, politics, promises."),
    "contact": N_("How to win this person: what they want, what they avoid, who they listen to."),
    "strategy": N_("What we do about this section, and why it will work."),
    "outlook": N_("What we expect, what it rests on, and what follows from it for us."),
}
EXAMPLES: Mapping[NoteKind, Sequence[str]] = {
    "project": (N_("Budget 2.2 million with spares; the board meets on 20 December"),),
    "contact": (N_("Wants no outage in her first year; trusts figures more than brochures"),),
    "strategy": (N_("Get switch-over time into the technical criteria, with our test report"),),
    "outlook": (N_("Budget comes this year, tender in spring; we need test engineers in March"),),
}


def note_kind(key: str, *, of_person: bool) -> NoteKind:
    """Return what is noted under a key; without one it is of the project or a person."""
    if key:
        return "outlook" if key.startswith(OUTLOOK) else "strategy"
    return "contact" if of_person else "project"


def draw_rule(name: str, about: str, text: str, *, saved: bool, cells: int) -> TextLine:
    """Return the rule: whose text it is, what it is about, how long it is, and that it is saved."""
    count = text.count("\n") + 1 if text else 0
    size = ngettext("{count} line", "{count} lines", count).format(count=count)
    finish: TextLine = (StyledText(size if count else "", "dim"),)
    if not saved:
        finish = (*finish, StyledText("  " * bool(count) + _("not saved yet"), "amber"))
    whose = (StyledText(f"{name}  ", "strong"),) if name else ()
    return titled_rule((*whose, StyledText(about)), cells, finish if count or not saved else ())


def draw_empty(kind: NoteKind, cells: int) -> tuple[TextLine, ...]:
    """Return what belongs here, and a line to begin with."""
    return begin_lines(_(BELONGS[kind]), [_(each) for each in EXAMPLES[kind]], cells)
