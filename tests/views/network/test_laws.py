"""What holds for every picture of an account, whoever is in it."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from deals.model import Project
from deals.network.relationship import against_us
from tests.deals.makers import contact, project
from tests.views.network.accounts import DEPARTMENTS, accounts, findings_of
from views.diagram import Diagram
from views.marks import cr_sign
from views.network.net import NetworkFrame, draw_network
from views.network.org_tree import draw_org_tree
from views.network.placement import COLUMNS, MORE, MOST
from views.network.tables import draw_chain, draw_contact_list
from views.styled_text import StyledText, TextLine, cells_of, crop, disarm_text, drop_cells, width

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
SURELY = 28
"""The cells of a text that two lines of a knot hold, wherever the first of them is broken."""
FOLDED = st.frozensets(st.sampled_from(DEPARTMENTS), max_size=2)


def text(line: TextLine) -> str:
    return "".join(span.text for span in line)


def places(diagram: Diagram) -> Iterator[tuple[int, int]]:
    """The cells that the labels take, by row."""
    for node in diagram.nodes.values():
        for y in range(node.y, node.y + node.height):
            yield from ((y, x) for x in range(node.x, node.x + node.width))


@given(project=accounts(), cells=WIDTHS, folded=FOLDED)
def test_every_diagram_keeps_its_laws(project: Project, cells: int, folded: frozenset[str]) -> None:
    """One account for all laws of all pictures: to draw one costs more than to look at it."""
    drawing = drawn(project, cells, folded)
    for diagram in drawing.values():
        labels_stand_where_their_nodes_say(diagram)
        gutters_are_free(diagram)
        no_line_is_wider_than_the_diagram(diagram)
    assert drawing["net"].width == cells
    for name in ("net", "tree"):
        everybody_is_there_once_or_folded(drawing[name], project, folded)
    for name in ("chain", "list"):
        everybody_has_a_row(drawing[name], project)
    for diagram in drawing.values():
        nobody_against_us_is_drawn_as_held(diagram, project)
    assert drawn(project, cells, folded) == drawing


def labels_stand_where_their_nodes_say(diagram: Diagram) -> None:
    for id, node in diagram.nodes.items():
        assert node.id == id
        assert 0 <= node.y <= diagram.height - node.height
        assert node.x >= 0
        assert node.x + node.width <= diagram.width
        for at, label in enumerate((node.label, *node.below)):
            assert node.width == cells_of(label)
            there = crop(drop_cells(diagram.lines[node.y + at], node.x), node.width)
            assert text(there) == disarm_text(text(label))
    cells_taken = list(places(diagram))
    assert len(cells_taken) == len(set(cells_taken))
    assert list(diagram.nodes.values()) == sorted(
        diagram.nodes.values(), key=lambda node: (node.y, node.x)
    )


def gutters_are_free(diagram: Diagram) -> None:
    rows = {node.y for node in diagram.nodes.values()}
    assert not diagram.gutter or {text(diagram.lines[y])[0] for y in rows} <= {" "}


def nobody_against_us_is_drawn_as_held(diagram: Diagram, project: Project) -> None:
    """How close we are is in the tone of what we hold for those alone who can hold for us."""
    for person in filter(against_us, project.contacts):
        if person.id in diagram.nodes:
            node, sign = diagram.nodes[person.id], cr_sign(person.cr).strip()
            spans = [span for row in (node.label, *node.below) for span in row if sign in span.text]
            assert spans
            assert all(span.tone != "good" for span in spans)


def no_line_is_wider_than_the_diagram(diagram: Diagram) -> None:
    for line in (*diagram.lines, *diagram.head):
        assert cells_of(line) == sum(width(row) for row in text(line)) <= diagram.width
        assert all(disarm_text(span.text) == span.text for span in line)


def everybody_is_there_once_or_folded(
    diagram: Diagram, project: Project, folded: frozenset[str]
) -> None:
    people = {contact.id for contact in project.contacts if contact.department not in folded}
    away = {
        f"dept:{contact.department}" for contact in project.contacts if contact.department in folded
    }
    found = {id for id in diagram.nodes if not id.startswith("hole:")}
    assert found == people | away


def everybody_has_a_row(diagram: Diagram, project: Project) -> None:
    assert set(diagram.nodes) == {contact.id for contact in project.contacts}
    assert [node.y for node in diagram.nodes.values()] == list(range(len(project.contacts)))


@given(project=accounts(), cells=WIDTHS)
def test_nobody_known_is_a_hole(project: Project, cells: int) -> None:
    findings = findings_of(project)
    diagram = draw_network(project, findings, cells)
    unknown = {f"hole:{hole.level}:{hole.line}" for hole in findings.holes if not hole.known}
    assert {id for id in diagram.nodes if id.startswith("hole:")} == unknown


@given(project=accounts(20), cells=WIDTHS, more=st.integers(1, 3))
def test_whoever_is_added_moves_nobody_past_another(
    project: Project, cells: int, more: int
) -> None:
    fewer = project.model_copy(update={"contacts": project.contacts[:-more], "influences": ()})
    all_of_them = project.model_copy(update={"influences": ()})
    before = list(draw_contact_list(fewer, findings_of(fewer), cells).nodes)
    diagram = draw_network(fewer, findings_of(fewer), cells)
    after = draw_network(all_of_them, findings_of(all_of_them), cells)
    assert set(before) <= set(after.nodes)
    for upper in before:
        for lower in before:
            first, second = diagram.nodes[upper], diagram.nodes[lower]
            if first.x == second.x and first.y < second.y:
                there, other = after.nodes[upper], after.nodes[lower]
                assert there.y < other.y or there.x != other.x


@given(project=accounts(60), cells=WIDTHS, folded=FOLDED, brief=st.booleans())
def test_nobody_is_lost_where_cells_are_folded(
    project: Project, cells: int, folded: frozenset[str], brief: bool
) -> None:
    findings = findings_of(project)
    whole = {*draw_network(project, findings, cells, folded).nodes}
    ways = [(StyledText("a long way to mend " * 12),)]
    some = draw_network(
        project, findings, cells, frame=NetworkFrame(folded, frozenset(), brief=brief, ways=ways)
    )
    assert some.width == cells
    labels_stand_where_their_nodes_say(some)
    cells_folded = {id for id in some.nodes if id.startswith(MORE)}
    hidden = sum(
        int("".join(filter(str.isdigit, text(some.nodes[id].label)))) for id in cells_folded
    )
    assert {*some.nodes} - cells_folded <= whole
    assert len(some.nodes) - len(cells_folded) + hidden == len(whole)
    opened = draw_network(project, findings, cells, frame=NetworkFrame(folded, cells_folded))
    assert {*opened.nodes} == whole | cells_folded


@given(project=accounts(), cells=st.integers(40, 79))
def test_one_function_at_a_time_shows_everybody(project: Project, cells: int) -> None:
    findings = findings_of(project)
    whole = {*draw_network(project, findings, 80).nodes}
    seen: set[str] = set()
    for column in range(len(COLUMNS)):
        frame = NetworkFrame(opened=None, column=column, brief=True)
        diagram = draw_network(project, findings, cells, frame=frame)
        labels_stand_where_their_nodes_say(diagram)
        assert diagram.width <= cells
        seen |= {*diagram.nodes}
    assert seen == whole


def test_more_than_four_of_a_cell_are_counted() -> None:
    people = [contact(f"p{place}", level="low") for place in range(MOST + 3)]
    account = project(contacts=people)
    frame = NetworkFrame(opened=frozenset(), brief=True, ways=[])
    diagram = draw_network(account, findings_of(account), 80, frame=frame)
    assert list(diagram.nodes) == ["p0", "p1", "p2", "p3", "more:low:2"]
    assert text(diagram.nodes["more:low:2"].label).strip() == "+3 more"


@given(project=accounts(20), cells=WIDTHS, rows=st.integers(1, 90))
def test_rows_left_are_used_and_none_beyond_them(project: Project, cells: int, rows: int) -> None:
    findings = findings_of(project)
    least = draw_network(project, findings, cells, frame=NetworkFrame(rows=1))
    drawn = draw_network(project, findings, cells, frame=NetworkFrame(rows=rows))
    labels_stand_where_their_nodes_say(drawn)
    no_line_is_wider_than_the_diagram(drawn)
    assert {*drawn.nodes} == {*least.nodes}
    assert least.height <= drawn.height <= max(least.height, rows - len(drawn.head))


@given(project=accounts(20), cells=WIDTHS)
def test_with_rows_enough_names_and_titles_are_whole(project: Project, cells: int) -> None:
    drawn = draw_network(project, findings_of(project), cells, frame=NetworkFrame(rows=500))
    for person in project.contacts:
        node = drawn.nodes[person.id]
        lines = text(node.label)[:-1], *map(text, node.below)  # less the stance
        label = "".join("".join(lines).split())
        for words in (person.name, (person.title or "").strip()):
            if width(words) <= SURELY:
                assert "".join(disarm_text(words).split()) in label, words
