"""The lessons that a project is shown, and how they are found."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deals.edits.typed_fields import write_review
from deals.errors import UserError
from deals.lessons import Lessons, is_reviewed, lesson_texts, review_text
from deals.model import Book, Comparison, Note, Project, Review
from tests.deals.makers import NOW, contact, project
from tests.deals.readings import LATER


def ended_project(id: str, **fields: object) -> Project:
    """Make a lost project with a lesson."""
    own: dict[str, object] = {"status": "lost", "review": Review(lessons="go early"), **fields}
    return project("P3", signs="", id=id, **own)


def lesson_ids(project: Project, *others: Project) -> list[str]:
    """Return the ids of the projects whose lessons are shown for a project."""
    book = Book().with_projects(project, *others)
    return [each.id for each in Lessons().for_project(book, project)]


MINE = project("P1", id="mine", customer="Harbour")
AGAINST = project("P1", id="mine", contacts=[contact("he", competitor="华信")])
COMPARED = project("P1", id="mine", comparisons=[Comparison(rival="Acme", dimension="price")])


@pytest.mark.parametrize(
    ("mine", "other", "found"),
    [
        (MINE, ended_project("old", customer="harbour "), True),
        (MINE, ended_project("old", customer="Harbour", status="open"), False),
        (MINE, ended_project("old", customer="Harbour", review=Review()), False),
        (MINE, ended_project("old", customer="Hill"), False),
        (project("P1", id="mine"), ended_project("old"), False),
        (AGAINST, ended_project("old", review=Review(rival="华信", lessons="x")), True),
        (COMPARED, ended_project("old", contacts=[contact("wu", competitor="ACME")]), True),
        (COMPARED, ended_project("old", review=Review(rival="Bolt", lessons="x")), False),
        (
            MINE,
            ended_project(
                "old",
                customer="Harbour",
                review=Review(),
                notes=[Note(key="review-late", text="the demo")],
            ),
            True,
        ),
    ],
)
def test_lessons_of_the_same_customer_or_competitor(
    mine: Project, other: Project, found: bool
) -> None:
    assert lesson_ids(mine, other) == (["old"] if found else [])


def test_the_same_customer_comes_first_then_the_latest() -> None:
    late = NOW + timedelta(days=1)
    mine = project("P1", id="mine", customer="Harbour", contacts=[contact("he", competitor="华信")])
    rival = ended_project("rival", review=Review(rival="华信", lessons="x"), updated_at=late)
    early, new = (
        ended_project("early", customer="Harbour"),
        ended_project("new", customer="Harbour"),
    )
    new = new.model_copy(update={"updated_at": late})
    assert lesson_ids(mine, rival, early, new) == ["new", "early", "rival"]


def test_lessons_follow_the_book() -> None:
    lessons = Lessons()
    book = Book().with_projects(MINE)
    assert lessons.for_project(book, MINE) == ()
    book = book.with_projects(ended_project("old", customer="Harbour"))
    assert [lesson.id for lesson in lessons.for_project(book, MINE)] == ["old"]
    assert lessons.for_project(book, book.projects["old"]) == ()


def test_every_word_is_looked_for_in_customer_competitor_and_reason() -> None:
    old = ended_project(
        "old", customer="Harbour", end_reason="Price", review=Review(rival="ＡＣＭＥ")
    )
    text = lesson_texts(old)
    assert all(word in text for word in ("harbour", "price", "acme"))


def test_a_review_is_written_field_by_field_and_taken_back() -> None:
    written = write_review(project(), "lessons", " go early ", LATER)
    assert (written.review.lessons, written.review.by, written.review.on) == (
        "go early",
        "林",
        LATER.today,
    )
    assert write_review(written, "lessons", "go early", LATER) is written
    written = write_review(written, "review-late", "the demo", LATER)
    assert review_text(written, "review-late") == "the demo"
    written = write_review(write_review(written, "review-late", " ", LATER), "lessons", "", LATER)
    assert written.notes == ()
    assert not is_reviewed(written)
    with pytest.raises(UserError, match="field-unknown"):
        write_review(written, "by", "x", LATER)
