"""The net over the customer's people: rows of levels, columns of functions, rails of approval.

A rail is drawn whole between places that are held and dashed where it does not hold, with `!` at
the place. Influence has numbers at both its ends; who sways whom stands in words below the net.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from deals.model import LINES, ApprovalLine, Contact, Project
from deals.network.findings import ApprovalPlace, NetworkFindings
from reports.drawings.board import LINE, PAGE, TALLEST, DrawingBoard, wrap_units
from reports.drawings.person_card import (
    PAD,
    RAILS,
    SMALL,
    PersonCard,
    band_name,
    draw_person,
    make_card,
)
from reports.report import Drawing, ReportTone
from views.network.influence_badges import NumberedInfluence, number_influences
from views.network.label_lines import judge_places_of
from views.network.node_labels import LETTERS
from views.network.placement import (
    COLUMNS,
    FoldedCell,
    NetworkBand,
    NetworkRow,
    Placement,
    group_contacts,
    list_placements,
    map_contacts_to_nodes,
    place_rows,
)
from wording import _
from wording.findings import (
    absent_mark,
    column_mark,
    place_question,
    unnamed_mark,
)
from wording.names import line_name

_LEVELS, _GUTTER, _HEAD, _GAP = 62.0, 24.0, 20.0, 14.0
_COLUMN = (PAGE - _LEVELS) / len(COLUMNS)
_CARD = _COLUMN - _GUTTER - 8
_TIE = 16.0
"""How far under the upper edge of a box a rail is tied to it."""


@dataclass(frozen=True, slots=True)
class _NetBox:
    """Somebody or a hole of the net as it is drawn, with its upper left corner."""

    placement: Placement
    card: PersonCard | None
    lines: tuple[str, ...]
    x: float
    y: float = 0.0

    @property
    def height(self) -> float:
        """The units that it takes down."""
        return self.card.height if self.card else 2 * PAD + LINE * SMALL * len(self.lines)


@dataclass(frozen=True, slots=True)
class _NetRow:
    """A row of boxes on its page; the `first` of its band there has the band's name."""

    band: NetworkBand
    first: bool
    top: float
    height: float
    boxes: tuple[_NetBox, ...]


def plot_net(project: Project, found: NetworkFindings) -> list[Drawing]:
    """Draw the net over the people of a project, in as many pictures as pages are needed."""
    groups = group_contacts(project)
    influences = number_influences(project.influences, map_contacts_to_nodes(groups))
    rows = place_rows(list_placements(groups, found), None, None)
    pages, top = [list[_NetRow]()], _HEAD + 8
    for row in rows:
        boxes = tuple(_make_boxes(project, found, row, influences))
        high = max((box.height for box in boxes), default=0.0) + _GAP
        if top + high > TALLEST and pages[-1]:
            pages.append([])
            top = _HEAD + 8
        moved = tuple(replace(box, y=top) for box in boxes)
        pages[-1].append(_NetRow(row.band, row.first or not pages[-1], top, high, moved))
        top += high
    return [_draw_page(pages, at, found) for at in range(len(pages))]


def _draw_page(pages: Sequence[Sequence[_NetRow]], at: int, found: NetworkFindings) -> Drawing:
    board, bottom = DrawingBoard(), _HEAD + 8
    _draw_heads(board)
    for row in pages[at]:
        if row.first:
            top = row.top - _GAP / 2
            board.line((0, top), (PAGE, top), tone="line", thickness=0.5)
            words = wrap_units(band_name(row.band), _LEVELS - 4, 10)
            board.texts(0, row.top + 2, words, 10)
        bottom = row.top + row.height
    for place, line in enumerate(LINES):
        above, here, below = (
            [box for page in some for row in page for box in row.boxes if box.placement.on(line)]
            for some in (pages[:at], pages[at : at + 1], pages[at + 1 :])
        )
        edges = (_HEAD if above else None, bottom if below else None)
        _draw_rail(board, line, _left_of(place) + 9, here, edges, found)
    for row in pages[at]:
        for box in row.boxes:
            _draw_box(board, box)
    return board.drawing(PAGE, bottom)


def _left_of(column: int) -> float:
    return _LEVELS + column * _COLUMN


def _draw_heads(board: DrawingBoard) -> None:
    for at, functions in enumerate(COLUMNS):
        if at < len(LINES):
            line = LINES[at]
            name, tone, letter = line_name(line), RAILS[line], LETTERS[line]
            board.text(_left_of(at), 0, f"{letter}  {name}", 11, tone=tone)
        else:
            board.text(_left_of(at) + _GUTTER, 0, column_mark(functions), 11, tone="strong")


def _make_boxes(
    project: Project,
    found: NetworkFindings,
    row: NetworkRow,
    influences: Sequence[NumberedInfluence],
) -> Iterator[_NetBox]:
    """Yield the boxes of a row, still at the upper edge."""
    for column, placement in row.cells.items():
        if isinstance(placement, FoldedCell):
            continue
        x = _left_of(column) + _GUTTER
        if placement.group is None:
            lines = tuple(wrap_units(_hole_words(placement), _CARD - 2 * PAD, SMALL))
            yield _NetBox(placement, None, lines, x)
            continue
        contact = placement.group.head
        weak = judge_places_of(found.places, [contact.id])[1] and not contact.outside
        notes = [*_list_notes(contact, project, influences)]
        yield _NetBox(placement, make_card(contact, _CARD, notes, weak=weak), (), x)


def _hole_words(placement: Placement) -> str:
    if placement.absent:
        return absent_mark()
    question = place_question(placement.level or "")
    return f"{unnamed_mark()}: {question}" if placement.top else f"! {unnamed_mark()}: {question}"


def _list_notes(
    contact: Contact, project: Project, influences: Sequence[NumberedInfluence]
) -> Iterator[str]:
    """Yield whom a person reports to, who of ours meets them, and the numbers of influences."""
    names: Mapping[str, str] = {each.id: each.name for each in project.contacts}
    boss = names.get(contact.reports_to or "")
    if boss and contact.reports_to != contact.id:
        yield _("reports to {name}").format(name=boss)
    if contact.covered_by:
        yield _("ours: {names}").format(names=_(", ").join(contact.covered_by))
    out = [f"→{each.sign}" for each in influences if each.source == contact.id]
    into = [f"←{each.sign}" for each in influences if each.target == contact.id]
    if out or into:
        yield _("influence {numbers}").format(numbers=" ".join((*out, *into)))


def _draw_box(board: DrawingBoard, box: _NetBox) -> None:
    if box.card:
        draw_person(board, box.card, box.x, box.y)
        return
    placement = box.placement
    hole = not (placement.absent or placement.top)
    tone: ReportTone = "red" if hole else "dim"
    right, bottom = box.x + _CARD, box.y + box.height
    corners = ((box.x, box.y), (right, box.y), (right, bottom), (box.x, bottom))
    board.line(*corners, corners[0], tone=tone, dashed=True)
    board.texts(box.x + PAD, box.y + PAD, box.lines, SMALL, tone=tone)


def _draw_rail(
    board: DrawingBoard,
    line: ApprovalLine,
    x: float,
    on: Sequence[_NetBox],
    edges: tuple[float | None, float | None],
    found: NetworkFindings,
) -> None:
    """Draw an approval line from the top down, tied to everybody and every hole on it.

    The `edges` are where it comes from the page before and goes on to the next, if it does.
    """
    places = [place for place in found.places if place.line == line]
    stops, holes = list[tuple[float, bool]](), list[float]()
    for box in on:
        y = box.y + min(_TIE, box.height / 2)
        start = box.x if box.x > x else box.x + _CARD
        board.line((start, y), (x, y), tone=RAILS[line], thickness=2)
        held = _is_held(box.placement, places)
        stops.append((y, held))
        holes += [] if held or box.placement.top else [y]
    first, last = edges
    stops = [*([(first, stops[0][1] if stops else True)] if first is not None else []), *stops]
    stops += [(last, stops[-1][1] if stops else True)] if last is not None else []
    for (upper, held), (lower, held_below) in pairwise(stops):
        whole = held and held_below
        thickness = 3.5 if whole else 2.0
        board.line((x, upper), (x, lower), tone=RAILS[line], thickness=thickness, dashed=not whole)
    for y in holes:
        board.text(x - 7, y - 6, "!", 12, tone="red", anchor="end")


def _is_held(placement: Placement, places: Sequence[ApprovalPlace]) -> bool:
    """Whether somebody stands at a place of the line that is held; of no known place, not."""
    if placement.group is None:
        return False
    ids = {contact.id for contact in placement.group.people}
    return any(place.held for place in places if not ids.isdisjoint(place.people))
