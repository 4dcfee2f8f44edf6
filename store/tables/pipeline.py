"""Import of pipeline tables: files are read first, then merged into a book; nothing is written.

Here are also the results that every import of tables returns (`ImportResult` and what is in it).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Literal, NamedTuple

from deals.edits.contacts import set_contacts
from deals.edits.typed_fields import new_project, set_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.model import Amount, Book, Contact, NextAction, Project, SigningPeriod
from deals.parsing.amounts import written_amount
from deals.parsing.contact_line import with_cr
from deals.parsing.next_actions import next_text
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from store.tables.grid import GridProgress, GridStep
from store.tables.headers import (
    COLUMNS,
    CONTACT_FACTS,
    HeaderedTable,
    check_mapped_headers,
    find_table,
    header_texts,
    read_mapped_fields,
)
from store.tables.project_rows import FACTS, ParsedContact
from store.tables.row_grouping import (
    ProjectRows,
    RowKey,
    SkippedRows,
    SkipReason,
    group_by_project,
    project_key,
    same_fact,
)
from store.tables.source_files import SourceFile, open_source

OutcomeKind = Literal["added", "changed", "unchanged", "refused", "passed"]
SourceUnit = Literal["row", "card"]


class ImportRemark(NamedTuple):
    """Something else to know of an outcome.

    `copied`: a row that says the id of another, so it is new; `new-field`: its field of work
    (text) is new to the project; `other-project`: a form of another project (text).
    """

    code: Literal["copied", "new-field", "other-project"]
    text: str = ""


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field's text before and after; for a contact's field `contact` is the person's name.

    A contact who is new is a change of the field `contacts` from nothing to the name.
    """

    field: str
    old: str
    new: str
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ImportOutcome:
    """The outcome for a project of a table, for rows skipped, or for a file that was refused.

    `row` to `last` are the rows as the spreadsheet counts them, 0 for a whole file; `sheet` is
    empty where a file has none. `refusals` are all that was found wrong, each with its place;
    `reason` says why rows were passed over and `project` then is the text they begin with. `id` is
    the project's, where it is known. Of people, `project` is the name; an address card has a number
    in place of rows.
    """

    file: str
    sheet: str
    row: int
    last: int
    project: str
    kind: OutcomeKind
    changes: tuple[FieldChange, ...] = ()
    refusals: tuple[UserError, ...] = ()
    reason: SkipReason | None = None
    id: str | None = None
    unit: SourceUnit = "row"
    remarks: tuple[ImportRemark, ...] = ()


@dataclass(frozen=True, slots=True)
class ImportResult:
    """The book after an import, the outcome of each row, and the headers left alone.

    `ignored` is a pair of file and header for each column left alone, `whole` the ids of the
    projects that came out of an export, as they stand there.
    """

    book: Book
    outcomes: tuple[ImportOutcome, ...]
    ignored: tuple[tuple[str, str], ...] = ()
    whole: frozenset[str] = frozenset()

    @property
    def named(self) -> frozenset[str]:
        """The ids of the projects that the files speak of."""
        return frozenset(outcome.id for outcome in self.outcomes if outcome.id is not None)

    @property
    def refusals(self) -> tuple[UserError, ...]:
        """Everything that was refused, in the order of files and rows."""
        return tuple(refusal for outcome in self.outcomes for refusal in outcome.refusals)

    def settle_book(self, before: Book, options: ImportOptions) -> ImportResult:
        """Return the result with the book `before` where anything was refused, unless told to keep
        going.
        """
        return replace(self, book=before) if self.refusals and not options.keep_going else self


def file_refusal(path: Path, wrong: UserError) -> ImportOutcome:
    """Return the outcome of a file of which nothing could be read."""
    return ImportOutcome(f"{path}", "", 0, 0, "", "refused", refusals=(wrong,))


ProjectImport = Callable[[Path, Project], tuple[Project, Sequence[ImportOutcome], Sequence[str]]]
"""Reads a file into a project: what becomes of it, the outcomes, and the headers left alone."""


def import_into_project(
    paths: Sequence[Path], book: Book, project: Project, options: ImportOptions, take: ProjectImport
) -> ImportResult:
    """Read files into a project, one after the other; what is wrong with one is an outcome."""
    after, outcomes, ignored = project, list[ImportOutcome](), list[tuple[str, str]]()
    for path in paths:
        try:
            after, came, headers = take(path, after)
        except UserError as wrong:
            outcomes.append(file_refusal(path, wrong))
            continue
        outcomes += came
        ignored += [(f"{path}", header) for header in headers]
    now = book if after is project else book.with_projects(after)
    return ImportResult(now, tuple(outcomes), tuple(ignored)).settle_book(book, options)


def project_changes(before: Project, after: Project) -> Iterator[FieldChange]:
    """Yield the differences between two states of a project in all that a table can say."""
    if after is before:
        return
    for field_id in FACTS:
        old, new = PROJECT[field_id].text(before), PROJECT[field_id].text(after)
        if old != new:
            yield FieldChange(field_id, old, new)
    known = {contact.id: contact for contact in before.contacts}
    for contact in after.contacts:
        if contact.id not in known:
            yield FieldChange("contacts", "", contact.name, contact.name)
            continue
        for field_id in CONTACT_FACTS:
            was, now = getattr(known[contact.id], field_id), getattr(contact, field_id)
            if was != now:
                yield FieldChange(field_id, f"{was or ''}", f"{now or ''}", contact.name)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """The user's options for reading tables: which sheet, and which header is which field.

    `mapping` takes headers as written to the ids in `COLUMNS` of headers.py, or to `ignore`. With
    `keep_going` the good projects are taken although others were refused.
    """

    sheet: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    keep_going: bool = False


@dataclass(frozen=True, slots=True)
class SourceTables:
    """The tables found in files, in their order, and the outcomes of files that are none."""

    tables: tuple[HeaderedTable, ...]
    refused: tuple[ImportOutcome, ...] = ()


def import_tables(
    paths: Sequence[Path],
    book: Book,
    reading: ReadingContext,
    options: ImportOptions | None = None,
    progress: GridProgress | None = None,
) -> ImportResult:
    """Read the files and merge them into the book; commit the result's book to make it last.

    What is wrong with files and rows is in the outcomes, and unless told to keep going the book
    then is the one given. Only options that cannot be followed are raised, as by `read_tables`.
    """
    options = options or ImportOptions()
    read = read_tables(paths, options, progress)
    return merge_tables(read, book, reading, options, progress)


def read_tables(
    paths: Sequence[Path], options: ImportOptions, progress: GridProgress | None = None
) -> SourceTables:
    """Find the table in each file.

    Raises `map-field-unknown` for a mapping to what is no field and `map-header-missing` for a
    mapped header that none of the files has.
    """
    mapping = read_mapped_fields(options.mapping, COLUMNS, {})
    progress = progress or _ignore_progress
    tables: list[HeaderedTable] = []
    refused: list[ImportOutcome] = []
    for path in paths:
        try:
            tables.append(_table(open_source(path), options.sheet, mapping, progress))
        except UserError as wrong:
            refused.append(file_refusal(path, wrong))
    if tables and not refused:
        headers = [cell.text for table in tables for cell in table.header.cells.values()]
        check_mapped_headers(options.mapping, headers)
    return SourceTables(tuple(tables), tuple(refused))


def merge_tables(
    read: SourceTables,
    book: Book,
    reading: ReadingContext,
    options: ImportOptions,
    progress: GridProgress | None = None,
) -> ImportResult:
    """Merge tables into the book one after the other; pure, whatever is refused is an outcome."""
    merged, outcomes = book, list(read.refused)
    for table in read.tables:
        merged, more = _merge_table(table, merged, reading, progress or _ignore_progress)
        outcomes += more
    ignored = tuple((table.grid.file, header) for table in read.tables for header in table.ignored)
    return ImportResult(merged, tuple(outcomes), ignored).settle_book(book, options)


def _merge_table(
    table: HeaderedTable, book: Book, reading: ReadingContext, progress: GridProgress
) -> tuple[Book, list[ImportOutcome]]:
    steps, total = count(1), 2 * len(table.body)  # each row is read, then taken in

    def step() -> None:
        progress(table.grid.file, next(steps), total)

    groups, passed = group_by_project(table, reading, step)
    merged, outcomes = merge_projects(groups, book, reading, step)
    outcomes += [_skip_outcome(table, rows) for rows in passed]
    return merged, sorted(outcomes, key=lambda outcome: outcome.row)


def _skip_outcome(table: HeaderedTable, rows: SkippedRows) -> ImportOutcome:
    place = table.grid.file, table.grid.sheet, rows.first, rows.last
    return ImportOutcome(*place, rows.text, "passed", reason=rows.reason)


def _table(
    source: SourceFile, wanted: str | None, mapping: Mapping[str, str], progress: GridProgress
) -> HeaderedTable:
    """Return the table of the first sheet that has more than names, else the first with names."""
    found: list[HeaderedTable] = []
    headers: list[str] = []
    for sheet in source.choose_sheets(wanted):
        grid = source.grid(sheet, progress)
        table = find_table(grid, mapping)
        if table and len(table.columns) > 1:
            return table
        found += [table] if table else []
        headers += header_texts(grid)
    if found:
        return found[0]
    if not headers:
        raise UserError("file-empty", file=source.file)
    raise UserError("header-missing", file=source.file, field="name", headers=", ".join(headers))


def _ignore_progress(_file: str, _done: int, _total: int) -> None:
    """Take note of nothing."""


def merge_projects(
    groups: Sequence[ProjectRows], book: Book, reading: ReadingContext, step: GridStep
) -> tuple[Book, list[ImportOutcome]]:
    """Merge the projects of one table into the book; return that, and the outcome of each.

    A project is the one of the same name and customer; where either side does not name the
    customer, the only one of that name. What the table leaves blank stays, and so do contacts that
    it does not name. A group with refusals changes nothing.
    """
    matching = _ProjectMatching(book, groups)
    merged: list[Project] = []
    outcomes: list[ImportOutcome] = []
    for group in groups:
        before = matching.project(group)
        after = _merge_project(before, group, reading)
        if after is not None and after is not before:
            merged.append(after)
        outcomes.append(_outcome(group, before, after))
        step()
    return book.with_projects(*merged) if merged else book, outcomes


class _ProjectMatching:
    """The projects of a book as the groups of rows name them."""

    def __init__(self, book: Book, groups: Sequence[ProjectRows]) -> None:
        self._same: dict[RowKey, list[Project]] = defaultdict(list)
        self._named: dict[str, list[Project]] = defaultdict(list)
        self._rivals = Counter(group.key[0] for group in groups)
        for project in book.projects.values():
            key = project_key(project.name, project.customer)
            self._same[key].append(project)
            self._named[key[0]].append(project)

    def project(self, group: ProjectRows) -> Project | None:
        """Return the group's project, None if it is new; several that may be meant are refused."""
        found, certain = self._found(group)
        if not found or certain:
            return found[0] if found else None
        customers = ", ".join(project.customer or "-" for project in found)
        refused = UserError("project-ambiguous", name=group.name, customers=customers)
        group.refuse(refused, "name")
        return None

    def _found(self, group: ProjectRows) -> tuple[list[Project], bool]:
        """Return the projects that the group may mean, and whether the first is certain."""
        if same := self._same.get(group.key, []):
            return same, len(same) == 1
        named = self._named.get(group.key[0], [])
        alone = len(named) == 1 and self._rivals[group.key[0]] == 1
        if not group.customer:
            return named, alone
        return (named, True) if alone and not named[0].customer else ([], True)


def _merge_project(
    before: Project | None, group: ProjectRows, reading: ReadingContext
) -> Project | None:
    """Return the project with the facts of its rows; None, and the group refused, where one is."""
    if group.refusals:
        return None
    if before is None:
        return _create_project(group, reading)
    after = before
    for field_id in _order(group, reading):
        value = group.facts[field_id]
        if _says_new(after, field_id, value):
            try:
                after = set_field(after, field_id, _text(value, after, reading), reading)
            except UserError as refused:
                group.refuse(refused, field_id)
    after = set_contacts(after, _merge_contacts(after, group, reading), reading.stamp)
    return None if group.refusals else after


def _create_project(group: ProjectRows, reading: ReadingContext) -> Project:
    """Make a new project; what it was made with is not history."""
    texts = {key: _text(group.facts[key], None, reading) for key in _order(group, reading)}
    # Who brings a table is not for that the owner of what is in it.
    made = new_project(group.name, reading, **{"owner": "", **texts})
    made = set_contacts(made, _merge_contacts(made, group, reading), reading.stamp)
    return made.model_copy(update={"history": ()})


def _order(group: ProjectRows, reading: ReadingContext) -> list[str]:
    """Return the fields that the rows speak of, in the order to write them.

    An open project is opened before its stage moves, any other ends after. That a project at
    the last stage is open cannot be: completing that wins it, and the stage is what counts.
    """
    field_ids = [field_id for field_id in FACTS if field_id in group.facts]
    if group.facts.get("status") == "open":
        field_ids.remove("status")
        if group.facts.get("stage") != reading.playbook.stages[-1].id:
            field_ids.insert(0, "status")
    return field_ids


def _says_new(project: Project, field_id: str, value: object) -> bool:
    """Whether a fact differs from the project; an action that names no day keeps its day."""
    if isinstance(value, NextAction):
        known = project.next_action
        if known is None:
            return True
        words, day = value.text or known.text, value.on
        return words != known.text or (day is not None and day != known.on)
    return not same_fact(getattr(project, field_id), value)


def _text(value: object, project: Project | None, reading: ReadingContext) -> str:
    """Return a fact as the text that writing the field to this project reads as the same."""
    match value:
        case Amount():
            own = project.amount.currency if project and project.amount else reading.currency
            return written_amount(value, own)
        case SigningPeriod():
            return value.text
        case NextAction():
            return next_text(value)
    return str(value)


def _merge_contacts(
    project: Project, group: ProjectRows, reading: ReadingContext
) -> tuple[Contact, ...]:
    """Return the project's contacts with what the rows say of them, new ones at the end."""
    people = list(project.contacts)
    places: dict[str, list[int]] = defaultdict(list)
    for at, contact in enumerate(people):
        places[fold_text(contact.name)].append(at)
    for (name, nth), person in group.people.items():
        known = places[name]
        if nth < len(known):
            people[known[nth]] = _merge_contact(people[known[nth]], person)
        else:
            new = Contact(id=reading.new_id(), name=person.name)
            people.append(_merge_contact(new, person))
    return tuple(people)


def _merge_contact(contact: Contact, person: ParsedContact) -> Contact:
    facts = {name: value for name in CONTACT_FACTS if (value := getattr(person, name)) is not None}
    if person.cr is not None and person.cr != contact.cr:
        contact = with_cr(contact, person.cr, None)
    return contact.model_copy(update=facts)


def _outcome(group: ProjectRows, before: Project | None, after: Project | None) -> ImportOutcome:
    kind: OutcomeKind = "added"
    if after is None:
        kind = "refused"
    elif before is not None:
        kind = "unchanged" if after is before else "changed"
    return ImportOutcome(
        group.table.grid.file,
        group.table.grid.sheet,
        min(group.rows),
        max(group.rows),
        group.name,
        kind,
        tuple(project_changes(before, after)) if before and after else (),
        tuple(group.refusals),
        id=after.id if after else None,
    )
