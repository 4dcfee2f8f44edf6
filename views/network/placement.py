"""The places of nodes in the net: bands of levels down the side, columns of functions across."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate

from deals.model import LEVELS, LINES, ApprovalLine, Contact, Function, Level, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from deals.network.relationship import best_cr

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


HOLE = "hole:"
# From here on using and others have a column each.
_WIDE = 132
# A slot of a column with its gutters; another is opened where people stack higher than this.
_SLOT, _STACK = 30, 3


@dataclass(frozen=True, slots=True)
class Placement:
    """One node to be placed: a group of people, or a hole where `group` is None; of those are
    `absent` where the customer has nobody.
    """

    id: str
    level: Level | None
    function: Function
    group: ContactGroup | None = None
    hole: ApprovalPlace | None = None
    weak: bool = False
    absent: bool = False

    def on(self, line: ApprovalLine) -> bool:
        """Whether the line runs through here; it does through its holes."""
        if self.group is not None:
            return self.group.on(line)
        return self.hole is not None and self.hole.line == line and not self.absent


@dataclass(frozen=True, slots=True)
class FunctionColumn:
    """The functions that share a column, its first slot and how many slots stand side by side."""

    functions: tuple[Function, ...]
    first: int
    slots: int


@dataclass(frozen=True, slots=True)
class LevelBand:
    """A level with its first row and how many rows it has."""

    level: Level | None
    first: int
    rows: int

    @property
    def last(self) -> int:
        """Its last row."""
        return self.first + self.rows - 1


@dataclass(frozen=True, slots=True)
class NetworkPlacement:
    """Every placement with its row and slot, the bands and the columns, counted from 0."""

    placements: tuple[Placement, ...]
    spots: dict[str, tuple[int, int]]
    bands: tuple[LevelBand, ...]
    columns: tuple[FunctionColumn, ...]

    @property
    def slots(self) -> int:
        """The number of slots that stand side by side."""
        return self.columns[-1].first + self.columns[-1].slots


def list_placements(
    every: Sequence[ContactGroup], findings: NetworkFindings
) -> tuple[Placement, ...]:
    """List a placement for each group in entry order, then one for each hole."""
    weak = {id for place in findings.holes for id in place.people}
    people = [
        Placement(
            group.id,
            group.head.level,
            function_of(group.head),
            group=group,
            weak=any(person.id in weak for person in group.people),
        )
        for group in every
    ]
    holes = [
        Placement(hole_id(place), place.level, place.line, hole=place, weak=True)
        for place in findings.holes
        if not place.known
    ]
    holes += [
        Placement(hole_id(place), place.level, place.line, hole=place, absent=True)
        for place in findings.absent
    ]
    return (*people, *sorted(holes, key=lambda placement: placement.id))


def hole_id(place: ApprovalPlace) -> str:
    """Return the node of a place where nobody is known."""
    return f"{HOLE}{place.level}:{place.line}"


def function_of(contact: Contact) -> Function:
    """Choose a contact's column: by their function, else by what line and role say."""
    if contact.outside:
        return "other"
    if contact.function is not None:
        return contact.function
    for line in LINES:
        if line in contact.lines:
            return line
    return "using" if contact.role == "uses" else "other"


def place_nodes(every: Sequence[Placement], cells: int) -> NetworkPlacement:
    """Put the placements into rows and slots for a canvas of `cells`.

    In each cell of the net people stand in their order, row by row of its slots, so that whoever
    is added stands behind them and nobody moves along.
    """
    parts = _parts(cells)
    stacks: dict[tuple[Level | None, int], list[Placement]] = defaultdict(list)
    for placement in every:
        column = next(at for at, part in enumerate(parts) if placement.function in part)
        stacks[placement.level, column].append(placement)
    heights = [
        max((len(s) for (_, at), s in stacks.items() if at == column), default=0)
        for column in range(len(parts))
    ]
    shares = _share_slots(heights, max(0, cells // _SLOT - len(parts)))
    starts = accumulate(shares, initial=0)
    columns = tuple(FunctionColumn(*column) for column in zip(parts, starts, shares, strict=False))
    bands = _bands(every, stacks, columns)
    spots = {
        placement.id: (band.first + place // column.slots, column.first + place % column.slots)
        for band in bands
        for at, column in enumerate(columns)
        for place, placement in enumerate(stacks.get((band.level, at), ()))
    }
    return NetworkPlacement(tuple(every), spots, bands, columns)


def _parts(cells: int) -> tuple[tuple[Function, ...], ...]:
    if cells < _WIDE:
        return (("technical",), ("commercial",), ("using", "other"))
    return (("technical",), ("commercial",), ("using",), ("other",))


def _share_slots(heights: Sequence[int], more: int) -> list[int]:
    """Give each column a slot, and another to the highest stack while there is room."""
    shares = [1] * len(heights)
    for _ in range(more):
        tallest = max(range(len(heights)), key=lambda at: -(-heights[at] // shares[at]))
        if -(-heights[tallest] // shares[tallest]) <= _STACK:
            break
        shares[tallest] += 1
    return shares


def _bands(
    every: Sequence[Placement],
    stacks: dict[tuple[Level | None, int], list[Placement]],
    columns: Sequence[FunctionColumn],
) -> tuple[LevelBand, ...]:
    used = {placement.level for placement in every}
    levels: list[Level | None] = ["high", "middle", "low"]
    if "upper" in used:
        levels.insert(1, "upper")
    if None in used:
        levels.append(None)
    bands: list[LevelBand] = []
    first = 0
    for level in levels:
        rows = max(
            -(-len(stacks.get((level, at), ())) // column.slots)
            for at, column in enumerate(columns)
        )
        bands.append(LevelBand(level, first, max(1, rows)))
        first += max(1, rows)
    return tuple(bands)
