"""Competitors and products: added, refused, renamed everywhere, taken out."""

from __future__ import annotations

import pytest

from deals.model import Comparison
from tests.deals.makers import contact, project
from tests.screens.market.cases import DEAL, PRODUCTS, at_market, market


async def test_a_competitor_is_added_and_a_twin_refused() -> None:
    async with at_market() as at:
        await at.press("a")
        await at.type("恒络")
        await at.press("enter")
        assert market(at).current == "cell/position/恒络"
        await at.type("华讯")
        await at.press("enter")
        assert "already" in at.foot()
        assert "华讯" in at.foot()
        await at.press("escape", "D")
        assert "恒络" not in at.shown("canvas")
        await at.press("a", "enter")
        assert at.foot() == ""
        await at.press("n", "backspace", "backspace", "enter")
        assert "needs a name" in at.foot()


async def test_competitors_known_from_other_projects_are_told_while_typing() -> None:
    deal = DEAL.model_copy(update={"comparisons": ()})
    async with at_market(deal, shared=True) as at:
        await at.press("a")
        assert "known from other projects: 华讯" in at.foot()
        await at.type("华")
        assert "known from other projects: 华讯" in at.foot()
        await at.type("为")
        assert "known" not in at.foot()
        await at.press("escape", "a")
        await at.type("华讯")
        await at.press("enter")
        assert "they offer" in at.shown("canvas")


async def test_a_competitor_whom_somebody_backs_stays_and_it_says_who() -> None:
    async with at_market(node_id="cell/position/远通") as at:
        await at.press("D")
        assert "远通 cannot be removed: supported by 何总" in at.foot()
        assert at.labels == []


async def test_a_competitor_is_renamed_everywhere_and_back_in_one() -> None:
    far = project(id="far", comparisons=(Comparison(rival="华讯", dimension="standing"),))
    async with at_market(node_id="cell/terms/华讯", shared=True) as at:
        await at.news(far)
        await at.press("n", *["backspace"] * 2)
        await at.type("HuaXun")
        await at.press("enter")
        assert [competitor.name for competitor in at.host.book.competitors] == ["HuaXun", ""]
        for key in ("one", "far"):
            assert [comparison.rival for comparison in at.project(key).comparisons] == ["HuaXun"]
        assert market(at).current == "cell/terms/HuaXun"
        await at.press("u")
        assert [competitor.name for competitor in at.host.book.competitors] == ["华讯", ""]
        for key in ("one", "far"):
            assert [comparison.rival for comparison in at.project(key).comparisons] == ["华讯"]


async def test_the_people_who_back_a_competitor_back_it_under_its_new_name() -> None:
    async with at_market(node_id="cell/position/远通") as at:
        await at.press("f6", *["backspace"] * 2)
        await at.type("Yuan")
        await at.press("enter")
        assert at.project("one").contacts[0].competitor == "Yuan"


async def test_a_name_that_is_there_is_refused_and_what_was_typed_stays() -> None:
    async with at_market(node_id="cell/terms/远通", shared=True) as at:
        await at.press("n", *["backspace"] * 2)
        await at.type("华讯")
        await at.press("enter")
        assert "another competitor" in at.foot()
        assert at.foot().rstrip().endswith("华讯")
        await at.press("escape")
        assert at.project("one") == DEAL


async def test_a_product_is_placed_as_it_is_typed() -> None:
    async with at_market(page="portfolio") as at:
        assert "a adds" in at.shown("detail")
        await at.press("a")
        assert "like Net, 1.2, 15" in at.foot()
        await at.type("Net, 1.5, 20%")
        assert "share 1.5x, growth 20%  Star" in at.foot()
        await at.press("enter")
        (product,) = at.host.book.products
        assert (product.name, product.share, product.growth) == ("Net", 1.5, 20)
        assert market(at).current == "product/Net"
        assert "A" in at.shown("canvas")


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("Net, fast", '"fast" is not a share'),
        ("Net, -1, 3", '"-1" is not a share'),
        ("Net, x, 3", '"x" is not a share'),
        ("Net, 20%, 3", '"20%" is not a share'),
        ("Net, 1, abc", '"abc" is not a growth'),
        ("Net, 1, 2026-03-01", '"2026-03-01" is not a growth'),
        ("Net, 2026-03-01", '"2026-03-01" is not a share'),
        ("Net, nan", '"nan" is not a share'),
        ("Net, 1, inf", '"inf" is not a growth'),
        ("Net, 1, 2, 3", "more than a name"),
        (", 1, 2", "a product needs a name"),
        ("net", '"net" is in the portfolio already'),
    ],
)
async def test_rubbish_is_said_at_the_field_and_kept(typed: str, reason: str) -> None:
    async with at_market(page="portfolio", shared=True) as at:
        await at.press("a")
        await at.type(typed)
        await at.press("enter")
        assert reason in at.foot()
        assert at.foot().rstrip().endswith(typed)
        assert at.host.book.products == PRODUCTS


@pytest.mark.parametrize(
    ("typed", "share", "growth"),
    [
        ("Box II， 1.2倍， 15％", 1.2, 15),
        ("Box II, 1.2x", 1.2, None),
        ("Box II 1.2 15%", 1.2, 15),
        ("Box II ? -5％", None, -5),
        ("Box II； 1.2； 15", 1.2, 15),
        ("Box II, ?, -5", None, -5),
        ("Box II, ？, ？", None, None),
        ("Box II", None, None),
    ],
)
async def test_figures_are_read_as_people_write_them(
    typed: str, share: float | None, growth: float | None
) -> None:
    async with at_market(page="portfolio") as at:
        await at.press("a")
        at.screen.type(typed)
        await at.press("enter")
        (product,) = at.host.book.products
        assert (product.name, product.share, product.growth) == ("Box II", share, growth)


async def test_a_product_is_edited_in_its_line_and_its_name_with_it() -> None:
    async with at_market(page="portfolio", node_id="product/Box", shared=True) as at:
        await at.press("e", *["backspace"] * 9)
        await at.type("Frame, 0.4, 12")
        await at.press("enter")
        assert [product.name for product in at.host.book.products] == [
            "Net",
            "Net II",
            "调度台",
            "Frame",
        ]
        assert market(at).current == "product/Frame"
        await at.press("u", "n", *["backspace"] * 3)
        await at.type("NET")
        await at.press("enter")
        assert "in the portfolio already" in at.foot()
        await at.type(" III")
        await at.press("enter")
        assert [product.name for product in at.host.book.products][-1] == "NET III"
        assert at.host.book.products[-1].growth == 3
        assert market(at).current == "product/NET III"


async def test_a_project_for_a_product_follows_its_name() -> None:
    deal = DEAL.model_copy(update={"product": "net", "contacts": (contact("吴", 2),)})
    async with at_market(deal, page="portfolio", node_id="product/Net", shared=True) as at:
        await at.press("n")
        await at.type(" I")
        await at.press("enter")
        assert at.project("one").product == "Net I"
        await at.press("u")
        assert at.project("one").product == "net"
