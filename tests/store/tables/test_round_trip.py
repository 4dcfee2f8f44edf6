"""An export is what an import reads: into an empty book the same, into its own book nothing."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import assume, given
from hypothesis import strategies as st

from deals.model import Book, Project
from store.tables.export import export_table
from store.tables.grid import clean_cell
from store.tables.project_rows import says_unknown
from store.tables.row_grouping import project_key, same_fact
from tests.store.tables.sheets import bring
from tests.strategies import books

ENDINGS = st.sampled_from(["xlsx", "csv", "tsv"])
LANGUAGES = st.sampled_from(["en", "zh_CN"])


def plain(text: str, otherwise: str = "") -> str:
    """Return a text as an editor's field gives it: one line, nothing blank around it.

    A mark for what is unknown, which says nothing, becomes `otherwise`.
    """
    line = clean_cell("".join(char if char.isprintable() else " " for char in text))
    return otherwise if says_unknown(line) or not line else line


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


def test_facts_are_the_same_however_written() -> None:
    assert project_key("Ａ  b", "C") == project_key("a b", "c")
    assert same_fact("a", "a")
    assert not same_fact("a", None)
