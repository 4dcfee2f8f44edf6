"""Plan lines as people type them without `;`: what, days and who in any usual order.

    write proposal Dec 1 - Dec 5 @Tom      编制标书 12月10日至20日 责任人：小张
    Fri: pricing review who: Ann           年底前完成验收

Who stands behind `@` or a key and runs on to the next key or day. The days are the last words, or
the first where these are nothing but days. Behind the last ones may stand a person that is known,
or a Chinese word by itself that is written as a name is (`12-20 王总`); any other word there is one
of the task's. Nothing is taken out of the middle: what reads as days
there stays, and `find_unread_days` finds it. A year or a period alone at the beginning belongs to
what is done (`Q1 roadmap`), and so do short figures with dots, as versions are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from datetime import date
from typing import NamedTuple

from deals.errors import UserError
from deals.parsing.contact_words import NICKNAME, SURNAME, SURNAMED
from deals.parsing.day_search import SURE_DAYS, WRITTEN_DATE
from deals.parsing.periods import MONTH_NAME
from deals.parsing.text import LatePattern, fold_text
from deals.parsing.time_words import COUNT
from deals.parsing.windows import may_be_window

ReadDays = Callable[[str], object]

_LATIN_KEY = r"(?:who|by whom|owner|resp(?:onsible)?|assignee|assigned to|lead|pic)\s*[:：=]"
_HAN_KEY = r"(?:责任人|负责人|执行人|承办人|经办人|负责|执行)"
_NOUN_KEY = r"(?:责任人|负责人|执行人|承办人|经办人)"
_NAME = rf"(?:{NICKNAME}|{SURNAME}[\u4e00-\u9fff]{{1,2}})"
# Begin as a surname does, and name nobody: what a day is more likely to be followed by.
_NO_NAME = (
    r"高层|中层|金额|安装|全[国部体员年天程]|明[天年早晚细确]|简[报介历]|时间|单[位价独]|常[规务]|"
    r"周[一二三四五六日天期末内报会边]|马上|路[演线测]|查[看验]|温度|余[款额下]|万[元台]|陪[同审]|付款|"
    r"连[接续]|甘特|文[件档本]|武器|钱款|章程|齐[全备]|成[功立交果]|关[闭键系]|纪[要律念]|游[说览]|"
    r"向[上下前]|车[辆队]|曲线|季[度末]|席位|左右|于是|尚[未需]|包[装括含]|符合|卓越|司机|农[业村]|卫生|费用"
)
_KEY = rf"(?:[@＠](?!\s*[0-9])|{_LATIN_KEY}|{_HAN_KEY}\s*[:：])"
_WHO = LatePattern(
    rf"(?:(?<=^)|(?<=[\s,，、;(（)）日号]))(?:{_KEY}\s*|{_NOUN_KEY}\s*(?={_NAME}\s*$))"
    r'(?:"(?P<quoted>[^"]+)"|(?P<run>[^,，;；:：@＠()（）"]+))',
    re.I,
)
# A name that we do not know, as the last word: 王总, 孙六, 老李. A Latin one may be a place.
_STRANGER = LatePattern(
    rf"[\s,，、]\s*(?P<name>{NICKNAME}|(?!{_NO_NAME})(?={SURNAMED}$){SURNAME}[\u4e00-\u9fff]{{1,2}})$"
)
_LATIN_NAME = LatePattern(r"[A-Z][\w'-]*(?: [A-Z][\w'.-]*){0,3}")
_HAN_WHO = LatePattern(
    r"由(?P<by>[\u4e00-\u9fff]{2,4}?)负责|"
    r"(?:(?<=[\s,，])|^)(?P<name>[\u4e00-\u9fff]{2,3})负责(?=\s*$|[\s,，])"
)
_DOTTED_END = LatePattern(
    r"(?:^|\s)(?P<month>1[0-2]|0?[1-9])\.(?P<day>3[01]|[12][0-9]|0?[1-9])\s*$"
)
# Figures with a dot at the end, alone or before a name, which may be days: 送方案 12.5 沈一鸣.
_LIKE_DOTTED = LatePattern(
    r"(?<=\s)(?<!\bto )(?<!\bv )(?<!版 )(?<!本 )(?<!到 )(?<!为 )"
    r"(?:1[0-2]|0?[1-9])\.(?:3[01]|[12][0-9]|0?[1-9])"
    r"(?=\s*$|\s+(?:[\u4e00-\u9fff]{2,3}|[A-Z][a-z]+)$)"
)
# What figures with a dot belong to where they are an amount or a version: 收款 12.5, 升级到 12.5.
_FIGURES_FOLLOW = LatePattern(
    r".*(?:[^\u4e00-\u9fff]|[到至为成于是用从比约版本涨降升减增]|(?:款|价|额|元|费|金|付|收|预算|评分))\s*$",
    re.DOTALL,
)
_LIKE_DAYS = LatePattern(
    r"(?<![0-9a-z./:-])[0-9]{1,2}[-/][0-9]{1,2}"
    r"(?: ?(?:\.\.+|[-~–—至到]|to) ?[0-9]{1,2}(?:[-/][0-9]{1,2})?)?(?![0-9/:-])",
    re.I,
)
_EMPTY_BRACKETS = LatePattern(r"\s*[(（]\s*[)）]")
_NEXT_KEY = LatePattern(rf"\s(?:{_LATIN_KEY}|{_HAN_KEY})", re.I)
_EDGES = " \t,，、;；:：-–—"
_FROM_WORDS = "from|start(?:s|ing)?|since|beginning|自|从"
_UNTIL_WORDS = "until|till|up to|end(?:s|ing)|截至|截止"
_FROM, _UNTIL = f"(?:{_FROM_WORDS})", f"(?:{_UNTIL_WORDS})"
_UNIT = r"(?:days?|weeks?|[dw天日周]|个?星期)"
_FORMS = tuple(
    (LatePattern(pattern, re.I), form)
    for pattern, form in (
        (rf"{_FROM} (?P<a>.+?),? (?:to|{_UNTIL}) (?P<b>.+)", "{a}..{b}"),
        (r"between (?P<a>.+) and (?P<b>.+)", "{a}..{b}"),
        (r"(?P<a>.+?)(?:开始|起)[,， ]*(?:到|至)?(?P<b>.+?)(?:结束|止|完成)", "{a}..{b}"),
        (rf"(?P<a>.+?), ?(?P<b>[0-9]{{1,3}} ?{_UNIT})", "{a} {b}"),
        (r"(?P<a>.+?)(?:开始|起)?,? ?(?:for|共|为期|历时|起) ?(?P<b>.+)", "{a} {b}"),
        (r"(?:the )?(?:week|wk) of (?P<a>.+)", "{a} 7d"),
        (r"(?P<a>[0-9]{1,2})\.(?P<b>[0-9]{1,2})\.", "{b}月{a}日"),
        (
            r"(?P<a>[0-9]{1,2})\.(?:(?P<c>[0-9]{1,2})\.)? ?[-–] ?"
            r"(?P<b>[0-9]{1,2})\.(?P<d>[0-9]{1,2})\.(?P<e>20[0-9]{2})",
            "{e}-{c}-{a}..{e}-{d}-{b}",
        ),
        (r"(?:no|not) later than (?P<a>.+)", "{a}"),
        (rf"(?P<b>{COUNT} ?{_UNIT}),? (?:from|as of|starting) (?P<a>.+)", "{a} {b}"),
        (rf"{_FROM} ?(?P<a>.+)|(?P<c>.+?)(?:开始|起)", "{a}{c}.."),
        (rf"{_UNTIL} ?(?P<a>.+)", "..{a}"),
        (
            rf"{MONTH_NAME} ?(?P<a>[0-9]{{1,2}}) ?[-–~] ?(?P<b>[0-9]{{1,2}}),? (?P<c>20[0-9]{{2}})",
            "{a} {name} {c}..{b} {name} {c}",
        ),
        (r"(?P<a>.+[0-9]),? (?P<b>20[0-9]{2})", "{a} {b}"),
        (r"(?:due|deadline|截止)(?: on| by)?:? ?(?P<a>.+)", "{a}"),
    )
)
# Where a reader of days would take less than is said.
_REWRITTEN_FIRST = LatePattern(
    rf"{_UNTIL}\b|(?:the )?(?:week|wk) of\b|{COUNT} ?{_UNIT},? (?:from|as of|starting)\b|"
    rf"[0-9]{{1,2}}\.(?:[0-9]{{1,2}}\.)? ?[-–]",
    re.I,
)
_JOINTS = LatePattern(
    rf"\b(?:due|deadline|between|and|for|as|{_FROM_WORDS}|{_UNTIL_WORDS})\b|"
    r"开始|结束|完成|共|为期|历时|截|起|止|(?<=[今明])[早晚]",
    re.I,
)
_GERMAN_DAY = LatePattern(r"[0-9]{1,2}\.[0-9]{1,2}\.")
_COUNTED = LatePattern(
    r"(?:[dt]|签约日?|[截投开]标日?) ?[+\-前后] ?[0-9]{1,4} ?[dw天日周]?(?: [0-9]+ ?[dw天日周])?",
    re.I,
)
# What reads as a day and is none in such a line: a year, a number, a version.
_NO_DAYS = LatePattern(
    r"[-.…~]*|[dt]|now|第.*|(?:19|20)[0-9]{2}|v?[0-9]{1,3}(?:\.[0-9]{1,3}){0,2}|[0-9]{1,7}", re.I
)
_LEADING_WORD = LatePattern(
    r"(?:mon|tues?|weds?|wednes|thu|thurs?|fri|satur)(?:day)?|today|tomorrow|tmrw?|eo[wmqy]|"
    r"\+[0-9]+[dwm]|[dt][+-][0-9]+|[0-9]{2}[-/][0-9]{2}|20[0-9]{2}-[0-9]{2}-[0-9]{2}",
    re.I,
)
_LEADING_WORDS = LatePattern(r"(?:in|by|on|next|this|end|mid|early|late|from|until|due)\b", re.I)
_COLON = LatePattern(r"(?P<days>[^:：]{2,30})[:：]\s*(?P<rest>\S.*)", re.DOTALL)
_HAN_LEAD = LatePattern(
    r".*(?:[前后内底末初旬日号]|[周期拜][一二三四五六日天]|[周期拜])|[今明后]天|[今明][早晚]"
)
_LATIN_WEEKDAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6}"
_DATED_WEEKDAY = LatePattern(
    rf"(?P<before>{_LATIN_WEEKDAY})\.?,? (?P<a>.+)|"
    rf"(?P<b>.+?),? ?[(（]?(?:周|星期)(?P<han>[一二三四五六日天])[)）]?|"
    rf"(?P<c>.+?),? [(]?(?P<behind>{_LATIN_WEEKDAY})[)]?",
    re.I,
)
_CLOCK = LatePattern(
    r"(?P<before>.+?)\s+(?P<time>(?:at\s+)?(?:[0-9]{1,2}(?::[0-9]{2})?\s?[ap]m|[0-9]{1,2}:[0-9]{2}"
    r"(?: ?[-–~至到] ?[0-9]{1,2}:[0-9]{2})?)|"
    r"(?:morning|afternoon|am|pm)|(?:早上|上午|中午|下午|晚上)(?:[0-9一二三四五六七八九十]{1,3}点半?)?)",
    re.I | re.DOTALL,
)
_IN_BRACKETS = LatePattern(r"\s*[(（\[][^()（）\[\]]{1,24}[)）\]]$")
_HAN = re.compile("[\u4e00-\u9fff]")
_OR = LatePattern(r"(?:\s(?:or|and|then|&)|\s*[或和及/])$", re.I)
_TIME = LatePattern(
    r"[0-9０-９一二两三四五六七八九十年月日号周天拜期季底末旬后]|\b[a-z]{3}|\b[dt][+-]", re.I
)
# Names of people too, where they stand alone behind such a word.
_NAME_TOO = LatePattern(r"may|april|june|march|august|jan|sun", re.I)
_BEFORE_NAME = LatePattern(
    r"\b(?:with|to|for|and|mr|ms|mrs|dr|call|ring|phone|email|ask|ping|tell|meet|visit|from)\b\.?\s*$",
    re.I,
)
_LONGEST = 40
_UNCOUNTED = ("span-no-signing", "span-no-tender")
_DECIDED = ("span-backwards", "day-order", "window-unsure")


class RowWords(NamedTuple):
    """What a line says is done, its days as their reader takes them, and who does it."""

    content: str
    days: str
    who: str


def split_row_line(
    text: str, read: ReadDays, known: Collection[str] = (), others: Collection[str] = ()
) -> RowWords:
    """Part such a line; `read` reads days, `known` are ours, `others` who else may stand behind.

    Raises what `read` says of days that may be two or run backwards, `span-unreadable` for a date
    that there is not, `row-days-twice` and `row-who-twice` (first, second).
    """
    rest, who = _take_who(text.strip(), read)
    if not who and (found := _split_named(rest, read, known, others)):
        return found
    if not who and (found := _split_dotted(rest, read)):
        return found
    behind = None if _split_last(rest, read) else _IN_BRACKETS.search(rest)
    content, days = _take_days(rest[: behind.start()] if behind else rest, read)
    if behind and days:
        content = f"{content}{behind[0]}"
    elif behind:
        content, days = _take_days(rest, read)
    if not who and days:
        content, who = _take_known(content, known)
    return RowWords(content.strip(_EDGES) if days or who else content, days, who)


def _take_known(content: str, known: Collection[str]) -> tuple[str, str]:
    """Take a known name out of a content that ends with it, or begins with it and a colon."""
    for name in filter(None, known):
        plain = re.escape(name)
        found = re.search(rf"[\s,，、(（\[-]\s*{plain}\s*[)）\]]?$|^{plain}\s*[:：]\s*", content)
        left = content[: found.start()] + content[found.end() :] if found else ""
        if left.strip(_EDGES):
            return left.strip(_EDGES), name
    return content, ""


def _split_named(
    text: str, read: ReadDays, known: Collection[str], others: Collection[str]
) -> RowWords | None:
    """Part a line whose last words are days and behind them one person, or whose first is one."""
    for name in filter(None, known):
        found = re.match(rf"{re.escape(name)}\s*[:：]\s*", text, re.I)
        content, days = _take_days(text[found.end() :], read) if found else ("", "")
        if content and days:
            return RowWords(content.strip(_EDGES), days, name)
    for before, name in (*_end_names(text, (*known, *others)), *_end_stranger(text, read)):
        last = _take_dotted(before, read) or _split_last(before.rstrip(_EDGES), read)
        if last and last[0]:
            _refuse_second(last[0], last[1], read)
            return RowWords(last[0].strip(_EDGES), last[1], name)
    return None


def _end_stranger(text: str, read: ReadDays) -> Iterator[tuple[str, str]]:
    """Yield what stands before a last word that is written as a name is, and the word."""
    found = _STRANGER.search(text)
    if found and not (_NAME_TOO.fullmatch(found["name"]) or _split_last(text, read)):
        yield text[: found.start()], found["name"]


def _end_names(text: str, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Yield what stands before a person at the end that we know, and the person."""
    end = text.rstrip(" )）]").casefold()
    for name in sorted(filter(None, known), key=len, reverse=True):
        if not end.endswith(name.casefold()):
            continue
        if found := re.search(rf"[\s,，、(（\[-]\s*{re.escape(name)}\s*[)）\]]?$", text, re.I):
            yield text[: found.start()], name


def is_name(word: str) -> bool:
    """Return whether a word is written as the name of a person is."""
    return bool(_STRANGER.fullmatch(f" {word}") or _LATIN_NAME.fullmatch(word))


def _split_dotted(text: str, read: ReadDays) -> RowWords | None:
    """Part a Chinese line that ends with figures such as 12.5, which are its day."""
    last = _take_dotted(text, read)
    if last is None:
        return None
    _refuse_second(last[0], last[1], read)
    return RowWords(last[0].strip(_EDGES), last[1], "")


def _take_dotted(text: str, read: ReadDays) -> tuple[str, str] | None:
    """Take figures such as 12.5 off the end of a Chinese text, as the day that they are."""
    found = _DOTTED_END.search(text)
    if found is None or read(form := f"{found['month']}月{found['day']}日") is None:
        return None
    before = text[: found.start()].rstrip(_EDGES)
    return (before, form) if before and not _FIGURES_FOLLOW.fullmatch(before) else None


def find_unread_days(content: str) -> str:
    """Find what reads as days within a task's words, which only days at the end or the beginning
    are; empty where nothing does.
    """
    found = [
        written
        for pattern in (_LIKE_DAYS, SURE_DAYS, _LIKE_DOTTED)
        for written in pattern.finditer(content)
        if _fills_no_word(content, written) and written[0].strip() != "24/7"
    ]
    return found[0][0].strip() if found else ""


def _take_who(text: str, read: ReadDays) -> tuple[str, str]:
    """Take who does it out of a line; return what is left, and the name or names."""
    found = _WHO.search(text)
    if found is None:
        return _take_han_who(text)
    name, end = (found["quoted"], found.end()) if found["quoted"] else _end_run(found, read)
    left = f"{text[: found.start()].rstrip(' ,，、')} {text[end:].lstrip(' ,，、')}"
    left = _EMPTY_BRACKETS.sub("", left).strip(" ,，、")
    if not name.strip() or not left:
        return text, ""
    if (other := _WHO.search(left)) is not None:
        second = other["quoted"] or _end_run(other, read)[0]
        raise UserError("row-who-twice", first=name.strip(), second=second.strip())
    return left, name.strip()


def _take_han_who(text: str) -> tuple[str, str]:
    """Take `由小王负责`, or `小王负责` by itself, out of a line."""
    found = _HAN_WHO.search(text)
    left = f"{text[: found.start()]} {text[found.end() :]}".strip(" ,，、") if found else ""
    if found is None or not left:
        return text, ""
    return left, found["by"] or found["name"]


def _end_run(found: re.Match[str], read: ReadDays) -> tuple[str, int]:
    """Return the name that runs on to the next key or day, and where it ends.

    Of a line that begins with it, the name is one word.
    """
    start, run = found.start("run"), found["run"]
    if key := _NEXT_KEY.search(run):
        run = run[: key.start()]
    words = list(re.finditer(r"\S+", run))
    size = 1 if not found.string[: found.start()].strip() else len(words)
    for at in range(1, size):
        rest = [run[words[at].start() : word.end()] for word in words[at : at + 6]]
        if any(_read_days(piece, read) for piece in rest):
            size = at
            break
    if not words:
        return "", found.end()
    return run[: words[size - 1].end()], start + words[size - 1].end()


def _take_days(text: str, read: ReadDays) -> tuple[str, str]:
    """Take the days out of a line: the last words, or the first."""
    for written in WRITTEN_DATE.finditer(text):
        if _read_days(written[0], read) is None:
            raise UserError("span-unreadable", text=written[0])
    if last := _split_last(text, read):
        _refuse_second(last[0], last[1], read)
        return last
    if (timed := _CLOCK.fullmatch(text)) and (last := _split_last(timed["before"], read)):
        return f"{last[0].rstrip(_EDGES)} {timed['time']}", last[1]
    first = _split_first(text, read)
    if first and (other := SURE_DAYS.search(first[0])) and _read_days(other[0], read):
        raise UserError("row-days-twice", first=first[1], second=other[0])
    return first or _refuse_sure(text, read)


def _refuse_second(before: str, days: str, read: ReadDays) -> None:
    """Refuse days before the last ones: `fri or mon`, or a date right before a date."""
    head = _OR.sub("", before)
    again = _split_last(head, read)
    if again and (head != before or SURE_DAYS.search(again[1])):
        raise UserError("row-days-twice", first=again[1], second=days)


def _split_last(text: str, read: ReadDays) -> tuple[str, str] | None:
    last = max((found.start() for found in _TIME.finditer(text)), default=0)
    for at in range(max(1, len(text) - _LONGEST), last + 1):
        if _may_begin(text, at) and (days := _read_days(text[at:], read)):
            named = _NAME_TOO.fullmatch(text[at:]) and _BEFORE_NAME.search(text[:at])
            return None if named else (text[:at].rstrip(_EDGES), days)
    return None


def _may_begin(text: str, at: int) -> bool:
    """Whether days may begin here: behind a blank, in brackets, or glued to Chinese words."""
    before, char = text[at - 1], text[at]
    if char.isspace() or not text[:at].strip():
        return False
    if before.isspace() or before in ",，、:：" or char in "(（":
        return True
    glued = _HAN.match(before) and before not in "第每过再约近" and not char.isascii()
    return bool(glued or (_HAN.match(before) and before not in "第每" and char.isdigit()))


def _split_first(text: str, read: ReadDays) -> tuple[str, str] | None:
    """Part a line whose first words are days: before a colon, or nothing but days."""
    colon = _COLON.fullmatch(text)
    if colon and (days := _read_days(colon["days"], read)):
        return colon["rest"], days
    for end in _leading_ends(text):
        piece = text[:end]
        if (days := _read_days(piece, read)) and _may_lead(piece, text[end:]):
            return text[end:].strip(_EDGES), days
    return None


def _leading_ends(text: str) -> Iterator[int]:
    if _HAN.search(text[:_LONGEST]):
        yield from range(min(len(text) - 1, 24), 1, -1)
        return
    yield from reversed([found.start() for found in re.finditer(r"\s+", text)][:5])


def _may_lead(piece: str, rest: str) -> bool:
    plain = fold_text(piece)
    if re.match(r"\s+of\b|%", rest):
        return False
    if rest[:1].isspace() and (_LEADING_WORD.fullmatch(plain) or SURE_DAYS.search(plain)):
        return True
    if _HAN.search(piece):
        if re.fullmatch(r"[0-9一二三四五六七八九十]{1,3}[号日]", plain):
            return rest[:1].isspace()
        return _HAN_LEAD.fullmatch(plain) is not None
    if re.fullmatch(r"[0-9]{1,2}[-/][0-9]{1,2}", plain):
        return _HAN.match(rest.lstrip()) is not None
    return rest[:1].isspace() and " " in plain and _LEADING_WORDS.match(plain) is not None


def _refuse_sure(text: str, read: ReadDays) -> tuple[str, str]:
    """Refuse a date that there is not, and two dates; one within the words is left there."""
    dates = [found for found in SURE_DAYS.finditer(text) if _fills_no_word(text, found)]
    if dates and _read_days(dates[0][0], read) is None:
        raise UserError("span-unreadable", text=dates[0][0].strip())
    if len(dates) > 1:
        first, second = (found[0].strip() for found in dates[:2])
        raise UserError("row-days-twice", first=first, second=second)
    return text, ""


def _fills_no_word(text: str, found: re.Match[str]) -> bool:
    """Whether a date is one by itself, and neither a part nor a ratio (`24/7`, `3/4 of it`)."""
    return not re.match(r"\s*(?:of\b|%)", text[found.end() :])


def _read_weekday(piece: str, read: ReadDays) -> str | None:
    """Return the date of a piece that says its weekday too; refused where that is another one."""
    found = _DATED_WEEKDAY.fullmatch(piece)
    text = (found["a"] or found["b"] or found["c"]).strip() if found else ""
    if found is None or not SURE_DAYS.fullmatch(text):
        return None
    weekday = found["before"] or found["behind"] or found["han"]
    days = _read_days(text, read)
    value = read(days) if days else None
    day = getattr(value, "start", value)
    if not isinstance(day, date):
        return None
    names = "一二三四五六日" if found["han"] else ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    if weekday[:3].lower().replace("天", "日") != names[day.weekday()]:
        raise UserError("row-days-twice", first=weekday, second=text)
    return days


def _read_days(piece: str, read: ReadDays) -> str | None:
    """Return the days that a piece says in the form `read` takes, None where it says none."""
    piece = piece.strip().strip("()（）").strip(" ,，、;；:：")
    piece = piece if _GERMAN_DAY.fullmatch(piece) else piece.rstrip(".")
    plain = fold_text(piece)
    if _NO_DAYS.fullmatch(plain):
        return None
    if dated := _read_weekday(piece, read):
        return dated
    bare = _JOINTS.compiled.sub(" ", plain)
    if not (_COUNTED.fullmatch(plain) or (may_be_window(bare) and bare.strip())):
        return None
    forms = [piece, *_rewrite(piece)]
    for form in dict.fromkeys(reversed(forms) if _REWRITTEN_FIRST.match(piece) else forms):
        try:
            if read(form) is not None:
                return form
        except UserError as refusal:
            if refusal.code in _DECIDED or (
                refusal.code in _UNCOUNTED and _COUNTED.fullmatch(plain)
            ):
                raise
    return None


def _rewrite(piece: str) -> Iterator[str]:
    """Yield the forms of a piece in the words that `read` knows."""
    for pattern, form in _FORMS:
        if found := pattern.fullmatch(piece):
            parts = {name: part or "" for name, part in found.groupdict().items()}
            if "{e}" in form:
                parts["c"] = parts["c"] or parts["d"]
            yield form.format(**{"c": "", **parts})
