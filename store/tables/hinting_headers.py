"""Headers that hint at a field without naming it: `Expected amt`, `Close`, 预计额, 签单.

Where a table has no amounts or no days of signing, one such column is read as the field if its
cells are amounts or days; else the user is asked which of the columns it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date

from deals.errors import UserError
from deals.own_columns import read_own_name
from deals.parsing.amounts import looks_like_amount, parse_amount
from deals.parsing.header_units import read_header_unit
from deals.parsing.text import LatePattern, fold_text
from deals.parsing.time_words import Calendar
from deals.parsing.windows import parse_window
from store.tables.contact_cells import says_unknown
from store.tables.crm_headers import LONGEST
from store.tables.headers import HeaderColumn, HeaderedTable, table_measure
from store.tables.pipeline_columns import is_unread
from store.tables.results import ImportOutcome, SourceRemark

_LOOKED_AT = 200
"""How many different cells of a column are looked at."""


def name_hinted_columns(table: HeaderedTable) -> HeaderedTable:
    """Return the table with the columns known that its cells prove to be of a field.

    Only of fields that no header names, and only where one column alone hints at it. `hinted` are
    these, by field; `likely` the headers of the columns that may be it where none is taken.
    """
    for field in _HINTS:
        if field not in table.columns:
            table = _name_hinted(table, field)
    return table


def _name_hinted(table: HeaderedTable, field: str) -> HeaderedTable:
    texts = _free_columns(table)
    headers = {number: table.header.cells[number].text for number in texts}
    hinting = [number for number in texts if _hints_at(headers[number], field)]
    proved = [at for at in hinting if _proves(headers[at], texts[at], field)]
    if len(proved) == 1:
        column = HeaderColumn(proved[0], field, headers[proved[0]])
        columns = {**table.columns, field: column}
        hinted = {**table.hinted, field: column.header}
        same = {**table.same, field: [column]}
        taken = replace(table, columns=columns, same=same, hinted=hinted)
        return replace(taken, measure=table_measure(columns, table.above))
    alike = [
        number
        for number in texts
        if number not in hinting
        and not _is_other(headers[number], field)
        and _most(texts[number], _LOOKS[field])
    ]
    likely = tuple(" ".join(headers[number].split()) for number in (*hinting, *alike))
    return replace(table, likely={**table.likely, field: likely})


def _free_columns(table: HeaderedTable) -> dict[int, list[str]]:
    """Return the different texts of each column with a value that is no field's, by number."""
    free = {
        number: dict[str, None]()
        for number, cell in sorted(table.header.cells.items())
        if not table.field_at(number)
        and number not in table.hidden_twins
        and not is_unread(cell.text)
        and read_own_name(cell.text) is None
        and len(cell.text) <= LONGEST
    }
    for line in table.body if free else ():
        for number, texts in free.items():
            cell = line.cells.get(number)
            if cell and not cell.problem and not says_unknown(cell.text):
                texts[cell.text] = None
    return {number: list(texts)[:_LOOKED_AT] for number, texts in free.items() if texts}


def _proves(header: str, texts: Sequence[str], field: str) -> bool:
    """Whether cells prove a field; small figures alone, as those of a rating, are no amounts."""
    if not _most(texts, _READS[field]):
        return False
    return field != "amount" or bool(read_header_unit(header)) or any(map(_looks_like_money, texts))


def _most(texts: Sequence[str], reads: Callable[[str], bool]) -> bool:
    """Whether most texts are read by a function."""
    return 2 * sum(map(reads, texts)) > len(texts)


def _hints_at(header: str, field: str) -> bool:
    plain = fold_text(header)
    return bool(_HINTS[field].search(plain)) and not _is_other(header, field)


def _is_other(header: str, field: str) -> bool:
    """Whether a header says that its column is something else, as `Last activity` does."""
    return bool(_OTHERS[field].search(fold_text(header)))


def _reads_amount(text: str) -> bool:
    try:
        parse_amount(text)
    except UserError as refused:
        return refused.code in ("amount-vague", "amount-point")
    return True


def _looks_like_money(text: str) -> bool:
    return looks_like_amount(text) and not _LONG_NUMBER.fullmatch(text) and not _reads_day(text)


def _reads_day(text: str) -> bool:
    with suppress(UserError):
        parse_window(text, _CALENDAR)
        return True
    return bool(_FIGURES.fullmatch(fold_text(text)))


def _looks_like_day(text: str) -> bool:
    return _reads_day(text) and not text.isdigit()


def list_lacking(
    tables: Sequence[HeaderedTable], outcomes: Iterable[ImportOutcome]
) -> Iterator[SourceRemark]:
    """Yield what columns were taken for by their cells, and of which fields there is none.

    The latter only where new projects come without, as no table of the import has it.
    """
    added: dict[tuple[str, str], int] = defaultdict(int)
    for outcome in outcomes:
        added[outcome.file, outcome.sheet] += outcome.kind == "added"
    for table in tables:
        place = table.grid.file, table.grid.sheet
        for field, header in table.hinted.items():
            yield SourceRemark(*place, "by-cells", " ".join(header.split()), field)
        for field, likely in table.likely.items():
            if added[place] and not any(field in each.columns for each in tables):
                yield SourceRemark(*place, "no-column", ", ".join(likely), field)


_CALENDAR = Calendar(date(2026, 1, 1))
"""Whether a text is a day does not depend on today."""
_LONG_NUMBER = re.compile(r"[+0-9 ()-]{8,}")
_FIGURES = re.compile(
    r"[0-9]{1,2}[./-][0-9]{1,2}[./-](?:20)?[0-9]{2}|20[0-9]{2}[./-][0-9]{1,2}[./-][0-9]{1,2}"
)
_HINTS: Mapping[str, LatePattern] = {
    "signs": LatePattern(
        r"(?<![a-z])(?:clos(?:e|es|ing|ure)|sign(?:s|ing|ature)?|award)(?![a-z])|"
        r"(?<![a-z])(?:expected|exp|est|estimated|forecast|target|planned|anticipated)(?![a-z])"
        r"(?=\W*$|.*(?<![a-z])(?:date|day|month|quarter|time|order|po|contract)(?![a-z]))|"
        r"签[单约订署]|预签|成交|成单|落单|下单|关单|结单|结案|赢单|预计$|预计(?:时间|日期|月份?)"
    ),
    "amount": LatePattern(
        r"(?<![a-z])(?:amt|amnt|amounts?|val|values?|revenue|rev|turnover|tcv|acv|sum|worth|price|"
        r"volume|size|budget|expected|exp|est|estimated|forecast)(?![a-z])|"
        r"[额款价]|金额|签[单约订]|预签|成交|成单|落单|合同|预计$"
    ),
}
"""What a header has to say to hint at a field; its cells decide."""
_OTHERS: Mapping[str, LatePattern] = {
    "signs": LatePattern(
        r"(?<![a-z])(?:last|latest|previous|creat|start|began|begin|modif|updat|enter|actual|lost|"
        r"won|deliver|install|live|kick|end|warrant|pay|paid|invoic|meet|visit|call|contacted|next|"
        r"follow|review|tender|bid|rfp|birth|open|expir|renew|touch|activity|closed|signed|since)|"
        r"已|实际|上次|最[近后新]|创建|登记|录入|建档|开始|启动|交付|验收|到货|投标|开标|截止|付款|回款|开票|"
        r"下次|下一?步|跟进|更新|拜访|生日|入职|质保|到期|立项|流失|丢单"
    ),
    "amount": LatePattern(
        r"(?<![a-z])(?:actual|paid|invoic|bill|cost|weighted|prob|discount|margin|profit|gp|tax|"
        r"vat|last|latest|previous|qty|quantity|unit|phone|tel|mobile|fax|zip|postal|post|code|no|"
        r"id|number|nr|headcount|share|employees?|staff|annual|list|date|day|month|count)(?![a-z])|"
        r"回款|已|实际|成本|毛利|利润|税|加权|折|注册|资本|单价|保证金|费|去年|上年|营业|营收|编号|号码|"
        r"电话|手机|邮编|人数|数量|时间|日期|[余差限份名]额|额度|评价|欠款|付款|预付|首付|尾款"
    ),
}
"""What a header says that is another thing: such a column is neither taken nor asked about."""
_READS: Mapping[str, Callable[[str], bool]] = {"signs": _reads_day, "amount": _reads_amount}
_LOOKS: Mapping[str, Callable[[str], bool]] = {
    "signs": _looks_like_day,
    "amount": _looks_like_money,
}
