"""The signs that stand for what is known of a person, the same in all four pictures. All ASCII.

`CR4` or `CR?`; `+` supports us, `-` opposes us, `=` neutral, `!` backs a competitor, `?` unknown;
`T` and `B` the approval lines, with the place on the line where it is known.
"""

from __future__ import annotations

from collections.abc import Mapping

from deals.model import LINES, Contact, Line, Stance
from screens.kit.cells import fit, width
from screens.kit.spans import Span, Tone

LETTERS: Mapping[Line, str] = {"technical": "T", "commercial": "B"}
LINE_TONES: Mapping[Line, Tone] = {"technical": "info", "commercial": "red"}
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


def cr_span(cr: int | None) -> Span:
    """A relationship in three cells, in the tone of its strength."""
    return Span(f"CR{cr or '?'}", _CR_TONES.get(cr, "good"))


def stance_span(stance: Stance) -> Span:
    """Whose side somebody is on, in one cell."""
    return Span(STANCE_SIGNS[stance], STANCE_TONES[stance])


def lines_text(contact: Contact) -> str:
    """The approval lines that a contact is on, with the place on each: `T2 B`."""
    return " ".join(f"{LETTERS[one]}{contact.step(one) or ''}" for one in LINES if on(contact, one))


def on(contact: Contact, line: Line) -> bool:
    """Whether a contact has a place on the line."""
    return line in contact.lines


def called(contact: Contact) -> str:
    """The name, starred where this is who decides."""
    return contact.name + (DECIDES if contact.role == "decides" else "")


def named(contact: Contact, cells: int) -> str:
    """Name and title in exactly `cells` cells; the name wins, the title takes what is left."""
    name = called(contact)
    left = cells - width(name) - 1
    if not contact.title or left < min(_LEAST_TITLE, width(contact.title)):
        return fit(name, cells)
    return fit(f"{name} {contact.title}", cells)
