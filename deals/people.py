"""Reading and printing a project's contacts in one line (method, section 3).

A contact is a name and what is known of the person, in any order; contacts part at `;` `,` `、` and
line ends:

    何总 (GM) @总部 high TB cr1 +; "Smith, John" middle T2 3 !华为 ^何总; 吴处长 技术部 decides

`(title)`, `@department` (a Chinese one needs no mark behind the name), level (`high` `middle`
`low`, 高层 中层 低层), approval lines (`T` `B`, with the place on it: `T2`), buying role
(`decides`, 审批), function (`tech`, 商务), `outside`, relationship (`cr3`, or a bare 3 after the
name; `cr?` while unknown), stance (`+` supports, `-` opposes, `=` neutral, `?` unknown,
`!competitor`), `^superior`. `()`, `@`, `level?`, `line?`, `stance?` and `^` take back what was
known. Double quotes carry a name, title, department, superior or competitor that would read
otherwise; a quote inside is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from deals.model import Contact, Line, Stance
from deals.people_words import Entry, entries, plainly
from deals.refusal import Refusal

# What changes more than its own field, or not alone.
_TOGETHER = ("cr", "stance", "competitor", "lines", "boss")
_STANCES: Mapping[Stance, str] = {"supports": "+", "opposes": "-", "neutral": "=", "unknown": ""}


def parse_contacts(
    text: str,
    known: Sequence[Contact] = (),
    *,
    new_id: Callable[[], str],
    among: Sequence[Contact] = (),
) -> tuple[Contact, ...]:
    """The contacts that `text` names, in its order.

    A name that `known` holds is that contact with everything kept that the text does not say; a
    known contact that is not named is gone, and nobody reports to one who is. Raises the refusals
    `contact-unreadable`, `contact-nameless`, `cr-range`, `person-unknown` for a superior who is not
    there, and `reports-self` and `reports-circle`. `among` are those who stay beside the named.
    """
    written = entries(text)
    people = _gathered(written, known, new_id)
    named = {one.id for one in people}
    staying = [one for one in among if one.id not in named]
    led = _led([*people, *staying], written)
    return without_strangers(led)[: len(people)]


def _gathered(
    written: Sequence[Entry], known: Sequence[Contact], new_id: Callable[[], str]
) -> list[Contact]:
    left = list(known)
    people: list[Contact] = []
    for entry in written:
        before = _recognised(entry, left)
        if before is None:
            before = Contact(id=new_id(), name=entry.name)
        else:
            left.remove(before)
        people.append(_changed(before, entry))
    return people


def _led(people: Sequence[Contact], written: Sequence[Entry]) -> list[Contact]:
    """The people, those with an entry first, with the superiors that their entries name."""
    led = list(people)
    for place, entry in enumerate(written):
        if "boss" in entry.said:
            name = entry.said["boss"]
            boss = next((one.id for one in people if one.name == name), None)
            if name is not None and boss is None:
                raise Refusal("person-unknown", text=name)
            led[place] = led[place].model_copy(update={"reports_to": boss})
            must_not_circle(led, led[place].id)
    return led


def must_not_circle(people: Sequence[Contact], start: str) -> None:
    """Raises `reports-self` or `reports-circle` (names) where the way up comes back."""
    by_id = {one.id: one for one in people}
    way = [start]
    while (boss := by_id[way[-1]].reports_to) in by_id and boss is not None:
        if boss == start:
            names = [by_id[one].name for one in (*way, start)]
            code = "reports-self" if len(way) == 1 else "reports-circle"
            raise Refusal(code, name=names[0], names=" > ".join(names))
        if boss in way:
            return
        way.append(boss)


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
        parts.append(lines_text(contact))
    if contact.cr is not None:
        parts.append(f"cr{contact.cr}")
    return " ".join([*parts, stance_text(contact.stance, contact.competitor)]).rstrip(" ")


def lines_text(contact: Contact) -> str:
    """The places on the approval lines: `T`, `T2B1`; empty for none."""
    letters = {"technical": "T", "commercial": "B"}
    return "".join(f"{letters[line]}{contact.step(line) or ''}" for line in contact.lines)


def stance_text(stance: Stance, competitor: str | None) -> str:
    """A stance as the one-line form has it: `+` `-` `=`, `!华为`; empty while unknown."""
    if stance == "competitor":
        return "!" if competitor is None else f"!{plainly(competitor, 'mark')}"
    return _STANCES[stance]


def read_stance(text: str) -> tuple[Stance, str | None] | None:
    """The stance that `+` `-` `=` `!华为` or `stance?` says, with its competitor; None for neither.

    Competitors may hold blanks here, and need no quotes.
    """
    plain = text.strip()
    if plain[:1] in "!！" and plain:
        return "competitor", plain[1:].strip().strip('"') or None
    by_mark = {mark: stance for stance, mark in _STANCES.items() if mark}
    found = by_mark.get(plain)
    return None if found is None else (found, None)


def with_cr(
    contact: Contact,
    cr: int | None,
    evidence: str | None,
    on: date | None = None,
    touch: str | None = None,
) -> Contact:
    """The contact at another relationship level since the day `on`, with what shows it.

    That is words, or the id of a touch. Old evidence never stays.
    """
    shown = {"evidence": evidence, "cr_on": on, "cr_touch": touch}
    return contact.model_copy(update={"cr": cr, **shown})


def with_lines(contact: Contact, places: Mapping[Line, int | None]) -> Contact:
    """The contact on just these approval lines, each with its step on it where that is known."""
    update = {
        "lines": contact.lines if set(places) == set(contact.lines) else tuple(places),
        "technical_step": places.get("technical"),
        "commercial_step": places.get("commercial"),
    }
    return contact.model_copy(update=update)


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
    if "lines" in said:
        changed = with_lines(changed, said["lines"])
    if "stance" in said:
        changed = with_stance(changed, said["stance"], said.get("competitor"))
    return contact if changed == contact else changed
