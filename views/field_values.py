"""A field's value as it was understood, in words: what stands beside a line being typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

from deals.errors import UserError
from deals.model import Amount, Contact, NextAction, Project, SigningPeriod
from deals.playbook.stage_names import NamedState
from views.styled_text import StyledText, TextLine, line
from wording import _, add_note, language, ngettext, say
from wording.names import (
    FUNCTIONS,
    LEVEL_NAMES,
    amount_words,
    answer_name,
    function_name,
    level_name,
    person_field_name,
    role_name,
    status_name,
)
from wording.times import name_about, unread_days_note, window_name

if TYPE_CHECKING:
    from deals.parsing.reading_context import ReadingContext


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
        return _(", ").join(value) if field_id == "tags" else _contacts(value)
    return _figure(value, reading.stamp.today)


def _word(field_id: str, value: str, reading: ReadingContext) -> str:
    if field_id == "stage":
        return f"{value} {reading.playbook.stage(value).name.of(language())}"
    return status_name(value) if field_id == "status" else value


def _figure(value: object, today: date) -> str:
    match value:
        case Amount():
            return amount_words(value)
        case SigningPeriod():
            return _window(value, today)
        case NextAction():
            return _next(value)
        case date():
            return day_text(value)
        case True:
            return _("yes")
        case _:
            return str(value)


def day_text(day: date) -> str:
    """Return a day with its weekday."""
    return f"{day.isoformat()} {weekday_name(day)}"


def weekday_name(day: date) -> str:
    """Return the day of the week of a day, in short."""
    return _("Mon Tue Wed Thu Fri Sat Sun").split()[day.weekday()]


def days_away(day: date, today: date) -> str:
    """Say how far off a day is, or how long past."""
    left = (day - today).days
    if not left:
        return _("today")
    if left > 0:
        return ngettext("{count} day left", "{count} days left", left).format(count=left)
    return ngettext("{count} day ago", "{count} days ago", -left).format(count=-left)


def _window(window: SigningPeriod, today: date) -> str:
    left = (window.latest - today).days
    if window.precision == "day":
        days = window_name(window)
    else:
        days = _("{first} to {last}").format(
            first=window.earliest.isoformat(), last=window.latest.isoformat()
        )
        days = window_name(window) + _(": ") + days
    distance = _("{days}d").format(days=left)
    return add_note(days, distance)


def _next(action: NextAction) -> str:
    if action.on is None:
        note = unread_days_note(action) or _("no date")
        return add_note(action.text, note)
    return f"{action.text} @ {day_text(action.on)}"


def _contacts(people: Sequence[Contact]) -> str:
    return f"{len(people)}" + _(": ") + people_text(people)


_CONSTANT_NAMES: Mapping[str, Callable[[str], str]] = {
    "status": status_name,
    "signs": name_about,
    "key": answer_name,
    "level": lambda level: level_name(level).removesuffix(" level"),
    "role": role_name,
    "function": function_name,
}


def name_constant(field_id: str, text: str) -> str:
    """Return a field's text as it is typed in the user's language; in English constants are words,
    but for levels: `high` is shown as executive everywhere, so it is typed by that too.

    Every reader of such a field reads the names of its constants too.
    """
    if not text or field_id not in _CONSTANT_NAMES or (language() == "en" and field_id != "level"):
        return text
    return _CONSTANT_NAMES[field_id](text)


def project_field_text(project: Project, field_id: str) -> str:
    """Return a project's field as it is typed in the user's language."""
    from deals.fields import PROJECT

    if field_id == "contacts":
        return people_text(project.contacts)
    return name_constant(field_id, PROJECT[field_id].text(project))


def people_text(people: Sequence[Contact]) -> str:
    """Return people as they are typed, their levels by name."""
    from deals.parsing.contact_line import contacts_text

    return contacts_text(people, _level_words())


def _level_words() -> dict[str, str]:
    return {level: name_constant("level", level) for level in LEVEL_NAMES}


def describe_people(before: Project | None, after: Project) -> str:
    """Return the people whom an edit changed, each in one line, and the influences that it drew."""
    names = {contact.id: contact.name for contact in after.contacts}
    known = before.contacts if before else ()
    drawn = [sway for sway in after.influences if not before or sway not in before.influences]
    parts = [describe_contact(contact, names) for contact in after.contacts if contact not in known]
    parts += [
        f"{names[sway.source]} > {names[sway.target]} {sway.strength}{'+' if sway.favour else '-'}"
        for sway in drawn
    ]
    return _("; ").join(parts)


def describe_contact(contact: Contact, names: Mapping[str, str]) -> str:
    """Return the person in one line, level and role in the user's language; `names` is by id."""
    from deals.parsing.contact_line import contact_text

    parts = [contact_text(contact.model_copy(update={"level": None}))]
    parts += [level_name(contact.level)] if contact.level else []
    parts += [role_name(contact.role)] if contact.role else []
    parts += [_(FUNCTIONS[contact.function])] if contact.function else []
    parts += [_("outside")] if contact.outside else []
    if contact.reports_to is not None and contact.reports_to in names:
        parts.append(person_field_name("reports_to") + _(": ") + names[contact.reports_to])
    return " ".join([*parts, *filter(None, (contact.phone, contact.email))])


def stage_text(project: Project) -> str:
    """Return the last stage completed, and the end of a project that is closed (`P4 lost`)."""
    if project.status == "open":
        return project.stage
    return f"{project.stage} {status_name(project.status)}"
