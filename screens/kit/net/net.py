"""The net: bands of levels, columns of functions, knots, and the strands between them."""

from __future__ import annotations

from collections.abc import Set

from deals.model import Project
from deals.net.findings import Findings
from screens.kit.cells import fit, width
from screens.kit.net.canvas import Canvas, in_reading_order
from screens.kit.net.folding import groups
from screens.kit.net.labels import group_label, hole_label, marked
from screens.kit.net.seats import Seat, seated, seats
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, Span, cells_of
from screens.kit.wording.net import column_mark, level_mark


def net_picture(
    project: Project, findings: Findings, cells: int, folded: Set[str] = frozenset()
) -> Picture:
    """The fishnet. Knots are contact ids; a place where nobody is known is `hole:LEVEL:LINE`, a
    folded department `dept:NAME`. It may be wider than `cells` and as high as it takes.
    """
    every = seats(groups(project, folded), findings)
    seating = seated(every, cells)
    margin = 2 + max(width(level_mark(one.level)) for one in seating.bands)
    slot = max(18, (cells - margin) // seating.slots)
    canvas = Canvas()
    knots: list[Knot] = []
    for one in every:
        row, column = seating.spots[one.id]
        label = _label(one, slot - 4)
        x = margin + column * slot
        canvas.piece(x, row, label)
        knots.append(Knot(one.id, x, row, cells_of(label), label))
    for band in seating.bands:
        canvas.piece(1, band.first, (Span(level_mark(band.level), "dim"),))
    last = seating.bands[-1].last
    head = "".ljust(margin)
    for part in seating.columns:
        head += fit(column_mark(part.functions), slot * part.slots)
    lines = canvas.lines(last + 1)
    total = max([cells, *map(cells_of, lines)])
    return Picture(lines, in_reading_order(knots), ((Span(head, "dim"),),), total)


def _label(seat: Seat, cells: int) -> Line:
    label = hole_label() if seat.group is None else group_label(seat.group, cells)
    return marked(label, seat.weak, 0)
