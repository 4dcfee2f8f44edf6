"""The tree: the customer's people as they report, with the approval lines down the left side.

Where nobody knows who reports to whom, the levels stand in for it: bands of people, with the places
of both approval lines where nobody is named among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from deals.model import LEVELS, LINES, ApprovalLine, Influence, Level, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from views.diagram import CellGrid, Diagram, Node
from views.network.node_labels import (
    LETTERS,
    LINE_TONES,
    absent_label,
    add_marks,
    group_label,
    hole_label,
    starred_name,
)
from views.network.placement import ContactGroup, group_contacts, hole_id, map_contacts_to_nodes
from views.person_names import fit_name
from views.styled_text import StyledText, TextLine, cells_of, cut, fit, width
from wording.findings import heading_mark, level_mark, outside_mark
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
    """A row that heads others; blank without a text."""

    text: str = ""

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
_TITLE = 22
# Who sways whom has so much room before titles have any, and titles at least so much.
_SWAYS, _LEAST_TITLE = 20, 8
# Cells that a name is never cut below where many stand beside each other.
_LEAST_NAME = 5
# The cells of how many more there are: ` +12`.
_MORE = 4
# Brackets, blanks, the CR and the stance; a department has no stance.
_SIGNS = 8
# Where not even so many cells are left for what stands beside a label, it stands further right.
_BESIDE = 24


@dataclass(frozen=True, slots=True)
class _OrgTree:
    """The rows of a tree, and what stands beside them."""

    rows: tuple[OrgRow, ...]
    names: Mapping[str, str]
    sways: Mapping[str, Sequence[tuple[Influence, str]]]
    beside: int
    level: int
    role: int
    title: int


def draw_org_tree(
    project: Project, findings: NetworkFindings, cells: int, folded: Set[str] = frozenset()
) -> Diagram:
    """Draw the reporting lines as an outline; beside each the rank, the role and whom they sway.

    Whoever stands apart from all reporting is in the band of their level instead. Nodes are contact
    ids; a folded department is one node `dept:NAME`, and in bands there is `hole:LEVEL:LINE` too,
    where nobody is named. T and B run down the left
    side, from the first to the last on the line; outside persons stand apart at the end.
    """
    every = group_contacts(project, folded)
    tree = _tree(project, every, findings, cells)
    canvas = CellGrid()
    nodes: list[Node] = []
    for y, row in enumerate(tree.rows):
        if isinstance(row, OrgNode):
            nodes.append(_row(canvas, tree, row, y, cells))
        elif isinstance(row, OrgHole):
            nodes.append(_hole_row(canvas, row, y))
        else:
            canvas.piece(_OUTLINE, y, (StyledText(row.text, "dim"),))
    for at, line in enumerate(LINES):
        _lane(canvas, tree.rows, line, 1 + at * _LANE)
    lines = canvas.lines(len(tree.rows))
    total = max([cells, *map(cells_of, lines)])
    return Diagram(lines, {node.id: node for node in nodes}, (_head(tree, cells),), total)


def _tree(
    project: Project, every: Sequence[ContactGroup], findings: NetworkFindings, cells: int
) -> _OrgTree:
    node_of = map_contacts_to_nodes(every)
    boss = map_bosses(every, node_of)
    outline = make_outline([group for group in every if not group.head.outside], boss)
    inside = band_loose_people(outline, findings)
    outside = make_outline([group for group in every if group.head.outside], boss)
    apart = [OrgHeading(), OrgHeading(outside_mark())] if outside else []
    sways: dict[str, list[tuple[Influence, str]]] = {}
    for influence in project.influences:
        source, target = node_of.get(influence.source), node_of.get(influence.target)
        if source is not None and target is not None and source != target:
            sways.setdefault(source, []).append((influence, target))
    people = [row for row in (*inside, *outside) if isinstance(row, OrgNode)]
    widest = max((_starts(node) + _size(node.group) for node in people), default=0)
    names = {group.id: group.department or group.head.name for group in every}
    beside = max(min(widest, cells - _BESIDE), _OUTLINE) + 1
    level = _column("level", (level_mark(group.head.level) for group in every))
    role = _column("role", (role_name(group.head.role or "") for group in every))
    titles = [group.head.title or "" for group in every]
    widest = _column("title", titles) if any(titles) else 0
    title = min(_TITLE, widest, cells - beside - level - role - (_SWAYS if sways else 0))
    title = title if title in range(_LEAST_TITLE, widest) or title == widest else 0
    return _OrgTree((*inside, *apart, *outside), names, sways, beside, level, role, title)


def _column(id: str, texts: Iterable[str]) -> int:
    """Count the cells of a column: its heading or the widest text of it, and a blank."""
    return max(map(width, (heading_mark(id), *texts))) + 1


def _starts(org_node: OrgNode) -> int:
    return _OUTLINE + _STEP * (len(org_node.more) + org_node.banded)


def _size(group: ContactGroup) -> int:
    if group.department is not None:
        return min(_NAME, width(f"+{group.department} x{len(group.people)}")) + _SIGNS - 2
    return min(_NAME, width(starred_name(group.head))) + _SIGNS


def _row(canvas: CellGrid, tree: _OrgTree, org_node: OrgNode, y: int, cells: int) -> Node:
    x = _starts(org_node)
    for at, more in enumerate(org_node.more[:-1]):
        if more:
            canvas.sign(_OUTLINE + at * _STEP, y, "|")
    if org_node.more:
        canvas.piece(x - _STEP, y, (StyledText("+- "),))
    label = group_label(org_node.group, _size(org_node.group), titled=False)
    canvas.piece(x, y, label)
    end = x + cells_of(label)
    start = max(end + 1, tree.beside)
    canvas.piece(start, y, _beside(tree, org_node.group, max(_BESIDE, cells - start)))
    return Node(org_node.group.id, x, y, cells_of(label), label)


def _hole_row(canvas: CellGrid, row: OrgHole, y: int) -> Node:
    x = _OUTLINE + _STEP
    label = absent_label() if row.absent else add_marks(hole_label(), weak=True, lost=0)
    canvas.piece(x, y, label)
    return Node(hole_id(row.place), x, y, cells_of(label), label)


def _beside(tree: _OrgTree, group: ContactGroup, cells: int) -> TextLine:
    contact = group.head
    facts: TextLine = (StyledText(fit(level_mark(contact.level), tree.level), "dim"),)
    if group.department is None:
        role = fit(role_name(contact.role or ""), tree.role)
        title = StyledText(fit(contact.title or "", tree.title), "dim")
        facts = (*facts, StyledText(role, "strong" if contact.role == "decides" else ""), title)
    room = cells - cells_of(facts)
    return cut((*facts, *_swayed(tree, tree.sways.get(group.id, ()), room)), cells)


def _swayed(tree: _OrgTree, sways: Sequence[tuple[Influence, str]], cells: int) -> TextLine:
    """Write whom somebody sways: names cut alike if they do not fit, and how many are left out."""
    marks = [
        f" ..{influence.strength}{'>' if influence.favour else 'x'} "
        for influence, _target in sways
    ]
    names = [tree.names[target] for _influence, target in sways]
    shown, most = _fit_names(marks, names, cells)
    spans = [
        StyledText(
            mark + fit_name(name, min(most, width(name))), "good" if influence.favour else "red"
        )
        for mark, name, (influence, _target) in zip(marks[:shown], names, sways, strict=False)
    ]
    left = len(names) - shown
    return (*spans, StyledText(f" +{left}", "dim")) if left else tuple(spans)


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


def _lane(canvas: CellGrid, rows: Sequence[OrgRow], line: ApprovalLine, x: int) -> None:
    """Draw a line's letter at each place on it, and `|` from the first to the last of them."""
    on = [y for y, row in enumerate(rows) if row.on(line)]
    tone = LINE_TONES[line]
    for y in range(min(on, default=0), max(on, default=-1) + 1):
        canvas.sign(x, y, LETTERS[line] if y in on else "|", tone)
    for y in on:
        step = rows[y].step(line)
        if step is not None:
            canvas.sign(x + 1, y, str(step), tone)


def _head(tree: _OrgTree, cells: int) -> TextLine:
    lanes = "".join(LETTERS[line].ljust(_LANE) for line in LINES)
    columns = [("level", tree.level), ("role", tree.role), ("title", tree.title)]
    titles = "".join(fit(heading_mark(name), room) for name, room in columns)
    start = fit(f" {lanes}{heading_mark('name')}", tree.beside)
    return cut((StyledText(f"{start}{titles} {heading_mark('sways')}", "dim"),), cells)
