"""import and export with --project: a project's contacts from cards and tables, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Netloft

CARDS = """BEGIN:VCARD
VERSION:3.0
FN:何总
ORG:北辰;总部
TEL:138
END:VCARD
BEGIN:VCARD
VERSION:3.0
FN:李工
TITLE:工程师
END:VCARD
"""


@pytest.fixture
def cards(tmp_path: Path, netloft: Netloft) -> Path:
    netloft("add", "甲", "--customer", "北辰")
    path = tmp_path / "k.vcf"
    path.write_text(CARDS, encoding="utf-8")
    return path


def people(netloft: Netloft, project: str = "甲") -> list[str]:
    return [contact["name"] for contact in netloft("show", project, "--json").json["contacts"]]


def test_cards_are_taken_into_a_project_once(netloft: Netloft, cards: Path) -> None:
    answer = netloft("import", cards, "--project", "甲")
    assert (answer.code, answer.err) == (0, "")
    assert answer.lines[:2] == [
        f"{cards}, card 1: added, 何总",
        f"{cards}, card 2: added, 李工",
    ]
    assert answer.lines[2].startswith("The store as it was before: ")
    assert answer.lines[3:] == ["added 2"]
    assert people(netloft) == ["何总", "李工"]
    assert netloft("import", cards, "--project", "甲").lines[-1] == "unchanged 2"


def test_a_dry_run_writes_nothing(netloft: Netloft, cards: Path) -> None:
    answer = netloft("import", cards, "--project", "甲", "--dry-run")
    assert answer.lines[-2:] == ["would be added 2", "Nothing was written: this was a dry run."]
    assert people(netloft) == []


def test_a_refused_row_holds_up_the_others_unless_told(netloft: Netloft, cards: Path) -> None:
    table = cards.with_suffix(".csv")
    table.write_text("姓名,关系程度\n何总,3\n李工,9\n", encoding="utf-8")
    answer = netloft("import", table, "--project", "甲")
    assert answer.code == 1
    assert answer.err.startswith(f"{table}, row 3, column 关系程度, B3: ")
    assert people(netloft) == []
    assert netloft("import", table, "--project", "甲", "--keep-going").code == 1
    assert people(netloft) == ["何总"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ["Level mid-level -> executive level", "role evaluates -> decides"]),
        ("zh_CN", ["层级 中层 → 高层", "决策角色 评估 → 决策"]),
    ],
)
def test_what_changes_is_told_in_words(
    netloft: Netloft, cards: Path, lang: str, words: list[str]
) -> None:
    table = cards.with_suffix(".csv")
    table.write_text("姓名,层次,角色\n何总,中层,评估\n", encoding="utf-8")
    netloft("import", table, "--project", "甲")
    table.write_text("姓名,层次,角色\n何总,高层,决策\n", encoding="utf-8")
    answer = netloft("--lang", lang, "import", table, "--project", "甲", "--dry-run").lines[0]
    assert [text for text in words if text not in answer] == []


def test_cards_of_no_project_are_refused(netloft: Netloft, cards: Path) -> None:
    answer = netloft("import", cards)
    assert answer.code == 1
    assert answer.err.startswith(f"{cards}: these are contacts; say with --project")
    assert netloft("import", cards, "--project", "乙").code == 1


@pytest.mark.parametrize("name", ["people.csv", "people.tsv", "people.vcf"])
def test_contacts_come_out_as_they_went_in(
    netloft: Netloft, cards: Path, tmp_path: Path, name: str
) -> None:
    netloft("import", cards, "--project", "甲")
    out = tmp_path / name
    assert netloft("export", out, "--project", "甲").lines == [f"Wrote 2 contacts to {out}"]
    assert netloft("import", out, "--project", "甲").lines[-1] == "unchanged 2"


def test_contacts_are_exported_to_no_other_kind_of_file(netloft: Netloft, cards: Path) -> None:
    answer = netloft("export", cards.with_suffix(".json"), "--project", "甲")
    assert answer.code == 1
    assert "contacts are written to files that end in .xlsx, .csv, .tsv or .vcf" in answer.err
    assert not cards.with_suffix(".json").exists()


def test_contacts_taken_in_are_the_account_s(netloft: Netloft, cards: Path) -> None:
    netloft("add", "乙", "--customer", "北辰")
    netloft("import", cards, "--project", "甲")
    table = cards.with_suffix(".csv")
    table.write_text("姓名,关系程度\n何总,3\n", encoding="utf-8")
    netloft("import", table, "--project", "乙")
    contacts = netloft("show", "甲", "--json").json["contacts"]
    assert [(contact["name"], contact["cr"]) for contact in contacts] == [
        ("何总", 3),
        ("李工", None),
    ]
