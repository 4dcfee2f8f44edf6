"""What a book itself says of how its numbers are reckoned on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from deals.model import Book, win_rates_at
from deals.numbers.basis import NumbersBasis
from deals.numbers.exchange import CurrencyConverter, home_currency
from deals.numbers.fiscal_periods import year_starts
from deals.numbers.states import Deletion
from deals.playbook import Playbook
from deals.team_copy import recall_team_person


def basis_at(
    book: Book, playbook: Playbook, today: date, day: date | None = None, home: str | None = None
) -> NumbersBasis:
    """Return the basis of a book's figures as of the end of a day, today's if none is given.

    Exchange rates are those of that day, beside them all that were ever set, for what has ended.
    `home` is the currency of the user's settings.
    """
    on = day or today
    currency = home_currency(book, home)
    converter = CurrencyConverter.of(book, currency)
    rates = converter.rates_at(on)
    return NumbersBasis(
        today=on,
        playbook=playbook,
        years=year_starts(book, on),
        win_rates=said_win_rates(book, playbook, today, on),
        home=currency,
        exchange_rates={code: each.rate for code, each in rates.items()},
        rate_days={
            code: tuple((each.on, each.rate) for each in there)
            for code, there in converter.rates.items()
        },
    )


def said_win_rates(book: Book, playbook: Playbook, today: date, day: date) -> Mapping[str, float]:
    """Return the win rates that hold on a day as far as somebody set them, by stage.

    They are the playbook's today, and for a day that is past those that were recorded by then. In
    a team the recorded ones hold today too, which come to everybody: those of whoever leads it.
    """
    if day < today:
        return win_rates_at(book.win_rates, day)
    return team_win_rates(book, playbook, day) if recall_team_person(book) else playbook.win_rates


def team_win_rates(book: Book, playbook: Playbook, today: date) -> Mapping[str, float]:
    """Return the win rates of a team: those that were recorded, else what the playbook has."""
    return win_rates_at(book.win_rates, today) or playbook.win_rates


def first_day(book: Book) -> date | None:
    """Return the first day of which a book knows anything; None for an empty one."""
    every = [*book.projects.values(), *(each.project for each in book.deleted)]
    return min((project.created_at.date() for project in every), default=None)


def list_deletions(book: Book) -> list[Deletion]:
    """List the projects that were deleted from a book, each with its day."""
    return [Deletion(each.project, each.on) for each in book.deleted]


def find_project_name(book: Book, id_: str) -> str:
    """Return what a project is called, or was when it was deleted; its id where nobody knows."""
    project = book.projects.get(id_)
    if project is not None:
        return project.name
    return next((each.name for each in book.deleted if each.id == id_), id_)
