"""Edits to single people of an account, and what binds them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.contacts import (
    add_contacts,
    remove_contact,
    set_boss,
    set_cover,
    set_influence,
    set_seniority,
    write_contact_field,
)
from deals.errors import UserError
from deals.fields import CONTACT
from deals.model import Contact, Influence, Member, Project
from tests.deals.makers import TODAY, contact, playbook, project
from tests.deals.readings import LATER, reading
from tests.strategies import projects

PEOPLE = (
    contact("何总", 1, level="high"),
    contact("孙总工", 2, level="high", reports_to="何总"),
    contact("吴处长", 4, level="middle", reports_to="孙总工"),
)
ACCOUNT = project(
    contacts=PEOPLE, influences=[Influence(source="吴处长", target="何总", strength=2, favour=True)]
)


def person(project: Project, contact_id: str) -> Contact:
    return next(each for each in project.contacts if each.id == contact_id)


def test_a_line_adds_some_and_changes_others() -> None:
    after = add_contacts(ACCOUNT, "小叶 low T ^吴处长; 何总 cr2", reading())
    assert [contact.name for contact in after.contacts] == ["何总", "孙总工", "吴处长", "小叶"]
    assert (person(after, "何总").cr, person(after, "何总").level) == (2, "high")
    assert after.contacts[-1].reports_to == "吴处长"
    assert person(after, "何总").cr_on == TODAY
    assert after.influences == ACCOUNT.influences


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("name", " 何董 ", "何董"),
        ("title", "", None),
        ("level", "中层", "middle"),
        ("level", "-", None),
        ("function", "商务", "commercial"),
        ("role", "Approver", "approves"),
        ("lines", "b2 t", ("commercial", "technical")),
        ("lines", "-", ()),
        ("cr", "CR4", 4),
        ("cr", "?", None),
        ("stance", "!华为", "competitor"),
        ("stance", "x华为", "competitor"),
        ("stance", "X Halden", "competitor"),
        ("stance", "x", "competitor"),
        ("stance", "", "unknown"),
        ("covered_by", "林，王总", ("林", "王总")),
        ("outside", "是", True),
        ("price_view", "too dear", "too dear"),
    ],
)
def test_a_field_is_read_from_text(field: str, text: str, value: object) -> None:
    after = write_contact_field(ACCOUNT, "何总", field, text, reading())
    assert getattr(person(after, "何总"), field) == value
    assert after.updated_by == "林" or after is ACCOUNT


def test_the_fourth_level_is_there_unless_a_team_keeps_to_three() -> None:
    after = write_contact_field(ACCOUNT, "何总", "level", "中高层", reading())
    assert person(after, "何总").level == "upper"
    three = reading()._replace(playbook=playbook("[net]\nupper = false"))
    with pytest.raises(UserError) as refused:
        write_contact_field(ACCOUNT, "何总", "level", "中高层", three)
    assert refused.value.code == "level-fine"
    with pytest.raises(UserError):
        add_contacts(ACCOUNT, "Bo Ek senior T", three)


@pytest.mark.parametrize(
    ("field", "text", "code"),
    [
        ("name", " ", "person-nameless"),
        ("level", "boss", "level-unreadable"),
        ("function", "IT", "function-unreadable"),
        ("role", "king", "role-unreadable"),
        ("lines", "X", "lines-unreadable"),
        ("cr", "6", "cr-range"),
        ("cr", "close", "cr-unreadable"),
        ("stance", "for", "stance-unreadable"),
        ("outside", "maybe", "yes-no-unreadable"),
        ("reports_to", "nobody", "person-unknown"),
        ("reports_to", "总", "person-unclear"),
        ("reports_to", "何总", "reports-self"),
        ("reports_to", "吴", "reports-circle"),
        ("shoe", "42", "person-field-unknown"),
    ],
)
def test_what_a_field_cannot_be_is_refused(field: str, text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        write_contact_field(ACCOUNT, "何总", field, text, reading())
    assert refused.value.code == code


def test_reporting_in_a_circle_is_refused_with_its_names() -> None:
    with pytest.raises(UserError) as refused:
        set_boss(ACCOUNT, "何总", "吴处长", LATER)
    assert refused.value.figures["names"] == "何总 > 吴处长 > 孙总工 > 何总"
    with pytest.raises(UserError) as refused:
        set_boss(ACCOUNT, "何总", "何总", LATER)
    assert refused.value.code == "reports-self"


def test_who_is_deleted_hands_their_people_up() -> None:
    after = remove_contact(ACCOUNT, "孙总工", LATER)
    assert [(contact.name, contact.reports_to) for contact in after.contacts] == [
        ("何总", None),
        ("吴处长", "何总"),
    ]
    gone = remove_contact(ACCOUNT, "何总", LATER)
    assert gone.influences == ()
    assert person(gone, "孙总工").reports_to is None


def test_an_influence_is_drawn_once_for_a_pair() -> None:
    after = set_influence(ACCOUNT, "吴处长", "何总", 3, False, LATER)
    assert after.influences == (
        Influence(source="吴处长", target="何总", strength=3, favour=False),
    )
    assert set_influence(after, "吴处长", "何总", 0, True, LATER).influences == ()
    assert set_influence(ACCOUNT, "吴处长", "何总", 2, True, LATER) is ACCOUNT


@pytest.mark.parametrize(
    ("target", "strength", "code"),
    [
        ("何总", 2, "influence-self"),
        ("吴处长", 4, "influence-strength"),
        ("谁", 1, "contact-unknown"),
    ],
)
def test_influences_that_cannot_be(target: str, strength: int, code: str) -> None:
    with pytest.raises(UserError) as refused:
        set_influence(ACCOUNT, "何总", target, strength, True, LATER)
    assert refused.value.code == code


def test_whoever_of_ours_meets_somebody_joins_the_team() -> None:
    after = set_cover(ACCOUNT, "何总", ["林", " 王总 ", "林"], LATER)
    assert person(after, "何总").covered_by == ("林", "王总")
    assert after.team == (Member(name="林"), Member(name="王总"))
    senior = set_seniority(after, "王总", "high", LATER)
    assert senior.team[1].level == "high"
    assert set_cover(senior, "何总", ["林", "王总"], LATER) is senior


def can_be_typed(names: tuple[str, ...]) -> bool:
    """Whether each of these names comes once, and holds nothing that parts names in a line."""
    return len(set(names)) == len(names) and all(re.fullmatch(r"\w+", name) for name in names)


@given(projects(), st.data())
def test_a_field_written_back_changes_nothing(project: Project, data: st.DataObject) -> None:
    if not project.contacts:
        return
    who = data.draw(st.sampled_from(project.contacts))
    field = data.draw(st.sampled_from(CONTACT.typed))
    if field == "covered_by" and not can_be_typed(who.covered_by):
        return
    text = CONTACT[field].text(who, project.contacts)
    try:
        after = write_contact_field(project, who.id, field, text, reading())
    except UserError as refusal:
        # Names are not always those of one person, and stores may hold what cannot be typed.
        assert refusal.code in {"person-unclear", "reports-self", "reports-circle", "level-fine"}
        return
    written = CONTACT[field].text(person(after, who.id), after.contacts)
    assert written.split() == text.split()


@given(projects(), st.data())
def test_deleting_leaves_nothing_pointing_nowhere(before: Project, data: st.DataObject) -> None:
    for _ in range(data.draw(st.integers(0, 2))):
        if before.contacts:
            before = remove_contact(before, data.draw(st.sampled_from(before.contacts)).id, LATER)
    ids = {each.id for each in before.contacts}
    assert {each.reports_to for each in before.contacts} <= {*ids, None}
    assert {end for each in before.influences for end in (each.source, each.target)} <= ids
    assert {each for touch in before.touches for each in touch.contacts} <= ids
