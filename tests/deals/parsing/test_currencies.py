from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.parsing.amounts import currency_code, currency_mark
from tests.deals.values import CURRENCIES


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("¥", "CNY"),
        ("￥", "CNY"),
        ("人民币", "CNY"),
        ("RMB", "CNY"),
        ("元", "CNY"),
        ("usd", "USD"),
        ("US$", "USD"),
        ("$", "USD"),
        ("美元", "USD"),
        ("€", "EUR"),
        ("港币", "HKD"),
        ("abc", None),
        ("", None),
    ],
)
def test_knows_how_currencies_are_written(text: str, code: str | None) -> None:
    assert currency_code(text) == code


def test_only_the_home_currency_goes_without_saying() -> None:
    assert [currency_mark(code) for code in ("CNY", "USD", "GBP", "EUR", "")] == [
        "",
        "$",
        "£",
        "EUR ",
        "",
    ]


@given(st.sampled_from(CURRENCIES).filter(lambda code: code != "CNY"))
def test_what_is_printed_reads_back(code: str) -> None:
    assert currency_code(currency_mark(code)) == code
