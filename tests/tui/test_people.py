"""people: the same pictures as in the app, for a pipe, a program and a browser."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.diagram_drawing import CELL, MARGIN, draw_diagram
from reports.writers.svg_writer import svg_bytes
from tests.tui.conftest import Netloft
from tui.cli.look import VIEWS
from views.diagram import Diagram, Node
from views.styled_text import StyledText, disarm_text, width
from wording import use_language

TABLE = """姓名,职务,层次,审批线,角色,上级,关系程度,立场,电话
何总,总经理,高层,T3B3,决策,,1,,
吴处长,处长,中层,T2,评估,何总,4,支持,138
唐主任,主任,中层,B2,审批,何总,2,竞争对手 锐川,
"""


@pytest.fixture
def known(netloft: Netloft, tmp_path: Path) -> Netloft:
    """Return a command line that knows an account of three people."""
    netloft("add", "甲", "--customer", "北辰")
    table = tmp_path / "people.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert netloft("import", table, "--project", "甲").code == 0
    return netloft


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("cells", [80, 120])
def test_a_diagram_is_printed_as_it_is_in_the_app(known: Netloft, view: str, cells: int) -> None:
    answer = known("people", "甲", "--view", view, "--width", cells)
    assert (answer.code, answer.err) == (0, "")
    title, *lines = answer.lines
    assert title == "甲: net holds 1 of 6 approval levels, 2 unknown, 3 more holes"
    assert all(width(line) <= cells for line in lines)
    assert all(line == line.rstrip() for line in lines)
    text = "\n".join(lines)
    assert all(name in text for name in ("何总", "吴处长", "唐主任"))


def test_a_pipe_has_eighty_cells(known: Netloft) -> None:
    assert known("people", "甲").out == known("people", "甲", "--width", "80").out


def test_it_speaks_chinese(known: Netloft) -> None:
    out = known("--lang", "zh_CN", "people", "甲").out
    use_language("en")
    assert "高层" in out
    assert "甲" in out


def test_json_has_people_influences_and_all_that_was_found(known: Netloft) -> None:
    record = known("people", "甲", "--json").json
    he, wu, _tang = record["people"]
    assert (wu["phone"], wu["stance"], wu["reports_to"]) == ("138", "supports", he["id"])
    assert record["influences"] == []
    findings = record["findings"]
    assert findings["held"] == 1
    assert (len(findings["places"]), findings["unknown"], findings["absent"]) == (6, 2, [])
    assert [finding["place"] for finding in findings["mends"]] == findings["holes"]
    assert findings["mends"][0]["ways"][0]["hops"][0]["source"] == wu["id"]
    assert findings["pulls"][0]["person"] == he["id"]
    assert findings["pulls"][0]["parts"]
    assert all(pull["own"] + pull["borrowed"] == pull["points"] for pull in findings["pulls"])
    assert findings["rivals"][0]["name"] == "锐川"
    assert findings["unmatched"] == [he["id"]]
    assert {"lines", "singles"} <= findings.keys()


@pytest.mark.parametrize(
    "wrong",
    [
        ("--view", "pie"),
        ("--width", "3"),
        ("--width", "wide"),
        ("--width", "12345678901234567890"),
        ("--json", "--svg", "x.svg"),
    ],
)
def test_wrong_usage_is_said(known: Netloft, wrong: tuple[str, ...]) -> None:
    answer = known("people", "甲", *wrong)
    assert answer.code == 2
    assert len(answer.err.splitlines()) == 2


def test_a_project_that_is_not_there_is_refused(known: Netloft) -> None:
    assert known("people", "乙").code == 1


def test_an_empty_project_is_no_trouble(netloft: Netloft, tmp_path: Path) -> None:
    netloft("add", "空")
    for view in VIEWS:
        assert netloft("people", "空", "--view", view).code == 0
    assert netloft("people", "空", "--json").json["people"] == []
    assert netloft("people", "空", "--svg", tmp_path / "x.svg").code == 0


@pytest.mark.parametrize("view", VIEWS)
def test_a_diagram_is_drawn_into_a_file(known: Netloft, tmp_path: Path, view: str) -> None:
    file = tmp_path / "net.svg"
    assert known("people", "甲", "--view", view, "--svg", file).lines == [f"Wrote {file}"]
    root = ElementTree.parse(file).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert "何总" in "".join(root.itertext())


def test_a_file_that_cannot_be_written_is_refused(known: Netloft, tmp_path: Path) -> None:
    answer = known("people", "甲", "--svg", tmp_path / "gone" / "net.svg")
    assert answer.code == 1
    assert "cannot be written" in answer.err


def test_colours_are_for_people_alone(known: Netloft) -> None:
    assert not re.search("\x1b", known("people", "甲").out)


def test_what_the_net_shows_stands_below_the_diagram_in_words(known: Netloft) -> None:
    lines = known("people", "甲", "--width", "60").lines
    below = lines[lines.index("! technical approval, executive level: 何总, CR1") :]
    assert "! commercial approval, mid-level: 唐主任, against us" in below
    assert "    make it the next step: 吴处长 CR4 -> 何总" in below
    assert any(line.strip().startswith("ask 吴处长 to bring 何总") for line in below)
    assert "! 锐川 has 唐主任; ahead of us at commercial approval," in below
    assert "~ 何总: none of our executives meets them" in below
    assert all(width(line) <= 60 for line in below)


def test_where_no_line_is_known_no_places_are_counted(netloft: Netloft) -> None:
    netloft("add", "乙", "--customer", "北辰")
    assert netloft("people", "乙").lines[0] == "乙: nobody is on an approval line yet"


SVG = "{http://www.w3.org/2000/svg}"
WIDE = (2 * CELL - 14) / 2


def svg_text(diagram: Diagram, title: str) -> str:
    """Return a picture under its title as the command draws it."""
    drawing = draw_diagram(diagram, (StyledText(title, "strong"),))
    return svg_bytes(drawing, title).decode("utf-8")


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


def test_nodes_have_a_ground_and_fonts_are_named() -> None:
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
    whole = "".join(disarm_text(piece) for piece in pieces)
    assert "".join(word for word, _places in shown) == whole.replace(" ", "")
    assert all(len(places) in (1, len(word)) for word, places in shown)
    root = ElementTree.fromstring(svg_text(diagram, title))
    assert (root.findtext(f"{SVG}title") or "") == disarm_text(title)
