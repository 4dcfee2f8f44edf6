"""The headers of CRM exports, from `crm_headers.toml`: what each column of such a table means."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from functools import cache
from pathlib import Path
from typing import Any

from deals.fields.spec import header_key
from deals.parsing.text import fold_text
from store.tables.grid import GridRow
from store.tables.headers import IGNORE

CRM_FIELDS = {
    field: field for field in ("id", "is_won", "is_lost", "is_closed", "ended_on", "end_reason")
}
"""What only CRMs have a column of; by the names that `--map` takes."""
SEVERAL = frozenset({"ended_on"})
"""Fields of which all columns count: a won deal has its day in one, a lost deal in another."""

_ANY, _EXPORT = "any", "export"
LONGEST = 60
"""How many letters a header has at most."""

_IN_BRACKETS = re.compile(r"[(\[【](?!do not modify|请勿修改|不得修改).*?[)\]】]")
_WORDS = re.compile(r"[\s_\-–—:]+")


@dataclass(frozen=True, slots=True)
class CrmHeaders:
    """The headers of a CRM: the lists that prove a table to be its, and columns by header.

    `fields` hold for each header its field and its rank among those of the field.
    """

    name: str
    known_by: tuple[frozenset[str], ...]
    fields: Mapping[str, tuple[str, int]]
    ignored: re.Pattern[str]

    def knows(self, keys: frozenset[str]) -> bool:
        """Whether a row with these headers is of a table of this CRM."""
        return any(proof <= keys for proof in self.known_by)


def find_crm(line: GridRow) -> CrmHeaders | None:
    """Find the CRM whose headers a row has."""
    if len(line.cells) < 2:
        return None
    keys = frozenset(key for cell in line.cells.values() for key in _header_keys(cell.text))
    return next((crm for id, crm in load_crm_headers().items() if crm.knows(keys)), None)


def crm_columns(line: GridRow) -> dict[int, str]:
    """Return the fields of the columns of a row, by number, as CRMs name them.

    Of a field the first of its headers counts, but for days of an end; others are ignored.
    """
    crm = find_crm(line)
    every = [load_crm_headers()[id] for id in ((_ANY, _EXPORT) if crm else (_ANY,))]
    lists = [crm, *every] if crm else every
    best: dict[str, tuple[int, int]] = {}
    found: dict[int, str] = {}
    for number, cell in sorted(line.cells.items()):
        meanings = (_find_field(each, cell.text) for each in lists)
        known = next(filter(None, meanings), None)
        if known is None:
            continue
        field, rank = known
        found[number] = field if field in SEVERAL else IGNORE
        if (
            field not in SEVERAL
            and field != IGNORE
            and (rank, number) < best.get(field, (rank + 1, number))
        ):
            best[field] = rank, number
    return found | {number: field for field, (_rank, number) in best.items()}


def _find_field(crm: CrmHeaders, header: str) -> tuple[str, int] | None:
    """Find the field that a header is of, and its rank."""
    for key in _header_keys(header):
        if key in crm.fields:
            return crm.fields[key]
    return (IGNORE, 0) if crm.ignored.fullmatch(_plain(header)) else None


def _header_keys(header: str) -> tuple[str, ...]:
    """Return what a header is known by: the whole of it, then without what is in brackets.

    A text too long for a header is known by nothing: to look for brackets in it takes its square.
    """
    if len(header) > LONGEST:
        return ()
    plain = fold_text(header)
    return header_key(plain), header_key(_IN_BRACKETS.sub("", plain))


def _plain(header: str) -> str:
    return _WORDS.sub(" ", fold_text(header)).strip()


@cache
def load_crm_headers() -> Mapping[str, CrmHeaders]:
    """Load the headers of every CRM by its id, those of any table at the id `any`.

    At `export` are those that every CRM may have.
    """
    from tomllib import loads

    text = Path(__file__).with_suffix(".toml").read_text("utf-8")
    return {id: _read_headers(id, table) for id, table in loads(text).items()}


def _read_headers(id: str, table: Mapping[str, Any]) -> CrmHeaders:
    known_by = table.get("known_by", [])
    fields = {
        header_key(header): (field, rank)
        for field, headers in table.items()
        if field not in ("called", "known_by", IGNORE)
        for rank, header in enumerate(headers)
    }
    return CrmHeaders(
        table.get("called", id),
        tuple(frozenset(map(header_key, proof)) for proof in known_by),
        fields,
        _ignored_pattern(table[IGNORE]),
    )


def _ignored_pattern(headers: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of the headers that are left alone."""
    return re.compile("|".join(translate(_plain(header)) for header in headers))
