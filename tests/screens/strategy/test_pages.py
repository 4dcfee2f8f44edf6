"""The strategy room as a picture: how its two sides look, and that no row is wider or lost."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Answer, Note, Project
from deals.project_notes import find_note, strategy_key
from deals.questions import checklist
from screens.strategy.question_rows import QuestionRow, columns, lay_rows
from screens.strategy.view import (
    CHOICE,
    check_row,
    choice_row,
    pages,
    section_cells,
    section_lines,
    strategy_row,
    untested_lines,
)
from tests.deals.makers import DEFAULT, TODAY, project
from views.glyphs import ALPHABETS, Glyphs, use_glyphs
from views.styled_text import StyledText, TextLine, cells_of
from views.table import TableCell, heading, row
from wording import use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
OTHER_ROWS = 7
"""Title, status line and footer, and the pane of a small terminal."""


def answered(question: str, value: str, evidence: str = "", days: int = 3, by: str = "") -> Answer:
    given = {"question": question, "value": value, "evidence": evidence, "by": by}
    return Answer.model_validate({**given, "on": TODAY - timedelta(days=days)})


DEAL = project(
    "P4",
    name="北辰地铁通信骨干 phase 2",
    answers=[
        answered("presented", "yes", "From White up to Lang, each once", 30, "Ian Petrie"),
        answered("fit", "yes", "只剩时钟同步一项待确认", 26, "林悦"),
        answered("edge", "partly", "Cut-over in three night hours", 26, "Ian Petrie"),
        answered("reach", "no", "[/] nobody was asked", 3, "周恺"),
        answered("belief", "yes", "No doubts left after the night cut-over", 72, "Ian Petrie"),
        answered("attitude", "partly", "", 12, "Priya"),
        answered("agent", "yes"),
    ],
    notes=[
        Note(
            key=strategy_key("product"),
            text="Get switch-over time into the technical criteria\nthen have it measured",
            by="Priya",
        )
    ],
)


def draw_section(deal: Project, section: str, cells: int, rows: int) -> list[TextLine]:
    """Return both sides of the room in so many lines."""
    found = pages(checklist(deal, DEFAULT, TODAY), "all")
    page, left = found.page(section), section_cells(cells)
    shown = columns(cells - left - 2, [stage.id for stage in DEFAULT.stages])

    def make(id_: str) -> QuestionRow:
        if id_.startswith(CHOICE):
            return choice_row(id_.removeprefix(CHOICE), None)
        status = found.questions.get(id_)
        return check_row(status, deal) if status else strategy_row(find_note(deal, id_))

    laid = lay_rows({id_: make(id_) for id_ in page.ids}, shown, rows - 1)
    right: list[TextLine] = [heading(shown)]
    for each in laid.values():
        right += [row(shown, each.text.cells, (StyledText("   "),)), *each.below]
    right += [()] * rows
    start = section_lines(found, page.id, left, rows)
    return [(*first, *rest) for first, rest in zip(start, right, strict=False)]


def plain_text(lines: list[TextLine]) -> str:
    return "".join("".join(span.text for span in each).rstrip() + "\n" for each in lines)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("alphabet", ALPHABETS)
@pytest.mark.parametrize(("cells", "rows"), [(80, 24), (120, 40)])
def test_it_looks_as_it_did(cells: int, rows: int, alphabet: str, lang: str) -> None:
    use_language(lang)
    use_glyphs(ALPHABETS[alphabet])
    try:
        seen = plain_text(draw_section(DEAL, "product", cells, rows - OTHER_ROWS))
    finally:
        use_language("en")
    golden = GOLDENS / f"strategy-{cells}-{lang}-{alphabet}.txt"
    if WRITE:
        golden.parent.mkdir(exist_ok=True)
        golden.write_text(seen, encoding="utf-8")
    assert seen == golden.read_text(encoding="utf-8")


@given(
    st.sampled_from([*DEFAULT.sections]),
    st.integers(60, 240),
    st.integers(9, 40),
    st.sampled_from([*ALPHABETS.values()]),
    st.text(max_size=90),
)
def test_no_line_is_wider_than_its_screen_and_none_is_lost(
    section: str, cells: int, rows: int, alphabet: Glyphs, evidence: str
) -> None:
    use_glyphs(alphabet)
    deal = DEAL.model_copy(update={"answers": (answered("fit", "yes", evidence, 80, evidence),)})
    lines = draw_section(deal, section, cells, rows)
    assert len(lines) == rows
    assert max(map(cells_of, lines)) < cells
    asked = pages(checklist(deal, DEFAULT, TODAY), "all").page(section).ids
    answers = [each for each in lines[1:] if plain_text([each])[section_cells(cells) + 4 :].strip()]
    assert len(answers) >= min(rows - 1, len(asked))


@pytest.mark.parametrize(
    ("room", "lines"),
    [
        (3, [0, 0, 0]),
        (4, [1, 0, 0]),
        (5, [1, 1, 0]),
        (6, [2, 1, 0]),
        (7, [2, 1, 1]),
        (8, [2, 1, 1]),
        (9, [3, 2, 1]),
    ],
)
def test_lines_left_go_to_what_shows_it_then_to_whole_questions_then_to_air(
    room: int, lines: list[int]
) -> None:
    long = TableCell("a question that takes two lines of so few cells as these")
    rows = {
        "long": QuestionRow(TableCell("yes"), long, proof="he said so", who="Ann 11-02"),
        "shown": QuestionRow(TableCell("no"), TableCell("short"), who="Ann 11-02"),
        "bare": QuestionRow(TableCell("?"), TableCell("short")),
    }
    laid = lay_rows(rows, columns(61), room)
    assert [len(each.below) for each in laid.values()] == lines


def test_a_section_settled_without_a_strategy_is_amber_in_the_list_and_in_the_pane() -> None:
    facts = [answered("fit", "yes"), answered("presented", "no")]
    for note, sign in ((None, "!"), (Note(key=strategy_key("product"), text="lead"), "")):
        deal = project("P4", answers=facts, notes=[note] if note else [])
        found = pages(checklist(deal, DEFAULT, TODAY), "all")
        lines = section_lines(found, "market", 24, 20)
        settled = next(each for each in lines if "Product" in plain_text([each]))
        assert ("!" in plain_text([settled])) is bool(sign)
        assert ([span.tone for span in settled if "%" in span.text] == ["amber"]) is bool(sign)
        pane = plain_text([*untested_lines(found.page("product"))])
        assert ("no strategy written yet" in pane) is bool(sign)
    assert not [*untested_lines(found.page("market"))], "nothing is answered there"
