"""Every key of the key projects: starring a candidate, opening one, finding one."""

from __future__ import annotations

from datetime import date

from deals.model import Project, Touch
from screens.key_projects.screen import KeyProjectsScreen
from screens.people.screen import PeopleScreen
from tests.deals.makers import amount, contact, project
from tests.screens.hosting import at_desk


def some() -> list[Project]:
    """Return a key project, a candidate, and a large lead that was only telephoned."""
    met = [contact("何总", 3, level="high")]
    return [
        project("P4", id="a", name="Harbour", owner="Wang", key=True, contacts=met),
        project("P3", id="b", name="Metro", owner="Wang", contacts=met, amount=amount(5)),
        project(
            "P1",
            id="c",
            name="Airport",
            owner="Wang",
            amount=amount(900),
            touches=[Touch(on=date(2026, 2, 20), how="call")],
        ),
    ]


async def test_candidates_are_starred_and_opened_from_the_list() -> None:
    async with at_desk(KeyProjectsScreen(), *some()) as at:
        rows = at.shown("rows").splitlines()
        assert rows[1].strip() == "Wang  * 1  + 1  ! 1"
        signs = [text[1] for text in rows[2:] if text[1:2].strip()]
        assert signs == ["*", "+", "!"]
        assert "no strategy written yet" in rows[2]
        await at.press("j")
        assert "number 2 of Wang, no close date, P3" in at.shown("about")
        await at.press("S")
        await at.type("by the pilot\n")
        assert at.project("b").key_strategy == "by the pilot"
        assert "2 key projects" in at.shown("title")
        await at.press("slash")
        await at.type("air\n")
        assert "only telephoned" in at.shown("about")
        await at.press("L", "q", "alt+s", "escape", "enter")
        assert isinstance(at.screen, PeopleScreen)
        assert at.screen.project.id == "c"


async def test_the_cursor_goes_on_to_the_next_candidate_after_a_star() -> None:
    met = [contact("何总", 3, level="high")]
    deals = [
        project("P3", id=id_, name=name, owner="Wang", contacts=met, amount=amount(size))
        for id_, name, size in (("a", "Harbour", 9), ("b", "Metro", 8), ("c", "Airport", 7))
    ]
    async with at_desk(KeyProjectsScreen(), *deals) as at:
        await at.press("S", "enter")
        assert "Metro" in at.shown("about")
        await at.press("S", "enter")
        assert "Airport" in at.shown("about")
        assert [at.project(id_).key for id_ in "abc"] == [True, True, False]
        # Taken back, the star goes from the row, and the cursor stays among the stars.
        await at.press("k", "S")
        await at.type("-\n")
        assert "Harbour" in at.shown("about")
