"""A project whose market is filled in, what all projects share of it, and how it is driven."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deals.market import STANDING
from deals.model import (
    Book,
    Comparison,
    Competitor,
    Market,
    MarketCell,
    Note,
    Product,
    Project,
    Strategy,
    SwotItem,
)
from screens.market.screen import MarketScreen
from tests.deals.makers import contact, project
from tests.screens.hosting import Desk, at_desk

LONG = "they offer five years to pay with nothing down, or so purchasing says; ask what is left out"
DEAL = project(
    id="one",
    name="北辰调度网扩容",
    contacts=(contact("何总", stance="competitor", competitor="远通"),),
    comparisons=(Comparison(rival="华讯", dimension=STANDING, mark="ahead", note="与采购熟"),),
    notes=(Note(key="customer.needs.priority", text="speed, the substation opens in May"),),
    market=Market(stance="attack", kind="gap"),
    swot=(
        SwotItem(id="s1", kind="strength", text="quick to deliver, from stock in the region"),
        SwotItem(id="w1", kind="weakness", text="高层没有人熟"),
        SwotItem(id="o1", kind="opportunity", text="今年考核可用率"),
        SwotItem(id="t1", kind="threat", text="cheap rival"),
    ),
    strategies=(
        Strategy(id="x1", text="let the joint test speak where all can see it", uses=("s1", "o1")),
        Strategy(id="x2", text="请设计院引见", uses=("w1", "o1")),
        Strategy(id="x3", text="be first"),
    ),
)
RIVALS = (
    Competitor(name="华讯", notes=(MarketCell(dimension="terms", mark="ahead", note=LONG),)),
    Competitor(name="", notes=(MarketCell(dimension="service", mark="ahead", note="两小时到场"),)),
)
PRODUCTS = (
    Product(name="Net", share=1.5, growth=20),
    Product(name="Net II", share=1.5, growth=20),
    Product(name="调度台", share=0.4, growth=3),
    Product(name="Box", share=None, growth=3),
)
LISTS = Book().with_lists(competitors=RIVALS, products=PRODUCTS)
BOOK = LISTS.with_projects(DEAL)


@asynccontextmanager
async def at_market(
    project: Project = DEAL,
    *,
    page: str = "grid",
    node_id: str | None = None,
    size: tuple[int, int] = (80, 24),
    shared: bool = False,
) -> AsyncIterator[Desk]:
    """Return the market of a project at a page and node; `shared` with what all projects know."""
    screen = MarketScreen(project)
    screen.page_name = page
    async with at_desk(screen, project, size=size, shared=LISTS if shared else Book()) as at:
        if node_id is not None:
            screen.to(node_id)
            screen.paint()
        yield at


def market(at: Desk) -> MarketScreen:
    """Return the screen on top."""
    assert isinstance(at.screen, MarketScreen)
    return at.screen
