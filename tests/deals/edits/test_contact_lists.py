from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.contacts import set_cr, set_stance
from deals.edits.typed_fields import set_field
from deals.errors import UserError
from deals.model import Influence, Project
from tests.deals.makers import contact, project, touch
from tests.deals.readings import LATER, reading
from tests.deals.values import people_text, projects

HE = contact("he", 2, evidence="visited us", stance="competitor", competitor="华为")
LI = contact("li", 3, reports_to="he")


def moves(project: Project) -> list[tuple[str | None, str, str | None, str | None, str | None]]:
    return [
        (change.subject, change.field, change.old, change.new, change.note)
        for change in project.history
    ]


def test_a_new_level_has_its_own_evidence() -> None:
    after = set_cr(project(contacts=[HE, LI]), "he", 3, LATER, evidence="dined")
    assert (after.contacts[0].cr, after.contacts[0].evidence) == (3, "dined")
    assert after.contacts[1] is LI
    assert moves(after) == [("he", "cr", "2", "3", "dined")]
    assert set_cr(project(contacts=[HE]), "he", 3, LATER).contacts[0].evidence is None


def test_a_level_can_become_unknown_again() -> None:
    after = set_cr(project(contacts=[HE]), "he", None, LATER)
    assert after.contacts[0].cr is None
    assert moves(after) == [("he", "cr", "2", None, None)]


def test_the_same_level_takes_new_evidence_only() -> None:
    before = project(contacts=[HE])
    assert set_cr(before, "he", 2, LATER) is before
    again = set_cr(before, "he", 2, LATER, evidence="met twice")
    assert again.contacts[0].evidence == "met twice"
    assert again.history == ()


@pytest.mark.parametrize("cr", [0, 6, -1])
def test_refuses_levels_that_do_not_exist(cr: int) -> None:
    with pytest.raises(UserError) as refused:
        set_cr(project(contacts=[HE]), "he", cr, LATER)
    assert (refused.value.code, refused.value.figures) == ("cr-range", {"text": f"{cr}"})


def test_a_stance_and_its_competitor_move_together() -> None:
    before = project(contacts=[HE, LI])
    ours = set_stance(before, "he", "supports", LATER)
    assert (ours.contacts[0].stance, ours.contacts[0].competitor) == ("supports", None)
    assert moves(ours) == [("he", "stance", "!华为", "+", None)]
    other = set_stance(before, "he", "competitor", LATER, "中兴")
    assert moves(other) == [("he", "stance", "!华为", "!中兴", None)]
    assert set_stance(before, "he", "competitor", LATER) is before
    against = set_stance(before, "li", "opposes", LATER)
    assert moves(against) == [("li", "stance", None, "-", None)]


@pytest.mark.parametrize(
    "edit",
    [
        partial(set_cr, project(), "he", 3, LATER),
        partial(set_stance, project(), "he", "neutral", LATER),
    ],
)
def test_nobody_is_set_who_is_not_there(edit: Callable[[], Project]) -> None:
    with pytest.raises(UserError) as refused:
        edit()
    assert refused.value.code == "contact-unknown"
    assert refused.value.figures == {"name": "北辰扩容", "contact": "he"}


def test_nothing_points_at_a_contact_who_is_gone() -> None:
    sway = [Influence(source="he", target="li", strength=2, favour=True)]
    before = project(contacts=[HE, LI], influences=sway)
    before = touch(before, "dinner", LATER, contacts=("he", "li"))
    after = set_field(before, "contacts", "li", reading())
    assert [(who.id, who.reports_to) for who in after.contacts] == [("li", None)]
    assert after.influences == ()
    assert after.touches[0].contacts == ("li",)
    kept = set_field(before, "contacts", "he cr3; li", reading())
    assert (kept.influences, kept.touches) == (before.influences, before.touches)


@given(projects(), people_text, st.data())
def test_no_edit_of_contacts_leaves_a_loose_end(
    before: Project, text: str, data: st.DataObject
) -> None:
    if before.contacts:
        ids = st.sampled_from([who.id for who in before.contacts])
        sway = Influence(source=data.draw(ids), target=data.draw(ids), strength=1, favour=False)
        before = before.model_copy(update={"influences": (sway,)})
    try:
        after = set_field(before, "contacts", text, reading())
    except UserError:
        return
    ids_left = {who.id for who in after.contacts}
    pointed = {who.reports_to for who in after.contacts if who.reports_to}
    pointed |= {end for sway in after.influences for end in (sway.source, sway.target)}
    assert pointed <= ids_left
