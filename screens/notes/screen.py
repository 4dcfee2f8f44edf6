"""The notes of a project or of one of its people, typed in as many lines as they take.

So are the strategy of a section and the parts of the outlook, which are notes under a key.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import ClassVar, Unpack

from textual import events
from textual.widget import Widget

from deals.edits.contacts import write_contact_field
from deals.edits.typed_fields import set_field, write_note
from deals.model import Contact, Project
from deals.parsing.reading_context import ReadingContext
from deals.project_notes import find_note
from deals.unsaved import InputPlace
from screens.base.empty import draw_empty
from screens.base.lines import LinesView, scroll_top
from screens.base.project_screen import ProjectScreen
from screens.base.prompts import Accept, LineEdit, LineOptions, StatusBar, echo_nothing
from screens.base.record_editor import TextEditor
from screens.base.text_prompt import TextPrompt
from screens.notes.view import NoteKind, draw_rule, note_kind
from views.styled_text import StyledText, TextLine, line
from views.text_rows import ROOM_BESIDE, caret_cell, draw_row, find_caret_row, lay_out_rows
from wording import N_, _
from wording.errors import one_line
from wording.names import FIELD_NAMES
from wording.record_names import note_title

PERSON_FIELD, PROJECT_FIELD = "note", "notes"


class NotesScreen(ProjectScreen):
    """One text, which has the keys as long as the screen is there."""

    room: ClassVar[str] = "notes"
    pane: ClassVar[str | None] = "text"

    def __init__(self, project: Project, contact_id: str = "", key: str = "") -> None:
        super().__init__(project)
        self.contact_id = contact_id
        self.key = key
        self._top = 0

    def on_mount(self) -> None:
        """Give the keys to the text when the layout stands."""
        self.soon(self._begin)

    def body(self) -> Iterable[Widget]:
        """Yield the text under its rule."""
        yield LinesView(id="rule")
        yield LinesView(id="text")

    @property
    def contact(self) -> Contact | None:
        """The person whose notes they are, as they stand now; None for those of the project."""
        return next((each for each in self.project.contacts if each.id == self.contact_id), None)

    @property
    def is_gone(self) -> bool:
        """Whether the person has been deleted meanwhile."""
        return bool(self.contact_id) and self.contact is None

    @property
    def stored(self) -> str:
        """The notes as they are saved."""
        if self.key:
            note = find_note(self.project, self.key)
            return note.text if note else ""
        return (self.contact.note or "") if self.contact else self.project.remarks

    @property
    def kind(self) -> NoteKind:
        """What is noted here."""
        return note_kind(self.key, of_person=self.contact is not None)

    @property
    def prompt(self) -> TextPrompt | None:
        """The text being typed."""
        return self.key_handler if isinstance(self.key_handler, TextPrompt) else None

    def whereabouts(self) -> list[TextLine]:
        """Return whose notes they are, or what they are about."""
        title = StyledText(self._about(), "key")
        return [line(self.contact.name, "  ", title) if self.contact else (title,)]

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return how one goes on: the footer has no room for it."""
        text = _("Enter begins a line; Esc leaves and keeps what is not saved")
        if self.key:
            text = _("Esc save   Enter new line   ctrl+g discard")
        return line(StyledText(text, "dim")), ()

    def copied_lines(self, _cells: int) -> list[TextLine]:
        """Return the text as it is typed by now: what is copied of it."""
        text = self.prompt.edit.text if self.prompt else self.stored
        return [line(each) for each in text.split("\n")]

    # The text ----------------------------------------------------------------------------------

    def _about(self) -> str:
        return note_title(self.host.context.playbook, self.key) if self.key else _("notes")

    def _change(self) -> str:
        """Return the id of the message that names the change."""
        changes = {"outlook": N_("outlook"), "strategy": N_("strategy"), "contact": N_("contact")}
        return changes.get(self.kind, FIELD_NAMES[PROJECT_FIELD])

    def _begin(self) -> None:
        contact, field = self.contact, PERSON_FIELD if self.contact else PROJECT_FIELD
        TextEditor(
            self,
            self._change(),
            partial(self._write, field),
            _("{who}: {field}").format(who=contact.name, field=_("notes"))
            if contact
            else self._about(),
            InputPlace(f"note:{self.key}" if self.key else field, self.project.id, self.contact_id),
            self.stored,
            message=lambda _text: self._saved_text(),
        ).ask()

    def _saved_text(self) -> str:
        if self.key:
            return _("saved: {label}").format(label=self._about())
        if self.contact is None:
            return _("notes saved")
        return _("{who}: notes saved").format(who=one_line(self.contact.name))

    def _write(self, field: str, project: Project, text: str, reading: ReadingContext) -> Project:
        if self.key:
            return write_note(project, self.key, text, reading.stamp)
        if field == PROJECT_FIELD:
            return set_field(project, field, text, reading)
        return write_contact_field(project, self.contact_id, field, text, reading)

    def input(
        self, column: str, label: str, text: str, accept: Accept, **how: Unpack[LineOptions]
    ) -> None:
        """Take a text of several lines, over the whole of the screen."""
        echo, shown = how.get("echo", echo_nothing), LineEdit.of(text)

        def changed(edit: LineEdit) -> None:
            nonlocal shown
            if edit is not shown:  # what is told stands until something is typed
                shown = edit
                self.set_status(StatusBar(echo(edit.text)))
            self.paint_text()

        place = how["place"]
        self.take(TextPrompt(shown, changed, accept, lambda: None, place=place, label=label))

    def paint(self) -> None:
        """Paint the text with all else."""
        super().paint()
        self.paint_text()

    def paint_text(self) -> None:
        """Lay the text out for the size that the screen has, and repaint the rows that differ."""
        prompt, pane = self.prompt, self.lines("text")
        # The rule first: the caret is the terminal's, and stays where it is put last.
        self.lines("rule").show([self._rule(prompt.edit.text if prompt else self.stored)])
        if prompt is None:
            return
        text, caret = prompt.edit.text, prompt.edit.caret
        prompt.cells = self.size.width - ROOM_BESIDE
        offer = self.host.unsaved.offer(prompt, self.size.width)
        prompt.page = max(1, self.size.height - 4 - len(offer))
        rows = lay_out_rows(text, prompt.cells)
        at = find_caret_row(rows, caret)
        self._top = scroll_top(self._top, at, prompt.page, len(rows))
        shown = rows[self._top : self._top + prompt.page]
        drawn = [draw_row(text, row, caret if row is rows[at] else None) for row in shown]
        drawn += [] if text else draw_empty(self, f"notes.{self.kind}")[: prompt.page - 1]
        pane.show(drawn, caret=(1 + caret_cell(text, rows[at], caret), at - self._top))

    def _rule(self, text: str) -> TextLine:
        """Return the rule over the text, which has the view of what is written of it."""
        name = self.contact.name if self.contact else ""
        saved = text.strip() == self.stored.strip()
        return draw_rule(name, self._about(), text, saved=saved, cells=self.size.width)

    def on_resize(self, event: events.Resize) -> None:
        """Lay the text out for the new size."""
        self._top = 0
