"""Small pictures: as wide in ASCII as in box drawing, and never fuller than what they show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from views.glyphs import ALPHABETS, ASCII, BOX, Glyphs, glyphs, use_glyphs
from views.marks import bar, cr_sign, meter, stage_sign, titled_rule
from views.styled_text import StyledText, cells_of, width

BOTH = pytest.mark.parametrize("alphabet", ALPHABETS.values(), ids=ALPHABETS)


@pytest.mark.parametrize("name", Glyphs._fields[1:])
def test_both_alphabets_are_one_layout(name: str) -> None:
    box, plain = getattr(BOX, name), getattr(ASCII, name)
    assert plain.isascii()
    assert name in ("arrow", "cut") or width(box) == width(plain)


def test_signs_are_of_the_alphabet_in_use() -> None:
    assert (cr_sign(3), cr_sign(None)) == ("●●●○○", "  CR?")
    use_glyphs(ASCII)
    assert glyphs() is ASCII
    assert (cr_sign(3), cr_sign(None)) == ("  CR3", "  CR?")


@BOTH
@given(share=st.floats(-0.5, 1.5), cells=st.integers(0, 40))
def test_a_bar_fills_its_cells(alphabet: Glyphs, share: float, cells: int) -> None:
    use_glyphs(alphabet)
    shown = bar(share, cells)
    assert width(shown) <= cells
    assert (shown != "") == (share > 0 and cells > 0)
    assert width(shown) == cells or share < 1


@BOTH
@given(done=st.integers(0, 9), of=st.integers(0, 9), cells=st.integers(0, 20))
def test_a_meter_fills_its_cells(alphabet: Glyphs, done: int, of: int, cells: int) -> None:
    use_glyphs(alphabet)
    assert width(meter(done, of, cells)) == cells


@BOTH
def test_stages_rise(alphabet: Glyphs) -> None:
    use_glyphs(alphabet)
    shown = [stage_sign(f"P{place}", place, 7) for place in range(8)]
    assert shown == sorted(shown)
    assert {width(each) for each in shown} == {4}


@BOTH
@given(title=st.text(max_size=30), finish=st.text(max_size=12), cells=st.integers(1, 60))
def test_a_rule_is_as_wide_as_it_is_asked(
    alphabet: Glyphs, title: str, finish: str, cells: int
) -> None:
    use_glyphs(alphabet)
    ends = (StyledText(finish),) if finish else ()
    assert cells_of(titled_rule((StyledText(title),), cells, ends)) == cells
