"""Two machines that exchange exports: nothing doubles, nothing is lost, and they agree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.own_columns import drop_own, rename_own, set_own
from deals.edits.typed_fields import new_project, set_field
from deals.fields import PROJECT
from deals.history import changed_lines
from deals.merging.joining import join_projects
from deals.model import Book, Project, SourceRef, Stamp
from deals.own_columns import own_text
from deals.parsing.reading_context import ReadingContext
from store.tables.results import FieldChange, ImportResult
from store.tables.table_files import export_json, import_files
from tests.deals.makers import DEFAULT, NOW, TODAY

FIELDS = (
    "amount",
    "signs",
    "stage",
    "product",
    "next",
    "tender",
    "key",
    "key_strategy",
    "tags",
    "notes",
)
VALUES = {
    "amount": ("80万", "90万", "-"),
    "signs": ("2026-Q4", "2027-Q1"),
    "stage": ("P1", "P2", "P4"),
    "product": ("net", "-"),
    "next": ("call", "visit", "-"),
    "tender": ("2026-05-01", "2026-06-01", "-"),
    "key": ("yes", "no"),
    "key_strategy": ("win the CFO", "先攻财务", "-"),
    "tags": ("a", "a, b", "c", "-"),
    "notes": ("x", "x\ny", "y\nz", "-"),
    "own": ("电力", "港务", ""),
}


def reading(hour: int, by: str = "me", ids: str = "n") -> ReadingContext:
    numbers = iter(range(99))
    stamp = Stamp(NOW + timedelta(hours=hour), by, TODAY)
    return ReadingContext(DEFAULT, stamp, lambda: f"{ids}{next(numbers)}")


def write(book: Book, hour: int, by: str = "me", **texts: str) -> Book:
    """Write fields of the only project of a book."""
    (project,) = book.projects.values()
    given = reading(hour, by)
    for field, text in texts.items():
        if field == "own":
            project = set_own(project, "Region", text, given.stamp)
        else:
            project = set_field(project, field, text, given)
    return book.with_projects(project)


def bring(book: Book, other: Book) -> ImportResult:
    """Import the export of another machine."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "other.json"
        path.write_bytes(export_json(other))
        return import_files([path], book, reading(99))


def start(ids: str = "a", **texts: str) -> Book:
    """Return the book of a machine that has one project."""
    return Book().with_projects(new_project("甲", reading(0, ids=ids), customer="电力", **texts))


def seen_text(book: Book, field: str) -> str:
    """Return a field of the only project of a book."""
    (project,) = book.projects.values()
    return own_text(project, "Region") if field == "own" else PROJECT.specs[field].text(project)


def seen(book: Book) -> object:
    """Return what users see of the only project of a book."""
    (project,) = book.projects.values()
    texts = {field: PROJECT.specs[field].text(project) for field in FIELDS}
    moves = sorted((move.at, move.field, f"{move.old} {move.new}") for move in project.history)
    return texts, sorted((each.name, each.value) for each in project.own), moves


STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(sorted(VALUES)), st.integers(0, 3)), max_size=8
)


@given(st.booleans(), STEPS, STEPS)
def test_machines_agree_and_lose_nothing(
    same: bool, before: Sequence[tuple[bool, str, int]], after: Sequence[tuple[bool, str, int]]
) -> None:
    books = [start(amount="70万"), start("a" if same else "b", amount="70万")]
    last: dict[str, str] = {}
    for hour, (which, field, at) in enumerate(before, 1):
        text, untouched = VALUES[field][at % len(VALUES[field])], books[which]
        books[which] = write(untouched, hour, **{field: text})
        if books[which].projects != untouched.projects:
            last[field] = seen_text(books[which], field)
    books[0] = bring(books[0], books[1]).book
    books[1] = bring(books[1], books[0]).book
    assert seen(books[0]) == seen(books[1])
    assert bring(books[0], books[1]).book is books[0]
    single = {field: text for field, text in last.items() if field not in ("tags", "notes")}
    assert single == {field: seen_text(books[0], field) for field in single}
    for hour, (which, field, at) in enumerate(after, 20):
        books[which] = write(books[which], hour, **{field: VALUES[field][at % len(VALUES[field])]})
    ours, theirs = bring(books[0], books[1]).book, bring(books[1], books[0]).book
    assert seen(ours) == seen(theirs)
    assert len(ours.projects) == 1


@pytest.mark.parametrize("field", [*FIELDS, "own"])
def test_the_side_that_did_not_touch_a_field_never_wins(field: str) -> None:
    touched, other = VALUES[field][:2], "stage" if field != "stage" else "amount"
    base = write(start(), 1, **{field: touched[0]})
    here = write(base, 2, **{field: touched[1]})
    there = write(base, 3, **{other: VALUES[other][1]})
    for ours, theirs in ((here, there), (there, here)):
        (made,) = bring(ours, theirs).book.projects.values()
        (wanted,) = here.projects.values()
        if field == "own":
            assert made.own == wanted.own
        else:
            assert PROJECT.specs[field].text(made) == PROJECT.specs[field].text(wanted)


def test_what_a_side_took_away_stays_away_and_what_both_wrote_is_joined() -> None:
    base = write(start(), 1, tags="a, b", notes="one\ntwo")
    here = write(base, 2, tags="a, c", notes="one\ntwo\nours")
    there = write(base, 3, tags="b, d", notes="two\ntheirs")
    (made,) = bring(here, there).book.projects.values()
    assert sorted(made.tags) == ["c", "d"]
    assert sorted(made.remarks.split("\n")) == ["ours", "theirs", "two"]


def test_a_renamed_own_column_stays_one_and_comes_back_as_one() -> None:
    both = write(start(), 1, own="电力")
    here = rename_own(both, "Region", "Area", reading(2).stamp)
    there = write(both, 3, amount="80万")
    for ours, theirs in ((here, there), (there, here)):
        (made,) = bring(ours, theirs).book.projects.values()
        assert [(each.name, each.value) for each in made.own] == [("Area", "电力")]
    back = rename_own(bring(here, there).book, "Area", "Region", reading(5).stamp)
    (made,) = bring(here, back).book.projects.values()
    assert [(each.name, each.value) for each in made.own] == [("Region", "电力")]


def test_an_own_column_removed_stays_so() -> None:
    both = write(start(), 1, own="电力")
    here = drop_own(both, "region", reading(2).stamp)
    there = write(both, 3, amount="80万")
    for ours, theirs in ((here, there), (there, here)):
        (made,) = bring(ours, theirs).book.projects.values()
        assert made.own == ()


def test_projects_of_one_crm_record_are_one_and_stay_known() -> None:
    refs = (SourceRef(source="Salesforce", id="006"),)
    here, there = (
        book.with_projects(
            *(each.model_copy(update={"sources": refs}) for each in book.projects.values())
        )
        for book in (start("a"), write(start("b"), 1, name="甲 2", amount="80万"))
    )
    first = bring(here, there)
    (made,) = first.book.projects.values()
    assert (made.id, made.name, made.also) == ("a0", "甲 2", ("b0",))
    assert [remark.code for remark in first.outcomes[0].remarks] == ["same-project"]
    again = bring(first.book, there)
    assert again.book is first.book
    assert [outcome.kind for outcome in again.outcomes] == ["unchanged"]
    renamed = write(there, 5, name="乙", owner="周")
    (made,) = bring(first.book, renamed).book.projects.values()
    assert (made.id, made.name, made.owner) == ("a0", "乙", "周")


def test_a_project_renamed_before_the_first_exchange_is_the_same() -> None:
    there = write(write(start("b"), 1, name="乙"), 2, owner="周")
    (made,) = bring(start("a"), there).book.projects.values()
    assert (made.id, made.name, made.owner) == ("a0", "乙", "周")
    (made,) = bring(there, start("a")).book.projects.values()
    assert (made.id, made.name, made.owner) == ("b0", "乙", "周")


@pytest.mark.parametrize(
    "change",
    [
        lambda project: {"customer": "港务"},
        lambda project: {"owner": "周"},
        lambda project: {"apart": ("a0",)},
        lambda project: {"sources": (SourceRef(source="Salesforce", id="007"),)},
    ],
)
def test_other_deals_stay_two(change: Callable[[Project], dict[str, object]]) -> None:
    here, there = start("a"), start("b")
    refs = {"sources": (SourceRef(source="Salesforce", id="006"),)}
    here = here.with_projects(*(each.model_copy(update=refs) for each in here.projects.values()))
    there = there.with_projects(
        *(each.model_copy(update=change(each)) for each in there.projects.values())
    )
    assert len(bring(here, there).book.projects) == 2


def test_a_project_merged_away_does_not_return() -> None:
    book = start("a", amount="70万")
    other = new_project("乙", reading(0, ids="b"), customer="电力", amount="20万")
    both = book.with_projects(other)
    (kept,) = book.projects.values()
    made = join_projects(kept, other, reading(5).stamp).project
    merged = both.without(other.id).with_projects(made)
    assert bring(merged, both).book is merged
    back = bring(both, merged)
    assert [*back.book.projects] == [kept.id]
    assert back.book.projects[kept.id].amount == kept.amount
    assert [remark.code for outcome in back.outcomes for remark in outcome.remarks] == [
        "one-elsewhere"
    ]


def test_of_two_projects_the_chosen_one_stays() -> None:
    (kept,) = write(
        start("a"), 1, amount="70万", stage="P2", notes="ours", tags="x"
    ).projects.values()
    (other,) = write(
        start("b"), 3, amount="20万", stage="P4", notes="theirs", tags="y", tender="2026-05-01"
    ).projects.values()
    joined = join_projects(kept, other, reading(5).stamp)
    made = joined.project
    assert (made.amount, made.stage, made.tender) == (kept.amount, "P2", other.tender)
    assert (made.remarks, made.tags) == ("ours\ntheirs", ("x", "y"))
    assert {("amount", "20万", "70万"), ("stage", "P4", "P2")} <= {
        (move.field, move.old, move.new) for move in made.history
    }
    assert {(each.field, each.theirs) for each in joined.lost} == {
        ("amount", "20万"),
        ("stage", "P4"),
    }


def test_an_export_tells_what_changed_and_nothing_for_ever() -> None:
    base = start()
    there = write(base, 3, by="周", next="call")
    first = bring(base, there)
    assert first.outcomes[0].changes == (FieldChange("next", "", "call"),)
    assert not first.outcomes[0].remarks
    again = bring(write(first.book, 4, amount="9万"), there)
    assert (again.outcomes[0].kind, again.outcomes[0].still) == ("unchanged", ())


@pytest.mark.parametrize(
    ("old", "new", "moved"),
    [
        (None, "a", (None, "a")),
        ("a\nb", "a\nc", ("b", "c")),
        ("a", "a\n\nb", (None, "b")),
        ("a\nb", "b\na", ("a\nb", "b\na")),
        ("a\n\nb", "a\nb", ("a\n\nb", "a\nb")),
    ],
)
def test_a_move_of_notes_has_the_lines_that_changed(
    old: str | None, new: str | None, moved: tuple[str | None, str | None]
) -> None:
    assert changed_lines(old, new) == moved


def test_a_longer_history_keeps_notes_short() -> None:
    book, text = start(), ""
    for hour in range(1, 30):
        text = f"{text}\nweek {hour}:" + 20 * " word"
        book = write(book, hour, notes=text.strip())
    (project,) = book.projects.values()
    kept = sum(len(f"{move.old}{move.new}") for move in project.history)
    assert kept < 2 * len(project.remarks)
