"""The commands that every screen has."""

from __future__ import annotations

from screens.base.commands import Commands
from screens.base.screen import BaseScreen
from wording import N_

COMMON: Commands[BaseScreen] = Commands()


def is_in_trouble(screen: BaseScreen) -> bool:
    """Return whether something else stands in the store's place."""
    return screen.host.trouble is not None


@COMMON.command("undo", "u", "ctrl+z", label=N_("undo"), changes=True)
def undo(screen: BaseScreen) -> None:
    """Take the last change back, whatever it was."""
    text, change = screen.host.undo()
    screen.replayed(text, change, again=False)


@COMMON.command("redo", "ctrl+r", "ctrl+y", label=N_("redo"), changes=True)
def redo(screen: BaseScreen) -> None:
    """Do again what was just undone."""
    text, change = screen.host.redo()
    screen.replayed(text, change, again=True)


@COMMON.command(
    "unsaved", label=N_("unsaved"), when=lambda screen: bool(screen.host.unsaved.left())
)
def open_unsaved(screen: BaseScreen) -> None:
    """See the lines that were left half typed, take one along or drop it."""
    screen.host.open_screen("unsaved")


@COMMON.command("write-held", label=N_("write it"), when=is_in_trouble)
def write_held(screen: BaseScreen) -> None:
    """Write what I hold: put it where the store was, keeping whatever stands there now."""
    screen.tell(screen.host.write_held())
    screen.paint()


@COMMON.command("leave-anyway", label=N_("leave now"), when=is_in_trouble)
def leave_anyway(screen: BaseScreen) -> None:
    """Leave Netloft although what I hold is kept nowhere: it is lost then."""
    screen.host.exit()


@COMMON.command("palette", "colon", "ctrl+p", "fullwidth_colon", label=N_("palette"))
def open_palette(screen: BaseScreen) -> None:
    """Find a command by typing part of its name."""
    screen.host.open_screen("help", screen, True)


@COMMON.command(
    "help", "question_mark", "f1", "fullwidth_question_mark", label=N_("help"), footer=True
)
def open_help(screen: BaseScreen) -> None:
    """Show the keys of this screen; Enter runs the one chosen."""
    screen.host.open_screen("help", screen, False)


@COMMON.command("back", "q", "alt+left", label=N_("back"))
def go_back(screen: BaseScreen) -> None:
    """Go back; on the first screen, leave Netloft."""
    screen.back()


@COMMON.command("escape", "escape", label=N_("step back"))
def step_back(screen: BaseScreen) -> None:
    """Step back from marks, filter or screen; never leave Netloft."""
    screen.step_back()


@COMMON.command("leave", "ctrl+q", label=N_("leave"), always=True)
def leave(screen: BaseScreen) -> None:
    """Leave Netloft; everything is saved already, or you are asked first."""
    screen.leave()
