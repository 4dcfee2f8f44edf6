"""Reader and writer of address cards (.vcf): the few properties that describe a contact.

A reader of our own: the package for it is written for version 3.0 and brings three more packages
along for six properties.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, lookup
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.model import Contact, Project
from store.tables.contact_rows import ContactRow
from store.tables.grid import clean_cell
from store.tables.results import ImportRemark
from store.tables.source_files import decode_text, find_encoding

_HEAD = re.compile(r'(?:[^\s.:;"]+\.)?(?P<name>[^\s.:;"]+)(?P<params>(?:;(?:"[^"]*"|[^":])*)?):')
_PARAM = re.compile(r';((?:"[^"]*"|[^";])*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_APART = re.compile(r"(?<!\\)((?:\\\\)*);")
_BEGUN = re.compile(r"^\ufeff*begin:vcard\s*$", re.IGNORECASE | re.MULTILINE)
_ALL_PRINTABLE = re.compile(r"[;,\s]*(?:=[0-9A-F]{2}[;,\s]*)+", re.IGNORECASE)
_CHARSETS = {"MACINTOSH": "mac_roman", "X-MAC-ROMAN": "mac_roman", "ANSI": "cp1252"}
_BINARY = {"ENCODING=BASE64", "ENCODING=B", "BASE64"}
_TEXTS = {"FN", "N", "ORG", "TITLE", "TEL", "EMAIL", "NOTE"}
_ONE_TO_ONE = "latin-1"
"""Bytes as characters of one each, so that lines are put together before they are decoded."""


@dataclass(frozen=True, slots=True)
class VCardLine:
    """One property: its name, its parameters in capitals and its value as it stands there.

    A line that is no property has no name.
    """

    name: str
    value: str
    params: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """The whole value without escapes."""
        return unescape_value(self.value)

    @property
    def parts(self) -> Sequence[str]:
        """The parts of a value that has several, without escapes."""
        marked = _APART.sub("\\1\0", self.value)
        return [unescape_value(part).strip() for part in marked.split("\0")]


def card_lines(file: str, data: bytes, encoding: str | None = None) -> Iterator[VCardLine]:
    """Yield the properties of a file of cards, folded lines joined.

    Each line is decoded by itself, in the character set that it names or in that of all others: a
    fold may part the bytes of a character. Refusals are those of `decode_text`.
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        data, encoding = decode_text(file, data, encoding).encode(), "utf-8"
    lines = [
        line.removeprefix(BOM_UTF8.decode(_ONE_TO_ONE))
        for line in re.split(r"\r\n|\r|\n", data.decode(_ONE_TO_ONE))
    ]
    whole = [line for line in _unfolded_lines(lines) if line.strip()]
    others = "\n".join(line for line in whole if not _named_charset(line))
    usual = find_encoding(file, others.encode(_ONE_TO_ONE), encoding)
    version = ""
    for line in whole:
        found = _property(line, _named_charset(line) or usual, version)
        version = found.value.strip() if found.name == "VERSION" else version
        yield found


def _named_charset(line: str) -> str | None:
    """Return the character set that a property says it is in, if Python knows it."""
    named = re.search(r';CHARSET="?([\w:.-]+)', line.partition(":")[0], re.IGNORECASE)
    if not named:
        return None
    charset = _CHARSETS.get(named[1].upper(), named[1])
    charset = "gb18030" if charset.upper().startswith("GB") else charset
    with suppress(LookupError):
        return lookup(charset).name
    return None


def unescape_value(text: str) -> str:
    """Return `text` with its escapes resolved."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def _unfolded_lines(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines joined with their continuations; version 2.1 keeps the blank at a fold."""
    whole, old = "", False
    for line in lines:
        if whole.endswith("=") and "QUOTED-PRINTABLE" in whole.partition(":")[0].upper():
            whole = whole[:-1] + line
        elif line[:1] in (" ", "\t") and whole:
            whole += (" " if old else "") + (line.lstrip() if old else line[1:])
        else:
            if whole:
                yield whole
            whole = line
        if whole.upper().startswith("VERSION:"):
            old = whole[8:].strip().startswith("2")
    if whole:
        yield whole


def _property(line: str, charset: str, version: str) -> VCardLine:
    data = line.encode(_ONE_TO_ONE)
    line = _decode(data, charset)
    head = _HEAD.match(line)
    if head is None:
        return VCardLine("", line)
    params = frozenset(param.replace('"', "").upper() for param in _PARAM.findall(head["params"]))
    name, value = head["name"].upper(), line[head.end() :]
    if any("QUOTED-PRINTABLE" in param for param in params) or (
        version == "2.1" and _ALL_PRINTABLE.fullmatch(value)
    ):
        raw = _HEAD.match(data.decode(_ONE_TO_ONE))
        value = _decode(a2b_qp(data[raw.end() if raw else head.end() :]), charset)
    elif name in _TEXTS and _BINARY & params:
        with suppress(ValueError):
            value = _decode(a2b_base64(value.encode()), charset)
    return VCardLine(name, value, params)


def _decode(data: bytes, charset: str) -> str:
    """Decode a property; where it is not in the character set that it should be in, in another."""
    for likely in (charset, "utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return data.decode(likely)
    return data.decode("utf-8", "replace")


_HAN = re.compile("[\u3400-\u9fff]")
_SCHEME = re.compile(r"(?:tel|mailto):", re.IGNORECASE)
_FAX = re.compile(r"(?:TYPE=)?(?:[\w,]+,)?FAX(?:,.*)?")


def read_cards(file: str, data: bytes, encoding: str | None = None) -> list[ContactRow]:
    """Read the contact of each card of a file, the first being card 1.

    Refusals: those of `decode_text`, and `vcard-missing` for a file without any. What is
    wrong with one card is with the person: `vcard-line` (text), `vcard-open`, `person-nameless`.
    """
    cards = list(_cards(card_lines(file, data, encoding)))
    if not cards:
        raise UserError("vcard-missing", file=file)
    return [_contact_row(card, number, file) for number, card in enumerate(cards, 1)]


def count_begun(data: bytes) -> int:
    """Count the cards that begin in a file, those within others too."""
    wide = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    return len(_BEGUN.findall(data.decode("utf-16" if wide else "utf-8", "replace")))


CardEnd = Literal["ended", "unended", "cut"]
"""Whether a card ends, the next begins without that, or the file breaks off within it."""


class _Card(NamedTuple):
    lines: Sequence[VCardLine]
    end: CardEnd


def _cards(lines: Iterator[VCardLine]) -> Iterator[_Card]:
    """Yield the cards of a file; one within another, as an agent's, is left out.

    What begins within a card elsewhere than behind its agent is a card too: an end is missing.
    """
    card, depth = list[VCardLine](), 0
    for line in lines:
        mark = line.name if line.value.strip().upper() == "VCARD" else ""
        if mark == "BEGIN":
            within = depth > 1 or bool(card and card[-1].name == "AGENT" and not card[-1].value)
            if depth and not within:
                yield _Card(card, "unended")
                depth = 0
            depth += 1
            card = [] if depth == 1 else card
        elif mark == "END" and depth:
            depth -= 1
            if depth == 0:
                yield _Card(card, "ended")
        elif depth == 1:
            card.append(line)
    if depth:
        yield _Card(card, "cut")


def _contact_row(card: _Card, number: int, file: str) -> ContactRow:
    lines = card.lines
    row = ContactRow(_name(lines), "card", number, {"file": file, "card": number})
    if card.end == "cut":
        row.refuse(UserError("vcard-open"))
    elif card.end == "unended":
        row.remarks.append(ImportRemark("unended"))
    for text in _unreadable(lines):
        row.refuse(UserError("vcard-line", text=text))
    if not row.name and not row.refusals:
        row.refuse(UserError("person-nameless"))
    notes = [line for line in lines if line.name == "NOTE"]
    units = next((line.parts[1:] for line in lines if line.name == "ORG"), ())
    texts = {
        "title": _join_values(lines, "TITLE", " / "),
        "department": " ".join(filter(None, units)),
        "phone": _join_values(lines, "TEL", ", "),
        "email": _join_values(lines, "EMAIL", ", "),
        "note": "\n".join(filter(None, (clean_cell(each.text) for each in notes))),
    }
    row.texts = {name: text for name, text in texts.items() if text}
    return row


def _name(lines: Sequence[VCardLine]) -> str:
    """Return the full name, else its parts in the order of their language."""
    full = next((_plain(line.text) for line in lines if line.name == "FN"), "")
    parts = next((list(line.parts) for line in lines if line.name == "N"), [])
    if full or not parts:
        return full
    family, given, more = (*parts, "", "", "")[:3]
    if _HAN.search(family + given):
        return _plain(family + more + given)
    return _plain(" ".join((given, more, family)))


def _join_values(lines: Sequence[VCardLine], name: str, separator: str) -> str:
    """Join the values of all properties of a name, each once; a fax is no phone."""
    texts = (
        _plain(_SCHEME.sub("", line.text))
        for line in lines
        if line.name == name and not any(_FAX.fullmatch(param) for param in line.params)
    )
    return separator.join(dict.fromkeys(text for text in texts if text))


def _unreadable(lines: Sequence[VCardLine]) -> Iterator[str]:
    """Yield the lines that are no property, but for those of a picture."""
    binary = False
    for line in lines:
        if line.name:
            binary = bool(_BINARY & line.params)
        elif not binary:
            yield line.value.strip()


def _plain(text: str) -> str:
    return " ".join(clean_cell(text).split())


_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
_WIDEST = 75  # bytes of a line, without its end
_MAKER = "PRODID:-//Netloft//Contacts//EN"
_BEGIN = b"BEGIN:VCARD"


def cards(project: Project) -> bytes:
    """Return a card for each of the project's contacts, in UTF-8."""
    lines = (
        line for contact in project.contacts for line in _card(contact, project.customer.strip())
    )
    return b"".join(_fold_line(line) + b"\r\n" for line in lines)


def has_cards(data: bytes) -> bool:
    """Whether a file holds cards that were written here, and no others."""
    begun = data.count(_BEGIN)
    return begun > 0 and data.count(b"\r\n" + _MAKER.encode() + b"\r\n") == begun


def _card(contact: Contact, customer: str) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:3.0"
    yield _MAKER
    yield f"FN:{_escape(contact.name)}"
    yield f"N:{_escape(contact.name)};;;;"
    if customer or contact.department:
        yield f"ORG:{_escape(customer)};{_escape(contact.department or '')}"
    properties = {
        "TITLE": [contact.title or ""],
        "TEL": (contact.phone or "").split(", "),
        "EMAIL": (contact.email or "").split(", "),
        "NOTE": [contact.note or ""],
    }
    for name, texts in properties.items():
        yield from (f"{name}:{_escape(text)}" for text in texts if text)
    yield "END:VCARD"


def _escape(text: str) -> str:
    return text.translate(_ESCAPES)


def _fold_line(line: str) -> bytes:
    """Fold a line that is too long, each break before a whole character."""
    pieces = [b""]
    for char in line:
        data = char.encode("utf-8")
        if len(pieces[-1]) + len(data) > _WIDEST:
            pieces.append(b" ")
        pieces[-1] += data
    return b"\r\n".join(pieces)
