"""Writer of calendars (RFC 5545): all-day events that a second import updates in their place.

Only what such events need is written. A line has 75 octets at most, counted with the blank that
begins what a line goes on with, and is never broken within a sign.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

MOST_OCTETS = 75
PRODUCT = "-//Netloft//Netloft//EN"
HOST = "netloft"
_PLAIN_KEY = re.compile(r"[A-Za-z0-9._/-]{1,200}")
_LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BEGINNING = 400
"""The bytes in which the maker of a calendar is named."""


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """Something on a day: `key` is what it goes by for good, `changed` when it last was another.

    `sequence` has to be higher whenever it is another than before: of two versions of an event
    calendars keep that with the higher one (RFC 5546, 2.1.5), whatever else they say.
    """

    key: str
    on: date
    summary: str
    changed: datetime
    description: str = ""
    categories: Sequence[str] = ()
    sequence: int = 0


def calendar_bytes(name: str, events: Iterable[CalendarEvent]) -> bytes:
    """Return a calendar of that name as bytes, each line folded and ended by CR and LF."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{escape_text(name)}",
    ]
    for event in events:
        lines += _event_lines(event)
    lines.append("END:VCALENDAR")
    return b"".join(fold_line(each) + b"\r\n" for each in lines)


def has_calendar_mark(data: bytes) -> bool:
    """Whether these are the bytes of a calendar that was written here."""
    start = data[:_BEGINNING]
    return start.startswith(b"BEGIN:VCALENDAR\r\n") and f"PRODID:{PRODUCT}\r\n".encode() in start


def _event_lines(event: CalendarEvent) -> Iterator[str]:
    changed = event.changed if event.changed.tzinfo else event.changed.replace(tzinfo=UTC)
    stamp = f"{changed.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{make_uid(event.key)}"
    # Without a METHOD it tells, as LAST-MODIFIED does, when the event was last another.
    yield f"DTSTAMP:{stamp}"
    yield f"LAST-MODIFIED:{stamp}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;VALUE=DATE:{_write_date(event.on)}"
    if event.on < date.max:  # without an end an event of a day has that day
        yield f"DTEND;VALUE=DATE:{_write_date(event.on + timedelta(1))}"
    yield "TRANSP:TRANSPARENT"
    yield f"SUMMARY:{escape_text(event.summary)}"
    if event.description:
        yield f"DESCRIPTION:{escape_text(event.description)}"
    if event.categories:
        yield f"CATEGORIES:{','.join(map(escape_text, event.categories))}"
    yield "END:VEVENT"


def _write_date(day: date) -> str:
    return day.isoformat().replace("-", "")


def make_uid(key: str) -> str:
    """Return the id by which calendars know an event; a key of other signs goes by its digest."""
    plain = _PLAIN_KEY.fullmatch(key)
    name = key.replace("/", "-") if plain else sha256(key.encode("utf-8", "replace")).hexdigest()
    return f"{name}@{HOST}"


def escape_text(text: str) -> str:
    """Return a text as it stands behind a property: one line, what parts values escaped.

    Control characters and halves of surrogate pairs, which no reader takes, are left out.
    """
    whole = _LINE_ENDS.sub("\n", text).translate(_ESCAPES)
    return "".join(char for char in whole if char == "\t" or unicodedata.category(char) not in _NO)


_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_NO = frozenset({"Cc", "Cs"})


def fold_line(line: str) -> bytes:
    """Return a line in as many as it takes, a blank before what goes on."""
    parts, room = [bytearray()], MOST_OCTETS
    for char in line:
        octets = char.encode("utf-8")
        if len(octets) > room:
            parts.append(bytearray(b" "))
            room = MOST_OCTETS - 1
        parts[-1] += octets
        room -= len(octets)
    return b"\r\n".join(parts)
