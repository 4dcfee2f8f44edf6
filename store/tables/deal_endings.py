"""The end of a deal as CRMs say it: flags for won, lost and closed, its day, and the reason."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time

from deals.errors import UserError
from deals.fields.spec import header_key
from deals.history import thin_history
from deals.model import Change, Project, SigningPeriod, Stamp, Status
from deals.parsing.status_words import STATUS_WORDS, status_key
from deals.parsing.text import fold_text
from deals.parsing.windows import parse_window
from store.tables.headers import HeaderColumn, HeaderedTable
from store.tables.pipeline_columns import COLUMNS, is_own_header

ENDED: tuple[Status, ...] = ("won", "lost", "abandoned")
_YES = frozenset(["1", "true", "yes", "y", "t", "x", "✓", "√", "✔", "是", "已"])
_NO = frozenset(["0", "false", "no", "n", "f", "-", "否", "未"])


def read_flag(text: str) -> bool | None:
    """Read a cell that says whether something is so; a day says that it has come. None for neither.

    An empty text says nothing.
    """
    plain = fold_text(text)
    if plain in _YES or plain in _NO:
        return plain in _YES
    try:
        return (bool(plain) and parse_window(text).days == 1) or None
    except UserError:
        return None


def name_status_column(table: HeaderedTable) -> HeaderedTable:
    """Return the table with a column of outcomes beside that of stages, where its cells prove one.

    `Status` may be a stage, a health, anything; where all cells are outcomes it is the outcome.
    """
    if "stage" not in table.columns or "status" in table.columns:
        return table
    for number, cell in sorted(table.header.cells.items()):
        key = header_key(cell.text)
        if table.field_at(number) or key not in _STATUS_HEADERS or key in table.options.mapping:
            continue
        texts = [line.cells[number].text for line in table.body if number in line.cells]
        ours = key == header_key(COLUMNS["status"].en) and is_own_header(table.header)
        if texts and (ours or all(status_key(text) in _STATUS_TEXTS for text in texts)):
            column = HeaderColumn(number, "status", cell.text)
            columns = {**table.columns, "status": column}
            return replace(table, columns=columns, same={**table.same, "status": [column]})
    return table


def name_level_column(table: HeaderedTable) -> HeaderedTable:
    """Return the table with a column such as 关系 as that of CRs, where its cells prove one.

    All of them are from 1 to 5.
    """
    if "contacts" not in table.columns or "cr" in table.columns:
        return table
    for number, cell in sorted(table.header.cells.items()):
        key = header_key(cell.text)
        if (
            table.field_at(number)
            or not _LEVEL_HEADERS.fullmatch(key)
            or key in table.options.mapping
        ):
            continue
        texts = [line.cells[number].text for line in table.body if number in line.cells]
        if texts and all(_LEVELS.fullmatch(text) for text in texts):
            column = HeaderColumn(number, "cr", cell.text)
            columns = {**table.columns, "cr": column}
            return replace(table, columns=columns, same={**table.same, "cr": [column]})
    return table


_LEVEL_HEADERS = re.compile(
    r"(?:客户|甲方|业主|联系人)?(?:关系(?:评级|评分|度|深度|强度)?|熟悉程度|亲密程?度)"
)
_LEVELS = re.compile(r"[1-5](?:[\s、,，;；/]+[1-5])*")
_STATUS_HEADERS = frozenset(
    (
        *("status", "dealstatus", "opportunitystatus", "winstatus", "result"),
        *("状态", "商机状态", "赢单状态", "结果", "成交状态"),
    )
)
_STATUS_TEXTS = frozenset(
    (
        *STATUS_WORDS,
        *("in progress", "active", "closed won", "closed lost", "cancelled", "canceled"),
        *("跟进中", "输单", "失单", "成交", "已成交", "已赢单", "已丢单"),
    )
)


def check_statuses(text: str, first: object, second: object) -> None:
    """Refuse (`status-contradicts`: text, status) what one row says twice, of which one is wrong.

    That a deal was abandoned where others only know it as lost is no contradiction.
    """
    if first != second and {first, second} & {"open", "won"}:
        raise UserError("status-contradicts", text=text, status=f"{first}")


def ending_day(
    facts: dict[str, object], status: Status, today: date, *, by_signing: bool
) -> date | None:
    """Return the day on which a deal of this status ended, as its facts say it; None for unknown.

    It is that of its own column, else `by_signing` the day in the column of signing, where CRMs put
    it when a deal is closed. Our own tables keep the window that was expected.
    """
    if status not in ENDED:
        return None
    day = facts.get("ended_on")
    signs = facts.get("signs")
    if day is None and by_signing and isinstance(signs, SigningPeriod) and signs.days == 1:
        day = signs.earliest
    return day if isinstance(day, date) and day <= today else None


def add_ending(project: Project, day: date, stamp: Stamp) -> Project:
    """Return a new project with its end in its history, on its day."""
    change = Change(
        at=_moment(day, stamp),
        by=stamp.by,
        field="status",
        old="open",
        new=project.status,
        note=project.end_reason,
    )
    return project.model_copy(update={"history": (change,)})


def date_ending(project: Project, day: date, stamp: Stamp) -> Project:
    """Return a project whose status was just changed with that in its history, on its day."""
    at = _moment(day, stamp)
    moves = list(project.history)
    last = next(i for i in reversed(range(len(moves))) if moves[i].field == "status")
    moves[last] = moves[last].model_copy(update={"at": at})
    moves.sort(key=lambda change: change.at)
    return project.model_copy(update={"history": thin_history(tuple(moves))})


def _moment(day: date, stamp: Stamp) -> datetime:
    return min(datetime.combine(day, time(12), UTC), stamp.at)
