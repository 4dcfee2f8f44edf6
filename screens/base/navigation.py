"""The commands that move the cursor: over the rows of a list, and over the nodes of a diagram.

`MOVES` is for RowScreen, `OVER` for DiagramScreen; the ids are the same, so that a key that a user
rebinds moves in both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from screens.base.commands import Commands
from screens.base.row_screen import RowScreen
from wording import N_

if TYPE_CHECKING:
    from screens.base.diagram_screen import DiagramScreen


MOVES: Commands[RowScreen] = Commands()
OVER: Commands[DiagramScreen] = Commands()


@MOVES.command("up", "k", "up", label=N_("up"))
def move_up(screen: RowScreen) -> None:
    """Move up a row."""
    screen.select(screen.selection.move(-1))


@MOVES.command("down", "j", "down", label=N_("down"))
def move_down(screen: RowScreen) -> None:
    """Move down a row."""
    screen.select(screen.selection.move(1))


@MOVES.command("page-up", "pageup", "ctrl+b", label=N_("page up"))
def page_up(screen: RowScreen) -> None:
    """Move up a screenful."""
    screen.select(screen.selection.move(-screen.selection.height))


@MOVES.command("page-down", "pagedown", "ctrl+f", label=N_("page down"))
def page_down(screen: RowScreen) -> None:
    """Move down a screenful."""
    screen.select(screen.selection.move(screen.selection.height))


@MOVES.command("top", "g", "home", label=N_("top"))
def go_to_top(screen: RowScreen) -> None:
    """Go to the first row."""
    screen.select(screen.selection.to(0))


@MOVES.command("bottom", "G", "end", label=N_("bottom"))
def go_to_bottom(screen: RowScreen) -> None:
    """Go to the last row."""
    screen.select(screen.selection.to(len(screen.selection.ids) - 1))


@MOVES.command("jump", "ctrl+o", label=N_("jump"))
def jump_to_row(screen: RowScreen) -> None:
    """Jump to any row on the screen by its letter."""
    screen.jump()


@OVER.command("up", "k", "up", label=N_("up"))
def move_node_up(screen: DiagramScreen) -> None:
    """Move to the nearest one above."""
    screen.move("up")


@OVER.command("down", "j", "down", label=N_("down"))
def move_node_down(screen: DiagramScreen) -> None:
    """Move to the nearest one below."""
    screen.move("down")


@OVER.command("left", "h", "left", label=N_("left"))
def move_node_left(screen: DiagramScreen) -> None:
    """Move to the nearest one on the left."""
    screen.move("left")


@OVER.command("right", "l", "right", label=N_("right"))
def move_node_right(screen: DiagramScreen) -> None:
    """Move to the nearest one on the right."""
    screen.move("right")


@OVER.command("page-up", "pageup", "ctrl+b", label=N_("page up"))
def page_nodes_up(screen: DiagramScreen) -> None:
    """Move up by what the screen shows."""
    screen.page(-1)


@OVER.command("page-down", "pagedown", "ctrl+f", label=N_("page down"))
def page_nodes_down(screen: DiagramScreen) -> None:
    """Move down by what the screen shows."""
    screen.page(1)


@OVER.command("top", "g", "home", label=N_("top"))
def go_to_first_node(screen: DiagramScreen) -> None:
    """Go to the first one."""
    screen.end(last=False)


@OVER.command("bottom", "G", "end", label=N_("bottom"))
def go_to_last_node(screen: DiagramScreen) -> None:
    """Go to the last one."""
    screen.end(last=True)


@OVER.command("jump", "ctrl+o", label=N_("jump"))
def jump_to_node(screen: DiagramScreen) -> None:
    """Jump to any one in sight by a letter."""
    screen.jump()


@OVER.command("detail", "p", "f10", label=N_("detail"))
def turn_detail(screen: DiagramScreen) -> None:
    """Show more or less of what is under the cursor."""
    screen.turn_detail()
