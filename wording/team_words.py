"""What paths of a project's flat document are called, and operations that do not stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import unquote

from pydantic import ValidationError

from deals.book_change import Departure
from deals.model import Amount
from wording.language import N_, _, pgettext
from wording.names import amount_words, change_name, field_name, person_field_name, touch_name
from wording.sync_sentences import (
    ADVICE,
    ADVICE_GIVEN,
    ADVICE_NEW,
    ADVICE_OTHERWISE,
    ADVICE_OVERTAKEN,
    BRIEFS,
    GIVEN,
    OTHERWISE,
    REASONS,
)

_CONTACT_NAME = re.compile("contacts/[^/]+/name")
NAMES = {"next_action": "next"}
SHARED_NAMES = {
    "competitors": N_("competitors"),
    "products": N_("products"),
    "targets": N_("targets"),
    "exchange_rates": N_("exchange rates"),
    "win_rates": N_("win rates"),
    "measures": N_("measures of success"),
    "store_settings": N_("fiscal year"),
}
WHOLE, DELETION, LISTS = N_("the whole project"), N_("its deletion"), N_("shared lists")
CONTACT = N_("a contact")
GONE = N_("removed")
OF_OTHERS = frozenset({"project", "left"})
"""The reasons that a project is somebody else's by now."""


def departure_words(departure: Departure) -> str:
    """Return why a project has left this copy, as a sentence without its name."""
    match departure.kind:
        case "given" if departure.by:
            text = _("{by} has handed this project over to {person}")
        case "given":
            text = _("this project was handed over to {person}")
        case "scope":
            text = _("this project is left out by the scope of this copy")
        case "unseen":
            text = _("you do not see this project any more")
        case _:
            text = _("someone else has deleted this project")
    return text.format(person=departure.person, by=departure.by)


def list_failed_people(
    failures: Iterable[Mapping[str, Any]], project: str, known: Mapping[str, str]
) -> dict[str, str]:
    """Return the names of a project's contacts by id: those known, and those that operations on it
    were to add.
    """
    named = {
        str(each["path"]).split("/")[1]: str(each.get("value") or "")
        for each in failures
        if each["project"] == project and _CONTACT_NAME.fullmatch(str(each.get("path")))
    }
    return {**named, **known}


def failure_project(failure: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """Return the name of the project that an operation was on."""
    key = str(failure["project"])
    return _(LISTS) if key == "@lists" else names.get(key) or str(failure.get("name") or key)


def path_words(failure: Mapping[str, Any], people: Mapping[str, str]) -> str:
    """Return what an operation was to change; `people` are the project's contacts by id."""
    if failure["kind"] == "create":
        return _(WHOLE)
    if failure["kind"] == "delete":
        return _(DELETION)
    head, *rest = str(failure["path"]).split("/")
    if head in SHARED_NAMES:
        return " ".join([_(SHARED_NAMES[head]), *(unquote(part) for part in rest[:1])])
    if head == "contacts" and rest:
        field = person_field_name(rest[1]) if len(rest) > 1 else ""
        name = people.get(rest[0]) or str(failure.get("person") or "") or _(CONTACT)
        return " ".join(filter(None, [name, field]))
    return _heading(NAMES.get(head, head))


def _heading(field: str) -> str:
    named = change_name(field)
    return named if named != field else field_name(field)


def mine_words(failure: Mapping[str, Any]) -> str:
    """Return what an operation was to put; nothing of a whole project or its deletion."""
    path, value = str(failure.get("path") or ""), failure.get("value")
    if failure["kind"] not in ("field", "entry"):
        return ""
    if value is True:
        return pgettext("team", "added") if path.count("/") == 1 else pgettext("team", "yes")
    if value is False and path.count("/") != 1:
        return pgettext("team", "no")
    return value_words(value)


def theirs_words(failure: Mapping[str, Any]) -> str:
    """Return what stands in the place of an operation that was overtaken."""
    if failure["kind"] == "delete":
        return _("the project, edited later")
    return value_words(failure.get("theirs"))


def value_words(value: Any) -> str:
    """Return a value as it may stand in a line."""
    if value is None or value is False:
        return _(GONE)
    if isinstance(value, dict):
        if (amount := _read_amount(value)) is not None:
            return amount_words(amount)
        return _touch_words(value) if "how" in value else _record_words(value)
    if isinstance(value, list):
        texts = (part for part in value if isinstance(part, str) and part)
        return ", ".join(texts)
    return "" if value is True else str(value)


def _read_amount(record: Mapping[str, Any]) -> Amount | None:
    """Read an amount, to be written in one form however each side has typed it."""
    if "low" not in record or "currency" not in record:
        return None
    try:
        return Amount.model_validate(record)
    except ValidationError:
        return None


def _touch_words(touch: Mapping[str, Any]) -> str:
    """Return a touch as it was written, so that it can be written again."""
    head = f"{touch_name(str(touch['how']))} {touch.get('on') or ''}".strip()
    return ": ".join(filter(None, [head, str(touch.get("note") or "")]))


def _record_words(record: Mapping[str, Any]) -> str:
    """Return what a record says first, or all of its plain values."""
    named = (record.get(name) for name in ("text", "note", "name", "value", "cr", "stance"))
    first = next((text for text in named if text not in (None, "")), None)
    if first is not None:
        return str(first)
    plain = (each for each in record.values() if isinstance(each, str | int | float))
    return ", ".join(str(each) for each in plain if each not in ("", True, False))


def writer_words(failure: Mapping[str, Any]) -> str:
    """Return who wrote what stands in the place of an operation that was overtaken."""
    if failure.get("own"):
        return pgettext("team", "you, on another machine")
    return str(failure.get("by") or "?")


def reason_words(failure: Mapping[str, Any]) -> str:
    """Return why an operation does not stand."""
    reason, receiver = str(failure.get("reason") or ""), failure.get("receiver")
    if receiver and reason in OF_OTHERS:
        return _(GIVEN).format(person=receiver)
    words = REASONS.get(reason)
    return _(words) if words else _(OTHERWISE).format(reason=reason or "?")


def brief_words(failure: Mapping[str, Any]) -> str:
    """Return in a word or two why an operation does not stand."""
    reason, receiver = str(failure.get("reason") or ""), failure.get("receiver")
    if receiver and reason in OF_OTHERS:
        return _(BRIEFS["left"])
    return _(BRIEFS[reason]) if reason in BRIEFS else pgettext("team", "refused")


def advice_words(failure: Mapping[str, Any], kind: str) -> str:
    """Return what to do about an operation that was `refused` or `overtaken`."""
    reason = str(failure.get("reason") or "")
    if kind == "refused" and reason == "owner" and failure["kind"] == "create":
        return _(ADVICE_NEW)
    if kind == "refused" and failure.get("receiver") and reason in OF_OTHERS:
        return _(ADVICE_GIVEN).format(person=failure["receiver"])
    if kind == "refused":
        return _(ADVICE.get(reason, ADVICE_OTHERWISE))
    return _(ADVICE.get(reason, ADVICE_OVERTAKEN))
