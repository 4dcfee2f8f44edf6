"""The chain, the list and the findings: plain tables whose rows are nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from deals.model import Contact, Project
from deals.network.findings import ApprovalPlace, InfluenceScore, NetworkFindings
from deals.network.relationship import against_us
from views.diagram import Diagram, Node
from views.glyphs import glyphs
from views.marks import CR_CELLS, bar, cr_sign
from views.network.node_labels import (
    approval_label,
    cr_tone,
    shorten_starred,
    stance_span,
    starred_name,
)
from views.person_names import fit_name, shorten_name
from views.styled_text import (
    CellAlign,
    StyledText,
    TextLine,
    Tone,
    cells_of,
    fit,
    join_spans,
    line,
    width,
    wrap,
)
from wording import _
from wording.findings import (
    heading_mark,
    hole_text,
    level_mark,
    line_text,
    meet_text,
    names_of,
    off_line_text,
    reach_text,
    rival_text,
    second_text,
    senior_text,
    single_text,
    stance_mark,
    top_text,
    unmatched_text,
    unplaced_text,
)
from wording.names import role_name

_BAR, _GAP_BAR, _POINTS = 10, 4, 4
"""The cells of the bars, and of the points before them."""
# Names are whole up to so many cells, whatever other columns have to go for them; somebody who goes
# by what they are has a long one, which is whole from so many cells of the table on.
_WHOLE, _LONG, _LONG_FROM = 14, 40, 78
_NEVER = 99
"""When a column goes that always stays."""


@dataclass(frozen=True, slots=True)
class ContactCells:
    """All that a cell may be made of: the person, their place in the ranking, their score.

    `strongest` and `widest` are the most influence that anybody has, and the widest gap.
    """

    contact: Contact
    rank: int
    pull: InfluenceScore | None
    strongest: float
    widest: float
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
    shorten: Callable[[str, int], str] | None = None


def _text(of: Callable[[ContactCells], str], tone: Tone = "") -> Callable[[ContactCells], TextLine]:
    return lambda row: (StyledText(of(row), tone),)


def _pull(row: ContactCells) -> TextLine:
    """Write how much somebody sways, and a bar of their own and of what they borrow."""
    if row.pull is None:
        return (StyledText(f"{'?':>{_POINTS}}", "dim"),)
    own, whole = (
        points / row.strongest if row.strongest > 0 else 0.0
        for points in (row.pull.own, row.pull.points)
    )
    shown = bar(own, _BAR)
    shown += glyphs().lent * (len(bar(whole, _BAR)) - len(shown))
    return (StyledText(f"{row.pull.points:{_POINTS}.1f} {shown}", "info"),)


def _cr(row: ContactCells) -> TextLine:
    tone = cr_tone(row.contact.cr, against=against_us(row.contact))
    return (StyledText(cr_sign(row.contact.cr), tone),)


def _gap(row: ContactCells) -> TextLine:
    """Write how much closeness lacks, and a bar of it; no gap is good or bad for its CR."""
    if row.pull is None:
        return (StyledText(f"{'?':>{_POINTS}}"),)
    shown = bar(row.pull.gap / row.widest if row.widest > 0 else 0.0, _GAP_BAR)
    return (StyledText(f"{row.pull.gap:{_POINTS}.1f} {shown}"),)


def _stance(row: ContactCells) -> TextLine:
    contact = row.contact
    sign = stance_span(contact.stance)
    who = contact.competitor if contact.stance == "competitor" else None
    return (StyledText(f"{sign.text} {who or stance_mark(contact.stance)}", sign.tone),)


def _needs(row: ContactCells) -> str:
    return _("; ").join(filter(None, (row.contact.work_needs, row.contact.personal_needs)))


_RANK = ContactColumn("rank", 2, 4, _NEVER, _text(lambda row: f"{row.rank}", "dim"), "right")
_NAME = ContactColumn(
    *("name", 10, _LONG, _NEVER, _text(lambda row: starred_name(row.contact), "strong")),
    shorten=shorten_starred,
)
_TITLE = ContactColumn("title", 8, 30, 4, _text(lambda row: row.contact.title or ""))
_DEPARTMENT = ContactColumn("department", 8, 20, 2, _text(lambda row: row.contact.department or ""))
_LEVEL = ContactColumn("level", 5, 5, 6, _text(lambda row: level_mark(row.contact.level)))
_ROLE = ContactColumn("role", 10, 10, 5, _text(lambda row: role_name(row.contact.role or "")))
_LINES = ContactColumn("lines", 5, 5, 7, _text(lambda row: approval_label(row.contact)))
_CR = ContactColumn("cr", CR_CELLS, CR_CELLS, _NEVER, _cr)
_COVER = ContactColumn(
    *("cover", 9, 16, 3, _text(lambda row: _(", ").join(row.contact.covered_by))),
    shorten=lambda names, cells: _shorten_names(names, cells),
)
_TOUCH = ContactColumn("touch", 10, 10, 3, _text(lambda row: row.touched))
_GAP_CELLS, _PULL_CELLS = (_POINTS + 1 + cells for cells in (_GAP_BAR, _BAR))
_GAP = ContactColumn("gap", _GAP_CELLS, _GAP_CELLS, 10, _gap)
_OWN = ContactColumn(
    "own", 5, 5, 2, _text(lambda row: f"{row.pull.own:.1f}" if row.pull else "?"), "right"
)
_BORROWED = ContactColumn(
    *("borrowed", 8, 8, 1),
    _text(lambda row: f"{row.pull.borrowed:.1f}" if row.pull and row.pull.borrowed else ""),
    "right",
)
_STANCE = ContactColumn("stance", 9, 14, 9, _stance)

_CHAIN = (
    _RANK,
    _NAME,
    _TITLE,
    _LEVEL,
    _ROLE,
    _LINES,
    ContactColumn("pull", _PULL_CELLS, _PULL_CELLS, _NEVER, _pull),
    _OWN,
    _BORROWED,
    _CR,
    _GAP,
    _STANCE,
)
_LIST = (
    _NAME,
    _TITLE,
    _DEPARTMENT,
    _LEVEL,
    _LINES,
    _ROLE,
    _CR,
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
    ranked = [score.person for score in findings.pulls if score.person in known]
    people = [known[person] for person in dict.fromkeys((*ranked, *known))]
    return _draw_table(_CHAIN, _list_cells(project, findings, people), cells)


def draw_contact_list(project: Project, findings: NetworkFindings, cells: int) -> Diagram:
    """Draw the people in entry order with every column that has room; nodes as in the chain."""
    return _draw_table(_LIST, _list_cells(project, findings, project.contacts), cells)


def _list_cells(
    project: Project, findings: NetworkFindings, people: Sequence[Contact]
) -> list[ContactCells]:
    pulls = {score.person: score for score in findings.pulls}
    strongest = max((score.points for score in findings.pulls), default=0.0)
    widest = max((score.gap for score in findings.pulls), default=0.0)
    touched: dict[str, str] = {}
    for touch in sorted(project.touches, key=lambda touch: touch.on):
        touched |= dict.fromkeys(touch.contacts, touch.on.isoformat())
    return [
        ContactCells(
            *(contact, place, pulls.get(contact.id), strongest, widest),
            touched.get(contact.id, ""),
        )
        for place, contact in enumerate(people, 1)
    ]


def _draw_table(
    columns: Sequence[ContactColumn], people: Sequence[ContactCells], cells: int
) -> Diagram:
    whole = _LONG if cells >= _LONG_FROM else _WHOLE
    names = (shorten_starred(starred_name(row.contact), whole) for row in people)
    named = max(map(width, names), default=0)
    columns = [
        replace(column, least=max(column.least, named)) if column.id == "name" else column
        for column in columns
    ]
    columns = _drop_columns(columns, cells - 1)
    rows = [[column.spans(person) for column in columns] for person in people]
    widths = _share_cells(columns, rows, cells - 1)
    total = max(cells, sum(widths) + len(widths))
    titles: list[TextLine] = [(StyledText(heading_mark(column.id), "dim"),) for column in columns]
    head, *lines = [_pad_row(_draw_row(columns, row, widths), total) for row in (titles, *rows)]
    nodes = {
        person.contact.id: Node(person.contact.id, 0, y, total, line)
        for y, (person, line) in enumerate(zip(people, lines, strict=True))
    }
    return Diagram(tuple(lines), nodes, (head,), total, gutter=True)


def _pad_row(row: TextLine, cells: int) -> TextLine:
    """Return a row behind its gutter, `cells` wide, so that the whole of it is lit."""
    rest = StyledText(" " * (cells - 1 - cells_of(row)), row[-1].tone)
    return join_spans((StyledText(" ", row[0].tone),), join_spans(row, (rest,)))


def _shorten_names(text: str, cells: int) -> str:
    """Shorten names so far that all of them have room, surnames kept; else but the first."""
    comma = _(", ")
    names = text.split(comma)
    for most in range(max(map(width, names)), 0, -1):
        shown = comma.join(shorten_name(name, most) for name in names)
        if width(shown) <= cells:
            return shown
    more = f" +{len(names) - 1}" if len(names) > 1 else ""
    return fit_name(names[0], max(1, cells - len(more))).rstrip() + more


def _drop_columns(columns: Sequence[ContactColumn], cells: int) -> Sequence[ContactColumn]:
    """Drop the least needed columns, one after the other, until the rest have room."""
    kept = list(columns)
    while sum(column.least + 1 for column in kept) - 1 > cells:
        first = min(kept, key=lambda column: column.goes)
        if first.goes == _NEVER:
            break
        kept.remove(first)
    return kept


def _share_cells(
    columns: Sequence[ContactColumn], rows: Sequence[Sequence[TextLine]], cells: int
) -> list[int]:
    """Give each column its least, and of what is left over as much as its texts need."""
    widths = [column.least for column in columns]
    left = cells - sum(widths) - (len(widths) - 1)
    for at, column in enumerate(columns):
        texts = [width(heading_mark(column.id)), *(cells_of(row[at]) for row in rows)]
        more = max(0, min(left, min(column.most, max(texts)) - column.least))
        widths[at] += more
        left -= more
    return widths


def _draw_row(
    columns: Sequence[ContactColumn], row: Sequence[TextLine], widths: Sequence[int]
) -> TextLine:
    made: TextLine = ()
    for at, (column, spans, cells) in enumerate(zip(columns, row, widths, strict=True)):
        if at:
            # In the tone before it: a change of tone costs bytes.
            made = join_spans(made, (StyledText(" ", made[-1].tone),))
        if shorten := column.shorten:
            spans = tuple(each._replace(text=shorten(each.text, cells)) for each in spans)
        made = join_spans(made, _fit_spans(spans, cells, column.align))
    return made


def _fit_spans(spans: TextLine, cells: int, align: CellAlign) -> TextLine:
    """Fit the spans into exactly so many cells, the last of them padded or cut."""
    made: TextLine = ()
    *first, last = spans
    for span in first:
        taken = width(span.text)
        made = join_spans(made, (StyledText(fit(span.text, min(cells, taken)), span.tone),))
        cells -= taken
    return join_spans(made, (StyledText(fit(last.text, max(0, cells), align), last.tone),))


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding in words, the person or the place that it is about, and what to do next."""

    text: str
    sign: str = " "
    person: str | None = None
    place: ApprovalPlace | None = None
    ask: str = ""

    @property
    def tone(self) -> Tone:
        """The colour of its sign: one sign is never seen in two colours."""
        return _FINDING_TONES.get(self.sign, "dim")


_FINDING_TONES: Mapping[str, Tone] = {"!": "red", "~": "amber"}


def list_findings(project: Project, found: NetworkFindings) -> tuple[FindingLine, ...]:
    """List every finding, the worst kinds first: holes, what the net lacks to be judged whole, who
    backs a competitor, single points, people of the top whom no senior of ours meets, the lines.
    """
    return tuple(_find_lines(project, found))


def _find_lines(project: Project, found: NetworkFindings) -> Iterator[FindingLine]:
    names = names_of(project)
    if not found.places and not found.unplaced:
        yield FindingLine(_("Mark who approves what (t) to see where the net holds"), "~")
    for place in found.holes:
        who = place.people[0] if place.people else None
        text = hole_text(place, names)
        yield FindingLine(text, "!", person=who, place=place, ask=reach_text(place, names))
    yield from _find_gaps(project, found)
    for rival in found.rivals:
        who = rival.people[0] if rival.people else None
        ask = meet_text(rival.people, names)
        yield FindingLine(rival_text(rival, names), "!", person=who, ask=ask)
    for single in found.singles:
        text, ask = single_text(single, names), second_text(single, names)
        yield FindingLine(text, "~", person=single.person, ask=ask)
    for person in found.unmatched:
        text, ask = unmatched_text(person, names), senior_text(person, names)
        yield FindingLine(text, "~", person=person, ask=ask)
    for state in found.lines:
        weak = next((place for place in state.places if not place.held), None)
        yield FindingLine(line_text(state, glyphs().onward), place=weak)


def _find_gaps(project: Project, found: NetworkFindings) -> Iterator[FindingLine]:
    """Yield who is at no place for want of a level or a line, and the lines that nobody ends."""
    people = {contact.id: contact for contact in project.contacts}
    for person in found.unplaced:
        yield FindingLine(unplaced_text(people[person]), "~", person=person)
    for person in found.off_line:
        yield FindingLine(off_line_text(people[person]), "~", person=person)
    for place in found.tops:
        text, ask = top_text(place, found), reach_text(place, {})
        yield FindingLine(text, "~", place=place, ask=ask)


def draw_findings(findings: tuple[FindingLine, ...], cells: int) -> Diagram:
    """Draw the findings one below another, each in as many lines as it takes; the cursor's id is
    `finding:` and the number.
    """
    lines, nodes = list[TextLine](), dict[str, Node]()
    for number, finding in enumerate(findings):
        texts = wrap(finding.text, cells - 3, len(finding.text) + 1) or [""]
        starts = (f" {finding.sign} ", *["   "] * len(texts))
        label, *below = (
            line(StyledText(fit(start + text, cells), finding.tone))
            for start, text in zip(starts, texts, strict=False)
        )
        node_id = f"finding:{number}"
        nodes[node_id] = Node(node_id, 0, len(lines), cells, label, tuple(below))
        lines += [label, *below]
    head = line(StyledText(fit("   " + _("Findings, worst first"), cells), "strong"))
    return Diagram(tuple(lines), nodes, (head,), cells, gutter=True)
