"""Calendars: another program reads back what was written, whatever stands in the texts."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import Any

import icalendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deals.agenda import list_due
from deals.edits.typed_fields import set_field
from deals.model import Book
from reports.due_calendar import calendar_name, list_calendar_events
from reports.writers.calendar_writer import (
    CalendarEvent,
    calendar_bytes,
    escape_text,
    fold_line,
    has_calendar_mark,
    make_uid,
)
from tests.deals.makers import DEFAULT, action, contact, project
from tests.deals.makers import TODAY as MARCH
from tests.deals.readings import reading
from tests.reports.contexts import TODAY, hostile_book, sample
from wording import LANGUAGES, use_language

CHANGED = datetime(2026, 11, 29, 18, 30, tzinfo=timezone(timedelta(hours=8)))
LONG = "很长的说明，含逗号；分号\\反斜线\n换行" * 40
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=300),
    st.text(st.sampled_from(",;:\\\n\r\t\"' =北京🎉👩‍💻é^|"), max_size=300),
)


def read(data: bytes) -> list[Any]:
    """Return the events of a calendar as another program reads them."""
    calendar = icalendar.Calendar.from_ical(data)
    assert calendar["VERSION"] == "2.0"
    events = [*calendar.walk("VEVENT")]
    assert all(not event.errors for event in events)
    return events


def kept(text: str) -> str:
    """Return a text as a calendar keeps it: ends of lines alike, no control characters."""
    whole = text.replace("\r\n", "\n")
    for end in "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
        whole = whole.replace(end, "\n")
    return "".join(each for each in whole if each in "\n\t" or not is_control(each))


def is_control(char: str) -> bool:
    """Whether a sign is a control character."""
    return ord(char) < 0x20 or 0x7F <= ord(char) < 0xA0


@given(summary=texts, description=texts, category=texts, name=texts)
@example(summary=LONG, description=LONG, category="a,b", name="x;y")
@example(summary="\\n", description="\\\\;\\,", category="\\", name="")
def test_every_text_is_read_back(summary: str, description: str, category: str, name: str) -> None:
    event = CalendarEvent("k", TODAY, summary, CHANGED, description, (category,))
    data = calendar_bytes(name, [event])
    (found,) = read(data)
    assert str(found["SUMMARY"]) == kept(summary)
    assert str(found.get("DESCRIPTION", "")) == kept(description)
    # That property is nobody's standard, and is handed over as it was written.
    assert icalendar.Calendar.from_ical(data)["X-WR-CALNAME"] == escape_text(name)


@given(texts)
def test_no_line_has_more_than_75_octets_and_none_breaks_a_sign(text: str) -> None:
    data = calendar_bytes(text, [CalendarEvent("k", TODAY, text, CHANGED, text, (text, "b"))])
    assert data.endswith(b"\r\n")
    lines = data.split(b"\r\n")
    for each in lines:
        assert len(each) <= 75
        each.decode("utf-8")
        assert b"\n" not in each and b"\r" not in each
    assert len(lines) >= 15


@pytest.mark.parametrize("length", [74, 75, 76, 148, 149, 150])
def test_a_line_is_folded_where_it_has_to_be(length: int) -> None:
    parts = fold_line("x" * length).split(b"\r\n")
    assert [len(each) for each in parts[:-1]] == [75] * (len(parts) - 1)
    assert b"".join([parts[0], *(each[1:] for each in parts[1:])]) == b"x" * length


def test_a_sign_of_several_octets_goes_to_the_next_line_whole() -> None:
    assert fold_line("x" * 74 + "京") == b"x" * 74 + "\r\n 京".encode()


def test_what_parts_values_is_escaped() -> None:
    assert escape_text("a,b;c\\d\r\ne\x00\ud800:") == "a\\,b\\;c\\\\d\\ne:"


def test_an_event_is_a_day_without_time_or_zone_and_takes_no_time() -> None:
    event = CalendarEvent("task/a/b", date(2026, 12, 31), "x", CHANGED, "", ("one", "two, three"))
    data = calendar_bytes("Netloft", [event])
    (found,) = read(data)
    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert found["TRANSP"] == "TRANSPARENT"
    assert found["UID"] == "task-a-b@netloft"
    assert [str(each) for each in found["CATEGORIES"].cats] == ["one", "two, three"]
    assert found["DTSTAMP"].dt == found["LAST-MODIFIED"].dt == CHANGED
    assert found["DTSTAMP"].dt.utcoffset() == timedelta(0)
    assert b"TZID" not in data and b"VTIMEZONE" not in data and b"METHOD" not in data


def test_the_last_day_there_is_can_be_written() -> None:
    (found,) = read(calendar_bytes("", [CalendarEvent("k", date.max, "x", CHANGED)]))
    assert found["DTSTART"].dt == date.max


@given(st.text(max_size=80), st.text(max_size=80))
def test_ids_are_plain_and_differ_where_keys_do(key: str, other: str) -> None:
    uid = make_uid(key)
    assert uid.isascii() and uid.isprintable() and " " not in uid
    assert (make_uid(other) == uid) == (key == other)


@pytest.mark.parametrize("data", [b"", b"BEGIN:VCALENDAR\r\nPRODID:-//Other//EN\r\n", b"mine"])
def test_only_our_own_calendars_are_known(data: bytes) -> None:
    assert not has_calendar_mark(data)
    assert has_calendar_mark(calendar_bytes("x", []))


# What is due -------------------------------------------------------------------------------------


def events_of(book: Book, day: date = TODAY, sequence: int = 1) -> tuple[CalendarEvent, ...]:
    """Return all that is due as events, after so many commits."""
    return list_calendar_events(list_due(book, DEFAULT, day), book, sequence)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_all_that_is_due_is_there_once(lang: str) -> None:
    use_language(lang)
    book = sample(lang)
    due = list_due(book, DEFAULT, TODAY)
    found = read(calendar_bytes(calendar_name("林"), list_calendar_events(due, book, 1)))
    assert [event["DTSTART"].dt for event in found] == [item.on for item in due]
    assert len({event["UID"] for event in found}) == len(due) > 50
    for event, item in zip(found, due, strict=True):
        assert item.project.name in event["SUMMARY"]
        assert item.what.split("\n")[0] in event["SUMMARY"]


def test_hostile_texts_make_no_other_properties() -> None:
    book = hostile_book()
    found = read(calendar_bytes("x", events_of(book)))
    allowed = {"UID", "DTSTAMP", "LAST-MODIFIED", "SEQUENCE", "DTSTART", "DTEND", "TRANSP"}
    allowed |= {"SUMMARY", "DESCRIPTION", "CATEGORIES"}
    assert found
    assert all(set(event) <= allowed for event in found)


def test_the_same_book_makes_the_same_calendar() -> None:
    book = sample("en")
    assert calendar_bytes("x", events_of(book)) == calendar_bytes("x", events_of(book))


def test_an_edit_leaves_the_id_and_raises_the_sequence() -> None:
    deal = project(next_action=action("call", date(2026, 3, 5)))
    after = set_field(deal, "next", "visit 2026-03-09", reading())
    (old,), (new,) = (
        read(calendar_bytes("x", events_of(Book().with_projects(each), MARCH, number)))
        for number, each in enumerate((deal, after), 1)
    )
    assert old["UID"] == new["UID"]
    assert new["DTSTART"].dt == date(2026, 3, 9)
    assert new["SEQUENCE"] > old["SEQUENCE"]
    assert new["LAST-MODIFIED"].dt > old["LAST-MODIFIED"].dt


def test_a_follow_up_keeps_its_id_whichever_project_it_is_due_in_first() -> None:
    def book(first: int, second: int) -> Book:
        people = [
            contact("Ann", follow_up=action("call", date(2026, 3, day))) for day in (first, second)
        ]
        return Book().with_projects(
            project(id="a", name="A", contacts=[people[0]]),
            project(id="b", name="B", contacts=[people[1]]),
        )

    uids = {events_of(each, MARCH)[0].key for each in (book(4, 5), book(6, 5))}
    assert uids == {"follow-up/Ann"}
