"""Every face of any book stays within its cells and cuts no figure, at every width."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deals.edits.number_settings import read_exchange_rate, set_rate, set_target
from deals.model import Book
from deals.numbers.calibration import Bias, JudgedPeriod
from deals.numbers.figures import Figures, NumbersScope
from deals.numbers.fiscal_periods import period_of_day
from deals.numbers.targets import read_target_period
from deals.parsing.time_words import Calendar
from screens.numbers.view import FACES, NumbersLook, ask_face, ask_odds, find_currency
from tests.deals.makers import DEFAULT
from tests.deals.numbers.stories import SINCE, TODAY, DrawnBook, any_books, deal
from tests.screens.numbers.cases import DEALS, RATED, settle
from views.glyphs import ALPHABETS, glyphs, use_glyphs
from views.numbers.face_rows import NumbersRow
from views.numbers.forecast import draw_forecast
from views.numbers.forecast_figures import ForecastFigures
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
                assert cells_of(line) <= 36, "".join(span.text for span in line)


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
    assert len(rows["row:quarter 2026-10"].projects) == 5
    assert rows["signed"].projects == ("Granton Yard",)


def tell_forecast(figures: Figures) -> tuple[str, str]:
    """The lines of the forecast, and what the pane says of its period."""
    forecast = next(draw_faces(figures, 110))
    period = next(row for row in forecast if row.id == "row:quarter 2026-10")
    texts = ["".join(span.text for span in row.text) for row in forecast]
    return "\n".join(texts), "\n".join("".join(s.text for s in line) for line in period.about(100))


def test_without_win_rates_nobody_knows_which_deals_it_takes() -> None:
    use_language("en")
    book = Book().with_projects(deal("A", amount="600", signs="2026-12"))
    book = set_target(book, read_target_period("2026-Q4", Calendar(TODAY)), "500", "CNY")
    lines, pane = tell_forecast(Figures(book, DEFAULT, TODAY))
    assert "which deals it takes, only win rates tell" in pane
    assert "does not cover" not in pane
    rated, pane = tell_forecast(Figures(book, RATED, TODAY))
    assert "fewest A" in pane
    assert "no ranges" in lines
    assert "no ranges" not in rated


def test_a_stage_without_a_win_rate_is_named_with_its_projects() -> None:
    use_language("en")
    deals = [deal(f"{at}", amount="100", signs="2026-12") for at in range(3)]
    lacking = deal("L", amount="1", stage="P0", signs="2026-12")
    figures = Figures(Book().with_projects(*deals, lacking), RATED, TODAY)
    lines, _pane = tell_forecast(figures)
    assert "no ranges: P0 (1 project) without a win rate" in lines
    assert "[stages.P0] win = 0.1" in lines


def test_counts_and_what_opens_are_of_the_currency_that_is_shown() -> None:
    use_language("en")
    own = [deal(f"c{at}", amount="100", signs="2026-12") for at in range(3)]
    theirs = [deal(f"u{at}", amount="USD10", signs="2026-12") for at in range(5)]
    figures = Figures(Book().with_projects(*own, *theirs), DEFAULT, TODAY)
    for currency, count in (("CNY", 3), ("USD", 5)):
        look = NumbersLook(period_of_day(TODAY, "quarter"), SINCE, "movement", currency=currency)
        found = ask_face(figures, look, STAGES)
        assert found.movement is not None
        assert len((found.ends or {})["now"]) == count
        assert found.movement.currencies[currency].now_count == count
        shown = ForecastFigures(found.forecast, currency, look.period)
        row = next(row for row in draw_forecast(shown, 110) if row.id == "row:quarter 2026-10")
        assert "".join(span.text for span in row.text).split()[1] == f"{count}"
        assert len(row.projects) == count


def tell_movement(figures: Figures, currency: str | None = "") -> dict[str, str]:
    """The lines of the movement of a quarter: those with an id by it, the others as one."""
    look = NumbersLook(period_of_day(TODAY, "quarter"), SINCE, "movement", currency=currency)
    found = ask_face(figures, look, STAGES)
    assert found.movement is not None
    about = found.movement, find_currency(look, found), found.forecast, found.ends or {}
    texts = dict[str, str]()
    shown = MovementFigures(*about, found.idle, lambda _id: ("!", "red"), unpriced=found.unpriced)
    for row in draw_movement(shown, 118):
        text = "".join(span.text for span in row.text)
        texts[row.id] = f"{texts[row.id]} {text.strip()}" if row.id in texts else text
    return texts


def test_the_movement_leads_to_the_forecast_of_its_period() -> None:
    use_language("en")
    late = deal("L", amount="100", signs="2026-10")
    split = deal("S", amount="181", signs="2026-10~2027-03")
    figures = Figures(Book().with_projects(late, split), RATED, TODAY)
    # 92 of 182 days as written, 31 of 121 from today on.
    rest = figures.forecast().find(period_of_day(TODAY, "quarter")).currencies["CNY"].sum.expected
    text = tell_movement(figures)[""]
    now = figures.movement(SINCE, period=period_of_day(TODAY, "quarter")).currencies["CNY"].now
    days = rest - now + 100
    assert f"now {now}, overdue -100, by the days left {days} = {rest} forecast for" in text


def test_the_movement_names_what_has_no_amount_and_the_day_of_its_rates() -> None:
    use_language("en")
    blank = deal("B", amount="-", signs="2026-12")
    book = Book().with_projects(blank, deal("A", amount="USD100", signs="2026-12"))
    book = set_rate(book, read_exchange_rate("USD=7", "CNY"), SINCE)
    texts = tell_movement(Figures(book, RATED, TODAY), None)
    assert "1 deal, in no line" in texts["unpriced"]
    assert "at the exchange rates of 2026-11-30" in texts[""]


def test_a_target_that_nobody_set_says_from_where_it_is() -> None:
    use_language("en")
    book = Book().with_projects(deal("A", amount="600", signs="2026-12"))
    year = set_target(book, read_target_period("2026", Calendar(TODAY)), "4000", "CNY")
    assert "an even share" in tell_forecast(Figures(year, RATED, TODAY))[0]
    own = set_target(year, read_target_period("2026-Q4", Calendar(TODAY)), "500", "CNY")
    assert "an even share" not in tell_forecast(Figures(own, RATED, TODAY))[0]


def test_measures_of_success_have_the_success_of_their_year() -> None:
    use_language("en")
    won = [deal(f"w{at}", "10-10 stage=P6", stage="P4") for at in range(2)]
    lost = deal("l", "2025-10-10 status=lost", made="2025-09-01", stage="P4", owner="周")
    figures = Figures(Book().with_projects(*won, lost), RATED, TODAY)
    assert {year.year: found.won for year, found in figures.record().years.items()} == {
        2025: (),
        2026: ("w0", "w1"),
    }
    assert [each.label for each in figures.record(NumbersScope("周")).years] == ["2025"]
    for number, text in ((2026, "2 of 2"), (2025, "0 of 1"), (2024, "- of")):
        year = figures.years.find_year(number)
        shown = draw_record(RecordFigures(figures.record(), STAGES, {}, (), year), 100)
        row = next(row for row in shown if row.id == "success-year")
        assert text in "".join(span.text for span in row.text)


def test_what_may_count_twice_is_named_and_opened() -> None:
    use_language("en")
    twins = [
        deal(id_, amount="600", signs="2026-12", owner=owner).model_copy(
            update={"name": "Ring", "customer": "Acme"}
        )
        for id_, owner in (("a", "Wu"), ("b", "Ann"))
    ]
    figures = Figures(Book().with_projects(*twins, deal("C", amount="600")), RATED, TODAY)
    assert [[each.id for each in group] for group in figures.counted_twice()] == [["a", "b"]]
    assert figures.counted_twice(NumbersScope("Wu")) == ()
    look = NumbersLook(period_of_day(TODAY, "quarter"), SINCE)
    found = ask_face(figures, look, STAGES)
    shown = ForecastFigures(found.forecast, "CNY", look.period, twins=found.twins)
    row = next(row for row in draw_forecast(shown, 110) if row.id == "twins")
    text = "".join(span.text for span in row.text)
    assert "1 deal may be counted twice: Ring; d on the pipeline settles it" in text
    assert row.projects == ("a", "b")
    pane = "".join(span.text for line in row.about(78) for span in line)
    assert pane == "Ring: Wu CNY 600, Ann CNY 600"


def test_the_overdue_within_expected_is_said_and_adds_up() -> None:
    use_language("en")
    late = deal("L", amount="1000", stage="P5", signs="2026-10")
    figures = Figures(
        Book().with_projects(late, deal("A", amount="1000", stage="P5", signs="2026-12")),
        RATED,
        TODAY,
    )
    lines, _pane = tell_forecast(figures)
    rows = {row.id: row for row in next(draw_faces(figures, 110)) if row.id}
    cells = {name: "".join(s.text for s in row.text).split() for name, row in rows.items()}
    assert [cells[f"row:{name}"][4] for name in ("quarter 2026-10", "overdue", "total")] == [
        *("800", "800", "1.6k"),
    ]
    remark = "total: the range is of 800 expected, without overdue 800"
    assert remark in lines
    for name in ("overdue", "total"):
        pane = " ".join("".join(s.text for s in line) for line in rows[f"row:{name}"].about(200))
        assert remark in pane


def test_owners_are_held_against_their_targets_in_few_cells() -> None:
    book = settle(Book().with_projects(*DEALS))
    for owner in ("周", "Ann Lindqvist"):
        book = set_target(book, read_target_period("2026-Q4", Calendar(TODAY)), "9M", "CNY", owner)
    figures = Figures(book, RATED, TODAY)
    look = NumbersLook(period_of_day(TODAY, "quarter"), SINCE, group="owner", currency=None)
    for lang, titles in (("en", ("target", "gap")), ("zh_CN", ("任务额", "缺口"))):
        use_language(lang)
        found, odds = ask_face(figures, look, STAGES), ask_odds(figures, look, None)
        about = found.forecast, None, look.period, found.groups, "owner", odds.gap, odds.odds
        shown = ForecastFigures(*about, targets=odds.targets)
        heads = ["".join(span.text for span in row.text) for row in draw_forecast(shown, 78)]
        assert any(all(title in head.split() for title in titles) for head in heads)


def test_each_owner_s_past_forecasts_stand_in_the_record() -> None:
    use_language("en")
    figures = Figures(settle(Book().with_projects(*DEALS)), RATED, TODAY)
    record = figures.record()
    few, enough = Bias(400, 500, 3), Bias(4000, 5000, 10)
    judged = JudgedPeriod("2026-Q3", 500, 100, 900, 400)
    forecasts = replace(record.forecasts, periods=(judged,), owners={"Ann": enough, "Wu": few})
    shown = RecordFigures(replace(record, forecasts=forecasts), STAGES, {})
    rows = {row.id: row for row in draw_record(shown, 78)}
    texts = {id_: "".join(span.text for span in row.text).split() for id_, row in rows.items()}
    assert texts["bias:Ann"] == ["Ann", "5k", "4k", "10", "80%"]
    assert texts["bias:Wu"] == ["Wu", "500", "400", "3"]
    pane = "".join(span.text for line in rows["bias:Wu"].about(70) for span in line)
    assert pane == "signed 400 of 500 expected; 3 periods: too few for a percent"
