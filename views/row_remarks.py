"""What else is to be known of a row of an import, in words."""

from __future__ import annotations

from typing import Protocol

from wording import N_, _
from wording.errors import one_line
from wording.names import change_names, field_name


class RowRemark(Protocol):
    """Something else to know of a row, by its code."""

    @property
    def code(self) -> str:
        """What kind of remark it is."""

    @property
    def text(self) -> str:
        """What it names."""


KEPT = "kept"
OVERWRITES, NEWER = "overwrites", "newer-there"
OVERWRITES_TABLE = "overwrites-table"
REMARKS = {
    KEPT: N_("blank in the table, kept: {text}"),
    "copied": N_("another row has its record number, so it is added as new"),
    "new-field": N_('"{text}" is a new workstream'),
    "rounded": N_("rounded to whole units: {text}"),
    "unended": N_("the card is not closed before the next one begins"),
    "maybe-october": N_('"{text}" is January here; October loses its 0 in a spreadsheet'),
    "from-above": N_("from above: {text}"),
    OVERWRITES: N_("changed here since it was last read: {text}"),
    OVERWRITES_TABLE: N_("another table said otherwise: {text}"),
    NEWER: N_("newer in the export: {text}"),
    "same-project": N_("the same project, which has another id here"),
    "one-elsewhere": N_("merged elsewhere with {text}"),
    "year-added": N_("no year is given, so the nearest is taken: {text}"),
    "from-today": N_("counted from today: {text}"),
    "phones-left": N_("phones that fit none of the contacts are not imported: {text}"),
    "renumbered": N_("it has a new number in the CRM: {text}"),
    "no-stage": N_("no stage is said, so it is {text}"),
    "other-project": N_('the form is of "{text}", so its start and leader are not imported'),
}


def remark_text(remark: RowRemark) -> str:
    """Return what else is to be known of a row."""
    text = one_line(remark.text)
    if remark.code == KEPT:
        text = _(", ").join(map(field_name, text.split()))
    if remark.code in (OVERWRITES, OVERWRITES_TABLE, NEWER):
        text = change_names(text)
    return _(REMARKS[remark.code]).format(text=text)
