"""The texts of the default: short, in both languages, with plurals that read well."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from deals.playbook import BilingualText, fill_template
from deals.playbook.texts import LANGUAGES, template_parts
from deals.playbook.vocabulary import CASES
from tests.deals.makers import DEFAULT

REASON_CELLS, NEXT_CELLS, NAME_CELLS = 60, 40, 20
FIGURES: dict[str, str | int] = {
    "stage": "P4",
    "working": "P5",
    "signed": "P6",
    "name": "Zhang Wei",
    "cr": "CR2",
}
MORE: dict[str, str | int] = {
    "competitor": "Northline",
    "first": "2026-Q1",
    "last": "2026-09-30",
    "best": 2,
    "needs": 3,
}
TERMS: dict[str, dict[str, str | int]] = {
    "en": {"level": "senior level", "line": "commercial approval"},
    "zh_CN": {"level": "中高层", "line": "商务审批"},
}
ALL_CASES = [(rule, case) for rule, cases in CASES.items() for case in cases]


@pytest.mark.parametrize("number", [1, 120])
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("rule", "case"), ALL_CASES)
def test_reasons_and_advice_are_short(rule: str, case: str, lang: str, number: int) -> None:
    counted = dict.fromkeys(CASES[rule][case].may, number)
    figures = {**counted, **FIGURES, **MORE, **TERMS[lang]}
    texts = DEFAULT.rules[rule].cases[case]
    reason, advice = (
        fill_template(texts.reason.of(lang), figures),
        fill_template(texts.next.of(lang), figures),
    )
    assert cell_len(reason) <= REASON_CELLS
    assert cell_len(advice) <= NEXT_CELLS
    assert number != 1 or not any(
        f" 1 {word}s" in reason for word in ("day", "contact", "time", "hole", "project")
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_fit_a_column(lang: str) -> None:
    names = [rule.name for rule in DEFAULT.rules.values()]
    names += [stage.name for stage in DEFAULT.stages]
    assert [name.of(lang) for name in names if cell_len(name.of(lang)) > NAME_CELLS] == []


def test_chinese_texts_are_chinese() -> None:
    texts = [case.reason for rule in DEFAULT.rules.values() for case in rule.cases.values()]
    texts += [case.next for rule in DEFAULT.rules.values() for case in rule.cases.values()]
    assert all(any("一" <= mark <= "鿿" for mark in text.zh_CN) for text in texts)
    assert all(text.en.isascii() for text in texts)


def test_the_default_says_what_the_method_says() -> None:
    assert [stage.weight for stage in DEFAULT.stages] == [
        0.1, 0.2, 0.25, 0.3, 0.5, 0.75, 0.8, 1.0,
    ]  # fmt: skip
    assert [stage.days for stage in DEFAULT.stages] == [None, 15, 20, 25, 30, 25, 15, None]
    assert DEFAULT.days_to_sign == {
        "P0": 130, "P1": 115, "P2": 95, "P3": 70, "P4": 40, "P5": 15, "P6": 0, "P7": 0,
    }  # fmt: skip
    assert {key: rule.severity for key, rule in DEFAULT.rules.items()} == {
        "overdue": "red",
        "cr-stage": "red",
        "blocker": "red",
        "date-stage": "amber",
        "single-thread": "amber",
        "holes": "amber",
        "stalled": "amber",
        "slipping": "amber",
        "vague": "amber",
        "plan-late": "amber",
        "checks": "info",
        "no-next": "info",
        "missing": "amber",
        "no-coach": "info",
        "big-bet": "info",
        "tender": "red",
        "twin": "amber",
        "gone": "info",
    }
    changing = [rule for rule, texts in DEFAULT.rules.items() if texts.stages]
    assert {rule: [DEFAULT.severity(rule, each) for each in ("P3", "P4")] for rule in changing} == {
        "missing": ["amber", "red"],
        "no-coach": ["info", "amber"],
    }
    assert DEFAULT.signed == "P6"


@pytest.mark.parametrize(
    ("template", "figures", "filled"),
    [
        ("nothing planned", {}, "nothing planned"),
        ("{days} {days:day|days} late", {"days": 1}, "1 day late"),
        ("{days} {days:day|days} late", {"days": 12}, "12 days late"),
        ("{days} {days:day|days} late", {"days": 0}, "0 days late"),
        ("CR{best} of {count}", {"best": 2, "count": 3, "more": 9}, "CR2 of 3"),
        ("{n:|s}", {"n": 1}, ""),
        ("{name}!", {"name": "[/] {x}"}, "[/] {x}!"),
        ("{{{n}}}", {"n": 4}, "{4}"),
    ],
)
def test_filling(template: str, figures: dict[str, str | int], filled: str) -> None:
    assert fill_template(template, figures) == filled


@pytest.mark.parametrize(
    "template",
    ["{", "}", "{days", "{}", "{0}", "{a.b}", "{a[0]}", "{a!r}", "{a:>3}", "{a:{b}|c}", "{a b}"],
)
def test_braces_that_cannot_be_read(template: str) -> None:
    with pytest.raises(ValueError):
        template_parts(template)


def test_a_figure_that_is_not_given() -> None:
    with pytest.raises(KeyError):
        fill_template("{days}", {})


@given(st.text())
def test_plain_text_stays_as_it_is(text: str) -> None:
    assert fill_template(text.replace("{", "{{").replace("}", "}}"), {}) == text


def test_a_language_that_is_not_ours_reads_english() -> None:
    text = BilingualText(en="late", zh_CN="晚了")
    assert [text.of(lang) for lang in ("zh_CN", "en", "fr")] == ["晚了", "late", "late"]
