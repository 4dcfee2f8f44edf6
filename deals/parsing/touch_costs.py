"""What a touch cost: money with its currency, in sizes and in numerals, and bare at the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from deals.errors import UserError
from deals.parsing.amounts import currency_code, parse_amount
from deals.parsing.currencies import CODES
from deals.parsing.text import LatePattern, read_or_none

_CODE = "|".join(CODES)
# Of codes in small letters only those that are no words (all, top, try).
_SMALL_CODE = (
    "usd|eur|gbp|cny|rmb|hkd|sgd|aud|nzd|cad|chf|jpy|krw|inr|thb|myr|twd|aed|sar|sek|nok|dkk|pln|czk|"
    "huf|zar|brl|mxn|idr|vnd|php"
)
_SIGN = rf"(?:US|HK|CA|AU|NZ|NT|SG|[ACS])\$|[¥￥$€£]|RMB|{_CODE}|(?<![A-Za-z])(?:{_SMALL_CODE})"
_NAME = (
    rf"元|圆|块钱?|美元|美金|刀|欧元|英镑|港币|港元|日元|人民币|[€£$¥￥](?![0-9])|"
    rf"(?:{_CODE})(?![A-Za-z])|"
    rf"(?:dollars?|bucks?|euros?|pounds?|quid|yen|yuan|{_SMALL_CODE})(?![A-Za-z])"
)
_NUMBER = r"(?:[0-9]{1,3}(?:[,.][0-9]{3})+|[0-9]{1,9})(?:[.,][0-9]{1,2})?(?![0-9]|[.,][0-9])"
_MONEY = LatePattern(
    rf"(?<![A-Za-z0-9.,$])(?:(?P<sign>{_SIGN}) ?(?P<signed>{_NUMBER})(?![A-Za-z0-9%万千百亿])|"
    rf"(?P<named>{_NUMBER}) ?(?P<name>{_NAME}))"
)
_SIZED_FIGURE = (
    r"(?:[0-9]{1,4}(?:\.[0-9]{1,4})? ?[百千万kKwW]|[一二两三四五六七八九十百千万半]{1,8})"
)
_SIZED = LatePattern(
    rf"(?<![A-Za-z0-9.,$])(?:(?:{_SIGN}) ?{_SIZED_FIGURE}(?![A-Za-z0-9%万亿])|"
    rf"{_SIZED_FIGURE} ?(?:{_NAME}))"
)
_MOST_SPENT = 100_000  # what is more in a size (预算 300万元) is what was talked about
_CURRENT = rf"(?:{_SIGN}) ?{_NUMBER}|{_NUMBER} ?(?:{_NAME})"
_BETWEEN = LatePattern(
    rf"(?<![A-Za-z0-9.,])(?:(?P<signed>(?:{_SIGN}) ?{_NUMBER}) ?[-–~至到] ?(?:{_SIGN})? ?{_NUMBER}|"
    rf"(?P<plain>{_NUMBER}) ?[-–~至到] ?(?:{_NUMBER} ?(?:{_NAME})|(?:{_SIGN}) ?{_NUMBER}))"
)
_EACH = LatePattern(
    rf"(?:[0-9]+ ?[x×*] ?(?:{_CURRENT})|(?:{_CURRENT}) ?[x×*] ?[0-9]+|"
    rf"(?:人均|每人|每位)\S{{0,2}} ?(?:{_CURRENT}|[0-9]+)|"
    rf"(?:{_CURRENT}) ?"
    r"(?:/ ?人|/ ?位|[一每]人|(?i:each|per (?:head|person)|a head|pp|p\.p\.)(?![A-Za-z])))"
)
_ANY_MONEY = LatePattern(
    rf"(?<![A-Za-z0-9.,$])(?:(?:{_SIGN}) ?[0-9][0-9.,]*(?:[kKmMbB万亿]|mm|bn)?(?![A-Za-z0-9%])|"
    rf"[0-9][0-9.,]*[万亿千百]? ?(?:{_NAME})|[0-9][0-9.,]*(?:[kKM]|万|亿)(?![A-Za-z0-9]))"
)
_BARE = LatePattern(
    r"^(?P<alone>[0-9]{1,9}(?:[.,][0-9]{1,2})?)$|"
    r"(?<![\w.,:/-])(?P<bare>[0-9]{2,9})$|(?<=[\u4e00-\u9fff])(?P<glued>[0-9]{2,9})$"
)


class TouchCost(NamedTuple):
    """An amount in whole units of a currency, rounded up, and where in the text it stands."""

    worth: int
    currency: str
    start: int
    end: int


def cost_at(text: str, at: int) -> TouchCost | None:
    """Find the money with its currency that stands at a place."""
    found = _MONEY.match(text, at)
    return _read_cost(found) if found else None


def find_costs(text: str) -> Iterator[TouchCost]:
    """Yield all money with its currency in a text."""
    for found in _MONEY.finditer(text):
        if cost := _read_cost(found):
            yield cost


def find_sized_costs(text: str) -> Iterator[TouchCost]:
    """Yield the money in a size or in numerals with its currency: `1千元`, `五百块`, `$1.2k`."""
    for found in _SIZED.finditer(text):
        amount = read_or_none(parse_amount, found[0])
        if amount is not None and amount.high <= _MOST_SPENT:
            yield TouchCost(amount.high, amount.currency, found.start(), found.end())


def bare_cost_at_end(text: str, currency: str) -> TouchCost | None:
    """Find the number of two figures or more that a text ends in, or that it is."""
    found = _BARE.search(text)
    if found is None:
        return None
    figure = _read_figure(found["alone"] or found["bare"] or found["glued"])
    return TouchCost(_round_up(figure), currency, found.start(), found.end())


def refuse_unsure_cost(text: str) -> None:
    """Refuse what was spent if it may be two figures, or is each one's share.

    Refusals `cost-unclear` and `cost-each` (text).
    """
    if found := _EACH.search(text):
        raise UserError("cost-each", text=found[0])
    if found := _BETWEEN.search(text):
        raise UserError("cost-unclear", text=found[0])


def find_money(text: str) -> Iterator[tuple[int, str]]:
    """Yield all that looks like money in a text, of any size, and where it stands."""
    for found in _ANY_MONEY.finditer(text):
        yield found.start(), found[0].rstrip(".,")


def _read_cost(found: re.Match[str]) -> TouchCost | None:
    code = currency_code(found["sign"] or found["name"])
    if code is None:
        return None
    figure = _read_figure(found["signed"] or found["named"])
    return TouchCost(_round_up(figure), code, found.start(), found.end())


def _read_figure(text: str) -> Decimal:
    """Read a figure whose last mark is a decimal one if one or two digits follow it."""
    whole, mark, rest = text.replace(",", ".").rpartition(".")
    if mark and len(rest) < 3:
        return Decimal(f"{whole.replace('.', '')}.{rest}")
    return Decimal(f"{whole}{rest}".replace(".", ""))


def _round_up(figure: Decimal) -> int:
    return int(figure.to_integral_value(ROUND_CEILING))
