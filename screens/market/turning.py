"""Turning the market's pages and following the red thread from them, one class a command."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.wording import N_, _
from screens.market import working
from screens.market.knots import ref_of
from screens.market.pages import PAGES

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
        """The next page."""
        screen.turn_by(1)


class TurnBack(Command):
    """Turn to the page before."""

    id = "view-before"
    keys = ("shift+tab", "f7")
    label = N_("back")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """The page before."""
        screen.turn_by(-1)


class Choose(Command):
    """Choose a page by its number: V and 4 shows SWOT."""

    id = "view-choose"
    keys = ("V", "f8")
    label = N_("pages")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Takes the number."""
        names = enumerate(PAGES.items(), 1)
        options = [(str(at), _(label), partial(screen.turn, name)) for at, (name, label) in names]
        screen.choose(_("which page?"), options)


class OnThread(Command):
    """What is done to something that the red thread runs through."""

    @staticmethod
    def applies(screen: MarketScreen) -> bool:
        """There is a cell, a note, an item or a strategy."""
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
        """Puts it to work."""
        working.to_work(screen)


class Follow(OnThread):
    """Follow the thread on: to the strategies that use it, or to its cause on the fishbone."""

    id = "follow"
    keys = ("greater_than_sign", "f4", "fullwidth_greater_than_sign")
    label = N_("follow")
    footer = True

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Goes there, or asks where."""
        working.onward(screen)


class FollowBack(OnThread):
    """Follow the thread back: from a strategy to the SWOT items it uses."""

    id = "follow-back"
    keys = ("less_than_sign", "f5", "fullwidth_less_than_sign")
    label = N_("origin")

    @staticmethod
    def run(screen: MarketScreen) -> None:
        """Goes there, or asks where."""
        working.backward(screen)
