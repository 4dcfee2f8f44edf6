"""Projects as JSON, in the shape that scripts rely on: keys may be added, but none changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import orjson

from deals.compliance import Given, breaches
from deals.followups import Due
from deals.log import Entry, entries
from deals.model import (
    Amount,
    Change,
    Contact,
    Flag,
    NextAction,
    Project,
    Snooze,
    Touch,
    Window,
)
from deals.playbook import Playbook
from deals.playbook.people import Limits
from deals.triage import Assessment
from screens.kit.wording.flags import flag_next, flag_reason
from tui.output.rows import Listed

if TYPE_CHECKING:
    from store.rows import Tombstone


def project_record(
    project: Project, found: Assessment, playbook: Playbook, **more: Any
) -> dict[str, Any]:
    """One project with its flags, worst first, their texts in the language spoken now.

    Amounts are whole currency units, days ISO dates, `completion` the stage's weight from 0 to 1;
    what is not known is null. `more` is what else the record is to hold.
    """
    return {
        "id": project.id,
        "name": project.name,
        "customer": project.customer,
        "owner": project.owner,
        "product": project.product,
        "status": project.status,
        "stage": project.stage,
        "completion": playbook.weight(project.stage),
        "amount": _amount(project.amount),
        "signing": _signing(project.signs),
        "contacts": [_contact(one) for one in project.contacts],
        "next_action": _next_action(project.next_action),
        "severity": found.severity,
        "flags": [_flag(one, playbook) for one in found.flags],
        "days_left": found.days_left,
        "snoozed": [_asleep(flag, snooze) for flag, snooze in found.asleep],
        "end_reason": project.end_reason,
        "updated_at": project.updated_at.isoformat(),
        **more,
    }


def all_records(shown: Iterable[Listed], playbook: Playbook) -> list[dict[str, Any]]:
    """The records of the projects shown, in their order."""
    return [project_record(one.project, one.found, playbook) for one in shown]


def log_records(
    project: Project, limits: Limits, given: Sequence[Given] = ()
) -> list[dict[str, Any]]:
    """What happened on a project, the newest first, values as history keeps them.

    `kind` is change, touch or added; instants are ISO in UTC, a touch has the day it was on, what
    was spent in whole units of its currency, and the limits that it goes over.
    """
    names = {one.id: one.name for one in project.contacts}

    def entry(one: Entry) -> dict[str, Any]:
        match one.what:
            case Change() as change:
                told = change.model_dump(exclude={"at", "subject"})
                whose = {"subject": change.subject, "contact": names.get(change.subject or "")}
                return {"kind": "change", "at": change.at.isoformat(), **told, **whose}
            case Touch() as touch:
                over = [asdict(each) for each in breaches(touch, given, limits)]
                return {"kind": "touch", **_touch(touch, names), "over": over}
            case None:
                return {"kind": "added", "at": one.at.isoformat()}

    return [entry(one) for one in entries(project)]


def _touch(touch: Touch, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "on": touch.on,
        "contacts": [names[one] for one in touch.contacts if one in names],
        "how": touch.how,
        "note": touch.note,
        "id": touch.id,
        "worth": touch.worth,
        "currency": touch.currency,
        "by": touch.by,
    }


def given_records(given: Iterable[Given], limits: Limits) -> list[dict[str, Any]]:
    """What people were given by year, in whole units by currency, and whether that is too much."""
    return [
        {
            "kind": "given",
            "year": one.year,
            "contact": one.person.name,
            "subject": one.person.id,
            "sums": dict(one.sums),
            "occasions": one.occasions,
            "over": one.over(limits),
        }
        for one in given
    ]


def followup_records(every: Iterable[Due]) -> list[dict[str, Any]]:
    """The people to be seen: since which day, how late, on which project, and for what.

    `what` is null for somebody not touched for too long, `quiet` then says for how many days.
    """
    return [
        {
            "on": one.on,
            "late": one.late,
            "name": one.contact.name,
            "title": one.contact.title,
            "customer": one.project.customer,
            "project": one.project.name,
            "project_id": one.project.id,
            "contact_id": one.contact.id,
            "cr": one.contact.cr,
            "what": one.what,
            "quiet": one.quiet,
            "last_touch": one.last.on if one.last else None,
        }
        for one in every
    ]


def deleted_record(buried: Tombstone) -> dict[str, Any]:
    """What is left of a deleted project, as the one entry of its log."""
    who = {"by": buried.deleted_by, "id": buried.id, "name": buried.name}
    return {"kind": "deleted", "at": buried.deleted_at.isoformat(), **who}


def json_text(value: dict[str, Any] | Sequence[dict[str, Any]]) -> bytes:
    """A record or a list of them as UTF-8 JSON, laid out to be read by people too."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _amount(amount: Amount | None) -> dict[str, Any] | None:
    if amount is None:
        return None
    return {
        "low": amount.low,
        "high": amount.high,
        "currency": amount.currency,
        "text": amount.text,
    }


def _signing(window: Window | None) -> dict[str, Any] | None:
    if window is None:
        return None
    return {
        "earliest": window.earliest,
        "latest": window.latest,
        "precision": window.precision,
        "text": window.text,
    }


def _contact(contact: Contact) -> dict[str, Any]:
    return {
        "name": contact.name,
        "title": contact.title,
        "department": contact.department,
        "level": contact.level,
        "lines": contact.lines,
        "cr": contact.cr,
        "stance": contact.stance,
    }


def _next_action(action: NextAction | None) -> dict[str, Any] | None:
    return None if action is None else {"text": action.text, "on": action.on}


def _flag(flag: Flag, playbook: Playbook) -> dict[str, Any]:
    return {
        "rule": flag.rule,
        "severity": flag.severity,
        "reason": flag_reason(flag, playbook),
        "next": flag_next(flag, playbook),
    }


def _asleep(flag: Flag, snooze: Snooze) -> dict[str, Any]:
    return {"rule": flag.rule, "until": snooze.until, "reason": snooze.reason}
