from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.playbook import Playbook
from tests.deals.makers import DEFAULT, DEFAULT_TEXT, playbook
from tests.deals.playbook.teams import refusal


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("\n\nx = 1", "playbook-key-unknown", 3, "x"),
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
    at = DEFAULT_TEXT.index("[rules.no-next.cases.past]")
    found = refusal(DEFAULT_TEXT[:at], "")
    assert (found.code, found.figures["key"]) == (
        "playbook-key-missing",
        "rules.no-next.cases.past",
    )
    at = DEFAULT_TEXT.index("[rules.no-next]")
    assert refusal(DEFAULT_TEXT[:at], "").figures["key"] == "rules.no-next"


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
