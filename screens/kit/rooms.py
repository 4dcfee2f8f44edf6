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


class ToStrategy(ToRoom):
    """Go to the strategy questions of the project and their answers."""

    id = "room-strategy"
    keys = ("2",)
    label = N_("strategy")
    room = "strategy"


class ToMarket(ToRoom):
    """Go to the market of the project: competitors, customer, stance, SWOT, portfolio."""

    id = "room-market"
    keys = ("3",)
    label = N_("market")
    room = "market"


class ToFishbone(ToRoom):
    """Go to the fishbone of the project: what decides it, bone by bone."""

    id = "room-fishbone"
    keys = ("4",)
    label = N_("fishbone")
    room = "fishbone"


class ToPlan(ToRoom):
    """Go to the goals, the plan and the team of the project."""

    id = "room-plan"
    keys = ("5",)
    label = N_("plan")
    room = "plan"


class ToReview(ToRoom):
    """Go to the review of the project: result, reasons, lessons, and the competitor's project."""

    id = "room-review"
    keys = ("6",)
    label = N_("review")
    room = "review"


class ToLog(Command):
    """Look at what happened on the project: who moved what and when, and every touch."""

    id = "log"
    keys = ("L", "f11", "ctrl+g")
    label = N_("log")

    @staticmethod
    def run(screen: ProjectScreen) -> None:
        """Opens the log."""
        screen.host.open_log(screen.project)


ROOMS: tuple[type[Command], ...] = (
    ToPeople,
    ToStrategy,
    ToMarket,
    ToFishbone,
    ToPlan,
    ToReview,
    ToLog,
)

_OF_KIND = {
    "answer": "strategy",
    "hole": "people",
    "cause": "fishbone",
    "goal": "plan",
    "row": "plan",
    "checkpoint": "plan",
}


def room_of(ref: str) -> str | None:
    """The room that shows an item of the red thread (`deals.thread`), None where there is none."""
    room = _OF_KIND.get(ref.partition(":")[0])
    return room if any(vars(one).get("room") == room for one in ROOMS) else None


def follow(screen: ProjectScreen, ref: str) -> bool:
    """Goes to an item of the red thread, in whatever room it stands; whether there is a room."""
    room = room_of(ref)
    if room is None:
        return False
    if room == screen.room:
        screen.land(ref)
    else:
        screen.host.landing = ref
        screen.host.open_room(room, screen.project, instead=True)
    return True
