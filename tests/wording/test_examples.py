"""Every example in a message is run through its reader, and no language shows the other's.

An example stands here as the message has it, in both languages; whatever in a message looks like
one and is not listed fails, unless the message is named below with what it is instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

import pytest

from deals.model.base import Frozen
from deals.playbook import BilingualText
from screens.base.empty_hints import EMPTY_HINTS
from tests.deals.makers import DEFAULT
from tests.wording.shown_examples import SHOWN, Shown, examples
from wording import LANGUAGES
from wording.catalogues import catalogues, forms, read_catalogue

HAN = re.compile("[\u3400-\u9fff]")


RANGE = re.compile("1 (?:to|至) 12")
"""A range of figures that one types alone."""


FILLED = {"figures": "80-150"}
"""The figures that examples are made of, in place of what was typed."""


INSTEAD: Mapping[str, str] = {
    r"^the server takes days from": "a limit of the server",
    r"PostgreSQL 15|encoding UTF8": "a version, an encoding",
    r"such as postgresql:|as in postgresql:": "an address",
    r"if meant: netloft set-rate": "what was typed, to be said again",
    r"^no day read": "what to do with a day",
    r"^-> names who|; -> says what would mend": "the arrow before what mends a hole",
    r"^33 made-up deals": "how many there are",
    r"several: 1 \.\.\. 2 \.\.\.": "how a list is numbered",
    r"write the year: \{passed\}|^tender \{day\}, after": "days that the program writes",
    r"\bkey \d|\(press \d\)|then [26]|room \(3\)|press 1, then i|V and 4|H or F1|press F7": "a key",
    r"by pinyin or by a key: ctrl": "keys",
    r"^\{(?:key|other)\}.* in room \d": "the key of a room",
    r"^72 days old$|yes counts 1": "a sign of the legend",
    r"^\+ 3 to send$|^! 2 refused$": "a sign of the legend",
    r"such as \{name\}, only summaries": "a name that is there",
    r"\{old\} -> \{new\}|-> \{means\}": "what a value was, and is, or a name means",
    r"ctrl\+r, \^R, F9": "a key",
    r"UTF-8|in GB18030 and as|as Western offices write": "an encoding",
    r"^\"\{text\}\" is January here": "what a spreadsheet does to a month",
    r"^The order of days written in figures": "a day that is read in two ways",
    r"^Draw with ASCII alone|^Whose holidays are days off": "a word of the file",
    r"mode \{mode\}": "the mode of a file",
    r"^settled: yes counts|^72 days old$": "a sign of the strategy room, and what it counts",
    r"^technical, mid-level": "what an example says",
    r"^Budget (2\.2 million|comes this year)": "a note, in any words",
    r"such as: he meets us|such as \{record\}": "any words, or a name that is there",
    r"\[date\] kind people|before ->": "the shape of a line",
    r"several: 1 \.\.\. 2": "the shape of a text of several items",
    r"write (?:it|to)$|like (?:that|to)|may read|write \[(?:\{key\}|headers)\]|as if": "no example",
    r"name the customer$|one of \{states\}|write one of these$|is written twice": "no example",
    r"not read as dates; write them at the end": "no example",
    r"write the sum that was spent|give its id|^there is no value after": "no example",
    r"looks like a field; write|import with --currency": "no example",
    r"in which currency\? others of this column|which currency it is; Esc": "no example",
    r"write \{line\} in it|until when; write a": "no example",
    r"scale goes|1 to 3": "a range of figures that one types alone",
    r"80 in a pipe|33 sample|half: growth >=|Jan Feb|January Feb": "what is shown",
    r"^12d 2y|^-31d": "what is shown",
    r"^How close we are to a person|^Q1 Q2|^H1 H2": "what is shown",
    r"^1 \{currency\} = \{rate\}": "what is shown",
    r"lies across two periods of your fiscal year": "periods that the program writes",
    r"^A project counts 1 in every|^[91] in 10\b|in 8 of 10 such|as 8 cases more": "what is shown",
    r"^deciders at CR3|^Brier score": "what is shown",
    r"as in \[stages\.P3\]|the playbook sets it, as in \{example\}": "a line of the playbook",
    r"is still to come; write a day up to": "no example",
    r"^[+-]1 day$|exits with 0|such as close dates": "no example",
    r"codes? such as CN": "read by the tests of days off",
    r"is not a month|fiscal year starts, 1": "read by the tests of `set-year-start`",
    r": in the app [1-6yN]\b": "keys of the app, on papers",
    r"^Pull is what somebody has|^How close we are|\(4×4\)$|\{strength\} of 3$": "what is shown",
    r"^1 2 3 4|^Q1 Q2|^H1 H2": "numbers on papers",
}
"""What looks like an example in a message, by a pattern of that, and what it is instead."""


SUSPECT = {
    "en": re.compile(r"\d|->|>=|\blike [^w]|such as|\bwrite (?:it|one of|[^a-z])"),
    "zh_CN": re.compile(r"\d|->|>=|例如|请写|可写|写法如|，如|请写成"),
}
"""What looks like an example in a message."""


LEFT = re.compile(r"\d|->|>=|\bcr\b")
"""What may not be left of a message when its examples are taken out."""


@cache
def messages() -> Sequence[Mapping[str, str]]:
    """Return each message in every language; of those with a number, the form for many."""
    (path,) = catalogues()
    return [
        {"en": forms(each.id)[-1], path.parents[1].name: forms(each.string)[-1]}
        for each in read_catalogue(path)
        if each.id
    ]


def of_table(shown: Shown) -> Mapping[str, str]:
    """Return the message that a row of the table is about."""
    (found,) = [each for each in messages() if each["en"].startswith(shown.message)]
    return {lang: fill(text) for lang, text in found.items()}


def fill(text: str) -> str:
    """Put figures into a message that makes its examples of them."""
    for name, figure in FILLED.items():
        text = text.replace(f"{{{name}}}", figure)
    return text


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.message)
def test_every_example_is_there_and_is_read(shown: Shown, lang: str) -> None:
    left = RANGE.sub("", of_table(shown)[lang])
    for example in examples(shown, lang):
        assert example in left
        assert shown.read(example), example
        left = left.replace(example, "", 1)
    assert LEFT.search(re.sub(r"\{\w+\}", "", left)) is None, left


def test_whatever_looks_like_an_example_is_listed_or_something_else() -> None:
    # Those of empty screens are read in tests/screens/test_empty.py.
    empty = (example for hint in EMPTY_HINTS.values() for example in hint.examples)
    known = (*(shown.message for shown in SHOWN), *empty)
    other = re.compile("|".join(INSTEAD))
    assert [
        each
        for each in messages()
        for lang, text in each.items()
        if SUSPECT[lang].search(re.sub(r"\{\w+\}", "", text))
        if not each["en"].startswith((*known, "netloft ")) and not other.search(each["en"])
    ] == []
    assert [each for each in INSTEAD if not any(re.search(each, m["en"]) for m in messages())] == []


OWN_NAME = "中文"
"""What Chinese calls itself, for those who are shown English and read none."""


def test_english_shows_no_chinese() -> None:
    chinese = [each["en"] for each in messages() if HAN.search(each["en"])]
    assert chinese == [OWN_NAME]


NOTATION = {"dates", "mdy", "ctrl", "pagedown", "plus", "comma", "CNY", "USD", "EUR", "utf", "big"}
"""What is written so in Chinese too: keys of lines and settings, names of keys and of encodings."""


def test_examples_in_chinese_are_chinese() -> None:
    words = {
        word
        for shown in SHOWN
        for example in examples(shown, "zh_CN")
        for word in re.findall("[A-Za-z]{3,}", example)
    }
    assert words - NOTATION == set()
    calls = [
        line
        for each in messages()
        for line in each["zh_CN"].splitlines()
        if line.startswith("netloft ") and not line.startswith("netloft completion")
    ]
    assert [line for line in calls if not HAN.search(line)] == []


def texts(value: object) -> Iterator[BilingualText]:
    """Yield every text of a playbook."""
    if isinstance(value, BilingualText):
        yield value
    elif isinstance(value, Frozen):
        for name in type(value).model_fields:
            yield from texts(getattr(value, name))
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, tuple):
        for each in value:
            yield from texts(each)


def test_the_playbook_speaks_one_language_at_a_time() -> None:
    every = list(texts(DEFAULT))
    assert len(every) > 100
    assert [text.en for text in every if HAN.search(text.en)] == []
    assert [text.zh_CN for text in every if not HAN.search(text.zh_CN)] == []
