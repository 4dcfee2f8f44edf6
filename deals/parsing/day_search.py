"""Finder of the days within a text: `call Ann Friday about pricing`, 给王总明天打电话.

`find_days` reads those that are said for sure; the patterns take where days may be, whatever is
made of them, and `find_day_words` what looks like them and may have been left in a text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from deals.errors import UserError
from deals.parsing.days import parse_day
from deals.parsing.periods import MONTH_NAME
from deals.parsing.text import TIME_RANGE_MARK, LatePattern, fold_text
from deals.parsing.time_words import COUNT, Calendar, DateOrder
from deals.parsing.windows import parse_window

# Full-width forms by narrow ones, each in its place.
_NARROW = {0xFF01 + offset: 0x21 + offset for offset in range(94)} | {0x3000: " "}

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|mon|tues?|weds?|thu|thurs?|fri|sat|sun"
_MONTH = MONTH_NAME.replace("?P<name>", "?:")
_NTH = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_UNTIL = r" ?(?:-|–|to) ?"
_YEAR = r"(?:,? 20[0-9]{2}\b)?"
_UNIT = r"(?:day|week|wk|month|quarter|year)s?"
_DATE = (
    rf"{_MONTH} {_NTH}(?:{_UNTIL}{_NTH})?(?![\w:.%/]){_YEAR}|"
    rf"{_NTH}(?:{_UNTIL}{_NTH})?(?: of)?[ -]{_MONTH}(?![a-z0-9-]){_YEAR}|"
    r"20[0-9]{2}(?P<m>[-./])[0-9]{1,2}(?P=m)[0-9]{1,2}(?![0-9.-])|"
    r"20[0-9]{2}(?:0[1-9]|1[0-2])[0-3][0-9](?![0-9])|"
    r"[0-9]{1,2}(?P<m2>[-./])[0-9]{1,2}(?P=m2)20[0-9]{2}(?![0-9])|[0-9]{1,2}\.[0-9]{1,2}\.(?![\w])"
)
_PERIOD = (
    rf"(?:early|mid|late|end|beginning|start|middle)[ -](?:of )?(?:the )?(?:(?:next|this) )?"
    rf"(?:{_MONTH}|week|month|quarter|year)(?:,? 20[0-9]{{2}})?|"
    rf"(?:first|1st|second|2nd|third|3rd|fourth|4th|last) week (?:of|in) {_MONTH}|"
    r"(?:kw|cw|week) ?[0-9]{1,2}|(?:this |next )?weekend|(?:next|this) (?:week|month|quarter)|"
    r"eo[wmqyd]|end of day|cob"
)
_COUNTED = (
    rf"{COUNT} {_UNIT} from (?:now|today|tomorrow|(?:next )?(?:{_WEEKDAY}))|in (?:a|one) fortnight|"
    r"in [0-9]{1,3} ?(?:d|w|wks?|mos?|[mqy](?=$))|"
    rf"in (?:a )?couple (?:of )?{_UNIT}|in {COUNT}(?:{_UNTIL}{COUNT})? {_UNIT}(?:'?s? time)?|"
    r"\+ ?[0-9]{1,4} ?(?:[dwmqy]|days?|weeks?|months?)"
)
_ENGLISH = LatePattern(
    r"(?<![\w./@'’-])(?P<before>(?:(?:due|starting|no later than|cob|eod|at|on|by|before|until|"
    r"till|for|from|the|w/[cb]|(?:week|wk) (?:of|commencing|beginning|starting))\s+){0,3})(?:"
    rf"(?:(?P<also>(?:next |this )?(?:{_WEEKDAY}))[, ]+(?:the )?)?(?P<date>{_DATE})|"
    rf"(?P<counted>{_COUNTED})|(?P<weeks>[0-9]{{1,2}}) ?w(?:ks?)?(?=$)|"
    rf"(?P<period>{_PERIOD})|in (?P<month>{_MONTH})|"
    r"(?P<named>today|tomorrow|tmrw?|day after tomorrow)|"
    r"(?P<stays>tonight|this (?:morning|afternoon|evening))|"
    r"(?P<nth>(?:(?<=on the )|(?<=by the ))[0-9]{1,2}(?:st|nd|rd|th)(?! floor))|"
    rf"(?P<weekday>(?:next |this |coming )?(?:{_WEEKDAY})(?:[-–/](?:{_WEEKDAY}))?))"
    r"(?![\w'’@]|[./-]\w)",
    re.IGNORECASE | re.ASCII,
)
_FIGURE = "(?:[0-9]{1,2}|[一二三四五六七八九十廿卅]{1,3})"
_MANY = "(?:[0-9]{1,3}|[一二两三四五六七八九十廿卅]{1,3})"
_ZH_UNIT = "(?:天|周|星期|礼拜|月|季度|年)"
# What short figures are where they are no day: a version, a share, some of something.
_COUNTERS = "版期个台号层楼次名位人套条家年周天月万亿千百成分点的倍米吨%％."
_SHORT = LatePattern(
    r"(?:^(?P<slash>[0-9]{1,2}/[0-9]{1,2}(?=[,:]? |[\u4e00-\u9fff])"
    r"(?! (?:of|days?|hours?|share|price|million|year|page|split|off)\b))|"
    r"^(?P<dash>[01][0-9]-[0-3][0-9](?=[,:]? |[\u4e00-\u9fff]))|"
    rf"^(?P<dot>[0-9]{{1,2}}\.[0-9]{{1,2}}) ?(?=[\u4e00-\u9fff])(?![{_COUNTERS}])|"
    rf"(?<=[\u4e00-\u9fff])(?<![月年第])(?P<glued>[0-9]{{1,2}}[-/][0-9]{{1,2}})(?=[\u4e00-\u9fff])(?![{_COUNTERS}])|"
    r"(?<=[(\[（【])(?P<bracket>[0-9]{1,2}[-/.][0-9]{1,2})(?=[)\]）】]))"
    r"(?P<by>[之以]?前(?![期端台往景]))?"
)
# Behind these 年 is a unit or part of another word: 三年后, 青年后备.
_UNIT_BEFORE = (
    r"(?<![0-9一二三四五六七八九十百千万几数多两半今明后去前"
    "当来往历近成青少中老晚幼壮童暮早财学全每周新过本那])"
)
_HAN = LatePattern(
    r"(?P<before>最晚|最迟|预计|计划|争取|定于|定在|截至)?(?:"
    r"(?P<festival>(?:(?:明年|今年)?(?:春节|过年|新年|国庆节?|五一|元旦|中秋节?|端午节?|清明节?|圣诞节?|"
    rf"{_UNIT_BEFORE}年)(?:假期|长假)?[之以]?[前后]|过[完了]年(?:[之以]?后)?|"
    r"(?<![\u4e00-\u9fff])(?:节假?日?|小?长假|假期|放假|[暑寒]假|开年|开春)[之以]?[前后])"
    rf"(?![续备台期端])(?!{_MANY}个?{_ZH_UNIT}))|"
    rf"(?P<date>(?:20[0-9]{{2}}年|[明今]年)?(?<![0-9])[0-9一二三四五六七八九十]{{1,3}}月{_FIGURE}"
    rf"(?:[日号]?[-~至到]{_FIGURE})?[日号])|"
    rf"(?P<counted>(?:再?过)?{_MANY}个?{_ZH_UNIT}[之以]?[后内]|再?过{_MANY}个?{_ZH_UNIT}|"
    r"半个?[月年][之以]?后)|"
    r"(?P<weekday>(?:下{0,2}|[本这])个?(?:周|星期|礼拜)(?:一(?![鸣凡帆诺航博宁铭彬峰涵冰丹楠])|[二三四五六日天])(?![0-9期]))|"
    r"(?P<stays>[今明][早晚](?!上)|后天[早晚](?!上))|"
    r"(?P<named>今[天日儿]|明[天日儿]|(?<!明)大?后[天儿])|"
    rf"(?P<nth>(?:本月|这个月|下个?月){_FIGURE}[日号])|"
    rf"(?P<period>(?:下下?个?|[本这]个?)周(?:末|初|中)|"
    rf"(?:下下?个?|[本这]个?)?月(?:[上中下]旬|[初中底末])|{_FIGURE}月(?:[上中下]旬|[初中底末])|"
    r"(?:下个?|本)?季度?[初底末]|[今明]?年年?[初中底末]|[今明]年内|"
    r"(?:下下?个?|[本这]个?)(?:周|星期|礼拜|月|季度)(?P<within>内)?|周末)"
    r")(?P<by>[之以]?前|左右|前后)?(?![的份])"
)
_NOT_BEFORE = LatePattern(r"(?:\b(?:mr|mrs|ms|dr|prof|black|good|every|each)\.?|[上每])\s*$", re.I)
_APART = LatePattern(rf"\b(?:after|{COUNT} {_UNIT} before)\s*$", re.I)
_NAME_BEHIND = LatePattern(r"\s+[A-Z][a-z]")
_BY = LatePattern(r"\b(?:by|before|until|till|later)\b", re.I)
_THIS_WEEK = LatePattern(r"(?:this week|[本这]个?(?:周|星期|礼拜))内?")
_END = LatePattern(r"end|late|eo|.*[底末]$")
_BRACKETS = {"(": ")", "[": "]", "（": "）", "【": "】"}
_HAN_FIGURE = "[0-9一二三四五六七八九十廿卅]{1,3}"
_SURE_DATE = (
    rf"(?:\b{_MONTH} ?[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9:%a-z])|"
    rf"(?<![0-9.])(?!00?[a-z -])[0-9]{{1,2}}(?:st|nd|rd|th)?[ -]?{_MONTH}(?![a-z])|"
    rf"(?:(?:20[0-9]{{2}}|[今明后去])年)?{_HAN_FIGURE}月{_HAN_FIGURE}[日号]|"
    r"(?<![0-9])20[0-9]{2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}(?![0-9]))"
)
_DOTTED = r"(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12][0-9]|3[01])"
_PAIR = r"(?:[0-9]{1,2}/[0-9]{1,2}/(?:20)?[0-9]{2}|[01]?[0-9]/[0-3]?[0-9]|[01][0-9]-[0-3][0-9])"

WRITTEN_DATE = LatePattern(_SURE_DATE, re.I)
"""A pattern that takes a date with its month by name or in full: `31 Nov`, 2月30日, 2027-02-29."""

SURE_DAYS = LatePattern(
    rf"(?:(?<![0-9./-]){_NTH} ?{TIME_RANGE_MARK} ?{_NTH} (?:of )?{_MONTH}(?![a-z])|"
    rf"(?<![0-9a-z.]){_DOTTED} ?{TIME_RANGE_MARK} ?{_DOTTED}"
    r"(?![0-9a-z.%％]| ?[版万亿元米吨倍节章千百个成])|"
    rf"{_SURE_DATE}(?: ?{TIME_RANGE_MARK} ?(?:{_SURE_DATE}|{_PAIR}|[0-9]{{1,2}}[日号]?))?|"
    rf"(?<![0-9/.:-]){_PAIR}(?: ?{TIME_RANGE_MARK} ?{_PAIR})?(?![0-9/:-]))(?:[之以]?前)?|"
    r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}(?=[之以]?前)(?:[之以]?前)|"
    rf"\b(?:by|due|on) (?:{_WEEKDAY})\b|"
    r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}\.(?![0-9])|"
    r"\b(?:tomorrow|tmrw|next (?:week|month))\b|"
    r"(?:[明后]天|下个?(?:周|星期)[一二三四五六日天]?)(?:[之以]?前)?",
    re.I,
)
"""A pattern that takes days which nothing else can be, or a range of dates."""

ON_DAY = LatePattern(
    rf"\bon (?P<day>{_SURE_DATE}|{_PAIR}|{_WEEKDAY})"
    r"(?: (?:morning|afternoon|evening))?(?=\s*(?:$|[,，。;；(]))",
    re.I,
)
"""A pattern that takes `on` and a day at the end of a clause."""
# What is counted, where figures before it are no day.
_COUNTED_THING = (
    r"(?![ -]?(?:days?|weeks?|months?|years?|hours?|people|units?|"
    r"floor|visit|call|round|phase)\b|"
    r" ?(?:[个周天月年人台套版倍万亿成]|小时))"
)
_LIKE_DAY = LatePattern(
    rf"\b(?:next |last |this )?(?:{_WEEKDAY}|{_MONTH}|today|tomorrow)(?:['’]s)?(?![\w.-])|"
    r"\b(?:yesterday|(?:last|this) (?:week|month|quarter)|next (?:quarter|year)|eo[wmqy]|"
    r"[0-9]+ (?:days?|weeks?|months?) ago|"
    r"(?:end|middle|beginning) of (?:the )?(?:week|month|quarter|year))\b|"
    r"(?<![\w./-])(?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12][0-9]|3[01])(?![\w./-])"
    rf"{_COUNTED_THING}|(?<![\w./-])(?:0?[1-9]|[12][0-9]|3[01])(?:st|nd|rd|th)\b{_COUNTED_THING}|"
    rf"(?<!第){_FIGURE}[日号]|[上下本这每]?个?(?:周|星期|礼拜)[一二三四五六日天]|[昨前今明后]天|"
    r"(?:本|这个|下个?|上个?|[0-9]{1,2})?月[底初末]|[上下本这]周|[今明]?年[底末]|"
    r"\b(?:after|before) (?:the )?(?:holidays?|break|vacation|spring|summer|autumn|fall|winter|"
    r"easter|christmas|xmas|thanksgiving|cny|(?:(?:chinese|lunar) )?new year)\b|"
    r"(?:春节|国庆节?|元旦|中秋节?|(?<![\u4e00-\u9fff])(?:节|年))[之以]?[前后](?![续备台])",
    re.I,
)
# Words of a sentence as often, unless they have their capital.
_EVERYDAY = LatePattern(r"may|mar|march|sat|sun|wed")
_NEXT = tuple(
    f"{which} {unit}" for which in ("next", "this") for unit in ("week", "month", "quarter")
)
_LOOSE = " \t\n,，、;；:：–—-"


_KINDS = (
    *("date", "counted", "period", "month", "named", "weekday", "stays", "nth", "festival"),
    *("weeks", "slash", "dash", "dot", "glued", "bracket"),
)
_AHEAD = {"今": 0, "明": 1, "后": 2}
_ABOUT = LatePattern(r"\b(?:for|from|until|about|of|on)\s*$", re.I)


class SaidDay(NamedTuple):
    """A day that a text says, and where, with the `on` or `by` before it.

    `stays` is one whose words say a time of day too, such as `tonight`.
    """

    start: int
    end: int
    words: str
    on: date
    stays: bool = False


def find_days(text: str, today: date, dates: DateOrder | None = None) -> list[SaidDay]:
    """Find all days that a text surely says, in order.

    A weekday's name within a name (`Friday Ltd`) is none. Refusals `day-order`, `day-unreadable`
    for a date that no calendar has, and `day-several` for a weekday that is not its date's.
    """
    plain = text.translate(_NARROW)
    found = [*_ENGLISH.finditer(plain)]
    if not plain.isascii():
        found += _HAN.finditer(plain)
    found += _SHORT.finditer(plain)
    days = [_read_found(each, plain, Calendar(today, dates)) for each in found]
    return sorted(day for day in days if day)


def find_day_words(text: str) -> list[tuple[int, str]]:
    """Find what looks like days in a text, and where it stands, the longest at each place.

    So readers of whole lines say which days they left in a text, whatever those may mean.
    """
    plain = text.translate(_NARROW)
    places = [
        (found.start(), found.end())
        for pattern in (SURE_DAYS, _LIKE_DAY)
        for found in pattern.finditer(plain)
        if not _EVERYDAY.fullmatch(found[0])
    ]
    words: list[tuple[int, str]] = []
    last = 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= last:
            words.append((start, text[start:end].strip()))
            last = end
    return words


def cut_day(text: str, day: SaidDay) -> str:
    """Take a day out of a text, with what only tied it to the rest."""
    before, behind = text[: day.start], text[day.end :]
    while before[-1:] in _BRACKETS and before and behind.startswith(_BRACKETS[before[-1]]):
        before, behind = before[:-1], behind[1:]
    before = before.rstrip(_LOOSE)
    if behind[:1] in ",，;；。." and before:
        return before + behind.rstrip(_LOOSE) if behind.strip(_LOOSE) else before
    rest = behind.strip(_LOOSE)
    blank = " " if before and rest and not _joins(before[-1], rest[0], text, day) else ""
    return f"{before}{blank}{rest}"


def _joins(left: str, right: str, text: str, day: SaidDay) -> bool:
    """Whether two ends meet without a blank: in Chinese, where the day had none on one side."""
    loose = text[day.start - 1 : day.start].isspace() and text[day.end : day.end + 1].isspace()
    return not (loose or (left.isascii() and right.isascii()))


def choose_day(days: Sequence[SaidDay], text: str) -> SaidDay | None:
    """Choose the one day that a text says: of a range its first; None where it says none.

    Refusal `day-several` (first, second) for two.
    """
    if not days:
        return None
    first, last = days[0], days[-1]
    between = fold_text(text[first.end : last.start])
    if len(days) == 1 or (len(days) == 2 and between in ("-", "–", "~", "to", "至", "到", "—")):
        return first._replace(end=last.end, words=text[first.start : last.end].strip())
    other = next((day for day in days if day.on != first.on), None)
    if other is None:
        return first
    raise UserError("day-several", first=first.words, second=other.words)


def _read_found(found: re.Match[str], plain: str, calendar: Calendar) -> SaidDay | None:
    """Read a place where a day seems to stand; None where it is none."""
    parts = found.groupdict()
    if _APART.search(plain[: found.start()] + (parts.get("before") or "")):
        return None
    kind = next(name for name in _KINDS if parts.get(name))
    if _is_name(found, kind, plain):
        return None
    words = parts[kind] or ""
    if "/" in words and kind == "weekday":
        raise UserError(
            "day-several", **dict(zip(("first", "second"), words.split("/"), strict=True))
        )
    by = bool(_BY.search(parts.get("before") or "") or parts.get("by") or parts.get("within"))
    on = _read_words(words, kind, calendar, by=by)
    if on is None:
        return None
    if parts.get("also"):
        weekday = parse_day(parts["also"] or "", on - timedelta(1))
        if weekday != on:
            raise UserError("day-several", first=parts["also"] or "", second=words)
    return SaidDay(found.start(), found.end(), found[0].strip(), on, kind == "stays")


def _is_name(found: re.Match[str], kind: str, plain: str) -> bool:
    """Whether what looks like a weekday is part of a name, or past, or one of many."""
    if kind not in ("weekday", "named", "period", "date"):
        return False
    before = plain[: found.start()] + (found["before"] or "")
    about = kind == "period" and found[0].casefold().endswith(_NEXT) and _ABOUT.search(before)
    if about or _NOT_BEFORE.search(plain[: found.start()]):
        return True
    if kind != "weekday" or not found[0].isascii():
        return False
    within = bool(plain[: found.start()].strip() and plain[found.end() :].strip(" )].!"))
    word = found["weekday"]
    if word in ("SAT", "SUN"):
        return True
    bare = found["before"] == "" and len(word) <= len("wednesday")
    if not (within and bare):
        return False
    capital = word[0].isupper() and _NAME_BEHIND.match(plain, found.end())
    return bool(capital) or word.casefold() in ("sun", "sat")


def _read_words(words: str, kind: str, calendar: Calendar, *, by: bool) -> date | None:
    if kind == "stays":
        return calendar.today + timedelta(_AHEAD.get(words[0], 0))
    if kind == "weeks":
        return calendar.today + timedelta(7 * int(words))
    words = re.split("[-–]", words)[0] if kind == "weekday" else words
    try:
        on = _read_day(words, calendar, by=by)
        # 本周五 on a Sunday: nothing is yet to be done in the week that is over.
        return on + timedelta(7) if kind == "weekday" and on < calendar.today else on
    except UserError as refusal:
        if refusal.code in ("day-order", "festival-unnamed"):
            raise
        if kind == "date":
            raise UserError("day-unreadable", text=words) from None
        return None


def _read_day(words: str, calendar: Calendar, *, by: bool) -> date:
    """Read a day; of a period the first, where it is its end or a limit the last."""
    try:
        return parse_day(words, calendar.today, calendar.dates)
    except UserError as refusal:
        if refusal.code in ("day-order", "festival-unnamed"):
            raise
    plain = fold_text(words)
    window = parse_window(words, calendar)
    if _THIS_WEEK.fullmatch(plain) or (by and "周" in plain):
        friday = window.earliest + timedelta(4)
        return friday if friday >= calendar.today else window.latest
    last = by or _END.match(plain) or plain[:1] in "本这" or plain.startswith("this ")
    return window.latest if last else max(window.earliest, calendar.today)
