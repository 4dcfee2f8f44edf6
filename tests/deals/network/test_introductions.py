"""Ways to mend the net, with what each introduction costs worked out by hand.

An influence costs 1, 2 or 3 from strong to weak and 2 more against us; down a reporting line 1.5,
up 2.5.
"""

from __future__ import annotations

import pytest

from deals.model import Contact
from deals.network.analysis import analyse
from deals.network.findings import ApprovalPlace, Introduction, IntroductionRoute
from deals.network.introductions import find_introductions
from tests.deals.makers import DEFAULT, contact, playbook
from tests.deals.network.accounts import (
    AGAINST,
    COMMERCIAL,
    HIGH,
    LOW,
    MIDDLE,
    TECHNICAL,
    UPPER,
    account,
    place,
    route,
)

HE = contact("he", 1, **HIGH, **TECHNICAL, role="decides")
SUN = contact("sun", 2, **HIGH, reports_to="he")
WU = contact("wu", 4, **MIDDLE, **TECHNICAL, reports_to="sun")


def ways(
    target: str | ApprovalPlace, *people: Contact, sways: str = ""
) -> tuple[IntroductionRoute, ...]:
    made = account(*people, sways=sways)
    return find_introductions(made, analyse(made, DEFAULT), DEFAULT, target)


def routes(
    target: str | ApprovalPlace, *people: Contact, sways: str = ""
) -> list[tuple[str, float]]:
    return [(route(way), way.cost) for way in ways(target, *people, sways=sways)]


def worst(*people: Contact) -> ApprovalPlace:
    found = analyse(account(*people), DEFAULT).worst
    assert found is not None
    return found


def test_a_hole_at_the_top_with_two_ways_to_mend_it() -> None:
    """Over the house: Wu asks Sun, Sun asks He, 2.5 each. Over the golf club: Guo sways He."""
    guo = contact("guo", 3, outside=True)
    found = ways(worst(HE, SUN, WU), HE, SUN, WU, guo, sways="guo>he 2")
    assert found == (
        IntroductionRoute(
            (Introduction("guo", "he", "influence", 2),), helper="guo", target="he", cost=2.0
        ),
        IntroductionRoute(
            (Introduction("wu", "sun", "reports-up"), Introduction("sun", "he", "reports-up")),
            helper="wu",
            target="he",
            cost=5.0,
        ),
    )


@pytest.mark.parametrize(
    ("sways", "cost"),
    [("wu>he 3", 1), ("wu>he 2", 2), ("wu>he 1", 3), ("wu>he 3-", 3), ("wu>he 1-", 5)],
)
def test_strong_and_friendly_influence_is_cheaper(sways: str, cost: float) -> None:
    assert routes("he", HE, WU, sways=sways) == [("wu>he", cost)]


def test_a_superior_sends_more_easily_than_a_subordinate_asks() -> None:
    boss = contact("boss", 3, **HIGH)
    head = contact("head", 1, **MIDDLE, reports_to="boss")
    assert routes("head", boss, head) == [("boss>head", 1.5)]
    head = contact("head", 3, **MIDDLE, reports_to="boss")
    assert routes("boss", contact("boss", 1, **HIGH), head) == [("head>boss", 2.5)]


def test_the_cheapest_of_two_links_between_the_same_people_counts() -> None:
    wu = contact("wu", 4, reports_to="he")
    (mend,) = ways("he", HE, wu, sways="wu>he 1")
    assert mend.hops == (Introduction("wu", "he", "reports-up"),)


def test_at_most_three_the_cheapest_first() -> None:
    people = [contact(name, 3) for name in "abcde"]
    sways = "a>he 1,b>he 2,c>he 3,d>he 1-,e>he 2-"
    assert routes("he", HE, *people, sways=sways) == [("c>he", 1), ("b>he", 2), ("a>he", 3)]


def test_one_helper_may_have_several_routes() -> None:
    people = [contact("x", 1), contact("y", None)]
    sways = "wu>x 3,x>he 3,wu>y 2,y>he 2"
    wu = contact("wu", 4)
    assert routes("he", HE, wu, *people, sways=sways) == [("wu>x>he", 2), ("wu>y>he", 4)]


def test_of_equal_ways_the_shorter_and_then_the_weightier_helper() -> None:
    people = [contact("ye", 3, **LOW), contact("wu", 3, **MIDDLE), contact("guo", 5), contact("x")]
    sways = "ye>he 2,wu>he 2,guo>x 3,x>he 3"
    found = routes("he", HE, *people, sways=sways)
    assert found == [("wu>he", 2), ("ye>he", 2), ("guo>x>he", 2)]


def test_no_way_leads_through_a_second_helper() -> None:
    people = [contact("wu", 4), contact("ye", 3)]
    assert routes("he", HE, *people, sways="ye>wu 3,wu>he 3") == [("wu>he", 1)]


@pytest.mark.parametrize("stance", ["competitor", "opposes"])
def test_a_coach_who_is_against_us_neither_helps_nor_passes_on(stance: str) -> None:
    coach = contact("coach", 5, stance=stance, role="coach")
    ye = contact("ye", 3)
    assert routes("he", HE, coach, sways="coach>he 3") == []
    assert routes("he", HE, coach, ye, sways="ye>coach 3,coach>he 3") == []
    # They may be the one to reach.
    assert routes("coach", HE, coach, ye, sways="ye>coach 3") == [("ye>coach", 1)]


def test_who_helps_is_the_playbooks() -> None:
    made = account(HE, contact("ye", 2), sways="ye>he 3")
    book = playbook("[net]\nhelp = 2")
    findings = analyse(made, DEFAULT)
    assert find_introductions(made, findings, DEFAULT, "he") == ()
    assert [route.helper for route in find_introductions(made, findings, book, "he")] == ["ye"]


def test_a_helper_is_not_their_own_way() -> None:
    assert routes("wu", WU) == []
    assert routes("wu", WU, contact("ye", 3), sways="ye>wu 3") == [("ye>wu", 1)]


@pytest.mark.parametrize(("hops", "found"), [(5, True), (6, False)])
def test_five_introductions_at_most(hops: int, found: bool) -> None:
    chain = [contact("0", 4), *(contact(str(at)) for at in range(1, hops + 1))]
    sways = ",".join(f"{at}>{at + 1} 3" for at in range(hops))
    assert bool(ways(str(hops), *chain, sways=sways)) == found


def test_a_longer_cheaper_way_does_not_hide_one_that_is_short_enough() -> None:
    """From 0 to 4 it is cheap in four steps and dear in one; two more lead on to the end."""
    chain = [contact("0", 4), *(contact(str(at)) for at in range(1, 7))]
    sways = "0>1 3,1>2 3,2>3 3,3>4 3,4>5 3,5>6 3,0>4 1-"
    assert routes("6", *chain, sways=sways) == [("0>4>5>6", 7)]


def test_any_of_those_on_a_hole_mends_it() -> None:
    some = [contact(name, 1, **HIGH, **TECHNICAL) for name in ("he", "sun")]
    wu, ye = contact("wu", 4), contact("ye", 3)
    hole = place(analyse(account(*some), DEFAULT), "high")
    assert hole.people == ("he", "sun")
    found = routes(hole, *some, wu, ye, sways="wu>sun 2,ye>he 1,ye>wu 3")
    assert found == [("wu>sun", 2), ("ye>he", 3)]


def test_where_nobody_is_known_the_level_below_is_asked() -> None:
    """Wu helps already, so Wu is asked for the name of who is above."""
    ye = contact("ye", 3, **LOW, **TECHNICAL)
    (hole, _other) = analyse(account(WU, ye), DEFAULT).tops
    assert (hole.level, hole.known) == ("high", False)
    assert ways(hole, WU, ye) == (IntroductionRoute((), "wu", "wu", 0.0, finds=hole),)


def test_the_nearest_may_have_to_be_reached_first() -> None:
    qin = contact("qin", 1, **MIDDLE, **TECHNICAL)
    ye = contact("ye", 3, **LOW, reports_to="qin")
    hole = worst(qin, ye)
    hops = (Introduction("ye", "qin", "reports-up"),)
    assert ways(hole, qin, ye) == (IntroductionRoute(hops, "ye", "qin", 2.5, finds=hole),)


@pytest.mark.parametrize(
    ("others", "asked"),
    [
        # Further down the line, where the level just below cannot be reached or is against us.
        ([contact("qin", 1, **UPPER, **TECHNICAL), contact("ye", 3, **LOW, **TECHNICAL)], ["ye"]),
        (
            [
                contact("qin", 4, **UPPER, **TECHNICAL, **AGAINST),
                contact("ye", 3, **LOW, **TECHNICAL),
            ],
            ["ye"],
        ),
        # Nobody below on the line: somebody of that level elsewhere in the house.
        ([contact("cfo", 3, **HIGH, **COMMERCIAL), contact("x", 1, **TECHNICAL)], ["cfo"]),
        # At last whoever is on the line.
        ([contact("x", 3, **TECHNICAL)], ["x"]),
        ([contact("x", 1, **TECHNICAL)], []),
    ],
)
def test_who_is_nearest(others: list[Contact], asked: list[str]) -> None:
    hole = ApprovalPlace("high", "technical")
    assert [way.helper for way in ways(hole, *others)] == asked


def test_nobody_known_and_a_person_who_is_not_there() -> None:
    assert ways("he") == ways("gone", HE, WU) == ways(ApprovalPlace("high", "technical")) == ()
