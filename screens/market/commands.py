"""The commands of the market."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from screens.base.commands import Command
from screens.base.global_commands import COMMON
from screens.base.navigation import OVER
from screens.base.project_screen import ROOMS
from screens.market import actions
from screens.market.view import PAGES, ref_of
from wording import N_, _

if TYPE_CHECKING:
    from screens.market.screen import MarketScreen


class Turn(Command):
    """Turn to the next page: competitors, customer, stance, SWOT, portfolio."""

    id = "view"
    keys = ("v", "tab", "f9", "ctrl+v")
    label = N_("page")
    footer = True

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Show the next page."""
        screen.turn_by(1)


class TurnBack(Command):
    """Turn to the page before."""

    id = "view-before"
    keys = ("shift+tab", "f7")
    label = N_("back")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Show the page before."""
        screen.turn_by(-1)


class Choose(Command):
    """Choose a page by its number: V and 4 shows SWOT."""

    id = "view-choose"
    keys = ("V", "f8")
    label = N_("pages")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Take the number."""
        names = enumerate(PAGES.items(), 1)
        options = [(str(at), _(label), partial(screen.turn, name)) for at, (name, label) in names]
        screen.choose(_("which page?"), options)


class OnThread(Command):
    """What is done to something that the red thread runs through."""

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """Whether there is a cell, a note, an item or a strategy."""
        return ref_of(screen.current) is not None


class ToWork(OnThread):
    """Make a row of the plan of it, with a cause on the fishbone; again goes to that row."""

    id = "market-cause"
    keys = ("exclamation_mark", "f3", "fullwidth_exclamation_mark")
    label = N_("to plan")
    footer = True
    changes = True

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Put it to work."""
        actions.make_work(screen)


class Follow(OnThread):
    """Follow the thread on: to the strategies that use it, or to its cause on the fishbone."""

    id = "follow"
    keys = ("greater_than_sign", "f4", "fullwidth_greater_than_sign")
    label = N_("follow")
    footer = True

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Go there, or ask where."""
        actions.follow_on(screen)


class FollowBack(OnThread):
    """Follow the thread back: from a strategy to the SWOT items it uses."""

    id = "follow-back"
    keys = ("less_than_sign", "f5", "fullwidth_less_than_sign")
    label = N_("origin")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Go there, or ask where."""
        actions.follow_back(screen)


class Edit(Command):
    """Edit what is under the cursor: a note, a choice, an item, a product."""

    id = "market-edit"
    keys = ("e", "enter", "f2")
    label = N_("edit")
    footer = True
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """Whether there is something."""
        return screen.target[0] != ""

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Take the text or the choice."""
        actions.edit(screen)


class Add(Command):
    """Add a competitor, a SWOT item or strategy, or a product: whatever the page is made of."""

    id = "market-add"
    keys = ("a", "insert")
    label = N_("add")
    footer = True
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """Whether the page grows."""
        return screen.page_name in ("grid", "swot", "portfolio")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Take it."""
        actions.add(screen)


class Marking(Command):
    """A command that marks a cell of the comparison."""

    changes = True
    mark: ClassVar[str]

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """Whether there is a cell."""
        return screen.target[0] == "cell"

    @classmethod
    def run(cls, screen: MarketScreen) -> None:
        """Mark it."""
        actions.mark(screen, cls.mark)


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
        """Whether there is a strategy."""
        return screen.target[0] == "strategy"

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Take the letters."""
        actions.tick_items(screen)


class Rename(Command):
    """Call the competitor or product under the cursor otherwise, in every project."""

    id = "market-rename"
    keys = ("n", "f6")
    label = N_("rename")
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """Whether there is one; our own column has no name to change."""
        kind, key = screen.target
        return kind == "product" or (kind == "cell" and not key.endswith("/"))

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Take the name."""
        actions.rename(screen)


class Remove(Command):
    """Take out the competitor, item, strategy or product under the cursor."""

    id = "market-delete"
    keys = ("d", "delete")
    label = N_("delete")
    changes = True

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """Whether there is one; our own column stays."""
        kind, key = screen.target
        return kind in ("item", "strategy", "product") or (kind == "cell" and not key.endswith("/"))

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Take it out."""
        actions.remove(screen)


class Find(Command):
    """Find what stands on any page by its words; Up and Down go on."""

    id = "find"
    keys = ("slash", "fullwidth_solidus", "ideographic_comma")
    label = N_("find")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Take the words."""
        actions.find(screen)


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
    Find,
    *ROOMS,
    *OVER,
    *COMMON,
)
