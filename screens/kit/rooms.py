"""The rooms of a project, and the digits that change between them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from screens.kit.cells import fit
from screens.kit.commands import Command
from screens.kit.project import ProjectScreen
from screens.kit.screen import Option
from screens.kit.wording import N_, _
from screens.kit.wording.thread import ref_text


class ToRoom(Command):
    """Goes to another room of the same project."""

    room: ClassVar[str]

    @classmethod
    def run(cls, screen: ProjectScreen) -> None:
        """Opens it in the place of this one, unless it is this one."""
        if screen.room == cls.room:
            screen.tell(_("{label}: you are there").format(label=cls.name()))
        else:
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

_LETTERS, _SHORT = "abcdefghijklmnopqrstuvwxyz", 24
_OF_KIND = {
    "answer": "strategy",
    "hole": "people",
    "cell": "market",
    "note": "market",
    "swot": "market",
    "strategy": "market",
    "cause": "fishbone",
    "goal": "plan",
    "row": "plan",
    "checkpoint": "plan",
}


def follow(screen: ProjectScreen, ref: str) -> bool:
    """Goes to an item of the red thread (`deals.thread`), in whatever room it stands; whether there
    is a room for it.
    """
    room = _OF_KIND.get(ref.partition(":")[0])
    if room is None:
        return False
    if room == screen.room:
        screen.land(ref)
    else:
        screen.host.landing = ref
        screen.host.open_room(room, screen.project, instead=True)
    return True


def choose_along(
    screen: ProjectScreen, back: Sequence[str], onward: Sequence[str], nothing: str
) -> None:
    """Goes to an item of the red thread, back (`<`) or on (`>`); to the only one at once.

    `nothing` is told where there is none.
    """
    ways = [*(("<", ref) for ref in back), *((">", ref) for ref in onward)]
    options: list[Option] = [
        (letter, f"{way} {_told(screen, ref)}", partial(_go, screen, ref))
        for letter, (way, ref) in zip(_LETTERS, ways, strict=False)
    ]
    if not options:
        screen.tell(nothing, "amber")
    elif len(options) == 1:
        options[0][2]()
    else:
        screen.choose(_("along the thread"), options)


def _go(screen: ProjectScreen, ref: str) -> None:
    follow(screen, ref)


def _told(screen: ProjectScreen, ref: str) -> str:
    """An item of the thread by its own words, cut to leave room for others."""
    return fit(ref_text(screen.project, ref, screen.host.context.playbook), _SHORT).rstrip()
