"""The customer's organisation as boxes under one another, those of one superior side by side.

Where a row would not go onto the page, those of one superior stand below each other, set in; so
many people go onto a page too. People whose superior nobody knows stand in bands of their levels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from deals.model import LEVELS, Project
from reports.drawings.board import PAGE, TALLEST, DrawingBoard
from reports.drawings.org_columns import plot_org_columns
from reports.drawings.person_card import PersonCard, band_name, draw_person, make_card
from reports.report import Drawing
from views.network.org_tree import make_outline, map_bosses
from views.network.placement import group_contacts, map_contacts_to_nodes

_CARD, _GAP, _DROP, _INDENT, _DEEPEST = 136.0, 12.0, 22.0, 18.0, 20
_BAND, _MOST_SPREAD = 18.0, 6


@dataclass(slots=True)
class _Branch:
    """A person with those under them."""

    card: PersonCard
    below: list[_Branch] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Size:
    """The units that a branch takes, and where above it the line to its superior begins."""

    width: float
    height: float
    anchor: float


def plot_organisation(project: Project) -> list[Drawing]:
    """Draw the people of a project as they report; in columns where that takes more than a page."""
    whole = _draw_whole(project)
    return [whole] if whole.height <= TALLEST else list(plot_org_columns(project))


def _draw_whole(project: Project) -> Drawing:
    roots = _grow_branches(project)
    loose = [root for root in roots if not root.below]
    trees = [root for root in roots if root.below]
    board = DrawingBoard()
    bottom = _draw_row(board, trees, 0.0)
    if not trees or len(loose) > 1:
        for heading, band in _band_loose(loose):
            board.text(0, bottom, heading, 11, tone="strong")
            bottom = _draw_row(board, band, bottom + _BAND)
    else:
        bottom = _draw_row(board, loose, bottom)
    return board.drawing(PAGE, max(1.0, bottom - _GAP))


def _grow_branches(project: Project) -> list[_Branch]:
    groups = group_contacts(project)
    outline = make_outline(groups, map_bosses(groups, map_contacts_to_nodes(groups)))
    roots, path = list[_Branch](), list[_Branch]()
    for org_node in outline:
        branch = _Branch(make_card(org_node.group.head, _CARD))
        del path[len(org_node.more) :]
        (path[-1].below if path else roots).append(branch)
        path.append(branch)
    return roots


def _band_loose(loose: Sequence[_Branch]) -> Iterator[tuple[str, list[_Branch]]]:
    """Yield who stands alone by levels, each under its name, and last those from outside."""
    inside = [each for each in loose if not each.card.contact.outside]
    for level in (*LEVELS, None):
        if band := [each for each in inside if each.card.contact.level == level]:
            yield band_name(level), band
    if outside := [each for each in loose if each.card.contact.outside]:
        yield band_name("outside"), outside


def _draw_row(board: DrawingBoard, branches: Sequence[_Branch], top: float) -> float:
    """Draw branches side by side, in as many rows as they take; return the height below them."""
    x, high = 0.0, 0.0
    for branch in branches:
        spread = _choose_spread(branch)
        size = _measure(branch, spread)
        if x and x + size.width > PAGE:
            x, top, high = 0.0, top + high + 2 * _GAP, 0.0
        _draw_branch(board, branch, spread, x, top)
        x, high = x + size.width + 2 * _GAP, max(high, size.height)
    return top + high + 2 * _GAP if branches else top


def _choose_spread(branch: _Branch) -> int:
    """Choose how many levels stand side by side, so that the branch goes onto the page."""
    deepest = min(_MOST_SPREAD, _depth(branch))
    fitting = (deep for deep in range(deepest, 0, -1) if _measure(branch, deep).width <= PAGE)
    return next(fitting, 0)


def _depth(branch: _Branch) -> int:
    return 1 + max(map(_depth, branch.below), default=-1)


def _measure(branch: _Branch, spread: int, depth: int = 0) -> _Size:
    card = branch.card
    if not branch.below:
        return _Size(card.width, card.height, card.width / 2)
    sizes = [_measure(each, spread - 1, depth + 1) for each in branch.below]
    if spread <= 0:
        indent = _indent(depth)
        width = max(card.width, indent + max(size.width for size in sizes))
        height = card.height + sum(size.height + _GAP for size in sizes)
        return _Size(width, height, card.width / 2)
    left, anchor, width = _spread_out(card, sizes)
    return _Size(width + left, card.height + _DROP + max(size.height for size in sizes), anchor)


def _indent(depth: int) -> float:
    return _INDENT if depth < _DEEPEST else 0.0


def _spread_out(card: PersonCard, sizes: Sequence[_Size]) -> tuple[float, float, float]:
    """Return how far those below move right, where the superior's middle is, and their width."""
    total = sum(size.width for size in sizes) + _GAP * (len(sizes) - 1)
    last = total - sizes[-1].width + sizes[-1].anchor
    middle = (sizes[0].anchor + last) / 2
    left = max(0.0, card.width / 2 - middle)
    return left, middle + left, max(total, middle + card.width / 2)


def _draw_branch(
    board: DrawingBoard, branch: _Branch, spread: int, x: float, y: float, depth: int = 0
) -> None:
    card = branch.card
    sizes = [_measure(each, spread - 1, depth + 1) for each in branch.below]
    if not sizes or spread <= 0:
        draw_person(board, card, x, y)
        _hang_below(board, branch, sizes, x, y, depth)
        return
    left, anchor, _width = _spread_out(card, sizes)
    draw_person(board, card, x + anchor - card.width / 2, y)
    bus, below = y + card.height + _DROP / 2, y + card.height + _DROP
    board.line((x + anchor, y + card.height), (x + anchor, bus))
    at, ends = x + left, list[float]()
    for each, size in zip(branch.below, sizes, strict=True):
        ends.append(at + size.anchor)
        board.line((at + size.anchor, bus), (at + size.anchor, below))
        _draw_branch(board, each, spread - 1, at, below, depth + 1)
        at += size.width + _GAP
    board.line((min(ends), bus), (max(ends), bus))


def _hang_below(
    board: DrawingBoard, branch: _Branch, sizes: Sequence[_Size], x: float, y: float, depth: int
) -> None:
    """Draw those below under one another, set in, with a line down their side."""
    indent, top = _indent(depth), y + branch.card.height + _GAP
    side, last = x + indent / 2, y + branch.card.height
    for each, size in zip(branch.below, sizes, strict=True):
        if indent:
            last = top + min(20.0, each.card.height / 2)
            board.line((side, last), (x + indent, last))
        _draw_branch(board, each, 0, x + indent, top, depth + 1)
        top += size.height + _GAP
    if indent and branch.below:
        board.line((side, y + branch.card.height), (side, last))
