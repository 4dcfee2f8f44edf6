"""The fields of a contact that people edit as text: how each is read, and what an editor shows.

Constants are read in English and Chinese; what is left empty, or `-` or `?` alone, takes away what
was known (method, section 3).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from deals.errors import UserError
from deals.model import Contact
from deals.parsing.contact_line import (
    FUNCTION_WORDS,
    LEVEL_WORDS,
    ROLE_WORDS,
    lines_text,
    read_lines,
    read_stance,
    stance_text,
)
from deals.parsing.days import next_text, parse_next
from deals.parsing.project_fields import ReadingContext, check_level
from deals.parsing.text import fold_text

Update = Mapping[str, Any]
ContactValue = TypeVar("ContactValue")

CONTACT_FIELDS = (
    *("name", "title", "department", "function", "level", "lines", "role", "reports_to"),
    *("cr", "evidence", "stance", "work_needs", "personal_needs", "price_view", "rival_view"),
    *("covered_by", "follow_up", "outside", "phone", "email", "note"),
)
"""The ids of a contact's fields, in the order in which an editor walks them."""

_PLAIN = ("title", "department", "evidence", "work_needs", "personal_needs")
_MORE = ("price_view", "rival_view", "phone", "email", "note")
_YES = frozenset({"y", "yes", "是", "外部", "outside", "true", "1"})
_NO = frozenset({"", "-", "n", "no", "否", "inside", "false", "0"})
_SPLIT = re.compile(r"\s*[,，、;；\n]\s*")


def contact_field_text(contact: Contact, field: str, people: Sequence[Contact]) -> str:
    """Return the text that an editor of the field starts with; `people` give the superior's name.

    Refusal `person-field-unknown`.
    """
    if field not in CONTACT_FIELDS:
        raise _unknown_field(field)
    if field == "reports_to":
        return next((superior.name for superior in people if superior.id == contact.reports_to), "")
    if field in _TEXTS:
        return _TEXTS[field](contact)
    return getattr(contact, field) or ""


def read_contact_field(field: str, text: str, reading: ReadingContext) -> Update:
    """Read `text` as a value of the field; return it, and what changes with it, by field.

    `reports_to` comes as the id of one of `reading.contacts`, `lines` as a step or None by line.
    Raises `person-field-unknown`,
    `person-nameless`, `level-unreadable`, `level-fine`, `lines-unreadable`, `role-unreadable`,
    `function-unreadable`, `cr-unreadable`, `cr-range`, `stance-unreadable`, `yes-no-unreadable`,
    `person-unclear`, `person-unknown` and what days do.
    """
    if field in _PLAIN or field in _MORE:
        return {field: None if _is_nothing(text) else text.strip()}
    if field not in _READERS:
        raise _unknown_field(field)
    return _READERS[field](text, reading)


def find_contact_named(text: str, people: Sequence[Contact]) -> Contact:
    """Find the one contact whose name is `text`, or begins with it, or else holds it.

    Refusals `person-unknown` and `person-unclear`, the latter with the names it could be.
    """
    wanted = fold_text(text)
    names = [(fold_text(contact.name), contact) for contact in people]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    for test in tests:
        found = [contact for name, contact in names if wanted and test(name)]
        if len(found) == 1:
            return found[0]
        if found:
            candidates = ", ".join(contact.name for contact in found[:4])
            raise UserError("person-unclear", text=text.strip(), candidates=candidates)
    raise UserError("person-unknown", text=text.strip())


def _read_name(text: str, _reading: ReadingContext) -> Update:
    if not text.strip():
        raise UserError("person-nameless")
    return {"name": text.strip()}


def _read_level(text: str, reading: ReadingContext) -> Update:
    level = _read_constant(text, LEVEL_WORDS, UserError("level-unreadable", text=text.strip()))
    check_level(level, reading.playbook)
    return {"level": level}


def _read_function(text: str, _reading: ReadingContext) -> Update:
    refusal = UserError("function-unreadable", text=text.strip())
    return {"function": _read_constant(text, FUNCTION_WORDS, refusal)}


def _read_role(text: str, _reading: ReadingContext) -> Update:
    refusal = UserError("role-unreadable", text=text.strip())
    return {"role": _read_constant(text, ROLE_WORDS, refusal)}


def _read_lines(text: str, _reading: ReadingContext) -> Update:
    places = {} if _is_nothing(text) else read_lines(text)
    if places is None:
        raise UserError("lines-unreadable", text=text.strip())
    return {"lines": places}


def _read_boss(text: str, reading: ReadingContext) -> Update:
    return {
        "reports_to": None if _is_nothing(text) else find_contact_named(text, reading.contacts).id
    }


def _read_cr(text: str, _reading: ReadingContext) -> Update:
    digits = fold_text(text).removeprefix("cr").strip()
    if digits in ("", "-", "?"):
        return {"cr": None}
    if not digits.isdecimal():
        raise UserError("cr-unreadable", text=text.strip())
    if digits not in ("1", "2", "3", "4", "5"):
        raise UserError("cr-range", text=digits)
    return {"cr": int(digits)}


def _read_stance(text: str, _reading: ReadingContext) -> Update:
    found = ("unknown", None) if fold_text(text) in ("", "?") else read_stance(text)
    if found is None:
        raise UserError("stance-unreadable", text=text.strip())
    return {"stance": found[0], "competitor": found[1]}


def _read_cover(text: str, _reading: ReadingContext) -> Update:
    names = () if _is_nothing(text) else tuple(filter(None, _SPLIT.split(text.strip())))
    return {"covered_by": tuple(dict.fromkeys(names))}


def _read_follow_up(text: str, reading: ReadingContext) -> Update:
    return {"follow_up": parse_next(text, reading.stamp.today)}


def _read_outside(text: str, _reading: ReadingContext) -> Update:
    word = fold_text(text)
    if word not in _YES | _NO:
        raise UserError("yes-no-unreadable", text=text.strip())
    return {"outside": word in _YES}


def _read_constant(
    text: str, words: Mapping[str, ContactValue], refusal: UserError
) -> ContactValue | None:
    """Read the constant that a word names, None for nothing; raise `refusal` for other words."""
    if _is_nothing(text):
        return None
    found = words.get(fold_text(text))
    if found is None:
        raise refusal
    return found


def _is_nothing(text: str) -> bool:
    return fold_text(text) in ("", "-", "?")


def _unknown_field(field: str) -> UserError:
    return UserError("person-field-unknown", field=field, fields=" ".join(CONTACT_FIELDS))


_TEXTS: Mapping[str, Callable[[Contact], str]] = {
    "lines": lines_text,
    "cr": lambda contact: "" if contact.cr is None else f"{contact.cr}",
    "stance": lambda contact: stance_text(contact.stance, contact.competitor),
    "covered_by": lambda contact: ", ".join(contact.covered_by),
    "follow_up": lambda contact: next_text(contact.follow_up),
    "outside": lambda contact: "yes" if contact.outside else "",
}
_READERS: Mapping[str, Callable[[str, ReadingContext], Update]] = {
    "name": _read_name,
    "function": _read_function,
    "level": _read_level,
    "lines": _read_lines,
    "role": _read_role,
    "reports_to": _read_boss,
    "cr": _read_cr,
    "stance": _read_stance,
    "covered_by": _read_cover,
    "follow_up": _read_follow_up,
    "outside": _read_outside,
}
