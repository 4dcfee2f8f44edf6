"""Moving over a picture: to the nearest knot, by pages, to the ends, by letter; and its pane."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.kit.commands import Command
from screens.kit.wording import N_

if TYPE_CHECKING:
    from screens.kit.picturing import PictureScreen


class Up(Command):
    """Move to the nearest one above."""

    id = "up"
    keys = ("k", "up")
    label = N_("up")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """Up."""
        screen.move("up")


class Down(Command):
    """Move to the nearest one below."""

    id = "down"
    keys = ("j", "down")
    label = N_("down")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """Down."""
        screen.move("down")


class Left(Command):
    """Move to the nearest one on the left."""

    id = "left"
    keys = ("h", "left")
    label = N_("left")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """Left."""
        screen.move("left")


class Right(Command):
    """Move to the nearest one on the right."""

    id = "right"
    keys = ("l", "right")
    label = N_("right")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """Right."""
        screen.move("right")


class PageUp(Command):
    """Move up by what the screen shows."""

    id = "page-up"
    keys = ("pageup", "ctrl+b")
    label = N_("page up")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """A page up."""
        screen.page(-1)


class PageDown(Command):
    """Move down by what the screen shows."""

    id = "page-down"
    keys = ("pagedown", "ctrl+f")
    label = N_("page down")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """A page down."""
        screen.page(1)


class First(Command):
    """Go to the first one."""

    id = "top"
    keys = ("g", "home")
    label = N_("top")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """The first."""
        screen.end(last=False)


class Last(Command):
    """Go to the last one."""

    id = "bottom"
    keys = ("G", "end")
    label = N_("bottom")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """The last."""
        screen.end(last=True)


class JumpTo(Command):
    """Jump to any one in sight by a letter."""

    id = "jump"
    keys = ("ctrl+o",)
    label = N_("jump")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """Shows the letters."""
        screen.jump()


class Detail(Command):
    """Show more or less of what is under the cursor."""

    id = "detail"
    keys = ("p", "f10")
    label = N_("detail")

    @staticmethod
    def run(screen: PictureScreen) -> None:
        """Turns the pane's size."""
        screen.turn_detail()


OVER: tuple[type[Command], ...] = (
    Up,
    Down,
    Left,
    Right,
    PageUp,
    PageDown,
    First,
    Last,
    JumpTo,
    Detail,
)
