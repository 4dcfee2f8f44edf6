"""Every face of any book stays within its cells and cuts no figure, at every width."""

from __future__ import annotations

import re
from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from deals.model import Book
from deals.numbers.figures import Figures
from deals.numbers.fiscal_periods import period_of_day
from screens.numbers.view import FACES, NumbersLook, ask_face, ask_odds, find_currency
from tests.deals.numbers.stories import SINCE, TODAY, DrawnBook, any_books
from tests.screens.numbers.cases import DEALS, RATED, settle
from views.glyphs import ALPHABETS, glyphs, use_glyphs
from views.numbers.face_rows import NumbersRow
from views.numbers.forecast import ForecastFigures, draw_forecast
from views.numbers.movement import MovementFigures, draw_movement
from views.numbers.record import RecordFigures, draw_record
from views.numbers.shape import draw_shape
from views.styled_text import cells_of
from wording import use_language

STAGES = {stage.id: stage.name.of("en") for stage in RATED.stages}


def draw_faces(figures: Figures, cells: int, group: str = "") -> Iterator[list[NumbersRow]]:
    """Draws every face of some figures."""
    period = period_of_day(TODAY, "quarter")
    for face in FACES:
        look = NumbersLook(period, SINCE, face, group=group)
        found = ask_face(figures, look, STAGES)
        currency = find_currency(look, found)
        if found.movement is not None:
            ends = found.ends or {}
            shown = MovementFigures(
                found.movement, currency, found.forecast, ends, found.idle, lambda _id: ("!", "red")
            )
            yield draw_movement(shown, cells)
        elif found.shape is not None:
            yield draw_shape(found.shape, cells)
        elif found.by_owner is not None:
            yield draw_record(RecordFigures(figures.record(), STAGES, found.by_owner), cells)
        else:
            odds = ask_odds(figures, look, currency)
            about = found.forecast, currency, period, found.groups, group, odds.gap, odds.odds
            yield draw_forecast(ForecastFigures(*about, odds.largest, figures.record()), cells)


def check_rows(rows: list[NumbersRow], cells: int) -> None:
    """Checks what holds of the lines of a face, and of what stands in the pane for them."""
    cut = re.compile(rf"\d{re.escape(glyphs().cut)}(?!\s*\d)") if glyphs().cut == "…" else None
    ids = [row.id for row in rows if row.id]
    assert len(ids) == len(set(ids))
    for row in rows:
        text = "".join(span.text for span in row.text)
        assert cells_of(row.text) <= cells, text
        assert cut is None or not cut.search(text), text
        for tell in (row.about, row.sums):
            for line in tell(36):
                assert cells_of(line) <= 36 or "=" in "".join(span.text for span in line)


@given(
    any_books(),
    st.integers(58, 198),
    st.sampled_from(list(ALPHABETS)),
    st.sampled_from(["en", "zh_CN"]),
    st.sampled_from(["", "owner", "stage"]),
)
def test_no_face_is_wider_than_its_cells(
    drawn: DrawnBook, cells: int, alphabet: str, lang: str, group: str
) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    figures = Figures(settle(Book().with_projects(*drawn[0])), RATED, TODAY)
    for rows in draw_faces(figures, cells, group):
        check_rows(rows, cells)


def test_what_is_opened_is_what_is_counted() -> None:
    figures = Figures(settle(Book().with_projects(*DEALS)), RATED, TODAY)
    movement = figures.movement(SINCE, period=period_of_day(TODAY, "quarter")).home
    assert movement is not None
    forecast, moved, *_others = draw_faces(figures, 78)
    behind = {row.id: row.projects for row in moved if row.id}
    for each in movement.lines:
        assert len(behind[each.kind]) == each.count
    rows = {row.id: row for row in forecast if row.id}
    assert len(rows["row:2026-Q4"].projects) == 5
    assert rows["signed"].projects == ("Granton Yard",)
