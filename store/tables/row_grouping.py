"""Grouping of the rows of a table by project: one row each, or one row a contact."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from deals.errors import UserError
from deals.fields.spec import header_key
from deals.model import Amount, SigningPeriod
from deals.own_columns import own_field
from deals.parsing.amounts import CURRENCY
from deals.parsing.contact_titles import by_bare_name
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from store.tables.grid import GridRow, GridStep, clean_cell
from store.tables.grouped_rows import (
    GroupFilling,
    find_group_fields,
    find_group_total,
    find_owner,
    find_stage,
    is_heading,
    says_owner,
    with_column,
)
from store.tables.headers import HeaderedTable
from store.tables.pipeline_columns import LOOSE_FIELDS
from store.tables.project_rows import ParsedContact, ParsedRow, RowReader, cell_place
from store.tables.results import ImportRemark, SkipReason

_TOTAL = re.compile(
    r"(?:(?:grand|sub|over)?[ -]?totals?|sum|average|(?:sub|grand)[ -]?totals? .{1,30}|"
    r"totals? (?:(?:for|of|in|per|by) |[-–—:/] ?).{1,30}|"
    r"totals? (?:p[0-7]|q[1-4]|20\d\d)(?!\w).{0,20}|"
    r"(?:gesamt|zwischen|end)?summe|gesamt|sous-total|total g[eé]n[eé]ral|suma|"
    r"summa|delsumma|totale|totaal|[总合小共累總] ?[计計]|总和|汇总|总额|平均值?|"
    r".{1,20}(?: (?:sub-?)?total|小计|合计|总计|小計|合計|總計))"
    rf" ?(?:[-—/·]? ?(?:{CURRENCY}))? ?(?:[:(].*)?"
)
_NOTE = re.compile(
    r"(?:注|备注|说明|附注|填表|制表|编制|审核|审批|批准|填报|日期|单位|n\.?b\.?|notes?|remarks?|"
    r"prepared|approved|printed|source|as of)(?:[^:]{0,6}:|$)"
)
_COUNT = re.compile(r"[0-9.,]+ ?(?:个|项|家|名|人|projects?|deals?)?(?:项目)?")
_SAYS_PROJECT = ("stage", "signs", "contacts", "cr")


def is_note(text: str) -> bool:
    """Whether a text begins as remarks and signatures around a table do, as 填表人： does."""
    return bool(_NOTE.match(fold_text(text)))


_FOOTER = re.compile(
    r"copyright|©|\(c\) ?[0-9]{4}|all rights reserved|confidential information|"
    r"(?:report )?(?:generated|exported) (?:by|on|at|from)\b|"
    r"版权所有|保留所有权利|机密信息|(?:生成|导出|制作)(?:者|人|时间|日期|于)"
)


def find_footer(table: HeaderedTable) -> int | None:
    """Find the number of the row that begins what a program writes below a report; None without.

    Such are rows of one cell at the end, one of which is a line of copyright or the like. What
    stands right above that behind a gap, as the report's name does, belongs to it.
    """
    body, start = table.body, len(table.body)
    while start and len(body[start - 1].cells) == 1:
        start -= 1
    tail = body[start:]
    sure = next((at for at, line in enumerate(tail) if _FOOTER.search(_folded(line))), None)
    if sure is None:
        return None
    first = sure
    while first and tail[first - 1].number == tail[first].number - 1:
        first -= 1
    behind_gap = first or not start or body[start - 1].number < tail[0].number - 1
    return tail[first if behind_gap else sure].number


def _folded(line: GridRow) -> str:
    return fold_text(_first_text(line))


def skip_reason(table: HeaderedTable, line: GridRow, after_total: bool) -> SkipReason | None:
    """Return why a row below the header is skipped, None where it belongs to a project.

    `after_total` is set once a total has gone by: what only has a name behind it is no project.
    """
    columns = table.columns.values()
    filled = {column.field for column in columns if column.number in line.cells} - LOOSE_FIELDS
    if not filled:
        return "note"
    column = table.columns["name"]
    first = line.cells[column.number if "name" in filled else min(line.cells)]
    if "name" in filled and header_key(first.text) == header_key(column.header):
        return "header"
    if find_group_total(table, line) or ("name" not in filled and _names_total(line)):
        return "total"
    if _says_project(table, line):
        signatures = all(is_note(cell.text) for cell in line.cells.values())
        return "note" if signatures else None
    text = fold_text(first.text)
    if _TOTAL.fullmatch(text) or filled == {"amount"}:
        return "total"
    alone = len(line.cells) == 1 and (first.wide or after_total or text.endswith("。"))
    return "note" if alone or is_note(text) else None


def _names_total(line: GridRow) -> bool:
    """Whether a cell of a row without a name calls it a total, in whatever column."""
    return any(_TOTAL.fullmatch(fold_text(cell.text)) for cell in line.cells.values())


def _says_project(table: HeaderedTable, line: GridRow) -> bool:
    """Whether a row has what only projects and contacts have, and not just how many there are."""
    found = ((field, table.columns[field]) for field in _SAYS_PROJECT if field in table.columns)
    return any(
        field == "signs" or not _COUNT.fullmatch(fold_text(cell.text))
        for field, column in found
        if (cell := line.cells.get(column.number))
    )


RowKey = tuple[str, str]
"""A project's name and customer without differences of width, capitals and blanks."""


@dataclass(frozen=True, slots=True)
class SkippedRows:
    """Rows that belong to no project, from the first to the last, and why."""

    first: int
    last: int
    reason: SkipReason
    text: str = ""


@dataclass(slots=True)
class ProjectRows:
    """A group of rows: a project as one table has it.

    `facts` are the values by field, `source_rows` the number of the row that gave each first; a
    group with `refusals` is not taken. `key` is what it and projects are matched by, `id` what its
    record goes by where it comes from, and `cells` the texts of facts that may mean
    another day on another day.
    """

    table: HeaderedTable
    name: str
    customer: str
    rows: list[int] = field(default_factory=list)
    facts: dict[str, object] = field(default_factory=dict)
    own: dict[str, str] = field(default_factory=dict)
    source_rows: dict[str, int] = field(default_factory=dict)
    people: dict[tuple[str, int], ParsedContact] = field(default_factory=dict)
    refusals: list[UserError] = field(default_factory=list)
    remarks: list[ImportRemark] = field(default_factory=list)
    id: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    key: RowKey = field(init=False)

    def __post_init__(self) -> None:
        self.key = project_key(self.name, self.customer)

    def refuse(self, refused: UserError, field_id: str) -> None:
        """Note a refusal of the value of a field, at the row that gave it."""
        place = cell_place(self.table, self.source_rows.get(field_id, self.rows[0]), field_id)
        self.refusals.append(UserError(refused.code, **{**place, **refused.figures}))

    def add(self, row: ParsedRow) -> None:
        """Add a row; where it contradicts an earlier one, the group is refused."""
        self.rows.append(row.line.number)
        self.id = self.id or row.text("id")
        if "next" in row.facts:
            self.cells.setdefault("next", f"{row.text('next')}\n{row.text('next_on')}")
        if any(remark.code in ("year-added", "from-today") for remark in row.remarks):
            self.cells.setdefault("signs", row.text("signs"))
        for field_id, value in row.facts.items():
            if field_id not in self.facts:
                self.facts[field_id] = value
                self.source_rows[field_id] = row.line.number
            elif field_id in JOINED:
                self.facts[field_id] = JOINED[field_id](self.facts[field_id], value)
            elif not _agree(self.facts[field_id], value):
                row.refuse(
                    "row-contradicts", field_id, other=self.source_rows[field_id], name=self.name
                )
        for name, text in row.own.items():
            self.own[name] = join_lines(self.own[name], text) if name in self.own else text
            self.source_rows.setdefault(own_field(name), row.line.number)
        self._add_contacts(row)
        self.refusals += row.refusals
        self.remarks += row.remarks

    def may_be(self, other: ProjectRows) -> bool:
        """Whether rows of one name may be about one project: customer and owner do not differ."""
        customers = {self.key[1], other.key[1]} - {""}
        owners = {fold_text(f"{rows.facts.get('owner', '')}") for rows in (self, other)} - {""}
        return len(customers) < 2 and len(owners) < 2

    def is_record_of(self, row: ParsedRow) -> bool:
        """Whether a row of the same name and customer is about the same record.

        Two of them have two ids, or two owners.
        """
        owner, other = self.facts.get("owner"), row.facts.get("owner")
        ids = self.id and (id_ := row.text("id")) and self.id != id_
        return not ids and (not owner or not other or same_name(f"{owner}", f"{other}"))

    def _add_contacts(self, row: ParsedRow) -> None:
        """Add a row's contacts: one named again is known, unless it is twice in one row."""
        seen: dict[str, int] = {}
        for name, person in by_bare_name(row.people):
            slot = name, seen.get(name, 0)
            seen[name] = slot[1] + 1
            known = self.people.get(slot)
            if known is None:
                self.people[slot] = person
            elif column := known.differing_column(person):
                row.refuse("contact-contradicts", column, name=person.name, other=self.rows[0])
            else:
                self.people[slot] = known.with_more(person)


def fold_value(text: str) -> str:
    """Return what two ways to write a name share."""
    return fold_text(clean_cell(text))


def same_name(name: str, other: str) -> bool:
    """Whether two names differ in width, capitals and blanks at most."""
    return fold_value(name) == fold_value(other)


def join_lines(text: object, more: object) -> str:
    """Return the lines of both texts, none of the second that the first has."""
    lines = f"{text}".split("\n") if text else []
    return "\n".join((*lines, *(line for line in f"{more}".split("\n") if line not in lines)))


def _join_lists(values: object, more: object) -> object:
    if isinstance(values, tuple) and isinstance(more, tuple):
        return (*values, *(value for value in more if value not in values))
    return values


JOINED: Mapping[str, Callable[[object, object], object]] = {
    "notes": join_lines,
    "tags": _join_lists,
    "rivals": _join_lists,
}
"""The facts to which each row of a project may add, so that none contradicts another."""


def project_key(name: str, customer: str) -> RowKey:
    """Return what two ways to write a project's name and customer share."""
    return fold_value(name), fold_value(customer)


def group_by_project(
    table: HeaderedTable, reading: ReadingContext, step: GridStep
) -> tuple[list[ProjectRows], list[SkippedRows]]:
    """Group the rows of a table by project, in its order; return the skipped ones too."""
    kinds = _row_kinds(table)
    filling = _group_filling(table, kinds)
    gathering = _RowGrouping(filling.table, reading)
    passed = [
        SkippedRows(line.number, line.number, "title", _first_text(line)) for line in table.above
    ]
    before = table.header
    for line, reason in kinds:
        step()
        if line.number > before.number + 1:
            passed.append(SkippedRows(before.number + 1, line.number - 1, "blank"))
        before = line
        if not reason:
            gathering.take(*filling.fill(line))
            continue
        passed.append(SkippedRows(line.number, line.number, reason, _first_text(line)))
        if reason == "heading":
            filling.begin_group(line)
        elif reason == "total":
            filling.end_group(line)
        if reason in ("heading", "total"):
            gathering.break_off()
    return gathering.groups, passed


def _group_filling(
    table: HeaderedTable, kinds: Sequence[tuple[GridRow, SkipReason | None]]
) -> GroupFilling:
    """Return what fills in what a table writes once: in a title, a heading or the first row."""
    owners = [owner for line in table.above if (owner := find_owner(line))]
    headings = [line for line, reason in kinds if reason == "heading"]
    if owners or table.owner_by_place or any(map(says_owner, headings)):
        table = with_column(table, "owner")
    if any(map(find_stage, headings)):
        table = with_column(table, "stage")
    filled = find_group_fields(table, [line for line, reason in kinds if not reason])
    owner, by_place = owners[-1] if owners else "", table.owner_by_place
    return GroupFilling(table, filled, owner=owner, owner_by_place=by_place)


def _row_kinds(table: HeaderedTable) -> list[tuple[GridRow, SkipReason | None]]:
    """Return the rows below the header, each with why it is skipped; None for those of projects."""
    kinds: list[tuple[GridRow, SkipReason | None]] = []
    after_total, footer, body = False, find_footer(table), table.body
    for at, line in enumerate(body):
        below = body[at + 1 : at + 2]
        if footer is not None and line.number >= footer:
            kinds.append((line, "note"))
            continue
        first = all(reason == "heading" for _line, reason in kinds) or _had_headings(kinds)
        reason = skip_reason(table, line, after_total)
        if reason in (None, "note") and (
            (below and says_owner(line) and not _says_project(table, line))
            or is_heading(table, line, below, first=first)
        ):
            reason = "heading"
        after_total = (after_total or reason == "total") and reason != "heading"
        kinds.append((line, reason))
    return kinds


def _had_headings(kinds: Sequence[tuple[GridRow, SkipReason | None]]) -> bool:
    """Whether the rows of a table begin with a heading, so that others like it are headings."""
    return bool(kinds) and kinds[0][1] == "heading"


class _RowGrouping:
    """The groups made so far, and the one that a row without a name goes on with."""

    def __init__(self, table: HeaderedTable, reading: ReadingContext) -> None:
        self.groups: list[ProjectRows] = []
        self._table = table
        self._reader = RowReader(table, reading)
        self._known: dict[RowKey, list[ProjectRows]] = defaultdict(list)
        self._current: ProjectRows | None = None

    def take(self, line: GridRow, from_above: str = "") -> None:
        """Read a row and add it to its group; some of its cells may be `from_above`."""
        row = self._reader.read(line)
        if from_above:
            row.remarks.append(ImportRemark("from-above", from_above))
        key = project_key(row.text("name"), row.text("customer"))
        group = self._continued_group(row) or self._known_group(key, row)
        if group is None:
            group = ProjectRows(self._table, row.text("name"), row.text("customer"))
            self.groups.append(group)
            if group.name:
                self._known[group.key].append(group)
            elif not row.refusals:
                row.refuse("row-nameless", "name")
        group.add(row)
        self._current = group

    def _known_group(self, key: RowKey, row: ParsedRow) -> ProjectRows | None:
        """Return the group that a row belongs to; it begins its own where that may be several."""
        found = [group for group in self._known.get(key, ()) if group.is_record_of(row)]
        return found[0] if len(found) == 1 else None

    def break_off(self) -> None:
        """Let no row from here on go on with a project above."""
        self._current = None

    def _continued_group(self, row: ParsedRow) -> ProjectRows | None:
        """Return the group of the row before, if this row goes on with it.

        A merged name does. So does a row without a name that has contacts and nothing else that is
        new, and one that leaves the customer out where the name is the same.
        """
        current, cell = self._current, row.cell("name")
        if current is None:
            return None
        if cell and cell.covered:
            return current
        if not current.is_record_of(row):
            return None
        agrees = all(
            field_id in current.facts and same_fact(current.facts[field_id], value)
            for field_id, value in row.facts.items()
            if field_id not in JOINED
        )
        if not row.text("name"):
            return current if agrees and not (cell and cell.problem) else None
        named_alike = fold_text(row.text("name")) == fold_text(current.name)
        return current if named_alike and agrees and not row.text("customer") else None


def same_fact(fact: object, other: object) -> bool:
    """Whether two facts are the same, however they were written."""
    if isinstance(fact, Amount) and isinstance(other, Amount):
        return fact.same(other)
    if isinstance(fact, SigningPeriod) and isinstance(other, SigningPeriod):
        return fact.same(other)
    if isinstance(fact, str) and isinstance(other, str):
        return clean_cell(fact) == clean_cell(other)
    return fact == other


def _agree(fact: object, other: object) -> bool:
    """Whether two rows of one project say the same: capitals and widths contradict nothing."""
    if isinstance(fact, str) and isinstance(other, str):
        return fold_text(fact) == fold_text(other)
    return same_fact(fact, other)


def _first_text(line: GridRow) -> str:
    return line.cells[min(line.cells)].text
