"""All numbers of a book from one value: scopes, the worked cases, and what always holds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given

from deals.edits.number_settings import read_exchange_rate, record_win_rates, set_rate, set_target
from deals.filters import FilterContext, parse_filter
from deals.model import Book, DeletedProject, Project
from deals.numbers.figures import TEAM, Figures, NumbersScope
from deals.numbers.fiscal_periods import FiscalPeriod, parse_fiscal_period
from deals.numbers.forecast import Forecast
from deals.numbers.forecast_groups import GROUPINGS
from deals.numbers.memo import ANSWERS_KEPT
from deals.numbers.scope_filter import select_scope
from deals.numbers.targets import TargetMoney, read_target_period
from deals.own_columns import OwnColumns
from deals.parsing.time_words import Calendar
from deals.rules.triage import Assessments
from deals.search import SearchIndex
from tests.deals.makers import DEFAULT, contact, playbook
from tests.deals.numbers.stories import Q4, SINCE, TODAY, DrawnBook, any_books, deal, moment

RATED = playbook("[stages.P2]\nwin = 0.25\n[stages.P4]\nwin = 0.5\n[stages.P5]\nwin = 0.75\n")
CALENDAR = Calendar(TODAY)


def figures_of(*projects: Project, rated: bool = False) -> Figures:
    """Return the figures of some projects, with the win rates of the worked case if asked."""
    book = Book().with_projects(*projects)
    return Figures(book, RATED if rated else DEFAULT, TODAY)


def scope_of(figures: Figures, text: str, owner: str | None = None) -> NumbersScope:
    """Return the scope that a filter says."""
    own = OwnColumns(figures.book.projects.values())
    context = FilterContext(figures.playbook, "", SearchIndex(), CALENDAR, own)
    assess = Assessments().assessor(figures.playbook, TODAY, figures.book)
    return select_scope(figures.book, owner, parse_filter(text, context), assess)


def sums(found: Forecast, code: str = "CNY") -> dict[str, int]:
    """Return the middles of the buckets."""
    buckets = (*found.periods, found.overdue, found.undated, found.total)
    return {b.label: b.currencies[code].sum.expected for b in buckets if code in b.currencies}


def with_rate(figures: Figures, text: str) -> Figures:
    """Return the figures with an exchange rate set today."""
    book = set_rate(figures.book, read_exchange_rate(text, "CNY"), TODAY)
    return Figures(book, figures.playbook, TODAY)


THREE = (
    deal("A", amount="100", stage="P4", signs="2026-12"),
    deal("B", amount="200", stage="P2", signs="2026-12", owner="周"),
    deal("C", amount="300", stage="P5", signs="2026-12"),
)


def test_odds_and_target_of_a_quarter() -> None:
    book = set_target(Book(), read_target_period("2026-Q4", CALENDAR), "400", "CNY")
    found = Figures(book.with_projects(*THREE), RATED, TODAY).gap(Q4)
    assert found.odds is not None
    assert found.gap is not None
    assert [found.odds.percentile(at) for at in (10, 50, 90)] == [100, 300, 500]
    assert (found.expected, found.signed) == (325, 0)
    assert found.gap.amount == 75
    assert found.chance == 15 / 32
    signed = deal("S", "11-20 stage=P6", amount="400", signs="2026-12")
    done = Figures(book.with_projects(*THREE, signed), RATED, TODAY).gap(Q4)
    assert (done.signed, done.chance) == (400, 1.0)


def test_of_large_answers_those_asked_for_last_are_kept() -> None:
    figures = figures_of(*THREE, rated=True)
    days = [TODAY - timedelta(at) for at in range(3 * ANSWERS_KEPT)]
    asked = [figures.movement(day) for day in days]
    for at in (-1, -ANSWERS_KEPT):
        assert figures.movement(days[at]) is asked[at]
    again = figures.movement(days[0])
    assert again is not asked[0]
    assert again == asked[0]
    scopes = [NumbersScope(None, frozenset({f"{at}"})) for at in range(3 * ANSWERS_KEPT)]
    shapes = [figures.shape(scope) for scope in scopes]
    assert figures.shape(scopes[-1]) is shapes[-1]
    assert figures.shape(scopes[0]) is not shapes[0]


def test_targets_of_other_months_are_looked_for_only_where_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    book = set_target(Book(), read_target_period("2026-Q4", CALENDAR), "400", "CNY")
    book = set_target(book, read_target_period("2026-Q4", CALENDAR), "300", "CNY", "林")
    looked = list[str]()

    def list_none(_book: Book, owner: str) -> tuple[FiscalPeriod, ...]:
        looked.append(owner)
        return ()

    monkeypatch.setattr("deals.numbers.figures.list_crossing", list_none)
    figures = Figures(book.with_projects(*THREE), RATED, TODAY)
    for owner in (None, "林"):
        assert figures.target_money(Q4, NumbersScope(owner), None).figure is not None
    assert not looked
    for label in ("2027-Q1", "2027-Q2", "2027"):
        period = parse_fiscal_period(label)
        assert figures.target_money(period, TEAM, None) == TargetMoney()
        assert figures.target_money(period, NumbersScope("林"), "CNY") == TargetMoney()
    assert looked == ["", "林"]


def test_what_it_would_take_without_win_rates_is_target_less_signed() -> None:
    book = set_target(Book(), read_target_period("2026-Q4", CALENDAR), "600", "CNY")
    figures = Figures(book.with_projects(*THREE), DEFAULT, TODAY)
    found = figures.gap(Q4)
    assert found.gap is not None
    assert found.gap.amount == 600
    assert (found.gap.fewest, found.gap.likeliest, found.gap.rated) == (None, None, False)
    assert (found.expected, found.odds, found.chance) == (None, None, None)


def test_targets_are_those_of_the_owner_and_of_no_filter() -> None:
    period = read_target_period("2026-Q4", CALENDAR)
    book = set_target(Book().with_projects(*THREE), period, "250", "CNY", "周")
    figures = Figures(book, RATED, TODAY)
    for scope, amount in ((TEAM, 250), (NumbersScope(" 周"), 250), (NumbersScope("林"), None)):
        target = figures.gap(Q4, scope).target
        assert (target.amount if target else None) == amount
    assert figures.gap(Q4, NumbersScope(ids=frozenset("B"))).target is None


def test_win_rates_are_shrunk_towards_by_the_teams_own_cases() -> None:
    past = [deal(f"w{at}", "10-10 stage=P6", stage="P4", owner="周") for at in range(3)]
    lost = deal("l", "10-10 status=lost", stage="P4")
    figures = figures_of(*past, lost, rated=True)
    assert figures.basis.win_rate("P4") == Fraction(3 + 4, 12)
    # Of an owner they are the same: the team's.
    later = figures.forecast(NumbersScope("林"))
    assert later.basis.win_rates["P4"] == Fraction(7, 12)
    assert figures_of(lost).basis.win_rate("P4") is None


def test_past_days_have_the_cases_and_rates_known_by_then() -> None:
    past = deal("w", "10-10 stage=P6", stage="P4")
    book = record_win_rates(Book().with_projects(past), RATED, date(2026, 9, 15))
    figures = Figures(book, RATED, TODAY)
    assert figures.basis_on(date(2026, 9, 10)).win_rate("P4") is None
    assert figures.basis_on(date(2026, 9, 30)).win_rate("P4") == Fraction(1, 2)
    assert figures.basis_on(date(2026, 10, 10)).win_rate("P4") == Fraction(1 + 4, 9)


def test_an_owner_and_a_filter_are_one_scope() -> None:
    projects = (*THREE, deal("D", amount="1000", signs="2026-12", customer="远山"))
    figures = figures_of(*projects)
    every = sums(figures.forecast())
    assert every == {"2026-Q4": 1_600, "total": 1_600}
    assert sums(figures.forecast(NumbersScope("周 "))) == {"2026-Q4": 200, "total": 200}
    assert sums(figures.forecast(scope_of(figures, "amount>150")))["total"] == 1_500
    assert sums(figures.forecast(scope_of(figures, "amount>150", "林")))["total"] == 1_300
    assert sums(figures.forecast(scope_of(figures, "远山"))) == {"2026-Q4": 1_000, "total": 1_000}
    assert scope_of(figures, "  ") == TEAM


def test_a_hand_over_within_an_owners_scope() -> None:
    figures = figures_of(deal("X", "11-10 owner=周", amount="64万", signs="2026-12"))
    for scope, moved in (
        (NumbersScope("林"), {"handed_out": -640_000}),
        (NumbersScope("周"), {"handed_in": 640_000}),
        (TEAM, {}),
    ):
        found = figures.movement(SINCE, None, scope).currencies["CNY"]
        assert {line.kind: line.amount for line in found.lines} == moved


def test_a_filter_lets_deleted_projects_through_for_what_was() -> None:
    gone = deal("G", amount="64万", signs="2026-12", customer="远山", made="09-02")
    kept = DeletedProject.of(gone, moment(date(2026, 11, 10)), "林")
    book = Book().with_projects(*THREE).with_lists(deleted=(kept,))
    figures = Figures(book, DEFAULT, TODAY)
    scope = scope_of(figures, "远山")
    found = figures.movement(SINCE, None, scope).currencies["CNY"]
    assert (found.then, found.now) == (640_000, 0)
    assert [(line.kind, line.amount) for line in found.lines] == [("deleted", -640_000)]
    assert figures.states(scope, SINCE)[0].id == "G"


def test_three_currencies_at_one_rate() -> None:
    figures = with_rate(
        figures_of(
            deal("A", amount="600万", signs="2026-12"),
            deal("B", amount="USD500000", signs="2026-12"),
            deal("C", amount="EUR100000", signs="2026-12"),
        ),
        "USD=7.2",
    )
    total = figures.forecast().total
    home = figures.find_bucket(total)
    assert home is not None
    assert home.sum.expected == 9_600_000
    assert total.without_rate == ("EUR",)
    assert figures.find_bucket(total, "USD") is total.currencies["USD"]


def test_past_forecasts_are_held_against_what_was_signed() -> None:
    projects = (
        deal("A", "09-20 stage=P6", amount="100", stage="P5", signs="2026-Q3", made="06-01"),
        deal("B", amount="40", stage="P2", signs="2026-Q3", made="06-01", owner="周"),
        deal("U", amount="USD10", stage="P2", signs="2026-Q3", made="06-01", owner="周"),
    )
    book = record_win_rates(Book().with_projects(*projects), RATED, date(2026, 6, 2))
    figures = Figures(
        set_rate(book, read_exchange_rate("USD=7", "CNY"), date(2026, 8, 1)), RATED, TODAY
    )
    found = figures.record()
    assert [period.label for period in found.periods] == ["2026-Q2", "2026-Q3"]
    (judged,) = found.forecasts.periods
    # The rate of the dollar was set later: neither end of the comparison has it.
    assert (judged.label, judged.expected, judged.signed) == ("2026-Q3", 85, 100)
    (theirs,) = figures.record(NumbersScope("周")).forecasts.periods
    assert (theirs.expected, theirs.signed) == (10, 0)


def test_the_record_of_an_owner_is_part_of_the_teams() -> None:
    projects = (
        deal("A", "11-20 stage=P6", signs="2026-Q4", amount="100"),
        deal("B", "11-20 status=lost", signs="2026-Q4", owner="周"),
        deal("C", "10-20 stage=P4", signs="2026-Q4", owner="周"),
    )
    figures = figures_of(*projects)
    team = figures.record().record
    theirs = figures.record(NumbersScope("周")).record
    assert list(team.owners) == ["周", "林"]
    assert list(theirs.owners) == ["周"]
    assert theirs.team == team.owners["周"]
    assert theirs.conversions["P3"].entered == 2
    assert theirs.losses.by_stage == {"P3": ("B",)}
    nobody = figures.record(NumbersScope("王")).record
    assert (nobody.owners, nobody.team.success.rate.cases) == ({}, 0)


def test_evidence_is_what_triage_knows() -> None:
    coach = contact("高", 4, role="coach", stance="supports")
    deals = deal("A", stage="P4").model_copy(update={"contacts": (coach,)})
    guessing = playbook("[stages.P4]\nwin = 0.5\n[evidence]\non = true\n")
    figures = Figures(Book().with_projects(deals), guessing, TODAY)
    found = figures.evidence(deals)
    assert found is not None
    assert found.base == 50
    assert found.base + sum(part.percent for part in found.parts) == found.percent
    assert "coach" in {part.fact for part in found.parts}
    assert figures_of(deals).evidence(deals) is None
    # Nobody switched the guesses on.
    assert (quiet := figures_of(deals, rated=True).evidence(deals)) is not None
    assert (quiet.parts, quiet.percent) == ((), 50)


def test_effects_are_measured_though_guesses_are_off_and_among_those_that_came_as_far() -> None:
    coach = contact("高", 4, role="coach", stance="supports")
    won = [deal(f"w{at}", "10-10 stage=P6", stage="P3") for at in range(12)]
    won = [each.model_copy(update={"contacts": (coach,)}) for each in won]
    lost = [deal(f"l{at}", "10-10 status=lost", stage="P3") for at in range(12)]
    figures = figures_of(*won, *lost, deal("A", stage="P3"), rated=True)
    found = figures.effects_at("P3")
    assert set(found) == {"coach"}
    assert (found["coach"].measured, found["coach"].having, found["coach"].lacking) == (
        True,
        12,
        12,
    )
    assert found["coach"].beta > 0
    # Nobody was lost at P5, so nothing tells those apart that came there.
    assert figures.effects_at("P5") == {}


def test_who_was_signed_lacks_no_top_level_that_who_was_lost_early_lacks_too() -> None:
    won = [deal(f"w{at}", "10-10 stage=P6", stage="P3") for at in range(12)]
    lost = [deal(f"l{at}", "10-10 status=lost", stage="P3") for at in range(12)]
    figures = figures_of(*won, *lost, rated=True)
    for stage in ("P3", "P4", "P5"):
        assert "no_top_level" not in figures.effects_at(stage)


def test_a_deletion_leaves_what_was_known_before_it() -> None:
    won = [deal(f"w{at}", "10-02 stage=P6", stage="P4") for at in range(3)]
    lost = [deal(f"l{at}", "10-02 status=lost", stage="P4", signs="2026-10") for at in range(3)]
    before = Figures(Book().with_projects(*won, *lost), RATED, TODAY)
    gone = tuple(DeletedProject.of(each, moment(date(2026, 11, 28)), "林") for each in lost)
    after = Figures(Book().with_projects(*won).with_lists(deleted=gone), RATED, TODAY)
    then, now = date(2026, 11, 1), TODAY
    assert after.win_rates_on(then) == before.win_rates_on(then)
    assert after.win_rates_on(now)["P4"].cases == 3
    assert after.past_periods("month") == before.past_periods("month")
    assert after.record(by="month").forecasts == before.record(by="month").forecasts


def test_a_broken_promise_that_is_deleted_stays_one() -> None:
    kept = deal("K", "10-10 stage=P6", made="2026-08-01", stage="P5", signs="2026-10")
    missed = deal("M", made="2026-08-01", stage="P5", signs="2026-10")
    gone = DeletedProject.of(missed, moment(date(2026, 11, 28)), "林")
    book = Book().with_projects(kept).with_lists(deleted=(gone,))
    for scope in (TEAM, NumbersScope("林")):
        record = Figures(book, RATED, TODAY).record(scope, "month").record
        assert (record.team.promises.wins, record.team.promises.cases) == (1, 2)
        assert record.team.success.rate.cases == 1


def test_owners_are_all_who_ever_led() -> None:
    figures = figures_of(deal("X", "11-10 owner=周", amount="64万"), deal("Y", owner="王"))
    assert set(figures.owners) == {"林", "周", "王"}


def test_an_answer_is_worked_out_once() -> None:
    figures = figures_of(*THREE)
    assert figures.forecast() is figures.forecast()
    assert figures.record() is figures.record()
    after = Figures(figures.book.with_projects(deal("D")), DEFAULT, TODAY, memo=figures.memo)
    assert after.forecast().total.count == 4
    assert after.states()[0] is figures.states()[0]


def check_sum(parts: Sequence[Forecast], whole: Forecast) -> None:
    """Check that the totals of parts add up to that of the whole, in each currency."""
    for code, bucket in whole.total.currencies.items():
        found = [part.total.currencies[code] for part in parts if code in part.total.currencies]
        assert sum(each.sum.expected for each in found) == bucket.sum.expected
        assert sum(each.signed for each in found) == bucket.signed


@given(any_books())
def test_laws(drawn: DrawnBook) -> None:
    projects, _gone = drawn
    figures = figures_of(*projects)
    whole = figures.forecast()
    groups = figures.forecast_groups(GROUPINGS["owner"])
    check_sum(list(groups.values()), whole)
    check_sum([figures.forecast(NumbersScope(owner)) for owner in groups], whole)
    for code, bucket in whole.total.currencies.items():
        buckets = (*whole.periods, whole.overdue, whole.undated)
        found = [each.currencies[code] for each in buckets if code in each.currencies]
        assert sum(each.sum.expected for each in found) == bucket.sum.expected
    days = (SINCE, date(2026, 11, 15), TODAY)
    for period in (None, parse_fiscal_period("2026-Q4")):
        assert not any(
            each.lines for each in figures.movement(TODAY, TODAY, TEAM, period).currencies.values()
        )
        ends = figures.movement(days[0], days[-1], TEAM, period).currencies
        for code, found_ in ends.items():
            steps = [figures.movement(*pair, TEAM, period) for pair in pairwise(days)]
            moved = [
                line.amount
                for step in steps
                if code in step.currencies
                for line in step.currencies[code].lines
            ]
            assert found_.then + sum(moved) == found_.now


def test_what_owners_have_in_play_is_held_against_what_is_left_to_sign() -> None:
    book = figures_of(
        deal("A", amount="100", stage="P2", signs="2026-12", owner="Wu"),
        deal("B", "11-20 stage=P6", amount="50", stage="P5", signs="2026-12", owner="Wu"),
        deal("C", amount="USD 10", stage="P2", signs="2026-12", owner="Li"),
    ).book
    book = set_rate(book, read_exchange_rate("USD=7", "CNY"), TODAY)
    for owner, amount in (("wu", "400"), ("Li", "USD 5"), ("Xu", "30")):
        book = set_target(book, read_target_period("2026-Q4", CALENDAR), amount, "CNY", owner)
    covers = Figures(book, DEFAULT, TODAY).owner_covers(Q4)
    assert {name: (each.in_play, each.left, each.lacks) for name, each in covers.items()} == {
        "Wu": (100, 350, 250),
        "Li": (70, 35, 0),
        "Xu": (0, 30, 30),
    }
