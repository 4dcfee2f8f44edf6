"""The record: what Enter opens behind a line, what `=` says of it; and where the cursor begins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from deals.edits.number_settings import record_win_rates, set_measure
from deals.edits.store_settings import set_year_start
from deals.model import Book, Project, Review
from screens.numbers.screen import NumbersScreen
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import contact, playbook
from tests.deals.numbers.stories import day, deal
from tests.screens.hosting import Desk
from tests.screens.numbers.cases import DEALS, RATED, at_numbers, press, settle

MOVED = "11-10 signs=2027-02"
KEPT = deal("Kept", "08-20 stage=P6", amount="100", stage="P5", signs="2026-Q3", made="06-01")
BROKEN = deal("Broken", MOVED, amount="40", stage="P2", signs="2026-Q3", made="06-01")
LOST = deal("Lost", "11-12 status=lost", stage="P3", made="06-01", signs="2026-12").model_copy(
    update={"review": Review(rival="Corvane"), "product": "Radio", "end_reason": "price"}
)
BACK = deal("Back", "10-05 stage=P3", "11-20 stage=P2", stage="P2", made="09-01", signs="2027-05")
HELD = (contact("Ann", 3, role="decides"), contact("Bo", 1, role="approves"))
PAST = (KEPT, BROKEN.model_copy(update={"contacts": HELD}), LOST, BACK)


def shared_book() -> Book:
    """A book with win rates that were known early, and with target customers."""
    book = record_win_rates(settle(Book()), RATED, day("2026-06-02"))
    return set_measure(book, 2026, "customers", "K, Nobody", source="plan")


async def at_row(at: Desk, row_id: str) -> None:
    """Go to a line of the face."""
    screen = at.screen
    assert isinstance(screen, NumbersScreen)
    screen.select(screen.selection.go(row_id))
    await press(at, [])


def list_names(at: Desk) -> set[str]:
    """Return what is listed of the pipeline."""
    assert isinstance(at.screen, PipelineScreen)
    return {at.project(id_).name for id_ in at.screen.selection.listed}


def find_cursor(at: Desk) -> str | None:
    """Return the line under the cursor."""
    assert isinstance(at.screen, NumbersScreen)
    return at.screen.selection.current


OPENED = [
    ("success", {"Kept", "Lost"}),
    ("success-year", {"Kept", "Lost"}),
    ("kept", {"Kept", "Broken"}),
    ("relations", {"Broken"}),
    ("forecast:2026-Q3", {"Kept", "Broken"}),
    ("lost:reason:price", {"Lost"}),
    ("lost:competitor:corvane", {"Lost"}),
    ("lost:stage:p3", {"Lost"}),
    ("lost:product:radio", {"Lost"}),
    ("stage:P2", {"Broken", "Back"}),
    ("slips:林", {"Broken"}),
]
SUMS = {
    "success": ("won 1 of won 1 + lost 1", "Kept", "won"),
    "kept": ("Kept", "2026-Q3 kept", "2026-Q3 not kept"),
    "relations": ("1 of 2 known", "CR1 not held", "CR3 held"),
    "forecast:2026-Q3": ("expected on its first day", "at 80%: 80; signed 100", "not signed"),
    "lost:competitor:corvane": ("1 of 1 lost", "Lost"),
    "stage:P2": ("went on", "still there", "fell back"),
    "slips:林": ("+5 months", "Broken"),
    "owner:林": ("won 1 of won 1 + lost 1", "1 of 2", "1 slip"),
    "measure:customers": ("covered", "no open or won project"),
}


async def test_enter_opens_what_each_line_counts_and_esc_comes_back_to_it() -> None:
    customer = [each.model_copy(update={"customer": each.name[:1]}) for each in PAST]
    async with at_numbers(*customer, shared=shared_book(), size=(80, 24)) as at:
        await press(at, ["v", "v", "v"])
        for row_id, names in [*OPENED, ("measure:customers", {"Kept"})]:
            await at_row(at, row_id)
            await press(at, ["enter"])
            assert list_names(at) == names, row_id
            await press(at, ["escape"])
            assert find_cursor(at) == row_id


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_every_figure_of_the_record_shows_its_arithmetic(size: tuple[int, int]) -> None:
    customer = [each.model_copy(update={"customer": each.name[:1]}) for each in PAST]
    async with at_numbers(*customer, shared=shared_book(), size=size) as at:
        await press(at, ["v", "v", "v", "="])
        screen = at.screen
        assert isinstance(screen, NumbersScreen)
        for row in screen.rows.face:
            assert not row.id or row.sums(70), row.id
        for row_id, texts in SUMS.items():
            row = next(row for row in screen.rows.face if row.id == row_id)
            shown = " ".join("".join(span.text for span in line) for line in row.sums(70))
            for text in texts:
                assert text in shown, (row_id, shown)


async def test_the_record_says_since_when_it_knows_if_that_is_within_the_year() -> None:
    late = deal("Late", stage="P2", made="11-16")
    async with at_numbers(late, shared=Book()) as at:
        shown = await press(at, ["v", "v", "v"])
        assert "from stage to stage, known since 2026-11-16" in shown
        early = await press(at, ["]"] * 2)
        assert "known since" not in early
    async with at_numbers(deal("Old", stage="P2", made="2025-11-16"), shared=Book()) as at:
        assert "known since" not in await press(at, ["v", "v", "v"])


async def test_by_month_it_shows_the_success_of_the_fiscal_year() -> None:
    book = set_year_start(settle(Book()), 4, date(2020, 4, 1))
    async with at_numbers(KEPT, shared=set_measure(book, 2026, "customers", "K")) as at:
        shown = await press(at, ["b", "m", "]", "]", "v", "v", "v"])
        assert "in 2026" in shown
        assert "in 2027" not in shown
        assert isinstance(at.screen, NumbersScreen)
        assert "measure:customers" in {row.id for row in at.screen.rows.face}
        await press(at, ["e"])
        assert at.shown("title").rstrip().endswith("2026")
        assert "measures of success 2026" in await press(at, ["G"])


async def test_it_says_from_which_cr_on_the_net_holds() -> None:
    rules = playbook("[net]\nhold = 2\n")
    people = KEPT.model_copy(update={"contacts": HELD})
    async with at_numbers(people, rules=rules) as at:
        await press(at, ["v", "v", "v"])
        await at_row(at, "relations")
        assert "deciders at CR2 or closer" in at.shown("about")


async def first_line(at: Desk, keys: Sequence[str]) -> str | None:
    """Return where the cursor is after some keys."""
    await press(at, keys)
    return find_cursor(at)


async def test_the_movement_begins_at_the_line_that_says_most() -> None:
    grown = deal("Grown", "11-26 amount=200", amount="100", signs="2026-12")
    won = deal("Won", "11-26 stage=P6", amount="900", stage="P5", signs="2026-12")
    slipped = deal("Slipped", "11-26 signs=2027-01", amount="1", signs="2026-12")
    still = deal("Still", amount="1", signs="2026-12")
    for deals, first in (
        ((grown, won, slipped), "slipped"),
        ((grown, won), "won"),
        ((grown,), "grown"),
        ((still,), "then"),
    ):
        async with at_numbers(*deals, shared=Book()) as at:
            assert await first_line(at, ["v"]) == first
            # Of all periods nothing slips out: there the most money that moved is first.
            if first == "slipped":
                assert await first_line(at, ["b", "a"]) == "won"


@pytest.mark.parametrize(("cells", "lines"), [(80, 24), (120, 40)])
async def test_the_head_of_the_movement_says_the_rate_and_its_day(cells: int, lines: int) -> None:
    async with at_numbers(*DEALS, size=(cells, lines)) as at:
        await press(at, ["v"])
        assert "USD 7.2 (09-01)" in at.shown("title")


def lost_to(name: str, rival: str, stage: str, product: str) -> Project:
    """Make a project that was lost to a competitor."""
    there = deal(name, "11-12 status=lost", stage=stage, made="09-01")
    return there.model_copy(update={"review": Review(rival=rival), "product": product})


async def test_which_competitor_beats_us_where_is_seen_at_once() -> None:
    deals = [
        lost_to(f"{rival}{at}", rival, stage, product)
        for rival, stage, product, count in (
            ("Corvane", "P2", "IP radio", 3),
            ("Corvane", "P4", "Switch", 1),
            ("Halden", "P4", "Switch", 2),
        )
        for at in range(count)
    ]
    unique = [each.model_copy(update={"id": f"{at}"}) for at, each in enumerate(deals)]
    async with at_numbers(*unique, shared=Book(), size=(80, 24)) as at:
        shown = (await press(at, ["v", "v", "v"])).splitlines()
        head = next(at for at, text in enumerate(shown) if "IP radio" in text and "P2" in text)
        assert shown[head].split() == ["lost", "P2", "P4", "IP", "radio", "Switch"]
        assert shown[head + 1].split()[-6:] == ["Corvane", "4", "3", "1", "3", "1"]
        assert shown[head + 2].split()[-6:] == ["Halden", "2", "-", "2", "-", "2"]


async def test_the_form_takes_the_source_of_each_measure_and_keeps_it() -> None:
    async with at_numbers(*DEALS, shared=Book()) as at:
        await press(at, ["e"])
        for kind, typed in (
            ("share", "31.5%; industry report"),
            ("customers", "Acme, Globex; plan"),
            ("standing", "second in rail; analyst"),
        ):
            await at_row(at, f"measure:{kind}")
            await press(at, ["enter", *typed, "enter"])
        # Going through a field again without a change keeps what it holds.
        await at_row(at, "measure:customers")
        await press(at, ["enter", "end", "enter"])
        entered = {each.kind: (each.value, each.source) for each in at.host.book.measures}
        assert entered == {
            "share": ("31.5", "industry report"),
            "customers": ("Acme\nGlobex", "plan"),
            "standing": ("second in rail", "analyst"),
        }
        await press(at, ["escape", "v", "v", "v"])
        shown = at.shown("rows")
        for text in ("31.5% (industry report)", "coverage", "second in rail (analyst)"):
            assert text in shown


async def test_a_bar_that_leaves_out_the_most_of_itself_has_a_break() -> None:
    large = deal("Large", amount="1000", signs="2026-12")
    small = deal("Small", "11-26 amount=20", amount="10", signs="2026-12")
    async with at_numbers(large, small, shared=Book()) as at:
        shown = (await press(at, ["v"])).splitlines()
        ends = [text for text in shown if text.split()[:1] in (["then"], ["now"])][:2]
        assert ["//" in text for text in ends] == [True, True]
        assert "scale starts at" in " ".join(shown)
    async with at_numbers(small, shared=Book()) as at:
        assert "//" not in await press(at, ["v"])
