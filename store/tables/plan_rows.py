"""Rows of a plan as a table has them: texts by column, each with its place.

Here are the columns with all names that they go by, and the names under which a table speaks of
rows, goals, causes and workstreams (`RecordNames`, `WorkstreamNames`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from deals.errors import UserError
from deals.fields import CHECKPOINT, ROW, ColumnSpec, RecordFields, read_plain
from deals.fields.spec import fields_by_name, header_key
from deals.model import Project, RowState
from deals.parsing.text import cells, fold_text
from deals.playbook import Playbook
from store.tables.contact_rows import CellRef
from store.tables.grid import clean_cell


@dataclass(slots=True)
class PlanTableLine:
    """A line of the table: its texts by column, and the place of each of its columns.

    A column that is in `places` and not in `texts` is blank; one in neither is not in the table.
    `last` is the number of the last line that it takes.
    """

    number: int
    last: int
    texts: dict[str, str]
    places: dict[str, CellRef]
    place: CellRef
    refusals: list[UserError] = field(default_factory=list)

    def at(self, column: str, refused: UserError) -> UserError:
        """Return the refusal with the place of the column as its figures."""
        return UserError(refused.code, **{**self.places.get(column, self.place), **refused.figures})

    def refuse(self, column: str, refused: UserError) -> None:
        """Note that the text of a column was refused, with its place."""
        self.refusals.append(self.at(column, refused))


@dataclass(slots=True)
class PlanTableRow:
    """A row of the plan as a table has it, with the lines of its checkpoints."""

    line: PlanTableLine
    checks: list[PlanTableLine]

    @property
    def refusals(self) -> list[UserError]:
        """What is wrong with any of its lines."""
        return [refusal for line in self.checks for refusal in line.refusals]

    @property
    def last(self) -> int:
        """The number of its last line."""
        return max(checkpoint.last for checkpoint in self.checks)


class TableFooter(NamedTuple):
    """The lines below the table that are none of it, such as a signature."""

    first: int
    last: int
    text: str


class PlanTable(NamedTuple):
    """The rows of a table, its head and its footer.

    `head` is what is said above the table, by the keys of `HEAD`.
    """

    file: str
    sheet: str
    rows: Sequence[PlanTableRow]
    head: PlanTableLine | None
    rest: TableFooter | None


def _spec_columns(fields: RecordFields[Any]) -> Iterator[tuple[str, ColumnSpec]]:
    return ((column.id or field_id, column) for field_id, column in fields.columns.items())


COLUMNS: Mapping[str, ColumnSpec] = {
    "no": ColumnSpec("No.", "序号", "编号 number", width=6),
    **dict(_spec_columns(ROW)),
    **dict(_spec_columns(CHECKPOINT)),
    "id": ColumnSpec("Id", "记录号", "record_id row_id", width=28),
    "check_id": ColumnSpec("Checkpoint id", "监控点记录号", width=28),
}
"""The columns of a table of the plan, by the ids that `--map` takes, from the left."""
CHECK_COLUMNS = tuple(column for column, _spec in _spec_columns(CHECKPOINT))
"""What a table says of one checkpoint, beside its id."""
PLAIN = tuple(field for field in ROW.columns if ROW.specs[field].parse is read_plain)
"""The fields of a row that are as their cells say."""
CHECK_TEXTS = tuple(
    (column.id or field, field)
    for field, column in CHECKPOINT.columns.items()
    if CHECKPOINT.specs[field].parse is read_plain
)
"""The columns and fields of a checkpoint that are so."""
HIDDEN = frozenset(at for at, column in enumerate(COLUMNS, 1) if column in ("id", "check_id"))
"""The places of the columns, from 1, that no person needs to see."""


HEAD: Mapping[str, tuple[str, ...]] = {
    "project": ("Project", "项目", "项目名称", "project_name"),
    "begins": (
        "Plan begins",
        "立项时间",
        "计划开始",
        "启动日期",
        "启动时间",
        "开始日期",
        "开始时间",
        "start",
    ),
    "leader": ("Leader", "项目组长", "负责人", "项目负责人", "组长", "project_leader"),
}
"""What stands above the table: in English, in Chinese, and what else it is called."""
HEAD_OF: Mapping[str, str] = {
    header_key(text): field for field, texts in HEAD.items() for text in texts
}

FIELD_OF: Mapping[str, str] = fields_by_name(COLUMNS) | {
    header_key(text): field
    for field, texts in {
        "start": "开始时间 开始日期 开始 start start_date from",
        "end": "结束时间 结束日期 完成时间 结束 截止 end end_date due until",
    }.items()
    for text in texts.split()
}
"""What a header means; the ends of the days may stand in two columns."""

STATES: Mapping[RowState, tuple[str, ...]] = {
    "open": ("open", "未开始", "未启动", "待办", "todo", "not started", "planned"),
    "doing": ("doing", "进行中", "执行中", "in progress", "started"),
    "done": ("done", "已完成", "完成", "finished", "complete", "completed"),
    "dropped": ("dropped", "已取消", "取消", "cancelled", "canceled"),
}
"""How a row's state is written: first in English, then in Chinese, then in other ways."""
SEEN = ("yes", "是", "y", "x", "√", "1", "true", "done", "已", "已完成")
UNSEEN = ("no", "否", "n", "0", "false", "未")
NO_WORKSTREAM = "-"
"""What stands for no field of work; a blank cell is the field of the row above.

A field whose own name is dashes gets one more.
"""


class RecordNames:
    """The names of records in a table: words that are one record's alone, else its id."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        self._texts = {key: clean_cell(text) for key, text in named}
        self._by_words: dict[str, list[str]] = defaultdict(list)
        for key, text in self._texts.items():
            self._by_words[fold_text(text)].append(key)

    def name(self, key: str | None) -> str:
        """Return a record's name: its words where these are clear, else its id."""
        text = self._texts.get(key or "", "")
        alone = text and text not in self._texts and len(self._by_words[fold_text(text)]) == 1
        return text if alone else key or ""

    def find(self, text: str) -> str | None:
        """Return the id of the record of this name, None where there is none or are several."""
        same = self.find_all(text)
        return same[0] if len(same) == 1 else None

    def find_all(self, text: str, but: str = "") -> Sequence[str]:
        """Return the ids of the records of this name; `but` one, unless it is the only one."""
        if text in self._texts:
            return [text]
        same = self._by_words.get(fold_text(text), [])
        return [key for key in same if key != but] or same


_DASHES = re.compile("-+")
_LEAST = 4  # cells of what may stand for a longer name: two characters of Chinese


class WorkstreamNames:
    """The names of workstreams in a table: the plan's, the playbook's, and new ones."""

    def __init__(self, project: Project, playbook: Playbook) -> None:
        self._own = dict.fromkeys((*project.bones, *(row.bone for row in project.plan if row.bone)))
        self._names = {field.id: (field.name.en, field.name.zh_CN) for field in playbook.fields}
        self._brought: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for workstream in (*self._names, *self._own):
            for name in (workstream, *self._names.get(workstream, ())):
                self._keys.setdefault(fold_text(clean_cell(name)), workstream)

    def title(self, workstream: str, chinese: bool) -> str:
        """Return a workstream's name in a table."""
        if workstream in self._names:
            return self._names[workstream][chinese]
        return (
            f"{workstream}{NO_WORKSTREAM}"
            if _DASHES.fullmatch(workstream)
            else workstream or NO_WORKSTREAM
        )

    def find(self, text: str, before: str | None) -> str:
        """Return the workstream that a table calls `text`; the text itself where none is called so.

        `before` is the field of the row so far: what a table calls that, it is.
        """
        if before is not None and text in {
            clean_cell(self.title(before, way)) for way in (False, True)
        }:
            return before
        if _DASHES.fullmatch(text):
            return text.removesuffix(NO_WORKSTREAM)
        key = fold_text(text)
        if (known := self._keys.get(key)) is not None:
            return known
        close = {workstream for name, workstream in self._keys.items() if _stands_for(key, name)}
        return close.pop() if len(close) == 1 else self._brought.setdefault(key, text)

    def new(self, workstream: str) -> bool:
        """Whether neither the project nor the playbook had the field."""
        return bool(workstream) and workstream not in self._own and workstream not in self._names


def _stands_for(key: str, name: str) -> bool:
    return cells(key) >= _LEAST and (name.startswith(key) or key in name.split())
