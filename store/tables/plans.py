"""Import and export of a project's plan; each row of a table is taken whole or not at all.

`take_in` matches the lines with the rows of the plan, reads what they change, and links the rows to
those that they wait for. Nothing is written here but by `export_plan`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from deals.edits.records import apply_edit
from deals.errors import UserError
from deals.fields import all_headings
from deals.model import Book, Checkpoint, PlanRow, Project, RowState
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from deals.planning import check_after, check_span, parse_plan_day, parse_span, span_text
from deals.planning.done_days import date_work
from deals.playbook import Playbook
from store.tables.export import DELIMITERS, delimited_bytes, has_headings, write_table
from store.tables.grid import GridProgress, clean_cell, leaves_unchanged
from store.tables.headers import HeaderedTable, TableSchema, apply_each, columns_by_header
from store.tables.importer import import_into_project
from store.tables.plan_matching import RowReference, match_rows
from store.tables.plan_rows import (
    CHECK_COLUMNS,
    CHECK_TEXTS,
    COLUMNS,
    FIELD_OF,
    PLAIN,
    SEEN,
    STATES,
    UNSEEN,
    PlanTable,
    PlanTableLine,
    RecordNames,
    WorkstreamNames,
)
from store.tables.plan_sheet import (
    HEADER,
    PlanNames,
    apply_plan_head,
    plan_layout,
    plan_rows,
    read_plan_table,
)
from store.tables.results import (
    FieldChange,
    ImportOptions,
    ImportOutcome,
    ImportRemark,
    ImportResult,
    OutcomeKind,
)
from store.tables.workbook_writer import workbook_bytes


def merge_plan_table(
    found: HeaderedTable, project: Project, reading: ReadingContext, _progress: GridProgress
) -> tuple[Project, list[ImportOutcome]]:
    """Return the project with the plan of one table, and the outcome of each part of it.

    Workstreams that nobody knew become the project's own.
    """
    table = read_plan_table(found)
    workstreams, names = WorkstreamNames(project, reading.playbook), PlanNames(project)
    while True:
        references = match_rows(table.rows, project, workstreams)
        taken = _read_rows(references, project, names, reading)
        rows = DependencyLinks(project, references, names.rows).link_rows(taken)
        # What was refused may have the match of a good row, which would be added once more.
        if not any(reference.took_match and reference.refused for reference in references):
            break
    # Rows of a table may have no id of their own yet: the object is what they are known by here.
    ids = {id(reference.table_row): row.id for reference, row in taken if not reference.refused}
    fresh = [rows[key].bone for key in ids.values() if workstreams.new(rows[key].bone)]
    after = _with_plan(project, tuple(rows.values()), fresh, reading)
    outcomes, now = list[ImportOutcome](), PlanNames(after)
    for reference in references:
        row = rows.get(ids.get(id(reference.table_row), ""))
        changes = _plan_changes(reference.old, row, names, now) if reference.old and row else ()
        outcomes.append(_outcome(reference, row, tuple(changes), project.id, workstreams))
    if table.head:
        after, head = apply_plan_head(table.head, after, reading)
        if head.kind != "unchanged" or head.remarks:
            outcomes.insert(0, head)
    return after, [*outcomes, *_pass_rest(table)]


def _pass_rest(table: PlanTable) -> Iterator[ImportOutcome]:
    """Yield the outcome of what stands below the plan."""
    if rest := table.rest:
        where = (table.file, table.sheet, rest.first, rest.last)
        yield ImportOutcome(*where, rest.text, "passed", reason="note")


def _read_rows(
    references: Sequence[RowReference], project: Project, names: PlanNames, reading: ReadingContext
) -> Sequence[ImportedPlanRow]:
    """Make plan rows of the lines; a refusal is noted at its line."""
    facts, checks = PlanRowChanges(project, names, reading), CheckpointImport(project, reading)
    taken: list[ImportedPlanRow] = []
    for reference in references:
        line = reference.table_row.line
        if reference.refused:
            continue
        try:
            update = {**facts.read(reference), "checkpoints": checks.read(reference)}
        except UserError as wrong:
            line.refusals.append(wrong)
            continue
        base = reference.old or PlanRow(
            id=reference.id or reading.new_id(), content=line.texts["content"]
        )
        row = base.model_copy(update=update)
        if reference.old:  # of work that comes in done nobody knows since when it is
            row = date_work(row, reference.old, reading.stamp.today)
        taken.append(ImportedPlanRow(reference, row))
    return taken


def _with_plan(
    project: Project, plan: tuple[PlanRow, ...], workstreams: Sequence[str], reading: ReadingContext
) -> Project:
    """Return the project with its plan and workstreams; the same object where nothing changes."""
    if plan == project.plan:
        return project
    new = tuple(dict.fromkeys((*project.bones, *workstreams)))
    return apply_edit(project, reading.stamp, {"plan": plan, "bones": new})


def _outcome(
    reference: RowReference,
    row: PlanRow | None,
    changes: tuple[FieldChange, ...],
    project: str,
    workstreams: WorkstreamNames,
) -> ImportOutcome:
    table_row, place = reference.table_row, reference.table_row.line.place
    kind: OutcomeKind = "changed" if changes else "unchanged"
    if row is None:
        kind = "refused"
    elif reference.old is None:
        kind = "added"
    remarks = list[ImportRemark]()
    if row and not reference.old and reference.copied:
        remarks.append(ImportRemark("copied"))
    if row and workstreams.new(row.bone):
        remarks.append(ImportRemark("new-field", row.bone))
    where = (f"{place['file']}", f"{place.get('sheet', '')}", table_row.line.number, table_row.last)
    return ImportOutcome(
        *(
            *where,
            table_row.line.texts.get("content", ""),
            kind,
            changes,
            tuple(table_row.refusals),
        ),
        remarks=tuple(remarks),
        id=project,
    )


def _plan_changes(
    before: PlanRow, after: PlanRow, was: PlanNames, now: PlanNames
) -> Iterator[FieldChange]:
    for field in (*PLAIN, "bone", "state"):
        if getattr(before, field) != getattr(after, field):
            yield FieldChange(f"plan.{field}", getattr(before, field), getattr(after, field))
    old, new = (span_text(row.start, row.end) for row in (before, after))
    if old != new:
        yield FieldChange("plan.span", old, new)
    for field in ("after", "goal", "cause"):
        if getattr(before, field) != getattr(after, field):
            yield FieldChange(f"plan.{field}", was.row(before)[field], now.row(after)[field])
    if before.checkpoints != after.checkpoints:
        old, new = (", ".join(each.what for each in row.checkpoints) for row in (before, after))
        yield FieldChange("plan.checkpoints", old, new)


STATE_WORDS: Mapping[str, RowState] = {word: key for key, words in STATES.items() for word in words}


class PlanRowChanges:
    """The fields in which the lines of a table differ from what an export would hold."""

    def __init__(self, project: Project, names: PlanNames, reading: ReadingContext) -> None:
        self._signs, self._today = project.signs, reading.stamp.today
        self._tender = project.tender
        self._names = names

    def read(self, reference: RowReference) -> dict[str, object]:
        """Return the fields that the row's first line changes, by name.

        A blank cell clears the field of a row that is known by its id. Raises the refusals of
        texts that are no days, state, goal or cause, each at its cell.
        """
        line = reference.table_row.line
        if not line.texts.get("content"):
            raise line.at("content", UserError("row-wants-content"))
        cells = self._names.row(reference.old) if reference.old else {}
        says = {
            column
            for column in line.places
            if (reference.known or line.texts.get(column))
            and not leaves_unchanged(line.texts.get(column, ""), cells.get(column, ""))
        }
        update: dict[str, object] = {
            field: line.texts.get(field, "") for field in PLAIN if field in says
        }
        if "bone" in line.places:
            update["bone"] = reference.workstream
        if "state" in says:
            update["state"] = _read_state(line)
        if "goal" in says:
            update["goal"] = _find_record(line, "goal", self._names.goals)
        if "cause" in says:
            update["cause"] = _find_record(line, "cause", self._names.causes)
        return update | self._days(line, says, reference.old)

    def _days(
        self, line: PlanTableLine, says: Iterable[str], old: PlanRow | None
    ) -> dict[str, object]:
        found: dict[str, date | None] = {}
        for column in ("span", "start", "end"):
            if column not in says:
                continue
            text = line.texts.get(column, "")
            try:
                if column == "span":
                    found |= parse_span(
                        text, self._today, self._signs, tender=self._tender
                    )._asdict()
                elif text or "span" not in line.texts:
                    found[column] = parse_plan_day(
                        text, self._today, self._signs, tender=self._tender
                    )
            except UserError as wrong:
                raise line.at(column, wrong) from None
        start = found.get("start", old.start if old else None)
        end = found.get("end", old.end if old else None)
        try:
            check_span(start, end)
        except UserError as wrong:
            if found:
                raise line.at("end" if "end" in line.texts else "span", wrong) from None
        return dict(found)


def _read_state(line: PlanTableLine) -> RowState:
    text = line.texts.get("state", "")
    state = STATE_WORDS.get(fold_text(text)) if text else "open"
    if state is None:
        raise line.at("state", UserError("row-state-unknown", text=text, states=" ".join(STATES)))
    return state


def _find_record(line: PlanTableLine, column: str, there: RecordNames) -> str | None:
    """Return the id of the goal or cause in a cell; refusals `goal-unknown`, `cause-unknown`."""
    text = line.texts.get(column, "")
    key = there.find(text) if text else None
    if text and key is None:
        raise line.at(column, UserError(f"{column}-unknown", **{column: text}))
    return key


class CheckpointImport:
    """The checkpoints of a plan during an import; no two rows get the same one."""

    def __init__(self, project: Project, reading: ReadingContext) -> None:
        self._project, self._reading = project, reading
        self._used = {check.id for row in project.plan for check in row.checkpoints}

    def read(self, reference: RowReference) -> tuple[Checkpoint, ...]:
        """Return the checkpoints of the row with what its lines say; others of it stay.

        A checkpoint whose cells are all emptied goes. Raises `checkpoint-wants-text`,
        `checkpoint-seen-unclear` and what reading a day raises, each at its cell.
        """
        found = {
            checkpoint.id: checkpoint
            for checkpoint in (reference.old.checkpoints if reference.old else ())
        }
        for line, old in _pair_checkpoints(reference):
            if not any(map(line.texts.get, CHECK_COLUMNS)):
                if old is not None and reference.known and "check" in line.places:
                    del found[old.id]
                continue
            if not line.texts.get("check"):
                raise line.at("check", UserError("checkpoint-wants-text"))
            base = old or Checkpoint(id=self._new_id(line, reference), what=line.texts["check"])
            read = self._read_checkpoint(line, base, reference.known)
            found[base.id] = date_work(read, old, self._reading.stamp.today) if old else read
        return tuple(found.values())

    def _new_id(self, line: PlanTableLine, reference: RowReference) -> str:
        key = line.texts.get("check_id", "")
        if not key or reference.copied or key in self._used:
            key = self._reading.new_id()
        self._used.add(key)
        return key

    def _read_checkpoint(self, line: PlanTableLine, base: Checkpoint, known: bool) -> Checkpoint:
        update: dict[str, object] = {}
        for column, field in CHECK_TEXTS:
            text = line.texts.get(column, "")
            says = text or (known and column in line.places)
            if says and not leaves_unchanged(text, getattr(base, field)):
                update[field] = text
        if day := line.texts.get("check_on"):
            try:
                update["on"] = parse_plan_day(
                    day,
                    self._reading.stamp.today,
                    self._project.signs,
                    tender=self._project.tender,
                )
            except UserError as wrong:
                raise line.at("check_on", wrong) from None
        elif known and "check_on" in line.places:
            update["on"] = None
        update["done"] = _is_seen(line, base, known)
        return base.model_copy(update=update)


def _is_seen(line: PlanTableLine, base: Checkpoint, known: bool) -> bool:
    """Whether a checkpoint was looked at; where no column says so, a result does."""
    if "seen" not in line.places:
        return base.done or bool(line.texts.get("result"))
    seen = fold_text(line.texts.get("seen", ""))
    if seen and seen not in (*SEEN, *UNSEEN):
        raise line.at("seen", UserError("checkpoint-seen-unclear", text=seen))
    return seen in SEEN if seen or known else base.done


def _pair_checkpoints(reference: RowReference) -> Iterator[tuple[PlanTableLine, Checkpoint | None]]:
    """Pair each line with the checkpoint that it is about: by id, by words, or by place.

    Places count only where the lines have no ids to say, and there are as many as checkpoints.
    """
    lines = [line for line in reference.table_row.checks if any(map(line.texts.get, _SAYING))]
    there = reference.old.checkpoints if reference.old else ()
    found: dict[int, Checkpoint] = {}
    ways: list[Callable[[PlanTableLine, Checkpoint], bool]] = [
        lambda line, checkpoint: reference.known and line.texts.get("check_id") == checkpoint.id,
        lambda line, checkpoint: (
            fold_text(line.texts.get("check", "")) == fold_text(clean_cell(checkpoint.what))
        ),
    ]
    # All lines by id before any by words: else one could take what another names for sure.
    for way in ways:
        for at, line in enumerate(lines):
            left = (checkpoint for checkpoint in there if checkpoint not in found.values())
            if at not in found and (
                same := next((checkpoint for checkpoint in left if way(line, checkpoint)), None)
            ):
                found[at] = same
    by_place = reference.known and "check_id" not in reference.table_row.line.places
    if by_place and len(lines) == len(there):
        for at, checkpoint in enumerate(there):
            if at not in found and checkpoint not in found.values():
                found[at] = checkpoint
    return ((line, found.get(at)) for at, line in enumerate(lines))


_SAYING = (*CHECK_COLUMNS, "check_id")


_NUMBERED = re.compile(r"(?:[#＃](?P<number>[0-9]+)(?:\s+|$))?(?P<words>.*)", re.DOTALL)


class ImportedPlanRow(NamedTuple):
    """A row of a table and the row of the plan that it makes, its dependency apart."""

    reference: RowReference
    row: PlanRow


class DependencyLinks:
    """The dependencies that a table gives its rows; `old` are the names that the plan had."""

    def __init__(
        self, project: Project, references: Sequence[RowReference], old: RecordNames
    ) -> None:
        self._project, self._old = project, old
        self._contents = {
            fold_text(reference.table_row.line.texts.get("content", "")) for reference in references
        }

    def link_rows(self, taken: Sequence[ImportedPlanRow]) -> dict[str, PlanRow]:
        """Return the plan with the rows taken in and linked, by id.

        Where a link is refused so is its row, and then what would wait for that one, so that
        nothing dangles: `row-unknown`, `row-circle`, `row-after-refused` (content) at its cell.
        """
        while True:
            good = [imported for imported in taken if not imported.reference.refused]
            rows = {row.id: row for row in self._project.plan}
            rows |= {imported.row.id: imported.row for imported in good}
            self._add_links(good, rows)
            if not any(imported.reference.refused for imported in good):
                return rows

    def _add_links(self, good: Sequence[ImportedPlanRow], rows: dict[str, PlanRow]) -> None:
        """Link all rows that differ from the plan, and refuse what cannot be linked."""
        changed = [imported for imported in good if self._says_otherwise(imported.reference)]
        rows |= {
            imported.row.id: imported.row.model_copy(update={"after": None}) for imported in changed
        }
        words = RecordNames((key, row.content) for key, row in rows.items())
        numbers = _ids_by_number(good)
        refusals: list[tuple[PlanTableLine, UserError]] = []
        for imported in changed:
            try:
                rows[imported.row.id] = self._link_row(imported, rows, words, numbers)
            except UserError as refused:
                refusals.append((imported.reference.table_row.line, refused))
        # Of several rows that a link may mean one may be refused yet: then it is looked at again.
        sure = [each for each in refusals if each[1].code != "row-after-refused"]
        for line, refusal in sure or refusals:
            line.refuse("after", refusal)

    def _link_row(
        self,
        imported: ImportedPlanRow,
        rows: Mapping[str, PlanRow],
        words: RecordNames,
        numbers: Mapping[str, str],
    ) -> PlanRow:
        number, text = _read_dependency(imported.reference)
        if not (number or text):
            return rows[imported.row.id]
        same = words.find_all(text, but=imported.row.id)
        after = same[0] if len(same) == 1 else None if same else self._old.find(text)
        after = after or numbers.get(number or fold_text(text))
        if after is None:
            code = "row-after-refused" if fold_text(text) in self._contents else "row-unknown"
            raise UserError(code, content=text or f"#{number}")
        made = self._project.model_copy(update={"plan": tuple(rows.values())})
        check_after(made, imported.row.id, after)
        return imported.row.model_copy(update={"after": after})

    def _says_otherwise(self, reference: RowReference) -> bool:
        """Whether the cell differs from an export; a blank one does where it clears."""
        number, text = _read_dependency(reference)
        if number and not text:
            return True
        if not text and not (reference.known and "after" in reference.table_row.line.places):
            return False
        return not leaves_unchanged(
            text, self._old.name(reference.old.after) if reference.old else ""
        )


def _read_dependency(reference: RowReference) -> tuple[str, str]:
    """Return the number and the words of the row that a line waits for, as in `#2 call on him`.

    The words go before the number, which still holds when the row has been reworded since.
    """
    found = _NUMBERED.fullmatch(reference.table_row.line.texts.get("after", ""))
    return (found["number"] or "", found["words"]) if found else ("", "")


def _ids_by_number(taken: Sequence[ImportedPlanRow]) -> Mapping[str, str]:
    """Return the ids of rows by the numbers of the table, those that are one row's alone.

    A row that was copied has the number of the one it was copied from.
    """
    texts = [
        (fold_text(imported.reference.table_row.line.texts.get("no", "")), imported.row.id)
        for imported in taken
        if not imported.reference.copied
    ]
    count = Counter(text for text, _key in texts)
    return {text: key for text, key in texts if text and count[text] == 1}


def import_plan(
    paths: Sequence[Path],
    book: Book,
    project: Project,
    reading: ReadingContext,
    options: ImportOptions,
    progress: GridProgress,
) -> ImportResult:
    """Read tables of plan rows into a project; commit the result's book to make it last.

    A row known by its id, or by field of work and content, takes what the table says; others are
    added at the end, as is a second row with the id of another; what a table leaves out stays, but
    an emptied cell clears its field where the row is known by its id. The head of the form sets
    when the plan begins and who leads it. With anything refused, and unless told to keep going, the
    book is the one given. Options that cannot be followed are raised, as by `import_sources`.
    """
    return import_into_project(paths, book, project, PLAN, reading, options, progress)


PLAN = TableSchema(
    COLUMNS,
    "content",
    "plan-header-missing",
    lambda line, wanted: columns_by_header(line, wanted, FIELD_OF),
    apply_each(merge_plan_table),
    day_fields=("span", "start", "end", "check_on"),
    first_counts=True,
    other_kind="plan-kind",
    more={name: field for name, field in FIELD_OF.items() if field in ("start", "end")},
)
"""The tables of one project's plan: a row a plan row, and below it its further checkpoints."""


def export_plan(
    project: Project,
    playbook: Playbook,
    path: Path,
    lang: str,
    *,
    marked: bool | None = None,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> Path | None:
    """Write a project's plan as a table in `lang` (.xlsx, .csv, .tsv).

    A text that is too long for a cell goes on in the row below. Returned is where an earlier text
    file was kept. Refusals `plan-export-kind` (file,
    ending), those of write_output and, for the head alone, `cell-too-long` (cell, limit).
    """
    ending, rows = path.suffix.lower(), plan_rows(project, playbook, lang)
    if ending == ".xlsx":
        data = workbook_bytes(rows, plan_layout(lang))
    elif ending in DELIMITERS:
        data = delimited_bytes(rows, lang, DELIMITERS[ending], marked=marked)
    else:
        raise UserError("plan-export-kind", file=f"{path}", ending=ending)
    is_earlier = has_headings(all_headings(COLUMNS), ending, HEADER)
    return write_table(path, data, is_earlier, force=force, stores=stores)
