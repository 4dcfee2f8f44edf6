"""The market: the grid, the crossings of SWOT, the portfolio, as tables and laws."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.market import (
    add_product,
    add_rival,
    drop_item,
    drop_rival,
    place_product,
    toggle_strategy_item,
    write_cell,
)
from deals.errors import UserError
from deals.market import (
    STANDING,
    bone_of,
    find_cross,
    find_named_items,
    find_quadrant,
    item_names,
    market_grid,
    rivals_of,
    split_swot_kind,
    unused_items,
)
from deals.model import (
    US,
    Book,
    Comparison,
    Competitor,
    MarketCell,
    Product,
    Project,
    Strategy,
    SwotItem,
)
from tests.deals.makers import DEFAULT, contact, project
from tests.deals.readings import reading

PAGE = DEFAULT.market
STAMP = reading().stamp
ITEMS = (
    SwotItem(id="s", kind="strength", text="quick"),
    SwotItem(id="w", kind="weakness", text="dear"),
    SwotItem(id="o", kind="opportunity", text="grant"),
    SwotItem(id="t", kind="threat", text="rival"),
)


def test_the_default_page_asks_what_the_method_asks() -> None:
    assert len(PAGE.dimensions) == 6
    assert [len(side.questions) for side in PAGE.customer.values()] == [4] * 4
    sizes = [len(table) for table in (PAGE.triangle, PAGE.stp, PAGE.kinds, PAGE.tactics)]
    assert sizes == [3, 3, 6, 4]


def test_rivals_are_those_backed_and_those_compared_whatever_their_case() -> None:
    deal = project(
        contacts=(contact("何", stance="competitor", competitor="Huaxun"), contact("吴")),
        comparisons=(
            Comparison(rival="huaxun", dimension=STANDING),
            Comparison(rival="远通", dimension=STANDING),
            Comparison(rival=US, dimension=STANDING),
        ),
    )
    assert rivals_of(deal) == ("Huaxun", "远通")


def test_standing_is_the_projects_and_the_rest_is_everybodys() -> None:
    deal, other = project(), project()
    other = other.model_copy(update={"id": "other"})
    book = Book().with_projects(deal, other)
    for key in (deal.id, "other"):
        book = add_rival(book, book.projects[key], "华讯", STAMP)
    for dimension in ("terms", STANDING):
        cell = MarketCell(dimension=dimension, mark="behind", note="known")
        book = write_cell(book, book.projects[deal.id], "华讯", cell, STAMP)
    mine, theirs = (
        market_grid(book.projects[key], book.competitors, PAGE)[1] for key in (deal.id, "other")
    )
    assert (mine.profile, theirs.profile) == (2, 1)
    assert mine.cells.keys() - theirs.cells.keys() == set()
    assert theirs.cells[STANDING].mark is None
    assert (theirs.cells["terms"].note, theirs.cells["terms"].by) == ("known", STAMP.by)


@pytest.mark.parametrize(
    ("name", "mark", "profile"),
    [("华讯", "ahead", -1), ("华讯", "even", 0), ("华讯", "behind", 1), (US, "ahead", 1)],
)
def test_the_profile_counts_for_us(name: str, mark: str, profile: int) -> None:
    deal = project()
    book = Book().with_projects(deal)
    book = add_rival(book, deal, "华讯", STAMP)
    cell = MarketCell.model_validate({"dimension": "terms", "mark": mark})
    book = write_cell(book, deal, name, cell, STAMP)
    columns = market_grid(book.projects[deal.id], book.competitors, PAGE)
    assert next(column for column in columns if column.name == name).profile == profile


@pytest.mark.parametrize(("name", "code"), [(" ", "rival-empty"), ("华讯 ", "rival-twice")])
def test_a_competitor_that_cannot_be_added(name: str, code: str) -> None:
    book = Book().with_projects(deal := project())
    book = add_rival(book, deal, "华讯", STAMP)
    with pytest.raises(UserError) as refused:
        add_rival(book, book.projects[deal.id], name, STAMP)
    assert refused.value.code == code


def test_a_competitor_taken_out_of_a_project_is_known_all_the_same() -> None:
    book = add_rival(Book().with_projects(deal := project()), deal, "华讯", STAMP)
    after = drop_rival(book.projects[deal.id], "华讯", STAMP)
    assert (rivals_of(after), [each.name for each in book.competitors]) == ((), ["华讯"])


@pytest.mark.parametrize("rival", ["Huaxun", " huaxun"])
def test_a_competitor_whom_somebody_backs_is_not_taken_out_and_it_says_who(rival: str) -> None:
    deal = project(
        contacts=(contact("何", stance="competitor", competitor=rival), contact("吴")),
        comparisons=(Comparison(rival="Huaxun", dimension=STANDING, note="strong"),),
    )
    with pytest.raises(UserError) as refused:
        drop_rival(deal, "Huaxun", STAMP)
    assert (refused.value.code, refused.value.figures["people"]) == ("rival-backed", "何")


def test_items_are_called_by_kind_and_number() -> None:
    deal = project(swot=(*ITEMS, SwotItem(id="s2", kind="strength", text="near")))
    assert item_names(deal) == {"s": "S1", "w": "W1", "o": "O1", "t": "T1", "s2": "S2"}


def test_a_product_is_added_once_and_placed_anew() -> None:
    book = add_product(Book(), Product(name="Net", note="kept"))
    with pytest.raises(UserError) as refused:
        add_product(book, Product(name="NET"))
    assert (refused.value.code, refused.value.figures["name"]) == ("product-twice", "NET")
    (product,) = place_product(book, "Net", 1.2, None).products
    assert (product.share, product.growth, product.note) == (1.2, None, "kept")
    assert place_product(book, "Other", 1, 1).products == book.products


@pytest.mark.parametrize(
    ("uses", "cross"),
    [
        ("so", "SO"),
        ("wo", "WO"),
        ("st", "ST"),
        ("wt", "WT"),
        ("s", None),
        ("", None),
        ("swo", "SO"),
    ],
)
def test_a_strategy_stands_where_its_items_cross(uses: str, cross: str | None) -> None:
    strategy = Strategy(id="1", text="x", uses=tuple(uses))
    deal = project(swot=ITEMS, strategies=(strategy,))
    assert find_cross(deal, strategy) == cross
    assert unused_items(deal) == set("swot") - set(uses)


@given(st.lists(st.sampled_from("swot"), max_size=8))
def test_ticking_twice_changes_nothing_and_a_dropped_item_is_used_by_none(items: list[str]) -> None:
    deal = project(swot=ITEMS, strategies=(Strategy(id="1", text="x"),))
    for item in items:
        deal = toggle_strategy_item(deal, "1", item, STAMP)
    for item in items:
        assert set(
            toggle_strategy_item(toggle_strategy_item(deal, "1", item, STAMP), "1", item, STAMP)
            .strategies[0]
            .uses
        ) == set(deal.strategies[0].uses)
        assert item not in drop_item(deal, item, STAMP).strategies[0].uses


@pytest.mark.parametrize(
    ("share", "growth", "found"),
    [(1, 10, "star"), (1, 9.9, "cow"), (0.9, 10, "question"), (0.9, 0, "dog"), (None, 5, None)],
)
def test_the_quadrant_of_a_product(share: float | None, growth: float, found: str | None) -> None:
    assert find_quadrant(Product(name="Net", share=share, growth=growth), PAGE) == found


def test_of_two_records_of_one_rival_what_is_written_is_what_shows() -> None:
    first = Competitor(name="Acme", notes=(MarketCell(dimension="terms", note="30 days"),))
    second = Competitor(name="ACME", notes=(MarketCell(dimension="terms", note="60 days"),))
    deal = project(comparisons=[{"rival": "Acme", "dimension": STANDING}])
    book = Book().with_projects(deal).with_lists(competitors=(first, second))
    after = write_cell(book, deal, "Acme", MarketCell(dimension="terms", note="90 days"), STAMP)
    column = market_grid(deal, after.competitors, DEFAULT.market)[1]
    assert column.cells["terms"].note == "90 days"


KINDS = ("strength", "weakness", "opportunity", "threat")


def deal() -> Project:
    return project(
        swot=[SwotItem.model_validate({"id": each, "kind": each, "text": "x"}) for each in KINDS],
        strategies=[
            Strategy(id="so", text="x", uses=("strength", "opportunity")),
            Strategy(id="wo", text="x", uses=("weakness", "opportunity")),
            Strategy(id="st", text="x", uses=("strength", "threat")),
            Strategy(id="wt", text="x", uses=("weakness", "threat")),
            Strategy(id="bare", text="x"),
        ],
    )


@pytest.mark.parametrize(
    ("source", "bone"),
    [
        ("cell:position:华讯", "competitors"),
        ("cell:strategy:华讯", "competitors"),
        ("cell:product:华讯", "product"),
        ("cell:product:", "product"),
        ("cell:standing:华讯", "customer"),
        ("cell:terms:A:B", "commercial"),
        ("cell:service:华讯", "service"),
        ("cell:a team's own:华讯", "competitors"),
        ("note:customer.needs.habit", "customer"),
        ("note:triangle.rival", "competitors"),
        ("note:triangle.us", "product"),
        ("note:triangle.customer", "customer"),
        ("note:stp.segment", "customer"),
        ("note:stp.position", "product"),
        ("swot:strength", "product"),
        ("swot:weakness", "product"),
        ("swot:opportunity", "customer"),
        ("swot:threat", "competitors"),
        ("swot:gone", "competitors"),
        ("strategy:so", "customer"),
        ("strategy:wo", "product"),
        ("strategy:st", "competitors"),
        ("strategy:wt", "competitors"),
        ("strategy:bare", "competitors"),
        ("strategy:gone", "competitors"),
    ],
)
def test_the_bone_of_a_source(source: str, bone: str) -> None:
    assert bone_of(deal(), source, DEFAULT) == bone


def test_a_team_without_that_bone_has_the_work_on_its_first() -> None:
    fields = tuple(each for each in DEFAULT.fields if each.id not in ("service", "customer"))
    team = DEFAULT.model_copy(update={"fields": fields})
    assert bone_of(deal(), "cell:service:华讯", team) == "market"
    assert bone_of(deal(), "cell:product:华讯", team) == "product"
    assert bone_of(deal(), "swot:threat", DEFAULT.model_copy(update={"fields": ()})) == ""


def test_a_teams_own_bone_for_a_theme_is_taken() -> None:
    section = DEFAULT.sections["service"].model_copy(update={"bone": "product"})
    team = DEFAULT.model_copy(update={"sections": {**DEFAULT.sections, "service": section}})
    assert bone_of(deal(), "cell:service:华讯", team) == "product"


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("W 价格高15%", "weakness", "价格高15%"),
        ("机会：新厂扩建", "opportunity", "新厂扩建"),
        ("T2: rival cuts prices", "threat", "rival cuts prices"),
        ("威胁 锐川降价", "threat", "锐川降价"),
        ("机会多", None, "机会多"),
        ("TCP/IP ready", None, "TCP/IP ready"),
        ("W", None, "W"),
    ],
)
def test_a_line_of_swot_may_begin_with_its_kind(text: str, kind: str | None, words: str) -> None:
    assert split_swot_kind(text) == (kind, words)


def test_a_strategy_uses_the_items_that_it_names() -> None:
    deal = project(
        swot=(
            SwotItem(id="a", kind="weakness", text="price"),
            SwotItem(id="b", kind="threat", text="rival"),
        )
    )
    assert find_named_items(deal, "WT 分期付款 W1、T1，W1 T9 WT1") == ("a", "b")
