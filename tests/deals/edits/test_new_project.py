from __future__ import annotations

import pytest
from hypothesis import given

from deals.edits.typed_fields import new_project
from deals.errors import UserError
from deals.fields import PROJECT
from tests.deals.readings import LATER, quick_project, reading
from tests.deals.values import typed


def test_a_new_project_stands_at_the_first_stage() -> None:
    made = new_project(" 北辰扩容 ", reading())
    assert (made.id, made.name, made.stage, made.status) == ("new-1", "北辰扩容", "P0", "open")
    assert (made.created_at, made.updated_at, made.updated_by) == (LATER.at, LATER.at, LATER.by)


def test_a_new_project_is_its_makers_unless_an_owner_is_said() -> None:
    created = [
        new_project("n", reading(), **texts) for texts in ({}, {"owner": "周"}, {"owner": ""})
    ]
    assert [new.owner for new in created] == [LATER.by, "周", ""]
    assert all(new.history == () for new in created)


def test_a_new_project_takes_fields_as_typed_and_has_no_history_yet() -> None:
    made = new_project(
        "n", reading("USD"), status="won", stage="p7", amount="2m", contacts="何总 cr2"
    )
    assert (made.stage, made.status, made.history) == ("P7", "won", ())
    assert made.amount is not None
    assert made.amount.currency == "USD"
    assert made.contacts[0].cr == 2


@pytest.mark.parametrize(
    ("name", "texts", "code"),
    [
        (" ", {}, "name-missing"),
        ("n", {"colour": "red"}, "field-unknown"),
        ("n", {"stage": "P9"}, "stage-unknown"),
        ("n", {"amount": "lots"}, "amount-unreadable"),
    ],
)
def test_refuses_what_cannot_be_a_project(name: str, texts: dict[str, str], code: str) -> None:
    with pytest.raises(UserError) as refused:
        new_project(name, reading(), **texts)
    assert refused.value.code == code


FIELDS = ("name", "customer", "owner", "stage", "amount", "signs", "product")


@pytest.mark.parametrize(
    ("line", "fields"),
    [
        ("北辰扩容", ("北辰扩容", "", "林", "P0", "", "", "")),
        (
            "北辰扩容 @北辰电力 owner:林 P2 80-150万 2026-Q4",
            ("北辰扩容", "北辰电力", "林", "P2", "80-150万", "2026-Q4", ""),
        ),
        (
            "P2 $2m Harbour Net II ＠Port Q4 2026",
            ("Harbour Net II", "Port", "林", "P2", "$2m", "Q4 2026", ""),
        ),
        (
            'dispatch net @"North Star Power" owner:"Li Lei" USD 2m 30 May 2026',
            ("dispatch net", "North Star Power", "Li Lei", "P0", "USD 2m", "30 May 2026", ""),
        ),
        (
            "core owner：周 product:switches signs:2027 customer: North",
            ("core", "North", "周", "P0", "", "2027", "switches"),
        ),
        (
            "phase 2 of 500 ports 80 - 150 万",
            ("phase 2 of 500 ports", "", "林", "P0", "80 - 150 万", "", ""),
        ),
        ("me@example.com 350万", ("me@example.com", "", "林", "P0", "350万", "", "")),
    ],
)
def test_reads_a_project_from_one_line(line: str, fields: tuple[str, ...]) -> None:
    made = quick_project(line, reading())
    assert tuple(PROJECT[field].text(made) for field in FIELDS) == fields


@pytest.mark.parametrize(
    ("line", "name", "signs"),
    [
        ("call centre 12.5 upgrade", "call centre 12.5 upgrade", ""),
        ("upgrade 12.7.1 of the core", "upgrade 12.7.1 of the core", ""),
        ("2026 年度框架", "2026 年度框架", ""),
        ("2026-2027 年度框架 80万", "2026-2027 年度框架", ""),
        ("call centre 12.5", "call centre", "12.5"),
        ("年度框架 2026 @北辰电力 owner:周 P2", "年度框架", "2026"),
        ("net 13.6 13.8", "net 13.6", "13.8"),
        ("net 13.6 - 13.8", "net", "13.6 - 13.8"),
        ("80万 2026 年度框架", "年度框架", "2026"),
        ("P2 13.6 net", "net", "13.6"),
        ("P2 net 12.5 upgrade", "net 12.5 upgrade", ""),
        ("net 2026-05-30 phase two", "net phase two", "2026-05-30"),
        ("net 2026-Q4 phase two", "net phase two", "2026-Q4"),
        ("release 12.5 core 2026H2", "release 12.5 core", "2026H2"),
        ("core 12.5 signs:2027", "core 12.5", "2027"),
        ("core 12.5 2026H2", "core 12.5", "2026H2"),
        ("2026", "2026", ""),
    ],
)
def test_figures_alone_are_a_window_where_no_name_has_them(
    line: str, name: str, signs: str
) -> None:
    made = quick_project(line, reading())
    assert (made.name, PROJECT["signs"].text(made)) == (name, signs)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("", "name-missing"),
        ("P2 350万 @北辰", "name-missing"),
        ("net P2-P3", "stage-unknown"),
        ("net stage:P9", "stage-unknown"),
        ("net amount:lots", "amount-unreadable"),
    ],
)
def test_refuses_a_line_that_is_no_project(line: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        quick_project(line, reading())
    assert refused.value.code == code


@given(typed)
def test_any_line_makes_a_project_or_is_refused(line: str) -> None:
    try:
        assert quick_project(line, reading()).name
    except UserError as refusal:
        assert refusal.code


@pytest.mark.parametrize(
    ("line", "name", "amount"),
    [
        ("Acme 3M tape line $40k", "Acme 3M tape line", "$40k"),
        ("北辰扩容 一百二十万 2026-Q4", "北辰扩容", "一百二十万"),
        ("北辰扩容 约350万 P2", "北辰扩容", "约350万"),
        ("北辰扩容 350万左右 P2", "北辰扩容", "350万左右"),
        ("Acme ERP approx 300k P2", "Acme ERP", "approx 300k"),
        ("Acme ERP 1.5 mio EUR P2", "Acme ERP", "1.5 mio EUR"),
        ("Acme ERP 1 500 000 P2", "Acme ERP", "1 500 000"),
        ("Acme ERP 1.500.000 P2", "Acme ERP", "1.500.000"),
        ("Acme ERP A$300k P2", "Acme ERP", "A$300k"),
        ("Office 365 500 seats US$300k", "Office 365 500 seats", "US$300k"),
    ],
)
def test_a_line_holds_amounts_of_every_kind(line: str, name: str, amount: str) -> None:
    made = quick_project(line, reading())
    assert (made.name, PROJECT["amount"].text(made)) == (name, amount)


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Acme ERP 300", "amount-bare"),
        ("Acme ERP 80-150 P2", "amount-bare"),
        ("Acme ERP 80-150 2026-Q4 P2", "amount-bare"),
        ("Acme ERP amount:300", "amount-bare"),
        ("Acme ERP 350.000 P2", "amount-point"),
    ],
)
def test_a_line_with_a_figure_of_unclear_size_is_refused(line: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        quick_project(line, reading())
    assert refused.value.code == code


def test_quoted_words_are_the_name_as_they_stand() -> None:
    made = quick_project('"Office 365" @Acme P2 $300k', reading())
    assert (made.name, made.customer, made.stage) == ("Office 365", "Acme", "P2")
    assert quick_project('"Office 365"', reading()).name == "Office 365"
