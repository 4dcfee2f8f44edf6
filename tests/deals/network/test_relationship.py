from __future__ import annotations

import pytest

from deals.model import Contact
from deals.network.relationship import (
    WeakPlace,
    best_cr,
    contacts_at_level,
    insiders,
    levels_held,
    weak_place,
)
from tests.deals.makers import contact, project


def test_levels_held() -> None:
    people = [
        contact("a", 2, level="high"),
        contact("b", None, level="high"),
        contact("c", 1, level="low"),
        contact("d", 4, level="low"),
        contact("e", 5),
        contact("f", 5, level="middle", outside=True),
    ]
    held = levels_held(project(contacts=people))
    assert list(held.items()) == [("high", 2), ("middle", None), ("low", 4)]


def test_the_upper_middle_counts_as_middle() -> None:
    people = [contact("a", 2, level="middle"), contact("b", 4, level="upper")]
    assert levels_held(project(contacts=people))["middle"] == 4
    assert [person.name for person in contacts_at_level(people, "middle")] == ["a", "b"]
    assert [person.name for person in contacts_at_level(people, "upper")] == ["b"]


def test_nobody_holds_no_level() -> None:
    assert set(levels_held(project()).values()) == {None}


@pytest.mark.parametrize(("crs", "best"), [((), None), ((None,), None), ((1, None, 4), 4)])
def test_best_cr(crs: tuple[int | None, ...], best: int | None) -> None:
    assert best_cr([contact("a", cr) for cr in crs]) == best


def test_insiders() -> None:
    people = [contact("a"), contact("b", outside=True)]
    assert [insider.name for insider in insiders(project(contacts=people))] == ["a"]


TOP = contact("top", 3, level="high", lines=("technical",))


@pytest.mark.parametrize(
    ("people", "weak"),
    [
        ([TOP], None),
        ([], WeakPlace(None)),
        ([contact("m", 5, level="middle", lines=("technical",))], WeakPlace(None)),
        ([contact("x", 5, lines=("technical",))], WeakPlace(None)),
        ([contact("h", 5, level="high", lines=("commercial",))], WeakPlace(None)),
        ([TOP, contact("l", 1, level="low")], None),
        # The place on the line says who signs first, not whether they are held.
        ([TOP, contact("m", 3, level="middle", lines=("technical",), technical_step=9)], None),
    ],
)
def test_weak_place(people: list[Contact], weak: WeakPlace | None) -> None:
    assert weak_place(people, "technical", 3) == weak


def test_the_upper_middle_is_a_place_of_its_own() -> None:
    middle = contact("m", 1, level="middle", lines=("technical",))
    upper = contact("u", 4, level="upper", lines=("technical",))
    assert weak_place([TOP, upper, middle], "technical", 3) == WeakPlace(middle)
    assert weak_place([TOP, upper], "technical", 3) is None
    assert weak_place([upper], "technical", 3) == WeakPlace(None)


def test_the_lowest_weak_place_is_named_by_its_closest_person() -> None:
    low = [contact(f"l{cr}", cr, level="low", lines=("technical",)) for cr in (1, 2)]
    top = contact("h", 1, level="high", lines=("technical",))
    assert weak_place([top, *low], "technical", 3) == WeakPlace(low[1])
    assert weak_place([top, *low], "technical", 2) == WeakPlace(top)
