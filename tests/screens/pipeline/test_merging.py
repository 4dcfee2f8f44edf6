"""Two rows that are one deal, and two names of one customer, made one by a key, parted by undo."""

from __future__ import annotations

from datetime import date

from deals.model import SourceRef
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import amount, contact, project
from tests.screens.hosting import at_desk

ONE = project(
    "P2", id="a", name="Harbour", customer="Port", owner="Wang", contacts=[contact("Ho", 1)]
)
TWIN = project(
    "P3", id="b", name="harbour", customer="Port", owner="Zhou", contacts=[contact("Li", 2)]
)
OTHER = project("P1", id="c", name="Yards", customer="Port Ltd.", owner="Lin")


async def test_a_row_and_its_twin_become_one_and_undo_parts_them() -> None:
    screen = PipelineScreen()
    async with at_desk(screen, ONE, TWIN, OTHER) as at:
        before = dict(at.host.book.projects)
        screen.select(screen.selection.go("a"))
        await at.press("M")
        assert "which one stays?" in at.foot()
        await at.press("a")
        assert set(at.host.book.projects) == {"a", "c"}
        merged = at.project("a")
        assert (merged.name, merged.owner) == ("Harbour", "Wang")
        assert sorted(each.name for each in merged.contacts) == ["Ho", "Li"]
        assert "owner Wang (not Zhou)" in at.foot()
        await at.press("u")
        assert dict(at.host.book.projects) == before


async def test_two_marked_rows_are_merged_into_the_one_that_stays() -> None:
    screen = PipelineScreen()
    async with at_desk(screen, ONE, OTHER) as at:
        screen.select(screen.selection.go("a"))
        await at.press("M")
        assert "mark two projects" in at.foot()
        await at.press("asterisk", "M", "b")
        assert len(at.host.book.projects) == 1


async def test_a_customer_is_renamed_for_all_its_projects_near_names_first() -> None:
    screen = PipelineScreen()
    async with at_desk(screen, ONE, TWIN, OTHER) as at:
        screen.select(screen.selection.go("a"))
        at.screen.action_command("customer")
        assert "Port Ltd. (1)" in at.foot()
        await at.press("a")
        assert {each.customer for each in at.host.book.projects.values()} == {"Port Ltd."}
        assert "2 projects, one account with 1 of Port Ltd." in at.foot()
        at.screen.action_command("customer")
        await at.press(*"Harbours", "enter")
        assert {each.customer for each in at.host.book.projects.values()} == {"Harbours"}
        await at.press("u", "u")
        assert at.project("a").customer == "Port"


async def test_a_twin_is_settled_from_its_row() -> None:
    screen = PipelineScreen()
    async with at_desk(screen, ONE, TWIN, OTHER) as at:
        screen.select(screen.selection.go("c"))
        await at.press("d")
        assert "two deals" not in at.foot()
        screen.select(screen.selection.go("a"))
        await at.press("d")
        assert "one deal" in at.foot()
        await at.press("t")
        assert at.project("a").apart == ("b",)
        await at.press("d", "u")
        assert at.project("a").apart == ()


async def test_which_stays_is_asked_by_what_tells_them_apart() -> None:
    missing = SourceRef(source="weekly", owner="Wang", gone=date(2026, 2, 1))
    money = amount(300_000, 300_000, "USD")
    first = project("P2", id="a", name="Yards", customer="Port", amount=money, sources=(missing,))
    other = project("P2", id="b", name="Yards", customer="Dock", amount=None)
    screen = PipelineScreen()
    async with at_desk(screen, first, other) as at:
        await at.press("asterisk", "M")
        foot = " ".join(at.foot().split())
        assert "Yards @Port $300k (gone from weekly)" in foot
        assert "Yards @Dock" in foot


async def test_the_same_key_keeps_the_same_one_from_either_row() -> None:
    first = project(id="1", name="Ostrava", customer="CEZ", owner="Adler")
    second = project(id="2", name="Ostrava", customer="CEZ", owner="Bauer")
    for start in ((), ("j",)):
        async with at_desk(PipelineScreen(), first, second) as at:
            await at.press(*start, "M", "a")
            assert [each.owner for each in at.host.book.projects.values()] == ["Adler"]
