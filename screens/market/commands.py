"""What can be done on the pages of the market, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from screens.kit.commands import Command
from screens.kit.common import COMMON
from screens.kit.over import OVER
from screens.kit.rooms import ROOMS
from screens.kit.wording import N_
from screens.market import deeds, listing
from screens.market.turning import Choose, Follow, FollowBack, ToWork, Turn, TurnBack

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen


class Edit(Command):
    """Edit what is under the cursor: a note, a choice, an item, a product."""

    id = "market-edit"
    keys = ("e", "enter", "f2")
    label = N_("edit")
    footer = True
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """There is something."""
        return screen.target[0] != ""

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Takes the text or the choice."""
        deeds.edit(screen)


class Add(Command):
    """Add a competitor, a SWOT item or strategy, or a product: whatever the page is made of."""

    id = "market-add"
    keys = ("a", "insert")
    label = N_("add")
    footer = True
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """The page grows."""
        return screen.page_name in ("grid", "swot", "portfolio")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Takes it."""
        listing.add(screen)


class Marking(Command):
    """A command that marks a cell of the comparison."""

    changes = True
    mark: ClassVar[str]

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """There is a cell."""
        return screen.target[0] == "cell"

    @classmethod
    def run(cls, screen: MarketScreen) -> None:
        """Marks it."""
        deeds.mark(screen, cls.mark)


class Ahead(Marking):
    """They are ahead of us in this (in our own column: we are ahead); again takes it away."""

    id = "mark-ahead"
    keys = ("plus", "ctrl+right", "fullwidth_plus_sign")
    label = N_("ahead")
    footer = True
    mark = "ahead"


class Even(Marking):
    """They and we are even in this; again takes it away."""

    id = "mark-even"
    keys = ("equals_sign", "fullwidth_equals_sign")
    label = N_("even")
    mark = "even"


class Behind(Marking):
    """They are behind us in this (in our own column: we are behind); again takes it away."""

    id = "mark-behind"
    keys = ("minus", "ctrl+left", "fullwidth_hyphen_minus")
    label = N_("behind")
    mark = "behind"


class Tick(Command):
    """Tick the SWOT items that the strategy under the cursor uses."""

    id = "market-tick"
    keys = ("t", "ctrl+t")
    label = N_("uses")
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """There is a strategy."""
        return screen.target[0] == "strategy"

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Takes the letters."""
        deeds.ticking(screen)


class Rename(Command):
    """Call the competitor or product under the cursor otherwise, in every project."""

    id = "market-rename"
    keys = ("n", "f6")
    label = N_("rename")
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """There is one; our own column has no name to change."""
        kind, key = screen.target
        return kind == "product" or (kind == "cell" and not key.endswith("/"))

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Takes the name."""
        listing.rename(screen)


class Remove(Command):
    """Take out the competitor, item, strategy or product under the cursor."""

    id = "market-delete"
    keys = ("d", "delete")
    label = N_("delete")
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """There is one; our own column stays."""
        kind, key = screen.target
        return kind in ("item", "strategy", "product") or (kind == "cell" and not key.endswith("/"))

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Takes it out."""
        listing.remove(screen)


MARKET: tuple[type[Command], ...] = (
    Edit,
    Add,
    Turn,
    Ahead,
    ToWork,
    Follow,
    TurnBack,
    Choose,
    Even,
    Behind,
    Tick,
    FollowBack,
    Rename,
    Remove,
    *ROOMS,
    *OVER,
    *COMMON,
)
