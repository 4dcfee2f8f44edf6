"""The pipeline as a kind of table: the rows of each project are merged into a book."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

from deals.edits.contacts import date_levels, set_contacts
from deals.edits.stages import end_project
from deals.edits.typed_fields import new_project, write_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.fields.spec import header_key
from deals.model import Book, Contact, NextAction, Project
from deals.parsing.amounts import currency_code
from deals.parsing.contact_line import with_cr
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from deals.playbook.stage_names import NamedState
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
from store.tables.headers import HeaderedTable, TableSchema
from store.tables.importer import import_sources
from store.tables.name_column import name_text_column
from store.tables.pipeline_columns import (
    COLUMNS,
    CONTACT_FACTS,
    find_columns,
    has_contact_facts,
    has_prices,
    is_own_header,
    is_sure_header,
)
from store.tables.project_rows import WRITTEN, ParsedContact, reading_key, strip_addresses
from store.tables.results import (
    FieldChange,
    ImportOptions,
    ImportOutcome,
    ImportResult,
    OutcomeKind,
)
from store.tables.row_grouping import (
    ProjectRows,
    RowKey,
    SkippedRows,
    group_by_project,
    project_key,
    same_fact,
    skip_reason,
)
from store.tables.source_files import OpenedFiles
from store.tables.stage_cells import check_stage_names, list_stage_names
from store.tables.stage_memory import mark_origin, recall_table_names, remember_table_names


def project_changes(before: Project, after: Project) -> Iterator[FieldChange]:
    """Yield the differences between two states of a project in all that a table can say."""
    if after is before:
        return
    for field_id in WRITTEN:
        old, new = PROJECT.specs[field_id].text(before), PROJECT.specs[field_id].text(after)
        if old != new and (new or field_id != "end_reason"):  # which goes with its status
            yield FieldChange(field_id, old, new)
    known = {contact.id: contact for contact in before.contacts}
    for contact in after.contacts:
        if contact.id not in known:
            yield FieldChange("contacts", "", contact.name, contact.name)
            continue
        for field_id in (*CONTACT_FACTS, "phone"):
            was, now = getattr(known[contact.id], field_id), getattr(contact, field_id)
            if was != now:
                yield FieldChange(field_id, f"{was or ''}", f"{now or ''}", contact.name)


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
    reading = replace(reading, currency=_usual_currency(options, reading))
    came = import_sources(
        paths, book, schema or PIPELINE, reading, options, progress, opened or OpenedFiles()
    )
    result = came.result(came.target, book, options)
    stages = list_stage_names([recall_table_names(table, book) for table in came.tables], reading)
    marked = (mark_origin(stage, came.tables, book, options.stages) for stage in stages)
    return replace(result, stages=tuple(marked))


def _usual_currency(options: ImportOptions, reading: ReadingContext) -> str:
    """Return the currency of amounts that name none; refusal `currency-unknown`."""
    if options.currency is None:
        return reading.currency
    if code := currency_code(options.currency):
        return code
    raise UserError("currency-unknown", text=options.currency)


def merge_table(
    table: HeaderedTable, book: Book, reading: ReadingContext, progress: GridProgress
) -> tuple[Book, list[ImportOutcome]]:
    """Merge a table into the book; return that, and the outcome of each of its rows."""
    steps, total = count(1), 2 * len(table.body)  # each row is read, then taken in
    table = strip_addresses(recall_table_names(table, book))

    def step() -> None:
        progress(table.grid.file, next(steps), total)

    groups, passed = group_by_project(table, reading, step)
    merged, outcomes = merge_projects(groups, book, reading, step)
    merged = remember_table_names(table, merged)
    outcomes += [_skip_outcome(table, rows) for rows in passed]
    return merged, sorted(outcomes, key=lambda outcome: outcome.row)


def _skip_outcome(table: HeaderedTable, rows: SkippedRows) -> ImportOutcome:
    place = table.grid.file, table.grid.sheet, rows.first, rows.last
    return ImportOutcome(*place, rows.text, "passed", reason=rows.reason)


def holds_projects(table: HeaderedTable) -> bool:
    """Whether a table proves to be one of projects: it has more than names, which are no counts.

    A bare `Name` is that of anything unless stages, amounts or times stand beside it.
    """
    column = table.columns["name"]
    sure = _is_sure(table)
    beside = table.columns.keys() - {"name"} if sure else table.columns.keys() & _PROVING
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


PIPELINE = TableSchema(
    COLUMNS,
    "name",
    "header-missing",
    find_columns,
    merge_table,
    complete=lambda table: name_level_column(name_status_column(name_text_column(table))),
    is_such=holds_projects,
    every_sheet=True,
    double_headers=True,
    identity=project_identity,
    name_other_kind=name_other_kind,
    identity_fields=frozenset(("name", "customer", "owner")),
    day_fields=("signs", "next_on", "ended_on"),
    amount_fields=("amount",),
    several=SEVERAL | {"phone"},
    more=CRM_FIELDS,
)
"""The tables of a pipeline: a row, or a few, a project."""

_PROVING = {"stage", "status", "amount", "signs"}
_COUNT = re.compile(r"[0-9.,%]+")


def merge_projects(
    groups: Sequence[ProjectRows], book: Book, reading: ReadingContext, step: GridStep
) -> tuple[Book, list[ImportOutcome]]:
    """Merge the projects of one table into the book; return that, and the outcome of each.

    A project is the one of the same name and customer; where either side does not name the
    customer, the only one of that name. What the table leaves blank stays, and so do contacts that
    it does not name. A group with refusals changes nothing.
    """
    if not groups:
        return book, []
    table, matching = groups[0].table, _ProjectMatching(book, groups)
    memo = table.grid.memo.part("projects", is_own_header(table.header), reading_key(reading))
    merged: list[Project] = []
    outcomes: list[ImportOutcome] = []
    for group in groups:
        before = matching.project(group)
        after = None if group.refusals else _recall_project(before, group, reading, memo)
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


def _recall_project(
    before: Project | None, group: ProjectRows, reading: ReadingContext, memo: GridMemo
) -> Project | None:
    """Return what became of the project when the same facts were merged into it before.

    Else they are merged now; what was refused then is so anew.
    """
    facts = tuple(group.facts.items()), tuple(group.people.items())
    key = (Same(before), group.name, group.customer, *facts)
    project = memo.recall(key, lambda: _merge_project(before, group, reading))
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
        if _says_new(after, field_id, value):
            try:
                after = _write_fact(after, field_id, value, reading)
            except UserError as refused:
                group.refuse(refused, field_id)
    after = set_contacts(after, _merge_contacts(after, group, reading), reading.stamp)
    day = _ending_day(group, after, reading) if after.status != before.status else None
    if day and not group.refusals:
        after = date_ending(after, day, reading.stamp)
    return None if group.refusals else after


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
    contacts = _merge_contacts(made, group, reading)
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


def _says_new(project: Project, field_id: str, value: object) -> bool:
    """Whether a fact differs from the project; an action that names no day keeps its day."""
    if isinstance(value, NextAction):
        known = project.next_action
        if known is None:
            return True
        words, day = value.text or known.text, value.on
        return words != known.text or (day is not None and day != known.on)
    return not same_fact(getattr(project, field_id), value)


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
            facts = {**_known_facts(person), "phone": person.phone}
            people.append(Contact(id=reading.new_id(), name=person.name, **facts))
    return tuple(people)


def _merge_contact(contact: Contact, person: ParsedContact) -> Contact:
    if person.cr is not None and person.cr != contact.cr:
        contact = with_cr(contact, person.cr, None)
    facts = _known_facts(person)
    if person.phone and not contact.phone:
        facts["phone"] = person.phone
    return contact.model_copy(update=facts)


def _known_facts(person: ParsedContact) -> dict[str, Any]:
    return {name: value for name in CONTACT_FACTS if (value := getattr(person, name)) is not None}


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
        remarks=tuple(dict.fromkeys(group.remarks)) if kind in ("added", "changed") else (),
    )
