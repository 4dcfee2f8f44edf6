"""What was promised to the customer's people and is not done, on papers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deals.visit_facts import Commitment
from reports.report import ReportCell, ReportColumn, ReportTable
from reports.report_cells import day_cell, text_cell
from reports.report_texts import write_day_cell
from views.days_left import overdue_text
from views.visit_brief import name_people
from wording import _, add_note, pgettext
from wording.errors import one_line
from wording.findings import ContactNames


def make_promise_table(
    promises: Iterable[Commitment], names: ContactNames, today: date, *, title: str
) -> ReportTable:
    """Make the table of promises: until when, to whom, what, and by whom."""
    columns = (
        ReportColumn(pgettext("paper", "Due"), "date", share=3),
        ReportColumn(pgettext("paper", "To whom"), share=4),
        ReportColumn(pgettext("paper", "What"), share=8),
        ReportColumn(pgettext("paper", "By whom of us"), share=3),
    )
    rows = tuple(
        (
            _promise_day(each, today),
            text_cell(name_people(each.people, names), "strong"),
            text_cell(one_line(each.what)),
            text_cell(one_line(each.by)),
        )
        for each in promises
    )
    return ReportTable(columns, rows, title)


def _promise_day(promise: Commitment, today: date) -> ReportCell:
    if promise.kind == "touch" and promise.on is not None:
        return text_cell(_("said {day}").format(day=write_day_cell(promise.on)))
    return due_cell(promise.on, today)


def due_cell(on: date | None, today: date) -> ReportCell:
    """Return the cell of the day by which something is due, and how long that is past."""
    if on is None:
        return text_cell(_("no date"))
    if on >= today:
        return day_cell(on)
    late = overdue_text((today - on).days)
    return ReportCell(add_note(write_day_cell(on), late), on, "amber")
