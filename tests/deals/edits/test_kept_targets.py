"""What a target was stays known: changed, taken away, set again, and merged."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.book_change import BookChange
from deals.edits.number_settings import replace_targets, set_target
from deals.errors import UserError
from deals.merging.records import merge_patch
from deals.model import Book, SalesTarget, TargetPeriod
from deals.numbers.fiscal_periods import parse_fiscal_period
from deals.numbers.targets import find_sales_target
from store.documents import dump_record
from tests.deals.makers import DEFAULT
from views.changes import kept_fields_text

QUARTER = parse_fiscal_period("2026-Q3")
PERIOD = TargetPeriod(QUARTER.earliest, 3, QUARTER.label)
JULY, AUGUST, AFTER, LATER = (date(2026, month, 5) for month in (7, 8, 10, 11))


def replay(*steps: tuple[date, str]) -> Book:
    """Type the targets of a quarter, each on its day."""
    book = Book()
    for day, amount in steps:
        book = set_target(book, PERIOD, amount, "CNY", on=day)
    return book


CASES: list[tuple[tuple[tuple[date, str], ...], int | None]] = [
    (((JULY, "40M"),), 40),
    (((JULY, "40M"), (AFTER, "")), 40),
    (((JULY, "40M"), (AUGUST, "")), None),
    (((JULY, "40M"), (AUGUST, ""), (AFTER, "50M")), None),
    (((JULY, "40M"), (AUGUST, "50M"), (AFTER, "")), 50),
    (((JULY, "40M"), (AFTER, "50M"), (LATER, "")), 40),
    (((JULY, "40M"), (AFTER, "50M"), (AFTER, "")), 40),
    (((JULY, "40M"), (AFTER, ""), (AFTER, "60M")), 40),
    (((JULY, "40M"), (AUGUST, ""), (LATER, "9M"), (LATER, "")), None),
    # One that was set when the period was over was never there to reach.
    (((AFTER, "40M"),), 40),
    (((AFTER, "40M"), (LATER, "")), None),
]


@pytest.mark.parametrize(("steps", "millions"), CASES)
def test_an_ended_period_keeps_what_there_was_to_reach(
    steps: tuple[tuple[date, str], ...], millions: int | None
) -> None:
    found = find_sales_target(replay(*steps), QUARTER, "CNY")
    assert (found and found.amount) == (millions and millions * 1_000_000)


def test_one_that_is_taken_away_is_not_there_to_take_away_again() -> None:
    book = replay((JULY, "40M"), (AUGUST, ""))
    with pytest.raises(UserError) as refusal:
        set_target(book, PERIOD, "-", "CNY", on=AFTER)
    assert refusal.value.code == "target-missing"
    with pytest.raises(UserError):
        replace_targets(book, PERIOD, "-", "CNY", on=AFTER)


def test_what_is_set_and_taken_away_on_one_day_leaves_nothing() -> None:
    assert replay((JULY, "40M"), (JULY, "")).targets == ()


def test_an_amount_that_moves_to_another_currency_leaves_what_it_was() -> None:
    book = replace_targets(replay((JULY, "40M")), PERIOD, "USD 5M", "CNY", on=AFTER)
    standing = {each.currency: each.amount for each in book.targets if each.stands}
    assert standing == {"USD": 5_000_000}
    found = find_sales_target(book, QUARTER, "CNY")
    assert found is not None
    assert found.amount == 40_000_000


def test_what_one_takes_away_while_another_changes_it_is_one_of_both() -> None:
    base = replay((JULY, "40M"))
    ours, theirs = (set_target(base, PERIOD, text, "CNY", on=AUGUST) for text in ("", "50M"))
    (merged,) = BookChange.between(base, ours).apply(theirs).book.targets
    assert merged in (*ours.targets, *theirs.targets)


def test_what_clashes_in_a_target_is_told_once_and_as_amounts() -> None:
    base = replay((JULY, "40M"))
    changed = set_target(base, PERIOD, "50M", "CNY", on=AUGUST)
    gone = set_target(base, PERIOD, "", "CNY", on=AFTER)
    for ours, theirs, stands in ((changed, gone, "nothing"), (gone, changed, "50M")):
        change = BookChange.between(base, ours).patch
        merged = merge_patch(change, theirs, prefer="theirs")
        (conflicts,) = merged.conflicts.values()
        assert len(conflicts) == 1
        text = kept_fields_text(merged.conflicts, theirs, DEFAULT)
        assert text == f"the target 2026-Q3 stays as it is now: {stands}"


def test_a_version_that_knows_no_gaps_reads_what_was_taken_away() -> None:
    (target,) = replay((JULY, "40M"), (AUGUST, ""), (LATER, "50M")).targets
    (former,) = json.loads(dump_record(target))["former"]
    assert former == {"amount": 40_000_000, "on": "2026-07-05", "gone": "2026-08-05"}
    assert SalesTarget.model_validate_json(dump_record(target)) == target


DAYS = st.sampled_from([JULY, AUGUST, AFTER, LATER])


@given(st.lists(st.tuples(DAYS, st.sampled_from(["", "40M", "50M"])), max_size=6))
def test_the_past_stays_as_it_was(steps: list[tuple[date, str]]) -> None:
    """What a target was at the end of a day is what is said of that day ever after."""
    book, known = Book(), dict[date, int | None]()
    for day, amount in sorted(steps, key=lambda step: step[0]):
        try:
            book = set_target(book, PERIOD, amount, "CNY", on=day)
        except UserError:
            continue
        known[day] = next((each.amount for each in book.targets if each.stands), None)
        for past in [past for past in known if any(e.on and e.on <= past for e in book.targets)]:
            (target,) = book.targets
            assert target.known_at(past) == known[past]
