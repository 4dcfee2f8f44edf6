"""Reader of one row of a table: the facts of the project, its contacts, and refusals."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from deals.errors import UserError
from deals.fields import CONTACT, PROJECT
from deals.model import Amount, Level, NextAction, SigningPeriod, Status
from deals.own_columns import own_field
from deals.parsing.amounts import (
    CURRENCY,
    currency_code,
    is_rounded,
    names_currency,
    parse_amount,
)
from deals.parsing.contact_titles import TitledName
from deals.parsing.currencies import settle_currency
from deals.parsing.days import parse_day, says_day_of_year
from deals.parsing.header_units import AmountUnit
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text, read_or_none
from deals.parsing.time_words import DateOrder
from deals.parsing.windows import parse_fiscal, parse_window, period_text
from deals.parsing.yearless import parse_yearless, says_year
from store.tables.column_figures import MAYBE_OCTOBER
from store.tables.contact_cells import (
    says_unknown,
    settle_post,
    split_contacts,
    split_items,
    split_levels,
    split_phones,
    take_person_phone,
    without_address,
)
from store.tables.contact_phones import mark_phones
from store.tables.deal_endings import ENDED, check_statuses, read_flag
from store.tables.grid import GridCell, GridRow, Same, address
from store.tables.headers import HeaderedTable
from store.tables.pipeline_columns import CONTACT_FACTS, LOOSE_FIELDS, is_own_header
from store.tables.results import ImportRemark, RemarkCode
from store.tables.stage_cells import find_target, read_stage_cell

_UNCHOSEN_DAYS = ("day-several", "day-unreadable", "festival-unnamed")
FACTS = tuple(field for field in PROJECT.typed if field not in ("name", "contacts", "next_on"))
"""What a row may say of the project besides its name, in the order in which it is written."""
_OF_LINES = ("tags", "notes")
_IN_CELL = tuple(field for field in FACTS if field not in (*_OF_LINES, "tender"))
WRITTEN = ("name", *FACTS, "end_reason")
"""The same with the name, and with the reason of an end, of which our tables have no column."""

_BESIDE = CONTACT_FACTS[1:]
_PREFIX = re.compile(rf"({CURRENCY}) ?(?=[0-9.])")
_CODE = re.compile(r"\b[A-Z]{3}\b")
_CURRENCY_NAMES = {
    **dict.fromkeys(("us dollar", "american dollar", "united states dollar"), "USD"),
    **dict.fromkeys(("british pound", "pound sterling", "uk pound sterling"), "GBP"),
    **dict.fromkeys(("chinese yuan", "yuan renminbi", "chinese yuan renminbi", "renminbi"), "CNY"),
    **{"japanese yen": "JPY", "hong kong dollar": "HKD", "canadian dollar": "CAD"},
    **{"australian dollar": "AUD", "singapore dollar": "SGD", "new zealand dollar": "NZD"},
    **{"swiss franc": "CHF", "indian rupee": "INR", "new taiwan dollar": "TWD", "euro": "EUR"},
}
"""Names of currencies as CRMs write them out, folded, without a plural."""
_LETTER = re.compile(r"[^\W\d_]")
_SERIAL = re.compile(r"[3-7][0-9]{4}")
_FIRST_SERIAL = 36526  # 2000-01-01
_EPOCH = date(1899, 12, 30)
_HALF_A_YEAR = timedelta(weeks=26)
_BREAK = re.compile(r"\s*\n\s*")
_BETWEEN_RIVALS = re.compile(r"[、,，;；/|\n]+(?![^(（]*[)）])")
_BRACKETS_BEHIND = re.compile(r"(?P<name>.+?)\s*(?:[(（](?P<note>[^()（）]*)[)）])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class ParsedContact:
    """A contact as a row has it; None for what the row does not know."""

    name: str
    cr: int | None = None
    title: str | None = None
    level: Level | None = None
    department: str | None = None
    phone: str | None = None

    def differing_column(self, other: ParsedContact) -> str | None:
        """Return the first column in which both know something else; None where they agree."""
        for column in CONTACT_FACTS:
            mine, theirs = getattr(self, column), getattr(other, column)
            if None not in (mine, theirs) and mine != theirs:
                return column
        return None

    def without(self, facts: Iterable[str]) -> ParsedContact:
        """Return the contact without these facts."""
        nothing: dict[str, Any] = dict.fromkeys(facts)
        return replace(self, **nothing)

    def with_more(self, other: ParsedContact) -> ParsedContact:
        """Return the contact with what only the other knows."""
        more = {
            fact: getattr(other, fact)
            for fact in (*CONTACT_FACTS, "phone")
            if getattr(self, fact) is None
        }
        return replace(self, **more)


@dataclass(slots=True)
class ParsedRow:
    """A row as read: facts by field, contacts, and the refusals of what could not be read.

    `own` are the texts in the user's own columns by their names, `remarks` what else is to be told
    of it. `texts` are those of the cells that say something, by field.
    """

    table: HeaderedTable
    line: GridRow
    facts: dict[str, object] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    people: tuple[ParsedContact, ...] = ()
    refusals: list[UserError] = field(default_factory=list)
    remarks: list[ImportRemark] = field(default_factory=list)
    texts: Mapping[str, str] = field(default_factory=dict)

    def copy_into(self, table: HeaderedTable, line: GridRow) -> ParsedRow:
        """Return the same of the row as it stands in a table read anew, to be added to."""
        row = ParsedRow(table, line, dict(self.facts), self.own, self.people, texts=self.texts)
        row.refusals, row.remarks = list(self.refusals), list(self.remarks)
        return row

    def cell(self, field_id: str) -> GridCell | None:
        """Return the row's filled cell of this field."""
        column = self.table.columns.get(field_id)
        return self.line.cells.get(column.number) if column else None

    def lines(self, field_id: str) -> str:
        """Return what the row's cell of this field says, empty where it says nothing."""
        return self.texts.get(field_id, "")

    def text(self, field_id: str) -> str:
        """Return what the row's cell of this field says, in one line."""
        text = self.texts.get(field_id, "")
        return _BREAK.sub(" ", text) if "\n" in text else text

    def refuse(self, code: str, field_id: str, **figures: str | int) -> None:
        """Note that the row's cell of this field was refused, and where it stands."""
        place = cell_place(self.table, self.line.number, field_id)
        self.refusals.append(UserError(code, **{**place, **figures}))


def cell_place(table: HeaderedTable, row: int, field_id: str) -> dict[str, str | int]:
    """Return the place of a row's cell of a field, as figures of a refusal."""
    place = {**table.grid.place, "row": row}
    if column := table.columns.get(field_id):
        place["column"] = _BREAK.sub(" ", column.header)
        place["cell"] = address(row, column.number)
    for number, name in table.own.items():
        if own_field(name) == field_id:
            place["column"], place["cell"] = name, address(row, number)
    return place


class RowReader:
    """Reader of the rows of a table; one that was read before is not read again.

    What a row says depends on its own cells, on the columns, on what names of stages in it mean,
    and on the reading, but for the time of day.
    """

    def __init__(self, table: HeaderedTable, reading: ReadingContext) -> None:
        self._table, self._reading = table, reading
        columns = {column.number for same in table.same.values() for column in same}
        columns |= table.own.keys()
        self._numbers = sorted(columns | {each.number for each in table.columns.values()})
        self._read = table.grid.memo.part(
            "rows",
            *(tuple(table.columns.items()), tuple(table.same.get("ended_on", ()))),
            tuple(table.own.items()),
            *(tuple(table.grid.place.values()), table.measure, reading_key(reading)),
        )

    def read(self, line: GridRow) -> ParsedRow:
        """Read a row; what cannot be read is among its refusals, each with its cell."""
        key = (line.number, *map(line.cells.get, self._numbers), *self._stage_targets(line))
        row = self._read.recall(key, lambda: _parse_row(self._table, line, self._reading))
        return row.copy_into(self._table, line)

    def _stage_targets(self, line: GridRow) -> Iterator[str | None]:
        """Yield what the user has said of the names of stages in a row."""
        if names := self._table.options.stages:
            for field_id in ("stage", "status"):
                column = self._table.columns.get(field_id)
                if column and (cell := line.cells.get(column.number)):
                    yield find_target(cell.text, names)


def reading_key(reading: ReadingContext) -> tuple[Hashable, ...]:
    """Return what cells are read by, but for the time of day and what is only for records."""
    stamp = reading.stamp
    defaults = (
        reading.currency,
        reading.bare_amounts,
        reading.dates,
        reading.year_start,
        reading.year_said,
    )
    return (Same(reading.playbook), stamp.by, stamp.today, *defaults)


def _parse_row(table: HeaderedTable, line: GridRow, reading: ReadingContext) -> ParsedRow:
    row = ParsedRow(table, line, texts=dict(_list_texts(table, line)))
    if any(cell.problem for cell in line.cells.values()):
        _refuse_problems(row)
    for field_id in _IN_CELL:
        if field_id in row.texts:
            with _RefusingCell(row, field_id):
                meant, value = _read_fact(row, field_id, reading)
                if field_id == "status" and meant in row.facts:
                    check_statuses(row.text(field_id), row.facts[meant], value)
                row.facts[meant] = value
    if row.text("next_on"):
        with _RefusingCell(row, "next_on"):
            row.facts["next"] = _next_action(row, reading)
    _read_ending(row, reading)
    _read_loose(row, reading)
    row.people = _people(row, reading)
    return row


def _list_texts(table: HeaderedTable, line: GridRow) -> Iterator[tuple[str, str]]:
    """Yield what the cells of a row say, by field."""
    for field_id, column in table.columns.items():
        cell = line.cells.get(column.number)
        if cell and cell.text and not says_unknown(cell.text):
            yield field_id, cell.text


def _refuse_problems(row: ParsedRow) -> None:
    """Refuse the cells that could not be read as cells."""
    fields = ("name", *FACTS, "currency", "next_on", "contacts", "cr", *_BESIDE)
    for field_id in (each for each in fields if each not in LOOSE_FIELDS):
        if (cell := row.cell(field_id)) and cell.problem:
            figures = row.table.doubts.get(cell.problem, {})
            row.refuse(cell.problem, field_id, text=cell.text, **figures)


def _read_loose(row: ParsedRow, reading: ReadingContext) -> None:
    """Read what any table may have beside the columns of a pipeline, and the user's own columns."""
    for field_id in _OF_LINES:
        text, cell = row.lines(field_id), row.cell(field_id)
        if text and cell and not cell.problem and (fact := PROJECT[field_id].parse(text, reading)):
            row.facts[field_id] = fact
    if text := row.text("tender"):
        with _RefusingCell(row, "tender"):
            _check_serial(text)
            row.facts["tender"] = _next_day(text, reading.stamp.today, reading.dates)
    if text := row.lines("rivals"):
        row.facts["rivals"] = split_rivals(text)
    if text := row.text("created"):
        with _RefusingCell(row, "created"):
            row.facts["created"] = _creation_day(text, reading, ours=bool(row.text("id")))
    for number, name in row.table.own.items():
        cell = row.line.cells.get(number)
        if cell and cell.text and not cell.problem:
            row.own[name] = cell.whole_text


def _creation_day(text: str, reading: ReadingContext, *, ours: bool) -> date:
    """Read since when a project is known.

    Refusals `created-unreadable` (text), and `created-later` (text) for a day to come. In an export
    of `ours` that is none that anybody mistyped: another day counts as today, or it is still
    yesterday here.
    """
    _check_serial(text)
    try:
        day = _window(GridCell(text), reading).earliest
    except UserError as refused:
        if refused.code == "window-unreadable":
            raise UserError("created-unreadable", text=text) from None
        raise
    if day > reading.stamp.today and not ours:
        raise UserError("created-later", text=text)
    return day


def split_rivals(text: str) -> tuple[tuple[str, str], ...]:
    """Split the competitors that a cell names: each with what stands in brackets behind it."""
    pieces = (piece.strip() for piece in _BETWEEN_RIVALS.split(text))
    found = (_BRACKETS_BEHIND.fullmatch(piece) for piece in pieces if not says_unknown(piece))
    return tuple({match["name"]: match["note"] or "" for match in found if match}.items())


def _read_ending(row: ParsedRow, reading: ReadingContext) -> None:
    """Read what a CRM says of the end of a deal: whether it was won or lost, when, and why."""
    for field_id in ("is_won", "is_lost", "is_closed"):
        if row.text(field_id):
            with _RefusingCell(row, field_id):
                _take_flag(row, field_id)
    ended = row.facts.get("status") in ENDED
    if ended and (reason := row.text("end_reason")):
        row.facts["end_reason"] = reason
    cells = (row.line.cells.get(column.number) for column in row.table.same.get("ended_on", ()))
    cell = next((cell for cell in cells if cell and not says_unknown(cell.text)), None)
    if ended and cell:
        with _RefusingCell(row, "ended_on"):
            row.facts["ended_on"] = _window(cell, reading).latest


def _take_flag(row: ParsedRow, field_id: str) -> None:
    """Take what a flag says; refusals `flag-unreadable` (text), `ending-unknown` (text)."""
    text = row.text(field_id)
    flag = read_flag(text)
    if flag is None:
        raise UserError("flag-unreadable", text=text)
    known = row.facts.get("status")
    if not flag or (field_id == "is_closed" and known in ENDED):
        return
    status: Status = "won" if field_id == "is_won" else "lost"
    if field_id == "is_closed" and read_flag(row.text("is_won")) is not False:
        raise UserError("ending-unknown", text=text)
    if known:
        check_statuses(text, known, status)
    row.facts["status"] = known if known in ENDED else status


class _RefusingCell:
    """A context in which the refusal of a row's cell is noted; ten a row, so no generator."""

    __slots__ = ("field_id", "row")

    def __init__(self, row: ParsedRow, field_id: str) -> None:
        self.row, self.field_id = row, field_id

    def __enter__(self) -> None:
        """Begin to read the cell."""

    def __exit__(self, _kind: object, refused: BaseException | None, _trace: object) -> bool:
        """Note a refusal, unless the cell could not be read as one, which is told already."""
        if not isinstance(refused, UserError):
            return False
        cell = self.row.cell(self.field_id)
        if cell is None or not cell.problem:
            self.row.refuse(refused.code, self.field_id, **refused.figures)
        return True


def _read_fact(row: ParsedRow, field_id: str, reading: ReadingContext) -> tuple[str, object]:
    """Read the cell of a field; return the field that it speaks of, and its value."""
    cell, text = row.cell(field_id), row.text(field_id)
    if field_id in ("stage", "status"):
        return read_stage_cell(field_id, text, row.table.options.stages, reading)
    if cell is not None and field_id == "amount":
        return field_id, _row_amount(row, cell, reading)
    if cell is not None and field_id == "signs":
        return field_id, _row_window(row, cell, reading)
    if field_id == "next" and "next_on" in row.table.columns:
        return field_id, NextAction(text=text)
    try:
        return field_id, PROJECT[field_id].parse(text, reading)
    except UserError as refusal:
        # Nobody is there to choose among two days: the cell's words are the action.
        if field_id == "next" and refusal.code in _UNCHOSEN_DAYS:
            return field_id, NextAction(text=text)
        raise


def _row_amount(row: ParsedRow, cell: GridCell, reading: ReadingContext) -> Amount:
    """Read the amount in its row's currency, where a column says one; cents are rounded and told.

    Refusal `amount-currency` for one that names another currency than its row does.
    """
    wanted, measure, usual = _row_currency(row), row.table.measure, reading.currency
    if wanted:
        measure = AmountUnit(measure.unit if measure else 1, wanted)
    amount, rounded = row.table.grid.memo.recall(
        ("amount", cell, measure, wanted, usual), lambda: _amount_in(cell, measure, wanted, usual)
    )
    if rounded:
        row.remarks.append(ImportRemark("rounded", f"{cell.text} -> {amount.low:,}"))
    return amount


def _amount_in(
    cell: GridCell, measure: AmountUnit | None, wanted: str | None, usual: str
) -> tuple[Amount, bool]:
    """Return the amount in the currency that is wanted, if any, and whether it had cents."""
    amount = _amount(cell, measure, usual)
    if wanted and amount.currency != wanted:
        try:  # a sign that several currencies share, as $ is
            amount = parse_amount(f"{cell.text} {wanted}")
        except UserError:
            raise UserError("amount-currency", text=cell.text, currency=wanted) from None
    return amount, ("." in amount.text or "," in amount.text) and is_rounded(amount)


def _row_currency(row: ParsedRow) -> str | None:
    """Return the currency that the row's own column says; an unknown one is refused there."""
    text = row.text("currency")
    if not text:
        return None
    codes = [code for word in _CODE.findall(text.upper()) if (code := currency_code(word))]
    code = _CURRENCY_NAMES.get(fold_text(text).replace(".", "").removesuffix("s"))
    code = code or currency_code(text) or (codes[0] if codes else None)
    if code is None:
        row.refuse("currency-unknown", "currency", text=text)
    return code


def _amount(cell: GridCell, measure: AmountUnit | None, usual: str) -> Amount:
    """Read the amount in full; as displayed where the full figure has a fraction that is hidden.

    `usual` is the currency of one that names none.
    """
    unit = measure.unit if measure else 1
    currency = (measure and measure.currency) or usual
    if measure and measure.sign and not names_currency(cell.exact or cell.text):
        settle_currency(cell.text, measure.sign, currency)
    if cell.exact is None:
        return parse_amount(cell.text, currency=currency, unit=unit)
    # A number's format may carry a currency sign: that says the currency but not the unit.
    exact, shown = fold_text(cell.exact), fold_text(cell.text)
    if not exact[:1].isdigit() and (sign := _PREFIX.match(exact)):
        currency = currency_code(sign[1]) or currency
        exact, shown = exact[sign.end() :], _PREFIX.sub("", shown)
    amount = parse_amount(exact, currency=currency, unit=unit, point=True)
    if shown != exact and is_rounded(amount):
        return parse_amount(shown, currency=currency, unit=unit, point=True)
    return amount


def _row_window(row: ParsedRow, cell: GridCell, reading: ReadingContext) -> SigningPeriod:
    """Read the window; of a number such as 2026.1 it is told that it may have been 2026.10.

    So it is of which year a window is that says none, or counts from today. Refusal `day-serial`
    (text, day) for a day as a spreadsheet counts it.
    """
    _check_serial(cell.text)
    try:
        window = _window(cell, reading)
    except UserError as refused:
        if refused.code == "window-fiscal":
            raise
        code: RemarkCode = "year-added"
        nearest = parse_yearless(cell.text, reading.calendar)
        if nearest is None:
            code, nearest = "from-today", _counted_window(cell.text, reading)
        if nearest is None:
            raise
        window = nearest
        if not says_year(cell.text, reading.calendar):
            row.remarks.append(ImportRemark(code, f"{cell.text} -> {period_text(window)}"))
    if cell.exact is not None and MAYBE_OCTOBER.fullmatch(cell.text):
        row.remarks.append(ImportRemark("maybe-october", cell.text))
    return window


def _counted_window(text: str, reading: ReadingContext) -> SigningPeriod | None:
    """Read a window that counts from today, such as 明年一季度, as it is read where it is typed."""
    if not _LETTER.search(text):
        return None
    return read_or_none(lambda each: parse_window(each, reading.calendar), text)


def _check_serial(text: str) -> None:
    if _SERIAL.fullmatch(text) and int(text) >= _FIRST_SERIAL:
        day = _EPOCH + timedelta(days=int(text))
        raise UserError("day-serial", text=text, day=f"{day}")


def _window(cell: GridCell, reading: ReadingContext) -> SigningPeriod:
    """Read the window as displayed; a number displayed with idle decimals (2013.50) as it is.

    Refusal `window-fiscal` (text) for one of a fiscal year where that is the calendar's, as it is
    until somebody says when it starts.
    """
    try:
        return _cached_window(cell.text)
    except UserError:
        if fiscal := parse_fiscal(cell.text, reading.calendar):
            if reading.year_start == 1 and not reading.year_said:
                raise UserError("window-fiscal", text=cell.text) from None
            return fiscal
        if cell.exact is None:
            raise
        return _cached_window(cell.exact)


_cached_window = lru_cache(maxsize=4096)(parse_window)
"""`parse_window`: the cells of a column name the same months and days again and again."""


def _next_action(row: ParsedRow, reading: ReadingContext) -> NextAction:
    """Read the next action on its day; one without a year is the nearest, so that it stays.

    Where people type, such a day is one to come, but a table is imported again long after. Only
    what counts from today moves along with it, and then exactly.
    """
    _check_serial(row.text("next_on"))
    day = _next_day(row.text("next_on"), reading.stamp.today, reading.dates)
    return NextAction(text=row.text("next"), on=day)


@lru_cache(maxsize=4096)
def _next_day(text: str, today: date, dates: DateOrder | None) -> date:
    coming = parse_day(text, today, dates)
    nearest = parse_day(text, today - _HALF_A_YEAR, dates)
    return nearest if coming - nearest != _HALF_A_YEAR and says_day_of_year(text) else coming


def _people(row: ParsedRow, reading: ReadingContext) -> tuple[ParsedContact, ...]:
    """Read the contacts; a merged cell that goes on from above names nobody anew."""
    cell = row.cell("contacts")
    if cell and (cell.covered or cell.problem):
        return ()
    levels: tuple[int | None, ...] = ()
    with _RefusingCell(row, "cr"):
        levels = split_levels(row.lines("cr"))
    names = _name_contacts(row, len(levels) or None)
    if levels and len(levels) != len(names):
        row.refuse("cr-count", "cr", contacts=len(names), levels=len(levels))
        return ()
    texts = {field_id: _items(row, field_id, len(names)) for field_id in _BESIDE}
    ranks: list[Level | None] = [None] * len(names)
    with _RefusingCell(row, "level"):
        ranks = [_read_level(text, reading) for text in texts["level"]]
    known = (texts["title"], ranks, texts["department"], _phones(row, len(names)))
    every = zip(names, levels or [None] * len(names), *known, strict=True)
    return tuple(
        ParsedContact(name, cr, title, rank, department, phone or beside or None)
        for (person, phone), cr, title_beside, rank, department_beside, beside in every
        for name, title, department in [settle_post(person, title_beside, department_beside)]
    )


def _name_contacts(row: ParsedRow, count: int | None) -> list[tuple[TitledName, str | None]]:
    """Return whom the contacts of a row name, each with a phone that stands behind the name."""
    text, phones = mark_phones(row.lines("contacts"))
    names = split_contacts(text, count)
    if not names and row.text("title"):
        names = (TitledName(row.text("title")),)  # somebody we only know must exist
    return [take_person_phone(person, phones) for person in names]


def _phones(row: ParsedRow, count: int) -> tuple[str, ...]:
    """Return the phones beside the contacts for each of them; those that fit none are told."""
    columns = row.table.same.get("phone", ())
    cells = (row.line.cells.get(column.number) for column in columns)
    texts = [cell.text for cell in cells if cell and not says_unknown(cell.text)]
    found = [split_phones(text, count) for text in texts]
    if left := [text for text, phones in zip(texts, found, strict=True) if phones is None]:
        row.remarks.append(ImportRemark("phones-left", "; ".join(left)))
    phones = zip(*(each for each in found if each), strict=True)
    return tuple(", ".join(dict.fromkeys(each)) for each in phones) or ("",) * count


def _read_level(text: str, reading: ReadingContext) -> Level | None:
    return None if not text or says_unknown(text) else CONTACT["level"].parse(text, reading)


def _items(row: ParsedRow, field_id: str, count: int) -> tuple[str, ...]:
    """Return the text of a cell beside the contacts for each of them, empty where it has none."""
    text = row.lines(field_id)
    if not text or not count:
        return ("",) * count
    items = split_items(text, count)
    if items is None:
        row.refuse("contact-count", field_id, contacts=count)
        return ("",) * count
    return items


def strip_addresses(table: HeaderedTable) -> HeaderedTable:
    """Return the table with customers and owners without addresses behind them.

    In a table as we write it such a name is kept: it stands there because it is in the book.
    """
    fields = [field for field in ("customer", "owner") if field in table.columns]
    if not fields or is_own_header(table.header):
        return table
    numbers = [table.columns[field].number for field in fields]
    body = [_without_addresses(line, numbers) for line in table.body]
    return replace(table, grid=replace(table.grid, lines=(*table.above, table.header, *body)))


def _without_addresses(line: GridRow, numbers: Sequence[int]) -> GridRow:
    cells = {number: cell for number in numbers if (cell := line.cells.get(number))}
    bare = {
        number: cell._replace(text=text)
        for number, cell in cells.items()
        if (text := without_address(cell.text)) != cell.text
    }
    return GridRow(line.number, {**line.cells, **bare}) if bare else line
