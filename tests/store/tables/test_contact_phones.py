"""Phones in a column behind the contacts."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.store.tables.sheets import bring, lines, only, separated


def phones(tmp_path: Path, contacts: str, header: str, cell: str) -> list[str | None]:
    """Return the phones of the contacts of a project."""
    rows = [("Project", "Contacts", header), ("Plant", contacts, cell)]
    result = bring(separated(tmp_path / "a.tsv", lines(*rows, delimiter="\t")))
    return [contact.phone for contact in only(result).contacts]


@pytest.mark.parametrize(
    ("contacts", "header", "cell", "read"),
    [
        ("王工", "联系电话", "139 1111 0001", ["139 1111 0001"]),
        ("王工", "手机", "13911110001/0571-88001234", ["13911110001/0571-88001234"]),
        ("Ann Lee", "Phone", "+44 20 5550 1234 ext. 12", ["+44 20 5550 1234 ext. 12"]),
        ("王工、李科", "联系电话", "13911110001、13911110002", ["13911110001", "13911110002"]),
        ("王工、李科", "联系电话", "13911110001", [None, None]),
        ("王工", "联系电话", "见名片", [None]),
        ("王工", "联系电话", "1.39E+10", [None]),
        ("王工(13911110009)", "联系电话", "13911110001", ["13911110009"]),
    ],
)
def test_phones_go_to_their_contacts(
    tmp_path: Path, contacts: str, header: str, cell: str, read: list[str | None]
) -> None:
    assert phones(tmp_path, contacts, header, cell) == read


@pytest.mark.parametrize(
    "cell", ["2)13911110001", "王工、2)13911110001、科长", "1）13911110001 2）"]
)
def test_a_phone_behind_a_number_of_a_list_is_lost_nowhere(tmp_path: Path, cell: str) -> None:
    rows = [("Project", "Contacts"), ("Plant", cell)]
    people = only(bring(separated(tmp_path / "a.tsv", lines(*rows, delimiter="\t")))).contacts
    assert any("13911110001" in contact.name for contact in people)
    assert all(contact.name for contact in people)
