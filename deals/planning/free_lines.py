"""Reader of a plan row or a goal typed without semicolons: `write proposal Dec 1-5 @Tom`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from deals.errors import UserError
from deals.model import SigningPeriod
from deals.parsing.day_search import SaidDay, cut_day, find_days
from deals.parsing.days import is_dotted
from deals.parsing.text import LatePattern, fold_text
from deals.parsing.time_words import Calendar
from deals.planning.date_ranges import DateRange, parse_span

_NO_DAYS = DateRange(None, None)
_KEY = r"(?:owner|who|resp|responsible|责任人|负责人)"
_WHO = LatePattern(
    r"^[@＠](?P<first>\w+)\s+|"
    r'\s*[,，]?(?:(?<!\w)[@＠]\s*(?:"(?P<quoted>[^"]+)"|(?P<at>\w[^,，;@＠]*))|'
    rf"(?<![A-Za-z]){_KEY}\s*(?:[:：]\s*|(?<=人)\s*)(?P<key>\w[^,，;@＠:：]*?)"
    rf"(?=\s*(?:[,，@＠]|{_KEY}[:：]|$)))",
    re.IGNORECASE,
)
_LENGTH = LatePattern(
    r"起?[\s,，]*(?:for|共|为期)?\s*(?P<count>[0-9]{1,2}|an?|one|two|three|four|[一两二三四])\s?"
    r"(?P<unit>days?|weeks?|天|周)(?![\w])",
    re.IGNORECASE,
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4} | dict(
    zip("一两二三四", (1, 2, 2, 3, 4), strict=True)
)
_MAY_END = LatePattern(r"[0-9]")
_NO_SPAN = LatePattern(r"(?:19|20)?[0-9]{1,3}|20[0-9]{2}|[+-]?[0-9]{1,3} ?[a-z]{0,2}")
_SPAN_MARK = LatePattern(r"(?:(?:-|–|—|~|to|至|到|until)\s*)+")
_FIGURES = LatePattern(
    r"(?<![\w./-])[0-9]{1,2}(?P<mark>[-/.])[0-9]{1,2} ?(?:-|~|～|—|–|\.\.|至|到) ?"
    r"[0-9]{1,2}(?P=mark)[0-9]{1,2}(?![\w./-])"
)
_LONGEST = 3


class FreeLine(NamedTuple):
    """What such a line says."""

    content: str
    days: DateRange
    who: str


def read_free_line(text: str, calendar: Calendar, signing: SigningPeriod | None) -> FreeLine:
    """Read a line whose days and responsible stand among its words.

    Refusals of `find_days` and `parse_span`, `day-several`, and `responsible-several` for two who
    are.
    """
    all_days = find_days(text, calendar.today, calendar.dates)
    content, days = text.strip(), _NO_DAYS
    if all_days:
        place, days = _join_days(text, all_days, calendar, signing)
        content = cut_day(text, place)
    else:
        for rest, piece in _split_edges(content):
            if found := _read_or_none(piece, calendar, signing):
                content, days = rest, found
                break
    return _split_off_who(content, days)


def _join_days(
    text: str,
    found: list[SaidDay],
    calendar: Calendar,
    signing: SigningPeriod | None,
) -> tuple[SaidDay, DateRange]:
    """Read all days that a line says as one range, with the length behind it."""
    first, last = found[0], found[-1]
    place = first._replace(end=last.end)
    words = text[place.start : place.end]
    if length := _LENGTH.match(text, place.end):
        count = length["count"].casefold()
        weeks = length["unit"].casefold()[0] in "w周"
        number = _COUNTS.get(count) or int(count)
        words = f"{words} {number}{'w' if weeks else 'd'}"
        place = place._replace(end=length.end())
    span = _read_or_none(words, calendar, signing)
    if span:
        return place, span
    if len(found) == 1:
        return first, DateRange(first.on, first.on)
    if len(found) == 2 and _SPAN_MARK.fullmatch(fold_text(text[first.end : last.start])):
        return place, DateRange(*sorted((first.on, last.on)))
    raise UserError("day-several", first=first.words, second=last.words)


def _split_edges(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to part short figures and periods from a line's end, or its start."""
    who = _WHO.search(text)
    head, tail = (text[: who.start()], text[who.start() :]) if who else (text, "")
    for found in _FIGURES.finditer(head):
        yield f"{head[: found.start()].rstrip()} {head[found.end() :].lstrip()}{tail}", found[0]
    words = head.split()
    for size in range(min(_LONGEST, len(words) - 1), 0, -1):
        for piece, rest in ((words[-size:], words[:-size]), (words[:size], words[size:])):
            joined = " ".join(piece).strip(",，:：()（）")
            if _MAY_END.search(joined) and not _NO_SPAN.fullmatch(fold_text(joined)):
                yield " ".join(rest).rstrip(",，:：") + tail, joined


def _read_or_none(
    words: str, calendar: Calendar, signing: SigningPeriod | None
) -> DateRange | None:
    if is_dotted(words):
        return None
    try:
        plain = words.replace("～", "~").replace("—", "-")
        return parse_span(plain, calendar.today, signing, *calendar[1:])
    except UserError as refusal:
        if refusal.code in ("span-backwards", "day-order"):
            raise
        return None


def _split_off_who(content: str, days: DateRange) -> FreeLine:
    """Part who is responsible from the words."""
    found = list(_WHO.finditer(content))
    if not found:
        return FreeLine(content, days, "")
    names = [next(filter(None, each.groups())).strip() for each in found]
    if len(names) > 1:
        raise UserError("responsible-several", first=names[0], second=names[1])
    place = found[0]
    rest = f"{content[: place.start()]} {content[place.end() :]}".strip(" ,，")
    return FreeLine(rest, days, names[0]) if rest else FreeLine(content, days, "")
