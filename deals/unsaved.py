"""The lines that were left half typed: where each was typed, and whether the place remains."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from deals.model import Book, Project


class InputPlace(NamedTuple):
    """The place where a line is typed: what is asked for, of which project, of which record in it.

    `asked` is an English id, which every room that asks for the same uses. `project` is empty where
    the line is of no single one, `record` where it is of the project itself or of something that
    has no id of its own.
    """

    asked: str
    project: str = ""
    record: str = ""


class UnsavedLine(NamedTuple):
    """A line as it stood when the program left: whose, where, its label there, and since when.

    `project` is what the project was called then: it may be gone. `start` is what a text of several
    lines was made from.
    """

    id: str
    by: str
    place: InputPlace
    label: str
    text: str
    at: datetime
    project: str = ""
    start: str = ""


def place_is_gone(place: InputPlace, book: Book) -> bool:
    """Whether the project that a line was typed for, or the record in it, is no longer there."""
    if not place.project:
        return False
    project = book.projects.get(place.project)
    if project is None:
        return True
    return bool(place.record) and place.record not in _record_ids(project)


def _record_ids(project: Project) -> Iterator[str]:
    lists = (project.contacts, project.swot, project.strategies, project.causes, project.goals)
    for records in (*lists, project.plan):
        yield from (record.id for record in records)
    for row in project.plan:
        yield from (checkpoint.id for checkpoint in row.checkpoints)


def join_draft(start: str, mine: str, theirs: str) -> str:
    """Join two texts made from one, by lines: mine, without what they took out, and with what they
    put in, behind the line that it stands behind with them.
    """
    begun, added, gone = start.splitlines(), theirs.splitlines(), set(start.splitlines())
    gone -= set(added)
    lines = [line for line in mine.splitlines() if line not in gone or not line.strip()]
    for at, line in enumerate(added):
        if line in begun or line in lines or not line.strip():
            continue
        before = next((each for each in reversed(added[:at]) if each in lines), None)
        lines.insert(0 if before is None else lines.index(before) + 1, line)
    return "\n".join(lines)
