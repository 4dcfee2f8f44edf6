"""Base classes of all records, the constants they share, and the values `Stamp` and `Flag`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["red", "amber", "info"]
Status = Literal["open", "on_hold", "won", "lost", "abandoned"]
Precision = Literal["day", "month", "quarter", "half", "year", "range"]
Level = Literal["high", "upper", "middle", "low"]
Function = Literal["technical", "commercial", "using", "other"]
ApprovalLine = Literal["technical", "commercial"]
Role = Literal["decides", "approves", "evaluates", "uses", "influences", "coach"]
Stance = Literal["supports", "neutral", "competitor", "opposes", "unknown"]
CR = Annotated[int, Field(ge=1, le=5)]

LEVELS: tuple[Level, ...] = ("high", "upper", "middle", "low")
"""The levels of a customer from the top down; `upper` is a finer middle, not in every playbook."""
LINES: tuple[ApprovalLine, ...] = ("technical", "commercial")
FUNCTIONS: tuple[Function, ...] = ("technical", "commercial", "using", "other")


# Shared, and safe to share: nothing adds to it, and no copy of a model does.
_NOT_NOTED: set[str] = set()


class Frozen(BaseModel):
    """A value: never changed in place, only replaced."""

    model_config = ConfigDict(frozen=True, defer_build=True, extra="forbid")

    def model_post_init(self, _context: Any) -> None:
        """Forget which fields were given and which were left out: nobody asks.

        It is a set for each value, and would be two fifths of the memory that a large book takes.
        """
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_NOTED)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return a copy with the values of `update`, which are not validated.

        As pydantic's, but that it notes no fields, which takes three times as long: every edit
        makes such copies, and an import several of each row.
        """
        copied = self.__deepcopy__() if deep else self.__copy__()
        if not update:
            return copied
        fields = type(self).__pydantic_fields__
        if self.model_config.get("extra") != "allow" or fields.keys() >= update.keys():
            copied.__dict__.update(update)
            return copied
        copied.__dict__.update({name: update[name] for name in update if name in fields})
        unknown = {name: update[name] for name in update if name not in fields}
        extra = {**(copied.__pydantic_extra__ or {}), **unknown}
        object.__setattr__(copied, "__pydantic_extra__", extra)
        return copied

    def __copy__(self) -> Self:
        """Return a copy that shares its values."""
        kind = type(self)
        copied = kind.__new__(kind)
        extra = self.__pydantic_extra__
        object.__setattr__(copied, "__dict__", self.__dict__.copy())
        object.__setattr__(copied, "__pydantic_extra__", extra if extra is None else dict(extra))
        object.__setattr__(copied, "__pydantic_fields_set__", _NOT_NOTED)
        object.__setattr__(copied, "__pydantic_private__", None)
        return copied


def rare(default: Any) -> Any:
    """Declare a field that takes no room in the file while it stands at its default.

    Ten thousand projects hold eighty thousand contacts: what nobody filled in would be half of all.
    """
    return Field(default=default, exclude_if=lambda value: value == default)


class Record(Frozen):
    """A value that others may have added fields to; what we do not know is kept as it stands."""

    model_config = ConfigDict(frozen=True, defer_build=True, extra="allow")


class Stamp(NamedTuple):
    """The time, author and day of an edit; the caller looks at the clock.

    `at` keeps the offset of the user's own clock.
    """

    at: datetime
    by: str
    today: date


@dataclass(frozen=True, slots=True)
class Flag:
    """A finding of a triage rule on a project.

    `case` picks the sentence among the rule's in the playbook, `figures` fill its placeholders;
    `severity` is the playbook's for the rule.
    """

    rule: str
    severity: Severity
    case: str
    figures: Mapping[str, str | int] = field(default_factory=dict)
