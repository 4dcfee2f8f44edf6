"""Competitors and products called otherwise are so everywhere."""

from __future__ import annotations

import pytest

from deals.edits.market import rename_product, rename_rival
from deals.edits.patches import diff_books, invert
from deals.errors import UserError
from deals.market import STANDING, market_grid
from deals.merging.records import merge_patch
from deals.model import Book, Cause, Comparison, Competitor, MarketCell, Product, Review
from tests.deals.makers import DEFAULT, contact, project
from tests.deals.readings import LATER

NEAR = project(
    id="one",
    contacts=(contact("何", stance="competitor", competitor="huaxun "), contact("吴")),
    comparisons=(
        Comparison(rival="Huaxun", dimension=STANDING, note="strong"),
        Comparison(rival="Yuan", dimension=STANDING),
    ),
    causes=(
        Cause(id="a", bone="x", text="Huaxun is cheap", source="cell:terms:HUAXUN"),
        Cause(id="b", bone="x", text="b", source="cell:terms:Yuan"),
    ),
    review=Review(rival="Huaxun"),
    product="net",
)
FAR = project(id="far", comparisons=(Comparison(rival="Yuan", dimension=STANDING),))
BOOK = (
    Book()
    .with_projects(NEAR, FAR)
    .with_lists(
        competitors=(
            Competitor(name="Huaxun", notes=(MarketCell(dimension="terms", note="cheap"),)),
            Competitor(name="Yuan"),
        ),
        products=(Product(name="Net", share=1), Product(name="Box")),
    )
)


def test_a_competitor_is_called_otherwise_wherever_it_is_named() -> None:
    after = rename_rival(BOOK, "Huaxun", " 华讯 ", LATER)
    near = after.projects["one"]
    assert [each.name for each in after.competitors] == ["华讯", "Yuan"]
    assert [each.rival for each in near.comparisons] == ["华讯", "Yuan"]
    assert [each.competitor for each in near.contacts] == ["华讯", None]
    assert [each.source for each in near.causes] == ["cell:terms:华讯", "cell:terms:Yuan"]
    assert (near.causes[0].text, near.review.rival) == ("Huaxun is cheap", "华讯")
    assert after.projects["far"] is FAR
    assert market_grid(near, after.competitors, DEFAULT.market)[1].cells["terms"].note == "cheap"
    assert merge_patch(invert(diff_books(BOOK, after)), after, prefer="theirs").book == BOOK


@pytest.mark.parametrize(
    ("new", "code"), [(" ", "rival-empty"), ("YUAN", "rival-taken"), ("Yuan ", "rival-taken")]
)
def test_a_competitor_that_cannot_be_called_so(new: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        rename_rival(BOOK, "Huaxun", new, LATER)
    assert refused.value.code == code


def test_two_competitors_of_one_project_do_not_become_one() -> None:
    backed = contact("吴", stance="competitor", competitor="恒络")
    book = BOOK.with_projects(NEAR.model_copy(update={"contacts": (backed,)}))
    with pytest.raises(UserError) as refused:
        rename_rival(book, "Huaxun", "恒络", LATER)
    assert (refused.value.code, refused.value.figures["name"]) == ("rival-taken", "恒络")


def test_only_the_case_of_a_name_may_change() -> None:
    after = rename_rival(BOOK, "Huaxun", "HuaXun", LATER)
    assert [each.name for each in after.competitors] == ["HuaXun", "Yuan"]
    assert rename_rival(BOOK, "Huaxun", "Huaxun", LATER) is BOOK
    assert rename_product(BOOK, "Net", "Net", LATER) is BOOK


def test_a_product_is_called_otherwise_in_the_projects_for_it() -> None:
    after = rename_product(BOOK, "Net", "Net II", LATER)
    assert [each.name for each in after.products] == ["Net II", "Box"]
    assert (after.products[0].share, after.projects["one"].product) == (1, "Net II")
    assert after.projects["far"] is FAR
    assert merge_patch(invert(diff_books(BOOK, after)), after, prefer="theirs").book == BOOK


@pytest.mark.parametrize(("new", "code"), [("", "product-empty"), ("box", "product-twice")])
def test_a_product_that_cannot_be_called_so(new: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        rename_product(BOOK, "Net", new, LATER)
    assert refused.value.code == code
