"""The fields of a project that people edit as text: how each is read, and what an editor shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from deals.errors import UserError
from deals.model import Amount, Contact, Level, NextAction, Project, SigningPeriod, Stamp, Status
from deals.parsing.amounts import HOME, parse_amount, written_amount
from deals.parsing.contact_line import contacts_text, parse_contacts
from deals.parsing.days import next_text, parse_day, parse_next, parse_window, window_text
from deals.parsing.text import fold_text
from deals.playbook import Playbook

FieldValue = TypeVar("FieldValue")

FIELDS = (
    "name",
    "customer",
    "owner",
    "stage",
    "status",
    "amount",
    "signs",
    "contacts",
    "next",
    "next_on",
    "product",
)
"""The ids of the fields, in the order in which an editor walks them."""

_STATUSES: Mapping[str, Status] = {
    "open": "open",
    "进行中": "open",
    "on_hold": "on_hold",
    "on hold": "on_hold",
    "hold": "on_hold",
    "暂停": "on_hold",
    "搁置": "on_hold",
    "won": "won",
    "赢单": "won",
    "lost": "lost",
    "丢单": "lost",
    "abandoned": "abandoned",
    "放弃": "abandoned",
}

_REASONED: frozenset[Status] = frozenset({"lost", "abandoned", "on_hold"})


@dataclass(frozen=True, slots=True)
class ReadingContext:
    """The context in which typed text is read: the playbook, the stamp, and the defaults.

    `currency` is meant where an amount names none, `contacts` are those that a name may mean;
    `new_id` makes the id of a record that is new.
    """

    playbook: Playbook
    stamp: Stamp
    new_id: Callable[[], str]
    currency: str = HOME
    contacts: Sequence[Contact] = ()

    def on(self, project: Project) -> ReadingContext:
        """Return the context of an edit to this project: its people, and its currency if known."""
        currency = project.amount.currency if project.amount else self.currency
        return replace(self, currency=currency, contacts=project.contacts)


def field_text(project: Project, field_id: str) -> str:
    """Return the text that an editor of the field starts with, empty where nothing is known.

    It is what was written, and the same in every language. Writing it back changes nothing. Refusal
    `field-unknown`.
    """
    return _look_up(_TEXTS, field_id)(project)


def read_field(field_id: str, text: str, reading: ReadingContext) -> object:
    """Read the value that `text` would give the field, None for taking away what is known.

    Raises what the field's reader does: `name-missing`, `stage-unknown`, `status-unknown`, those of
    amounts, windows, contacts and days; and `field-unknown`.
    """
    return _look_up(_READERS, field_id)(text, reading)


def read_name(text: str) -> str:
    """Read a project's name; refusal `name-missing`."""
    if not text.strip():
        raise UserError("name-missing")
    return text.strip()


def read_stage(text: str, reading: ReadingContext) -> str:
    """Read the id of the one stage that `text` names, in any case; refusal `stage-unknown`.

    Between two stages (P2-P3) is not a state (method, section 1).
    """
    order = reading.playbook.order
    stages = {stage.casefold(): stage for stage in order}
    wanted = fold_text(text)
    if wanted not in stages:
        raise UserError("stage-unknown", stage=text.strip(), stages=" ".join(order))
    return stages[wanted]


def read_status(text: str) -> Status:
    """Read a project's status, its id or its name in either language; refusal `status-unknown`."""
    wanted = fold_text(text)
    if wanted not in _STATUSES:
        statuses = " ".join(dict.fromkeys(_STATUSES.values()))
        raise UserError("status-unknown", text=text.strip(), statuses=statuses)
    return _STATUSES[wanted]


def read_reason(text: str, status: Status) -> str:
    """Read the reason for a project's new status where the user is asked for it.

    To lose it, abandon it or put it on hold takes a reason (method, section 2); Refusal
    `reason-missing` (status). `end` and the field `status` take none as well: tables and scripts
    may not know it.
    """
    if not text.strip() and status in _REASONED:
        raise UserError("reason-missing", status=status)
    return text.strip()


def read_amount(text: str, reading: ReadingContext) -> Amount | None:
    """Read an amount, None for nothing or `-`."""
    return None if _is_nothing(text) else parse_amount(text, currency=reading.currency)


def read_signs(text: str) -> SigningPeriod | None:
    """Read a signing window, None for nothing or `-`."""
    return None if _is_nothing(text) else parse_window(text)


def read_contacts(text: str, reading: ReadingContext) -> tuple[Contact, ...]:
    """Read the contacts that a project is to have; a finer level only if the playbook has it."""
    people = parse_contacts(text, reading.contacts, new_id=reading.new_id)
    for contact in people:
        check_level(contact.level, reading.playbook)
    return people


def check_level(level: Level | None, playbook: Playbook) -> None:
    """Raise the refusal `level-fine` for the finer fourth level where the playbook has none."""
    if level == "upper" and not playbook.net.upper:
        raise UserError("level-fine")


def read_next(text: str, reading: ReadingContext) -> NextAction | None:
    """Read a next action and its day, None for nothing or `-`."""
    return parse_next(text, reading.stamp.today)


def read_next_on(text: str, reading: ReadingContext) -> date | None:
    """Read a day, None for nothing or `-`."""
    return None if _is_nothing(text) else parse_day(text, reading.stamp.today)


def read_product(text: str) -> str | None:
    """Read a type of product, None for nothing."""
    return text.strip() or None


def read_or_none(parse: Callable[[str], FieldValue], text: str) -> FieldValue | None:
    """Return what `parse` makes of the text, None where it refuses."""
    try:
        return parse(text)
    except UserError:
        return None


def _is_nothing(text: str) -> bool:
    return fold_text(text) in ("", "-")


def _signs_text(window: SigningPeriod | None) -> str:
    if window is None:
        return ""
    return (
        window.text if window.same(read_or_none(parse_window, window.text)) else window_text(window)
    )


def _day_text(action: NextAction | None) -> str:
    return f"{action.on}" if action and action.on else ""


def _look_up(by_field: Mapping[str, FieldValue], field_id: str) -> FieldValue:
    if field_id not in by_field:
        raise UserError("field-unknown", field=field_id, fields=" ".join(FIELDS))
    return by_field[field_id]


_TEXTS: Mapping[str, Callable[[Project], str]] = {
    "name": lambda project: project.name,
    "customer": lambda project: project.customer,
    "owner": lambda project: project.owner,
    "stage": lambda project: project.stage,
    "status": lambda project: project.status,
    "amount": lambda project: written_amount(project.amount) if project.amount else "",
    "signs": lambda project: _signs_text(project.signs),
    "contacts": lambda project: contacts_text(project.contacts),
    "next": lambda project: next_text(project.next_action),
    "next_on": lambda project: _day_text(project.next_action),
    "product": lambda project: project.product or "",
}
_READERS: Mapping[str, Callable[[str, ReadingContext], object]] = {
    "name": lambda text, _: read_name(text),
    "customer": lambda text, _: text.strip(),
    "owner": lambda text, _: text.strip(),
    "stage": read_stage,
    "status": lambda text, _: read_status(text),
    "amount": read_amount,
    "signs": lambda text, _: read_signs(text),
    "contacts": read_contacts,
    "next": read_next,
    "next_on": read_next_on,
    "product": lambda text, _: read_product(text),
}
