"""What a change did to somebody in one project, done in all projects of the account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from deals.accounts.adopting import Account, adopt
from deals.accounts.shared import Facts, account_of, moved
from deals.edits.patches import Replaced, patch
from deals.model import Book, Contact, Project, Stamp


@dataclass(frozen=True, slots=True)
class _News:
    """What a change did to one project's people: shared facts by id, and the ids of who is new."""

    project: Project
    facts: Mapping[str, Facts]
    added: tuple[str, ...]


def spread(
    before: Book,
    after: Book,
    stamp: Stamp,
    apart: Collection[str] = frozenset(),
    whole: Collection[str] = frozenset(),
) -> Book:
    """The book `after`, in which the projects of an account agree on what changed of their people.

    What became of shared fields of a contact becomes of them in the account's other projects. Who
    is new, and is by name just one of the account's people and by nothing known of them another,
    is that person. Projects with an id in `apart` are not told of others' changes: what they are
    to say is said by a table. Those in `whole` tell nothing either: they are to stay as they were
    taken in, or taking them in again would be a change. Costs what the change costs, and where
    people changed one look at each project's customer. Done twice it is done once.
    """
    news: dict[str, list[_News]] = defaultdict(list)
    # In the order of their ids, so that the same change always spreads the same way.
    for key, one in sorted(patch(before, after).projects.items()):
        for found in _news(one) if key not in whole else ():
            news[account_of(found.project)].append(found)
    if not news:
        return after
    changed: list[Project] = []
    for name, projects in _projects(after, news).items():
        account = Account(projects, stamp, {*apart, *whole})
        _tell(account, news[name])
        adopt(account, {one.project.id: one.added for one in news[name] if one.added})
        changed += account.changed()
    return after.with_projects(*changed) if changed else after


def _news(replaced: Replaced) -> Iterator[_News]:
    old, new = replaced
    if new is None or not account_of(new) or (old and old.contacts == new.contacts):
        return
    known = {one.id: one for one in old.contacts} if old else {}
    ids = {one.id for one in new.contacts}
    facts = {one.id: _moved(known[one.id], one, ids) for one in new.contacts if one.id in known}
    facts = {key: some for key, some in facts.items() if some}
    added = tuple(one.id for one in new.contacts if one.id not in known)
    if facts or added:
        yield _News(new, facts, added)


def _moved(old: Contact, new: Contact, ids: Collection[str]) -> Facts:
    """What is new of a contact; who lost a superior to a deletion keeps them elsewhere."""
    facts = moved(old, new)
    if old.reports_to is None or old.reports_to in ids:
        return facts
    return {name: value for name, value in facts.items() if name != "reports_to"}


def _projects(book: Book, accounts: Collection[str]) -> dict[str, dict[str, Project]]:
    """The projects of some accounts, by account and id."""
    found: dict[str, dict[str, Project]] = {name: {} for name in accounts}
    for key, one in book.projects.items():
        if one.customer and (name := one.customer.strip()) in found:
            found[name][key] = one
    return found


def _tell(account: Account, news: list[_News]) -> None:
    """Tells each project what became of its people elsewhere, but not of what it changed itself."""
    facts: dict[str, dict[str, object]] = defaultdict(dict)
    own: dict[str, Mapping[str, Facts]] = {}
    for one in news:
        own[one.project.id] = one.facts
        for person, some in one.facts.items():
            facts[person].update(some)
    for key, project in account.projects.items():
        said = own.get(key, {})
        heard = {
            one.id: _less(facts[one.id], said.get(one.id, {}))
            for one in project.contacts
            if one.id in facts
        }
        if heard:
            account.tell(key, heard)


def _less(facts: Facts, said: Facts) -> Facts:
    return {name: value for name, value in facts.items() if name not in said}
