"""Twins: projects of one name and customer, of two owners or of one who has it twice."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, product
from typing import NamedTuple

from deals.model import Book, Project
from deals.parsing.text import fold_text

TwinKey = tuple[str, str]
Owners = tuple[str, ...]


def find_twins(projects: Iterable[Project]) -> list[list[Project]]:
    """Find the open projects that are there several times; return those of one name together."""
    alike: dict[TwinKey, list[Project]] = defaultdict(list)
    for project in projects:
        if project.status == "open" and project.owner:
            alike[deal_key(project)].append(project)
    groups = (
        [project for project in same if any(are_twins(project, other) for other in same)]
        for same in alike.values()
        if len(same) > 1
    )
    return list(filter(None, groups))


def are_twins(project: Project, other: Project) -> bool:
    """Whether two projects of one name and customer may be one deal, by what was said of them."""
    return (
        other.id != project.id
        and other.id not in project.apart
        and project.id not in other.apart
        and not _have_ids(project, other)
    )


def _have_ids(project: Project, other: Project) -> bool:
    """Whether a CRM has two records of one owner: it knows why."""
    if fold_text(project.owner) != fold_text(other.owner):
        return False
    ids, others = (
        {(ref.source, ref.id) for ref in each.sources if ref.id} for each in (project, other)
    )
    return any(source == known for source, _id in ids for known, _other in others)


_ALIKE, _LEAST = Fraction(4, 5), 3
"""The share of its projects, and how many, from which a table is another's under another name."""


class HandOver(NamedTuple):
    """Twins that are likely to be one deal that was handed over between two tables.

    `former` is the source that says the owner `old`, `source` that which says `new`; both hold
    so many of the same projects.
    """

    old: str
    new: str
    former: str
    source: str
    alike: int


RenewedTables = Mapping[tuple[str, str], int]
"""Pairs of sources that hold almost the same projects, sorted, with how many these are."""


def find_renewed_tables(book: Book) -> RenewedTables:
    """Find the sources that are likely to be one table under two names."""
    held, both = Counter[str](), Counter[tuple[str, str]]()
    for project in book.projects.values():
        sources = sorted({ref.source for ref in project.sources if not ref.gone})
        held.update(sources)
        both.update(combinations(sources, 2))
    return {
        pair: count
        for pair, count in both.items()
        if count >= _LEAST and count >= _ALIKE * max(held[source] for source in pair)
    }


def find_hand_over(twins: Sequence[Project], renewed: RenewedTables) -> HandOver | None:
    """Find whether twins are one deal that has another owner in its table's next version.

    There it was added as new, as nothing but its projects says that the table is the same. Where
    several pairs of tables say it, it is the first by their names.
    """
    if len(twins) != 2:
        return None
    before, after = sorted(twins, key=lambda project: project.created_at)
    if fold_text(before.owner) == fold_text(after.owner):
        return None
    pairs = product(*(sorted({ref.source for ref in each.sources}) for each in (before, after)))
    for former, source in pairs:
        if count := renewed.get((min(former, source), max(former, source))):
            return HandOver(before.owner, after.owner, former, source, count)
    return None


def twins_of(book: Book, project: Project) -> tuple[Project, ...]:
    """Return the open projects of a book that may be one deal with a project."""
    if project.status != "open" or not project.owner:
        return ()
    return tuple(
        other
        for other in same_deal(book, project)
        if other.status == "open" and other.owner and are_twins(project, other)
    )


def twin_owners(book: Book) -> Mapping[str, Owners]:
    """Return the owners of the twins of each project of a book that has some."""
    index = TwinIndex()
    index.update(book)
    return index.owners


def same_deal(book: Book, project: Project) -> tuple[Project, ...]:
    """Return the other projects of the same name and customer, open or not and whoever has them."""
    key = deal_key(project)
    others = (other for other in book.projects.values() if other.id != project.id)
    return tuple(other for other in others if deal_key(other) == key)


def deal_key(project: Project) -> TwinKey:
    """Return what two ways to write a project's name and customer share."""
    return fold_text(project.name), fold_text(project.customer)


class TwinIndex:
    """The owners of the twins of each project, kept from book to book.

    Only the projects that changed between two books are looked at again.
    """

    def __init__(self) -> None:
        self._book: Book | None = None
        self._alike: dict[TwinKey, dict[str, Project]] = defaultdict(dict)
        self._keys: dict[str, TwinKey] = {}
        self.owners: dict[str, Owners] = {}

    def update(self, book: Book) -> Collection[str]:
        """Take in a book; return the ids of the projects whose twins are others than before."""
        if book is self._book:
            return ()
        before, self._book = self._book, book
        changed = book.changed_since(before) if before else None
        if changed is not None:
            keys = {key for id_ in changed for key in self._replace(id_, book.projects)}
            return self._renew(keys)
        known, self.owners = self.owners, {}
        self._alike, self._keys = defaultdict(dict), {}
        for project in book.projects.values():
            self._add(project)
        self._renew([key for key, same in self._alike.items() if len(same) > 1])
        ids = known.keys() | self.owners.keys()
        return [id_ for id_ in ids if known.get(id_) != self.owners.get(id_)]

    def _replace(self, id_: str, projects: Mapping[str, Project]) -> list[TwinKey]:
        """Take in what became of a project; return what it went by and goes by now."""
        keys = []
        if (key := self._keys.pop(id_, None)) is not None:
            self._alike[key].pop(id_)
            self.owners.pop(id_, None)
            keys.append(key)
        if (project := projects.get(id_)) and (new := self._add(project)):
            keys.append(new)
        return keys

    def _add(self, project: Project) -> TwinKey | None:
        if project.status != "open" or not project.owner:
            return None
        key = deal_key(project)
        self._keys[project.id] = key
        self._alike[key][project.id] = project
        return key

    def _renew(self, keys: Iterable[TwinKey]) -> list[str]:
        """Work out the twins of projects anew; return the ids of those whose twins are others."""
        renewed: list[str] = []
        for key in keys:
            same = self._alike[key]
            if len(same) < 2 and not any(id_ in self.owners for id_ in same):
                continue
            for id_, project in same.items():
                others = tuple(other.owner for other in same.values() if are_twins(project, other))
                if others != self.owners.pop(id_, ()):
                    renewed.append(id_)
                if others:
                    self.owners[id_] = others
        return renewed
