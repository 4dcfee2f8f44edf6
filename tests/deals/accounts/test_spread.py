"""One person in several projects of an account: what is passed on from one to the others."""

from __future__ import annotations

import pytest

from deals.accounts import account_people, bring_contact
from deals.edits.contacts import remove_contact, set_contacts, set_cr, write_contact_field
from deals.edits.typed_fields import set_field
from deals.model import Book, Change, Contact, Influence, NextAction, Project
from tests.deals.accounts import shared
from tests.deals.makers import TODAY, contact, project, touch
from tests.deals.readings import LATER, reading


def deal(key: str, *people: Contact, customer: str = "北辰电力", by: str = "") -> Project:
    """A project of an account."""
    return project(
        "P3", id=key, name=f"deal {key}", customer=customer, contacts=people, updated_by=by
    )


def book(*projects: Project) -> Book:
    return Book().with_projects(*projects)


def spread_changes(before: Book, *changed: Project, apart: frozenset[str] = frozenset()) -> Book:
    """What comes of a change to projects."""
    return shared(before, before.with_projects(*changed), LATER, apart)


def person(after: Book, key: str, name: str) -> Contact:
    """The contact of that name in a project."""
    return next(each for each in after.projects[key].contacts if each.name == name)


HE = contact("何总", 2, title="总经理", role="decides", lines=("technical",), stance="supports")
ELSEWHERE = contact("何总", 2, title="总经理", role="uses", lines=("commercial",), stance="opposes")
LI = contact("李工")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("name", "何董", "何董"),
        ("title", "董事长", "董事长"),
        ("level", "high", "high"),
        ("department", "总部", "总部"),
        ("outside", "yes", True),
        ("work_needs", "稳定", "稳定"),
        ("price_view", "看重", "看重"),
        ("follow_up", "拜访", NextAction(text="拜访")),
        ("phone", "010-1", "010-1"),
        ("cr", "4", 4),
    ],
)
def test_a_fact_of_a_person_is_one_in_all_projects(field: str, text: str, value: object) -> None:
    before = book(deal("a", HE), deal("b", ELSEWHERE))
    after = spread_changes(
        before, write_contact_field(before.projects["a"], "何总", field, text, reading())
    )
    (there,) = after.projects["b"].contacts
    assert getattr(there, field) == value
    assert (there.role, there.lines, there.stance) == ("uses", ("commercial",), "opposes")


@pytest.mark.parametrize(("field", "text"), [("role", "coach"), ("lines", "T2"), ("stance", "=")])
def test_what_is_the_project_s_own_stays_in_it(field: str, text: str) -> None:
    before = book(deal("a", HE), deal("b", ELSEWHERE))
    after = before.with_projects(
        write_contact_field(before.projects["a"], "何总", field, text, reading())
    )
    assert shared(before, after, LATER) is after


def test_a_level_comes_with_what_shows_it_and_its_move_but_is_no_work_on_the_other() -> None:
    before = book(deal("a", HE), deal("b", ELSEWHERE, by="周"))
    after = spread_changes(before, set_cr(before.projects["a"], "何总", 4, LATER, "dined"))
    other = after.projects["b"]
    (there,) = other.contacts
    assert (there.cr, there.evidence, there.cr_on) == (4, "dined", TODAY)
    moves = [Change(at=LATER.at, by="林", field="cr", old="2", new="4", subject="何总")]
    assert list(other.history) == moves
    assert (other.updated_at, other.updated_by) == (before.projects["b"].updated_at, "周")


@pytest.mark.parametrize("customer", ["", "  ", "远山医院"])
def test_other_accounts_and_projects_of_none_stay_apart(customer: str) -> None:
    before = book(deal("a", HE, customer="北辰电力"), deal("b", HE, customer=customer))
    here = "b" if not customer.strip() else "a"
    after = before.with_projects(set_cr(before.projects[here], "何总", 4, LATER))
    assert shared(before, after, LATER) is after


def test_blanks_around_the_customer_make_no_other_account() -> None:
    before = book(deal("a", HE), deal("b", HE, customer=" 北辰电力 "))
    after = spread_changes(before, set_cr(before.projects["a"], "何总", 4, LATER))
    assert person(after, "b", "何总").cr == 4


def test_each_of_two_projects_changed_at_once_keeps_what_it_was_given() -> None:
    before = book(deal("a", HE), deal("b", HE), deal("c", HE))
    some = [set_cr(before.projects[key], "何总", cr, LATER) for key, cr in (("a", 3), ("b", 4))]
    after = spread_changes(before, *some)
    assert [person(after, key, "何总").cr for key in "abc"] == [3, 4, 4]


def test_projects_that_a_table_speaks_for_are_not_told() -> None:
    before = book(deal("a", HE), deal("b", HE), deal("c", HE))
    change = set_cr(before.projects["a"], "何总", 4, LATER)
    after = spread_changes(before, change, apart=frozenset("ab"))
    assert [person(after, key, "何总").cr for key in "abc"] == [4, 2, 4]


def test_a_superior_counts_where_they_are() -> None:
    before = book(deal("a", HE, LI), deal("b", HE, LI), deal("c", LI))
    after = spread_changes(
        before, write_contact_field(before.projects["a"], "李工", "reports_to", "何总", reading())
    )
    assert [person(after, key, "李工").reports_to for key in "abc"] == ["何总", "何总", None]


def test_nobody_comes_to_report_in_a_circle() -> None:
    middle = contact("吴处长", reports_to="李工")
    whole = (contact("何总", reports_to="吴处长"), middle, LI)
    before = book(deal("a", contact("何总"), LI), deal("b", *whole))
    after = spread_changes(
        before, write_contact_field(before.projects["a"], "李工", "reports_to", "何总", reading())
    )
    assert person(after, "a", "李工").reports_to == "何总"
    assert after.projects["b"] == before.projects["b"]


def test_who_is_deleted_is_deleted_in_that_project_alone() -> None:
    led = contact("李工", reports_to="何总")
    before = book(deal("a", HE, led), deal("b", HE, led))
    after = spread_changes(before, remove_contact(before.projects["a"], "何总", LATER))
    assert person(after, "a", "李工").reports_to is None
    assert after.projects["b"] is before.projects["b"]


def test_another_customer_alone_spreads_nothing() -> None:
    before = book(deal("a", HE), deal("b", contact("何总", id="x", title="CEO"), customer="Acme"))
    moved = set_field(before.projects["b"], "customer", "北辰电力", reading())
    after = before.with_projects(moved)
    assert shared(before, after, LATER) is after


# Who is new -------------------------------------------------------------------------------------


def test_who_is_new_by_a_known_name_is_that_person() -> None:
    boss = contact("何总", 3, id="boss", title="总经理", evidence="dined", cr_on=TODAY)
    known = contact("李工", id="li", level="low", reports_to="boss", phone="1")
    before = book(deal("a", boss, known), deal("b"))
    new = (
        contact("李工", id="n1", level="low", department="技术部", reports_to="n2"),
        contact("何总", id="n2"),
    )
    now = set_contacts(before.projects["b"], new, LATER)
    now = now.model_copy(
        update={"influences": (Influence(source="n1", target="n2", strength=2, favour=True),)}
    )
    now = touch(now, "met", LATER, contacts=("n1",))
    after = spread_changes(before, now)
    li, he = after.projects["b"].contacts
    assert (li.id, li.phone, li.reports_to) == ("li", "1", "boss")
    assert (he.id, he.title, he.cr, he.evidence) == ("boss", "总经理", 3, "dined")
    assert person(after, "a", "李工").department == "技术部"
    (influence,) = after.projects["b"].influences
    assert (influence.source, influence.target) == ("li", "boss")
    assert after.projects["b"].touches[0].contacts == ("li",)
    assert {change.subject for change in after.projects["b"].history} == {"boss"}


def test_who_is_new_and_known_is_the_superior_in_all_projects() -> None:
    ann, he = contact("李工", id="li"), contact("何总", id="he")
    before = book(deal("a", he, ann), deal("b", he))
    under = he.model_copy(update={"reports_to": "new"})
    after = spread_changes(before, deal("b", contact("李工", id="new"), under))
    for key in ("a", "b"):
        assert person(after, key, "何总").reports_to == "li"


def test_who_comes_in_the_place_of_a_person_is_not_told_as_that_person() -> None:
    left, known = contact("何总", id="x"), contact("李工", id="x")
    before = book(deal("a", left), deal("b", known), deal("c", left))
    after = spread_changes(before, deal("a", contact("李工", id="new")))
    assert [each.id for each in after.projects["a"].contacts] == ["new"]
    assert shared(before, after, LATER) is after
    assert person(after, "c", "何总") == left


def test_a_level_without_evidence_is_the_account_s_own() -> None:
    known = contact("何总", 3, evidence="dined", cr_on="2026-01-01")
    before = book(deal("a", known), deal("b"))
    after = spread_changes(
        before, set_contacts(before.projects["b"], (contact("何总", 3, id="n"),), LATER)
    )
    assert person(after, "b", "何总") == known
    assert after.projects["a"] is before.projects["a"]


@pytest.mark.parametrize(
    "new",
    [
        {"cr": 3},
        {"title": "CEO"},
        {"level": "low"},
        {"name": "何 总"},
    ],
    ids=str,
)
def test_who_differs_in_what_is_known_is_somebody_else(new: dict[str, object]) -> None:
    before = book(deal("a", contact("何总", 2, title="GM", level="high")), deal("b"))
    arrived = Contact.model_validate({"id": "new", "name": "何总", **new})
    after = before.with_projects(set_contacts(before.projects["b"], (arrived,), LATER))
    assert shared(before, after, LATER) is after


def test_of_two_by_one_name_nobody_is_guessed() -> None:
    before = book(deal("a", contact("王工", id="x")), deal("b", contact("王工", id="y")), deal("c"))
    after = before.with_projects(
        set_contacts(before.projects["c"], (contact("王工", id="n"),), LATER)
    )
    assert shared(before, after, LATER) is after


def test_projects_added_at_once_share_their_people_too() -> None:
    arrived = contact("何总", id="n1", title="GM")
    after = spread_changes(book(), deal("a", arrived), deal("b", contact("何总", 3, id="n2")))
    assert [person(after, key, "何总").id for key in "ab"] == ["n1", "n1"]
    assert [person(after, key, "何总").cr for key in "ab"] == [3, 3]
    assert [person(after, key, "何总").title for key in "ab"] == ["GM", "GM"]


# Bringing in -------------------------------------------------------------------------------------


def test_people_of_the_account_who_are_not_here() -> None:
    held = book(
        deal("a", HE, LI),
        deal("b", LI, contact("吴处长")),
        deal("c", contact("孙总"), customer="Acme"),
    )
    found = account_people(held, held.projects["a"])
    assert [person.name for person in found] == ["吴处长"]
    assert account_people(held, deal("d", customer="")) == ()


def test_bringing_in_brings_the_person_and_not_their_part() -> None:
    whole = contact(
        "何总",
        3,
        evidence="dined",
        role="decides",
        lines=("technical",),
        technical_step=2,
        stance="competitor",
        competitor="华为",
        covered_by=("林",),
        reports_to="孙总",
        phone="1",
    )
    now = bring_contact(deal("a", LI), whole, LATER)
    brought = now.contacts[-1]
    assert brought == contact("何总", 3, evidence="dined", phone="1")
    assert bring_contact(now, whole, LATER) is now
    held = bring_contact(deal("a", contact("孙总")), whole, LATER)
    assert held.contacts[-1].reports_to == "孙总"
