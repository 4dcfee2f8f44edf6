from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from deals.edits.patches import Patch, diff_books, invert
from deals.edits.stages import end_project, move_stage, snooze_rules
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.fields import PROJECT
from deals.merging.records import merge_patch
from deals.model import Book, Project, SavedView
from tests.deals.makers import TODAY, project, touch
from tests.deals.readings import LATER, reading
from tests.deals.values import books, projects, typed

POOL = tuple(
    project(stage, name=name).model_copy(update={"id": key})
    for key in "abc"
    for stage, name in (("P1", "net"), ("P2", "net"), ("P2", "core"))
)
A, B, C = POOL[0], POOL[3], POOL[6]
NEWER = POOL[1]


def apply(change: Patch, book: Book) -> Book:
    """The book after the change."""
    return merge_patch(change, book, prefer="ours").book


def test_a_patch_holds_what_changed_and_nothing_else() -> None:
    before = Book().with_projects(A, B)
    after = Book().with_projects(NEWER, C)
    change = diff_books(before, after)
    assert change.projects == {"a": (A, NEWER), "b": (B, None), "c": (None, C)}
    assert diff_books(before, before).projects == {}


def test_the_same_record_is_told_by_identity() -> None:
    twin = A.model_copy()
    change = diff_books(Book().with_projects(A), Book().with_projects(twin))
    assert change.projects["a"].after is twin


def test_others_records_survive_a_change_taken_in_late() -> None:
    change = diff_books(Book().with_projects(A), Book().with_projects(NEWER))
    now = apply(change, Book().with_projects(A, B))
    assert now == Book().with_projects(NEWER, B)
    assert now.projects["b"] is B


def test_a_patch_of_nothing_leaves_the_very_book() -> None:
    book = Book().with_projects(A)
    assert apply(Patch(), book) is book


def test_others_views_survive_a_change_taken_in_late() -> None:
    mine, stale, new = (SavedView(name=name) for name in ("mine", "stale", "new"))
    mended = SavedView(name="mine", filter="owner:me")
    others = SavedView(name="others")
    change = diff_books(Book(views=(mine, stale)), Book(views=(mended, new)))
    assert apply(change, Book(views=(mine, stale))).views == (mended, new)
    assert apply(change, Book(views=(others, stale, mine))).views == (others, mended, new)


@given(books(POOL), books(POOL))
def test_a_patch_leads_there_and_back(before: Book, after: Book) -> None:
    change = diff_books(before, after)
    assert apply(change, before) == after
    assert apply(invert(change), apply(change, before)) == before
    assert invert(invert(change)) == change


@given(books(POOL), books(POOL))
def test_a_patch_of_what_is_there_already_changes_nothing(before: Book, after: Book) -> None:
    change = diff_books(before, after)
    assert apply(change, after) is after


@given(projects(), st.sampled_from(PROJECT.typed), typed, st.integers(0, 4))
def test_undo_of_any_edit_gives_the_book_before(
    project: Project, field: str, text: str, kind: int
) -> None:
    edits: tuple[Callable[[], Project], ...] = (
        lambda: set_field(project, field, text, reading()),
        lambda: move_stage(project, 1, reading()),
        lambda: end_project(project, "lost", text, LATER),
        lambda: touch(project, text, LATER),
        lambda: snooze_rules(project, ["overdue"], TODAY.replace(year=2027), text, LATER),
    )
    before = Book().with_projects(project, A)
    try:
        changed = edits[kind]()
    except UserError:
        return
    change = diff_books(before, before.with_projects(changed))
    undone = apply(invert(change), apply(change, before))
    assert undone == before
    assert undone.projects[project.id] is project
