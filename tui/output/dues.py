"""Whom to see again as cells of text."""

from __future__ import annotations

from deals.followups import Due
from deals.standing import cr_text
from screens.kit.touched import due_text
from screens.kit.wording import _, pgettext
from tui.output.rows import DAYS_LEFT, Column


def columns() -> tuple[Column, ...]:
    """The columns of the follow-ups, in the language spoken now."""
    return (
        Column(""),
        Column(pgettext("column", "Due")),
        Column(pgettext("column", "Late"), figures=True),
        Column(pgettext("column", "Person"), least=8),
        Column(pgettext("column", "Title"), least=8, room=110),
        Column(pgettext("column", "Customer"), least=12, room=110),
        Column(pgettext("column", "Project"), least=12),
        Column(pgettext("column", "CR")),
        Column(pgettext("column", "Last")),
        Column(pgettext("column", "What"), least=12),
    )


def cells(one: Due) -> tuple[str, ...]:
    """A person's cells under `columns`, as plain text."""
    late = "!" if one.late > 0 else ""
    return (
        "~" if one.what is None else late,
        f"{one.on or ''}",
        _(DAYS_LEFT).format(days=one.late) if one.on else "",
        one.contact.name,
        one.contact.title or "",
        one.project.customer,
        one.project.name,
        cr_text(one.contact.cr),
        f"{one.last.on}" if one.last else "",
        due_text(one),
    )
