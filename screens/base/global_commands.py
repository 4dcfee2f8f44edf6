"""The commands that every screen has."""

from __future__ import annotations

from screens.base.commands import Command
from screens.base.screen import BaseScreen
from wording import N_


class Help(Command):
    """Show the keys of this screen; Enter runs the one chosen."""

    id = "help"
    keys = ("question_mark", "f1", "fullwidth_question_mark")
    label = N_("help")
    footer = True

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """Open the list of commands."""
        screen.open_commands(typing=False)


class Palette(Command):
    """Find a command by typing part of its name."""

    id = "palette"
    keys = ("colon", "ctrl+p", "fullwidth_colon")
    label = N_("palette")

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """Open the list of commands with its filter open."""
        screen.open_commands(typing=True)


class Undo(Command):
    """Take the last change back, whatever it was."""

    id = "undo"
    keys = ("u", "ctrl+z")
    label = N_("undo")
    changes = True

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """Commit the earlier records again."""
        text, change = screen.host.undo()
        screen.replayed(text, change, again=False)


class Redo(Command):
    """Do again what was just undone."""

    id = "redo"
    keys = ("ctrl+r", "ctrl+y")
    label = N_("redo")
    changes = True

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """Commit the later records again."""
        text, change = screen.host.redo()
        screen.replayed(text, change, again=True)


class Back(Command):
    """Go back; on the first screen, leave Netloft."""

    id = "back"
    keys = ("q", "alt+left")
    label = N_("back")

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """Close the screen, or the app."""
        screen.back()


class Escape(Command):
    """Step back from marks, filter or screen; never leave Netloft."""

    id = "escape"
    keys = ("escape",)
    label = N_("step back")

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """Step back by one."""
        screen.step_back()


class Leave(Command):
    """Leave Netloft; everything is saved already, or you are asked first."""

    id = "leave"
    keys = ("ctrl+q",)
    always = True
    label = N_("leave")

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """End the app."""
        screen.leave()


class LeaveAnyway(Command):
    """Leave Netloft although what I hold is kept nowhere: it is lost then."""

    id = "leave-anyway"
    keys = ()
    label = N_("leave now")

    @staticmethod
    def applies(screen: BaseScreen) -> bool:
        """Whether something else stands in the store's place."""
        return screen.host.trouble is not None

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """End the app."""
        screen.host.exit()


class WriteHeld(Command):
    """Write what I hold: put it where the store was, keeping whatever stands there now."""

    id = "write-held"
    keys = ()
    label = N_("write it")

    @staticmethod
    def applies(screen: BaseScreen) -> bool:
        """Whether something else stands in the store's place."""
        return screen.host.trouble is not None

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """Write the whole book."""
        screen.tell(screen.host.write_held())
        screen.paint()


class Unsaved(Command):
    """See the lines that were left half typed, take one along or drop it."""

    id = "unsaved"
    keys = ()
    label = N_("unsaved")

    @staticmethod
    def run(screen: BaseScreen) -> None:
        """Open their list."""
        from screens.base.unsaved_screen import UnsavedScreen

        screen.host.push_screen(UnsavedScreen())

    @staticmethod
    def applies(screen: BaseScreen) -> bool:
        """Whether there are any."""
        return bool(screen.host.unsaved.left())


COMMON: tuple[type[Command], ...] = (
    *(Undo, Redo, Unsaved, WriteHeld, LeaveAnyway),
    *(Palette, Help, Back, Escape, Leave),
)
