"""Starring a project as key, with the strategy that is to win it (method, section 9)."""

from __future__ import annotations

from deals.edits.typed_fields import set_field, write_field
from deals.model import Project
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text


def says_ordinary(text: str) -> bool:
    """Return whether what is typed for a key project's strategy, `-` alone, takes the star away."""
    return fold_text(text) in ("-", "—", "–")


def star_project(project: Project, text: str, reading: ReadingContext) -> Project:
    """Return the project as a key project whose strategy is the text, empty for none yet.

    `-` makes an ordinary one of it; its strategy is kept, for it may be starred again.
    """
    if says_ordinary(text):
        return write_field(project, "key", False, reading)
    return set_field(mark_key(project, reading), "key_strategy", text, reading)


def mark_key(project: Project, reading: ReadingContext) -> Project:
    """Return the project as a key project, its strategy as it stands."""
    return write_field(project, "key", True, reading)
