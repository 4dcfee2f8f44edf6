from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from deals.model import Contact, PlanRow, RowState
from deals.rules.triage_rules import flag_blocker, flag_cr_stage, flag_single_thread
from tests.deals.makers import DEFAULT, TODAY, action, case, contact, figures, playbook, project

HIGH, MIDDLE, LOW = {"level": "high"}, {"level": "middle"}, {"level": "low"}
BOTH = {"lines": ("technical", "commercial")}
TECHNICAL, COMMERCIAL = {"lines": ("technical",)}, {"lines": ("commercial",)}


def people(*crs: int | None) -> list[Contact]:
    """Make contacts of whom nothing but a CR may be known."""
    return [contact(f"客户{at}", cr) for at, cr in enumerate(crs)]


@pytest.mark.parametrize(
    ("stage", "crs", "found"),
    [
        ("P0", (), None),
        ("P0", (None,), None),
        ("P0", (1,), None),
        ("P1", (), "nobody"),
        ("P7", (), "nobody"),
        ("P1", (None, None), "unknown"),
        ("P1", (1,), "unmet"),
        ("P1", (2,), None),
        ("P1", (None, 2), None),
        ("P2", (1, 1), "unmet"),
        ("P2", (1,), "unmet"),
        ("P2", (1, None), "unmet-some"),
        ("P2", (2,), None),
        ("P3", (2, 1), "best"),
        ("P3", (3,), None),
        ("P4", (2, 2), "best"),
        ("P4", (1, 3), None),
        ("P5", (3, 3), "best"),
        ("P5", (4,), None),
        ("P6", (3,), "best"),
        ("P6", (4,), None),
        ("P7", (3,), "best"),
        ("P7", (5,), None),
        ("X9", (), None),
        ("X9", (1,), None),
    ],
)
def test_where_no_level_is_known(stage: str, crs: Sequence[int | None], found: str | None) -> None:
    flag = flag_cr_stage(project(stage, contacts=people(*crs)), DEFAULT, TODAY)
    assert case(flag) == found


def test_the_closest_contact_is_named_in_figures() -> None:
    flag = flag_cr_stage(project("P4", contacts=people(2, None, 2)), DEFAULT, TODAY)
    assert figures(flag) == {"stage": "P4", "best": 2, "count": 3, "needs": 3}


def test_contacts_without_a_cr_are_counted() -> None:
    flag = flag_cr_stage(project("P1", contacts=people(None, None)), DEFAULT, TODAY)
    assert figures(flag) == {"stage": "P1", "count": 2}


@pytest.mark.parametrize(
    ("stage", "contacts", "found"),
    [
        # Levels claim nothing before P3, however distant everybody is.
        ("P2", [contact("a", 1, **MIDDLE)], None),
        ("P3", [contact("a", 3, **MIDDLE)], None),
        ("P3", [contact("a", 2, **MIDDLE)], "middle"),
        ("P3", [contact("a", 5, **HIGH)], "no-middle"),
        ("P3", [contact("a", 5, **LOW), contact("b", 5)], "no-middle"),
        ("P3", [contact("a", None, **MIDDLE), contact("b", 5)], "no-middle"),
        ("P4", [contact("a", 3, **MIDDLE), contact("b", 2, **HIGH)], None),
        ("P4", [contact("a", 3, **MIDDLE), contact("b", 1, **HIGH)], "unmet-level"),
        (
            "P4",
            [contact("a", 3, **MIDDLE), contact("b", 1, **HIGH), contact("c", None, **HIGH)],
            "unmet-level-some",
        ),
        ("P4", [contact("a", 3, **MIDDLE), contact("b", None, **HIGH)], "no-high"),
        ("P4", [contact("a", 3, **MIDDLE)], "no-high"),
        # Where nobody is rated at the top, the gap below is named with it.
        ("P4", [contact("a", 2, **MIDDLE)], "below-no-high"),
        ("P4", [contact("a", 2, **MIDDLE), contact("b", None, **HIGH)], "below-no-high"),
        ("P3", [contact("a", 2, **MIDDLE)], "middle"),
        # Of two gaps the lower one is named.
        ("P4", [contact("a", 2, **MIDDLE), contact("b", 1, **HIGH)], "middle"),
        # One known level is enough to ask for levels.
        ("P4", [contact("a", 5), contact("b", 5), contact("c", 1, **LOW)], "no-middle"),
        # The finer upper-middle counts as middle.
        ("P3", [contact("a", 3, level="upper")], None),
        ("P3", [contact("a", 2, level="upper"), contact("b", 1, **MIDDLE)], "middle"),
        ("P4", [contact("a", 3, level="upper")], "no-high"),
        ("P5", [contact("a", 3, **MIDDLE), contact("b", 2, **HIGH)], "high"),
        ("P5", [contact("a", 3, **MIDDLE), contact("b", 3, **HIGH)], "no-lines"),
        (
            "P5",
            [
                contact("a", 3, **MIDDLE),
                contact("b", 3, **HIGH),
                contact("c", 4, lines=("technical",)),
            ],
            "unplaced",
        ),
    ],
)
def test_where_levels_are_known(stage: str, contacts: list[Contact], found: str | None) -> None:
    assert case(flag_cr_stage(project(stage, contacts=contacts), DEFAULT, TODAY)) == found


def test_a_team_may_claim_the_upper_middle_by_itself() -> None:
    book = playbook("[thresholds.cr-stage]\nlevels = [{ from = 'P3', level = 'upper', cr = 3 }]")
    for known, found in [
        ([contact("a", 5, **MIDDLE)], "no-upper"),
        ([contact("a", 5, **MIDDLE), contact("b", 2, level="upper")], "upper"),
        ([contact("b", 3, level="upper")], None),
    ]:
        assert case(flag_cr_stage(project("P3", contacts=known), book, TODAY)) == found


def test_figures_of_a_level() -> None:
    known = [contact("a", 3, **MIDDLE), contact("b", 2, **HIGH)]
    flag = flag_cr_stage(project("P6", contacts=known), DEFAULT, TODAY)
    assert figures(flag) == {"stage": "P6", "best": 2, "needs": 3}
    flag = flag_cr_stage(project("P4", contacts=known[:1]), DEFAULT, TODAY)
    assert figures(flag) == {"stage": "P4", "needs": 2}


@pytest.mark.parametrize(
    ("contacts", "found", "name"),
    [
        ([contact("m", 3, **MIDDLE, **BOTH), contact("h", 3, **HIGH, **BOTH)], None, None),
        # A level that a line does not pass is no gap, its end below the top is.
        ([contact("m", 3, **MIDDLE), contact("h", 3, **HIGH, **BOTH)], None, None),
        (
            [contact("m", 3, **MIDDLE, **COMMERCIAL), contact("h", 3, **HIGH, **TECHNICAL)],
            "no-commercial",
            None,
        ),
        (
            [contact("m", 3, **MIDDLE, **TECHNICAL), contact("h", 3, **HIGH, **COMMERCIAL)],
            "no-technical",
            None,
        ),
        # From bottom to top: the lowest weak place is the one named, by its closest person.
        (
            [
                contact("l1", 1, **LOW, **TECHNICAL),
                contact("l2", 2, **LOW, **TECHNICAL),
                contact("m", 3, **MIDDLE, **BOTH),
                contact("h", 3, **HIGH, **BOTH),
            ],
            "technical",
            "l2",
        ),
        (
            [
                contact("l", None, **LOW, **COMMERCIAL),
                contact("m", 3, **MIDDLE, **BOTH),
                contact("h", 3, **HIGH, **BOTH),
            ],
            "commercial",
            "l",
        ),
        # Somebody on a line whose level is not known has to be held as well.
        (
            [
                contact("x", 2, **TECHNICAL),
                contact("m", 3, **MIDDLE),
                contact("h", 3, **HIGH, **BOTH),
            ],
            "technical",
            "x",
        ),
        # One person at a level holds it for the others there.
        (
            [
                contact("l", 1, **LOW, **BOTH),
                contact("l2", 4, **LOW, **BOTH),
                contact("m", 3, **MIDDLE),
                contact("h", 3, **HIGH, **BOTH),
            ],
            None,
            None,
        ),
    ],
)
def test_approval_lines(contacts: list[Contact], found: str | None, name: str | None) -> None:
    flag = flag_cr_stage(project("P5", contacts=contacts), DEFAULT, TODAY)
    assert case(flag) == found
    assert (flag.figures.get("name") if flag else None) == name
    assert flag_cr_stage(project("P4", contacts=contacts), DEFAULT, TODAY) is None


def test_a_cr_that_is_not_known_is_said_so() -> None:
    known = [
        contact("老郭", None, **LOW, **TECHNICAL),
        contact("m", 3, **MIDDLE),
        contact("h", 3, **HIGH, **BOTH),
    ]
    flag = flag_cr_stage(project("P5", contacts=known), DEFAULT, TODAY)
    assert figures(flag) == {"stage": "P5", "name": "老郭", "cr": "CR?", "needs": 3}


def test_outside_persons_bear_no_stage_out() -> None:
    friend = contact("顾问", 5, outside=True, **HIGH)
    assert case(flag_cr_stage(project("P1", contacts=[friend]), DEFAULT, TODAY)) == "nobody"
    flag = flag_cr_stage(project("P4", contacts=[friend, contact("a", 2)]), DEFAULT, TODAY)
    assert figures(flag) == {"stage": "P4", "best": 2, "count": 1, "needs": 3}


def test_claims_are_the_playbooks() -> None:
    book = playbook(
        "[thresholds.cr-stage]\nnamed-from = 'P3'\nlevels = []\nbest = []\n"
        "lines = { from = 'P7', cr = 5 }"
    )
    assert flag_cr_stage(project("P2"), book, TODAY) is None
    assert case(flag_cr_stage(project("P3"), book, TODAY)) == "nobody"
    assert flag_cr_stage(project("P6", contacts=people(1)), book, TODAY) is None
    assert case(flag_cr_stage(project("P7", contacts=[contact("a", 1, **LOW)]), book, TODAY)) == (
        "no-lines"
    )


DECIDER = {"role": "decides"}


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"role": "decides", "stance": "opposes"}, "opposes"),
        ({"role": "approves", "stance": "opposes"}, "opposes"),
        ({"role": "decides", "stance": "competitor"}, "competitor"),
        ({"role": "approves", "stance": "competitor", "competitor": "Northline"}, "rival"),
        ({"role": "decides", "stance": "neutral"}, None),
        ({"role": "decides", "stance": "unknown"}, None),
        ({"role": "decides", "stance": "supports"}, None),
        ({"role": "uses", "stance": "opposes"}, None),
        ({"role": "evaluates", "stance": "opposes", "lines": ("technical",)}, None),
        ({"stance": "opposes", "lines": ("technical",)}, "opposes"),
        ({"stance": "opposes"}, None),
    ],
)
@pytest.mark.parametrize("stage", ["P0", "P7", "X9"])
def test_blocker(fields: dict[str, object], found: str | None, stage: str) -> None:
    person = contact("何总", 3, **fields)
    assert case(flag_blocker(project(stage, contacts=[person]), DEFAULT, TODAY)) == found


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("何总", "周五拜访何总", None),
        ("何总", "call 孙总", "opposes"),
        ("Al", "finalise the offer", "opposes"),
        ("Al", "call al, then the others", None),
        ("Dr. (Li)", "see dr. (li)", None),
        ("何总", "", "opposes"),
    ],
)
def test_a_next_action_that_names_them(name: str, text: str, found: str | None) -> None:
    person = contact(name, role="decides", stance="opposes")
    late = date(2020, 1, 1)
    planned = action(text, late) if text else None
    made = project(contacts=[person], next_action=planned)
    assert case(flag_blocker(made, DEFAULT, TODAY)) == found


@pytest.mark.parametrize(
    ("state", "found"), [("open", True), ("doing", True), ("done", False), ("dropped", False)]
)
def test_an_open_row_of_the_plan_answers_for_a_blocker(state: RowState, found: bool) -> None:
    person = contact("何总", 3, role="decides", stance="opposes")
    row = PlanRow(id="r", content="副总拜访何总", state=state)
    flag = flag_blocker(project("P3", contacts=[person], plan=[row]), DEFAULT, TODAY)
    assert (flag is None) == found


def test_of_several_blockers_the_decider_is_named_first() -> None:
    some = [
        contact("a", stance="opposes", lines=("technical",)),
        contact("b", stance="opposes", role="approves"),
        contact("c", stance="competitor", role="decides", competitor="Northline"),
    ]
    flag = flag_blocker(project(contacts=some), DEFAULT, TODAY)
    assert figures(flag) == {"name": "c", "competitor": "Northline"}
    flag = flag_blocker(project(contacts=some, next_action=action("see c")), DEFAULT, TODAY)
    assert figures(flag) == {"name": "b"}


def held_contact(function: str | None, cr: int | None) -> Contact:
    """Make a contact of a function."""
    return contact(f"{function}{cr}", cr, function=function)


@pytest.mark.parametrize(
    ("stage", "contacts", "found"),
    [
        ("P2", people(3), None),
        ("P3", people(3), "one"),
        ("P3", people(None), "one"),
        ("P7", people(3), "one"),
        ("X9", people(3), None),
        ("P3", [], None),
        ("P3", people(3, 1), None),
        ("P3", [held_contact("technical", 3), held_contact("technical", 2)], "technical"),
        ("P3", [held_contact("commercial", 3), held_contact("technical", 1)], "commercial"),
        ("P3", [held_contact("using", 2), held_contact("technical", None)], "using"),
        ("P3", [held_contact("other", 2), held_contact("other", 4)], "other"),
        ("P3", [held_contact("technical", 3), held_contact("commercial", 2)], None),
        ("P3", [held_contact("technical", 3), held_contact(None, 2)], None),
        ("P3", [held_contact(None, 3), held_contact("technical", 2)], None),
        ("P3", [held_contact("technical", 3), held_contact(None, 1)], "technical"),
        ("P3", [held_contact("technical", 1), held_contact("technical", 1)], None),
    ],
)
def test_single_thread(stage: str, contacts: list[Contact], found: str | None) -> None:
    assert case(flag_single_thread(project(stage, contacts=contacts), DEFAULT, TODAY)) == found


def test_an_outside_person_is_no_second_thread() -> None:
    some = [contact("吴", 3), contact("设计院", 4, outside=True)]
    flag = flag_single_thread(project("P3", contacts=some), DEFAULT, TODAY)
    assert figures(flag) == {"stage": "P3", "name": "吴"}


def test_what_counts_as_held_is_the_playbooks() -> None:
    book = playbook("[thresholds.single-thread]\nfrom = 'P1'\ncr = 3")
    some = [held_contact("technical", 3), held_contact("commercial", 2)]
    flag = flag_single_thread(project("P1", contacts=some), book, TODAY)
    assert figures(flag) == {"stage": "P1", "cr": 3, "count": 1}
