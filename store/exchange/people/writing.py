"""A project's people as address cards (vCard 3.0), for telephones and mail programs."""

from __future__ import annotations

from collections.abc import Iterator

from deals.model import Contact, Project

_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
_WIDEST = 75  # bytes of a line, without its end
_MAKER = "PRODID:-//Netloft//Contacts//EN"
_BEGIN = b"BEGIN:VCARD"


def cards(project: Project) -> bytes:
    """A card for each of the project's people, in UTF-8."""
    lines = (line for one in project.contacts for line in _card(one, project.customer.strip()))
    return b"".join(_folded(line) + b"\r\n" for line in lines)


def has_cards(data: bytes) -> bool:
    """Whether a file holds cards that were written here, and no others; one of nobody is empty."""
    begun = data.count(_BEGIN)
    return begun > 0 and data.count(b"\r\n" + _MAKER.encode() + b"\r\n") == begun


def _card(contact: Contact, customer: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield _MAKER
    yield f"FN:{_plain(contact.name)}"
    yield f"N:{_plain(contact.name)};;;;"
    if customer or contact.department:
        yield f"ORG:{_plain(customer)};{_plain(contact.department or '')}"
    said = {
        "TITLE": [contact.title or ""],
        "TEL": (contact.phone or "").split(", "),
        "EMAIL": (contact.email or "").split(", "),
        "NOTE": [contact.note or ""],
    }
    for name, texts in said.items():
        yield from (f"{name}:{_plain(text)}" for text in texts if text)
    yield "END:VCARD"


def _plain(text: str) -> str:
    return text.translate(_ESCAPES)


def _folded(line: str) -> bytes:
    """The line with breaks before it gets too long, each before a whole character."""
    pieces = [b""]
    for char in line:
        data = char.encode("utf-8")
        if len(pieces[-1]) + len(data) > _WIDEST:
            pieces.append(b" ")
        pieces[-1] += data
    return b"\r\n".join(pieces)
