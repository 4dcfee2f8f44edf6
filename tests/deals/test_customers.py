"""Names of one customer, and customers renamed for all their projects."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.customers import (
    customer_counts,
    customer_key,
    group_near_customers,
    near_customers,
    near_known_customers,
    rename_customer,
)
from deals.errors import UserError
from deals.model import Book
from tests.deals.makers import contact, project
from tests.deals.readings import reading


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Fabrikam, Inc.", "Fabrikam"),
        ("Fabrikam Inc", "FABRIKAM"),
        ("港务集团有限公司", "港务集团"),
        ("港务", "港务股份有限公司"),
        ("ＡＢＢ（中国）", "ABB(中国)"),
        ("Müller GmbH & Co. KG", "müller gmbh & co kg"),
        ("S.A. Dupont S.A.S.", "SA Dupont"),
        ("远山机房", "远山机坊"),
        ("张江高科", "章江高科"),
        ("Northwind Traders", "Northwind Trader"),
        ("Northwind", "Nortwhind"),
        ("Contoso Ltd", "Contosso"),
    ],
)
def test_near_names(name: str, other: str) -> None:
    assert near_customers(name, ["Elsewhere", other, name]) == (other,)
    assert group_near_customers([name, "Elsewhere", other]) == ((name, other),)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("Plant 12 North", "Plant 13 North"),
        ("Acme", "Acne"),
        ("港务一局", "港务二局"),
        ("Northwind", "Southwind"),
        ("中石化", "中石油"),
        ("Co", "Inc"),
        ("公司", "集团"),
        ("A Inc", "B Inc"),
        ("Region7", "Region8"),
    ],
)
def test_names_of_two(name: str, other: str) -> None:
    assert near_customers(name, [other]) == ()
    assert group_near_customers([name, other]) == ()


@given(st.lists(st.text("ab公司 .", max_size=8), max_size=6))
def test_groups_are_what_is_near(names: list[str]) -> None:
    grouped = {name for group in group_near_customers(names) for name in group}
    distinct = list(dict.fromkeys(names))
    assert grouped == {name for name in distinct if near_customers(name, distinct)}


def test_a_key_is_never_nothing_where_there_are_letters() -> None:
    assert customer_key("Co. Ltd.") == "co"
    assert customer_key("公司") == "公司"


def test_renaming_takes_all_projects_and_keeps_what_it_was() -> None:
    ours = [
        project(name=f"{at}", customer="港务").model_copy(update={"id": f"{at}"}) for at in "ab"
    ]
    other = project(name="c", customer="Acme").model_copy(update={"id": "c"})
    book = rename_customer(Book().with_projects(*ours, other), "港务", "港务集团", reading())
    assert customer_counts(book) == {"港务集团": 2, "Acme": 1}
    moves = book.projects["a"].history
    assert [(move.field, move.old, move.new) for move in moves] == [
        ("customer", "港务", "港务集团")
    ]
    assert book.projects["c"] is other


def test_customers_that_become_one_have_one_person_of_a_name() -> None:
    here = project(name="a", customer="港务", contacts=[contact("何总", 3)])
    person = contact("何总", None).model_copy(update={"id": "other", "phone": "138"})
    there = project(name="b", customer="港务集团", contacts=[person])
    there = there.model_copy(update={"id": "b"})
    book = rename_customer(Book().with_projects(here, there), "港务集团", "港务", reading())
    people = [each.contacts[0] for each in book.projects.values()]
    assert people[0].id == people[1].id == here.contacts[0].id
    assert [each.cr for each in people] == [3, 3]
    assert [each.phone for each in people] == ["138", "138"]


def test_what_cannot_be_renamed_is_refused() -> None:
    book = Book().with_projects(project(customer="港务"))
    for old, new, code in (("港务", " ", "customer-missing"), ("Acme", "x", "customer-unknown")):
        with pytest.raises(UserError) as refused:
            rename_customer(book, old, new, reading())
        assert refused.value.code == code
    assert rename_customer(book, "港务", "港务", reading()) is book


def test_new_names_are_near_to_known_ones_alone() -> None:
    new, known = (
        ["Fabrikam Inc", "Fabrikam Ltd", "Contoso", "华信集团"],
        ["Fabrikam", "华信", "Adatum"],
    )
    assert near_known_customers(new, known) == {
        "Fabrikam Inc": ("Fabrikam",),
        "Fabrikam Ltd": ("Fabrikam",),
        "华信集团": ("华信",),
    }
    assert near_known_customers([], known) == {}
