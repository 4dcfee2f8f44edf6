"""What can be done with the notes being typed: save them, leave them, have another editor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.errors import UserError
from screens.base.prompts import LineEdit
from wording import _, say

if TYPE_CHECKING:
    from screens.notes.screen import NotesScreen


def save(screen: NotesScreen) -> None:
    """Save the notes, and go back once that is durable."""
    prompt = screen.prompt
    if prompt is None:
        return
    if screen.is_gone:
        screen.tell(_("someone else has deleted it in the meantime"), "amber")
    elif prompt.accept(prompt.edit.text):
        message = "".join(span.text for span in screen.status_bar.line).strip()
        screen.close()
        if message:
            screen.host.note(message)


def step_back(screen: NotesScreen) -> None:
    """Go back: a text under a key is saved, as all else in its room is; notes are kept unsaved."""
    prompt = screen.prompt
    if screen.key and prompt is not None and prompt.edit.text.strip() != screen.stored.strip():
        save(screen)
    else:
        leave(screen)


def leave(screen: NotesScreen) -> None:
    """Go back; what is not saved is kept as lines left half typed are."""
    bring_back_undone(screen)
    typed = screen.prompt.edit.text.strip() if screen.prompt else ""
    screen.host.unsaved.leave()
    screen.key_handler = None
    screen.close()
    if typed and typed != screen.stored.strip():
        screen.host.note(_("not saved, but kept: ctrl+r in these notes brings it back"))


def edit_outside(screen: NotesScreen) -> None:
    """Have the text edited by another program; one that fails or changes nothing changes nothing.

    What was typed is on the disk before: the program may never give the terminal back.
    """
    prompt = screen.prompt
    if prompt is None:
        return
    before = prompt.edit.text
    screen.host.unsaved.keep()
    try:
        after = screen.host.edit_outside(before)
    except UserError as refusal:
        screen.tell(say(refusal), "red")
        return
    if after == before:
        screen.tell(_("the editor has changed nothing"))
        return
    prompt.change(LineEdit.of(after)._replace(caret=min(prompt.edit.caret, len(after))))


def undo_typing(screen: NotesScreen) -> None:
    """Undo the last step of what is typed."""
    if screen.prompt is not None and not screen.prompt.undo():
        screen.tell(_("nothing to undo"))


def redo_typing(screen: NotesScreen) -> None:
    """Do the step undone last again."""
    if screen.prompt is not None and not screen.prompt.redo():
        screen.tell(_("nothing to redo"))


def bring_back_undone(screen: NotesScreen) -> None:
    """Where all that was typed is undone, have it stand there again: it is kept then as any text
    that is not saved, for the steps are gone with the screen.
    """
    prompt = screen.prompt
    if prompt is not None and prompt.edit.text.strip() in ("", screen.stored.strip()):
        while prompt.redo():
            pass
