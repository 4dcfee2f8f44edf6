"""Single points, tops that ours do not meet, and what competitors hold."""

from __future__ import annotations

import pytest

from deals.model import Contact
from deals.network import SinglePoint, analyse
from tests.deals.makers import DEFAULT, contact
from tests.deals.network.accounts import (
    AGAINST,
    BOTH,
    COMMERCIAL,
    HIGH,
    LOW,
    MIDDLE,
    TECHNICAL,
    account,
    analyse_people,
    place_names,
)


@pytest.mark.parametrize(
    ("people", "singles"),
    [
        ([], []),
        # Two places on the line, one of them held, by one person.
        ([contact("wu", 4, **MIDDLE, **TECHNICAL)], [SinglePoint("wu", line="technical")]),
        # One place and one person: there is nobody else to hold.
        ([contact("he", 4, **HIGH, **TECHNICAL)], []),
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
