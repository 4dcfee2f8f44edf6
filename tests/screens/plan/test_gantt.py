"""The plan's picture: every row once, inside its width, the same for the same plan."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Checkpoint, PlanRow
from deals.plan import grouped
from screens.kit.cells import width
from screens.kit.picture import Picture
from screens.kit.spans import cells_of
from screens.kit.wording import use
from screens.plan.gantt import Sight, gantt
from screens.plan.scale import ZOOMS, Scale, Zoom
from tests.deals.makers import DEFAULT, TODAY, project
from tests.screens.plan.cases import planned

GOLDENS = Path(__file__).parent / "goldens"
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


def drawn(plan: list[PlanRow], cells: int, zoom: Zoom = "day", shift: int = 0) -> Picture:
    groups = grouped(project(plan=tuple(plan)), DEFAULT, empty=True)
    return gantt(groups, Sight(TODAY, zoom, shift), cells)


def plain(picture: Picture) -> str:
    every = (*picture.head, *picture.lines)
    return "".join("".join(span.text for span in one).rstrip() + "\n" for one in every)


@given(PLANS, st.integers(72, 160), st.sampled_from(ZOOMS), st.integers(-400, 400))
def test_every_row_stands_once_and_inside(
    plan: list[PlanRow], cells: int, zoom: Zoom, shift: int
) -> None:
    picture = drawn(plan, cells, zoom, shift)
    assert picture == drawn(plan, cells, zoom, shift)
    rows = [one for one in picture.knots if one.startswith("row:")]
    assert sorted(rows) == sorted(f"row:{row.id}" for row in plan)
    assert sorted(knot.y for knot in picture.knots.values()) == list(range(picture.height))
    for line in (*picture.head, *picture.lines):
        assert cells_of(line) <= cells
    bodies = [picture.lines[picture.knots[one].y] for one in rows]
    # Wide text kept whole: the strip begins in the same cell of every row.
    for body in bodies:
        assert sum(width(span.text) for span in body) >= cells - 9


@given(
    st.dates(date(1, 1, 1), date(9999, 12, 31)), st.sampled_from(ZOOMS), st.integers(-3000, 3000)
)
def test_a_strip_begins_where_it_says(day: date, zoom: Zoom, cells: int) -> None:
    scale = Scale(zoom, day, 20).moved(cells)
    assert scale.cell(scale.start) == 0
    assert len(scale.heads(TODAY)) == 2


@given(st.integers(0, 400), st.sampled_from(ZOOMS))
def test_later_days_are_never_farther_left(days: int, zoom: Zoom) -> None:
    scale = Scale(zoom, TODAY, 20)
    later = TODAY + timedelta(days)
    assert scale.cell(later) >= 0
    assert scale.first_day(scale.cell(later)) <= later < scale.first_day(scale.cell(later) + 1)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("cells", [80, 120])
def test_it_looks_as_it_did(lang: str, cells: int) -> None:
    use(lang)
    try:
        seen = plain(gantt(grouped(planned(), DEFAULT, empty=True), Sight(TODAY), cells))
    finally:
        use("en")
    golden = GOLDENS / f"gantt-{cells}-{lang}.txt"
    assert seen == golden.read_text(encoding="utf-8")


def test_a_month_of_one_day_leaves_the_room_to_the_next() -> None:
    over, _under = Scale("day", date(2026, 11, 30), 40).heads(date(2026, 11, 30))
    assert over.split() == ["Dec", "Jan"]
