"""The pictures of the pages are of the present app, the same of every run, and need no network."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tests.house import ROOT
from tests.screenshots.__main__ import FOLDER
from tests.screenshots.app_screen import draw_scene
from tests.screenshots.glyph_shapes import CELL_HEIGHT, CELL_WIDTH, outline
from tests.screenshots.scenes import LANGUAGES, SCENES
from tests.screenshots.screen_drawing import MARGIN, screen_svg
from views.glyphs import BOX

SVG = "{http://www.w3.org/2000/svg}"
TEXTS = {"…", "·", "→"}
"""What every font has in a cell's width, and nothing has to join."""
FILES = [scene.file_name(lang) for scene in SCENES.values() for lang in LANGUAGES]


def text_of(svg: str) -> str | None:
    """Return the text that a picture carries for whoever cannot see it."""
    return ElementTree.fromstring(svg).findtext(f"{SVG}desc")


@pytest.mark.parametrize(("name", "lang"), [("pipeline", "en"), ("net", "zh_CN")])
async def test_the_present_app_is_shown(name: str, lang: str) -> None:
    kept = (FOLDER / SCENES[name].file_name(lang)).read_text(encoding="utf-8")
    drawn = await draw_scene(SCENES[name], lang)
    assert text_of(drawn) == text_of(kept), "run: make pictures"


async def test_every_run_draws_the_same() -> None:
    drawn = [await draw_scene(SCENES["import"], "en") for _time in range(2)]
    assert drawn[0] == drawn[1]


def test_every_scene_is_drawn_and_nothing_else_is_there() -> None:
    assert sorted(path.name for path in FOLDER.iterdir()) == sorted(FILES)


def test_every_scene_stands_on_a_page_of_its_language() -> None:
    shown = set()
    for page in (*ROOT.glob("README*.md"), *ROOT.glob("docs/*/*.md")):
        found = re.findall(r"pictures/([\w-]+)-(\w+)\.svg", page.read_text(encoding="utf-8"))
        folder = "zh" if "zh" in f"{page.relative_to(ROOT)}" else "en"
        assert [name for name, lang in found if lang != folder] == [], page
        shown |= {f"{name}-{lang}.svg" for name, lang in found}
    assert shown == set(FILES)


def test_drawings_are_whole_and_fetch_nothing() -> None:
    for name in FILES:
        svg = (FOLDER / name).read_text(encoding="utf-8")
        root = ElementTree.fromstring(svg)
        assert root.findtext(f"{SVG}title")
        assert {element.tag.removeprefix(SVG) for element in root.iter()} <= {
            *("svg", "title", "desc", "style", "rect", "g", "path", "text")
        }
        assert not re.search(r"url\(|@import|href", svg)
        assert re.findall(r"\w+://[^\"]+", svg.partition("<title>")[0]) == [SVG[1:-1]]


def test_signs_that_join_are_drawn_as_outlines() -> None:
    signs = {sign for name, text in BOX._asdict().items() if name != "name" for sign in text}
    assert {sign for sign in signs if not sign.isascii() and not outline(sign, 0, 0)} == TEXTS


def test_each_character_stands_in_its_cell() -> None:
    style = Style(color="#ffffff", bgcolor="#000000")
    lines = [Strip([Segment("客户│a  ", style)]), Strip([Segment("low ▌", style)])]
    root = ElementTree.fromstring(screen_svg(lines, "#000000", "two lines"))
    places = {
        character: (float(x), float(text.get("y", "")))
        for text in root.iter(f"{SVG}text")
        for character, x in zip(text.text or "", text.get("x", "").split(), strict=True)
    }
    assert places["户"][0] - places["客"][0] == pytest.approx(2 * CELL_WIDTH)
    assert places["a"][0] == pytest.approx(MARGIN + 5 * CELL_WIDTH)
    assert places["l"][1] - places["a"][1] == CELL_HEIGHT
    assert float(root.get("width", "")) == pytest.approx(2 * MARGIN + 8 * CELL_WIDTH)
