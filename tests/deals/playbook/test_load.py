from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from deals.errors import UserError
from deals.numbers.evidence import FACTS
from deals.playbook import Playbook
from deals.playbook.texts import LANGUAGES
from tests.deals.makers import DEFAULT, DEFAULT_TEXT, playbook
from tests.deals.playbook.teams import refusal, stages, team


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("\n\nx = 1", "playbook-key-unknown", 3, "x"),
        ("[net]\nlevels = ['high', 'low']", "playbook-levels", 2, "net.levels"),
        ("[people]\nlevels = 3", "playbook-key-unknown", 1, "people"),
        ("levels = 3", "playbook-levels", 1, "levels"),
        ("[thresholds.vague]\n\nspred = 0.2", "playbook-key-unknown", 3, "thresholds.vague.spred"),
        ("[rules.vague]\nweight = 1", "playbook-key-unknown", 2, "rules.vague.weight"),
        ("name = 'ours'", "playbook-wants-table", 1, "name"),
        ("signed = 6", "playbook-wants-text", 1, "signed"),
        ("signed = ''", "playbook-id-odd", 1, "signed"),
        ("signed = 'P6 or so'", "playbook-id-odd", 1, "signed"),
        ("stages = 8", "playbook-wants-list", 1, "stages"),
        ("stages = []", "playbook-too-few", 1, "stages"),
        ("rules = []", "playbook-wants-table", 1, "rules"),
        ("[rules.vague]\ncases = 3", "playbook-wants-table", 2, "rules.vague.cases"),
        ("name.en = ''", "playbook-empty", 1, "name.en"),
        ("name.de = 'x'", "playbook-key-unknown", 1, "name.de"),
        ("\n[rules.vague]\nseverity = 'blue'", "playbook-choice", 3, "rules.vague.severity"),
        (
            "[thresholds.slipping]\ndays = 2.5",
            "playbook-wants-whole",
            2,
            "thresholds.slipping.days",
        ),
        ("[thresholds.slipping]\ndays = 0", "playbook-too-small", 2, "thresholds.slipping.days"),
        ("[key-projects]\nmost = 0", "playbook-too-small", 2, "key-projects.most"),
        ("[stages.P3]\nwin = 20", "playbook-too-large", 2, "stages.P3.win"),
        ("[stages.P3]\nwin = '20%'", "playbook-wants-number", 2, "stages.P3.win"),
        ("[stages.P9]\nwin = 0.2", "playbook-stage-unknown", 1, "stages.P9"),
        ("[evidence]\ncoach = 9", "playbook-too-large", 2, "evidence.coach"),
        ("[evidence]\ncoach = 'yes'", "playbook-wants-number", 2, "evidence.coach"),
        ("[evidence]\non = 1", "playbook-wants-switch", 2, "evidence.on"),
        ("[evidence]\nluck = 1.0", "playbook-key-unknown", 2, "evidence.luck"),
        ("[key-projects]\nmost = 2.5", "playbook-wants-whole", 2, "key-projects.most"),
        ("[key-projects]\ndays = '7'", "playbook-wants-whole", 2, "key-projects.days"),
        ("[key-projects]\nday = 7", "playbook-key-unknown", 2, "key-projects.day"),
        (
            "[thresholds.vague]\nspread = 25",
            "playbook-too-large",
            2,
            "thresholds.vague.spread",
        ),
        ("[net]\ndamping = 1.0", "playbook-too-large", 2, "net.damping"),
        (
            "[thresholds.vague]\nspread = nan",
            "playbook-wants-number",
            2,
            "thresholds.vague.spread",
        ),
        (
            "[thresholds.vague]\nspread = true",
            "playbook-wants-number",
            2,
            "thresholds.vague.spread",
        ),
        (
            "[thresholds.cr-stage]\nlines = { from = 'P5', cr = 6 }",
            "playbook-too-large",
            2,
            "thresholds.cr-stage.lines.cr",
        ),
        (
            "[thresholds.cr-stage]\nbest = [\n {from='P1',cr=2},\n {from='P3'} ]",
            "playbook-key-missing",
            4,
            "thresholds.cr-stage.best[2].cr",
        ),
        ("# ours\nsigned = 'P9'", "playbook-stage-unknown", 2, "signed"),
        (
            "[thresholds.vague]\nfrom = 'P44'",
            "playbook-stage-unknown",
            2,
            "thresholds.vague.from",
        ),
        ("[rules.late]\nseverity = 'red'", "playbook-key-missing", 1, "rules.late.name"),
    ],
)
def test_refusals_name_line_and_key(text: str, code: str, line: int, key: str) -> None:
    found = refusal(text)
    assert (found.code, found.figures["line"], found.figures["key"]) == (code, line, key)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a = ", 1),
        ("\n\n[stages", 3),
        ("a = 1\nb = [1,\n", 2),
        ("a = 1\na = 2\n", 2),
        ('a = """x\n\n', 1),
        ("a = " + "[" * 5000, 1),
    ],
)
def test_what_is_not_toml(text: str, line: int) -> None:
    found = refusal(text)
    assert (found.code, found.figures["line"]) == ("playbook-syntax", line)


def test_a_limit_is_said_as_a_file_writes_it() -> None:
    assert refusal("[thresholds.vague]\nspread = 25").figures["limit"] == "1"
    assert refusal("[rules.vague]\nseverity = 'x'").figures["limit"] == "red, amber, info"
    assert refusal("stages = []").figures["limit"] == 2


CASE = "[rules.overdue.cases.past]\n"


@pytest.mark.parametrize(
    ("text", "code", "figure"),
    [
        (CASE + "reason.en = 'late by {day}'", "playbook-figure-unknown", "day"),
        (CASE + "reason.zh_CN = '过期'", "playbook-figure-missing", "days"),
        (CASE + "reason.en = '{days:day|days}'", "playbook-figure-missing", "days"),
        (CASE + "next.en = 'ask {whom}'", "playbook-figure-unknown", "whom"),
        (CASE + "reason.en = '{days'", "playbook-text-broken", None),
        (CASE + "reason.en = '{days:d}'", "playbook-text-broken", None),
    ],
)
def test_texts_must_fit_the_figures(text: str, code: str, figure: str | None) -> None:
    found = refusal(text)
    assert (found.code, found.figures["line"]) == (code, 2)
    assert found.figures.get("figure") == figure


def test_what_to_do_next_need_not_name_figures() -> None:
    book = playbook(CASE + "next.en = 'ask'\nnext.zh_CN = '已过 {days} 天'")
    assert book.rules["overdue"].cases["past"].next.en == "ask"


TEXTS = "{ en = 'x', zh_CN = '某' }"
WHOLE_RULE = f"severity = 'red'\nname = {TEXTS}\nabout = {TEXTS}\n"
WHOLE_CASE = f"reason = {TEXTS}\nnext = {TEXTS}\n"


@pytest.mark.parametrize(
    ("text", "code", "figures"),
    [
        ("[rules.late]\n" + WHOLE_RULE, "playbook-rule-unknown", {"rule": "late"}),
        (
            "[rules.vague.cases.odd]\n" + WHOLE_CASE,
            "playbook-case-unknown",
            {"rule": "vague", "case": "odd"},
        ),
        (
            "[rules.holes.cases.any]\n" + WHOLE_CASE,
            "playbook-case-unknown",
            {"rule": "holes", "case": "any"},
        ),
    ],
)
def test_rules_that_do_not_exist(text: str, code: str, figures: dict[str, str]) -> None:
    found = refusal(text)
    assert found.code == code
    assert figures.items() <= found.figures.items()


def test_part_of_a_table_replaces_only_that_part() -> None:
    book = playbook("[thresholds.vague]\nspread = 0.1\n[rules.vague]\nseverity = 'info'")
    assert book.thresholds.vague.spread == 0.1
    assert book.rules["vague"].severity == "info"
    assert book.thresholds.vague.days == DEFAULT.thresholds.vague.days
    assert book.rules["vague"].cases == DEFAULT.rules["vague"].cases
    assert book.stages == DEFAULT.stages


def test_an_array_is_replaced_whole() -> None:
    book = playbook("[thresholds.cr-stage]\nbest = [{ from = 'P2', cr = 5 }]")
    assert [book.claims[key].best for key in book.order] == [None, None, 5, 5, 5, 5, 5, 5]


def test_an_empty_file_over_the_default_is_the_default() -> None:
    assert playbook("# nothing yet\n") == DEFAULT


def test_an_empty_file_alone_is_refused() -> None:
    found = refusal("", "")
    assert (found.code, found.figures["line"]) == ("playbook-key-missing", 1)


def test_a_rule_or_a_case_that_is_missing() -> None:
    at = DEFAULT_TEXT.index("[rules.gone.cases.table]")
    found = refusal(DEFAULT_TEXT[:at], "")
    assert (found.code, found.figures["key"]) == (
        "playbook-key-missing",
        "rules.gone.cases.table",
    )
    at = DEFAULT_TEXT.index("[rules.gone]")
    assert refusal(DEFAULT_TEXT[:at], "").figures["key"] == "rules.gone"


keys = [
    "name",
    "signed",
    "stages",
    "thresholds.vague",
    "thresholds.vague.spread",
    "thresholds.stalled.times",
    "thresholds.slipping.moves",
    "thresholds.cr-stage.levels",
    "thresholds.cr-stage.lines",
    "rules.vague.severity",
    "rules.vague.cases.amount.reason.en",
    "rules.x",
    "rules",
]
values = st.one_of(
    st.sampled_from(["true", "inf", "-1", "nan", "9" * 400, "2026-03-02", "[]", "{}", "07:00:00"]),
    st.sampled_from(["[{}]", "{ en = 1 }", "[1, 'x']", "'P3'", "'{days}'", "1e400", "0.5", "3"]),
    st.text(st.characters(codec="ascii"), max_size=8),
)


@given(st.lists(st.tuples(st.sampled_from(keys), values), max_size=3))
def test_any_file_is_read_or_refused(pairs: list[tuple[str, str]]) -> None:
    text = "\n".join(f"{key} = {value}" for key, value in pairs)
    try:
        book = playbook(text)
    except UserError as refusal:
        line = refusal.figures["line"]
        assert isinstance(line, int)
        assert 1 <= line <= max(1, len(text.splitlines()))
    else:
        assert isinstance(book, Playbook)


def test_a_language_that_is_missing() -> None:
    found = refusal(team(("A", 0.1), ("B", 0.2)).replace(', zh_CN = "丁"', "", 1))
    assert found.code == "playbook-language-missing"
    assert (found.figures["line"], found.figures["key"]) == (8, "stages[1].customer.zh_CN")


@pytest.mark.parametrize(
    ("named", "code", "line"),
    [
        ([("A", 0.1), ("a", 0.2)], "playbook-stage-twice", 11),
        ([("A", 0.1), ("B", 0.5), ("C", 0.4)], "playbook-stage-order", 20),
        ([("A", 0.1), ("B", 1.5)], "playbook-too-large", 12),
        ([("A", -0.1), ("B", 0.5)], "playbook-too-small", 4),
        ([("A", 0.1), ("B C", 0.5)], "playbook-id-odd", 11),
        ([("A", 0.1)], "playbook-too-few", 2),
    ],
)
def test_stages_that_do_not_go_up(named: list[tuple[str, float]], code: str, line: int) -> None:
    found = refusal(team(*named))
    assert (found.code, found.figures["line"]) == (code, line)


def test_stages_of_one_weight_are_in_order() -> None:
    assert playbook(team(("A", 0.1), ("B", 0.1))).weight("B") == 0.1


@pytest.mark.parametrize(
    ("gate", "code", "line", "key"),
    [
        ("id='a'\nwants='level'\ncr=3", "playbook-key-missing", 18, "stages[2].gate[1].level"),
        ("id='a'\nwants='amount'\ncr=3", "playbook-key-unknown", 21, "stages[2].gate[1].cr"),
        ("id='a'\nwants='budget'", "playbook-choice", 20, "stages[2].gate[1].wants"),
        ("id='a'\nwants='answer'", "playbook-key-missing", 18, "stages[2].gate[1].question"),
        (
            "id='a'\nwants='answer'\nquestion='moon'",
            "playbook-question-unknown",
            21,
            "stages[2].gate[1].question",
        ),
        ("id='A'\nwants='amount'", "playbook-id-odd", 19, "stages[2].gate[1].id"),
        ("id='a'\nwants='best'\ncr=0", "playbook-too-small", 21, "stages[2].gate[1].cr"),
        (
            "id='a'\nwants='amount'\ntext={en='{cr}',zh_CN='某'}\n[[stages.gate]]\nid='a'\n"
            "wants='amount'",
            "playbook-figure-unknown",
            21,
            "stages[2].gate[1].text.en",
        ),
        (
            "id='a'\nwants='amount'\ntext={en='x',zh_CN='某'}\n[[stages.gate]]\nid='a'\n"
            "wants='amount'",
            "playbook-gate-twice",
            23,
            "stages[2].gate[2].id",
        ),
    ],
)
def test_gate_items(gate: str, code: str, line: int, key: str) -> None:
    found = refusal(team(("A", 0.1), ("B", 0.2), gate=gate))
    assert (found.code, found.figures["line"], found.figures["key"]) == (code, line, key)


def test_stages_of_their_own_must_be_named_by_the_limits() -> None:
    found = refusal("\n\n" + stages(("A", 0.1), ("B", 0.2)))
    # The default's limits are not the team's to edit, so the stages that lack P3 are named.
    assert (found.code, found.figures["line"]) == ("playbook-stage-unknown", 4)


def test_stages_of_their_own() -> None:
    book = playbook(team(("A", 0.1), ("B", 0.2)))
    assert book.order == {"A": 0, "B": 1}
    assert (book.claims["B"].line, book.claims["B"].best, book.claims["B"].levels) == (3, None, ())
    assert book.thresholds.vague.days == DEFAULT.thresholds.vague.days


def test_stage_lookups() -> None:
    assert DEFAULT.stage("P3").weight == 0.3
    assert DEFAULT.position("P7") == 7
    with pytest.raises(UserError, match="stage-unknown") as caught:
        DEFAULT.stage("P2-P3")
    named = caught.value.figures
    assert named["stage"] == "P2-P3"
    assert f"{named['stages']}".startswith("P0 Prospecting, P1 Need confirmed, P2 ")
    assert f"{named['stages_zh_CN']}".endswith("、P7 实施结案")


def test_stages_that_this_playbook_does_not_have() -> None:
    assert not DEFAULT.reached("X", "P0")
    assert DEFAULT.weight("X") == 0
    assert DEFAULT.after("X") is None


def test_after() -> None:
    working = DEFAULT.after("P3")
    assert working is not None
    assert working.id == "P4"
    assert DEFAULT.after("P7") is None


QUESTION_CELLS, HINT_CELLS, SECTION_CELLS = 70, 60, 12
CHANNELS = "[sections.customer.questions.channels]\n"


def test_the_sections_are_those_of_the_method_and_the_facts_that_a_gate_asks_for() -> None:
    assert {key: len(section.questions) for key, section in DEFAULT.sections.items()} == {
        "customer": 6,
        "competition": 4,
        "product": 7,
        "commercial": 8,
        "service": 4,
        "contingency": 3,
        "market": 2,
        "facts": 2,
    }
    assert [question.id for question in DEFAULT.asked.values() if question.section == "facts"] == [
        "budget",
        "deciding",
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_questions_are_short_and_say_what_to_do(lang: str) -> None:
    for section in DEFAULT.sections.values():
        assert cell_len(section.name.of(lang)) <= SECTION_CELLS
    for asked in DEFAULT.asked.values():
        assert asked.question.hint is not None
        text, hint = asked.question.text.of(lang), asked.question.hint.of(lang)
        assert cell_len(text) <= QUESTION_CELLS
        assert cell_len(hint) <= HINT_CELLS
        assert text.isascii() == hint.isascii() == (lang == "en")
        assert text.endswith(("?", "？"))


def test_more_is_due_from_stage_to_stage_and_all_of_it_by_signing() -> None:
    due = [DEFAULT.due[stage] for stage in DEFAULT.order]
    assert [len(due_contact) for due_contact in due] == [0, 2, 6, 14, 27, 33, 36, 36]
    assert all(set(lower) <= set(upper) for lower, upper in pairwise(due))


def test_a_team_rewords_drops_and_adds_question_by_question() -> None:
    book = playbook(
        CHANNELS
        + "text.en = 'Who tells us?'\n"
        + "[sections.customer.questions.relations]\nasked = false\n"
        + "[sections.customer.questions.dinner]\ndue = 'P2'\ntext = { en = 'a?', zh_CN = '甲？' }\n"
        + "[sections.export]\nbone = 'customer'\nname = { en = 'Export', zh_CN = '出口' }\n"
    )
    asked = [key for key, question in book.asked.items() if question.section == "customer"]
    assert asked == ["channels", "standing", "trust", "needs", "blockers", "dinner"]
    texts = book.asked["channels"].question.text
    assert (texts.en, texts.zh_CN) == (
        "Who tells us?",
        DEFAULT.asked["channels"].question.text.zh_CN,
    )
    assert list(book.sections)[-1] == "export"


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        (CHANNELS + "due = 'P9'", "playbook-stage-unknown", 2, "due"),
        (CHANNELS + "asked = 'no'", "playbook-wants-switch", 2, "asked"),
        (CHANNELS + "text.en = ''", "playbook-empty", 2, "text.en"),
        (
            "[sections.service.questions.channels]\ndue = 'P1'\ntext = {en='a', zh_CN='甲'}",
            "playbook-question-twice",
            1,
            "",
        ),
        (
            "[sections.service.questions.Odd]\ndue = 'P1'\ntext = {en='a', zh_CN='甲'}",
            "playbook-id-odd",
            1,
            "",
        ),
        (
            "[sections.Odd]\nbone = 'x'\nname = {en='a', zh_CN='甲'}",
            "playbook-id-odd",
            1,
            "",
        ),
        ("[sections.service]\nbone = ''", "playbook-empty", 2, "bone"),
        ("[thresholds.checks]\nage = 0", "playbook-too-small", 2, "age"),
        ("[thresholds.checks]\nnorm = 60", "playbook-too-large", 2, "norm"),
        ("[thresholds.checks.stages]\nP1 = 'P9'", "playbook-stage-unknown", 2, "P1"),
    ],
)
def test_questions_that_cannot_be_used(text: str, code: str, line: int, key: str) -> None:
    found = refusal(text)
    assert (found.code, found.figures["line"]) == (code, line)
    assert str(found.figures["key"]).endswith(key)


def test_stages_of_their_own_say_what_ours_stand_for() -> None:
    book = playbook(team(("A", 0.1), ("B", 0.2)).replace('P6 = "A"', 'P6 = "B"'))
    late = {key for key, question in DEFAULT.asked.items() if question.due == "P6"}
    assert {key for key, question in book.asked.items() if question.due == "B"} == late
    assert len(book.due["B"]) == 36
    short = team(("A", 0.1), ("B", 0.2)).replace('P6 = "A"\n', "")
    found = refusal(short)
    assert (found.code, found.figures["stage"]) == ("playbook-stage-unknown", "P6")
    dropped = [f"[sections.{DEFAULT.asked[id_].section}.questions.{id_}]" for id_ in late]
    without = short + "".join(f"{id_}\nasked = false\n" for id_ in dropped)
    assert len(playbook(without).asked) == 36 - len(late)


def test_win_rates_stand_beside_the_degree_of_completion() -> None:
    assert DEFAULT.win_rates == {}
    rated = playbook("[stages.P3]\nwin = 0.2\n[stages.P6]\nwin = 1")
    assert rated.win_rates == {"P3": 0.2, "P6": 1}
    assert rated.weight("P3") == DEFAULT.weight("P3")


def test_the_evidence_has_six_facts_which_a_team_switches_on() -> None:
    assert DEFAULT.evidence.odds == {}, "guesses of ours are no figures of the team's"
    switched = playbook("[evidence]\non = true").evidence.odds
    assert tuple(switched) == FACTS
    assert switched["no_top_level"] == -0.7
    assert playbook("[evidence]\non = true\ncoach = 0.5").evidence.odds["coach"] == 0.5
