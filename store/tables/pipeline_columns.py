"""Columns of a table of the pipeline, and the field that each of its headers means."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache

from deals.errors import UserError
from deals.fields import CONTACT, PROJECT, ColumnSpec
from deals.fields.spec import fields_by_name, header_key
from deals.own_columns import read_own_name
from deals.parsing.amounts import CURRENCY, currency_code, parse_amount
from deals.parsing.money_units import spread_units
from deals.parsing.text import fold_text
from store.tables.crm_headers import LONGEST, crm_columns
from store.tables.grid import GridCell, GridRow
from store.tables.header_words import composed_fields
from store.tables.headers import IGNORE, OWN, FieldColumns, HeaderColumn

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


_CREATED = ColumnSpec(
    *("Created", "立项时间"),
    sure="""
        立项时间 立项日期 创建时间 创建日期 建立时间 建档日期 登记日期 录入日期
        created created_date created_on created_at created_time create_date create_time
        date_created creation_date
    """,
    width=14,
)
"""The column that says since when a project is known."""
_RIVALS = ColumnSpec(
    *("Competitors", "竞争对手"),
    sure="""
        竞争对手 主要竞争对手 竞争厂商 竞争厂家 竞品 对手
        rivals competitors competitor main_competitor main_competitors competition
    """,
    width=18,
)
"""The column that names the competitors of a project."""
_PHONE = ColumnSpec(
    *("Phone", "电话"),
    sure="""
        手机 手机号 手机号码 联系电话 联系手机 联系人电话 联系人手机 客户电话 客户手机 窗口电话
        联络电话 电话
        phone tel telephone mobile mobile_phone phone_number contact_phone contact_mobile
        contact_number
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
    yield "rivals", _RIVALS
    yield "created", _CREATED


COLUMNS = dict(_pipeline_columns())
"""The columns that a table may have, by the ids that `--map` takes, from the left."""

LOOSE_FIELDS = frozenset({"tender", "key", "key_strategy", "tags", "notes", "rivals", "created"})
"""Fields that any table may have, so that they prove none to be one of projects; of several columns
of one the first counts, and the others are the user's own.
"""

CHOICES = (*COLUMNS, OWN, IGNORE)
"""What a column may be taken for."""

UNREAD_COLUMNS = {
    "severity": ColumnSpec("Severity", "提醒级别", width=10),
    "flags": ColumnSpec("Flags", "提醒", width=28),
    "id": ColumnSpec("Id", "编号", width=28),
}
"""What our own tables have beside these; an import leaves it alone without a word."""
SUMMARY_COLUMN = ColumnSpec("Summary as of", "摘要日期", width=12)
"""What a text file has too where only summaries are here of some: of which day. So is it."""
_UNREAD = frozenset(
    header_key(text)
    for column in (*UNREAD_COLUMNS.values(), SUMMARY_COLUMN)
    for text in (column.en, column.zh)
)

_IDS = frozenset(map(header_key, (UNREAD_COLUMNS["id"].en, UNREAD_COLUMNS["id"].zh)))


def is_unread(header: str) -> bool:
    """Whether a header is that of a column in our own tables which says nothing to an import."""
    return header_key(header) in _UNREAD


def is_id_header(header: str) -> bool:
    """Whether a header is that of the ids in our own tables."""
    return header_key(header) in _IDS


_IN_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_MAIN = 7
"""How many of our columns, from the left, a table of our own always has.

In English others call theirs so too, so the day of the next step has to stand there as well.
"""


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
    named_by_us = {column.en for column in own} | {COLUMNS["next_on"].en}
    rows = (named_by_us, {column.zh for column in own}, {column.english[-1] for column in own})
    return any(row <= texts for row in rows)


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

    def take(
        named: Mapping[int, str] | Mapping[int, str | None], loose: Container[str] = LOOSE_FIELDS
    ) -> None:
        held = found.keys() - {IGNORE}
        for number, field in named.items():
            again = field in loose and field in found
            if field and not again and field not in held and number not in taken:
                taken.add(number)
                found.setdefault(field, []).append(HeaderColumn(number, field, texts[number]))

    take({number: wanted.get(header_key(text)) for number, text in texts.items()}, loose=())
    take(_own_ids(line))
    crm = crm_columns(line)
    texts = {number: text for number, text in texts.items() if read_own_name(text) is None}
    take({at: IGNORE if field in found else field for at, field in crm.items() if at in texts})
    for sure in (True, False):
        take({number: _field(text, sure=sure) for number, text in texts.items()})
    for composed in composed_fields(texts):
        take(composed)
    return {field: same for field, same in found.items() if _is_well_placed(field, found, wanted)}


def _own_ids(line: GridRow) -> dict[int, str]:
    """Return the column of our own ids, in a table as we write it."""
    ids = {at: "id" for at, cell in line.cells.items() if header_key(cell.text) in _IDS}
    return ids if ids and is_own_header(line) else {}


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
