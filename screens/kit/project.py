"""A room of one project: it follows what becomes of the project, and leaves when it is gone."""

from __future__ import annotations

from contextlib import ExitStack
from typing import ClassVar

from textual import events

from deals.model import Book, Project
from screens.kit.screen import KitScreen
from screens.kit.spans import Line, Span, line
from screens.kit.wording import _

WIDE = 100


class ProjectScreen(KitScreen):
    """Watches its project in the book; subclasses give `paint`, and `whereabouts` for the title.

    `room` is the name by which the app opens it.
    """

    room: ClassVar[str]

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self._veil = ExitStack()

    def on_mount(self) -> None:
        """Watches the book; nothing is shown before there is all to show."""
        self._veil.enter_context(self.app.batch_update())
        self.watch(self.app, "book", self.book_changed, init=False)
        self.paint_soon()
        landing, self.host.landing = self.host.landing, None
        if landing is not None:
            self.soon(self.land, landing)

    def on_resize(self, event: events.Resize) -> None:
        """Lays everything out; what the widgets still do about it is the first that is shown."""
        self.call_after_refresh(self._veil.close)

    def on_unmount(self) -> None:
        """Left before anything was shown."""
        self._veil.close()

    def land(self, ref: str) -> None:
        """Puts the cursor on an item of the red thread; rooms that have one know how."""

    def book_changed(self, book: Book) -> None:
        """Takes in what became of the project; one that was deleted leaves the screen."""
        self.project = book.projects.get(self.project.id, self.project)
        if self.is_active and not self._leave_if_gone():
            self.paint()

    def on_screen_resume(self) -> None:
        """Comes to the top: the project may have been deleted while another screen was there."""
        self._leave_if_gone()

    def _leave_if_gone(self) -> bool:
        gone = self.project.id not in self.host.book.projects
        if gone:
            self.taker = None
            self.host.unsaved.leave()
            self.close()
            self.host.note(_("somebody has deleted this project"))
        return gone

    def whereabouts(self) -> Line:
        """The right end of the title: which view, and its figures."""
        return ()

    def title_line(self) -> tuple[Line, Line]:
        """Which project this is, its stage first: a long name loses its end."""
        one = self.project
        where = f"{one.customer}  {one.name}" if self.size.width >= WIDE else one.name
        return self.heading(f"{one.stage}  {where}"), self.whereabouts()

    def status_ends(self) -> tuple[Line, Line]:
        """What undo would take back."""
        done = self.host.history.done
        label = _("undo: {label}").format(label=done[-1].said()) if done else ""
        return (), line(Span(label, "dim"))
