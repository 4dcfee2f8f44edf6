"""Reading and printing a project's contacts in one line (method, section 3).

A contact is a name and what is known of the person, in any order; contacts part at `;` `,` `、` and
line ends:

    何总 (GM) @总部 high TB cr1 +; "Smith, John" middle T 3 !华为

`(title)`, `@department`, level (`high` `middle` `low`, 高层 中层 低层), approval lines (`T` `B`),
relationship (`cr3`, or a bare 3 after the name; `cr?` while unknown), stance (`+` supports, `-`
opposes, `=` neutral, `!competitor`). `()`, `@`, `level?`, `line?` and `stance?` take back what was
known. Double quotes carry a name, title, department or competitor that would read otherwise; a
quote inside is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from deals.model import Contact, Stance
from deals.people_words import Entry, entries, plainly

# What changes more than its own field, or not alone.
_TOGETHER = ("cr", "stance", "competitor")
_STANCES: Mapping[Stance, str] = {"supports": "+", "opposes": "-", "neutral": "=", "unknown": ""}


def parse_contacts(
    text: str, known: Sequence[Contact] = (), *, new_id: Callable[[], str]
) -> tuple[Contact, ...]:
    """The contacts that `text` names, in its order.

    A name that `known` holds is that contact with everything kept that the text does not say; a
    known contact that is not named is gone, and nobody reports to one who is. Raises the refusals
    `contact-unreadable`, `contact-nameless` and `cr-range`.
    """
    left = list(known)
    people: list[Contact] = []
    for entry in entries(text):
        before = _recognised(entry, left)
        if before is None:
            before = Contact(id=new_id(), name=entry.name)
        else:
            left.remove(before)
        people.append(_changed(before, entry))
    return without_strangers(people)


def contacts_text(contacts: Sequence[Contact]) -> str:
    """The contacts as `parse_contacts` reads them back against themselves."""
    return "; ".join(contact_text(one) for one in contacts)


def contact_text(contact: Contact) -> str:
    """One contact: the name and what the one-line form can say of the person."""
    parts = [plainly(contact.name, "name")]
    if contact.title is not None:
        parts.append(f"({plainly(contact.title, 'title')})")
    if contact.department is not None:
        parts.append(f"@{plainly(contact.department, 'mark')}")
    if contact.level is not None:
        parts.append(contact.level)
    if contact.lines:
        parts.append("".join("T" if line == "technical" else "B" for line in contact.lines))
    if contact.cr is not None:
        parts.append(f"cr{contact.cr}")
    return " ".join([*parts, stance_text(contact.stance, contact.competitor)]).rstrip(" ")


def stance_text(stance: Stance, competitor: str | None) -> str:
    """A stance as the one-line form has it: `+` `-` `=`, `!华为`; empty while unknown."""
    if stance == "competitor":
        return "!" if competitor is None else f"!{plainly(competitor, 'mark')}"
    return _STANCES[stance]


def with_cr(contact: Contact, cr: int | None, evidence: str | None) -> Contact:
    """The contact at another relationship level, with what shows it: old evidence never stays."""
    return contact.model_copy(update={"cr": cr, "evidence": evidence})


def with_stance(contact: Contact, stance: Stance, competitor: str | None) -> Contact:
    """The contact on another side; only who backs a competitor has one."""
    if stance != "competitor":
        competitor = None if contact.stance == "competitor" else contact.competitor
    return contact.model_copy(update={"stance": stance, "competitor": competitor})


def without_strangers(contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    """The contacts, none of them reporting to somebody who is not among them."""
    ids = {one.id for one in contacts}
    return tuple(
        one if one.reports_to is None or one.reports_to in ids else _boss_gone(one)
        for one in contacts
    )


def _boss_gone(contact: Contact) -> Contact:
    return contact.model_copy(update={"reports_to": None})


def _recognised(entry: Entry, known: Sequence[Contact]) -> Contact | None:
    """Whom an entry means: of several by its name, the first that is as the entry says."""
    named = [one for one in known if one.name == entry.name]
    return next((one for one in named if _changed(one, entry) == one), named[0] if named else None)


def _changed(contact: Contact, entry: Entry) -> Contact:
    """The contact with what the entry says, the same one where that is nothing new."""
    said = entry.said
    changed = contact.model_copy(
        update={key: value for key, value in said.items() if key not in _TOGETHER}
    )
    if "cr" in said and said["cr"] != contact.cr:
        changed = with_cr(changed, said["cr"], None)
    if "stance" in said:
        changed = with_stance(changed, said["stance"], said.get("competitor"))
    return contact if changed == contact else changed
