"""Days in a stage and to signing: what goes on is censored, not left out."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.model import Project
from deals.numbers.durations import (
    Spell,
    SpellEnd,
    estimate_duration,
    estimate_signing,
    estimate_signing_days,
    estimate_stage_days,
    find_stage_spell,
)
from tests.deals.makers import DEFAULT
from tests.deals.numbers.pasts import journey, journeys, story

HALF = Fraction(1, 2)
ENDS: dict[str, SpellEnd | None] = {"": "left", "+": None, "s": "signed", "l": "lost"}


def spells(text: str) -> list[Spell]:
    """Read spells: `30` days that ended, `60+` that go on, `20s` to signing, `40l` lost."""
    return [
        Spell(int(part.rstrip("+sl")), ENDS[part.lstrip("0123456789")]) for part in text.split()
    ]


@pytest.mark.parametrize(
    ("text", "shares", "median", "longest"),
    [
        (
            "30 45 60+ 70 90+ 120",
            {30: Fraction(5, 6), 45: Fraction(2, 3), 70: Fraction(4, 9), 120: 0},
            70,
            120,
        ),
        ("30 50+ 80+ 90+", {30: Fraction(3, 4)}, None, 90),
        # What ended on the day comes before what is censored on it.
        ("30+ 30", {30: HALF}, 30, 30),
        ("30 30 30+", {30: Fraction(1, 3)}, 30, 30),
        ("30+", {}, None, 30),
        ("", {}, None, 0),
    ],
)
def test_days_in_a_stage(
    text: str, shares: dict[int, Fraction], median: int | None, longest: int
) -> None:
    found = estimate_duration(spells(text))
    assert dict(found.steps) == shares
    assert (found.median, found.longest) == (median, longest)
    assert (found.count, found.open) == (len(text.split()), text.count("+"))


@pytest.mark.parametrize(
    ("text", "day", "share"),
    [
        ("20s 40l 50+ 60s", 60, Fraction(3, 4)),
        ("20s 40l 50+ 60s", 59, Fraction(1, 4)),
        ("20s 40l 50+ 60s", 19, 0),
        # Being lost takes from what may still be signed; taken as censored it would not.
        ("20l 40s", 40, HALF),
        ("20+ 40s", 40, 1),
        ("20s 20l 20+", 20, Fraction(1, 3)),
    ],
)
def test_days_to_signing(text: str, day: int, share: Fraction) -> None:
    assert estimate_signing(spells(text)).signed_by(day) == share


def test_half_are_signed_or_it_is_not_reached() -> None:
    assert estimate_signing(spells("20s 40l 50+ 60s")).median == 60
    assert estimate_signing(spells("20s 40l 50l 60+")).median is None


ends: st.SearchStrategy[SpellEnd | None] = st.sampled_from(["signed", "lost", None])
some_spells = st.lists(st.builds(Spell, st.integers(0, 30), ends), max_size=15)


@given(some_spells)
def test_signed_lost_and_what_goes_on_are_all(every: Sequence[Spell]) -> None:
    signing, duration = estimate_signing(every), estimate_duration(every)
    for (day, signed, lost), (on, share) in zip(signing.steps, duration.steps, strict=True):
        assert day == on
        assert signed + lost + share == 1
    shares = [share for _day, share in duration.steps]
    assert shares == sorted(shares, reverse=True)
    assert all(0 <= share < 1 for share in shares)


@given(some_spells)
def test_with_nothing_censored_they_are_plain_shares(every: Sequence[Spell]) -> None:
    ended = [spell for spell in every if spell.end]
    found = estimate_signing(ended)
    for day in range(31):
        signed = sum(spell.end == "signed" and spell.days <= day for spell in ended)
        assert found.signed_by(day) * len(ended) == signed


@pytest.mark.parametrize(
    ("past", "days", "end"),
    [
        (story("on", (0, "P1"), (1, "P2"), (31, "P3")), 30, "left"),
        (story("jump", (0, "P1"), (5, "P2"), (30, "P4")), 25, "left"),
        (story("there", (0, "P1"), (1, "P2")), 99, None),
        (story("lost", (0, "P1"), (1, "P2"), (41, "lost")), 40, "left"),
        (story("held", (0, "P1"), (1, "P2"), (41, "on_hold")), 40, None),
        (
            story("again", (0, "P1"), (1, "P2"), (10, "on_hold"), (20, "open"), (51, "P3")),
            50,
            "left",
        ),
        (story("back", (0, "P1"), (5, "P2"), (10, "P1"), (20, "P2"), (50, "P3")), 45, "left"),
        (story("won", (0, "P1"), (1, "P2"), (41, "won")), 40, "left"),
    ],
    ids=lambda value: value.id if isinstance(value, Project) else "",
)
def test_the_days_of_a_project_in_a_stage(past: Project, days: int, end: SpellEnd | None) -> None:
    assert find_stage_spell(journey(past, 100), 2) == Spell(days, end, past.id)


@pytest.mark.parametrize(
    "past",
    [
        story("below", (0, "P1")),
        story("over", (0, "P1"), (5, "P3")),
        # Nobody saw it there at the end of a day.
        story("through", (0, "P1"), (5, "P2"), (5, "P3")),
        story("ended", (0, "P2"), (0, "lost")),
        # It came into the book there: nobody knows since when it stood there.
        story("came", (0, "P2"), (30, "P3")),
        story("came-won", (0, "P7"), (0, "won")),
    ],
    ids=lambda past: past.id,
)
def test_a_stage_that_was_never_stood_at(past: Project) -> None:
    assert find_stage_spell(journey(past, 100), 2) is None


def test_a_signed_project_still_stands_at_its_stage() -> None:
    past = story("signed", (0, "P5"), (20, "P6"))
    assert find_stage_spell(journey(past, 100), 6) == Spell(80, None, "signed")


def test_stages_by_name() -> None:
    past = [story("a", (0, "P0"), (1, "P2"), (31, "P3")), story("b", (0, "P0"), (1, "P2"))]
    found = estimate_stage_days(journeys(past, 100), DEFAULT)
    assert list(found) == ["P0", "P2", "P3"]
    assert (found["P2"].median, found["P2"].count, found["P2"].open) == (30, 2, 1)
    assert (found["P3"].median, found["P3"].longest) == (None, 69)


def test_to_signing_from_when_it_is_known() -> None:
    past = [
        story("won", (0, "P0"), (20, "P6")),
        story("lost", (0, "P2"), (40, "lost")),
        story("open", (50, "P2")),
        story("late", (40, "P3"), (100, "P6"), (110, "P7"), (110, "won")),
        # Came to us signed: nobody knows how long it took.
        story("before", (0, "P6")),
    ]
    found = estimate_signing_days(journeys(past, 100))
    assert (found.count, found.open) == (4, 1)
    assert found.signed_by(60) == Fraction(3, 4)
