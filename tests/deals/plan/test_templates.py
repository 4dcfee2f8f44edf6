"""Templates of plans: the default playbook's fit any project with a signing time far enough off."""

from __future__ import annotations

from itertools import count

import pytest

from deals.fields import Reading
from deals.model import Member, Project, Stamp
from deals.plan.templates import apply_template, fitting, template
from deals.playbook import Template
from deals.refusal import Refusal
from tests.deals.makers import DEFAULT, NOW, TODAY, contact, playbook, project


def reading() -> Reading:
    ids = count(1)
    return Reading(DEFAULT, Stamp(at=NOW, by="林", today=TODAY), lambda: f"new-{next(ids)}")


def deal(signs: str = "2026-06-30", **fields: object) -> Project:
    base: dict[str, object] = {"customer": "北辰电力", "owner": "林", "stage": "P4"}
    people = [contact("何总", role="decides")]
    team = [Member(name="周", part="leader")]
    made = project(signs=signs, contacts=people, team=team)
    return Project.model_validate({**dict(made), **base, **fields})


@pytest.mark.parametrize("chosen", DEFAULT.templates, ids=lambda one: one.id)
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_the_defaults_fill_in_names_days_and_links(chosen: Template, lang: str) -> None:
    rows = apply_template(deal(), chosen, reading(), lang)
    assert len(rows) == len(chosen.rows)
    ids = [one.id for one in rows]
    for at, one in enumerate(rows):
        assert one.start is not None
        assert one.end is not None
        assert TODAY <= one.start <= one.end
        assert one.responsible == ("周" if chosen.rows[at].responsible == "leader" else "林")
        assert "{" not in one.content + one.aim
        assert one.after is None or one.after in ids[:at]


def test_names_that_are_not_known_are_words() -> None:
    chosen = template(DEFAULT, "reach-the-top")
    rows = apply_template(deal(contacts=[], customer=""), chosen, reading(), "zh_CN")
    assert rows[0].content == "找到能引见 决策人 的人"


def test_a_template_that_does_not_fit_is_refused() -> None:
    bid = template(DEFAULT, "bid")
    for signs, code in (("", "template-no-signing"), ("2026-03-20", "template-too-late")):
        late = deal(signs)
        with pytest.raises(Refusal) as refused:
            apply_template(late, bid, reading(), "en")
        assert refused.value.code == code
    with pytest.raises(Refusal):
        template(DEFAULT, "none")


def test_those_for_the_stage_and_the_market_come_first() -> None:
    assert fitting(deal(stage="P4"), DEFAULT)[0].id == "bid"
    defended = deal(stage="P0", market={"kind": "defended"})
    assert fitting(defended, DEFAULT)[0].id == "hold-the-account"


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
    with pytest.raises(Refusal) as refused:
        playbook(text)
    assert refused.value.code == f"playbook-{code}"
