"""The labels of nodes, a row each: `[何总* GM  CR1 ?]`, a folded department, a hole."""

from __future__ import annotations

from collections.abc import Mapping

from deals.model import LINES, ApprovalLine, Contact, Stance
from views.person_names import shorten_name
from views.styled_text import StyledText, Tone, fit, width
from wording import _
from wording.names import stance_name

WEAK = StyledText("!", "red")
# Brackets, a blank, `CR4` and the stance; labels of this width have a blank before the stance.
_SIGNS, _ROOMY = 7, 20


LETTERS: Mapping[ApprovalLine, str] = {"technical": "T", "commercial": "B"}
STANCE_SIGNS: Mapping[Stance, str] = {
    "supports": "+",
    "neutral": "=",
    "competitor": "x",
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


def cr_tone(cr: int | None, *, against: bool = False) -> Tone:
    """Return the tone of a relationship: good is who is held, and nobody `against` us is."""
    tone = _CR_TONES.get(cr, "good")
    return "" if against and tone == "good" else tone


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


def side_name(contact: Contact) -> str:
    """Return whose side somebody is on, with the competitor where it is known."""
    if contact.stance == "competitor" and contact.competitor:
        return _("supports {competitor}").format(competitor=contact.competitor)
    return stance_name(contact.stance)
