"""A touch typed in one line, read and printed (method, section 3).

    3-6 visit 吴处长: demo agreed -> send the offer fri
    饭局 何总 吴处长 聊了预算 480
    call 何总 will send the budget +3d

First come, in any order and each where it is wanted, the day (today goes without saying), the kind
and the people met, by their names as they are written or as `@name`; then the note, in double
quotes if it would read otherwise; behind `->` what follows with them, and when. A day like `+3d`
at the end makes the note itself what follows. What was spent stands with its currency, or as a bare
number at the end where the kind is one that costs: gift, dinner, hospitality.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from deals.currencies import HOME
from deals.days import next_text, parse_day, parse_next
from deals.model import Contact, NextAction
from deals.refusal import Refusal
from deals.touch_words import (
    SPENT,
    Money,
    bare_at_end,
    day_at,
    kind_at,
    mark,
    marked_at,
    money_at,
    monies,
    name_at,
)

_GAP = re.compile(r"(?:[\s,，、;；&＆]|[+＋](?![0-9]))*")
_JOINT = re.compile(r"(?:with|and)\s+|[和与跟同]\s*")
_ARROW = r"(?:[-－—]+[>＞]|→)"
# Between letters or figures it is part of what is told: P2->P3.
_FOLLOWS = re.compile(rf"(?<![0-9A-Za-z]){_ARROW}|{_ARROW}(?![0-9A-Za-z])")
_QUOTED = re.compile(rf'"(?P<note>(?:[^"]|"")*)"\s*(?:{_ARROW}(?P<next>.*))?', re.DOTALL)
_LATER = re.compile(r"(?P<note>.*?)\s*(?P<day>[+＋] ?[0-9]{1,4} ?[dw天日周])", re.DOTALL)
_MENTION = re.compile(r'(?<![A-Za-z0-9_.+-])[@＠](?=["\w])')


@dataclass(frozen=True, slots=True)
class TouchLine:
    """What a line says of a touch: the day, the kind (an id), whom, what was spent, the note, and
    what follows with those who were met.
    """

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
) -> TouchLine:
    """The touch that `text` says; `always` are met whether it names them or not.

    `currency` is that of bare numbers. Raises the refusals `day-future`, `person-unknown`,
    `person-unclear`, and `follow-up-nobody` for what follows with nobody met.
    """
    head = _Head(text, people, today, list(always))
    head.read()
    rest = text[head.at :].lstrip().removeprefix(":").removeprefix("：").strip()
    line = TouchLine(head.on or today, head.how, currency=currency)
    if head.money is not None:
        line = _spent(line, head.money)
    if quoted := _QUOTED.fullmatch(rest):
        note, tail = quoted["note"].replace('""', '"').strip(), quoted["next"]
    else:
        note, tail = _parted(rest)
        note = head.mentioned(note)
        line, note, tail = _ending(line, note, tail, today, head.met)
    action = parse_next(tail or "", today)
    if action is not None and not head.met:
        raise Refusal("follow-up-nobody", text=tail or "")
    return replace(line, met=tuple(head.met), note=note.strip(), follow_up=action)


def touch_text(line: TouchLine, kind: str | None = None) -> str:
    """The touch as `parse_touch` reads it back; `kind` is another word for the way of meeting."""
    met = [mark(one.name) for one in line.met]
    spent = [] if line.worth is None else [f"{line.currency} {line.worth}"]
    head = " ".join(filter(None, [f"{line.on}", kind or line.how, *met, *spent]))
    tail = f" -> {next_text(line.follow_up)}" if line.follow_up else ""
    if not line.note:
        return head + tail
    plain = f"{head}: {line.note}{tail}"
    try:
        if parse_touch(plain, line.met, line.on, line.currency) == line:
            return plain
    except Refusal:
        pass
    quoted = line.note.replace('"', '""')
    return f'{head}: "{quoted}"{tail}'


@dataclass(slots=True)
class _Head:
    """Reads a line from its start as far as it says day, kind, people or money."""

    text: str
    people: Sequence[Contact]
    today: date
    met: list[Contact] = field(default_factory=list)
    on: date | None = None
    how: str = ""
    money: Money | None = None
    at: int = 0
    _named: bool = False

    def read(self) -> None:
        """Reads on until something else is said."""
        while True:
            gap = _GAP.match(self.text, self.at)
            self.at = gap.end() if gap else self.at
            if not (self._person() or self._day() or self._kind() or self._money()):
                return

    def mentioned(self, note: str) -> str:
        """The note less the signs before names; whoever is marked so was met."""
        while found := _MENTION.search(note):
            there = marked_at(note, found.start(), self.people)
            if there is None:
                break
            self._meet(there[0])
            name = note[found.end() : there[1]].strip('"').replace('""', '"')
            note = note[: found.start()] + name + note[there[1] :]
        return note

    def _person(self) -> bool:
        joint = _JOINT.match(self.text, self.at)
        for at in (self.at, joint.end() if joint else self.at):
            found = marked_at(self.text, at, self.people) or self._plainly_named(at)
            if found is not None:
                self._meet(found[0])
                self.at, self._named = found[1], True
                return True
        return False

    def _plainly_named(self, at: int) -> tuple[Contact, int] | None:
        """Who is named without a sign; where the name is a way of meeting, small, it is that."""
        found = name_at(self.text, at, self._left())
        kind = None if self.how else kind_at(self.text, at)
        if found is None or kind is None or found[1] != kind[1]:
            return found
        return None if self.text[at : found[1]].islower() or not self.text[at].isascii() else found

    def _left(self) -> Sequence[Contact]:
        """Who may still be named: once met, a name is a word of the note."""
        ids = {one.id for one in self.met} if self._named else set()
        return [one for one in self.people if one.id not in ids]

    def _meet(self, person: Contact) -> None:
        if person.id not in {one.id for one in self.met}:
            self.met.append(person)

    def _day(self) -> bool:
        found = None if self.on or self._named else day_at(self.text, self.at, self.today)
        if found is not None:
            self.on, self.at = found
        return found is not None

    def _kind(self) -> bool:
        """Before the names; behind them only in Chinese, where `何总 call me` cannot be meant."""
        found = None if self.how else kind_at(self.text, self.at)
        if found is None or (self._named and self.text[self.at].isascii()):
            return False
        kind, end, ended = found
        if not (ended or self._starts(end)):
            return False
        self.how, self.at = kind, end
        return True

    def _starts(self, at: int) -> bool:
        return bool(name_at(self.text, at, self._left()) or self.text[at] in "@＠")

    def _money(self) -> bool:
        found = None if self.money else money_at(self.text, self.at)
        if found is not None:
            self.money, self.at = found, found.end
        return found is not None


def _spent(line: TouchLine, money: Money) -> TouchLine:
    return replace(line, worth=money.worth, currency=money.currency)


def _parted(rest: str) -> tuple[str, str | None]:
    """The note, and what follows behind the arrow; None where there is none."""
    found = _FOLLOWS.search(rest)
    if found is None:
        return rest, None
    return rest[: found.start()].strip(), rest[found.end() :]


def _ending(
    line: TouchLine, note: str, tail: str | None, today: date, met: Sequence[Contact]
) -> tuple[TouchLine, str, str | None]:
    """The line, note and follow-up after the day and the money at the note's end are read."""
    later = _LATER.fullmatch(note) if tail is None and met else None
    if later is not None:
        note = later["note"]
    money = None if line.worth is not None else _money_in(note, line)
    if money is not None:
        line = _spent(line, money)
        note = " ".join(
            filter(None, (note[: money.start].rstrip(" ,，"), note[money.end :].strip()))
        )
    if later is not None:
        tail = next_text(NextAction(text=note, on=parse_day(later["day"], today)))
    return line, note, tail


def _money_in(note: str, line: TouchLine) -> Money | None:
    """What the note says was spent: at its end, or anywhere with a currency if the kind costs."""
    every = list(monies(note))
    if every and (every[-1].end == len(note) or line.how in SPENT):
        return every[-1]
    return bare_at_end(note, line.currency) if line.how in SPENT else None
