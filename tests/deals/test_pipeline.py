from __future__ import annotations

import random
from dataclasses import astuple
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from operator import add
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.number_settings import TypedRate, set_rate
from deals.errors import UserError
from deals.filters import FilterContext, parse_filter
from deals.model import Book, Project
from deals.numbers.basis import NumbersBasis
from deals.numbers.day_rates import DayRates
from deals.numbers.forecast import forecast_projects
from deals.numbers.list_sums import CurrencyTotal, sum_projects
from deals.numbers.states import list_states
from deals.pipeline import (
    ORDERS,
    PipelineIndex,
    add_amounts,
    builtin_views,
    group_currencies,
    select_project_ids,
)
from deals.rules.triage import Assessment, Assessments, assess
from deals.search import SearchIndex
from tests.deals.makers import DEFAULT, NOW, TODAY, action, amount, contact, project
from tests.strategies import projects

CONTEXT = FilterContext(DEFAULT, "林悦", SearchIndex())


def assess_today(project: Project) -> Assessment:
    return assess(project, DEFAULT, TODAY)


def select_ids(
    some: list[Project], text: str = "", sort: str = "attention", descending: bool = False
) -> list[str]:
    chosen = parse_filter(text, CONTEXT)
    return list(select_project_ids(some, assess_today, chosen, DEFAULT, sort, descending))


def make_project(id: str, stage: str = "P0", *, signs: str = "", **fields: object) -> Project:
    return project(stage, signs=signs, **{"id": id, "next_action": action("x"), **fields})


def test_money_is_ordered_within_each_currency_that_of_most_projects_first() -> None:
    some = [
        make_project(f"{code}{value}", amount=amount(value, currency=code), signs=signs)
        for code, value, signs in (
            ("JPY", 9_000, "2027"),
            ("USD", 10, "2027"),
            ("CNY", 20, "2027"),
            ("USD", 30, "2027"),
            ("JPY", 5, "2026-01"),
        )
    ]
    none = make_project("none", signs="2027")
    every = [none, *some]
    shown = ["JPY9000", "USD30", "USD10", "CNY20"]
    assert select_ids(every) == ["JPY5", *shown, "none"], "red first, whatever the currency"
    assert select_ids(every, sort="amount", descending=True) == [
        *("JPY9000", "JPY5", "USD30", "USD10", "CNY20", "none")
    ]
    assert select_ids(every, sort="amount") == [
        *("JPY5", "JPY9000", "USD10", "USD30", "CNY20", "none")
    ]
    assert group_currencies(every) == {"JPY": 0, "USD": 1, "CNY": 2}
    assert add_amounts(every) == ({"JPY": 9005, "USD": 40, "CNY": 20}, 1)


BOOK = [
    make_project(
        "calm", name="赵庄", owner="周恺", customer="乙", amount=amount(900), signs="2027"
    ),
    make_project("late", name="Abel", owner="安", signs="2026-02-01", amount=amount(5)),
    make_project("info", name="何庄", owner="me", next_action=None, amount=amount(700)),
    make_project(
        "tight", "P1", name="安庄", contacts=(contact("Wu", 2),), signs="2026-04", customer="甲"
    ),
    make_project("parked", status="on_hold", amount=amount(10**9)),
    make_project("over", "P7", status="won", updated_at=NOW + timedelta(days=1)),
]


@pytest.mark.parametrize(
    ("sort", "up", "down"),
    [
        ("attention", "late tight info calm", "calm info tight late"),
        ("name", "late tight info calm", "calm info tight late"),
        ("owner", "late info calm tight", "calm info late tight"),
        ("customer", "tight calm late info", "calm tight late info"),
        ("stage", "late info calm tight", "tight late info calm"),
        ("amount", "late info calm tight", "calm info late tight"),
        ("signs", "late tight calm info", "calm tight late info"),
        ("left", "late tight calm info", "calm tight late info"),
        ("cr", "tight late info calm", "tight late info calm"),
        ("next", "late tight info calm", "late tight info calm"),
    ],
)
def test_orders_go_both_ways_with_unknowns_last_and_ties_by_attention(
    sort: str, up: str, down: str
) -> None:
    assert select_ids(BOOK, sort=sort) == up.split()
    assert select_ids(BOOK, sort=sort, descending=True) == down.split()


def test_the_latest_next_action_and_edit_can_come_first() -> None:
    dated = [
        make_project(f"in{day}", next_action=action("x", date(2026, 3, day))) for day in (9, 3, 6)
    ]
    assert select_ids(dated, sort="next") == ["in3", "in6", "in9"]
    edited = [
        make_project(f"at{h}", updated_at=datetime(2026, 3, 1, h, tzinfo=UTC)) for h in (4, 9, 2)
    ]
    assert select_ids(edited, sort="updated", descending=True) == ["at9", "at4", "at2"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {"calm", "late", "info", "tight"}),
        ("amount>0", {"calm", "late", "info"}),
        ("status:on_hold", {"parked"}),
        ("status:ended", {"over"}),
        ("status:any amount>1亿", {"parked"}),
        ("-status:open", {"parked", "over"}),
        ("stage>P0", {"tight"}),
    ],
)
def test_only_open_projects_are_shown_unless_the_filter_names_a_status(
    text: str, expected: set[str]
) -> None:
    assert set(select_ids(BOOK, text)) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("all-open", "late tight info calm"),
        ("needs-attention", "late tight"),
        ("this-quarter", "late"),
        ("mine", "info"),
        ("no-next", "info"),
        ("stale", ""),
        ("by-owner", "late info calm tight"),
        ("shared-customers", ""),
        ("ended", "over"),
    ],
)
def test_the_views_that_every_book_has(name: str, expected: str) -> None:
    view = next(view for view in builtin_views(TODAY) if view.name == name)
    assert select_ids(BOOK, view.filter, view.sort, view.descending) == expected.split()


def test_the_stale_view_holds_what_has_stalled() -> None:
    old = [make_project("old", updated_at=NOW - timedelta(days=200)), *BOOK]
    view = next(view for view in builtin_views(TODAY) if view.name == "stale")
    assert select_ids(old, view.filter) == ["old"]


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_this_quarter_is_the_one_that_today_is_in(today: date) -> None:
    view = next(view for view in builtin_views(today) if view.name == "this-quarter")
    deal = make_project("x", signs=today.isoformat())
    chosen = parse_filter(view.filter, CONTEXT)
    assert chosen.select([assess_today(deal)])


def test_every_view_reads() -> None:
    for view in builtin_views(TODAY):
        parse_filter(view.filter, CONTEXT)
        assert view.sort in ORDERS


def test_an_order_that_is_not_there_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        select_ids(BOOK, sort="colour")
    assert (refused.value.code, refused.value.figures) == ("sort-unknown", {"sort": "colour"})


@given(st.lists(projects(), max_size=4, unique_by=lambda deal: deal.id), st.randoms())
def test_every_order_shows_every_project_once(some: list[Project], chance: random.Random) -> None:
    for sort in ORDERS:
        ids = select_ids(some, "status:any", sort, chance.random() < 0.5)
        assert sorted(ids) == sorted(deal.id for deal in some)


def test_nothing_adds_up_to_nothing() -> None:
    assert sum_projects([], DEFAULT).currencies == {}


def test_open_projects_add_up_by_currency() -> None:
    book = [
        project("P4", amount=amount(800_000, 1_200_000)),
        project("P2", amount=amount(400_000)),
        project("P5", amount=amount(100, currency="USD")),
        project("P5", amount=None),
        project("P5", amount=amount(900), status="lost"),
        project("P5", amount=amount(900), status="on_hold"),
        project("P7", amount=amount(900), status="won"),
        project("P6", amount=amount(900)),
    ]
    found = sum_projects(book, DEFAULT)
    assert found.currencies == {
        "CNY": CurrencyTotal(2, 1_400_000, 600_000, 2, 1_800),
        "USD": CurrencyTotal(1, 100, 75),
    }
    assert (found.unpriced, found.out) == (1, 2)
    assert found.together is None


def test_each_project_is_rounded_by_itself_so_that_parts_add_up() -> None:
    pair = [project("P2", id=id_, amount=amount(123_450)) for id_ in "ab"]
    assert sum_projects(pair, DEFAULT).currencies == {"CNY": CurrencyTotal(2, 246_900, 61_726)}
    basis = NumbersBasis(TODAY, DEFAULT)
    total = forecast_projects(list_states(pair), basis).total.currencies["CNY"]
    assert (total.sum.expected, total.completion.expected) == (246_900, 61_726)


def test_the_currency_of_most_projects_comes_first() -> None:
    book = [project(amount=amount(1, currency=code)) for code in ("USD", "EUR", "CNY", "CNY")]
    assert list(sum_projects(book, DEFAULT).currencies) == ["CNY", "EUR", "USD"]


def test_a_stage_that_the_playbook_does_not_have_weighs_nothing() -> None:
    found = sum_projects([project("X9", amount=amount(10))], DEFAULT)
    assert found.currencies["CNY"] == CurrencyTotal(1, 10, 0)


CHANGES = st.lists(
    st.tuples(
        st.sampled_from("abcde"),
        st.sampled_from(["", "甲", "乙"]),
        st.fixed_dictionaries(
            {
                "owner": st.sampled_from(["", "王", "周"]),
                "status": st.sampled_from(["open", "open", "on_hold", "lost"]),
                "stage": st.sampled_from(["P1", "P5", "P6", "X9"]),
                "signs": st.sampled_from(["", "2026-01", "2027"]),
                "amount": st.none()
                | st.builds(
                    amount, st.sampled_from([7, 8]), currency=st.sampled_from(["CNY", "USD"])
                ),
            }
        ),
        st.booleans(),
        st.sampled_from(["", "", "7.2", "0.3"]),
    ),
    max_size=12,
)


def check_index(index: PipelineIndex, book: Book) -> None:
    """Holds what an index has of a book against what is worked out of it alone."""
    deals = list(book.projects.values())
    anew = Assessments().assessor(DEFAULT, TODAY, book)
    for text in ("", "status:any", "owner:王", "severity>=amber"):
        chosen = parse_filter(text, CONTEXT)
        for sort, descending in (("attention", False), ("attention", True), ("amount", True)):
            listed = index.select(chosen, DEFAULT, sort, descending)
            assert listed == select_project_ids(
                deals, anew, chosen, DEFAULT, sort, descending, index.rates
            )
        names = [book.projects[id_].name for id_ in listed]
        assert index.shared_names(listed) == {name for name in names if names.count(name) > 1}
    assert index.groups == group_currencies(deals, index.rates)
    open_deals = [deal for deal in deals if deal.status == "open"]
    assert index.sums == sum_projects(open_deals, DEFAULT, index.rates)
    assert index.sums.currencies.keys() == index.groups.keys()
    assert index.add_up(book.projects) == sum_projects(deals, DEFAULT, index.rates)
    assert index.count == sum(deal.status == "open" for deal in deals)
    assert index.flagged == sum(anew(deal).attention for deal in deals)


@given(CHANGES)
def test_what_is_kept_from_book_to_book_is_what_would_be_listed(
    changes: list[tuple[str, str, dict[str, Any], bool, str]],
) -> None:
    known, index, book = Assessments(), PipelineIndex(), Book()
    for id_, name, fields, looked_at, rate in changes:
        deal = make_project(id_, name=name, **fields)
        book = book.with_projects(deal) if name else book.without(id_)
        if rate:
            book = set_rate(book, TypedRate("USD", "CNY", Decimal(rate)), TODAY, force=True)
        if looked_at:
            index.follow(known, DEFAULT, TODAY, book)
            check_index(index, book)


def test_another_day_and_another_owner_of_the_same_deal_change_what_did_not() -> None:
    known, index = Assessments(), PipelineIndex()
    calm, last = (make_project(id, signs="2027", owner="王", amount=amount(9)) for id in "ab")
    other = make_project("c", signs="2027", owner="周", amount=amount(9), name=last.name)
    first = Book().with_projects(calm.model_copy(update={"name": "x"}), last)
    for book, today, ids in (
        (first, TODAY, "ab"),
        (first.with_projects(other), TODAY, "bca"),
        (first, TODAY, "ab"),
        (first.without("a").with_projects(first.projects["a"]), TODAY, "ba"),
        (first, date(2028, 1, 1), "ab"),
    ):
        index.follow(known, DEFAULT, today, book)
        assert index.select(parse_filter("", CONTEXT), DEFAULT) == tuple(ids)
    assert index.flagged == 2


def test_many_changes_at_once_are_listed_as_a_few_are() -> None:
    first, second = (
        Book().with_projects(
            *(make_project(f"{at:03}", amount=amount(at % turn + 1)) for at in range(250))
        )
        for turn in (7, 5)
    )
    known, index = Assessments(), PipelineIndex()
    for book in (first, first.with_projects(*second.projects.values())):
        index.follow(known, DEFAULT, TODAY, book)
        check_index(index, book)


def add_owner_sums(index: PipelineIndex, ids: tuple[str, ...]) -> dict[str, list[int]]:
    """Add up the figures of all groups of a list, by currency."""
    totals: dict[str, list[int]] = {}
    for group in index.group_by("owner", ids):
        sums = group.sums
        each = {**sums.currencies, **({"together": sums.together} if sums.together else {})}
        for code, total in each.items():
            figures = totals.setdefault(code, [0] * 5)
            totals[code] = list(map(add, figures, astuple(total)))
    return totals


OWNED = st.lists(
    st.builds(
        lambda owner, stage, status, low, more, code: make_project(
            f"{owner}{stage}{status}{low}{more}{code}",
            stage,
            owner=owner,
            status=status,
            amount=amount(low, low + more, currency=code),
        ),
        st.sampled_from(["", "王伟", "汪伟", "joe", "Joe"]),
        st.sampled_from(["P1", "P2", "P6", "X9"]),
        st.sampled_from(["open", "open", "won", "lost"]),
        st.integers(0, 10**7),
        st.integers(0, 10**6),
        st.sampled_from(["CNY", "USD", "EUR"]),
    ),
    max_size=12,
    unique_by=lambda deal: deal.id,
)


@given(OWNED, st.sampled_from(["", "7.25", "0.333"]))
def test_groups_add_up_to_the_list_in_each_currency(some: list[Project], rate: str) -> None:
    book = Book().with_projects(*some)
    if rate:
        book = set_rate(book, TypedRate("USD", "CNY", Decimal(rate)), TODAY, force=True)
    index = PipelineIndex()
    index.follow(Assessments(), DEFAULT, TODAY, book)
    ids = index.select(parse_filter("status:any", CONTEXT), DEFAULT, "owner")
    groups, whole = index.group_by("owner", ids), index.add_up(ids)
    expected = {code: list(astuple(total)) for code, total in whole.currencies.items()}
    found = add_owner_sums(index, ids)
    found.pop("together", None)
    assert found == expected
    assert tuple(id_ for group in groups for id_ in group.ids) == ids
    assert sum(group.flagged for group in groups) == index.flagged
    if whole.together:
        joined = [index.add_up(group.ids) for group in groups]
        parts = [
            each.together.sum if each.together else each.currencies.get("CNY", CurrencyTotal()).sum
            for each in joined
        ]
        assert sum(parts) == whole.together.sum


def test_an_owner_is_one_group_however_the_name_is_written() -> None:
    some = [
        make_project(f"{at}", owner=owner)
        for at, owner in enumerate(("joe", "汪伟", "王伟", "Joe", "", "王 伟"))
    ]
    index = PipelineIndex()
    index.follow(Assessments(), DEFAULT, TODAY, Book().with_projects(*some))
    ids = index.select(parse_filter("", CONTEXT), DEFAULT, "owner")
    groups = [(group.key, group.ids) for group in index.group_by("owner", ids)]
    assert groups == [
        ("joe", ("0", "3")),
        ("汪伟", ("1",)),
        ("王伟", ("2", "5")),
        ("", ("4",)),
    ]


RATED = [
    make_project("cny", amount=amount(5_000_000)),
    make_project("usd", amount=amount(800_000, currency="USD")),
    make_project("eur", amount=amount(9_000_000, currency="EUR")),
    make_project("low", amount=amount(1_000_000)),
    make_project("none", amount=None),
]


def test_rates_put_currencies_into_one_order_and_what_has_none_apart() -> None:
    book = set_rate(Book().with_projects(*RATED), TypedRate("USD", "CNY", Decimal("7.2")), TODAY)
    rates = DayRates.of(book, "", TODAY)
    chosen = parse_filter("", CONTEXT)
    for descending, expected in (
        (True, ["usd", "cny", "low", "eur", "none"]),
        (False, ["low", "cny", "usd", "eur", "none"]),
    ):
        ids = select_project_ids(RATED, assess_today, chosen, DEFAULT, "amount", descending, rates)
        assert list(ids) == expected
    ids = select_project_ids(RATED, assess_today, chosen, DEFAULT, rates=rates)
    assert list(ids) == ["usd", "cny", "low", "eur", "none"]
    assert group_currencies(RATED, rates) == {"CNY": 0, "EUR": 1, "USD": 0}


@pytest.mark.parametrize(
    ("text", "rated", "plain"),
    [
        ("amount>2M", ["cny", "usd"], ["cny", "eur"]),
        ("amount>=1M", ["cny", "usd", "low"], ["cny", "eur", "low"]),
        ("amount<2M", ["low"], ["usd", "low"]),
        ("amount>$500k", ["cny", "usd"], ["usd"]),
        ("amount<$700k", ["cny", "low"], []),
        ("amount=5.76M", ["usd"], []),
        ("amount>EUR1M", ["eur"], ["eur"]),
        ("amount:none", ["none"], ["none"]),
    ],
)
def test_filters_compare_amounts_at_rates(text: str, rated: list[str], plain: list[str]) -> None:
    book = set_rate(Book().with_projects(*RATED), TypedRate("USD", "CNY", Decimal("7.2")), TODAY)
    for rates, expected in ((DayRates.of(book, "", TODAY), rated), (DayRates(), plain)):
        context = FilterContext(DEFAULT, "", SearchIndex(), rates=rates)
        found = parse_filter(text, context).select([assess_today(deal) for deal in RATED])
        assert [each.project.id for each in found] == expected


def test_a_rate_that_holds_from_a_later_day_on_does_nothing_yet() -> None:
    book = Book().with_projects(*RATED)
    later = set_rate(book, TypedRate("USD", "CNY", Decimal("7.2")), TODAY + timedelta(days=1))
    assert DayRates.of(later, "", TODAY) == DayRates.of(book, "", TODAY)
    assert sum_projects(RATED, DEFAULT, DayRates.of(later, "", TODAY)).together is None
