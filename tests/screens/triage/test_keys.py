"""Every key of triage: an answer that leaves no flag settles the project and the next one comes."""

from __future__ import annotations

from datetime import date

import pytest

from deals.model import Project, SourceRef
from deals.parsing.windows import parse_window
from screens.triage.screen import TriageScreen
from screens.triage.view import TriageQueue
from tests.deals.makers import amount, contact, project
from tests.screens.hosting import Desk, at_desk

HOLDING = (contact("何", 2, level="high"), contact("孙", 3, level="middle"))
"""Who bears out P4."""


def flagged_projects() -> list[Project]:
    """Return two late projects, the dearer first, and one with nothing to say about."""
    return [
        project(
            "P4",
            id="a",
            name="港区视频专网",
            signs="26-01-30",
            amount=amount(900),
            contacts=[
                contact("何总", 2, level="high"),
                contact("唐", 4, level="middle", stance="supports"),
            ],
        ),
        project("P2", id="b", name="Acme [/] Co", signs="26-02-20", amount=amount(100)),
        project("P0", id="c", name="calm", signs="2027"),
    ]


def queue(at: Desk) -> TriageQueue:
    """Return who waits."""
    screen = at.screen
    assert isinstance(screen, TriageScreen)
    return screen.queue


async def test_a_star_given_in_triage_settles_nothing_and_is_taken_back() -> None:
    async with at_desk(TriageScreen(["a"]), *flagged_projects()) as at:
        await at.press("S")
        await at.type("先见何总\n")
        assert (at.project("a").key, at.project("a").key_strategy) == (True, "先见何总")
        assert queue(at).waiting == ("a",)
        await at.press("alt+s", "ctrl+u")
        await at.type("-\n")
        assert (at.project("a").key, at.project("a").key_strategy) == (False, "先见何总")
        await at.press("S", "escape", "u", "u")
        assert not at.project("a").key_strategy


async def test_the_flagged_stand_worst_first_and_the_calm_not_at_all() -> None:
    async with at_desk(TriageScreen(["c", "b", "a"]), *flagged_projects()) as at:
        assert queue(at).waiting == ("a", "b")
        assert "2 left" in at.shown("title")
        assert "港区视频专网" in at.shown("card")
        assert "overdue" in at.shown("card")


@pytest.mark.parametrize(
    ("keys", "typed", "field", "left"),
    [
        (["n"], "call 何总 +3d\n", "next_action", "2 of 2"),
        (["f5"], "visit\n", "next_action", "2 of 2"),
        (["w"], "2026-Q4\n", "signs", "1 of 3"),
        (["f4"], "2026-05-30\n", "signs", "1 of 3"),
        (["less_than_sign"], "", "stage", "2 of 2"),
        (["ctrl+left"], "", "stage", "2 of 2"),
        (["greater_than_sign"], "", "stage", "3 of 3"),
        (["ctrl+right"], "", "stage", "3 of 3"),
        (["m"], "80-150万\n", "amount", "3 of 3"),
        (["f3"], "1.2M\n", "amount", "2 of 2"),
        (["c"], "; 吴处长 middle cr4\n", "contacts", "2 of 2"),
        (["f7"], "; 吴处长 middle cr4\n", "contacts", "2 of 2"),
        (["r", "1", "3"], "lunch\n", "contacts", "2 of 2"),
        (["ctrl+e", "1", "plus"], "", "contacts", "2 of 2"),
        (["y"], "met\n", "touches", "2 of 2"),
        (["ctrl+l"], "\n", "touches", "2 of 2"),
        (["o"], "no budget\n", "status", ""),
        (["f6"], "frozen\n", "status", ""),
        (["x", "a"], "no need\n", "status", ""),
        (["ctrl+x", "l"], "price\n", "status", ""),
        (["z"], "holiday\n", "snoozes", ""),
        (["ctrl+s"], "\n", "snoozes", ""),
    ],
)
async def test_an_answer_settles_what_has_no_flag_left_and_undo_brings_it_back(
    keys: list[str], typed: str, field: str, left: str
) -> None:
    async with at_desk(TriageScreen(["a", "b", "c"]), *flagged_projects()) as at:
        assert "2 of 2 flags (! ~) left" in at.shown("card")
        before = getattr(at.project("a"), field)
        await at.press(*keys)
        await at.type(typed)
        assert getattr(at.project("a"), field) != before
        assert queue(at) == (TriageQueue(("a", "b")) if left else TriageQueue(("b",), ("a",)))
        assert ("2 left" if left else "1 left") in at.shown("title")
        assert ("港区视频专网" if left else "Acme [/] Co") in at.shown("card")
        assert f"{left or '3 of 3'} flags (! ~) left" in at.shown("card")
        await at.press("u")
        assert getattr(at.project("a"), field) == before
        assert queue(at) == TriageQueue(("a", "b"))


async def test_an_answer_to_some_of_the_flags_leaves_the_others() -> None:
    async with at_desk(TriageScreen(["b"]), *flagged_projects()) as at:
        await at.press("w")
        await at.type("2027\n")
        assert queue(at) == TriageQueue(("b",))
        assert "2 of 4 flags (! ~) left" in at.shown("card"), "cr-stage, and that it was put off"
        assert "1 left" in at.shown("title")
        await at.press("greater_than_sign")
        assert at.project("b").stage == "P3"
        assert queue(at) == TriageQueue(("b",)), "a claim that is too high was made higher"
        await at.press("z", "enter")
        assert queue(at) == TriageQueue((), ("b",))


async def test_what_others_settle_stays_in_front_until_a_key_goes_on() -> None:
    async with at_desk(TriageScreen(["a", "b", "c"]), *flagged_projects()) as at:
        late = at.project("a")
        at.host.book = at.host.book.with_projects(
            late.model_copy(update={"signs": parse_window("2026-12")})
        )
        assert queue(at).current == "a"
        assert "1 left" in at.shown("title")
        assert "1 done" in at.shown("title")
        await at.press("j")
        assert queue(at) == TriageQueue(("b",), ("a",))


def test_who_waits_is_who_is_flagged() -> None:
    cases = [
        # flagged, there, in front -> waiting, settled
        ("abc", "abcd", None, "abc", "d"),
        ("bc", "abcd", None, "bc", "da"),
        ("bc", "abcd", "a", "abc", "d"),
        ("bcd", "abcd", None, "bcd", "a"),
        ("c", "cd", "a", "c", "d"),
        ("", "", None, "", ""),
    ]
    before = TriageQueue(("a", "b", "c"), ("d",))
    for flagged, there, front, waiting, settled in cases:
        after = before.sort_out(tuple(flagged), there, front)
        assert after == TriageQueue(tuple(waiting), tuple(settled)), (flagged, there, front)


async def test_money_is_compared_within_each_currency() -> None:
    deals = [
        project(
            "P0",
            id=f"{code}{value}",
            name=f"{code} {value}",
            signs="26-01-30",
            amount=amount(value, currency=code),
        )
        for code, value in (("USD", 90), ("CNY", 10), ("CNY", 80), ("JPY", 5000))
    ]
    async with at_desk(TriageScreen([deal.id for deal in deals]), *deals) as at:
        assert queue(at).waiting == ("CNY80", "CNY10", "JPY5000", "USD90")
        assert "amounts sorted within each currency" in at.shown("status")


@pytest.mark.parametrize(
    ("keys", "current"),
    [
        (["j"], "b"),
        (["down"], "b"),
        (["space"], "b"),
        (["j", "j"], "a"),
        (["j", "k"], "a"),
        (["up"], "b"),
    ],
)
async def test_later_and_earlier(keys: list[str], current: str) -> None:
    async with at_desk(TriageScreen(["a", "b", "c"]), *flagged_projects()) as at:
        await at.press(*keys)
        assert queue(at).current == current
        assert "2 left" in at.shown("title")


async def test_the_count_runs_down_to_zero() -> None:
    async with at_desk(TriageScreen(["a", "b", "c"]), *flagged_projects()) as at:
        await at.press("z", "enter", "z", "enter")
        assert queue(at).current is None
        assert "2 projects settled" in at.shown("card")
        await at.press("n", "z", "x", "greater_than_sign")
        assert at.shown("status").strip()
        await at.press("u")
        assert queue(at).current == "b"


async def test_an_answer_that_changes_nothing_settles_nothing() -> None:
    async with at_desk(TriageScreen(["a", "b", "c"]), *flagged_projects()) as at:
        await at.press("n", "enter")
        assert queue(at).waiting == ("a", "b")
        await at.press("r", "1", "2", "enter", "o", "enter")
        assert queue(at).waiting == ("a", "b")
        assert "reason" in at.foot(), "a project on hold needs a reason"


async def test_redo_settles_again() -> None:
    async with at_desk(TriageScreen(["a", "b", "c"]), *flagged_projects()) as at:
        await at.press("z", "enter", "u", "ctrl+r")
        assert queue(at) == TriageQueue(("b",), ("a",))


async def test_a_long_card_can_be_scrolled() -> None:
    people = [contact(f"person {number}", 2) for number in range(40)]
    long = project("P4", id="a", name="long", signs="26-01-30", contacts=people)
    async with at_desk(TriageScreen(["a"]), long) as at:
        assert "PgDn" in at.shown("card")
        assert "person 39" not in at.shown("card")
        await at.press("pagedown", "pagedown", "ctrl+f")
        assert "person 39" in at.shown("card")
        await at.press("pageup", "pageup", "ctrl+b")
        assert "overdue" in at.shown("card")


async def test_a_refused_answer_does_not_settle() -> None:
    async with at_desk(TriageScreen(["a", "b", "c"]), *flagged_projects()) as at:
        await at.press("w")
        await at.type("never\n")
        assert queue(at).current == "a"
        await at.press("escape")
        assert queue(at).waiting == ("a", "b")


async def test_a_snooze_until_a_day() -> None:
    async with at_desk(TriageScreen(["a"]), *flagged_projects()) as at:
        await at.press("z")
        await at.type("03-20 tender is late\n")
        nap = at.project("a").snoozes[0]
        assert (nap.until, nap.reason) == (date(2026, 3, 20), "tender is late")


async def test_help_and_way_back() -> None:
    async with at_desk(TriageScreen(["a"]), *flagged_projects()) as at:
        await at.press("question_mark")
        assert "close date" in at.shown("rows")
        await at.press("q")
        assert "Triage" in at.shown("title")


async def test_what_a_table_lost_and_twins_are_settled_at_a_key() -> None:
    lost = SourceRef(source="weekly", owner="Wang", gone=date(2026, 2, 1))
    left = [
        project("P0", id=key, name=f"Left {key}", owner="Wang", sources=(lost,)) for key in "kl"
    ]
    twins = [
        project("P0", id=owner, name=name, owner=owner)
        for name, owners in (("Yards", ("Bo", "Cy")), ("Gate", ("Di", "Ed")))
        for owner in owners
    ]
    async with at_desk(TriageScreen(["k", "l", "Bo", "Di"]), *left, *twins) as at:
        assert queue(at).waiting == ("Bo", "Di", "k", "l")
        await at.press("d")
        assert at.project("Bo").apart == ("Cy",)
        await at.press("M", "a")
        assert "Ed" not in at.host.book.projects
        await at.press("g")
        assert at.project("k").sources[0].kept
        await at.press("s")
        asked = at.project("l").next_action
        assert asked is not None
        assert asked.text == "ask Wang why it is gone from weekly"
        assert queue(at).waiting == ()
        await at.press("u")
        assert at.project("l").next_action is None


SAT = (*HOLDING, contact("吴", 4, level="low"))
LATE_BID: dict[str, object] = {"amount": amount(9), "tender": date(2026, 3, 1)}


@pytest.mark.parametrize(
    ("made", "rule", "keys", "typed"),
    [
        (project("P4", signs="2026-12"), "no amount or date", ["m"], "80万\n"),
        (project("P4", amount=amount(9)), "no amount or date", ["w"], "2026-12\n"),
        (project("P3", signs="2026-12", **LATE_BID), "tender day past", ["b"], "+20d\n"),
        (project("P3", signs="2026-12", **LATE_BID), "tender day past", ["f12"], "2026-04-01\n"),
        (project("P3", signs="2026-12", **LATE_BID), "tender day past", ["greater_than_sign"], ""),
        (project("P4", contacts=SAT), "no coach", ["r", "3", "plus"], ""),
    ],
)
async def test_each_rule_goes_by_its_key(
    made: Project, rule: str, keys: list[str], typed: str
) -> None:
    async with at_desk(TriageScreen([made.id]), made) as at:
        assert rule in at.shown("card")
        await at.press(*keys)
        await at.type(typed)
        assert rule not in at.shown("card")
        await at.press("u")
        assert rule in at.shown("card")
