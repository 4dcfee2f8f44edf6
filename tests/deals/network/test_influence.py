"""Everybody's pull, with the sums worked out by hand.

Level: 4 high, 3 upper, 2 middle, 1 low. Role: 3 decides, 2 approves, 1 evaluates, 0.5 coach and
uses. A line: 1. Damping is 0.5: who sways somebody fully borrows half of their pull.
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


def test_who_sways_borrows_and_takes_nothing() -> None:
    """He's own pull is 4 + 3 = 7. A strong influence of Wu's borrows half of it, 3.5."""
    findings = analyse_people(
        contact("he", None, **HIGH, role="decides"), contact("wu", None, **MIDDLE), sways="wu>he 3"
    )
    assert parts(findings, "he") == [("level", 4.0, None), ("role", 3.0, None)]
    assert parts(findings, "wu") == [("level", 2.0, None), ("sways", 3.5, "he")]
    assert points(findings) == {"he": 7.0, "wu": 5.5}
    wu = findings.by_person["wu"]
    assert (wu.own, wu.borrowed) == (2.0, 3.5)


@pytest.mark.parametrize(
    ("people", "sways", "expected"),
    [
        # Sun, 4 + 2 = 6, would have 6 + 3.5: a tenth below the 7 of He, who decides, is the limit.
        (
            {"he": {**HIGH, "role": "decides"}, "sun": {**HIGH, "role": "approves"}},
            "sun>he 3",
            {"he": 7.0, "sun": 6.9},
        ),
        # So it is for whoever sways others than the one who decides: 2 + 3 + 3 = 8 > 7.
        (
            {
                "he": {**HIGH, "role": "decides"},
                "sun": {**HIGH, "role": "approves"},
                "qin": {**HIGH, "role": "approves"},
                "wu": MIDDLE,
            },
            "wu>sun 3,wu>qin 3",
            {"he": 7.0, "sun": 6.0, "qin": 6.0, "wu": 6.9},
        ),
        # Own weight alone may: Sun's 4 + 2 + 1 = 7 over the 2 + 3 = 5 of Wu, who decides.
        (
            {"wu": {**MIDDLE, "role": "decides"}, "sun": {**HIGH, **TECHNICAL, "role": "approves"}},
            "sun>wu 3",
            {"wu": 5.0, "sun": 9.5},
        ),
        # Of two who decide neither gets past the other: He 4 + 3 = 7, Wu 2 + 3 = 5.
        (
            {"he": {**HIGH, "role": "decides"}, "wu": {**MIDDLE, "role": "decides"}},
            "wu>he 3,he>wu 3",
            {"he": 10.5, "wu": 6.9},
        ),
        # As heavy as who decides: there is no room at all.
        (
            {"he": {"role": "decides"}, "tang": {**LOW, "role": "approves"}},
            "tang>he 3",
            {"he": 3.0, "tang": 3.0},
        ),
        # Nobody decides as far as we know: no limit.
        ({"sun": {**HIGH, **BOTH}, "wu": HIGH}, "wu>sun 3", {"sun": 6.0, "wu": 7.0}),
    ],
)
def test_nobody_gets_past_who_decides_by_swaying(
    people: dict[str, dict[str, object]], sways: str, expected: dict[str, float]
) -> None:
    made = [contact(name, None, **fields) for name, fields in people.items()]
    assert points(analyse_people(*made, sways=sways)) == expected


def test_what_does_not_fit_is_cut_alike_and_adds_up() -> None:
    """Wu, 2, would borrow 3 of Sun and 3 of Qin; there is room for 6.9 - 2 = 4.9 of these 6."""
    findings = analyse_people(
        contact("he", None, **HIGH, role="decides"),
        contact("sun", None, **HIGH, role="approves"),
        contact("qin", None, **HIGH, role="approves"),
        contact("wu", None, **MIDDLE),
        sways="wu>sun 3,wu>qin 3",
    )
    assert parts(findings, "wu") == [
        ("level", 2.0, None),
        ("sways", 2.5, "sun"),
        ("sways", 2.4, "qin"),
    ]


@pytest.mark.parametrize(
    ("sways", "he", "wu", "ye"),
    [
        # He: 7, Wu: 2, Ye: 1. A weak influence borrows a third of a half: 7 / 6 = 1.2.
        ("wu>he 1", 7.0, 3.2, 1.0),
        # Two influences share the half as 1 to 2: 1.2 and 2.3.
        ("wu>he 1,ye>he 2", 7.0, 3.2, 3.3),
        # Strengths 3 and 3 borrow no more than a half: 7 / 4 = 1.75, to tenths 1.8 each.
        ("wu>he 3,ye>he 3", 7.0, 3.8, 2.8),
        # Along a chain: Wu has 2 + 3.5, half of which Ye borrows: 2.75, to tenths 2.8.
        ("wu>he 3,ye>wu 3", 7.0, 5.5, 3.8),
        # The stronger of two for the same people counts, and nobody sways themselves.
        ("wu>he 1,wu>he 3,he>he 3", 7.0, 5.5, 1.0),
        # For or against us: the pull is the same.
        ("wu>he 3-", 7.0, 5.5, 1.0),
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

    pull(he) = 4 + pull(wu) / 2 and pull(wu) = 2 + pull(he) / 2 have the one answer 20/3 and 16/3.
    So He borrows half of 16/3, 2.7, and Wu half of 20/3, 3.3.
    """
    findings = analyse_people(
        contact("he", None, **HIGH), contact("wu", None, **MIDDLE), sways="he>wu 3,wu>he 3"
    )
    assert parts(findings, "he") == [("level", 4.0, None), ("sways", 2.7, "wu")]
    assert points(findings) == {"he": 6.7, "wu": 5.3}


def test_a_circle_at_the_highest_damping_comes_to_rest() -> None:
    """With 0.9 the answer is (4 + 1.8) / 0.19 = 30.5 and (2 + 3.6) / 0.19 = 29.5.

    Where He has 3 because he decides, Wu stays at 2.9, of which He borrows 2.6.
    """
    book = playbook("[net]\ndamping = 0.9")
    people = contact("he", None, **HIGH), contact("wu", None, **MIDDLE)
    assert points(analyse_people(*people, sways="he>wu 3,wu>he 3", book=book)) == {
        "he": 30.5,
        "wu": 29.5,
    }
    people = contact("he", None, role="decides"), contact("wu", None, **MIDDLE)
    assert points(analyse_people(*people, sways="he>wu 3,wu>he 3", book=book)) == {
        "he": 5.6,
        "wu": 2.9,
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


DECIDER = contact("he", 3, **HIGH, **TECHNICAL, role="decides")


@pytest.mark.parametrize(
    ("people", "sways", "expected"),
    [
        # He: 8 * 2 / 5 = 3.2. Wu: own 4, with 2.7 borrowed 6.7 * 3 / 5 = 4.02, by herself 2.4.
        (
            [contact("wu", 2, **MIDDLE, **TECHNICAL, role="evaluates"), DECIDER],
            "wu>he 2",
            [("he", 3.2), ("wu", 4.02)],
        ),
        # By her own weight she may: 4 * 5 / 5 = 4 > 3.2.
        (
            [DECIDER, contact("wu", None, **MIDDLE, **TECHNICAL, role="evaluates")],
            "wu>he 2",
            [("wu", 6.7), ("he", 3.2)],
        ),
        # Two of them come behind by their pull, before whoever has a smaller gap than He.
        (
            [
                contact("ye", None, **LOW),
                contact("qin", None, **LOW),
                contact("wu", None, **MIDDLE),
                contact("tang", None, **MIDDLE),
                DECIDER,
            ],
            "qin>he 3,wu>he 3",
            [("he", 3.2), ("wu", 4.0), ("qin", 3.0), ("tang", 2.0), ("ye", 1.0)],
        ),
        # Whose gap is as large by themselves comes behind, too: 4 * 4 / 5 = 3.2.
        ([contact("sun", 1, **HIGH), DECIDER], "", [("he", 3.2), ("sun", 3.2)]),
        # Who gets past by more than swaying the one who decides: own 2 and 3 of Sun leave 5 > 3.2.
        (
            [
                contact("wu", None, **MIDDLE),
                contact("sun", 4, **HIGH, role="approves"),
                DECIDER,
            ],
            "wu>sun 3",
            [("wu", 5.0), ("he", 3.2), ("sun", 1.2)],
        ),
        # He, held at CR4, 8 / 5 = 1.6, goes before Wu, 1 + 4 = 5 * 3 / 5, not just behind the rest:
        # Wu stays before whoever lacks less, Sun with 4 * 2 / 5 and Qin with 2 * 5 / 5.
        (
            [
                contact("qin", None, **MIDDLE),
                contact("sun", 3, **HIGH),
                contact("wu", 2, **LOW),
                contact("he", 4, **HIGH, **TECHNICAL, role="decides"),
            ],
            "wu>he 3",
            [("he", 1.6), ("wu", 3.0), ("qin", 2.0), ("sun", 1.6)],
        ),
        # The same where Wu sways Sun, too: 1 + 2 of him leave 3 * 3 / 5 > 1.6 by themselves.
        (
            [
                contact("sun", 3, **HIGH),
                contact("wu", 2, **LOW),
                contact("he", 4, **HIGH, **TECHNICAL, role="decides"),
            ],
            "wu>he 3,wu>sun 3",
            [("wu", 4.2), ("he", 1.6), ("sun", 1.6)],
        ),
        # Over others is no way past: Ye sways Wu, who sways He. Wu: 2 + 4, Ye: 1 + 3.
        (
            [
                contact("ye", None, **LOW),
                contact("wu", None, **MIDDLE),
                DECIDER,
            ],
            "wu>he 3,ye>wu 3",
            [("he", 3.2), ("wu", 6.0), ("ye", 4.0)],
        ),
        # Of two who decide the one who sways stays behind: 5 < 7 by themselves.
        (
            [
                contact("wu", None, **MIDDLE, role="decides"),
                contact("he", 1, **HIGH, role="decides"),
            ],
            "wu>he 3",
            [("he", 5.6), ("wu", 6.9)],
        ),
    ],
)
def test_nobody_ranks_before_who_decides_by_swaying(
    people: list[Contact], sways: str, expected: list[tuple[str, float]]
) -> None:
    ranked = analyse_people(*people, sways=sways).pulls
    assert [(score.person, score.gap) for score in ranked] == expected


def test_links_to_nobody_lend_nothing() -> None:
    stray = Influence(source="he", target="gone", strength=3, favour=True)
    made = account(contact("he", None, **HIGH)).model_copy(update={"influences": (stray,)})
    assert analyse(made, DEFAULT).by_person["he"].parts == (InfluenceShare("level", 4.0),)
