"""The currency of amounts that name none, where others in their column name theirs.

Amounts in 万 and 亿 are apart from others: whoever says that `320k` is dollars has not said so of
`350万`, which in a Chinese table is in the currency that counts so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from deals.edits.store_settings import IN_WAN
from deals.parsing.amounts import HOME, names_currency, parse_amount
from deals.parsing.header_units import AmountUnit
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text, read_or_none
from store.tables.grid import GridRow
from store.tables.headers import HeaderColumn, HeaderedTable, TableSchema

Size = Literal["plain", "han"]
"""Whether an amount counts in 万 or 亿."""
DOUBTS: Mapping[Size, str] = {"plain": "column-currency", "han": "column-currency-wan"}
"""The codes of what is refused of amounts whose currency is in doubt."""
_COUNTED_IN_HAN = (HOME, "TWD", "HKD", "MOP", "JPY")
"""The currencies that are counted in 万 and 亿."""
_HAN_SIZED = re.compile(r"[万萬亿億]|[0-9] ?w\b")
_HAN = re.compile("[\u3400-\u9fff]")
_FIGURE = re.compile("[1-9]")
_NOT_ODD = 2
"""How many rows have to name a currency, each for no more than so often as many that do not."""


def settle_currencies(
    table: HeaderedTable, schema: TableSchema[Any], reading: ReadingContext
) -> HeaderedTable:
    """Return the table with the currency of its bare amounts, or these marked as in doubt.

    Nothing is in doubt that the header or a column of the table says. A cell in doubt is refused
    for itself (`column-currency`, or `column-currency-wan` where it counts in 万; text, other,
    currency, usual, likely), so that other rows are read all the same.
    """
    by_header = table.measure and (table.measure.currency or table.measure.sign)
    if by_header or "currency" in table.columns:
        return table
    for column in table.columns.values():
        if column.field in schema.amount_fields:
            amounts = _find_amounts(table, column)
            if amounts.bare:
                table = amounts.settle(reading)
    return table


@dataclass(frozen=True)
class _ColumnAmounts:
    """The amounts of a column: bare ones by their texts, and of what each currency is named.

    `named` counts the rows by currency, `examples` has the first text of each; `in_han` is whether
    one of them counts in 万, and `rows` how many rows have an amount.
    """

    table: HeaderedTable
    column: HeaderColumn
    bare: Mapping[str, Size]
    named: Counter[str]
    examples: Mapping[str, str]
    in_han: bool
    rows: int

    @cached_property
    def usual(self) -> str:
        """The user's own currency."""
        return self.table.options.usual

    @cached_property
    def counted_in_han(self) -> str:
        """The currency of amounts in 万: the user's own where that is counted so."""
        return self.usual if self.usual in _COUNTED_IN_HAN else HOME

    @cached_property
    def other(self) -> str:
        """The first currency that is named and is not the user's own; empty for none."""
        return next((code for code in self.named if code != self.usual), "")

    def settle(self, reading: ReadingContext) -> HeaderedTable:
        """Return the table with the currencies of bare amounts, or with the doubts of them."""
        table, plain, han = self.table, self._find_code(), self._find_han_code()
        codes: dict[Size, str | None] = {"plain": plain, "han": han}
        sizes = dict.fromkeys(self.bare.values())
        doubts = {DOUBTS[size]: self._doubt(size) for size in sizes if codes[size] is None}
        if doubts or ("han" in sizes and han != (plain or reading.currency)):
            table = self._with_codes(codes, plain or reading.currency)
        if plain is not None and plain != reading.currency:
            unit = table.measure.unit if table.measure else 1
            table = replace(table, measure=AmountUnit(unit, plain))
        answered = {self._key(size): codes[size] for size in sizes if self._is_answered(size)}
        known = {key: code for key, code in answered.items() if code}
        return replace(table, doubts=doubts, currencies=known) if doubts or known else table

    def _key(self, size: Size) -> str:
        """Return by what the currency of such amounts is remembered."""
        return IN_WAN if size == "han" else fold_text(" ".join(self.column.header.split()))

    def _is_answered(self, size: Size) -> bool:
        """Whether somebody said the currency of such amounts, now or in an import before."""
        options = self.table.options
        now = options.han_currency or options.currency if size == "han" else options.currency
        return bool(now or self._key(size) in options.recalled)

    def _find_code(self) -> str | None:
        """Find the currency of bare amounts; None where it is in doubt."""
        options = self.table.options
        given = options.currency or options.recalled.get(self._key("plain"))
        return given or (None if self.other else self.usual)

    def _find_han_code(self) -> str | None:
        """Find the currency of bare amounts in 万; None where it is in doubt."""
        options = self.table.options
        given, before = options.currency, options.recalled.get(IN_WAN)
        if options.han_currency:
            return options.han_currency
        if before and not given:
            return before
        if given and (given in _COUNTED_IN_HAN or "plain" not in self.bare.values()):
            return given
        if not given and not self.other:
            return self.usual
        return self.counted_in_han if _is_chinese(self.table) and not self.in_han else None

    def _doubt(self, size: Size) -> dict[str, str]:
        """Return what a doubt names: another amount, two currencies, and the likely one if any."""
        other = self.other or self.table.options.currency or self.usual
        example = self.examples.get(other) or next(
            (text for text, known in self.bare.items() if known != size), ""
        )
        likely = self._find_likely()
        if size == "plain":
            return {"other": example, "currency": other, "usual": self.usual, "likely": likely}
        usual = self.counted_in_han
        likely = likely if self.in_han else usual
        return {"other": example, "currency": other, "usual": usual, "likely": likely}

    def _find_likely(self) -> str:
        """Find the currency of most rows that name one; empty if these are odd ones."""
        code, count = next(iter(self.named.most_common(1)), ("", 0))
        odd = count < _NOT_ODD or 2 * _NOT_ODD * count < self.rows
        return "" if odd or 2 * count <= self.named.total() else code

    def _with_codes(self, codes: Mapping[Size, str | None], known: str) -> HeaderedTable:
        """Return the table with cells that say their currency, or that it is in doubt."""
        table, at = self.table, self.column.number

        def put(line: GridRow) -> GridRow:
            cell = line.cells.get(at)
            size = self.bare.get(cell.text) if cell and not cell.problem else None
            if cell is None or size is None or codes[size] == known:
                return line
            code = codes[size]
            changed = (
                cell._replace(problem=DOUBTS[size])
                if code is None
                else cell._replace(
                    text=f"{code} {cell.text}", exact=cell.exact and f"{code} {cell.exact}"
                )
            )
            return GridRow(line.number, {**line.cells, at: changed}, line.hidden)

        body = tuple(map(put, table.body))
        return replace(table, grid=replace(table.grid, lines=(*table.above, table.header, *body)))


def _find_amounts(table: HeaderedTable, column: HeaderColumn) -> _ColumnAmounts:
    """Find the amounts of a column, and which of them name no currency."""
    counts = Counter(
        cell
        for line in table.body
        if (cell := line.cells.get(column.number))
        and not cell.problem
        and _FIGURE.search(fold_text(cell.text))
    )
    bare: dict[str, Size] = {}
    named, examples, in_han, rows = Counter[str](), dict[str, str](), False, 0
    for cell, count in counts.items():
        text = cell.exact or cell.text
        amount = read_or_none(parse_amount, text) or read_or_none(parse_amount, cell.text)
        if amount is None:
            continue
        rows += count
        in_wan = bool(_HAN_SIZED.search(fold_text(cell.text)))
        if names_currency(text) or names_currency(cell.text):
            named[amount.currency] += count
            examples.setdefault(amount.currency, cell.text)
            in_han |= in_wan
        else:
            bare[cell.text] = "han" if in_wan else "plain"
    return _ColumnAmounts(table, column, bare, named, examples, in_han, rows)


def _is_chinese(table: HeaderedTable) -> bool:
    """Whether most headers are Chinese."""
    cells = table.header.cells.values()
    return 2 * sum(bool(_HAN.search(cell.text)) for cell in cells) > len(cells)
