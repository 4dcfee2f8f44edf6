"""The decision chain as bars: how much everybody sways the decision, and how close we are to them.

Whoever sways much and is far from us stands first. A bar is what somebody has by level, role and
approval lines; the lighter part what is borrowed of those whom they sway.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deals.model import Contact, Project
from deals.network.findings import InfluenceScore, NetworkFindings
from reports.drawings.board import PAGE, TALLEST, DrawingBoard, lines_height, wrap_units
from reports.drawings.person_card import draw_relation, stance_text_of
from reports.report import Drawing, ReportTone
from views.network.node_labels import starred_name
from wording import _, pgettext
from wording.findings import heading_mark

_NAME, _BAR, _CR, _GAP, _STANCE = 28.0, 240.0, 432.0, 530.0, 572.0
_BARS = _CR - _BAR - 44
_SIZE, _SMALL, _HEAD, _HIGH = 11.5, 9.5, 24.0, 15.0
_TONES: dict[str, ReportTone] = {"supports": "good", "competitor": "red", "opposes": "red"}


@dataclass(frozen=True, slots=True)
class _ChainRow:
    """A person with their rank, what they sway, and the lines of their name, title and stance."""

    rank: int
    contact: Contact
    score: InfluenceScore | None
    name: tuple[str, ...]
    title: tuple[str, ...]
    stance: tuple[str, ...]

    @property
    def height(self) -> float:
        """The units that it takes down."""
        left = lines_height(self.name, _SIZE) + lines_height(self.title, _SMALL)
        return max(_HIGH, left, lines_height(self.stance, _SMALL)) + 7


def plot_chain(project: Project, found: NetworkFindings) -> list[Drawing]:
    """Draw the people by what we lack of their pull, in as many pictures as pages are needed."""
    known = {contact.id: contact for contact in project.contacts}
    ranked = [score.person for score in found.pulls if score.person in known]
    order = dict.fromkeys((*ranked, *known))
    rows = [_make_row(at, known[id_], found) for at, id_ in enumerate(order, 1)]
    most = max((score.points for score in found.pulls), default=0.0)
    pages, left = [list[_ChainRow]()], TALLEST - _HEAD
    for row in rows:
        if row.height > left and pages[-1]:
            pages.append([])
            left = TALLEST - _HEAD
        pages[-1].append(row)
        left -= row.height
    return [_draw_rows(page, most) for page in pages if page]


def _make_row(rank: int, contact: Contact, found: NetworkFindings) -> _ChainRow:
    room = _BAR - _NAME - 12
    return _ChainRow(
        rank,
        contact,
        found.by_person.get(contact.id),
        tuple(wrap_units(starred_name(contact), room, _SIZE, strong=True)),
        tuple(wrap_units(contact.title or "", room, _SMALL)),
        tuple(wrap_units(stance_text_of(contact), PAGE - _STANCE, _SMALL)),
    )


def _draw_rows(rows: Sequence[_ChainRow], most: float) -> Drawing:
    board, top = DrawingBoard(), _HEAD
    heads = (
        (_NAME, heading_mark("name")),
        (_BAR, _("Pull: own, and borrowed (outlined)")),
        (_CR, "CR"),
        (_GAP, pgettext("influence", "Gap")),
        (_STANCE, heading_mark("stance")),
    )
    for x, text in heads:
        board.text(x, 2, text, _SMALL, tone="dim")
    board.line((0, _HEAD - 6), (PAGE, _HEAD - 6), tone="line", thickness=0.8)
    for row in rows:
        _draw_chain_row(board, row, top, most)
        top += row.height
    return board.drawing(PAGE, top)


def _draw_chain_row(board: DrawingBoard, row: _ChainRow, top: float, most: float) -> None:
    board.text(_NAME - 8, top + 1, f"{row.rank}", _SMALL, tone="dim", anchor="end")
    under = board.texts(_NAME, top, row.name, _SIZE, tone="strong")
    board.texts(_NAME, under, row.title, _SMALL, tone="dim")
    if row.score:
        _draw_bar(board, row.score, top, most)
        board.text(_GAP, top + 1, f"{row.score.gap:.1f}", _SMALL, tone="strong")
    else:
        board.text(_BAR, top + 1, "?", _SMALL, tone="dim")
    draw_relation(board, row.contact, _CR, top)
    tone = _TONES.get(row.contact.stance, "")
    board.texts(_STANCE, top + 1, row.stance, _SMALL, tone=tone)


def _draw_bar(board: DrawingBoard, score: InfluenceScore, top: float, most: float) -> None:
    unit = _BARS / most if most else 0.0
    own, whole = max(0.0, score.own * unit), max(1.0, score.points * unit)
    board.box(_BAR, top + 1, own, 10, tone="strong", filled=True)
    if whole > own:
        board.box(_BAR + own, top + 1, whole - own, 10, tone="strong")
    board.text(_BAR + whole + 6, top + 1, f"{score.points:.1f}", _SMALL)
