"""What an edit of a project's field does besides: whom it drops, what it replaces, what is doubtful
about it. Pure; said beside the line while it is typed, and after.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from deals.accounts import account_of
from deals.customers import customer_counts, near_customers
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.model import Book, Contact, Project
from deals.network.relationship import cr_text
from deals.owners import near_owners
from deals.parsing.amounts import looks_like_amount
from deals.parsing.next_actions import next_text
from deals.parsing.reading_context import ReadingContext
from deals.parsing.windows import parse_window
from deals.rules.gates import missing_gates
from wording import _, add_note, ngettext
from wording.findings import missing_gate_text

MOST = 6
"""As many people or names are listed, and then how many more there are."""
MOST_CUSTOMERS = 2000
_PARTS = re.compile(r"\s*[-–—~/,，、;；]\s*")


def remark_edit(
    field_id: str,
    project: Project,
    text: str,
    reading: ReadingContext,
    book: Book,
    *,
    typing: bool = False,
) -> list[str]:
    """Return what is worth a word when `text` is put into the field; nothing where it is refused.

    `typing` is for each key of it, before it is taken.
    """
    if field_id not in (*_REMARKS, "customer"):
        return []
    try:
        after = set_field(project, field_id, text, reading)
    except UserError:
        return []
    if after is project:
        return []
    found = list(_REMARKS[field_id](project, after, reading)) if field_id in _REMARKS else []
    if field_id in ("customer", "owner"):
        found += remark_names(after, book.without(project.id), typing=typing)
    return found


def _remark_next(before: Project, after: Project, _reading: ReadingContext) -> Iterator[str]:
    known, action = before.next_action, after.next_action
    if known is not None and known.text and (action is None or action.text != known.text):
        yield _("replaces: {text}").format(text=next_text(known))


def _remark_contacts(before: Project, after: Project, reading: ReadingContext) -> Iterator[str]:
    kept = {person.id for person in after.contacts}
    dropped = [person for person in before.contacts if person.id not in kept]
    if dropped:
        yield _("drops {people}").format(people=_name_people(dropped))
    known = {person.id for person in before.contacts}
    for person in after.contacts:
        if person.id not in known and (doubt := doubt_name(person.name, reading)):
            yield doubt


def _name_people(people: Collection[Contact]) -> str:
    """Return people with their CR, as far as it is known."""
    names = [
        person.name if person.cr is None else add_note(person.name, cr_text(person.cr))
        for person in people
    ]
    shown = names[:MOST]
    if (more := len(names) - MOST) > 0:
        shown.append(ngettext("{count} more", "{count} more", more).format(count=more))
    return _(", ").join(shown)


def _remark_owner(_before: Project, after: Project, reading: ReadingContext) -> Iterator[str]:
    if doubt := doubt_name(after.owner, reading):
        yield doubt


def _remark_stage(before: Project, after: Project, reading: ReadingContext) -> Iterator[str]:
    order = reading.playbook.order
    moved = order.get(after.stage, 0) > order.get(before.stage, 0)
    if moved or (after.status == "won" and before.status != "won"):
        yield from missing_remarks(before, after, reading)


def missing_remarks(before: Project, after: Project, reading: ReadingContext) -> Iterator[str]:
    """Yield what the stages that a project moved past, or was won without, still want."""
    playbook = reading.playbook
    order, stages = playbook.order, playbook.stages
    start = order.get(before.stage, -1)
    end = order.get(after.stage, start)
    if after.status == "won":
        end = max(end, order[playbook.signed])
    for stage in stages[start + 1 : end + 1]:
        gaps = missing_gates(after, stage.id, playbook)
        if gaps:
            missing = _("; ").join(missing_gate_text(gap, stage.id, playbook) for gap in gaps)
            yield _("{stage} still missing: {missing}").format(stage=stage.id, missing=missing)


def doubt_name(name: str, reading: ReadingContext) -> str:
    """Say that a person's name looks like a stage, a date or an amount; empty for one that does
    not.
    """
    if not any(char.isdecimal() for char in name):
        return ""
    parts = [part for part in _PARTS.split(name) if part]
    if parts and all(reading.playbook.find_state(part, numbers=False) for part in parts):
        return _('is "{name}" a name? it reads as a stage').format(name=name)
    if _is_window(name, reading):
        return _('is "{name}" a name? it reads as a date').format(name=name)
    if looks_like_amount(name) or not any(char.isalpha() for char in name):
        return _('is "{name}" a name? it reads as a figure').format(name=name)
    return ""


def _is_window(text: str, reading: ReadingContext) -> bool:
    try:
        parse_window(text, reading.calendar)
    except UserError as refusal:
        return refusal.code in ("day-order", "window-open", "festival-unnamed")
    return True


def remark_names(project: Project, book: Book, *, typing: bool = False) -> list[str]:
    """Ask whether a customer or owner that the book does not have means one that it has.

    With `typing`, of very many customers none is looked for: that would take too long for a key.
    """
    found = []
    owners = Counter(other.owner for other in book.projects.values() if other.owner)
    if project.owner and project.owner not in owners:
        found.append(_ask_name(near_owners(project.owner, owners), owners))
    customers = customer_counts(book)
    name = account_of(project)
    if name and name not in customers and not (typing and len(customers) > MOST_CUSTOMERS):
        found.append(_ask_name(near_customers(name, customers), customers))
    return list(filter(None, found))


def _ask_name(near: Iterable[str], counts: Mapping[str, int]) -> str:
    names = [add_note(name, f"{counts[name]}") for name in list(near)[:3]]
    return _("did you mean {names}?").format(names=_(" or ").join(names)) if names else ""


_REMARKS: Mapping[str, Callable[[Project, Project, ReadingContext], Iterator[str]]] = {
    "next": _remark_next,
    "contacts": _remark_contacts,
    "owner": _remark_owner,
    "stage": _remark_stage,
    "status": _remark_stage,
}
