"""Readers of next actions: words, and the day on which they are to be done."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from deals.errors import UserError
from deals.model import NextAction
from deals.parsing.day_search import choose_day, cut_day, find_days
from deals.parsing.days import LONGEST_DAY, is_dotted, parse_day
from deals.parsing.text import LatePattern, fold_text
from deals.parsing.time_words import COUNT, Calendar, DateOrder
from deals.parsing.windows import parse_window

# Of these, one has a 31st in the month after, and one has none.
_ANY_DAYS = (date(2000, 1, 1), date(2000, 12, 1))
_QUOTED = LatePattern(r'"(?P<text>(?:[^"]|"")*)"(?:\s+(?P<day>.+))?', re.DOTALL)
_NUMBER = r"(?:[0-9０-９]{1,4}|[一二两三四五六七八九十廿卅]{1,3})"
_HAN_DAY = (
    rf"(?:(?:[0-9０-９]{{4}}年|明年|今年)?{_NUMBER}月{_NUMBER}[日号](?:[之以]?前)?|"
    rf"(?:[今明][天日儿]|大?后[天儿]|下{{0,2}}个?(?:周|星期|礼拜)[一二三四五六日天]|"
    r"[本这]个?(?:周|星期|礼拜)[一二三四五六日天]|(?:本|这个|下个?)?(?:月|季度?)[底末]|"
    r"[今明]?年?年[底末])(?:[之以]?前)?|"
    rf"再?过{_NUMBER}个?(?:天|周|星期|礼拜|月|季度|年)(?:[之以]?后)?|"
    rf"{_NUMBER}个?(?:天|周|星期|礼拜|月|季度|年)[之以]?[后内]|"
    r"下{1,2}个?(?:周|星期|礼拜|月)(?![一二三四五六七八九十日天初中底末上下0-9０-９])|半个?[月年][之以]?后|"
    rf"(?:本月|这个月|下个?月)?{_NUMBER}[日号](?![机炉线楼厂站井泵门仓库柜塔桥车窑院馆店]|主变|标段|地块|变电|文件)(?:[之以]?前)?)"
)
_BEFORE_DAY = r"[^\s0-9０-９一二两三四五六七八九十廿卅下本这大年月个过再上每]"
_GLUED = LatePattern(rf"(?P<text>.*?{_BEFORE_DAY})(?P<day>{_HAN_DAY})", re.DOTALL)
_LEADING_HAN = LatePattern(rf"(?P<day>{_HAN_DAY})[\s,，:：、]*(?P<text>.*)", re.DOTALL)
_WEEKDAY = r"(?:mon|tues?|weds?|wednes|thu|thurs?|fri|satur|sat|sun)(?:day)?"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
# Of what stands first in English, only words that are nothing but days; or what a colon ends.
_LEADING = LatePattern(
    r"(?P<colon>[^:：]{2,30})[:：]\s+(?P<rest>.+)|"
    rf"(?P<day>(?:by |on )?(?:today|tomorrow|tmrw?|(?:next |this )?{_WEEKDAY}|"
    rf"in {COUNT} (?:day|week|month)s?|\+[0-9]+[dwm]|eo[wmqy]|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|"
    rf"{_MONTH} [0-9]{{1,2}}(?:st|nd|rd|th)?|[0-9]{{1,2}}(?:st|nd|rd|th)? {_MONTH}|"
    r"after (?:the )?(?:christmas|xmas|easter|thanksgiving|cny|(?:(?:chinese|lunar) )?new year|"
    r"spring festival)(?=[,，]|\s+(?:call|meet|visit|see|send|ask|chase|e?-?mail|follow|book)\b)))"
    r"[,，]?\s+(?P<text>.+)",
    re.DOTALL | re.IGNORECASE,
)
_NEXT_PERIOD = LatePattern(r"next (?:week|month)|下{1,2}个?(?:周|星期|礼拜|月)")
_ABOUT_PERIOD = LatePattern(r"(?i:\b(?:for|of|about|until|from))$|[至到从的]$")
_SEPARATORS = LatePattern(r"(?<=\S)[\s,，、;；:：–—-]+$")
# What leaves the day behind it open: it stays in the text, which is said.
_APART = LatePattern(r"\b(?:after|or)$|[或/]$", re.I)
# Words that count from the day behind them: `one week after CNY`.
_COUNTING = LatePattern(r"\b(?:days?|weeks?|months?)\s*$", re.I)
_CLOCK = LatePattern(
    r"(?P<before>.+?)(?:\s+(?P<time>(?:at\s+)?(?:[0-9]{1,2}-)?"
    r"(?:[0-9]{1,2}(?::[0-9]{2})?\s?[ap]m|[0-9]{1,2}:[0-9]{2})|morning|afternoon)|"
    r"\s*(?P<han>(?:早上|上午|中午|下午|晚上)(?:[0-9一二三四五六七八九十]{1,3}点半?)?))",
    re.DOTALL | re.IGNORECASE,
)


def parse_next(text: str, today: date, dates: DateOrder | None = None) -> NextAction | None:
    """Read the next action that `text` says, its day taken from the last words or the first.

    Words in double quotes are the action whatever they look like, a quote inside being doubled.
    Nothing, or `-`, is no action; only a day is an action without words. Figures with dots are no
    day here unless the year has four (`version 2.1`; write 3-6, 03-06 or 3月6日). Refusals
    `day-order` and `festival-unnamed` as `parse_day` does, `day-several` and `day-unreadable`
    (30/2/2027).
    """
    written = text.strip()
    if written in ("", "-"):
        return None
    if quoted := _QUOTED.fullmatch(written):
        words, day = quoted["text"].replace('""', '"'), quoted["day"]
        if day is None:
            return NextAction(text=words, on=None)
        if on := _read_day(day, today, dates):
            return NextAction(text=words, on=on)
    if day_within := choose_day(find_days(written, today, dates), written):
        text = written if day_within.stays else cut_day(written, day_within)
        return NextAction(text=text, on=day_within.on)
    for words, day in _split_off_day(written):
        on = _read_day(day, today, dates) or _read_start(words, day, today)
        if on:
            return NextAction(text=_SEPARATORS.sub("", words), on=on)
    return NextAction(text=written)


def next_text(action: NextAction | None) -> str:
    """Write an action as `parse_next` reads it back on any day; empty where there is none."""
    if action is None:
        return ""
    day = f"{action.on or ''}"
    plain = f"{action.text} {day}".strip()
    try:
        if all(parse_next(plain, today) == action for today in _ANY_DAYS):
            return plain
    except UserError:
        pass
    return '"{}" {}'.format(action.text.replace('"', '""'), day).rstrip(" ")


def _read_day(text: str, today: date, dates: DateOrder | None) -> date | None:
    """Read a day; None where it is none, or a version."""
    if not text or is_dotted(text):
        return None
    try:
        return parse_day(text, today, dates)
    except UserError as refusal:
        if refusal.code in ("day-order", "festival-unnamed"):
            raise
        return None


def _read_start(words: str, text: str, today: date) -> date | None:
    """Read the first day of next week or month, unless that is what the words are about."""
    if not _NEXT_PERIOD.fullmatch(fold_text(text)) or _ABOUT_PERIOD.search(words):
        return None
    return parse_window(text, Calendar(today)).earliest


def _split_off_day(written: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part an action from its day, likeliest first; Chinese needs no blank."""
    yield from _split_off_last(written, "")
    if timed := _CLOCK.fullmatch(written):
        yield from _split_off_last(timed["before"], timed["time"] or timed["han"])
    if found := _LEADING_HAN.match(written):
        yield found["text"], found["day"]
    if found := _LEADING.fullmatch(written):
        yield found["rest"] or found["text"], found["colon"] or found["day"]


def _split_off_last(written: str, time: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to take the day from the last words; the time of day stays in the text."""
    for words in range(LONGEST_DAY, 0, -1):
        parts = written.rsplit(maxsplit=words)
        before, day = " ".join(parts[:-words]), " ".join(parts[-words:])
        counted = _COUNTING.search(before) and fold_text(day).startswith("after")
        if len(parts) >= words and not (_APART.search(before) or counted):
            yield _join_time(parts[:-words], time), day
    if glued := _GLUED.fullmatch(written):
        yield _join_time([glued["text"]], time), glued["day"]


def _join_time(words: list[str], time: str) -> str:
    """Put the time of day behind the words."""
    before = " ".join(words)
    return f"{_SEPARATORS.sub('', before)} {time}".strip() if time else before
