"""The rooms of a project, and the digits that change between them."""

from __future__ import annotations

from typing import ClassVar

from screens.kit.commands import Command
from screens.kit.project import ProjectScreen
from screens.kit.wording import N_


class ToRoom(Command):
    """Goes to another room of the same project."""

    room: ClassVar[str]

    @classmethod
    def applies(cls, screen: ProjectScreen) -> bool:
        """It is another room."""
        return screen.room != cls.room

    @classmethod
    def run(cls, screen: ProjectScreen) -> None:
        """Opens it in the place of this one."""
        screen.host.open_room(cls.room, screen.project, instead=True)


class ToPeople(ToRoom):
    """Go to the people of the project: the net, the tree, the decision chain, the list."""

    id = "room-people"
    keys = ("1",)
    label = N_("people")
    room = "people"


class ToMarket(ToRoom):
    """Go to the market of the project: competitors, customer, stance, SWOT, portfolio."""

    id = "room-market"
    keys = ("3",)
    label = N_("market")
    room = "market"


ROOMS: tuple[type[Command], ...] = (ToPeople, ToMarket)
