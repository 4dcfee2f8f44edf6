"""Every key of the numbers room, and what it shows then."""

from __future__ import annotations

from datetime import date

import pytest

from deals.edits.number_settings import set_target
from deals.edits.store_settings import set_year_start
from deals.model import Book
from deals.numbers.targets import read_target_period
from screens.base.empty_hints import EMPTY_HINTS
from screens.numbers.actions import star_row
from screens.numbers.screen import NumbersScreen
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from tests.deals.numbers.stories import TODAY, deal
from tests.screens.hosting import Desk
from tests.screens.numbers.cases import CALENDAR, DEALS, PLAIN, at_numbers, press, see_all, settle
from views.numbers.face_rows import NamedDeals, NumbersRow


def listed_ids(at: Desk) -> tuple[str, ...]:
    """What the list on top shows."""
    assert isinstance(at.screen, PipelineScreen)
    return at.screen.selection.ids


async def go_to(at: Desk, name: str) -> None:
    """Goes down until the pane is about the line of a name."""
    while name not in at.shown("about").splitlines()[0]:
        await press(at, ["j"])


async def test_the_forecast_is_held_against_its_target() -> None:
    async with at_numbers(*DEALS) as at:
        lines = at.shown("rows").splitlines()
        starts = [text.split()[0] for text in lines[:6] if text.strip()]
        assert starts[:5] == ["signed", "9", "expected", "1", "target"]
        assert "1.8M" in lines[0]
        assert "gap" in lines[4]
        assert "CNY, USD 7.2" in at.shown("title")
        row = next(text for text in lines if "2026-Q4" in text and ".." in text)
        assert row.startswith("▌")
        assert "to reach it  fewest" in at.shown("about")
        assert "re-date or end: t" in at.shown("rows")


async def test_triage_goes_through_a_period_by_what_it_has_at_stake() -> None:
    async with at_numbers(*DEALS) as at:
        assert "need you" in at.shown("about")
        assert "with the overdue, first Harbour video network" in " ".join(
            at.shown("about").split()
        )
        await at.press("t")
        assert isinstance(at.screen, TriageScreen)
        waiting = [at.project(id_).name for id_ in at.screen.queue.waiting]
        assert waiting[:3] == ["Harbour video network", "北辰调度网扩容", "远山机房"]
        assert "Ashby Savings WAN" not in waiting
        assert "red first, then by money at stake in 2026-Q4" in at.shown("status")


async def test_without_win_rates_there_are_no_ranges() -> None:
    async with at_numbers(*DEALS, rules=PLAIN, shared=Book()) as at:
        shown = at.shown("rows")
        assert "win = 0.4" in shown
        assert "9 in 10 " not in shown.split("by quarter")[0]
        assert "no target for 2026-Q4; e sets it" in shown


@pytest.mark.parametrize(("size", "top"), [((60, 16), "signed"), ((80, 24), "2026-Q4")])
async def test_the_top_is_seen_at_first_however_low_it_is(size: tuple[int, int], top: str) -> None:
    async with at_numbers(*DEALS, size=size) as at:
        assert at.shown("rows").split()[0].strip("▌") == "signed"
        assert top in at.shown("rows").split("▌")[1].splitlines()[0]


async def test_an_empty_book_is_a_place_to_start() -> None:
    async with at_numbers(shared=Book()) as at:
        for face in ("forecast", "movement", "shape", "record"):
            shown = " ".join(at.shown("rows").split())
            assert EMPTY_HINTS[f"numbers.{face}"].purpose in shown
            assert "a on the pipeline adds a project in a line, I imports a table:" in shown
            await press(at, ["v"])


async def test_enter_opens_the_projects_behind_a_line_and_esc_comes_back() -> None:
    async with at_numbers(*DEALS) as at:
        await press(at, ["v", "g"])
        await go_to(at, "slipped out")
        await at.press("enter")
        assert listed_ids(at) == ("港区视频专网",)
        assert "slipped out" in at.shown("title")
        await at.press("escape")
        await see_all(at)
        assert "slipped out" in at.shown("about")


async def test_lost_projects_are_listed_behind_their_line() -> None:
    async with at_numbers(*DEALS) as at:
        await press(at, ["v", "g"])
        await go_to(at, "lost")
        await at.press("enter")
        assert listed_ids(at) == ("Fairmont rooms",)


async def test_periods_owners_and_groups_are_chosen() -> None:
    async with at_numbers(*DEALS) as at:
        await press(at, ["right_square_bracket"])
        assert "2027-Q1" in at.shown("title")
        await press(at, ["left_square_bracket"])
        assert "2026-Q4" in at.shown("title")
        assert "2026-12" in await press(at, ["b", "m", "right_square_bracket"])
        assert "by owner" in await press(at, ["b", "q", "b", "o"])
        await at.press("o")
        await at.type("ann\n")
        await see_all(at)
        assert "Ann Lindqvist" in at.shown("title")
        await at.press("o")
        await at.type("nobody\n")
        assert "no match" in at.foot()
        await at.press("escape", "o")
        await at.type("-\n")
        await see_all(at)
        assert "team" in at.shown("title")


async def test_the_movement_has_its_day_and_its_sum() -> None:
    async with at_numbers(*DEALS) as at:
        await press(at, ["v"])
        assert "since 11-23" in at.shown("title")
        await press(at, ["w", "q"])
        assert "since 09-30" in at.shown("title")
        await at.press("w", "d")
        await at.type("2026-11-20\n")
        await see_all(at)
        assert "since 11-20" in at.shown("title")
        await at.press("w", "d")
        await at.type("2027-01-01\n")
        assert "still to come" in at.foot()
        await at.press("escape")
        await press(at, ["b", "a"])
        assert "all periods" in at.shown("title")
        assert "then + lines = now" in at.shown("rows")


@pytest.mark.parametrize(
    ("key", "text"),
    [("equals_sign", "to the last unit:"), ("i", "uses the first figure"), ("f9", "= 31%")],
)
async def test_a_figure_shows_how_it_came_about(key: str, text: str) -> None:
    async with at_numbers(*DEALS, size=(100, 40)) as at:
        await press(at, ["right_square_bracket", key])
        assert text in at.shown("about")
        await press(at, ["escape"])
        assert text not in at.shown("about")


async def test_currencies_take_turns() -> None:
    async with at_numbers(*DEALS) as at:
        await press(at, ["c"])
        assert "CNY │" in at.shown("title")
        await press(at, ["c"])
        assert "USD │" in at.shown("title")
        await press(at, ["c"])
        assert "USD 7.2" in at.shown("title")


async def test_targets_rates_and_measures_are_typed_into_the_form() -> None:
    async with at_numbers(*DEALS) as at:
        await press(at, ["e"])
        assert "6M" in at.shown("rows")
        await press(at, ["g"])
        await at.press("e")
        await at.type("20M\t")
        amounts = {each.name: each.amount for each in at.host.book.targets}
        assert amounts["2026-01..2026-12 CNY"] == 20_000_000
        await at.type("2M\n")
        assert 2_000_000 in {each.amount for each in at.host.book.targets}
        await press(at, ["u"])
        assert 2_000_000 not in {each.amount for each in at.host.book.targets}
        await press(at, ["G", "k", "k", "k"])
        await at.press("enter")
        await at.type("40%\n")
        assert "40%" in at.foot() or "source" in at.foot()
        await at.type("; annual report\n")
        assert at.host.book.measures[0].source == "annual report"
        await at.press("escape", "escape")
        assert "Forecast" in at.shown("title")


async def test_the_form_opens_at_the_target_of_the_period_shown() -> None:
    async with at_numbers(*DEALS) as at:
        for keys, label in ((["e"], "2026-Q4"), (["escape", "right_square_bracket", "e"], "FY")):
            await press(at, keys)
            lit = next(text for text in at.shown("rows").splitlines() if text.startswith("▌"))
            assert lit.split()[0] == f"▌{'2027-Q1' if label == 'FY' else label}"
        await press(at, ["escape", "b", "h", "e"])
        assert "▌2027-Q1" in at.shown("rows")


async def test_by_owner_the_cursor_begins_at_who_is_first() -> None:
    async with at_numbers(*DEALS) as at:
        lit = next(text for text in (await press(at, ["b", "o"])).splitlines() if "▌" in text)
        first = at.shown("rows").split("by owner")[1].splitlines()[2]
        assert lit == first


async def test_a_target_says_its_currency_and_what_it_was() -> None:
    book = settle(Book())
    period = read_target_period("2026-Q4", CALENDAR)
    for day, amount in (("2026-10-02", "USD 30M"), ("2026-11-12", "USD 35M")):
        book = set_target(book, period, amount, "CNY", "周", on=date.fromisoformat(day))
    async with at_numbers(*DEALS, shared=book) as at:
        await at.press("o")
        await at.type("周\n")
        await see_all(at)
        await press(at, ["e"])
        assert "was $30M until 11-12" in at.shown("about")
        await at.press("e")
        await at.type("3m")
        assert "= $3M" in at.foot()
        await at.type("\n")
        assert "2026-Q4: $3M" in at.foot()
        await at.press("e")
        await at.type("-\n")
        assert "2026-Q4: -" in at.foot()
        assert "was $35M until 11-30" in at.shown("about")


async def test_the_form_tells_what_follows_and_where_the_year_started() -> None:
    book = set_year_start(settle(Book()), 1, date(2026, 1, 5))
    book = set_year_start(book.with_lists(targets=()), 4, date(2026, 11, 2))
    period = read_target_period("FY2026-Q3", CALENDAR._replace(year_start=4))
    for owner, amount in (("周", "USD 2M"), ("Ann Lindqvist", "30M")):
        book = set_target(book, period, amount, "CNY", owner)
    async with at_numbers(*DEALS, shared=book) as at:
        rows = await press(at, ["e"])
        assert "FY2026-Q3              -  ¥30M + $2M, the sum of the owners" in rows
        await go_to(at, "fiscal year")
        assert "was January until 11-02" in at.shown("about")


async def test_the_deals_that_it_takes_are_starred() -> None:
    async with at_numbers(*DEALS) as at:
        await at.press("S")
        await at.type("by the pilot\n")
        assert any(each.key for each in at.host.book.projects.values())


async def test_a_line_that_names_no_deals_to_sign_stars_none() -> None:
    async with at_numbers(*DEALS) as at:
        await at.press("G", "S")
        assert "period with a gap" in at.foot()
        assert not any(each.key for each in at.host.book.projects.values())


async def test_of_two_sets_of_deals_it_is_asked_which_become_key() -> None:
    async with at_numbers(*DEALS) as at:
        assert isinstance(at.screen, NumbersScreen)
        first, second, *_rest = at.host.book.projects
        sets = NamedDeals("fewest A (20%)", (first,)), NamedDeals("likeliest B (30%)", (second,))
        star_row(at.screen, NumbersRow((), stars=sets))
        await at.press("b")
        await at.type("by the pilot\n")
        assert [each.id for each in at.host.book.projects.values() if each.key] == [second]


async def test_triage_goes_through_what_is_behind_the_line() -> None:
    async with at_numbers(*DEALS) as at:
        await at.press("t")
        assert isinstance(at.screen, TriageScreen)


async def test_a_change_is_told_at_once() -> None:
    async with at_numbers(*DEALS) as at:
        before = at.shown("rows")
        await at.press("enter", "m")
        await at.type("9M\n")
        await at.press("escape", "escape")
        await see_all(at)
        assert at.shown("rows") != before


async def test_the_faces_turn_and_each_keeps_its_place() -> None:
    async with at_numbers(*DEALS) as at:
        await press(at, ["g", "v", "v"])
        assert "P0+P1" in at.shown("rows")
        await press(at, ["v"])
        assert "success rate" in at.shown("rows")
        await press(at, ["v"])
        assert at.shown("rows").startswith("▌signed")


async def test_who_lacks_most_stands_first_in_the_shape() -> None:
    book = settle(Book())
    for owner, amount in (("周", "90M"), ("Ann Lindqvist", "1M")):
        book = set_target(book, read_target_period("2026-Q4", CALENDAR), amount, "CNY", owner)
    async with at_numbers(*DEALS, shared=book) as at:
        await press(at, ["v", "v"])
        shown = at.shown("rows")
        assert "2026-Q4: all in play does not cover what is to sign: 周" in shown
        owners = [row for row in shown.splitlines() if " / " in row]
        assert "周" in owners[0]
        assert "! " in owners[0]
        assert "/ 90M" in owners[0]


async def test_what_the_first_import_brought_is_not_said_to_be_new() -> None:
    async with at_numbers(*DEALS, size=(120, 40)) as at:
        await press(at, ["v", "w", "d"])
        await at.type("2025-01-01\n")
        await press(at, ["b", "a"])
        assert "nothing is known before 2026-" in at.shown("rows")
        assert "are known since then" in " ".join(at.shown("rows").split())


async def test_periods_of_former_years_are_rows_of_their_own_and_the_cursor_passes() -> None:
    book = set_year_start(Book(), 4, date(2026, 1, 1))
    for text, amount in (("FY2026-Q2", "9M"), ("FY2026-Q3", "8M")):
        period = read_target_period(text, CALENDAR._replace(year_start=4))
        book = set_target(book, period, amount, "CNY", on=date(2026, 1, 5))
    book = set_year_start(book, 7, TODAY)
    signed = deal("A", "2026-08-20 stage=P6", stage="P5", made="2026-01-05", amount="100万")
    open_deal = deal("B", stage="P3", made="2026-01-05", amount="300万", signs="2026Q4")
    async with at_numbers(signed, open_deal, shared=book) as at:
        await press(at, ["left_square_bracket"])
        await see_all(at)
        rows = [line for line in at.shown("rows").splitlines() if "2026" in line]
        assert ["▌" in line for line in rows] == [True, False]
        assert "2026-07~2026-09" in rows[0]
        assert "FY2026-Q2" in rows[1]
        assert "0 ..     3M" in rows[1]
        await press(at, ["j"] * 4)
        assert isinstance(at.screen, NumbersScreen)
        assert at.screen.selection.current == "row:total"
