"""What is due as a table and as records for programs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from deals.agenda import DueItem
from tui.output.plain_text import OutputColumn
from views.due_texts import say_due
from views.field_values import day_text, days_away
from wording import pgettext


def due_columns() -> tuple[OutputColumn, ...]:
    """Return the columns of what is due, in the language spoken now."""
    return (
        OutputColumn(""),
        OutputColumn(pgettext("column", "Due")),
        OutputColumn(pgettext("column", "Left"), room=100),
        OutputColumn(pgettext("column", "Project"), least=12),
        OutputColumn(pgettext("due", "What"), least=12),
        OutputColumn(pgettext("due", "Who"), least=6),
    )


def due_cells(item: DueItem, today: date) -> tuple[str, ...]:
    """Return what is due in the cells of these columns, as plain text."""
    return (
        "!" if item.overdue else "",
        day_text(item.on),
        days_away(item.on, today),
        item.project.name,
        say_due(item),
        item.who,
    )


def due_records(items: Iterable[DueItem]) -> list[dict[str, Any]]:
    """Return what is due for programs, the same in every language.

    `what` is in the user's words; of a day that says it itself, and of a follow-up without words,
    it is the kind. `contact` is whom a follow-up is about, null for others, `contacts` all whom it
    is about.
    """
    return [
        {
            "on": item.on,
            "kind": item.kind,
            "project": {"id": item.project.id, "name": item.project.name},
            "what": item.what or item.kind,
            "who": item.who,
            "overdue": item.overdue,
            "contact": {"id": item.contact.id, "name": item.contact.name} if item.contact else None,
            "contacts": [{"id": each.id, "name": each.name} for each in item.people],
        }
        for item in items
    ]
