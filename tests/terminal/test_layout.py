"""What the first screen holds, and that its columns line up whatever people write into names."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terminal.desk import LANGUAGES, SIZES, leave, netloft, owner, project
from tests.terminal.glass import Glass
from views.styled_text import fit

pytestmark = pytest.mark.terminal
HEADINGS = {
    "en": ("Owner", "Stage", "Close", "Amount"),
    "zh_CN": ("负责人", "状态", "预签时间", "预签金额"),
}
FOOTER = {"en": ("filter", "help"), "zh_CN": ("筛选", "帮助")}
AMOUNT = {"en": "640k", "zh_CN": "64万"}
WIDE = (
    "北辰调度网扩容",
    "Harbour Net II",
    "混合 mixed 项目 №7",
    "ｆｕｌｌ　ｗｉｄｔｈ",
    "한국어 프로젝트",
    "\N{FISH} fish deal",
    "\N{WOMAN}\u200d\N{PERSONAL COMPUTER} portal",
    "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4} thumbs",
    "\N{REGIONAL INDICATOR SYMBOL LETTER C}\N{REGIONAL INDICATOR SYMBOL LETTER N} flag",
    "Cafe\u0301 re\u0301seau",
    "\u05e9\u05dc\u05d5\u05dd right to left",
    "\u202egnirts\u202c turned",
    "一个非常非常长的项目名称" * 20,
    "",
)


@given(
    text=st.lists(st.text() | st.sampled_from(WIDE)).map("".join),
    cells=st.integers(min_value=1, max_value=40),
)
def test_a_fitted_text_takes_just_its_cells_in_a_terminal(text: str, cells: int) -> None:
    glass = Glass(60, 2)
    glass.feed(f"{fit(text, cells)}|".encode())
    assert glass.cells(0)[cells] == "|"
    assert glass.unknown == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_line_up_under_wide_names(tmp_path: Path, lang: str, size: tuple[int, int]) -> None:
    projects = [project(number, name) for number, name in enumerate(WIDE)]
    with netloft(tmp_path, projects, lang=lang, size=size) as terminal:
        glass = terminal.absorb()
        head, places = heading(glass, lang)
        for number in range(len(WIDE)):
            row, column = next(glass.places(owner(number)))
            assert head < row
            assert column == places["owner"], terminal
            assert (row, places["stage"]) in glass.places("P4 "), terminal
            assert (row, places["signs"]) in glass.places("26-03-14"), terminal
            assert row in [at for at, end in ends(glass, AMOUNT[lang]) if end == places["amount"]]
        assert glass.unknown == []
        leave(terminal)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_screen_says_where_one_is_and_what_can_be_done(
    tmp_path: Path, lang: str, size: tuple[int, int]
) -> None:
    with netloft(tmp_path, [project(0, "北辰调度网扩容")], lang=lang, size=size) as terminal:
        lines = terminal.absorb().text()
        assert "Netloft" in lines[0]
        assert all(word in lines[-1] for word in FOOTER[lang])
        row = next(line for line in lines if owner(0) in line)
        assert "! " in row[:4]
        assert "北辰调度网扩容" in row
        assert any("cr-stage" in line or "CR3" in line for line in lines)
        leave(terminal)


def test_another_size_is_taken_at_once_and_given_back(tmp_path: Path) -> None:
    projects = [project(number, name) for number, name in enumerate(WIDE)]
    with netloft(tmp_path, projects) as terminal:
        small = terminal.absorb().text()
        terminal.resize(120, 40)
        terminal.wait_until(lambda glass: "help" in glass.text()[39], "footer in the last row")
        terminal.resize(80, 24)
        terminal.wait_until(lambda glass: "help" in glass.text()[23], "footer in the last row")
        assert terminal.settle().text() == small
        leave(terminal)


def heading(glass: Glass, lang: str) -> tuple[int, dict[str, int]]:
    """Return the row of titles, and where the columns lie: their first cell, the amount's last."""
    owners, stage, signs, amount = HEADINGS[lang]
    row, column = next(glass.places(owners))
    starts = {
        word: place for word in (stage, signs) for at, place in glass.places(word) if at == row
    }
    end = next(place for at, place in ends(glass, amount) if at == row)
    return row, {"owner": column, "stage": starts[stage], "signs": starts[signs], "amount": end}


def ends(glass: Glass, wanted: str) -> list[tuple[int, int]]:
    """Return where a text stops, as (row, first cell after it)."""
    cells = Glass(40, 1)
    cells.feed(wanted.encode())
    return [(row, column + cells.cursor.x) for row, column in glass.places(wanted)]
