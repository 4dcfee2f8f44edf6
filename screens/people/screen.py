"""The people of one project: wiring between the picture, the cursor and what is done to people."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import ClassVar

from textual.widget import Widget

from deals.edits import Patch
from deals.model import Book, Contact, Project
from deals.net import Analyses, mends
from deals.net.findings import Mend
from screens.kit.canvas import Canvas
from screens.kit.commands import Command
from screens.kit.lines import Lines
from screens.kit.picture import Way
from screens.kit.screen import KitScreen
from screens.kit.spans import Line, Span, cut, flow, line, words
from screens.kit.takers import Letter
from screens.kit.wording import _
from screens.kit.wording.findings import ask_text, holds_text, names_of
from screens.people.commands import PEOPLE
from screens.people.detail import Seen
from screens.people.views import Drawn, View, draw

TALL = 32
WIDE = 100
SMALL, LARGE = 5, 11


class PeopleScreen(KitScreen):
    """One model of the people, four pictures of it; the cursor stays on its person across them."""

    commands: ClassVar[tuple[type[Command], ...]] = PEOPLE
    pane: ClassVar[str | None] = "detail"
    CSS_PATH = "screen.tcss"

    def __init__(self, project: Project) -> None:
        super().__init__()
        self.project = project
        self.view = View()
        self.current: str | None = None
        self.large = False
        self._analyses = Analyses()
        self._drawn: Drawn | None = None
        self._basis: tuple[Project, View, int] | None = None
        self._ways: tuple[object, tuple[Mend, ...]] = (None, ())

    def body(self) -> Iterable[Widget]:
        """The picture, and who is under the cursor."""
        yield Canvas(id="canvas")
        yield Lines(id="detail")

    def on_mount(self) -> None:
        """Watches the book."""
        self.watch(self.app, "book", self.book_changed, init=False)
        self.call_after_refresh(self.paint)

    def on_screen_resume(self) -> None:
        """Back from another screen."""
        self.call_after_refresh(self.paint)

    def on_canvas_resized(self) -> None:
        """There is another amount of room."""
        self.paint()

    def book_changed(self, book: Book) -> None:
        """Takes in what became of the project; one that was deleted leaves the screen."""
        there = book.projects.get(self.project.id)
        if there is None:
            self.taker = None
            self.close()
            self.host.note(_("somebody has deleted this project"))
            return
        self.project = there
        if self.is_current:
            self.paint()

    # What is shown ---------------------------------------------------------------------------

    @property
    def canvas(self) -> Canvas:
        """The picture's widget."""
        return self.query_one("#canvas", Canvas)

    @property
    def drawn(self) -> Drawn:
        """The picture of the present view, drawn anew only if something of it changed."""
        basis = (self.project, self.view, self.size.width)
        if self._drawn is None or self._basis != basis:
            found = self._analyses.of(self.project, self.host.context.playbook)
            self._drawn, self._basis = draw(self.project, found, self.view, self.size.width), basis
        return self._drawn

    @property
    def person(self) -> Contact | None:
        """The person under the cursor."""
        return self.drawn.person(self.current)

    def person_of(self, contact_id: str) -> Contact | None:
        """A person of the project as they stand now."""
        return next((one for one in self.project.contacts if one.id == contact_id), None)

    @property
    def ways(self) -> tuple[Mend, ...]:
        """The ways to mend what the cursor is on, worked out once while nothing changed."""
        drawn = self.drawn
        place, person = drawn.place(self.current), drawn.person(self.current)
        target = place or (person.id if person else None)
        if target is None or not self._wanted(drawn, person):
            return ()
        key = (drawn.findings, target)
        if self._ways[0] != key:
            playbook = self.host.context.playbook
            self._ways = (key, mends(self.project, drawn.findings, playbook, target))
        return self._ways[1]

    def _wanted(self, drawn: Drawn, person: Contact | None) -> bool:
        """Whether there is something to mend: a hole, or a person held too weakly."""
        hold = self.host.context.playbook.net.hold
        return person is None or (person.cr or 0) < hold or drawn.place(self.current) is not None

    def title_line(self) -> tuple[Line, Line]:
        """Which project this is, how the net holds, and the view."""
        one = self.project
        where = f"{one.customer}  {one.name}" if self.size.width >= WIDE else one.name
        start = line(*self.heading(where), f"  {one.stage}")
        holds = holds_text(self.drawn.findings)
        return start, line(holds, "  ", Span(self.view.title(), "key"))

    def status_ends(self) -> tuple[Line, Line]:
        """What undo would take back."""
        done = self.host.history.done
        return (), line(
            Span(_("undo: {label}").format(label=done[-1].said()) if done else "", "dim")
        )

    def paint(self) -> None:
        """Draws what changed: title, picture, detail, foot."""
        drawn = self.drawn
        if self.current not in drawn.picture.knots:
            self.current = drawn.picture.first()
        self.lines("detail").styles.height = self._detail_rows()
        super().paint()
        self._show()

    def _show(self) -> None:
        self.canvas.show_picture(self.drawn.picture, self.current)
        cells, detail = self.size.width, self.lines("detail")
        lines = self._empty() if not self.project.contacts else self._seen().lines(_("Enter"))
        rows = self._detail_rows() - 1
        shown = [cut((Span("   "), *one), cells) for one in lines]
        if len(lines) < rows or rows >= LARGE - 1:
            shown = [each for one in lines for each in flow(words((Span("   "), *one)), cells - 1)]
        detail.show([(Span("-" * cells, "dim"),), *shown[:rows]])

    def _detail_rows(self) -> int:
        if self.large:
            return max(LARGE, self.size.height // 2)
        return SMALL if self.size.height < TALL else LARGE

    def turn_detail(self) -> None:
        """Makes room for all that is known of the person under the cursor, or takes it back."""
        self.large = not self.large
        self.lines("detail").styles.height = self._detail_rows()
        self.call_after_refresh(self.paint)

    def _empty(self) -> list[Line]:
        return [
            line(Span(_("nobody is known yet: a adds people, a line each"), "strong")),
            line(Span(_("such as: 吴处长 技术部 middle T cr3 +"), "dim")),
        ]

    def _seen(self) -> Seen:
        drawn, ways, host = self.drawn, self.ways, self.host
        ask = ""
        if ways:
            stage, playbook = self.project.stage, host.context.playbook
            ask = ask_text(ways[0], names_of(self.project), stage, playbook)
        place = drawn.place(self.current)
        glyphs, person = host.context.glyphs, drawn.person(self.current)
        return Seen(self.project, drawn.findings, glyphs, person, place, ways, ask)

    # Where the hand is -------------------------------------------------------------------------

    def move(self, way: Way) -> None:
        """To the nearest knot in that direction."""
        self.to(self.drawn.picture.toward(self.current, way))

    def page(self, pages: int) -> None:
        """Up or down by what the canvas shows."""
        knots = list(self.drawn.picture.knots.values())
        here = self.drawn.picture.knots.get(self.current or "")
        if here is None:
            return
        wanted = here.y + pages * max(1, self.canvas.size.height - 3)
        nearest = min(knots, key=lambda one: (abs(one.y - wanted), abs(one.x - here.x)))
        self.to(nearest.id)

    def end(self, *, last: bool) -> None:
        """To the first or the last knot."""
        knots = list(self.drawn.picture.knots)
        if knots:
            self.to(knots[-1 if last else 0])

    def to(self, knot: str | None) -> None:
        """Puts the cursor on a knot."""
        self.current = knot
        self._show()

    def go(self, person: str) -> None:
        """Puts the cursor on a person, wherever the view shows them."""
        self.to(self.drawn.knot_of(person) or self.current)

    def rest(self) -> None:
        """The caret stands on the current knot."""
        self.canvas.paint()

    def look(self, view: View) -> None:
        """Takes another view, the cursor staying on its person."""
        person = self.person
        self.view = view
        if person is not None:
            self.current = self.drawn.knot_of(person.id)
        self.paint()

    def jump(self) -> None:
        """Shows a letter at every knot in sight; the one typed takes the cursor there."""
        self._letters(_("type a letter"), lambda knot: self.to(knot or self.current))

    def pick(
        self, label: str, chosen: Callable[[Contact | None], None], *, nobody: bool = False
    ) -> None:
        """Takes the letter of a person; `-` or `0` is nobody, where that is an answer."""

        def picked(knot: str | None) -> None:
            person = self.drawn.person(knot)
            if person is not None:
                chosen(person)

        self._letters(label, picked, (lambda: chosen(None)) if nobody else None)

    def _letters(
        self,
        label: str,
        chosen: Callable[[str | None], None],
        nobody: Callable[[], None] | None = None,
    ) -> None:
        def typed(letter: str) -> None:
            found = self.canvas.lettered(letter)
            self.canvas.letters = False
            self.release()
            if nobody is not None and letter in ("-", "0"):
                nobody()
            else:
                chosen(found)

        self.canvas.letters = True
        self.canvas.paint()
        self.tell(label)
        self.taker = Letter(typed)

    def find(self) -> None:
        """Takes part of a name, in Chinese also by pinyin; the cursor goes to the first match."""
        start = self.current
        search = self.host.search
        search.texts(self.project)

        def typed(text: str) -> Line:
            word = search.word(text)
            for one in self.project.contacts if text.strip() else ():
                said = " ".join(filter(None, (one.name, one.title, one.department)))
                if word.within(said.casefold()) and self.drawn.knot_of(one.id):
                    self.go(one.id)
                    return line(Span(said, "good"))
            return line(Span(_("nobody like that"), "amber")) if text.strip() else ()

        def accept(_text: str) -> bool:
            self.release()
            return True

        self.ask(_("find"), "", accept, echo=typed, cancel=partial(self.to, start))

    def replayed(self, text: str, change: Patch | None, *, again: bool) -> None:
        """Goes to whom an undo or redo brought back or changed."""
        if change is not None and self.project.id in change.projects:
            before, after = change.projects[self.project.id]
            old = {one.id: one for one in before.contacts} if before else {}
            now = after.contacts if after else ()
            changed = next((one.id for one in now if old.get(one.id) != one), None)
            if changed is not None:
                self.go(changed)
        super().replayed(text, change, again=again)
