"""The places of knots in the net: rows of levels down the side, columns of functions across."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Literal, TypeGuard

from deals.model import LEVELS, LINES, ApprovalLine, Contact, Function, Level, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from deals.network.relationship import against_us, best_cr

FOLDED = "dept:"


@dataclass(frozen=True, slots=True)
class ContactGroup:
    """One person, or a folded department: the people that one node stands for, in entry order."""

    id: str
    people: tuple[Contact, ...]

    @property
    def department(self) -> str | None:
        """The department's name where it is folded, None for a person."""
        return self.id.removeprefix(FOLDED) if self.id.startswith(FOLDED) else None

    @property
    def head(self) -> Contact:
        """The person, or the first of the department's highest."""
        return min(self.people, key=lambda contact: rank(contact.level))

    @property
    def best(self) -> int | None:
        """The best CR among them."""
        return best_cr(self.people)

    @property
    def against(self) -> bool:
        """Whether whoever is closest to us among them is against us."""
        return all(against_us(contact) for contact in self.people if contact.cr == self.best)

    def on(self, line: ApprovalLine) -> bool:
        """Whether any of them has a place on the line."""
        return any(line in contact.lines for contact in self.people)

    def step(self, line: ApprovalLine) -> int | None:
        """Find their first place on the line, None where the order is not known."""
        on = (contact for contact in self.people if line in contact.lines)
        return min((step for contact in on if (step := contact.step(line))), default=None)


def rank(level: Level | None) -> int:
    """Rank a level from the top down, an unknown one last."""
    return len(LEVELS) if level is None else LEVELS.index(level)


def group_contacts(project: Project, folded: Set[str] = frozenset()) -> tuple[ContactGroup, ...]:
    """Group the people in entry order, folded departments where their first member stands."""
    members: dict[str, list[Contact]] = {}
    for contact in project.contacts:
        inside = contact.department is not None and contact.department in folded
        members.setdefault(f"{FOLDED}{contact.department}" if inside else contact.id, []).append(
            contact
        )
    return tuple(ContactGroup(id, tuple(people)) for id, people in members.items())


def map_contacts_to_nodes(every: Sequence[ContactGroup]) -> Mapping[str, str]:
    """Map each contact id to the node that stands for it."""
    return {contact.id: group.id for group in every for contact in group.people}


HOLE, MORE = "hole:", "more:"
COLUMNS: tuple[tuple[Function, ...], ...] = (("technical",), ("commercial",), ("using", "other"))
"""The functions of each column; whoever is on an approval line stands in the column of the line."""
_OTHERS = len(COLUMNS) - 1
# So many of one cell are drawn; the others are a node that says how many they are.
MOST = 4

NetworkBand = Level | Literal["outside"] | None
"""A level, None where nobody knows it; outside persons have a band of their own."""
BANDS: tuple[NetworkBand, ...] = (*LEVELS, None, "outside")


@dataclass(frozen=True, slots=True)
class Placement:
    """A knot of the net: a group of people, or a hole where `group` is None.

    It takes so many `lines`. Of the holes `absent` are where the customer has nobody, and `top`
    where a line would end that nobody is known to end: no hole yet.
    """

    id: str
    level: Level | None
    group: ContactGroup | None = None
    hole: ApprovalPlace | None = None
    absent: bool = False
    top: bool = False
    lines: int = 2

    @property
    def band(self) -> NetworkBand:
        """The band that it stands in."""
        return "outside" if self.group and self.group.head.outside else self.level

    @property
    def column(self) -> int:
        """The column that it stands in; whoever is on both lines, in the first."""
        for at, line in enumerate(LINES):
            if self.on(line) or (self.absent and self.hole and self.hole.line == line):
                return at
        if self.group is None or self.band == "outside":
            return _OTHERS
        function = self.group.head.function
        return next((at for at, part in enumerate(COLUMNS) if function in part), _OTHERS)

    @property
    def high(self) -> int:
        """The lines that it takes."""
        return 1 if self.absent else self.lines

    def on(self, line: ApprovalLine) -> bool:
        """Whether the line runs through here; it does through its holes, not outside."""
        if self.group is not None:
            return self.group.on(line) and not self.group.head.outside
        return self.hole is not None and self.hole.line == line and not self.absent

    @property
    def on_both(self) -> bool:
        """Whether both lines run through here."""
        return all(map(self.on, LINES))

    @property
    def decides(self) -> bool:
        """Whether this is a person who decides."""
        group = self.group
        return group is not None and group.department is None and group.head.role == "decides"

    def order(self, line: ApprovalLine | None) -> tuple[bool, bool, bool, int]:
        """Return what puts the knots of a cell in order; of equal ones the first entered is first.

        Nothing counts that says how close somebody is, so that nobody moves as that changes.
        """
        on = line is not None and self.on(line)
        step = (self.group.step(line) or 0) if line and on and self.group else 0
        return not self.on_both, not self.decides, not on, 0 if self.on_both else -step


@dataclass(frozen=True, slots=True)
class FoldedCell:
    """Stands for the people of a cell who are not drawn; 0 `hidden` where all of them are."""

    id: str
    hidden: int
    high: int = 1


NetworkCell = Placement | FoldedCell


@dataclass(frozen=True, slots=True)
class NetworkRow:
    """A row of knots by column; `first` is whether it begins its band."""

    band: NetworkBand
    first: bool
    cells: Mapping[int, NetworkCell]

    @property
    def high(self) -> int:
        """The lines that it takes."""
        return max(cell.high for cell in self.cells.values())


def list_placements(
    every: Sequence[ContactGroup], findings: NetworkFindings
) -> tuple[Placement, ...]:
    """List a placement for each group in entry order, then for each hole and each open top."""
    people = [Placement(group.id, group.head.level, group=group) for group in every]
    holes = [
        Placement(hole_id(place), place.level, hole=place)
        for place in findings.holes
        if not place.known
    ]
    holes += [
        Placement(hole_id(place), place.level, hole=place, absent=True) for place in findings.absent
    ]
    holes += [
        Placement(hole_id(place), place.level, hole=place, top=True) for place in findings.tops
    ]
    return (*people, *sorted(holes, key=lambda placement: placement.id))


def hole_id(place: ApprovalPlace) -> str:
    """Return the node of a place where nobody is known."""
    return f"{HOLE}{place.level}:{place.line}"


def hole_column(node_id: str) -> int:
    """Return the column of a hole, by its node."""
    return next(at for at, line in enumerate(LINES) if node_id.endswith(f":{line}"))


def cell_id(band: NetworkBand, column: int) -> str:
    """Return the node that stands for those of a cell who are not drawn."""
    return f"{MORE}{band}:{column}"


def is_cell(node_id: str | None) -> TypeGuard[str]:
    """Return whether a node stands for the people of a cell."""
    return node_id is not None and node_id.startswith(MORE)


def find_cell(contact: Contact, column: int | None = None) -> tuple[int, str]:
    """Find the column that a person stands in, and the node of the cell if it is too full.

    Where a `column` is drawn alone, that is the one if they stand there too.
    """
    group = ContactGroup(contact.id, (contact,))
    placement = Placement(contact.id, contact.level, group=group)
    if column is None or not in_column(placement, column):
        column = placement.column
    return column, cell_id(placement.band, column)


def find_keystone(placements: Sequence[Placement]) -> Placement | None:
    """Find who decides on both lines, the highest of them; both rails end there."""
    able = [each for each in placements if each.decides and each.on_both and each.level is not None]
    return min(able, key=lambda placement: rank(placement.level), default=None)


def place_rows(
    placements: Sequence[Placement], opened: Set[str] | None, column: int | None
) -> list[NetworkRow]:
    """Put the placements into rows, from the top level down; `column` alone, if one is given.

    Of a cell the first `MOST` are drawn, unless it is among the `opened` ones; None opens all.
    """
    keystone = find_keystone(placements)
    rows: list[NetworkRow] = []
    for band in BANDS:
        there = [placement for placement in placements if placement.band == band]
        if band == "outside":
            stacks = _outside_stacks(there, opened, column)
        else:
            stacks = _stacks(there, opened, column, apart=keystone in there)
        rows += _rows(band, stacks)
    return rows


def reading_order(
    placements: Sequence[Placement],
) -> Iterator[tuple[NetworkBand, Sequence[Placement]]]:
    """Yield each band that has somebody from the top down, with its knots line by line."""
    for band in BANDS:
        there = [placement for placement in placements if placement.band == band]
        ordered = [
            placement
            for column in range(len(COLUMNS))
            for placement in _ordered([each for each in there if each.column == column], column)
        ]
        if ordered:
            yield band, ordered


def in_column(placement: Placement, column: int) -> bool:
    """Whether a knot is drawn where one column is drawn alone: then both lines have theirs."""
    return placement.column == column or (column < len(LINES) and placement.on(LINES[column]))


_Stacks = Mapping[int, Sequence[NetworkCell | None]]


def _stacks(
    there: Sequence[Placement], opened: Set[str] | None, column: int | None, *, apart: bool
) -> _Stacks:
    """Stack the knots of a band: beside whoever is on both lines nobody is on the commercial one,
    and beside the keystone is nobody at all.
    """
    if column is not None:
        mine = [placement for placement in there if in_column(placement, column)]
        return {column: _fold_cell(_ordered(mine, column), column, opened)}
    stacks: dict[int, Sequence[NetworkCell | None]] = {}
    both = 0
    for at in range(len(COLUMNS)):
        mine = [placement for placement in there if placement.column == at]
        cells = _fold_cell(_ordered(mine, at), at, opened)
        if at == 0:
            both = sum(isinstance(cell, Placement) and cell.on_both for cell in cells)
        blank = (0, both, int(apart))[at]
        stacks[at] = [*[None] * blank, *cells]
    return stacks


def _ordered(placements: Sequence[Placement], column: int) -> list[Placement]:
    line = LINES[column] if column < len(LINES) else None
    return sorted(placements, key=lambda placement: placement.order(line))


def _outside_stacks(
    there: Sequence[Placement], opened: Set[str] | None, column: int | None
) -> _Stacks:
    """Lay outside persons out row by row over all columns; alone in the last one."""
    if column is not None:
        return {column: _fold_cell(there, column, opened)} if column == _OTHERS else {}
    cells = _fold_cell(there, _OTHERS, opened, MOST * len(COLUMNS))
    return {at: cells[at :: len(COLUMNS)] for at in range(len(COLUMNS))}


def _fold_cell(
    placements: Sequence[Placement], column: int, opened: Set[str] | None, most: int = MOST
) -> list[NetworkCell]:
    if opened is None or len(placements) <= most:
        return list(placements)
    cell = cell_id(placements[0].band, column)
    if cell in opened:
        return [*placements, FoldedCell(cell, 0)]
    return [*placements[:most], FoldedCell(cell, len(placements) - most)]


def _rows(band: NetworkBand, stacks: _Stacks) -> list[NetworkRow]:
    rows: list[NetworkRow] = []
    for at in range(max(map(len, stacks.values()), default=0)):
        cells = {
            column: cell
            for column, stack in stacks.items()
            if at < len(stack) and (cell := stack[at]) is not None
        }
        rows.append(NetworkRow(band, at == 0, cells))
    return rows
