"""Projects with a past, told in a line, and how they stood on a day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from deals.model import Change, Project
from deals.numbers.journeys import Journey, JourneyTrail
from deals.parsing.windows import parse_window
from tests.deals.makers import DEFAULT, project

FIRST = date(2026, 1, 1)


def day(number: int) -> date:
    """Return the day so many days after `FIRST`."""
    return FIRST + timedelta(number)


def story(id_: str, *events: tuple[int, str], owner: str = "林", signs: str = "") -> Project:
    """Make a project of what happened to it, by numbers of days, the first being its creation.

    An event is a stage (`P3`), a status (`lost`), an owner (`owner:周`) or a window
    (`signs:2026-Q4`); at its creation a project is at its first stage or has its first status.
    """
    values: dict[str, str | None] = {"stage": "P0", "status": "open", "owner": owner}
    values["signs"] = signs or None
    history = list[Change]()
    begun = events[0][0]
    for number, text in events:
        field, value = _read_event(text)
        if number > begun:
            at = datetime.combine(day(number), time(9), UTC)
            history.append(Change(at=at, by="林", field=field, old=values[field], new=value))
        values[field] = value
    created = datetime.combine(day(begun), time(8), UTC)
    return project(
        values["stage"] or "",
        id=id_,
        name=id_,
        status=values["status"],
        owner=values["owner"],
        signs=values["signs"] or "",
        history=tuple(history),
        created_at=created,
    )


def _read_event(text: str) -> tuple[str, str]:
    field, colon, value = text.partition(":")
    if colon:
        return field, value
    return ("stage" if text.startswith("P") else "status"), text


def state_on(there: Project, on: date) -> Project | None:
    """Return a project as it stood at the end of a day, None before its creation."""
    if there.created_at.date() > on:
        return None
    values = dict[str, object]()
    for field in ("stage", "status", "owner", "signs"):
        moves = [change for change in there.history if change.field == field]
        past = [change for change in moves if change.on <= on]
        if moves:
            text = past[-1].new if past else moves[0].old
            values[field] = parse_window(text) if text and field == "signs" else text
    return there.model_copy(update=values)


def journey_on(there: Project, on: date) -> Journey | None:
    """Trace the journey of a project up to a day; None where it was not there."""
    return JourneyTrail(there, DEFAULT, partial(state_on, there)).until(on)


def journey(there: Project, until: int) -> Journey:
    """Trace the journey of a project up to a day."""
    traced = journey_on(there, day(until))
    assert traced is not None
    return traced


def journeys(every: Sequence[Project], until: int) -> list[Journey]:
    """Trace the journeys of projects up to a day."""
    return [journey(there, until) for there in every]
