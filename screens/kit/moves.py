"""The commands of every screen with rows: moving, jumping, marking."""

from __future__ import annotations

from screens.kit.browse import BrowseScreen
from screens.kit.commands import Command
from screens.kit.wording import N_


class Up(Command):
    """Move up a row."""

    id = "up"
    keys = ("k", "up")
    label = N_("up")

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """One row up."""
        screen.select(screen.selection.move(-1))


class Down(Command):
    """Move down a row."""

    id = "down"
    keys = ("j", "down")
    label = N_("down")

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """One row down."""
        screen.select(screen.selection.move(1))


class PageUp(Command):
    """Move up a screenful."""

    id = "page-up"
    keys = ("pageup", "ctrl+b")
    label = N_("page up")

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """A screenful up."""
        screen.select(screen.selection.move(-screen.selection.height))


class PageDown(Command):
    """Move down a screenful."""

    id = "page-down"
    keys = ("pagedown", "ctrl+f")
    label = N_("page down")

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """A screenful down."""
        screen.select(screen.selection.move(screen.selection.height))


class Top(Command):
    """Go to the first row."""

    id = "top"
    keys = ("g", "home")
    label = N_("top")

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """First row."""
        screen.select(screen.selection.to(0))


class Bottom(Command):
    """Go to the last row."""

    id = "bottom"
    keys = ("G", "end")
    label = N_("bottom")

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """Last row."""
        screen.select(screen.selection.to(len(screen.selection.ids) - 1))


class JumpTo(Command):
    """Jump to any row on the screen by its letter."""

    id = "jump"
    keys = ("ctrl+o",)
    label = N_("jump")

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """Shows the letters."""
        screen.jump()


class Mark(Command):
    """Mark the row, or take its mark away; commands then act on all the marked."""

    id = "mark"
    keys = ("space", "ideographic_space")
    label = N_("mark")

    @staticmethod
    def applies(screen: BrowseScreen) -> bool:
        """There is a row."""
        return screen.selection.current is not None

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """Turns the mark over and moves on."""
        screen.select(screen.selection.mark())


class MarkAll(Command):
    """Mark every row shown, or unmark all."""

    id = "mark-all"
    keys = ("asterisk", "ctrl+a", "fullwidth_asterisk")
    label = N_("mark all")

    @staticmethod
    def applies(screen: BrowseScreen) -> bool:
        """There are rows."""
        return bool(screen.selection.ids)

    @staticmethod
    def run(screen: BrowseScreen) -> None:
        """Marks or unmarks all."""
        screen.select(screen.selection.mark_all())


MOVES: tuple[type[Command], ...] = (Up, Down, PageUp, PageDown, Top, Bottom, JumpTo)
MARKS: tuple[type[Command], ...] = (Mark, MarkAll)
