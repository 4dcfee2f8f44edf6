"""Reads a drawn net as a user does: which labels the edges of one kind join."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass

from views.diagram import Diagram
from views.styled_text import width

Cell = tuple[int, int]
Step = tuple[int, int]
UP, DOWN, LEFT, RIGHT = (0, -1), (0, 1), (-1, 0), (1, 0)


@dataclass(frozen=True)
class Signs:
    """How a kind of edge is drawn: in runs, in lanes, and where it turns."""

    runs: str
    lanes: str
    turns: str

    def onward(self, sign: str, step: Step) -> list[Step]:
        """The ways on from a sign that was come to by a step."""
        if sign in self.turns:
            return [UP, DOWN, LEFT, RIGHT]
        # Where edges cross, the lane is what is drawn.
        passed = self.lanes + (self.runs if step in (LEFT, RIGHT) else "")
        return [step] if sign in passed else []


REPORTS = Signs("-", "|", "+")


def joined(diagram: Diagram, signs: Signs) -> Mapping[str, Set[str]]:
    """For each node the nodes that can be come to from it along edges of a kind."""
    drawn = _drawn(diagram)
    edges: dict[Cell, str] = {}
    for node in diagram.nodes.values():
        edges[node.x - 1, node.y] = edges[node.x + node.width, node.y] = node.id
    return {
        node.id: set(_reached(drawn, edges, signs, (node.x - 1, node.y), LEFT))
        | set(_reached(drawn, edges, signs, (node.x + node.width, node.y), RIGHT))
        for node in diagram.nodes.values()
    }


def _drawn(diagram: Diagram) -> Mapping[Cell, str]:
    """The sign in each cell that is no label's."""
    labels = {
        (x, node.y) for node in diagram.nodes.values() for x in range(node.x, node.x + node.width)
    }
    found: dict[Cell, str] = {}
    for y, line in enumerate(diagram.lines):
        x = 0
        for char in "".join(span.text for span in line):
            if (x, y) not in labels:
                found[x, y] = char
            x += width(char)
    return found


def _reached(
    drawn: Mapping[Cell, str], edges: Mapping[Cell, str], signs: Signs, start: Cell, step: Step
) -> Iterator[str]:
    pending, seen = [(start, step)], set[tuple[Cell, Step]]()
    while pending:
        cell, step = pending.pop()
        sign = drawn.get(cell, " ")
        if (cell, step) in seen or not (ways := signs.onward(sign, step)):
            continue
        seen.add((cell, step))
        if cell in edges and step in (LEFT, RIGHT):
            yield edges[cell]
        pending += [((cell[0] + x, cell[1] + y), (x, y)) for x, y in ways]
