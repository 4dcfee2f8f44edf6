from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.playbook import BilingualText, fill_template
from deals.playbook.texts import template_parts


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
