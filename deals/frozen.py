"""What every model of a deal is: a value, light enough to hold a hundred thousand of them."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

# Shared, and safe to share: a copy of a model gets a copy of it.
_NOT_NOTED: set[str] = set()


class Frozen(BaseModel):
    """A value: never changed in place, only replaced."""

    model_config = ConfigDict(frozen=True, defer_build=True, extra="forbid")

    def model_post_init(self, _context: Any) -> None:
        """Forgets which fields were given and which left out: nobody asks.

        It is a set for each value, and would be two fifths of the memory that a large book takes.
        """
        object.__setattr__(self, "__pydantic_fields_set__", _NOT_NOTED)


class Record(Frozen):
    """A value that others may have added fields to; what we do not know is kept as it stands."""

    model_config = ConfigDict(frozen=True, defer_build=True, extra="allow")
