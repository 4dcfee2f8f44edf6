"""One person in two projects: what the app commits goes to both, and is undone in both."""

from __future__ import annotations

from deals.edits.contacts import set_contacts, set_cr
from deals.model import Project
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import contact, project
from tests.deals.readings import LATER
from tests.screens.hosting import Desk, at_desk


def two() -> list[Project]:
    """Two projects of one account that share a person, who knows nobody of a third."""
    he = (contact("何总", 2),)
    return [
        project("P3", id="a", name="甲", customer="北辰", contacts=he),
        project("P3", id="b", name="乙", customer="北辰", contacts=he),
        project("P3", id="c", name="丙", customer="北辰"),
    ]


def levels(at: Desk) -> list[int | None]:
    return [contact.cr for key in "abc" for contact in at.project(key).contacts]


async def test_a_change_to_a_person_and_its_undoing_go_to_all_projects() -> None:
    async with at_desk(PipelineScreen(), *two()) as at:
        before = dict(at.host.book.projects)
        changed = set_cr(at.project("a"), "何总", 4, LATER)
        at.host.commit(at.host.book.with_projects(changed), "edit")
        assert levels(at) == [4, 4]
        await at.press("u")
        assert dict(at.host.book.projects) == before
        await at.press("ctrl+r")
        assert levels(at) == [4, 4]


async def test_who_becomes_a_known_person_goes_again_by_one_undo() -> None:
    async with at_desk(PipelineScreen(), *two()) as at:
        before = dict(at.host.book.projects)
        new = contact("何总", id="new", title="GM")
        changed = set_contacts(at.project("c"), (new,), LATER)
        at.host.commit(at.host.book.with_projects(changed), "edit")
        assert [contact.id for contact in at.project("c").contacts] == ["何总"]
        assert at.project("a").contacts[0].title == "GM"
        await at.press("u")
        assert dict(at.host.book.projects) == before


async def test_what_others_did_meanwhile_is_told_too() -> None:
    async with at_desk(PipelineScreen(), *two()) as at:
        at.save_elsewhere(set_contacts(at.project("c"), (contact("何总", 2),), LATER))
        changed = set_cr(at.project("a"), "何总", 4, LATER)
        at.host.commit(at.host.book.with_projects(changed), "edit")
        assert levels(at) == [4, 4, 4]
