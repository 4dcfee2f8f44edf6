"""A Netloft whose store is a list in memory: screens are driven through it by their keys."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Thread, current_thread

from textual.pilot import Pilot
from textual.screen import Screen

from deals.edits import patch
from deals.merge import News, Own, Prefer, merge_patch
from deals.model import Book, Project
from deals.refusal import Refusal
from deals.unsaved import Place, UnsavedLine
from screens.followups.screen import FollowupsScreen
from screens.kit.context import Context, Imported, Progress
from screens.kit.front import Samples
from screens.kit.glyphs import UNICODE
from screens.kit.host import Host
from screens.kit.lines import Lines
from screens.kit.screen import KitScreen
from screens.log.screen import LogScreen
from screens.opening import show_room
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from tests.deals.makers import DEFAULT, TODAY
from tests.deals.readings import LATER, reading
from tests.keyboard import press, send, wait_until_idle

KEYS: Mapping[str, str] = {}


class FakeDoor:
    """A store in memory that others may change: `by_others` does.

    Saves into `saved`; with `broken` set, every save is refused with that, and with `lost` set,
    every look at what others did; with `unwritable`, every backup.
    """

    def __init__(self, book: Book) -> None:
        self.stored = self.seen = book
        self.saved: list[tuple[str, Book]] = []
        self.notices: Sequence[Refusal] = ()
        self.broken: Refusal | None = None
        self.lost: Refusal | None = None
        self.read_only: Refusal | None = None
        self.trouble: Refusal | None = None
        self.notices_of_late: list[Refusal] = []
        self.restored = False
        self.doubtful: Refusal | None = None
        self.dirty = False
        self.overdue = False
        self.backup_due = False
        self.unwritable: Refusal | None = None
        self.looks = 0
        self.kept: list[Book] = []
        self.checkpoints: list[Thread] = []
        self.backups: list[Thread] = []
        self._own = Own()

    def commit(self, before: Book, after: Book, label: str, prefer: Prefer) -> Book:
        """Keeps what is saved, or refuses."""
        if self.broken is not None:
            raise self.broken
        if self.trouble is not None:
            raise self.trouble
        change = patch(before, after)
        self.seen = self.stored = merge_patch(change, self.stored, prefer=prefer).book
        self._own = self._own.wrote(change)
        self.dirty = True
        self.saved.append((label, self.stored))
        return self.stored

    def take_in(self) -> News | None:
        """What others did, told once."""
        self.looks += 1
        if self.lost is not None:
            raise self.lost
        if self.stored is self.seen and not self.notices_of_late:
            return None
        change = patch(self.seen, self.stored)
        self._own, lost = self._own.told(change, "周")
        self.seen = self.stored
        notices, self.notices_of_late = tuple(self.notices_of_late), []
        return News(self.stored, lost, notices, self.restored)

    def write_held(self) -> None:
        """Ends the trouble."""
        self.trouble = None

    def keep_held(self) -> Path | None:
        """Notes what is held, or refuses."""
        if self.unwritable is not None:
            raise self.unwritable
        self.kept.append(self.stored)
        return None

    def back_up(self) -> None:
        """Notes the thread that it is done in, or refuses."""
        self.backups.append(current_thread())
        if self.unwritable is not None:
            raise self.unwritable
        self.backup_due = False

    def checkpoint(self) -> None:
        """Notes the thread that it is done in."""
        if self.broken is not None:
            raise self.broken
        self.dirty = self.overdue = False
        self.checkpoints.append(current_thread())

    def by_others(self, *changed: Project, gone: Sequence[str] = ()) -> None:
        """Somebody else saves."""
        self.stored = self.stored.with_projects(*changed).without(*gone)


class FakeShelf:
    """Lines left half typed, in memory; `broken` refuses to keep any."""

    def __init__(self, lines: Sequence[UnsavedLine] = ()) -> None:
        self.lines = {line.id: line for line in lines}
        self.changes = 0
        self.broken: Refusal | None = None
        self.has_old = False
        self._made = 0

    def read(self) -> Sequence[UnsavedLine]:
        """Those that are left, the newest first."""
        return sorted(self.lines.values(), key=lambda line: line.at, reverse=True)

    def new_line(self, place: Place, label: str, text: str) -> UnsavedLine:
        """A line typed now."""
        self._made += 1
        return UnsavedLine(f"line {self._made}", "林", place, label, text, LATER.at)

    def change(self, put: Sequence[UnsavedLine], drop: Collection[str]) -> None:
        """Keeps and drops, or refuses."""
        if self.broken is not None:
            raise self.broken
        self.changes += 1
        self.lines |= {line.id: line for line in put}
        self.lines = {id: line for id, line in self.lines.items() if id not in drop}


class FakeHost(Host):
    """A Netloft on a FakeDoor; `tables` are the files that it can read."""

    POLL_SECONDS = 3600.0  # tests call `poll` when they want it

    def __init__(
        self,
        store: FakeDoor,
        first: Screen[None],
        keys: Mapping[str, str] = KEYS,
        shelf: FakeShelf | None = None,
    ) -> None:
        self.shelf = shelf or FakeShelf()
        context = Context(
            playbook=DEFAULT,
            me="林",
            today=lambda: TODAY,
            stamp=lambda: LATER,
            new_id=reading().new_id,
            glyphs=UNICODE,
            keys=keys,
            shelf=self.shelf,
        )
        self.store = store
        super().__init__(context, store, self.take, store.stored)
        self.first = first
        self.tables: dict[str, Imported] = {}

    def take(self, path: Path, progress: Progress) -> Imported:
        """Gives what the test laid out for this file."""
        found = self.tables.get(str(path))
        if found is None:
            raise Refusal("file-missing", file=str(path))
        progress(str(path), 1, 1)
        return found

    def on_mount(self) -> None:
        """Opens the screen under test."""
        self.push_screen(self.first)

    def open_triage(self, ids: Sequence[str]) -> None:
        """Opens triage, as the app does."""
        self.push_screen(TriageScreen(ids))

    def open_room(self, room: str, project: Project, *, instead: bool = False) -> None:
        """Opens a room of a project, as the app does."""
        show_room(self, room, project, instead=instead)

    def open_log(self, project: Project) -> None:
        """Opens a project's log, as the app does."""
        self.push_screen(LogScreen(project))

    def open_followups(self) -> None:
        """Opens the follow-ups, as the app does."""
        self.push_screen(FollowupsScreen())

    def open_first(self) -> None:
        """Opens the pipeline, as the app does."""
        self.switch_screen(PipelineScreen())

    def samples(self) -> Samples:
        """The sample's one, touched where it has another name."""
        there = [one for one in self.book.projects.values() if one.id == SAMPLE["id"]]
        touched = [one.id for one in there if one.name != SAMPLE["name"]]
        return Samples(tuple(one.id for one in there if one.id not in touched), tuple(touched))

    def without_samples(self, ids: Sequence[str]) -> Book:
        """The book less these."""
        return self.book.without(*ids)

    def sample(self) -> Book:
        """A sample of one."""
        return self.book.with_projects(Project.model_validate(SAMPLE))


SAMPLE = {
    "id": "sample",
    "name": "样例项目",
    "created_at": LATER.at,
    "updated_at": LATER.at,
}


class Desk:
    """A driven app: press keys, read what is shown."""

    def __init__(self, host: FakeHost, pilot: Pilot[None]) -> None:
        self.host = host
        self.pilot = pilot

    @property
    def screen(self) -> KitScreen:
        """The screen on top."""
        screen = self.host.screen
        assert isinstance(screen, KitScreen)
        return screen

    async def press(self, *keys: str) -> None:
        """Presses keys by their Textual names."""
        await press(self.host, *keys)

    async def settle(self) -> None:
        """Waits until the app has done what there is to do."""
        await wait_until_idle(self.host)

    async def type(self, text: str) -> None:
        """Types a text, character by character as a terminal sends it; waits at ends of lines."""
        for part in re.findall(r"[^\n]+|\n", text):
            send(self.host, [_NAMED.get(char, char) for char in part])
            await self.settle()

    async def read(self) -> None:
        """Waits until a file is read."""
        await self.settle()

    def shown(self, id: str) -> str:
        """What a part of the screen shows: title, rows, pane, card, status, footer."""
        return self.screen.query_one(f"#{id}", Lines).text

    def foot(self) -> str:
        """What stands at the foot, the lines over the pane included, as one line."""
        said = [*self.screen.foot.above, self.screen.foot.line]
        return " ".join("".join(span.text for span in one).strip() for one in said)

    def project(self, one: str) -> Project:
        """A project as it now stands."""
        return self.host.book.projects[one]

    @property
    def labels(self) -> list[str]:
        """What was saved, by label."""
        return [label for label, _book in self.host.store.saved]

    async def news(self, *changed: Project, gone: Sequence[str] = ()) -> None:
        """Somebody else saves, and the app looks."""
        self.host.store.by_others(*changed, gone=gone)
        await self.poll()

    async def poll(self) -> None:
        """A second passes."""
        self.host.poll()
        await self.settle()


_NAMED = {"\n": "enter"}


@asynccontextmanager
async def at_desk(
    first: Screen[None],
    *projects: Project,
    size: tuple[int, int] = (80, 24),
    keys: Mapping[str, str] = KEYS,
    read_only: Refusal | None = None,
    notices: Sequence[Refusal] = (),
    shelf: FakeShelf | None = None,
) -> AsyncIterator[Desk]:
    """Runs an app on these projects, as of tests.deals.makers.TODAY."""
    store = FakeDoor(Book().with_projects(*projects))
    store.read_only, store.notices = read_only, notices
    host = FakeHost(store, first, keys, shelf)
    async with host.run_test(size=size) as pilot:
        await wait_until_idle(host)
        yield Desk(host, pilot)
