"""What the sample's projects have thought out and planned, and what all of them share."""

from __future__ import annotations

import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest

from deals.edits.patches import diff_books
from deals.fishbone import fishbone, hole_source, suggest_causes
from deals.lessons import LESSON_FIELDS, PREFIX, Lessons
from deals.market import STANDING, find_cross, find_quadrant, market_grid, unused_items
from deals.model import US, Answered, Book, Competitor, Note, Project, Stamp
from deals.network.analysis import analyse
from deals.parsing.text import fold_text
from deals.planning.goals import check_goal, judge_goals
from deals.planning.rows import check_after, late_work, workload_conflicts
from deals.project_notes import OUTLOOK, OUTLOOK_KEYS, STRATEGY, strategy_key
from deals.questions import checklist, due_questions, weak_answers
from deals.rules.gates import missing_gates
from deals.thread import outcomes_of, source_of
from store.check import inspect_store
from store.sample import _THOUGHTS, FIRST, LANGUAGES, LAST, _read, sample_book, with_sample
from store.store import Store
from tests.deals.makers import DEFAULT as PLAYBOOK
from tests.deals.makers import TODAY
from tests.store import commit
from views.styled_text import width

COMPLETE = ("complete_dispatch", "complete_metro", "complete_hospital")
STAMP = Stamp(at=datetime(2026, 3, 2, 12, 30, tzinfo=UTC), by="Ann", today=TODAY)


@cache
def book(lang: str, today: date = TODAY) -> Book:
    return sample_book(lang, Stamp(at=STAMP.at, by="Ann", today=today), "Ann")


def every(lang: str) -> list[Project]:
    return list(book(lang).projects.values())


def complete(lang: str) -> list[Project]:
    names = {_read(file, lang)["projects"][0]["name"] for file in COMPLETE}
    return [deal for deal in every(lang) if deal.name in names]


def team_of(lang: str) -> set[str]:
    words = _read("words", lang)
    return {*words["owners"].values(), *words["ours"].values(), "Ann"}


both = pytest.mark.parametrize("lang", LANGUAGES)
all_complete = pytest.mark.parametrize(
    ("lang", "at"), [(lang, at) for lang in LANGUAGES for at in range(len(COMPLETE))]
)


def market_notes(deal: Project) -> list[Note]:
    """Return the notes of the market page, which stand in cells of it."""
    return [note for note in deal.notes if not note.key.startswith((STRATEGY, OUTLOOK))]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_two_projects_have_an_outlook_and_strategies_and_one_lacks_two(
    lang: str,
) -> None:
    sections = [key for key, each in PLAYBOOK.sections.items() if each.strategy]
    whole = {*map(strategy_key, sections), *OUTLOOK_KEYS}
    written = [
        {note.key for note in deal.notes} - {note.key for note in market_notes(deal)}
        for deal in complete(lang)
    ]
    lacking = {strategy_key("service"), strategy_key("contingency")}
    assert [each for each in written if each] == [whole, whole - lacking]


@all_complete
def test_every_question_has_an_answer_and_they_are_honest(lang: str, at: int) -> None:
    deal = complete(lang)[at]
    assert {answer.question for answer in deal.answers} == set(PLAYBOOK.asked)
    assert {answer.value for answer in deal.answers} == set(get_args(Answered))
    assert all(answer.evidence for answer in deal.answers if answer.value != "unknown")
    assert all(answer.by and answer.owner and answer.on for answer in deal.answers)
    checks = checklist(deal, PLAYBOOK, TODAY).questions
    assert {check.old for check in checks} == {True, False}
    assert not [answer for answer in deal.answers if answer.on and answer.on > TODAY]


@all_complete
def test_the_market_is_filled_in(lang: str, at: int) -> None:
    shared, deal = book(lang).competitors, complete(lang)[at]
    page = PLAYBOOK.market
    keys = {
        f"customer.{side}.{key}" for side in page.customer for key in page.customer[side].questions
    }
    keys |= {f"triangle.{key}" for key in page.triangle} | {f"stp.{key}" for key in page.stp}
    assert {note.key for note in market_notes(deal)} == keys
    assert deal.market.customer and deal.market.stance and deal.market.kind and deal.market.tactic
    columns = market_grid(deal, shared, page)
    assert columns[0].name == US
    assert len(columns) == 3
    for column in columns:
        assert {key for key, cell in column.cells.items() if cell.note} == set(page.dimensions)
    assert len({column.profile for column in columns}) > 1


@all_complete
def test_swot_has_all_four_crosses_and_one_idle_item(lang: str, at: int) -> None:
    deal = complete(lang)[at]
    assert len({item.kind for item in deal.swot}) == 4
    assert {find_cross(deal, each) for each in deal.strategies} == {"SO", "WO", "ST", "WT"}
    assert len(unused_items(deal)) == 1
    items = {item.id for item in deal.swot}
    assert {use for each in deal.strategies for use in each.uses} <= items


@all_complete
def test_the_fishbone_is_nested_and_one_cause_at_least_is_bare(lang: str, at: int) -> None:
    deal = complete(lang)[at]
    bones = fishbone(deal, PLAYBOOK)
    assert all(bone.ribs and bone.title(lang) for bone in bones)
    assert [bone.id for bone in bones if bone.own] == list(deal.bones)
    ribs = [rib for bone in bones for rib in bone.ribs]
    assert len(ribs) == len(deal.causes)
    assert {rib.depth for rib in ribs} == {0, 1}
    assert {bool(rib.rows) for rib in ribs} == {True, False}
    causes = {cause.id: cause for cause in deal.causes}
    holes = {hole_source(place) for place in analyse(deal, PLAYBOOK).holes}
    weak = {f"answer:{answer.question}" for answer in weak_answers(deal, PLAYBOOK)}
    for cause in deal.causes:
        assert cause.parent is None or causes[cause.parent].bone == cause.bone
        assert cause.source in {"", *holes, *weak}
    assert suggest_causes(deal, analyse(deal, PLAYBOOK), PLAYBOOK)


@all_complete
def test_goals_are_a_tree_some_smart_some_lacking(lang: str, at: int) -> None:
    deal = complete(lang)[at]
    for goal in deal.goals:
        check_goal(deal, goal)
        assert goal.cause is None or goal.cause in {cause.id for cause in deal.causes}
    judged = [all(letter.holds for letter in goal) for goal in judge_goals(deal).values()]
    assert 2 <= sum(judged) < len(judged)
    assert any(goal.parent is not None for goal in deal.goals)


@all_complete
def test_plan_rows_point_at_what_is_there(lang: str, at: int) -> None:
    deal = complete(lang)[at]
    goals, causes = {goal.id for goal in deal.goals}, {cause.id for cause in deal.causes}
    ends = {row.id: row.end for row in deal.plan}
    assert {row.bone for row in deal.plan} == {bone.id for bone in fishbone(deal, PLAYBOOK)}
    for row in deal.plan:
        assert row.goal in {None, *goals}
        assert row.cause in {None, *causes}
        check_after(deal, row.id, row.after)
        before = ends[row.after] if row.after else None
        assert row.start
        assert row.end
        assert row.start <= row.end
        assert before is None or before < row.start
    looks = [look for row in deal.plan for look in row.checkpoints]
    assert len({look.id for look in looks}) == len(looks)
    assert {look.done for look in looks} == {True, False}
    assert all(bool(look.result) == look.done for look in looks)
    assert all(look.on and look.on <= TODAY for look in looks if look.done)


@all_complete
def test_the_team_form_is_filled_in_and_everybody_named_is_somebody(lang: str, at: int) -> None:
    deal = complete(lang)[at]
    ours = {member.name for member in deal.team}
    assert {member.part for member in deal.team} == {"leader", "member", "monitor", "sponsor"}
    assert all(member.duties for member in deal.team)
    assert deal.form.filled_by in ours
    assert deal.form.filled_on
    assert deal.form.plan_start
    assert deal.form.remarks
    named = {row.responsible for row in deal.plan} | {goal.responsible for goal in deal.goals}
    named |= {look.by for row in deal.plan for look in row.checkpoints}
    assert named - {""} <= ours
    people = {person.name for person in deal.contacts}
    assert {goal.accepted_by for goal in deal.goals} - {""} <= ours | people


@all_complete
def test_what_the_rooms_show_is_not_cut_at_80_columns(lang: str, at: int) -> None:
    """The rooms leave so many cells for each of these; what is longer would be cut."""
    deal = complete(lang)[at]
    rows = [row.content for row in deal.plan]
    ribs = [
        (rib.cause.text, 14 - 2 * rib.depth)
        for bone in fishbone(deal, PLAYBOOK)
        for rib in bone.ribs
    ]
    shown = [*((text, 18) for text in rows), *ribs]
    shown += [(note.text, 38) for note in market_notes(deal)]
    shown += [(item.text, 35) for item in deal.swot]
    shown += [(cell.note, 17) for rival in book(lang).competitors for cell in rival.notes]
    shown += [(each.note, 17) for each in deal.comparisons]
    assert [text for text, cells in shown if width(text) > cells] == []


@both
def test_late_is_only_what_the_story_wants(lang: str) -> None:
    late = [late_work(deal, TODAY) for deal in complete(lang)]
    assert [(len(entry.rows), len(entry.checks)) for entry in late] == [(1, 1), (0, 0), (0, 0)]


@both
def test_the_thread_leads_from_an_answer_to_a_checkpoint_and_back(lang: str) -> None:
    dispatch = complete(lang)[0]
    assert "cause:finance" in outcomes_of(dispatch, "answer:hold")
    assert "goal:money" in outcomes_of(dispatch, "cause:finance")
    assert "row:quinn" in outcomes_of(dispatch, "goal:money")
    assert "checkpoint:quinn:quinn-1" in outcomes_of(dispatch, "row:quinn")
    assert source_of(dispatch, "checkpoint:quinn:quinn-1") == "row:quinn"


@both
def test_whoever_answers_is_one_of_us(lang: str) -> None:
    ours = team_of(lang)
    for deal in every(lang):
        assert {answer.by for answer in deal.answers} <= ours
        assert {answer.owner for answer in deal.answers} <= {"", *ours}
        assert {note.by for note in deal.notes} | {deal.review.by} <= {"", *ours}
        assert {answer.question for answer in deal.answers} <= set(PLAYBOOK.asked)
        assert len({answer.question for answer in deal.answers}) == len(deal.answers)


@both
def test_two_of_ours_have_too_much_on_the_same_days(lang: str) -> None:
    ours = team_of(lang)
    busy = [name for name in ours if any(workload_conflicts(every(lang), name))]
    assert len(busy) >= 2


@both
def test_gates_and_checks_speak_truthfully(lang: str) -> None:
    running = [deal for deal in every(lang) if deal.status == "open" and deal.stage != "P0"]
    for live in running:
        if PLAYBOOK.reached(live.stage, "P4"):
            lacking = {item.code for item in missing_gates(live, "P4", PLAYBOOK)}
            assert lacking.isdisjoint({"budget", "deciding"}), live.name
    enough = Counter(
        sum(each.points for each in asked) / len(asked) >= PLAYBOOK.thresholds.checks.norm
        for deal in running
        for asked in [due_questions(deal, PLAYBOOK, TODAY)]
    )
    assert enough[True] >= 8
    assert enough[False] >= 8


@both
def test_competitors_and_products_are_shared(lang: str) -> None:
    whole = book(lang)
    assert whole.competitors[0].name == US
    dimensions = set(PLAYBOOK.market.dimensions) - {STANDING}
    for rival in whole.competitors:
        assert {cell.dimension for cell in rival.notes if cell.note and cell.on} == dimensions
        assert {cell.by for cell in rival.notes} <= team_of(lang)
    known = {fold_text(competitor.name) for competitor in whole.competitors}
    for project in whole.projects.values():
        met = {person.competitor for person in project.contacts} | {project.review.rival}
        met |= {comparison.rival for comparison in project.comparisons}
        assert {fold_text(name) for name in met if name} <= known
    assert {record.name for record in whole.products} == {
        p.product for p in whole.projects.values()
    }
    spread = {find_quadrant(record, PLAYBOOK.market) for record in whole.products}
    assert spread == {"star", "cow", "question", "dog"}
    assert all(record.note for record in whole.products)


@both
def test_lessons_are_found_by_customer_and_by_competitor(lang: str) -> None:
    whole, lessons = book(lang), Lessons()
    asked = {PREFIX + question.id for question in PLAYBOOK.review}
    found = lessons.every(whole)
    assert len(found) >= 5
    assert all(deal.review.result and deal.review.reasons and deal.review.lessons for deal in found)
    assert {deal.status for deal in found} >= {"won", "lost", "abandoned"}
    assert any(all(getattr(deal.review, name) for name in LESSON_FIELDS) for deal in found)
    assert any(note.key in asked for deal in found for note in deal.notes)
    for ended in found:
        assert {note.key for note in ended.notes} <= asked
    shown = [lessons.for_project(whole, deal) for deal in complete(lang)]
    assert shown[0][0].customer == complete(lang)[0].customer
    assert all(shown)
    rivals = {deal.review.rival for deal in found} - {""}
    assert len(rivals) >= 2
    for rival in rivals:
        assert 0 < len(_found(whole, rival)) < len(found)


def _found(whole: Book, word: str) -> tuple[Project, ...]:
    def fits(text: str) -> bool:
        return fold_text(word) in text

    return Lessons().matching(whole, [fits])


def test_what_was_thought_out_belongs_to_a_project_of_the_sample() -> None:
    names = {deal.id for deal in every("en")}
    thought = [key for name in _THOUGHTS for key in _read(name, "en")]
    keys = {
        table["key"]
        for path in (files("store") / "samples").iterdir()
        for table in tomllib.loads(path.read_text("utf-8")).get("projects", ())
        if isinstance(table, dict) and "key" in table
    }
    assert len(keys) == len(names)
    assert len(set(thought)) == len(thought)
    assert set(thought) <= keys


@both
@pytest.mark.parametrize("today", [FIRST, LAST])
def test_days_hold_at_both_ends_of_the_calendar(lang: str, today: date) -> None:
    for here, there in zip(book(lang, today).projects.values(), every(lang), strict=True):
        shift = timedelta((today - TODAY).days)
        assert [answer.on for answer in here.answers] == [
            answer.on + shift for answer in there.answers if answer.on
        ]
        assert [row.end for row in here.plan] == [row.end + shift for row in there.plan if row.end]


@both
def test_the_store_with_it_is_sound_and_survives_being_read_again(
    lang: str, tmp_path: Path
) -> None:
    path = tmp_path / "book.json"
    store = Store.open(path)
    whole = with_sample(store.book, lang, STAMP, "Ann")
    commit(store, store.book, whole, "sample", "Ann")
    store.close()
    assert inspect_store(path).sound
    store = Store.open(path)
    assert store.book.competitors == whole.competitors == book(lang).competitors
    assert store.book.products == whole.products
    assert list(store.book.projects.values()) == every(lang)
    store.close()


def test_what_a_book_knows_of_a_competitor_stays() -> None:
    mine = Competitor(name="Halden", notes=())
    before = Book().with_lists(competitors=(mine,))
    after = with_sample(before, "en", STAMP, "Ann")
    assert after.competitors[0] is mine
    assert Counter(competitor.name for competitor in after.competitors) == {
        "Halden": 1,
        US: 1,
        "Corvane": 1,
    }
    assert set(diff_books(before, after).lists) == {"competitors", "products"}
