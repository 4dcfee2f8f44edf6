"""The deals of the line that stand twice, customer by customer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from deals.customers import customer_key
from deals.model import Book
from deals.owners import owner_key
from deals.parsing.amounts import short_amount
from deals.shared_deals import SharedDeal
from deals.twins import are_twins, deal_key
from screens.base.row_list import RowGroups, RowText
from views.person_names import shorten_name
from views.styled_text import width
from views.table import GUTTER, TableCell, TableColumn, group_head
from wording import _, language, ngettext, pgettext
from wording.candidate_texts import owner_text

NAME_LEAST, OWNER_MOST = 16, 14


class TwinRow(NamedTuple):
    """A project that stands twice, and the others that are the same deal."""

    deal: SharedDeal
    others: tuple[SharedDeal, ...]


def list_twin_rows(groups: Iterable[Sequence[SharedDeal]], book: Book) -> Mapping[str, TwinRow]:
    """List the projects that stand twice by their ids, but for what the book knows to be settled.

    The server may not have heard yet of what was said here.
    """
    rows = {}
    for deals in groups:
        left = [deal for deal in deals if not _is_settled(deal, deals, book)]
        for deal in left:
            others = tuple(other for other in left if other.id != deal.id)
            if others:
                rows[deal.id] = TwinRow(deal, others)
    return rows


def _is_settled(deal: SharedDeal, deals: Sequence[SharedDeal], book: Book) -> bool:
    """Whether the book says otherwise of a project: it has ended, is called otherwise, is apart."""
    project = book.projects.get(deal.id)
    if project is None:
        return False
    others = [book.projects[other.id] for other in deals if other.id in book.projects]
    alone = all(
        not are_twins(project, other) or owner_key(project.owner) == owner_key(other.owner)
        for other in others
    )
    whole = len(others) == len(deals)
    return project.status != "open" or deal_key(project) != _deal_key(deal) or (whole and alone)


def _deal_key(deal: SharedDeal) -> tuple[str, str]:
    from deals.parsing.text import fold_text

    return fold_text(deal.name), fold_text(deal.customer)


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
    owner = min(owner, OWNER_MOST)
    rest = cells - GUTTER - 3 - owner - stage - amounts - 1
    name = min(max(NAME_LEAST, rest), _widest("", (deal.name for deal in deals)) or NAME_LEAST)
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
