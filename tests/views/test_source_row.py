"""A refused row as it stands in its table: what is wrong is in sight and has a sign."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from views.glyphs import ASCII, use_glyphs
from views.source_row import SourceCell, draw_source_row
from views.styled_text import TextLine, cells_of
from wording import use_language

TEXTS = st.lists(st.text(st.sampled_from("ab 北é1-"), max_size=50), min_size=1, max_size=30)


def text_of(spans: TextLine) -> str:
    """A line without its tones."""
    return "".join(span.text for span in spans)


@given(TEXTS, st.data(), st.integers(56, 240))
def test_it_keeps_to_its_room_with_the_marked_cell_in_sight(
    texts: list[str], data: st.DataObject, room: int
) -> None:
    cells = [SourceCell(f"A{at}", text) for at, text in enumerate(texts)]
    wrong = data.draw(st.sampled_from(cells)).address
    spans = draw_source_row(cells, {wrong}, room)
    assert cells_of(spans) <= room
    red = [span.text for span in spans if span.tone == "red"]
    assert len(red) == 1
    assert red[0].startswith("! ")


def test_a_row_that_fits_stands_whole() -> None:
    cells = [SourceCell("A4", "Tidewater"), SourceCell("B4", "2026-13"), SourceCell("D4", "n\nb")]
    assert text_of(draw_source_row(cells, {"B4"}, 60)) == "Tidewater │ ! 2026-13 │ n b"
    use_glyphs(ASCII)
    assert text_of(draw_source_row(cells, {"B4"}, 60)) == "Tidewater | ! 2026-13 | n b"


def test_what_is_left_out_has_a_sign_at_its_end() -> None:
    cells = [SourceCell(f"{letter}4", f"{letter}{'-' * 20}") for letter in "ABCDEFG"]
    text = text_of(draw_source_row(cells, {"D4"}, 60))
    assert text.startswith("… │ ")
    assert text.endswith(" │ …")
    assert "! D" in text


def test_a_cell_that_lacks_is_said_to_be_blank() -> None:
    spans = draw_source_row([SourceCell("B4", "Tidewater")], {"A4"}, 60)
    assert text_of(spans) == "Tidewater │ ! blank"
    use_language("zh_CN")
    assert "! 空白" in text_of(draw_source_row([], {"A4"}, 60))
