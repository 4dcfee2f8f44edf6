"""Market, competitors and portfolio of a project: what they add up to (method, section 5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from deals.edits.lists import drop, put, set_value
from deals.model import (
    US,
    Book,
    Cell,
    Comparison,
    Competitor,
    Product,
    Project,
    Stamp,
    Standing,
    Strategy,
)
from deals.playbook.market import MarketPage
from deals.refusal import Refusal

STANDING = "standing"
"""The dimension that is this customer's alone; all others are known of a competitor everywhere."""

Cross = Literal["SO", "WO", "ST", "WT"]
Quadrant = Literal["star", "cow", "question", "dog"]
POINTS: Mapping[Standing | None, int] = {"ahead": -1, "behind": 1}
"""What a mark of a competitor counts for us; in our own column it is the other way round."""


@dataclass(frozen=True, slots=True)
class Column:
    """Us or one competitor: the cells by dimension, and what the marks sum to, from our side."""

    name: str
    cells: Mapping[str, Cell]
    profile: int


def rivals_of(project: Project) -> tuple[str, ...]:
    """The competitors of a project: whom its people back, and who was compared with; any case."""
    backed = ((one.competitor or "").strip() for one in project.contacts)
    names = [*backed, *(one.rival for one in project.comparisons)]
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return tuple(name for name in found.values() if name != US)


def grid(project: Project, shared: Iterable[Competitor], page: MarketPage) -> tuple[Column, ...]:
    """Our column and one for each competitor of the project, in the dimensions of the playbook."""
    known = list(shared)
    return tuple(
        _column(name, _cells(project, known, name), page) for name in (US, *rivals_of(project))
    )


def _cells(project: Project, shared: list[Competitor], name: str) -> dict[str, Cell]:
    """What stands in a column; of two competitors of one name in other letters the first holds, for
    that is the one written to.
    """
    cells = {
        cell.dimension: cell
        for one in reversed(shared)
        if one.name.casefold() == name.casefold()
        for cell in one.notes
        if cell.dimension != STANDING
    }
    for one in project.comparisons:
        if one.rival.casefold() == name.casefold() and one.dimension == STANDING:
            cells[STANDING] = Cell(dimension=STANDING, mark=one.mark, note=one.note)
    return cells


def _column(name: str, cells: Mapping[str, Cell], page: MarketPage) -> Column:
    marks = [cells[one].mark for one in page.dimensions if one in cells]
    points = sum(POINTS.get(mark, 0) for mark in marks)
    return Column(name, cells, -points if name == US else points)


def write_cell(book: Book, project: Project, rival: str, cell: Cell, stamp: Stamp) -> Book:
    """The book with a cell put in where it belongs: the project, or what all projects share."""
    if cell.dimension == STANDING:
        comparison = _comparison(project, rival)
        changed = comparison.model_copy(update={"mark": cell.mark, "note": cell.note})
        return book.with_projects(put(project, "comparisons", changed, stamp))
    signed = cell.model_copy(update={"by": stamp.by, "on": stamp.today})
    return book.with_lists(competitors=_learned(book.competitors, rival, signed))


def _comparison(project: Project, rival: str) -> Comparison:
    there = (one for one in project.comparisons if one.dimension == STANDING)
    found = next((one for one in there if one.rival.casefold() == rival.casefold()), None)
    return found or Comparison(rival=rival, dimension=STANDING)


def _learned(shared: tuple[Competitor, ...], rival: str, cell: Cell) -> tuple[Competitor, ...]:
    old = next((one for one in shared if one.name.casefold() == rival.casefold()), None)
    if old is None:
        return (*shared, Competitor(name=rival, notes=(cell,)))
    if any(one.dimension == cell.dimension for one in old.notes):
        notes = tuple(cell if one.dimension == cell.dimension else one for one in old.notes)
    else:
        notes = (*old.notes, cell)
    new = old.model_copy(update={"notes": notes})
    return tuple(new if one is old else one for one in shared)


def add_rival(book: Book, project: Project, name: str, stamp: Stamp) -> Book:
    """The book with a competitor in the project's grid, under the name that is known of them.

    Refusals `rival-empty` and `rival-twice` (name).
    """
    name = name.strip()
    if not name:
        raise Refusal("rival-empty")
    if any(one.casefold() == name.casefold() for one in rivals_of(project)):
        raise Refusal("rival-twice", name=name)
    known = (one.name for one in book.competitors if one.name.casefold() == name.casefold())
    name = next(known, name)
    after = put(project, "comparisons", Comparison(rival=name, dimension=STANDING), stamp)
    book = book.with_projects(after)
    if any(one.name == name for one in book.competitors):
        return book
    return book.with_lists(competitors=(*book.competitors, Competitor(name=name)))


def drop_rival(project: Project, name: str, stamp: Stamp) -> Project:
    """The project no longer compared with a competitor; what all share of them stays."""
    kept = tuple(one for one in project.comparisons if one.rival.casefold() != name.casefold())
    return set_value(project, "comparisons", kept, stamp)


def crossing(project: Project, strategy: Strategy) -> Cross | None:
    """Where a strategy stands in the TWOS matrix, by most of its items; None with a side empty.

    Where it uses as many of both, strengths and opportunities lead.
    """
    kinds = [one.kind for one in project.swot if one.id in strategy.uses]
    strong, weak = kinds.count("strength"), kinds.count("weakness")
    open_, threat = kinds.count("opportunity"), kinds.count("threat")
    if not (strong or weak) or not (open_ or threat):
        return None
    if open_ >= threat:
        return "SO" if strong >= weak else "WO"
    return "ST" if strong >= weak else "WT"


def idle(project: Project) -> frozenset[str]:
    """The ids of the SWOT items that no strategy uses."""
    used = {one for strategy in project.strategies for one in strategy.uses}
    return frozenset(one.id for one in project.swot if one.id not in used)


def tick(project: Project, strategy: str, item: str, stamp: Stamp) -> Project:
    """The project whose strategy uses an item, or no longer does."""
    old = next((one for one in project.strategies if one.id == strategy), None)
    if old is None:
        return project
    without = tuple(one for one in old.uses if one != item)
    uses = without if item in old.uses else (*old.uses, item)
    return put(project, "strategies", old.model_copy(update={"uses": uses}), stamp)


def drop_item(project: Project, item: str, stamp: Stamp) -> Project:
    """The project without a SWOT item, which no strategy uses any more either."""
    for one in project.strategies:
        project = tick(project, one.id, item, stamp) if item in one.uses else project
    return drop(project, "swot", item, stamp)


def quadrant(product: Product, page: MarketPage) -> Quadrant | None:
    """Where a product stands in the portfolio; None where share or growth is not known."""
    if product.share is None or product.growth is None:
        return None
    if product.growth >= page.growth:
        return "star" if product.share >= page.share else "question"
    return "cow" if product.share >= page.share else "dog"
