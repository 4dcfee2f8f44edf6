"""The rule over a text that is typed. Pure."""

from __future__ import annotations

from typing import Literal

from deals.project_notes import OUTLOOK
from views.marks import titled_rule
from views.styled_text import StyledText, TextLine
from wording import _, ngettext

NoteKind = Literal["project", "contact", "strategy", "outlook"]
"""What is noted: what is to be known of a project, of one of its people, how a section of questions
is settled, what lies ahead."""


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
