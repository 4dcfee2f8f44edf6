"""The commands beside a text being typed: all of them work while it is."""

from __future__ import annotations

from screens.base.commands import Commands
from screens.base.copied_text import copy_text
from screens.notes import actions
from screens.notes.screen import NotesScreen
from wording import N_

NOTES: Commands[NotesScreen] = Commands()


@NOTES.command("save", "ctrl+s", "f2", label=N_("save"), footer=True, changes=True, always=True)
def save(screen: NotesScreen) -> None:
    """Save the notes and go back."""
    actions.save(screen)


@NOTES.command("escape", "escape", label=N_("back"), footer=True, always=True)
def step_back(screen: NotesScreen) -> None:
    """Go back; a strategy or outlook is saved, what is typed in notes is kept and offered again."""
    actions.step_back(screen)


@NOTES.command("copy", "alt+c", label=N_("copy"), always=True)
def copy_notes(screen: NotesScreen) -> None:
    """Copy the text as it is typed by now to the clipboard of the terminal."""
    copy_text(screen)


@NOTES.command("discard", "ctrl+g", label=N_("discard"), always=True)
def discard(screen: NotesScreen) -> None:
    """Go back without saving; what was typed is kept and offered here again."""
    actions.leave(screen)


@NOTES.command("editor", "ctrl+o", "f4", label=N_("editor"), footer=True, always=True)
def edit_outside(screen: NotesScreen) -> None:
    """Edit the notes in your own editor ($VISUAL or $EDITOR); what it leaves stands here then."""
    actions.edit_outside(screen)


@NOTES.command("undo-typing", "ctrl+z", label=N_("undo"), footer=True, always=True)
def undo_typing(screen: NotesScreen) -> None:
    """Undo what was typed, deleted or pasted last, a burst of keys at a time."""
    actions.undo_typing(screen)


@NOTES.command("redo-typing", "ctrl+y", label=N_("redo"), always=True)
def redo_typing(screen: NotesScreen) -> None:
    """Redo what was just undone."""
    actions.redo_typing(screen)


@NOTES.command("help", "f1", label=N_("help"), footer=True, always=True)
def open_help(screen: NotesScreen) -> None:
    """Show the keys of this screen; Enter runs the one chosen."""
    screen.host.open_screen("help", screen, False)


@NOTES.command("leave", "ctrl+q", label=N_("leave"), always=True)
def leave(screen: NotesScreen) -> None:
    """Leave Netloft; what was typed here is kept and offered at the next start."""
    actions.bring_back_undone(screen)
    screen.leave()
