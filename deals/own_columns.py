"""Columns of the user's own: what tables know of projects beside our fields.

A value is always a text. What kind of values a column has is worked out from all of them, and only
to sort and to filter, so that one of another kind is no mistake.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from deals.errors import UserError
from deals.model import OwnValue, Project
from deals.parsing.amounts import parse_amount
from deals.parsing.text import LatePattern, fold_text
from deals.parsing.windows import parse_window
from deals.search import readings, spell_out

OwnKind = Literal["number", "day", "choice", "text"]
FIELD = "own:"
"""What stands before the name of an own column where it is named like a field."""
_PREFIX = LatePattern(
    r"\s*(?:own|自定义列?)\s*[.:．：。]\s*(?P<name>.*\S)\s*", re.IGNORECASE | re.DOTALL
)
_FEW = 12
"""How many distinct values a column of choices has at most."""
_UNKNOWN = frozenset({"", "-", "--", "—", "?", "n/a", "na", "无", "未知", "待定", "不详", "tbd"})


@lru_cache(maxsize=1 << 12)
def own_key(name: str) -> str:
    """Return what two ways to write the name of an own column share."""
    return fold_text(name)


@lru_cache(maxsize=1 << 14)
def fold_own(value: str) -> str:
    """Fold a value to look for words in it."""
    return fold_text(value)


def own_field(name: str) -> str:
    """Return what an own column goes by among fields."""
    return f"{FIELD}{name}"


def read_own_name(text: str) -> str | None:
    """Read the name of an own column behind `own.` or `own:`; None for another text."""
    found = _PREFIX.fullmatch(text)
    return " ".join(found["name"].split()) if found else None


def own_text(project: Project, name: str) -> str:
    """Return what a project has in an own column, empty for nothing."""
    if not project.own:
        return ""
    for each in project.own:
        if each.name == name:
            return each.value
    key = own_key(name)
    return next((each.value for each in project.own if own_key(each.name) == key), "")


@lru_cache(maxsize=1 << 12)
def _own_value(name: str, value: str) -> OwnValue:
    """Make a value of an own column; a table has few distinct ones in most of its columns."""
    return OwnValue(name=name, value=value)


def with_own(project: Project, values: Mapping[str, str]) -> tuple[OwnValue, ...]:
    """Return the own values of a project with these, an empty one taken away.

    A column that is there keeps its place and the way in which its name is written.
    """
    wanted = {own_key(name): (name, value) for name, value in values.items()}
    kept = [
        each.model_copy(update={"value": wanted[key][1]})
        if key in wanted and wanted[key][1] != each.value
        else each
        for each in project.own
        if (key := own_key(each.name)) not in wanted or wanted[key][1]
    ]
    there = {own_key(each.name) for each in project.own}
    new = [
        _own_value(name, value)
        for key, (name, value) in wanted.items()
        if value and key not in there
    ]
    own = (*kept, *new)
    return project.own if own == project.own else own


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """An own column as a book has it: its name, in how many projects, and what its values are."""

    name: str
    count: int
    values: tuple[str, ...]

    @property
    def kind(self) -> OwnKind:
        """What the values are: numbers or days if all that is known is one, a few, or any."""
        known = [value for value in self.values if fold_own(value) not in _UNKNOWN]
        if not known:
            return "text"
        if all(own_number(value) is not None for value in known):
            return "number"
        if all(own_day(value) is not None for value in known):
            return "day"
        return "choice" if len(known) <= _FEW and 2 * len(known) <= self.count else "text"

    @property
    def rank(self) -> Callable[[str], float | str | None]:
        """What its values are put in order by: numbers and days as such, texts by their spelling.

        None for a value that only says that nothing is known.
        """
        ordered: Mapping[OwnKind, Callable[[str], float | None]]
        ordered = {"number": self.read_number, "day": own_day}
        read = ordered.get(self.kind, spell_out)
        return lambda value: None if fold_own(value) in _UNKNOWN else read(value)

    @property
    def read_number(self) -> Callable[[str], float | None]:
        """What reads a value as a number: beside shares 0.4 is 40%, among fractions 40% is 0.4."""
        has_shares, has_fractions = self._has_shares, self._has_fractions

        def read(value: str) -> float | None:
            number = own_number(value)
            if number is None:
                return None
            is_share = "%" in fold_own(value)
            if has_shares and not is_share and 0 < abs(number) < 1:
                return number * 100
            return number / 100 if has_fractions and is_share else number

        return read

    @property
    def _has_shares(self) -> bool:
        return any("%" in fold_own(value) for value in self.values)

    @property
    def _has_fractions(self) -> bool:
        """Whether all numbers are from 0 to 1 and no whole ones alone: shares of something."""
        numbers = [number for value in self.values if (number := own_number(value)) is not None]
        inside = all(0 <= number <= 1 for number in numbers) and any(0 < n < 1 for n in numbers)
        return inside and not self._has_shares


class OwnColumns:
    """The own columns of some projects, worked out when they are first asked for."""

    def __init__(self, projects: Iterable[Project] = ()) -> None:
        self._projects = projects
        self._columns: dict[str, OwnColumn] = {}

    @cached_property
    def _names(self) -> Mapping[str, str]:
        """The names as most write them by key, those that most projects have first."""
        counts: Counter[str] = Counter()
        for project in self._projects:
            if project.own:
                counts.update([each.name for each in project.own])
        found: dict[str, str] = {}
        for name, _count in counts.most_common():
            found.setdefault(own_key(name), name)
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, those that most projects have first."""
        return tuple(self._names.values())

    def find(self, name: str) -> str | None:
        """Find the column of this name, however it is written; None for none."""
        return self._names.get(own_key(name)) if name else None

    def column(self, name: str) -> OwnColumn:
        """Return a column with its distinct values, those that most projects have first."""
        key = own_key(name)
        if key not in self._columns:
            self._columns[key] = self._find_column(key, name)
        return self._columns[key]

    def _find_column(self, key: str, name: str) -> OwnColumn:
        counts = Counter(
            each.value
            for project in self._projects
            if project.own
            for each in project.own
            if own_key(each.name) == key
        )
        values = tuple(value for value, _count in counts.most_common())
        return OwnColumn(self._names.get(key, name), counts.total(), values)


_LAST_WORD = LatePattern(
    r"""(?P<head>(?:.*?\s)?-?) (?:
        (?P<name>"[^"]*"? | [^\s"<>=!:]*)
        | (?P<column>(?:(?i:own)[.:])?(?:"[^"]+"|[^\s"<>=!:]+)) (?P<sign><=|>=|!=|[:=<>])
          (?P<value>"[^"]*"? | [^\s"]*)
    )""",
    re.VERBOSE | re.DOTALL,
)
_PLAIN_NAME = LatePattern(r'[^\s"<>=!:-][^\s"<>=!:]*')


def complete_own_term(
    text: str, columns: OwnColumns, known: Callable[[str], object] = lambda _name: None
) -> list[str]:
    """Complete the last term of a filter by own columns: their names, or a column's values.

    Where a key of ours is `known` by a column's name, that stands behind `own.`. Returns the texts
    that the whole may go on to be, the most frequent first.
    """
    found = _LAST_WORD.fullmatch(text)
    if found is None:
        return []
    if found["column"] is None:
        begun = own_key(found["name"].strip('"'))
        return [
            f"{found['head']}{'own.' if known(name) else ''}{quote_name(name)}:"
            for name in columns.names
            if begun and begins_with(name, begun)
        ]
    name = (read_own_name(found["column"]) or found["column"]).strip('"')
    if (column := columns.find(name)) is None:
        return []
    begun = own_key(found["value"].strip('"'))
    start = f"{found['head']}{found['column']}{found['sign']}"
    return [
        f"{start}{quote_name(value)}"
        for value in columns.column(column).values
        if begins_with(value, begun)
    ]


def begins_with(text: str, begun: str) -> bool:
    """Whether a text begins so, in any case and width, or its pinyin does."""
    text, begun = own_key(text), own_key(begun)
    if text.startswith(begun) or not text:
        return text.startswith(begun)
    rest = spell_out(text[1:])
    return any(f"{first}{rest}".startswith(begun) for first in readings(text[:1]))


_PARTED = LatePattern(
    r"""
    "[^"]*"? | [,、;]\s*
    (?=-?(?:(?i:own|自定义列?)[.:])?(?P<name>"[^"]+"|[^\s"<>=!:,、;]+)(?:<=|>=|!=|[:=<>]))""",
    re.VERBOSE,
)


def part_terms(plain: str, own: OwnColumns, known: Callable[[str], object]) -> str:
    """Return the text of a filter with a blank for each comma that a term follows.

    That is one of an own column or of a key of ours, which is `known` by its name.
    """

    def part(found: re.Match[str]) -> str:
        name = (found["name"] or "").strip('"')
        return " " if name and (known(name) or own.find(name)) else found[0]

    return _PARTED.sub(part, plain)


_OWN_HEAD = r"(?:(?:own|自定义列?)[.:])?"


def check_quotes(rest: str, own: OwnColumns) -> None:
    """Refuse a term of an own column whose name has blanks and no quotes: `filter-own-quotes`."""
    rest = rest.lstrip().removeprefix("-")
    for name in own.names:
        if len(own_key(name).split()) < 2:
            continue
        words = r"\s+".join(map(re.escape, own_key(name).split()))
        found = re.match(rf"{_OWN_HEAD}({words})\s*(<=|>=|!=|[:=<>])\s*(\S*)", rest, re.IGNORECASE)
        if found is not None:
            quoted = f'"{name}"{found[2]}{found[3]}'
            raise UserError("filter-own-quotes", word=found[0], name=name, quoted=quoted)


def quote_name(text: str) -> str:
    """Return a name or value as it stands in a filter: in quotes where it needs them."""
    text = " ".join(text.replace('"', " ").split())
    return text if _PLAIN_NAME.fullmatch(text) else f'"{text}"'


_NUMBER = LatePattern(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[+-]?\.[0-9]+")
_LIKE_AMOUNT = LatePattern(r".*[0-9].*")
_DAY_SHAPE = LatePattern(
    r"(?:19|20)[0-9]{2}(?:[-./][01]?[0-9](?:[-./][0-3]?[0-9])?|年.*|-?[qh][1-4].*)"
    r"(?:[ t][0-9]{1,2}:[0-9]{2}.*)?"
)


@lru_cache(maxsize=1 << 14)
def own_number(text: str) -> float | None:
    """Read a value as a number: `1,200`, `35%`, `80万`, `$1.2M`; None for another."""
    plain = fold_text(text)
    bare = plain.removesuffix("%").strip()
    if _NUMBER.fullmatch(bare):
        return float(bare.replace(",", ""))
    if _DAY_SHAPE.fullmatch(plain) or not _LIKE_AMOUNT.fullmatch(plain):
        return None
    try:
        return parse_amount(text, currency="").expected
    except UserError:
        return None


@lru_cache(maxsize=1 << 14)
def own_day(text: str) -> int | None:
    """Read a value as a day of the calendar, the last of a longer time; None for another."""
    plain = fold_text(text)
    if not _DAY_SHAPE.fullmatch(plain):
        return None
    try:
        return parse_window(re.split(r"[ t](?=[0-9]{1,2}:)", plain)[0]).latest.toordinal()
    except UserError:
        return None
