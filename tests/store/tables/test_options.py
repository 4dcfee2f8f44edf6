"""What the options of an import do: stages by name, the usual currency, encodings, sheets."""

from __future__ import annotations

from pathlib import Path

import pytest

from deals.errors import UserError
from store.tables.results import ImportOptions
from tests.deals.makers import project
from tests.store.tables.sheets import bring, only, refusal, separated
from tests.store.tables.test_laws import people_import

HEADERS = "Project,Customer,State,Amount\n"


@pytest.mark.parametrize(
    ("text", "target", "field", "value"),
    [
        ("Contract Sent", "P5", "stage", "P5"),
        ("Negotiation/Review", "p4", "stage", "P4"),
        ("closed  WON", "won", "status", "won"),
        ("Closed Lost", "丢单", "status", "lost"),
        ("Parked", "on_hold", "status", "on_hold"),
        ("P3", "P2", "stage", "P2"),
    ],
)
def test_a_name_of_a_stage_is_mapped(
    tmp_path: Path, text: str, target: str, field: str, value: str
) -> None:
    path = separated(tmp_path / "a.csv", f"{HEADERS}Alpha,A,{text},100k\n")
    options = ImportOptions(stages={text.casefold().replace("  ", " "): target})
    assert getattr(only(bring(path, options=options)), field) == value


def test_names_that_are_not_mapped_are_listed_once(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", f"{HEADERS}A,,Sent,\nB,,Won it,\nC,,Sent,\nD,,P2,\n")
    assert bring(path).unmapped_stages == ("Sent", "Won it")


def test_a_name_mapped_to_no_stage_is_refused(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", f"{HEADERS}A,,Sent,\n")
    with pytest.raises(UserError) as refused:
        bring(path, options=ImportOptions(stages={"Sent": "P9"}))
    assert refused.value.code == "stage-map-unknown"


@pytest.mark.parametrize(
    ("header", "amount", "option", "currency"),
    [
        ("Amount", "100000", "EUR", "EUR"),
        ("Amount", "100k", "euro", "EUR"),
        ("Amount", "$100k", "EUR", "USD"),
        ("Amount (USD)", "100k", "EUR", "USD"),
        ("Amount", "100k", None, "CNY"),
    ],
)
def test_the_usual_currency_is_that_of_amounts_that_name_none(
    tmp_path: Path, header: str, amount: str, option: str | None, currency: str
) -> None:
    path = separated(tmp_path / "a.csv", f"Project,State,{header}\nAlpha,P2,{amount}\n")
    options = ImportOptions(currency=option)
    found = only(bring(path, options=options)).amount
    assert found is not None
    assert (found.low, found.currency) == (100_000, currency)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (ImportOptions(currency="XYZ"), "currency-unknown"),
        (ImportOptions(encoding="klingon"), "encoding-unknown"),
        (ImportOptions(encoding="base64"), "encoding-unknown"),
    ],
)
def test_options_that_cannot_be_followed(tmp_path: Path, options: ImportOptions, code: str) -> None:
    path = separated(tmp_path / "a.csv", f"{HEADERS}A,,P2,\n")
    with pytest.raises(UserError) as refused:
        bring(path, options=options)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("big5", "電網擴容"),
        ("euc-kr", "마케팅 확장"),
        ("shift-jis", "拡張計画"),
        ("cp1252", "Müller"),
    ],
)
def test_a_text_in_the_encoding_given(tmp_path: Path, encoding: str, name: str) -> None:
    path = separated(tmp_path / "a.csv", f"{HEADERS}{name},A,P2,100k\n", encoding)
    assert only(bring(path, options=ImportOptions(encoding=encoding))).name == name
    card = f"BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nN:{name}\nEND:VCARD\n"
    people = separated(tmp_path / "a.vcf", card, encoding)
    after = people_import(people, project(), ImportOptions(encoding=encoding))
    assert [contact.name for contact in after.contacts] == [name]


def test_a_text_that_is_not_in_the_encoding_given(tmp_path: Path) -> None:
    path = separated(tmp_path / "a.csv", f"{HEADERS}北辰,A,P2,\n", "gb18030")
    assert refusal(bring(path, options=ImportOptions(encoding="utf-8"))).code == "encoding-wrong"
