"""What is due as the events of a calendar, in words and with ids that stay. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from deals.agenda import DueItem
from deals.model import Book
from reports.writers.calendar_writer import CalendarEvent
from views.due_texts import due_name, say_due
from wording import _, pgettext
from wording.errors import one_line
from wording.names import amount_words

PROGRAM = "Netloft"


def list_calendar_events(
    items: Iterable[DueItem], book: Book, sequence: int
) -> tuple[CalendarEvent, ...]:
    """Return an event for each item that is due.

    `sequence` is the number of the store's last commit: days of edits fall where one is undone, and
    calendars that know a later version of an event keep that.
    """
    return tuple(_make_event(item, book, sequence) for item in items)


def calendar_name(owner: str = "") -> str:
    """Return what the calendar is called, by whose days it holds."""
    return _("{program}: {owner}").format(program=PROGRAM, owner=owner) if owner else PROGRAM


def _make_event(item: DueItem, book: Book, sequence: int) -> CalendarEvent:
    kind = due_name(item.kind)
    summary = pgettext("calendar", "{what} - {project}").format(
        what=_name_item(item), project=one_line(item.project.name)
    )
    return CalendarEvent(
        _find_key(item),
        item.on,
        summary,
        _find_change(item, book),
        "\n".join(_describe(item)),
        (PROGRAM, kind),
        sequence,
    )


def _name_item(item: DueItem) -> str:
    """Return what is due behind its kind, which the words of some kinds begin with."""
    kind, what = due_name(item.kind), one_line(say_due(item))
    text = what if what.startswith(kind) else kind + _(": ") + what
    return text[:1].upper() + text[1:]


def _find_key(item: DueItem) -> str:
    """Return what an item goes by for good.

    A follow-up goes by its person alone: of several projects the earliest is due, which may change.
    """
    return f"{item.kind}/{item.record}" if item.kind == "follow-up" else item.key


def _find_change(item: DueItem, book: Book) -> datetime:
    """Return when an item last was another, at the latest: with any edit of its projects."""
    places = (book.projects[id_] for id_ in item.places if id_ in book.projects)
    return max([item.project.updated_at, *(each.updated_at for each in places)])


def _describe(item: DueItem) -> list[str]:
    """Return project, customer, people and money, a line each; what is not known is left out."""
    project, people = item.project, item.people
    facts = [
        (pgettext("calendar", "Project"), project.name),
        (pgettext("calendar", "Customer"), project.customer),
        (pgettext("calendar", "Contact"), _(", ").join(each.name for each in people)),
        (pgettext("calendar", "Phone"), _(", ").join(each.phone for each in people if each.phone)),
        (pgettext("calendar", "Who"), item.who),
        (pgettext("calendar", "Stage"), project.stage),
        (pgettext("calendar", "Amount"), amount_words(project.amount) if project.amount else ""),
    ]
    return [label + _(": ") + one_line(text) for label, text in facts if text]
