"""The pictures of papers: everything is on them, within the sheet, and over nothing else."""

from __future__ import annotations

from datetime import timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deals.fishbone import fishbone
from deals.model import Contact, PlanRow, Project
from deals.network.analysis import analyse
from deals.planning import group_rows
from reports.drawings.board import EDGE, PAGE, TALLEST, text_units, wrap_units
from reports.drawings.fish_chart import plot_fishbone
from reports.drawings.gantt_chart import GanttDays, plot_gantt
from reports.drawings.influence_chart import plot_chain
from reports.drawings.org_chart import plot_organisation
from reports.drawings.people_net import plot_net
from reports.report import Drawing, DrawnBox, DrawnLine, DrawnText
from tests import strategies
from tests.deals.makers import DEFAULT, TODAY, project
from tests.examples import EXAMPLES
from views.styled_text import disarm_text
from wording import use_language

LONG = "北方联合电力信息通信分公司数据网络运行维护中心主任 Bartholomew Featherstonehaugh"


def drawings_of(about: Project) -> list[Drawing]:
    """Return all pictures of a project."""
    found = analyse(about, DEFAULT)
    people = [*plot_organisation(about), *plot_net(about, found), *plot_chain(about, found)]
    days = GanttDays(TODAY, about.tender, about.signs.latest if about.signs else None)
    fish = plot_fishbone(about.head or about.name, fishbone(about, DEFAULT))
    return [*people, fish, *plot_gantt(group_rows(about, DEFAULT), days)]


def shown(text: str) -> str:
    return "".join(disarm_text(text).split())


def texts(drawing: Drawing) -> list[DrawnText]:
    return [shape for shape in drawing.shapes if isinstance(shape, DrawnText)]


def joined(drawings: list[Drawing]) -> str:
    """Return what is written on pictures, without blanks."""
    return "".join("".join(each.text for each in texts(drawing)) for drawing in drawings).replace(
        " ", ""
    )


def edges_of(text: DrawnText) -> tuple[float, float]:
    """Return where a text begins and ends across."""
    units = text_units(text.text, text.size)
    start = text.x - {"start": 0.0, "middle": 0.5, "end": 1.0}[text.anchor] * units
    return start, start + units


def outlines(drawing: Drawing) -> list[DrawnBox]:
    """Return the boxes of people: those with an outline that are no spots."""
    return [
        shape
        for shape in drawing.shapes
        if isinstance(shape, DrawnBox) and not shape.filled and shape.height > 30
    ]


def overlap(box: DrawnBox, other: DrawnBox) -> bool:
    across = box.x < other.x + other.width and other.x < box.x + box.width
    down = box.y < other.y + other.height and other.y < box.y + box.height
    return across and down


@settings(max_examples=EXAMPLES)
@given(strategies.projects())
def test_everybody_and_everything_is_drawn(about: Project) -> None:
    found = analyse(about, DEFAULT)
    people = (plot_organisation(about), plot_net(about, found), plot_chain(about, found))
    for drawn in people:
        written = joined(drawn)
        assert [each for each in about.contacts if shown(each.name) not in written] == []
    fish = joined([plot_fishbone("", fishbone(about, DEFAULT))])
    assert [cause for cause in about.causes if shown(cause.text) not in fish] == []
    plan = joined(plot_gantt(group_rows(about, DEFAULT), GanttDays(TODAY)))
    assert [row for row in about.plan if shown(row.content) not in plan] == []


@settings(max_examples=EXAMPLES)
@given(strategies.projects())
def test_nothing_is_drawn_beyond_the_sheet(about: Project) -> None:
    for drawing in drawings_of(about):
        for shape in drawing.shapes:
            match shape:
                case DrawnBox():
                    assert shape.x >= 0 and shape.x + shape.width <= drawing.width + EDGE
                    assert shape.y >= 0 and shape.y + shape.height <= drawing.height + EDGE
                case DrawnLine():
                    assert all(0 <= x <= drawing.width for x, _y in shape.points)
                    assert all(0 <= y <= drawing.height for _x, y in shape.points)
                case DrawnText():
                    start, end = edges_of(shape)
                    assert start >= -EDGE and end <= drawing.width + 3 * EDGE
                    assert 0 <= shape.y <= drawing.height


def account(count: int, bosses: list[int]) -> Project:
    """Return a project of many people, each under somebody named before."""
    levels = ("high", "middle", "low")
    people = tuple(
        Contact.model_validate(
            {
                "id": f"{at}",
                "name": f"{LONG} {at}",
                "title": LONG if at % 3 else "处长",
                "level": levels[at % 3],
                "lines": ("technical", "commercial")[: at % 3],
                "stance": "competitor" if at % 4 == 0 else "neutral",
                "competitor": LONG if at % 4 == 0 else None,
                "reports_to": f"{bosses[at] % at}" if at and bosses[at] >= 0 else None,
            }
        )
        for at in range(count)
    )
    return project("P3", contacts=()).model_copy(update={"contacts": people})


@settings(max_examples=EXAMPLES)
@given(st.integers(1, 40), st.lists(st.integers(-3, 40), min_size=40, max_size=40))
def test_people_stand_beside_and_below_one_another_and_go_onto_pages(
    count: int, bosses: list[int]
) -> None:
    about = account(count, bosses)
    for drawing in (*plot_organisation(about), *plot_net(about, analyse(about, DEFAULT))):
        assert drawing.width <= PAGE + 2 * EDGE
        boxes = outlines(drawing)
        pairs = combinations(boxes, 2)
        assert not any(overlap(*pair) for pair in pairs)
        assert drawing.height <= TALLEST + 30 or len(boxes) < 4


def test_a_long_plan_takes_several_sheets_each_with_its_days() -> None:
    use_language("en")
    rows = tuple(
        PlanRow(
            id=f"{at}",
            content=f"{LONG} {at}",
            bone="market",
            start=TODAY + timedelta(at),
            end=TODAY + timedelta(at + 5),
        )
        for at in range(60)
    )
    about = project("P3").model_copy(update={"plan": rows})
    drawn = plot_gantt(group_rows(about, DEFAULT), GanttDays(TODAY))
    assert len(drawn) > 1
    assert all(drawing.height <= TALLEST + EDGE * 2 for drawing in drawn)
    assert all(any("today" in each.text for each in texts(drawing)) for drawing in drawn)


@pytest.mark.parametrize("text", [LONG, "WWWWWWWWWWWWWWWWWWWWWWWWWW", "iiiii llll", "何", ""])
@pytest.mark.parametrize("units", [40.0, 90.0, 300.0])
def test_wrapping_keeps_all_letters_and_the_width(text: str, units: float) -> None:
    lines = wrap_units(text, units, 12.0)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_units(line, 12.0) <= units for line in lines)


def test_a_rail_is_dashed_where_the_line_does_not_hold() -> None:
    use_language("en")
    people = tuple(
        Contact(id=name, name=name, level=level, lines=("technical",), cr=cr)
        for name, level, cr in (("a", "high", 1), ("b", "middle", 4), ("c", "low", 3))
    )
    about = project("P3", contacts=()).model_copy(update={"contacts": people})
    (drawing,) = plot_net(about, analyse(about, DEFAULT))
    rails = [
        shape
        for shape in drawing.shapes
        if isinstance(shape, DrawnLine)
        and shape.tone == "rail-t"
        and shape.points[0][0] == shape.points[1][0]
    ]
    assert [rail.dashed for rail in rails] == [True, False]
    assert any(each.text == "!" for each in texts(drawing))
