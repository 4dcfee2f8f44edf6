"""The market of a project: competitors, SWOT and strategies, portfolio (method, section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from deals.model import US, Competitor, MarketCell, Product, Project, Standing, Strategy, SwotKind
from deals.playbook import Playbook
from deals.playbook.model import MarketPage
from deals.sources import cell_of

STANDING = "standing"
"""The dimension that is this customer's alone; all others are known of a competitor everywhere."""

Cross = Literal["SO", "WO", "ST", "WT"]
Quadrant = Literal["star", "cow", "question", "dog"]
_POINTS: Mapping[Standing | None, int] = {"ahead": 1, "behind": -1}


@dataclass(frozen=True, slots=True)
class MarketColumn:
    """The column of us or a competitor: cells by dimension, and the sum of marks from our side."""

    name: str
    cells: Mapping[str, MarketCell]
    profile: int


def points_for_us(mark: Standing | None, name: str) -> int:
    """Return the points of a mark for us: 1, 0 or -1; a competitor's lead is against us."""
    points = _POINTS.get(mark, 0)
    return points if name == US else -points


def mark_for_us(points: int, name: str) -> Standing:
    """Return the mark in the column of us or a competitor that gives us so many points."""
    marks: Mapping[int, Standing] = {1: "ahead", 0: "even", -1: "behind"}
    return marks[points if name == US else -points]


def rivals_of(project: Project) -> tuple[str, ...]:
    """List a project's competitors: those its people back and those compared with, each once.

    A summary names them itself.
    """
    if project.glance is not None:
        return project.glance.rivals
    backed = ((contact.competitor or "").strip() for contact in project.contacts)
    names = [*backed, *(comparison.rival for comparison in project.comparisons)]
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(name.casefold(), name)
    return tuple(name for name in found.values() if name != US)


def find_winner(project: Project) -> str:
    """Find the competitor to whom a project was lost; empty where that is not known.

    It is the one of the review, else the only one that was met.
    """
    if project.glance is not None:
        return project.glance.winner
    if project.review.rival.strip():
        return project.review.rival.strip()
    met = rivals_of(project)
    return met[0] if len(met) == 1 else ""


def market_grid(
    project: Project, shared: Iterable[Competitor], page: MarketPage
) -> tuple[MarketColumn, ...]:
    """Make our column and one for each competitor of a project, in the playbook's dimensions."""
    known = list(shared)
    return tuple(_column(project, known, name, page) for name in (US, *rivals_of(project)))


def weigh_rivals(
    project: Project, shared: Iterable[Competitor], page: MarketPage
) -> Mapping[str, int]:
    """Return the sum of marks from our side by competitor, casefolded; of those with any mark."""
    return {
        column.name.casefold(): column.profile
        for column in market_grid(project, shared, page)[1:]
        if any(column.cells[key].mark for key in page.dimensions if key in column.cells)
    }


def _cells(project: Project, shared: list[Competitor], name: str) -> dict[str, MarketCell]:
    """Collect a column's cells by dimension.

    Of two competitors whose names differ in case the first counts, for edits go to that one.
    """
    cells = {
        cell.dimension: cell
        for competitor in reversed(shared)
        if competitor.name.casefold() == name.casefold()
        for cell in competitor.notes
        if cell.dimension != STANDING
    }
    for comparison in project.comparisons:
        if comparison.rival.casefold() == name.casefold() and comparison.dimension == STANDING:
            cells[STANDING] = MarketCell(
                dimension=STANDING, mark=comparison.mark, note=comparison.note
            )
    return cells


def _column(
    project: Project, shared: list[Competitor], name: str, page: MarketPage
) -> MarketColumn:
    cells = _cells(project, shared, name)
    marks = [cells[dimension].mark for dimension in page.dimensions if dimension in cells]
    return MarketColumn(name, cells, sum(points_for_us(mark, name) for mark in marks))


def find_cross(project: Project, strategy: Strategy) -> Cross | None:
    """Find the quarter of the TWOS matrix that a strategy belongs to; None with a side empty.

    It is where most of its items stand; of as many of both, strengths and opportunities lead.
    """
    kinds = [item.kind for item in project.swot if item.id in strategy.uses]
    strong, weak = kinds.count("strength"), kinds.count("weakness")
    open_, threat = kinds.count("opportunity"), kinds.count("threat")
    if not (strong or weak) or not (open_ or threat):
        return None
    if open_ >= threat:
        return "SO" if strong >= weak else "WO"
    return "ST" if strong >= weak else "WT"


def unused_items(project: Project) -> frozenset[str]:
    """Find the ids of the SWOT items that no strategy uses."""
    used = {use for strategy in project.strategies for use in strategy.uses}
    return frozenset(item.id for item in project.swot if item.id not in used)


def item_names(project: Project) -> dict[str, str]:
    """Number the SWOT items within their kind, by id: S1, S2, W1."""
    counts: dict[str, int] = {}
    names: dict[str, str] = {}
    for item in project.swot:
        counts[item.kind] = counts.get(item.kind, 0) + 1
        names[item.id] = f"{item.kind[0].upper()}{counts[item.kind]}"
    return names


_KIND_WORDS: Mapping[str, SwotKind] = {
    **dict.fromkeys(("S", "优势", "Strength"), "strength"),
    **dict.fromkeys(("W", "劣势", "Weakness"), "weakness"),
    **dict.fromkeys(("O", "机会", "Opportunity"), "opportunity"),
    **dict.fromkeys(("T", "威胁", "Threat"), "threat"),
}
_KIND = re.compile(rf"\s*(?P<kind>{'|'.join(_KIND_WORDS)})[0-9]{{0,2}}(?:\s*[:：]|\s)\s*(?=\S)")
_ITEM = re.compile(r"(?<![A-Za-z0-9])[SWOT][0-9]{1,2}(?![0-9])")


def split_swot_kind(text: str) -> tuple[SwotKind | None, str]:
    """Return the kind that a line of SWOT begins with (`W price`, `机会：…`), and its words."""
    found = _KIND.match(text)
    if found is None:
        return None, text.strip()
    return _KIND_WORDS[found["kind"]], text[found.end() :].strip()


def find_named_items(project: Project, text: str) -> tuple[str, ...]:
    """Find the SWOT items that a strategy names by their numbers: `W1 T1`."""
    ids = {name: id_ for id_, name in item_names(project).items()}
    return tuple(dict.fromkeys(ids[name] for name in _ITEM.findall(text) if name in ids))


def find_quadrant(product: Product, page: MarketPage) -> Quadrant | None:
    """Find a product's quadrant in the portfolio; None where share or growth is not known."""
    if product.share is None or product.growth is None:
        return None
    if product.growth >= page.growth:
        return "star" if product.share >= page.share else "question"
    return "cow" if product.share >= page.share else "dog"


# The themes go by the ids of the strategy's sections, which know their workstreams.
_THEMES_OF_CELLS: Mapping[str, str] = {
    "product": "product",
    "terms": "commercial",
    "service": "service",
    STANDING: "customer",
}
_THEMES_OF_NOTES: Mapping[str, str] = {
    "triangle.rival": "competition",
    "triangle.us": "product",
    "stp.position": "product",
}
_THEMES_OF_ITEMS: Mapping[str, str] = {
    "strength": "product",
    "weakness": "product",
    "opportunity": "customer",
    "threat": "competition",
}
_THEMES_OF_CROSSES: Mapping[str | None, str] = {"SO": "customer", "WO": "product"}


def bone_of(project: Project, source: str, playbook: Playbook) -> str:
    """Find the workstream that a source of the market (`deals.sources`) belongs to.

    It is that of the playbook's section on the same theme; where there is none, that of the
    work on people; empty where the playbook has no workstreams.
    """
    section = playbook.sections.get(_theme(project, source))
    if section is not None and section.bone in {workstream.id for workstream in playbook.fields}:
        return section.bone
    return playbook.people_field


def _theme(project: Project, source: str) -> str:
    kind, _, key = source.partition(":")
    cell = cell_of(source)
    if cell is not None:
        return _THEMES_OF_CELLS.get(cell[0], "competition")
    if kind == "note":
        return _THEMES_OF_NOTES.get(key, "customer")
    if kind == "swot":
        kind_of_item = next((item.kind for item in project.swot if item.id == key), "threat")
        return _THEMES_OF_ITEMS[kind_of_item]
    strategy = next((candidate for candidate in project.strategies if candidate.id == key), None)
    cross = find_cross(project, strategy) if strategy is not None else None
    return _THEMES_OF_CROSSES.get(cross, "competition")
