"""Pictures as SVG: each character at its own cell, any text harmless."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.output.diagrams import CELL, MARGIN, svg_text
from views.diagram import Diagram, Node
from views.styled_text import StyledText, clean, width

SVG = "{http://www.w3.org/2000/svg}"
WIDE = (2 * CELL - 14) / 2


def texts(diagram: Diagram) -> list[tuple[str, list[float]]]:
    """Return the texts of the picture below its title, with the cells of their characters."""
    root = ElementTree.fromstring(svg_text(diagram, "t"))
    _title, *rest = root.iter(f"{SVG}text")
    return [
        (text.text or "", [(float(x) - MARGIN) / CELL for x in text.attrib["x"].split()])
        for text in rest
    ]


def drawn(*spans: StyledText) -> Diagram:
    return Diagram((spans,), width=sum(width(span.text) for span in spans))


def test_characters_stand_at_their_cells() -> None:
    (word, places), (more, behind) = texts(drawn(StyledText("  ab何总c", "red"), StyledText(" d")))
    assert (word, more) == ("ab何总c", "d")
    aside = WIDE / CELL
    assert places == pytest.approx([2, 3, 4 + aside, 6 + aside, 8], abs=0.05)
    assert behind == pytest.approx([10], abs=0.05)


def test_a_character_that_svg_counts_as_two_stands_alone() -> None:
    found = texts(drawn(StyledText("a𠮷b")))
    assert [word for word, _places in found] == ["a", "𠮷", "b"]
    assert [round(places[0]) for _word, places in found] == [0, 1, 3]


def test_knots_have_a_ground_and_fonts_are_named() -> None:
    label = (StyledText("[何总]"),)
    diagram = Diagram(
        (label,), {"a": Node("a", 0, 0, 6, label)}, ((StyledText("head", "dim"),),), 6
    )
    text = svg_text(diagram, "北辰 <&>")
    root = ElementTree.fromstring(text)
    _sheet, ground = root.iter(f"{SVG}rect")
    assert float(ground.attrib["width"]) == pytest.approx(6 * CELL, abs=0.05)
    assert "Noto Sans Mono CJK SC" in text
    assert root.findtext(f"{SVG}title") == "北辰 <&>"


@given(st.lists(st.text(max_size=8), max_size=4), st.text(max_size=8))
def test_any_text_is_well_formed_and_whole(pieces: list[str], title: str) -> None:
    diagram = drawn(*(StyledText(piece) for piece in pieces))
    shown = texts(diagram)
    whole = "".join(clean(piece) for piece in pieces)
    assert "".join(word for word, _places in shown) == whole.replace(" ", "")
    assert all(len(places) in (1, len(word)) for word, places in shown)
    root = ElementTree.fromstring(svg_text(diagram, title))
    assert (root.findtext(f"{SVG}title") or "") == clean(title)
