"""The deals of the line that stand twice, customer by customer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from deals.customers import customer_key
from deals.model import Book
from deals.owners import owner_key
from deals.parsing.amounts import short_amount
from deals.shared_deals import SharedDeal, find_shared_twins
from screens.base.row_list import RowGroups, RowText
from views.person_names import shorten_name
from views.styled_text import width
from views.table import GUTTER, TableCell, TableColumn, group_head
from wording import _, language, ngettext, pgettext
from wording.candidate_texts import owner_text

NAME_LEAST, OWNER_LEAST = 16, 8


class TwinRow(NamedTuple):
    """A project that stands twice, and the others that are the same deal."""

    deal: SharedDeal
    others: tuple[SharedDeal, ...]


def list_twin_rows(shared: Iterable[SharedDeal], book: Book) -> Mapping[str, TwinRow]:
    """List the projects that stand twice by their ids, as the book has those that are here.

    The server may not have heard yet of what was said of them.
    """
    known = filter(None, (_read_book(deal, book) for deal in shared))
    return {
        deal.id: TwinRow(deal, tuple(other for other in deals if other.id != deal.id))
        for deals in find_shared_twins(known)
        for deal in deals
    }


def _read_book(deal: SharedDeal, book: Book) -> SharedDeal | None:
    """Return a project as the book has it, None for one that has ended; as it is if not here."""
    project = book.projects.get(deal.id)
    if project is None:
        return deal
    if project.status != "open":
        return None
    return deal._replace(
        name=project.name,
        customer=project.customer,
        owner=project.owner,
        stage=project.stage,
        apart=project.apart,
    )


def list_twin_groups(rows: Mapping[str, TwinRow]) -> RowGroups:
    """Return the projects under their customers."""
    return RowGroups.by_key(rows, lambda id_: customer_key(rows[id_].deal.customer))


def twin_columns(cells: int, rows: Iterable[TwinRow]) -> tuple[TableColumn, ...]:
    """Return the columns for so many cells: owner, stage and amount whole, the name as far as it
    goes.
    """
    deals = [row.deal for row in rows]
    owner = _widest(pgettext("column", "Owner"), (owner_text(deal.owner) for deal in deals))
    amounts = _widest(pgettext("column", "Amount"), map(_amount_text, deals))
    stage = _widest(pgettext("column", "Stage"), (deal.stage for deal in deals))
    room = cells - GUTTER - 4 - stage - amounts
    wanted = max(NAME_LEAST, _widest("", (deal.name for deal in deals)))
    owner = max(OWNER_LEAST, min(owner, max(room - wanted, room * 2 // 5)))
    name = min(room - owner, wanted)
    return (
        TableColumn("owner", pgettext("column", "Owner"), owner),
        TableColumn("name", pgettext("column", "Project"), max(1, name)),
        TableColumn("stage", pgettext("column", "Stage"), stage),
        TableColumn("amount", pgettext("column", "Amount"), amounts, "right"),
    )


def _widest(title: str, texts: Iterable[str]) -> int:
    return max([width(title), *map(width, texts)])


def _amount_text(deal: SharedDeal) -> str:
    return short_amount(deal.amount, language(), marked=True) if deal.amount else "-"


def twin_row(row: TwinRow, columns: Sequence[TableColumn]) -> RowText:
    """Return the cells of a project that stands twice."""
    deal = row.deal
    owner = shorten_name(owner_text(deal.owner), columns[0].cells)
    texts = (owner, deal.name, deal.stage, _amount_text(deal))
    first, *rest = (TableCell(text) for text in texts)
    return RowText((TableCell(first.text, "strong"), *rest))


def customer_row(rows: Sequence[TwinRow]) -> RowText:
    """Return the head over the projects of a customer: who has some."""
    owners = {owner_key(row.deal.owner) for row in rows}
    text = ngettext("{count} owner", "{count} owners", len(owners)).format(count=len(owners))
    return RowText(head=group_head(rows[0].deal.customer, text, "strong"))


def about_twin(row: TwinRow, keys: str) -> list[str]:
    """Return who has the project too, and what may be done about it."""
    others = _(", ").join(
        _("{owner} ({stage}, {amount})").format(
            owner=other.owner, stage=other.stage, amount=_amount_text(other)
        )
        for other in row.others
    )
    return [_("also led by {others}").format(others=others), keys]
