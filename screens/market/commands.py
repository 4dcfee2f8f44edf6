"""What can be done on the pages of the market, one class a command."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from screens.kit.commands import Command
from screens.kit.common import COMMON
from screens.kit.over import OVER
from screens.kit.rooms import ROOMS
from screens.kit.wording import N_
from screens.market import deeds
from screens.market.pages import PAGES

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen


class Turn(Command):
    """Turn to the next page: competitors, customer, stance, SWOT, portfolio."""

    id = "view"
    keys = ("v", "f9", "ctrl+v")
    label = N_("view")
    footer = True

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """The next page."""
        names = list(PAGES)
        screen.turn(names[(names.index(screen.page_name) + 1) % len(names)])


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
        deeds.add(screen)


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
    footer = True
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """There is a strategy."""
        return screen.target[0] == "strategy"

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Takes the letters."""
        deeds.ticking(screen)


class ToCause(Command):
    """Put a weakness, a threat or a strategy on the fishbone, to be worked on."""

    id = "market-cause"
    keys = ("exclamation_mark", "fullwidth_exclamation_mark")
    label = N_("to work")
    footer = True
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """There is one."""
        kind, key = screen.target
        bad = {one.id for one in screen.project.swot if one.kind in ("weakness", "threat")}
        return kind == "strategy" or (kind == "item" and key in bad)

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Makes the cause."""
        deeds.to_cause(screen)


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
        deeds.remove(screen)


MARKET: tuple[type[Command], ...] = (
    Edit,
    Add,
    Turn,
    Ahead,
    Even,
    Behind,
    Tick,
    ToCause,
    Remove,
    *ROOMS,
    *OVER,
    *COMMON,
)
