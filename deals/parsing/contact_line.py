"""A project's contacts in one line, read and printed (method, section 3).

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

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypedDict

from deals.errors import UserError
from deals.model import ApprovalLine, Contact, Function, Level, Role, Stance
from deals.parsing.text import fold_text

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
    """Read the contacts that `text` names, in its order.

    A name that `known` holds is that contact with everything kept that the text does not say; a
    known contact that is not named is gone, and nobody reports to one who is. Raises the refusals
    `contact-unreadable`, `contact-nameless`, `cr-range`, `person-unknown` for a superior who is not
    there, and `reports-self` and `reports-circle`. `among` are those who stay beside the named.
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
    """Return a contact for each entry: the known one that it means, changed, or a new one."""
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
    """Return the people, those with an entry first, with the superiors that their entries name."""
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
    """Return the contacts as `parse_contacts` reads them back against themselves."""
    return "; ".join(contact_text(contact) for contact in contacts)


def contact_text(contact: Contact) -> str:
    """Return one contact: the name and what the one-line form can say of the person."""
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
    """Return the places on the approval lines: `T`, `T2B1`; empty for none."""
    letters = {"technical": "T", "commercial": "B"}
    return "".join(f"{letters[line]}{contact.step(line) or ''}" for line in contact.lines)


def stance_text(stance: Stance, competitor: str | None) -> str:
    """Return a stance as the one-line form has it: `+` `-` `=`, `!华为`; empty while unknown."""
    if stance == "competitor":
        return "!" if competitor is None else f"!{quote_if_needed(competitor, 'mark')}"
    return _STANCES[stance]


def read_stance(text: str) -> tuple[Stance, str | None] | None:
    """Read the stance that `+` `-` `=` `!华为` or `stance?` says, with its competitor.

    None for neither. Competitors may hold blanks here, and need no quotes.
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
    """Return the contact at another relationship level since the day `on`, with its evidence.

    That is words, or the id of a touch. Old evidence never stays.
    """
    shown = {"evidence": evidence, "cr_on": on, "cr_touch": touch}
    return contact.model_copy(update={"cr": cr, **shown})


def with_lines(contact: Contact, places: Mapping[ApprovalLine, int | None]) -> Contact:
    """Return the contact on just these approval lines, with its step on each where known."""
    update = {
        "lines": contact.lines if set(places) == set(contact.lines) else tuple(places),
        "technical_step": places.get("technical"),
        "commercial_step": places.get("commercial"),
    }
    return contact.model_copy(update=update)


def with_stance(contact: Contact, stance: Stance, competitor: str | None) -> Contact:
    """Return the contact with another stance; only who backs a competitor has one."""
    if stance != "competitor":
        competitor = None if contact.stance == "competitor" else contact.competitor
    return contact.model_copy(update={"stance": stance, "competitor": competitor})


def drop_missing_bosses(contacts: Sequence[Contact]) -> tuple[Contact, ...]:
    """Return the contacts, none of them reporting to somebody who is not among them."""
    ids = {contact.id for contact in contacts}
    return tuple(
        contact if contact.reports_to is None or contact.reports_to in ids else _clear_boss(contact)
        for contact in contacts
    )


def _clear_boss(contact: Contact) -> Contact:
    return contact.model_copy(update={"reports_to": None})


def _find_meant(entry: ContactEntry, known: Sequence[Contact]) -> Contact | None:
    """Find the contact that an entry means.

    Of several by its name, it is the first that is as the entry says.
    """
    named = [contact for contact in known if contact.name == entry.name]
    return next(
        (contact for contact in named if _apply_claims(contact, entry) == contact),
        named[0] if named else None,
    )


def _apply_claims(contact: Contact, entry: ContactEntry) -> Contact:
    """Return the contact with what the entry says, the same one where that is nothing new."""
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


class ContactClaims(TypedDict, total=False):
    """The claims of an entry about a contact, by field; what is absent was not mentioned."""

    title: str | None
    department: str | None
    level: Level | None
    lines: Mapping[ApprovalLine, int | None]
    function: Function
    role: Role
    outside: bool
    boss: str | None
    cr: int | None
    stance: Stance
    competitor: str | None


@dataclass(frozen=True, slots=True)
class ContactEntry:
    """One contact as written: the name, and what it claims of the person."""

    name: str
    claims: ContactClaims = field(default_factory=ContactClaims)


@dataclass(slots=True)
class _Piece:
    """A piece of an entry: `claims` is what it says for certain.

    Without, it may be part of the name.
    """

    text: str
    claims: ContactClaims | None = None
    quoted: bool = False


_OUTSIDE = frozenset({"outside", "外部"})
# How departments and titles end in Chinese: in `吴处长 技术部` the second word is not the name's.
# Compiled when first used: a set as wide as Chinese takes a millisecond, and no start needs one.
_DEPARTMENT = r"[\u4e00-\u9fff]{2,}(?:部|处|科|室|局|院|所|组|中心|公司|办|司|厂|段|队|委)"
_TITLE = r"[\u4e00-\u9fff]+(?:长|总|理|任|员|师|工|书记|监|主管|董事|教授|助理|秘书|专责)"
_CHINESE = r"[\u4e00-\u9fff]{2,}"
_CHINESE_NAME = r"[\u4e00-\u9fff]{2,4}"
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
_PIECES = re.compile(
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
_CR = re.compile(r"cr(?P<cr>[0-9]+)(?P<stance>[+=?-])?")
_NAME_CR = re.compile(r"(?P<name>.*[^\x00-\x7f])(?P<cr>cr[0-9?]\S*)", re.IGNORECASE)
_PLAIN = {
    "title": re.compile(r'[^\s"()（）]+(?:\s+[^\s"()（）]+)*'),
    "mark": re.compile(rf"{_LOOSE}+"),
}


def read_entries(text: str) -> list[ContactEntry]:
    """Read every contact that `text` names.

    The module says the form, `parse_contacts` the refusals.
    """
    found: list[ContactEntry] = []
    pieces: list[_Piece] = []
    for piece in (*_split_pieces(text), None):
        if piece is not None:
            pieces.append(piece)
        elif pieces:
            found.append(_read_entry(pieces))
            pieces = []
    return found


def quote_if_needed(text: str, place: str) -> str:
    """Return a name, `title` or marked word in double quotes, or without where it reads back so."""
    plain = _is_name(text) if place == "name" else _PLAIN[place].fullmatch(text)
    return text if plain else '"{}"'.format(text.replace('"', '""'))


def _is_name(text: str) -> bool:
    try:
        return read_entries(text) == [ContactEntry(text)]
    except UserError:
        return False


def _split_pieces(text: str) -> Iterator[_Piece | None]:
    """Yield the pieces of all entries, None where an entry ends."""
    at = 0
    while at < len(text):
        found = _PIECES.match(text, at)
        if found is None:
            raise UserError("contact-unreadable", text=text[at:])
        at = found.end()
        if found["end"]:
            yield None
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
    if word in LEVEL_WORDS:
        return {"level": LEVEL_WORDS[word]}
    if word in ROLE_WORDS:
        return {"role": ROLE_WORDS[word]}
    if word in FUNCTION_WORDS:
        return {"function": FUNCTION_WORDS[word]}
    if word in _OUTSIDE:
        return {"outside": True}
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
    while (
        name > 0 and not pieces[name - 1].quoted and _read_likely(fold_text(pieces[name - 1].text))
    ):
        name -= 1
    name = _split_off_posts(pieces, name)
    written = " ".join(piece.text for piece in pieces)
    words = pieces[:name]
    if not words or not words[0].text.strip():
        raise UserError("contact-nameless", text=written)
    if len(words) > 1 and any(piece.quoted for piece in words):
        raise UserError("contact-unreadable", text=written)
    return ContactEntry(" ".join(piece.text for piece in words), _merge_claims(pieces[name:]))


def _split_off_posts(pieces: list[_Piece], name: int) -> int:
    """Turn departments and titles behind the name into claims; return how many pieces it keeps."""
    while name > 1 and not pieces[name - 1].quoted:
        claims = _read_post(pieces[name - 1].text, named=_is_person(pieces[0].text))
        if claims is None:
            break
        name -= 1
        pieces[name] = _Piece(pieces[name].text, claims)
    return name


def _is_person(word: str) -> bool:
    return bool(re.fullmatch(_CHINESE_NAME, word)) and not re.fullmatch(_DEPARTMENT, word)


def _read_post(word: str, *, named: bool) -> ContactClaims | None:
    """Read a Chinese word behind a name: a department by how it ends.

    Behind a Chinese name any other word is a title, by how it ends, or a department too.
    """
    if re.fullmatch(_DEPARTMENT, word):
        return {"department": word}
    if not named or not re.fullmatch(_CHINESE, word):
        return None
    return {"title": word} if re.fullmatch(_TITLE, word) else {"department": word}


def _merge_claims(pieces: list[_Piece]) -> ContactClaims:
    """Merge the claims of an entry's pieces, the later ones counting.

    Places on approval lines add up (`T2 B1`), but `line?`, an empty mapping, takes all back.
    """
    claims = ContactClaims()
    for piece in pieces:
        added = piece.claims or (None if piece.quoted else _read_likely(fold_text(piece.text)))
        if added is None:
            raise UserError("contact-unreadable", text=piece.text)
        lines = {**claims.get("lines", {}), **added.get("lines", {})}
        claims = {**claims, **added}
        if added.get("lines"):
            claims["lines"] = lines
    return claims


LEVEL_WORDS: Mapping[str, Level] = {
    "high": "high",
    "高": "high",
    "高层": "high",
    "upper": "upper",
    "中高": "upper",
    "中高层": "upper",
    "middle": "middle",
    "mid": "middle",
    "中": "middle",
    "中层": "middle",
    "low": "low",
    "低": "low",
    "低层": "low",
    "基层": "low",
}
ROLE_WORDS: Mapping[str, Role] = {
    "decides": "decides",
    "decider": "decides",
    "决策": "decides",
    "approves": "approves",
    "approver": "approves",
    "审批": "approves",
    "evaluates": "evaluates",
    "evaluator": "evaluates",
    "评估": "evaluates",
    "uses": "uses",
    "user": "uses",
    "使用": "uses",
    "influences": "influences",
    "influencer": "influences",
    "影响": "influences",
    "coach": "coach",
    "教练": "coach",
    "内线": "coach",
}
FUNCTION_WORDS: Mapping[str, Function] = {
    "technical": "technical",
    "tech": "technical",
    "技术": "technical",
    "commercial": "commercial",
    "商务": "commercial",
    "using": "using",
    "使用方": "using",
    "other": "other",
    "其他": "other",
}
_LINES: Mapping[str, ApprovalLine] = {"t": "technical", "b": "commercial"}
_PLACES = re.compile(r"(?:[tb][1-9]?){1,2}")
_PLACE = re.compile(r"([tb])([1-9]?)")


def read_lines(text: str) -> Mapping[ApprovalLine, int | None] | None:
    """Read the places on the approval lines that `T`, `TB` or `T2B1` name, in any case.

    None if none.
    """
    word = "".join(fold_text(text).split())
    if not _PLACES.fullmatch(word):
        return None
    return {
        _LINES[place[1]]: int(place[2]) if place[2] else None for place in _PLACE.finditer(word)
    }
