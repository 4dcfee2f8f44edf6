"""What is said of a new project: how the line that adds it was understood, field by field."""

from __future__ import annotations

from collections.abc import Iterable

from deals.model import Project
from views.field_values import project_field_text
from wording import _
from wording.names import amount_words, line_label
from wording.times import window_name


def understood_text(project: Project, fields: Iterable[str], separator: str) -> str:
    """Return each of the fields of a new project by its name, and what it is, in a line.

    What the line left open is said to be not known.
    """
    return separator.join(f"{line_label(field)} {_value(project, field)}" for field in fields)


def _value(project: Project, field: str) -> str:
    if field == "amount" and project.amount:
        return amount_words(project.amount)
    if field == "signs" and project.signs:
        return window_name(project.signs)
    return project_field_text(project, field) or _("not known yet")
