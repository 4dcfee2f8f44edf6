"""`netloft ics` and `netloft brief`: what is written where, and what is not written over."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui.conftest import Netloft


@pytest.fixture
def book(netloft: Netloft) -> Netloft:
    """Store two projects with something due."""
    netloft("add", "Harbour net", "--owner", "Wu", "--stage", "P4", "--signs", "2026-03-14")
    netloft("set", "Harbour net", "next=call, then write; all 2026-03-05")
    netloft("person", "Harbour net", "Ann Lee (CTO) executive T decides cr2 +")
    netloft("add", "Metro", "--owner", "Lin")
    netloft("set", "Metro", "next=visit 2026-05-05")
    return netloft


def test_what_is_due_is_written_as_a_calendar_and_again_over_it(
    book: Netloft, tmp_path: Path
) -> None:
    file = tmp_path / "due.ics"
    answer = book("ics", file)
    assert (answer.code, answer.out) == (0, f"Wrote 3 entries to {file}\n")
    first = file.read_bytes()
    assert first.count(b"BEGIN:VEVENT\r\n") == 3
    assert b"SUMMARY:Next step: call\\, then write\\; all - Harbour net\r\n" in first
    assert book("ics", file, "--owner", "lin").out == f"Wrote 1 entry to {file}\n"
    assert b"Metro" in file.read_bytes()
    assert book("ics", file, "--until", "2026-03-10").out == f"Wrote 1 entry to {file}\n"
    assert not [*tmp_path.glob("due.ics.bak*")]


def test_what_is_not_ours_and_a_store_are_not_written_over(book: Netloft, tmp_path: Path) -> None:
    file = tmp_path / "mine.ics"
    file.write_text("BEGIN:VCALENDAR\n")
    answer = book("ics", file)
    assert answer.code == 1
    assert "--force" in answer.err
    assert file.read_text() == "BEGIN:VCALENDAR\n"
    assert book("ics", file, "--force").code == 0
    assert "ends in .ics" in book("ics", tmp_path / "due.txt").err
    store = tmp_path / "book" / "netloft.json"
    assert book("ics", store).code == 1


def test_an_empty_calendar_takes_the_place_of_none(book: Netloft, tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    assert book("ics", file).code == 0
    before = file.read_bytes()
    answer = book("ics", file, "--mine")
    assert answer.code == 1
    assert "nothing was written" in answer.err
    assert file.read_bytes() == before


def test_a_calendar_goes_to_standard_output_too(book: Netloft) -> None:
    assert book("ics", "-", "--owner", "Wu").out.startswith("BEGIN:VCALENDAR")


def test_the_page_before_a_visit_is_printed_a_thing_a_line(book: Netloft) -> None:
    answer = book("brief", "harbour")
    assert answer.code == 0
    head, title = answer.lines[:2]
    assert head.split("  ")[0].strip() == "Before a visit"
    assert title.split("  ")[0].strip() == "Harbour net"
    assert any("Ann Lee*" in each and "CR2" in each for each in answer.lines)
    assert "03-05 call, then write; all" in answer.out
    assert answer.out.isascii()


def test_the_page_for_programs_has_all_of_it(book: Netloft) -> None:
    found = book("brief", "harbour", "--json").json
    assert found["project"]["name"] == "Harbour net"
    assert found["next"] == {"on": "2026-03-05", "what": "call, then write; all", "people": []}
    (person,) = found["people"]
    assert (person["name"], person["cr"], person["stance"]) == ("Ann Lee", 2, "supports")
    assert found["signing"]["text"] == "2026-03-14"
    assert {each["line"] for each in found["holes"]} == {"technical", "commercial"} or found[
        "holes"
    ]
    assert all(each["reason"] and each["next"] for each in found["holes"])
    assert found["questions"]


@pytest.mark.parametrize("ending", [".html", ".md", ".txt"])
def test_the_page_is_written_as_a_paper(book: Netloft, tmp_path: Path, ending: str) -> None:
    file = tmp_path / f"visit{ending}"
    answer = book("brief", "harbour", "--out", file)
    assert (answer.code, answer.out) == (0, f"Wrote {file}\n")
    assert "Ann Lee" in file.read_text("utf-8")
    assert book("brief", "harbour", "--out", file).code == 0


def test_wrong_usage_of_the_page_is_told(book: Netloft, tmp_path: Path) -> None:
    assert book("brief", "harbour", "--json", "--out", tmp_path / "x.md").code == 2
    assert book("brief", "harbour", "--out", tmp_path / "x.pdf").code == 1
    assert book("brief", "nobody").code == 1
