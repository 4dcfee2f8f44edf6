"""The import letter: what an import says to each owner, and what of it is asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from deals.errors import UserError
from deals.model import Book, Change, SourceRef
from store.tables.results import (
    FieldChange,
    ImportOutcome,
    ImportResult,
    NearCustomer,
    TwinProjects,
)
from tests.deals.makers import project
from views.import_letter import (
    MOST_KEPT,
    ImportLetter,
    LetterItem,
    OwnerLetter,
    dump_letter,
    load_letter,
    question_lines,
    rename_line,
    write_letters,
)

MOVED = Change(at=datetime(2026, 11, 20, tzinfo=UTC), by="me", field="owner", old="Wang", new="Li")
HANDED = project(id="a", name="Harbour", owner="Li", history=(MOVED,))
HELD = project(id="b", name="Yards", owner="Li")
LEFT = project(
    id="c",
    name="Gate",
    owner="Wang",
    sources=(SourceRef(source="weekly", sheet="wang", owner="Wang", gone=date(2026, 11, 23)),),
)
TWIN = project(id="d", name="Yards", owner="Wang")
BOOK = Book().with_projects(HANDED, HELD, LEFT, TWIN)
CELL = UserError("amount-unreadable", text="1x", file="w.xlsx", sheet="wang", cell="C3")


ROW = ImportOutcome("w.xlsx", "wang", 2, 2, "Harbour", "unchanged", id="a", owner="Wang")
CHANGED = replace(ROW, kind="changed", changes=(FieldChange("stage", "P1", "P2"),))
GIVEN = replace(CHANGED, changes=(FieldChange("owner", "Wang", "Li"),), owner="Li")
STILL = replace(ROW, still=(FieldChange("owner", "Li", "Wang"), FieldChange("stage", "P3", "P2")))
REFUSED = replace(ROW, kind="refused", project="Dam", id=None, refusals=(CELL,) * 7)
GONE = "ask Wang: Gate: gone from weekly / wang since 2026-11-23"


@pytest.mark.parametrize(
    ("outcome", "lines"),
    [
        (replace(ROW, owner="", id=None), []),
        (replace(ROW, owner="Nobody"), []),
        (ROW, [GONE]),
        (
            STILL,
            [
                "ask Wang, Li: Harbour: the table still says Owner Wang (here Li since "
                "2026-11-20); Stage P2 (here P3)",
                GONE,
            ],
        ),
        (
            GIVEN,
            ["ask Wang, Li: Harbour: handed over from Wang to Li"],
        ),
        (replace(CHANGED, owner="Li"), []),
        (
            REFUSED,
            [
                GONE,
                "ask Wang: 7 to correct: w.xlsx wang C3, w.xlsx wang C3, w.xlsx wang C3, "
                "w.xlsx wang C3, w.xlsx wang C3 and 2 more",
            ],
        ),
    ],
)
def test_only_what_wants_an_answer_is_asked(outcome: ImportOutcome, lines: list[str]) -> None:
    assert question_lines(write_letters(ImportResult(BOOK, (outcome,)))) == lines


def test_a_new_customer_that_may_be_known_comes_with_the_command_that_renames_it() -> None:
    near = NearCustomer("Fabrikam Inc", (("Fabrikam, Inc.", 3), ("Fabrikan", 1)))
    assert rename_line(near) == (
        "Fabrikam Inc is a new customer: the same as Fabrikam, Inc. (3 projects), Fabrikan "
        "(1 project)? netloft customers --rename 'Fabrikam Inc=Fabrikam, Inc.'"
    )


def test_twins_are_in_the_letters_of_both_and_asked_once() -> None:
    twins = (TwinProjects("Yards", "", (("b", "Li"), ("d", "Wang"))),)
    letters = write_letters(ImportResult(BOOK, (), twins=twins))
    assert [(letter.owner, letter.items[0].text) for letter in letters] == [
        ("Li", "Wang has it too"),
        ("Wang", "Li has it too"),
    ]
    assert question_lines(letters) == ["ask Li, Wang: Yards: Wang has it too"]


def test_a_letter_counts_and_lists_what_changed_last() -> None:
    passed = replace(ROW, kind="passed")
    (letter,) = write_letters(ImportResult(BOOK, (CHANGED, STILL, passed)))
    assert letter.counts == {"changed": 1, "unchanged": 1}
    assert [item.kind for item in letter.items] == ["contradicts", "gone", "changed"]
    assert letter.items[-1].text == "Stage P1 -> P2"
    assert len(letter.questions) == 2


def test_a_letter_is_kept_whole_but_for_the_most_of_its_news() -> None:
    letters = write_letters(ImportResult(BOOK, (CHANGED, STILL, REFUSED, GIVEN)))
    letter = ImportLetter("w.xlsx", letters)
    assert load_letter(dump_letter(letter)) == letter
    news = tuple(LetterItem("changed", f"{at}", None, "x") for at in range(MOST_KEPT + 9))
    asked = LetterItem("gone", "g", "g", "gone", ask=("Li",), since=date(2026, 11, 23))
    kept = load_letter(dump_letter(ImportLetter("w", (OwnerLetter("Li", (asked, *news), {}),))))
    assert kept is not None
    assert (kept.questions, len(kept.owners[0].items)) == (1, MOST_KEPT + 1)


@pytest.mark.parametrize("text", ["", "x", "{}", "[]", '{"file": "w", "owners": [{}]}', "null"])
def test_another_text_is_no_letter(text: str) -> None:
    assert load_letter(text) is None


def test_new_projects_and_likely_customers_are_in_the_letter() -> None:
    new = replace(ROW, kind="added", id="b", project="Yards", owner="Li")
    near = NearCustomer(HELD.customer, (("Port Ltd", 2),))
    (letter, *_others) = write_letters(ImportResult(BOOK, (new,), near=(near,)))
    assert [item.kind for item in letter.items] == ["near", "added"]
    assert letter.items[0].ask == ("Li",)
    assert len(letter.questions) == 1
    assert question_lines([letter]) == []
