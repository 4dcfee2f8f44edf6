"""A touch typed in one line, read and printed (method, section 3).

    3-6 visit 吴处长: demo agreed -> send the offer fri
    饭局 何总 吴处长 聊了预算 480
    call 何总 will send the budget +3d

First come, in any order and each where it is wanted, the day (today goes without saying), the kind
and the people met, by their names as they are written or as `@name`; then the note, in double
quotes if it would read otherwise; behind `->` what follows with them, and when. A day like `+3d`
at the end makes the note itself what follows. What was spent stands with its currency, or as a bare
number at the end where the kind is one that costs: gift, dinner, hospitality.

Gifts and hospitality may be said in any words (`deals/parsing/spending.py`): `请何总吃饭 480元`,
`took Ann to lunch $45`; who is named anywhere in such a line was met.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_CEILING, Decimal
from functools import cached_property
from typing import NamedTuple

from deals.errors import UserError
from deals.model import Contact, NextAction
from deals.parsing.amounts import CODES, HOME, currency_code, parse_amount
from deals.parsing.contact_line import find_contact_named
from deals.parsing.days import parse_day, parse_past
from deals.parsing.next_actions import next_text, parse_next
from deals.parsing.spending import SPENT, find_spending, is_giving, opening_end, same_clause
from deals.parsing.text import LatePattern, by_word, read_or_none
from deals.parsing.time_words import DateOrder

KIND_WORDS = by_word(
    {
        "meeting": "meeting 会议 会面 见面 开会 面谈",
        "visit": "visit 拜访 走访 上门",
        "call": "call phone 电话 通话 致电",
        "message": "message email mail sms wechat 消息 微信 短信 邮件",
        "dinner": "dinner lunch meal breakfast brunch supper 饭局 宴请 吃饭 聚餐 用餐 午餐 晚餐 "
        "早餐 午饭 晚饭 早饭 便饭 工作餐 餐叙 宵夜",
        "gift": "gift gifts voucher vouchers hamper 礼品 礼物 送礼 购物卡 礼品卡 红包 礼金 伴手礼",
        "hospitality": "hospitality golf drinks coffee karaoke ktv 招待 接待 高尔夫 打高尔夫 打球 "
        "喝茶 喝酒 喝咖啡 咖啡 茶叙 下午茶 唱歌 足浴",
        "exchange": "exchange demo 技术交流 交流 演示",
        "survey": "survey 调研 考察",
        "event": "event fair 活动 展会",
    }
)
"""Every word that names a kind of touch."""

_KIND = LatePattern("|".join(sorted(map(re.escape, KIND_WORDS), key=len, reverse=True)), re.I)
# What may stand behind a word in latin letters: `call-back` and `Wu's` are other words.
_ENDED = LatePattern(r"(?![A-Za-z0-9_'’]|-(?!>))")
_WORD = LatePattern(r"\w")
_COLON = LatePattern(r"\s*[:：]\s*(?=\S)")
_FIGURE = r"(?:[0-9]{1,4}|[一二两三四五六七八九十廿卅]{1,3})"
_HAN_DAY = LatePattern(
    rf"(?:[0-9]{{4}}年)?{_FIGURE}月{_FIGURE}[日号]|大?前天|[昨今明][天日]|后天|"
    r"[上本这]{0,2}个?(?:周|星期|礼拜)[一二三四五六日天]|"
    rf"{_FIGURE}个?(?:天|周|星期|礼拜|月)[之以]?前|{_FIGURE}[日号]"
)
_PLAIN_WORD = r'[^\s:：,，、;；@＠"]+'
_CODE = "|".join(CODES)
_SIGN = rf"[¥￥$€£]|(?:US|HK|CA|AU|NZ|NT|SG|[ACS])\$|RMB|{_CODE}"
_NAME = (
    rf"元|圆|块钱?|美元|美金|刀|欧元|英镑|港币|港元|日元|人民币|(?:{_CODE})(?![A-Za-z])|"
    r"(?:dollars?|bucks?|euros?|pounds?|yuan|rmb|usd|eur|gbp|cny|hkd)(?![A-Za-z])"
)
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,2})?(?![0-9.])"
_MONEY = LatePattern(
    rf"(?<![A-Za-z0-9.,$])(?:(?P<sign>{_SIGN}) ?(?P<signed>{_NUMBER})(?![A-Za-z0-9%万千百亿])|"
    rf"(?P<named>{_NUMBER}) ?(?P<name>{_NAME}))"
)
_SIZED_FIGURE = (
    r"(?:[0-9]{1,4}(?:\.[0-9]{1,4})? ?[百千万kKwW]|[一二两三四五六七八九十百千万半]{1,8})"
)
_SIZED = LatePattern(
    rf"(?<![A-Za-z0-9.,$])(?:(?:{_SIGN}) ?{_SIZED_FIGURE}(?![A-Za-z0-9%万亿])|"
    rf"{_SIZED_FIGURE} ?(?:{_NAME}))"
)
_MOST_SPENT = 100_000  # what is more in a size (预算 300万元) is what was talked about
_BARE = LatePattern(
    r"(?<![\w.,:/-])(?P<bare>[0-9]{2,9})$|(?<=[\u4e00-\u9fff])(?P<glued>[0-9]{2,9})$"
)
_PART = LatePattern(r"(?<!\S)[A-Z][A-Za-z'’-]{2,}(?!\S)")
_AT = LatePattern(r'[@＠](?:"(?P<quoted>(?:[^"]|"")+)"|(?P<word>\w[\w.]*))')


class TouchCost(NamedTuple):
    """An amount in whole units of a currency, rounded up, and where in the text it stands."""

    worth: int
    currency: str
    start: int
    end: int


def kind_at(text: str, at: int) -> tuple[str, int, bool] | None:
    """Find the kind named at a place, where its word ends, and whether that is sure.

    In Chinese another word may go on without a blank.
    """
    found = _KIND.match(text, at)
    if found is None:
        return None
    word, end = found[0], found.end()
    if word.isascii():
        return (KIND_WORDS[word.lower()], end, True) if _ENDED.match(text, end) else None
    return KIND_WORDS[word], end, not _WORD.match(text, end)


def day_at(
    text: str, at: int, today: date, dates: DateOrder | None = None
) -> tuple[date, int] | None:
    """Find the day said at a place, in three words at most, and where it ends.

    Refusals `day-future` and `day-order`.
    """
    for count in (3, 2, 1):
        found = re.compile(rf"{_PLAIN_WORD}(?:\s+{_PLAIN_WORD}){{{count - 1}}}").match(text, at)
        if found and (day := _read_day(found[0], today, dates)):
            return day, found.end()
    found = _HAN_DAY.match(text, at)
    day = _read_day(found[0], today, dates) if found else None
    return (day, found.end()) if found and day else None


def _read_day(text: str, today: date, dates: DateOrder | None) -> date | None:
    try:
        return parse_past(text, today, dates)
    except UserError as refusal:
        if refusal.code in ("day-future", "day-order"):
            raise
        return None


def name_at(text: str, at: int, people: Sequence[Contact]) -> tuple[Contact, int] | None:
    """Find the person whose name, the longest, stands at a place, and where it ends."""
    for name, contact in sorted(_names_and_parts(people), key=lambda pair: -len(pair[0])):
        if text.startswith(name, at) and _ends_name(text, at, name):
            return contact, at + len(name)
    return None


def _names_and_parts(people: Sequence[Contact]) -> list[tuple[str, Contact]]:
    """List names in full, and the parts of names in letters that mean one person alone."""
    whole = [(contact.name, contact) for contact in people if contact.name]
    parts = [
        (found[0], contact)
        for name, contact in whole
        for found in _PART.finditer(name)
        if found[0] != name
    ]
    times = Counter(part for part, _contact in parts)
    return [*whole, *(pair for pair in parts if times[pair[0]] == 1)]


def marked_at(text: str, at: int, people: Sequence[Contact]) -> tuple[Contact, int] | None:
    """Find the person that `@name` or `@"name"` at a place means, by a part of the name too.

    Refusals `person-unknown` and `person-unclear`.
    """
    found = _AT.match(text, at)
    if found is None:
        return None
    if found["quoted"]:
        wanted = found["quoted"].replace('""', '"')
        same = [contact for contact in people if contact.name == wanted]
        return (same[0] if same else find_contact_named(wanted, people)), found.end()
    start = at + 1
    known = name_at(text, start, people)
    if known is None:
        lower = [contact.model_copy(update={"name": contact.name.lower()}) for contact in people]
        known = name_at(text.lower(), start, lower) if len(text.lower()) == len(text) else None
    if known is not None:
        return next(contact for contact in people if contact.id == known[0].id), known[1]
    return find_contact_named(found["word"], people), found.end()


def mark_name(name: str) -> str:
    """Write a name as `@name` reads it back, whatever is in it."""
    if re.fullmatch(r"\w+", name):
        return f"@{name}"
    return '@"{}"'.format(name.replace('"', '""'))


def cost_at(text: str, at: int) -> TouchCost | None:
    """Find the money with its currency that stands at a place."""
    found = _MONEY.match(text, at)
    return _read_cost(found) if found else None


def find_costs(text: str) -> Iterator[TouchCost]:
    """Yield all money with its currency in a text."""
    for found in _MONEY.finditer(text):
        if cost := _read_cost(found):
            yield cost


def find_sized_costs(text: str) -> Iterator[TouchCost]:
    """Yield the money in a size or in numerals with its currency: `1千元`, `五百块`, `$1.2k`."""
    for found in _SIZED.finditer(text):
        amount = read_or_none(parse_amount, found[0])
        if amount is not None and amount.high <= _MOST_SPENT:
            yield TouchCost(amount.high, amount.currency, found.start(), found.end())


def bare_cost_at_end(text: str, currency: str) -> TouchCost | None:
    """Find the number of two figures or more that a text ends in."""
    found = _BARE.search(text)
    if found is None:
        return None
    return TouchCost(int(found["bare"] or found["glued"]), currency, found.start(), found.end())


def _read_cost(found: re.Match[str]) -> TouchCost | None:
    code = currency_code(found["sign"] or found["name"])
    if code is None:
        return None
    figure = Decimal((found["signed"] or found["named"]).replace(",", ""))
    whole = int(figure.to_integral_value(ROUND_CEILING))
    return TouchCost(whole, code, found.start(), found.end())


def _ends_name(text: str, at: int, name: str) -> bool:
    """Whether a name ends here: a Chinese one of two characters may run on into the text."""
    end = at + len(name)
    if "\u4e00" <= name[-1] <= "\u9fff":
        return len(name) > 1 or not _WORD.match(text, end)
    return bool(_ENDED.match(text, end)) or not _WORD.match(name[-1])


_GAP = LatePattern(r"(?:[\s,，、;；&＆]|[+＋](?![0-9]))*")
_JOINT = LatePattern(r"(?:with|and)\s+|[和与跟同]\s*")
_ARROW = r"(?:[-－—]+[>＞]|→)"
# Between letters or figures the arrow is part of the note: P2->P3.
_FOLLOWS = LatePattern(rf"(?<![0-9A-Za-z]){_ARROW}|{_ARROW}(?![0-9A-Za-z])")
_QUOTED = LatePattern(rf'"(?P<note>(?:[^"]|"")*)"\s*(?:{_ARROW}(?P<next>.*))?', re.DOTALL)
_LATER = LatePattern(
    r"(?P<note>.*?)\s*(?P<day>[+＋] ?[0-9]{1,4} ?(?:[dwm天日周]|个?月))", re.DOTALL
)
_MENTION = LatePattern(r'(?<![A-Za-z0-9_.+-])[@＠](?=["\w])')


@dataclass(frozen=True, slots=True)
class TouchLine:
    """A touch as a line says it: day, kind (an id), people met, cost, note and follow-up."""

    on: date
    how: str = ""
    met: tuple[Contact, ...] = ()
    worth: int | None = None
    currency: str = HOME
    note: str = ""
    follow_up: NextAction | None = None


def parse_touch(
    text: str,
    people: Sequence[Contact],
    today: date,
    currency: str = HOME,
    always: Sequence[Contact] = (),
    dates: DateOrder | None = None,
) -> TouchLine:
    """Read the touch that `text` says; `always` are met whether it names them or not.

    `currency` is that of bare numbers, `dates` the order of days in figures. Raises `day-future`,
    `day-order` (text, first, second), `person-unknown`, `person-unclear`, `follow-up-nobody`.
    """
    head = _HeadReader(text, people, today, list(always), dates=dates).read()
    rest = text[head.at :].lstrip().removeprefix(":").removeprefix("：").strip()
    line = TouchLine(head.on or today, head.how, currency=currency)
    line = line if head.money is None else _with_cost(line, head.money)
    if quoted := _QUOTED.fullmatch(rest):
        note, tail = quoted["note"].replace('""', '"').strip(), quoted["next"]
    else:
        note, tail = _split_off_follow_up(rest)
        note = head.meet_mentioned(note)
        if head.spending:
            head.meet_named(note)
        line = _with_spending(line, head, note)
        line, note, tail = _read_ending(line, note, tail, today, head.met)
    action = parse_next(tail or "", today, dates)
    if action is not None and not head.met:
        raise UserError("follow-up-nobody", text=tail or "")
    return replace(line, met=tuple(head.met), note=note.strip(), follow_up=action)


def touch_text(line: TouchLine, kind: str | None = None) -> str:
    """Write a touch as `parse_touch` reads it back; `kind` is another word for its kind."""
    met = [mark_name(contact.name) for contact in line.met]
    spent = [] if line.worth is None else [f"{line.currency} {line.worth}"]
    head = " ".join(filter(None, [f"{line.on}", kind or line.how, *met, *spent]))
    tail = f" -> {next_text(line.follow_up)}" if line.follow_up else ""
    if not line.note:
        return head + tail
    plain = f"{head}: {line.note}{tail}"
    try:
        if parse_touch(plain, line.met, line.on, line.currency) == line:
            return plain
    except UserError:
        pass
    quoted = line.note.replace('"', '""')
    return f'{head}: "{quoted}"{tail}'


@dataclass
class _HeadReader:
    """The reader of a line's head: from its start as far as it says day, kind, people or money."""

    text: str
    people: Sequence[Contact]
    today: date
    met: list[Contact] = field(default_factory=list)
    on: date | None = None
    how: str = ""
    money: TouchCost | None = None
    at: int = 0
    dates: DateOrder | None = None
    opened: bool = False
    _named: bool = False

    @cached_property
    def spending(self) -> str | None:
        """The kind of gift or hospitality that the line says in any words, outside of quotes."""
        body = _split_off_follow_up(self.text.partition('"')[0])[0]
        if kind := find_spending(body):
            return kind
        paid = any(find_costs(body)) or any(find_sized_costs(body))
        return "gift" if paid and is_giving(body) else None

    def read(self) -> _HeadReader:
        """Read on until something else is said; return itself."""
        while True:
            gap = _GAP.match(self.text, self.at)
            self.at = gap.end() if gap else self.at
            if not (
                self._read_person()
                or self._read_day()
                or self._read_kind()
                or self._read_money()
                or self._read_opening()
            ):
                return self

    def meet_named(self, note: str) -> None:
        """Meet whom a note names, where nobody was met yet: what was spent was for somebody."""
        if not self.met:
            for at in range(len(note)):
                if found := name_at(note, at, self.people):
                    self._meet(found[0])

    def meet_mentioned(self, note: str) -> str:
        """Take the signs before names out of the note; whoever is marked so was met."""
        while found := _MENTION.search(note):
            there = marked_at(note, found.start(), self.people)
            if there is None:
                break
            self._meet(there[0])
            name = note[found.end() : there[1]].strip('"').replace('""', '"')
            note = note[: found.start()] + name + note[there[1] :]
        return note

    def _read_person(self) -> bool:
        joint = _JOINT.match(self.text, self.at)
        for at in (self.at, joint.end() if joint else self.at):
            found = marked_at(self.text, at, self.people) or self._find_plain_name(at)
            if found is not None:
                self._meet(found[0])
                self.at, self._named = found[1], True
                return True
        return False

    def _read_opening(self) -> bool:
        """Pass over the word before who was invited or given something: `请`, `took`, `送`."""
        if self.opened or self._named or not self.spending:
            return False
        end = opening_end(self.text, self.at)
        there = marked_at(self.text, end, self.people) or name_at(self.text, end, self.people)
        if end == self.at or not (there or kind_at(self.text, end)):
            return False
        self.at, self.opened = end, True
        return True

    def _find_plain_name(self, at: int) -> tuple[Contact, int] | None:
        """Find a name without a sign; a kind of touch in small letters is none."""
        found = name_at(self.text, at, self._unmet())
        kind = None if self.how else kind_at(self.text, at)
        if found is None or kind is None or found[1] != kind[1]:
            return found
        return None if self.text[at : found[1]].islower() or not self.text[at].isascii() else found

    def _unmet(self) -> Sequence[Contact]:
        """List those who may still be named: once met, a name is a word of the note."""
        ids = {contact.id for contact in self.met} if self._named else set()
        return [contact for contact in self.people if contact.id not in ids]

    def _meet(self, person: Contact) -> None:
        if person.id not in {contact.id for contact in self.met}:
            self.met.append(person)

    def _read_day(self) -> bool:
        found = (
            None if self.on or self._named else day_at(self.text, self.at, self.today, self.dates)
        )
        if found is not None:
            self.on, self.at = found
            # A name right behind it may be the note's: who prints a touch does not know all people.
            colon = None if self.how else _COLON.match(self.text, self.at)
            if colon and kind_at(self.text, colon.end()):
                self.at = colon.end()
        return found is not None

    def _read_kind(self) -> bool:
        """Read the kind of touch, which stands before the names.

        Behind them it is read only in Chinese, where `何总 call me` cannot be meant.
        """
        found = None if self.how else kind_at(self.text, self.at)
        if found is None or (self._named and self.text[self.at].isascii()):
            return False
        kind, end, ended = found
        if not (ended or self._starts_name(end)):
            return False
        self.how, self.at = kind, end
        return True

    def _starts_name(self, at: int) -> bool:
        return bool(name_at(self.text, at, self._unmet()) or self.text[at] in "@＠")

    def _read_money(self) -> bool:
        found = None if self.money else cost_at(self.text, self.at)
        if found is None and not self.money and self.spending:
            sized = find_sized_costs(self.text)
            found = next((cost for cost in sized if cost.start == self.at), None)
        if found is not None:
            self.money, self.at = found, found.end
        return found is not None


def _with_cost(line: TouchLine, money: TouchCost) -> TouchLine:
    return replace(line, worth=money.worth, currency=money.currency)


def _with_spending(line: TouchLine, head: _HeadReader, note: str) -> TouchLine:
    """Give a line without a kind that of what was spent, where it opens so or names the money."""
    if line.how or head.spending is None:
        return line
    spent = replace(line, how=head.spending)
    paid = line.worth is not None or _find_cost(note, spent) is not None
    return spent if paid or head.opened else line


def _split_off_follow_up(rest: str) -> tuple[str, str | None]:
    """Split the note from what follows behind the arrow; None where there is none."""
    found = _FOLLOWS.search(rest)
    if found is None:
        return rest, None
    return rest[: found.start()].strip(), rest[found.end() :]


def _read_ending(
    line: TouchLine, note: str, tail: str | None, today: date, met: Sequence[Contact]
) -> tuple[TouchLine, str, str | None]:
    """Read the day and the money at the note's end; return line, note and follow-up."""
    later = _LATER.fullmatch(note) if tail is None and met else None
    if later is not None:
        note = later["note"]
    money = None if line.worth is not None else _find_cost(note, line)
    if money is not None:
        line = _with_cost(line, money)
        before, behind = note[: money.start].rstrip(" ,，"), note[money.end :].strip()
        note = f"{before}{'' if behind[:1] in ',，。;；' else ' '}{behind}".strip()
    if later is not None:
        tail = next_text(NextAction(text=note, on=parse_day(later["day"], today)))
    return line, note, tail


def _find_cost(note: str, line: TouchLine) -> TouchCost | None:
    """Find the cost: at the note's end, or anywhere with a currency if such a kind costs."""
    every = list(find_costs(note))
    if every and (every[-1].end == len(note) or line.how in SPENT):
        return every[-1]
    sized = list(find_sized_costs(note)) if line.how in SPENT or find_spending(note) else []
    for cost in reversed([*sized, *every]):
        if line.how in SPENT or same_clause(note, cost.start, cost.end):
            return cost
    return bare_cost_at_end(note, line.currency) if line.how in SPENT else None
