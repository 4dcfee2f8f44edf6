"""A project's contacts in one line, read and printed (method, section 3).

A contact is a name and what is known of the person, in any order; contacts part at `;` and line
ends, and at `,` `、` where a name follows (`冯工，技术部主管，低层，T` is one contact):

    何总 (GM) @总部 high TB cr1 +; "Smith, John" middle T2 3 !华为 ^何总; 吴处长 技术部 decides

`(title)`, `@department` (a Chinese one needs no mark behind the name), level (`high` `middle`
`low`, 高层 中层 低层), approval lines (`T` `B`, with the place on it: `T2`), buying role
(`decides`, 审批), function (`tech`, 商务), `outside`, relationship (`cr3`, or a bare 3 after the
name; `cr?` while unknown), stance (`+` supports, `-` opposes, `=` neutral, `?` unknown,
`!competitor`), `^superior`. `()`, `@`, `level?`, `line?`, `stance?` and `^` take back what was
known. Levels, roles, lines and stances are also read by the words that the app shows (`拍板`,
`双线`, `反对`, `champion`), and titles in Chinese behind the name. What was read is never
overwritten: what contradicts it, or is none of these, is refused. Double quotes carry a name,
title, department, superior or competitor that would read otherwise; a quote inside is doubled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from deals.errors import UserError
from deals.model import ApprovalLine, Contact, Stance
from deals.parsing.contact_values import read_lines
from deals.parsing.contact_words import (
    CHINESE,
    CHINESE_NAME,
    DEPARTMENT,
    ENGLISH_TITLE,
    GROUP,
    LIKELY,
    OFFICE,
    PHRASES,
    STANCE_MARKS,
    SURNAMED,
    TITLE,
    TITLE_START,
    ContactClaims,
)
from deals.parsing.text import LatePattern, fold_text

# What changes more than its own field, or not alone.
_TOGETHER = ("cr", "stance", "competitor", "lines", "boss")


def parse_contacts(
    text: str,
    known: Sequence[Contact] = (),
    *,
    new_id: Callable[[], str],
    among: Sequence[Contact] = (),
) -> tuple[Contact, ...]:
    """Read the contacts that `text` names, in its order.

    A name that `known` holds is that contact with everything kept that the text does not say; a
    known contact that is not named is gone, and nobody reports to one who is. Raises the refusals
    `contact-unreadable`, `contact-repeated`, `contact-nameless`, `cr-range`, `person-unknown` for a
    superior who is not there, and `reports-self` and `reports-circle`. `among` are those who stay
    beside the named.
    """
    written = read_entries(text)
    people = _match_entries(written, known, new_id)
    named = {contact.id for contact in people}
    staying = [contact for contact in among if contact.id not in named]
    everyone = _set_superiors([*people, *staying], written)
    return drop_missing_bosses(everyone)[: len(people)]


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
            boss = next((contact.id for contact in people if contact.name == name), None)
            if name is not None and boss is None:
                raise UserError("person-unknown", text=name)
            changed[place] = changed[place].model_copy(update={"reports_to": boss})
            check_no_circle(changed, changed[place].id)
    return changed


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


def contacts_text(contacts: Sequence[Contact]) -> str:
    """Write the contacts as `parse_contacts` reads them back against themselves."""
    return "; ".join(contact_text(contact) for contact in contacts)


def contact_text(contact: Contact) -> str:
    """Write one contact: the name and all that the one-line form can say of the person."""
    parts = [quote_if_needed(contact.name, "name")]
    if contact.title is not None:
        parts.append(f"({quote_if_needed(contact.title, 'title')})")
    if contact.department is not None:
        parts.append(f"@{quote_if_needed(contact.department, 'mark')}")
    if contact.level is not None:
        parts.append(contact.level)
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
    """Write a stance as the one-line form has it: `+` `-` `=`, `!华为`; empty while unknown."""
    if stance == "competitor":
        return "!" if competitor is None else f"!{quote_if_needed(competitor, 'mark')}"
    return STANCE_MARKS.get(stance, "")


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
    """Find the contact that an entry means: of several by its name the first that it describes."""
    named = [contact for contact in known if contact.name == entry.name]
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


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One contact as written: the name, and what it claims of the person."""

    name: str
    claims: ContactClaims = field(default_factory=ContactClaims)


@dataclass(slots=True)
class _Piece:
    """A piece of an entry and its certain claims; without any it may be part of the name."""

    text: str
    claims: ContactClaims | None = None
    quoted: bool = False


_COMMA, _END = _Piece(","), _Piece(";")
_CERTAIN: Mapping[str, ContactClaims] = {
    "+": {"stance": "supports"},
    "-": {"stance": "opposes"},
    "=": {"stance": "neutral"},
    "?": {"stance": "unknown"},
    "stance?": {"stance": "unknown"},
    "level?": {"level": None},
    "line?": {"lines": {}},
    "boss?": {"boss": None},
    "cr?": {"cr": None},
}
_LOOSE = r'[^\s;；,，、"()（）@＠!！^]'
_INSIDE = r'(?:[^"]|"")*'
_PIECES = LatePattern(
    rf"""
      (?P<blank> [^\S\n]+)
    | (?P<end> [;；,，、\n])
    | "(?P<quoted> {_INSIDE})"
    | [(（] (?: \s*"(?P<title_quoted> {_INSIDE})"\s* | (?P<title> [^"()（）]*) ) [)）]
    | (?P<mark> [@＠!！^]) (?: "(?P<marked_quoted> {_INSIDE})" | (?P<marked> {_LOOSE}*) )
    | (?P<word> {_LOOSE}+)
    """,
    re.VERBOSE,
)
_CR = LatePattern(r"cr(?P<cr>[0-9]+)(?P<stance>[+=?-])?")
_NAME_CR = LatePattern(r"(?P<name>.*[^\x00-\x7f])(?P<cr>cr[0-9?]\S*)", re.IGNORECASE)
_PLAIN = {
    "title": LatePattern(r'[^\s"()（）]+(?:\s+[^\s"()（）]+)*'),
    "mark": LatePattern(rf"{_LOOSE}+"),
}


def read_entries(text: str) -> list[ContactEntry]:
    """Read every contact that `text` names; refusals as in `parse_contacts`."""
    entries: list[list[_Piece]] = []
    segment: list[_Piece] = []
    after_comma = False
    for piece in (*_split_pieces(text), _END):
        if piece not in (_COMMA, _END):
            segment.append(piece)
            continue
        more = _read_more(segment) if after_comma and entries else None
        if more:
            entries[-1] += more
        elif segment:
            entries.append(segment)
        segment, after_comma = [], piece is _COMMA and bool(segment or after_comma)
    return [_read_entry(_join_phrases(pieces)) for pieces in entries]


def _read_more(segment: list[_Piece]) -> list[_Piece] | None:
    """Read what stands behind a comma as more of the person before it; None for another person."""
    found: list[_Piece] = []
    plain: list[str] = []
    for piece in _join_phrases(segment):
        claims = piece.claims or (None if piece.quoted else _read_behind(piece.text))
        if claims is None or (plain and not piece.claims and not _is_claim(piece.text)):
            if piece.quoted or not piece.text.isascii():
                return None
            plain.append(piece.text)
        else:
            found.append(_Piece(piece.text, claims))
    if not plain:
        return found
    title = " ".join(plain)
    return [_Piece(title, {"title": title}), *found] if ENGLISH_TITLE.search(title) else None


def _is_claim(word: str) -> bool:
    return _read_likely(fold_text(word)) is not None


def _read_behind(word: str) -> ContactClaims | None:
    """Read a word that stands behind the name: a likely one, a title or a department."""
    likely = _read_likely(fold_text(word))
    if likely is not None or re.fullmatch(SURNAMED, word):
        return likely
    return _read_post(word, named=True)


def _join_phrases(pieces: list[_Piece]) -> list[_Piece]:
    """Join the words of what the app shows in several: `supports us`, `high level`."""
    joined: list[_Piece] = []
    at = 0
    while at < len(pieces):
        size = next((size for size in (3, 2) if _is_phrase(pieces[at : at + size], size)), 1)
        text = " ".join(piece.text for piece in pieces[at : at + size])
        joined.append(_Piece(text, PHRASES[fold_text(text)]) if size > 1 else pieces[at])
        at += size
    return joined


def _is_phrase(words: list[_Piece], size: int) -> bool:
    text = fold_text(" ".join(piece.text for piece in words))
    return len(words) == size and text in PHRASES and not any(piece.quoted for piece in words)


def quote_if_needed(text: str, place: str) -> str:
    """Put a name, `title` or marked word in double quotes, unless it reads back without."""
    plain = _is_name(text) if place == "name" else _PLAIN[place].fullmatch(text)
    return text if plain else '"{}"'.format(text.replace('"', '""'))


def _is_name(text: str) -> bool:
    try:
        return read_entries(text) == [ContactEntry(text)]
    except UserError:
        return False


def _split_pieces(text: str) -> Iterator[_Piece]:
    """Yield the pieces of all entries, `_END` where one ends and `_COMMA` where it may."""
    at = 0
    while at < len(text):
        found = _PIECES.match(text, at)
        if found is None:
            raise UserError("contact-unreadable", text=text[at:])
        at = found.end()
        if found["end"]:
            yield _COMMA if found["end"] in ",，、" else _END
        elif not found["blank"]:
            yield from _read_piece(found)


def _read_piece(found: re.Match[str]) -> Iterator[_Piece]:
    whole, quoted = found[0], found["quoted"]
    if quoted is not None:
        yield _Piece(_unquote(quoted), quoted=True)
    elif found["mark"]:
        yield _Piece(whole, _read_marked(found["mark"], _group_text(found, "marked")))
    elif found["word"]:
        glued = _NAME_CR.fullmatch(whole)
        for word in glued.group("name", "cr") if glued else (whole,):
            yield _Piece(word, _read_certain(fold_text(word)))
    else:
        yield _Piece(whole, {"title": _group_text(found, "title")})


def _group_text(found: re.Match[str], group: str) -> str | None:
    quoted = found[f"{group}_quoted"]
    return found[group].strip() or None if quoted is None else _unquote(quoted)


def _unquote(text: str) -> str:
    return text.replace('""', '"')


def _read_marked(mark: str, text: str | None) -> ContactClaims:
    if mark in "@＠":
        return {"department": text}
    if mark == "^":
        return {"boss": text}
    return {"stance": "competitor", "competitor": text}


def _read_certain(word: str) -> ContactClaims | None:
    """Read what a word claims wherever it stands after the name."""
    found = _CR.fullmatch(word)
    if found is None:
        return _CERTAIN.get(word)
    claims: ContactClaims = {"cr": _read_cr(found["cr"])}
    return {**claims, **_CERTAIN[found["stance"]]} if found["stance"] else claims


def _read_likely(word: str) -> ContactClaims | None:
    """Read what a word claims unless more of the name follows: it could be part of a name too."""
    if word in LIKELY:
        return LIKELY[word]
    lines = read_lines(word)
    if lines:
        return {"lines": lines}
    return {"cr": _read_cr(word)} if re.fullmatch("[0-9]", word) else None


def _read_cr(digits: str) -> int:
    if digits not in ("1", "2", "3", "4", "5"):
        raise UserError("cr-range", text=digits)
    return int(digits)


def _read_entry(pieces: list[_Piece]) -> ContactEntry:
    """Read an entry: the name goes up to the first certain word, less likely words at its end."""
    # `name` counts the pieces that are the name's: first all that could be, then back from its end.
    name = 0
    while name < len(pieces) and pieces[name].claims is None:
        name += 1
    if pieces[0].quoted:
        name = 1
    name = _split_off_posts(pieces, name)
    written = " ".join(piece.text for piece in pieces)
    words = pieces[:name]
    if not words or not words[0].text.strip():
        raise UserError("contact-nameless", text=written)
    if len(words) > 1 and any(piece.quoted for piece in words):
        raise UserError("contact-unreadable", text=written)
    return ContactEntry(" ".join(piece.text for piece in words), _merge_claims(pieces[name:]))


def _split_off_posts(pieces: list[_Piece], name: int) -> int:
    """Turn what is known words behind the name into claims; return how many pieces it keeps.

    Raises `contact-unreadable` for another Chinese word behind a Chinese name.
    """
    named = _is_person(pieces[0].text)
    name = _split_off_title(pieces, name)
    while name > 0 and not pieces[name - 1].quoted:
        text = pieces[name - 1].text
        post = _read_post(text, named=named) if name > 1 else None
        claims = _read_likely(fold_text(text)) or post
        if claims is None:
            break
        name -= 1
        pieces[name] = _Piece(text, claims)
    left = [
        piece.text
        for piece in pieces[1:name]
        if not piece.quoted and re.fullmatch(CHINESE, piece.text)
    ]
    if named and left:
        raise UserError("contact-unreadable", text=left[-1])
    return name


def _split_off_title(pieces: list[_Piece], name: int) -> int:
    """Turn an English title among the words of a name into a claim; return how many it keeps."""
    for at in range(1, name):
        words = [piece.text for piece in pieces[at:name]]
        if TITLE_START.match(" ".join(words)) and not any(piece.quoted for piece in pieces[:name]):
            size = len(words)
            while size > 1 and _is_claim(words[size - 1]):
                size -= 1
            title = " ".join(words[:size])
            pieces[at : at + size] = [_Piece(title, {"title": title})]
            return at
    return name


def _is_person(word: str) -> bool:
    return bool(re.fullmatch(CHINESE_NAME, word)) and not re.fullmatch(DEPARTMENT, word)


def _read_post(word: str, *, named: bool) -> ContactClaims | None:
    """Read a Chinese word behind a name: a department by how it ends.

    Behind a Chinese name it may be a title, by how it ends, both (技术部主管), or a field of work.
    """
    if re.fullmatch(DEPARTMENT, word):
        return {"department": word}
    if not named or not re.fullmatch(CHINESE, word):
        return None
    if both := re.fullmatch(f"(?P<department>{DEPARTMENT})(?P<title>{OFFICE})", word):
        return {"department": both["department"], "title": both["title"]}
    if re.fullmatch(TITLE, word):
        return {"title": word}
    return {"department": word} if re.fullmatch(GROUP, word) else None


def _merge_claims(pieces: list[_Piece]) -> ContactClaims:
    """Merge the claims of an entry's pieces; `contact-repeated` where two contradict each other.

    Places on approval lines add up (`T2 B1`), but `line?`, an empty mapping, takes all back.
    """
    claims = ContactClaims()
    for piece in pieces:
        added = piece.claims or (None if piece.quoted else _read_behind(piece.text))
        if added is None:
            raise UserError("contact-unreadable", text=piece.text)
        before: Mapping[str, object] = {**claims}
        if any(before.get(key, value) != value for key, value in added.items() if key != "lines"):
            raise UserError("contact-repeated", text=piece.text)
        lines = {**claims.get("lines", {}), **added.get("lines", {})}
        claims = {**claims, **added}
        if added.get("lines"):
            claims["lines"] = lines
    return claims
