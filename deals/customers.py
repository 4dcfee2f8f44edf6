"""Customers as one value each: how many projects they have, which names may be one, renaming.

A customer is what its projects call it. One written in two ways is two accounts, whose people and
history know nothing of each other.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from deals.accounts import ContactSharing, account_of, share_contacts
from deals.edits.patches import Patch, ReplacedProject, apply_patch
from deals.edits.typed_fields import write_field
from deals.errors import UserError
from deals.model import Book
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import LatePattern, find_slip, fold_text, read_required
from deals.search import has_han, spell_out

SLIPS_FROM = 6
"""Of so many letters on a slip of the pen makes two names likely to be one."""

_LEGAL_FORM = LatePattern(
    r"(?: (?:inc|incorporated|corp|corporation|co|company|ltd|limited|llc|llp|lp|plc|gmbh|ag|kg"
    r"|kgaa|ohg|ug|se|sa|sas|sarl|bv|nv|ab|as|asa|aps|oy|oyj|spa|srl|sl|pty|pte|bhd|sdn|kk)"
    r"|(?:股份|责任)?有限(?:责任)?公司|股份公司|集团公司|总公司|公司|集团|股份)$"
)
_MARKS = LatePattern(r"[\W_]+")
_LEAST = 2


def customer_counts(book: Book) -> dict[str, int]:
    """Return how many projects each customer has, by its name; those without one do not count."""
    counts = Counter(account_of(project) for project in book.projects.values())
    counts.pop("", None)
    return dict(counts)


@lru_cache(maxsize=20_000)
def customer_key(name: str) -> str:
    """Return what ways to write one customer share: no legal form, width, case, blanks or marks."""
    words = _MARKS.sub(" ", fold_text(name).replace(".", "")).strip()
    while (shorter := _LEGAL_FORM.sub("", words).strip()) != words and len(shorter) >= _LEAST:
        words = shorter
    return words.replace(" ", "")


def near_customers(name: str, others: Iterable[str]) -> tuple[str, ...]:
    """Return those of the other names that are likely to be the same customer as `name`.

    They have the same key or sound the same, or, from `SLIPS_FROM` letters on, differ by a slip of
    the pen that is no figure.
    """
    key, sound = customer_key(name), _sound(name)
    return tuple(
        other
        for other in others
        if other != name
        and (
            customer_key(other) == key
            or _sound(other) == sound
            or is_slip(key, customer_key(other))
        )
    )


def near_known_customers(names: Iterable[str], known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the known names that are likely to be the same customer as a new one, by new name."""
    marked: dict[str, list[str]] = defaultdict(list)
    for name in names:
        for mark in _shared_marks(name):
            marked[mark].append(name)
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for other in known if marked else ():
        likely = {name for mark in _shared_marks(other) for name in marked.get(mark, ())}
        for name in likely:
            if near_customers(name, [other]):
                found[name][other] = None
    return {name: tuple(others) for name, others in found.items()}


def group_near_customers(names: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """Return the names that are likely to be one customer, each with those near it, in order."""
    listed = list(dict.fromkeys(names))
    same: dict[str, list[str]] = defaultdict(list)
    for name in listed:
        for mark in _shared_marks(name):
            same[mark].append(name)
    near: dict[str, set[str]] = defaultdict(set)
    for alike in same.values():
        for name in alike if len(alike) > 1 else ():
            near[name].update(near_customers(name, alike))
    return tuple(_collect_groups(listed, near))


def _collect_groups(listed: list[str], near: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    seen: set[str] = set()
    for name in listed:
        if name in seen or not near.get(name):
            continue
        group, more = {name}, [name]
        while more:
            found = near.get(more.pop(), set()) - group
            group |= found
            more += found
        seen |= group
        yield tuple(each for each in listed if each in group)


def _shared_marks(name: str) -> Iterator[str]:
    """Yield marks of which two near names share one: the key, the sound, the key less a letter.

    Looking for these in a table is what keeps thousands of customers from being compared in pairs.
    """
    key = customer_key(name)
    yield from dict.fromkeys((key, _sound(name)))
    if len(key) >= SLIPS_FROM:
        yield from dict.fromkeys(key[:at] + key[at + 1 :] for at in range(len(key)))


@lru_cache(maxsize=20_000)
def _sound(name: str) -> str:
    key = customer_key(name)
    return spell_out(key) if has_han(key) else key


def is_slip(key: str, other: str) -> bool:
    """Whether two keys differ by one letter more, less, other or swapped, and by no figure."""
    short, long = sorted((key, other), key=len)
    if len(short) < SLIPS_FROM - 1 or len(long) < SLIPS_FROM or len(long) - len(short) > 1:
        return False
    differing = find_slip(short, long)
    return differing is not None and not re.search(r"\d", differing)


def rename_customer(book: Book, old: str, new: str, reading: ReadingContext) -> Book:
    """Return the book in which all projects of a customer are another's, or one of a new name.

    Where there are projects of that name, the customers are one account from now on: people of one
    name are one person, if nothing known of them says otherwise. The old name is in the projects'
    history. Refusals `customer-missing` for a new name of nothing, `customer-unknown` (customer).
    """
    new, old = read_required(new, "customer-missing"), old.strip()
    ours = [project for project in book.projects.values() if account_of(project) == old]
    if not ours:
        raise UserError("customer-unknown", customer=old)
    moved = [write_field(project, "customer", new, reading) for project in ours]
    if new == old:
        return book
    after = book.with_projects(*moved)
    # Seen from the account that they come to, all their people are new.
    arrived = Patch({project.id: ReplacedProject(None, project) for project in moved})
    return apply_patch(share_contacts(arrived, after, ContactSharing(reading.stamp)), after)
