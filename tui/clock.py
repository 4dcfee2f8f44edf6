"""The one reader of the clock: the day taken for today, and the stamp of an edit."""

from __future__ import annotations

from datetime import UTC, date, datetime
from os import urandom
from typing import TYPE_CHECKING

from deals.ids import RANDOM_BYTES, ulid

if TYPE_CHECKING:
    from deals.model import Stamp


def today(as_of: date | None) -> date:
    """Return the day taken for today: the real one unless another is asked for."""
    return as_of or date.today()  # the user's own day, not Greenwich's


def stamp(as_of: date | None, by: str) -> Stamp:
    """Return the stamp of an edit by `by` now, in local time; under another day dated that day."""
    from deals.model import Stamp  # pydantic, which --help does without

    now = datetime.now().astimezone()
    day = today(as_of)
    return Stamp(at=datetime.combine(day, now.timetz()), by=by, today=day)


def now() -> datetime:
    """Return the instant, whatever day is taken for today: the age of files goes by it."""
    return datetime.now().astimezone()


def new_id() -> str:
    """Return a fresh record id, sorting by the time it was made."""
    return ulid(int(datetime.now(UTC).timestamp() * 1000), urandom(RANDOM_BYTES))
