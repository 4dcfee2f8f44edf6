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
    "by-cells": N_(
        "{place}: {text} is read as {other}, for its cells are such; --map '{text}=own' keeps it "
        "as it is"
    ),
    "no-column": N_("{place}: no column for {other}: new projects come without"),
    "likely-column": N_(
        "{place}: no column for {other}: is it one of {text}? --map 'HEADER={field}' says so"
    ),
    "near-owner": N_("{place}: {text} is a new owner; the same as {other}?"),
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
    figures = {"place": place, "field": remark.other, **remark_figures(remark)}
    return _(SOURCE_REMARKS[remark_key(remark)]).format(**figures)


def remark_key(remark: SourceNote) -> str:
    """Return by what the words of a remark are found: a column that may be one is asked about."""
    return "likely-column" if remark.code == "no-column" and remark.text else remark.code


def remark_figures(remark: SourceNote) -> dict[str, str]:
    """Return what the words of a remark name."""
    other = field_name(remark.other) if remark.code in _OF_FIELDS else remark.other
    return {"text": one_line(remark.text), "other": one_line(other)}


_OF_FIELDS = ("moved-own", "by-cells", "no-column")
