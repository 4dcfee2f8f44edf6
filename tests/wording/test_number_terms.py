"""One word for a thing of the numbers, in either language: room, shell, tables for CSV, help."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, cast

from babel.messages.pofile import read_po

from wording import catalogues

CATALOGUE = Path(catalogues.__file__).parent / "locale/zh_CN/LC_MESSAGES/netloft.po"
NUMBERS = (
    *("views/numbers/", "screens/numbers/", "wording/number_sentences"),
    *("tui/cli/show_numbers", "tui/cli/set_numbers", "tui/output/number_records"),
    *("tui/output/record_tables", "tui/output/shape_table", "tui/output/movement_table"),
    "tui/output/forecast_table",
)
TERMS = {
    "expected": "预期",
    "went on": "推进",
    "still there": "停留",
    "ended": "结束",
    "fell back": "后退",
    "advanced": "推进",
    "median days": "中位天数",
    "from stage to stage": "项目状态转化",
    "promises kept": "按期签约",
    "kept": "按期签约",
    "deciders held": "把握的决策人",
    "slips": "推迟",
    "slipped out": "推迟移出",
    "slipped in": "推迟移入",
    "pulled in": "提前移入",
    "moved earlier": "提前移出",
    "target": "任务额",
    "success": "赢单率",
    "success rate": "赢单率",
    "past forecasts": "往期预测",
    "within": "落在区间",
    "in play": "在谈",
    "in play/left": "在谈/待签",
    "signed": "已签",
    "won": "赢单",
    "lost": "丢单",
    "shape": "形态",
    "movement": "变动",
    "record": "战绩",
    "1 in 10": "一成把握",
    "9 in 10": "九成把握",
    "odds": "把握",
    "together": "折算",
    "gone from table": "表中已无",
    "stage": "项目状态",
}
"""What is shown, without regard to capitals, and the one word for it."""
OTHERS = {
    "期望": "预期",
    "往前走": "推进",
    "仍在此": "停留",
    "承诺兑现": "按期签约",
    "赢率": "赢单率",
    "在手": "在谈",
    "以往预测": "往期预测",
    "业绩评价": "成功指标",
    "胜算": "把握",
    "实签": "已签",
    "阶段": "项目状态",
    "了结": "结束",
    "互不影响": "互不相关",
}
"""Words that meant the same once, and which word it is."""
SENSES = {"by", "covered", "owner"}
"""English words of two senses: a key and a column, a gap and a customer, a field and a column."""
COMMAND = "netloft "


class NumberText(NamedTuple):
    """A text of the numbers: what it is in English, and in Chinese."""

    english: str
    chinese: str


def number_texts() -> Iterator[NumberText]:
    """Yield the texts that the numbers show."""
    with CATALOGUE.open("rb") as file:
        every = read_po(file, locale="zh_CN")
    for message in every:
        places = [place for place, _line in message.locations]
        if message.id and any(place.startswith(NUMBERS) for place in places):
            yield NumberText(first_form(message.id), first_form(message.string))


def first_form(texts: object) -> str:
    """Return a text, or of one with a plural its first form."""
    return texts if isinstance(texts, str) else next(iter(cast("Sequence[str]", texts)))


def test_the_numbers_have_texts() -> None:
    assert len(list(number_texts())) > 200


def test_a_term_of_the_numbers_has_one_chinese_word() -> None:
    found = defaultdict[str, set[str]](set)
    for text in number_texts():
        found[text.english.casefold()].add(text.chinese)
    wrong = {term: found[term] for term, word in TERMS.items() if found[term] - {word}}
    assert wrong == {}
    assert all(found[term] for term in TERMS), "a term that nothing shows any more"


def test_no_text_of_the_numbers_has_two_translations() -> None:
    found = defaultdict[str, set[str]](set)
    for text in number_texts():
        found[text.english.casefold()].add(text.chinese)
    several = {english: words for english, words in found.items() if len(words) > 1}
    assert {english: words for english, words in several.items() if english not in SENSES} == {}


def test_words_that_were_given_up_are_not_used() -> None:
    wrong = [
        f"{text.english[:60]}: {old} is {new}"
        for text in number_texts()
        for old, new in OTHERS.items()
        if old in text.chinese and not text.english.startswith(COMMAND)
    ]
    assert wrong == []
