"""The pipeline as a table for spreadsheets, flags included."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import StringIO

from screens.kit.wording import _, language
from store.exchange.escapes import text_cell
from store.exchange.export import table_rows
from tui.output.rows import FLAGS, ID, SEVERITY, Listed


def csv_text(shown: Sequence[Listed]) -> bytes:
    """The projects shown as CSV in UTF-8: the columns of an export between id and flags.

    Headings are in the language spoken now; an import reads it back.
    """
    headings, *rows = table_rows([one.project for one in shown], language())
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow([_(ID), *headings, _(SEVERITY), _(FLAGS)])
    for (project, found), row in zip(shown, rows, strict=True):
        flags = " ".join(flag.rule for flag in found.flags)
        writer.writerow([project.id, *map(text_cell, row), found.severity, flags])
    return buffer.getvalue().encode()
