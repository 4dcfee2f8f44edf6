"""What the lines of a movement are called: never the reverse of what happened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Project
from deals.numbers.fiscal_periods import CALENDAR_YEARS
from deals.numbers.movement import Movement, MovementScope, find_movement
from deals.numbers.signed_beside import find_signed_beside
from deals.numbers.states import list_states
from tests.deals.numbers.stories import BASIS, Q4, TODAY, deal, period
from views.numbers.move_names import find_turn, name_moves, turns_text
from wording import use_language

SINCE = TODAY - timedelta(14)
NEXT = period("2027-Q1")
INTO, OUT_OF = ("2026-12", "2027-02"), ("2027-02", "2026-12")
FURTHER, NEARER = ("2027-02", "2027-05"), ("2027-05", "2027-02")


def moved_in_next(*windows: tuple[str, str]) -> Movement:
    """What moved within the next quarter, of deals that went from one window to another."""
    projects = [
        deal(f"d{at}", f"11-20 signs={after}", amount="100", signs=before)
        for at, (before, after) in enumerate(windows)
    ]
    return find_movement(projects, SINCE, BASIS, MovementScope(None, NEXT))


@pytest.mark.parametrize(
    ("windows", "kind", "names", "turns"),
    [
        ([INTO], "pulled_in", ("slipped in", "推迟移入"), ""),
        ([NEARER], "pulled_in", ("pulled in", "提前移入"), ""),
        ([FURTHER], "slipped", ("slipped out", "推迟移出"), ""),
        ([OUT_OF], "slipped", ("moved earlier", "提前移出"), ""),
        (
            [INTO, INTO, NEARER],
            "pulled_in",
            ("moved in", "移入"),
            "slipped from earlier 2, brought forward from later 1",
        ),
        (
            [FURTHER, OUT_OF],
            "slipped",
            ("moved out", "移出"),
            "slipped to later 1, brought forward to earlier 1",
        ),
    ],
)
def test_a_window_s_line_says_which_way_its_deals_moved(
    windows: list[tuple[str, str]], kind: str, names: tuple[str, str], turns: str
) -> None:
    (line,) = moved_in_next(*windows).currencies["CNY"].lines
    assert line.kind == kind
    for lang, name in zip(("en", "zh_CN"), names, strict=True):
        use_language(lang)
        assert name_moves([line]) == name
    use_language("en")
    assert turns_text(line) == turns


months = st.integers(1, 24).map(lambda at: f"{2026 + (at - 1) // 12}-{(at - 1) % 12 + 1:02}")


@given(st.lists(st.tuples(months, months), min_size=1, max_size=4))
def test_no_word_is_the_reverse_of_what_happened(windows: list[tuple[str, str]]) -> None:
    use_language("en")
    for moved in moved_in_next(*windows).currencies.values():
        for line in moved.lines:
            name = name_moves([line])
            for part in line.parts:
                later = find_turn(part) == "later"
                assert ("slipped" in name) <= later
                assert (name in ("pulled in", "moved earlier")) <= (not later)
                assert ("out" in name) <= (line.amount < 0)


def signed_deals() -> list[Project]:
    """Deals that were signed: on a day within its window, outside it, and before they came in."""
    plain = deal("plain", "11-20 stage=P6", amount="100", signs="2026-12", stage="P5")
    other = deal("other", "11-20 stage=P6", amount="200", signs="2027-02", stage="P5")
    came = deal("came", amount="300", signs="2026-11-25", stage="P6", made="2026-11-23")
    return [plain, other, came]


def test_what_is_signed_beside_the_lines_is_named() -> None:
    projects, signed = signed_deals(), BASIS.signed_stages
    for within, in_no_line, elsewhere in (
        (None, ["came"], []),
        (Q4, ["other", "came"], []),
        (NEXT, [], ["other"]),
    ):
        found = find_movement(projects, SINCE, BASIS, MovementScope(None, within))
        beside = find_signed_beside(found, list_states(projects, TODAY), signed)
        assert [each.state.name for each in beside.in_no_line] == in_no_line
        assert [each.state.name for each in beside.elsewhere] == elsewhere
        won = sum(-part.amount for part in found.currencies["CNY"].line("won").parts)
        days = [each for each in (*beside.in_no_line,) if within is None or each.on]
        total = won + sum(each.state.expected for each in days)
        total -= sum(each.state.expected for each in beside.elsewhere)
        assert total == (0 if within == NEXT else 600)
    assert CALENDAR_YEARS.period_of(TODAY, "quarter") == Q4
