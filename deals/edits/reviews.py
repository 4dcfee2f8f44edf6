"""Writing the review of a project (method, section 8)."""

from __future__ import annotations

from deals.edits.lists import drop, put, set_value
from deals.lessons import FIELDS, PREFIX, review_text
from deals.model import Note, Project, Stamp
from deals.refusal import Refusal


def write_review(project: Project, name: str, text: str, stamp: Stamp) -> Project:
    """The project with one field of its review, or the answer `review-ID` to a question.

    Empty takes it away. Refusal `field-unknown`.
    """
    text = text.strip()
    if text == review_text(project, name):
        return project
    if name in FIELDS:
        update = {name: text, "by": stamp.by, "on": stamp.today}
        return set_value(project, "review", project.review.model_copy(update=update), stamp)
    if not name.startswith(PREFIX):
        raise Refusal("field-unknown", field=name, fields=" ".join(FIELDS))
    if not text:
        return drop(project, "notes", name, stamp)
    return put(project, "notes", Note(key=name, text=text, by=stamp.by, on=stamp.today), stamp)
