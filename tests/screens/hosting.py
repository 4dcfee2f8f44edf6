"""A Netloft on a store in a folder of its own: screens are driven through it by their keys.

The store is the real one. Only the flushing of its files is left out: that what was written is on
the disk is proved in tests/store.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread, current_thread
from unittest.mock import patch

import orjson
import pytest
from textual import events
from textual._compositor import Compositor
from textual.pilot import Pilot
from textual.screen import Screen

from deals.agenda import DueItem
from deals.errors import UserError
from deals.model import SHARED, Book, Project
from deals.parsing.time_words import DateOrder
from deals.unsaved import UnsavedLine
from reports.report_kinds import KINDS
from screens.base.app import BaseApp
from screens.base.context import (
    AnswerKey,
    AppContext,
    ImportChoices,
    ImportedTable,
    PaperKind,
    PaperSubject,
    ReadProgress,
    ReadTable,
    SampleIds,
    ShownSetting,
)
from screens.base.import_table import ImportPreview
from screens.base.lines import LinesView
from screens.base.screen import BaseScreen
from screens.pipeline.screen import PipelineScreen
from screens.registry import SCREENS, find_command_key, show_screen
from screens.tour.tour import begin_tour
from store import files
from store.files import read_whole
from store.journal import journal_path
from store.output_files import write_output
from store.path_completion import complete_path
from store.store import Store
from store.tables.results import ColumnMeaning, ImportOutcome, StageName
from store.unsaved import UnsavedFile
from tests.deals.makers import DEFAULT, TODAY
from tests.deals.readings import LATER, reading
from tests.keyboard import LeisurelyClock, press, send, wait_until_idle
from tests.store import commit
from tests.store.faults import filling, hasty
from tui.app import AuthorUnsaved
from tui.due_writer import write_due_calendar
from tui.report_writer import make_app_context, propose_path, write_report
from tui.table_reader import TableReader, read_contacts
from tui.table_writer import write_pipeline
from views.glyphs import Glyphs, use_glyphs
from views.import_letter import ImportLetter, write_letters
from views.styled_text import cells_of, width
from wording import _, language, use_language

KEYS: Mapping[str, str] = {}
EMPTY = Book()
ME, OTHER = "林", "周"
FULL_NAME = "林悦"


class RoomHost(BaseApp):
    """A Netloft without a command line; `tables` are the files that it can read."""

    POLL_SECONDS = 3600.0  # tests call `poll` when they want it

    store: Store

    def __init__(
        self,
        store: Store,
        first: Screen[None],
        keys: Mapping[str, str],
    ) -> None:
        context = AppContext(
            playbook=DEFAULT,
            me=ME,
            today=lambda: TODAY,
            stamp=lambda: LATER,
            new_id=reading().new_id,
            keys=keys,
            unsaved_store=AuthorUnsaved(store.unsaved, ME),
            year_start=lambda: store.book.year_start,
        )
        super().__init__(context, store, self.take, store.book)
        self.path = store.path
        self.clock = self.closed_prompt.clock = LeisurelyClock()
        self.first = first
        self.tables: dict[str, ImportedTable] = {}
        self.answers: dict[AnswerKey, str] = {}
        self.unkept, self.tour_step = "", 0

    def write_book(self, book: Book, path: Path, *, force: bool) -> Path | None:
        """Writes the projects of a book to a file; return where an earlier one was kept."""
        about = book, path, self.context.playbook, self.context.today()
        return write_pipeline(*about, force=force, stores=(self.path,))

    def write_file(
        self, data: bytes, path: Path, is_earlier: Callable[[bytes], bool], *, force: bool
    ) -> Path | None:
        """Writes a file that the user named."""
        return write_output(path, data, is_earlier, force=force, stores=(self.path,))

    def list_papers(self) -> Sequence[PaperKind]:
        """The kinds of papers, as in the app."""
        return [
            PaperKind(kind.name, _(kind.title), kind.formats, kind.subject)
            for kind in KINDS.values()
        ]

    def propose_paper(self, name: str, ending: str) -> str:
        """A name that nothing has, as in the app."""
        return propose_path(name, f"{self.context.today()}", ending)

    def write_paper(
        self, kind: str, subject: PaperSubject, path: Path, *, force: bool
    ) -> Path | None:
        """Writes a paper, as the app does."""
        context = make_app_context(self, subject)
        return write_report(KINDS[kind], context, path, force=force, stores=(self.path,))

    def write_calendar(
        self, items: Sequence[DueItem], owner: str, path: Path, *, force: bool
    ) -> None:
        """Writes what is due as a calendar, as the app does."""
        write_due_calendar(items, self.store, path, owner, force=force, stores=(self.path,))

    def read_contacts(self, path: Path, project: Project) -> ImportedTable:
        """Reads a file of contacts into a project of the book; nothing is written yet."""
        return read_contacts(path, self.book, project, self.context.reading())

    def list_settings(self) -> Sequence[ShownSetting]:
        """Some settings: those that the app changes, and one that it says how to change."""
        return [
            ShownSetting("dates", "-", "default", "How days in figures read.", "in config.toml"),
            ShownSetting("lang", "en", "default", "The language.", ""),
            ShownSetting("me", ME, "default", "Your name.", ""),
            ShownSetting("currency", "CNY", "default", "Of amounts without one.", ""),
            ShownSetting("country", "-", "default", "Days off.", "in config.toml"),
        ]

    def back_up(self) -> Path | None:
        """Keeps a backup, as the app does."""
        return self.store.back_up_now()

    def settle_theme(self, name: str) -> str:
        """Keeps nothing; the tests keep no settings."""
        return ""

    def settle_dates(self, order: DateOrder) -> str:
        """Reads days by it; the tests keep no settings."""
        self.context = replace(self.context, dates=order)
        return ""

    def settle_glyphs(self, alphabet: Glyphs) -> str:
        """Draws with it; the tests keep no settings."""
        use_glyphs(alphabet)
        self.context = replace(self.context, ask_glyphs=False)
        return ""

    @property
    def settings_file(self) -> str:
        """Where the settings would be."""
        return "config.toml"

    def begin_tour(self) -> None:
        """Begins the tour at the step reached, which the test keeps."""
        begin_tour(self, self.tour_step, partial(setattr, self, "tour_step"), demo=False)

    def guess_answers(self) -> tuple[str, str]:
        """A fuller name, as an account has it."""
        return ("", "") if self.context.me != ME else (FULL_NAME, "")

    def settle_answer(self, key: AnswerKey, text: str) -> str:
        """Goes by it; `unkept` is why the tests keep no settings, or nothing."""
        self.answers[key] = text
        if key == "lang":
            use_language(text)
        elif key == "me":
            self.context = replace(self.context, me=text)
        else:
            self.context = replace(self.context, currency=text)
        return self.unkept

    def take(self, path: Path) -> ReadTable:
        """Gives what the test laid out for this file, else reads it."""
        reader = TableReader(path, {}, lambda: self.book, lambda: self.context.reading())

        def read(choices: ImportChoices, progress: ReadProgress) -> ImportedTable:
            progress(str(path), 1, 1)
            return self.tables.get(str(path)) or reader.read(choices, progress)

        return read

    def complete_path(self, typed: str) -> Sequence[str]:
        """Completes as the app does."""
        return complete_path(typed)

    def on_mount(self) -> None:
        """Opens the screen under test."""
        self.push_screen(self.first)

    def find_command_key(self, command: str) -> str:
        """The key of a command of any screen, as in the app."""
        return find_command_key(command, self.context.keys)

    def open_screen(self, name: str, *about: object, instead: bool = False) -> None:
        """Opens a screen, as the app does."""
        show_screen(self, name, *about, instead=instead)

    def samples(self) -> SampleIds:
        """The sample's one, touched where it has another name."""
        there = [project for project in self.book.projects.values() if project.id == SAMPLE["id"]]
        touched = [project.id for project in there if project.name != SAMPLE["name"]]
        return SampleIds(
            tuple(project.id for project in there if project.id not in touched), tuple(touched)
        )

    def without_samples(self, ids: Sequence[str]) -> Book:
        """The book less these."""
        return self.book.without(*ids)

    def sample(self) -> Book:
        """A sample of one."""
        return self.book.with_projects(Project.model_validate(SAMPLE))


def every_screen(deal: Project) -> dict[str, Callable[[], BaseScreen]]:
    """How to make each screen of the registry, about a project."""
    about: dict[str, Callable[[], tuple[object, ...]]] = {
        **dict.fromkeys(("pipeline", "welcome", "followups"), tuple),
        **dict.fromkeys(
            ("key_projects", "week", "numbers", "team", "unsaved", "unsettled", "method"), tuple
        ),
        "triage": lambda: ([deal.id],),
        "help": lambda: (PipelineScreen(), False),
        "import_preview": lambda: (preview_of(deal),),
        "import_letter": lambda: (ImportLetter("t.xlsx", write_letters(preview_of(deal).table)),),
    }

    def make(name: str) -> BaseScreen:
        screen = SCREENS[name].load()(*about.get(name, lambda: (deal,))())
        assert isinstance(screen, BaseScreen)
        return screen

    return {name: partial(make, name) for name in SCREENS}


def read_into(before: Book, after: Book, *refused: UserError) -> ImportedTable:
    """What a reader gives for a table that makes `before` into `after`, rows of it refused."""
    new = [project for project in after.projects.values() if project.id not in before.projects]
    rows = [ImportOutcome("t.csv", "", 2, 2, each.name, "added", id=each.id) for each in new]
    rows += [
        ImportOutcome("t.csv", "", 3, 3, "", "refused", refusals=(refusal,)) for refusal in refused
    ]
    return ImportedTable(before=before, book=after, outcomes=rows)


def preview_of(deal: Project) -> ImportPreview:
    """The preview of a table of two sheets that adds a project; a row and a stage are unknown."""
    row = ImportOutcome("t.xlsx", "a", 2, 2, deal.name, "added", id=deal.id)
    refused = replace(row, row=3, kind="refused", refusals=(UserError("name-missing"),))
    table = ImportedTable(
        before=EMPTY,
        book=EMPTY.with_projects(deal),
        outcomes=[row, refused],
        columns=[ColumnMeaning("t.xlsx", "a", "Deal", "name")],
        stages=[StageName("Verbal", "", 1)],
        sheets=("a", "b"),
        fields=("name", "stage", "ignore"),
    )
    return ImportPreview(
        Path("t.xlsx"), lambda _choices, _progress: table, ImportChoices(), table, lambda: None
    )


SAMPLE = {
    "id": "sample",
    "name": "样例项目",
    "created_at": LATER.at,
    "updated_at": LATER.at,
}


class Desk:
    """A driven app: press keys, read what is shown."""

    def __init__(self, host: RoomHost, pilot: Pilot[None]) -> None:
        self.host = host
        self.pilot = pilot

    @property
    def screen(self) -> BaseScreen:
        """The screen on top."""
        screen = self.host.screen
        assert isinstance(screen, BaseScreen)
        return screen

    async def press(self, *keys: str) -> None:
        """Presses keys by their Textual names."""
        await press(self.host, *keys)

    async def paste(self, text: str) -> None:
        """Pastes a text."""
        self.host.post_message(events.Paste(text))
        await self.settle()

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
        return self.screen.query_one(f"#{id}", LinesView).text

    def foot(self) -> str:
        """What stands at the foot, the lines over the pane included, as one line."""
        lines = [*self.screen.status_bar.above, self.screen.status_bar.line]
        return " ".join("".join(span.text for span in line).strip() for line in lines)

    def project(self, project_id: str) -> Project:
        """A project as it now stands."""
        return self.host.book.projects[project_id]

    @property
    def path(self) -> Path:
        """The store's file."""
        return self.host.path

    @property
    def labels(self) -> list[str]:
        """What was saved here since the store's file was last written whole, by label."""
        found = read_whole(journal_path(self.path))
        entries = [orjson.loads(line) for line in found[0].splitlines()] if found else []
        return [entry["label"] for entry in entries if entry["by"] == ME]

    @property
    def lines(self) -> dict[str, UnsavedLine]:
        """The lines left half typed that are kept, by id."""
        return {line.id: line for line in self.host.context.unsaved_store.read()}

    def save_elsewhere(
        self, *changed: Project, gone: Collection[str] = (), shared: Book | None = None
    ) -> None:
        """Somebody else puts and deletes projects, and what all projects share."""
        store = Store.open(self.path)
        book = store.book.with_projects(*changed).without(*gone)
        if shared is not None:
            book = book.with_lists(**{name: getattr(shared, name) for name in SHARED})
        commit(store, store.book, book, "edit", OTHER)

    async def news(self, *changed: Project, gone: Collection[str] = ()) -> None:
        """Somebody else saves, and the app looks."""
        self.save_elsewhere(*changed, gone=gone)
        await self.poll()

    async def poll(self) -> None:
        """A second passes."""
        self.host.poll()
        await self.settle()


_NAMED = {"\n": "enter"}


def screen_text(at: Desk) -> str:
    """All of the screen as it is seen, without the blanks at the ends of its lines."""
    height = at.host.size.height
    rows = [""] * height
    views = at.screen.query(LinesView)
    for view in sorted(views, key=lambda view: (view.region.y, view.region.x)):
        for place, text in enumerate(view.text.split("\n")[: view.size.height]):
            row = rows[view.region.y + place]
            rows[view.region.y + place] = row + " " * (view.region.x - width(row)) + text
    return "".join(f"{row.rstrip()}\n" for row in rows)


def present_view(at: Desk) -> str:
    """The view of the screen that stands out at the end of its rule."""
    split = at.screen.split
    assert split is not None
    return "".join(span.text for span in split.source.pane_finish() if span.tone == "key")


@asynccontextmanager
async def at_desk(
    first: Screen[None],
    *projects: Project,
    size: tuple[int, int] = (80, 24),
    keys: Mapping[str, str] = KEYS,
    shared: Book = EMPTY,
    lines: Sequence[UnsavedLine] = (),
    before: Callable[[Path], object] = lambda _path: None,
) -> AsyncIterator[Desk]:
    """Runs an app on these projects, as of tests.deals.makers.TODAY.

    `shared` has what all projects share, `lines` were left half typed by a session that has ended,
    and `before` is done to the store's file before it is opened.
    """
    with (
        TemporaryDirectory(prefix="netloft-desk-") as folder,
        patch.object(files, "os", hasty()),
        patch.object(Compositor, "render_update", render_due),
        patch("tui.app.now", lambda: LATER.at),
    ):
        path, spoken = Path(folder) / "book" / "netloft.json", language()
        place_store(path, shared.with_projects(*projects), lines)
        before(path)
        host = RoomHost(Store.open(path, author=ME), first, keys)
        async with host.run_test(size=size) as pilot:
            await wait_until_idle(host)
            try:
                yield Desk(host, pilot)
            finally:
                use_language(spoken)
        # A checkpoint or a backup that is still at it would write into a folder being removed.
        await asyncio.get_running_loop().shutdown_default_executor()


def render_due(compositor: Compositor, **_options: object) -> None:
    """Has widgets render the rows that are due, and makes no frame of them: nobody would see it.

    To cut and join what they render is Textual's work, and the most expensive part of each key.
    """
    due = {row for region in compositor._dirty_regions for row in region.line_range}
    compositor._dirty_regions.clear()
    for widget, (region, clip) in compositor.visible_widgets.items():
        if isinstance(widget, LinesView):
            for row in due.intersection(region.intersection(clip).line_range):
                widget.render_line(row - region.y)


def screen_lines(host: BaseApp) -> list[str]:
    """All that the screen on top shows, line by line."""
    pieces = list[tuple[int, int, str]]()
    for widget, (region, _clip) in host.screen._compositor.visible_widgets.items():
        if isinstance(widget, LinesView):
            rows = range(region.height)
            pieces += [(region.y + y, region.x, widget.render_line(y).text) for y in rows]
    lines = [""] * host.size.height
    for y, _x, text in sorted(pieces):
        lines[y] += text
    return lines


def find_overflowing(host: BaseApp) -> list[tuple[str | None, str]]:
    """The lines of the screen on top that are wider than the widget that shows them."""
    return [
        (widget.id, "".join(span.text for span in each))
        for widget in host.screen._compositor.visible_widgets
        if isinstance(widget, LinesView)
        for each in widget._lines[: widget.size.height]
        if cells_of(each) > widget.size.width
    ]


def place_store(path: Path, book: Book, lines: Sequence[UnsavedLine]) -> None:
    """Makes the store that an app finds."""
    commit(Store.open(path), EMPTY, book, "made", OTHER)
    if lines:
        UnsavedFile(path).change(lines, (), LATER.at)


@contextmanager
def full_disk() -> Iterator[None]:
    """The store's disk has no room left."""
    with patch.object(files, "os", filling(0)):
        yield


def note_threads(monkeypatch: pytest.MonkeyPatch, kind: type, work: str) -> list[Thread]:
    """The threads in which a work of the store, a method of that kind, will be done each time."""
    threads, do = list[Thread](), getattr(kind, work)

    def noted(*given: object) -> object:
        threads.append(current_thread())
        return do(*given)

    monkeypatch.setattr(kind, work, noted)
    return threads
