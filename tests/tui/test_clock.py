"""The day that counts, and the stamp of an edit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from tui.clock import new_id, stamp, today


def test_another_day_may_be_taken_for_today() -> None:
    assert today(date(2026, 3, 2)) == date(2026, 3, 2)
    assert abs(today(None) - date.today()) <= timedelta(days=1)


def test_an_edit_made_under_another_day_is_dated_that_day() -> None:
    made = stamp(date(2026, 3, 2), "me")
    assert (made.today, made.by, made.at.tzinfo) == (date(2026, 3, 2), "me", UTC)
    assert made.at.astimezone().date() == date(2026, 3, 2)


def test_an_edit_is_stamped_now() -> None:
    assert abs(stamp(None, "me").at - datetime.now(UTC)) < timedelta(minutes=1)


def test_ids_are_fresh_and_sort_by_time() -> None:
    first, second = new_id(), new_id()
    assert len({first, second}) == 2
    assert first[:10] <= second[:10]
