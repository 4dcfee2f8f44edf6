"""People of a project where a touch names them: in full, by a part, or behind `@`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from deals.model import Contact
from deals.parsing.contact_line import find_contact_named
from deals.parsing.text import LatePattern, by_word

_ENDED = LatePattern(r"(?![A-Za-z0-9_'’]|-(?!>))")
_WORD = LatePattern(r"\w")
_PART = LatePattern(r"(?<!\S)[A-Z][A-Za-z'’-]{2,}(?!\S)")
_AT = LatePattern(r'[@＠](?:"(?P<quoted>(?:[^"]|"")+)"|(?P<word>\w[\w.]*))')
# Names that are words of a sentence as often, so that in small letters they are none.
_EVERYDAY = by_word(
    {
        True: """
            will may mark grant bill rich art jack rob sue pat drew chase frank grace hope joy faith
            dawn summer april june august guy gene dean miles max penny rose ruby lily iris holly
            clay cliff dale glen heath reed brook brooks young long small king price day hill ford
            lake rivers cook baker mason page banks cash case fields marsh lane street church park
            parks knight bishop pope rush sharp sterling swift love moon sun wall best good call
            wood woods stone black white green brown gray grey so he she they we it an a in on at to
            of or and the for do go ran win wu you can see ask low high
        """
    }
)


def name_at(text: str, at: int, people: Sequence[Contact]) -> tuple[Contact, int] | None:
    """Find the person whose name, the longest, stands at a place, and where it ends."""
    found = [
        (name, contact)
        for name, contact in names_and_parts(people)
        if text.startswith(name, at) and _ends_name(text, at, name)
    ]
    name, contact = max(found, key=lambda pair: len(pair[0]), default=("", None))
    return (contact, at + len(name)) if contact else None


def name_in_small_letters(
    text: str, at: int, people: Sequence[Contact]
) -> tuple[Contact, int] | None:
    """Find the person whose name stands at a place without its capitals, if it is no other word."""
    if not text[at : at + 1].islower() or not text[at].isascii() or text[at - 1 : at].isalnum():
        return None
    for name, contact in sorted(names_and_parts(people), key=lambda pair: -len(pair[0])):
        end = at + len(name)
        if (
            name.isascii()
            and text.startswith(name.lower(), at)
            and name.lower() not in _EVERYDAY
            and text[end : end + 1] != "@"
            and _ENDED.match(text, end)
        ):
            return contact, end
    return None


def names_and_parts(people: Sequence[Contact]) -> list[tuple[str, Contact]]:
    """List names in full, and the parts of names in letters that mean one person alone.

    A Chinese name goes by its department before it, too: `采购老唐`.
    """
    whole = [(contact.name, contact) for contact in people if contact.name]
    whole += [
        (f"{contact.department}{contact.name}", contact)
        for contact in people
        if contact.department and contact.name and not contact.name.isascii()
    ]
    parts = [(part, contact) for name, contact in whole for part in _parts_of(name)]
    if not parts:
        return whole
    times = Counter(part for part, _contact in parts)
    return [*whole, *(pair for pair in parts if times[pair[0]] == 1)]


def find_behind_name(note: str, met: Sequence[Contact]) -> re.Match[str] | None:
    """Find the last words behind somebody's name: `参观工厂 何总 11-18`."""
    names = "|".join(re.escape(name) for name, _ in names_and_parts(met))
    return re.search(rf"(?<!\w)(?:{names})(?P<day>\s+)(?=\S+$)", note) if names else None


@lru_cache(maxsize=4096)
def _parts_of(name: str) -> tuple[str, ...]:
    return tuple(found[0] for found in _PART.finditer(name) if found[0] != name)


def marked_at(text: str, at: int, people: Sequence[Contact]) -> tuple[Contact, int] | None:
    """Find the person that `@name` or `@"name"` at a place means, by a part of the name too.

    Refusals `person-unknown` and `person-unclear`.
    """
    found = _AT.match(text, at)
    if found is None:
        return None
    if found["quoted"]:
        wanted = found["quoted"].replace('""', '"')
        same = [contact for contact in people if contact.name == wanted]
        return (same[0] if same else find_contact_named(wanted, people)), found.end()
    start = at + 1
    known = name_at(text, start, people)
    if known is None:
        lower = [contact.model_copy(update={"name": contact.name.lower()}) for contact in people]
        known = name_at(text.lower(), start, lower) if len(text.lower()) == len(text) else None
    if known is not None:
        return next(contact for contact in people if contact.id == known[0].id), known[1]
    return find_contact_named(found["word"], people), found.end()


def mark_name(name: str) -> str:
    """Write a name as `@name` reads it back, whatever is in it."""
    if re.fullmatch(r"\w+", name):
        return f"@{name}"
    return '@"{}"'.format(name.replace('"', '""'))


def _ends_name(text: str, at: int, name: str) -> bool:
    """Whether a name ends here: a Chinese one of two characters may run on into the text."""
    end = at + len(name)
    if "\u4e00" <= name[-1] <= "\u9fff":
        return len(name) > 1 or not _WORD.match(text, end)
    return bool(_ENDED.match(text, end)) or not _WORD.match(name[-1])
