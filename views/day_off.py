"""What is said of a due day that is a day off, and the text with a working day instead. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from deals.model import NextAction
from deals.working_days import WorkCalendar
from views.field_values import weekday_name
from views.short_days import short_day
from views.styled_text import StyledText, TextLine, line
from wording import _

WORKING_KEY = "F9"
"""The key that takes the next working day for a day off."""


class DatedText(NamedTuple):
    """The due day that a text says, and how the text says another one instead."""

    on: date
    rewrite: Callable[[date], str]


ReadDated = Callable[[str], DatedText | None]
"""Finds the due day in a text; None where it says none. What it refuses is said elsewhere."""


def no_due_day(_text: str) -> None:
    """Find no due day: the text has none, or none that anybody works on."""


def dated_action(action: NextAction | None) -> DatedText | None:
    """Return the day of a next action, and how it is typed with another one."""
    if action is None or action.on is None:
        return None
    from deals.parsing.next_actions import next_text

    return DatedText(action.on, lambda day: next_text(action.model_copy(update={"on": day})))


def remark_day_off(day: date | None, calendar: WorkCalendar, today: date) -> TextLine:
    """Return that a day is a day off, and which working day a key takes; nothing of others."""
    text = say_day_off(day, calendar, today)
    return line(StyledText(text + "  ", "amber")) if text else ()


def say_day_off(day: date | None, calendar: WorkCalendar, today: date, *, key: bool = True) -> str:
    """Say that a day is a day off, and the next working day, which a `key` takes where one may be
    pressed; empty for others.
    """
    if day is None or not calendar.is_day_off(day):
        return ""
    text = _choose_sentence(bool(calendar.find_holiday(day)), key).format(
        key=WORKING_KEY,
        day=_name_day(day, today),
        holiday=calendar.find_holiday(day),
        next=_name_day(calendar.next_working_day(day), today),
    )
    if calendar.is_settled(day):
        return text
    unknown = _("which weekends of {year} are worked is not known yet").format(year=day.year)
    return _("; ").join((text, unknown))


def _choose_sentence(named: bool, key: bool) -> str:
    if key:
        if named:
            return _("{day} is a day off, {holiday}; {key}: {next}")
        return _("{day} is a day off; {key}: {next}")
    if named:
        return _("{day} is a day off, {holiday}; next working day: {next}")
    return _("{day} is a day off; next working day: {next}")


def _name_day(day: date, today: date) -> str:
    return f"{weekday_name(day)} {short_day(day, today)}"
