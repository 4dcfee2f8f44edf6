"""The day that counts, and the stamp of an edit."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest

from tui.clock import new_id, stamp, today


def test_another_day_may_be_taken_for_today() -> None:
    assert today(date(2026, 3, 2)) == date(2026, 3, 2)
    assert abs(today(None) - date.today()) <= timedelta(days=1)


@pytest.fixture(params=["UTC", "CST-8", "EST+5"])
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Set a zone: at any hour one of these has another day than Greenwich, or nearly."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("zone")
def test_an_edit_made_under_another_day_is_dated_that_day() -> None:
    made = stamp(date(2026, 3, 2), "me")
    assert (made.today, made.by, made.at.date()) == (date(2026, 3, 2), "me", date(2026, 3, 2))


@pytest.mark.usefixtures("zone")
def test_an_edit_keeps_the_offset_of_the_users_clock() -> None:
    made = stamp(None, "me")
    assert made.at.utcoffset() == datetime.now().astimezone().utcoffset()
    assert made.at.date() in (made.today, made.today + timedelta(days=1))  # midnight may pass


def test_an_edit_is_stamped_now() -> None:
    assert abs(stamp(None, "me").at - datetime.now(UTC)) < timedelta(minutes=1)


def test_ids_are_fresh_and_sort_by_time() -> None:
    first, second = new_id(), new_id()
    assert len({first, second}) == 2
    assert first[:10] <= second[:10]
