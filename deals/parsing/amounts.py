"""Currencies and amounts, read as fuzzily as people write them (method, section 1).

    350万  80-150万  一百二十万  1个亿  半个亿  3千5百万  half a million  120k  $1.5mm  1.5 mio EUR
    1,500,000  1 500 000  1.500.000  1.234,50 €  A$300k  $300k AUD  between 80 and 150k
    约350万  350万左右  三百多万  ~300k  approx. 300k      about so much: `Amount.about`
    500万+  至少500万  up to 500k  min 200k  十几万  300k plus    the same: the text says which way

The one reader of amounts. A fraction of a currency unit is rounded half up; the text stays. Refused
are a point before three figures alone (`350.000`), which may be either, what names no figure
(几百万), and, where somebody types it, one under 10,000 with neither size nor currency.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from typing import NamedTuple

from deals.errors import UserError
from deals.model import Amount
from deals.parsing.currencies import MARKS, SHARED_SIGNS, SPOKEN, WRITTEN, settle_currency
from deals.parsing.money_units import drop_aside, part_cell_units
from deals.parsing.numerals import (
    NUMBER_WORDS,
    NUMERAL,
    PLAIN_NUMBER,
    drop_and_more,
    join_numerals,
    names_no_figure,
    part_fractions,
    read_numeral,
    spell_digits,
    split_between,
    split_teens,
)
from deals.parsing.text import RANGE_MARK, LatePattern, by_word, cells, fold_text
from deals.rounding import round_whole

HOME = "CNY"
"""The currency that goes without saying."""

CURRENCY = "|".join(re.escape(written) for written in sorted(WRITTEN, key=len, reverse=True))
"""A pattern over folded text that takes any way to write a currency."""


def currency_code(text: str) -> str | None:
    """Find the ISO code of a currency (`¥`, `美元`, `usd`), None where it is unknown."""
    plain = fold_text(text)
    return WRITTEN.get(plain) or SPOKEN.get(plain)


def currency_mark(code: str) -> str:
    """Choose the mark before a figure of this currency: nothing for CNY, else its sign or code.

    Only signs that are one cell wide in every terminal are used; the euro's is not.
    """
    return {HOME: "", "USD": "$", "GBP": "£"}.get(code, f"{code} ".lstrip())


LARGEST = 10**13
"""The largest figure taken for money, in whole currency units."""
BARE = 10_000
"""The least figure that needs neither size nor currency where somebody types it."""
COLUMN = 10
"""The cells that a short amount fits into."""

_SIZES = by_word(
    {
        10**3: "千 k thousand grand tsd",
        10**4: "万 萬 w",
        10**5: "lakh",
        10**6: "百万 m mn mm mio mln mil mill million millions",
        10**7: "千万 crore",
        10**8: "亿 億",
        10**9: "b bn bln mrd billion billions",
        10**12: "万亿 t tn trillion",
    }
)
_HEADER_SIZES = {10**3: "k", 10**4: "万", 10**6: "M", 10**8: "亿", 10**9: "B", 10**12: "T"}
_SCALES = {
    True: ((10**12, "万亿"), (10**8, "亿"), (10**4, "万")),
    False: ((10**12, "T"), (10**9, "B"), (10**6, "M"), (10**3, "k")),
}
_NUMBER = (
    r"[0-9]{1,3}(?:\.[0-9]{3}){1,6},[0-9]{1,2}|[0-9]{1,3}(?:\.[0-9]{3}){2,6}|"
    r"[0-9]{1,3}(?:[ '’][0-9]{3}){1,6}(?:[.,][0-9]{1,2})?|[0-9]{1,20},[0-9]{1,2}|" + PLAIN_NUMBER
)
_SIZE = "|".join(sorted(_SIZES, key=len, reverse=True))
_LATIN_SIZE = "|".join(sorted(filter(str.isascii, _SIZES), key=len, reverse=True))
_LONGEST_FIRST = sorted({**MARKS, **SPOKEN, **SHARED_SIGNS}, key=len, reverse=True)
_MARK = "|".join([*map(re.escape, _LONGEST_FIRST), "[a-z]{3}"])


def _side_pattern(end: str) -> str:
    return (
        rf"(?P<before_{end}>{_MARK})? ?(?P<ahead_{end}>{_MARK})? ?"
        rf"(?:(?P<numeral_{end}>{NUMERAL})|"
        rf"(?P<number_{end}>{_NUMBER}) ?(?P<size_{end}>{_LATIN_SIZE})?(?(size_{end})\.?)) ?"
        rf"(?P<behind_{end}>{_MARK})? ?(?P<after_{end}>{_MARK})?"
    )


_AMOUNT = rf"{_side_pattern('low')}(?: ?{RANGE_MARK} ?{_side_pattern('high')})?"
_BETWEEN = r"between (?P<low>.+) and (?P<high>.+)|(?P<from>.+?)之间"
_EITHER = (
    r"(?P<low>(?:[^0-9]{0,4} ?)[0-9]{2,3}(?:\.[0-9]+)? ?[a-z万亿千百]*)(?:/|、|或者?| or )"
    r"(?P<high>[0-9]{2,3}(?:\.[0-9]+)? ?[a-z万亿千百€].*)"
)
_NEARLY = (
    r"大约|大概|约莫|约|差不多|将近|接近|近|[~≈〜∼±]|\+/?-|预计|预估|估计|"
    r"(?:about|approx(?:imately)?|around|circa|ca?(?=\.)|ca(?!\$)|roughly|nearly|some|est(?:imated)?)"
    r"(?![a-z])\.?"
)
# The text keeps which way it goes; an amount knows about how much.
_BOUND = (
    r"[<>≤≥]=?|至少|最少|不少于|不低于|最多|至多|不超过|不到|超过?|最高|最低|小(?=[0-9])|上(?=[百千万亿])|"
    r"(?:up ?to|at (?:least|most)|(?:no|not) (?:more|less) than|(?:more|less) than|over|under|"
    r"above|below|almost|min(?:imum)?|max(?:imum)?)(?![a-z])\.?"
)
_ABOUT = rf"(?P<sign>(?:{_MARK})?) ?(?:{_NEARLY}|{_BOUND}) ?(?P<rest>.+)"
_OR_SO = (
    r"(?P<rest>.+?) ?(?:(?:或?左右|上下|出头)?吧|或?左右|上下|出头|(?<=[百千万亿])级|or so|-?ish|"
    r"approx\.?|ca\.?|\(约\)|\+|以上|[以之]内|以下|起|不到|or (?:more|less)|plus|and up|"
    r"\(?est(?:imated|\.)?\)?)"
)
# What neither adds to a figure nor takes from it: whether tax is in it, and the dash for no cents.
_BESIDE = (
    r"(?:预算|总价|总额|合计|共计|金额)?[:：]? ?(?P<rest>.+?)"
    r"(?:(?P<point>[.,])[-–—]+(?P<mark> ?(?:[a-z]{3}|€))?)?"
)
_THOUSANDS = (
    r"t(?P<mark>eur|€|chf|usd|gbp|kr)(?= ?[0-9])|(?<=[0-9]) ?t ?(?P<end>eur|€|chf|usd|gbp|kr)$"
)
_LETTERS = LatePattern("[a-z]+")
_WORDS_BESIDE = re.findall(
    "[a-z]+",
    "a an and or to from of between about approx approximately around circa c ca roughly nearly "
    "some est estimated up upto at least most no not more less than over under above below almost "
    "min minimum max maximum so ish plus half quarter quarters couple few several many low mid "
    "high figure figures teur tchf tusd tgbp tkr mkr t",
)
_W_WITHIN = r"(?<=[0-9])w(?=[0-9]$)"
_MAY_BE = LatePattern(
    r"[0-9〇零一二两三四五六七八九十百千万亿几数半壹贰叁肆伍陆柒捌玖拾佰仟萬億¼½¾]|"
    r"illion|thousand|hundred|grand|figure|couple|half|mil|mio"
)
_TWO_FIGURES = r"^[0-9]{1,3} (?![0-9]00$)[0-9]{3}$"
_POINT = r"(?!0)[0-9]{1,3}\.[0-9]{3}"
_NEGATIVE = rf"(?:{_MARK})? ?[-−] ?(?:{_MARK})? ?[0-9.]"
_WORDS = by_word(
    {
        1: "about approx approximately around circa ca roughly nearly some between and from to or",
        2: "so ish half a an hundred one two three four five six seven eight nine ten eleven",
        3: "twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety",
    }
)
_AMOUNT_SIGNS = (
    rf"(?:{_NEARLY}|{_BOUND}|{RANGE_MARK}|"
    rf"[{re.escape(''.join(mark for mark in MARKS if len(mark) == 1))}]|"
    rf"{NUMERAL}|或?左右|上下|出头|之间|好(?=[几数])|[吧级]|[,.'’-])+"
)
_PLAIN_FIGURE = LatePattern(
    r"(?:(?P<mark>[a-z]{3}|[$€£¥]) ?)?"
    r"(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3}){1,5}|[0-9]{1,15})(?:\.[0-9]{1,2})?)"
)


def parse_amount(
    text: str, *, currency: str = HOME, unit: int = 1, bare: bool = True, point: bool = False
) -> Amount:
    """Read the amount that `text` says: a figure or a range, rounded to whole currency units.

    A unit written at one end of a range holds for both (`80-150万`). `currency` is meant where none
    is written; `unit` is what bare numbers count in, such as a header's 万元 (10000). Without
    `bare`, a figure under 10,000 needs a size or a currency; with `point`, a point is always a
    decimal one. The amount's own text is `text`, with the code and the unit that `text` alone would
    lack (`USD 120k`).

    Raises the refusals `amount-unreadable`, `-vague`, `-negative`, `-backwards`, `-large`,
    `-point`, `-sign`, `-bare`.
    """
    written = text.strip()
    figures = _read_figures(written)
    low, high = _scale_ends(figures, written, unit, point)
    if not bare and figures.bare and 0 < high < BARE:
        raise UserError("amount-bare", text=written, figures=figures.plain)
    ends = {"low": round_whole(low), "high": round_whole(high)}
    code = settle_currency(written, figures.sign, figures.currency or currency)
    amount = Amount(**ends, currency=code, text=written, about=figures.about)
    if (currency, unit) == (HOME, 1) and not point:
        return amount
    kept = written_amount(amount, unit=unit)
    return amount if kept == written else amount.model_copy(update={"text": kept})


def _scale_ends(
    figures: _Figures, written: str, unit: int, point: bool
) -> tuple[Fraction, Fraction]:
    """Give both ends in currency units; refusals as those of `parse_amount`."""
    low, high = figures.scale(unit)
    if figures.ambiguous and not point:
        _refuse_point(written, figures.ambiguous)
    # Fractions are compared by themselves: the operators take ten times as long.
    if any(end.numerator > LARGEST * end.denominator for end in (low, high)):
        raise UserError("amount-large", text=written)
    if low is not high and low > high:
        raise UserError("amount-backwards", text=written)
    return low, high


def _refuse_point(written: str, number: str) -> None:
    thousands = f"{int(number.replace('.', '')):,}"
    decimals = f"{Decimal(number).normalize():f}"
    raise UserError("amount-point", text=written, thousands=thousands, decimals=decimals)


def is_rounded(amount: Amount) -> bool:
    """Whether an amount's text says fractions of its currency unit, which it was rounded to."""
    try:
        figures = _read_figures(amount.text)
    except UserError:
        return False
    return any(value.denominator != 1 for value in figures.scale(1))


def is_bare(text: str) -> bool:
    """Whether a text is a figure or a range under 10,000 with neither size nor currency."""
    try:
        figures = _read_figures(text)
    except UserError:
        return False
    return figures.bare and 0 < figures.scale(1)[1] < BARE


def looks_like_amount(text: str) -> bool:
    """Whether a piece of a line is an amount by itself: it has a size, a currency, or five digits.

    Three figures behind one blank (`365 500`) are two figures, unless round (`300 000`). What names
    no figure (几百万) looks like one too, and is refused as such.
    """
    try:
        figures = _read_figures(text)
    except UserError as refusal:
        return refusal.code == "amount-vague"
    if _compile(_TWO_FIGURES).search(figures.plain):
        return False
    return not figures.bare or figures.scale(1)[1] >= BARE


def may_be_amount(word: str) -> bool:
    """Whether a folded word is such as amounts are made of: a quick look before reading one."""
    if any(char.isdigit() for char in word):
        return True
    if word.isascii() and word.rstrip(".").isalpha():
        plain = word.rstrip(".")
        return plain in _WORDS or plain in _SIZES or currency_code(plain) is not None
    return bool(_compile(_AMOUNT_SIGNS).fullmatch(word)) or currency_code(word) is not None


def names_currency(text: str) -> bool:
    """Whether a text is an amount with its currency."""
    try:
        return _read_figures(text).full
    except UserError:
        return False


def amount_text(amount: Amount, lang: str, *, marked: bool = False) -> str:
    """Write an amount in its canonical form, to the last unit; `parse_amount` reads it back.

    So does whoever is to type no bare figures: a small one of home has its sign, or any `marked`.
    """
    mark = currency_mark(amount.currency) or ("¥" if marked else "")
    if not mark and 0 < amount.high < BARE and (lang.startswith("zh") or amount.high < 1000):
        mark = "¥"
    return _about_mark(amount, lang) + mark + _range_text(amount.low, amount.high, lang)


def _about_mark(amount: Amount, lang: str) -> str:
    if not amount.about:
        return ""
    return "约" if lang.startswith("zh") else "about "


def written_amount(amount: Amount, currency: str = HOME, unit: int = 1) -> str:
    """Write an amount as it was typed, whatever language is spoken.

    `parse_amount` reads it back. Its code stands in front and the name of its `unit` behind only
    where they are needed for that, `currency` going without saying. A text that still says
    something else gives way to figures.
    """
    way = ""
    for text in _amount_texts(amount, unit):
        for way in (text, f"{amount.currency} {text}"):
            if _says_amount(way, amount, currency):
                return way
    return way


def _amount_texts(amount: Amount, unit: int) -> Iterator[str]:
    """Yield what may be written for an amount, first what was typed."""
    yield amount.text
    if unit in _HEADER_SIZES:
        yield f"{amount.text}{_HEADER_SIZES[unit]}"
    figures = figures_text(amount.low, amount.high)
    yield f"~{figures}" if amount.about else figures


def money(value: float, currency: str, lang: str, *, marked: bool = False) -> str:
    """Write one figure for sums and reasons in about three digits, the home sign if `marked`."""
    mark = currency_mark(currency) or ("¥" if marked else "")
    return mark + _rounded_text(value, 3, lang)


def short_amount(amount: Amount, lang: str, *, marked: bool = False) -> str:
    """Write an amount for a column of ten cells: exact where that fits, else rounded.

    Where even a rounded range is too wide its middle is shown behind a `~`; `marked` as above.
    """
    shorter = list(_shorten(amount, lang, marked=marked))
    return next((text for text in shorter if cells(text) <= COLUMN), shorter[-1])


@cache
def _compile(pattern: str) -> re.Pattern[str]:
    """Compile a pattern when first needed: it takes milliseconds, and many commands need none."""
    return re.compile(pattern)


class _End(NamedTuple):
    """An end of a range: its figure with its own size, if any, and that which it lends.

    `lent` is lent to a plain figure, `size` to one with a 百 or 千 of its own. `sized` is a figure
    that says its size, which 5千 does too.
    """

    value: Fraction
    size: int | None = None
    lent: int | None = None
    plain: bool = True
    sized: bool = False


class _Figures(NamedTuple):
    """What an amount's text says: its ends, its currency (None where unsaid), and how surely.

    `bare` figures have neither size nor currency; `ambiguous` is one that has a point before three
    figures; `plain` is the text less what makes it an about-figure. `sign` is one that says no
    currency alone, as `kr`.
    """

    ends: tuple[_End, _End]
    currency: str | None
    about: bool
    bare: bool
    full: bool
    ambiguous: str
    plain: str
    sign: str = ""

    def scale(self, unit: int) -> tuple[Fraction, Fraction]:
        """Give both ends in currency units, bare figures counting in `unit`.

        A size on one end holds for a bare number at the other. A bare number of five digits and
        more is a figure in full if sharing would turn the range round (`500,000-1.2M`) or blow it
        up (`80万-1500000`).
        """
        unit = 1 if self.full else unit
        low, high = self.ends
        if low.size is None and high.size is None:
            share = (high.lent or unit) if low.plain and not high.plain else unit
            if share == unit == 1:
                return low.value, high.value
            return low.value * share, high.value * unit
        if high.size is None:
            size = 1 if high.value >= BARE else (low.lent if high.plain else low.size) or 1
            return low.value, high.value * size
        if low.size is None:
            size = (high.lent if low.plain else high.size) or 1
            turned = low.value * size > high.value >= low.value
            in_full = turned and (low.value >= BARE or not low.plain)
            return low.value * (1 if in_full else size), high.value
        return low.value, high.value


@lru_cache(maxsize=1024)
def _read_figures(written: str) -> _Figures:
    """Read an amount's text; refusals `amount-unreadable` and `amount-negative`.

    A text is read a few times on its way into a record: by its meaning, and to write it down.
    """
    folded = fold_text(part_fractions(written))
    if figures := _read_plain_figure(folded):
        return figures
    folded = part_cell_units(drop_aside(folded))
    # Most words of a line are none, and the long patterns would go all over them.
    if not _may_be_amount(folded):
        raise UserError("amount-unreadable", text=written)
    plain, about = _split_off_about(folded)
    found = _compile(_AMOUNT).fullmatch(plain)
    if found is None:
        if names_no_figure(folded) or names_no_figure(plain):
            raise UserError("amount-vague", text=written)
        negative = _compile(_NEGATIVE).match(folded)
        raise UserError("amount-negative" if negative else "amount-unreadable", text=written)
    marks = _currency_marks(found)
    code = _find_currency(marks) if marks else None
    sign = marks[0] if len(marks) == 1 and code is None and marks[0] in SHARED_SIGNS else ""
    low = _read_end(found, "low")
    high = _read_end(found, "high") if found["number_high"] or found["numeral_high"] else low
    if (marks and not (code or sign)) or low is None or high is None:
        raise UserError("amount-unreadable", text=written)
    ambiguous = _find_ambiguous(found)
    bare = not marks and all(end.size is None and not end.sized for end in (low, high))
    return _Figures((low, high), code, about, bare, bool(marks), ambiguous, plain, sign)


def _read_plain_figure(folded: str) -> _Figures | None:
    """Read what is only a figure, behind the code or sign of a currency or not; else None.

    Most amounts of a table are: the long patterns would take a hundred times as long.
    """
    found = _PLAIN_FIGURE.fullmatch(folded)
    code = WRITTEN.get(found["mark"]) if found and found["mark"] else None
    if found is None or (found["mark"] and code is None):
        return None
    whole, _, cents = found["number"].replace(",", "").partition(".")
    end = _End(Fraction(int(whole + cents), 10 ** len(cents)))  # read by itself, it is slow
    marked = code is not None
    return _Figures((end, end), code, False, not marked, marked, "", folded)


@cache
def _known_words() -> frozenset[str]:
    """List the English words and signs in letters that amounts are written with."""
    written = " ".join([*WRITTEN, *SPOKEN, *SHARED_SIGNS, *_SIZES, *NUMBER_WORDS, *_WORDS_BESIDE])
    return frozenset(_LETTERS.findall(written))


def _may_be_amount(folded: str) -> bool:
    """Whether a text has a figure, and no English word that amounts are not written with."""
    if not _MAY_BE.search(folded):
        return False
    return all(word in _known_words() for word in _LETTERS.findall(folded))


def _find_ambiguous(found: re.Match[str]) -> str:
    """Find a figure with a point before three digits, where no size says which it is."""
    if any(found[name] for name in ("size_low", "size_high", "numeral_low", "numeral_high")):
        return ""
    numbers = (found[f"number_{end}"] or "" for end in ("low", "high"))
    return next((number for number in numbers if _compile(_POINT).fullmatch(number)), "")


def _split_off_about(folded: str) -> tuple[str, bool]:
    """Write an amount plainly, in figures with one range mark; and whether it is about so much."""
    plain, about = _drop_beside(spell_digits(folded)), False
    for pattern in (_OR_SO, _ABOUT, _OR_SO, _ABOUT):
        if found := _compile(pattern).fullmatch(plain):
            plain, about = f"{found.groupdict().get('sign') or ''}{found['rest']}", True
    if found := _compile(_BETWEEN).fullmatch(plain) or _compile(_EITHER).fullmatch(plain):
        plain = found.groupdict().get("from") or f"{found['low']} - {found['high']}"
    plain = join_numerals(spell_digits(plain.removeprefix("from ")))
    exact = drop_and_more(plain)
    ends = split_between(exact) or split_teens(exact)
    return "-".join(ends) if ends else exact, about or exact != plain or ends is not None


def _drop_beside(plain: str) -> str:
    """Leave out what stands beside a figure and changes nothing of it; `TEUR 300` is 300k EUR."""
    if found := _compile(_BESIDE).fullmatch(plain):
        cents = f"{found['point']}00" if found["point"] else ""
        plain = f"{found['rest']}{cents}{found['mark'] or ''}"
    plain = _compile(_W_WITHIN).sub("万", plain)
    if "t" not in plain:
        return plain
    found = _compile(_THOUSANDS).search(plain)
    if found is None:
        return plain
    if found["end"]:
        return f"{plain[: found.start()]}k {found['end']}"
    return f"{found['mark']}{plain[found.end() :]}k"


def _currency_marks(found: re.Match[str]) -> list[str]:
    parts = found.groupdict()
    names = ("before", "ahead", "behind", "after")
    return [mark for name, mark in parts.items() if mark and name.split("_")[0] in names]


def _find_currency(marks: list[str]) -> str | None:
    """Find the one currency that all marks may mean; None for none or several."""
    meant = [SHARED_SIGNS.get(mark) or {currency_code(mark)} for mark in marks]
    exact = {currency_code(mark) for mark in marks if mark not in SHARED_SIGNS}
    usual = exact or {currency_code(marks[0])}
    code = next(iter(usual))
    return code if len(usual) == 1 and all(code in codes for codes in meant) else None


def _read_end(found: re.Match[str], end: str) -> _End | None:
    """Read one end; a currency behind a bare number says that it is in full. None if unreadable."""
    if numeral := found[f"numeral_{end}"]:
        read = read_numeral(numeral)
        sized = any(unit in numeral for unit in "千仟")
        return _End(read.value, read.size, read.lent, read.plain, sized) if read else None
    number, name = found[f"number_{end}"], found[f"size_{end}"]
    if name and re.search("[ '’]", number):
        return None
    size = _SIZES[name] if name else None
    if size is None and found[f"behind_{end}"]:
        size = 1
    return _End(_read_number(number) * (size or 1), size, size)


def _read_number(number: str) -> Fraction:
    """Read digits: the last of two kinds of signs is the decimal one, of one kind repeated none."""
    if re.search(r",[0-9]{1,2}$", number):
        number = re.sub("[. '’]", "", number).replace(",", ".")
    elif number.count(".") > 1:
        number = number.replace(".", "")
    return Fraction(re.sub("[, '’]", "", number))


def _says_amount(text: str, amount: Amount, currency: str) -> bool:
    """Whether a text reads as the amount, `currency` going without saying."""
    try:
        figures = _read_figures(text.strip())
        code = settle_currency(text, figures.sign, figures.currency or currency)
        if (code, figures.about) != (amount.currency, amount.about):
            return False
        low, high = _scale_ends(figures, text, 1, point=False)
    except UserError:
        return False
    return (round_whole(low), round_whole(high)) == (amount.low, amount.high)


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
    return figures_text(low, high)


def figures_text(low: int, high: int) -> str:
    """Write a figure or a range in full."""
    return f"{low:,}" if low == high else f"{low:,}-{high:,}"


def _round(value: float, digits: int) -> int:
    exact = Decimal(str(value))
    places = max(exact.adjusted() - digits + 1, 0)
    return int(exact.quantize(Decimal(1).scaleb(places), ROUND_HALF_UP))


def _rounded_text(value: float, digits: int, lang: str) -> str:
    return "".join(_figure_parts(_round(value, digits), lang))


def _shorten(amount: Amount, lang: str, *, marked: bool) -> Iterator[str]:
    """Yield ever shorter ways to write the amount; the last ones fit any column."""
    mark = currency_mark(amount.currency) or ("¥" if marked else "")
    yield amount_text(amount, lang, marked=marked)
    about = "~" if amount.about else ""
    for digits in (3, 2):
        yield (
            about
            + mark
            + _range_text(_round(amount.low, digits), _round(amount.high, digits), lang)
        )
    yield f"{mark}~{_rounded_text(amount.expected, 3, lang)}"
    for digits in (2, 1):
        yield f"{mark.strip()}~{_rounded_text(amount.expected, digits, lang)}"
