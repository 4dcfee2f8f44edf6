"""What people do to a book, at random: the edits that a soak of the team makes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from deals.edits.contacts import remove_contact
from deals.edits.records import apply_edit, tracked_change
from deals.model import (
    Amount,
    Book,
    Competitor,
    Contact,
    Goal,
    NextAction,
    Product,
    Project,
    SalesTarget,
    Stamp,
    Touch,
)
from team.server import LISTS
from tests.deals import makers

CUSTOMERS = ("Port of Maren", "Northgate Rail", "临江大学", "Harbour Water")
TAGS = ("north", "tender", "2027", "partner")
FEW = 6
"""So many projects of their own people like to have: who has more deletes sooner than adds."""


@dataclass(frozen=True)
class SoakEdit:
    """An edit: the book after it, and what it says at a path of a project, if that can be looked
    for.
    """

    book: Book
    project: str
    path: str
    value: Any = None


@dataclass(frozen=True)
class SoakPerson:
    """Who edits, among whom, and by which chances."""

    name: str
    team: Sequence[str]
    random: Random

    def edit(self, book: Book, stamp: Stamp, name: str) -> SoakEdit:
        """Make an edit; its name is found nowhere else."""
        whole = [project for project in book.projects.values() if project.glance is None]
        own = [project for project in whole if project.owner == self.name]
        if not whole or (len(own) < FEW and self.random.random() < 0.1):
            return self._add(book, stamp, name)
        if self.random.random() < 0.05:
            return self._edit_lists(book, name)
        project = self.random.choice(whole)
        if len(own) > FEW / 2 and self.random.random() < 0.02:
            return SoakEdit(book.without(project.id), project.id, "", "deleted")
        edit = self.random.choices(EDITS, WEIGHTS)[0]
        after, path, value = edit(self, project, stamp, name)
        return SoakEdit(book.with_projects(after), project.id, path, value)

    def _add(self, book: Book, stamp: Stamp, name: str) -> SoakEdit:
        customer = self.random.choice(CUSTOMERS)
        made = makers.project(id=name, name=name, customer=customer, owner=self.name)
        made = made.model_copy(update={"created_at": stamp.at})
        made = apply_edit(made, stamp, {})
        return SoakEdit(book.with_projects(made), name, "name", name)

    def _edit_lists(self, book: Book, name: str) -> SoakEdit:
        match self.random.randrange(5):
            case 0:
                made = Competitor(name=f"rival {self.random.randrange(4)}", note=name)
                left = (each for each in book.competitors if each.name != made.name)
                path = f"competitors/{made.name}/note"
                return SoakEdit(book.with_lists(competitors=(*left, made)), LISTS, path, name)
            case 1:
                low = self.random.randrange(9)
                target = SalesTarget(
                    name=f"t{low}", first=date(2027, 1, 1), months=3, amount=low, currency="CNY"
                )
                rest = (each for each in book.targets if each.name != target.name)
                return SoakEdit(book.with_lists(targets=(*rest, target)), LISTS, "")
            case _:
                product = Product(name=f"pump {self.random.randrange(4)}", note=name)
                others = (each for each in book.products if each.name != product.name)
                path = f"products/{product.name}/note"
                return SoakEdit(book.with_lists(products=(*others, product)), LISTS, path, name)


Edited = tuple[Project, str, Any]
"""A project after an edit, and what it says at which path."""


def _touch(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    met = (person.random.choice(project.contacts).id,) if project.contacts else ()
    touch = Touch(id=name, on=stamp.today, how="call", note=name, contacts=met, by=person.name)
    made = apply_edit(project, stamp, {"touches": (*project.touches, touch)})
    return made, f"touches/{name}", name


def _write(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    field = person.random.choice(("remarks", "key_strategy", "product"))
    return apply_edit(project, stamp, {field: name}), field, name


def _plan_step(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    action = NextAction(text=name, on=stamp.today)
    value = {"text": name, "on": stamp.today.isoformat()}
    return apply_edit(project, stamp, {"next_action": action}), "next_action", value


def _price(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    low = person.random.randrange(1, 10**9)
    amount = Amount(low=low, high=low, currency="CNY", text=str(low))
    return apply_edit(project, stamp, {"amount": amount}), "amount", amount.model_dump(mode="json")


def _move(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    stage = f"P{person.random.randrange(7)}"
    move = tracked_change(stamp, "stage", project.stage, stage, name)
    return apply_edit(project, stamp, {"stage": stage}, move), "", None


def _edit_contact(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    contacts = project.contacts
    if len(contacts) < 3 or person.random.random() < 0.2:
        made = apply_edit(project, stamp, {"contacts": (*contacts, Contact(id=name, name=name))})
        return made, f"contacts/{name}", True
    chosen = person.random.choice(contacts)
    if len(contacts) > 6 or person.random.random() < 0.1:
        return remove_contact(project, chosen.id, stamp), f"contacts/{chosen.id}", False
    changed = chosen.model_copy(update={"phone": name})
    after = tuple(changed if each is chosen else each for each in contacts)
    return apply_edit(project, stamp, {"contacts": after}), f"contacts/{chosen.id}/phone", name


def _edit_goal(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    goals = (*project.goals, *([Goal(id=name, text=name)] if len(project.goals) < 4 else []))
    chosen = person.random.choice(goals)
    after = tuple(
        each.model_copy(update={"measure": name}) if each is chosen else each for each in goals
    )
    return apply_edit(project, stamp, {"goals": after}), f"goals/{chosen.id}/measure", name


def _tag(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    tags = tuple(person.random.sample(TAGS, person.random.randrange(4)))
    return apply_edit(project, stamp, {"tags": tags}), "", None


def _untouch(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    """Take the latest touch out, as undo does."""
    if not project.touches:
        return _write(person, project, stamp, name)
    gone = project.touches[-1].id
    return apply_edit(project, stamp, {"touches": project.touches[:-1]}), f"touches/{gone}", None


def _hand_over(person: SoakPerson, project: Project, stamp: Stamp, name: str) -> Edited:
    owner = person.random.choice(person.team)
    return apply_edit(project, stamp, {"owner": owner}), "", None


EDITS: tuple[Callable[[SoakPerson, Project, Stamp, str], Edited], ...] = (
    *(_touch, _write, _plan_step, _price, _move, _edit_contact, _edit_goal, _tag, _untouch),
    _hand_over,
)
WEIGHTS = (30, 24, 5, 5, 10, 20, 5, 5, 1, 1.5)
