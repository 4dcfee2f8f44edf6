"""What an edit does besides is said while it is typed, and after: who goes, what is doubtful."""

from __future__ import annotations

from datetime import date

import pytest

from deals.model import Project
from screens.pipeline.screen import PipelineScreen
from tests.deals.makers import action, amount, contact, project
from tests.screens.hosting import at_desk


def some() -> list[Project]:
    """A project with people, a next step and a customer; and another of that customer."""
    people = [contact("Edith", 2, id="edith"), contact("Mo", 4, id="mo")]
    known = {"owner": "Joe", "customer": "Northwind Traders"}
    step = action("call Edith", date(2026, 3, 9))
    return [
        project("P2", id="a", name="Data lake", contacts=people, next_action=step, **known),
        project("P1", id="b", name="Wifi", **known),
    ]


@pytest.mark.parametrize(
    ("field", "typed", "remark"),
    [
        ("contacts", "Edith CR3", "drops Mo (CR4)"),
        ("contacts", "Edith; Mo; 03/04/27", 'is "03/04/27" a name? it reads as a date'),
        ("owner", "P2-P3", 'is "P2-P3" a name? it reads as a stage'),
        ("owner", "350k", 'is "350k" a name? it reads as a figure'),
        ("owner", "joe", "did you mean Joe (1)?"),
        ("customer", "Northwnd Traders", "did you mean Northwind Traders (1)?"),
        ("next", "send the offer 3-12", "replaces: call Edith 2026-03-09"),
        ("stage", "P4", "P4 still missing"),
        ("owner", "李伟", ""),
        ("owner", "Ann 2nd", ""),
        ("next", "call Edith 3-12", ""),
    ],
)
async def test_what_an_edit_does_besides(field: str, typed: str, remark: str) -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        screen = at.screen
        assert isinstance(screen, PipelineScreen)
        screen.select(screen.selection.go("a"))
        screen.edit_row(field)
        await at.press("ctrl+u")
        await at.type(typed)
        assert (remark or "= ") in at.foot() and ("!" in at.foot()) == bool(remark)
        await at.press("enter")
        assert remark in at.foot() and ("!" in at.foot()) == bool(remark)


async def test_a_new_project_of_nearly_a_known_customer_or_owner() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("a")
        await at.type("Portal @Northwnd Traders owner:joe P1")
        asked = "did you mean Joe (2)?"
        assert asked in at.foot() and "did you mean Northwind Traders (2)?" in at.foot()
        await at.press("enter")
        assert asked in at.foot() and "Portal added" in at.foot()


async def test_what_was_not_completed_is_said_where_a_project_is_won() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        screen = at.screen
        assert isinstance(screen, PipelineScreen)
        screen.select(screen.selection.go("a"))
        await at.press("x", "w")
        assert "still missing" in at.foot()
        await at.press("enter")
        assert at.project("a").status == "won" and "still missing" in at.foot()


async def test_what_would_need_attention_but_for_a_snooze_has_its_sign() -> None:
    async with at_desk(PipelineScreen(), *some()) as at:
        await at.press("asterisk", "z", "enter")
        assert at.project("a").snoozes and "▌z Wifi" in at.shown("rows")
        assert "snoozed until 2026-03-09 Mon: " in at.shown("pane")
        assert "no flags" not in at.shown("pane")


async def test_amounts_say_their_currency_beside_others_and_are_in_the_usual_one() -> None:
    dollars = [project("P1", id=f"{at}", amount=amount(300_000, currency="USD")) for at in range(2)]
    async with at_desk(PipelineScreen(), *dollars, project("P1", amount=amount(2_000_000))) as at:
        assert "¥2M" in at.shown("rows") and "¥2M" in at.shown("title")
        await at.press("a")
        await at.type("Portal @Bar P1 2m")
        assert "amount $2M" in at.foot()
        await at.press("ctrl+u")
        await at.type("Portal @Bar P1 200万")
        assert "amount CNY 2M" in at.foot()
