from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import store
from deals.edits.patches import diff_books, invert
from deals.edits.stages import move_stage
from deals.errors import UserError
from deals.merging.records import merge_patch
from deals.model import US, Book, Contact, MarketCell, Precision, Project, Stamp, Status
from deals.own_columns import OwnColumns
from deals.parsing.amounts import parse_amount
from deals.parsing.windows import parse_window, window_text
from deals.rules.triage import Assessments, assess
from deals.rules.triage_rules import RULES
from deals.search import has_han
from store.sample import (
    FIRST,
    LANGUAGES,
    LAST,
    sample_book,
    sample_ids,
    with_sample,
    without_samples,
)
from tests.deals.accounts import shared
from tests.deals.makers import DEFAULT as PLAYBOOK
from tests.deals.makers import TODAY, contact, project
from tests.deals.readings import reading

DAYS = [TODAY, date(2024, 2, 29), date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 30)]
COMPLETE = 3
# What only a project that ended has.
ENDED = {"end_reason", "review"}
BROUGHT = {"sources", "key", "key_strategy", "tender", "apart", "also", "absent", "glance"}
"""What comes out of tables or of two records that became one, or is said where need is."""
MIXED = {"Harbour Net II 港区二期", "Saltmarsh Terminals 咸滩码头"}


@cache
def book(lang: str = "en", today: date = TODAY) -> Book:
    at = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
    return sample_book(lang, Stamp(at=at, by="Ann", today=today), "Ann")


def projects(lang: str = "en", today: date = TODAY) -> list[Project]:
    return list(book(lang, today).projects.values())


def richest(lang: str) -> list[Project]:
    return sorted(projects(lang), key=lambda project: -len(project.contacts))[:COMPLETE]


def rules_and_share(lang: str, today: date) -> tuple[set[str], float]:
    """Return the rules that speak up in the sample, and the share of open projects needing
    attention.
    """
    assess = Assessments().assessor(PLAYBOOK, today, book(lang, today))
    answers = [assess(deal) for deal in projects(lang, today) if deal.status == "open"]
    spoken = {flag.rule for answer in answers for flag in answer.flags}
    missed = [flag for answer in answers for flag in answer.flags if "unmet" in flag.case]
    assert missed
    return spoken, sum(answer.attention for answer in answers) / len(answers)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("today", DAYS)
def test_every_rule_fires_and_a_good_third_needs_attention(lang: str, today: date) -> None:
    spoken, share = rules_and_share(lang, today)
    assert spoken == set(RULES) - {"twin", "gone"}  # these come of tables
    assert 0.25 <= share <= 0.5


@given(st.dates(FIRST, LAST))
def test_the_sample_is_as_alive_on_any_day(today: date) -> None:
    assert rules_and_share("en", today) == rules_and_share("en", TODAY)


@pytest.mark.parametrize("today", [FIRST - timedelta(1), LAST + timedelta(1), date.min, date.max])
def test_a_day_too_far_off_is_refused(today: date) -> None:
    with pytest.raises(UserError) as refused:
        book(today=today)
    assert refused.value.code == "sample-day"
    assert refused.value.figures == {"day": f"{today}", "first": f"{FIRST}", "last": f"{LAST}"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_same_day_makes_the_same_book(lang: str) -> None:
    assert book(lang) == book(lang)
    assert list(book(lang).projects) == list(book("en").projects)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_a_whole_pipeline(lang: str) -> None:
    some = projects(lang)
    running = [deal for deal in some if deal.status == "open"]
    assert 28 <= len(some) <= 34
    assert {deal.stage for deal in some} == {stage.id for stage in PLAYBOOK.stages}
    assert {deal.status for deal in some} == set(get_args(Status))
    assert {deal.signs.precision for deal in some if deal.signs} == set(get_args(Precision))
    assert {deal.amount is None or deal.amount.low < deal.amount.high for deal in some} == {
        True,
        False,
    }
    assert len({deal.owner for deal in some}) == 5
    assert 5 <= sum(deal.owner == "Ann" for deal in running) <= 10
    dated = {deal.next_action and deal.next_action.on for deal in running} - {None}
    assert {day < TODAY for day in dated if day} == {True, False}
    assert any(deal.next_action is None for deal in running)
    assert any(deal.next_action and deal.next_action.on is None for deal in running)
    assert any(assess(deal, PLAYBOOK, TODAY).asleep for deal in running)
    assert all(deal.end_reason for deal in some if deal.status != "open")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_are_as_awkward_as_in_life(lang: str) -> None:
    names = [project.name for project in projects(lang)]
    assert any("[/]" in name for name in names)
    assert any(has_han(name) and "Harbour" in name for name in names)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_three_projects_are_complete(lang: str) -> None:
    some = richest(lang)
    assert len(some[0].contacts) >= 14
    for deal in some:
        assert len(deal.contacts) >= 10
        for field in set(Project.model_fields) - ENDED - BROUGHT:
            assert getattr(deal, field), (deal.name, field)
        for field in Contact.model_fields:
            assert any(getattr(person, field) for person in deal.contacts), (deal.name, field)
        assert {person.stance for person in deal.contacts} >= {"supports", "neutral", "competitor"}
        assert {change.field for change in deal.history} >= {"stage", "amount", "signs", "cr"}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_whatever_is_pointed_at_is_there(lang: str) -> None:
    for deal in projects(lang):
        people = {person.id for person in deal.contacts}
        assert len(people) == len(deal.contacts)
        pointed = {person.reports_to for person in deal.contacts} - {None}
        pointed |= {end for line in deal.influences for end in (line.source, line.target)}
        pointed |= {person for touch in deal.touches for person in touch.contacts}
        assert {person.cr_touch for person in deal.contacts} - {None} <= {
            t.id for t in deal.touches
        }
        ours = {member.name for member in deal.team}
        assert {name for person in deal.contacts for name in person.covered_by} <= ours
        pointed |= {change.subject for change in deal.history} - {None}
        assert pointed <= people
        assert {snooze.rule for snooze in deal.snoozes} <= set(RULES)


@pytest.mark.parametrize("today", DAYS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_amounts_and_windows_read_back(lang: str, today: date) -> None:
    for deal in projects(lang, today):
        assert deal.amount is None or deal.amount.same(parse_amount(deal.amount.text))
        assert deal.signs is None or deal.signs.same(parse_window(deal.signs.text))


def current(project: Project) -> Mapping[str, str | None]:
    return {
        "stage": project.stage,
        "status": project.status,
        "amount": project.amount.text if project.amount else None,
        "signs": window_text(project.signs) if project.signs else None,
    }


@pytest.mark.parametrize("today", DAYS)
def test_history_leads_to_what_stands_today(today: date) -> None:
    for deal in projects(today=today):
        now = current(deal)
        cr = {person.id: f"{person.cr}" for person in deal.contacts}
        whole = [(change.field, change.subject) for change in deal.history]
        for field, subject in set(whole):
            moves = [
                each for each in deal.history if (each.field, each.subject) == (field, subject)
            ]
            assert all(earlier.new == later.old for earlier, later in pairwise(moves))
            assert moves[-1].new == (cr[subject] if subject else now[field])
        assert deal.stage == "P0" or "stage" in {field for field, _ in whole}
        times = [change.at for change in deal.history]
        assert times == sorted(times)
        assert all(deal.created_at <= at <= deal.updated_at for at in times)
        assert all(touch.on <= today for touch in deal.touches)


def texts(value: object) -> Iterator[Mapping[str, object]]:
    """Yield the tables that say something in a language."""
    if isinstance(value, dict):
        if not {"en", "zh_CN"}.isdisjoint(value):
            yield value
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def test_every_text_stands_in_every_language() -> None:
    folder = Path(store.__file__).parent / "samples"
    tables = [
        text
        for path in folder.glob("*.toml")
        for text in texts(tomllib.loads(path.read_text("utf-8")))
    ]
    assert len(tables) > 300
    for languages in tables:
        chinese, english = str(languages["zh_CN"]), str(languages["en"])
        assert chinese.count("|") == english.count("|")
        assert english.strip()
        assert has_han(chinese) or chinese == english
        assert not has_han(english) or english in MIXED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_shows_notes_of_several_lines_tags_and_two_columns_of_ones_own(lang: str) -> None:
    some = projects(lang)
    assert any("\n" in deal.remarks for deal in some)
    assert any("\n" in (person.note or "") for deal in some for person in deal.contacts)
    columns = OwnColumns(some)
    assert [columns.column(name).kind for name in columns.names] == ["text", "number"]
    assert 3 <= len([deal for deal in some if deal.own]) < len(some) / 2


# Finding it again --------------------------------------------------------------------------------


def put_in(lang: str = "en", today: date = TODAY, own: Book | None = None) -> Book:
    """Return a book into which the welcome has put the sample."""
    stamp = Stamp(at=datetime(2026, 3, 2, 12, 30, tzinfo=UTC), by="Ann", today=today)
    before = own or Book()
    return shared(before, with_sample(before, lang, stamp, "Ann"), stamp)


OWN = project("P2", id="own", name="Harbour")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("today", DAYS)
def test_it_is_found_and_goes_whole_whenever_it_was_put_in(lang: str, today: date) -> None:
    whole = put_in(lang, today, Book().with_projects(OWN))
    untouched, touched = sample_ids(whole)
    assert set(untouched) == whole.projects.keys() - {"own"}
    assert not touched
    left = without_samples(whole, untouched)
    assert set(left.projects) == {"own"}
    assert not left.competitors
    assert not left.products


def test_what_somebody_edited_is_told_apart_and_undoing_makes_it_untouched() -> None:
    whole = put_in()
    first = next(iter(whole.projects.values()))
    after = whole.with_projects(move_stage(first, -1, reading()))
    assert sample_ids(after)[1] == (first.id,)
    undone = merge_patch(invert(diff_books(whole, after)), after, prefer="theirs").book
    assert not sample_ids(undone)[1]


def test_what_ones_own_projects_use_of_it_stays() -> None:
    whole = put_in()
    rival = next(competitor.name for competitor in whole.competitors if competitor.name != US)
    product = whole.products[0].name
    own = project(
        "P2", id="own", product=product.upper(), contacts=[contact("he", competitor=rival)]
    )
    after = whole.with_projects(own)
    left = without_samples(after, sample_ids(after)[0])
    assert [competitor.name for competitor in left.competitors] == [rival]
    assert [record.name for record in left.products] == [product]


def test_what_somebody_learned_of_its_competitors_stays() -> None:
    whole = put_in()
    rival = next(competitor for competitor in whole.competitors if competitor.name != US)
    noted = rival.model_copy(
        update={"notes": (*rival.notes, MarketCell(dimension="x", note="mine"))}
    )
    others = [noted if competitor is rival else competitor for competitor in whole.competitors]
    after = whole.with_lists(competitors=tuple(others))
    assert without_samples(after, sample_ids(after)[0]).competitors == (noted,)
