"""A touch typed in one line, read and printed (method, section 3).

    3-6 visit 吴处长: demo agreed -> send the offer fri
    饭局 何总 吴处长 聊了预算 480
    call 何总 will send the budget +3d

First come, in any order and each where it is wanted, the day (today goes without saying), the kind
and the people met, by their names as they are written or as `@name`; then the note, in double
quotes if it would read otherwise; behind `->` or `next:` what follows with them, and when. A last
clause that says so (`..., follow up Dec 10`) does, and a day like `+3d` at the end makes
the note itself what follows. What was spent stands with its currency, or as a bare number at the
end where the kind is one that costs: gift, dinner, hospitality.

Gifts and hospitality may be said in any words (`deals/parsing/spending.py`): `请何总吃饭 480元`,
`took Ann to lunch $45`; who is named anywhere in such a line was met.

A line may also run on as people speak: `emailed Tom the deck yesterday`, `给李工打了电话`, `site
visit 24 Nov, met Bob`. Who is named behind `with`, `to`, 给 and the like was met then, and words
that say a touch took place are its kind; they stay in the note. Days, money and people that a note
holds besides are listed, so that whoever typed it sees that they were left there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from deals.errors import UserError
from deals.model import Contact, NextAction
from deals.parsing.amounts import HOME
from deals.parsing.day_search import ON_DAY, WRITTEN_DATE, find_day_words
from deals.parsing.days import parse_day, parse_past
from deals.parsing.next_actions import next_text, parse_next
from deals.parsing.spending import (
    SPENT,
    clause_around,
    find_paid,
    find_spending,
    kind_of_cost,
    opening_end,
    same_clause,
    says_present,
    says_treat,
    speaks_of_money,
)
from deals.parsing.text import LatePattern
from deals.parsing.time_words import COUNT, DateOrder
from deals.parsing.touch_costs import (
    TouchCost,
    bare_cost_at_end,
    cost_at,
    find_costs,
    find_money,
    find_sized_costs,
    refuse_unsure_cost,
)
from deals.parsing.touch_follow_ups import ARROW, split_off_coming, split_off_follow_up
from deals.parsing.touch_kinds import MEETING_TOO, PAST_KIND, compound_at, find_kind, kind_at
from deals.parsing.touch_names import (
    find_behind_name,
    mark_name,
    marked_at,
    name_at,
    name_in_small_letters,
    names_and_parts,
)

_COLON = LatePattern(r"\s*[:：]\s*(?=\S)")
_FIGURE = r"(?:[0-9]{1,4}|[一二两三四五六七八九十廿卅]{1,3})"
_HAN_DAY = LatePattern(
    rf"(?:[0-9]{{4}}年)?{_FIGURE}月{_FIGURE}[日号]|大?前[天儿]|[昨今明][天日儿]|后[天儿]|"
    r"[昨今前明]晚|[昨今明]早|[今明]晨|昨夜|(?:上个?|本|这个?)月[0-9]{1,2}[日号]|"
    r"[上本这]{0,2}个?(?:周|星期|礼拜)[一二三四五六日天]|"
    r"20[0-9]{2}(?:-[0-9]{1,2}-|/[0-9]{1,2}/|\.[0-9]{1,2}\.)[0-9]{1,2}(?=[\u4e00-\u9fff])|"
    r"[0-9]{1,2}[-/][0-9]{1,2}(?=[\u4e00-\u9fff])|20[0-9]{6}(?=[\u4e00-\u9fff])|"
    rf"{_FIGURE}个?(?:天|周|星期|礼拜|月)[之以]?前|{_FIGURE}[日号]"
)
_PLAIN_WORD = r'[^\s:：,，、;；@＠"]+'
_ENDS_CLAUSE = LatePattern(
    r"\s*(?:$|[,，。;；:：.!！(（\"]|(?:[-－—]+[>＞]|→)|(?:\+|＋)[0-9]|[¥￥$€£0-9]|(?:at|for)\s[¥￥$€£])"
)
_GERMAN_DAY = LatePattern(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.")
_DOTTED_DAY = LatePattern(r"(?P<month>[0-9]{1,2})\.(?P<day>[0-9]{1,2})(?![0-9.])\s*")
_PAST_DAY = LatePattern(
    rf"(?<!\bof )(?<!\bfrom )(?<!\bsince )(?<!\bfor )(?<!\bthan )(?<!\babout )(?<!\bon )"
    rf"[(（]?(?:\b(?P<en>yesterday|{COUNT} (?:days?|weeks?) ago|"
    r"last (?:mon|tues|wednes|thurs|fri|satur|sun)day)\b|"
    r"(?P<zh>昨天|前天))[)）]?(?=\s*(?:$|[,，。;；.]))",
    re.I,
)
_PAST_WORD = LatePattern(
    rf"yesterday|{COUNT} (?:days?|weeks?) ago|last (?:mon|tues|wednes|thurs|fri|satur|sun)day", re.I
)
_GOES_ON = LatePattern(r"\s+(?:(?:about|re|regarding|on|with|for|to|and|at|from|in)\b|w/)", re.I)
_OF_LATER = LatePattern(
    r"\b(?:about|re|for|by|until|if|when|will|next|wants?|needs?|decides?|signs?|is|are)\b", re.I
)
_LAST_WORDS = LatePattern(r"\s*[,，;；]\s*(?=[^,，;；]{1,20}$)")
_DASHES = LatePattern(r"\s[-–](?:\s+[-–])+\s")
_CLAUSE = LatePattern(r"[,，。;；:：]")
_STRANGER = LatePattern(r"(?:\bwith|\bw/|\bmet)\s*(?P<name>[A-Z][a-z]+)(?!\w)")


def day_at(
    text: str, at: int, today: date, dates: DateOrder | None = None
) -> tuple[date | UserError, int] | None:
    """Find the day said at a place, in three words at most, and where it ends.

    A day that is still to come, or that may be two, is the refusal that says so.
    """
    for count in (3, 2, 1):
        found = re.compile(rf"{_PLAIN_WORD}(?:\s+{_PLAIN_WORD}){{{count - 1}}}").match(text, at)
        if found and (day := _read_day(found[0], today, dates)):
            return day, found.end()
    found = _HAN_DAY.match(text, at)
    day = _read_day(found[0], today, dates) if found else None
    return (day, found.end()) if found and day else None


def _read_day(text: str, today: date, dates: DateOrder | None) -> date | UserError | None:
    if german := _GERMAN_DAY.fullmatch(text):
        text = f"{german['month']}月{german['day']}日"
    try:
        return parse_past(text, today, dates)
    except UserError as refusal:
        return refusal if refusal.code in ("day-future", "day-order") else None


def _refuse_no_day(text: str, today: date) -> None:
    """Refuse a date that there is not: 31 November."""
    for found in WRITTEN_DATE.finditer(text):
        for read in (parse_past, parse_day):
            try:
                read(found[0], today)
            except UserError as refusal:
                if refusal.code == "day-unreadable":
                    continue
            break
        else:
            raise UserError("day-unreadable", text=found[0])


_MEETS = frozenset(("met", "见", "碰见", "遇见", "碰", "遇"))
_GAP = LatePattern(r"(?:[\s,，、;；&＆]|[+＋](?![0-9]))*")
_MET = r"met(?:\s+with\b|\s+w/?(?=[\s]))?"
_SAW = "(?:见[了过到]|[碰遇]见了?|[碰遇]到了?|见(?!面))"
_JOINT = LatePattern(
    rf"(?:with|and|to|for|from|{_MET}|saw)\s+|w(?:/\s*|\s+)|/\s*|[和与跟同给向对]\s*|{_SAW}\s*",
    re.I,
)
_JOINED = LatePattern(
    rf"(?:(?<=\s)|(?<=[,，])|^)(?:(?:with|to|for|from|{_MET}|saw|into|sent|gave|told|asked|showed|"
    r"briefed|updated|reminded|thanked|chased|pinged|invited|introduced)\s+|w(?:/\s*|\s+))|"
    rf"{_SAW}|[和与跟同给向对请陪带找送去到]|联系|询问|咨询|通知|告知|回复|答复",
    re.I,
)
_QUOTED = LatePattern(rf'"(?P<note>(?:[^"]|"")*)"\s*(?:{ARROW}(?P<next>.*))?', re.DOTALL)
_LATER = LatePattern(
    r"(?P<note>.*?)\s*(?P<day>[+＋] ?[0-9]{1,4} ?(?:[dwm天日周]|个?月))", re.DOTALL
)
_AND = LatePattern(r"\s*(?:[,，、&/]|and\b|[和与])\s*")
_WIDE = frozenset(
    map(chr, [*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B)])
) | {
    "＄",
    "．",
}
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
    left: tuple[str, ...] = field(default=(), compare=False)
    """What looks like days, money or people and was left in the note."""


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
    rest = text[head.at :].strip()
    opened = rest[:1] in (":", "：")
    rest = rest[opened:].lstrip()
    line = _with_cost(TouchLine(head.on or today, head.how, currency=currency), head.money)
    left: tuple[str, ...] = ()
    if quoted := _QUOTED.fullmatch(rest):
        note, tail = quoted["note"].replace('""', '"').strip(), quoted["next"]
    else:
        note, tail = split_off_follow_up(rest)
        line, note, tail = _read_note(line, head, note, tail, said_apart=opened)
        left = tuple(_find_left(note, people, head.met))
    action = parse_next(tail or "", today, dates)
    if action is not None and not head.met:
        raise UserError("follow-up-nobody", text=tail or "")
    note = "; ".join(filter(None, (head.which, note.strip())))
    return replace(line, met=tuple(head.met), note=note, follow_up=action, left=left)


def _read_note(
    line: TouchLine, head: _HeadReader, note: str, tail: str | None, *, said_apart: bool
) -> tuple[TouchLine, str, str | None]:
    """Read what a note says of the touch; `said_apart` where a colon stands before it."""
    _refuse_no_day(_narrow(note), head.today)
    note = head.meet_mentioned(note)
    if head.spending:
        head.meet_named(note)
    elif not said_apart:
        head.meet_joined(note)
    line = _with_spending(line, head, note)
    if line.how in SPENT:
        refuse_unsure_cost(_narrow(note))
    if not (line.how or said_apart) and (kind := find_kind(note)):
        line = replace(line, how=kind)
        head.meet_named(_CLAUSE.compiled.split(note, maxsplit=1)[0])
    if tail is None and head.met:
        note, tail = split_off_coming(note, head.today, head.dates)
    line, note = _take_day(line, head, note)
    line, note, tail = _read_ending(line, note, tail, head.today, head.met)
    if line.worth is not None and not line.how:
        line = replace(line, how=kind_of_cost(head.text) or "")
    _refuse_second_cost(line, note)
    return line, _DASHES.sub(" - ", note).removeprefix("- "), tail


def _take_day(line: TouchLine, head: _HeadReader, note: str) -> tuple[TouchLine, str]:
    """Take the day out of a note: where it can only be the past, or as all of the last words."""
    if head.on is not None:
        return line, note
    if past := _PAST_DAY.search(note):
        kept = f"{note[: past.start()].rstrip()}{note[past.end() :]}".strip(" ,，")
        return replace(line, on=parse_past(past["en"] or past["zh"], head.today)), kept
    if day := _find_day_on(note, head):
        return replace(line, on=day[0]), day[1]
    last = _LAST_WORDS.search(note) or find_behind_name(note, head.met)
    found = day_at(_narrow(note), last.end(), head.today, head.dates) if last else None
    if last is None or found is None or found[1] != len(note):
        return line, note
    if isinstance(found[0], UserError):
        raise found[0]
    return replace(line, on=found[0]), note[
        : last.start("day") if "day" in last.re.groupindex else last.start()
    ]


def _find_day_on(note: str, head: _HeadReader) -> tuple[date, str] | None:
    """Find `on 25 Nov` at the end of a first clause, unless something else is on that day."""
    clause = _CLAUSE.compiled.split(note, maxsplit=1)[0]
    found = ON_DAY.search(clause)
    if found is None or _OF_LATER.search(clause[: found.start()]):
        return None
    day = _read_day(found["day"], head.today, head.dates)
    if not isinstance(day, date):
        return None
    return day, f"{note[: found.start()].rstrip()}{note[found.end() :]}"


def _refuse_second_cost(line: TouchLine, note: str) -> None:
    """Refuse money beside the cost that was not talked of: `lunch Ann $45 $60`."""
    if line.worth is None or line.how not in SPENT:
        return
    plain = _narrow(note)
    for cost in (*find_costs(plain), *find_sized_costs(plain)):
        if not speaks_of_money(plain[slice(*clause_around(plain, cost.start, cost.end))]):
            first = f"{line.currency} {line.worth}"
            raise UserError("cost-unclear", text=f"{first}, {note[cost.start : cost.end]}")


def _find_left(note: str, people: Sequence[Contact], met: Sequence[Contact]) -> Iterator[str]:
    """Find the days, the money and the people that were left in a note, in their order."""
    ids = {contact.id for contact in met}
    pieces = [*find_day_words(note), *find_money(note)]
    pieces += [
        (at, name)
        for name, contact in names_and_parts(people)
        if contact.id not in ids and (at := note.find(name)) >= 0 and name_at(note, at, [contact])
    ]
    if not met:
        pieces += [(found.start("name"), found["name"]) for found in _STRANGER.finditer(note)]
    end = -1
    for at, piece in sorted(pieces, key=lambda pair: (pair[0], -len(pair[1]))):
        if at >= end:
            end = at + len(piece)
            yield piece


def _narrow(text: str) -> str:
    """Return the text with full-width figures and letters as plain ones, of the same length."""
    if text.isascii():
        return text
    return "".join(chr(ord(char) - 0xFEE0) if char in _WIDE else char for char in text)


def touch_text(line: TouchLine, kind: str | None = None) -> str:
    """Write a touch as `parse_touch` reads it back; `kind` is another word for its kind."""
    met = [mark_name(contact.name) for contact in line.met]
    spent = [] if line.worth is None else [f"{line.currency} {line.worth}"]
    head = " ".join(filter(None, [f"{line.on}", kind or line.how, *met, *spent]))
    tail = f" -> {next_text(line.follow_up)}" if line.follow_up else ""
    if not line.note:
        return head + tail
    quoted = line.note.replace('"', '""')
    # Of spending, whoever is named was met, unless the note is in quotes.
    if not line.met and (line.how in SPENT or find_spending(line.note)):
        return f'{head}: "{quoted}"{tail}'
    plain = f"{head}: {line.note}{tail}"
    try:
        if parse_touch(plain, line.met, line.on, line.currency) == line:
            return plain
    except UserError:
        pass
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
    which: str = ""
    _named: bool = False

    @cached_property
    def plain(self) -> str:
        """The line with plain figures, each at the same place."""
        return _narrow(self.text)

    @cached_property
    def spending(self) -> str | None:
        """The kind of gift or hospitality that the line says in any words, outside of quotes."""
        body = split_off_follow_up(self.plain.partition('"')[0])[0]
        if kind := find_spending(body):
            return kind
        if says_present(body):
            return "gift"
        paid = any(find_costs(body)) or any(find_sized_costs(body))
        return find_paid(body) if paid and not speaks_of_money(body) else None

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
        if self.met:
            return
        # Of spending it is clear whom `Ann's birthday` and `for ann` mean.
        note = re.sub(r"['’]s\b", "  ", note)
        for at in range(len(note)):
            found = name_at(note, at, self.people)
            found = found or name_in_small_letters(note, at, self.people)
            if found:
                self._meet(found[0])

    def meet_joined(self, note: str) -> None:
        """Meet whom a note names behind `with`, `to`, 给 and the like, where nobody was met yet."""
        if self.met:
            return
        for joint in _JOINED.finditer(note):
            at = joint.end()
            while found := name_at(note, at, self.people) or name_in_small_letters(
                note, at, self.people
            ):
                self._meet(found[0])
                at = found[1]
                if more := _AND.match(note, at):
                    at = more.end()

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
                if (
                    joint
                    and at
                    and joint[0][:3].lower().strip("了过到 ") in _MEETS
                    and not self.how
                ):
                    self.how = "meeting"
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
        unmet = self._unmet()
        found = name_at(self.text, at, unmet) or name_in_small_letters(self.text, at, unmet)
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
        """Read the day; behind a name it is one only where nothing more is said of it."""
        found = None if self.on else self._find_dotted_day()
        if found is None and not self.on:
            found = day_at(self.plain, self.at, self.today, self.dates)
        if found is None:
            return False
        day, end = found
        past = _PAST_WORD.fullmatch(self.plain[self.at : end]) and _GOES_ON.match(self.plain, end)
        if self._named and not (past or _ENDS_CLAUSE.match(self.plain, end)):
            return False
        if isinstance(day, UserError):
            raise day
        self.on, self.at = day, end
        # A name right behind it may be the note's: who prints a touch does not know all people.
        colon = None if self.how or self._named else _COLON.match(self.text, self.at)
        if colon and kind_at(self.text, colon.end()):
            self.at = colon.end()
        return True

    def _find_dotted_day(self) -> tuple[date | UserError, int] | None:
        """Find `11.25` before a kind or a name, with which a line begins; else it is a version."""
        found = None if self.plain[: self.at].strip() else _DOTTED_DAY.match(self.plain, self.at)
        if found is None:
            return None
        end = found.end()
        if not (kind_at(self.text, end) or name_at(self.text, end, self.people)):
            return None
        day = _read_day(f"{found['month']}月{found['day']}日", self.today, self.dates)
        return (day, end) if day else None

    def _read_kind(self) -> bool:
        """Read the kind of touch, which stands before the names.

        Behind them it is read only in Chinese, where `何总 call me` cannot be meant.
        """
        if self.how:
            return self._pass_meeting()
        if not self._named and (which := compound_at(self.text, self.at)):
            self.which, self.how = self.text[self.at : which[1]], which[0]
            self.at = which[1]
            return True
        found = kind_at(self.text, self.at)
        if found is None:
            return False
        kind, end, ended = found
        if self._named and self.text[self.at].isascii():
            past = PAST_KIND.match(self.text, self.at)
            if past is None:
                return False
            end = past.end()
        if not (ended or self._starts_name(end)):
            return False
        self.how, self.at = kind, end
        return True

    def _pass_meeting(self) -> bool:
        """Pass over what a lunch may be called as well: `lunch meeting`."""
        found = MEETING_TOO.match(self.text, self.at - 1) if self.how in SPENT else None
        if found is None or self._named:
            return False
        self.at = found.end()
        return True

    def _starts_name(self, at: int) -> bool:
        return bool(name_at(self.text, at, self._unmet()) or self.text[at] in "@＠")

    def _read_money(self) -> bool:
        if self.money:
            return False
        if self.spending:
            refuse_unsure_cost(self.plain)
        found = cost_at(self.plain, self.at)
        if found is None and self.spending:
            sized = find_sized_costs(self.plain)
            found = next((cost for cost in sized if cost.start == self.at), None)
        if found is not None:
            self.money, self.at = found, found.end
        return found is not None


def _with_cost(line: TouchLine, money: TouchCost | None) -> TouchLine:
    if money is None:
        return line
    return replace(line, worth=money.worth, currency=money.currency)


def _with_spending(line: TouchLine, head: _HeadReader, note: str) -> TouchLine:
    """Give a line without a kind that of what was spent, where it opens so or names the money."""
    if line.how or head.spending is None:
        return line
    spent = replace(line, how=head.spending)
    paid = line.worth is not None or _find_cost(note, spent) is not None
    treated = says_present(head.text) or says_treat(head.text)
    return spent if paid or head.opened or treated else line


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
        if before[-1:] in ("(", "（") and behind[:1] in (")", "）"):
            before, behind = before[:-1].rstrip(), behind[1:].lstrip()
        note = f"{before}{'' if behind[:1] in ',，。;；' else ' '}{behind}".lstrip(
            " ,，;；"
        ).rstrip()
    if later is not None:
        tail = next_text(NextAction(text=note, on=parse_day(later["day"], today)))
    return line, note, tail


def _find_cost(note: str, line: TouchLine) -> TouchCost | None:
    """Find the cost: at the note's end, or anywhere with a currency if such a kind costs."""
    note = _narrow(note)
    every = list(find_costs(note))
    if every and line.how in SPENT:
        return every[-1]
    if every and every[-1].end == len(note):
        first, last = clause_around(note, every[-1].start, every[-1].end)
        return None if speaks_of_money(note[first:last]) else every[-1]
    sized = list(find_sized_costs(note)) if line.how in SPENT or find_spending(note) else []
    for cost in reversed([*sized, *every]):
        if line.how in SPENT or same_clause(note, cost.start, cost.end):
            return cost
    return bare_cost_at_end(note, line.currency) if line.how in SPENT else None
