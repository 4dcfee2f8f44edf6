"""The reporting line of a team as one person sees it: themselves, and everybody below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from deals.owners import ME_WORDS, owner_key
from deals.parsing.text import fold_text

if TYPE_CHECKING:
    from deals.model import Project


class LinePerson(NamedTuple):
    """A person of the line; `revoked` says that they may not come in any more, `leads` that they
    set what holds for the team even with nobody below them.
    """

    name: str
    reports_to: str | None = None
    revoked: bool = False
    leads: bool = False


@dataclass(frozen=True)
class ReportingLine:
    """The line below `top`, who looks at it.

    `makers` says with whom projects are, by their ids, whose owner is nobody of the line: with
    whoever put them there, if it is not the top.
    """

    top: str
    people: Mapping[str, LinePerson]
    makers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, top: str, people: Iterable[LinePerson]) -> ReportingLine:
        """Return the line of those whom somebody sees."""
        found = {person.name: person for person in people}
        return cls(top, {top: LinePerson(top)} | found)

    @cached_property
    def _keys(self) -> frozenset[str]:
        return frozenset(map(owner_key, self.people))

    def find_holder(self, project: Project) -> str:
        """Find with whom a project is, by `owner_key`: with whom the server has it. What has an
        owner who is nobody of the line, and is not sent yet, is with whoever looks.
        """
        key = owner_key(self.makers.get(project.id, project.owner))
        return key if key in self._keys else owner_key(self.top)

    @cached_property
    def _reports(self) -> Mapping[str, Sequence[str]]:
        reports = defaultdict[str, list[str]](list)
        for person in self.people.values():
            if person.reports_to in self.people and person.name != self.top:
                reports[person.reports_to or ""].append(person.name)
        return reports

    @cached_property
    def _counts(self) -> Mapping[str, int]:
        """How many people each branch has, its head among them."""
        counts = dict.fromkeys(self.people, 1)
        for name in reversed(list(self._walk(self.top))):
            counts[name] = 1 + sum(counts[each] for each in self.reports_of(name))
        return counts

    def reports_of(self, name: str) -> Sequence[str]:
        """Return who reports to a person."""
        return self._reports.get(name, ())

    def count(self, name: str) -> int:
        """Count the people of a branch, its head among them."""
        return self._counts.get(name, 1)

    def branch(self, name: str) -> tuple[str, ...]:
        """Return the people of a branch: its head, and all below."""
        return tuple(self._walk(name))

    def _walk(self, name: str) -> Iterator[str]:
        """Yield a person and all below, whoever is above before them."""
        ahead = [name]
        while ahead:
            person = ahead.pop()
            yield person
            ahead += reversed(self.reports_of(person))

    def find(self, wanted: str, meets: Callable[[str], bool]) -> Sequence[str]:
        """Find who goes by a name, however written; else whose folded name `meets` it."""
        if wanted.casefold() in ME_WORDS:
            return (self.top,)
        key = owner_key(wanted)
        same = [name for name in self.people if owner_key(name) == key]
        return same or [name for name in self.people if meets(fold_text(name))]

    def path(self, name: str) -> tuple[str, ...]:
        """Return the way from the top down to a person; the top alone for one not in the line."""
        way = list[str]()
        person = self.people.get(name)
        while person is not None and person.name != self.top and person.name not in way:
            way.append(person.name)
            person = self.people.get(person.reports_to or "")
        return (self.top, *reversed(way)) if person is not None or not way else (self.top,)
