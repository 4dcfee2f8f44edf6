"""What is to be known of a whole file or sheet that is imported, in words."""

from __future__ import annotations

from typing import Protocol

from wording import N_, _
from wording.errors import one_line
from wording.names import field_name

SOURCE_REMARKS = {
    "hidden-rows": N_("{place}: rows that the sheet hides are read too: {text}"),
    "hidden-column": N_("{place}: {text} is hidden, so {other} is used"),
    "too-many-columns": N_(
        "{place}: {text} columns are unknown here, too many to keep all; say which: "
        "--map '{other}=own'"
    ),
    "removed-column": N_(
        "{place}: {text} is left out, removed here on {other}; --map '{text}=own' takes it again"
    ),
    "long-header": N_(
        "{place}: a header of more than {other} letters is not imported; --map '{text}=own:NAME' "
        "names it"
    ),
    "moved-own": N_("{place}: moved from an own column to {other}: {text}"),
    "older-table": N_(
        "{place}: this is the table of {text}; that of {other} was taken already: only blanks "
        "were filled; --older takes it all the same"
    ),
}


class SourceNote(Protocol):
    """Something to know of a whole file or sheet, by its code."""

    @property
    def file(self) -> str:
        """The file."""

    @property
    def sheet(self) -> str:
        """The sheet."""

    @property
    def code(self) -> str:
        """What kind of remark it is."""

    @property
    def text(self) -> str:
        """What it names."""

    @property
    def other(self) -> str:
        """What else it names."""


def source_remark_text(remark: SourceNote, place: str) -> str:
    """Return what is to be known of a whole file or sheet."""
    other = field_name(remark.other) if remark.code == "moved-own" else remark.other
    figures = {"text": one_line(remark.text), "other": one_line(other)}
    return _(SOURCE_REMARKS[remark.code]).format(place=place, **figures)
