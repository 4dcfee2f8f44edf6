"""Words of time made plain, so that one grammar reads what both languages write."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal, NamedTuple

from deals.errors import UserError
from deals.parsing.text import LatePattern, by_word, fold_text

_LETTERS = LatePattern(r"[a-z]+")
_VOCABULARY = by_word(
    {
        "units": """
            kw cw weekend fortnight fiscal financial
            q h fy d w m y day days week weeks wk wks month months mo mos quarter quarters qtr qtrs
            half year years yr yrs eow eom eoq eoy
        """,
        "relations": """
            by on before in until till at within during the due no not later than of to and or from
            between through thru around about approx approximately circa c ca roughly so expected
            early beginning start mid middle late end part next this last coming current now today
            tomorrow tmr tmrw yesterday out later after ago eod cob s time z t latest
            commencing wc couple post
        """,
        "numbers": """
            first second third fourth st nd rd th a an one two three four five six seven eight nine
            ten eleven twelve
        """,
        "names": """
            mon monday tue tues tuesday wed weds wednesday thu thur thurs thursday fri friday
            sat saturday sun sunday jan january feb february mar march apr april may jun june
            jul july aug august sep sept september oct october nov november dec december
            spring summer autumn fall winter christmas xmas easter thanksgiving chinese lunar new
            festival dragon boat cny holiday holidays break vacation
        """,
    }
)
_TIME_HAN = (
    "〇零一二两三四五六七八九十廿卅年月日号天周星期礼拜季度半份上中下旬初底末前后内以之"
    "本这个今明去当大约概致左右到至从或者和过再于在预计估财第"
    "春夏秋冬天节元旦清午国庆圣诞劳动假期间放长最晚迟不争取力计划截止农历新过元昨于不晚早晨夜儿吧完了开暑寒"
)


_OTHER_HAN = LatePattern(rf"(?![{_TIME_HAN}])[\u4e00-\u9fff]")


def may_be_time(plain: str) -> bool:
    """Whether all words of a folded text are such as time is said in: a look before reading it."""
    if not plain.isascii() and _OTHER_HAN.search(plain):
        return False
    return all(word in _VOCABULARY for word in _LETTERS.compiled.findall(plain))


DateOrder = Literal["mdy", "dmy"]
"""Whether a day written in figures with its year last begins with the month or the day."""


class Calendar(NamedTuple):
    """What days and windows are read against.

    `dates` decides where only the order of two figures would, None for nothing; `year_start` is the
    month in which a fiscal year starts.
    """

    today: date
    dates: DateOrder | None = None
    year_start: int = 1


_DIGITS = {char: number for number, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_TENS = {"十": 10, "廿": 20, "卅": 30}
# A numeral counts where a unit follows it, or ends a day behind its month; 周三 is a weekday.
_HAN_NUMBER = LatePattern(
    r"(?<![周期拜])[〇零一二两三四五六七八九十廿卅]+"
    r"(?= ?(?:个?(?:天|日|号|周|星期|礼拜|月|年|季|工作日)|财年|/))|"
    r"(?<=月)[一二三四五六七八九十廿卅]+(?=$|[-~至到])"
)
_SHORT_YEAR = LatePattern(r" ?'(?=[0-9]{2}\b)([0-9]{2})")
_ENGLISH_NUMBERS = by_word(
    {
        1: "a an one",
        2: "two",
        3: "three",
        4: "four",
        5: "five",
        6: "six",
        7: "seven",
        8: "eight",
        9: "nine",
        10: "ten",
        11: "eleven",
        12: "twelve",
    }
)
COUNT = rf"(?:[0-9]{{1,3}}|{'|'.join(_ENGLISH_NUMBERS)})"
"""A pattern over plain text that takes a small number in figures or as an English word."""
_YEARS_AHEAD = {"/": 2, "-": 4, ".": 4}
"""A first figure that were a year further ahead is none where the last can be: by what parts them.

With a slash more people write the year last.
"""
_AT_HAND = 3
"""The years ahead of this one for which a figure of two digits is likely a year."""
NUMBERED_DATE = LatePattern(
    r"(?P<a>[0-9]{1,2})(?P<mark>[./-])(?P<b>[0-9]{1,2})(?P=mark)(?P<year>20[0-9]{2}|[0-9]{2})"
)


_HAN_WORDS = (("半个月后", "15天后"), ("半年后", "6个月后"), ("元月", "1月"))
_COUPLE = LatePattern(r"\b(?:a )?couple (?:of )?(?=days|weeks|months|quarters|years)")
_TWO_WEEKS = LatePattern(r"\b(?:a |one )fortnight\b")


def plain_time(text: str) -> str:
    """Return the text folded, with Chinese numerals and shortened years as figures."""
    plain = fold_text(text).replace("’", "'").replace("‘", "'").replace("−", "-")
    if not plain.isascii():
        plain = _HAN_NUMBER.compiled.sub(_han_figures, plain)
        for words, put in _HAN_WORDS:
            plain = plain.replace(words, put)
    elif "fortnight" in plain or "couple" in plain:
        plain = _TWO_WEEKS.sub("2 weeks", _COUPLE.sub("2 ", plain))
    return _SHORT_YEAR.sub(r" 20\1", plain).strip()


def read_count(text: str) -> int:
    """Return the number that a text which `COUNT` takes says."""
    return _ENGLISH_NUMBERS.get(text) or int(text)


def _han_figures(found: re.Match[str]) -> str:
    """Write a Chinese numeral in figures; 三四月 is 3 to 4."""
    text = found[0]
    if len(text) == 2 and 0 < _DIGITS.get(text[0], 0) < _DIGITS.get(text[1], 0):
        return f"{_DIGITS[text[0]]}-{_DIGITS[text[1]]}"
    return f"{_read_han(text)}"


def _read_han(text: str) -> int:
    """Read a Chinese numeral: by tens (二十五), or digit by digit as years are (二〇二七)."""
    tens = next((char for char in text if char in _TENS), None)
    if tens is None:
        return int("".join(str(_DIGITS[char]) for char in text))
    before, _, after = text.partition(tens)
    units = int("".join(str(_DIGITS.get(char, 0)) for char in after) or "0")
    many = _DIGITS.get(before[-1:], 1) if before else 1
    return _TENS[tens] * (many if tens == "十" else 1) + units


def read_numbered_date(plain: str, text: str, calendar: Calendar) -> date | None:
    """Read a day in figures whose year comes last, or may; None where it is none.

    With dots and a year of two figures the year comes first, as ever. It does not where that were
    years ahead and the last figure is a year at hand: 31/1/27 is of 2027. Refusals: `day-order`
    (text, first, second) where two orders give two days and the calendar does not decide,
    `window-unreadable` (text) where the year can only come last and there is no such day.
    """
    found = NUMBERED_DATE.fullmatch(plain)
    if found is None:
        return None
    a, b, year = int(found["a"]), int(found["b"]), int(found["year"])
    year_last = _year_comes_last(found, calendar)
    if not year_last and _year_comes_first(found):
        return None
    orders = {"mdy": _date_or_none(year, a, b), "dmy": _date_or_none(year, b, a)}
    by_setting = orders.get(calendar.dates or "")
    year_first = None if year_last else _date_or_none(a, b, year)
    if year_first and is_near(year_first, calendar):
        unsure = calendar.dates is None and _is_at_hand(year, calendar) and any(orders.values())
        if found["mark"] == "-" or not (by_setting or unsure):
            return year_first
    return by_setting or _only_day((year_first, *orders.values()), year_last, text, calendar)


def _only_day(
    every: Sequence[date | None], year_last: bool, text: str, calendar: Calendar
) -> date | None:
    days = [day for day in every if day]
    days = list(dict.fromkeys([day for day in days if is_near(day, calendar)] or days))
    if len(days) > 1:
        raise UserError("day-order", text=text.strip(), first=f"{days[0]}", second=f"{days[1]}")
    if not days and year_last:
        raise UserError("window-unreadable", text=text.strip())
    return days[0] if days else None


def _year_comes_last(found: re.Match[str], calendar: Calendar) -> bool:
    """Whether the last figure can only be the year: of four figures, or at hand as no other is."""
    if len(found["year"]) == 4:
        return True
    ahead = 2000 + int(found["a"]) - calendar.today.year
    return _is_at_hand(int(found["year"]), calendar) and ahead > _YEARS_AHEAD[found["mark"]]


def _year_comes_first(found: re.Match[str]) -> bool:
    """Whether a day is written as 12.7.1 or 26-12-5, which is ever year, month and day."""
    if found["mark"] == "-":
        return len(found[0]) < len("03-04-27")
    a, b, year = int(found["a"]), int(found["b"]), int(found["year"])
    return found["mark"] == "." and _date_or_none(2000 + a, b, year) is not None


def _is_at_hand(year: int, calendar: Calendar) -> bool:
    """Whether a year of two figures is the last, this or one of the next few."""
    return -1 <= 2000 + year % 100 - calendar.today.year <= _AT_HAND


def has_open_order(text: str, calendar: Calendar) -> bool:
    """Whether a day in figures is in the text that is refused for its order (`day-order`)."""
    for found in NUMBERED_DATE.finditer(fold_text(text)):
        try:
            read_numbered_date(found[0], found[0], calendar)
        except UserError:
            return True
    return False


def is_near(day: date, calendar: Calendar) -> bool:
    """Whether the day's year is at most one back."""
    return day.year >= calendar.today.year - 1


def _date_or_none(year: int, month: int, day: int) -> date | None:
    try:
        return date(year % 100 + 2000, month, day)
    except ValueError:
        return None


_BY = LatePattern(
    r"(?:(?:due |no later than |not later than )?"
    r"(?:by|on|before|until|till|at|in|within|during)(?: the)?(?: week of| cob)?|the|cob|expected|"
    r"latest|(?:the )?(?:week (?:of|commencing|beginning|starting)|w/c|wc|wk of)) (?P<rest>.+)|"
    r"(?:于|在|预计|最晚|最迟|不晚于|不迟于|争取|力争|计划|截至|截止到?) ?(?P<han>.+)"
)
_BEFORE = LatePattern(r"(?P<rest>.+?)(?: ?[之以]?[前内]|,?(?: at the)? latest)")


def strip_preposition(plain: str) -> str:
    """Return a plain text without `by`, `on`, `before`, 前 and the like around its day."""
    if found := _BY.fullmatch(plain):
        plain = found["rest"] or found["han"]
    if found := _BEFORE.fullmatch(plain):
        plain = found["rest"]
    return plain
