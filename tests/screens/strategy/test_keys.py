"""Every key of the strategy room, and what it shows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from rich.cells import cell_len

from deals.model import Answer, Note, Project
from deals.project_notes import strategy_key
from deals.questions import causes_of, rows_of
from screens.help.screen import CommandsScreen
from screens.notes.screen import NotesScreen
from screens.people.screen import PeopleScreen
from screens.pipeline.screen import PipelineScreen
from screens.strategy.screen import StrategyScreen
from tests.deals.makers import DEFAULT, TODAY, project
from tests.screens.hosting import Desk, at_desk, present_view, screen_text

OLD = TODAY - timedelta(days=72)


def deal_with_answers() -> Project:
    """Return a project with an old yes, a no and an answer to a question that is asked no more.

    Its strategies are written.
    """
    answers = [
        Answer(question="kind", value="yes", on=TODAY),
        Answer(question="stance", value="yes", on=TODAY),
        Answer(question="channels", value="yes", evidence="老郭 calls", on=OLD, by="周"),
        Answer(question="rivals", value="no", evidence="[/] nobody asked", on=TODAY),
        Answer(question="gone", value="partly", on=OLD),
    ]
    notes = [
        Note(key=strategy_key(section), text="as agreed")
        for section, each in DEFAULT.sections.items()
        if each.strategy
    ]
    return project("P3", id="one", owner="林", answers=answers, notes=notes)


def strategy(at: Desk) -> StrategyScreen:
    """Return the room."""
    assert isinstance(at.screen, StrategyScreen)
    return at.screen


def answer_to(at: Desk, question: str) -> Answer | None:
    """Return the answer as it now stands."""
    return next(
        (answer for answer in at.project("one").answers if answer.question == question), None
    )


def current(at: Desk) -> tuple[str, str | None]:
    """Return section and question under the cursor."""
    return strategy(at).section, strategy(at).selection.current


async def test_a_room_stars_its_project() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("S")
        await at.type("win the CFO\n")
        starred = at.project(deal.id)
        assert (starred.key, starred.key_strategy) == (True, "win the CFO")
        await at.press("S", "ctrl+u")
        await at.type("-\n")
        assert (at.project(deal.id).key, at.project(deal.id).key_strategy) == (False, "win the CFO")


@pytest.mark.parametrize("size", [(80, 24), (140, 40)])
async def test_sections_and_questions_stand_side_by_side(size: tuple[int, int]) -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal, size=size) as at:
        sections, rows = at.shown("sections"), at.shown("rows")
        assert all(each.name.en in sections for each in DEFAULT.sections.values())
        assert "retired" in sections
        assert "72 days old: still so?" in rows
        assert rows.count(" ~") == 4
        assert "72 days old" in at.shown("detail")
        assert "老郭 calls" in at.shown("detail")
        assert "~ 11 late  33 of 36 unknown" in at.shown("title")
        assert "老郭 calls" in rows


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("y", "yes"),
        ("f2", "yes"),
        ("p", "partly"),
        ("f3", "partly"),
        ("n", "no"),
        ("f4", "no"),
        ("question_mark", "unknown"),
        ("f5", "unknown"),
        ("fullwidth_question_mark", "unknown"),
    ],
)
async def test_a_key_answers_and_steps_on_and_undo_comes_back(key: str, value: str) -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("j", key)
        found = answer_to(at, "relations")
        assert found is not None
        assert (found.value, found.on, found.by) == (value, TODAY, "林")
        assert current(at) == ("customer", "standing")
        await at.press("u")
        assert answer_to(at, "relations") is None
        assert current(at) == ("customer", "relations")


@pytest.mark.parametrize(("key", "value"), [("Y", "yes"), ("P", "partly"), ("N", "no")])
async def test_an_answer_and_what_shows_it_are_given_in_one_step(key: str, value: str) -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("j", key)
        assert answer_to(at, "relations") is None
        await at.type("老郭 said so\n")
        found = answer_to(at, "relations")
        assert found is not None
        assert (found.value, found.evidence) == (value, "老郭 said so")
        assert current(at) == ("customer", "standing")
        await at.press("u")
        assert answer_to(at, "relations") is None


async def test_after_the_last_question_of_a_section_comes_the_next_section() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("G", "y")
        assert current(at) == ("competition", "sources")


async def test_sections_turn_round_and_round() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        for key in ("l", "right", "tab"):
            await at.press(key)
        assert strategy(at).section == "commercial"
        for key in ("h", "left", "shift+tab", "h", "left"):
            await at.press(key)
        assert current(at) == ("-dropped", "gone")
        assert "partly" in at.shown("rows")
        await at.press("y")
        assert "no question here" in at.foot()
        assert answer_to(at, "gone") == deal.answers[4]


@pytest.mark.parametrize(("keys", "field"), [(["enter"], "evidence"), (["o"], "owner")])
async def test_evidence_and_owner_are_typed(keys: list[str], field: str) -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("j", *keys)
        if field == "owner":
            assert "林" in at.foot()
        await at.type("何总 says\n")
        found = answer_to(at, "relations")
        assert found is not None
        assert (getattr(found, field), found.value) == ("何总 says", "unknown")


async def test_others_may_answer_while_evidence_is_typed() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("j", "enter")
        await at.type("seen")
        theirs = Answer(question="trust", value="no", on=TODAY, by="周")
        await at.news(deal.model_copy(update={"answers": (*deal.answers, theirs)}))
        await at.type("\n")
        assert answer_to(at, "trust") == theirs
        found = answer_to(at, "relations")
        assert found is not None
        assert found.evidence == "seen"


async def test_a_weak_answer_becomes_a_row_of_the_plan_once() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("l", "j", "exclamation_mark")
        (row,) = rows_of(at.project("one"), "rivals")
        hint = DEFAULT.asked["rivals"].question.hint
        assert hint is not None
        assert (row.content, row.bone, row.responsible) == (hint.en, "competitors", "林")
        assert len(causes_of(at.project("one"), "rivals")) == 1
        assert f"in the plan: {hint.en}" in at.shown("detail").replace("\n   ", " ")
        await at.press("exclamation_mark")
        assert len(at.project("one").plan) == 1
        assert "already" in at.foot()
        await at.press("u")
        assert (at.project("one").plan, at.project("one").causes) == ((), ())


async def test_the_thread_is_followed() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("l", "j", "greater_than_sign")
        assert "not in the plan yet" in at.foot()


async def test_only_what_is_due_or_weak_is_shown() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("f")
        assert present_view(at) == "only due"
        ids = {question for _page, question in strategy(at).pages.order}
        assert {"channels", "rivals", "budget"} <= ids
        assert "again" not in ids
        await at.press("f")
        assert strategy(at).pages.order == (("competition", "rivals"),)
        assert current(at) == ("competition", "rivals")
        await at.press("y")
        assert "Shown: only weak. No question" in at.shown("rows")
        await at.press("l", "y", "f")
        assert len(strategy(at).pages.order) == 46


async def test_an_answer_that_settles_a_due_question_leaves_the_cursor_on_the_next() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("f", "y")
        assert current(at) == ("customer", "relations")


async def test_find_looks_in_questions_and_evidence() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("slash")
        await at.type("nobody asked")
        assert current(at) == ("competition", "rivals")
        await at.press("escape")
        assert current(at) == ("customer", "channels")
        await at.press("slash")
        await at.type("budget\n")
        assert current(at) == ("facts", "budget")
        await at.press("slash")
        await at.type("zzz")
        assert "no match" in at.foot()


async def test_help_has_a_key_of_its_own_here() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        assert "H help" in at.shown("footer")
        await at.press("H")
        assert isinstance(at.screen, CommandsScreen)


async def test_digits_change_between_the_rooms() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("1")
        assert type(at.screen) is PeopleScreen
        await at.press("2")
        assert strategy(at).section == "customer"
        await at.press("2")
        assert at.foot() == "already in Strategy"


async def test_sections_and_questions_do_not_touch() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        width = at.screen.query_one("#sections").size.width
        lines = at.shown("sections").splitlines()
        assert {(cell_len(each), each[-1]) for each in lines} == {(width, "│")}


async def test_a_stage_change_says_how_many_questions_fall_due() -> None:
    deal = deal_with_answers()
    async with at_desk(PipelineScreen(), deal) as at:
        await at.press("greater_than_sign")
        assert "13 questions now due (open it, then 2)" in at.foot()
        await at.press("less_than_sign")
        assert "due" not in at.foot()


async def test_a_section_opens_with_its_strategy_in_as_many_lines_as_it_takes() -> None:
    deal = deal_with_answers().model_copy(update={"notes": ()})
    async with at_desk(StrategyScreen(deal), deal) as at:
        assert current(at) == ("customer", "strategy.customer")
        assert "not written yet" in at.shown("rows")
        assert "Enter writes it, in one line or several:" in at.shown("detail")
        assert at.shown("footer").split()[:2] == ["Enter", "write"]
        assert "y yes" not in at.shown("footer")
        await at.press("y")
        assert "no question here" in at.foot()
        await at.press("enter")
        assert isinstance(at.screen, NotesScreen)
        await at.type("win the boss\nthen the board")
        await at.press("ctrl+s")
        (note,) = at.project("one").notes
        assert (note.key, note.text) == ("strategy.customer", "win the boss\nthen the board")
        assert (note.by, note.on) == ("林", TODAY)
        assert "win the boss / then the board" in at.shown("rows")
        title, *lines = at.shown("detail").splitlines()
        assert title.startswith("── strategy of Customer ─")
        assert [each.split("  ")[0].strip() for each in lines] == ["win the boss", "then the board"]
        assert "saved: strategy of Customer" in at.foot()
        await at.press("j", "u")
        assert at.project("one").notes == ()
        assert current(at) == ("customer", "strategy.customer")
        await at.press("ctrl+r", "l")
        assert current(at) == ("competition", "strategy.competition")
        await at.press("h")
        assert current(at) == ("customer", "channels")


async def test_the_market_comes_first_and_is_chosen_there_or_in_the_market_room() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("h", "g", "j", "enter", "1", "j", "e", "2")
        market = at.project("one").market
        assert (market.customer, market.stance) == ("new", "defence")
        assert current(at) == ("market", "choice.stance")
        assert "Defence: It is ours" in at.shown("rows")
        await at.press("k", "u")
        assert at.project("one").market.stance is None


async def test_measures_make_a_yes_count() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        strategy(at).go("contingency", "agent")
        await at.press("y")
        assert "without measures it does not count" in at.foot()
        assert "without measures it does not count" in at.shown("rows")
        assert strategy(at).pages.questions["agent"].value == "unknown"
        await at.press("k", "enter")
        assert "measures" in at.foot()
        await at.type("show two reference customers\n")
        assert strategy(at).pages.questions["agent"].value == "yes"
        await at.press("exclamation_mark")
        (row,) = at.project("one").plan
        await at.press("p", "exclamation_mark")
        assert at.project("one").plan == (row,)
        assert row.content == "show two reference customers"


@pytest.mark.parametrize("key", ["n", "p", "question_mark"])
async def test_evidence_of_another_answer_is_former_and_comes_back_with_it(key: str) -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press(key)
        given = answer_to(at, "channels")
        assert given is not None
        assert given.evidence == ""
        assert [(each.value, each.evidence) for each in given.former] == [("yes", "老郭 calls")]
        assert "formerly yes: 老郭 calls" in at.foot()
        assert ("H is help here" in at.foot()) == (key == "question_mark")
        await at.press("k")
        assert "formerly yes: 老郭 calls" in at.shown("detail")
        await at.press("y", "k")
        given = answer_to(at, "channels")
        assert given is not None
        assert (given.value, given.evidence, given.former) == ("yes", "老郭 calls", ())


async def test_work_is_made_of_the_question_just_answered() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("n")
        assert current(at) == ("customer", "relations")
        await at.press("exclamation_mark")
        assert len(rows_of(at.project("one"), "channels")) == 1
        assert DEFAULT.asked["channels"].question.text.en[:20] in at.foot()
        await at.press("exclamation_mark")
        assert len(rows_of(at.project("one"), "relations")) == 1
        await at.press("n", "j", "k", "exclamation_mark")
        assert rows_of(at.project("one"), "relations") != ()
        assert len(rows_of(at.project("one"), "standing")) == 1
        await at.press("y", "exclamation_mark")
        assert "answered yes already" in at.foot()
        assert len(at.project("one").plan) == 3


async def test_good_evidence_is_no_cause() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("exclamation_mark")
        (cause,) = causes_of(at.project("one"), "channels")
        assert "老郭 calls" not in cause.text
        assert cause.text.endswith("yes, 72 days ago")
        (row,) = at.project("one").plan
        assert row.content.startswith("confirm: ")


async def test_what_stands_is_typed_on_whatever_key_opens_its_line() -> None:
    answers = (
        Answer(question="agent", evidence="甲", on=TODAY),
        Answer(question="channels", evidence="乙", on=TODAY),
        Answer(question="rivals", value="no", evidence="丙", on=TODAY),
    )
    deal = project("P3", id="one", owner="林", answers=answers)
    async with at_desk(StrategyScreen(deal), deal) as at:
        for page, question, texts in (
            ("contingency", "agent", ["甲a", "甲ab", "甲abc", "甲abcd"]),
            ("customer", "channels", ["乙a", "b", "c", "cd"]),
            ("competition", "rivals", ["丙a", "b", "c", "cd"]),
        ):
            for key, letter, text in zip("NPYe", "abcd", texts, strict=True):
                strategy(at).go(page, question)
                await at.press(key)
                await at.type(f"{letter}\n")
                given = answer_to(at, question)
                assert given is not None
                assert given.evidence == text
                former = {each.evidence for each in given.former}
            assert former == (set(texts[:2]) if question != "agent" else set())


async def test_the_keys_of_answers_stand_in_the_footer_where_a_question_is() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        for key, offered in (("g", False), ("j", True), ("k", False), ("l", True)):
            await at.press(key)
            assert ("y yes" in at.shown("footer")) == offered
            assert "H help" in at.shown("footer")


async def test_a_small_terminal_has_rows_of_one_line_that_scroll() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal, size=(60, 16)) as at:
        await at.press("l", "l", "l", "G")
        lines = at.shown("rows").splitlines()
        assert len(lines) == 9
        assert lines[-1].startswith("▌")
        assert all("%" in each for each in at.shown("sections").splitlines()[1:])


async def test_a_click_on_what_stands_below_a_row_goes_to_it() -> None:
    deal = deal_with_answers()
    async with at_desk(StrategyScreen(deal), deal) as at:
        await at.press("j", "j")
        rows = at.shown("rows").splitlines()
        below = next(y for y, each in enumerate(rows) if "72 days old" in each)
        await at.pilot.click("#rows", offset=(20, below))
        await at.settle()
        assert current(at) == ("customer", "channels")


async def test_each_of_several_measures_becomes_a_task() -> None:
    measures = "1 letters of three users 2 a visit"
    deal = project(answers=[Answer(question="agent", value="yes", evidence=measures, on=TODAY)])
    async with at_desk(StrategyScreen(deal), deal) as at:
        assert isinstance(at.screen, StrategyScreen)
        at.screen.land("answer:agent")
        await at.settle()
        assert "1 letters of three users" in screen_text(at)
        assert "2 a visit" in screen_text(at)
        await at.press("!", "2")
        assert [row.content for row in at.project(deal.id).plan] == ["a visit"]
        assert "2 a visit  in the plan" in screen_text(at)
        await at.press("!")
        plan = at.project(deal.id).plan
        assert [row.content for row in plan] == ["a visit", "letters of three users"]
        assert len({row.cause for row in plan}) == 1
        await at.press("!")
        assert "already in the plan" in at.foot()
