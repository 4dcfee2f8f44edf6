"""Everybody's pull, with the sums worked out by hand.

Level: 4 high, 3 upper, 2 middle, 1 low. Role: 3 decides, 2 approves, 1 evaluates, 0.5 coach and
uses. A line: 1. Damping is 0.5: who is swayed fully gives half of their pull away.
"""

from __future__ import annotations

import pytest

from deals.model import Contact, Influence
from deals.network.analysis import analyse
from deals.network.findings import InfluenceShare, NetworkFindings
from tests.deals.makers import DEFAULT, contact, playbook
from tests.deals.network.accounts import (
    BOTH,
    HIGH,
    LOW,
    MIDDLE,
    TECHNICAL,
    UPPER,
    account,
    analyse_people,
)


def points(findings: NetworkFindings) -> dict[str, float]:
    return {score.person: score.points for score in findings.pulls}


def parts(findings: NetworkFindings, person: str) -> list[tuple[str, float, str | None]]:
    return [(part.kind, part.points, part.person) for part in findings.by_person[person].parts]


@pytest.mark.parametrize(
    ("person", "own"),
    [
        (contact("a"), []),
        (
            contact("a", None, **HIGH, **BOTH, role="decides"),
            [("level", 4), ("role", 3), ("line", 2)],
        ),
        (contact("a", None, **UPPER, **TECHNICAL), [("level", 3), ("line", 1)]),
        (contact("a", role="coach"), [("role", 0.5)]),
        # Outside persons have a say by their role, not by a level of somebody else's house.
        (contact("a", None, **HIGH, role="influences", outside=True), [("role", 0.5)]),
    ],
)
def test_a_persons_own_pull(person: Contact, own: list[tuple[str, float]]) -> None:
    findings = analyse_people(person)
    assert [(part.kind, part.points) for part in findings.by_person["a"].parts] == own
    assert points(findings) == {"a": sum(number for _, number in own)}


def test_influence_moves_pull_from_the_swayed_to_who_sways() -> None:
    """He's own pull is 4 + 3 = 7. A strong influence of Wu's moves half of it, 3.5."""
    findings = analyse_people(
        contact("he", None, **HIGH, role="decides"), contact("wu", None, **MIDDLE), sways="wu>he 3"
    )
    assert parts(findings, "he") == [
        ("level", 4.0, None),
        ("role", 3.0, None),
        ("swayed", -3.5, "wu"),
    ]
    assert parts(findings, "wu") == [("level", 2.0, None), ("sways", 3.5, "he")]
    assert points(findings) == {"wu": 5.5, "he": 3.5}


@pytest.mark.parametrize(
    ("sways", "he", "wu", "ye"),
    [
        # He: 7, Wu: 2, Ye: 1. A weak influence moves a third of a half: 7 / 6 = 1.2.
        ("wu>he 1", 5.8, 3.2, 1.0),
        # Two influences share the half as 1 to 2: 1.2 and 2.3.
        ("wu>he 1,ye>he 2", 3.5, 3.2, 3.3),
        # Strengths 3 and 3 move no more than a half: 7 / 4 = 1.75, to tenths 1.8 each.
        ("wu>he 3,ye>he 3", 3.4, 3.8, 2.8),
        # Along a chain: Wu holds 2 + 3.5, half of which goes on to Ye: 2.75, to tenths 2.8.
        ("wu>he 3,ye>wu 3", 3.5, 2.7, 3.8),
        # The stronger of two for the same people counts, and nobody sways themselves.
        ("wu>he 1,wu>he 3,he>he 3", 3.5, 5.5, 1.0),
        # For or against us: the pull is the same.
        ("wu>he 3-", 3.5, 5.5, 1.0),
    ],
)
def test_shares_by_strength(sways: str, he: float, wu: float, ye: float) -> None:
    people = [
        contact("he", None, **HIGH, role="decides"),
        contact("wu", None, **MIDDLE),
        contact("ye", None, **LOW),
    ]
    assert points(analyse_people(*people, sways=sways)) == {"he": he, "wu": wu, "ye": ye}


def test_a_circle_of_influence() -> None:
    """He (4) and Wu (2) sway each other fully.

    gross(he) = 4 + gross(wu) / 2 and gross(wu) = 2 + gross(he) / 2 have the one answer 20/3 and
    16/3. Half of each goes to the other: 10/3 = 3.3 to Wu, 8/3 = 2.7 to He. So He keeps
    4 + 2.7 - 3.3 = 3.4 and Wu 2 + 3.3 - 2.7 = 2.6, together the 6 they began with.
    """
    findings = analyse_people(
        contact("he", None, **HIGH), contact("wu", None, **MIDDLE), sways="he>wu 3,wu>he 3"
    )
    assert parts(findings, "he") == [
        ("level", 4.0, None),
        ("sways", 2.7, "wu"),
        ("swayed", -3.3, "wu"),
    ]
    assert points(findings) == {"he": 3.4, "wu": 2.6}


def test_a_circle_at_the_highest_damping_comes_to_rest() -> None:
    """With 0.9 the answer is gross = 5.8 / 0.19 and 5.6 / 0.19: they keep a tenth, swap the rest.

    0.9 * 30.526 = 27.5 goes from He to Wu and 0.9 * 29.474 = 26.5 back.
    """
    book = playbook("[net]\ndamping = 0.9")
    people = contact("he", None, **HIGH), contact("wu", None, **MIDDLE)
    assert points(analyse_people(*people, sways="he>wu 3,wu>he 3", book=book)) == {
        "he": 3.0,
        "wu": 3.0,
    }


def test_strong_pull_and_weak_relationship_come_first() -> None:
    """Gap: the pull times the share of the ladder still to climb."""
    findings = analyse_people(
        contact("ye", None, **LOW),
        contact("wu", 5, **HIGH, **BOTH),
        contact("sun", 3, **HIGH, **TECHNICAL),
        contact("he", 2, **HIGH),
        contact("qin", None, **MIDDLE),
        contact("tang", None, **LOW),
    )
    assert [(score.person, score.gap) for score in findings.pulls] == [
        ("he", 4 * 3 / 5),
        ("sun", 5 * 2 / 5),
        ("qin", 2.0),
        ("ye", 1.0),
        ("tang", 1.0),
        ("wu", 0.0),
    ]


def test_links_to_nobody_move_nothing() -> None:
    stray = Influence(source="he", target="gone", strength=3, favour=True)
    made = account(contact("he", None, **HIGH)).model_copy(update={"influences": (stray,)})
    assert analyse(made, DEFAULT).by_person["he"].parts == (InfluenceShare("level", 4.0),)
