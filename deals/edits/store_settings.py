"""Edits of what holds for the whole store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Literal, NamedTuple

from deals.edits.patches import ReplacedList
from deals.errors import UserError
from deals.model import YEAR_START, YEAR_START_BEFORE, Book, StoreSetting
from deals.own_columns import FIELD, own_key
from deals.parsing.periods import MONTH_NAME, MONTHS
from deals.parsing.text import LatePattern, fold_text
from deals.parsing.time_words import plain_time

_MONTH = LatePattern(rf"{MONTH_NAME}|0?(?P<month>[1-9]|1[0-2])(?:月份?)?")


def read_month(text: str) -> int:
    """Read a month, as 1 to 12 or by its name in either language; refusal `month-unreadable`."""
    # A numeral is one where its unit stands behind it.
    found = _MONTH.fullmatch(plain_time(text)) or _MONTH.fullmatch(plain_time(f"{text.strip()}月"))
    if found is None:
        raise UserError("month-unreadable", text=text.strip())
    return MONTHS.index(found["name"][:3]) + 1 if found["name"] else int(found["month"])


def set_year_start(book: Book, month: int, on: date | None = None) -> Book:
    """Return the book whose fiscal year starts in that month; the same one where it says so.

    Periods that were over on the day `on` stay as they were, by the month said until then; without
    a day it always started so. What is said first is no change.
    """
    before, start = book.former_year_starts, book.year_start
    if book.year_said and month == start and (on is not None or not before):
        return book
    kept = {day: former for day, former in before if on is not None}
    if on is not None and book.year_said:
        kept.setdefault(on, start)
    if on is not None and kept.get(on) == month:
        del kept[on]
    others = (
        setting
        for setting in book.store_settings
        if setting.name != YEAR_START and not setting.name.startswith(YEAR_START_BEFORE)
    )
    former = (
        StoreSetting(name=f"{YEAR_START_BEFORE}{day}", value=f"{at}") for day, at in kept.items()
    )
    setting = StoreSetting(name=YEAR_START, value=f"{month}")
    return book.with_lists(store_settings=(*others, *former, setting))


NameKind = Literal["stage name", "column", "currency"]
"""What is remembered of tables: what a name of a stage means, what a column is taken for, and what
the amounts in a column are in that name no currency.
"""
_KINDS: tuple[NameKind, ...] = ("stage name", "column", "currency")
IN_WAN = "万"
"""By what the currency of amounts in 万 is remembered, apart from that of a column."""


def recall_names(book: Book, kind: NameKind, source: str) -> dict[str, str]:
    """Return what names in tables of a source mean: a stage or status, or a field, by name."""
    head = _setting_name(kind, source, "")
    return {
        setting.name.removeprefix(head): setting.value
        for setting in book.store_settings
        if setting.name.startswith(head)
    }


def remember_names(book: Book, kind: NameKind, source: str, names: Mapping[str, str]) -> Book:
    """Return the book that knows what these names mean in tables of a source.

    The same one where it knows already. Names are folded texts.
    """
    known = recall_names(book, kind, source)
    new = {name: target for name, target in names.items() if known.get(name) != target}
    if not new:
        return book
    renewed = {_setting_name(kind, source, name): target for name, target in new.items()}
    others = (setting for setting in book.store_settings if setting.name not in renewed)
    settings = (StoreSetting(name=name, value=target) for name, target in renewed.items())
    return book.with_lists(store_settings=(*others, *settings))


class RememberedName(NamedTuple):
    """A name in tables of a source, folded, of what kind it is and what it means."""

    source: str
    kind: NameKind
    name: str
    target: str


def list_remembered_names(book: Book) -> list[RememberedName]:
    """List the names that are remembered, by source, kind and name."""
    found = [
        RememberedName(source, kind, name, setting.value)
        for kind in _KINDS
        for setting in book.store_settings
        if setting.name.startswith(head := f"{kind} (")
        for source, parted, name in [setting.name.removeprefix(head).partition("): ")]
        if parted
    ]
    return sorted(found)


def forget_names(book: Book, names: Collection[str]) -> Book:
    """Return the book that no longer knows what these names mean, in tables of any source.

    Refusal `stage-name-unremembered` (name, names) for one that it does not know anyway.
    """
    known = list_remembered_names(book)
    folded = {fold_text(name): name for name in names}
    for name, written in folded.items():
        if name not in [each.name for each in known]:
            every = ", ".join(dict.fromkeys(each.name for each in known)) or "-"
            raise UserError("stage-name-unremembered", name=written, names=every)
    gone = {
        _setting_name(each.kind, each.source, each.name) for each in known if each.name in folded
    }
    settings = (setting for setting in book.store_settings if setting.name not in gone)
    return book.with_lists(store_settings=tuple(settings))


_SOURCE_FILE = "table file: "


def recall_source_files(book: Book) -> dict[str, str]:
    """Return what the last file of each source was called, by source."""
    return {
        setting.name.removeprefix(_SOURCE_FILE): setting.value
        for setting in book.store_settings
        if setting.name.startswith(_SOURCE_FILE)
    }


def source_name(book: Book, source: str) -> str:
    """Return what people call a source of tables: its last file, where that is known."""
    return recall_source_files(book).get(source) or source


def remember_source_files(book: Book, files: Mapping[str, str]) -> Book:
    """Return the book that knows what the last files of sources are called."""
    known = recall_source_files(book)
    renewed = {**known, **files}
    if renewed == known:
        return book
    others = (each for each in book.store_settings if not each.name.startswith(_SOURCE_FILE))
    settings = (StoreSetting(name=f"{_SOURCE_FILE}{key}", value=renewed[key]) for key in renewed)
    return book.with_lists(store_settings=(*others, *settings))


EVERY_SOURCE = ""
"""The source of what holds for tables of any: what was done to own columns here."""
_REMOVED = "removed "


def read_removal_day(target: str) -> str | None:
    """Read since when a column is removed here from what is remembered of it; None if it is not."""
    return target.removeprefix(_REMOVED) if target.startswith(_REMOVED) else None


def retarget_columns(book: Book, name: str, target: str | None, today: date) -> Book:
    """Return the book that knows what became of an own column of this name in tables.

    It goes by the name of `target` by now, or was removed where that is None; what headers were
    taken for it before is it still.
    """
    value = f"{FIELD}{target}" if target else f"{_REMOVED}{today}"
    known = {
        (each.source, each.name)
        for each in list_remembered_names(book)
        if each.kind == "column" and own_key(each.target) == own_key(f"{FIELD}{name}")
    }
    if target is None or own_key(name) != own_key(target):
        known.add((EVERY_SOURCE, own_key(name)))
    for source, header in sorted(known):
        book = remember_names(book, "column", source, {header: value})
    return book


def _setting_name(kind: NameKind, source: str, name: str) -> str:
    return f"{kind} ({source}): {name}"


def keep_names(change: ReplacedList) -> ReplacedList:
    """Return of a change of the settings only which tables were taken when.

    An undo takes that back, and not what was said of names.
    """
    before, after = (
        tuple(each for each in side if isinstance(each, StoreSetting))
        for side in (change.before, change.after)
    )
    known = {each.name: each for each in before}
    settings = (known.get(each.name) if each.name.startswith(TABLE_DAY) else each for each in after)
    return ReplacedList(tuple(filter(None, settings)), change.after)


_LIST_COLUMNS = "list columns"


def recall_list_columns(book: Book) -> tuple[str, ...]:
    """Return the own columns that the list of projects shows, in their order."""
    values = (each.value for each in book.store_settings if each.name == _LIST_COLUMNS)
    return tuple(filter(None, next(values, "").split("\n")))


def set_list_columns(book: Book, names: Iterable[str]) -> Book:
    """Return the book whose list of projects shows these own columns; the same one where it does.

    A name counts once, however it is written.
    """
    columns = tuple({own_key(name): name for name in names}.values())
    if columns == recall_list_columns(book):
        return book
    others = tuple(each for each in book.store_settings if each.name != _LIST_COLUMNS)
    setting = StoreSetting(name=_LIST_COLUMNS, value="\n".join(columns))
    return book.with_lists(store_settings=(*others, setting) if columns else others)


_IMPORT_LETTER = "import letter"


def recall_import_letter(book: Book) -> str:
    """Return what was kept of the last import's letter, empty for nothing."""
    values = (each.value for each in book.store_settings if each.name == _IMPORT_LETTER)
    return next(values, "")


def keep_import_letter(book: Book, text: str) -> Book:
    """Return the book that keeps the letter of its last import; an empty text drops it."""
    if text == recall_import_letter(book):
        return book
    others = tuple(each for each in book.store_settings if each.name != _IMPORT_LETTER)
    setting = StoreSetting(name=_IMPORT_LETTER, value=text)
    return book.with_lists(store_settings=(*others, setting) if text else others)


TABLE_DAY = "table day ("
"""How the names of settings begin that say when a table was taken last."""


class TableReading(NamedTuple):
    """The last table taken of a source: of a sheet, and of an owner, folded, or of several ("").

    `on` is the day of the import; `first` to `last` are the days that the table is of, and `text`
    is how these are told, where its file's name says so.
    """

    source: str
    sheet: str
    owner: str
    on: date
    text: str = ""
    first: date | None = None
    last: date | None = None


def recall_readings(book: Book) -> list[TableReading]:
    """Return when tables were taken last; what an edited store says otherwise is left out."""
    found: list[TableReading] = []
    for setting in book.store_settings:
        if not setting.name.startswith(TABLE_DAY):
            continue
        source, _parted, rest = setting.name.removeprefix(TABLE_DAY).partition("): ")
        sheet, _parted, owner = rest.partition(" / ")
        on, *days = setting.value.split()
        with suppress(ValueError):
            days_of = [date.fromisoformat(day) for day in days[1:3]]
            reading = TableReading(source, sheet, owner, date.fromisoformat(on))
            found.append(
                reading._replace(text=days[0], first=days_of[0], last=days_of[1])
                if len(days_of) == 2
                else reading
            )
    return found


def remember_readings(book: Book, readings: Iterable[TableReading]) -> Book:
    """Return the book that knows when these tables were taken; the same one where it does."""
    values = {
        f"{TABLE_DAY}{each.source}): {each.sheet} / {each.owner}": " ".join(
            filter(None, (f"{each.on}", each.text, *(f"{day}" for day in each[5:] if day)))
        )
        for each in readings
    }
    known = {each.name: each.value for each in book.store_settings}
    if all(known.get(name) == value for name, value in values.items()):
        return book
    others = (each for each in book.store_settings if each.name not in values)
    settings = (StoreSetting(name=name, value=value) for name, value in values.items())
    return book.with_lists(store_settings=(*others, *settings))
