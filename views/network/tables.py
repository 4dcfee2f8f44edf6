"""The chain and the list: a row a person, as a plain table whose rows are nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from deals.model import Contact, Project
from deals.network.findings import ApprovalPlace, InfluenceScore, NetworkFindings
from views.diagram import Diagram, Node
from views.network.node_labels import cr_span, lines_text, stance_span, starred_name
from views.styled_text import CellAlign, StyledText, TextLine, Tone, fit, join_spans, line, width
from wording import _
from wording.findings import (
    heading_mark,
    hole_text,
    level_mark,
    line_text,
    meet_text,
    names_of,
    reach_text,
    rival_text,
    second_text,
    senior_text,
    single_text,
    stance_mark,
    unmatched_text,
)
from wording.names import role_name

_BAR, _CR_BAR = 6, 5


@dataclass(frozen=True, slots=True)
class ContactCells:
    """All that a cell may be made of: the person, their place in the ranking, their pull."""

    contact: Contact
    rank: int
    pull: InfluenceScore | None
    strongest: float
    touched: str


@dataclass(frozen=True, slots=True)
class ContactColumn:
    """A column: its id, its least and most cells, when it goes (1 first), and what stands in it."""

    id: str
    least: int
    most: int
    goes: int
    spans: Callable[[ContactCells], TextLine]
    align: CellAlign = "left"


def _text(of: Callable[[ContactCells], str], tone: Tone = "") -> Callable[[ContactCells], TextLine]:
    return lambda fact: (StyledText(of(fact), tone),)


def _pull(fact: ContactCells) -> TextLine:
    if fact.pull is None:
        return (StyledText("?", "dim"),)
    share = fact.pull.points / fact.strongest if fact.strongest > 0 else 0
    return (StyledText(f"{fact.pull.points:5.1f} "), StyledText(_bar(share, _BAR), "strong"))


def _cr(fact: ContactCells) -> TextLine:
    span = cr_span(fact.contact.cr)
    return (StyledText(f"{span.text} {_bar((fact.contact.cr or 0) / 5, _CR_BAR)}", span.tone),)


def _stance(fact: ContactCells) -> TextLine:
    contact = fact.contact
    sign = stance_span(contact.stance)
    who = contact.competitor if contact.stance == "competitor" else None
    return (StyledText(f"{sign.text} {who or stance_mark(contact.stance)}", sign.tone),)


def _bar(share: float, cells: int) -> str:
    full = max(0, min(cells, round(share * cells)))
    return "#" * full + "." * (cells - full)


def _needs(fact: ContactCells) -> str:
    contact = fact.contact
    return "; ".join(filter(None, (contact.work_needs, contact.personal_needs)))


def _gap(fact: ContactCells) -> str:
    return f"{fact.pull.gap:.1f}" if fact.pull is not None else "?"


_RANK = ContactColumn("rank", 3, 3, 99, _text(lambda fact: f"{fact.rank}", "dim"), "right")
_NAME = ContactColumn("name", 10, 24, 99, _text(lambda fact: starred_name(fact.contact)))
_TITLE = ContactColumn("title", 8, 24, 4, _text(lambda fact: fact.contact.title or ""))
_DEPARTMENT = ContactColumn(
    "department", 8, 20, 2, _text(lambda fact: fact.contact.department or "")
)
_LEVEL = ContactColumn("level", 5, 5, 8, _text(lambda fact: level_mark(fact.contact.level)))
_ROLE = ContactColumn("role", 10, 10, 6, _text(lambda fact: role_name(fact.contact.role or "")))
_LINES = ContactColumn("lines", 5, 5, 9, _text(lambda fact: lines_text(fact.contact)))
_CR_FIELD = ContactColumn("cr", 3, 3, 99, lambda fact: (cr_span(fact.contact.cr),))
_COVER = ContactColumn("cover", 8, 16, 5, _text(lambda fact: ", ".join(fact.contact.covered_by)))
_TOUCH = ContactColumn("touch", 10, 10, 3, _text(lambda fact: fact.touched))

_STANCE = ContactColumn("stance", 9, 14, 7, _stance)

_CHAIN = (
    _RANK,
    _NAME,
    _TITLE,
    _LEVEL,
    _ROLE,
    _LINES,
    ContactColumn("pull", 6 + _BAR, 6 + _BAR, 99, _pull),
    ContactColumn("cr", 4 + _CR_BAR, 4 + _CR_BAR, 99, _cr),
    ContactColumn("gap", 5, 5, 10, _text(_gap), "right"),
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
    ContactColumn("needs", 12, 60, 1, _text(_needs)),
)


def draw_chain(project: Project, findings: NetworkFindings, cells: int) -> Diagram:
    """Draw the people by the gap between their pull and our relationship, the widest first.

    Nodes are contact ids, each spanning its row; whoever the analysis does not rank comes last.
    """
    known = {contact.id: contact for contact in project.contacts}
    ranked = [known[score.person] for score in findings.pulls if score.person in known]
    rest = [contact for contact in project.contacts if contact.id not in {two.id for two in ranked}]
    return _table(_CHAIN, _facts(project, findings, [*ranked, *rest]), cells)


def draw_contact_list(project: Project, findings: NetworkFindings, cells: int) -> Diagram:
    """Draw the people in entry order with every field that has room.

    Nodes are as in the chain.
    """
    return _table(_LIST, _facts(project, findings, project.contacts), cells)


def _facts(
    project: Project, findings: NetworkFindings, people: Sequence[Contact]
) -> list[ContactCells]:
    pulls = {score.person: score for score in findings.pulls}
    strongest = max((score.points for score in findings.pulls), default=0.0)
    touched: dict[str, str] = {}
    for touch in sorted(project.touches, key=lambda touch: touch.on):
        touched |= dict.fromkeys(touch.contacts, touch.on.isoformat())
    return [
        ContactCells(contact, place, pulls.get(contact.id), strongest, touched.get(contact.id, ""))
        for place, contact in enumerate(people, 1)
    ]


def _table(fields: Sequence[ContactColumn], facts: Sequence[ContactCells], cells: int) -> Diagram:
    fields = _drop_fields(fields, cells)
    rows = [[field.spans(fact) for field in fields] for fact in facts]
    rooms = _rooms(fields, rows, cells)
    total = sum(rooms) + len(rooms) - 1
    lines = [_row(fields, row, rooms) for row in rows]
    titles: list[TextLine] = [(StyledText(heading_mark(field.id), "dim"),) for field in fields]
    nodes = [
        Node(fact.contact.id, 0, y, total, line)
        for y, (fact, line) in enumerate(zip(facts, lines, strict=True))
    ]
    head = (_row(fields, titles, rooms),)
    return Diagram(tuple(lines), {node.id: node for node in nodes}, head, total)


def _drop_fields(fields: Sequence[ContactColumn], cells: int) -> Sequence[ContactColumn]:
    """Drop the least needed fields, one after the other, until the rest have room."""
    kept = list(fields)
    while sum(field.least + 1 for field in kept) - 1 > cells and any(
        field.goes < 99 for field in kept
    ):
        kept.remove(min(kept, key=lambda field: field.goes))
    return kept


def _rooms(
    fields: Sequence[ContactColumn], rows: Sequence[Sequence[TextLine]], cells: int
) -> list[int]:
    """Return the cells of each field.

    Its least, and of what is left over as much as its texts need.
    """
    rooms = [field.least for field in fields]
    left = cells - sum(rooms) - (len(rooms) - 1)
    for at, field in enumerate(fields):
        widest = max((sum(width(s.text) for s in row[at]) for row in rows), default=0)
        more = max(
            0, min(left, min(field.most, max(widest, width(heading_mark(field.id)))) - field.least)
        )
        rooms[at] += more
        left -= more
    return rooms


def _row(
    fields: Sequence[ContactColumn], row: Sequence[TextLine], rooms: Sequence[int]
) -> TextLine:
    made: TextLine = ()
    for at, (field, spans, room) in enumerate(zip(fields, row, rooms, strict=True)):
        if at:
            made = join_spans(made, (StyledText(" "),))
        made = join_spans(made, _fit_spans(spans, room, field.align))
    return made


def _fit_spans(spans: TextLine, room: int, align: CellAlign) -> TextLine:
    """Return the spans in exactly `room` cells, the last of them padded or cut."""
    made: TextLine = ()
    for span in spans[:-1]:
        made = join_spans(
            made, (StyledText(fit(span.text, min(room, width(span.text))), span.tone),)
        )
        room -= width(span.text)
    last = spans[-1]
    return join_spans(made, (StyledText(fit(last.text, max(0, room), align), last.tone),))


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, the person or the place that it is about, and what to do next."""

    text: str
    sign: str = " "
    tone: Tone = ""
    person: str | None = None
    place: ApprovalPlace | None = None
    ask: str = ""


def list_findings(project: Project, found: NetworkFindings) -> tuple[FindingLine, ...]:
    """Return every finding.

    Holes, who backs a competitor, single points, unmatched tops, the lines.
    """
    return tuple(_find_lines(project, found))


def _find_lines(project: Project, found: NetworkFindings) -> Iterator[FindingLine]:
    names = names_of(project)
    if not found.places:
        yield FindingLine(
            _("Mark who approves what (t), so that the net can be judged"), "!", "amber"
        )
    for place in found.holes:
        who = place.people[0] if place.people else None
        text = hole_text(place, names)
        yield FindingLine(text, "!", "red", person=who, place=place, ask=reach_text(place, names))
    for rival in found.rivals:
        who = rival.people[0] if rival.people else None
        ask = meet_text(rival.people, names)
        yield FindingLine(rival_text(rival, names), "!", "amber", person=who, ask=ask)
    for single in found.singles:
        text, ask = single_text(single, names), second_text(single, names)
        yield FindingLine(text, "~", "amber", person=single.person, ask=ask)
    for person in found.unmatched:
        text, ask = unmatched_text(person, names), senior_text(person, names)
        yield FindingLine(text, "~", "amber", person=person, ask=ask)
    for state in found.lines:
        weak = next((place for place in state.places if not place.held), None)
        yield FindingLine(line_text(state), " ", "dim", place=weak)


def draw_findings(findings: tuple[FindingLine, ...], cells: int) -> Diagram:
    """Draw the findings a row each, whole; the cursor's id is `finding:` and the number."""
    lines, nodes = [], {}
    for number, finding in enumerate(findings):
        label = line(StyledText(fit(f" {finding.sign} {finding.text}", cells), finding.tone))
        lines.append(label)
        nodes[f"finding:{number}"] = Node(f"finding:{number}", 0, number, cells, label)
    head = line(StyledText(fit("   " + _("What the net shows, the worst first"), cells), "strong"))
    return Diagram(tuple(lines), nodes, (head,), cells)
