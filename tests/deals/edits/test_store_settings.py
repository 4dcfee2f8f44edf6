"""The month in which the store's fiscal year starts, and when tables were taken last."""

from __future__ import annotations

from datetime import date

import pytest

from deals.book_change import BookChange
from deals.edits.patches import ReplacedList
from deals.edits.store_settings import (
    TableReading,
    keep_names,
    read_month,
    recall_names,
    recall_readings,
    remember_names,
    remember_readings,
    set_year_start,
)
from deals.errors import UserError
from deals.model import YEAR_START, Book, StoreSetting


@pytest.mark.parametrize(
    ("text", "month"),
    [
        *(("4", 4), ("04", 4), (" ４ ", 4), ("12", 12), ("April", 4), ("apr", 4), ("Sept.", 9)),
        *(("4月", 4), ("四月", 4), ("十二月", 12), ("十", 10), ("4月份", 4)),
    ],
)
def test_a_month_is_read_in_figures_and_by_name(text: str, month: int) -> None:
    assert read_month(text) == month


@pytest.mark.parametrize("text", ["", "0", "13", "Q2", "April 1", "2027-04", "-1"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="month-unreadable"):
        read_month(text)


def test_it_is_january_until_it_is_set() -> None:
    book = Book()
    assert book.year_start == 1
    april = set_year_start(book, 4)
    assert (april.year_start, set_year_start(april, 4)) == (4, april)
    assert set_year_start(april, 1).year_start == 1


@pytest.mark.parametrize("value", ["", "x", "0", "13", "４", "-4", "9" * 5000])
def test_what_others_write_there_instead_says_nothing(value: str) -> None:
    setting = StoreSetting(name=YEAR_START, value=value)
    assert Book().with_lists(store_settings=(setting,)).year_start == 1


def test_two_sessions_set_it_side_by_side_and_the_later_counts() -> None:
    base = set_year_start(Book(), 7)
    other = StoreSetting(name="other", value="x")
    now = set_year_start(base, 10).with_lists(
        store_settings=(StoreSetting(name=YEAR_START, value="10"), other)
    )
    done = BookChange.between(base, set_year_start(base, 4)).apply(now)
    assert done.book.year_start == 4
    assert other in done.book.store_settings


def test_an_undo_takes_back_when_tables_were_taken_and_not_names() -> None:
    first = TableReading(
        "王", "", "王", date(2026, 3, 2), "2026-W09", date(2026, 2, 23), date(2026, 3, 1)
    )
    later = first._replace(on=date(2026, 3, 9), text="2026-03-09", first=None, last=None)
    before = remember_readings(Book(), [first])
    after = remember_names(remember_readings(before, [later]), "stage name", "王", {"lead": "P0"})
    change = keep_names(ReplacedList(before.store_settings, after.store_settings))
    settings = [each for each in change.before if isinstance(each, StoreSetting)]
    undone = Book(store_settings=tuple(settings))
    assert recall_readings(undone) == [first]
    assert recall_names(undone, "stage name", "王") == {"lead": "P0"}
    assert remember_readings(before, [first]) is before
