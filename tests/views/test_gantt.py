"""The plan's picture: every row once, inside its width, the same for the same plan."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Checkpoint, PlanRow
from deals.planning import group_rows
from screens.plan.screen import PlanScreen
from tests.deals.makers import DEFAULT, TODAY, project
from tests.screens.hosting import at_desk
from tests.screens.plan.cases import ROWS, planned_project
from views.diagram import Diagram
from views.gantt import (
    GanttView,
    bar_of,
    draw_gantt,
    draw_strip,
    list_marks,
    strip_scale,
)
from views.glyphs import ALPHABETS, ASCII, BOX, use_glyphs
from views.styled_text import cells_of, width
from views.time_scale import ZOOMS, TimeScale, Zoom, choose_zoom, fit_scale, name_edge
from wording import use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
TEXT = st.text(st.sampled_from("ab 北测；é🙂\t"), max_size=30)
DAYS = st.none() | st.dates(date(2025, 1, 1), date(2027, 12, 31))
CHECKS = st.builds(Checkpoint, id=st.uuids().map(str), what=TEXT, on=DAYS, done=st.booleans())
PLANS = st.lists(
    st.builds(
        PlanRow,
        id=st.uuids().map(str),
        content=TEXT,
        bone=st.sampled_from(["customer", "product", "own", ""]),
        start=DAYS,
        end=DAYS,
        responsible=TEXT,
        state=st.sampled_from(["open", "doing", "done", "dropped"]),
        checkpoints=st.lists(CHECKS, max_size=3).map(tuple),
    ),
    max_size=12,
    unique_by=lambda row: row.id,
)


def drawn(plan: list[PlanRow], cells: int, zoom: Zoom = "day", shift: int = 0) -> Diagram:
    groups = group_rows(project(plan=tuple(plan)), DEFAULT, empty=True)
    return draw_gantt(groups, GanttView(TODAY, zoom, shift), cells)


def plain(diagram: Diagram) -> str:
    every = (*diagram.head, *diagram.lines)
    return "".join("".join(span.text for span in line).rstrip() + "\n" for line in every)


@given(PLANS, st.integers(72, 160), st.sampled_from(ZOOMS), st.integers(-400, 400))
def test_every_row_stands_once_and_inside(
    plan: list[PlanRow], cells: int, zoom: Zoom, shift: int
) -> None:
    diagram = drawn(plan, cells, zoom, shift)
    assert diagram == drawn(plan, cells, zoom, shift)
    rows = [node for node in diagram.nodes if node.startswith("row:")]
    assert sorted(rows) == sorted(f"row:{row.id}" for row in plan)
    assert sorted(node.y for node in diagram.nodes.values()) == list(range(diagram.height))
    for line in (*diagram.head, *diagram.lines):
        assert cells_of(line) <= cells
    bodies = [diagram.lines[diagram.nodes[node].y] for node in rows]
    # Wide text kept whole: the strip begins in the same cell of every row.
    for body in bodies:
        assert sum(width(span.text) for span in body) >= cells - 10


@given(
    st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from(ZOOMS), st.integers(-3000, 3000)
)
def test_a_strip_begins_where_it_says(day: date, zoom: Zoom, cells: int) -> None:
    scale = TimeScale(zoom, day, 20).shift_by(cells)
    assert scale.cell(scale.start) == 0
    assert len(scale.heads(TODAY)) == 2


def test_the_name_of_a_month_at_the_edge_gives_way_to_the_next() -> None:
    assert TimeScale("day", date(2026, 11, 28), 24).heads(TODAY)[0].split() == ["Dec"]
    assert TimeScale("day", date(2026, 11, 27), 24).heads(TODAY)[0].split() == ["Nov", "Dec"]
    assert TimeScale("day", date(2026, 11, 28), 3).heads(TODAY)[0].split() == ["Nov"]


@given(st.integers(0, 400), st.sampled_from(ZOOMS))
def test_later_days_are_never_farther_left(days: int, zoom: Zoom) -> None:
    scale = TimeScale(zoom, TODAY, 20)
    later = TODAY + timedelta(days)
    assert scale.cell(later) >= 0
    assert scale.first_day(scale.cell(later)) <= later < scale.first_day(scale.cell(later) + 1)


@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("cells", [80, 120])
def test_it_looks_as_it_did(lang: str, cells: int, alphabet: str) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    try:
        seen = plain(
            draw_gantt(group_rows(planned_project(), DEFAULT, empty=True), GanttView(TODAY), cells)
        )
    finally:
        use_language("en")
    golden = GOLDENS / f"gantt-{cells}-{lang}-{alphabet}.txt"
    if WRITE:
        golden.write_text(seen, encoding="utf-8")
    assert seen == golden.read_text(encoding="utf-8")


def test_a_month_of_one_day_leaves_the_room_to_the_next() -> None:
    over, _under = TimeScale("day", date(2026, 11, 30), 40).heads(date(2026, 11, 30))
    assert over.split() == ["Dec", "Jan"]


FAR = st.dates(date(2019, 1, 1), date(2033, 12, 31))
BARS = st.lists(st.builds(lambda day, long: (day, day + timedelta(long)), FAR, st.integers(0, 90)))


@given(BARS.filter(bool), st.integers(8, 60))
def test_a_plan_opens_with_the_bar_nearest_to_today_in_sight(
    bars: list[tuple[date, date]], cells: int
) -> None:
    days = [day for bar in bars for day in bar]
    zoom, shift = choose_zoom(bars, days, TODAY, cells)
    scale = fit_scale(zoom, days, TODAY, cells).shift_by(shift)
    off = [max((first - TODAY).days, (TODAY - last).days, 0) for first, last in bars]
    near = bars[off.index(min(off))]
    assert scale.cell(near[0]) < cells
    assert scale.cell(near[1]) >= 0


@pytest.mark.parametrize(
    ("first", "last", "zoom", "today_in_sight"),
    [
        (date(2026, 3, 1), date(2026, 3, 9), "day", True),
        (date(2026, 3, 10), date(2026, 3, 12), "day", True),
        (date(2026, 5, 1), date(2026, 6, 1), "week", True),
        (date(2027, 5, 1), date(2027, 6, 1), "month", True),
        (date(2031, 5, 1), date(2031, 6, 1), "month", False),
        (date(2025, 12, 1), date(2025, 12, 24), "week", True),
        (date(2020, 5, 1), date(2020, 6, 1), "month", False),
    ],
)
def test_how_far_a_plan_is_looked_at_goes_by_how_far_it_lies(
    first: date, last: date, zoom: Zoom, today_in_sight: bool
) -> None:
    found, shift = choose_zoom([(first, last)], [first, last], TODAY, 24)
    scale = fit_scale(found, [first, last], TODAY, 24).shift_by(shift)
    assert found == zoom
    assert (0 <= scale.cell(TODAY) < 24) == today_in_sight


def test_a_plan_without_days_opens_by_day() -> None:
    assert choose_zoom([], [], TODAY, 24) == ("day", 0)
    assert choose_zoom([(TODAY, TODAY)], [TODAY], TODAY, 0) == ("day", 0)


@given(PLANS, st.integers(72, 160), st.sampled_from(ZOOMS), st.integers(-400, 400))
def test_every_row_with_days_shows_a_bar_or_which_way_it_lies(
    plan: list[PlanRow], cells: int, zoom: Zoom, shift: int
) -> None:
    groups = group_rows(project(plan=tuple(plan)), DEFAULT, empty=True)
    scale = strip_scale(groups, GanttView(TODAY, zoom, shift), cells)
    for row in plan:
        strip = draw_strip(row, TODAY, scale, scale.cells)
        if bar_of(row) is not None:
            assert {*strip} & {*"=.-~<>ox!"}


@given(PLANS, st.integers(72, 160), st.sets(st.sampled_from(["customer", "product", "own", ""])))
def test_folded_fields_hide_their_rows_and_keep_their_width(
    plan: list[PlanRow], cells: int, folded: set[str]
) -> None:
    groups = group_rows(project(plan=tuple(plan)), DEFAULT, empty=True)
    view = GanttView(TODAY, folded=frozenset(f"field:{bone}" for bone in folded))
    diagram = draw_gantt(groups, view, cells)
    rows = {node for node in diagram.nodes if node.startswith("row:")}
    assert rows == {f"row:{row.id}" for row in plan if row.bone not in folded}
    for line in diagram.lines:
        assert cells_of(line) <= cells


@given(PLANS, st.integers(72, 160), st.sampled_from(ZOOMS), st.integers(-400, 400))
def test_both_alphabets_have_one_grid(
    plan: list[PlanRow], cells: int, zoom: Zoom, shift: int
) -> None:
    box = drawn(plan, cells, zoom, shift)
    use_glyphs(ASCII)
    plain_signs = drawn(plan, cells, zoom, shift)
    use_glyphs(BOX)
    for upper, lower in zip(
        (*box.head, *box.lines), (*plain_signs.head, *plain_signs.lines), strict=True
    ):
        assert cells_of(upper) == cells_of(lower)


def test_what_is_late_is_late_until_today_and_what_was_worked_stays() -> None:
    day = {at: TODAY + timedelta(at) for at in range(-9, 9)}
    scale = TimeScale("day", day[-8], 12)
    cases = [
        PlanRow(id="a", content="x", start=day[-6], end=day[-3]),
        PlanRow(id="b", content="x", start=day[-6], end=day[-3], state="doing"),
        PlanRow(id="c", content="x", start=day[-9], end=day[8]),
        PlanRow(id="d", content="x", start=day[-2], end=day[2], state="doing"),
    ]
    strips = ["".join(draw_strip(row, TODAY, scale, 12)) for row in cases]
    assert strips == ["  ~~~~~~|   ", "  ====~~|   ", "<..........>", "      ===.. "]


async def test_a_plan_far_ahead_opens_on_its_bars_and_zooming_keeps_them() -> None:
    row = PlanRow(id="r", content="far", start=date(2026, 6, 1), end=date(2026, 6, 9))
    deal = project(plan=(row,))
    async with at_desk(PlanScreen(deal), deal) as at:
        assert "by week" in at.shown("detail")
        for key in ("Z", "z", "z", "Z", "Z"):
            await at.press(key)
            (bar,) = [each for each in at.shown("canvas").splitlines() if "far" in each]
            assert bar.rstrip().endswith("░")
        await at.press("full_stop")
        (bar,) = [each for each in at.shown("canvas").splitlines() if "far" in each]
        assert "│" in bar
        assert bar.rstrip().endswith("►")


def test_the_tender_and_signing_stand_over_their_days() -> None:
    view = GanttView(TODAY, tender=date(2026, 3, 4), signing=date(2026, 3, 6))
    head = plain(draw_gantt(group_rows(planned_project(), DEFAULT), view, 120)).splitlines()[1]
    without = plain(draw_gantt(group_rows(planned_project(), DEFAULT), GanttView(TODAY), 120))
    now = head.index("▼")
    assert (head[now + 2], head[now + 4]) == ("T", "D")
    assert "T" not in without.splitlines()[1][now:]


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize(
    ("cells", "tender", "signing", "left", "right"),
    [
        (79, date(2026, 3, 30), None, "", "tender 03-30 >"),
        (79, date(2026, 3, 30), date(2026, 4, 20), "", "tender 03-30 D >"),
        (79, date(2026, 4, 20), date(2026, 3, 30), "", "signing 03-30 T >"),
        (75, date(2026, 4, 20), date(2026, 3, 30), "", "D 03-30 T >"),
        (79, date(2026, 3, 30), date(2028, 4, 20), "", "tender 03-30 D >"),
        (79, date(2026, 2, 1), date(2026, 3, 30), "< T", "D 03-30 >"),
        (79, date(2026, 1, 1), date(2026, 2, 1), "< signing 02-01 T", ""),
        (75, date(2026, 1, 1), date(2026, 2, 1), "< D 02-01 T", ""),
        (120, date(2026, 4, 30), None, "", "tender 04-30 >"),
        (120, date(2026, 4, 30), date(2026, 4, 20), "", "signing 04-20  tender 04-30 >"),
        (120, date(2026, 3, 4), date(2026, 3, 6), "", ""),
    ],
)
def test_days_beyond_the_strip_stand_at_its_edge(
    lang: str, cells: int, tender: date, signing: date | None, left: str, right: str
) -> None:
    use_glyphs(ASCII)
    view = GanttView(TODAY, tender=tender, signing=signing)
    groups = group_rows(planned_project(plan=ROWS[2:4]), DEFAULT)
    scale = strip_scale(groups, view, cells)
    assert scale.edges(TODAY, list_marks(view)) == (left, right)
    use_language(lang)
    try:
        diagram = draw_gantt(groups, view, cells)
        left, right = scale.edges(TODAY, list_marks(view))
    finally:
        use_language("en")
    over = plain(diagram).splitlines()[0]
    assert over.endswith(right)
    assert left in over
    assert all(cells_of(line) <= cells for line in diagram.head)
    assert [each.text for each in diagram.head[0] if not each.tone] == [
        *filter(None, (left, right))
    ]


@given(DAYS, DAYS, st.sampled_from(ZOOMS), st.integers(-400, 400), st.integers(1, 60))
def test_no_mark_is_lost_where_there_is_room(
    tender: date | None, signing: date | None, zoom: Zoom, shift: int, cells: int
) -> None:
    scale = TimeScale(zoom, TODAY, cells).shift_by(shift)
    marks = list_marks(GanttView(TODAY, tender=tender, signing=signing))
    assert [*map(width, scale.heads(TODAY, marks))] == [cells, cells]
    if cells >= 8:
        beyond = [sign for sign, day in marks if not 0 <= scale.cell(day) < cells]
        edges = "".join(scale.edges(TODAY, marks))
        assert all(sign in edges or name_edge(sign) in edges for sign in beyond)


def test_the_strip_grows_with_the_screen_and_no_column_is_squeezed() -> None:
    long = "figures of every line that the office of the deputy director has asked for"
    row = ROWS[0].model_copy(update={"aim": long, "resources": "two testers"})
    groups = group_rows(planned_project(plan=[*ROWS[1:], row]), DEFAULT)
    strips = list[int]()
    for cells in range(72, 240):
        text = plain(draw_gantt(groups, GanttView(TODAY), cells))
        strips.append(strip_scale(groups, GanttView(TODAY), cells).cells)
        assert "Aim" not in text or "figures of every li" in text
        assert "Resources" not in text or "two testers" in text
    assert strips == sorted(strips)


def test_weeks_whose_month_has_no_name_above_name_it() -> None:
    scale = TimeScale("day", date(2026, 11, 24), 22)
    over, under = scale.heads(date(2026, 11, 30), [("T", date(2026, 12, 25))])
    assert over.split() == ["Nov", "tender", "12-25", "►"]
    assert under.split() == ["v", "12-07", "14"]


def test_columns_are_those_that_rows_fill_where_there_is_room() -> None:
    row = ROWS[0].model_copy(update={"aim": "meet 何总", "resources": "two testers"})
    groups = group_rows(planned_project(plan=[row]), DEFAULT)
    for cells, shown in ((119, False), (140, True), (160, True)):
        text = plain(draw_gantt(groups, GanttView(TODAY), cells))
        assert ("meet 何总" in text, "two te" in text, "Resourc" in text) == (shown,) * 3
