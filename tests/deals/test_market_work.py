"""The bone that each finding of the market goes to."""

from __future__ import annotations

import pytest

from deals.market import bone_of
from deals.model import Project, Strategy, SwotItem
from tests.deals.makers import DEFAULT, project

KINDS = ("strength", "weakness", "opportunity", "threat")


def deal() -> Project:
    return project(
        swot=[SwotItem.model_validate({"id": each, "kind": each, "text": "x"}) for each in KINDS],
        strategies=[
            Strategy(id="so", text="x", uses=("strength", "opportunity")),
            Strategy(id="wo", text="x", uses=("weakness", "opportunity")),
            Strategy(id="st", text="x", uses=("strength", "threat")),
            Strategy(id="wt", text="x", uses=("weakness", "threat")),
            Strategy(id="bare", text="x"),
        ],
    )


@pytest.mark.parametrize(
    ("source", "bone"),
    [
        ("cell:position:华讯", "competitors"),
        ("cell:strategy:华讯", "competitors"),
        ("cell:product:华讯", "product"),
        ("cell:product:", "product"),
        ("cell:standing:华讯", "customer"),
        ("cell:terms:A:B", "commercial"),
        ("cell:service:华讯", "service"),
        ("cell:a team's own:华讯", "competitors"),
        ("note:customer.needs.habit", "customer"),
        ("note:triangle.rival", "competitors"),
        ("note:triangle.us", "product"),
        ("note:triangle.customer", "customer"),
        ("note:stp.segment", "customer"),
        ("note:stp.position", "product"),
        ("swot:strength", "product"),
        ("swot:weakness", "product"),
        ("swot:opportunity", "customer"),
        ("swot:threat", "competitors"),
        ("swot:gone", "competitors"),
        ("strategy:so", "customer"),
        ("strategy:wo", "product"),
        ("strategy:st", "competitors"),
        ("strategy:wt", "competitors"),
        ("strategy:bare", "competitors"),
        ("strategy:gone", "competitors"),
    ],
)
def test_the_bone_of_a_source(source: str, bone: str) -> None:
    assert bone_of(deal(), source, DEFAULT) == bone


def test_a_team_without_that_bone_has_the_work_on_its_first() -> None:
    fields = tuple(each for each in DEFAULT.fields if each.id not in ("service", "customer"))
    team = DEFAULT.model_copy(update={"fields": fields})
    assert bone_of(deal(), "cell:service:华讯", team) == fields[0].id
    assert bone_of(deal(), "cell:product:华讯", team) == "product"
    assert bone_of(deal(), "swot:threat", DEFAULT.model_copy(update={"fields": ()})) == ""


def test_a_teams_own_bone_for_a_theme_is_taken() -> None:
    section = DEFAULT.sections["service"].model_copy(update={"bone": "product"})
    team = DEFAULT.model_copy(update={"sections": {**DEFAULT.sections, "service": section}})
    assert bone_of(deal(), "cell:service:华讯", team) == "product"
