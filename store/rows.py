"""A record and the JSON it is kept as: one document of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

import orjson
from pydantic import ValidationError
from pydantic_core import PydanticSerializationError

from deals.model import Project
from deals.model.base import Frozen, Record
from deals.refusal import Refusal
from store.integrity import sum_of

_LONGEST_NUMBER = 18


_WHOLE = "*"


class Tombstone(Record):
    """What is left of a deleted project for TOMBSTONE_DAYS: which it was, and who deleted it."""

    id: str
    name: str
    deleted_at: datetime
    deleted_by: str = ""


Value = TypeVar("Value", bound=Frozen)


@dataclass(frozen=True, slots=True)
class Row(Generic[Value]):
    """One document: its number in the table, as text; the value it stands for; its JSON.

    `known_sum` is the checksum that it was read with, or "" while nobody has asked for it.
    """

    number: str
    value: Value
    text: bytes
    known_sum: str = field(default="", compare=False)

    @property
    def sum(self) -> str:
        """The checksum of the document: the one it was read with, so that what went wrong since is
        not written down as right; worked out once where it is new.
        """
        if not self.known_sum:
            self.summed(sum_of(self.text))
        return self.known_sum

    def summed(self, known: str) -> None:
        """Remember the checksum of the document."""
        object.__setattr__(self, "known_sum", known)

    def numbered(self, number: str) -> Row[Value]:
        """The same document under another number."""
        same = number == self.number
        return self if same else Row(number, self.value, self.text, self.known_sum)


def read_row(
    model: type[Value],
    document: object,
    where: tuple[str, str, str],
    known: Row[Value] | None = None,
) -> Row[Value]:
    """The row that a document makes; `known`, if the document is still the same.

    `where` is its file, table and number. Refusal("store-record", file, table, record, field,
    problem) for its first fault.
    """
    try:
        text = document if isinstance(document, bytes) else orjson.dumps(document)
        if known is not None and known.text == text:
            return known
        if not (where[2].isdecimal() and len(where[2]) <= _LONGEST_NUMBER):
            # TinyDB itself reads no such table.
            raise _unreadable(where, _WHOLE, "number")
        return Row(where[2], model.model_validate_json(text), text)
    except orjson.JSONEncodeError:
        raise _unreadable(where, _WHOLE, "nested") from None
    except ValidationError as error:
        raise _unreadable(where, *first_fault(error)) from None


def _unreadable(where: tuple[str, str, str], wanting: str, problem: str) -> Refusal:
    file, table, number = where
    return Refusal(
        "store-record", file=file, table=table, record=number, field=wanting, problem=problem
    )


def first_fault(error: ValidationError) -> tuple[str, str]:
    """Which field of a record does not read (`contacts.2.cr`; `*` for the record itself), and
    pydantic's name of the fault.

    What the field holds is left out: it is the user's, and no message's.
    """
    found = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return ".".join(map(str, found["loc"])) or _WHOLE, found["type"]


def dumped_row(project: Project | None) -> Row[Project] | None:
    """A row of no number for a project, None for none; refused as `dumped` says."""
    return None if project is None else Row("", project, dumped(project))


def dumped(value: Frozen) -> bytes:
    """A record as JSON, every field of it, so that a reader of the file finds stable names.

    Refusal("store-unstorable", name, field, problem) for what could not be read back: a text that
    is no UTF-8, a value its field does not allow. Better no save than a file that does not open.
    """
    try:
        text = value.model_dump_json(warnings="error").encode()
        type(value).model_validate_json(text)
    except PydanticSerializationError:
        fault = _WHOLE, "text"
    except ValidationError as error:
        fault = first_fault(error)
    else:
        return text
    name = str(getattr(value, "name", "")).encode(errors="replace").decode()
    raise Refusal("store-unstorable", name=name, field=fault[0], problem=fault[1])
