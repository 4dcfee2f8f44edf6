"""The edges that are drawn say who reports to whom, and no more than that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from deals.model import Contact, Influence, Project
from tests.deals.makers import contact, project
from tests.views.network.accounts import accounts, findings_of
from views.diagram import Diagram
from views.network import draw_network
from views.styled_text import width


def net(account: Project, cells: int = 80) -> Diagram:
    return draw_network(account, findings_of(account), cells)


def label(diagram: Diagram, id: str) -> str:
    return "".join(span.text for span in diagram.nodes[id].label)


def lines(diagram: Diagram) -> list[str]:
    return ["".join(span.text for span in line) for line in diagram.lines]


def of_reports(account: Project) -> Project:
    """The account with nothing but reporting, and plain names that look like no edge."""
    plain = [
        contact.model_copy(update={"name": "N", "title": None, "lines": ()})
        for contact in account.contacts
    ]
    return account.model_copy(update={"contacts": tuple(plain), "influences": ()})


def households(people: Sequence[Contact]) -> dict[str, set[str]]:
    """For each person all those they are tied to by reporting, over however many others."""
    homes = {contact.id: {contact.id} for contact in people}
    for person in people:
        if person.reports_to in homes:
            both = homes[person.id] | homes[person.reports_to]
            for id in both:
                homes[id] = both
    return homes


@given(account=accounts().map(of_reports), cells=st.integers(80, 200))
def test_reports_join_boss_and_report_and_nobody_else(account: Project, cells: int) -> None:
    diagram = net(account, cells)
    found = joined(diagram, REPORTS)
    homes = households(account.contacts)
    for person in account.contacts:
        assert found[person.id] <= homes[person.id]
        whole = "~" not in label(diagram, person.id)
        if whole and person.reports_to in homes and person.reports_to != person.id:
            assert person.reports_to in found[person.id]


@given(account=accounts(12), cells=st.integers(80, 200))
def test_what_is_not_drawn_is_counted_at_both_its_nodes(account: Project, cells: int) -> None:
    diagram = net(account, cells)
    lost = [
        int(text.partition("~")[2])
        for id in diagram.nodes
        if "~" in (text := label(diagram, id).rpartition("]")[2])
    ]
    assert sum(lost) % 2 == 0


def test_approval_lines_run_through_their_holes() -> None:
    people = [
        contact("Low", 4, level="low", lines=["technical"]),
        contact("High", 4, level="high", lines=["technical"]),
    ]
    absent = [f"commercial {level}" for level in ("high", "middle", "low")]
    drawn = [
        row.replace("( none here )", "")
        for row in lines(net(project(contacts=people, absent=absent)))
    ]
    assert drawn[0].rstrip().endswith("]==T")
    assert [row.rstrip()[-3:] for row in drawn[1:]] == ["  T", "==T", "  T", "==T"]


def test_influence_ends_in_its_strength_and_an_arrow() -> None:
    people = [
        contact("Ann", 3, level="middle", function="technical"),
        contact("Bob", 3, level="middle", function="commercial"),
    ]
    ways = {True: ".2.>[Bob", False: ".2.x[Bob"}
    for favour, end in ways.items():
        sway = Influence(source="Ann", target="Bob", strength=2, favour=favour)
        drawn = lines(net(project(contacts=people, influences=[sway]), 120))
        assert end in drawn[2]


def test_for_us_and_against_us_come_in_on_different_sides() -> None:
    people = [contact(name, 3, level="middle", function="technical") for name in "ABC"]
    sways = [
        Influence(source="B", target="A", strength=1, favour=True),
        Influence(source="C", target="A", strength=3, favour=False),
    ]
    drawn = lines(net(project(contacts=people, influences=sways)))
    row = next(row for row in drawn if "[A" in row)
    assert "x[A" in row
    assert "]<" in row


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
