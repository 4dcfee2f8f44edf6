"""Rows as people mean them: what is written once for a group of rows holds for all of it.

A customer or owner that is written once a group is filled in below; a heading, or a line such as
负责人：孙, says whose the rows below it are. Cells that are blank here and there stay blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from deals.parsing.text import fold_text
from store.tables.grid import GridCell, GridRow
from store.tables.headers import HeaderColumn, HeaderedTable
from store.tables.pipeline_columns import is_sure_header

GROUPING = ("customer", "owner")
"""The fields that tables write once for a group of rows."""
_FILLED = (*GROUPING, "stage")
"""These and the stage, which reports write once where it stands in front of the names."""
_GROUP_TOTAL = re.compile(r"(?:sub|grand)[ -]?totals?|小计|合计|总计")
_TOTAL_WORD = re.compile(r"totals?|sum")


def find_group_total(table: HeaderedTable, line: GridRow) -> int | None:
    """Find the column of a group in which a row says that it is the group's total; None without.

    Reports do, and put counts and sums in the other columns, of names and days even. A customer
    may be called Total.
    """
    for field_id in _FILLED:
        column = table.columns.get(field_id)
        if column is None or column.number not in line.cells:
            continue
        text = fold_text(line.cells[column.number].text)
        if _GROUP_TOTAL.fullmatch(text) or (field_id != "customer" and _TOTAL_WORD.fullmatch(text)):
            return column.number
    return None


_LABEL = (
    r"(?:项目|销售|区域|大区)?(?:负责人|责任人|销售代表|销售人员|业务员|销售经理|客户经理|销售)|"
    r"(?:(?:project|deal|account|opportunity) )?owner|(?:sales )?rep|salesperson|account manager"
)
_OWNER = re.compile(
    rf"(?:^|(?<=[\s(（【\[,，;；、|—-]))(?:{_LABEL})\s*[:：]\s*"
    r"(?P<name>[^\s:：,，;；、()（）\[\]【】|][^:：,，;；、()（）\[\]【】|\t\n]*)",
    re.IGNORECASE,
)
_LONGEST_NAME, _MOST_CELLS = 30, 3
_LABEL_ALONE = re.compile(rf"(?:{_LABEL})\s*[:：]?", re.IGNORECASE)
_HAN = re.compile(r"[\u3400-\u9fff]")
_HEADING = re.compile(
    r"(?:[一二三四五六七八九十]+|[(（][一二三四五六七八九十]+[)）])[、.．)）\s].*|"
    r".{1,20}[:：]|.{1,16}(?:区域|大区|片区|地区|事业部|分公司|办事处|region)|"
    r"(?:20\d\d年?)?(?:第?[一二三四1-4]季度|q[1-4]|上半年|下半年)",
    re.IGNORECASE,
)


def find_owner(line: GridRow) -> str:
    """Find whom a row above a table, or between its rows, names as the owner; empty for nobody."""
    cells = [cell.text for _number, cell in sorted(line.cells.items()) if not cell.covered]
    for text, behind in zip(cells, (*cells[1:], ""), strict=True):
        if found := _OWNER.search(text):
            return _owner_name(text, found)
        labelled = text.rstrip().endswith((":", "：")) or len(cells) == 2
        if labelled and _LABEL_ALONE.fullmatch(text.strip()):
            return behind if len(behind) < _LONGEST_NAME else ""
    return ""


def says_owner(line: GridRow) -> bool:
    """Whether a row says first of all who owns the rows below it."""
    if len(line.cells) > _MOST_CELLS:
        return False
    first = line.cells[min(line.cells)].text.strip()
    begins = _OWNER.match(first) or _LABEL_ALONE.fullmatch(first)
    return bool(begins) and bool(find_owner(line))


def _owner_name(text: str, found: re.Match[str]) -> str:
    """Return the name behind a label, without the label of what comes next (`孙 日期：…`)."""
    name = found["name"].rstrip()
    if text[found.end() : found.end() + 1] in (":", "：") and " " in name:
        name = name.rpartition(" ")[0].rstrip()
    name = re.split(r"\s{2,}", name)[0]
    if not any(map(str.isalpha, name)):
        return ""
    return name.split()[0] if _HAN.match(name) else name


@dataclass(slots=True)
class GroupFilling:
    """What rows above say of the rows below, taken along row by row.

    `filled` are the fields that are written once a group. `owner_by_place` is, as the user says,
    the owner of the rows that name none.
    """

    table: HeaderedTable
    filled: Sequence[str] = ()
    above: dict[str, GridCell] = field(default_factory=dict)
    owner: str = ""
    owner_by_place: str = ""

    def end_group(self, total: GridRow) -> None:
        """Forget what was said above a total, but for groups that go on: those left of its word."""
        number = find_group_total(self.table, total) or 0
        for field_id in list(self.above):
            if self.table.columns[field_id].number >= number:
                del self.above[field_id]

    def begin_group(self, heading: GridRow) -> None:
        """Forget what was said above, and take what a heading says of the rows below it."""
        self.above.clear()
        if stage := find_stage(heading):
            self.above["stage"] = stage
            return
        if owner := find_owner(heading):
            self.owner = owner
            return
        for field_id in GROUPING:
            column = self.table.columns.get(field_id)
            if column and column.number in heading.cells:
                self.above[field_id] = heading.cells[column.number]

    def fill(self, line: GridRow) -> tuple[GridRow, str]:
        """Return a row with what those above say of it, and that as a text; empty for nothing."""
        if self.table.columns["name"].number not in line.cells:
            return line, ""
        new: dict[int, GridCell] = {}
        columns = self.table.columns
        for field_id in sorted(
            (each for each in _FILLED if each in columns), key=lambda each: columns[each].number
        ):
            number = columns[field_id].number
            if number in line.cells:
                self._start_group(field_id, line.cells[number])
            elif field_id in self.above:
                new[number] = self.above[field_id]
            elif field_id == "owner" and self.owner:
                new[number] = GridCell(self.owner)
        texts = ", ".join(cell.text for cell in new.values())
        if "owner" in columns and self.owner_by_place:
            number = columns["owner"].number
            new.setdefault(number, line.cells.get(number) or GridCell(self.owner_by_place))
        if not new:
            return line, ""
        return replace(line, cells={**line.cells, **new}), texts

    def _start_group(self, field_id: str, cell: GridCell) -> None:
        """Note a filled cell; what stands right of it in the rows above is over with its group."""
        columns = self.table.columns
        if field_id in self.above and fold_text(self.above[field_id].text) != fold_text(cell.text):
            for other in _FILLED:
                if other in columns and columns[other].number > columns[field_id].number:
                    self.above.pop(other, None)
        if field_id in self.filled:
            self.above[field_id] = cell


_STAGE = re.compile(
    r"(?:(?:stage|phase|state|status|阶段|状态|项目状态) ?[:：]? ?)?p ?[0-7](?![0-9]).{0,40}"
)
_BETWEEN_STAGES = re.compile(r"p ?[0-7] ?[-–~/至到] ?p ?[0-7]")


def find_stage(heading: GridRow) -> GridCell | None:
    """Find the cell of a heading that names the stage of the rows below: `P3 - Solution`."""
    cells = [cell for cell in heading.cells.values() if not cell.covered]
    text = fold_text(cells[0].text) if len(cells) == 1 else ""
    return cells[0] if _STAGE.fullmatch(text) and not _BETWEEN_STAGES.search(text) else None


def with_column(table: HeaderedTable, field_id: str) -> HeaderedTable:
    """Return the table with a column of a field behind all others, where it has none."""
    if field_id in table.columns:
        return table
    last = max(number for line in table.grid.lines for number in line.cells)
    taken = max(last, *(column.number for column in table.columns.values()))
    column = HeaderColumn(taken + 1, field_id, "")
    columns = {**table.columns, field_id: column}
    return replace(table, columns=columns, same={**table.same, field_id: (column,)})


def find_group_fields(table: HeaderedTable, lines: Sequence[GridRow]) -> list[str]:
    """Return the fields that a table writes once for a group of rows, of the rows of projects.

    Then the first row has it, no value comes back in the group around it, and either it stands left
    of the names, where groups stand, or each value but the last has blank rows below it. The stage
    is written so only in front of everything but such groups.
    """
    name = table.columns["name"].number
    rows = [line for line in lines if name in line.cells]
    found: list[str] = []
    numbers: list[int] = []
    columns = {
        field_id: table.columns[field_id] for field_id in _FILLED if field_id in table.columns
    }
    for field_id, column in sorted(columns.items(), key=lambda item: item[1].number):
        leading = column.number < name
        front = len(numbers) == sum(number < column.number for number in table.header.cells)
        groups = _part_rows(rows, numbers)
        if (front or field_id != "stage") and _is_written_once(
            groups, column.number, leading=leading
        ):
            found.append(field_id)
            numbers.append(column.number)
    return found


def _part_rows(rows: Sequence[GridRow], columns: Sequence[int]) -> list[list[GridRow]]:
    """Part rows where a cell of one of these columns begins a group."""
    groups: list[list[GridRow]] = []
    for line in rows:
        if not groups or any(number in line.cells for number in columns):
            groups.append([])
        groups[-1].append(line)
    return groups


def _is_written_once(groups: Sequence[Sequence[GridRow]], column: int, *, leading: bool) -> bool:
    every = [list(_runs(rows, column)) for rows in groups]
    runs = [run for group in every for run in group]
    if not runs or not runs[0][0] or any(covered for _, _, covered in runs):
        return False
    counts = (Counter(text for text, _, _ in group) for group in every)
    if any(max(count.values()) > 1 for count in counts) or all(size == 1 for _, size, _ in runs):
        return False
    return leading or (len(runs) > 1 and all(size > 1 for _, size, _ in runs))


def _runs(rows: Sequence[GridRow], column: int) -> Iterator[tuple[str, int, bool]]:
    """Yield each value of a column, how many rows it stands over, and whether cells are merged."""
    text, size, covered = "", 0, False
    for line in rows:
        cell = line.cells.get(column)
        if cell and size:
            yield text, size, covered
            text, size, covered = "", 0, False
        if cell:
            text, covered = fold_text(cell.text), cell.covered
        size += 1
    if size:
        yield text, size, covered


def is_heading(
    table: HeaderedTable, line: GridRow, below: Sequence[GridRow], *, first: bool
) -> bool:
    """Whether a row is a heading over the rows below: it has one cell, and these have more.

    A name alone may be a project of which nothing else is known; it is a heading where it is the
    `first` row, where all like it stand over rows, or where it reads as one.
    """
    cells = [cell for cell in line.cells.values() if not cell.covered]
    if len(cells) != 1 or not below or len(table.columns) < 3:
        return False
    if find_stage(line):
        stage, name = table.columns.get("stage"), table.columns["name"]
        own_stage = stage is not None and stage.number in below[0].cells
        return name.number in below[0].cells and len(below[0].cells) > 1 and not own_stage
    number = next(iter(line.cells))
    field_id = table.field_at(number)
    if field_id in GROUPING:
        own = table.columns[field_id].number
        return own not in below[0].cells and table.columns["name"].number in below[0].cells
    if field_id != "name" or not is_sure_header(table.columns["name"].header, "name"):
        return False
    over_rows = len(below[0].cells) > 2
    return over_rows and (first or bool(_HEADING.fullmatch(cells[0].text.strip())))
