"""What a header says its amounts count in: a size, a currency, or both in one.

`预签金额(万元)`, `Amount (k€)`, `in TEUR`, `Value (Mio. EUR)`, `(USD'000)`, `金额（万美元）`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deals.parsing.currencies import SHARED_SIGNS, SPOKEN, WRITTEN
from deals.parsing.text import LatePattern, by_word, fold_text


@dataclass(frozen=True, slots=True)
class AmountUnit:
    """The unit of bare numbers: so many of a currency (None where no currency is named).

    `sign` is one that says no currency alone, as `kr`.
    """

    unit: int
    currency: str | None
    sign: str = ""


_SIZES = by_word(
    {
        10**3: "千 k t tsd thsd thou thousand thousands tausend mille",
        10**4: "万 萬 w",
        10**5: "十万 lakh lakhs lac lacs",
        10**6: "百万 m mm mn mio mln mil mill million millions millionen",
        10**7: "千万 crore crores cr",
        10**8: "亿 億",
        10**9: "十亿 b bn bln mrd billion billions milliarden",
        10**12: "万亿 tn trillion trillions",
    }
)
_TRILLION = 10**12
_WORDS = ("all", "top", "try")  # the codes of three currencies, but likelier English
_KRONER = "kr"
_DOLLARS = by_word({"USD": "us_dollar us_dollars u.s._dollar u.s._dollars", "EUR": "d'euros"})
_CURRENCIES: Mapping[str, str] = {
    **{text: code for text, code in {**WRITTEN, **SPOKEN}.items() if text not in _WORDS},
    **_DOLLARS,
    _KRONER: _KRONER,
}
_GENERIC = ("元", "圆", _KRONER)
"""What may also stand for the unit of another currency, as in `USD 万元`."""


def _any_of(texts: list[str]) -> str:
    return "|".join(re.escape(text) for text in sorted(texts, key=len, reverse=True))


_CURRENCY = _any_of(list(_CURRENCIES))
_MARKED = _any_of(list(WRITTEN))
_ZEROS = r"10{1,9}|1(?:0{0,2})(?:[.,'’ ]000){1,3}|['’]?000(?:[,.'’ ]?000)?(?:['’]?s)?"
_GAP = r"[ ./·×*-]*"
_SIZE = rf"(?:[x×*] ?)?(?:(?P<zeros>{_ZEROS})\b)?{_GAP}(?P<size>{_any_of(list(_SIZES))})?(?:'?s)?"
_ZEROS_OF_SIZE = r"(?P<tens>100?)(?=k|m|万|亿)"
_IN = r"(?:[ :]|\b(?:in|of|the)\b|units?\b|单位|金额|货币|币种|in(?=[a-z€$£]))*"
_UNIT_FIRST = LatePattern(
    rf"{_IN}(?:{_ZEROS_OF_SIZE})?{_SIZE}{_GAP}(?:of ?)?"
    rf"(?:(?P<last>{_CURRENCY}) ?(?P<code>{_CURRENCY})?)?{_GAP}"
)
_CURRENCY_FIRST = LatePattern(
    rf"{_IN}(?P<first>{_CURRENCY}){_GAP}(?:in ?)?(?:{_ZEROS_OF_SIZE})?{_SIZE}"
    rf"{_GAP}(?P<last>{_CURRENCY})?{_GAP}"
)
_IN_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_PARTS = re.compile(r"[,，;；、|]|/(?=net|gross)")
_MARK = LatePattern(rf"(?<![a-z])(?:{_MARKED})(?![a-z])")
LONGEST = 40
"""No longer text at the end of a header, or in its brackets, is looked at."""


def read_header_unit(header: str) -> AmountUnit | None:
    """Read what a header, or a note over a table, counts money in; None where it says nothing.

    A size and a currency may stand apart, as in `Amount (EUR) in thousands`.
    """
    text = fold_text(header)
    found = [unit for part in _unit_parts(text) if (unit := read_unit(part))]
    sizes = (unit.unit for unit in found if unit.unit > 1)
    currencies = (unit.currency for unit in found if unit.currency)
    size, currency = next(sizes, None), next(currencies, None) or _find_mark(text)
    sign = next((unit.sign for unit in found if unit.sign), "")
    if not (size or currency or sign):
        return None
    return AmountUnit(size or 1, currency, "" if currency else sign)


def _unit_parts(text: str) -> Iterator[str]:
    """Yield what may be a unit: what stands in brackets, then the ends of what stands around."""
    for inner in _IN_BRACKETS.findall(text):
        yield inner
        yield from _PARTS.split(inner)
    around = " ".join(_IN_BRACKETS.sub(" ", text).split())
    for part in dict.fromkeys((around, *_PARTS.split(around))):
        for at in range(max(0, len(part) - LONGEST), len(part)):
            if not (at and part[at - 1].isascii() and part[at - 1].isalnum()):
                yield part[at:]


def read_unit(text: str) -> AmountUnit | None:
    """Read a folded text that is a unit and nothing else; None for any other."""
    plain = text.strip(" .:-/")
    if not plain or len(plain) > LONGEST:
        return None
    for pattern in (_UNIT_FIRST, _CURRENCY_FIRST):
        if (found := pattern.fullmatch(plain)) and (unit := _make_unit(found)):
            return unit
    return None


def _make_unit(found: re.Match[str]) -> AmountUnit | None:
    groups = found.groupdict()
    marks = [mark for name in ("first", "last", "code") if (mark := groups.get(name))]
    currency = _settle_mark(marks)
    if marks and currency is None:
        return None
    unit = _size(groups["size"], before_currency=bool(groups["last"]))
    zeros = re.sub("[^01]", "", groups["zeros"] or "")
    times = int(zeros if zeros.startswith("1") else f"1{zeros}") * int(groups["tens"] or 1)
    if unit == 1 and times < 10**3 and times > 1:
        return None
    if unit * times == 1 and not currency:
        return None
    known = None if currency == _KRONER else currency
    return AmountUnit(unit * times, known, "" if known or not currency else currency)


def _size(word: str | None, *, before_currency: bool) -> int:
    """Return what a word of size stands for; German T€ and TEUR are thousands, a bare T is not."""
    if word == "t" and not before_currency:
        return _TRILLION
    return _SIZES[word] if word else 1


def _settle_mark(marks: list[str]) -> str | None:
    """Return the one currency that the marks name; of a sign and a code the code counts."""
    plain = [mark for mark in marks if mark not in _GENERIC] or marks
    codes: set[str] = {_CURRENCIES[mark] for mark in plain}
    if len(codes) == 1:
        return codes.pop()
    shared = {mark: SHARED_SIGNS.get(mark, frozenset()) for mark in plain}
    named: set[str] = {_CURRENCIES[mark] for mark, own in shared.items() if not own}
    if len(named) == 1 and all(named <= own for own in shared.values() if own):
        return named.pop()
    return None


def _find_mark(text: str) -> str | None:
    """Return the currency that stands anywhere in a header, apart from other letters."""
    marks = (found[0] for found in _MARK.finditer(text) if found[0] not in _WORDS)
    mark = next(marks, None)
    return WRITTEN[mark] if mark else None
