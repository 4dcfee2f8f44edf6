"""The labels of nodes, a row each: `[何总* GM  CR1 ?]`, a folded department, a hole."""

from __future__ import annotations

from collections.abc import Mapping

from deals.model import LINES, ApprovalLine, Contact, Stance
from views.network.placement import ContactGroup
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, Tone, fit, width
from wording.findings import absent_mark, nobody_mark

WEAK = StyledText("!", "red")
# Brackets, a blank, `CR4` and the stance; labels of this width have a blank before the stance.
_SIGNS, _ROOMY = 7, 20


def group_label(group: ContactGroup, cells: int, titled: bool = True) -> TextLine:
    """Write a person's or a folded department's label in exactly `cells` cells, brackets and all.

    Without titles it holds the name alone, and then there is room for a blank before the stance.
    """
    gap = " " if cells >= _ROOMY or not titled else ""
    room = max(1, cells - _SIGNS - len(gap))
    if group.department is not None:
        count = f" x{len(group.people)}"  # which is never cut
        text = fit("+" + group.department, max(1, room + 1 + len(gap) - len(count))) + count
        name = StyledText(text, "strong")
        return (StyledText("["), name, StyledText(" "), cr_span(group.best), StyledText("]"))
    person = group.head
    text = (
        name_and_title(person, room)
        if titled
        else fit(shorten_starred(starred_name(person), room), room)
    )
    name = StyledText(text, "strong" if person.role == "decides" else "")
    signs = (cr_span(person.cr), StyledText(gap), stance_span(person.stance))
    return (StyledText("["), name, StyledText(" "), *signs, StyledText("]"))


def hole_label() -> TextLine:
    """Write the label of a place where nobody is known."""
    return (StyledText(f"( {nobody_mark()} )", "red"),)


def absent_label() -> TextLine:
    """Write the label of what is no place, because the customer has nobody there."""
    return (StyledText(f"( {absent_mark()} )", "dim"),)


def add_marks(label: TextLine, weak: bool, lost: int) -> TextLine:
    """Add `!` behind a label where the net is weak, and `~2` for edges left undrawn."""
    made = (*label, WEAK) if weak else label
    return (*made, StyledText(f"~{min(lost, 99)}", "dim")) if lost else made


LETTERS: Mapping[ApprovalLine, str] = {"technical": "T", "commercial": "B"}
LINE_TONES: Mapping[ApprovalLine, Tone] = {"technical": "info", "commercial": "red"}
STANCE_SIGNS: Mapping[Stance, str] = {
    "supports": "+",
    "neutral": "=",
    "competitor": "!",
    "opposes": "-",
    "unknown": "?",
}
STANCE_TONES: Mapping[Stance, Tone] = {
    "supports": "good",
    "neutral": "",
    "competitor": "red",
    "opposes": "red",
    "unknown": "",
}
DECIDES = "*"
_CR_TONES: Mapping[int | None, Tone] = {None: "", 1: "red", 2: "amber"}
# A title cut shorter than this tells nothing.
_LEAST_TITLE = 3


def cr_span(cr: int | None) -> StyledText:
    """Write a relationship in three cells, in the tone of its strength."""
    return StyledText(f"CR{cr or '?'}", _CR_TONES.get(cr, "good"))


def stance_span(stance: Stance) -> StyledText:
    """Write whose side somebody is on, in one cell."""
    return StyledText(STANCE_SIGNS[stance], STANCE_TONES[stance])


def approval_label(contact: Contact) -> str:
    """Write the approval lines that a contact is on, with the place on each: `T2 B`."""
    on = [line for line in LINES if line in contact.lines]
    return " ".join(f"{LETTERS[line]}{contact.step(line) or ''}" for line in on)


def starred_name(contact: Contact) -> str:
    """Write the name, starred where this is who decides."""
    return contact.name + (DECIDES if contact.role == "decides" else "")


def shorten_starred(name: str, cells: int) -> str:
    """Shorten a name to so many cells; its star stays."""
    plain = name.removesuffix(DECIDES)
    star = name[len(plain) :]
    room = max(1, cells - len(star))
    short = shorten_name(plain, room)
    return (fit(short, room) if width(short) > room else short) + star


def name_and_title(contact: Contact, cells: int) -> str:
    """Write name and title in exactly `cells` cells; the title takes what the name leaves."""
    name = shorten_starred(starred_name(contact), cells)
    left = cells - width(name) - 1
    if not contact.title or left < min(_LEAST_TITLE, width(contact.title)):
        return fit(name, cells)
    return fit(f"{name} {contact.title}", cells)
