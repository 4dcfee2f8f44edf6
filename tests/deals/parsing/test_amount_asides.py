"""Amounts with what changes nothing of them: notes of taxes and phases, other signs of ranges."""

from __future__ import annotations

import pytest

from deals.errors import UserError
from deals.parsing.amounts import parse_amount


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("NT$ 960,000（未稅）", 960_000, 960_000, "TWD"),
        ("3000万（分两期）", 30_000_000, 30_000_000, "CNY"),
        ("3000万，分三年", 30_000_000, 30_000_000, "CNY"),
        ("£210k + VAT", 210_000, 210_000, "GBP"),
        ("£62.5k ex VAT", 62_500, 62_500, "GBP"),
        ("€ 64.000,00 excl. btw", 64_000, 64_000, "EUR"),
        ("75.000,00 € netto", 75_000, 75_000, "EUR"),
        ("1.2m EUR zzgl. MwSt.", 1_200_000, 1_200_000, "EUR"),
        ("300k (in two phases)", 300_000, 300_000, "CNY"),
        ("80∼100萬", 800_000, 1_000_000, "CNY"),
        ("350万円", 3_500_000, 3_500_000, "JPY"),
    ],
)
def test_notes_of_taxes_and_phases_stand_beside(
    text: str, low: int, high: int, currency: str
) -> None:
    amount = parse_amount(text)
    assert (amount.low, amount.high, amount.currency) == (low, high, currency)
    assert not amount.about
    assert amount.text == text


@pytest.mark.parametrize("text", ["3000万/年", "3500 / month", "300k (per month)", "300k (a year)"])
def test_what_changes_the_amount_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="amount-unreadable"):
        parse_amount(text)
