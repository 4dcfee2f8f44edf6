"""Deals that may stand twice in a team: projects of one name and customer.

Whoever sees both is told of them by the server, and finds by themselves what else is here; which
are twins, of those of one owner too, `deals.twins` decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

from deals.customers import customer_key
from deals.model import Amount, Book, Project, SourceRef
from deals.twins import find_twins

_ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class SharedDeal(NamedTuple):
    """An open project as the server knows it; without an amount it has no `currency`.

    `apart` are the ids of projects that are deals of their own beside it; `sources` the tables that
    have an id for it, with that.
    """

    id: str
    name: str
    customer: str
    owner: str
    stage: str
    currency: str = ""
    low: int = 0
    high: int = 0
    apart: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, values: Sequence[Any]) -> SharedDeal:
        """Read what the server says of a deal, or a file."""
        *first, apart, sources = values
        return cls._make([*first, tuple(apart), tuple(map(tuple, sources))])

    @property
    def amount(self) -> Amount | None:
        """The expected amount."""
        if not self.currency:
            return None
        return Amount(currency=self.currency, low=self.low, high=self.high, text="")


def share_deal(project: Project) -> SharedDeal:
    """Return a project of the book as the server would have it."""
    money = project.amount
    return SharedDeal(
        project.id,
        project.name,
        project.customer,
        project.owner,
        project.stage,
        *((money.currency, money.low, money.high) if money else ("", 0, 0)),
        apart=project.apart,
        sources=tuple((ref.source, ref.id) for ref in project.sources if ref.id),
    )


class SharedReport(NamedTuple):
    """The projects that may be twins, as the server said at a time."""

    deals: tuple[SharedDeal, ...]
    at: datetime


def find_shared_twins(
    shared: Iterable[SharedDeal], book: Book | None = None, here: Iterable[str] = ()
) -> list[tuple[SharedDeal, ...]]:
    """Find the deals that stand twice: the projects of each, by customer and name, as the book has
    those that are here.

    The server may not have heard yet of what was said of them; so the book's twins, `here`, are
    added. In which tables a summary is, it alone knows.
    """
    by_server = {deal.id: deal for deal in shared}
    book = book or Book()
    every = (_read_book(id_, by_server, book) for id_ in by_server | dict.fromkeys(here))
    by_id = {deal.id: deal for deal in filter(None, every)}
    groups = find_twins(_as_project(deal) for deal in by_id.values())
    found = [tuple(by_id[project.id] for project in group) for group in groups]
    return sorted(found, key=lambda deals: (customer_key(deals[0].customer), deals[0].name))


def _read_book(id_: str, by_server: Mapping[str, SharedDeal], book: Book) -> SharedDeal | None:
    """Return a project as the book has it, None for one that has ended; else as told."""
    project, there = book.projects.get(id_), by_server.get(id_)
    if project is None:
        return there
    if project.status != "open":
        return None
    deal = share_deal(project)
    return deal._replace(sources=there.sources) if there and project.glance else deal


def _as_project(deal: SharedDeal) -> Project:
    return Project(
        **{"id": deal.id, "name": deal.name, "customer": deal.customer, "owner": deal.owner},
        stage=deal.stage,
        amount=deal.amount,
        apart=deal.apart,
        sources=tuple(SourceRef(source=source, id=id_) for source, id_ in deal.sources),
        created_at=_ANY_TIME,
        updated_at=_ANY_TIME,
    )
