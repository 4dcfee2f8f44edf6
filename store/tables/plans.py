"""Taking the plan that a table holds into a project: each row whole or not at all; pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from deals.edits.records import edited
from deals.errors import UserError
from deals.model import Book, Checkpoint, PlanRow, Project, RowState
from deals.parsing.project_fields import Reading
from deals.parsing.text import folded
from deals.planning import check_after, check_span, parse_plan_day, parse_span, span_text
from deals.playbook import Playbook
from store.output_files import write_output
from store.tables.export import DELIMITERS, delimited, has_headings, leaves, workbook
from store.tables.grid import GridProgress, clean
from store.tables.pipeline import (
    FieldChange,
    ImportOptions,
    ImportOutcome,
    ImportRemark,
    ImportResult,
    OutcomeKind,
)
from store.tables.plan_rows import (
    CHECK_COLUMNS,
    COLUMNS,
    HIDDEN,
    SEEN,
    STATES,
    UNSEEN,
    PlanTable,
    PlanTableLine,
    PlanTableRow,
    RecordNames,
    WorkstreamNames,
)
from store.tables.plan_sheet import HEADER, PlanNames, plan_rows, read_plan_table, take_head


def take_in(
    table: PlanTable, project: Project, reading: Reading
) -> tuple[Project, Sequence[ImportOutcome]]:
    """The project with the plan of one table, and what became of each part of that.

    Fields of work that nobody knew become bones of the project's own.
    """
    bones, names = WorkstreamNames(project, reading.playbook), PlanNames(project)
    meant = whom(table.rows, project, bones)
    taken = _read(meant, project, names, reading)
    rows = DependencyLinks(project, meant, names.rows).made(taken)
    ids = {id(one.meant.said): one.row.id for one in taken if not one.meant.said.refusals}
    fresh = [rows[key].bone for key in ids.values() if bones.new(rows[key].bone)]
    after = _with(project, tuple(rows.values()), fresh, reading)
    told, now = list[ImportOutcome](), PlanNames(after)
    for one in meant:
        row = rows.get(ids.get(id(one.said), ""))
        changes = _changes(one.old, row, names, now) if one.old and row else ()
        told.append(_outcome(one, row, tuple(changes), project.id, bones))
    if table.head:
        after, head = take_head(table.head, after, reading)
        if head.kind != "unchanged" or head.remarks:
            told.insert(0, head)
    if rest := table.rest:
        where = (table.file, table.sheet, rest.first, rest.last)
        told.append(ImportOutcome(*where, rest.text, "passed", reason="note"))
    return after, told


def _read(
    meant: Sequence[RowReference], project: Project, names: PlanNames, reading: Reading
) -> Sequence[ImportedPlanRow]:
    """The rows that the lines make; what is wrong with one is noted at it."""
    facts, checks = PlanRowChanges(project, names, reading), CheckpointImport(project, reading)
    taken: list[ImportedPlanRow] = []
    for one in meant:
        line = one.said.line
        if one.said.refusals:
            continue
        try:
            update = {**facts.read(one), "checkpoints": checks.read(one)}
        except UserError as wrong:
            line.refusals.append(wrong)
            continue
        base = one.old or PlanRow(id=one.id or reading.new_id(), content=line.texts["content"])
        taken.append(ImportedPlanRow(one, base.model_copy(update=update)))
    return taken


def _with(
    project: Project, plan: tuple[PlanRow, ...], bones: Sequence[str], reading: Reading
) -> Project:
    """The project with its plan and bones; the same project where nothing changes."""
    if plan == project.plan:
        return project
    new = tuple(dict.fromkeys((*project.bones, *bones)))
    return edited(project, reading.stamp, {"plan": plan, "bones": new})


def _outcome(
    meant: RowReference,
    row: PlanRow | None,
    changes: tuple[FieldChange, ...],
    project: str,
    bones: WorkstreamNames,
) -> ImportOutcome:
    said, place = meant.said, meant.said.line.place
    kind: OutcomeKind = "changed" if changes else "unchanged"
    if row is None:
        kind = "refused"
    elif meant.old is None:
        kind = "added"
    remarks = list[ImportRemark]()
    if row and not meant.old and meant.copied:
        remarks.append(ImportRemark("copied"))
    if row and bones.new(row.bone):
        remarks.append(ImportRemark("new-field", row.bone))
    where = (f"{place['file']}", f"{place.get('sheet', '')}", said.line.number, said.last)
    return ImportOutcome(
        *(*where, said.line.texts.get("content", ""), kind, changes, tuple(said.refusals)),
        remarks=tuple(remarks),
        id=project,
    )


def _changes(
    before: PlanRow, after: PlanRow, was: PlanNames, now: PlanNames
) -> Iterator[FieldChange]:
    for one in (*PLAIN, "bone", "state"):
        if getattr(before, one) != getattr(after, one):
            yield FieldChange(f"plan.{one}", getattr(before, one), getattr(after, one))
    old, new = (span_text(one.start, one.end) for one in (before, after))
    if old != new:
        yield FieldChange("plan.span", old, new)
    for one in ("after", "goal", "cause"):
        if getattr(before, one) != getattr(after, one):
            yield FieldChange(f"plan.{one}", was.row(before)[one], now.row(after)[one])
    if before.checkpoints != after.checkpoints:
        old, new = (", ".join(each.what for each in one.checkpoints) for one in (before, after))
        yield FieldChange("plan.checkpoints", old, new)


_STATES: Mapping[str, RowState] = {word: key for key, words in STATES.items() for word in words}
PLAIN = ("content", "aim", "responsible", "resources")
"""The fields that are as their cells say."""


class PlanRowChanges:
    """What the rows of a table say of a plan: only what they say otherwise than an export would."""

    def __init__(self, project: Project, names: PlanNames, reading: Reading) -> None:
        self._signs, self._today = project.signs, reading.stamp.today
        self._names = names

    def read(self, meant: RowReference) -> dict[str, object]:
        """The fields that the row's first line changes, by name.

        A blank cell clears the field of a row that is known by its id. Raises the refusals of
        texts that are no days, state, goal or cause, each at its cell.
        """
        line = meant.said.line
        if not line.texts.get("content"):
            raise line.at("content", UserError("row-wants-content"))
        cells = self._names.row(meant.old) if meant.old else {}
        says = {
            column
            for column in line.places
            if (meant.known or line.texts.get(column))
            and not leaves(line.texts.get(column, ""), cells.get(column, ""))
        }
        update: dict[str, object] = {one: line.texts.get(one, "") for one in PLAIN if one in says}
        if "bone" in line.places:
            update["bone"] = meant.bone
        if "state" in says:
            update["state"] = _state(line)
        if "goal" in says:
            update["goal"] = _found(line, "goal", self._names.goals)
        if "cause" in says:
            update["cause"] = _found(line, "cause", self._names.causes)
        return update | self._days(line, says, meant.old)

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
                    found |= parse_span(text, self._today, self._signs)._asdict()
                elif text or "span" not in line.texts:
                    found[column] = parse_plan_day(text, self._today, self._signs)
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


def _state(line: PlanTableLine) -> RowState:
    text = line.texts.get("state", "")
    state = _STATES.get(folded(text)) if text else "open"
    if state is None:
        states = ", ".join(f"{words[0]} {words[1]}" for words in STATES.values())
        raise line.at("state", UserError("row-state-unknown", text=text, states=states))
    return state


def _found(line: PlanTableLine, column: str, there: RecordNames) -> str | None:
    """The id of the goal or cause that a cell calls; refusals `goal-unknown`, `cause-unknown`."""
    text = line.texts.get(column, "")
    key = there.find(text) if text else None
    if text and key is None:
        raise line.at(column, UserError(f"{column}-unknown", **{column: text}))
    return key


_TEXTS = (("check", "what"), ("check_by", "by"), ("result", "result"))


class CheckpointImport:
    """The checkpoints of a plan as they are taken in; no two rows get the same one."""

    def __init__(self, project: Project, reading: Reading) -> None:
        self._project, self._reading = project, reading
        self._used = {check.id for row in project.plan for check in row.checkpoints}

    def read(self, meant: RowReference) -> tuple[Checkpoint, ...]:
        """The checkpoints of the row with what its lines say; those they leave out stay.

        A checkpoint whose cells are all emptied goes. Raises `checkpoint-wants-text`,
        `checkpoint-seen-unclear` and what reading a day raises, each at its cell.
        """
        found = {one.id: one for one in (meant.old.checkpoints if meant.old else ())}
        for line, old in _pairs(meant):
            if not any(map(line.texts.get, CHECK_COLUMNS)):
                if old is not None and meant.known and "check" in line.places:
                    del found[old.id]
                continue
            if not line.texts.get("check"):
                raise line.at("check", UserError("checkpoint-wants-text"))
            base = old or Checkpoint(id=self._new_id(line, meant), what=line.texts["check"])
            found[base.id] = self._read(line, base, meant.known)
        return tuple(found.values())

    def _new_id(self, line: PlanTableLine, meant: RowReference) -> str:
        key = line.texts.get("check_id", "")
        if not key or meant.copied or key in self._used:
            key = self._reading.new_id()
        self._used.add(key)
        return key

    def _read(self, line: PlanTableLine, base: Checkpoint, known: bool) -> Checkpoint:
        update: dict[str, object] = {}
        for column, field in _TEXTS:
            text = line.texts.get(column, "")
            says = text or (known and column in line.places)
            if says and not leaves(text, getattr(base, field)):
                update[field] = text
        if day := line.texts.get("check_on"):
            try:
                update["on"] = parse_plan_day(day, self._reading.stamp.today, self._project.signs)
            except UserError as wrong:
                raise line.at("check_on", wrong) from None
        elif known and "check_on" in line.places:
            update["on"] = None
        update["done"] = _seen(line, base, known)
        return base.model_copy(update=update)


def _seen(line: PlanTableLine, base: Checkpoint, known: bool) -> bool:
    """Whether it was looked at; where no column says so, what was found does."""
    if "seen" not in line.places:
        return base.done or bool(line.texts.get("result"))
    seen = folded(line.texts.get("seen", ""))
    if seen and seen not in (*SEEN, *UNSEEN):
        raise line.at("seen", UserError("checkpoint-seen-unclear", text=seen))
    return seen in SEEN if seen or known else base.done


def _pairs(meant: RowReference) -> Iterator[tuple[PlanTableLine, Checkpoint | None]]:
    """Each line with the checkpoint that it is about: by id, by words, or by place.

    Places count only where the lines have no ids to say, and there are as many as checkpoints.
    """
    lines = [
        checkpoint for checkpoint in meant.said.checks if any(map(checkpoint.texts.get, _SAYING))
    ]
    there = meant.old.checkpoints if meant.old else ()
    found: dict[int, Checkpoint] = {}
    ways: list[Callable[[PlanTableLine, Checkpoint], bool]] = [
        lambda line, one: meant.known and line.texts.get("check_id") == one.id,
        lambda line, one: folded(line.texts.get("check", "")) == folded(clean(one.what)),
    ]
    for way in ways:
        for at, line in enumerate(lines):
            left = (one for one in there if one not in found.values())
            if at not in found and (same := next((o for o in left if way(line, o)), None)):
                found[at] = same
    by_place = meant.known and "check_id" not in meant.said.line.places
    if by_place and len(lines) == len(there):
        for at, one in enumerate(there):
            if at not in found and one not in found.values():
                found[at] = one
    return ((line, found.get(at)) for at, line in enumerate(lines))


_SAYING = (*CHECK_COLUMNS, "check_id")


class RowReference(NamedTuple):
    """A row of a table: its field of work and the row of the plan that it is about, if any.

    `id` is its own id, where it says one that is no other line's; `copied` is set where it says
    one that is, as a row does that was copied in a spreadsheet.
    """

    said: PlanTableRow
    bone: str
    old: PlanRow | None
    id: str
    copied: bool

    @property
    def known(self) -> bool:
        """Whether it names the row of the plan by id, so that a blank cell of it says something."""
        return self.old is not None and bool(self.id)


def whom(
    rows: Sequence[PlanTableRow], project: Project, bones: WorkstreamNames
) -> list[RowReference]:
    """What the rows of a table are about; no two of them the same row."""
    stored = {row.id: row for row in project.plan}
    owners = _owners(rows, stored)
    free: dict[str, list[PlanRow]] = defaultdict(list)
    for row in project.plan:
        if row.id not in owners:
            free[_content(row.content)].append(row)
    found: list[RowReference] = []
    bone = ""
    for said in rows:
        key = said.line.texts.get("id", "")
        own = owners.get(key) is said
        old = stored.get(key) if own else None
        if text := said.line.texts.get("bone"):
            bone = bones.find(text, old.bone if old else None)
        if not own:
            old = _same(free[_content(said.line.texts.get("content", ""))], said, bone)
        found.append(RowReference(said, bone, old, key if own else "", bool(key) and not own))
    return found


def _owners(rows: Sequence[PlanTableRow], stored: dict[str, PlanRow]) -> dict[str, PlanTableRow]:
    """Whose each id is: of several lines the one with the row's words, else the first."""
    owners: dict[str, PlanTableRow] = {}
    for said in rows:
        key = said.line.texts.get("id", "")
        words = _content(stored[key].content) if key in stored else None
        first = owners.setdefault(key, said) if key else None
        if first is not None and _says(said) == words != _says(first):
            owners[key] = said
    return owners


def _same(free: list[PlanRow], said: PlanTableRow, bone: str) -> PlanRow | None:
    """Takes from `free` the first row that the line could be about."""
    anywhere = "bone" not in said.line.places
    for row in free:
        if anywhere or row.bone == bone:
            free.remove(row)
            return row
    return None


def _says(said: PlanTableRow) -> str:
    return _content(said.line.texts.get("content", ""))


def _content(text: str) -> str:
    return folded(clean(text))


_NUMBERED = re.compile(r"(?:[#＃](?P<number>[0-9]+)(?:\s+|$))?(?P<words>.*)", re.DOTALL)


class ImportedPlanRow(NamedTuple):
    """A row of a table and the row of the plan that it makes, but for what that waits for."""

    meant: RowReference
    row: PlanRow


class DependencyLinks:
    """What the rows of a table say that they wait for; `old` are the words the plan went by."""

    def __init__(self, project: Project, meant: Sequence[RowReference], old: RecordNames) -> None:
        self._project, self._old = project, old
        self._said = {folded(one.said.line.texts.get("content", "")) for one in meant}

    def made(self, taken: Sequence[ImportedPlanRow]) -> dict[str, PlanRow]:
        """The plan with the rows taken in, by id.

        Where a link is refused so is its row, and then what would wait for that one, so that
        nothing dangles: `row-unknown`, `row-circle`, `row-after-refused` (content) at its cell.
        """
        while True:
            good = [one for one in taken if not one.meant.said.refusals]
            rows = {row.id: row for row in self._project.plan}
            rows |= {one.row.id: one.row for one in good}
            self._link(good, rows)
            if not any(one.meant.said.refusals for one in good):
                return rows

    def _link(self, good: Sequence[ImportedPlanRow], rows: dict[str, PlanRow]) -> None:
        """Links all rows that say otherwise than the plan does, and notes what cannot be."""
        changed = [one for one in good if self._says_otherwise(one.meant)]
        rows |= {one.row.id: one.row.model_copy(update={"after": None}) for one in changed}
        words, numbers = (
            RecordNames((key, row.content) for key, row in rows.items()),
            _numbers(good),
        )
        for one in changed:
            line = one.meant.said.line
            number, text = _waits_for(one.meant)
            if not (number or text):
                continue
            after = words.find(text) or self._old.find(text) or numbers.get(number or folded(text))
            try:
                if after is None:
                    vain = folded(text) in self._said
                    code = "row-after-refused" if vain else "row-unknown"
                    raise UserError(code, content=text or f"#{number}")
                made = self._project.model_copy(update={"plan": tuple(rows.values())})
                check_after(made, one.row.id, after)
            except UserError as wrong:
                line.refuse("after", wrong)
            else:
                rows[one.row.id] = one.row.model_copy(update={"after": after})

    def _says_otherwise(self, meant: RowReference) -> bool:
        """Whether the cell says something else than an export would; a blank one if it clears."""
        number, text = _waits_for(meant)
        if number and not text:
            return True
        if not text and not (meant.known and "after" in meant.said.line.places):
            return False
        return not leaves(text, self._old.name(meant.old.after) if meant.old else "")


def _waits_for(meant: RowReference) -> tuple[str, str]:
    """The number and the words of the row that a line waits for, as in `#2 call on him`.

    The words go before the number, which still holds when the row has been reworded since.
    """
    found = _NUMBERED.fullmatch(meant.said.line.texts.get("after", ""))
    return (found["number"] or "", found["words"]) if found else ("", "")


def _numbers(taken: Sequence[ImportedPlanRow]) -> Mapping[str, str]:
    """The rows by the numbers that the table gives them, each number that is one row's alone.

    A row that was copied has the number of the one it was copied from.
    """
    texts = [
        (folded(one.meant.said.line.texts.get("no", "")), one.row.id)
        for one in taken
        if not one.meant.copied
    ]
    count = Counter(text for text, _key in texts)
    return {text: key for text, key in texts if text and count[text] == 1}


_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".xls")


def import_plan(
    paths: Sequence[Path],
    book: Book,
    project: Project,
    reading: Reading,
    options: ImportOptions,
    progress: GridProgress,
) -> ImportResult:
    """Read tables of plan rows into a project; commit the result's book to last.

    A row known by its id, or by field of work and content, takes what the table says; others are
    added at the end, as is a second row with the id of another; what a table leaves out stays, but
    an emptied cell clears its field where the row is known by its id. The head of the form sets
    when the plan begins and who leads it. With anything refused, and unless told to keep going, the
    book is the one given.
    """
    after, outcomes, ignored = project, list[ImportOutcome](), list[tuple[str, str]]()
    for path in paths:
        try:
            table = _table(path, options, progress)
        except UserError as wrong:
            outcomes.append(ImportOutcome(f"{path}", "", 0, 0, "", "refused", refusals=(wrong,)))
            continue
        after, came = take_in(table, after, reading)
        outcomes += came
        ignored += [(f"{path}", header) for header in table.ignored]
    now = book if after is project else book.with_projects(after)
    result = ImportResult(now, tuple(outcomes), tuple(ignored))
    return replace(result, book=book) if result.refusals and not options.keep_going else result


def _table(path: Path, options: ImportOptions, progress: GridProgress) -> PlanTable:
    ending = path.suffix.lower()
    if ending not in _TABLES:
        raise UserError("plan-kind", file=f"{path}", ending=ending)
    return read_plan_table(path, options, progress)


def export_plan(
    project: Project,
    playbook: Playbook,
    path: Path,
    lang: str,
    *,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> None:
    """Write a project's plan as a table in `lang` (.xlsx, .csv, .tsv).

    A text that is too long for a cell goes on in the row below. Refusals `plan-export-kind` (file,
    ending), those of write_output and, for the head alone, `cell-too-long` (cell, limit).
    """
    ending, rows = path.suffix.lower(), plan_rows(project, playbook, lang)
    if ending == ".xlsx":
        data = workbook(rows, [column.width for column in COLUMNS], header=HEADER, hidden=HIDDEN)
    elif ending in DELIMITERS:
        data = delimited(rows, DELIMITERS[ending])
    else:
        raise UserError("plan-export-kind", file=f"{path}", ending=ending)
    headings = [[column.en for column in COLUMNS], [column.zh for column in COLUMNS]]
    is_earlier = has_headings(headings, ending, HEADER)
    write_output(path, data, is_earlier, force=force, stores=stores)
