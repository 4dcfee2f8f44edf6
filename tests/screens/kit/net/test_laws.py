"""What holds for every picture of an account, whoever is in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Project
from screens.kit.cells import clean, width
from screens.kit.net import chain_picture, list_picture, net_picture, tree_picture
from screens.kit.picture import Knot, Picture
from screens.kit.spans import Line, cells_of, crop, dropped
from tests.screens.kit.net.accounts import findings_of
from tests.screens.kit.net.strategies import DEPARTMENTS, accounts

Draw = Callable[[Project, int, frozenset[str]], Picture]


def _net(project: Project, cells: int, folded: frozenset[str]) -> Picture:
    return net_picture(project, findings_of(project), cells, folded)


def _tree(project: Project, cells: int, folded: frozenset[str]) -> Picture:
    return tree_picture(project, findings_of(project), cells, folded)


def _chain(project: Project, cells: int, folded: frozenset[str]) -> Picture:
    return chain_picture(project, findings_of(project), cells)


def _list(project: Project, cells: int, folded: frozenset[str]) -> Picture:
    return list_picture(project, findings_of(project), cells)


EVERY = (_net, _tree, _chain, _list)
WIDTHS = st.integers(80, 240)
FOLDED = st.frozensets(st.sampled_from(DEPARTMENTS), max_size=2)
every_picture = pytest.mark.parametrize("draw", EVERY)


def text(line: Line) -> str:
    return "".join(span.text for span in line)


def places(picture: Picture) -> Iterator[tuple[Knot, int]]:
    """The cells that the labels take."""
    for knot in picture.knots.values():
        yield from ((knot, x) for x in range(knot.x, knot.x + knot.width))


@every_picture
@given(project=accounts(), cells=WIDTHS, folded=FOLDED)
def test_labels_stand_where_their_knots_say(
    draw: Draw, project: Project, cells: int, folded: frozenset[str]
) -> None:
    picture = draw(project, cells, folded)
    for id, knot in picture.knots.items():
        assert knot.id == id
        assert knot.width == cells_of(knot.label)
        assert 0 <= knot.y < picture.height
        assert knot.x >= 0
        assert knot.x + knot.width <= picture.width
        there = crop(dropped(picture.lines[knot.y], knot.x), knot.width)
        assert text(there) == clean(text(knot.label))
    cells_taken = [(knot.y, x) for knot, x in places(picture)]
    assert len(cells_taken) == len(set(cells_taken))
    assert list(picture.knots.values()) == sorted(
        picture.knots.values(), key=lambda one: (one.y, one.x)
    )


@every_picture
@given(project=accounts(), cells=WIDTHS, folded=FOLDED)
def test_no_line_is_wider_than_the_picture(
    draw: Draw, project: Project, cells: int, folded: frozenset[str]
) -> None:
    picture = draw(project, cells, folded)
    for line in (*picture.lines, *picture.head):
        assert cells_of(line) == sum(width(one) for one in text(line)) <= picture.width
        assert all(clean(span.text) == span.text for span in line)


@every_picture
@given(project=accounts(), cells=WIDTHS, folded=FOLDED)
def test_the_same_account_looks_the_same(
    draw: Draw, project: Project, cells: int, folded: frozenset[str]
) -> None:
    assert draw(project, cells, folded) == draw(project, cells, folded)


@pytest.mark.parametrize("draw", (_net, _tree))
@given(project=accounts(), cells=WIDTHS, folded=FOLDED)
def test_everybody_is_there_once_or_folded(
    draw: Draw, project: Project, cells: int, folded: frozenset[str]
) -> None:
    picture = draw(project, cells, folded)
    people = {one.id for one in project.contacts if one.department not in folded}
    away = {f"dept:{one.department}" for one in project.contacts if one.department in folded}
    found = {id for id in picture.knots if not id.startswith("hole:")}
    assert found == people | away


@pytest.mark.parametrize("draw", (_chain, _list))
@given(project=accounts(), cells=WIDTHS)
def test_everybody_has_a_row(draw: Draw, project: Project, cells: int) -> None:
    picture = draw(project, cells, frozenset())
    assert set(picture.knots) == {one.id for one in project.contacts}
    assert [knot.y for knot in picture.knots.values()] == list(range(len(project.contacts)))


@given(project=accounts(), cells=WIDTHS)
def test_nobody_known_is_a_hole(project: Project, cells: int) -> None:
    findings = findings_of(project)
    picture = net_picture(project, findings, cells)
    unknown = {f"hole:{one.level}:{one.line}" for one in findings.holes if not one.known}
    assert {id for id in picture.knots if id.startswith("hole:")} == unknown


@given(project=accounts(20), cells=WIDTHS, more=st.integers(1, 3))
def test_whoever_is_added_moves_nobody_past_another(
    project: Project, cells: int, more: int
) -> None:
    fewer = project.model_copy(update={"contacts": project.contacts[:-more], "influences": ()})
    before = list(_list(fewer, cells, frozenset()).knots)
    picture = _net(fewer, cells, frozenset())
    after = _net(project.model_copy(update={"influences": ()}), cells, frozenset())
    assert set(before) <= set(after.knots)
    for one in before:
        for two in before:
            first, second = picture.knots[one], picture.knots[two]
            if first.x == second.x and first.y < second.y:
                there, other = after.knots[one], after.knots[two]
                assert there.y < other.y or there.x != other.x
