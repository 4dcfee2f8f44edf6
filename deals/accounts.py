"""The people of one account: what its projects share of them (method, section 3).

Contacts stay inside their projects, and a person has one id in all projects of an account. What is
known of the person is the account's; the approval lines, the buying role, the stance and who of
ours meets them are the project's.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deals.edits.contacts import find_contact, set_contacts
from deals.edits.patches import Patch, ReplacedProject, apply_patch, join_patches
from deals.errors import UserError
from deals.fields import CONTACT
from deals.model import TOGETHER, Book, Contact, Influence, Project, Stamp, Touch
from deals.parsing.contact_line import check_no_circle

__all__ = [
    "ContactSharing",
    "account_of",
    "account_people",
    "bring_contact",
    "replace_contact_id",
    "share_contacts",
]


ContactFacts = Mapping[str, object]
"""Shared fields of a contact by name."""

_MOST_ROUNDS = 8
"""So often a change is gone through at most; a second round is all that is needed as a rule."""

CLOSENESS = next(unit for unit in TOGETHER[Contact] if "cr" in unit)
"""A relationship level with what shows it: one fact, which no half of says anything."""


def account_of(project: Project) -> str:
    """Return the account that a project belongs to; empty for one that names no customer."""
    return project.customer.strip()


def known_facts(contact: Contact) -> ContactFacts:
    """Return the shared fields of a contact that are known."""
    facts = {name: getattr(contact, name) for name in CONTACT.shared}
    return {name: value for name, value in facts.items() if value}


def changed_facts(old: Contact, new: Contact) -> ContactFacts:
    """Return the shared fields of a contact that differ from before, with their new values."""
    names = [name for name in CONTACT.shared if getattr(old, name) != getattr(new, name)]
    if not set(CLOSENESS).isdisjoint(names):
        names = [*dict.fromkeys((*names, *CLOSENESS))]
    return {name: getattr(new, name) for name in names}


def apply_news(project: Project, news: Mapping[str, ContactFacts], stamp: Stamp) -> Project:
    """Return the project whose contacts, by id, are as `news` has them.

    The same where nothing is new. Who is not in the project is nobody's superior there, and nobody
    comes to report in a circle. Nobody worked on this project, so it does not count as edited.
    """
    ids = {contact.id for contact in project.contacts}
    people = [_apply_facts(contact, news.get(contact.id, {}), ids) for contact in project.contacts]
    contacts = _undo_circles(people, project.contacts)
    if contacts == project.contacts:
        return project
    changed = set_contacts(project, contacts, stamp)
    edited = {"updated_at": project.updated_at, "updated_by": project.updated_by}
    # A level was not reached today because it is heard of today.
    return changed.model_copy(update={**edited, "contacts": contacts})


def _apply_facts(contact: Contact, facts: ContactFacts, ids: Iterable[str]) -> Contact:
    update = dict(facts)
    if update.get("reports_to") not in (None, *ids):
        del update["reports_to"]
    return contact.model_copy(update=update) if update else contact


def _undo_circles(people: list[Contact], before: Sequence[Contact]) -> tuple[Contact, ...]:
    """Return the people, less those new superiors by whom somebody would report to themselves."""
    for place, (old, new) in enumerate(zip(before, people, strict=True)):
        if new.reports_to != old.reports_to:
            try:
                check_no_circle(people, new.id)
            except UserError:
                people[place] = new.model_copy(update={"reports_to": old.reports_to})
    return tuple(people)


@dataclass(frozen=True, slots=True)
class _AccountChange:
    """A change to one project's people: shared facts by id, the ids of who is new and who left."""

    project: Project
    facts: Mapping[str, ContactFacts]
    added: tuple[str, ...]
    removed: frozenset[str]


@dataclass(frozen=True, slots=True)
class ContactSharing:
    """How the projects of an account are told what changed of its people, stamped so.

    Projects with an id in `apart` take no changes of others: a table says what they are to hold.
    Those in `whole` pass on nothing either: they are to stay as they were imported, or importing
    them again would be a change. One of them that goes leaves nothing to past figures.
    """

    stamp: Stamp
    apart: Collection[str] = frozenset()
    whole: Collection[str] = frozenset()


def share_contacts(change: Patch, after: Book, sharing: ContactSharing) -> Patch:
    """Return what is still to be done to the book `after` a change, so that the projects of each
    account agree on what changed of their people.

    What became of shared fields of a contact becomes of them in the account's other projects. Who
    is new, and is by name just one of the account's people and by nothing known of them another,
    is that person. Costs what the change costs, and where people changed one look at each
    project's customer. Done twice it is done once.
    """
    shared = Patch()
    for _round in range(_MOST_ROUNDS):
        more, matched = _share_once(change, after, sharing)
        shared = join_patches(shared, more)
        if not matched:
            break
        # Who turned out to be known brings news of their own, and is the superior of others under
        # the id that all know: that is seen by looking again at the whole change.
        change, after = join_patches(change, more), apply_patch(more, after)
    return shared


def _share_once(change: Patch, after: Book, sharing: ContactSharing) -> tuple[Patch, bool]:
    """Go through a change once; return what is to be done, and whether somebody new was known."""
    matched = False
    news: dict[str, list[_AccountChange]] = defaultdict(list)
    # In the order of their ids, so that the same change always spreads the same way.
    for key, replaced in sorted(change.projects.items()):
        for found in _account_changes(replaced) if key not in sharing.whole else ():
            news[account_of(found.project)].append(found)
    changed: list[Project] = []
    for name, projects in _projects_by_account(after, news).items() if news else ():
        account = Account(projects, sharing.stamp, {*sharing.apart, *sharing.whole})
        _share_changes(account, news[name])
        matched |= match_contacts(account, [new for new in news[name] if new.added])
        changed += account.changed()
    patch = {
        project.id: ReplacedProject(after.projects[project.id], project) for project in changed
    }
    return Patch(patch), matched


def _account_changes(replaced: ReplacedProject) -> Iterator[_AccountChange]:
    """Yield the change to a project's people, if it has an account and they changed."""
    old, new = replaced
    if new is None or not account_of(new) or (old and old.contacts == new.contacts):
        return
    known = {contact.id: contact for contact in old.contacts} if old else {}
    ids = {contact.id for contact in new.contacts}
    facts = {
        contact.id: _changed_facts_kept(known[contact.id], contact, ids)
        for contact in new.contacts
        if contact.id in known
    }
    facts = {contact_id: changed for contact_id, changed in facts.items() if changed}
    added = tuple(contact.id for contact in new.contacts if contact.id not in known)
    if facts or added:
        yield _AccountChange(new, facts, added, frozenset(known.keys() - ids))


def _changed_facts_kept(old: Contact, new: Contact, ids: Collection[str]) -> ContactFacts:
    """Return what is new of a contact; who lost a superior to a deletion keeps them elsewhere."""
    facts = changed_facts(old, new)
    if old.reports_to is None or old.reports_to in ids:
        return facts
    return {name: value for name, value in facts.items() if name != "reports_to"}


def _projects_by_account(book: Book, accounts: Collection[str]) -> dict[str, dict[str, Project]]:
    """Return the projects of some accounts, by account and id."""
    found: dict[str, dict[str, Project]] = {name: {} for name in accounts}
    for key, project in book.projects.items():
        if project.customer and (name := project.customer.strip()) in found:
            found[name][key] = project
    return found


def _share_changes(account: Account, news: list[_AccountChange]) -> None:
    """Pass what changed of people to the other projects, except over what they changed."""
    facts: dict[str, dict[str, object]] = defaultdict(dict)
    own: dict[str, Mapping[str, ContactFacts]] = {}
    for new in news:
        own[new.project.id] = new.facts
        for person, some in new.facts.items():
            facts[person].update(some)
    for key, project in account.projects.items():
        changed_here = own.get(key, {})
        heard = {
            contact.id: _facts_less(facts[contact.id], changed_here.get(contact.id, {}))
            for contact in project.contacts
            if contact.id in facts
        }
        if heard:
            account.share(key, heard)


def _facts_less(facts: ContactFacts, changed_here: ContactFacts) -> ContactFacts:
    return {name: value for name, value in facts.items() if name not in changed_here}


@dataclass
class Account:
    """The projects of one account while a change goes through them."""

    projects: dict[str, Project]
    stamp: Stamp
    apart: Collection[str]
    _changed: dict[str, None] = field(default_factory=dict)

    def share(self, key: str, news: Mapping[str, ContactFacts], *, itself: bool = False) -> None:
        """Pass to a project what is new of its people.

        `itself` says it is its own news, so `apart` is no bar.
        """
        if itself or key not in self.apart:
            self.put(apply_news(self.projects[key], news, self.stamp))

    def put(self, project: Project) -> None:
        """Put a project in the place of what it was."""
        if project is not self.projects[project.id]:
            self.projects[project.id] = project
            self._changed[project.id] = None

    def changed(self) -> list[Project]:
        """Return the projects that are not what they were."""
        return [self.projects[key] for key in self._changed]


@dataclass
class _AccountPeople:
    """The people whom an account knows: by name, where each is, and what is known of them in all.

    `doubts` is what some project says of somebody against what the first one does.
    """

    named: dict[str, dict[str, None]] = field(default_factory=lambda: defaultdict(dict))
    where: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    facts: dict[str, dict[str, object]] = field(default_factory=lambda: defaultdict(dict))
    doubts: dict[str, list[ContactFacts]] = field(default_factory=lambda: defaultdict(list))

    def meet(self, key: str, contact: Contact) -> None:
        """Take note of a contact of the project `key`."""
        self.named[contact.name][contact.id] = None
        self.where[contact.id].append(key)
        facts = known_facts(contact)
        if _contradicts(facts, self.facts[contact.id]):
            self.doubts[contact.id].append(facts)
        self.learn(contact.id, facts)

    def learn(self, person: str, facts: ContactFacts) -> None:
        """Take note of what was not known."""
        there = self.facts[person]
        for name, value in _missing_facts(facts, there).items():
            if value is None:
                there.pop(name, None)
            else:
                there[name] = value

    def find_same_person(self, contact: Contact) -> str | None:
        """Find the only person of a contact's name, unless something known of both differs."""
        ids = self.named.get(contact.name, {})
        if len(ids) != 1:
            return None
        person = next(iter(ids))
        claims = (self.facts[person], *self.doubts.get(person, ()))
        mine = known_facts(contact)
        return None if any(_contradicts(mine, claim) for claim in claims) else person


def match_contacts(account: Account, news: Collection[_AccountChange]) -> bool:
    """Give contacts that are new the id of the known person that they are; whether any are.

    Each knows from then on what the account knew of them, and the account what they brought.
    """
    if not news:
        return False
    matched = False
    added = {new.project.id: new.added for new in news}
    people = _AccountPeople()
    for key, project in account.projects.items():
        for contact in project.contacts:
            if contact.id not in added.get(key, ()):
                people.meet(key, contact)
    for new in news:
        key = new.project.id
        for person in _superiors_first(account.projects[key], new.added):
            now = _match_contact(account, people, new, person)
            matched |= now != person
            people.meet(key, find_contact(account.projects[key], now))
    return matched


def _match_contact(
    account: Account, people: _AccountPeople, new: _AccountChange, person: str
) -> str:
    """Return the id that somebody new in a project has from now on.

    Never that of somebody who has just left it: who comes in their place would count as that person
    with other facts, and these would go to the account's other projects.
    """
    key = new.project.id
    project = account.projects[key]
    contact = find_contact(project, person)
    if person in people.where:
        return person
    # Of two in one project with the name of a known person, it is anybody's guess which is meant.
    twins = Counter(other.name for other in project.contacts)[contact.name]
    found = people.find_same_person(contact)
    taken = new.removed.union(other.id for other in project.contacts)
    if found is None or twins > 1 or found in taken:
        return person
    there = people.facts[found]
    account.put(replace_contact_id(project, person, found))
    brought = known_facts(contact)
    if takes := _missing_facts(there, brought):
        account.share(key, {found: takes}, itself=True)
        brought = known_facts(find_contact(account.projects[key], found))
    if gives := _missing_facts(brought, there):
        for other in people.where[found]:
            account.share(other, {found: gives})
    return found


def _missing_facts(facts: ContactFacts, there: ContactFacts) -> dict[str, object]:
    """Return what of `facts` is not known there; a relationship level goes with all its evidence.

    Where both know the level and there is no evidence for it there, it is passed on too.
    """
    lacking = {name: value for name, value in facts.items() if name not in there}
    for name in CLOSENESS:
        lacking.pop(name, None)
    if "cr" in facts and "evidence" not in there:
        lacking.update({name: facts.get(name) for name in CLOSENESS})
    return {name: value for name, value in lacking.items() if value != there.get(name)}


def _contradicts(mine: ContactFacts, theirs: ContactFacts) -> bool:
    """Whether both know something and not the same.

    When a level was set, and by which meeting, says nothing of the person.
    """
    common = (mine.keys() & theirs.keys()) - {"cr_on", "cr_touch"}
    return any(mine[name] != theirs[name] for name in common)


def _superiors_first(project: Project, some: Collection[str]) -> Iterator[str]:
    """Yield those contacts of a project, superiors first.

    A superior is matched before those who report to them.
    """
    bosses = {contact.id: contact.reports_to for contact in project.contacts}

    def depth(person: str) -> int:
        chain = [person]
        while (boss := bosses.get(chain[-1])) is not None and boss not in chain:
            chain.append(boss)
        return len(chain)

    yield from sorted(some, key=depth)


def replace_contact_id(project: Project, old: str, new: str) -> Project:
    """Return the project in which a contact has another id, wherever it is named."""

    def rename_contact(contact: Contact) -> Contact:
        if old not in (contact.id, contact.reports_to):
            return contact
        id, boss = (new if each == old else each for each in (contact.id, contact.reports_to))
        return contact.model_copy(update={"id": id, "reports_to": boss})

    def rename_in_touch(touch: Touch) -> Touch:
        if old not in touch.contacts:
            return touch
        ids = tuple(new if contact == old else contact for contact in touch.contacts)
        return touch.model_copy(update={"contacts": ids})

    def rename_in_influence(influence: Influence) -> Influence:
        ends = {"source": influence.source, "target": influence.target}
        return influence.model_copy(update={key: new for key, end in ends.items() if end == old})

    history = tuple(
        change if change.subject != old else change.model_copy(update={"subject": new})
        for change in project.history
    )
    update = {
        "contacts": tuple(map(rename_contact, project.contacts)),
        "influences": tuple(map(rename_in_influence, project.influences)),
        "touches": tuple(map(rename_in_touch, project.touches)),
    }
    return project.model_copy(update={**update, "history": history})


def account_people(book: Book, project: Project) -> tuple[Contact, ...]:
    """Return the people of the project's account whom the project lacks, as last written.

    Who is there by the same name counts as there.
    """
    account = account_of(project)
    if not account:
        return ()
    others = [
        other
        for other in book.projects.values()
        if other.id != project.id and account_of(other) == account and other.contacts
    ]
    others.sort(key=lambda other: other.updated_at)
    found = {person.id: person for other in others for person in other.contacts}
    ids, names = ({getattr(contact, key) for contact in project.contacts} for key in ("id", "name"))
    return tuple(
        person for person in found.values() if person.id not in ids and person.name not in names
    )


def bring_contact(project: Project, contact: Contact, stamp: Stamp) -> Project:
    """Return the project with one more of its account's people.

    Nothing is known yet of their part in it. Their superior is theirs here too if they are here.
    Who is there already stays as they are.
    """
    ids = {present.id for present in project.contacts}
    if contact.id in ids:
        return project
    shared = {name: getattr(contact, name) for name in CONTACT.shared}
    if contact.reports_to not in ids:
        shared["reports_to"] = None
    others_own = contact.model_extra or {}
    brought = Contact.model_validate({**others_own, **shared, "id": contact.id})
    contacts = (*project.contacts, brought)
    changed = set_contacts(project, contacts, stamp)
    return changed.model_copy(update={"contacts": contacts})  # no level was reached today
