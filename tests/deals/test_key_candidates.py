"""Key projects: candidates by money, nearness and stage, and leads that were only telephoned."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from deals.glances import make_glance
from deals.key_candidates import find_key_candidates, why_unmet
from deals.model import Contact, ExchangeRate, Project, Touch
from deals.numbers.day_rates import DayRates
from tests.deals.makers import DEFAULT, TODAY, amount, contact, playbook, project
from wording.candidate_texts import candidate_text

MET = (contact("何总", 3, level="high"),)
COACH = (contact("Kim", 4, stance="supports"),)
PHONED = (Touch(on=date(2026, 2, 20), how="call"),)


def deal(id: str, stage: str, money: int, signs: str, **more: object) -> Project:
    """Return an open project of Wang's; nobody of 万 here, amounts are whole units."""
    given: dict[str, object] = {"owner": "Wang", "contacts": MET, **more}
    return project(stage, id=id, name=id, amount=amount(money), signs=signs, **given)


def proposed(*projects: Project) -> list[list[str]]:
    """Return the ids of what is proposed, owner by owner."""
    found = find_key_candidates(projects, DEFAULT, TODAY, DayRates())
    return [[each.project.id for each in keys.proposed] for keys in found]


@pytest.mark.parametrize(
    ("projects", "ids"),
    [
        # Three of four: 300 at 50%, 500 at 25%, 400 at 30%, and then only 900 at 10%.
        (
            [
                deal("a", "P0", 900, "26-04-30"),
                deal("b", "P4", 300, "26-04-30"),
                deal("c", "P2", 500, "26-04-30"),
                deal("d", "P3", 400, "26-04-30"),
            ],
            ["b", "c", "d"],
        ),
        # Of two alike the nearer one comes first; one past its date is as one far off.
        ([deal("a", "P4", 500, "26-11-30"), deal("b", "P4", 500, "26-04-30")], ["b", "a"]),
        ([deal("a", "P4", 500, "26-02-28"), deal("b", "P4", 300, "26-04-30")], ["b", "a"]),
        # A coach makes the smaller one more likely: 100 * 1.25 against 110.
        (
            [
                deal("a", "P4", 110, "26-04-30"),
                deal("b", "P4", 100, "26-04-30", contacts=COACH),
            ],
            ["b", "a"],
        ),
        # Currencies are not compared: the best of each in turns, that of most projects first.
        (
            [
                project("P4", id="u", owner="Wang", amount=amount(9, currency="USD")),
                deal("a", "P1", 100, "26-04-30"),
                deal("b", "P1", 200, "26-04-30"),
            ],
            ["b", "u", "a"],
        ),
        # What is starred takes room, and an amount is wanted.
        (
            [
                deal("a", "P4", 500, "26-04-30", key=True),
                deal("b", "P4", 400, "26-04-30", key=True),
                deal("c", "P4", 300, "26-04-30"),
                deal("d", "P4", 200, "26-04-30"),
                project("P5", id="e", owner="Wang"),
            ],
            ["c"],
        ),
    ],
)
def test_candidates_go_by_money_nearness_and_stage(projects: list[Project], ids: list[str]) -> None:
    assert proposed(*projects) == [ids]


def test_each_owner_has_candidates_of_their_own_and_what_ended_or_is_signed_is_none() -> None:
    (first, second) = find_key_candidates(
        [
            deal("a", "P4", 500, "26-04-30", owner="Li"),
            deal("b", "P4", 400, "26-04-30"),
            deal("c", "P4", 300, "26-04-30", owner="wang"),
            deal("d", "P4", 900, "26-04-30", status="lost"),
            deal("e", "P6", 900, "26-04-30"),
        ],
        DEFAULT,
        TODAY,
        DayRates(),
    )
    assert (first.owner, [each.project.id for each in first.proposed]) == ("Wang", ["b", "c"])
    assert (second.owner, [each.project.id for each in second.proposed]) == ("Li", ["a"])


@pytest.mark.parametrize(
    ("contacts", "touches", "why"),
    [
        ((), PHONED, "phone"),
        ((contact("Ann", 1),), PHONED, "phone"),
        ((contact("Ann", None),), PHONED, "phone"),
        ((contact("Ann", 2),), PHONED, ""),
        ((contact("Ann", 1),), (*PHONED, Touch(on=date(2026, 2, 21), how="visit")), ""),
        ((contact("Ann", 1),), (), "unmet"),
        ((contact("Ann", 1), contact("Bo", None)), (), ""),
        ((), (), ""),
    ],
)
def test_a_lead_that_was_only_telephoned_is_to_be_met_or_dropped(
    contacts: tuple[Contact, ...], touches: tuple[Touch, ...], why: str
) -> None:
    huge = deal("a", "P1", 90_000_000, "26-04-30", contacts=contacts, touches=touches)
    assert why_unmet(huge) == why
    (keys,) = find_key_candidates(
        [huge, deal("b", "P1", 100, "26-04-30")], DEFAULT, TODAY, DayRates()
    )
    assert [each.project.id for each in keys.unmet] == (["a"] if why else [])
    assert [each.project.id for each in keys.proposed] == (["b"] if why else ["a", "b"])


def test_a_team_says_how_many_are_key_who_is_a_coach_and_when_a_lead_is_met() -> None:
    team = playbook(
        "[key-projects]\nmost = 1\ndays = 1\n[thresholds.no-coach]\nfrom = 'P3'\ncr = 5\n"
    )
    met, huge = deal("a", "P4", 500, "26-04-11", contacts=COACH), deal("b", "P4", 400, "26-04-11")
    lead = deal("c", "P1", 900, "26-04-11", contacts=(), touches=PHONED)
    (keys,) = find_key_candidates([met, huge, lead], team, TODAY, DayRates())
    assert [candidate_text(each) for each in (*keys.proposed, *keys.unmet)] == [
        "number 2 of Wang, closes in 40 days, P4",
        "only telephoned so far: meet somebody within 1 day, or drop it",
    ]


@pytest.mark.parametrize(
    ("projects", "texts"),
    [
        (
            [
                deal("a", "P4", 500, "26-04-11", contacts=COACH),
                deal("b", "P2", 300, "26-03-01", contacts=()),
            ],
            [
                "largest of Wang, closes in 40 days, P4, has a coach",
                "number 2 of Wang, close date past by 1 day, P2, nobody named",
            ],
        ),
        (
            [
                deal("a", "P4", 500, "26-04-11"),
                project("P1", id="u", owner="Wang", amount=amount(9, currency="USD")),
            ],
            [
                "only one of Wang in CNY, closes in 40 days, P4",
                "only one of Wang in USD, no close date, P1, nobody named",
            ],
        ),
        (
            [deal("a", "P1", 500, "26-04-11", touches=PHONED, contacts=())],
            ["only telephoned so far: meet somebody within 7 days, or drop it"],
        ),
    ],
)
def test_reasons_are_said_in_words(projects: list[Project], texts: list[str]) -> None:
    (keys,) = find_key_candidates(projects, DEFAULT, TODAY, DayRates())
    assert [candidate_text(each) for each in (*keys.proposed, *keys.unmet)] == texts


def test_of_a_summary_nobody_says_that_nobody_is_named() -> None:
    whole = deal("a", "P2", 500, "26-04-11")
    whole = whole.model_copy(update={"contacts": (contact("何总", 2),)})
    bare = deal("b", "P2", 400, "26-04-11", contacts=())
    summaries = [make_glance(each, DEFAULT, TODAY) for each in (whole, bare)]
    (keys,) = find_key_candidates(summaries, DEFAULT, TODAY, DayRates())
    assert ["nobody named" in candidate_text(each) for each in keys.proposed] == [False, True]


def test_currencies_with_a_rate_are_one_order() -> None:
    projects = [
        deal("a", "P1", 100, "26-04-30"),
        deal("b", "P1", 300, "26-04-30"),
        project(
            "P1",
            id="u",
            name="u",
            owner="Wang",
            contacts=MET,
            signs="26-04-30",
            amount=amount(30, currency="USD"),
        ),
    ]
    usd = ExchangeRate(name="USD", currency="USD", home="CNY", on=TODAY, rate=Decimal(7))
    (keys,) = find_key_candidates(projects, DEFAULT, TODAY, DayRates("CNY", {"USD": usd}))
    assert [each.project.id for each in keys.proposed] == ["b", "u", "a"]
    assert [(each.place, each.among, each.mixed) for each in keys.proposed] == [
        (1, 3, False),
        (2, 3, False),
        (3, 3, False),
    ]
    (apart,) = find_key_candidates(projects, DEFAULT, TODAY, DayRates())
    assert [
        (each.place, each.among, each.mixed) for each in apart.proposed if each.pool == "USD"
    ] == [(1, 1, True)]
