"""Implementation plan as a sheet, in the columns of the form that people fill in by hand.

Reading and writing of its three parts: the head above the table (`read_head`, `apply_plan_head`),
the rows, and a footer such as a signature. A text that is too long for a cell goes on below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, zip_longest

from deals.edits.records import apply_edit
from deals.errors import UserError
from deals.fields import CHECKPOINT, ROW, headings
from deals.fields.spec import header_key
from deals.model import Checkpoint, Member, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from deals.planning import group_rows, parse_plan_day
from deals.playbook import Playbook
from store.tables.contact_rows import CellRef
from store.tables.grid import (
    CELL_HOLDS,
    Grid,
    GridRow,
    address,
    clean_cell,
    escape_xml,
    utf_16,
)
from store.tables.headers import HeaderedTable, row_texts
from store.tables.plan_rows import (
    CHECK_COLUMNS,
    COLUMNS,
    HEAD,
    HEAD_OF,
    HIDDEN,
    SEEN,
    STATES,
    PlanTable,
    PlanTableLine,
    PlanTableRow,
    RecordNames,
    TableFooter,
    WorkstreamNames,
)
from store.tables.results import FieldChange, ImportOutcome, ImportRemark, OutcomeKind
from store.tables.row_grouping import is_note
from store.tables.workbook_writer import SheetLayout

GOES_ON, COMES_FROM = "[>>]", "[<<]"
"""What ends a cell that goes on in the row below, and what begins that cell."""

_ROOM = CELL_HOLDS - len(GOES_ON + COMES_FROM) - 1  # one for the apostrophe of `guarded`
_ESCAPED = 7  # characters that an escape takes


def split_long_cells(cells: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Yield the cells of a row, and then rows with the rest of each text that is too long."""
    pieces = [_pieces(clean_cell(text)) for text in cells.values()]
    for texts in zip_longest(*pieces, fillvalue=""):
        yield dict(zip(cells, texts, strict=True))


def join_continued_lines(lines: Iterable[PlanTableLine]) -> list[PlanTableLine]:
    """Join the lines that go on below to one each.

    A cell that says it goes on and does not is refused (`cell-cut`): half of it would be taken.
    """
    found: list[PlanTableLine] = []
    on: set[str] = set()
    for line in lines:
        more = {key for key, text in line.texts.items() if text.endswith(GOES_ON)}
        goes_on = all(text.startswith(COMES_FROM) for text in line.texts.values())
        if on and line.texts.keys() == on and goes_on:
            whole = found[-1].texts
            for key, text in line.texts.items():
                whole[key] = whole[key].removesuffix(GOES_ON) + text.removeprefix(COMES_FROM)
            found[-1].last = line.last
        else:
            _refuse_cut(found[-1:], on)
            found.append(line)
        on = more
    _refuse_cut(found[-1:], on)
    return found


def _refuse_cut(lines: Iterable[PlanTableLine], columns: Iterable[str]) -> None:
    for line in lines:
        for column in columns:
            line.refuse(column, UserError("cell-cut", end=GOES_ON, begin=COMES_FROM))


def _pieces(text: str) -> list[str]:
    """Cut a text in parts that a cell holds each, none ending in a mark of its own."""
    if utf_16(escape_xml(text)) <= _ROOM and not text.endswith(GOES_ON):
        return [text]
    final = len(text) - 1 if text.endswith(GOES_ON) else len(text)
    cuts, room = [0], _ROOM
    for at, char in enumerate(text):
        size = _ESCAPED if char in "_\ufffe\uffff" else utf_16(char)
        room -= size
        if room < 0 or at == final:
            cuts.append(at)
            room = _ROOM - size
    parts = [text[start:end] for start, end in zip(cuts, (*cuts[1:], len(text)), strict=True)]
    last = len(parts) - 1
    return [
        f"{COMES_FROM if at else ''}{part}{GOES_ON if at < last else ''}"
        for at, part in enumerate(parts)
    ]


_LABEL = re.compile(r"(?P<label>[^:：]{1,20})[:：]\s*(?P<text>.*)", re.DOTALL)


def head_cells(project: Project, chinese: bool) -> list[str]:
    """Return the labels of the head and their values, side by side."""
    texts = {"project": project.name, "begins": _start(project), "leader": _leader(project)}
    return [text for key, names in HEAD.items() for text in (names[chinese], texts[key])]


def read_sheet_head(lines: Iterable[GridRow], place: CellRef) -> PlanTableLine | None:
    """Read the lines above a table; None where they have none of the labels."""
    found: PlanTableLine | None = None
    for line in lines:
        for key, number, text in _labelled_texts(line):
            found = found or PlanTableLine(
                line.number, line.number, {}, {}, {**place, "row": line.number}
            )
            if key not in found.texts:
                cell = address(line.number, number)
                found.texts[key] = text
                found.places[key] = {**place, "row": line.number, "cell": cell}
                found.last = line.number
    return found


def apply_plan_head(
    head: PlanTableLine, project: Project, reading: ReadingContext
) -> tuple[Project, ImportOutcome]:
    """Return the project with what the head says, and the outcome.

    What is said of another project stays with that one.
    """
    after, remarks = project, list[ImportRemark]()
    if fold_text(head.texts.get("project", project.name)) != fold_text(clean_cell(project.name)):
        remarks.append(ImportRemark("other-project", head.texts["project"]))
    else:
        after = _with_leader(head.texts.get("leader", ""), after, reading)
        try:
            after = _with_plan_start(head.texts.get("begins", ""), after, reading)
        except UserError as wrong:
            head.refuse("begins", wrong)
            after = project
    changes = tuple(_changes(project, after))
    kind: OutcomeKind = "refused" if head.refusals else "changed" if changes else "unchanged"
    where = (f"{head.place['file']}", f"{head.place.get('sheet', '')}", head.number, head.last)
    return after, ImportOutcome(
        *(*where, project.name, kind, changes, tuple(head.refusals)),
        remarks=tuple(remarks),
        id=project.id,
    )


def _labelled_texts(line: GridRow) -> Iterator[tuple[str, int, str]]:
    """Yield each label of a line with its text: behind its colon, or in the next cell."""
    numbers = sorted(line.cells)
    value = 0
    for number, after in zip(numbers, (*numbers[1:], 0), strict=True):
        label = _label(line.cells[number].text) if number != value else None
        if label is None:
            continue
        key, text = label
        if text:
            yield key, number, text
        elif after and (after == number + 1 or _label(line.cells[after].text) is None):
            value = after
            yield key, after, line.cells[after].text


def _label(text: str) -> tuple[str, str] | None:
    """Return the key of a label and the text behind its colon, None for any other cell."""
    match = _LABEL.fullmatch(text)
    key = HEAD_OF.get(header_key(match["label"] if match else text))
    return (key, match["text"].strip() if match else "") if key else None


def _leader(project: Project) -> str:
    return next((member.name for member in project.team if member.part == "leader"), "")


def _with_leader(name: str, project: Project, reading: ReadingContext) -> Project:
    """Return the project led by somebody; who led it before stays on the team."""
    if not name or fold_text(name) == fold_text(clean_cell(_leader(project))):
        return project
    team = [
        member.model_copy(update={"part": "member"}) if member.part == "leader" else member
        for member in project.team
    ]
    known = next(
        (at for at, member in enumerate(team) if fold_text(member.name) == fold_text(name)), None
    )
    if known is None:
        team.append(Member(name=name, part="leader"))
    else:
        team[known] = team[known].model_copy(update={"part": "leader"})
    return apply_edit(project, reading.stamp, {"team": tuple(team)})


def _with_plan_start(text: str, project: Project, reading: ReadingContext) -> Project:
    day = parse_plan_day(text, reading.stamp.today, project.signs, tender=project.tender)
    if day is None or day == project.form.plan_start:
        return project
    form = project.form.model_copy(update={"plan_start": day})
    return apply_edit(project, reading.stamp, {"form": form})


def _start(project: Project) -> str:
    return f"{project.form.plan_start or ''}"


def _changes(before: Project, after: Project) -> Iterator[FieldChange]:
    for field, text in (("plan.begins", _start), ("plan.leader", _leader)):
        if text(before) != text(after):
            yield FieldChange(field, text(before), text(after))


_IDLE = {"no", "bone"}  # what a row says nothing with: forms number blank lines, and merge fields


def read_plan_table(table: HeaderedTable) -> PlanTable:
    """Read the rows of a table, and what stands around them; refusals of cells are with them."""
    grid = table.grid
    columns = {field: column.number for field, column in table.columns.items()}
    body, rest = _split_footer(table.body, columns, table.header.number)
    rows: list[PlanTableRow] = []
    for line in join_continued_lines(
        _read_line(grid, table.header, line, columns) for line in body
    ):
        own = line.texts.get("content") or line.texts.get("id")
        if rows and not own and any(map(line.texts.get, CHECK_COLUMNS)):
            rows[-1].checks.append(line)
        elif line.refusals or line.texts.keys() - _IDLE:
            rows.append(PlanTableRow(line, [line]))
    head = read_sheet_head(table.above, grid.place)
    return PlanTable(grid.file, grid.sheet, rows, head, rest)


def _split_footer(
    lines: Sequence[GridRow], columns: Mapping[str, int], before: int
) -> tuple[Sequence[GridRow], TableFooter | None]:
    """Return the lines of the table, and what stands below it.

    It ends at a line without content, after a gap or of a remark such as a signature; `before` is
    the number of the line above.
    """
    for at, line in enumerate(lines):
        if _is_footer(line, columns, gap=line.number > before + 1):
            text = " ".join(row_texts(line))
            return lines[:at], TableFooter(line.number, lines[-1].number, text)
        if line.cells.keys() - {columns.get(column) for column in _IDLE}:
            before = line.number
    return lines, None


def _is_footer(line: GridRow, columns: Mapping[str, int], *, gap: bool) -> bool:
    if columns.get("id") in line.cells or _is_covered(line, columns):
        return False
    first = min(line.cells)
    content = columns["content"]
    noted = is_note(line.cells[first].text)
    if content not in line.cells:
        return noted or (
            gap and bool(line.cells.keys() - {columns.get(column) for column in _IDLE})
        )
    if first == content:
        return noted and gap and len(line.cells) == 1
    return noted and ":" in fold_text(line.cells[first].text)


def _read_line(
    grid: Grid, header: GridRow, line: GridRow, columns: Mapping[str, int]
) -> PlanTableLine:
    place = {**grid.place, "row": line.number}
    table_line = PlanTableLine(line.number, line.number, {}, {}, place)
    covered = _is_covered(line, columns)
    for column, number in columns.items():
        heading = " ".join(header.cells[number].text.split())
        cell_address = address(line.number, number)
        table_line.places[column] = {**place, "column": heading, "cell": cell_address}
        cell = line.cells.get(number)
        if cell is None or (covered and cell.covered):
            continue
        if cell.problem:
            table_line.refuse(column, UserError(cell.problem, text=cell.text))
        else:
            table_line.texts[column] = cell.text
    return table_line


def _is_covered(line: GridRow, columns: Mapping[str, int]) -> bool:
    """Whether the line goes on with the row above, the content of which is merged over it."""
    content = line.cells.get(columns["content"])
    return content is not None and content.covered


HEADER = 1
"""The place of the headings among the rows, from 0; the head of the form is above."""


def plan_rows(project: Project, playbook: Playbook, lang: str) -> list[Sequence[str]]:
    """Return the head of the form, the headings and then the plan by workstream."""
    chinese = lang.startswith("zh")
    names, workstreams, groups = (
        PlanNames(project),
        WorkstreamNames(project, playbook),
        group_rows(project, playbook),
    )
    numbers = dict(zip((row.id for group in groups for row in group.rows), count(1), strict=False))
    head = ["", *head_cells(project, chinese)]
    head += [""] * (len(COLUMNS) - len(head))
    lines: list[Sequence[str]] = [head, headings(COLUMNS, chinese)]
    for group in groups:
        for row in group.rows:
            texts = {"no": f"{numbers[row.id]}", "bone": workstreams.title(row.bone, chinese)}
            texts |= names.row(row, chinese)
            if row.after in numbers:
                texts["after"] = f"#{numbers[row.after]} {texts['after']}"
            for facts, check in zip_longest([texts], row.checkpoints or (None,)):
                cells = {**(facts or {}), **(_checkpoint_cells(check, chinese) if check else {})}
                lines += [
                    [piece.get(column, "") for column in COLUMNS]
                    for piece in split_long_cells(cells)
                ]
    return lines


def plan_layout(lang: str) -> SheetLayout:
    """Return how the sheet of a plan looks."""
    places = {column: at for at, column in enumerate(COLUMNS, 1)}
    return SheetLayout(
        ("Plan", "项目实施计划表")[lang.startswith("zh")],
        [column.width for column in COLUMNS.values()],
        header=HEADER,
        hidden=HIDDEN,
        days={places["check_on"]},
        numbers={places["no"]},
    )


class PlanNames:
    """The names of a plan's rows, and of the goals and causes that they name, in a table."""

    def __init__(self, project: Project) -> None:
        self.goals = RecordNames((goal.id, goal.text) for goal in project.goals)
        self.causes = RecordNames((cause.id, cause.text) for cause in project.causes)
        self.rows = RecordNames((row.id, row.content) for row in project.plan)

    def row(self, row: PlanRow, chinese: bool = False) -> Mapping[str, str]:
        """Return the cells of a row, without its workstream and its checkpoints."""
        return {
            **ROW.cells(row),
            "state": STATES[row.state][chinese],
            "after": self.rows.name(row.after),
            "goal": self.goals.name(row.goal),
            "cause": self.causes.name(row.cause),
            "id": row.id,
        }


def _checkpoint_cells(check: Checkpoint, chinese: bool) -> dict[str, str]:
    return {
        **CHECKPOINT.cells(check),
        "seen": SEEN[chinese] if check.done else "",
        "check_id": check.id,
    }
