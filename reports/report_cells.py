"""Cells of tables and forms, made of the values behind them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deals.model import Amount
from reports.report import ReportCell, ReportColumn, ReportTone
from reports.report_texts import write_amount, write_change, write_day_cell, write_money


def text_cell(text: str, tone: ReportTone = "", *, columns: int = 1, rows: int = 1) -> ReportCell:
    """Return a cell of text."""
    return ReportCell(text, tone=tone, columns=columns, rows=rows)


def label_cell(text: str, *, columns: int = 1, rows: int = 1) -> ReportCell:
    """Return a cell that names what stands beside it."""
    return ReportCell(text, label=True, columns=columns, rows=rows)


def day_cell(day: date | None, tone: ReportTone = "", *, columns: int = 1) -> ReportCell:
    """Return the cell of a day, blank for none."""
    return ReportCell(write_day_cell(day), day, tone, columns=columns)


def amount_cell(amount: Amount | None, *, columns: int = 1) -> ReportCell:
    """Return the cell of an amount; a range has no value but its text."""
    value = amount.low if amount and amount.low == amount.high else None
    currency = amount.currency if amount else ""
    return ReportCell(write_amount(amount), value, columns=columns, currency=currency)


def money_cell(value: int, currency: str, tone: ReportTone = "") -> ReportCell:
    """Return the cell of a sum in one currency, in whole units behind what is read."""
    return ReportCell(write_money(value, currency), value, tone, currency=currency)


def change_cell(value: int, currency: str) -> ReportCell:
    """Return the cell of a change of a sum, with its sign."""
    return ReportCell(write_change(value, currency), value, currency=currency)


def quiet_money_cell(value: int, currency: str) -> ReportCell:
    """Return the cell of a sum that is read as a dash where it is nothing."""
    return money_cell(value, currency) if value else ReportCell("–", 0, "dim", currency=currency)


def count_cell(count: int, tone: ReportTone = "") -> ReportCell:
    """Return the cell of a number."""
    return ReportCell(f"{count}", count, tone)


def share_cell(share: float | None, tone: ReportTone = "") -> ReportCell:
    """Return the cell of a share between 0 and 1, in whole percent."""
    return ReportCell("" if share is None else f"{share:.0%}", share, tone)


def titled_columns(*titles: tuple[str, int]) -> tuple[ReportColumn, ...]:
    """Return columns of texts by their headings, each with its share of the width."""
    return tuple(ReportColumn(title, share=share) for title, share in titles)


def form_columns(count: int, shares: Iterable[int] = ()) -> tuple[ReportColumn, ...]:
    """Return so many columns without headings, as forms have them, with their shares of width."""
    given = [*shares] or [1] * count
    return tuple(ReportColumn("", share=share) for share in given)
