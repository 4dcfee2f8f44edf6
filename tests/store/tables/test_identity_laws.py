"""Laws of several tables over several weeks, with edits made here between them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from hypothesis import example, given
from hypothesis import strategies as st

from deals.edits.market import compare_with
from deals.edits.own_columns import set_own
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.market import rivals_of
from deals.merging.joining import join_projects
from deals.model import Book, Project
from store.tables.results import ImportOptions, ImportResult
from store.tables.row_grouping import JOINED
from tests.store.tables.test_identity import bring, reading

HEADER = "项目名称,客户,负责人,项目状态,产品,下一步,备注,标签,客户名单,CR,行业,竞争对手"
KEEP = ImportOptions(keep_going=True)
FIELDS: Mapping[str, Sequence[str]] = {
    "name": ("甲", "乙", "丙"),
    "customer": ("", "电力", "银行"),
    "owner": ("", "王", "周"),
    "stage": ("P1", "P2", "P4"),
    "product": ("A", "B"),
    "next": ("call", "visit 2026-04-01"),
    "notes": ("", "x", "y"),
    "tags": ("", "a", "a、b"),
}
ROWS = st.tuples(
    *map(st.sampled_from, FIELDS.values()),
    st.sampled_from([",", "何总,2", "何总、李工,3、1"]),
    st.sampled_from(["", "电力", "港务"]),
    st.sampled_from(["", "华为", "华为、ABB"]),
).map(",".join)
TABLES = st.dictionaries(
    st.sampled_from(["王", "周", "all"]), st.lists(ROWS, max_size=3), min_size=1
)
EDITS = st.tuples(st.integers(0, 9), st.sampled_from([*FIELDS]), st.integers(0, 2))


class Merging(NamedTuple):
    """Two projects, by their places, that are made one."""

    kept: int
    other: int


MERGINGS = st.builds(Merging, st.integers(0, 9), st.integers(0, 9))
STEPS = st.lists(TABLES | EDITS | MERGINGS, min_size=1, max_size=5)

Tables = Mapping[str, Sequence[str]]
Edit = tuple[int, str, int]
Step = Tables | Edit | Merging


def take_in(folder: str, book: Book, tables: Tables, week: int) -> ImportResult:
    """Import tables, the good rows beside refused ones."""
    return bring(Path(folder), book, tables, week, HEADER, KEEP)


def edit(book: Book, step: Edit, week: int) -> tuple[Book, str, str, str]:
    """Return the book with a field typed anew; of which project, which field, and the text."""
    number, field, choice = step
    projects = list(book.projects.values())
    project = projects[number % len(projects)]
    texts = FIELDS[field]
    try:
        after = set_field(project, field, texts[choice % len(texts)], reading(week))
    except UserError:
        after = project
    return book.with_projects(after), after.id, field, PROJECT.specs[field].text(after)


def unite(book: Book, step: Merging, week: int) -> Book:
    """Return the book with two projects made one; the same one where both are one."""
    projects = list(book.projects.values())
    kept, other = (projects[at % len(projects)] for at in step)
    if kept is other:
        return book
    joined = join_projects(kept, other, reading(week).stamp).project
    return book.with_projects(joined).without(other.id)


def walk(folder: str, steps: Sequence[Step]) -> Book:
    """Return the book that comes of tables, edits and merging, a week apart."""
    book = Book()
    for week, step in enumerate(steps):
        if isinstance(step, Mapping):
            book = take_in(folder, book, step, week).book
        elif isinstance(step, Merging):
            book = unite(book, step, week) if book.projects else book
        elif book.projects:
            book = edit(book, step, week)[0]
    return book


def seen(book: Book) -> list[object]:
    """Return all of a book that does not depend on the order in which it came to be."""
    return sorted(map(_seen_project, book.projects.values()), key=repr)


def _seen_project(project: Project) -> object:
    refs = sorted((ref.source, ref.owner, f"{ref.gone}", ref.says) for ref in project.sources)
    people = sorted((contact.name, contact.cr or 0) for contact in project.contacts)
    texts = [PROJECT.specs[field].text(project) for field in FIELDS]
    return texts, people, refs, project.own, sorted(rivals_of(project))


ROW = "甲,{},{},P1,A,call,,,,,,"
HANDED: list[Step] = [{"王": [ROW.format("电力", "王")], "周": []}]
SWAPPED: list[Step] = [
    {"王": [ROW.format("电力", "王"), ROW.format("银行", "王")]},
    (0, "customer", 2),
    (1, "customer", 1),
]
UNITED: list[Step] = [SWAPPED[0], Merging(0, 1)]


@given(STEPS, TABLES)
@example(HANDED, {"王": [], "周": [ROW.format("电力", "周")]})
@example(SWAPPED, {"王": [ROW.format("电力", "王"), ROW.format("银行", "王")]})
@example(UNITED, {"王": [ROW.format("电力", "王"), ROW.format("银行", "王")]})
def test_importing_again_changes_nothing(steps: list[Step], tables: Tables) -> None:
    with TemporaryDirectory() as folder:
        book = walk(folder, steps)
        first = take_in(folder, book, tables, 8)
        again = take_in(folder, first.book, tables, 9)
    assert again.book is first.book
    assert (again.gone, again.twins) == ((), first.twins)


@given(STEPS, TABLES)
def test_the_order_of_files_is_all_one(steps: list[Step], tables: Tables) -> None:
    with TemporaryDirectory() as folder:
        book = walk(folder, steps)
        turned = dict(reversed([*tables.items()]))
        books = [take_in(folder, book, each, 8).book for each in (tables, turned)]
    assert seen(books[0]) == seen(books[1])


@given(st.lists(TABLES, min_size=1, max_size=3), EDITS, TABLES)
def test_no_edit_is_lost(weeks: list[Tables], step: Edit, news: Tables) -> None:
    with TemporaryDirectory() as folder:
        book = walk(folder, weeks)
        if not book.projects:
            return
        before = book
        book, key, field, text = edit(book, step, 6)
        if book.projects[key] is before.projects[key]:
            return  # what a table said is the table's to change
        repeated = take_in(folder, book, weeks[-1], 7).book
        later = take_in(folder, repeated, news, 8).book
    assert PROJECT.specs[field].text(repeated.projects[key]) == text or not text
    now = PROJECT.specs[field].text(later.projects[key])
    past = {move.old for move in later.projects[key].history if move.field == field}
    assert now == text or not text or text in past or field in JOINED


def write_here(project: Project) -> Project:
    """Return the project with something written here beside all that tables say."""
    given = reading(6)
    project = set_field(project, "notes", f"{project.remarks}\nours", given)
    project = set_field(project, "tags", ", ".join((*project.tags, "ours")), given)
    project = compare_with(project, {"ours": ""}, (), given.stamp)
    return set_own(project, "行业", "ours", given.stamp)


@given(st.lists(TABLES, min_size=1, max_size=3), st.lists(TABLES, max_size=3))
def test_nothing_written_beside_tables_is_lost(weeks: list[Tables], later: list[Tables]) -> None:
    with TemporaryDirectory() as folder:
        book = walk(folder, weeks)
        book = book.with_projects(*map(write_here, book.projects.values()))
        ours = [*book.projects]
        for week, tables in enumerate([weeks[-1], *later], 7):
            book = take_in(folder, book, tables, week).book
    for project in map(book.projects.__getitem__, ours):
        assert "ours" in project.remarks.split("\n")
        assert "ours" in project.tags
        assert "ours" in rivals_of(project)
        assert ("own:行业", "ours") in {(move.field, move.new) for move in project.history}
