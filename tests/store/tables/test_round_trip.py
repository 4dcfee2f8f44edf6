"""An export is what an import reads: into an empty book the same, into its own book nothing."""

from __future__ import annotations

import csv
import re
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deals.fields.project_fields import read_tags
from deals.model import Book, Project
from store.tables.contact_cells import says_unknown
from store.tables.export import export_table
from store.tables.grid import clean_cell
from store.tables.row_grouping import project_key, same_fact
from tests.store.tables.sheets import TODAY, bring, workbook
from tests.strategies import books

ENDINGS = st.sampled_from(["xlsx", "csv", "tsv"])
LANGUAGES = st.sampled_from(["en", "zh_CN"])


def plain(text: str, otherwise: str = "") -> str:
    """Return a text as an editor's field gives it: one line, nothing blank around it.

    A mark for what is unknown, which says nothing, becomes `otherwise`.
    """
    line = clean_cell("".join(char if char.isprintable() else " " for char in text))
    return otherwise if says_unknown(line) or not line else line


def lined(text: str) -> str:
    """Return notes as an editor of several lines gives them."""
    lines = clean_cell(text).splitlines()
    notes = "\n".join(clean_cell(line) for line in lines).strip()
    return "" if says_unknown(notes) else notes


def typed(project: Project, number: int) -> Project:
    """Return the project with texts that could have been typed, and a name that no other has."""
    action = project.next_action
    if action:
        action = action.model_copy(update={"text": plain(action.text, "call")})
    people = [
        contact.model_copy(update={"name": plain(contact.name, "?")})
        for contact in project.contacts
    ]
    return project.model_copy(
        update={
            "name": f"{number} {plain(project.name)}".strip(),
            "customer": plain(project.customer),
            "owner": plain(project.owner),
            "product": plain(project.product or "") or None,
            "contacts": tuple(people),
            "next_action": action,
            "tags": read_tags(", ".join(map(plain, project.tags))),
            "key_strategy": " ".join(plain(project.key_strategy).split()),
            "remarks": lined(project.remarks),
            "own": tuple(
                each.model_copy(update={"value": value})
                for each in project.own
                if (value := clean_cell(each.value))
            ),
        }
    )


def facts(project: Project) -> list[object]:
    """Return all that the table's columns say of a project, amounts and windows by meaning."""
    amount, signs = project.amount, project.signs
    return [
        *(project.name, project.customer, project.owner, project.product),
        *(project.stage, project.status, project.next_action),
        amount and (amount.low, amount.high, amount.currency),
        signs and (signs.earliest, signs.latest, signs.precision),
        [(contact.name, contact.cr) for contact in project.contacts],
        *(project.tender, project.key, project.key_strategy, project.tags, project.remarks),
        {each.name: each.value for each in project.own},
        min(project.created_at.date(), TODAY),
    ]


def sound(book: Book) -> bool:
    """Whether the method allows the projects: at the last stage none is open."""
    return all(
        (project.stage, project.status) != ("P7", "open") for project in book.projects.values()
    )


@given(books(), ENDINGS, LANGUAGES)
def test_import_of_an_export_is_the_identity(drawn: Book, ending: str, lang: str) -> None:
    projects = [typed(project, number) for number, project in enumerate(drawn.projects.values())]
    book = Book().with_projects(*projects)
    assume(projects and sound(book))
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"out.{ending}"
        export_table(book, path, lang)
        into_own = bring(path, book)
        afresh = bring(path)
    assert not into_own.refusals
    assert into_own.book is book
    assert [facts(project) for project in afresh.book.projects.values()] == [
        facts(project) for project in projects
    ]


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def saved_by_excel(cell: str, day: str) -> str:
    """Return a cell of a .csv as Excel writes it back, days in the form of its country."""
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", cell):
        return date.fromisoformat(cell).strftime(day)
    if found := re.fullmatch(r"([0-9]{4})-([0-9]{2})", cell):
        return f"{MONTHS[int(found[2]) - 1]}-{found[1][2:]}"
    if re.fullmatch(r"[0-9]+(\.[0-9]+)?", cell):
        return f"{float(cell):.15g}"
    return cell


@pytest.mark.parametrize("day", ["%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d", "%Y-%m-%d"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_what_excel_saves_of_our_text_file_changes_nothing(
    tmp_path: Path, day: str, encoding: str
) -> None:
    rows = [
        ("007", "12-5", "P2", "80-150万", "2027-01", "何总, 3/4", "2026-12-30"),
        ("12345678901234567", "A", "P1", "350k", "2026-11-30", "", "2026-11-18"),
        ("c", "B", "P3", "EUR 12345.67", "2026.10", "Ann", ""),
        ("d", "B", "P0", "约 1.5M", "2026-Q4", "", ""),
    ]
    header = ("Project", "Customer", "State", "Amount", "Signing", "Contacts", "Next on")
    before = bring(workbook(tmp_path / "in.xlsx", [header, *rows])).book
    path = tmp_path / "out.csv"
    export_table(before, path, "zh_CN")
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [[saved_by_excel(cell, day) for cell in row] for row in csv.reader(stream)]
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(cells)
    again = bring(path, before)
    assert not again.refusals
    assert again.book is before


@pytest.mark.parametrize("day", ["%m/%d/%Y", "%d.%m.%Y"])
def test_days_of_creation_that_excel_leaves_in_doubt_are_left_alone(
    tmp_path: Path, day: str
) -> None:
    header = ("Project", "Customer", "State")
    before = bring(workbook(tmp_path / "in.xlsx", [header, ("A", "x", "P1")])).book
    path = tmp_path / "out.csv"
    export_table(before, path, "en")
    lines = csv.reader(path.read_text().splitlines())
    rows = [[saved_by_excel(cell, day) for cell in row] for row in lines]
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows(rows)
    again = bring(path, before)
    assert (again.refusals, again.book is before) == ((), True)


def test_an_export_is_read_on_a_day_before_it(tmp_path: Path) -> None:
    rows = [("Project", "Customer", "State"), ("A", "x", "P1")]
    before = bring(workbook(tmp_path / "in.xlsx", rows)).book
    (project,) = before.projects.values()
    later = project.model_copy(update={"created_at": project.created_at + timedelta(days=400)})
    for ending in ("xlsx", "csv"):
        path = tmp_path / f"out.{ending}"
        export_table(before.with_projects(later), path, "zh_CN")
        assert not bring(path, before).refusals
        (found,) = bring(path).book.projects.values()
        assert found.created_at.date() == TODAY


def test_facts_are_the_same_however_written() -> None:
    assert project_key("Ａ  b", "C") == project_key("a b", "c")
    assert same_fact("a", "a")
    assert not same_fact("a", None)
