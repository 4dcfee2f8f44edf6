"""Figures in words: Chinese numerals, mixed with digits or not, and English number words.

    一百二十万  两千三百万  3千5百万  1个亿  半个亿  一点五亿  三万五  1亿2千万  三百多万
    half a million  two hundred thousand  a million  1½ million  3/4 million  a couple of million

`read_numeral` gives the figure in full and what it lends to the other end of a range.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from deals.parsing.text import LatePattern

_DIGITS = {
    **dict(zip("〇一二三四五六七八九", range(10), strict=True)),
    **dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True)),
    **{"两": 2, "兩": 2, "貳": 2, "參": 3, "叄": 3, "陸": 6},
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
_UNITS = {**_SMALL, **_LARGE}
_DIGIT, _SMALL_UNIT, _LARGE_UNIT = ("".join(signs) for signs in (_DIGITS, _SMALL, _LARGE))
_UNIT = _SMALL_UNIT + _LARGE_UNIT

PLAIN_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,20})(?:\.[0-9]{1,20})?|\.[0-9]{1,20}"
NUMERAL = (
    rf"(?:{PLAIN_NUMBER})?[{_DIGIT}{_UNIT}半](?:[{_DIGIT}{_UNIT}半点個个多余來来把]|[0-9]{{1,20}})*"
)
"""A pattern over folded text without blanks that takes what may be a Chinese numeral."""

_TOKEN = LatePattern(
    rf"(?P<number>{PLAIN_NUMBER})|(?P<spelt>[{_DIGIT}](?:点[{_DIGIT}]+)?)|(?P<unit>[{_UNIT}])|半"
)
_LOOSE = LatePattern(
    rf"(?<=[0-9{_DIGIT}{_UNIT}半个多]) (?=[{_DIGIT}]{{0,2}}[{_UNIT}半个多])|"
    rf"(?<=[{_UNIT}]) (?=[0-9]{{1,4}}[{_UNIT}])"
)
_COUNTER = LatePattern(rf"(?<=[0-9{_DIGIT}半多余来])[个個](?=[{_UNIT}半多余来])")
_AND_MORE = LatePattern(rf"(?<=[0-9{_DIGIT}{_UNIT}])[多余來来把](?=[{_UNIT}]|$)")
_NO_FIGURE = LatePattern(
    rf".{{0,3}}?(?<!十)[几数好]{{1,2}}[个個]?(?:[{_UNIT}]+(?:元|块钱?|美元|美金|欧元)?)吧?|"
    rf"[一二两三四五六七八九]百[几数]十[{_UNIT}]*元?|"
    r"(?:[$€£] ?)?(?:a |some )?(?:few|several|many|some)(?: hundreds?)?(?: of)?"
    r" (?:k|thousands?|grand|mio|millions?|m|billions?|bn)(?: .{1,8})?|"
    r"(?:(?:low|mid|high)[ -])?(?:four|five|six|seven|eight|nine|[4-9])[ -]figures?"
)
_BETWEEN = LatePattern(rf"([{_DIGIT}])([{_DIGIT}])(?=[{_UNIT}])")
_TAIL = LatePattern(rf"[{_LARGE_UNIT}]+(?=[^{_LARGE_UNIT}]*$)")
_SIMPLE = LatePattern(rf"(?:{PLAIN_NUMBER}|[{_DIGIT}]|半)(?P<units>[{_UNIT}]*)")


class Numeral(NamedTuple):
    """A figure in full, and the size that a bare figure beside it in a range shares.

    `lent` is the size lent to a plain figure (3-5百万), `size` that for one with a 百 or 千 of its
    own (三百-五百万): None for none. `plain` is a figure without any size.
    """

    value: Fraction
    size: int | None
    lent: int | None
    plain: bool


def join_numerals(text: str) -> str:
    """Take blanks and 个 out of Chinese numerals: `80 万`, `1 亿 2 千万`, `1个亿`."""
    return _COUNTER.sub("", _LOOSE.sub("", text))


def split_between(text: str) -> tuple[str, str] | None:
    """Split `三四百万`, between 3 and 4 million, into its two ends; None for anything else."""
    found = list(_BETWEEN.finditer(text))
    if len(found) != 1 or not 0 < _DIGITS[found[0][1]] < _DIGITS[found[0][2]]:
        return None
    before, behind = text[: found[0].start()], text[found[0].end() :]
    return before + found[0][1] + behind, before + found[0][2] + behind


def split_teens(text: str) -> tuple[str, str] | None:
    """Split `十几万`, 110 to 190 thousand, into its two ends; None for anything else."""
    before, some, behind = text.partition("十几")
    return (f"{before}十一{behind}", f"{before}十九{behind}") if some and behind else None


def names_no_figure(text: str) -> bool:
    """Whether a folded text says an amount without any figure: 几百万, `several million`."""
    return _NO_FIGURE.fullmatch(text) is not None


def drop_and_more(text: str) -> str:
    """Take out what makes a figure an about-figure: `三百多万` is about 三百万."""
    return _AND_MORE.sub("", text)


def read_numeral(text: str) -> Numeral | None:
    """Read a Chinese numeral, digits among it or not; None where it makes no figure."""
    value = _add_up(text)
    if value is None:
        return None
    tail = _TAIL.search(text)
    size = _multiply(tail[0]) if tail else None
    simple = _SIMPLE.fullmatch(text)
    lent = _multiply(simple["units"]) if simple and simple["units"] else size
    return Numeral(value, size, lent, not re.search(f"[{_UNIT}]", text))


def _multiply(units: str) -> int:
    product = 1
    for unit in units:
        product *= _UNITS[unit]
    return product


def _add_up(text: str) -> Fraction | None:
    """Add up the parts of a numeral; None where they stand in no order."""
    total, at = _Sum(), 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            return None
        at = found.end()
        if not total.take(found, last=at == len(text)):
            return None
    return total.close()


class _Sum:
    """A numeral as it adds up: what is closed by 万 and 亿, the section since, and the figure."""

    def __init__(self) -> None:
        self.closed = self.section = Fraction(0)
        self.figure: Fraction | None = None
        self.unit = self.large = 0
        self.after_zero = False

    def take(self, found: re.Match[str], *, last: bool) -> bool:
        """Take the next part; whether it can stand here."""
        if found["unit"]:
            small = _SMALL.get(found["unit"])
            return self._take_small(small) if small else self._take_large(_LARGE[found["unit"]])
        if found[0] == "半":
            return self._take_half(last=last)
        if self.figure is not None:
            return False
        if found["spelt"] and not _DIGITS[found[0][0]] and "点" not in found[0] and not last:
            self.after_zero = True
        else:
            self.figure = _read_digits(found[0])
        return True

    def _take_half(self, *, last: bool) -> bool:
        if self.figure is None and self.unit:
            self.section += Fraction(self.unit, 2)
            return last
        self.figure = (self.figure or 0) + Fraction(1, 2)
        return not last

    def _take_small(self, unit: int) -> bool:
        bare = self.figure is None
        if (self.section and self.unit <= unit) or (bare and self.section):
            return False
        self.section += (1 if self.figure is None else self.figure) * unit
        self.figure, self.unit, self.after_zero = None, unit, False
        return True

    def _take_large(self, unit: int) -> bool:
        loose = self.figure is not None and self.figure < 10 <= self.unit // 10
        if self.section and loose and not self.after_zero:
            return False  # 一百五万 is 105 or 150 of them
        amount = self.section + (self.figure or 0)
        raised = self.large == 10**4 and unit == 10**8
        if (self.large and self.large <= unit and not raised) or not (amount or raised):
            return False
        self.closed = (self.closed + amount) * unit if raised else self.closed + amount * unit
        self.section, self.figure = Fraction(0), None
        self.unit = self.large = unit
        self.after_zero = False
        return True

    def close(self) -> Fraction | None:
        """Return the figure; one digit at the end counts in tenths of the unit before (三万五)."""
        if self.figure is None:
            return self.closed + self.section if self.unit else None
        tenths = self.unit and not self.after_zero and self.figure < 10
        return self.closed + self.section + self.figure * (Fraction(self.unit, 10) if tenths else 1)


def _read_digits(text: str) -> Fraction:
    plain = "".join(str(_DIGITS[sign]) if sign in _DIGITS else sign for sign in text)
    return Fraction(plain.replace("点", ".").replace(",", ""))


_TO_TWELVE = ("one two three four five six seven eight nine ten eleven twelve", 1, 1)
_TEENS = ("thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 13, 1)
_TENS = ("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
_ENGLISH = {
    word: first + place * step
    for words, first, step in (_TO_TWELVE, _TEENS, _TENS)
    for place, word in enumerate(words.split())
} | {"hundred": 100, "a": 1, "an": 1}
NUMBER_WORDS = tuple(_ENGLISH)
"""The English words that numbers are written with."""
_WORD = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_ENGLISH_NUMBER = LatePattern(
    rf"(?<![\w.])(?:(?P<half>half(?: an?)?)|(?P<words>(?:[0-9]{{1,3}} hundred|(?:{_WORD}))"
    rf"(?:(?: |-)(?:and )?(?:{_WORD}))*)) "
    r"(?=(?:thousand|grand|million|mil|billion|trillion|k|m|mio)\b)"
)


_FRACTION_SIGN = LatePattern("(?<=[0-9])(?=[¼-¾])")
_FRACTION = LatePattern(
    r"(?<![0-9./])(?:(?P<whole>[0-9]{1,3}(?= [13][/⁄])|(?:[0-9]{1,3}|one|two|three|four|five)"
    r"(?=(?: |-)and))(?: |-)(?:and(?: |-))?)?"
    r"(?:(?P<over>[13])[/⁄](?P<under>[24])(?: of)?(?: an?)?|"
    r"(?P<half>a(?: |-)half)|(?P<quarters>(?:a |three )?quarters?)(?: of)?(?: an?)?)"
    r" ?(?=(?:thousand|million|mil|billion|m|mio|k|bn|b)\b)"
)
_COUPLE = LatePattern(r"^(?P<sign>\W?) ?(?:a )?couple(?: of)? (?=hundred|thousand|million|k|m|mio)")


def part_fractions(text: str) -> str:
    """Part a figure from the fraction behind it: folding would make 11/2 of `1½`."""
    return _FRACTION_SIGN.sub(" ", text)


def spell_digits(text: str) -> str:
    """Write English number words before a size in digits: `half a million` as `0.5 million`."""
    if "couple" in text:
        text = _COUPLE.sub(r"~\g<sign>2 ", text)
    if "/" in text or "⁄" in text or "half" in text or "quarter" in text:
        text = _FRACTION.compiled.sub(_fraction_digits, text)
    return _ENGLISH_NUMBER.compiled.sub(_english_digits, text)


def _fraction_digits(found: re.Match[str]) -> str:
    share = Fraction(1, 2) if found["half"] else Fraction(1, 4)
    if found["over"]:
        share = Fraction(int(found["over"]), int(found["under"]))
    elif (found["quarters"] or "").startswith("three"):
        share = Fraction(3, 4)
    whole = found["whole"] or "0"
    return f"{float(share + int(_ENGLISH.get(whole, whole))):g} "


def _english_digits(found: re.Match[str]) -> str:
    if found["half"]:
        return "0.5 "
    number = 0
    for word in re.split(r"[ -](?:and )?", found["words"]):
        value = int(word) if word.isdecimal() else _ENGLISH[word]
        number = (number or 1) * value if value == 100 else number + value
    return f"{number} "
