from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from deals.big_bets import BigBet
from deals.glances import make_glance
from deals.model import Flag, Project, Snooze
from deals.network.relationship import levels_held, project_cr
from deals.rules.glance_rules import ASKED, GLANCE_RULES
from deals.rules.triage import Assessment, assess
from deals.rules.triage_rules import RULES
from tests import strategies
from tests.deals.makers import DEFAULT, TODAY, action, amount, contact, project

BEFORE = st.builds(lambda days: TODAY + timedelta(days=days), st.integers(-4000, 4000))
BETS = st.none() | st.just(BigBet(60, 3, "CNY"))
TWINS = st.sampled_from([(), ("Wu",)])


def flags_of(found: Assessment) -> list[Flag]:
    return [*found.flags, *(flag for flag, _nap in found.asleep)]


def anew(found: Assessment) -> list[Flag]:
    return [flag for flag in flags_of(found) if ASKED[flag.rule] == "anew"]


def test_every_rule_is_decided() -> None:
    assert list(ASKED) == list(RULES) == list(GLANCE_RULES)


@given(strategies.projects(), BEFORE, TWINS, BETS)
def test_a_summary_has_the_flags_of_its_project(
    whole: Project, today: date, twins: tuple[str, ...], bet: BigBet | None
) -> None:
    glance = make_glance(whole, DEFAULT, today)
    ours, theirs = (assess(each, DEFAULT, today, twins, bet) for each in (whole, glance))
    assert (ours.flags, ours.asleep) == (theirs.flags, theirs.asleep)
    assert (ours.severity, ours.order) == (theirs.severity, theirs.order)
    assert (ours.days_left, ours.snoozed) == (theirs.days_left, theirs.snoozed)


@given(strategies.projects(), BEFORE, TWINS, BETS, st.integers(0, 400))
def test_what_can_be_asked_anew_agrees_on_a_later_day(
    whole: Project, today: date, twins: tuple[str, ...], bet: BigBet | None, days: int
) -> None:
    glance, later = make_glance(whole, DEFAULT, today), today + timedelta(days=days)
    ours, theirs = (assess(each, DEFAULT, later, twins, bet) for each in (whole, glance))
    assert anew(ours) == anew(theirs)


@given(strategies.projects())
def test_a_summary_stays_one_and_is_read_again(whole: Project) -> None:
    glance = make_glance(whole, DEFAULT, TODAY)
    assert make_glance(glance, DEFAULT, TODAY + timedelta(days=1)) is glance
    assert Project.model_validate_json(glance.model_dump_json()) == glance
    assert (project_cr(glance), levels_held(glance)) == (project_cr(whole), levels_held(whole))
    assert not (glance.contacts or glance.touches or glance.plan or glance.remarks)


def test_flags_of_people_stand_and_those_of_days_go_on() -> None:
    whole = project(
        "P4",
        signs=(TODAY - timedelta(days=3)).isoformat(),
        contacts=[contact("何总", 2)],
        amount=amount(640_000),
        next_action=action("call", TODAY),
    )
    glance = make_glance(whole, DEFAULT, TODAY)
    found = assess(glance, DEFAULT, TODAY + timedelta(days=2))
    figures = {flag.rule: flag.figures for flag in found.flags}
    assert figures["overdue"]["days"] == 5
    assert figures["no-next"] == {"days": 2}
    assert figures["cr-stage"]["best"] == 2


def test_nothing_stands_once_the_project_is_not_open() -> None:
    glance = make_glance(project("P4", contacts=[]), DEFAULT, TODAY)
    assert assess(glance, DEFAULT, TODAY).severity
    won = glance.model_copy(update={"status": "won"})
    assert assess(won, DEFAULT, TODAY).flags == ()


def test_a_case_without_words_here_is_left_out() -> None:
    glance = make_glance(project("P4", contacts=[]), DEFAULT, TODAY)
    assert glance.glance is not None
    odd = [flag.model_copy(update={"case": "of-a-newer-one"}) for flag in glance.glance.flags]
    changed = glance.glance.model_copy(update={"flags": tuple(odd)})
    found = assess(glance.model_copy(update={"glance": changed}), DEFAULT, TODAY)
    assert all(ASKED[flag.rule] == "anew" for flag in found.flags)


def test_a_snoozed_flag_stays_silent_in_the_summary() -> None:
    nap = Snooze(rule="cr-stage", until=TODAY + timedelta(days=9))
    whole = project("P4", contacts=[]).model_copy(update={"snoozes": (nap,)})
    found = assess(make_glance(whole, DEFAULT, TODAY), DEFAULT, TODAY)
    assert [flag.rule for flag, _nap in found.asleep] == ["cr-stage"]
