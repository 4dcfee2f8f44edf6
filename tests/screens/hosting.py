"""A Netloft whose store is a list in memory: screens are driven through it by their keys."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from textual.pilot import Pilot
from textual.screen import Screen

from deals.edits import apply, patch
from deals.model import Book, Project
from deals.refusal import Refusal
from screens.kit.glyphs import UNICODE
from screens.kit.host import Context, Host, Imported, Progress
from screens.kit.lines import Lines
from screens.kit.screen import KitScreen
from screens.pipeline.screen import PipelineScreen
from screens.triage.screen import TriageScreen
from tests.deals.makers import DEFAULT, TODAY
from tests.deals.readings import LATER, reading

KEYS: Mapping[str, str] = {}


class FakeHost(Host):
    """Saves into `saved`; with `broken` set, every save is refused with that."""

    def __init__(self, book: Book, first: Screen[None], keys: Mapping[str, str] = KEYS) -> None:
        context = Context(
            playbook=DEFAULT,
            me="林",
            today=lambda: TODAY,
            stamp=lambda: LATER,
            new_id=reading().new_id,
            glyphs=UNICODE,
            keys=keys,
        )
        super().__init__(context, self.put, self.take, book)
        self.first = first
        self.saved: list[tuple[str, Book]] = []
        self.broken: Refusal | None = None
        self.tables: dict[str, Imported] = {}

    def put(self, before: Book, after: Book, label: str) -> Book:
        """Keeps what is saved, or refuses."""
        if self.broken is not None:
            raise self.broken
        merged = apply(patch(before, after), self.book)
        self.saved.append((label, merged))
        return merged

    def take(self, path: Path, progress: Progress) -> Imported:
        """Gives what the test laid out for this file."""
        found = self.tables.get(str(path))
        if found is None:
            raise Refusal("file-missing", file=str(path))
        progress(str(path), 1, 1)
        return found

    def on_mount(self) -> None:
        """Opens the screen under test."""
        self.set_keymap(dict(self.context.keys))
        self.push_screen(self.first)

    def open_triage(self, ids: Sequence[str]) -> None:
        """Opens triage, as the app does."""
        self.push_screen(TriageScreen(ids))

    def open_first(self) -> None:
        """Opens the pipeline, as the app does."""
        self.switch_screen(PipelineScreen())

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
        await self.pilot.press(*keys)
        await self.pilot.pause()

    async def type(self, text: str) -> None:
        """Types a text, character by character as a terminal sends it."""
        await self.pilot.press(*(_NAMED.get(char, char) for char in text))
        await self.pilot.pause()

    async def read(self) -> None:
        """Waits until a file is read."""
        await self.host.workers.wait_for_complete()
        await self.pilot.pause()

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
        return [label for label, _book in self.host.saved]


_NAMED = {" ": "space", "\n": "enter"}


@asynccontextmanager
async def at_desk(
    first: Screen[None],
    *projects: Project,
    size: tuple[int, int] = (80, 24),
    keys: Mapping[str, str] = KEYS,
) -> AsyncIterator[Desk]:
    """Runs an app on these projects, as of tests.deals.makers.TODAY."""
    host = FakeHost(Book().with_projects(*projects), first, keys)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.pause()
        yield Desk(host, pilot)
