"""The net: rows of levels, columns of functions, knots of two lines, rails beside them.

What place and row say is not drawn as a line. Influence is numbered at both its ends, and listed
below; under it, where there is room, stands who of ours meets whom and the shortest way to mend.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from deals.model import LEVELS, LINES, ApprovalLine, Level, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from views.diagram import CellGrid, Diagram, Node, in_reading_order
from views.glyphs import glyphs
from views.marks import titled_rule
from views.network.influence_badges import (
    AGAINST,
    NumberedInfluence,
    badges_of,
    brief_list,
    columned_list,
    number_influences,
)
from views.network.label_lines import (
    BOTH,
    LABEL,
    Detail,
    badge_cells,
    boss_name,
    judge_places_of,
    needed_cells,
    write_absent,
    write_department,
    write_folded,
    write_hole,
    write_person,
)
from views.network.node_labels import DECIDES, STANCE_SIGNS
from views.network.org_tree import map_bosses
from views.network.placement import (
    COLUMNS,
    ContactGroup,
    FoldedCell,
    NetworkBand,
    NetworkCell,
    NetworkRow,
    Placement,
    find_keystone,
    group_contacts,
    list_placements,
    map_contacts_to_nodes,
    place_rows,
)
from views.network.rails import (
    HOLE,
    MARGIN,
    OPEN,
    NetworkGrid,
    RailNode,
    RailRow,
    Strands,
    draw_rail,
    draw_strands,
    find_strands,
    head_signs,
    label_cells,
    on_rail,
    rail_lines,
)
from views.person_names import shorten_name
from views.styled_text import StyledText, TextLine, cells_of, crop, fit, flow, line, width, words
from views.touches import evidence_text
from wording import _, pgettext
from wording.findings import column_mark, level_mark, names_of, outside_band_mark, place_question
from wording.names import stance_name

NARROW = 80
"""Below so many cells a screen shows one column at a time."""
_WIDEST, _ALONE = 30, 34
# From so many cells on, a knot takes what its name and title need beyond its widest.
_ROOMY = 130
_BRIEF = 6
# The blank lines that rows may have between them beside the usual one.
_AIR = 2


@dataclass(frozen=True, slots=True)
class NetworkFrame:
    """What of the net is drawn: the departments folded, the cells opened (None for all of them),
    one column alone or all (None); `brief` with nothing but the influences below; the ways to mend,
    as lines; and the rows that there are, the heading among them, if that is known.
    """

    folded: Set[str] = frozenset()
    opened: Set[str] | None = None
    column: int | None = None
    brief: bool = False
    ways: Sequence[TextLine] = ()
    rows: int = 0


@dataclass(frozen=True, slots=True)
class _Net:
    """The net while it is being drawn."""

    findings: NetworkFindings
    rows: Sequence[NetworkRow]
    grid: NetworkGrid
    strands: Strands
    labels: Mapping[str, Sequence[TextLine]]
    badges: Mapping[str, TextLine]

    @property
    def height(self) -> int:
        """The lines of all rows."""
        return self.grid.rows[-1] + self.rows[-1].high if self.rows else 0

    def with_air(self, rows: int) -> _Net:
        """Return it with its rows further apart, as far as so many lines have room for that."""
        places = zip(self.grid.rows, self.grid.rows[1:], self.rows, strict=False)
        gaps = sum(lower > upper + row.high for upper, lower, row in places)
        air = max(0, min((rows - self.height) // gaps, _AIR)) if gaps else 0
        spread = _place_lines(self.rows, self.strands.gaps(), air)
        return replace(self, grid=replace(self.grid, rows=spread))


def draw_network(
    project: Project,
    findings: NetworkFindings,
    cells: int,
    folded: Set[str] = frozenset(),
    frame: NetworkFrame | None = None,
) -> Diagram:
    """Draw the fishnet, as high as it takes, and wider than `cells` if knots ask for it.

    Where the frame has more rows than that, knots have more lines and rows stand further apart.
    Nodes are contact ids, `hole:LEVEL:LINE` where nobody is known, `dept:NAME` for a folded
    department, `more:LEVEL:COLUMN` for those of a cell that are not drawn.
    """
    frame = frame or NetworkFrame(folded)
    every = group_contacts(project, frame.folded)
    influences = number_influences(project.influences, map_contacts_to_nodes(every))
    names = {group.id: group.department or group.head.name for group in every}
    sections = [*_tail(project, findings, influences, names, frame, cells)]
    net, tail = _NetPlan(project, findings, every, influences, cells, frame).lay_out(sections)
    canvas = CellGrid()
    nodes = [
        _draw_label(canvas, net, at, column, cell)
        for at, row in enumerate(net.rows)
        for column, cell in row.cells.items()
    ]
    _draw_lines(canvas, net)
    drawn = (*canvas.lines(net.height), *tail)
    head = _head_with_holes(net.grid, findings, cells)
    total = max([cells, cells_of(head), *map(cells_of, drawn)])
    return Diagram(drawn, in_reading_order(nodes), (head,), total)


@dataclass(frozen=True, slots=True)
class _NetPlan:
    """What a net is laid out of."""

    project: Project
    findings: NetworkFindings
    every: Sequence[ContactGroup]
    influences: Sequence[NumberedInfluence]
    cells: int
    frame: NetworkFrame

    def lay_out(self, sections: Sequence[Sequence[TextLine]]) -> tuple[_Net, list[TextLine]]:
        """Lay out the net and what stands below it for the rows that there are."""
        rows, tail = self.frame.rows - 1, _join_sections(sections, apart=False)
        net = self._choose_detail(rows - len(tail))
        apart = _join_sections(sections, apart=True)
        if not self.frame.rows or net.height + len(apart) <= rows:
            tail = apart
        return net.with_air(rows - len(tail)), tail

    def _choose_detail(self, rows: int) -> _Net:
        """Return the net with all that so many rows have room for, the least if they are few."""
        net = self._lay_out(Detail.BRIEF)
        if net.height >= rows:
            return net
        fuller = (self._lay_out(detail) for detail in sorted(Detail, reverse=True))
        return next((each for each in fuller if each.height <= rows), net)

    def _lay_out(self, detail: Detail) -> _Net:
        frame, every = self.frame, self.every
        placements = list_placements(every, self.findings)
        rows = place_rows(placements, frame.opened, frame.column)
        boss = map_bosses(every, map_contacts_to_nodes(every))
        keystone = find_keystone(placements)
        columns = range(len(COLUMNS)) if frame.column is None else (frame.column,)
        strands = find_strands(rows, columns, boss, keystone.id if keystone else "")
        label = self._label_cells(len(columns))
        badges = badges_of(self.influences, badge_cells(label))
        under = {
            each.id: boss_name(group)
            for each in placements
            if each.id not in strands.reports and (group := self._group_of(boss.get(each.id)))
        }
        labels = dict[str, Sequence[TextLine]]()
        for each in placements:
            mine = badges.get(each.id, ()), under.get(each.id, "")
            labels[each.id] = self._write(each, label, *mine, detail)
        high = [replace(each, lines=len(labels[each.id])) for each in placements]
        rows = place_rows(high, frame.opened, frame.column)
        grid = NetworkGrid(label, _place_lines(rows, strands.gaps()), columns)
        return _Net(self.findings, rows, grid, strands, labels, badges)

    def _label_cells(self, columns: int) -> int:
        """Count the cells of a knot."""
        widest = _WIDEST if self.frame.column is None else _ALONE
        if self.cells >= _ROOMY:
            widest = max([widest, *_needed_cells(self.every, self.influences)])
        return max(LABEL, label_cells(self.cells, columns, widest))

    def _group_of(self, node: str | None) -> ContactGroup | None:
        return next((group for group in self.every if group.id == node), None)

    def _write(
        self, placement: Placement, cells: int, badges: TextLine, under: str, detail: Detail
    ) -> Sequence[TextLine]:
        """Write what a knot says: a person, a folded department, a hole."""
        group = placement.group
        if group is None:
            level: Level = placement.level or "low"
            top = placement.top
            return write_absent(cells) if placement.absent else write_hole(level, cells, top=top)
        if group.department is not None:
            return write_department(group, cells, badges)
        evidence = evidence_text(group.head, self.project)
        both = placement.on_both
        return write_person(
            group.head, cells, badges, under, both=both, detail=detail, evidence=evidence
        )


def _needed_cells(
    every: Sequence[ContactGroup], influences: Sequence[NumberedInfluence]
) -> Iterator[int]:
    """Yield the cells that each person needs for a name and a title in full."""
    badges = badges_of(influences, _ROOMY)
    for group in every:
        if group.department is None:
            yield needed_cells(group.head, badges.get(group.id, ()))


def _draw_lines(canvas: CellGrid, net: _Net) -> None:
    """Draw strands, rails over them, and the names of the bands."""
    draw_strands(canvas, net.grid, net.rows, net.strands)
    for rail, column in rail_lines(net.grid.columns):
        rows = list(_rail_rows(net, rail, column))
        draw_rail(canvas, rail, net.grid.rail_x(column), rows)
        _name_holes(canvas, net, rail, column, rows)
    for row, y in zip(net.rows, net.grid.rows, strict=True):
        if row.first:
            canvas.piece(0, y, (StyledText(f" {fit(_band_mark(row.band), MARGIN - 2)} ", "dim"),))


def _place_lines(rows: Sequence[NetworkRow], gaps: Set[int], air: int = 0) -> list[int]:
    """Return the y of each row: a blank, and more `air`, before each band, and where a strand needs
    one.
    """
    made: list[int] = []
    y = 0
    for at, row in enumerate(rows):
        if at and (row.first or at - 1 in gaps):
            y += 1 + air
        made.append(y)
        y += row.high
    return made


def _draw_label(canvas: CellGrid, net: _Net, at: int, column: int, cell: NetworkCell) -> Node:
    x, y = net.grid.label_x(column), net.grid.rows[at]
    first, *rest = _label(net, cell)
    for line_at, text in enumerate((first, *rest)):
        canvas.piece(x, y + line_at, text)
    return Node(cell.id, x, y, net.grid.label, first, tuple(rest))


def _label(net: _Net, cell: NetworkCell) -> Sequence[TextLine]:
    if isinstance(cell, FoldedCell):
        return write_folded(cell.hidden, net.grid.label)
    return net.labels[cell.id]


def _rail_rows(net: _Net, rail: ApprovalLine, column: int) -> Iterator[RailRow]:
    """Yield the rows as a rail runs past them, the sign of a hole at the last of its level."""
    judged = list(_judge_rows(net, rail, column))
    last = {
        row.band: at
        for at, (row, judge) in enumerate(zip(net.rows, judged, strict=True))
        if judge.node and judge.node.sign == HOLE
    }
    for at, (row, judge) in enumerate(zip(net.rows, judged, strict=True)):
        repeated = judge.node and judge.node.sign == HOLE and last[row.band] != at
        node = judge.node._replace(sign="") if judge.node and repeated else judge.node
        yield judge._replace(node=node)


def _judge_rows(net: _Net, rail: ApprovalLine, column: int) -> Iterator[RailRow]:
    """Yield the rows as a rail runs past them: nothing looks held whose level's place is not."""
    places: dict[NetworkBand, ApprovalPlace] = {
        place.level: place for place in net.findings.places if place.line == rail
    }
    for row, y in zip(net.rows, net.grid.rows, strict=True):
        placement = on_rail(row, rail, net.grid.columns)
        place = places.get(row.band)
        held = place.held if place else None
        if placement is None:
            yield RailRow(y, row.high, held)
            continue
        people = [person.id for person in placement.group.people] if placement.group else []
        holds, hole = judge_places_of([*places.values()], people) if people else (False, True)
        sign = OPEN if placement.top else HOLE if hole else ""
        close = not set(net.findings.close).isdisjoint(people)
        node = RailNode(sign, back=row.cells.get(column) is not placement, close=close)
        yield RailRow(y, row.high, holds and held is not False, node)


def _name_holes(
    canvas: CellGrid, net: _Net, rail: ApprovalLine, column: int, rows: Sequence[RailRow]
) -> None:
    """Say at holes whose person stands left of the rail who that is: the knots' cell is free."""
    for row, at in zip(net.rows, rows, strict=True):
        placement = on_rail(row, rail, net.grid.columns)
        if at.node and at.node.back and at.node.sign and placement and placement.group:
            room = net.grid.label - 2
            name = placement.group.department or shorten_name(placement.group.head.name, room)
            remark = f"({fit(name, min(room, width(name)))})"
            canvas.piece(net.grid.label_x(column), at.y, (StyledText(remark, "dim"),))


def _band_mark(band: NetworkBand) -> str:
    return outside_band_mark() if band == "outside" else level_mark(band)


def _head(grid: NetworkGrid) -> TextLine:
    """Write the headings, each behind the rail of its column and over its knots."""
    made: TextLine = ()
    for column in grid.columns:
        start = grid.rail_x(column)
        made = (*made, StyledText(" " * (start - cells_of(made)), "dim"))
        room = grid.label + 2
        if column < len(LINES):
            made = (*made, StyledText(*head_signs(LINES[column])))
        else:
            made = (*made, StyledText(" ", "dim"))
        which = f" {column + 1}/{len(COLUMNS)}" if len(grid.columns) == 1 else ""
        mark = f" {column_mark(COLUMNS[column])}"
        mark = mark if which else fit(mark, room)
        made = (*made, StyledText(mark + which, "dim"))
    return made


def _head_with_holes(grid: NetworkGrid, findings: NetworkFindings, cells: int) -> TextLine:
    head = _head(grid)
    return (*head, *_head_holes(grid, findings, cells - cells_of(head)))


def _head_holes(grid: NetworkGrid, findings: NetworkFindings, room: int) -> Iterator[StyledText]:
    """Yield how many holes another line has, where one column is shown at a time; without its name
    where there is no room for that.
    """
    if len(grid.columns) > 1:
        return
    alphabet = glyphs()
    for at, rail in enumerate(LINES):
        count = sum(hole.line == rail for hole in findings.holes)
        if count and at not in grid.columns:
            way = alphabet.onward if at > grid.columns[0] else alphabet.backward
            named, brief = f"  {HOLE} {column_mark(COLUMNS[at])} {count} {way}", f" {HOLE}{way}"
            mark = named if width(named) <= room else brief if width(brief) <= room else ""
            room -= width(mark)
            yield StyledText(mark, "red")


def _tail(
    project: Project,
    findings: NetworkFindings,
    influences: Sequence[NumberedInfluence],
    names: Mapping[str, str],
    frame: NetworkFrame,
    cells: int,
) -> Iterator[list[TextLine]]:
    """Yield what stands below the knots, section by section."""
    if frame.brief:
        yield brief_list(influences, names, cells, _BRIEF)
        return
    for title, lines in (
        (_("who influences whom"), list(columned_list(influences, names, cells))),
        (_("our contacts"), list(_cover_lines(project, findings, cells))),
        (_("shortest way to mend"), [row for way in frame.ways for row in _flow_text(way, cells)]),
    ):
        if lines:
            yield [titled_rule(line(StyledText(title, "dim")), cells), *lines]
    if names:
        yield [(), *_explain_signs(cells)]


def _join_sections(sections: Sequence[Sequence[TextLine]], *, apart: bool) -> list[TextLine]:
    """Join what stands below the knots; rules part it, and blank lines where it stands `apart`."""
    return [
        each
        for section in sections
        for each in (*([()] if apart and _is_ruled(section) else []), *section)
    ]


def _is_ruled(section: Sequence[TextLine]) -> bool:
    return bool(section) and cells_of(section[0]) > 0 and section[0][0].tone == "line"


def _explain_signs(cells: int) -> list[TextLine]:
    """Say what the signs above mean, in as many lines as it takes."""
    alphabet = glyphs()
    signs = (
        (f"{alphabet.rail_t} {alphabet.rail_b}", pgettext("net", "held")),
        (f"{alphabet.gap}{HOLE}", pgettext("net", "hole")),
        (BOTH, _("on both lines")),
        (DECIDES, _("decides")),
        (f"{alphabet.onward}1", pgettext("net", "sways")),
        (f"{alphabet.backward}1", pgettext("net", "is swayed")),
        (f"{alphabet.onward}1{AGAINST}", _("against us")),
        ("2+ 3-", _("strength")),
    )
    sides = [(sign, stance_name(stance)) for stance, sign in STANCE_SIGNS.items()]
    where = _("behind a name")
    behind = (f"{where} {sides[0][0]}", sides[0][1])
    rows = [*_flow_signs(signs, cells), *_flow_signs([behind, *sides[1:]], cells)]
    together = [*_flow_signs([*signs, behind, *sides[1:]], cells)]
    return together if len(together) < len(rows) else rows


def _flow_signs(signs: Iterable[tuple[str, str]], cells: int) -> Iterator[TextLine]:
    pieces = ((StyledText(f"{sign} {text}  ", "dim"),) for sign, text in signs)
    # The blanks behind the last of a line may stand outside.
    return (crop(line(" ", *row), cells) for row in flow(pieces, cells + 1))


def _cover_lines(project: Project, findings: NetworkFindings, cells: int) -> Iterator[TextLine]:
    """Yield whom each of ours meets, and whom of the top nobody senior does."""
    met: dict[str, list[str]] = {}
    for contact in project.contacts:
        for ours in contact.covered_by:
            met.setdefault(ours, []).append(contact.name)
    onward = glyphs().onward
    comma = _(", ")
    texts = [StyledText(f"{name} {onward} {comma.join(whom)}") for name, whom in met.items()]
    names = names_of(project)
    if met and findings.unmatched:
        who = comma.join(names.get(person, "?") for person in findings.unmatched)
        text = _("none of our executives meets: {who}").format(who=who)
        texts.append(StyledText(f"~ {text}", "amber"))
    for span in texts:
        yield from _flow_text((span,), cells)


def _flow_text(text: TextLine, cells: int) -> Iterator[TextLine]:
    """Yield a text in as many lines as it takes, all but the first further in."""
    for at, row in enumerate(flow(words(text), cells - 4)):
        yield (StyledText(" " if at == 0 else "   ", row[0].tone), *row)


def draw_empty_network(cells: int) -> Diagram:
    """Draw what will stand there once people are known: its places, as holes. No nodes."""
    grid = NetworkGrid(
        max(LABEL, label_cells(cells, len(COLUMNS), _WIDEST)), (), range(len(COLUMNS))
    )
    canvas = CellGrid()
    levels = [level for level in LEVELS if level != "upper"]
    for at, level in enumerate(levels):
        y = 1 + at * 3
        canvas.piece(0, y, (StyledText(f" {fit(level_mark(level), MARGIN - 2)} ", "dim"),))
        for _rail, column in rail_lines(grid.columns):
            x = grid.rail_x(column)
            for below in range(y, y + (3 if level != levels[-1] else 1)):
                canvas.sign(x, below, glyphs().gap, "red")
            canvas.sign(x + 1, y, "!", "red")
            question = (StyledText(fit(place_question(level), grid.label)),)
            canvas.piece(grid.label_x(column), y, question)
    outside = (StyledText(_("who else sways them?")),)
    canvas.piece(grid.label_x(len(COLUMNS) - 1), 1, outside)
    lines = canvas.lines(3 + (len(levels) - 1) * 3)
    text = _("Six holes. Begin with whom you have met: the net says whom to know next.")
    lines += tuple(line(" ", *row) for row in flow(words(line(text)), cells - 2))
    head = _head(grid)
    total = max([cells, cells_of(head), *map(cells_of, lines)])
    return Diagram(lines, {}, (head,), total)
