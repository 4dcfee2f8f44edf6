"""What holds of spreading whatever the change: once is enough, and nobody else is touched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deals.accounts import account_of
from deals.edits.contacts import set_contacts
from deals.fields import CONTACT
from deals.model import Book, Contact, Project
from deals.parsing.contact_line import check_no_circle
from tests.deals.accounts import shared
from tests.deals.makers import project
from tests.deals.readings import LATER

IDS = ("p", "q", "r", "s")
FACTS = {
    "name": st.sampled_from(["何总", "李工"]),
    "title": st.sampled_from([None, "GM", "CEO"]),
    "cr": st.sampled_from([None, 2, 3]),
    "evidence": st.sampled_from([None, "dined"]),
    "outside": st.booleans(),
    "role": st.sampled_from([None, "decides"]),
    "stance": st.sampled_from(["unknown", "supports"]),
    "technical_step": st.sampled_from([None, 1]),
}


@st.composite
def people(draw: st.DrawFn) -> tuple[Contact, ...]:
    """Some contacts of few names and ids, each reporting to nobody or to one before."""
    team: list[Contact] = []
    for key in draw(st.lists(st.sampled_from(IDS), unique=True, max_size=3)):
        boss = draw(st.sampled_from([None, *(each.id for each in team)]))
        facts = {name: draw(values) for name, values in FACTS.items()}
        team.append(Contact.model_validate({"id": key, "reports_to": boss, **facts}))
    return tuple(team)


@st.composite
def changes(draw: st.DrawFn) -> tuple[Book, Book]:
    """A book of two accounts and one of none, and what a change made of it."""
    customers = {"a": "北辰", "b": "北辰 ", "c": "北辰", "d": "Acme", "e": ""}
    held = [
        project(id=key, customer=name, contacts=draw(people())) for key, name in customers.items()
    ]
    before = Book().with_projects(*held)
    changed = draw(st.lists(st.sampled_from(held), max_size=3, unique_by=lambda deal: deal.id))
    some = [set_contacts(deal, draw(people()), LATER) for deal in changed]
    new = [project(id="f", customer="北辰", contacts=draw(people()))] if draw(st.booleans()) else []
    return before, before.with_projects(*some, *new)


APART = st.frozensets(st.sampled_from("abcdef"))


@given(changes(), APART, APART)
def test_twice_is_once(
    change: tuple[Book, Book], apart: frozenset[str], whole: frozenset[str]
) -> None:
    before, after = change
    once = shared(before, after, LATER, apart, whole)
    again = shared(before, once, LATER, apart, whole)
    assert again.projects == once.projects
    assert shared(once, once, LATER) is once


@given(changes(), APART)
def test_only_accounts_that_changed_are_touched(
    change: tuple[Book, Book], apart: frozenset[str]
) -> None:
    before, after = change
    now = shared(before, after, LATER, apart)
    moved = {
        account_of(held)
        for key, held in after.projects.items()
        if held is not before.projects.get(key)
    }
    for key, held in after.projects.items():
        still = key in apart and held is before.projects.get(key)
        if still or not account_of(held) or account_of(held) not in moved:
            assert now.projects[key] is held


@given(changes(), APART)
def test_what_is_the_project_s_own_is_kept(
    change: tuple[Book, Book], apart: frozenset[str]
) -> None:
    before, after = change
    now = shared(before, after, LATER, apart)
    for key, held in after.projects.items():
        there = now.projects[key]
        assert [own(each) for each in there.contacts] == [own(each) for each in held.contacts]
        assert len({each.id for each in there.contacts}) == len(there.contacts)
        assert rest(there) == rest(held)
        for each in there.contacts:
            check_no_circle(there.contacts, each.id)
            assert each.reports_to in (None, *(other.id for other in there.contacts))


def own(contact: Contact) -> dict[str, object]:
    """What a contact says that is the project's."""
    return contact.model_dump(exclude={"id", *CONTACT.shared})


def rest(project: Project) -> dict[str, object]:
    """A project without its people and its past."""
    return project.model_dump(exclude={"contacts", "history"})
