"""Templates of plans: the default playbook's fit any project with a close date far enough off."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.model import Member, PlanRow, Project, Stamp
from deals.parsing.reading_context import ReadingContext
from deals.planning.templates import apply_template, sort_templates, template_ranges
from deals.playbook import PlanTemplate
from tests.deals.makers import DEFAULT, NOW, TODAY, contact, playbook, project

TEMPLATES = {template.id: template for template in DEFAULT.templates}


def reading() -> ReadingContext:
    ids = count(1)
    return ReadingContext(DEFAULT, Stamp(at=NOW, by="林", today=TODAY), lambda: f"new-{next(ids)}")


def deal(signs: str = "2026-06-30", **fields: object) -> Project:
    base: dict[str, object] = {"customer": "北辰电力", "owner": "林", "stage": "P4"}
    people = [contact("何总", role="decides")]
    team = [Member(name="周", part="leader")]
    made = project(signs=signs, contacts=people, team=team)
    return Project.model_validate({**dict(made), **base, **fields})


@pytest.mark.parametrize("chosen", DEFAULT.templates, ids=lambda chosen: chosen.id)
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_defaults_fill_in_names_days_and_links(chosen: PlanTemplate, lang: str) -> None:
    rows = apply_template(deal(tender="2026-05-20"), chosen, reading(), lang)
    assert len(rows) == len(chosen.rows)
    ids = [row.id for row in rows]
    for at, row in enumerate(rows):
        assert row.start is not None
        assert row.end is not None
        assert TODAY <= row.start <= row.end
        assert row.responsible == ("周" if chosen.rows[at].responsible == "leader" else "林")
        assert "{" not in row.content + row.aim
        assert row.after is None or row.after in ids[:at]


def test_names_that_are_not_known_are_words() -> None:
    chosen = TEMPLATES["reach-the-top"]
    rows = apply_template(deal(contacts=[], customer=""), chosen, reading(), "zh_CN")
    assert rows[0].content == "找到能引见决策人的人"


def test_a_template_that_does_not_fit_is_refused() -> None:
    bid = TEMPLATES["bid"]
    for signs, code in (("", "template-no-signing"), ("2026-03-20", "template-too-late")):
        late = deal(signs)
        with pytest.raises(UserError) as refused:
            apply_template(late, bid, reading(), "en")
        assert refused.value.code == code


@given(st.sampled_from(DEFAULT.templates), st.integers(-30, 90))
def test_every_way_that_is_left_lays_the_days_as_it_says(chosen: PlanTemplate, left: int) -> None:
    signs = TODAY + timedelta(left)
    made = deal(f"{signs}")
    ways = template_ranges(made, chosen, TODAY)
    assert ways
    for way, span in ways.items():
        rows = apply_template(made, chosen, reading(), "en", way)
        starts, ends = zip(*(days(row) for row in rows), strict=True)
        assert (min(starts), max(ends)) == span
        assert min(starts) >= TODAY
        assert all(start <= end for start, end in zip(starts, ends, strict=True))
        checks = [check.on for row in rows for check in row.checkpoints if check.on is not None]
        assert all(checkpoint >= TODAY for checkpoint in checks)
        if way == "squeeze":
            assert max(ends) <= signs
        else:
            lengths = [(end - start).days + 1 for start, end in zip(starts, ends, strict=True)]
            assert lengths == [row.days for row in chosen.rows]


def test_a_template_squeezed_keeps_its_order_and_its_share_of_the_days() -> None:
    bid = TEMPLATES["bid"]
    rows = apply_template(deal("2026-03-17"), bid, reading(), "en", "squeeze")
    assert [days(row) for row in rows] == [
        (date(2026, 3, 2), date(2026, 3, 2)),
        (date(2026, 3, 3), date(2026, 3, 4)),
        (date(2026, 3, 3), date(2026, 3, 7)),
        (date(2026, 3, 8), date(2026, 3, 11)),
        (date(2026, 3, 10), date(2026, 3, 11)),
    ]


def test_the_ways_that_are_left_depend_on_the_signing() -> None:
    bid, reach = TEMPLATES["bid"], TEMPLATES["reach-the-top"]
    for signs, ways in (
        ("2026-06-30", ["dates"]),
        ("2026-03-20", ["squeeze", "shift"]),
        ("2026-03-02", ["shift"]),
        ("2026-01-02", ["shift"]),
        ("", ["shift"]),
    ):
        assert list(template_ranges(deal(signs), bid, TODAY)) == ways
    assert list(template_ranges(deal(""), reach, TODAY)) == ["dates"]


def days(row: PlanRow) -> tuple[date, date]:
    assert row.start is not None
    assert row.end is not None
    return row.start, row.end


def test_those_for_the_stage_and_the_market_come_first() -> None:
    assert sort_templates(deal(stage="P4"), DEFAULT)[0].id == "bid"
    defended = deal(stage="P0", market={"kind": "defended"})
    assert sort_templates(defended, DEFAULT)[0].id == "hold-the-account"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        (
            '[{ field = "none", content = { en = "a", zh_CN = "a" }, start = "+1d" }]',
            "field-unknown",
        ),
        (
            '[{ field = "product", content = { en = "{x}", zh_CN = "a" }, start = "+1d" }]',
            "figure-unknown",
        ),
        ('[{ field = "product", content = { en = "a", zh_CN = "a" }, start = "soon" }]', "id-odd"),
        (
            '[{ field = "product", content = { en = "a", zh_CN = "a" }, start = "D", after = 1 }]',
            "too-large",
        ),
    ],
)
def test_a_broken_template_is_refused(rows: str, code: str) -> None:
    text = f'[[templates]]\nid = "t"\nname = {{ en = "T", zh_CN = "T" }}\nrows = {rows}\n'
    with pytest.raises(UserError) as refused:
        playbook(text)
    assert refused.value.code == f"playbook-{code}"


def test_days_of_a_template_count_from_the_tender_day_too() -> None:
    chosen = TEMPLATES["bid-file"]
    rows = apply_template(deal(tender="2026-05-20"), chosen, reading(), "en")
    assert rows[2].checkpoints[0].on == date(2026, 5, 20)
    assert rows[0].start == date(2026, 4, 30)
    for tender, code in ((None, "template-no-tender"), ("2026-03-10", "template-too-late")):
        with pytest.raises(UserError) as refused:
            apply_template(deal(tender=tender), chosen, reading(), "en")
        assert refused.value.code == code
    assert set(template_ranges(deal(tender="2026-03-10"), chosen, TODAY)) == {"squeeze", "shift"}
    assert set(template_ranges(deal(), chosen, TODAY)) == {"shift"}
