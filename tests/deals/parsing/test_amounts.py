from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from deals.errors import UserError
from deals.model import Amount
from deals.parsing import amounts as amounts_module
from deals.parsing.amounts import (
    COLUMN,
    amount_text,
    currency_code,
    currency_mark,
    is_rounded,
    looks_like_amount,
    money,
    parse_amount,
    short_amount,
    written_amount,
)
from deals.parsing.header_units import read_header_unit
from tests.deals.values import CURRENCIES, amounts, figures, typed

LANGUAGES = ("zh_CN", "en")


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("350万", 3_500_000, 3_500_000, "CNY"),
        ("80-150万", 800_000, 1_500_000, "CNY"),
        ("80万-150万", 800_000, 1_500_000, "CNY"),
        ("80万-150", 800_000, 1_500_000, "CNY"),
        ("80–150万", 800_000, 1_500_000, "CNY"),
        ("80——150万", 800_000, 1_500_000, "CNY"),
        ("80~150万", 800_000, 1_500_000, "CNY"),
        ("80〜150万", 800_000, 1_500_000, "CNY"),
        ("80至150万", 800_000, 1_500_000, "CNY"),
        ("80到150 万元", 800_000, 1_500_000, "CNY"),
        ("80 to 150k", 80_000, 150_000, "CNY"),
        ("８０－１５０万", 800_000, 1_500_000, "CNY"),
        ("1.2亿", 120_000_000, 120_000_000, "CNY"),
        ("5000万-1.2亿", 50_000_000, 120_000_000, "CNY"),
        ("1.2M", 1_200_000, 1_200_000, "CNY"),
        ("120k", 120_000, 120_000, "CNY"),
        ("80w", 800_000, 800_000, "CNY"),
        (" ¥500,000 ", 500_000, 500_000, "CNY"),
        ("￥５００，０００", 500_000, 500_000, "CNY"),
        ("USD 2m", 2_000_000, 2_000_000, "USD"),
        ("2m USD", 2_000_000, 2_000_000, "USD"),
        ("$2m", 2_000_000, 2_000_000, "USD"),
        ("$1.5-2m", 1_500_000, 2_000_000, "USD"),
        ("€1.5m", 1_500_000, 1_500_000, "EUR"),
        ("300万美元", 3_000_000, 3_000_000, "USD"),
        ("CNY 500000", 500_000, 500_000, "CNY"),
        ("500000元", 500_000, 500_000, "CNY"),
        ("人民币50万元", 500_000, 500_000, "CNY"),
        ("500,000-1.2M", 500_000, 1_200_000, "CNY"),
        ("80万-1500000", 800_000, 1_500_000, "CNY"),
        ("8000元-1.5万", 8_000, 15_000, "CNY"),
        ("0-50万", 0, 500_000, "CNY"),
        ("5mad", 5, 5, "MAD"),
        ("0.0001万", 1, 1, "CNY"),
        ("10000000000000", 10**13, 10**13, "CNY"),
    ],
)
def test_reads_what_people_write(text: str, low: int, high: int, currency: str) -> None:
    read = parse_amount(text)
    assert (read.low, read.high, read.currency) == (low, high, currency)
    assert read.text == text.strip()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "amount-unreadable"),
        ("a lot", "amount-unreadable"),
        ("80 150万", "amount-unreadable"),
        ("1,2345", "amount-unreadable"),
        ("5..5", "amount-unreadable"),
        ("80--150万", "amount-unreadable"),
        ("USD 2m-EUR 3m", "amount-unreadable"),
        ("$500元", "amount-unreadable"),
        ("ABC 500", "amount-unreadable"),
        ("-5万", "amount-negative"),
        ("¥-5", "amount-negative"),
        ("－5万", "amount-negative"),
        ("150-80万", "amount-backwards"),
        ("80-1.2M", "amount-backwards"),
        ("10000000000001", "amount-large"),
        ("999999亿", "amount-large"),
    ],
)
def test_refuses_what_is_not_money(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_amount(text)
    assert (refused.value.code, refused.value.figures) == (code, {"text": text.strip()})


@pytest.mark.parametrize(
    ("text", "low", "high", "kept"),
    [
        ("350", 3_500_000, 3_500_000, "350万"),
        ("80-150", 800_000, 1_500_000, "80-150万"),
        ("0.5", 5_000, 5_000, "0.5万"),
        ("USD 3", 3, 3, "USD 3"),
        ("350万", 3_500_000, 3_500_000, "350万"),
        ("500元", 500, 500, "500元"),
        ("$500", 500, 500, "$500"),
    ],
)
def test_a_headers_unit_counts_bare_numbers_only(text: str, low: int, high: int, kept: str) -> None:
    read = parse_amount(text, unit=10_000)
    assert (read.low, read.high, read.text) == (low, high, kept)


@pytest.mark.parametrize(
    ("text", "currency", "unit", "kept"),
    [
        ("120k", "USD", 1, "USD 120k"),
        ("$120k", "USD", 1, "$120k"),
        ("80-150", "USD", 1_000, "USD 80-150k"),
        ("64", "EUR", 10_000, "EUR 64万"),
        ("¥2m", "USD", 1, "¥2m"),
        ("1.2M", "CNY", 1, "1.2M"),
    ],
)
def test_an_amounts_own_text_is_what_was_written_with_what_it_lacks(
    text: str, currency: str, unit: int, kept: str
) -> None:
    read = parse_amount(text, currency=currency, unit=unit)
    assert read.text == kept
    assert read.same(parse_amount(kept))


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (Amount(low=120_000, high=120_000, currency="USD", text="120k"), "CNY", "USD 120k"),
        (Amount(low=120_000, high=120_000, currency="USD", text="120k"), "USD", "120k"),
        (Amount(low=640_000, high=640_000, text="64万"), "USD", "CNY 64万"),
        (Amount(low=640_000, high=640_000, text="64"), "CNY", "640,000"),
        (Amount(low=8_000, high=640_000, text="as agreed"), "USD", "CNY 8,000-640,000"),
    ],
)
def test_an_amount_as_written_says_no_more_than_it_must(
    amount: Amount, currency: str, text: str
) -> None:
    assert written_amount(amount, currency) == text
    assert amount.same(parse_amount(text, currency=currency))


@given(amounts(), st.sampled_from(("CNY", "USD")), st.sampled_from((1, 1_000, 10_000)))
def test_an_amount_as_written_reads_back(amount: Amount, currency: str, unit: int) -> None:
    assert parse_amount(written_amount(amount, currency, unit), currency=currency).same(amount)


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("3500000", "350万", "3.5M"),
        ("800000-1500000", "80-150万", "800k-1.5M"),
        ("9000万-1.2亿", "9000万-1.2亿", "90-120M"),
        ("1234567", "1,234,567", "1,234,567"),
        ("8500-150000", "8,500-150,000", "8.5-150k"),
        ("0", "0", "0"),
        ("USD 2m", "$200万", "$2M"),
        ("EUR 2m", "EUR 200万", "EUR 2M"),
    ],
)
def test_prints_the_canonical_form(text: str, chinese: str, english: str) -> None:
    assert [amount_text(parse_amount(text), lang) for lang in LANGUAGES] == [chinese, english]


@pytest.mark.parametrize(
    ("text", "chinese", "english"),
    [
        ("64万", "64万", "640k"),
        ("80-150万", "80-150万", "800k-1.5M"),
        ("$2m", "$200万", "$2M"),
        ("1234567", "1,234,567", "1,234,567"),
        ("12345678", "12,345,678", "12,345,678"),
        ("1234万-2345万", "~1790万", "12.3-23.5M"),
        ("$850k-1.25M", "$85-125万", "$850k-1.3M"),
        ("JPY 12345678", "JPY 1230万", "JPY 12.3M"),
    ],
)
def test_short_amounts_are_exact_where_that_fits(text: str, chinese: str, english: str) -> None:
    assert [short_amount(parse_amount(text), lang) for lang in LANGUAGES] == [chinese, english]


@pytest.mark.parametrize(
    ("value", "currency", "chinese", "english"),
    [
        (5_100_000, "CNY", "510万", "5.1M"),
        (165_500_000, "CNY", "1.66亿", "166M"),
        (849_999.5, "CNY", "85万", "850k"),
        (999_999, "CNY", "100万", "1M"),
        (0, "CNY", "0", "0"),
        (12.5, "USD", "$13", "$13"),
    ],
)
def test_money_is_rounded_to_three_digits(
    value: float, currency: str, chinese: str, english: str
) -> None:
    assert [money(value, currency, lang) for lang in LANGUAGES] == [chinese, english]


@given(amounts(), st.sampled_from(LANGUAGES))
def test_what_is_printed_reads_back(amount: Amount, lang: str) -> None:
    assert parse_amount(amount_text(amount, lang)).same(amount)


@given(amounts(), st.sampled_from(LANGUAGES))
def test_a_short_amount_fits_its_column(amount: Amount, lang: str) -> None:
    assert cell_len(short_amount(amount, lang)) <= COLUMN


@given(figures, st.sampled_from(LANGUAGES))
def test_money_is_within_half_a_percent(value: int, lang: str) -> None:
    shown = parse_amount(money(value, "CNY", lang))
    assert abs(shown.low - value) <= max(value * 0.005, 0.5)


@given(typed, st.sampled_from(("CNY", "USD")), st.sampled_from((1, 10_000)))
def test_any_text_is_read_or_refused(text: str, currency: str, unit: int) -> None:
    try:
        read = parse_amount(text, currency=currency, unit=unit)
    except UserError as refusal:
        assert refusal.code.startswith("amount-")
    else:
        assert parse_amount(read.text).same(read)
    read_header_unit(text)


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
def test_a_printed_currency_reads_back(code: str) -> None:
    assert currency_code(currency_mark(code)) == code


@pytest.mark.parametrize(
    ("text", "low", "high", "currency", "about"),
    [
        ("一百二十万", 1_200_000, 1_200_000, "CNY", False),
        ("两百万", 2_000_000, 2_000_000, "CNY", False),
        ("1个亿", 100_000_000, 100_000_000, "CNY", False),
        ("半个亿", 50_000_000, 50_000_000, "CNY", False),
        ("两个半亿", 250_000_000, 250_000_000, "CNY", False),
        ("3千5百万", 35_000_000, 35_000_000, "CNY", False),
        ("千万", 10_000_000, 10_000_000, "CNY", False),
        ("一点五亿", 150_000_000, 150_000_000, "CNY", False),
        ("1亿2千万", 120_000_000, 120_000_000, "CNY", False),
        ("1.2万亿", 1_200_000_000_000, 1_200_000_000_000, "CNY", False),
        ("三万五", 35_000, 35_000, "CNY", False),
        ("一百零五万", 1_050_000, 1_050_000, "CNY", False),
        ("叁佰萬元整", 3_000_000, 3_000_000, "CNY", False),
        ("1,250万", 12_500_000, 12_500_000, "CNY", False),
        ("三到五百万", 3_000_000, 5_000_000, "CNY", False),
        ("八十到一百五十万", 800_000, 1_500_000, "CNY", False),
        ("三百到五百万", 3_000_000, 5_000_000, "CNY", False),
        ("三万五到五万", 35_000, 50_000, "CNY", False),
        ("80到150万之间", 800_000, 1_500_000, "CNY", False),
        ("约350万", 3_500_000, 3_500_000, "CNY", True),
        ("350万左右", 3_500_000, 3_500_000, "CNY", True),
        ("大概两百万", 2_000_000, 2_000_000, "CNY", True),
        ("三百多万", 3_000_000, 3_000_000, "CNY", True),
        ("一个多亿", 100_000_000, 100_000_000, "CNY", True),
        ("三四百万", 3_000_000, 4_000_000, "CNY", True),
        ("人民币约80-150万元", 800_000, 1_500_000, "CNY", True),
        ("~300k", 300_000, 300_000, "CNY", True),
        ("～３００ｋ", 300_000, 300_000, "CNY", True),
        ("$~300k", 300_000, 300_000, "USD", True),
        ("approx 300k", 300_000, 300_000, "CNY", True),
        ("approx. $300k", 300_000, 300_000, "USD", True),
        ("about 80-150k", 80_000, 150_000, "CNY", True),
        ("ca. 1,5 Mio EUR", 1_500_000, 1_500_000, "EUR", True),
        ("$1.5mm", 1_500_000, 1_500_000, "USD", False),
        ("1.5 mio EUR", 1_500_000, 1_500_000, "EUR", False),
        ("1 500 000", 1_500_000, 1_500_000, "CNY", False),
        ("1.500.000", 1_500_000, 1_500_000, "CNY", False),
        ("1'500'000 CHF", 1_500_000, 1_500_000, "CHF", False),
        ("12 500 EUR", 12_500, 12_500, "EUR", False),
        ("A$300k", 300_000, 300_000, "AUD", False),
        ("$300k AUD", 300_000, 300_000, "AUD", False),
        ("US$300k", 300_000, 300_000, "USD", False),
        ("HK$300k", 300_000, 300_000, "HKD", False),
        ("¥300万 JPY", 3_000_000, 3_000_000, "JPY", False),
        ("cad 300k", 300_000, 300_000, "CAD", False),
        ("€250k - €400k", 250_000, 400_000, "EUR", False),
        ("half a million dollars", 500_000, 500_000, "USD", False),
        ("two hundred and fifty thousand", 250_000, 250_000, "CNY", False),
        ("between 80 and 150k", 80_000, 150_000, "CNY", False),
        ("1,234.50", 1_235, 1_235, "CNY", False),
        ("１，２３４．５０", 1_235, 1_235, "CNY", False),
        ("1.234,50 €", 1_235, 1_235, "EUR", False),
    ],
)
def test_reads_the_kinds_that_people_write(
    text: str, low: int, high: int, currency: str, about: bool
) -> None:
    read = parse_amount(text)
    assert (read.low, read.high, read.currency, read.about) == (low, high, currency, about)
    assert read.text == text
    assert all(parse_amount(amount_text(read, lang)).same(read) for lang in LANGUAGES)


@pytest.mark.parametrize("text", ["万", "半", "一百五万", "二〇二七", "百十万", "1亿2亿"])
def test_numerals_out_of_order_are_no_amount(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_amount(text)
    assert refused.value.code == "amount-unreadable"


@pytest.mark.parametrize(
    ("text", "thousands", "decimals"),
    [("350.000", "350,000", "350"), ("$12.750", "12,750", "12.75"), ("约1.500", "1,500", "1.5")],
)
def test_a_point_before_three_figures_is_refused_naming_both(
    text: str, thousands: str, decimals: str
) -> None:
    with pytest.raises(UserError) as refused:
        parse_amount(text)
    figures = {"text": text, "thousands": thousands, "decimals": decimals}
    assert (refused.value.code, refused.value.figures) == ("amount-point", figures)


@pytest.mark.parametrize("text", ["350.000", "12.750", "1.5"])
def test_a_number_cell_has_a_decimal_point(text: str) -> None:
    read = parse_amount(text, unit=10_000, point=True)
    assert read.low == round(float(text) * 10_000)
    assert parse_amount(read.text).same(read)


@pytest.mark.parametrize(
    ("text", "figures"),
    [("300", "300"), ("80-150", "80-150"), ("约300", "300"), ("9,999", "9,999"), ("三百", "三百")],
)
def test_a_small_bare_figure_that_is_typed_is_refused(text: str, figures: str) -> None:
    assert parse_amount(text).text == text
    with pytest.raises(UserError) as refused:
        parse_amount(text, bare=False)
    assert (refused.value.code, refused.value.figures["figures"]) == ("amount-bare", figures)


@pytest.mark.parametrize("text", ["0", "10000", "¥300", "300元", "80-150k", "三万"])
def test_other_figures_that_are_typed_stand(text: str) -> None:
    assert parse_amount(text, bare=False).same(parse_amount(text))


def test_a_small_amount_is_printed_so_that_it_may_be_typed() -> None:
    for lang in LANGUAGES:
        printed = amount_text(parse_amount("80-150"), lang)
        assert parse_amount(printed, bare=False).same(parse_amount("80-150"))


@pytest.mark.parametrize(
    ("text", "rounded"), [("1,234.50", True), ("0.4元", True), ("1.5k", False), ("80-150万", False)]
)
def test_it_is_known_what_was_rounded(text: str, rounded: bool) -> None:
    assert is_rounded(parse_amount(text)) == rounded


def test_about_takes_no_room_where_it_is_not_said() -> None:
    assert "about" not in parse_amount("350万").model_dump()
    assert parse_amount("约350万").model_dump()["about"] is True
    assert not parse_amount("约350万").same(parse_amount("350万"))


@given(st.integers(1, 9_999), st.sampled_from("万亿"))
def test_a_figure_in_numerals_is_that_figure(value: int, size: str) -> None:
    assert parse_amount(_numeral(value) + size).low == parse_amount(f"{value}{size}").low


def _numeral(value: int) -> str:
    """Write a figure as Chinese numerals do, zeros between once."""
    text = "".join(
        f"{'零一二三四五六七八九'[int(digit)]}{unit if digit != '0' else ''}"
        for digit, unit in zip(f"{value:04}", ("千", "百", "十", ""), strict=True)
    )
    return re.sub("零+", "零", text).strip("零")


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("500万+", 5_000_000, 5_000_000, "CNY"),
        ("$2M+", 2_000_000, 2_000_000, "USD"),
        ("300k plus", 300_000, 300_000, "CNY"),
        ("$1.2m or more", 1_200_000, 1_200_000, "USD"),
        ("upto 500k", 500_000, 500_000, "CNY"),
        ("up to €500k", 500_000, 500_000, "EUR"),
        ("USD max 500k", 500_000, 500_000, "USD"),
        ("min 200k", 200_000, 200_000, "CNY"),
        ("at least 200k", 200_000, 200_000, "CNY"),
        ("no more than $1m", 1_000_000, 1_000_000, "USD"),
        ("over 500k", 500_000, 500_000, "CNY"),
        (">500k", 500_000, 500_000, "CNY"),
        ("≥ 500万", 5_000_000, 5_000_000, "CNY"),
        ("至少500万", 5_000_000, 5_000_000, "CNY"),
        ("不超过500万元", 5_000_000, 5_000_000, "CNY"),
        ("500万以内", 5_000_000, 5_000_000, "CNY"),
        ("500万以上", 5_000_000, 5_000_000, "CNY"),
        ("300万起", 3_000_000, 3_000_000, "CNY"),
        ("不到200万", 2_000_000, 2_000_000, "CNY"),
        ("小200万", 2_000_000, 2_000_000, "CNY"),
        ("上百万", 1_000_000, 1_000_000, "CNY"),
        ("千把万", 10_000_000, 10_000_000, "CNY"),
        ("百来万", 1_000_000, 1_000_000, "CNY"),
        ("200多万", 2_000_000, 2_000_000, "CNY"),
        ("十几万", 110_000, 190_000, "CNY"),
        ("三五百万", 3_000_000, 5_000_000, "CNY"),
        ("~€1.2m", 1_200_000, 1_200_000, "EUR"),
        ("c. 300k", 300_000, 300_000, "CNY"),
        ("est. $300k", 300_000, 300_000, "USD"),
        ("$300k (est)", 300_000, 300_000, "USD"),
        ("预计300万", 3_000_000, 3_000_000, "CNY"),
        ("a couple of million", 2_000_000, 2_000_000, "CNY"),
        ("a couple hundred k", 200_000, 200_000, "CNY"),
    ],
)
def test_a_figure_that_is_a_bound_or_a_guess_is_about_so_much(
    text: str, low: int, high: int, currency: str
) -> None:
    read = parse_amount(text, bare=False)
    assert (read.low, read.high, read.currency, read.about) == (low, high, currency, True)
    assert read.text == text
    assert looks_like_amount(text)
    assert parse_amount(written_amount(read)).same(read)


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("1/2 million", 500_000, 500_000, "CNY"),
        ("½ million", 500_000, 500_000, "CNY"),
        ("1½ million", 1_500_000, 1_500_000, "CNY"),
        ("$1 1/2 million", 1_500_000, 1_500_000, "USD"),
        ("three quarters of a million", 750_000, 750_000, "CNY"),
        ("two and a half million", 2_500_000, 2_500_000, "CNY"),
        ("half a mil", 500_000, 500_000, "CNY"),
        ("1.5 mil", 1_500_000, 1_500_000, "CNY"),
        ("1,5 Mio. €", 1_500_000, 1_500_000, "EUR"),
        ("1.5 Mio.", 1_500_000, 1_500_000, "CNY"),
        ("300 Tsd. €", 300_000, 300_000, "EUR"),
        ("TEUR 300", 300_000, 300_000, "EUR"),
        ("300 T€", 300_000, 300_000, "EUR"),
        ("CHF 1'500'000.-", 1_500_000, 1_500_000, "CHF"),
        ("500.000,- €", 500_000, 500_000, "EUR"),
        ("300-400K USD", 300_000, 400_000, "USD"),
        ("300/400k", 300_000, 400_000, "CNY"),
        ("300 or 400k", 300_000, 400_000, "CNY"),
        ("80、90万", 800_000, 900_000, "CNY"),
        ("RMB 300w", 3_000_000, 3_000_000, "CNY"),
        ("30W", 300_000, 300_000, "CNY"),
        ("3w5", 35_000, 35_000, "CNY"),
        ("5千", 5_000, 5_000, "CNY"),
        ("两千五", 2_500, 2_500, "CNY"),
        ("3-5千", 3_000, 5_000, "CNY"),
        ("1.2亿元人民币", 120_000_000, 120_000_000, "CNY"),
        ("500万(含税)", 5_000_000, 5_000_000, "CNY"),
        ("500万不含税", 5_000_000, 5_000_000, "CNY"),
        ("预算300万", 3_000_000, 3_000_000, "CNY"),
    ],
)
def test_fractions_short_sizes_and_what_stands_beside(
    text: str, low: int, high: int, currency: str
) -> None:
    read = parse_amount(text, bare=False)
    assert (read.low, read.high, read.currency, read.about) == (low, high, currency, False)
    assert looks_like_amount(text)
    assert parse_amount(written_amount(read)).same(read)


@pytest.mark.parametrize(
    "text",
    [
        "大几百万",
        "几十万",
        "几百万",
        "好几个亿",
        "several million",
        "a few hundred k",
        "six figures",
    ],
)
def test_an_amount_without_a_figure_is_refused_as_that(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_amount(text)
    assert refused.value.code == "amount-vague"
    assert looks_like_amount(text)


@pytest.mark.parametrize(
    "text",
    [
        "2/3 split",
        "Phase 1/2",
        "3/15",
        "1/2",
        "plus",
        "up to date",
        "Max 3",
        "v2+",
        "五百强",
        "half",
    ],
)
def test_words_with_figures_are_no_amount(text: str) -> None:
    assert not looks_like_amount(text)


@given(
    st.sampled_from(["", "eur", "EUR ", "$", "¥ ", "rmb", "xyz ", "teu", "元"]),
    st.one_of(
        st.integers(0, 10**16).map(str),
        st.integers(0, 10**9).map("{:,}".format),
        st.decimals(0, 10**7, places=2).map(str),
        st.from_regex(r"[0-9]{1,4}([.,][0-9]{1,3}){0,3}", fullmatch=True),
    ),
    st.sampled_from(["", " ", "k", " EUR", "万"]),
)
def test_the_quick_way_reads_what_the_long_patterns_do(mark: str, figure: str, end: str) -> None:
    text = f"{mark}{figure}{end}"

    def read() -> object:
        try:
            return amounts_module._read_figures.__wrapped__(text)
        except UserError as refused:
            return refused.code, refused.figures

    quick = read()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(amounts_module, "_read_plain_figure", lambda *_: None)
        assert read() == quick
