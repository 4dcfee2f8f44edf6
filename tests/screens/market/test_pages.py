"""The market's pages as pictures: what they look like, and that nothing hides or is lost."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.market import find_quadrant, mark_for_us, points_for_us
from deals.model import (
    US,
    Book,
    Comparison,
    Competitor,
    Product,
    Project,
    Standing,
    Strategy,
    SwotItem,
)
from screens.market.view import PAGES, draw, mark_sign, note_labels
from tests.deals.makers import DEFAULT, project
from tests.screens.market.cases import BOOK, DEAL, LONG
from tests.strategies import competitors, products, projects
from views.diagram import Diagram
from views.market import LETTERS, MANY, plot_products
from views.styled_text import cells_of
from wording import use_language

GOLDENS = Path(__file__).parent / "goldens"
WRITE = os.environ.get("NETLOFT_GOLDENS") == "write"
PAGE = DEFAULT.market


def draw_page(
    name: str, cells: int, project: Project = DEAL, book: Book = BOOK, lang: str = "en"
) -> Diagram:
    return draw(name, project, book, PAGE, lang, cells)


def diagram_text(diagram: Diagram) -> str:
    every = (*diagram.head, *diagram.lines)
    return "".join("".join(span.text for span in text_line).rstrip() + "\n" for text_line in every)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("cells", [80, 100, 120])
@pytest.mark.parametrize("name", PAGES)
def test_it_looks_as_it_did(name: str, cells: int, lang: str) -> None:
    use_language(lang)
    try:
        seen = diagram_text(draw_page(name, cells, lang=lang))
    finally:
        use_language("en")
    golden = GOLDENS / f"{name}-{cells}-{lang}.txt"
    if WRITE:
        golden.write_text(seen, encoding="utf-8")
    assert seen == golden.read_text(encoding="utf-8")


@given(
    projects(),
    st.lists(competitors(), max_size=3, unique_by=lambda competitor: competitor.name).map(tuple),
    st.lists(products(), max_size=60, unique_by=lambda product: product.name).map(tuple),
    st.sampled_from([*PAGES]),
    st.integers(20, 160),
)
def test_all_there_is_stands_once_and_inside(
    project: Project,
    rivals: tuple[Competitor, ...],
    some: tuple[Product, ...],
    name: str,
    cells: int,
) -> None:
    book = Book().with_lists(competitors=rivals, products=some)
    diagram = draw_page(name, cells, project, book)
    nodes = diagram.nodes
    if name == "swot":
        items = {f"item/{each.id}" for each in project.swot}
        assert set(nodes) == items | {f"strategy/{each.id}" for each in project.strategies}
    if name == "portfolio":
        assert set(nodes) == {f"product/{each.name}" for each in some}
    if cells >= 60:
        assert all(cells_of(each) <= cells for each in (*diagram.head, *diagram.lines))
    for node in nodes.values():
        assert cells_of(node.label) == node.width
        assert node.y < diagram.height


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", ["customer", "stance"])
def test_no_question_is_cut_at_eighty_cells(name: str, lang: str) -> None:
    use_language(lang)
    try:
        seen = diagram_text(draw_page(name, 80, lang=lang))
    finally:
        use_language("en")
    for key, label in note_labels(PAGE, lang).items():
        if key.startswith("customer.") == (name == "customer"):
            assert label in seen


def test_a_teams_long_question_goes_on_in_a_second_line() -> None:
    long = "Who is it in their own trade that presses them hardest, and with what"
    asked = PAGE.stp["segment"].model_copy(update={"en": long})
    page = PAGE.model_copy(update={"stp": {**PAGE.stp, "segment": asked}})
    lines = diagram_text(draw("stance", DEAL, BOOK, page, "en", 80)).splitlines()
    at = next(at for at, text in enumerate(lines) if "Who is it" in text)
    assert "with what" in lines[at + 1]


def test_a_long_cell_takes_two_lines_and_is_one_node() -> None:
    diagram = draw_page("grid", 80)
    node = diagram.nodes["cell/terms/华讯"]
    words = LONG.split()
    assert "".join(span.text for span in diagram.lines[node.y]).split()[-1] in words
    assert "".join(span.text for span in diagram.lines[node.y + 1]).split()[0] in words
    assert diagram.nodes["cell/service/华讯"].y == node.y + 2


def test_many_competitors_stand_below_one_another_beside_their_dimensions() -> None:
    rivals = [f"对手{at}" for at in range(5)]
    deal = project(
        id="one", comparisons=[Comparison(rival=each, dimension="standing") for each in rivals]
    )
    diagram = draw_page("grid", 80, deal, lang="en")
    lines = diagram_text(diagram).splitlines()
    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("Market share") for line in lines) == 2
    assert diagram.nodes["cell/position/对手4"].y > diagram.nodes["cell/service/对手0"].y


@pytest.mark.parametrize(("cells", "matrix"), [(80, False), (99, False), (100, True), (160, True)])
def test_the_matrix_stands_where_there_is_room(cells: int, matrix: bool) -> None:
    nodes = draw_page("swot", cells).nodes
    across = nodes["strategy/x1"].y == nodes["strategy/x2"].y
    assert across == matrix
    if matrix:
        assert nodes["strategy/x1"].x < nodes["strategy/x2"].x
        assert nodes["strategy/x3"].y > nodes["strategy/x1"].y


def test_strategies_show_their_items_and_idle_items_are_marked() -> None:
    for cells in (80, 120):
        lines = diagram_text(draw_page("swot", cells))
        assert "S1 O1: let" in lines
        assert "~ T1 cheap rival" in lines
        assert "~ W1" not in lines
    none = diagram_text(
        draw_page("swot", 80, project(swot=(SwotItem(id="t", kind="threat", text="x"),)))
    )
    assert "~ T1" in none


@given(st.lists(products(), max_size=52, unique_by=lambda product: product.name).map(tuple))
def test_products_never_hide_one_another(some: tuple[Product, ...]) -> None:
    seen = "".join(plot_products(some, PAGE, "en")[1:-1])
    placed = [
        letter
        for letter, product in zip(LETTERS, some, strict=False)
        if find_quadrant(product, PAGE) is not None
    ]
    assert sorted(mark for mark in seen if mark.isalpha()) == sorted(placed)


@pytest.mark.parametrize(
    ("share", "growth", "columns", "rows"),
    [
        (1.5, 20, range(18), range(5)),
        (1.0, 10, range(18), range(5)),
        (0.99, 10, range(19, 37), range(5)),
        (1e9, 9.9, range(18), range(6, 11)),
        (0, -50, range(19, 37), range(6, 11)),
    ],
)
def test_neighbours_stay_in_the_quadrant(
    share: float, growth: float, columns: range, rows: range
) -> None:
    some = tuple(Product(name=str(at), share=share, growth=growth) for at in range(52))
    lines = plot_products(some, PAGE, "en")[1:-1]
    places = [(x, y) for y, row in enumerate(lines) for x, mark in enumerate(row) if mark.isalpha()]
    assert len(places) == 52
    assert all(x in columns and y in rows for x, y in places)


def test_products_past_the_letters_are_listed_and_a_full_quadrant_says_so() -> None:
    some = tuple(Product(name=f"p{at}", share=2, growth=20) for at in range(120))
    diagram = draw_page("portfolio", 80, book=Book().with_lists(products=some))
    assert len(diagram.nodes) == 120
    shown = diagram_text(diagram)
    assert MANY in shown
    assert "p119" in shown


@pytest.mark.parametrize("limit", [0, 1e-9, 1e9])
def test_a_team_may_set_the_limits_anywhere(limit: float) -> None:
    page = PAGE.model_copy(update={"share": limit, "growth": limit})
    some = (Product(name="a", share=0.5, growth=0.5), Product(name="b", share=0, growth=-1))
    seen = "".join(plot_products(some, page, "en")[1:-1])
    assert sorted(mark for mark in seen if mark.isalpha()) == ["A", "B"]


def test_a_strategy_that_uses_a_dropped_item_is_shown_all_the_same() -> None:
    deal = project(strategies=(Strategy(id="x", text="wait", uses=("gone",)),))
    assert "-: wait" in diagram_text(draw_page("swot", 80, deal))


@pytest.mark.parametrize("name", [US, "华讯"])
@pytest.mark.parametrize("mark", ["ahead", "even", "behind"])
def test_sign_tone_and_sum_of_a_mark_are_seen_from_our_side(name: str, mark: Standing) -> None:
    points = points_for_us(mark, name)
    assert mark_for_us(points, name) == mark
    assert mark_sign(mark, name) == {1: ("+", "good"), 0: ("=", ""), -1: ("-", "red")}[points]
    assert points == {"ahead": 1, "even": 0, "behind": -1}[mark] * (1 if name == US else -1)
