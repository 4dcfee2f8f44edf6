"""Settling what the tables leave open: a project that is gone from one, and twins that are none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from deals.edits.planning import put_row
from deals.edits.records import apply_edit, tracked_change
from deals.edits.typed_fields import write_field
from deals.history import KEPT, PARTED
from deals.model import Book, NextAction, PlanRow, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from deals.twins import twins_of

DAYS_TO_ASK = 2
"""In how many days an owner is to be asked."""


def keep_missing(project: Project, stamp: Stamp) -> Project:
    """Return the project that stays although tables no longer hold it; its log says so."""
    missing = project.missing_from
    if not missing:
        return project
    refs = tuple(
        ref.model_copy(update={"kept": True}) if ref in missing else ref for ref in project.sources
    )
    moves = (tracked_change(stamp, KEPT, None, ref.source) for ref in missing)
    return apply_edit(project, stamp, {"sources": refs}, *moves)


def part_twins(book: Book, project: Project, stamp: Stamp) -> Project:
    """Return the project that is a deal of its own beside its twins in a book."""
    return part_from(project, {twin.id: twin.owner for twin in twins_of(book, project)}, stamp)


def part_from(project: Project, twins: Mapping[str, str], stamp: Stamp) -> Project:
    """Return the project that is a deal of its own beside its twins, the owners of these by id."""
    fresh = {id_: owner for id_, owner in twins.items() if id_ not in project.apart}
    if not fresh:
        return project
    moves = (tracked_change(stamp, PARTED, None, owner) for owner in fresh.values())
    return apply_edit(project, stamp, {"apart": (*project.apart, *fresh)}, *moves)


def plan_question(project: Project, text: str, reading: ReadingContext) -> Project:
    """Return the project with a question to be asked; the same project where it is planned already.

    It is the next action where there is none, else a row of the plan: what comes next stays, with
    its day.
    """
    day, known = reading.stamp.today + timedelta(days=DAYS_TO_ASK), project.next_action
    if known is None:
        return write_field(project, "next", NextAction(text=text, on=day), reading)
    rows = (row.content for row in project.plan if row.state in ("open", "doing"))
    if text in known.text or text in rows:
        return project
    row = PlanRow(id=reading.new_id(), content=text, end=day, responsible=reading.stamp.by)
    return put_row(project, row, reading.stamp)
