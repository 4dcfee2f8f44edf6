"""The words of a touch typed in a line: kinds of touch, names, days behind and money, in place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import NamedTuple

from deals.currencies import currency_code
from deals.model import Contact
from deals.past_days import parse_past
from deals.person_fields import find_person
from deals.refusal import Refusal

SPENT = frozenset({"gift", "dinner", "hospitality"})
"""The kinds of touch that cost money for the customer's people."""

KIND_WORDS: Mapping[str, str] = {
    word: kind
    for kind, words in {
        "meeting": "meeting 会议 会面 见面 开会 面谈",
        "visit": "visit 拜访 走访 上门",
        "call": "call phone 电话 通话 致电",
        "message": "message email mail sms wechat 消息 微信 短信 邮件",
        "dinner": "dinner lunch meal 饭局 宴请 吃饭 聚餐",
        "gift": "gift 礼品 礼物 送礼",
        "hospitality": "hospitality 招待 接待",
        "exchange": "exchange demo 技术交流 交流 演示",
        "survey": "survey 调研 考察",
        "event": "event fair 活动 展会",
    }.items()
    for word in words.split()
}
"""Every word that names a kind of touch."""

_KIND = re.compile("|".join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True)), re.I)
# What may stand behind a word in latin letters: `call-back` and `Wu's` are other words.
_ENDED = re.compile(r"(?![A-Za-z0-9_'’]|-(?!>))")
_WORD = re.compile(r"\w")
_HAN_DAY = re.compile(
    r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]|大?前天|[昨今明][天日]|后天|"
    r"[上本这]?(?:周|星期|礼拜)[一二三四五六日天]|[0-9]{1,4}天[之以]?前"
)
_PLAIN_WORD = r'[^\s:：,，、;；@＠"]+'
_SIGN = r"[¥￥$€£]|US\$|HK\$|RMB|[A-Z]{3}"
_NAME = r"元|圆|美元|美金|欧元|英镑|港币|港元|日元|人民币|RMB|[A-Z]{3}(?![A-Za-z])"
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,2})?(?![0-9.])"
_MONEY = re.compile(
    rf"(?<![A-Za-z0-9.,$])(?:(?P<sign>{_SIGN}) ?(?P<signed>{_NUMBER})(?![A-Za-z0-9%万千百亿])|"
    rf"(?P<named>{_NUMBER}) ?(?P<name>{_NAME}))"
)
_BARE = re.compile(
    r"(?<![\w.,:/-])(?P<bare>[0-9]{2,9})$|(?<=[\u4e00-\u9fff])(?P<glued>[0-9]{2,9})$"
)
_PART = re.compile(r"(?<!\S)[A-Z][A-Za-z'’-]{2,}(?!\S)")
_AT = re.compile(r'[@＠](?:"(?P<quoted>(?:[^"]|"")+)"|(?P<word>\w[\w.]*))')


class Money(NamedTuple):
    """An amount in whole units of a currency, rounded up, and where in the text it stands."""

    worth: int
    currency: str
    start: int
    end: int


def kind_at(text: str, at: int) -> tuple[str, int, bool] | None:
    """The kind named at a place, where its word ends, and whether the word ends there for sure.

    In Chinese another word may go on without a blank.
    """
    found = _KIND.match(text, at)
    if found is None:
        return None
    word, end = found[0], found.end()
    if word.isascii():
        return (KIND_WORDS[word.lower()], end, True) if _ENDED.match(text, end) else None
    return KIND_WORDS[word], end, not _WORD.match(text, end)


def day_at(text: str, at: int, today: date) -> tuple[date, int] | None:
    """The day said at a place, in three words at most, and where it ends; Refusal `day-future`."""
    for count in (3, 2, 1):
        found = re.compile(rf"{_PLAIN_WORD}(?:\s+{_PLAIN_WORD}){{{count - 1}}}").match(text, at)
        if found and (day := _read_day(found[0], today)):
            return day, found.end()
    found = _HAN_DAY.match(text, at)
    day = _read_day(found[0], today) if found else None
    return (day, found.end()) if found and day else None


def _read_day(text: str, today: date) -> date | None:
    try:
        return parse_past(text, today)
    except Refusal as refusal:
        if refusal.code == "day-future":
            raise
        return None


def name_at(text: str, at: int, people: Sequence[Contact]) -> tuple[Contact, int] | None:
    """Whose name stands at a place as it is written, the longest one, and where it ends."""
    for name, one in sorted(_names(people), key=lambda pair: -len(pair[0])):
        if text.startswith(name, at) and _ends(text, at, name):
            return one, at + len(name)
    return None


def _names(people: Sequence[Contact]) -> list[tuple[str, Contact]]:
    """Names in full, and the parts of names in letters that mean one person alone."""
    whole = [(one.name, one) for one in people if one.name]
    parts = [(part, one) for name, one in whole for part in _PART.findall(name) if part != name]
    times = Counter(part for part, _one in parts)
    return [*whole, *(pair for pair in parts if times[pair[0]] == 1)]


def marked_at(text: str, at: int, people: Sequence[Contact]) -> tuple[Contact, int] | None:
    """Whom `@name` or `@"name"` at a place means, in any case or by a part of the name.

    Refusals `person-unknown` and `person-unclear`.
    """
    found = _AT.match(text, at)
    if found is None:
        return None
    if found["quoted"]:
        wanted = found["quoted"].replace('""', '"')
        same = [one for one in people if one.name == wanted]
        return (same[0] if same else find_person(wanted, people)), found.end()
    start = at + 1
    known = name_at(text, start, people)
    if known is None:
        lower = [one.model_copy(update={"name": one.name.lower()}) for one in people]
        known = name_at(text.lower(), start, lower) if len(text.lower()) == len(text) else None
    if known is not None:
        return next(one for one in people if one.id == known[0].id), known[1]
    return find_person(found["word"], people), found.end()


def mark(name: str) -> str:
    """A name as `@name` reads it back, whatever is in it."""
    if re.fullmatch(r"\w+", name):
        return f"@{name}"
    return '@"{}"'.format(name.replace('"', '""'))


def money_at(text: str, at: int) -> Money | None:
    """The money with its currency that stands at a place."""
    found = _MONEY.match(text, at)
    return _money(found) if found else None


def monies(text: str) -> Iterator[Money]:
    """All money with its currency in a text."""
    for found in _MONEY.finditer(text):
        if one := _money(found):
            yield one


def bare_at_end(text: str, currency: str) -> Money | None:
    """The number of two figures or more that a text ends in."""
    found = _BARE.search(text)
    if found is None:
        return None
    return Money(int(found["bare"] or found["glued"]), currency, found.start(), found.end())


def _money(found: re.Match[str]) -> Money | None:
    code = currency_code(found["sign"] or found["name"])
    if code is None:
        return None
    figure = Decimal((found["signed"] or found["named"]).replace(",", ""))
    whole = int(figure.to_integral_value(ROUND_CEILING))
    return Money(whole, code, found.start(), found.end())


def _ends(text: str, at: int, name: str) -> bool:
    """Whether a name ends here: a Chinese one of two characters may run on into the text."""
    end = at + len(name)
    if "\u4e00" <= name[-1] <= "\u9fff":
        return len(name) > 1 or not _WORD.match(text, end)
    return bool(_ENDED.match(text, end)) or not _WORD.match(name[-1])
