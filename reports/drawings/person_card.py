"""A person of the customer as a box: name, title, how close we are, whose side they are on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deals.model import LINES, ApprovalLine, Contact
from deals.network.relationship import against_us, cr_text
from reports.drawings.board import LINE, DrawingBoard, text_units, wrap_units
from reports.report import ReportTone
from views.network.node_labels import LETTERS, STANCE_SIGNS, cr_tone, starred_name
from views.network.placement import NetworkBand
from wording import _
from wording.findings import outside_mark, stance_mark
from wording.names import level_name

PAD = 7.0
NAME, TITLE, SMALL = 12.0, 10.0, 9.5
_STRIPE, _DOT, _DOTS = 4.0, 7.0, 5
_CR_LINE = 15.0
RAILS: dict[ApprovalLine, ReportTone] = {"technical": "rail-t", "commercial": "rail-b"}
"""The tones of the approval lines."""
_STANCE_TONES: dict[str, ReportTone] = {
    "supports": "good",
    "competitor": "red",
    "opposes": "red",
}


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person's box: its width, its lines, and whether it stands at a place that is not held."""

    contact: Contact
    width: float
    name: tuple[str, ...]
    title: tuple[str, ...]
    stance: tuple[str, ...]
    notes: tuple[str, ...]
    beside: bool
    weak: bool = False

    @property
    def height(self) -> float:
        """How many units it takes down."""
        text = NAME * len(self.name) + TITLE * len(self.title) + SMALL * len(self.notes)
        below = 0.0 if self.beside else SMALL * len(self.stance)
        return 2 * PAD + LINE * (text + below) + _CR_LINE


def make_card(
    contact: Contact, width: float, notes: Sequence[str] = (), *, weak: bool = False
) -> PersonCard:
    """Make the box of a person; `notes` are small lines under what we know of the relationship."""
    room = width - 2 * PAD - 2 * _STRIPE
    letters = _approval_letters(contact)
    signs = sum(text_units(text, SMALL, strong=True) + 3 for text, _tone in letters)
    place = _(", ").join(filter(None, (contact.title, contact.department)))
    if contact.outside:
        place = _(", ").join(filter(None, (place, outside_mark())))
    stance = stance_text_of(contact)
    beside = _cr_units() + text_units(stance, SMALL) + 10 <= room
    return PersonCard(
        contact,
        width,
        tuple(wrap_units(starred_name(contact), room - signs, NAME, strong=True)),
        tuple(wrap_units(place, room, TITLE)),
        (stance,) if beside else tuple(wrap_units(stance, room, SMALL)),
        tuple(line for note in notes for line in wrap_units(note, room, SMALL)),
        beside,
        weak,
    )


def band_name(band: NetworkBand) -> str:
    """Return what a band of people is called: their level in words, or that they are outside."""
    text = outside_mark() if band == "outside" else level_name(band) if band else _("level unknown")
    return text[:1].upper() + text[1:]


def stance_text_of(contact: Contact) -> str:
    """Return whose side a person takes, by sign and word; of a competitor's its name."""
    who = contact.competitor if contact.stance == "competitor" else None
    return f"{STANCE_SIGNS[contact.stance]} {who or stance_mark(contact.stance)}"


def _approval_letters(contact: Contact) -> list[tuple[str, ReportTone]]:
    on = [line for line in LINES if line in contact.lines]
    return [(f"{LETTERS[line]}{contact.step(line) or ''}", RAILS[line]) for line in on]


def _cr_units() -> float:
    return _DOTS * (_DOT + 2) + 4 + text_units("CR3", SMALL)


def draw_person(board: DrawingBoard, card: PersonCard, x: float, y: float) -> None:
    """Draw a person's box, its upper left corner at a point."""
    contact, left = card.contact, x + PAD + _STRIPE
    right = x + card.width - PAD
    tone: ReportTone = "red" if card.weak else "line"
    board.box(x, y, card.width, card.height, tone=tone, rounded=4)
    on = [line for line in LINES if line in contact.lines]
    for at, line in enumerate(on):
        share = (card.height - 8) / len(on)
        board.box(x + 2, y + 4 + at * share, _STRIPE, share, tone=RAILS[line], filled=True)
    top = y + PAD
    letter_end = right
    for letter, letter_tone in reversed(_approval_letters(contact)):
        board.text(letter_end, top + 1, letter, SMALL, tone=letter_tone, anchor="end")
        letter_end -= text_units(letter, SMALL, strong=True) + 3
    top = board.texts(left, top, card.name, NAME, tone="strong")
    top = board.texts(left, top, card.title, TITLE, tone="dim")
    draw_relation(board, contact, left, top + 2)
    tone = _STANCE_TONES.get(contact.stance, "")
    if card.beside:
        board.text(right, top + 3, card.stance[0], SMALL, tone=tone, anchor="end")
        top += _CR_LINE
    else:
        top = board.texts(left, top + _CR_LINE, card.stance, SMALL, tone=tone)
    board.texts(left, top, card.notes, SMALL, tone="dim")


def draw_relation(board: DrawingBoard, contact: Contact, x: float, y: float) -> float:
    """Draw how close we are to a person, as spots and in letters; return the place behind it."""
    tone = cr_tone(contact.cr, against=against_us(contact))
    shade: ReportTone = "red" if tone == "red" else "amber" if tone == "amber" else "good"
    shade = "" if tone == "" else shade
    for step in range(_DOTS):
        reached = contact.cr is not None and step < contact.cr
        middle = x + _DOT / 2 + step * (_DOT + 2)
        board.dot(middle, y + 5.5, _DOT, tone=shade if reached else "line", filled=reached)
    behind = x + _DOTS * (_DOT + 2) + 4
    board.text(behind, y + 1, cr_text(contact.cr), SMALL)
    return behind + text_units("CR3", SMALL)
