"""Reading address cards (.vcf): the few properties that say something of a contact.

A reader of our own: the package for it is written for version 3.0 and brings three more packages
along for six properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deals.refusal import Refusal
from store.exchange.delimited import decoded
from store.exchange.grid import clean
from store.exchange.people.card_lines import CardLine, card_lines
from store.exchange.people.spoken import Spoken

_HAN = re.compile("[\u3400-\u9fff]")
_SCHEME = re.compile(r"(?:tel|mailto):", re.IGNORECASE)
_BINARY = {"ENCODING=BASE64", "ENCODING=B", "BASE64"}
_FAX = re.compile(r"(?:TYPE=)?(?:[\w,]+,)?FAX(?:,.*)?")


@dataclass(slots=True)
class _Card:
    """A card on the way: its lines so far, and whether the end of it was seen."""

    lines: list[CardLine] = field(default_factory=list)
    whole: bool = False


def read_cards(file: str, data: bytes) -> list[Spoken]:
    """Everybody of whom the file holds a card, the first being card 1.

    Refusals: `file-encoding`, `file-binary`, and `vcard-missing` for a file without any. What is
    wrong with one card is with the person: `vcard-line` (text), `vcard-open`, `person-nameless`.
    """
    cards = list(_cards(card_lines(decoded(file, data))))
    if not cards:
        raise Refusal("vcard-missing", file=file)
    return [_spoken(card, file, number) for number, card in enumerate(cards, 1)]


def _cards(lines: Iterator[CardLine]) -> Iterator[_Card]:
    """The cards of a file; a card within another, as an agent's, is left out."""
    card, depth = _Card(), 0
    for line in lines:
        mark = line.name if line.value.strip().upper() == "VCARD" else ""
        if mark == "BEGIN":
            depth += 1
            card = _Card() if depth == 1 else card
        elif mark == "END" and depth:
            depth -= 1
            if depth == 0:
                card.whole = True
                yield card
        elif depth == 1:
            card.lines.append(line)
    if depth:
        yield card


def _spoken(card: _Card, file: str, number: int) -> Spoken:
    one = Spoken(_name(card.lines), "card", number, {"file": file, "card": number})
    if not card.whole:
        one.refuse(Refusal("vcard-open"))
    for text in _unreadable(card.lines):
        one.refuse(Refusal("vcard-line", text=text))
    if not one.name and not one.refusals:
        one.refuse(Refusal("person-nameless"))
    units = next((line.parts[1:] for line in card.lines if line.name == "ORG"), ())
    said = {
        "title": _joined(card.lines, "TITLE", " / "),
        "department": " ".join(filter(None, units)),
        "phone": _joined(card.lines, "TEL", ", "),
        "email": _joined(card.lines, "EMAIL", ", "),
        "note": _joined(card.lines, "NOTE", " "),
    }
    one.texts = {name: text for name, text in said.items() if text}
    return one


def _name(lines: Sequence[CardLine]) -> str:
    """The name as it is said in full, else put together the way it is said in its language."""
    full = next((_plain(line.text) for line in lines if line.name == "FN"), "")
    parts = next((list(line.parts) for line in lines if line.name == "N"), [])
    if full or not parts:
        return full
    family, given, more = (*parts, "", "", "")[:3]
    if _HAN.search(family + given):
        return _plain(family + more + given)
    return _plain(" ".join((given, more, family)))


def _joined(lines: Sequence[CardLine], name: str, separator: str) -> str:
    """What all properties of a name say, each once; a fax is nobody's phone."""
    texts = (
        _plain(_SCHEME.sub("", line.text))
        for line in lines
        if line.name == name and not any(_FAX.fullmatch(one) for one in line.params)
    )
    return separator.join(dict.fromkeys(text for text in texts if text))


def _unreadable(lines: Sequence[CardLine]) -> Iterator[str]:
    """What is no property, unless it goes on with a picture."""
    binary = False
    for line in lines:
        if line.name:
            binary = bool(_BINARY & line.params)
        elif not binary:
            yield line.value.strip()


def _plain(text: str) -> str:
    return " ".join(clean(text).split())
