"""The commands of the market."""

from __future__ import annotations

from functools import partial

from screens.base.commands import Commands, lacks
from screens.base.shared_commands import DIAGRAM_COMMANDS, SCREEN_COMMANDS
from screens.market import actions
from screens.market.screen import MarketScreen
from screens.market.view import PAGES, page_label, ref_of
from screens.registry import ROOM_COMMANDS
from wording import N_, _

MARKET: Commands[MarketScreen] = Commands(ROOM_COMMANDS, DIAGRAM_COMMANDS, SCREEN_COMMANDS)


@lacks(N_("no linked items"))
def ref_at_cursor(screen: MarketScreen) -> str | None:
    """Return the item of the red thread under the cursor."""
    return ref_of(screen.current)


@lacks(N_("not in the comparison"))
def cell_at_cursor(screen: MarketScreen) -> str | None:
    """Return the key of the cell of the comparison under the cursor."""
    kind, key = screen.target
    return key if kind == "cell" else None


@lacks(N_("no strategy selected"))
def strategy_at_cursor(screen: MarketScreen) -> str | None:
    """Return the id of the strategy under the cursor."""
    kind, key = screen.target
    return key if kind == "strategy" else None


def has_target(screen: MarketScreen) -> bool:
    """Return whether there is something under the cursor."""
    return screen.target[0] != ""


@lacks(N_("nothing to add on this page"))
def is_list(screen: MarketScreen) -> bool:
    """Return whether the page is made of things that can be added."""
    return screen.page_name in ("grid", "swot", "portfolio")


@lacks(N_("no competitor or product selected"))
def has_name(screen: MarketScreen) -> bool:
    """Return whether there is a competitor or a product; our own column has no name to change."""
    kind, key = screen.target
    return kind == "product" or (kind == "cell" and not key.endswith("/"))


@lacks(N_("nothing here to delete"))
def is_removable(screen: MarketScreen) -> bool:
    """Return whether what is under the cursor may go; our own column stays."""
    return screen.target[0] in ("item", "strategy") or has_name(screen)


@MARKET.command(
    "market-edit",
    "e",
    "enter",
    "f2",
    label=N_("edit"),
    when=has_target,
    footer=True,
    changes=True,
)
def edit(screen: MarketScreen) -> None:
    """Edit the item under the cursor: a note, a choice, a SWOT item, a product."""
    actions.edit(screen)


@MARKET.command(
    "market-add",
    "a",
    "insert",
    label=N_("add"),
    when=is_list,
    footer=True,
    changes=True,
)
def add(screen: MarketScreen) -> None:
    """Add a competitor, a SWOT item or strategy, or a product, as the page has them."""
    actions.add(screen)


@MARKET.command("view", "v", "f9", "ctrl+v", label=N_("view"))
def turn_view(screen: MarketScreen) -> None:
    """Switch between the page as it is drawn and a list that says the same in words."""
    screen.turn_list()


@MARKET.command("page", "tab", "f12", label=N_("page"), footer=True)
def turn_page(screen: MarketScreen) -> None:
    """Go to the next page: stance, customer, competitors, SWOT, portfolio."""
    screen.turn_by(1)


@MARKET.command(
    "mark-ahead",
    "plus",
    "ctrl+right",
    label=N_("we lead"),
    on=cell_at_cursor,
    footer=True,
    changes=True,
)
def mark_ahead(screen: MarketScreen, cell: str) -> None:
    """Speaks for us here: we are ahead of them; again clears it."""
    actions.mark(screen, cell, 1)


@MARKET.command(
    "market-cause",
    "exclamation_mark",
    "f3",
    label=N_("to plan"),
    on=ref_at_cursor,
    footer=True,
    changes=True,
)
def make_work(screen: MarketScreen, ref: str) -> None:
    """Make a task of it, with a cause on the fishbone; again goes to that task."""
    actions.make_work(screen, ref)


@MARKET.command("follow", "greater_than_sign", "f4", label=N_("follow"), on=ref_at_cursor)
def follow_on(screen: MarketScreen, ref: str) -> None:
    """Go to linked items: the strategies that use it, or its cause on the fishbone."""
    actions.follow_on(screen, ref)


@MARKET.command("view-before", "shift+tab", "f7", label=N_("back"))
def turn_page_back(screen: MarketScreen) -> None:
    """Go to the previous page."""
    screen.turn_by(-1)


@MARKET.command("view-choose", "V", "f8", label=N_("pages"))
def choose_page(screen: MarketScreen) -> None:
    """Choose a page by its number: V and 4 shows SWOT."""
    pages = enumerate(PAGES, 1)
    options = [(str(at), page_label(page), partial(screen.turn, page)) for at, page in pages]
    screen.choose(_("which page?"), options)


@MARKET.command("mark-even", "equals_sign", label=N_("even"), on=cell_at_cursor, changes=True)
def mark_even(screen: MarketScreen, cell: str) -> None:
    """They and we are even here; again clears it."""
    actions.mark(screen, cell, 0)


@MARKET.command(
    "mark-behind", "minus", "ctrl+left", label=N_("we trail"), on=cell_at_cursor, changes=True
)
def mark_behind(screen: MarketScreen, cell: str) -> None:
    """Speaks against us here: they are ahead of us; again clears it."""
    actions.mark(screen, cell, -1)


@MARKET.command("market-tick", "t", "ctrl+t", label=N_("uses"), on=strategy_at_cursor, changes=True)
def tick_items(screen: MarketScreen, strategy: str) -> None:
    """Tick the SWOT items that the strategy under the cursor uses."""
    actions.tick_items(screen, strategy)


@MARKET.command("follow-back", "less_than_sign", "f5", label=N_("origin"), on=ref_at_cursor)
def follow_back(screen: MarketScreen, ref: str) -> None:
    """Go back to linked items: from a strategy to the SWOT items it uses."""
    actions.follow_back(screen, ref)


@MARKET.command(
    "market-rename", "n", "f6", label=N_("rename"), when=has_name, footer=True, changes=True
)
def rename(screen: MarketScreen) -> None:
    """Rename the competitor or product under the cursor, in every project."""
    actions.rename(screen)


@MARKET.command(
    "market-delete",
    "D",
    "delete",
    "ctrl+delete",
    label=N_("delete"),
    when=is_removable,
    changes=True,
)
def remove(screen: MarketScreen) -> None:
    """Remove the competitor, item, strategy or product under the cursor."""
    actions.remove(screen)


@MARKET.command("find", "slash", label=N_("find"))
def find_node(screen: MarketScreen) -> None:
    """Find text on any page; Up and Down go on."""
    actions.find(screen)
