"""What holds for every picture of an account, whoever is in it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from deals.model import Project
from tests.views.network.accounts import DEPARTMENTS, accounts, findings_of
from views.diagram import Diagram, Node
from views.network import draw_chain, draw_contact_list, draw_network, draw_org_tree
from views.styled_text import TextLine, cells_of, clean, crop, drop_cells, width

Drawing = dict[str, Diagram]
"""The four pictures of an account, by name."""


def drawn(project: Project, cells: int, folded: frozenset[str]) -> Drawing:
    findings = findings_of(project)
    return {
        "net": draw_network(project, findings, cells, folded),
        "tree": draw_org_tree(project, findings, cells, folded),
        "chain": draw_chain(project, findings, cells),
        "list": draw_contact_list(project, findings, cells),
    }


WIDTHS = st.integers(80, 240)
FOLDED = st.frozensets(st.sampled_from(DEPARTMENTS), max_size=2)


def text(line: TextLine) -> str:
    return "".join(span.text for span in line)


def places(picture: Diagram) -> Iterator[tuple[Node, int]]:
    """The cells that the labels take."""
    for node in picture.knots.values():
        yield from ((node, x) for x in range(node.x, node.x + node.width))


@given(project=accounts(), cells=WIDTHS, folded=FOLDED)
def test_every_picture_keeps_its_laws(project: Project, cells: int, folded: frozenset[str]) -> None:
    """One account for all laws of all pictures: to draw one costs more than to look at it."""
    drawing = drawn(project, cells, folded)
    for picture in drawing.values():
        labels_stand_where_their_knots_say(picture)
        no_line_is_wider_than_the_picture(picture)
    for name in ("net", "tree"):
        everybody_is_there_once_or_folded(drawing[name], project, folded)
    for name in ("chain", "list"):
        everybody_has_a_row(drawing[name], project)
    assert drawn(project, cells, folded) == drawing


def labels_stand_where_their_knots_say(picture: Diagram) -> None:
    for id, node in picture.knots.items():
        assert node.id == id
        assert node.width == cells_of(node.label)
        assert 0 <= node.y < picture.height
        assert node.x >= 0
        assert node.x + node.width <= picture.width
        there = crop(drop_cells(picture.lines[node.y], node.x), node.width)
        assert text(there) == clean(text(node.label))
    cells_taken = [(node.y, x) for node, x in places(picture)]
    assert len(cells_taken) == len(set(cells_taken))
    assert list(picture.knots.values()) == sorted(
        picture.knots.values(), key=lambda node: (node.y, node.x)
    )


def no_line_is_wider_than_the_picture(picture: Diagram) -> None:
    for line in (*picture.lines, *picture.head):
        assert cells_of(line) == sum(width(row) for row in text(line)) <= picture.width
        assert all(clean(span.text) == span.text for span in line)


def everybody_is_there_once_or_folded(
    picture: Diagram, project: Project, folded: frozenset[str]
) -> None:
    people = {contact.id for contact in project.contacts if contact.department not in folded}
    away = {
        f"dept:{contact.department}" for contact in project.contacts if contact.department in folded
    }
    found = {id for id in picture.knots if not id.startswith("hole:")}
    assert found == people | away


def everybody_has_a_row(picture: Diagram, project: Project) -> None:
    assert set(picture.knots) == {contact.id for contact in project.contacts}
    assert [node.y for node in picture.knots.values()] == list(range(len(project.contacts)))


@given(project=accounts(), cells=WIDTHS)
def test_nobody_known_is_a_hole(project: Project, cells: int) -> None:
    findings = findings_of(project)
    picture = draw_network(project, findings, cells)
    unknown = {f"hole:{hole.level}:{hole.line}" for hole in findings.holes if not hole.known}
    assert {id for id in picture.knots if id.startswith("hole:")} == unknown


@given(project=accounts(20), cells=WIDTHS, more=st.integers(1, 3))
def test_whoever_is_added_moves_nobody_past_another(
    project: Project, cells: int, more: int
) -> None:
    fewer = project.model_copy(update={"contacts": project.contacts[:-more], "influences": ()})
    all_of_them = project.model_copy(update={"influences": ()})
    before = list(draw_contact_list(fewer, findings_of(fewer), cells).knots)
    picture = draw_network(fewer, findings_of(fewer), cells)
    after = draw_network(all_of_them, findings_of(all_of_them), cells)
    assert set(before) <= set(after.knots)
    for upper in before:
        for lower in before:
            first, second = picture.knots[upper], picture.knots[lower]
            if first.x == second.x and first.y < second.y:
                there, other = after.knots[upper], after.knots[lower]
                assert there.y < other.y or there.x != other.x
