from __future__ import annotations

import pytest

from deals.parsing.header_units import AmountUnit, read_header_unit


@pytest.mark.parametrize(
    ("unit", "currency", "headers"),
    [
        (1_000, "EUR", "k€ kEUR T€ TEUR tEUR Tsd.␣€ Tsd.␣EUR €k EUR␣k €␣'000 EUR␣x␣1000 1.000␣EUR"),
        (1_000, "USD", "k$ $k KUSD USD'000 USD␣'000 $000s $'000 '000␣USD thousands␣of␣US␣dollars"),
        (1_000, "GBP", "k£ £k kGBP K␣GBP"),
        (1_000, "CHF", "kCHF TCHF"),
        (1_000, "HKD", "HK$k k␣HK$ kHKD"),
        (1_000, "AUD", "A$k $k␣AUD k$␣AUD"),
        (1_000, "CNY", "kRMB kCNY RMB␣k 千元"),
        (1_000, None, "k '000s 000s in␣thousands"),
        (1_000_000, "EUR", "M€ m€ MEUR Mio.␣EUR Mio␣€ EUR␣Mio. mln␣EUR 百万欧元 €m"),
        (1_000_000, "USD", "$M $MM MUSD US$m USD␣millions million␣USD"),
        (1_000_000, "RUB", "MRUB"),
        (1_000_000, None, "M Mio. millions"),
        (10_000, "EUR", "万欧元 欧元/万 万␣EUR 单位:万欧元"),
        (10_000, "USD", "万美元 万␣USD USD万 USD␣万元 美元万元"),
        (
            10_000,
            "CNY",
            "万元 RMB␣10k 10k␣RMB 10,000␣RMB ¥万 万/RMB 人民币万元 含税,␣万元 万元，不含税",
        ),
        (10_000_000, "INR", "INR␣Cr crore␣INR"),
        (1, "EUR", "€ EUR in␣€ 欧元 EUR,␣net"),
        (1, "CNY", "元 RMB"),
    ],
)
def test_a_size_and_a_currency_in_one(unit: int, currency: str | None, headers: str) -> None:
    for text in (written.replace("␣", " ") for written in headers.split()):
        for header in (f"Amount ({text})", f"金额（{text}）", f"Amount, {text}"):
            if "," not in text or "(" in header:
                assert read_header_unit(header) == AmountUnit(unit, currency), header


@pytest.mark.parametrize(
    ("header", "unit", "currency"),
    [
        ("Amount in T€", 1_000, "EUR"),
        ("Amount (EUR) in thousands", 1_000, "EUR"),
        ("Amount kEUR", 1_000, "EUR"),
        ("预签金额万元", 10_000, "CNY"),
        ("预签金额【千元】", 1_000, "CNY"),
        ("预签金额 万", 10_000, None),
        ("亿", 100_000_000, None),
        ("预签金额USD千", 1_000, "USD"),
        ("金额（RMB万）", 10_000, "CNY"),
        ("Amount (100 million)", 100_000_000, None),
        ("Amount (SEK kr)", 1, "SEK"),
    ],
)
def test_the_end_of_a_header(header: str, unit: int, currency: str | None) -> None:
    assert read_header_unit(header) == AmountUnit(unit, currency)


@pytest.mark.parametrize(
    ("header", "unit"), [("Amount (kr)", 1), ("Amount (tkr)", 1_000), ("Amount (mkr)", 1_000_000)]
)
def test_a_sign_that_is_no_currency_alone(header: str, unit: int) -> None:
    assert read_header_unit(header) == AmountUnit(unit, None, "kr")


@pytest.mark.parametrize(
    "header",
    [
        "Amount 2010",
        "",
        "Amount",
        "预签金额",
        "Amount (all)",
        "Top",
        "Total amount",
        "Amount (10)",
        "Premium",
    ],
)
def test_no_unit(header: str) -> None:
    assert read_header_unit(header) is None
