"""Days and amounts in figures, read by the column: all its cells are written in one way.

`12/5/2026` may be two days and `350.000` two amounts; what another cell of the column can only
mean in one order, with one decimal mark, holds for these too. Where the column proves nothing, the
option, the separator of the file and the setting decide, else the column is refused, once. Cells
then hold days as `2026-11-30` and figures with a decimal point, as those of a workbook do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from deals.errors import UserError
from deals.parsing.amounts import is_bare
from deals.parsing.month_names import write_in_english
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from store.tables.bare_amounts import settle_currencies
from store.tables.grid import GridCell, GridRow, address
from store.tables.headers import HeaderColumn, HeaderedTable, TableSchema
from store.tables.results import DecimalMark, FigureOrder

_YEARS_BACK, _YEARS_ON = 1, 3
"""How far from today, and from other years of the column, a year of two figures is near."""


def settle_figures(
    table: HeaderedTable, schema: TableSchema[Any], reading: ReadingContext
) -> tuple[HeaderedTable, list[UserError]]:
    """Return the table with the figures of its columns plain, and refusals of whole columns.

    Refusals, at the first cell in doubt: `column-days-mixed` and `column-amounts-mixed` (text,
    other) for cells that contradict each other, `column-days` (text, first, second) and
    `column-amounts` (text, thousands, decimals) for a column that may be read in two ways, and
    those of `settle_currencies`, which else are of their cells. Each of days and marks also has
    what the text is in every order (mdy, dmy, ymd) or with every mark (comma, point).
    """
    table = _with_english_months(table, schema)
    puts: dict[int, Callable[[GridCell], GridCell]] = {}
    refusals: list[UserError] = []
    for column in _figure_columns(table, schema, reading):
        try:
            puts[column.column.number] = column.settle()
        except UserError as refused:
            if column.column.field == "created" and "id" in table.columns:
                # Every export of ours has it: that a spreadsheet saved it in doubt is no reason to
                # refuse a table that is in no doubt otherwise, nor to guess.
                puts[column.column.number] = _blank_cell
            else:
                refusals.append(refused)
    table = settle_currencies(_with_cells(table, puts), schema, reading)
    if refusals:
        refusals += _currency_refusals(table)
    return table, refusals


def _currency_refusals(table: HeaderedTable) -> Iterator[UserError]:
    """Yield the doubts of currencies, at the first cell of each, for the table as a whole."""
    for code, figures in table.doubts.items():
        column, first = next(
            (column, _ColumnCell(line.number, cell.text))
            for line in table.body
            for column in table.columns.values()
            if (cell := line.cells.get(column.number)) and cell.problem == code
        )
        yield _refusal(code, table, column, first, **figures)


def _blank_cell(_cell: GridCell) -> GridCell:
    return GridCell("")


def _with_english_months(table: HeaderedTable, schema: TableSchema[Any]) -> HeaderedTable:
    """Return the table with the months of other languages in its columns of days in English."""
    days = [column for column in table.columns.values() if column.field in schema.day_fields]
    return _with_cells(table, {column.number: _english_cell for column in days})


def _english_cell(cell: GridCell) -> GridCell:
    text = cell.text if cell.exact is not None else write_in_english(cell.text)
    return cell if text == cell.text else cell._replace(text=text)


def _figure_columns(
    table: HeaderedTable, schema: TableSchema[Any], reading: ReadingContext
) -> list[_DayColumn | _AmountColumn]:
    """Return the columns of days and amounts; what one column of days proves, others may go by."""
    columns = table.columns.values()
    days = [
        _DayColumn(table, column, reading)
        for column in columns
        if column.field in schema.day_fields
    ]
    proved = {order for column in days for order in column.proved}
    for column in days:
        column.proved_beside = proved
    amounts = [column for column in columns if column.field in schema.amount_fields]
    return [*days, *(_AmountColumn(table, column) for column in amounts)]


def _with_cells(
    table: HeaderedTable, puts: Mapping[int, Callable[[GridCell], GridCell]]
) -> HeaderedTable:
    """Return the table with cells of its body as the functions of their columns give them."""
    if not puts:
        return table
    body = (GridRow(line.number, {**line.cells, **_put_cells(line, puts)}) for line in table.body)
    return replace(table, grid=replace(table.grid, lines=(*table.above, table.header, *body)))


def _put_cells(
    line: GridRow, puts: Mapping[int, Callable[[GridCell], GridCell]]
) -> dict[int, GridCell]:
    return {at: put(line.cells[at]) for at, put in puts.items() if at in line.cells}


class _ColumnCell(NamedTuple):
    row: int
    text: str


class _FoundDay(NamedTuple):
    """A day in figures, with what it is in each order that it may be in."""

    cell: _ColumnCell
    orders: Mapping[FigureOrder, date]


def _column_cells(table: HeaderedTable, column: HeaderColumn) -> list[_ColumnCell]:
    """Return the texts of a column, each where it stands first.

    What a workbook holds as numbers and days is in no doubt.
    """
    rows: dict[str, int] = {}
    for line in table.body:
        cell = line.cells.get(column.number)
        if cell and cell.exact is None and not cell.problem:
            rows.setdefault(cell.text, line.number)
    return [_ColumnCell(row, text) for text, row in rows.items()]


def _refusal(
    code: str, table: HeaderedTable, column: HeaderColumn, cell: _ColumnCell, **figures: str
) -> UserError:
    place = {**table.grid.place, "row": cell.row, "column": " ".join(column.header.split())}
    return UserError(
        code, **place, cell=address(cell.row, column.number), text=cell.text, **figures
    )


_FIGURES = re.compile(
    r"(?<![0-9./])([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4}|[0-9]{1,2})(?![0-9./])"
)
_TWO_FIGURES = re.compile(r"^([0-9]{1,2})[./-]([0-9]{1,2})$")
_YEAR = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_CLOCK = re.compile(
    r"(?:(?<=[0-9])t| +)[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?[ap]\.?m\.?)?"
    r"(?: ?(?:z|[+-][0-9]{2}:?[0-9]{2}))?$"
)
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? +(?=.*[0-9])|"
    r"(?<=[0-9日号]) *[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?$"
)
MAYBE_OCTOBER = re.compile(r"(?:20)?[0-9]{2}\.1")
"""What a month is that may have been 2026.10 before a spreadsheet made a number of it."""
_OCTOBER = re.compile(r"(?:20)?[0-9]{2}\.10")
_MINGUO = re.compile(r"^(?:民[国國])?(1[0-4][0-9])(?=年|([./-])[0-9]{1,2}(?:\2[0-9]{1,2})?$)")
_NAMED_DAY = re.compile(r"([0-9]{1,2})-([a-z]{3,9})-([0-9]{2})")
_NAMED_MONTH = re.compile(r"([a-z]{3,9})(?:-|\.? ?['’])([0-9]{2})")
_MONTH_YEAR = re.compile(r"(0?[1-9]|1[0-2])[./-](20[0-9]{2})")
_COUNTED_QUARTER = re.compile(r"([1-4])q[ /-]?['’]?(?:20)?([0-9]{2})")


class _DayColumn:
    """A column of days, and the order that its figures are in.

    `proved_beside` are the orders that columns of days in the same table prove.
    """

    def __init__(self, table: HeaderedTable, column: HeaderColumn, reading: ReadingContext) -> None:
        self.table, self.column, self.reading = table, column, reading
        self.cells = _column_cells(table, column)
        self.proved_beside: Collection[FigureOrder] = ()

    def settle(self) -> Callable[[GridCell], GridCell]:
        """Return what makes days of the column's cells plain."""
        order = self.table.options.dates or self._find_order()
        cut, month_first = self._may_be_cut(), self._begins_with_months()

        @cache  # a column names the same days again and again
        def plain_text(text: str) -> str:
            plain = _FIGURES.sub(lambda found: _day_text(found, order), _plain_day(text))
            if month_first:
                plain = _TWO_FIGURES.sub(r"\1月\2日", plain)
            return text if plain == fold_text(text) else plain

        def put(cell: GridCell) -> GridCell:
            if cell.exact is not None or not set("123456789") & set(fold_text(cell.text)):
                return cell
            text = plain_text(cell.text)
            if cut and MAYBE_OCTOBER.fullmatch(text):
                return cell._replace(text=text, exact=text)
            return cell if text == cell.text else cell._replace(text=text)

        return put

    def _may_be_cut(self) -> bool:
        """Whether months may be numbers that a spreadsheet saved as text, without idle zeros.

        One that says October shows that they are not.
        """
        texts = [cell.text for cell in self.cells]
        return bool(self.table.grid.delimiter) and not any(map(_OCTOBER.fullmatch, texts))

    def _begins_with_months(self) -> bool:
        """Whether two figures are a month and its day, as `12.25` shows, and not a year and month.

        Refused where others can only be that.
        """
        pairs = [
            (cell, int(found[1]), int(found[2]))
            for cell in self.cells
            if (found := _TWO_FIGURES.fullmatch(_plain_day(cell.text)))
        ]
        shown = next((cell for cell, a, b in pairs if a <= 12 < b <= 31), None)
        other = next((cell for cell, a, b in pairs if b <= 12 < a), None)
        if shown and other:
            raise self._mixed(other, shown)
        return shown is not None

    def _find_order(self) -> FigureOrder | None:
        """Find the one order of all cells: proved by some, or the only one that keeps all near."""
        unsure = [day for day in self.days if len(set(day.orders.values())) > 1]
        if not unsure:
            return None
        for day in unsure:
            self._check_proved(day)
        near = self._near_years()
        if not self.proved:
            return self._choose_order(near, unsure)
        order = next(iter(self.proved))
        for day in unsure:
            if day.orders[order].year not in near:
                raise self._unsure(day)
        return order

    @cached_property
    def days(self) -> Sequence[_FoundDay]:
        """The days in figures, with what each may be."""
        return [
            _FoundDay(cell, orders)
            for cell in self.cells
            for match in _FIGURES.finditer(_plain_day(cell.text))
            if (orders := _read_orders(match))
        ]

    @cached_property
    def proved(self) -> Mapping[FigureOrder, _ColumnCell]:
        """The orders that a cell can only be in, each with the first such cell."""
        sure = [day for day in self.days if len(day.orders) == 1]
        return {next(iter(day.orders)): day.cell for day in reversed(sure)}

    def _near_years(self) -> range:
        """Return the years around today's and those that cells of the column say in full."""
        years = {int(year) for cell in self.cells for year in _YEAR.findall(cell.text)}
        years.add(self.reading.stamp.today.year)
        return range(min(years) - _YEARS_BACK, max(years) + _YEARS_ON + 1)

    def _unsure(self, day: _FoundDay, *likely: FigureOrder) -> UserError:
        """Return the refusal of a column that may be read in two ways, the likely ones first."""
        days = list(dict.fromkeys((*map(day.orders.get, likely), *day.orders.values())))
        figures = {"first": f"{days[0]}", "second": f"{days[1]}", **_order_figures(day)}
        return _refusal("column-days", self.table, self.column, day.cell, **figures)

    def _mixed(self, cell: _ColumnCell, other: _ColumnCell) -> UserError:
        # Two figures alone are in no order that could be chosen.
        day = next((day for day in self.days if day.cell is cell), None)
        figures = {"other": other.text, **(_order_figures(day) if day else {})}
        return _refusal("column-days-mixed", self.table, self.column, cell, **figures)

    def _check_proved(self, day: _FoundDay) -> None:
        """Refuse a cell that cannot have the order that others prove, or several prove two."""
        others = [other for order, other in self.proved.items() if order not in day.orders]
        if others or len(self.proved) > 1:
            raise self._mixed(day.cell, (others or list(self.proved.values())[1:])[0])

    def _choose_order(self, near: range, unsure: Sequence[_FoundDay]) -> FigureOrder:
        """Choose by other columns, the setting, then by what is near; else refuse the column."""
        first = unsure[0]
        common = [order for order in first.orders if all(order in day.orders for day in unsure)]
        likely = [
            order for order in common if all(day.orders[order].year in near for day in unsure)
        ]
        beside = [order for order in self.proved_beside if order in (likely or common)]
        if len(beside) == 1:
            return beside[0]
        setting = self.reading.dates
        if setting and setting in (likely or common):
            return setting
        if len(likely) == 1:
            return likely[0]
        if not common:
            raise self._mixed(first.cell, next(day.cell for day in unsure if day != first))
        raise self._unsure(first, *(likely or common))


def _order_figures(day: _FoundDay) -> dict[str, str]:
    """Return the day in each order, as figures of a refusal."""
    return {order: f"{each}" for order, each in day.orders.items()}


def _plain_day(text: str) -> str:
    """Return a day folded, without a time of day or a weekday beside it, its year in full.

    A year of three figures counts from 1911, as in Taiwan (`115/12/31`).
    """
    plain = _WEEKDAY.sub("", _CLOCK.sub("", fold_text(text))).strip()
    plain = _MINGUO.sub(lambda found: f"{int(found[1]) + 1911}", plain)
    if found := _NAMED_DAY.fullmatch(plain):
        return f"{found[1]} {found[2]} 20{found[3]}"
    if found := _NAMED_MONTH.fullmatch(plain):
        return f"{found[1]} 20{found[2]}"
    if found := _MONTH_YEAR.fullmatch(plain):
        return f"{found[2]}-{int(found[1]):02}"
    if found := _COUNTED_QUARTER.fullmatch(plain):
        return f"20{found[2]}q{found[1]}"
    return plain


def _read_orders(found: re.Match[str]) -> Mapping[FigureOrder, date]:
    """Read a day in figures in each order that it may be in."""
    return _orders_of(found[1], found[3], found[4])


@lru_cache(maxsize=4096)
def _orders_of(a: str, b: str, c: str) -> Mapping[FigureOrder, date]:
    ways: list[tuple[FigureOrder, str, str, str]] = []
    if len(c) in (2, 4):
        ways += [("mdy", c, a, b), ("dmy", c, b, a)]
    if len(a) == 2 and len(c) < 4:
        ways.append(("ymd", a, b, c))
    return {order: day for order, *parts in ways if (day := _day_or_none(*parts))}


def _day_or_none(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year) % 100 + 2000 if len(year) < 4 else int(year), int(month), int(day))
    except ValueError:
        return None


def _day_text(found: re.Match[str], order: FigureOrder | None) -> str:
    """Return a day in the column's order, or in the only one it can have; else as it stands."""
    days = _read_orders(found)
    day = days.get(order) if order else None
    if day is None and len(set(days.values())) == 1 and order is None:
        day = next(iter(days.values()))
    return f"{day}" if day else found[0]


_NUMBER = re.compile(r"[0-9](?:[0-9.,'’ ]*[0-9])?")
_SIZED = re.compile(
    r" ?(?:[万萬亿億千百]|"
    r"(?:[mbw]|[kt](?! ?€)|mm|mn|mio|mln|bn|thousand|million|billion|lakh|crore)(?![a-z]))"
)
_THREE = re.compile(r"(?!0)[0-9]{1,3}[.,][0-9]{3}")


@dataclass(frozen=True, slots=True)
class _AmountColumn:
    """A column of amounts, and what parts their decimals."""

    table: HeaderedTable
    column: HeaderColumn

    def settle(self) -> Callable[[GridCell], GridCell]:
        """Return what makes the column's figures plain, with a decimal point."""
        mark = self.table.options.decimal or self._find_mark()
        sized = self._says_sizes()

        def put(cell: GridCell) -> GridCell:
            if sized and not cell.problem and is_bare(cell.text):
                return cell._replace(problem="amount-unsized")
            if cell.exact is not None or mark is None or not _has_mark(cell.text):
                return cell
            if any(_proved_mark(number) not in (None, mark) for number in _numbers(cell.text)):
                return cell  # read by itself: it can only be written with the other mark
            text = _NUMBER.sub(lambda found: _plain_number(found[0], mark), fold_text(cell.text))
            return cell._replace(text=text, exact=text)

        return put

    def _says_sizes(self) -> bool:
        """Whether cells say what they count in, as 350万 does, and nothing else says it of others.

        A small figure beside them then is in doubt; where a row has its currency it is in full.
        """
        if self.table.measure or "currency" in self.table.columns:
            return False
        plain = (fold_text(cell.text) for cell in _column_cells(self.table, self.column))
        return any(
            _SIZED.match(text, number.end()) for text in plain for number in _NUMBER.finditer(text)
        )

    def _find_mark(self) -> DecimalMark | None:
        """Find the decimal mark of all cells; None where no cell is in doubt."""
        proved: dict[DecimalMark, _ColumnCell] = {}
        unsure: dict[str, _ColumnCell] = {}
        for cell in _column_cells(self.table, self.column):
            for number in _bare_numbers(cell.text):
                if mark := _proved_mark(number):
                    proved.setdefault(mark, cell)
                elif _THREE.fullmatch(number):
                    unsure.setdefault("," if "," in number else ".", cell)
        if not proved and "." in unsure and "," not in unsure and self._has_semicolons():
            return "comma"
        return self._choose_mark(proved, unsure) if unsure else None

    def _has_semicolons(self) -> bool:
        """Whether semicolons part the cells, as where commas part decimals."""
        return self.table.grid.delimiter == ";"

    def _choose_mark(
        self, proved: Mapping[DecimalMark, _ColumnCell], unsure: Mapping[str, _ColumnCell]
    ) -> DecimalMark | None:
        """Choose what the numbers before three figures are, by those that can only be one thing.

        A comma before three figures parts thousands unless commas are proved to part decimals.
        """
        if len(proved) == 2:
            cell, other = sorted(proved.values(), key=lambda cell: cell.row)
            code = "column-amounts-mixed"
            raise _refusal(code, self.table, self.column, cell, other=other.text)
        if "comma" in proved:
            if "," in unsure:
                raise self._unsure(unsure[","])
            return "comma"
        if "." in unsure and (not proved or self._has_semicolons()):
            raise self._unsure(unsure["."])
        return "point" if proved else None

    def _unsure(self, cell: _ColumnCell) -> UserError:
        thousands, decimals = _number_ways(cell)[1:]
        return self._refuse("column-amounts", cell, thousands=thousands, decimals=decimals)

    def _refuse(self, code: str, cell: _ColumnCell, **figures: str) -> UserError:
        """Return the refusal of a column, with what a number of the cell is with either mark."""
        mark, *ways = _number_ways(cell)
        comma, point = ways if mark == "." else reversed(ways)
        figures = {**figures, "comma": comma, "point": point}
        return _refusal(code, self.table, self.column, cell, **figures)


def _number_ways(cell: _ColumnCell) -> tuple[str, str, str]:
    """Return the mark of a number before three figures, and the number as thousands and not so."""
    number = next(number for number in _bare_numbers(cell.text) if _THREE.fullmatch(number))
    whole, mark, part = re.split("([.,])", number)
    return mark, f"{whole},{part}", f"{whole}.{part}".rstrip("0").rstrip(".")


def _has_mark(text: str) -> bool:
    return "." in text or "," in text


def _bare_numbers(text: str) -> list[str]:
    """Return the numbers of an amount, without blanks that part groups.

    None that a size follows is in doubt, but for thousands of euros: `1.200 k€` may be 1,200.
    """
    plain = fold_text(text)
    return [
        re.sub("[ '’]", "", found[0])
        for found in _NUMBER.finditer(plain)
        if not _SIZED.match(plain, found.end())
    ]


def _numbers(text: str) -> list[str]:
    """Return all numbers of an amount, without blanks that part groups."""
    return [re.sub("[ '’]", "", found[0]) for found in _NUMBER.finditer(fold_text(text))]


def _proved_mark(number: str) -> DecimalMark | None:
    """Return the decimal mark that a number can only be written with; None if it may be either."""
    marks = [char for char in number if char in ".,"]
    if not marks or _THREE.fullmatch(number):
        return None
    decimal = marks[-1] if marks.count(marks[-1]) == 1 else {".": ",", ",": "."}[marks[-1]]
    return "comma" if decimal == "," else "point"


def _plain_number(number: str, mark: DecimalMark) -> str:
    if mark == "point":
        return number.replace(",", "")
    return number.replace(".", "").replace(",", ".")
