"""Two fish as they are drawn, kept as text files that are looked at when they change.

`NETLOFT_GOLDENS=write` before pytest writes them anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.planning import add_cause
from deals.fishbone import fishbone
from deals.model import Cause, PlanRow, Project
from tests.deals.makers import DEFAULT, TODAY, project
from tests.deals.readings import LATER
from tests.strategies import texts
from views.cause_notes import CauseNote, note_causes
from views.diagram import Diagram, Node, Viewport
from views.fishbone import (
    HeadWords,
    draw_fishbone,
    find_node_along,
    part_tail,
    shape_fish,
)
from views.glyphs import ALPHABETS, ASCII, BOX, use_glyphs
from views.styled_text import cells_of, width
from wording import LANGUAGES, use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
DEFAULT_BONES = tuple(field.id for field in DEFAULT.fields)
WORDS = ("采购部没有教练，消息都来自一个人", "No coach in purchasing", "价高", "met once [bold")


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    use_language("en")


def grown(count: int, *own: str) -> Project:
    """A project with so many causes on its bones in turn, every third behind another."""
    causes = [
        Cause(
            id=str(at),
            bone=(*DEFAULT_BONES, *own)[
                at % (len(DEFAULT_BONES) + len(own)) // (2 if at % 3 else 1)
            ],
            text=WORDS[at % 4],
            parent=str(at - 2) if at % 3 == 2 else None,
            source=("", "hole:high:technical", "answer:channels", "note:x")[at % 4],
        )
        for at in range(count)
    ]
    rows = [
        PlanRow(
            id=f"r{at}",
            content="x",
            bone="customer",
            cause=str(at % 4),
            state="doing" if at % 4 == 2 else "open",
            end=TODAY + timedelta(3 * at - 10),
            responsible=("Annika Lindqvist", "售前小叶", "")[at % 3],
        )
        for at in range(12)
    ]
    done = PlanRow(id="done", content="x", cause="5", state="done", end=TODAY)
    gone = PlanRow(id="gone", content="x", cause="6", state="dropped")
    plan = [*rows, done, gone]
    return project(causes=causes, plan=plan, bones=own, head="北辰调度网扩容 3月签约")


FISH = {"empty": grown(0), "some": grown(14), "own": grown(40, "资金", "Politics")}


def noted(project: Project, cells: int, rows: int = 0) -> Diagram:
    """The fish of a project with what is done about each cause."""
    bones = fishbone(project, DEFAULT)
    notes = note_causes(project, bones, DEFAULT, TODAY)
    return draw_fishbone(project.head, bones, cells, rows, notes=notes)


def plain_lines(diagram: Diagram) -> list[str]:
    """The lines of a diagram without their tones."""
    return ["".join(span.text for span in row).rstrip() for row in diagram.lines]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("cells", "rows"), ((80, 0), (80, 18), (120, 0), (120, 30)))
@pytest.mark.parametrize("name", FISH)
@pytest.mark.parametrize("alphabet", ALPHABETS)
def test_fish_are_drawn_as_they_were(
    alphabet: str, name: str, cells: int, rows: int, language: str
) -> None:
    use_language(language)
    use_glyphs(ALPHABETS[alphabet])
    found = "\n".join(plain_lines(noted(FISH[name], cells, rows))) + "\n"
    size = f"{cells}{f'x{rows}' if rows else ''}"
    golden = GOLDENS / f"fishbone-{name}-{size}-{language}-{alphabet}.txt"
    if WRITE:
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8")


BONES = ("customer", "competitors", "product", "commercial", "service", "资金", "left over")
WIDTHS = st.integers(40, 160)
ROWS = st.sampled_from((0, 18, 30, 400))


@st.composite
def fish(draw: st.DrawFn) -> Project:
    """A project with up to a hundred causes, on bones of every kind, some behind others."""
    size = draw(st.integers(0, 12) | st.just(100))
    causes, known = [], list[str]()
    for at in range(size):
        parent = draw(st.sampled_from([None, *known[-3:]]))
        bone = draw(st.sampled_from(BONES))
        text = draw(texts(40))
        causes.append(Cause(id=str(at), bone=bone, text=text or "-", parent=parent))
        known.append(str(at))
    rows = [PlanRow(id=f"r{cause}", content="x", cause=cause) for cause in known[::3]]
    own = draw(st.lists(st.sampled_from(["资金", "[bold", "b\x1b"]), unique=True, max_size=3))
    head = draw(texts(60))
    return project(causes=causes, plan=rows, bones=own, head=head)


def drawn(project: Project, cells: int, rows: int = 0) -> Diagram:
    """The fish of a project."""
    return noted(project, cells, rows)


def overlapping(node: Node, other: Node) -> bool:
    """Whether two labels stand over each other."""
    return node.y == other.y and node.x < other.x + other.width and other.x < node.x + node.width


@given(fish(), WIDTHS, ROWS)
def test_everything_is_inside_and_nothing_over_another(
    project: Project, cells: int, rows: int
) -> None:
    diagram = drawn(project, cells, rows)
    for row in diagram.lines:
        assert cells_of(row) <= diagram.width
    nodes = list(diagram.nodes.values())
    assert {f"cause:{cause.id}" for cause in project.causes} <= set(diagram.nodes)
    for at, node in enumerate(nodes):
        assert node.x >= 0 and node.x + node.width <= diagram.width
        assert 0 <= node.y < diagram.height
        assert not any(overlapping(node, other) for other in nodes[at + 1 :])
        text = "".join(span.text for span in diagram.lines[node.y])
        assert "".join(span.text for span in node.label) in text
        assert width("".join(span.text for span in node.label)) == node.width


@given(fish(), WIDTHS)
def test_the_same_fish_is_drawn_again_and_every_node_is_reached(
    project: Project, cells: int
) -> None:
    diagram = drawn(project, cells)
    assert diagram == drawn(project, cells)
    for start in ("up", "down"):
        node = diagram.first()
        for _step in range(3):
            node = find_node_along(diagram, node, 1 if start == "down" else -1)
            assert node in diagram.nodes


@given(fish(), WIDTHS, ROWS)
def test_every_line_of_a_cause_is_on_the_canvas(project: Project, cells: int, rows: int) -> None:
    bones, tail = part_tail(fishbone(project, DEFAULT))
    behind = len(tail.ribs) if tail else 0
    head, notes = HeadWords(project.head), note_causes(project, bones, DEFAULT, TODAY)
    shape, diagram = (
        shape_fish(bones, cells, rows - behind, head, notes),
        drawn(project, cells, rows),
    )
    assert diagram.height == shape.height + behind
    assert diagram.height <= max(rows, shape_fish(bones, cells, 0, head).height + behind)
    lines = plain_lines(diagram)
    for bone, ribs in zip(bones, shape.ribs, strict=True):
        for rib, drawn_rib in zip(bone.ribs, ribs, strict=True):
            top = diagram.nodes[f"cause:{rib.cause.id}"].y
            for row, text in enumerate(drawn_rib.texts, top):
                assert text in lines[row]
            if drawn_rib.note:
                assert drawn_rib.note.text(shape.pitch - 7)[:9] in lines[top + len(drawn_rib.texts)]


@given(fish(), WIDTHS, ROWS)
def test_both_alphabets_have_one_grid(project: Project, cells: int, rows: int) -> None:
    box = drawn(project, cells, rows)
    use_glyphs(ASCII)
    plain = drawn(project, cells, rows)
    use_glyphs(BOX)
    places = [[(node.id, node.x, node.y) for node in each.nodes.values()] for each in (box, plain)]
    assert places[0] == places[1]
    # Two cells say in ASCII that a text is cut, so that a wide sign before them may have no room.
    ends = zip(map(cells_of, box.lines), map(cells_of, plain.lines), strict=True)
    assert all(abs(end - other) <= 1 for end, other in ends)


@pytest.mark.parametrize("own", [(), ("资金",), ("资金", "Politics", "c", "d")])
@pytest.mark.parametrize("parent", [None, "top"])
def test_a_rib_shows_fourteen_cells_of_its_cause(own: tuple[str, ...], parent: str | None) -> None:
    words = "ABCDEFGHIJKLMNOPQRSTUVWXYZABCD"
    causes = [
        Cause(id="top", bone="customer", text=words),
        Cause(id="low", bone="customer", text=words, parent=parent),
    ]
    diagram = drawn(project(causes=causes, bones=own), 80)
    for cause in causes:
        label = diagram.nodes[f"cause:{cause.id}"].label
        assert words[:14] in "".join(span.text for span in label)


def test_long_causes_go_on_over_more_lines_where_there_are_rows() -> None:
    long = "one two three four five six seven eight nine ten eleven twelve"
    deal = project(causes=[Cause(id="a", bone="customer", text=long)])
    bones, _tail = part_tail(fishbone(deal, DEFAULT))
    assert [len(shape_fish(bones, 80, rows).ribs[1][0].texts) for rows in (0, 10, 40)] == [1, 1, 3]


def test_notes_say_the_next_row_of_a_cause_or_where_it_came_from() -> None:
    fish = FISH["some"]
    found = note_causes(fish, fishbone(fish, DEFAULT), DEFAULT, TODAY)
    texts = {cause: note.text(40) for cause, note in found.items()}
    assert texts["0"] == "2.1 +2 Annika Lindqvist · ! 10d late"
    assert texts["2"] == "2.3 +2 ! 4d late"
    assert texts["5"] == "8.1 done 03-02"
    assert texts["6"] == "from the strategy"
    assert "8" not in texts
    assert CauseNote("2.1", "Annika Lindqvist", "03-04").text(23) == "2.1 Lindqvist · 03-04"


def test_the_spine_says_at_its_ends_where_the_fish_goes_on() -> None:
    diagram = drawn(FISH["own"], 80)
    rows, axis = diagram.height, diagram.axis
    assert axis is not None
    before = Viewport(80, rows).crop_lines(diagram, "bone:market")[axis]
    window = Viewport(80, rows).follow_node(diagram, "head")
    behind = window.crop_lines(diagram, "head")[axis]
    shown = ["".join(span.text for span in each) for each in (before, behind)]
    assert [(text[:1], text[-1:]) for text in shown] == [(" ", "►"), ("◄", "│")]
    assert window.left + 80 == diagram.width


def test_the_day_of_signing_is_never_broken() -> None:
    diagram = draw_fishbone("Northlight dispatch net, the second half", (), 80, 0, "2026-12-10")
    texts = ["".join(span.text for span in row) for row in diagram.lines]
    assert any("2026-12-10" in row for row in texts)


@given(fish(), WIDTHS, st.sampled_from(BONES[:5]))
def test_a_cause_more_leaves_the_others_in_their_order(
    project: Project, cells: int, on: str
) -> None:
    before = drawn(project, cells)
    fresh = Cause(id="fresh", bone=on, text="one more")
    after = drawn(add_cause(project, fresh, LATER), cells)
    old = [node for node in before.nodes if node != "head"]
    assert [node for node in after.nodes if node in old] == sorted(
        old, key=lambda node: (after.nodes[node].y, after.nodes[node].x)
    )
    for cause in project.causes:
        node = f"cause:{cause.id}"
        assert after.nodes[node].x - before.nodes[node].x in range(-8, 9)
    for bone in fishbone(project, DEFAULT):
        ys = [after.nodes[f"cause:{rib.cause.id}"].y for rib in bone.ribs]
        assert ys == sorted(ys)


def test_a_fish_higher_than_its_room_has_no_bone_longer_than_its_causes() -> None:
    causes = tuple(Cause(id=str(at), bone="customer", text="-") for at in range(100))
    bones, _tail = part_tail(fishbone(project(causes=causes), DEFAULT))
    heights = {shape_fish(bones, 40, rows).height for rows in (0, 18)}
    assert len(heights) == 1
