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
from views.table import GUTTER, TableCell, TableColumn, column_cells, group_head
from wording import _, language, ngettext, pgettext
from wording.candidate_texts import owner_text

NAME_LEAST, OWNER_LEAST = 16, 8


class TwinRow(NamedTuple):
    """A project that stands twice, and the others that are the same deal."""

    deal: SharedDeal
    others: tuple[SharedDeal, ...]


def list_twin_rows(
    shared: Iterable[SharedDeal], book: Book, here: Iterable[str] = ()
) -> Mapping[str, TwinRow]:
    """List the projects that stand twice by their ids, see `find_shared_twins`."""
    return {
        deal.id: TwinRow(deal, tuple(other for other in deals if other.id != deal.id))
        for deals in find_shared_twins(shared, book, here)
        for deal in deals
    }


def list_twin_groups(rows: Mapping[str, TwinRow]) -> RowGroups:
    """Return the projects under their customers."""
    return RowGroups.by_key(rows, lambda id_: customer_key(rows[id_].deal.customer))


def twin_columns(cells: int, rows: Iterable[TwinRow]) -> tuple[TableColumn, ...]:
    """Return the columns for so many cells: owner, stage and amount whole, the name as far as it
    goes.
    """
    deals = [row.deal for row in rows]
    titles = (
        pgettext("column", "Owner"),
        pgettext("column", "Project"),
        pgettext("column", "Stage"),
        pgettext("column", "Amount"),
    )
    owner = column_cells((titles[0], *(owner_text(deal.owner) for deal in deals)))
    amounts = column_cells((titles[3], *map(_amount_text, deals)))
    stage = column_cells((titles[2], *(deal.stage for deal in deals)))
    room = cells - GUTTER - 4 - stage - amounts
    wanted = max(NAME_LEAST, column_cells(("", *(deal.name for deal in deals))))
    owner = max(OWNER_LEAST, min(owner, max(room - wanted, room * 2 // 5)))
    name = min(room - owner, wanted)
    return (
        TableColumn("owner", titles[0], owner),
        TableColumn("name", titles[1], max(1, name)),
        TableColumn("stage", titles[2], stage),
        TableColumn("amount", titles[3], amounts, "right"),
    )


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
    others = _(", ").join(map(name_deal, row.others))
    owner = owner_key(row.deal.owner)
    same = all(owner_key(other.owner) == owner for other in row.others)
    text = _("the same owner has it twice: {others}") if same else _("also led by {others}")
    return [text.format(others=others), keys]


def name_deal(deal: SharedDeal) -> str:
    """Return whose a project is, and what tells it from the others of that name."""
    return _("{owner} ({stage}, {amount})").format(
        owner=owner_text(deal.owner), stage=deal.stage, amount=_amount_text(deal)
    )
