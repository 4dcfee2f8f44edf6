"""The lessons of ended projects, and for which projects to read them (method, section 8).

A book of ten thousand projects is gone through once for each state of it; what is asked then is
looked up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from deals import market
from deals.fields import REVIEW
from deals.model import Book, Note, Project, Review
from deals.parsing.text import fold_text

PREFIX = "review-"
"""The start of the key of a note that answers a question of the review; its id follows."""
LESSON_FIELDS = REVIEW.typed
"""The fields of a review in the order they are written."""
_NOTHING = Review()


def review_answers(project: Project) -> tuple[Note, ...]:
    """List the notes that answer questions of the review."""
    return tuple(note for note in project.notes if note.key.startswith(PREFIX) and note.text)


def review_text(project: Project, name: str) -> str:
    """Return a field of the review, or the answer kept under `review-ID`; empty for none."""
    if name in LESSON_FIELDS:
        text: str = getattr(project.review, name)
        return text
    return next((note.text for note in project.notes if note.key == name), "")


def is_reviewed(project: Project) -> bool:
    """Whether anything was written into the review."""
    if project.review != _NOTHING and any(review_text(project, field) for field in LESSON_FIELDS):
        return True
    return bool(project.notes) and bool(review_answers(project))


def rivals_met(project: Project) -> frozenset[str]:
    """List the competitors met on a project, folded, that of the review among them."""
    met = (project.review.rival, *market.rivals_of(project))
    return frozenset(fold_text(rival) for rival in met if rival)


def lesson_texts(project: Project) -> str:
    """Join the texts that a project's lessons are searched in, folded."""
    texts = [project.name, project.customer, project.product or "", project.end_reason or ""]
    texts += [review_text(project, field) for field in LESSON_FIELDS]
    texts += [note.text for note in review_answers(project)]
    return "\n".join((fold_text("\n".join(texts)), *sorted(rivals_met(project))))


@dataclass
class _ReviewedProjects:
    """The reviewed projects of one book, the latest first, by customer and by competitor."""

    book: Book | None = None
    every: tuple[Project, ...] = ()
    customers: dict[str, list[Project]] = field(default_factory=dict)
    rivals: dict[str, list[Project]] = field(default_factory=dict)


class Lessons:
    """The reviews of a book's ended projects, sorted out once while the book is the same."""

    def __init__(self) -> None:
        self._kept = _ReviewedProjects()

    def every(self, book: Book) -> tuple[Project, ...]:
        """List all ended projects with something in their review, the latest first."""
        return self._of(book).every

    def for_project(self, book: Book, project: Project) -> tuple[Project, ...]:
        """List the lessons of the same customer, then those against a competitor it meets."""
        kept = self._of(book)
        same = kept.customers.get(fold_text(project.customer), []) if project.customer else []
        against = [
            ended for rival in sorted(rivals_met(project)) for ended in kept.rivals.get(rival, [])
        ]
        found = {ended.id: ended for ended in (*same, *against) if ended.id != project.id}
        return tuple(found.values())

    def matching(self, book: Book, fits: Iterable[Callable[[str], bool]]) -> tuple[Project, ...]:
        """List the reviewed projects whose texts pass every one of the tests `fits`."""
        words = tuple(fits)
        every = ((project, lesson_texts(project)) for project in self.every(book))
        return tuple(project for project, text in every if all(fit(text) for fit in words))

    def _of(self, book: Book) -> _ReviewedProjects:
        if self._kept.book is not book:
            self._kept = _sort_reviews(book)
        return self._kept


def _sort_reviews(book: Book) -> _ReviewedProjects:
    found = [
        project
        for project in book.projects.values()
        if project.status != "open" and is_reviewed(project)
    ]
    found.sort(key=lambda project: (project.updated_at, project.id), reverse=True)
    kept = _ReviewedProjects(book, tuple(found))
    for project in found:
        if project.customer:
            kept.customers.setdefault(fold_text(project.customer), []).append(project)
        for rival in rivals_met(project):
            kept.rivals.setdefault(rival, []).append(project)
    return kept
