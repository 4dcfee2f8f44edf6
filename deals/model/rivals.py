"""What we know of competitors and of our own products, whatever the project (method, section 5)."""

from __future__ import annotations

from datetime import date

from deals.model.base import Record, rare
from deals.model.strategy import Standing

US = ""
"""The name of the column that tells of ourselves."""


class Cell(Record):
    """What is known of a competitor in one dimension: where they stand against us, and a note."""

    dimension: str
    mark: Standing | None = rare(None)
    note: str = rare("")
    by: str = rare("")
    on: date | None = None


class Competitor(Record):
    """A competitor by name, with what was learned of them in any project; `US` is ourselves."""

    name: str
    notes: tuple[Cell, ...] = rare(())


class Product(Record):
    """A product of ours in the portfolio.

    `share` is its market share relative to the strongest competitor's (1 is as large as theirs),
    `growth` how fast its market grows, in percent a year; None where nobody knows.
    """

    name: str
    share: float | None = rare(None)
    growth: float | None = rare(None)
    note: str = rare("")
