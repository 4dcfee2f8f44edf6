"""Columns of a table of the pipeline, and the field that each of its headers means."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from deals.errors import UserError
from deals.fields import CONTACT, PROJECT, ColumnSpec
from deals.fields.spec import fields_by_name, header_key
from deals.parsing.amounts import CURRENCY, currency_code, parse_amount
from deals.parsing.money_units import spread_units
from deals.parsing.text import fold_text
from store.tables.crm_headers import LONGEST, crm_columns
from store.tables.grid import GridCell, GridRow
from store.tables.header_words import composed_fields
from store.tables.headers import IGNORE, FieldColumns, HeaderColumn

CONTACT_FACTS = ("cr", "title", "level", "department")
"""What a table of the pipeline may say of contacts besides their names, in columns behind these."""


_CURRENCY = ColumnSpec(
    *("Currency", "币种"),
    sure="""
        币种 货币 币别 货币单位 结算币种
        currency currency_code currency_iso_code deal_currency amount_currency opportunity_currency
        crcy curr. ccy
    """,
)
"""The column that says the currency of each row's amount."""


_PHONE = ColumnSpec(
    *("Phone", "电话"),
    sure="""
        手机 手机号 手机号码 联系电话 联系手机 联系人电话 联系人手机 客户电话 客户手机 窗口电话
        联络电话 电话
        phone tel telephone mobile mobile_phone phone_number contact_phone contact_mobile
        contact_number phone_no tel_no
    """,
)
"""The column behind the contacts that says where these are reached."""


def _pipeline_columns() -> Iterator[tuple[str, ColumnSpec]]:
    for field_id, column in PROJECT.columns.items():
        yield field_id, column
        if field_id == "amount":
            yield "currency", _CURRENCY
        if field_id == "contacts":
            yield from ((fact, CONTACT.columns[fact]) for fact in CONTACT_FACTS)
            yield "phone", _PHONE


COLUMNS = dict(_pipeline_columns())
"""The columns that a table may have, by the ids that `--map` takes, from the left."""

CHOICES = (*COLUMNS, IGNORE)
"""What a column may be taken for."""

UNREAD_COLUMNS = {
    "severity": ColumnSpec("Severity", "提醒级别", width=10),
    "flags": ColumnSpec("Flags", "提醒", width=28),
    "id": ColumnSpec("Id", "编号", width=28),
}
"""What our own tables have beside these; an import leaves it alone without a word."""
_UNREAD = frozenset(
    header_key(text) for column in UNREAD_COLUMNS.values() for text in (column.en, column.zh)
)


def is_unread(header: str) -> bool:
    """Whether a header is that of a column in our own tables which says nothing to an import."""
    return header_key(header) in _UNREAD


_IN_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_MAIN = 7
"""How many of our columns, from the left, a table of our own always has."""


def count_fields(texts: Iterable[str]) -> int:
    """Count the fields that these headers name; decides what parts the columns of a text file."""
    distinct = dict.fromkeys(filter(None, texts))  # a text of commas alone would be all blanks
    line = GridRow(1, {number: GridCell(text) for number, text in enumerate(distinct)})
    return len(find_columns(line, {}).keys() - {IGNORE})


def _field_by_alias(aliases: Callable[[ColumnSpec], str]) -> Mapping[str, str]:
    return {
        header_key(alias): field
        for field, column in COLUMNS.items()
        for alias in aliases(column).split()
    }


_SURE = _field_by_alias(lambda column: column.sure)
_WEAK = _field_by_alias(lambda column: column.weak)
"""Headers that could mean something else; they count where nothing surer names the column."""


def is_sure_header(header: str, field: str) -> bool:
    """Whether a header can mean nothing but the field."""
    return _field(header, sure=True) == field


def is_own_header(line: GridRow) -> bool:
    """Whether a header is that of a table as we write it."""
    texts = {cell.text for cell in line.cells.values()}
    own = [column for column in PROJECT.columns.values() if 0 < column.place <= _MAIN]
    return {column.en for column in own} <= texts or {column.zh for column in own} <= texts


_OF_CONTACTS = fields_by_name(CONTACT.columns)
_PRICE_HEADERS = """
    单价 价格 报价 售价 标价 规格 型号 数量 单位 库存
    price unit_price list_price sku qty quantity unit uom model part_number part_no item_no stock
"""
_PRICES = frozenset(map(header_key, _PRICE_HEADERS.split()))


def has_contact_facts(headers: Iterable[str]) -> bool:
    """Whether headers are such as of people: a phone or an address, and a name or what they are."""
    fields = {_OF_CONTACTS.get(header_key(header)) for header in headers}
    return bool(fields & {"phone", "email"}) and bool(fields & {"name", "title", "department"})


def has_prices(headers: Iterable[str]) -> bool:
    """Whether headers are such as of a price list: what pieces are, and what each costs."""
    return len(_PRICES & set(map(header_key, headers))) > 1


def find_columns(line: GridRow, wanted: Mapping[str, str]) -> FieldColumns:
    """Return the columns of a row by field, those to be left alone as `ignore`.

    The user's mapping goes before the headers of CRMs, these before the sure ones, these before the
    weak ones, and last come those that are put together.
    """
    texts = {number: cell.text for number, cell in sorted(line.cells.items())}
    found: dict[str, list[HeaderColumn]] = {}
    taken: set[int] = set()

    def take(named: Mapping[int, str] | Mapping[int, str | None]) -> None:
        held = found.keys() - {IGNORE}
        for number, field in named.items():
            if field and field not in held and number not in taken:
                taken.add(number)
                found.setdefault(field, []).append(HeaderColumn(number, field, texts[number]))

    take({number: wanted.get(header_key(text)) for number, text in texts.items()})
    crm = crm_columns(line)
    take({number: IGNORE if field in found else field for number, field in crm.items()})
    for sure in (True, False):
        take({number: _field(text, sure=sure) for number, text in texts.items()})
    for composed in composed_fields(texts):
        take(composed)
    return {field: same for field, same in found.items() if _is_well_placed(field, found, wanted)}


def _is_well_placed(field: str, found: FieldColumns, wanted: Mapping[str, str]) -> bool:
    """Whether a column stands where its header has this meaning.

    A department, title or phone in front of the contacts is likelier to be our own people's.
    """
    if field not in (*CONTACT_FACTS[1:], "phone") or field in wanted.values():
        return True
    contacts = found.get("contacts")
    return contacts is not None and contacts[0].number < found[field][0].number


@lru_cache(maxsize=4096)  # the cells below the header are asked too, and say the same again
def _field(header: str, *, sure: bool) -> str | None:
    """Return the field that `header` names, in either language or in both at once, units apart."""
    if len(header) > LONGEST:
        return None
    aliases = _SURE if sure else _WEAK
    plain = fold_text(header)
    bare = _IN_BRACKETS.sub("", plain)
    for text in (plain, bare):
        if header_key(text) in aliases:
            return aliases[header_key(text)]
    parts = (_HAN.sub("", bare), "".join(_HAN.findall(bare)))
    fields = {field for part in parts if (field := aliases.get(header_key(part)))}
    if len(fields) == 1:
        return fields.pop()
    key = header_key(bare)
    units = [
        alias for alias, field in aliases.items() if field == "amount" and key.startswith(alias)
    ]
    if units and header_key(_without_unit(bare)) in units:
        return "amount"
    return "amount" if any(_unit_behind(key, alias) for alias in units) else None


def _without_unit(header: str) -> str:
    """Return a header without the unit behind it: `Amount, EUR thousands`, `Deal size in $M`."""
    words = re.split(r"[\s,;/]+", spread_units(header))
    while words and (words[-1] in ("k", "m", "bn", "in", "kr") or currency_code(words[-1])):
        words.pop()
    return " ".join(words)


def _unit_behind(key: str, alias: str) -> bool:
    """Whether a header is the alias and a unit, such as 预签金额万元 or `amount, k`."""
    if not key.startswith(alias):
        return False
    rest = key.removeprefix(alias).removeprefix("单位").removeprefix("in")
    if not rest:
        return False
    for unit in (rest, re.sub(CURRENCY, "", rest, count=1)):
        with suppress(UserError):
            parse_amount(f"1{unit}")
            return True
    return False
