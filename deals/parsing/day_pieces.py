"""Where in a line days may be, whatever is made of them: dates for certain, and words of days.

Readers of whole lines use it to refuse a date that there is not (`31 Nov`), and to say which days
they left in a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deals.parsing.periods import MONTH_NAME
from deals.parsing.text import RANGE_MARK, LatePattern

_MONTH = MONTH_NAME.replace("?P<name>", "?:")
_HAN_FIGURE = "[0-9一二三四五六七八九十廿卅]{1,3}"
_NTH = "[0-9]{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\b{_MONTH} ?[0-9]{{1,2}}(?:st|nd|rd|th)?(?![0-9:%a-z])|"
    rf"(?<![0-9.])(?!00?[a-z -])[0-9]{{1,2}}(?:st|nd|rd|th)?[ -]?{_MONTH}(?![a-z])|"
    rf"(?:(?:20[0-9]{{2}}|[今明后去])年)?{_HAN_FIGURE}月{_HAN_FIGURE}[日号]|"
    r"(?<![0-9])20[0-9]{2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}(?![0-9]))"
)
_DOTTED = r"(?:0?[1-9]|1[0-2])\.(?:0?[1-9]|[12][0-9]|3[01])"
_PAIR = r"(?:[0-9]{1,2}/[0-9]{1,2}/(?:20)?[0-9]{2}|[01]?[0-9]/[0-3]?[0-9]|[01][0-9]-[0-3][0-9])"

WRITTEN_DATE = LatePattern(_DATE, re.I)
"""A pattern that takes a date with its month by name or in full: `31 Nov`, 2月30日, 2027-02-29."""

SURE_DAYS = LatePattern(
    rf"(?:(?<![0-9./-]){_NTH} ?{RANGE_MARK} ?{_NTH} (?:of )?{_MONTH}(?![a-z])|"
    rf"(?<![0-9a-z.]){_DOTTED} ?{RANGE_MARK} ?{_DOTTED}"
    r"(?![0-9a-z.%％]| ?[版万亿元米吨倍节章千百个成])|"
    rf"{_DATE}(?: ?{RANGE_MARK} ?(?:{_DATE}|{_PAIR}|[0-9]{{1,2}}[日号]?))?|"
    rf"(?<![0-9/.:-]){_PAIR}(?: ?{RANGE_MARK} ?{_PAIR})?(?![0-9/:-]))(?:[之以]?前)?|"
    r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}(?=[之以]?前)(?:[之以]?前)|"
    r"\b(?:by|due|on) (?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur|sun)(?:day)?\b|"
    r"(?<![0-9.])[0-9]{1,2}\.[0-9]{1,2}\.(?![0-9])|"
    r"\b(?:tomorrow|tmrw|next (?:week|month))\b|[明后]天|下个?(?:周|星期)[一二三四五六日天]?",
    re.I,
)
"""A pattern that takes days which nothing else can be, or a range of dates."""

_DAY_WORD = LatePattern(
    r"\b(?:(?:next |last |this )?(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|satur)(?:day)?|sunday|"
    r"yesterday|(?:last|this) (?:week|month|quarter)|next (?:quarter|year)|eo[wmqy]|"
    r"[0-9]+ (?:days?|weeks?|months?) ago|"
    r"(?:end|middle|beginning) of (?:the )?(?:week|month|quarter|year))\b|"
    r"[上本这]?个?(?:周|星期|礼拜)[一二三四五六日天]|[昨前]天|(?:本|这个|下个?|上个?|[0-9]{1,2})月[底初末]|"
    r"[今明]?年[底末]",
    re.I,
)


ON_DAY = LatePattern(
    rf"\bon (?P<day>{_DATE}|{_PAIR}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"(?:mon|tue|wed|thu|fri|sat))(?: (?:morning|afternoon|evening))?(?=\s*(?:$|[,，。;；(]))",
    re.I,
)
"""A pattern that takes `on` and a day at the end of a clause."""


def find_day_pieces(text: str) -> Iterator[tuple[int, str]]:
    """Yield what looks like days in a text, and where it stands."""
    for pattern in (SURE_DAYS, _DAY_WORD):
        for found in pattern.finditer(text):
            yield found.start(), found[0].strip()
