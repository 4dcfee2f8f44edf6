"""What is to be known of a record's field, and the fields of a kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

from deals.errors import UserError
from deals.han_forms import simplify_han
from deals.model import Amount, Contact, NextAction, SigningPeriod
from deals.model.base import Frozen
from deals.parsing.amounts import written_amount
from deals.parsing.next_actions import next_text
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import LatePattern, fold_text
from deals.parsing.windows import window_text

FieldRecord = TypeVar("FieldRecord", bound=Frozen)


def read_optional_text(text: str, _reading: ReadingContext) -> str | None:
    """Read a text; None for nothing, or for `-` or `?` alone."""
    return None if fold_text(text) in ("", "-", "?") else text.strip()


def read_optional_notes(text: str, reading: ReadingContext) -> str | None:
    """Read a text of several lines; None for nothing, or for `-` or `?` alone."""
    found = read_optional_text(text, reading)
    return found and "\n".join(found.splitlines())


def read_line(text: str, _reading: ReadingContext) -> str:
    """Read a text as it stands, but for blanks around it."""
    return text.strip()


class ColumnSpec(NamedTuple):
    """The column of a field in tables: its headings, and what else its header may be.

    `others` are accepted in a table of such records, `sure` there and in a table of the pipeline,
    `weak` in the latter where nothing surer names the column; they part at blanks, and `_` stands
    for a blank in one. `id` is what the column goes by where it is not the field's; `place` says
    where it stands from the left if that is not the order of fields, `width` how wide it is. With
    `several`, a table may have more than one: all of them count. `former` headed it in English in
    earlier exports.
    """

    en: str
    zh: str
    others: str = ""
    sure: str = ""
    weak: str = ""
    id: str = ""
    place: int = 0
    width: int = 0
    several: bool = False
    former: str = ""

    @property
    def english(self) -> tuple[str, ...]:
        """Return its headings in English: of now, and of earlier exports where it was another."""
        return (self.en, self.former) if self.former else (self.en,)


_MARKS = LatePattern(r"[\s_\-–—:.,、。*★※#/|\\()\[\]【】<>《》\"'“”’↑↓▲▼]+")


def header_key(text: str) -> str:
    """Return what two ways to write one name of a field share.

    It has no blanks, marks or capitals, and no traditional characters.
    """
    return _short_key(text) if len(text) <= _SHORT else _make_key(text)


def _make_key(text: str) -> str:
    return _MARKS.sub("", simplify_han(fold_text(text)))


_SHORT = 80
_short_key = lru_cache(maxsize=1 << 12)(_make_key)  # a row of headers is asked about many times


def fields_by_name(columns: Mapping[str, ColumnSpec], ids: Iterable[str] = ()) -> dict[str, str]:
    """Return the field that each of its names means, by `header_key`: its id before what heads its
    column, and that before what may head it where nothing surer does. Without `ids`, its headers.
    """
    names = {header_key(id_): id_ for id_ in ids}
    for words in (
        lambda column: [*column.english, column.zh, *column.sure.split(), *column.others.split()],
        lambda column: column.weak.split(),
    ):
        for field_id, column in columns.items():
            for word in words(column):
                names.setdefault(header_key(word), field_id)
    return names


def headings(columns: Mapping[str, ColumnSpec], chinese: bool) -> list[str]:
    """Return the headings of a table with these columns."""
    return [column.zh if chinese else column.en for column in columns.values()]


def all_headings(columns: Mapping[str, ColumnSpec]) -> list[list[str]]:
    """Return the headings in every language, and those in English of earlier exports."""
    former = [column.english[-1] for column in columns.values()]
    return [headings(columns, False), headings(columns, True), former]


@dataclass(frozen=True, slots=True)
class FieldSpec(Generic[FieldRecord]):
    """A field of a record: how it is read from text, printed, kept, shared and put in tables.

    `id` is what users, scripts and history call it; `holds` names the fields of the model where
    they are not the one of that name. One that is not `typed` is set along with another, or by
    keys of its own. `parse` reads a value, `put` writes that into a record, and `format` prints the
    field as the text that an editor starts with; the people it is given may be named in it.
    `kept` is the text that history keeps where it is not that of the value. A `shared` field is the
    same in all projects of an account, of a `tracked` one history keeps every move, and a `brief`
    one is part of the record where it stands in a line. One of `several_lines` may hold line
    breaks, so that an editor of one line passes it by. `words` are the constants by what people
    write for them.
    """

    id: str
    parse: Callable[[str, ReadingContext], Any] = read_optional_text
    format: Callable[[FieldRecord, Sequence[Contact]], str] | None = None
    put: Callable[[FieldRecord, Any], FieldRecord] | None = None
    kept: Callable[[FieldRecord], str | None] | None = None
    holds: tuple[str, ...] = ()
    typed: bool = True
    shared: bool = False
    tracked: bool = False
    brief: bool = False
    several_lines: bool = False
    words: Mapping[str, str] | None = None
    column: ColumnSpec | None = None

    def text(self, record: FieldRecord, people: Sequence[Contact] = ()) -> str:
        """Return the text that an editor of the field starts with, empty where nothing is known.

        Writing it back changes nothing. A contact that it names is one of `people`.
        """
        if self.format is not None:
            return self.format(record, people)
        value: str | None = getattr(record, self.id)
        return value or ""

    def write(self, record: FieldRecord, value: Any) -> FieldRecord:
        """Return the record with a value that `parse` gave, and what changes with it.

        The same record where the value says nothing new.
        """
        if self.put is not None:
            return self.put(record, value)
        if is_same_value(getattr(record, self.id), value):
            return record
        return record.model_copy(update={self.id: value})

    def value(self, record: FieldRecord) -> object:
        """Return the value of the model's field that this one holds."""
        return getattr(record, self.holds[0] if self.holds else self.id)

    def history_text(self, record: FieldRecord) -> str | None:
        """Return the field in the text that history keeps; None for nothing."""
        return self.kept(record) if self.kept else history_text(getattr(record, self.id))


class RecordFields(Generic[FieldRecord]):
    """The fields of a kind of record, in the order in which an editor walks them.

    `typed` are the ids of those that are typed, and `shared`, `tracked` and `brief` of those whose
    specs say so; `columns` are the columns by id.
    """

    def __init__(
        self,
        kind: type[FieldRecord],
        *specs: FieldSpec[FieldRecord],
        unknown: str = "field-unknown",
    ) -> None:
        self.kind = kind
        self.specs = {spec.id: spec for spec in specs}
        self.typed = tuple(spec.id for spec in specs if spec.typed)
        self.shared = tuple(spec.id for spec in specs if spec.shared)
        self.tracked = tuple(spec.id for spec in specs if spec.tracked)
        self.brief = tuple(spec.id for spec in specs if spec.brief)
        columns = [(spec.id, spec.column) for spec in specs if spec.column]
        self.columns = dict(sorted(columns, key=lambda column: column[1].place))
        self._unknown = unknown

    def __getitem__(self, field_id: str) -> FieldSpec[FieldRecord]:
        """Return a field that is typed; any other id is refused, with those there are."""
        if field_id not in self.typed:
            raise UserError(self._unknown, field=field_id, fields=" ".join(self.typed))
        return self.specs[field_id]

    @cached_property
    def by_name(self) -> Mapping[str, str]:
        """The fields that are typed by all that they are called, in both languages."""
        columns = {name: column for name, column in self.columns.items() if name in self.typed}
        return fields_by_name(columns, self.typed)

    def find(self, name: str) -> str | None:
        """Find the id of the field that is typed and goes by this name; None for none."""
        return self.by_name.get(header_key(name))

    def after(self, field_id: str, step: int) -> str:
        """Return the id of the field of one line so many steps on, round and round."""
        walked = [id_ for id_ in self.typed if id_ == field_id or not self.specs[id_].several_lines]
        return walked[(walked.index(field_id) + step) % len(walked)]

    def cells(self, record: FieldRecord) -> dict[str, str]:
        """Return the texts of the fields that are typed and have a column, by the column's id."""
        return {
            column.id or field_id: self.specs[field_id].text(record)
            for field_id, column in self.columns.items()
            if field_id in self.typed
        }

    def history_text(self, record: FieldRecord, field_id: str) -> str | None:
        """Return a field in the text that history keeps, be it one that a later version added."""
        if field_id in self.specs:
            return self.specs[field_id].history_text(record)
        return history_text(getattr(record, field_id, None))


def is_same_value(value: object, other: object) -> bool:
    """Whether two values are the same, however amounts and windows were written."""
    if isinstance(value, Amount) and isinstance(other, Amount):
        return value.same(other)
    if isinstance(value, SigningPeriod) and isinstance(other, SigningPeriod):
        return value.same(other)
    return value == other


_KEPT: Mapping[type, Callable[[Any], str]] = {
    Amount: written_amount,
    SigningPeriod: window_text,
    NextAction: next_text,
    date: date.isoformat,
}


def history_text(value: object) -> str | None:
    """Return a value in the text that history keeps; None for nothing."""
    if value in (None, "", ()) or value is False:
        return None
    if value is True:
        return "yes"
    for kind, text in _KEPT.items():
        if isinstance(value, kind):
            return text(value)
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
