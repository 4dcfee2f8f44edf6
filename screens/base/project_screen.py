"""A room of one project: it follows what becomes of the project, and leaves when it is gone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from itertools import product
from operator import attrgetter
from typing import ClassVar

from textual import events

from deals.edits.patches import Patch
from deals.model import KEYS, Book, Project, Record
from screens.base.closed_prompt import CANCEL_KEYS
from screens.base.frame import WIDE, RoomTab, draw_rooms, join_titles, stage_mark
from screens.base.prompts import GoneRoom
from screens.base.screen import BaseScreen, LetterOption
from views.styled_text import StyledText, TextLine, cells_of, cut, fit, line, width
from wording import _
from wording.record_names import ref_text

GOOD_NAME, LEAST_NAME = 24, 12
"""The cells of a name for which what is wrong gives way, and those that the rooms always leave."""


class ProjectScreen(BaseScreen):
    """Watches its project in the book; subclasses give `paint`, and `whereabouts` for the title.

    `room` is the name by which the app opens it.
    """

    room: ClassVar[str]

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self._veil = ExitStack()

    def on_mount(self) -> None:
        """Watch the book; nothing is shown before there is all to show."""
        self._veil.enter_context(self.app.batch_update())
        self.watch(self.app, "book", self.book_changed, init=False)
        self.paint_soon()
        landing, self.host.landing = self.host.landing, None
        if landing is not None:
            self.soon(self.land, landing)

    def on_resize(self, event: events.Resize) -> None:
        """Lay everything out; what the widgets still do about it is the first that is shown."""
        self.call_after_refresh(self._veil.close)

    def on_unmount(self) -> None:
        """Lift the veil of a screen that is left before anything was shown."""
        self._veil.close()

    def land(self, ref: str) -> None:
        """Put the cursor on an item of the red thread; rooms that have one know how."""

    @property
    def noted_id(self) -> str:
        """The id of the person whose notes are meant here; empty for those of the project."""
        return ""

    def book_changed(self, book: Book) -> None:
        """Take in what became of the project; one that was deleted ends the room."""
        self.project = book.projects.get(self.project.id, self.project)
        if self.is_active and not self._end_if_gone():
            self.paint()

    def on_screen_resume(self) -> None:
        """Come to the top: the project may have been deleted while another screen was there."""
        if self.is_active:
            self._end_if_gone()

    @property
    def is_lost(self) -> bool:
        """Whether the project is not there any more."""
        return self.project.id not in self.host.book.projects

    def _end_if_gone(self) -> bool:
        """End the room if its project is gone; where others took it, it stands until Esc, so that
        no key that is typed meanwhile is one of the screen below.
        """
        if not self.is_lost:
            if isinstance(self.key_handler, GoneRoom):
                self.release()  # it is there again
            return False
        self.host.unsaved.leave()
        if self.project.id in self.host.taken_here:
            self._leave_gone()
            self.host.note(self.host.why_gone(self.project.id))
        elif not isinstance(self.key_handler, GoneRoom):
            self.key_handler = GoneRoom(self._tell_gone, self._leave_gone)
            self._tell_gone()
        return True

    def _tell_gone(self) -> None:
        why = self.host.why_gone(self.project.id)
        self.tell(_("{why}; Esc leaves the room").format(why=why), "amber")

    def press_key(self, event: events.Key) -> bool:
        """Leave a room whose project is gone by Esc, whatever that means elsewhere in it."""
        if isinstance(self.key_handler, GoneRoom) and event.key in CANCEL_KEYS:
            self.key_handler.key(event)
            return True
        return super().press_key(event)

    def _leave_gone(self, typed: str = "") -> None:
        """Leave the rooms of a project that is not there any more; what was `typed` is kept."""
        if typed:
            self.host.unsaved.keep_unused(typed)
        top: object = self
        while isinstance(top, ProjectScreen) and top.is_lost:
            top.key_handler = None
            if not top.close():
                break
            top = self.host.screen

    def show_replay(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Say what an undo or redo did, and go to it."""
        if change is not None and self.project.id in change.projects:
            self.show_change(*change.projects[self.project.id])
        super().show_replay(text, change, again=again)

    def show_change(self, before: Project | None, after: Project | None) -> None:
        """Go to what an undo or redo brought back or changed; rooms know how."""

    def whereabouts(self) -> Sequence[TextLine]:
        """Return what is wrong here, or how far it is, for the right end of the title.

        Behind the longest wording stand shorter ones for where there is less room.
        """
        return ()

    def rooms(self) -> list[RoomTab]:
        """Return the rooms that one goes to from here, by their keys."""
        return [
            RoomTab(self.key_of(each), each.name().capitalize(), each.id == f"room-{self.room}")
            for each in self.commands
            if each.id.startswith("room-")
        ]

    def title_line(self) -> tuple[TextLine, TextLine]:
        """Return the project and its stage; what is wrong, and in which of its rooms one is.

        All rooms are named where there is room for it beside the whole name; then what is wrong
        gives way to the name, and the name to the keys of the rooms.
        """
        name, stage = self.project.name, self._stage()
        rooms, wheres, cells = self.rooms(), [*self.whereabouts()] or [()], self.size.width - 3
        named, keys = (draw_rooms(rooms, named=all_of_them) for all_of_them in (True, False))
        whole = width(name)
        tries = [*product([(named, whole)] if cells + 3 >= WIDE else [], wheres)]
        tries += product([(keys, whole), (keys, GOOD_NAME), (keys, LEAST_NAME), ((), 0)], wheres)
        for (shown, least), where in tries:
            finish = join_titles(where, shown)
            room = cells - cells_of(stage) - cells_of(finish)
            if room >= min(least, whole):
                break
        return (*cut(line(StyledText(name, "strong")), max(1, room)), *stage), finish

    def _stage(self) -> TextLine:
        return (*stage_mark(self.project, self.host.context.playbook), *self.store_marks())

    def status_ends(self) -> tuple[TextLine, TextLine]:
        """Return what undo would take back."""
        return (), line(StyledText(self.undo_text, "dim"))


_LETTERS, _SHORT = "abcdefghijklmnopqrstuvwxyz", 24
_OF_KIND = {
    "answer": "strategy",
    "hole": "people",
    "cell": "market",
    "note": "market",
    "swot": "market",
    "strategy": "market",
    "cause": "fishbone",
    "goal": "plan",
    "row": "plan",
    "checkpoint": "plan",
}


def follow_thread(screen: ProjectScreen, ref: str) -> bool:
    """Go to an item of the red thread (`deals.thread`), in whatever room it stands; whether there
    is a room for it.
    """
    room = _OF_KIND.get(ref.partition(":")[0])
    if room is None:
        return False
    if room == screen.room:
        screen.land(ref)
    else:
        screen.host.landing = ref
        screen.host.open_screen(room, screen.project, instead=True)
    return True


def choose_along(
    screen: ProjectScreen, back: Sequence[str], onward: Sequence[str], nothing: str
) -> None:
    """Go to an item of the red thread, back (`<`) or on (`>`); to the only one at once.

    `nothing` is told where there is none.
    """
    ways = [*(("<", ref) for ref in back), *((">", ref) for ref in onward)]
    options: list[LetterOption] = [
        (letter, f"{way} {_item_text(screen, ref)}", partial(_follow_ref, screen, ref))
        for letter, (way, ref) in zip(_LETTERS, ways, strict=False)
    ]
    if not options:
        screen.tell(nothing, "amber")
    elif len(options) == 1:
        options[0][2]()
    else:
        screen.choose(_("linked items"), options)


def _follow_ref(screen: ProjectScreen, ref: str) -> None:
    follow_thread(screen, ref)


def _item_text(screen: ProjectScreen, ref: str) -> str:
    """Return an item of the thread by its own words, cut to leave room for others."""
    return fit(ref_text(screen.project, ref, screen.host.context.playbook), _SHORT).rstrip()


def record_ids(project: Project | None, name: str) -> list[str]:
    """Return the ids of the records in a list of a project, in their order."""
    return [_key_of(name)(record) for record in getattr(project, name, ())]


def changed_ids(before: Project | None, after: Project | None, name: str) -> list[str]:
    """Return the ids of the records in a list of a project that are others or new in `after`."""
    key = _key_of(name)
    old: dict[str, Record] = {key(record): record for record in getattr(before, name, ())}
    return [key(record) for record in getattr(after, name, ()) if old.get(key(record)) != record]


def _key_of(name: str) -> Callable[[Record], str]:
    return KEYS.get(name, attrgetter("id"))
