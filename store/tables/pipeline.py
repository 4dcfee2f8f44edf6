"""The pipeline as a kind of table: the rows of each project are merged into a book."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import NamedTuple

from deals.edits.contacts import date_levels, set_contacts
from deals.edits.market import compare_with, drop_rival, list_rivals
from deals.edits.own_columns import put_own
from deals.edits.records import set_value
from deals.edits.stages import end_project
from deals.edits.store_settings import recall_readings, set_year_start
from deals.edits.typed_fields import new_project, write_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.fields.spec import header_key
from deals.market import rivals_of
from deals.model import Book, Project, Stamp
from deals.own_columns import OwnColumns, own_key, with_own
from deals.parsing.amounts import currency_code
from deals.parsing.reading_context import ReadingContext
from deals.playbook.stage_names import NamedState
from store.tables.contrary_news import settle_news
from store.tables.crm_headers import CRM_FIELDS, SEVERAL
from store.tables.deal_endings import (
    ENDED,
    add_ending,
    date_ending,
    ending_day,
    name_level_column,
    name_status_column,
)
from store.tables.grid import GridMemo, GridProgress, GridRow, GridStep, Same
from store.tables.headers import OWN, HeaderedTable, TableSchema
from store.tables.hinting_headers import list_lacking, name_hinted_columns
from store.tables.importer import Imported, import_sources
from store.tables.joined_facts import rival_notes
from store.tables.name_column import name_text_column
from store.tables.own_columns import move_own_columns, name_own_columns
from store.tables.pipeline_columns import (
    COLUMNS,
    LOOSE_FIELDS,
    find_columns,
    has_contact_facts,
    has_prices,
    is_own_header,
    is_sure_header,
)
from store.tables.project_matching import TablePlace, match_projects, place_table
from store.tables.project_outcomes import project_changes, project_outcome
from store.tables.project_people import merge_people
from store.tables.project_rows import WRITTEN, reading_key, strip_addresses
from store.tables.project_sources import (
    SourceMemory,
    TakenRows,
    find_gone,
    find_near_customers,
    find_near_owners,
    find_twin_projects,
)
from store.tables.results import (
    ImportOptions,
    ImportOutcome,
    ImportResult,
    SourceRemark,
)
from store.tables.row_grouping import (
    ProjectRows,
    RowKey,
    SkippedRows,
    group_by_project,
    project_key,
    skip_reason,
)
from store.tables.source_files import OpenedFiles
from store.tables.stage_cells import check_stage_names, list_stage_names, name_stage_figures
from store.tables.stage_memory import (
    list_currencies,
    list_known_columns,
    list_known_currencies,
    list_known_sources,
    mark_column,
    mark_origin,
    recall_columns,
    recall_table_names,
    remember_files,
    remember_table_names,
)
from store.tables.table_days import OlderTable, find_older, order_by_days, remember_tables
from store.tables.table_news import (
    RowNews,
    find_contradictions,
    keep_overwritten,
    read_blanks,
    read_news,
    says_new,
)


def import_tables(
    paths: Sequence[Path],
    book: Book,
    reading: ReadingContext,
    options: ImportOptions | None = None,
    progress: GridProgress | None = None,
    schema: TableSchema[Book] | None = None,
    opened: OpenedFiles | None = None,
) -> ImportResult:
    """Read the files and merge them into the book; commit the result's book to make it last.

    What is wrong with files and rows is in the outcomes, and unless told to keep going the book
    then is the one given. Only options that cannot be followed are raised, as by `import_sources`;
    and `stage-map-unknown`, `currency-unknown`.
    """
    options = options or ImportOptions()
    check_stage_names(options, reading.playbook)
    options = replace(_with_codes(options), usual=reading.currency)
    reading = reading._replace(currency=options.currency or reading.currency)
    reading = _with_year(reading, options, book)
    options = _with_memory(options, book)
    schema, opened = schema or PIPELINE, opened or OpenedFiles()
    came = import_sources(paths, book, schema, reading, options, progress, opened)
    if options.year_start is not None:
        today = reading.stamp.today
        came = replace(came, target=set_year_start(came.target, options.year_start, today))
    result = came.result(came.target, book, options)
    return _tell_sources(came, result, book, reading, options)


def _tell_sources(
    came: Imported[Book],
    result: ImportResult,
    book: Book,
    reading: ReadingContext,
    options: ImportOptions,
) -> ImportResult:
    """Return the result with what is to be told of names, of tables and of projects in them."""
    stages = list_stage_names([recall_table_names(table, book) for table in came.tables], reading)
    marked = (mark_origin(stage, came.tables, book, options.stages) for stage in stages)
    columns = tuple(mark_column(column, came.tables, book) for column in result.columns)
    lost, twins = find_gone(book, came.target), find_twin_projects(came.target, result.named)
    near = find_near_customers(book, came.target)
    _moved, moves = move_own_columns(came.tables, book, reading)
    gone = tuple(each for each in lost if not each.still)
    left = tuple(each for each in lost if each.still)
    whole = replace(result, columns=columns, gone=gone, left=left, twins=twins, near=near)
    older = find_older(came.tables, book, reading.stamp.today).values()
    lacking = list_lacking(came.tables, result.outcomes)
    owners = (
        SourceRemark(row.file, row.sheet, "near-owner", row.owner, other)
        for row, other in find_near_owners(book, result.outcomes)
    )
    remarks = (*map(_older_remark, older), *lacking, *owners, *result.remarks, *moves)
    currencies = tuple(list_currencies(came.tables, book, came.target))
    whole = replace(whole, remarks=remarks, currencies=currencies)
    return replace(whole, stages=tuple(marked))


def _with_memory(options: ImportOptions, book: Book) -> ImportOptions:
    """Return the options with what the book knows of own columns and of the sources of tables."""
    own = frozenset(map(own_key, OwnColumns(book.projects.values()).names))
    known, sources = list_known_columns(book, own), list_known_sources(book)
    codes = list_known_currencies(book)
    return replace(options, own=own, known_columns=known, sources=sources, known_currencies=codes)


def _with_year(reading: ReadingContext, options: ImportOptions, book: Book) -> ReadingContext:
    """Return the context that knows when fiscal years start, if it is said now or in the book."""
    start = options.year_start or reading.year_start
    return reading._replace(year_start=start, year_said=bool(options.year_start) or book.year_said)


def _older_remark(older: OlderTable) -> SourceRemark:
    grid = older.table.grid
    return SourceRemark(grid.file, grid.sheet, "older-table", older.day, older.last)


def _with_codes(options: ImportOptions) -> ImportOptions:
    """Return the options with currencies as codes; refusal `currency-unknown`."""
    code, han = map(_read_code, (options.currency, options.han_currency))
    return replace(options, currency=code, han_currency=han)


def _read_code(text: str | None) -> str | None:
    if text is None:
        return None
    if code := currency_code(text):
        return code
    raise UserError("currency-unknown", text=text)


def merge_tables(
    tables: Sequence[HeaderedTable], book: Book, reading: ReadingContext, progress: GridProgress
) -> tuple[Book, list[list[ImportOutcome]]]:
    """Merge tables into the book; return that, and the outcomes of each table by its rows.

    All are read before any is merged: what one of them says may bear on another. Only of several
    states of one table, as of two weeks, the later one follows the earlier; what is older than the
    last table of its source comes at the end, and fills blanks alone.
    """
    known, today = book, reading.stamp.today
    older = find_older(tables, book, today)
    book, _moves = move_own_columns(tables, book, reading)
    unmoved, moved = known, book
    parts = [_read_part(table, book, reading, progress) for table in tables]
    old = [part for part, table in zip(parts, tables, strict=True) if id(table) in older]
    in_order = [parts[at] for at in order_by_days(tables, today)]
    new = [part for part in in_order if not any(part is each for each in old)]
    outcomes: dict[int, list[ImportOutcome]] = {}
    for together in (*_part_rounds(new), *filter(None, [old])):
        book, merged = merge_projects(together, book, reading, older=together is old)
        merged = deque(_tell_move(outcome, unmoved, moved) for outcome in merged)
        outcomes.update((id(part), _part_outcomes(part, merged)) for part in together)
    for part in parts:
        book = remember_table_names(part.table, book)
    if book is not known:
        book = remember_files((part.table for part in new), book)
    book = remember_tables(known, book, [part.table for part in new], today)
    return book, [outcomes[id(part)] for part in parts]


def _part_outcomes(part: TablePart, merged: deque[ImportOutcome]) -> list[ImportOutcome]:
    """Take the outcomes of a table's groups; return them with those of rows passed over."""
    own = [merged.popleft() for _group in part.groups]
    passed = [_skip_outcome(part.table, rows) for rows in part.passed]
    return sorted([*own, *passed], key=lambda outcome: outcome.row)


def _part_rounds(parts: Sequence[TablePart]) -> list[list[TablePart]]:
    """Return which tables are judged together, those that follow them behind."""
    rounds: list[list[TablePart]] = []
    for part in parts:
        earlier = (at for at, some in enumerate(rounds) if any(_follows(part, it) for it in some))
        at = max(earlier, default=-1) + 1
        rounds[at:] = [[*(rounds[at] if at < len(rounds) else ()), part], *rounds[at + 1 :]]
    return rounds


def _follows(part: TablePart, other: TablePart) -> bool:
    """Whether tables are two states of one: most projects of the shorter one are in both."""
    if part.place != other.place:
        return False
    named: dict[str, list[ProjectRows]] = defaultdict(list)
    for group in other.groups:
        named[group.key[0]].append(group)
    shared = sum(
        any(group.may_be(known) for known in named.get(group.key[0], ())) for group in part.groups
    )
    return 2 * shared > min(len(part.groups), len(other.groups))


class TablePart(NamedTuple):
    """The rows of a table, read, and the step to tell its progress by."""

    table: HeaderedTable
    groups: list[ProjectRows]
    passed: list[SkippedRows]
    step: GridStep
    place: TablePlace
    memo: GridMemo
    rivals: tuple[str, ...]


def _read_part(
    table: HeaderedTable, book: Book, reading: ReadingContext, progress: GridProgress
) -> TablePart:
    """Read the rows of a table; each is read first, and taken in later."""
    steps, total = count(1), 2 * len(table.body)
    table = strip_addresses(recall_table_names(table, book))

    def step() -> None:
        progress(table.grid.file, next(steps), total)

    place = place_table(table)
    rivals = tuple(competitor.name for competitor in book.competitors)
    memo = table.grid.memo.part("projects", place.own, rivals, reading_key(reading))
    return TablePart(table, *group_by_project(table, reading, step), step, place, memo, rivals)


def _tell_move(outcome: ImportOutcome, unmoved: Book, moved: Book) -> ImportOutcome:
    """Return the outcome of rows with what moved of their project from own columns to fields."""
    before, after = (book.projects.get(outcome.id or "") for book in (unmoved, moved))
    if before is after or before is None or after is None or outcome.kind == "refused":
        return outcome
    changes = (*project_changes(before, after), *outcome.changes)
    return replace(outcome, kind="changed", changes=changes)


def _skip_outcome(table: HeaderedTable, rows: SkippedRows) -> ImportOutcome:
    place = table.grid.file, table.grid.sheet, rows.first, rows.last
    return ImportOutcome(*place, rows.text, "passed", reason=rows.reason)


def holds_projects(table: HeaderedTable) -> bool:
    """Whether a table proves to be one of projects: it has more than names, which are no counts.

    A bare `Name` is that of anything unless stages, amounts or times stand beside it.
    """
    column = table.columns["name"]
    sure = _is_sure(table)
    others = table.columns.keys() - {"name", "id"} - LOOSE_FIELDS
    beside = others if sure else others & _PROVING
    headers = [cell.text for cell in table.header.cells.values()]
    if not sure and not beside & {"stage", "status", "signs"} and has_prices(headers):
        return False
    if not sure and not beside & {"amount", "signs"} and has_contact_facts(headers):
        return False
    names = [line.cells[column.number].text for line in table.body if column.number in line.cells]
    return bool(beside) and (not names or not all(map(_COUNT.fullmatch, names)))


def _is_sure(table: HeaderedTable) -> bool:
    """Whether the user, or the header alone, says that a column names projects."""
    header = table.columns["name"].header
    mapped = {header_key(each) for each in table.options.mapping}
    return header_key(header) in mapped or is_sure_header(header, "name")


def name_other_kind(headers: Sequence[str], table: HeaderedTable | None) -> str:
    """Return the code that refuses a table of people, or of what a bare `Name` may be."""
    if table and _is_sure(table):
        return ""
    if has_contact_facts(headers):
        return "contacts-projectless"
    return "projects-unproved" if table else ""


def project_identity(table: HeaderedTable, line: GridRow) -> RowKey | None:
    """Return the name and customer of the project that a row is about, None for another row."""
    if skip_reason(table, line, after_total=False):
        return None
    name, customer = (
        line.cells.get(table.columns[field].number) if field in table.columns else None
        for field in ("name", "customer")
    )
    return project_key(name.text, customer.text if customer else "") if name else None


def _complete_columns(table: HeaderedTable) -> HeaderedTable:
    table = name_level_column(name_status_column(name_text_column(table)))
    return name_own_columns(name_hinted_columns(name_stage_figures(table)))


PIPELINE = TableSchema(
    COLUMNS,
    "name",
    "header-missing",
    find_columns,
    merge_tables,
    complete=_complete_columns,
    recall=recall_columns,
    is_such=holds_projects,
    every_sheet=True,
    double_headers=True,
    identity=project_identity,
    name_other_kind=name_other_kind,
    identity_fields=frozenset(("name", "customer", "owner", "id")),
    day_fields=("signs", "next_on", "ended_on", "tender", "created"),
    amount_fields=("amount",),
    several=SEVERAL | {"phone"},
    more={**CRM_FIELDS, OWN: OWN, "自定义": OWN, "自定义列": OWN},
)
"""The tables of a pipeline: a row, or a few, a project."""

_PROVING = {"stage", "status", "amount", "signs"}
_COUNT = re.compile(r"[0-9.,%]+")


def merge_projects(
    parts: Sequence[TablePart], book: Book, reading: ReadingContext, *, older: bool = False
) -> tuple[Book, deque[ImportOutcome]]:
    """Merge the projects of tables into the book; return that, and the outcome of each group.

    Which project is meant is for `match_projects` to say, what is news for `read_news`. What tables
    leave blank stays, and so do contacts that they do not name. A group with refusals changes
    nothing. Each project remembers which tables hold it; `older` ones do not bear on that.
    """
    groups = [each for part in parts for each in part.groups]
    places = set() if older else {part.place[:2] for part in parts}
    read = read_blanks if older else read_news
    every = [read(match, reading) for match in match_projects(groups, book.projects, places)]
    settle_news(every)
    merged: dict[object, Project] = {}
    came: list[tuple[RowNews, Project | None, Project | None]] = []
    whose = (part for part in parts for _group in part.groups)
    for news, part in zip(every, whose, strict=True):
        before = merged.get(news.match.key, news.match.project)
        after = _merge_news(before, news, reading, part)
        if after is not None:
            merged[news.match.key] = after
        came.append((news, before, after))
        part.step()
    memory = SourceMemory(places, _partial_sources(parts), recall_readings(book))
    outcomes = deque(_tell_outcome(*each, merged, memory, book) for each in came)
    changed = dict(_changed_projects(merged.values(), book, memory, reading))
    if changed:
        book = list_rivals(book.with_projects(*changed.values()), changed.values())
    return book, outcomes


def _partial_sources(parts: Sequence[TablePart]) -> set[str]:
    return {part.place.source for part in parts if part.table.partial}


def _merge_news(
    before: Project | None, news: RowNews, reading: ReadingContext, part: TablePart
) -> Project | None:
    """Return the project with what is news in its rows; None where they are refused."""
    if news.match.key is None or news.group.refusals:
        return None
    if before is not None and before.glance is not None:
        news.group.refuse(UserError("project-glance", name=before.name), "name")
        return None
    after = _recall_project(before, news.group, part.rivals, reading, part.memo)
    if before is None or after is None or after is before:
        return after
    if news.match.project is None:
        return _drop_first_moves(before, after)
    return keep_overwritten(before, after, news, reading.stamp)


def _drop_first_moves(before: Project, after: Project) -> Project:
    """Return a new project, of which another table says more, with no moves but that of its end.

    What it is made with is not history, in however many tables that stands.
    """
    moves = after.history[len(before.history) :]
    ended = (change for change in moves if change.field == "status")
    return after.model_copy(update={"history": (*before.history, *ended)})


def _tell_outcome(
    news: RowNews,
    before: Project | None,
    after: Project | None,
    merged: Mapping[object, Project],
    memory: SourceMemory,
    book: Book,
) -> ImportOutcome:
    """Return the outcome of rows, and have their source remembered."""
    memory.add_match(news.match, book.projects)
    if after is None or (news.older and news.match.project):
        return project_outcome(news.match.group, before, after)
    last = merged[news.match.key]
    still = tuple(find_contradictions(news, last))
    memory.add_taken(TakenRows(news, last, after is not before, still))
    return replace(project_outcome(news.match.group, before, after), still=still)


def _changed_projects(
    merged: Iterable[Project], book: Book, memory: SourceMemory, reading: ReadingContext
) -> Iterator[tuple[str, Project]]:
    """Yield the projects that are others than in the book, by id, new ones at the end."""
    taken = {project.id: project for project in merged}
    for project in (*book.projects.values(), *taken.values()):
        last = memory.update(taken.get(project.id, project), reading.stamp.today)
        if last.glance is None and last is not book.projects.get(project.id):
            yield last.id, last


def _recall_project(
    before: Project | None,
    group: ProjectRows,
    rivals: Sequence[str],
    reading: ReadingContext,
    memo: GridMemo,
) -> Project | None:
    """Return what became of the project when the same facts were merged into it before.

    Else they are merged now; what was refused then is so anew.
    """
    facts = tuple(tuple(each.items()) for each in (group.facts, group.people, group.own))
    key = (Same(before), group.name, group.customer, *facts)

    def merge() -> Project | None:
        after = _merge_project(before, group, reading)
        if after is None:
            return None
        whole = _merge_loose(after, group, rivals, reading.stamp, new=before is None)
        if before is None and whole.history is not after.history:
            return whole.model_copy(update={"history": after.history})
        return whole

    project = memo.recall(key, merge)
    if project is None and not group.refusals:
        _merge_project(before, group, reading)
    return project


def _merge_project(
    before: Project | None, group: ProjectRows, reading: ReadingContext
) -> Project | None:
    """Return the project with the facts of its rows; None, and the group refused, where one is."""
    if before is None:
        return _create_project(group, reading)
    after = before
    for field_id in _order(group, reading):
        value = group.facts[field_id]
        if says_new(after, field_id, value):
            try:
                after = _write_fact(after, field_id, value, reading)
            except UserError as refused:
                group.refuse(refused, field_id)
    after = set_contacts(after, merge_people(after, group, reading), reading.stamp)
    day = _ending_day(group, after, reading) if after.status != before.status else None
    if day and not group.refusals:
        after = date_ending(after, day, reading.stamp)
    return None if group.refusals else after


def _merge_loose(
    project: Project, group: ProjectRows, rivals: Sequence[str], stamp: Stamp, *, new: bool
) -> Project:
    """Return the project with competitors and own columns, and known since the day of the rows.

    That day only ever moves back: what we know of the project since an earlier one stays true.
    What a `new` project is made with is no move.
    """
    if named := rival_notes(group.facts.get("rivals")):
        for left in set(rivals_of(project)) - named.keys():
            project = drop_rival(project, left, stamp)
        project = compare_with(project, named, rivals, stamp)
    own = with_own(project, group.own)
    project = set_value(project, "own", own, stamp) if new else put_own(project, own, stamp)
    since = group.facts.get("created")
    if isinstance(since, date) and since < project.created_at.date():
        at = datetime.combine(since, time(), project.created_at.tzinfo)
        project = set_value(project, "created_at", at, stamp)
    return project


def _write_fact(project: Project, field_id: str, value: object, reading: ReadingContext) -> Project:
    if field_id == "end_reason":
        return end_project(project, project.status, f"{value}", reading.stamp)
    return write_field(project, field_id, _writable(field_id, value), reading)


def _create_project(group: ProjectRows, reading: ReadingContext) -> Project:
    """Make a new project; what it was made with is not history."""
    # Who brings a table is not for that the owner of what is in it.
    made = new_project(group.name, reading, owner="")
    last = reading.playbook.stages[-1].id  # completing it wins
    # Won is signed (method, section 2); that it was delivered too nobody has said.
    signed = group.facts.get("status") == "won" and "stage" not in group.facts
    update: dict[str, object] = {"stage": reading.playbook.signed} if signed else {}
    for field_id in _order(group, reading):
        value = group.facts[field_id]
        if field_id == "status" or (field_id, value) == ("stage", last):
            made = write_field(made, field_id, _writable(field_id, value), reading)
        elif field_id == "stage" or PROJECT.specs[field_id].put is None:
            update[field_id] = value
        else:
            made = PROJECT.specs[field_id].write(made, value)
    contacts = merge_people(made, group, reading)
    update["contacts"] = date_levels((), contacts, reading.stamp)
    made = made.model_copy(update={**update, "history": ()})
    day = _ending_day(group, made, reading)
    return add_ending(made, day, reading.stamp) if day else made


def _ending_day(group: ProjectRows, project: Project, reading: ReadingContext) -> date | None:
    """Return the day on which a project ended, as the rows say it."""
    by_signing = project.status in ENDED and not is_own_header(group.table.header)
    return ending_day(group.facts, project.status, reading.stamp.today, by_signing=by_signing)


def _order(group: ProjectRows, reading: ReadingContext) -> list[str]:
    """Return the fields that the rows speak of, in the order to write them.

    An open project is opened before its stage moves, any other ends after. That a project at
    the last stage is open cannot be: completing that wins it, and the stage is what counts.
    """
    field_ids = [field_id for field_id in WRITTEN if field_id in group.facts]
    if group.facts.get("status") == "open":
        field_ids.remove("status")
        if group.facts.get("stage") != reading.playbook.stages[-1].id:
            field_ids.insert(0, "status")
    return field_ids


def _writable(field_id: str, value: object) -> object:
    """Return a fact as the field takes it: a stage may be a status where it is typed."""
    return NamedState(stage=f"{value}") if field_id == "stage" else value
