"""Import and export of one project's contacts: address cards and tables, in and out.

Reading finds the row of headers and makes a ContactRow of each row below it; those, and the ones
that vcards.py reads, are then taken into the project, and the whole is one ImportResult.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deals.edits.contacts import set_contacts
from deals.errors import UserError
from deals.fields import CONTACT, all_headings, headings
from deals.fields.spec import header_key
from deals.model import Book, Contact, Project
from deals.parsing.contact_line import check_no_circle
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import fold_text
from store.output_files import Recognise
from store.tables.contact_cells import says_unknown
from store.tables.contact_rows import (
    CellRef,
    ContactRow,
    are_name_parts,
    are_namesakes,
    contact_cell,
    find_contact_columns,
    join_name,
    merge_contact_rows,
    normalize_cell,
)
from store.tables.export import DELIMITERS, delimited_bytes, has_headings, write_table
from store.tables.grid import GridCell, GridProgress, GridRow, address
from store.tables.headers import HeaderedTable, TableSchema, apply_each
from store.tables.importer import import_into_project
from store.tables.pipeline_columns import find_columns, is_sure_header
from store.tables.results import (
    FieldChange,
    ImportOptions,
    ImportOutcome,
    ImportResult,
    OutcomeKind,
)
from store.tables.source_files import CARDS, read_bytes
from store.tables.vcards import cards, count_begun, has_cards, read_cards
from store.tables.workbook_writer import SheetLayout, workbook_bytes


def _contact_row(found: HeaderedTable, line: GridRow) -> ContactRow:
    row = ContactRow("", "row", line.number, _cell_place(found, line, ()))
    for field_id, columns in found.same.items():
        numbers = [column.number for column in columns]
        row.places[field_id] = _cell_place(found, line, numbers)
        cells = [line.cells[number] for number in numbers if number in line.cells]
        try:
            text = _field_text(field_id, cells)
            if field_id == "name" and len(columns) > 1 and text:
                text = join_name(
                    {
                        column.header: line.cells[column.number].text
                        for column in columns
                        if column.number in line.cells
                    }
                )
        except UserError as refused:
            row.refuse(refused, field_id)
            continue
        if field_id == "name":
            row.name = text
        elif text:
            row.texts[field_id] = text
    if not row.name and not row.refusals:
        row.refuse(UserError("person-nameless"), "name")
    return row


def _field_text(field_id: str, cells: Sequence[GridCell]) -> str:
    """Return the text of a field's cells; empty where they only say `unknown`.

    It is in one line unless the field is of several.

    Refusals are those of cells that hold an error, and of relationship levels; and `number-cut`
    (text) for a phone of which a spreadsheet has left `1.38E+10`.
    """
    for cell in cells:
        if cell.problem:
            raise UserError(cell.problem, text=cell.text)
        if field_id == "phone" and _CUT_NUMBER.fullmatch(cell.text):
            raise UserError("number-cut", text=cell.text)
    if CONTACT[field_id].several_lines:
        whole = dict.fromkeys(cell.text for cell in cells if not says_unknown(cell.text))
        return "\n".join(whole)
    lines = [" ".join(cell.text.split()) for cell in cells]
    texts = dict.fromkeys(text for text in lines if text and not _unknown(field_id, text))
    return normalize_cell(field_id, ", ".join(texts)) if texts else ""


def _unknown(field_id: str, text: str) -> bool:
    """Whether a cell says only that nothing is known; a stance of `-` means against us."""
    return says_unknown(text) and not (field_id == "stance" and text == "-")


def _cell_place(found: HeaderedTable, line: GridRow, numbers: Sequence[int]) -> CellRef:
    place = {**found.grid.place, "row": line.number}
    filled = [number for number in numbers if number in line.cells]
    if at := (*filled, *numbers):
        place |= {"column": _heading(found.header, at[0]), "cell": address(line.number, at[0])}
    return place


def _heading(header: GridRow, number: int) -> str:
    return " ".join(header.cells[number].text.split())


_LATER = ("name", "reports_to")
_TELLING = ("title", "department", "phone", "email")
_CUT_NUMBER = re.compile(r"[0-9](?:[.,][0-9]+)?E\+[0-9]+", re.IGNORECASE)


def apply_contact_rows(
    rows: Sequence[ContactRow], project: Project, reading: ReadingContext
) -> tuple[Project, list[ImportOutcome]]:
    """Return the project with the contacts of one file, and the outcome of each row.

    Who is known by name takes what the file says, others are added at the end; what the file leaves
    out stays. Of a person with a refusal nothing is taken, and nobody comes to report to them.
    """
    taken = [row for row in rows if not row.refusals]
    # A row may be refused as it is read, and others may report to it: they are then read again
    # without it, until an attempt refuses nobody.
    while True:
        attempt = _ContactsToAdd(project, reading, taken)
        good = [row for row in taken if not row.refusals]
        if len(good) == len(taken):
            break
        taken = good
    after = set_contacts(project, attempt.contacts, reading.stamp)
    kept = {contact.id: contact for contact in after.contacts}
    return after, [_outcome(row, project, kept, attempt) for row in rows]


@dataclass
class _ContactsToAdd:
    """The contacts that a project would have with the rows `taken`, each read on its own."""

    project: Project
    reading: ReadingContext
    taken: Sequence[ContactRow]

    def __post_init__(self) -> None:
        self.people = {contact.id: contact for contact in self.project.contacts}
        self.ids: dict[int, str] = {}
        named: dict[str, list[str]] = defaultdict(list)
        for contact in self.project.contacts:
            named[fold_text(contact.name)].append(contact.id)
        rivals = Counter(fold_text(row.name) for row in self.taken)
        for row in self.taken:
            known = named[fold_text(row.name)]
            if len(known) > 1 or rivals[fold_text(row.name)] > 1:
                known = [each for each in known if not self._is_namesake(row, each)]
            self._merge_row(row, known)
        for row in self.taken:
            if "reports_to" in row.texts and not row.refusals:
                self._link_superior(row)

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """The project's contacts by now."""
        return tuple(self.people.values())

    def _is_namesake(self, row: ContactRow, contact_id: str) -> bool:
        """Whether a row is of another person than the contact of its name."""
        contact = self.people[contact_id]
        facts = {name: CONTACT[name].text(contact, ()) for name in _TELLING}
        return are_namesakes(row.texts, facts)

    def _merge_row(self, row: ContactRow, known: Sequence[str]) -> None:
        if len(known) > 1:
            row.refuse(UserError("person-namesakes", name=row.name), "name")
            return
        new = Contact(id=self.reading.new_id(), name=row.name) if not known else None
        contact = new or self.people[known[0]]
        for field_id in CONTACT.typed:
            if field_id in row.texts and field_id not in _LATER:
                spec = CONTACT[field_id]
                try:
                    value = spec.parse(row.texts[field_id], self.reading)
                    contact = spec.write(contact, value)
                except UserError as refused:
                    row.refuse(refused, field_id)
        self.people[contact.id] = contact
        self.ids[row.number] = contact.id

    def _link_superior(self, row: ContactRow) -> None:
        """Set who somebody reports to, once all contacts are there."""
        contact = self.people[self.ids[row.number]]
        reading = self.reading._replace(contacts=self.contacts)
        try:
            superior = CONTACT["reports_to"].parse(row.texts["reports_to"], reading)
            self.people[contact.id] = CONTACT["reports_to"].write(contact, superior)
            check_no_circle(self.contacts, contact.id)
        except UserError as refused:
            row.refuse(refused, "reports_to")


def _outcome(
    row: ContactRow, project: Project, kept: Mapping[str, Contact], attempt: _ContactsToAdd
) -> ImportOutcome:
    kind: OutcomeKind = "refused"
    changes: tuple[FieldChange, ...] = ()
    if not row.refusals:
        now = kept[attempt.ids[row.number]]
        was = next((each for each in project.contacts if each.id == now.id), None)
        kind = "added" if was is None else "unchanged" if was == now else "changed"
        changes = tuple(_changes(was, now, attempt.contacts)) if was else ()
    file, sheet = f"{row.place['file']}", f"{row.place.get('sheet', '')}"
    last = row.last or row.number
    return ImportOutcome(
        *(file, sheet, row.number, last, row.name, kind, changes, tuple(row.refusals)),
        id=project.id,
        unit=row.unit,
        remarks=tuple(row.remarks) if kind in ("added", "changed") else (),
    )


def _changes(was: Contact, now: Contact, people: Sequence[Contact]) -> list[FieldChange]:
    texts = (
        (field_id, CONTACT[field_id].text(was, people), CONTACT[field_id].text(now, people))
        for field_id in CONTACT.typed
    )
    return [FieldChange(field_id, old, new) for field_id, old, new in texts if old != new]


def import_people(
    paths: Sequence[Path],
    book: Book,
    project: Project,
    reading: ReadingContext,
    options: ImportOptions,
    progress: GridProgress,
) -> ImportResult:
    """Read address cards and tables of contacts into a project; commit the result's book to last.

    What is wrong with a file, a card or a row is in the outcomes, and unless told to keep going the
    book then is the one given. Options that cannot be followed are raised, as by `import_sources`.
    """
    return import_into_project(paths, book, project, CONTACTS, reading, options, progress)


def merge_contact_table(
    table: HeaderedTable, project: Project, reading: ReadingContext, _progress: GridProgress
) -> tuple[Project, list[ImportOutcome]]:
    """Take the contacts of a table, one a row, into a project."""
    rows = [_contact_row(table, line) for line in table.body]
    return apply_contact_rows(merge_contact_rows(rows), project, reading)


def _merge_cards(
    path: Path, project: Project, reading: ReadingContext, options: ImportOptions
) -> tuple[Project, list[ImportOutcome]]:
    data = read_bytes(path)
    people = read_cards(f"{path}", data, options.encoding)
    inner = count_begun(data) - len(people)
    after, outcomes = apply_contact_rows(merge_contact_rows(people), project, reading)
    if inner:
        passed = ImportOutcome(f"{path}", "", 0, 0, f"{inner}", "passed", reason="inner-card")
        outcomes.append(passed)
    return after, outcomes


def holds_contacts(table: HeaderedTable) -> bool:
    """Whether a table proves to be one of contacts, and of no more than one project's."""
    return len(table.columns) > 1 and not _names_projects(table)


def name_project_table(_headers: Sequence[str], table: HeaderedTable | None) -> str:
    """Return the code that refuses a table in which several projects have their people."""
    return "contacts-of-projects" if table and _names_projects(table) else ""


def _names_projects(table: HeaderedTable) -> bool:
    """Whether a column, which the user has not mapped, names several projects.

    What could be the name of anything is that of a project where stages or close dates stand
    beside it.
    """
    found = find_columns(table.header, {})
    column = found["name"][0] if "name" in found else None
    if column is None or table.field_at(column.number) == "name":
        return False
    sure = is_sure_header(column.header, "name") or found.keys() & {"stage", "signs"}
    if not sure or header_key(column.header) in table.options.mapping:
        return False
    cells = (line.cells.get(column.number) for line in table.body)
    return len({fold_text(cell.text) for cell in cells if cell}) > 1


CONTACTS = TableSchema(
    CONTACT.columns,
    "name",
    "contacts-header-missing",
    find_contact_columns,
    apply_each(merge_contact_table),
    is_such=holds_contacts,
    name_other_kind=name_project_table,
    several=frozenset(field_id for field_id, column in CONTACT.columns.items() if column.several),
    folder_files=(".csv", ".tsv", ".xlsx", ".xlsm", ".xls", *CARDS),
    belong_together=are_name_parts,
    double_headers=True,
    key_name="contacts",
    other_kind="contacts-kind",
    whole_files=dict.fromkeys(CARDS, _merge_cards),
)
"""The tables of one project's contacts: a row a person, or several that do not contradict."""


def export_people(
    project: Project,
    path: Path,
    lang: str,
    *,
    marked: bool | None = None,
    force: bool = False,
    stores: Sequence[Path] = (),
) -> Path | None:
    """Write a project's contacts as a table in `lang` (.xlsx, .csv, .tsv) or as cards (.vcf).

    Returned is where an earlier table was kept. Refusals `contacts-export-kind` (file, ending) and
    those of write_output.
    """
    ending = path.suffix.lower()
    is_earlier: Recognise = has_cards
    if ending in CARDS:
        data = cards(project)
    elif ending == ".xlsx" or ending in DELIMITERS:
        rows = people_rows(project, lang)
        if ending == ".xlsx":
            data = workbook_bytes(rows, _layout(lang))
        else:
            data = delimited_bytes(rows, lang, DELIMITERS[ending], marked=marked)
        is_earlier = has_headings(all_headings(CONTACT.columns), ending)
    else:
        raise UserError("contacts-export-kind", file=f"{path}", ending=ending)
    return write_table(path, data, is_earlier, force=force, stores=stores)


def _layout(lang: str) -> SheetLayout:
    widths = [column.width or 14 for column in CONTACT.columns.values()]
    follow_up = [*CONTACT.columns].index("follow_up") + 1
    return SheetLayout(("Contacts", "客户名单")[lang.startswith("zh")], widths, days={follow_up})


def people_rows(project: Project, lang: str) -> list[Sequence[str]]:
    """Return the headings and then a row for each of the project's contacts."""
    chinese = lang.startswith("zh")
    people = project.contacts
    rows = (
        [contact_cell(contact, field_id, people, chinese) for field_id in CONTACT.columns]
        for contact in people
    )
    return [headings(CONTACT.columns, chinese), *rows]
