"""The end of a report: who made it, and room for what the manager says to it (领导批示)."""

from __future__ import annotations

from reports.report import ReportTable
from reports.report_cells import form_columns, label_cell, text_cell
from reports.report_context import ReportContext
from reports.report_texts import write_day
from wording import _


def sign_off_form(context: ReportContext) -> ReportTable:
    """Return the form at the end of a report."""
    by = context.me or context.owner or ""
    rows = (
        (
            label_cell(_("Reported by")),
            text_cell(by),
            label_cell(_("Date")),
            text_cell(write_day(context.today)),
        ),
        (label_cell(_("Manager's remarks")), text_cell("\n\n", columns=3)),
        (label_cell(_("Signed by")), text_cell(""), label_cell(_("Date")), text_cell("")),
    )
    return ReportTable(form_columns(4, (2, 5, 1, 3)), rows, form=True)
