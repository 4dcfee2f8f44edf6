"""The chain and the list: a row a person, as a plain table whose rows are knots."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from deals.model import Contact, Project
from deals.net.findings import Findings, Pull
from screens.kit.cells import Align, fit, width
from screens.kit.net.signs import called, cr_span, lines_text, stance_span
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, Tone, joined
from screens.kit.wording.names import role_name
from screens.kit.wording.net import heading_mark, level_mark, stance_mark

_BAR, _CR_BAR = 6, 5


@dataclass(frozen=True, slots=True)
class Fact:
    """All that a cell may be made of: the person, their place in the ranking, their pull."""

    contact: Contact
    rank: int
    pull: Pull | None
    strongest: float
    touched: str


@dataclass(frozen=True, slots=True)
class Field:
    """A column: its id, its least and most cells, when it goes (1 first), and what stands in it."""

    id: str
    least: int
    most: int
    goes: int
    spans: Callable[[Fact], Line]
    align: Align = "left"


def _text(of: Callable[[Fact], str], tone: Tone = "") -> Callable[[Fact], Line]:
    return lambda fact: (Span(of(fact), tone),)


def _pull(fact: Fact) -> Line:
    if fact.pull is None:
        return (Span("?", "dim"),)
    share = fact.pull.points / fact.strongest if fact.strongest > 0 else 0
    return (Span(f"{fact.pull.points:5.1f} "), Span(_bar(share, _BAR), "strong"))


def _cr(fact: Fact) -> Line:
    said = cr_span(fact.contact.cr)
    return (Span(f"{said.text} {_bar((fact.contact.cr or 0) / 5, _CR_BAR)}", said.tone),)


def _stance(fact: Fact) -> Line:
    one = fact.contact
    sign = stance_span(one.stance)
    who = one.competitor if one.stance == "competitor" else None
    return (Span(f"{sign.text} {who or stance_mark(one.stance)}", sign.tone),)


def _bar(share: float, cells: int) -> str:
    full = max(0, min(cells, round(share * cells)))
    return "#" * full + "." * (cells - full)


def _needs(fact: Fact) -> str:
    one = fact.contact
    return "; ".join(filter(None, (one.work_needs, one.personal_needs)))


def _gap(fact: Fact) -> str:
    return f"{fact.pull.gap:.1f}" if fact.pull is not None else "?"


_RANK = Field("rank", 3, 3, 99, _text(lambda fact: f"{fact.rank}", "dim"), "right")
_NAME = Field("name", 10, 24, 99, _text(lambda fact: called(fact.contact)))
_TITLE = Field("title", 8, 24, 4, _text(lambda fact: fact.contact.title or ""))
_DEPARTMENT = Field("department", 8, 20, 2, _text(lambda fact: fact.contact.department or ""))
_LEVEL = Field("level", 5, 5, 8, _text(lambda fact: level_mark(fact.contact.level)))
_ROLE = Field("role", 10, 10, 6, _text(lambda fact: role_name(fact.contact.role or "")))
_LINES = Field("lines", 5, 5, 9, _text(lambda fact: lines_text(fact.contact)))
_CR_FIELD = Field("cr", 3, 3, 99, lambda fact: (cr_span(fact.contact.cr),))
_COVER = Field("cover", 8, 16, 5, _text(lambda fact: ", ".join(fact.contact.covered_by)))
_TOUCH = Field("touch", 10, 10, 3, _text(lambda fact: fact.touched))

_STANCE = Field("stance", 9, 14, 7, _stance)

_CHAIN = (
    _RANK,
    _NAME,
    _TITLE,
    _LEVEL,
    _ROLE,
    _LINES,
    Field("pull", 6 + _BAR, 6 + _BAR, 99, _pull),
    Field("cr", 4 + _CR_BAR, 4 + _CR_BAR, 99, _cr),
    Field("gap", 5, 5, 10, _text(_gap), "right"),
    _STANCE,
)
_LIST = (
    _NAME,
    _TITLE,
    _DEPARTMENT,
    _LEVEL,
    _LINES,
    _ROLE,
    _CR_FIELD,
    _STANCE,
    _COVER,
    _TOUCH,
    Field("needs", 12, 60, 1, _text(_needs)),
)


def chain_picture(project: Project, findings: Findings, cells: int) -> Picture:
    """The people by the gap between their pull and our relationship, the widest first.

    Knots are contact ids, each spanning its row; whoever the analysis does not rank comes last.
    """
    known = {one.id: one for one in project.contacts}
    ranked = [known[one.person] for one in findings.pulls if one.person in known]
    rest = [one for one in project.contacts if one.id not in {two.id for two in ranked}]
    return _table(_CHAIN, _facts(project, findings, [*ranked, *rest]), cells)


def list_picture(project: Project, findings: Findings, cells: int) -> Picture:
    """The people in entry order with every field that has room; knots are as in the chain."""
    return _table(_LIST, _facts(project, findings, project.contacts), cells)


def _facts(project: Project, findings: Findings, people: Sequence[Contact]) -> list[Fact]:
    pulls = {one.person: one for one in findings.pulls}
    strongest = max((one.points for one in findings.pulls), default=0.0)
    touched: dict[str, str] = {}
    for touch in sorted(project.touches, key=lambda one: one.on):
        touched |= dict.fromkeys(touch.contacts, touch.on.isoformat())
    return [
        Fact(one, place, pulls.get(one.id), strongest, touched.get(one.id, ""))
        for place, one in enumerate(people, 1)
    ]


def _table(fields: Sequence[Field], facts: Sequence[Fact], cells: int) -> Picture:
    fields = _fitting(fields, cells)
    rows = [[one.spans(fact) for one in fields] for fact in facts]
    rooms = _rooms(fields, rows, cells)
    total = sum(rooms) + len(rooms) - 1
    lines = [_row(fields, row, rooms) for row in rows]
    titles: list[Line] = [(Span(heading_mark(one.id), "dim"),) for one in fields]
    knots = [
        Knot(fact.contact.id, 0, y, total, line)
        for y, (fact, line) in enumerate(zip(facts, lines, strict=True))
    ]
    head = (_row(fields, titles, rooms),)
    return Picture(tuple(lines), {one.id: one for one in knots}, head, total)


def _fitting(fields: Sequence[Field], cells: int) -> Sequence[Field]:
    """The fields that have room at their least, the least needed left out one after the other."""
    kept = list(fields)
    while sum(one.least + 1 for one in kept) - 1 > cells and any(one.goes < 99 for one in kept):
        kept.remove(min(kept, key=lambda one: one.goes))
    return kept


def _rooms(fields: Sequence[Field], rows: Sequence[Sequence[Line]], cells: int) -> list[int]:
    """The cells of each field: its least, and of what is left over as much as its texts need."""
    rooms = [one.least for one in fields]
    left = cells - sum(rooms) - (len(rooms) - 1)
    for at, one in enumerate(fields):
        widest = max((sum(width(s.text) for s in row[at]) for row in rows), default=0)
        more = max(
            0, min(left, min(one.most, max(widest, width(heading_mark(one.id)))) - one.least)
        )
        rooms[at] += more
        left -= more
    return rooms


def _row(fields: Sequence[Field], row: Sequence[Line], rooms: Sequence[int]) -> Line:
    made: Line = ()
    for at, (one, spans, room) in enumerate(zip(fields, row, rooms, strict=True)):
        if at:
            made = joined(made, (Span(" "),))
        made = joined(made, _fitted(spans, room, one.align))
    return made


def _fitted(spans: Line, room: int, align: Align) -> Line:
    """The spans in exactly `room` cells, the last of them padded or cut."""
    made: Line = ()
    for span in spans[:-1]:
        made = joined(made, (Span(fit(span.text, min(room, width(span.text))), span.tone),))
        room -= width(span.text)
    last = spans[-1]
    return joined(made, (Span(fit(last.text, max(0, room), align), last.tone),))
