"""A field's value as it was understood, in words: what stands beside a line being typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deals.errors import UserError
from deals.model import Amount, Contact, NextAction, SigningPeriod
from deals.parsing.contact_line import contact_text, contacts_text
from deals.parsing.reading_context import ReadingContext
from deals.playbook.stage_names import NamedState
from views.styled_text import StyledText, TextLine, line
from wording import _, language, say
from wording.names import amount_words, level_name, role_name, status_name
from wording.times import window_name


def echo_value(field_id: str, text: str, reading: ReadingContext) -> TextLine:
    """Return what `text` would become in the field, or in a word why it cannot."""
    from deals.fields import PROJECT

    try:
        value = PROJECT[field_id].parse(text, reading)
    except UserError as refusal:
        return line(StyledText(say(refusal), "amber"))
    return line(StyledText("= ", "dim"), StyledText(value_text(field_id, value, reading), "good"))


def value_text(field_id: str, value: object, reading: ReadingContext) -> str:
    """Return a value of the field in words."""
    if not value:
        return _("nothing")
    if isinstance(value, str):
        return _word(field_id, value, reading)
    if isinstance(value, NamedState):
        named = ("stage", value.stage) if value.stage else ("status", f"{value.status}")
        return _word(*named, reading)
    if isinstance(value, tuple):
        return _contacts(value)
    return _figure(value, reading.stamp.today)


def _word(field_id: str, value: str, reading: ReadingContext) -> str:
    if field_id == "stage":
        return f"{value} {reading.playbook.stage(value).name.of(language())}"
    return status_name(value) if field_id == "status" else value


def _figure(value: object, today: date) -> str:
    match value:
        case Amount():
            return f"{amount_words(value)} {value.currency}"
        case SigningPeriod():
            return _window(value, today)
        case NextAction():
            return _next(value)
        case date():
            return day_text(value)
        case _:
            return str(value)


def day_text(day: date) -> str:
    """Return a day with its weekday."""
    names = _("Mon Tue Wed Thu Fri Sat Sun").split()
    return f"{day.isoformat()} {names[day.weekday()]}"


def _window(window: SigningPeriod, today: date) -> str:
    left = (window.latest - today).days
    if window.precision == "day":
        days = window_name(window)
    else:
        days = _("{first} to {last}").format(
            first=window.earliest.isoformat(), last=window.latest.isoformat()
        )
        days = f"{window_name(window)}: {days}"
    distance = _("{days}d").format(days=left)
    return f"{days} ({distance})"


def _next(action: NextAction) -> str:
    if action.on is None:
        no_day = _("no day")
        return f"{action.text} ({no_day})"
    return f"{action.text} @ {day_text(action.on)}"


def _contacts(people: Sequence[Contact]) -> str:
    return f"{len(people)}: {contacts_text(people)}"


def describe_contact(contact: Contact) -> str:
    """Return the person in one line, level and role in the user's language."""
    parts = [contact_text(contact.model_copy(update={"level": None}))]
    parts += [level_name(contact.level)] if contact.level else []
    parts += [role_name(contact.role)] if contact.role else []
    return " ".join(parts)
