"""The actions on a review: writing a field, and looking for lessons in all ended projects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.edits.typed_fields import write_review
from deals.lessons import review_text
from deals.model import Project
from deals.parsing.reading_context import ReadingContext
from deals.unsaved import InputPlace
from screens.base.project_actions import commit_edit, report_outcome
from screens.review.view import field_names, name_text
from views.styled_text import StyledText, TextLine, line, width
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from screens.review.screen import ReviewScreen


def write(screen: ReviewScreen, name: str) -> None:
    """Take the text of a field; Tab writes it and goes on to the next, shift+Tab to the last."""
    begun, playbook = screen.project, screen.host.context.playbook
    title = name_text(name, playbook)

    def accept(text: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return write_review(project, name, text, reading.stamp)

        outcome = commit_edit(screen, [begun.id], N_("review"), edit, {begun.id: begun})
        return report_outcome(screen, [begun.id], outcome, title, lambda: None)

    def step(text: str, way: int) -> None:
        if accept(text):
            names = field_names(screen.project, playbook)
            following = names[(names.index(name) + way) % len(names)]
            screen.to(following)
            write(screen, following)

    label = title if len(title) <= _SHORT else _("answer")

    def echo(text: str) -> TextLine:
        asked = line(StyledText(f"{title}  ", "dim")) if label != title else ()
        return (*asked, StyledText(text)) if width(text) > screen.size.width - _BESIDE else asked

    place = InputPlace(f"review:{name}", begun.id)
    screen.ask(label, review_text(begun, name), accept, echo=echo, on_tab=step, place=place)


_SHORT = 20
# What the label and the ends of the line take: a text longer than the rest is shown whole above it.
_BESIDE = 24


def find(screen: ReviewScreen) -> None:
    """Take words and show the lessons that fit them, of all projects; empty shows those near."""
    before = screen.word

    def show(word: str) -> None:
        screen.word = word.strip()
        screen.paint()

    def echo(text: str) -> TextLine:
        if not text.strip():
            return line(StyledText(_("competitor, customer, reason; Enter alone goes back"), "dim"))
        count = len(screen.found(text))
        count_text = ngettext("{count} project", "{count} projects", count).format(count=count)
        return line(StyledText(count_text, "good" if count else "amber"))

    def accept(text: str) -> bool:
        screen.release()
        show(text)
        found = [node_id for node_id in screen.diagram.nodes if node_id.startswith("lesson:")]
        if found and text.strip():
            screen.to(found[0])
        return True

    cancel = partial(show, before)
    screen.ask(_("find lessons"), before, accept, echo=echo, cancel=cancel, place=None)
