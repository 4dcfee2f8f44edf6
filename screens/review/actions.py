"""The actions on a review: writing a field, and looking for lessons in all ended projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deals.edits.typed_fields import write_review
from deals.lessons import lesson_texts, review_text
from deals.project_notes import OUTLOOK_KEYS, find_note
from screens.base.finder import Finder, FinderEntry, make_entry
from screens.base.record_editor import RecordEditor
from screens.review.view import lesson_node
from views.review_fields import review_field_names, review_name
from views.styled_text import StyledText, TextLine, line, width
from wording import N_, _
from wording.record_names import note_title

if TYPE_CHECKING:
    from deals.model import Review
    from screens.review.screen import ReviewScreen

_SHORT = 20
# What the label and the ends of the line take: a text longer than the rest is shown whole above it.
_BESIDE = 24


def write(screen: ReviewScreen, name: str) -> None:
    """Take the text of a field; Tab writes it and goes on to the next, shift+Tab to the last.

    A part of the outlook is a text of several lines.
    """
    if name in OUTLOOK_KEYS:
        screen.host.open_screen("notes", screen.project, "", name)
    else:
        _review_fields(screen).edit(screen.project.review, name)


def _review_fields(screen: ReviewScreen) -> RecordEditor[Review]:
    playbook = screen.host.context.playbook

    def label(_review: Review, name: str) -> str:
        title = review_name(name, playbook)
        return title if len(title) <= _SHORT else _("answer")

    def echo(review: Review, name: str, text: str) -> TextLine:
        title = review_name(name, playbook)
        asked = line(StyledText(f"{title}  ", "dim")) if label(review, name) != title else ()
        return (*asked, StyledText(text)) if width(text) > screen.size.width - _BESIDE else asked

    return RecordEditor(
        screen,
        names=lambda _review: review_field_names(screen.project, playbook),
        label=label,
        text=lambda _review, name: review_text(screen.project, name),
        write=lambda project, _review, name, text, reading: write_review(
            project, name, text, reading.stamp
        ),
        change=lambda _review, _name: N_("review"),
        place=lambda _review, name: (f"review:{name}", ""),
        now=lambda _review, _name, _text: screen.project.review,
        go=lambda _review, name: screen.to(name),
        # What was typed as the project ended is not asked again.
        start=lambda name: screen.project.end_reason or "" if name == "reasons" else "",
        echo=echo,
    )


def find(screen: ReviewScreen) -> None:
    """Take words: what is left is the lessons that have them, of all projects; empty, those near.

    The cursor goes to the first of them, or to a field of this review that has the words.
    """
    before, current = screen.word, screen.current

    def show_lessons(word: str, node_id: str | None) -> None:
        screen.word = word.strip()
        screen.current = node_id
        screen.paint()

    def show(entry: FinderEntry | None, text: str) -> None:
        show_lessons(text, entry.id if entry else current)

    def take(entry: FinderEntry | None, text: str) -> bool:
        screen.release()
        show(entry, text)
        return True

    Finder(
        screen=screen,
        label=_("find lessons"),
        entries=_entries(screen),
        take=take,
        show=show,
        back=lambda: show_lessons(before, current),
        hint=_("competitor, customer, reason; empty line to go back"),
        text=before,
    ).ask()


def _entries(screen: ReviewScreen) -> list[FinderEntry]:
    """Return the lessons of all projects, and the fields of this review."""
    playbook = screen.host.context.playbook
    lessons = [
        FinderEntry(lesson_node(lesson), lesson.name, lesson_texts(lesson))
        for lesson in screen.host.lessons.every(screen.host.book)
    ]
    fields = [
        make_entry(name, review_name(name, playbook), review_text(screen.project, name))
        for name in review_field_names(screen.project, playbook)
    ]
    outlook = [
        make_entry(key, note_title(playbook, key), note.text if note else "")
        for key in OUTLOOK_KEYS
        for note in (find_note(screen.project, key),)
    ]
    return [*lessons, *outlook, *fields]
