"""Who is new in a project, and known to the account already, becomes that one person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from deals.accounts.shared import CLOSENESS, Facts, known, told
from deals.edits.people import find_contact
from deals.model import Contact, Influence, Project, Stamp, Touch


@dataclass
class Account:
    """The projects of one account while a change goes through them."""

    projects: dict[str, Project]
    stamp: Stamp
    apart: Collection[str]
    _changed: dict[str, None] = field(default_factory=dict)

    def tell(self, key: str, news: Mapping[str, Facts], *, itself: bool = False) -> None:
        """Tells a project what is new of its people; of its own it is told though it is apart."""
        if itself or key not in self.apart:
            self.put(told(self.projects[key], news, self.stamp))

    def put(self, project: Project) -> None:
        """Puts a project in the place of what it was."""
        if project is not self.projects[project.id]:
            self.projects[project.id] = project
            self._changed[project.id] = None

    def changed(self) -> list[Project]:
        """The projects that are not what they were."""
        return [self.projects[key] for key in self._changed]


@dataclass
class _People:
    """Whom an account knows: by name, where each is, and what is known of them in all.

    `doubts` is what some project says of somebody against what the first one does.
    """

    named: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    where: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, dict[str, object]] = field(default_factory=lambda: defaultdict(dict))
    doubts: dict[str, list[Facts]] = field(default_factory=lambda: defaultdict(list))

    def meet(self, key: str, contact: Contact) -> None:
        """Takes note of a contact of the project `key`."""
        self.named[contact.name][contact.id] = None
        self.where[contact.id].append(key)
        facts = known(contact)
        if _contradicts(facts, self.facts[contact.id]):
            self.doubts[contact.id].append(facts)
        self.learn(contact.id, facts)

    def learn(self, person: str, facts: Facts) -> None:
        """Takes note of what was not known."""
        there = self.facts[person]
        for name, value in _lacking(facts, there).items():
            if value is None:
                there.pop(name, None)
            else:
                there[name] = value

    def the_one(self, contact: Contact) -> str | None:
        """The only person of a contact's name, unless something known of both differs."""
        ids = self.named.get(contact.name, {})
        if len(ids) != 1:
            return None
        person = next(iter(ids))
        said = (self.facts[person], *self.doubts.get(person, ()))
        mine = known(contact)
        return None if any(_contradicts(mine, one) for one in said) else person


def adopt(account: Account, added: Mapping[str, Collection[str]]) -> None:
    """Makes who is new (contact ids by project) the person of the account that they are.

    Each knows from then on what the account knew of them, and the account what they brought.
    """
    if not added:
        return
    people = _People()
    for key, project in account.projects.items():
        for one in project.contacts:
            if one.id not in added.get(key, ()):
                people.meet(key, one)
    for key, some in added.items():
        for person in _from_the_top(account.projects[key], some):
            now = _adopted(account, people, key, person)
            people.meet(key, find_contact(account.projects[key], now))


def _adopted(account: Account, people: _People, key: str, person: str) -> str:
    """The id that somebody new in a project has from now on."""
    project = account.projects[key]
    contact = find_contact(project, person)
    if person in people.where:
        return person
    twins = Counter(one.name for one in project.contacts)[contact.name]
    found = people.the_one(contact)
    if found is None or twins > 1 or any(one.id == found for one in project.contacts):
        return person
    there = people.facts[found]
    account.put(_renamed(project, person, found))
    brought = known(contact)
    if takes := _lacking(there, brought):
        account.tell(key, {found: takes}, itself=True)
        brought = known(find_contact(account.projects[key], found))
    if gives := _lacking(brought, there):
        for other in people.where[found]:
            account.tell(other, {found: gives})
    return found


def _lacking(facts: Facts, there: Facts) -> dict[str, object]:
    """What of `facts` is not known there; a relationship level goes with all that shows it.

    Where both know the level and there is no evidence for it there, it is told too.
    """
    lacking = {name: value for name, value in facts.items() if name not in there}
    for name in CLOSENESS:
        lacking.pop(name, None)
    if "cr" in facts and "evidence" not in there:
        lacking.update({name: facts.get(name) for name in CLOSENESS})
    return {name: value for name, value in lacking.items() if value != there.get(name)}


def _contradicts(mine: Facts, theirs: Facts) -> bool:
    """Whether both know something and not the same; when a level was set, and by which meeting,
    says nothing of the person.
    """
    common = (mine.keys() & theirs.keys()) - {"cr_on", "cr_touch"}
    return any(mine[name] != theirs[name] for name in common)


def _from_the_top(project: Project, some: Collection[str]) -> Iterator[str]:
    """Those contacts of a project, superiors first: whom they report to is to be known by then."""
    bosses = {one.id: one.reports_to for one in project.contacts}

    def depth(one: str) -> int:
        way = [one]
        while (boss := bosses.get(way[-1])) is not None and boss not in way:
            way.append(boss)
        return len(way)

    yield from sorted(some, key=depth)


def _renamed(project: Project, old: str, new: str) -> Project:
    """The project in which a contact has another id, wherever it is named."""

    def led(one: Contact) -> Contact:
        if old not in (one.id, one.reports_to):
            return one
        id, boss = (new if each == old else each for each in (one.id, one.reports_to))
        return one.model_copy(update={"id": id, "reports_to": boss})

    def met(touch: Touch) -> Touch:
        if old not in touch.contacts:
            return touch
        ids = tuple(new if one == old else one for one in touch.contacts)
        return touch.model_copy(update={"contacts": ids})

    def swayed(one: Influence) -> Influence:
        ends = {"source": one.source, "target": one.target}
        return one.model_copy(update={key: new for key, end in ends.items() if end == old})

    history = tuple(
        one if one.subject != old else one.model_copy(update={"subject": new})
        for one in project.history
    )
    update = {
        "contacts": tuple(map(led, project.contacts)),
        "influences": tuple(map(swayed, project.influences)),
        "touches": tuple(map(met, project.touches)),
    }
    return project.model_copy(update={**update, "history": history})
