"""Search for the row of headers in a grid, and the field of each of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from deals.errors import UserError
from deals.parsing.amounts import CURRENCY, currency_code, parse_amount, parse_unit
from deals.parsing.text import fold_text
from store.tables.grid import Grid, GridCell, GridRow, address

FIELDS = (
    *("name", "customer", "owner", "stage", "amount", "signs", "contacts", "cr"),
    *("title", "level", "department", "product", "status", "next", "next_on"),
)
"""The columns that a table may have, by the ids that `--map` takes."""

HEADERS = {
    "name": """
        项目名称 项目名 项目 商机名称 商机
        project project_name deal deal_name opportunity opportunity_name
    """,
    "customer": """
        客户公司 客户单位 客户名称 客户公司名称 公司名称 单位名称 最终用户
        customer customer_name customer_company client client_name account account_name company
        company_name
    """,
    "owner": """
        项目负责人 负责人 责任人 销售负责人 销售 销售人员 销售代表 业务员 销售经理 客户经理
        owner project_owner deal_owner account_owner opportunity_owner rep sales_rep salesperson
        account_manager responsible
    """,
    "stage": """
        项目状态 项目阶段 阶段 销售阶段 当前阶段
        state project_state stage project_stage sales_stage deal_stage phase
    """,
    "amount": """
        预签金额 预计金额 预计签约金额 预签合同额 预签额 项目金额 合同金额
        amount expected_amount project_amount deal_amount deal_value deal_size expected_value
        contract_amount
    """,
    "signs": """
        预签时间 预签日期 预计签约时间 预计签约日期 预计签单时间 预计签单日期 签约时间 签约日期
        签单时间 签单日期 预计成交时间 预计成交日期
        signing signs signing_date signing_time expected_signing expected_signing_date
        expected_signing_time close_date closing_date expected_close expected_close_date
    """,
    "contacts": """
        客户名单 客户联系人 联系人 联系人姓名 客户姓名 姓名 关键人
        contacts contact contact_name contact_names customer_contacts customer_contact key_contacts
        people person
    """,
    "cr": """
        客户关系程度 关系程度 客户关系 客户关系等级 客户关系级别 关系等级 关系级别 客户cr
        cr级别 cr等级 cr cr_level relationship relationship_level customer_relationship
    """,
    "title": """
        职务 职位 职称 头衔 岗位 客户职务
        title job_title position contact_title
    """,
    "level": """
        层级 层次 级别 客户层级 客户层次
        level contact_level
    """,
    "department": """
        部门 所在部门 科室 客户部门
        department dept contact_department
    """,
    "product": """
        产品类型 产品 产品类别 产品名称
        product product_type products
    """,
    "status": """
        结局 项目结局 项目结果
        outcome project_outcome
    """,
    "next": """
        下一步 下一步行动 下一步计划 下一步工作 下步行动 下步工作 下步计划
        next next_action next_step next_steps
    """,
    "next_on": """
        下一步日期 下一步时间 下一步行动日期 下次日期 行动日期 行动时间
        next_on next_date next_action_date next_action_on next_step_date
    """,
}
"""The headers that name a column for sure, parted by blanks; `_` stands for a blank in one."""

WEAK_HEADERS = {
    "name": "名称 name",
    "customer": "客户 公司",
    "stage": "状态 status",
    "amount": "金额 总金额 合同额 value",
    "contacts": "名单",
    "cr": "程度",
}
"""Headers that could mean something else; they count where nothing surer names the column."""


SEARCHED = 50
"""How many filled rows from the top may be the header."""
IGNORE = "ignore"
"""What a header is mapped to so that its column is left alone."""

_MARKS = re.compile(r"[\s_\-–—:.,、。*★※#/|\\()\[\]【】<>《》\"'“”]+")
_IN_BRACKETS = re.compile(r"[(\[【](.*?)[)\]】]")
_HAN = re.compile(r"[\u3400-\u9fff]+")
_CURRENCY = re.compile(rf"(?<![a-z])(?:{CURRENCY})(?![a-z])")
_WORDS = ("all", "top", "try")  # the codes of three currencies, but likelier English
_UNIT_NOTE = re.compile(r"(?:单位|\bunits?) ?:? ?(?P<unit>[^)\]】;。]{1,20})")
_LONGEST = 60  # characters; what is longer is no header
_BESIDE = ("title", "level", "department")


@dataclass(frozen=True, slots=True)
class AmountUnit:
    """The unit of bare numbers: so many of a currency (None where no currency is named)."""

    unit: int
    currency: str | None


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """One column of a table: its number (from 1), its field and its header as written."""

    number: int
    field: str
    header: str


@dataclass(frozen=True, slots=True)
class HeaderedTable:
    """A grid whose columns are known by field, with the headers that mean nothing to us.

    `measure` is what the header, or a line above it, says that bare amounts count in.
    """

    grid: Grid
    header: GridRow
    columns: Mapping[str, HeaderColumn]
    ignored: tuple[str, ...]
    measure: AmountUnit | None

    @property
    def above(self) -> tuple[GridRow, ...]:
        """The rows above the header."""
        return self.grid.lines[: self.grid.lines.index(self.header)]

    @property
    def body(self) -> tuple[GridRow, ...]:
        """The rows below the header."""
        return self.grid.lines[self.grid.lines.index(self.header) + 1 :]


def find_table(grid: Grid, mapping: Mapping[str, str]) -> HeaderedTable | None:
    """Find the table in `grid`; None where no row names a column of projects.

    The header is the row near the top that names most columns. `mapping` gives headers their field,
    or `ignore`, over what they would have been taken for. Raises `header-twice` where two columns
    mean the same.
    """
    wanted = {header_key(header): field for header, field in mapping.items()}
    rows = [(line, _meanings(line, wanted)) for line in grid.lines[:SEARCHED]]
    named = [(line, columns) for line, columns in rows if "name" in columns]
    if not named:
        return None
    header, found = max(named, key=lambda row: len(row[1]))
    columns = {field: _single_column(grid, header, same) for field, same in found.items()}
    known = {column.number for column in columns.values()}
    ignored = tuple(
        cell.text for number, cell in sorted(header.cells.items()) if number not in known
    )
    above = grid.lines[: grid.lines.index(header)]
    return HeaderedTable(grid, header, columns, ignored, _table_measure(columns, above))


def header_texts(grid: Grid) -> tuple[str, ...]:
    """Return the texts of the likeliest header, to tell the user which headers a file has."""
    lines = grid.lines[:SEARCHED]
    if not lines:
        return ()
    best = max(lines, key=lambda line: (len(_meanings(line, {})), len(line.cells)))
    return row_texts(best)


def row_texts(line: GridRow) -> tuple[str, ...]:
    """Return the texts of a row, from left to right."""
    return tuple(cell.text for _number, cell in sorted(line.cells.items()))


def count_fields(texts: Iterable[str]) -> int:
    """Count the fields that these headers name; decides what parts the columns of a text file."""
    distinct = dict.fromkeys(filter(None, texts))  # a text of commas alone would be all blanks
    line = GridRow(1, {number: GridCell(text) for number, text in enumerate(distinct)})
    return len(_meanings(line, {}))


def check_mapped_headers(mapping: Mapping[str, str], headers: Sequence[str]) -> None:
    """Refuse (`map-header-missing`) a mapping of a header that is none of `headers`."""
    known = set(map(header_key, headers))
    for header in mapping:
        if header_key(header) not in known:
            raise UserError("map-header-missing", header=header, headers=", ".join(headers))


def header_key(text: str) -> str:
    """Return what two ways to write one header share: no blanks, marks, widths or capitals."""
    return _MARKS.sub("", fold_text(text))


def _field_by_alias(aliases: Mapping[str, str]) -> Mapping[str, str]:
    return {header_key(alias): field for field, some in aliases.items() for alias in some.split()}


_SURE, _WEAK = _field_by_alias(HEADERS), _field_by_alias(WEAK_HEADERS)


def _meanings(line: GridRow, wanted: Mapping[str, str]) -> Mapping[str, list[HeaderColumn]]:
    """Return the columns of a row by field; the user's mapping goes before the sure headers, and
    these before the weak ones.
    """
    found: dict[str, list[HeaderColumn]] = {}
    taken = {number for number, cell in line.cells.items() if header_key(cell.text) in wanted}
    for number in sorted(taken):
        text = line.cells[number].text
        field = wanted[header_key(text)]
        if field != IGNORE:
            found.setdefault(field, []).append(HeaderColumn(number, field, text))
    for aliases in (_SURE, _WEAK):
        named = {
            number: _field(line.cells[number].text, aliases)
            for number in sorted(line.cells)
            if number not in taken
        }
        new = {number: field for number, field in named.items() if field and field not in found}
        taken |= new.keys()
        for number, field in new.items():
            found.setdefault(field, []).append(HeaderColumn(number, field, line.cells[number].text))
    return {field: same for field, same in found.items() if _is_well_placed(field, found, wanted)}


def _is_well_placed(
    field: str, found: Mapping[str, list[HeaderColumn]], wanted: Mapping[str, str]
) -> bool:
    """Whether a column stands where its header has this meaning.

    A department or title in front of the contacts is likelier to be our own people's.
    """
    if field not in _BESIDE or field in wanted.values():
        return True
    contacts = found.get("contacts")
    return contacts is not None and contacts[0].number < found[field][0].number


def _field(header: str, aliases: Mapping[str, str]) -> str | None:
    """Return the field that `header` names, in either language or in both at once, units apart."""
    if len(header) > _LONGEST:
        return None
    plain = fold_text(header)
    bare = _IN_BRACKETS.sub("", plain)
    for text in (plain, bare):
        if header_key(text) in aliases:
            return aliases[header_key(text)]
    parts = (_HAN.sub("", bare), "".join(_HAN.findall(bare)))
    fields = {field for part in parts if (field := aliases.get(header_key(part)))}
    if len(fields) == 1:
        return fields.pop()
    units = (alias for alias, field in aliases.items() if field == "amount")
    return "amount" if any(_unit_behind(bare, alias) for alias in units) else None


def _unit_behind(header: str, alias: str) -> bool:
    """Whether `header` is the alias and a unit, such as 预签金额万元 or `amount, k`."""
    key = header_key(header)
    rest = key.removeprefix(alias).removeprefix("单位").removeprefix("in")
    if not rest or not key.startswith(alias):
        return False
    for unit in (rest, re.sub(CURRENCY, "", rest, count=1)):
        with suppress(UserError):
            parse_amount(f"1{unit}")
            return True
    return False


def _measure(text: str) -> AmountUnit | None:
    """Read the unit that `text` says amounts count in (万元, USD k), None where it says none."""
    unit = parse_unit(text)
    marks = (found[0] for found in _CURRENCY.finditer(fold_text(text)) if found[0] not in _WORDS)
    currency = next(marks, None)
    if unit is None and currency is None:
        return None
    return AmountUnit(unit or 1, currency_code(currency) if currency else None)


def _table_measure(
    columns: Mapping[str, HeaderColumn], above: tuple[GridRow, ...]
) -> AmountUnit | None:
    """Return the unit in the header of the amounts, else in the nearest line above with one."""
    if "amount" not in columns:
        return None
    if measure := _measure(columns["amount"].header):
        return measure
    texts = (fold_text(cell.text) for line in reversed(above) for cell in line.cells.values())
    notes = (_measure(note["unit"]) for text in texts for note in _UNIT_NOTE.finditer(text))
    return next(filter(None, notes), None)


def _single_column(grid: Grid, header: GridRow, same: list[HeaderColumn]) -> HeaderColumn:
    if len(same) > 1:
        raise UserError(
            "header-twice",
            file=grid.file,
            row=header.number,
            field=same[0].field,
            first=f"{same[0].header} ({address(header.number, same[0].number)})",
            second=f"{same[1].header} ({address(header.number, same[1].number)})",
        )
    return same[0]
