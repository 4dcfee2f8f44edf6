"""The fields of a review: which there are, by part, what they are called. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deals.lessons import LESSON_FIELDS, PREFIX, review_answers
from deals.model import Project
from deals.playbook import Playbook
from deals.project_notes import OUTLOOK_KEYS
from wording import N_, _, language
from wording.names import status_name
from wording.record_names import note_title

NAMES = {
    "result": N_("Result"),
    "reasons": N_("Why it ended so"),
    "worked": N_("What worked"),
    "failed": N_("What did not"),
    "lessons": N_("Lessons"),
    "rival": N_("Competitor"),
    "rival_did": N_("What they did"),
    "rival_why": N_("Why they won or lost"),
}
GOING_ON = ("open", "on_hold")
"""A project that goes on has its outlook first; of one that ended it stands behind the review."""


def review_field_names(project: Project, playbook: Playbook) -> list[str]:
    """Return what can be written, in order; answers to dropped questions stay to be read."""
    asked = [PREFIX + question.id for question in playbook.review]
    kept = [answer.key for answer in review_answers(project) if answer.key not in asked]
    return [*LESSON_FIELDS, *asked, *kept]


def review_name(name: str, playbook: Playbook) -> str:
    """Return what a field is called, or the question."""
    if name in NAMES:
        return _(NAMES[name])
    if name in OUTLOOK_KEYS:
        return note_title(playbook, name)
    asked = (
        question.text.of(language()) for question in playbook.review if PREFIX + question.id == name
    )
    return next(asked, name.removeprefix(PREFIX))


def list_review_parts(project: Project, playbook: Playbook) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the parts of the review: what each is called, and its fields."""
    names = review_field_names(project, playbook)
    rival = [name for name in LESSON_FIELDS if name.startswith("rival")]
    yield _("Our project"), [name for name in LESSON_FIELDS if name not in rival]
    yield _("The competitor's project"), rival
    if questions := [name for name in names if name not in LESSON_FIELDS]:
        yield _("Questions"), questions


def ending_text(project: Project) -> str:
    """Return how the project ended, as a start for the result."""
    reason = project.end_reason
    return status_name(project.status) + (_(": ") + reason if reason else "")
