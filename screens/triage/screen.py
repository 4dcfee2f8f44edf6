"""Triage: the card of one flagged project, why it is flagged, and the answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from textual.widget import Widget

from deals.edits.patches import Patch
from deals.model import Book
from screens.base.lines import LinesView
from screens.base.screen import BaseScreen
from screens.triage.view import TriageQueue
from views.styled_text import StyledText, TextLine, flow, line
from wording import _, ngettext

UNTOLD = ("leave", "escape", "page-down", "page-up")


class TriageScreen(BaseScreen):
    """A walk through those among `ids` that want looking at, and those gone from a table.

    The count at the top runs down to zero.
    """

    pane: ClassVar[str | None] = "card"

    def __init__(self, ids: Sequence[str]) -> None:
        super().__init__()
        self.ids = ids
        self.queue = TriageQueue()
        self.top = 0

    def body(self) -> Iterable[Widget]:
        """Return the card."""
        yield LinesView(id="card")

    def on_mount(self) -> None:
        """Line the flagged up and show the first."""
        self.queue = TriageQueue(self._flagged_ids())
        self.watch(self.app, "book", self.book_changed, init=False)
        self.paint_soon()

    def _flagged_ids(self) -> tuple[str, ...]:
        host = self.host
        found = [
            (project, host.assess(project))
            for project in map(host.book.projects.__getitem__, self.ids)
        ]
        flagged = [pair for pair in found if pair[1].attention or pair[0].missing_from]
        return tuple(
            project.id for project, what in sorted(flagged, key=lambda pair: pair[1].order)
        )

    @property
    def target(self) -> tuple[str, ...]:
        """The project looked at, as what actions act on."""
        return self.queue.waiting[:1]

    def book_changed(self, book: Book) -> None:
        """Show the project as it now stands."""
        self.queue = self.queue.only(book.projects)
        if self.is_active:
            self.paint()

    def show(self, queue: TriageQueue) -> None:
        """Show the first of another queue."""
        self.queue, self.top = queue, 0
        self.paint()

    def settle(self) -> None:
        """Go on to the next project: this one has its answer."""
        self.show(self.queue.settle())

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Look again at what was taken back; settle again what was done again."""
        if change is not None:
            for project in change.projects:
                self.queue = self.queue.back(project)
                if again:
                    self.queue = self.queue.settle()
            self.paint()
        super().show_replay(text, change, again=again)

    def scroll(self, pages: int) -> None:
        """Show more of a long card."""
        self.top += pages * max(1, self.lines("card").size.height - 4)
        self.paint()

    # What is shown ---------------------------------------------------------------------------

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return how many are left."""
        left = len(self.queue.waiting)
        count = ngettext("{count} left", "{count} left", left).format(count=left)
        settled = _("{count} done").format(count=len(self.queue.settled))
        return self.heading(_("Triage")), line(StyledText(count, "strong"), f"   {settled}")

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return what undo would bring back."""
        return (), line(StyledText(self.undo_text, "dim"))

    def paint(self) -> None:
        """Show the card of the project in front, or that all is done."""
        super().paint()
        cells = self.size.width
        pane = self.lines("card")
        current = self.queue.current
        if current is None:
            pane.show(self._end_lines())
            return
        rows = pane.size.height
        answers = self._answers(cells)
        room = max(1, rows - len(answers) - 1)
        every = self.host.card(current).full(cells)
        self.top = max(0, min(self.top, len(every) - room))
        shown = every[self.top : self.top + room]
        rest = len(every) - self.top - room
        more = _("   {count} more lines: PgDn").format(count=rest) if rest > 0 else ""
        blank: list[TextLine] = [()] * (rows - len(shown) - len(answers) - 1)
        pane.show([*shown, line(StyledText(more, "dim")), *blank, *answers])

    def _end_lines(self) -> list[TextLine]:
        settled = len(self.queue.settled)
        if settled:
            text = ngettext(
                "Done: {count} project settled.", "Done: {count} projects settled.", settled
            ).format(count=settled)
        else:
            text = _("Nothing here needs attention.")
        return [
            (),
            line(StyledText(f"   {text}", "good")),
            line(StyledText("   " + _("q goes back"), "dim")),
        ]

    def _answers(self, cells: int) -> list[TextLine]:
        pieces = [
            line(
                StyledText(f" {self.key_of(command)}", "key"),
                StyledText(f" {command.name()} ", "dim"),
            )
            for command in self.commands
            if command.keys and command.applies(self)
            if not (command.footer or command.id in UNTOLD)
        ]
        return [(StyledText("-" * cells, "dim"),), *flow(pieces, cells)]
