"""The review of one project: a page of fields with a cursor, and the lessons of others."""

from __future__ import annotations

from typing import ClassVar

from deals.lessons import lesson_texts, review_text
from deals.model import Project
from deals.project_notes import OUTLOOK_KEYS, find_note
from screens.base.diagram_screen import DiagramScreen
from screens.base.empty import draw_empty_pane
from screens.base.project_screen import changed_ids
from screens.review.view import HINTS, lesson_node, review_page
from views.diagram import Diagram
from views.glyphs import current_speech
from views.review_fields import GOING_ON, review_field_names, review_name
from views.styled_text import StyledText, TextLine, line
from wording import _, ngettext
from wording.legends import REVIEW_LEGEND

ABOUT_LINES = 3


class ReviewScreen(DiagramScreen):
    """A page of fields, the lessons of other projects at its end."""

    room: ClassVar[str] = "review"
    own_signs = REVIEW_LEGEND

    def __init__(self, project: Project) -> None:
        super().__init__(project)
        self.word = ""
        self._basis: tuple[object, ...] | None = None
        self._diagram = Diagram()
        self._lessons: dict[str, Project] = {}

    @property
    def diagram(self) -> Diagram:
        """The page, made anew only if something of it changed."""
        host = self.host
        basis = (host.book, self.project, self.main_cells, self.word, current_speech())
        if self._basis is None or any(
            old is not new and old != new for old, new in zip(self._basis, basis, strict=True)
        ):
            self._basis = basis
            playbook, lessons = host.context.playbook, self.lessons()
            self._lessons = {lesson_node(lesson): lesson for lesson in lessons}
            self._diagram = review_page(
                self.project, playbook, lessons, self._heading(len(lessons)), self.main_cells
            )
        return self._diagram

    def lessons(self) -> tuple[Project, ...]:
        """Return the lessons of others: those with the word looked for, else those near this."""
        host = self.host
        if not self.word:
            return host.lessons.for_project(host.book, self.project)
        return self.found(self.word)

    def found(self, text: str) -> tuple[Project, ...]:
        """Return the ended projects whose lessons hold every word, in Chinese also by pinyin."""
        host = self.host
        for lesson in host.lessons.every(host.book):
            host.search.learn(lesson_texts(lesson))
        fits = [host.search.word(word).within for word in text.split()]
        return host.lessons.matching(host.book, fits)

    def _heading(self, count: int) -> str:
        if self.word:
            found = ngettext("{count} project", "{count} projects", count).format(count=count)
            return _("Lessons on {word}: {found}").format(word=self.word, found=found)
        return _("Lessons of the same customer or competitor")

    @property
    def field(self) -> str | None:
        """The field under the cursor."""
        names = review_field_names(self.project, self.host.context.playbook)
        return self.current if self.current in (*OUTLOOK_KEYS, *names) else None

    @property
    def lesson(self) -> Project | None:
        """The other project under the cursor."""
        return self._lessons.get(self.current or "")

    def show_ending(self) -> None:
        """Go to the result of a project that has ended just now."""
        if self.project.status not in GOING_ON:
            self.current = "result"
        self.paint()

    def show_change(self, before: Project | None, after: Project | None) -> None:
        """Go to the note that is another one."""
        changed = {*changed_ids(before, after, "notes"), *changed_ids(after, before, "notes")}
        for name in [name for name in self.diagram.nodes if name in changed][:1]:
            self.to(name)

    def whereabouts(self) -> list[TextLine]:
        """Return who wrote last."""
        outlook = (find_note(self.project, key) for key in OUTLOOK_KEYS)
        texts = [text for text in (self.project.review, *outlook) if text and text.on]
        last = max(texts, key=lambda text: f"{text.on}", default=None)
        written = f"{last.by} {last.on}" if last else _("nothing written yet")
        return [line(StyledText(written, "dim"))]

    def pane_title(self) -> TextLine:
        """Return what the field under the cursor is called, or whose lessons these are."""
        lesson, playbook = self.lesson, self.host.context.playbook
        text = lesson.name if lesson else review_name(self.field or "", playbook)
        return line(StyledText(text, "strong"))

    def pane_rows(self) -> int:
        """Return the lines of the pane: the page itself says all that there is."""
        return ABOUT_LINES

    def about(self) -> list[TextLine]:
        """Return what belongs into the field, or what another project is."""
        lesson = self.lesson
        if lesson is not None:
            shown = self.host.hints.shows_key("review.open")
            keys = _("Enter opens this review; q comes back")
            return [line(StyledText(keys, "dim"))] if shown else []
        name = self.field or ""
        hint = _(HINTS[name]) if name in HINTS else review_name(name, self.host.context.playbook)
        if not review_text(self.project, name):
            group = name.partition(".")[0].partition("_")[0]
            hint_id = f"review.{group}" if group in ("outlook", "rival") else "review"
            return draw_empty_pane(self, hint_id, hint)
        keys = _("e writes, Tab goes on to the next; / searches all lessons")
        if name in OUTLOOK_KEYS:
            keys = _("e writes, in as many lines as it takes")
        shown = self.host.hints.shows_key("review.write")
        return [line(StyledText(hint)), *([line(StyledText(keys, "dim"))] if shown else [])]
