"""A project's contacts in one line, read and printed (method, section 3).

A contact is a name and what is known of the person, in any order; contacts part at `;` and line
ends, and at `,` `、` where a name follows (`冯工，技术部主管，低层，T` is one contact):

    何总 (GM) @总部 high TB cr1 +; "Smith, John" middle T2 3 x华为 ^何总; 吴处长 技术部 decides

`(title)`, `@department` (a Chinese one needs no mark behind the name), level (`high` `middle`
`low`, 高层 中层 低层), approval lines (`T` `B`, with the place on it: `T2`), buying role
(`decides`, 审批), function (`tech`, 商务), `outside`, relationship (`cr3`, or a bare 3 after the
name; `cr?` while unknown), stance (`+` supports, `-` opposes, `=` neutral, `?` unknown,
`x` or `xHalden` backs a competitor, as `!Halden` does), `^superior`. `()`, `@`, `level?`,
`line?`, `stance?` and `^` take back what was known. Levels, roles, lines and stances are also read
by the words that the app shows (`拍板`, `双线`, `反对`, `champion`), titles and departments by how
they end (`信息中心主任`, `IT Manager`), a phone or an address by its look, and everything behind a
label (`职务：主任`, `dept: IT`). Others are named by what ties them: `汇报给何总`, `何总下属`,
`下属李工`, `影响何总 3+`, `受何总影响`, `reports to Ann`, `manages Bob`, `influences Ann`. Strokes
and `|` part what is said like commas. What was read is never overwritten: what contradicts it, or
is none of these, is refused. Double quotes carry a name, title, department, superior or competitor
that would read otherwise; a quote inside is doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from deals.errors import UserError
from deals.model import ApprovalLine, Contact, Influence, Stance
from deals.parsing.contact_entries import ContactEntry, quote_if_needed, read_entries
from deals.parsing.contact_words import BACKS, STANCE_MARKS, Sway
from deals.parsing.text import fold_text

# What changes more than its own field, or not alone.
_NO_WORDS: Mapping[str, str] = {}
_TOGETHER = ("cr", "stance", "competitor", "lines", "boss", "staff", "sways", "swayed_by")


class PeopleLine(NamedTuple):
    """The people of a line: who it names, whom else it changes, and the influences it draws."""

    named: tuple[Contact, ...]
    others: tuple[Contact, ...] = ()
    influences: tuple[Influence, ...] = ()


def parse_contacts(
    text: str, known: Sequence[Contact] = (), *, new_id: Callable[[], str]
) -> tuple[Contact, ...]:
    """Read the contacts that `text` names, in its order, who are then all there are.

    A name that `known` holds is that contact with everything kept that the text does not say; a
    known contact that is not named is gone, and nobody reports to one who is. Raises what
    `parse_people` does, and `contact-sways` for an influence, which a list of people cannot hold.
    """
    read = parse_people(text, known, new_id=new_id)
    if read.influences:
        raise UserError("contact-sways")
    return drop_missing_bosses(read.named)


def parse_people(
    text: str,
    known: Sequence[Contact] = (),
    *,
    new_id: Callable[[], str],
    among: Sequence[Contact] = (),
) -> PeopleLine:
    """Read the people that `text` names beside those `among` whom they stay.

    Raises the refusals `contact-unreadable`, `contact-repeated`, `contact-nameless`, `cr-range`,
    `person-unknown` and `person-unclear` for a superior or somebody else who is not there,
    `reports-self`, `reports-circle` and `influence-self`.
    """
    written = read_entries(text)
    people = _match_entries(written, known, new_id)
    named = {contact.id for contact in people}
    staying = [contact for contact in among if contact.id not in named]
    everyone = _set_superiors([*people, *staying], written)
    influences = tuple(_find_influences(everyone, written))
    others = zip(everyone[len(people) :], staying, strict=True)
    changed = [after for after, before in others if after != before]
    return PeopleLine(tuple(everyone[: len(people)]), tuple(changed), influences)


def _match_entries(
    written: Sequence[ContactEntry], known: Sequence[Contact], new_id: Callable[[], str]
) -> list[Contact]:
    """Find the contact for each entry: the known one that it means, changed, or a new one."""
    # Whoever is meant once is taken, so that two known contacts of one name stay two.
    left = list(known)
    people: list[Contact] = []
    for entry in written:
        before = _find_meant(entry, left)
        if before is None:
            before = Contact(id=new_id(), name=entry.name)
        else:
            left.remove(before)
        people.append(_apply_claims(before, entry))
    return people


def _set_superiors(people: Sequence[Contact], written: Sequence[ContactEntry]) -> list[Contact]:
    """Set the superiors that entries name; `people` has those with an entry first."""
    changed = list(people)
    for place, entry in enumerate(written):
        if "boss" in entry.claims:
            name = entry.claims["boss"]
            boss = None if name is None else _find_tied(name, people).id
            changed[place] = changed[place].model_copy(update={"reports_to": boss})
            check_no_circle(changed, changed[place].id)
        for name in entry.claims.get("staff", ()):
            under = people.index(_find_tied(name, people))
            boss = people[place].id
            changed[under] = changed[under].model_copy(update={"reports_to": boss})
            check_no_circle(changed, changed[under].id)
    return changed


def _find_tied(name: str, people: Sequence[Contact]) -> Contact:
    """Find whom a relation means: of several by just that name the first."""
    exact = next((contact for contact in people if contact.name == name), None)
    return exact or find_contact_named(name, people)


def _find_influences(
    people: Sequence[Contact], written: Sequence[ContactEntry]
) -> Iterator[Influence]:
    """Yield the influences that entries draw, middling strong and on the person's side unless said.

    Who is against us sways others against us.
    """
    for person, entry in zip(people, written, strict=False):
        for sway in entry.claims.get("sways", ()):
            yield _draw_influence(person, _find_tied(sway.name, people), sway)
        for sway in entry.claims.get("swayed_by", ()):
            yield _draw_influence(_find_tied(sway.name, people), person, sway)


def _draw_influence(source: Contact, target: Contact, sway: Sway) -> Influence:
    if source.id == target.id:
        raise UserError("influence-self", name=source.name)
    favour = sway.favour
    if favour is None:
        favour = source.stance not in ("opposes", "competitor")
    ends = {"source": source.id, "target": target.id}
    return Influence(**ends, strength=sway.strength or 2, favour=favour)


def check_no_circle(people: Sequence[Contact], start: str) -> None:
    """Raise `reports-self` or `reports-circle` (names) where somebody's superiors lead back."""
    by_id = {contact.id: contact for contact in people}
    chain = [start]
    while (boss := by_id[chain[-1]].reports_to) in by_id and boss is not None:
        if boss == start:
            names = [by_id[contact_id].name for contact_id in (*chain, start)]
            code = "reports-self" if len(chain) == 1 else "reports-circle"
            raise UserError(code, name=names[0], names=" > ".join(names))
        if boss in chain:
            return  # a circle further up, which `start` is no part of
        chain.append(boss)


def find_contact_named(text: str, people: Sequence[Contact]) -> Contact:
    """Find the one contact whose name is `text`, or begins with it, or else holds it.

    Refusals `person-unknown` and `person-unclear`, the latter with the names it could be.
    """
    wanted = fold_text(text)
    names = [(fold_text(contact.name), contact) for contact in people]
    tests: tuple[Callable[[str], bool], ...] = (
        lambda name: name == wanted,
        lambda name: name.startswith(wanted),
        lambda name: wanted in name,
    )
    for test in tests:
        found = [contact for name, contact in names if wanted and test(name)]
        if len(found) == 1:
            return found[0]
        if found:
            candidates = ", ".join(contact.name for contact in found[:4])
            raise UserError("person-unclear", text=text.strip(), candidates=candidates)
    raise UserError("person-unknown", text=text.strip())


def contacts_text(contacts: Sequence[Contact], levels: Mapping[str, str] = _NO_WORDS) -> str:
    """Write the contacts as `parse_contacts` reads them back against themselves.

    `levels` are words for the levels, where the constants are not to be shown.
    """
    return "; ".join(contact_text(contact, levels) for contact in contacts)


def contact_text(contact: Contact, levels: Mapping[str, str] = _NO_WORDS) -> str:
    """Write one contact: the name and all that the one-line form can say of the person."""
    parts = [quote_if_needed(contact.name, "name")]
    if contact.title is not None:
        parts.append(f"({quote_if_needed(contact.title, 'title')})")
    if contact.department is not None:
        parts.append(f"@{quote_if_needed(contact.department, 'mark')}")
    if contact.level is not None:
        parts.append(levels.get(contact.level, contact.level))
    if contact.lines:
        parts.append(lines_text(contact))
    if contact.cr is not None:
        parts.append(f"cr{contact.cr}")
    return " ".join([*parts, stance_text(contact.stance, contact.competitor)]).rstrip(" ")


def lines_text(contact: Contact) -> str:
    """Write the places on the approval lines: `T`, `T2B1`; empty for none."""
    letters = {"technical": "T", "commercial": "B"}
    return "".join(f"{letters[line]}{contact.step(line) or ''}" for line in contact.lines)


def stance_text(stance: Stance, competitor: str | None) -> str:
    """Write a stance as the one-line form has it: `+` `-` `=`, `x华为`; empty while unknown."""
    if stance == "competitor":
        return BACKS if competitor is None else f"{BACKS}{quote_if_needed(competitor, 'backed')}"
    return STANCE_MARKS.get(stance, "")


def kept_stance_text(contact: Contact) -> str | None:
    """Write a stance as history keeps it, a competitor behind `!`; None while unknown."""
    if contact.stance == "competitor":
        rival = contact.competitor
        return "!" if rival is None else f"!{quote_if_needed(rival, 'mark')}"
    return STANCE_MARKS.get(contact.stance)


def with_cr(
    contact: Contact,
    cr: int | None,
    evidence: str | None,
    on: date | None = None,
    touch: str | None = None,
) -> Contact:
    """Move a contact to another relationship level since the day `on`, with its evidence.

    That is a text, or the id of a touch. Old evidence never stays.
    """
    shown = {"evidence": evidence, "cr_on": on, "cr_touch": touch}
    return contact.model_copy(update={"cr": cr, **shown})


def with_lines(contact: Contact, places: Mapping[ApprovalLine, int | None]) -> Contact:
    """Put a contact on just these approval lines, with its step on each where known."""
    update = {
        "lines": contact.lines if set(places) == set(contact.lines) else tuple(places),
        "technical_step": places.get("technical"),
        "commercial_step": places.get("commercial"),
    }
    return contact.model_copy(update=update)


def with_stance(contact: Contact, stance: Stance, competitor: str | None) -> Contact:
    """Give a contact another stance; only who backs a competitor has one."""
    if stance != "competitor":
        competitor = None if contact.stance == "competitor" else contact.competitor
    return contact.model_copy(update={"stance": stance, "competitor": competitor})


def drop_missing_bosses(contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    """Let none of the contacts report to somebody who is not among them."""
    ids = {contact.id for contact in contacts}
    return tuple(
        contact
        if contact.reports_to is None or contact.reports_to in ids
        else contact.model_copy(update={"reports_to": None})
        for contact in contacts
    )


def _find_meant(entry: ContactEntry, known: Sequence[Contact]) -> Contact | None:
    """Find the contact that an entry means: of several by its name the first that it describes.

    Somebody may be kept under both, the department or title and the name: `采购老唐`.
    """
    named = [contact for contact in known if contact.name == entry.name]
    if not named:
        claims = entry.claims
        posts = [claims.get("department"), claims.get("title")]
        whole = {f"{post}{entry.name}" for post in posts if post}
        named = [contact for contact in known if contact.name in whole]
    return next(
        (contact for contact in named if _apply_claims(contact, entry) == contact),
        named[0] if named else None,
    )


def _apply_claims(contact: Contact, entry: ContactEntry) -> Contact:
    """Change a contact as the entry says; return the same one where that is nothing new."""
    claims = entry.claims
    changed = contact.model_copy(
        update={key: value for key, value in claims.items() if key not in _TOGETHER}
    )
    if "cr" in claims and claims["cr"] != contact.cr:
        changed = with_cr(changed, claims["cr"], None)
    if "lines" in claims:
        changed = with_lines(changed, claims["lines"])
    if "stance" in claims:
        changed = with_stance(changed, claims["stance"], claims.get("competitor"))
    return contact if changed == contact else changed
