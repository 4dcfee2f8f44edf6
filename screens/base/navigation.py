"""The commands that move the cursor: over the rows of a list, and over the nodes of a diagram.

`MOVES` and `MARKS` are for RowScreen, `OVER` is for DiagramScreen; the ids are the same, so that a
key that a user rebinds moves in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Command
from screens.base.row_screen import RowScreen
from wording import N_

if TYPE_CHECKING:
    from screens.base.diagram_screen import DiagramScreen


class Up(Command):
    """Move up a row."""

    id = "up"
    keys = ("k", "up")
    label = N_("up")

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Move the cursor one row up."""
        screen.select(screen.selection.move(-1))


class Down(Command):
    """Move down a row."""

    id = "down"
    keys = ("j", "down")
    label = N_("down")

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Move the cursor one row down."""
        screen.select(screen.selection.move(1))


class PageUp(Command):
    """Move up a screenful."""

    id = "page-up"
    keys = ("pageup", "ctrl+b")
    label = N_("page up")

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Move the cursor a screenful up."""
        screen.select(screen.selection.move(-screen.selection.height))


class PageDown(Command):
    """Move down a screenful."""

    id = "page-down"
    keys = ("pagedown", "ctrl+f")
    label = N_("page down")

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Move the cursor a screenful down."""
        screen.select(screen.selection.move(screen.selection.height))


class Top(Command):
    """Go to the first row."""

    id = "top"
    keys = ("g", "home")
    label = N_("top")

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Move the cursor to the first row."""
        screen.select(screen.selection.to(0))


class Bottom(Command):
    """Go to the last row."""

    id = "bottom"
    keys = ("G", "end")
    label = N_("bottom")

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Move the cursor to the last row."""
        screen.select(screen.selection.to(len(screen.selection.ids) - 1))


class JumpTo(Command):
    """Jump to any row on the screen by its letter."""

    id = "jump"
    keys = ("ctrl+o",)
    label = N_("jump")

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Show the letters."""
        screen.jump()


class Mark(Command):
    """Mark the row, or take its mark away; commands then act on all the marked."""

    id = "mark"
    keys = ("space", "ideographic_space")
    label = N_("mark")

    @staticmethod
    def applies(screen: RowScreen) -> bool:
        """Whether there is a row."""
        return screen.selection.current is not None

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Turn the mark over and move on."""
        screen.select(screen.selection.mark())


class MarkAll(Command):
    """Mark every row shown, or unmark all."""

    id = "mark-all"
    keys = ("asterisk", "ctrl+a", "fullwidth_asterisk")
    label = N_("mark all")

    @staticmethod
    def applies(screen: RowScreen) -> bool:
        """Whether there are rows."""
        return bool(screen.selection.ids)

    @staticmethod
    def run(screen: RowScreen) -> None:
        """Mark or unmark all."""
        screen.select(screen.selection.mark_all())


MOVES: tuple[type[Command], ...] = (Up, Down, PageUp, PageDown, Top, Bottom, JumpTo)
MARKS: tuple[type[Command], ...] = (Mark, MarkAll)


class NodeUp(Command):
    """Move to the nearest one above."""

    id = "up"
    keys = ("k", "up")
    label = N_("up")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Move the cursor up."""
        screen.move("up")


class NodeDown(Command):
    """Move to the nearest one below."""

    id = "down"
    keys = ("j", "down")
    label = N_("down")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Move the cursor down."""
        screen.move("down")


class Left(Command):
    """Move to the nearest one on the left."""

    id = "left"
    keys = ("h", "left")
    label = N_("left")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Move the cursor left."""
        screen.move("left")


class Right(Command):
    """Move to the nearest one on the right."""

    id = "right"
    keys = ("l", "right")
    label = N_("right")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Move the cursor right."""
        screen.move("right")


class NodePageUp(Command):
    """Move up by what the screen shows."""

    id = "page-up"
    keys = ("pageup", "ctrl+b")
    label = N_("page up")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Move the cursor a page up."""
        screen.page(-1)


class NodePageDown(Command):
    """Move down by what the screen shows."""

    id = "page-down"
    keys = ("pagedown", "ctrl+f")
    label = N_("page down")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Move the cursor a page down."""
        screen.page(1)


class First(Command):
    """Go to the first one."""

    id = "top"
    keys = ("g", "home")
    label = N_("top")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Move the cursor to the first node."""
        screen.end(last=False)


class Last(Command):
    """Go to the last one."""

    id = "bottom"
    keys = ("G", "end")
    label = N_("bottom")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Move the cursor to the last node."""
        screen.end(last=True)


class JumpToNode(Command):
    """Jump to any one in sight by a letter."""

    id = "jump"
    keys = ("ctrl+o",)
    label = N_("jump")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Show the letters."""
        screen.jump()


class Detail(Command):
    """Show more or less of what is under the cursor."""

    id = "detail"
    keys = ("p", "f10")
    label = N_("detail")

    @staticmethod
    def run(screen: DiagramScreen) -> None:
        """Turn the pane's size."""
        screen.turn_detail()


OVER: tuple[type[Command], ...] = (
    NodeUp,
    NodeDown,
    Left,
    Right,
    NodePageUp,
    NodePageDown,
    First,
    Last,
    JumpToNode,
    Detail,
)
