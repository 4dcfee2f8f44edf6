"""Currencies and amounts, read as fuzzily as people write them (method, section 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache

from deals.errors import UserError
from deals.model import Amount
from deals.parsing.text import RANGE_MARK, by_word, cells, fold_text

HOME = "CNY"
"""The currency that goes without saying."""

_CODES = re.findall(
    "[A-Z]+",
    "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN "
    "BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP "
    "GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS "
    "KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR "
    "MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD "
    "RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP "
    "TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG ",
)
_MARKS = by_word(
    {
        "CNY": "¥ rmb 人民币 元 圆",
        "USD": "$ us$ 美元 美金",
        "EUR": "€ 欧元",
        "GBP": "£ 英镑",
        "HKD": "hk$ 港币 港元",
        "JPY": "日元",
        "TWD": "新台币",
        "SGD": "新加坡元",
    }
)
_WRITTEN = {**{code.casefold(): code for code in _CODES}, **_MARKS}

CURRENCY = "|".join(re.escape(written) for written in sorted(_WRITTEN, key=len, reverse=True))
"""A pattern over folded text that takes any way to write a currency."""


def currency_code(text: str) -> str | None:
    """Find the ISO code of a currency (`¥`, `美元`, `usd`), None where it is unknown."""
    return _WRITTEN.get(fold_text(text))


def currency_mark(code: str) -> str:
    """Choose the mark before a figure of this currency: nothing for CNY, else its sign or code.

    Only signs that are one cell wide in every terminal are used; the euro's is not.
    """
    return {HOME: "", "USD": "$", "GBP": "£"}.get(code, f"{code} ".lstrip())


LARGEST = 10**13
"""The largest figure taken for money, in whole currency units."""
COLUMN = 10
"""The cells that a short amount fits into."""

_SIZES = by_word(
    {
        10**3: "千 k",
        10**4: "万 萬 w",
        10**6: "百万 m mn million",
        10**7: "千万",
        10**8: "亿 億",
        10**9: "b bn billion",
        10**12: "万亿 t",
    }
)
_HEADER_SIZES = {10**3: "k", 10**4: "万", 10**6: "M", 10**8: "亿", 10**9: "B", 10**12: "T"}
_SCALES = {
    True: ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    False: ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k")),
}
_NUMBER = (
    r"[0-9]{1,3}(?:,[0-9]{3}){1,6}(?:\.[0-9]{1,20})?|[0-9]{1,20}(?:\.[0-9]{1,20})?|\.[0-9]{1,20}"
)
_SIZE = "|".join(sorted(_SIZES, key=len, reverse=True))


def _side_pattern(end: str) -> str:
    return (
        rf"(?P<before_{end}>{CURRENCY})? ?(?P<number_{end}>{_NUMBER}) ?"
        rf"(?P<size_{end}>{_SIZE})? ?(?P<behind_{end}>{CURRENCY})?"
    )


_AMOUNT = rf"{_side_pattern('low')}(?: ?{RANGE_MARK} ?{_side_pattern('high')})?"
_NEGATIVE = rf"(?:{CURRENCY})? ?[-−] ?(?:{CURRENCY})? ?[0-9.]"
_UNIT = rf"(?:{CURRENCY})? ?(?:(?<![a-z])(?P<size>{_SIZE}) ?(?:{CURRENCY})?|元)$"
_IN_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")


def parse_amount(text: str, *, currency: str = HOME, unit: int = 1) -> Amount:
    """Read the amount that `text` says: a figure or a range, exact to the whole currency unit.

    A unit written at one end of a range holds for both (`80-150万`). `currency` is meant where none
    is written; `unit` is what bare numbers count in, such as a header's 万元 (10000). The amount's
    own text is `text`, with the code and the unit that `text` alone would lack (`USD 120k`).

    Raises the refusals `amount-unreadable`, `-negative`, `-backwards`, `-large`, `-fraction`.
    """
    written = text.strip()
    found = _compile(_AMOUNT).fullmatch(fold_text(text))
    if found is None:
        negative = _compile(_NEGATIVE).match(fold_text(text))
        raise UserError("amount-negative" if negative else "amount-unreadable", text=written)
    named = {currency_code(mark) or currency for mark in _currency_marks(found)}
    if len(named) > 1:
        raise UserError("amount-unreadable", text=written)
    low, high = (_check_whole(value, written) for value in _read_ends(found, 1 if named else unit))
    if low > high:
        raise UserError("amount-backwards", text=written)
    code = named.pop() if named else currency
    amount = Amount(low=low, high=high, currency=code, text=written)
    if (currency, unit) == (HOME, 1):
        return amount
    return amount.model_copy(update={"text": written_amount(amount, unit=unit)})


def parse_unit(text: str) -> int | None:
    """Read what a header counts money in (`预签金额(万元)`, `Amount (k)`), None where unsaid."""
    header = fold_text(text)
    for part in (*_IN_BRACKETS.findall(header), header):
        if found := _compile(_UNIT).search(part):
            return _SIZES.get(found["size"] or "", 1)
    return None


def amount_text(amount: Amount, lang: str) -> str:
    """Write an amount in its canonical form, to the last unit; `parse_amount` reads it back."""
    return currency_mark(amount.currency) + _range_text(amount.low, amount.high, lang)


def written_amount(amount: Amount, currency: str = HOME, unit: int = 1) -> str:
    """Write an amount as it was typed, whatever language is spoken.

    `parse_amount` reads it back. Its code stands in front and the name of its `unit` behind only
    where they are needed for that, `currency` going without saying. A text that still says
    something else gives way to figures.
    """
    sized = f"{amount.text}{_HEADER_SIZES.get(unit, '')}"
    texts = (amount.text, sized, _figures_text(amount.low, amount.high))
    ways = [way for text in texts for way in (text, f"{amount.currency} {text}")]
    return next((way for way in ways if amount.same(_parse_or_none(way, currency))), ways[-1])


def money(value: float, currency: str, lang: str) -> str:
    """Write one figure of money for sums and reasons, rounded to about three digits."""
    return currency_mark(currency) + _rounded_text(value, 3, lang)


def short_amount(amount: Amount, lang: str) -> str:
    """Write an amount for a column of ten cells: exact where that fits, else rounded.

    Where even a rounded range is too wide its middle is shown behind a `~`.
    """
    shorter = list(_shorten(amount, lang))
    return next((text for text in shorter if cells(text) <= COLUMN), shorter[-1])


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when first needed: it takes milliseconds, and many commands need none."""
    return re.compile(pattern)


def _currency_marks(found: re.Match[str]) -> list[str]:
    parts = found.groupdict()
    return [mark for name, mark in parts.items() if mark and name.startswith(("before", "behind"))]


def _read_ends(found: re.Match[str], unit: int) -> tuple[Fraction, Fraction]:
    """Read both ends in currency units; a size on one end holds for a bare number at the other.

    A bare number of five digits and more is a figure in full if sharing would turn the range
    round (`500,000-1.2M`) or blow it up (`80万-1500000`).
    """
    low, low_size = _read_end(found, "low")
    if found["number_high"] is None:
        return (low * (low_size or unit),) * 2
    high, high_size = _read_end(found, "high")
    if high_size is None:
        if low_size is None:
            return low * unit, high * unit
        high_size = 1 if high >= 10_000 else low_size
    elif low_size is None:
        low_size = 1 if low >= 10_000 and low > high else high_size
    return low * low_size, high * high_size


def _read_end(found: re.Match[str], end: str) -> tuple[Fraction, int | None]:
    """Read an end's number and size; a currency behind a bare number says that it is in full."""
    size = _SIZES.get(found[f"size_{end}"] or "", 1 if found[f"behind_{end}"] else None)
    return Fraction(found[f"number_{end}"].replace(",", "")), size


def _check_whole(value: Fraction, written: str) -> int:
    if value > LARGEST:
        raise UserError("amount-large", text=written)
    if value.denominator != 1:
        raise UserError("amount-fraction", text=written)
    return value.numerator


def _parse_or_none(text: str, currency: str) -> Amount | None:
    try:
        return parse_amount(text, currency=currency)
    except UserError:
        return None


def _figure_parts(value: int, lang: str) -> tuple[str, str]:
    """Split a figure into digits and size, with three decimals in its own size or none."""
    decimals = 1000
    for size, name in _SCALES[lang.startswith("zh")]:
        if value >= size:
            if value * decimals % size == 0:
                return f"{(Decimal(value) / size).normalize():f}", name
            decimals = 1
    return f"{value:,}", ""


def _range_text(low: int, high: int, lang: str) -> str:
    """Write a range, with the size once where both ends have it; it reads back the same."""
    low_digits, low_size = _figure_parts(low, lang)
    high_digits, high_size = _figure_parts(high, lang)
    if low == high:
        return low_digits + low_size
    if low == 0 or low_size == high_size:
        return f"{low_digits}-{high_digits}{high_size}"
    if low_size and high_size:
        return f"{low_digits}{low_size}-{high_digits}{high_size}"
    return _figures_text(low, high)


def _figures_text(low: int, high: int) -> str:
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


def _round(value: float, digits: int) -> int:
    exact = Decimal(str(value))
    places = max(exact.adjusted() - digits + 1, 0)
    return int(exact.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP))


def _rounded_text(value: float, digits: int, lang: str) -> str:
    return "".join(_figure_parts(_round(value, digits), lang))


def _shorten(amount: Amount, lang: str) -> Iterator[str]:
    """Yield ever shorter ways to write the amount; the last ones fit any column."""
    mark = currency_mark(amount.currency)
    yield amount_text(amount, lang)
    for digits in (3, 2):
        yield mark + _range_text(_round(amount.low, digits), _round(amount.high, digits), lang)
    yield f"{mark}~{_rounded_text(amount.expected, 3, lang)}"
    for digits in (2, 1):
        yield f"{mark.strip()}~{_rounded_text(amount.expected, digits, lang)}"
