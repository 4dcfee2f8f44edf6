"""Contacts as a file has them: the texts of a row or card by field, each with its place.

Here are the columns of a table of contacts with all names that they go by, and the words that a
cell has for a value of the model.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from deals.errors import UserError
from deals.fields import CONTACT
from deals.fields.spec import fields_by_name, header_key
from deals.model import Contact
from deals.parsing.contact_words import BACKS
from deals.parsing.text import fold_text
from store.tables.contact_cells import split_levels
from store.tables.grid import GridRow
from store.tables.headers import FieldColumns, HeaderColumn, columns_by_header
from store.tables.results import ImportRemark, SourceUnit

CellRef = Mapping[str, str | int]
"""Where something stands, as figures of a refusal: file, sheet, row, column and cell; or card."""


@dataclass(slots=True)
class ContactRow:
    """A person whom a row or a card is about, the `number`-th of its file.

    `texts` are by the ids of a contact's fields; nothing of a person with `refusals` is taken.
    """

    name: str
    unit: SourceUnit
    number: int
    place: CellRef
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, CellRef] = field(default_factory=dict)
    refusals: list[UserError] = field(default_factory=list)
    remarks: list[ImportRemark] = field(default_factory=list)
    last: int = 0

    def refuse(self, refused: UserError, field_id: str = "") -> None:
        """Note that the text of a field was refused, with the place where it stands."""
        place = self.places.get(field_id, self.place)
        self.refusals.append(UserError(refused.code, **{**place, **refused.figures}))

    def add(self, more: ContactRow) -> None:
        """Add what a later row or card says of the same person; a contradiction is refused."""
        self.last = more.number
        for field_id, text in more.texts.items():
            mine = self.texts.setdefault(field_id, text)
            self.places.setdefault(field_id, more.places.get(field_id, more.place))
            if fold_text(mine) != fold_text(text):
                code = "card-contradicts" if self.unit == "card" else "contact-contradicts"
                more.refuse(UserError(code, name=self.name, other=self.number), field_id)
        self.refusals += more.refusals
        self.remarks += more.remarks


def merge_contact_rows(people: list[ContactRow]) -> list[ContactRow]:
    """Merge the rows of one person into the first of them; the order is that of first mention.

    Namesakes stay apart.
    """
    found: list[ContactRow] = []
    named: dict[str, list[ContactRow]] = defaultdict(list)
    for contact in people:
        same = named[fold_text(contact.name)] if contact.name else []
        known = next((each for each in same if not are_namesakes(each.texts, contact.texts)), None)
        if known:
            known.add(contact)
            continue
        found.append(contact)
        same.append(contact)
    return found


def are_namesakes(mine: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
    """Whether what is known of two people of one name tells them apart.

    A number or an address in common makes them the same. Else other ones, or another department,
    tell them apart, and another title where no department is in common.
    """
    same = {
        name: _is_same(mine, theirs, name) for name in ("phone", "email", "department", "title")
    }
    if same["phone"] or same["email"]:
        return False
    reached_otherwise = same["phone"] is False and not (same["department"] and same["title"])
    return (
        reached_otherwise
        or same["department"] is False
        or (same["title"] is False and same["department"] is None)
    )


def _is_same(mine: Mapping[str, str], theirs: Mapping[str, str], field: str) -> bool | None:
    """Whether a fact is the same on both sides, for several in one; None where it is unknown."""
    ours, others = (
        {"".join(fold_text(part).split()) for part in facts.get(field, "").split(",") if part}
        for facts in (mine, theirs)
    )
    return bool(ours & others) if ours and others else None


FIELD_OF = fields_by_name(CONTACT.columns)
"""The field that a header means, by what is the same in two ways to write it."""


_FAMILY, _GIVEN, _FURTHER = "family", "given", "further"
_NAME_PARTS = {
    header_key(word): part
    for part, words in {
        _GIVEN: "first_name given_name 名",
        _FURTHER: "middle_name additional_name",
        _FAMILY: "last_name family_name surname 姓 姓氏",
    }.items()
    for word in words.split()
}
"""What columns are called that hold a name part by part."""


def find_contact_columns(line: GridRow, wanted: Mapping[str, str]) -> FieldColumns:
    """Return the columns of a row by field; the parts of a name count where none has it whole."""
    found = columns_by_header(line, wanted, FIELD_OF)
    parts = [
        HeaderColumn(number, "name", cell.text)
        for number, cell in sorted(line.cells.items())
        if header_key(cell.text) in _NAME_PARTS and header_key(cell.text) not in wanted
    ]
    family = any(_NAME_PARTS[header_key(part.header)] == _FAMILY for part in parts)
    return {**found, "name": parts} if family and "name" not in found else found


def are_name_parts(columns: Sequence[HeaderColumn]) -> bool:
    """Whether columns of names hold one name, part by part."""
    parts = [_NAME_PARTS.get(header_key(column.header)) for column in columns]
    return None not in parts and len(set(parts)) == len(parts)


def join_name(parts: Mapping[str, str]) -> str:
    """Join the parts of a name, by their headers, in the order of their language."""
    named = {_NAME_PARTS[header_key(header)]: text for header, text in parts.items()}
    family, given, more = (named.get(part, "") for part in (_FAMILY, _GIVEN, _FURTHER))
    if _HAN.search(family + given):
        return family + more + given
    return " ".join(filter(None, (given, more, family)))


_HAN = re.compile("[\u4e00-\u9fff]")
_CELL_WORDS: Mapping[str, tuple[str, str]] = {
    "+": ("supports", "支持"),
    "-": ("opposes", "反对"),
    "=": ("neutral", "中立"),
    BACKS: ("competitor", "竞争对手"),
    "yes": ("yes", "是"),
}


def normalize_cell(field: str, text: str) -> str:
    """Return the text of a cell as an editor of the field would take it; unknown words stay."""
    return _TYPED[field](text) if field in _TYPED else text


def contact_cell(contact: Contact, field: str, people: Sequence[Contact], chinese: bool) -> str:
    """Return a field of a contact as the text of a cell that reads back as the same."""
    spec = CONTACT[field]
    if spec.words:
        return _word(getattr(contact, field), spec.words, chinese)
    text = spec.text(contact, people)
    if field == "cr" and text:
        return f"CR{text}"
    if field == "stance" and contact.stance == "competitor" and contact.competitor:
        return f"{_CELL_WORDS[BACKS][chinese]} {contact.competitor}"
    return (
        _CELL_WORDS[text][chinese]
        if field in ("stance", "outside") and text in _CELL_WORDS
        else text
    )


def _level(text: str) -> str:
    """Return the one relationship level of a cell; refusals as those of split_levels."""
    levels = split_levels(text)
    return text if len(levels) != 1 else f"{levels[0] or '?'}"


_TYPED: Mapping[str, Callable[[str], str]] = {"cr": _level}


def _word(value: str | None, words: Mapping[str, str], chinese: bool) -> str:
    """Return the longest Chinese word for a constant, or the constant, which is an English word."""
    if value is None or not chinese:
        return value or ""
    named = [word for word, meant in words.items() if meant == value and _HAN.search(word)]
    return max(named, key=len, default=value)
