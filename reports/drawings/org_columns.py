"""The organisation of many people in columns, as a newspaper runs: each set in under the superior.

Where somebody stands at the head of a column, or far below, the superior is named in the box.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deals.model import Project
from reports.drawings.board import PAGE, TALLEST, DrawingBoard
from reports.drawings.person_card import PersonCard, draw_person, make_card
from reports.report import Drawing
from views.network.org_tree import OrgNode, make_outline, map_bosses
from views.network.placement import group_contacts, map_contacts_to_nodes
from wording import _
from wording.findings import names_of

_COLUMNS, _CARD, _INDENT, _DEEPEST, _GAP = 3, 150.0, 12.0, 5, 8.0
_STEP = PAGE / _COLUMNS


@dataclass(frozen=True, slots=True)
class _ColumnCard:
    """A person's box in the columns: which column of all it is in, its place there, its depth."""

    card: PersonCard
    boss: str | None
    column: int
    y: float
    depth: int

    @property
    def x(self) -> float:
        """Its left side on the page."""
        return self.column % _COLUMNS * _STEP + self.depth * _INDENT


def plot_org_columns(project: Project) -> Iterator[Drawing]:
    """Draw the people in columns, a picture for each page that they fill."""
    placed = list(_place_cards(project))
    pages = 1 + max((each.column for each in placed), default=0) // _COLUMNS
    for page in range(pages):
        here = [each for each in placed if each.column // _COLUMNS == page]
        board = DrawingBoard()
        for each in here:
            _tie_up(board, each, here)
        for each in here:
            draw_person(board, each.card, each.x, each.y)
        yield board.drawing(PAGE, max((each.y + each.card.height for each in here), default=1.0))


def _place_cards(project: Project) -> Iterator[_ColumnCard]:
    groups, names = group_contacts(project), names_of(project)
    boss = map_bosses(groups, map_contacts_to_nodes(groups))
    column, y = 0, 0.0
    for org_node in make_outline(groups, boss):
        mine = boss.get(org_node.group.id)
        name = names.get(mine or "")
        notes = [_("reports to {name}").format(name=name)] if name else []
        card = make_card(org_node.group.head, _CARD, notes)
        if y and y + card.height > TALLEST:
            column, y = column + 1, 0.0
        yield _ColumnCard(card, mine, column, y, _depth_of(org_node))
        y += card.height + _GAP


def _depth_of(org_node: OrgNode) -> int:
    return min(_DEEPEST, len(org_node.more))


def _tie_up(board: DrawingBoard, each: _ColumnCard, here: list[_ColumnCard]) -> None:
    """Draw the line from somebody up to the superior, if that one stands above in the column."""
    above = [
        other
        for other in here
        if other.column == each.column
        and other.card.contact.id == each.boss
        and other.depth < each.depth
        and other.y < each.y
    ]
    for other in above:
        side, level = other.x + _INDENT / 2, each.y + 16
        board.line((side, other.y + other.card.height), (side, level), (each.x, level))
