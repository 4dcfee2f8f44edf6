"""The places of an account, worked out by hand."""

from __future__ import annotations

import pytest

from deals.model import Contact
from deals.network.analysis import analyse
from deals.network.findings import SinglePoint
from deals.network.relationship import (
    WeakPlace,
    best_cr,
    contacts_at_level,
    insiders,
    levels_held,
    weak_place,
)
from deals.rules.triage_rules import flag_holes
from tests.deals.makers import DEFAULT, TODAY, contact, playbook, project
from tests.deals.network.accounts import (
    AGAINST,
    BOTH,
    COMMERCIAL,
    HIGH,
    LOW,
    MIDDLE,
    NO_BUSINESS,
    TECHNICAL,
    UPPER,
    account,
    analyse_people,
    place,
    place_names,
)
from wording.findings import holds_text

EVERY = ["T high", "B high", "T middle", "B middle", "T low", "B low"]
FINER = [*EVERY[:2], "T upper", "B upper", *EVERY[2:]]


@pytest.mark.parametrize(
    ("people", "places"),
    [
        ([], []),
        # Who approves is to be marked first.
        ([contact("a", 4, **HIGH), contact("b", 4, **LOW)], []),
        # A known top without anybody below: its line climbs to it, and so does the other.
        ([contact("a", 4, **HIGH, **TECHNICAL)], EVERY),
        # Without a known top nothing is claimed above the highest whom we know.
        ([contact("a", 4, **MIDDLE, **TECHNICAL)], EVERY[2:]),
        ([contact("a", 4, **LOW, **COMMERCIAL)], EVERY[4:]),
        # Two tops, and a junior on the line of whose top we know nothing.
        ([contact("a", 4, **HIGH, **TECHNICAL), contact("b", 1, **HIGH, **COMMERCIAL)], EVERY),
        ([contact("a", 4, **HIGH, **TECHNICAL), contact("b", 1, **LOW, **COMMERCIAL)], EVERY),
        # Who is on no line ends none.
        ([contact("a", 4, **LOW, **COMMERCIAL), contact("b", 4, **HIGH)], EVERY[4:]),
        # Somebody of unknown level may be at any level of their line: none of it is claimed.
        ([contact("a", 4, **TECHNICAL)], []),
        ([contact("a", 4, **BOTH)], []),
        (
            [contact("a", 4, **MIDDLE, **TECHNICAL), contact("b", 4, **TECHNICAL)],
            EVERY[2:4] + EVERY[5:],
        ),
        ([contact("a", 4, **HIGH, **TECHNICAL), contact("b", 4, **COMMERCIAL)], EVERY[::2]),
        ([contact("a", 4, **HIGH, **TECHNICAL), contact("b", 4, **BOTH)], EVERY[:1]),
        # Of an outside person the level is no matter.
        (
            [contact("a", 4, **HIGH, **TECHNICAL), contact("b", 4, **TECHNICAL, outside=True)],
            EVERY,
        ),
        # Two at the top are at one place.
        ([contact("a", 4, **HIGH, **TECHNICAL), contact("b", 1, **HIGH, **TECHNICAL)], EVERY),
        # An outside person shows no level and stands on no line.
        ([contact("b", None, **MIDDLE, **BOTH, outside=True)], []),
        # The finer level is there once somebody has it, on a line or not.
        ([contact("a", 4, **HIGH, **TECHNICAL), contact("b", None, **UPPER)], FINER),
        ([contact("a", 4, **MIDDLE, **TECHNICAL), contact("b", None, **UPPER)], EVERY[2:]),
        ([contact("a", 4, **UPPER, **COMMERCIAL)], FINER[2:]),
        (
            [
                contact("a", 4, **HIGH, **TECHNICAL),
                contact("b", None, **UPPER, **TECHNICAL, outside=True),
            ],
            EVERY,
        ),
    ],
)
def test_which_places_there_are(people: list[Contact], places: list[str]) -> None:
    assert place_names(analyse_people(*people).places) == places


def test_where_nobody_is_named_is_a_place_and_a_hole() -> None:
    """A top that we hold, and nobody below; nobody at all on the other line."""
    findings = analyse_people(contact("he", 4, **HIGH, **TECHNICAL))
    assert (findings.held, len(findings.places), findings.unknown) == (1, 6, 5)
    assert place_names(findings.holes) == ["B high", "T middle", "B middle", "T low", "B low"]
    assert [(line.reaches, line.holds) for line in findings.lines] == [(None, False)] * 2


@pytest.mark.parametrize(
    ("people", "absent", "tops", "open_lines"),
    [
        ([], [], [], []),
        ([contact("a", 4, **HIGH)], [], [], []),
        ([contact("a", 4, **HIGH, **TECHNICAL)], [], [], []),
        # A lone junior: of neither line is the top known.
        ([contact("a", 4, **LOW, **TECHNICAL)], [], ["T high", "B high"], ["T", "B"]),
        ([contact("a", 4, **LOW, **TECHNICAL)], NO_BUSINESS, ["T high"], ["T"]),
        # A line ends where the customer has nobody above, and only there.
        (
            [contact("a", 4, **LOW, **TECHNICAL)],
            [*NO_BUSINESS, "technical high"],
            ["T middle"],
            ["T"],
        ),
        (
            [contact("a", 4, **LOW, **TECHNICAL)],
            [*NO_BUSINESS, "technical high", "technical middle"],
            [],
            [],
        ),
        # Somebody of unknown level may be the top; of the other line nobody is known at all.
        ([contact("a", 4, **TECHNICAL)], [], ["B high"], []),
        (
            [contact("a", 4, **LOW, **BOTH), contact("b", 4, **TECHNICAL)],
            [],
            ["B high"],
            ["T", "B"],
        ),
    ],
)
def test_where_nobody_is_known_to_end_a_line(
    people: list[Contact], absent: list[str], tops: list[str], open_lines: list[str]
) -> None:
    findings = analyse_people(*people, absent=absent)
    assert place_names(findings.tops) == tops
    assert [place_names(state.places[:1])[0][0] for state in findings.lines if state.open] == (
        open_lines
    )
    assert not any(state.open and state.holds for state in findings.lines)


def test_who_is_at_no_place_is_named() -> None:
    findings = analyse_people(
        contact("wu", 4, **TECHNICAL),
        contact("he", 1, role="decides"),
        contact("sun", 1, **HIGH, role="approves"),
        contact("ye", 1, **LOW, **COMMERCIAL, role="decides"),
        contact("li", 1, role="uses"),
        contact("guo", 1, **BOTH, outside=True),
        contact("zhu", 1, role="decides", outside=True),
    )
    assert (findings.unplaced, findings.off_line) == (("wu",), ("he", "sun"))


@pytest.mark.parametrize(
    ("people", "text"),
    [
        ([], "nobody is on an approval line yet"),
        ([contact("a", 4, role="approves")], "nobody is on an approval line yet"),
        ([contact("a", 4, **TECHNICAL)], "1 approver, level unknown"),
        ([contact("a", 4, **TECHNICAL), contact("b", 4, **BOTH)], "2 approvers, level unknown"),
        (
            [contact("a", 4, **HIGH, **TECHNICAL), contact("b", 4, **COMMERCIAL)],
            "net holds 1 of 3 approval levels, 2 unknown, 1 without level",
        ),
        ([contact("a", 4, **LOW, **BOTH)], "net holds 2 of 2 approval levels, top unknown"),
        (
            [contact("a", 4, **LOW, **TECHNICAL)],
            "net holds 1 of 2 approval levels, 1 unknown, top unknown",
        ),
        (
            [contact("a", 4, **HIGH, **TECHNICAL)],
            "net holds 1 of 6 approval levels, 5 unknown",
        ),
        (
            [contact("a", 4, **HIGH, **TECHNICAL), contact("b", 2, **LOW, **TECHNICAL)],
            "net holds 1 of 6 approval levels, 4 unknown, 1 more hole",
        ),
        (
            [contact("a", 4, **HIGH, **TECHNICAL), contact("b", 4, **HIGH, **COMMERCIAL)],
            "net holds 2 of 6 approval levels, 4 unknown",
        ),
    ],
)
def test_net_and_triage_count_the_same_holes(people: list[Contact], text: str) -> None:
    made = account(*people)
    findings = analyse(made, DEFAULT)
    assert holds_text(findings) == text
    flag = flag_holes(made, DEFAULT, TODAY)
    assert (flag.figures["count"] if flag else 0) == len(findings.holes)


def test_swaying_who_decides_makes_no_place() -> None:
    people = [contact("he", 4, **HIGH, **TECHNICAL, role="decides"), contact("ye", 4, **LOW)]
    assert analyse_people(*people, sways="ye>he 3").places == analyse_people(*people).places


@pytest.mark.parametrize(
    ("absent", "places", "held"),
    [
        (["technical low"], ["T high", "B high", "T middle", "B middle", "B low"], False),
        (NO_BUSINESS, ["T high", "T middle", "T low"], False),
        ([*NO_BUSINESS, "technical middle", "technical low"], ["T high"], True),
        # Whoever is there after all is at a place.
        (["technical high", *NO_BUSINESS], ["T high", "T middle", "T low"], False),
        # The finer level is none here anyway; what a later version writes says nothing to us.
        (["technical upper", "legal high"], EVERY, False),
    ],
)
def test_what_the_customer_has_nobody_for_is_no_place(
    absent: list[str], places: list[str], held: bool
) -> None:
    findings = analyse_people(contact("he", 4, **HIGH, **TECHNICAL), absent=absent)
    assert place_names(findings.places) == places
    assert (findings.worst is None) == held
    marked = {*EVERY} - {*places}
    assert {*place_names(findings.absent)} == marked


def test_without_anybody_on_a_line_nothing_is_absent() -> None:
    findings = analyse_people(contact("he", 4, **HIGH), absent=NO_BUSINESS)
    assert (findings.places, findings.absent) == ((), ())


def test_who_must_exist_is_a_place_we_do_not_hold() -> None:
    findings = analyse_people(
        contact("he", 4, **HIGH, **TECHNICAL),
        contact("purchasing head?", None, **MIDDLE, **COMMERCIAL),
    )
    buyer = place(findings, "middle", "commercial")
    assert (buyer.known, buyer.held, findings.unknown) == (True, False, 4)


@pytest.mark.parametrize(
    ("people", "best", "held"),
    [
        ([contact("a", 3, **MIDDLE, **TECHNICAL)], 3, True),
        ([contact("a", 2, **MIDDLE, **TECHNICAL)], 2, False),
        ([contact("a", None, **MIDDLE, **TECHNICAL)], None, False),
        ([contact("a", 2, **MIDDLE, **TECHNICAL), contact("b", 4, **MIDDLE, **TECHNICAL)], 4, True),
        # Somebody close to us who is against us holds nothing for us.
        ([contact("a", 4, **MIDDLE, **TECHNICAL, **AGAINST)], None, False),
        (
            [
                contact("a", 4, **MIDDLE, **TECHNICAL, stance="competitor"),
                contact("b", 1, **MIDDLE, **TECHNICAL),
            ],
            1,
            False,
        ),
    ],
)
def test_what_holds_a_place(people: list[Contact], best: int | None, held: bool) -> None:
    middle = place(analyse_people(*people), "middle")
    assert (middle.best, middle.held) == (best, held)
    assert middle.people == tuple(member.id for member in people)
    assert middle.against == tuple(member.id for member in people if member.stance != "unknown")


def test_what_it_takes_to_hold_is_the_playbooks() -> None:
    head = contact("a", 2, **HIGH, **TECHNICAL)
    assert analyse_people(head, book=playbook("[net]\nhold = 2")).held == 1
    assert analyse_people(head).held == 0


def test_weights_and_the_order_of_holes() -> None:
    """A level weighs 4, 2 or 1; of the roles on a place the highest adds: 3 decides, 2 approves.

    Where nobody is named somebody is supposed who approves.
    """
    findings = analyse_people(
        contact("chief", 1, **HIGH, **TECHNICAL, role="approves"),
        contact("head", 2, **MIDDLE, **BOTH, role="decides"),
        contact("clerk", 1, **MIDDLE, **COMMERCIAL, role="uses"),
        contact("engineer", 3, **LOW, **TECHNICAL, role="evaluates"),
    )
    weights = {place_names((place,))[0]: place.weight for place in findings.places}
    assert weights == {
        "T high": 4 + 2,
        "B high": 4 + 2,
        "T middle": 2 + 3,
        "B middle": 2 + 3,
        "T low": 1 + 1,
        "B low": 1 + 2,
    }
    assert place_names(findings.holes) == ["T high", "B high", "T middle", "B middle", "B low"]
    assert findings.worst == findings.holes[0]
    assert findings.held == 1


def test_a_line_from_the_bottom_to_the_top() -> None:
    findings = analyse_people(
        contact("chief", 1, **HIGH, **TECHNICAL),
        contact("head", 3, **MIDDLE, **TECHNICAL),
        contact("engineer", 4, **LOW, **TECHNICAL),
        contact("buyer", 3, **HIGH, **COMMERCIAL),
    )
    technical, commercial = findings.lines
    assert [place.level for place in technical.places] == ["low", "middle", "high"]
    assert (technical.reaches, technical.holds) == ("middle", False)
    # Whom we have at its top does not make the line hold: nobody is named below.
    assert (commercial.line, commercial.reaches, commercial.holds) == ("commercial", None, False)
    findings = analyse_people(
        contact("buyer", 3, **HIGH, **COMMERCIAL),
        absent=["commercial middle", "commercial low", "technical high", "technical middle"],
    )
    technical, commercial = findings.lines
    assert (commercial.reaches, commercial.holds) == ("high", True)
    assert [place.level for place in technical.places] == ["low"]


def test_a_line_that_fails_at_its_end_reaches_nothing() -> None:
    findings = analyse_people(
        contact("chief", 5, **HIGH, **TECHNICAL),
        contact("engineer", 2, **LOW, **TECHNICAL),
        absent=NO_BUSINESS,
    )
    assert [(line.reaches, line.holds) for line in findings.lines] == [(None, False)]


@pytest.mark.parametrize(
    ("people", "singles"),
    [
        ([], []),
        # Two places on the line, one of them held, by one person.
        ([contact("wu", 4, **MIDDLE, **TECHNICAL)], [SinglePoint("wu", line="technical")]),
        # One person, and nobody named at the other places of the line.
        ([contact("he", 4, **HIGH, **TECHNICAL)], [SinglePoint("he", line="technical")]),
        # One place, two people, one held.
        (
            [contact("he", 4, **HIGH, **TECHNICAL), contact("sun", 1, **HIGH, **TECHNICAL)],
            [SinglePoint("he", line="technical"), SinglePoint("he", level="high")],
        ),
        # Two who hold are no single strand.
        (
            [contact("wu", 4, **MIDDLE, **TECHNICAL), contact("ye", 3, **LOW, **TECHNICAL)],
            [],
        ),
        # Somebody against us holds nothing, nor does somebody from outside.
        (
            [
                contact("wu", 4, **MIDDLE, **BOTH),
                contact("ye", 3, **LOW, **TECHNICAL, **AGAINST),
                contact("guo", 5, **LOW, **COMMERCIAL, outside=True),
            ],
            [SinglePoint("wu", line="technical"), SinglePoint("wu", line="commercial")],
        ),
        # A level counts whether on a line or not.
        (
            [contact("wu", 3, **MIDDLE), contact("qin", 2, **MIDDLE)],
            [SinglePoint("wu", level="middle")],
        ),
        ([contact("wu", 3, **MIDDLE)], []),
        ([contact("wu", 2, **MIDDLE, **TECHNICAL), contact("qin", 2, **MIDDLE)], []),
    ],
)
def test_single_strands(people: list[Contact], singles: list[SinglePoint]) -> None:
    assert list(analyse_people(*people).singles) == singles


TEAM = [{"name": "VP Zhao", "level": "high"}, {"name": "Lin", "level": "middle"}]


@pytest.mark.parametrize(
    ("fields", "matched"),
    [
        ({**HIGH, **TECHNICAL}, False),
        ({**HIGH, "role": "decides"}, False),
        ({**HIGH, "role": "approves", "covered_by": ("Lin",)}, False),
        ({**HIGH, "role": "approves", "covered_by": ("Zhao",)}, False),
        ({**HIGH, "role": "decides", "covered_by": ("Lin", "VP Zhao")}, True),
        # No say, not the top, not of the house: nobody of ours needs to be senior.
        ({**HIGH, "role": "uses"}, True),
        ({**MIDDLE, **TECHNICAL}, True),
        ({**HIGH, **TECHNICAL, "outside": True}, True),
    ],
)
def test_a_top_that_no_senior_of_ours_meets(fields: dict[str, object], matched: bool) -> None:
    made = account(contact("he", 4, **fields), team=TEAM)
    assert analyse(made, DEFAULT).unmatched == (() if matched else ("he",))


def test_one_place_and_one_person_hang_on_nobody_else() -> None:
    absent = ["technical middle", "technical low", *NO_BUSINESS]
    assert analyse_people(contact("he", 4, **HIGH, **TECHNICAL), absent=absent).singles == ()


def test_competitors_holds_against_ours() -> None:
    findings = analyse_people(
        contact("he", 3, **HIGH, **TECHNICAL, stance="competitor", competitor="Northline"),
        contact("wu", 4, **MIDDLE, **TECHNICAL, stance="supports"),
        contact("ye", 2, **MIDDLE, **TECHNICAL, stance="competitor", competitor=" northline "),
        contact("tang", 2, **LOW, **COMMERCIAL, stance="competitor"),
        contact("guo", 2, **HIGH, **TECHNICAL, stance="competitor", outside=True),
        contact("hao", 2, **LOW, **COMMERCIAL, stance="opposes", competitor="Northline"),
        contact("luo", 2, **LOW, **COMMERCIAL, stance="competitor", competitor="Blue"),
    )
    northline, nameless, blue = findings.rivals
    assert (northline.name, northline.people) == ("Northline", ("he", "ye"))
    assert place_names(northline.places) == ["T high", "T middle"]
    assert place_names(northline.ahead) == ["T high"]
    assert (nameless.name, nameless.people) == ("", ("tang", "guo"))
    assert place_names(nameless.places) == place_names(nameless.ahead) == ["B low"]
    assert (blue.name, place_names(blue.places)) == ("Blue", ["B low"])


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
        # Whose level is not known may be the top.
        ([X := contact("x", 5, lines=("technical",))], WeakPlace(None, X)),
        ([contact("h", 5, level="high", lines=("commercial",))], WeakPlace(None)),
        ([TOP, contact("l", 1, level="low")], None),
        # The place on the line says who signs first, not whether they are held.
        ([TOP, contact("m", 3, level="middle", lines=("technical",), technical_step=9)], None),
    ],
)
def test_weak_place(people: list[Contact], weak: WeakPlace | None) -> None:
    assert weak_place(people, "technical", 3) == weak


def test_a_top_that_the_customer_has_not_is_no_weak_place() -> None:
    middle = contact("m", 3, level="middle", lines=("technical",))
    assert weak_place([middle], "technical", 3, ["technical high"]) is None
    assert weak_place([], "technical", 3, ["technical high"]) is None
    assert weak_place([middle], "technical", 4, ["technical high"]) == WeakPlace(middle)
    assert weak_place([middle], "technical", 3, ["commercial high"]) == WeakPlace(None)


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
