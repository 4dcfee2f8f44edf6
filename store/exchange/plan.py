"""Merging the projects of a table into a book; pure, and told row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from deals.amounts import written_amount
from deals.days import next_text
from deals.edits import new_project, write_field
from deals.edits.people import set_contacts
from deals.fields import Reading
from deals.model import Amount, Book, Contact, NextAction, Project, Window
from deals.people import with_cr
from deals.refusal import Refusal
from deals.text import folded
from store.exchange.drafts import Draft, Key, project_key, same
from store.exchange.facts import CONTACT_FACTS, FACTS, Person
from store.exchange.grid import Step
from store.exchange.outcomes import Kind, Outcome, changes


def merge(
    drafts: Sequence[Draft], book: Book, reading: Reading, step: Step
) -> tuple[Book, list[Outcome]]:
    """The book with the projects of one table taken in, and what became of each.

    A project is the one of the same name and customer; where either side does not name the
    customer, the only one of that name. What the table leaves blank stays, and so do contacts that
    it does not name. A draft with refusals changes nothing.
    """
    matching = _Matching(book, drafts)
    merged: list[Project] = []
    outcomes: list[Outcome] = []
    for draft in drafts:
        before = matching.project(draft)
        after = _taken_in(before, draft, reading)
        if after is not None and after is not before:
            merged.append(after)
        outcomes.append(_outcome(draft, before, after))
        step()
    return book.with_projects(*merged) if merged else book, outcomes


class _Matching:
    """Finds the project of a book that a draft is about."""

    def __init__(self, book: Book, drafts: Sequence[Draft]) -> None:
        self._same: dict[Key, list[Project]] = defaultdict(list)
        self._named: dict[str, list[Project]] = defaultdict(list)
        self._rivals = Counter(draft.key[0] for draft in drafts)
        for project in book.projects.values():
            key = project_key(project.name, project.customer)
            self._same[key].append(project)
            self._named[key[0]].append(project)

    def project(self, draft: Draft) -> Project | None:
        """The draft's project, None if it is new; where several may be meant that is refused."""
        found, certain = self._found(draft)
        if not found or certain:
            return found[0] if found else None
        customers = ", ".join(one.customer or "-" for one in found)
        refused = Refusal("project-ambiguous", name=draft.name, customers=customers)
        draft.refuse(refused, "name")
        return None

    def _found(self, draft: Draft) -> tuple[list[Project], bool]:
        """The projects that the draft may mean, and whether it certainly means the first."""
        if same := self._same.get(draft.key, []):
            return same, len(same) == 1
        named = self._named.get(draft.key[0], [])
        alone = len(named) == 1 and self._rivals[draft.key[0]] == 1
        if not draft.customer:
            return named, alone
        return (named, True) if alone and not named[0].customer else ([], True)


def _taken_in(before: Project | None, draft: Draft, reading: Reading) -> Project | None:
    """The project with what the draft says; None, and the draft refused, where that cannot be."""
    if draft.refusals:
        return None
    if before is None:
        return _added(draft, reading)
    after = before
    for field_id in _order(draft, reading):
        value = draft.facts[field_id]
        if _says_new(after, field_id, value):
            try:
                after = write_field(after, field_id, _text(value, after, reading), reading)
            except Refusal as refused:
                draft.refuse(refused, field_id)
    after = set_contacts(after, _people(after, draft, reading), reading.stamp)
    return None if draft.refusals else after


def _added(draft: Draft, reading: Reading) -> Project:
    """A new project; what it was made with is not history."""
    texts = {key: _text(draft.facts[key], None, reading) for key in _order(draft, reading)}
    # Who brings a table is not for that the owner of what is in it.
    made = new_project(draft.name, reading, **{"owner": "", **texts})
    made = set_contacts(made, _people(made, draft, reading), reading.stamp)
    return made.model_copy(update={"history": ()})


def _order(draft: Draft, reading: Reading) -> list[str]:
    """The fields that the draft speaks of, in the order to write them.

    An open project is opened before its stage moves, any other ends after. That a project at
    the last stage is open cannot be: completing that wins it, and the stage is what counts.
    """
    said = [field_id for field_id in FACTS if field_id in draft.facts]
    if draft.facts.get("status") == "open":
        said.remove("status")
        if draft.facts.get("stage") != reading.playbook.stages[-1].id:
            said.insert(0, "status")
    return said


def _says_new(project: Project, field_id: str, value: object) -> bool:
    """Whether a fact is another than the project has; an action that names no day keeps its."""
    if isinstance(value, NextAction):
        known = project.next_action
        if known is None:
            return True
        words, day = value.text or known.text, value.on
        return words != known.text or (day is not None and day != known.on)
    return not same(getattr(project, field_id), value)


def _text(value: object, project: Project | None, reading: Reading) -> str:
    """A fact as the text that writing the field to this project reads as the same."""
    match value:
        case Amount():
            own = project.amount.currency if project and project.amount else reading.currency
            return written_amount(value, own)
        case Window():
            return value.text
        case NextAction():
            return next_text(value)
    return str(value)


def _people(project: Project, draft: Draft, reading: Reading) -> tuple[Contact, ...]:
    """The project's contacts with what the draft says of them, and those it has more."""
    people = list(project.contacts)
    places: dict[str, list[int]] = defaultdict(list)
    for at, one in enumerate(people):
        places[folded(one.name)].append(at)
    for (name, nth), person in draft.people.items():
        known = places[name]
        if nth < len(known):
            people[known[nth]] = _known_better(people[known[nth]], person)
        else:
            new = Contact(id=reading.new_id(), name=person.name)
            people.append(_known_better(new, person))
    return tuple(people)


def _known_better(contact: Contact, person: Person) -> Contact:
    said = {name: value for name in CONTACT_FACTS if (value := getattr(person, name)) is not None}
    if person.cr is not None and person.cr != contact.cr:
        contact = with_cr(contact, person.cr, None)
    return contact.model_copy(update=said)


def _outcome(draft: Draft, before: Project | None, after: Project | None) -> Outcome:
    kind: Kind = "added"
    if after is None:
        kind = "refused"
    elif before is not None:
        kind = "unchanged" if after is before else "changed"
    return Outcome(
        draft.table.grid.file,
        draft.table.grid.sheet,
        min(draft.rows),
        max(draft.rows),
        draft.name,
        kind,
        tuple(changes(before, after)) if before and after else (),
        tuple(draft.refusals),
        id=after.id if after else None,
    )
