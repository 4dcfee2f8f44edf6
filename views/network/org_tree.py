"""The tree: the customer's people as they report, with the approval lines down the left side.

Where nobody knows who reports to whom, the levels stand in for it: bands of people, with the places
of both approval lines where nobody is named among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from deals.model import LEVELS, LINES, ApprovalLine, Level, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from views.diagram import CellGrid, Diagram, Node
from views.glyphs import glyphs
from views.marks import CR_CELLS, cr_sign, titled_rule
from views.network.influence_badges import NumberedInfluence, number_influences
from views.network.label_lines import judge_places_of
from views.network.node_labels import (
    LETTERS,
    cr_tone,
    shorten_starred,
    stance_span,
    starred_name,
)
from views.network.placement import ContactGroup, group_contacts, hole_id, map_contacts_to_nodes
from views.network.rails import rail_signs, tie_signs
from views.person_names import fit_name
from views.styled_text import StyledText, TextLine, cells_of, cut, fit, join_spans, line, width
from wording.findings import absent_mark, heading_mark, level_mark, outside_mark, unnamed_mark
from wording.names import role_name


@dataclass(frozen=True, slots=True)
class OrgNode:
    """A row of an outline: a group, and for each step down to it whether more come behind; in a
    band of a level it stands a step in.
    """

    group: ContactGroup
    more: tuple[bool, ...] = ()
    banded: bool = False

    def on(self, line: ApprovalLine) -> bool:
        """Whether the line runs through here."""
        return self.group.on(line)

    def step(self, line: ApprovalLine) -> int | None:
        """Return the place on the line, None where the order is not known."""
        return self.group.step(line)


@dataclass(frozen=True, slots=True)
class OrgHole:
    """A row for a place where nobody is named; `absent` where the customer has nobody there."""

    place: ApprovalPlace
    absent: bool = False

    def on(self, line: ApprovalLine) -> bool:
        """Whether the line runs through here."""
        return line == self.place.line and not self.absent

    def step(self, _line: ApprovalLine) -> None:
        """Return that the order is not known."""


@dataclass(frozen=True, slots=True)
class OrgHeading:
    """A row that heads others; blank without a text, `wide` over the whole width."""

    text: str = ""
    wide: bool = False

    def on(self, _line: ApprovalLine) -> bool:
        """Return that no line runs through here."""
        return False

    def step(self, _line: ApprovalLine) -> None:
        """Return that there is no order."""


OrgRow = OrgNode | OrgHole | OrgHeading


def map_bosses(every: Sequence[ContactGroup], node_of: Mapping[str, str]) -> Mapping[str, str]:
    """Map each node to the one it reports to: a folded department to its head's boss outside."""
    found: dict[str, str] = {}
    for group in every:
        for contact in (group.head, *group.people):
            boss = node_of.get(contact.reports_to or "")
            if boss is not None and boss != group.id:
                found.setdefault(group.id, boss)
    return found


def make_outline(every: Sequence[ContactGroup], boss: Mapping[str, str]) -> list[OrgNode]:
    """List the groups as they report, each once, those of one boss in entry order.

    Whoever reports to nobody among them is a root; should they report in a circle, which folding
    can bring about, the first of the circle is.
    """
    known = {group.id: group for group in every}
    under: dict[str, list[ContactGroup]] = defaultdict(list)
    for group in every:
        if boss.get(group.id) in known:
            under[boss[group.id]].append(group)
    seen: set[str] = set()
    roots = [group for group in every if boss.get(group.id) not in known]
    made = [org_node for root in roots for org_node in _walk_groups(root, (), under, seen)]
    for group in every:
        if group.id not in seen:
            made += _walk_groups(group, (), under, seen)
    return made


def _walk_groups(
    group: ContactGroup,
    more: tuple[bool, ...],
    under: Mapping[str, Sequence[ContactGroup]],
    seen: set[str],
) -> Iterator[OrgNode]:
    seen.add(group.id)
    yield OrgNode(group, more)
    below = [child for child in under.get(group.id, ()) if child.id not in seen]
    for place, child in enumerate(below, 1):
        if child.id not in seen:
            yield from _walk_groups(child, (*more, place < len(below)), under, seen)


def band_loose_people(outline: Sequence[OrgNode], findings: NetworkFindings) -> list[OrgRow]:
    """Put those who neither report to anybody nor have anybody under them in bands of their levels,
    behind the others, if there are two or more and of one at least the level is known.
    """
    loose = [
        node
        for node, below in zip(outline, [*outline[1:], None], strict=False)
        if not node.more and not (below and below.more)
    ]
    if len(loose) < _LOOSE or all(node.group.head.level is None for node in loose):
        return list(outline)
    tied: list[OrgRow] = [node for node in outline if node not in loose]
    rows = [*tied, OrgHeading()] if tied else tied
    levels: tuple[Level | None, ...] = (*LEVELS, None)
    for level in levels:
        band = _band(level, loose, findings)
        rows += [OrgHeading(level_mark(level)), *band] if band else []
    return rows


def _band(
    level: Level | None, loose: Sequence[OrgNode], findings: NetworkFindings
) -> list[OrgNode | OrgHole]:
    """List the people of a level, then its places where nobody is named."""
    people = [OrgNode(node.group, banded=True) for node in loose if node.group.head.level == level]
    unnamed = [OrgHole(place) for place in findings.places if not place.known]
    absent = [OrgHole(place, absent=True) for place in findings.absent]
    empty = [hole for hole in (*unnamed, *absent) if hole.place.level == level]
    return [*people, *sorted(empty, key=lambda hole: LINES.index(hole.place.line))]


_LANE, _STEP = 3, 3
_LOOSE = 2
_OUTLINE = 1 + _LANE * len(LINES)
_NAME = 28
_TITLE = 24
_LEAST_TITLE = 6
# The CR, the stance, and what parts them and the column behind.
_SIGNS = CR_CELLS + 4
# Who sways whom has so much room, as far as it needs it, before titles have any.
_SWAYS = 20
# Cells that a name is never cut below where many stand beside each other.
_LEAST_NAME = 5
# The cells of how many more there are: ` +12`.
_MORE = 4
# Where not even so many cells are left for what stands beside a name, it stands further right.
_BESIDE = 28
_HOLE_SIGN = "!"


@dataclass(frozen=True, slots=True)
class _OrgTree:
    """The rows of a tree, and what stands beside them: each column with the blank behind it."""

    rows: tuple[OrgRow, ...]
    places: Sequence[ApprovalPlace]
    close: Sequence[str]
    names: Mapping[str, str]
    sways: Sequence[NumberedInfluence]
    beside: int
    level: int
    title: int
    role: int

    @property
    def taken(self) -> int:
        """The cells of the columns before those of influence."""
        return self.level + self.title + self.role + _SIGNS


def draw_org_tree(
    project: Project, findings: NetworkFindings, cells: int, folded: Set[str] = frozenset()
) -> Diagram:
    """Draw the reporting lines as an outline; beside each the rank, the title, how close they are,
    and who sways whom, by the numbers of the net.

    Whoever stands apart from all reporting is in the band of their level instead. Nodes are contact
    ids, each to the end of its row; a folded department is one node `dept:NAME`, and in bands there
    is `hole:LEVEL:LINE` too, where nobody is named. Both approval lines run down the left side as
    rails, from the first to the last on the line, dotted on both sides of a hole;
    outside persons stand apart at the end.
    """
    every = group_contacts(project, folded)
    tree = _tree(project, every, findings, cells)
    canvas = CellGrid()
    nodes: list[Node] = []
    for y, row in enumerate(tree.rows):
        if isinstance(row, OrgNode):
            nodes.append(_row(canvas, tree, row, y, cells))
        elif isinstance(row, OrgHole):
            nodes.append(_hole_row(canvas, row, y, cells))
        elif row.text:
            x = 0 if row.wide else _OUTLINE
            canvas.piece(x, y, titled_rule((StyledText(row.text, "dim"),), max(0, cells - x)))
    for at, approval in enumerate(LINES):
        _draw_line(canvas, tree, approval, 1 + at * _LANE)
    lines = canvas.lines(len(tree.rows))
    total = max([cells, *map(cells_of, lines)])
    head = (_head(tree, cells),)
    return Diagram(lines, {node.id: node for node in nodes}, head, total, gutter=True)


def _tree(
    project: Project, every: Sequence[ContactGroup], findings: NetworkFindings, cells: int
) -> _OrgTree:
    node_of = map_contacts_to_nodes(every)
    boss = map_bosses(every, node_of)
    outline = make_outline([group for group in every if not group.head.outside], boss)
    inside = band_loose_people(outline, findings)
    outside = make_outline([group for group in every if group.head.outside], boss)
    apart = [OrgHeading(), OrgHeading(outside_mark(), wide=True)] if outside else []
    sways = number_influences(project.influences, node_of)
    people = [row for row in (*inside, *outside) if isinstance(row, OrgNode)]
    widest = max((_starts(node) + width(_name(node.group)) for node in people), default=0)
    names = {group.id: group.department or group.head.name for group in every}
    level = _column("level", (level_mark(group.head.level) for group in every))
    need = max((_need(group, sways, names) for group in every), default=0)
    swayed = min(_SWAYS, max(need, width(heading_mark("sways")) if sways else 0))
    least = level + _SIGNS + swayed
    beside = max(min(widest, cells - max(least, _BESIDE)), _OUTLINE + width(heading_mark("name")))
    title, role = _share_columns(every, cells - beside - 1 - least, need - swayed)
    rows = (*inside, *apart, *outside)
    return _OrgTree(
        rows, findings.places, findings.close, names, sways, beside + 1, level, title, role
    )


def _share_columns(every: Sequence[ContactGroup], free: int, apart: int) -> tuple[int, int]:
    """Return the cells of titles and of roles: what is left over, and nothing if that is little.

    `apart` are the cells that influence could do with before there are roles.
    """
    titles = [group.head.title or "" for group in every]
    widest = min(_TITLE, _column("title", titles)) if any(titles) else 0
    title = min(widest, free)
    title = title if title >= min(_LEAST_TITLE, widest) else 0
    roles = [role_name(group.head.role or "") for group in every]
    role = _column("role", roles) if any(roles) else 0
    return title, role if free - title - apart >= role else 0


def _need(group: ContactGroup, sways: Sequence[NumberedInfluence], names: Mapping[str, str]) -> int:
    """Count the cells of all that is told of somebody's influence."""
    into = sum(len(each.sign) + 2 for each in sways if each.target == group.id)
    out = (
        len(each.sign) + len(each.force) + 4 + width(names[each.target])
        for each in sways
        if each.source == group.id
    )
    return into + sum(out) + width(_rival(group))


def _rival(group: ContactGroup) -> str:
    """Return the competitor that somebody backs."""
    backs = group.department is None and group.head.stance == "competitor"
    return (group.head.competitor or "") if backs else ""


def _column(id: str, texts: Iterable[str]) -> int:
    """Count the cells of a column: its heading or the widest text of it, and a blank."""
    return max(map(width, (heading_mark(id), *texts))) + 1


def _starts(org_node: OrgNode) -> int:
    return _OUTLINE + _STEP * (len(org_node.more) + org_node.banded)


def _name(group: ContactGroup) -> str:
    """Write the name of a person, or of a folded department with how many people it has."""
    if group.department is None:
        return shorten_starred(starred_name(group.head), _NAME)
    count = f" ({len(group.people)})"
    name = glyphs().folded + group.department
    return fit(name, min(_NAME - len(count), width(name))) + count


def _row(canvas: CellGrid, tree: _OrgTree, org_node: OrgNode, y: int, cells: int) -> Node:
    alphabet, x = glyphs(), _starts(org_node)
    for at, more in enumerate(org_node.more[:-1]):
        if more:
            canvas.sign(_OUTLINE + at * _STEP, y, alphabet.upright, "line")
    if org_node.more:
        sign = alphabet.branch if org_node.more[-1] else alphabet.last_branch
        canvas.piece(x - _STEP, y, line(StyledText(f"{sign}{alphabet.rule} ", "line")))
    name = _name(org_node.group)
    room = max(width(name) + 1, tree.beside - x)
    facts = _facts(tree, org_node.group, max(_BESIDE, cells - x - room))
    label = (StyledText(fit(name, room), "strong"), *facts)
    label = (*label, StyledText(" " * (cells - x - cells_of(label))))
    canvas.piece(x, y, label)
    return Node(org_node.group.id, x, y, cells_of(label), label)


def _hole_row(canvas: CellGrid, row: OrgHole, y: int, cells: int) -> Node:
    x = _OUTLINE + _STEP
    text = f"({absent_mark()})" if row.absent else unnamed_mark()
    label = line(StyledText(fit(text, max(width(text), cells - x)), "dim" if row.absent else "red"))
    canvas.piece(x, y, label)
    return Node(hole_id(row.place), x, y, cells_of(label), label)


def _facts(tree: _OrgTree, group: ContactGroup, cells: int) -> TextLine:
    contact = group.head
    alone = group.department is None
    text = fit(level_mark(contact.level), tree.level)
    if tree.title:
        text += fit((contact.title or "") if alone else "", tree.title - 1) + " "
    text += fit(role_name(contact.role or "") if alone else "", tree.role)
    cr = group.best
    sign = stance_span(contact.stance) if alone else StyledText(" ")
    facts = (
        StyledText(text, "dim"),
        StyledText(f"{cr_sign(cr)} ", cr_tone(cr, against=group.against)),
        StyledText(f"{sign.text}  ", sign.tone),
    )
    *rest, last = [StyledText(""), *_influences(tree, group, cells - cells_of(facts))]
    return cut((*facts, *rest, last._replace(text=last.text.rstrip())), cells)


def _influences(tree: _OrgTree, group: ContactGroup, cells: int) -> Iterator[StyledText]:
    """Yield by whom somebody is swayed, in numbers, and whom they sway, with the rival they back.

    Names are cut alike if they do not fit, and how many are left out is said.
    """
    onward, backward = glyphs().onward, glyphs().backward
    into = [each for each in tree.sways if each.target == group.id]
    badges: TextLine = ()
    for each in sorted(into, key=lambda each: not each.favour):
        badges = join_spans(badges, (StyledText(f"{backward}{each.sign}", each.tone),))
    badges = join_spans(badges, (StyledText(" ", badges[-1].tone),)) if badges else ()
    yield from badges
    cells -= cells_of(badges)
    out = [each for each in tree.sways if each.source == group.id]
    rival = _rival(group)
    cells -= width(rival) + 1 if rival else 0
    marks = [f"{onward}{each.sign}  {each.force} " for each in out]
    names = [tree.names[each.target] for each in out]
    shown, most = _fit_names(marks, names, cells + 1)
    for each, name in zip(out[:shown], names, strict=False):
        short = fit_name(name, min(most, width(name))).rstrip()
        yield StyledText(f"{onward}{each.sign} {short} {each.force} ", each.tone)
    if shown < len(out):
        yield StyledText(f"+{len(out) - shown} ", "dim")
    if rival:
        yield StyledText(rival, "red")


def _fit_names(marks: Sequence[str], names: Sequence[str], cells: int) -> tuple[int, int]:
    """Find how many fit, as many as can be, and to how many cells their names are cut."""
    for shown in range(len(names), 0, -1):
        room = cells - (_MORE if shown < len(names) else 0)
        for most in range(max(map(width, names[:shown])), _LEAST_NAME - 1, -1):
            if _total(marks[:shown], names[:shown], most) <= room:
                return shown, most
    return min(1, len(names)), _LEAST_NAME


def _total(marks: Sequence[str], names: Sequence[str], most: int) -> int:
    return sum(map(width, marks)) + sum(min(most, width(name)) for name in names)


def _draw_line(canvas: CellGrid, tree: _OrgTree, approval: ApprovalLine, x: int) -> None:
    """Draw a line as a rail from the first to the last on it: whole between two that we hold,
    dotted on both sides of a hole with a sign there; beside it the place on the line, if known.
    """
    on = [y for y, row in enumerate(tree.rows) if row.on(approval)]
    above = False
    for at, y in enumerate(on):
        row = tree.rows[y]
        hole = not isinstance(row, OrgNode) or _is_hole(tree, row.group, approval)
        for between in range(on[at - 1] + 1 if at else y, y):
            canvas.sign(x, between, *rail_signs(approval, hole=hole or above))
        above = hole
        sign, tone = rail_signs(approval, hole=hole)
        step = row.step(approval)
        if hole:
            canvas.sign(x, y, sign, tone)
            canvas.sign(x + 1, y, _HOLE_SIGN, tone)
        else:
            place = 1 if len(on) == 1 else 0 if at == 0 else 2 if y == on[-1] else 1
            close = isinstance(row, OrgNode) and _is_close(tree, row.group)
            tie, run = tie_signs(approval, place) if close else (sign, glyphs().loose)
            canvas.sign(x, y, tie, tone)
            canvas.sign(x + 1, y, str(step) if step else run, tone if close else "dim")


def _is_hole(tree: _OrgTree, group: ContactGroup, approval: ApprovalLine) -> bool:
    mine = [place for place in tree.places if place.line == approval]
    return judge_places_of(mine, [person.id for person in group.people])[1]


def _is_close(tree: _OrgTree, group: ContactGroup) -> bool:
    return any(person.id in tree.close for person in group.people)


def _head(tree: _OrgTree, cells: int) -> TextLine:
    lanes = "".join(LETTERS[approval].ljust(_LANE) for approval in LINES)
    columns = [("level", tree.level), ("title", tree.title), ("role", tree.role)]
    titles = "".join(fit(heading_mark(name), room) for name, room in columns)
    start = fit(f" {lanes}{heading_mark('name')}", tree.beside)
    signs = fit(heading_mark("cr"), _SIGNS)
    text = f"{start}{titles}{signs}{heading_mark('sways') if tree.sways else ''}"
    return cut(line(StyledText(text, "dim")), cells)
