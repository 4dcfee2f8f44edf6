"""Help by -h, --help and `help`; every example in it runs, in the language that it is in."""

from __future__ import annotations

import shlex

import pytest

from tests.tui.conftest import Netloft
from tui.cli.root import netloft as root
from views.styled_text import CLOSING_MARKS, width

HEADINGS = {"en": "Examples:", "zh_CN": "示例:"}
PREPARED = {
    "en": (
        ("add", "Harbour net @Acme owner:Lin P2 $300k 2026-Q4"),
        ("person", "Harbour", "Ann high B cr3"),
    ),
    "zh_CN": (
        ("add", "北辰扩容 @北辰电力 owner:林 P2 80-150万 2026-Q4"),
        ("person", "北辰", "何总 高层 B cr3"),
    ),
}
"""What the examples are about, in each language."""


def examples(netloft: Netloft, name: str, lang: str) -> list[list[str]]:
    """Return the calls that the help of a command shows, without the program's name."""
    _before, _heading, shown = netloft("--lang", lang, name, "-h").out.partition(HEADINGS[lang])
    calls = [line.strip() for line in shown.splitlines() if line.strip()]
    return [shlex.split(call)[1:] for call in calls if call.startswith("netloft ")]


@pytest.mark.parametrize("lang", HEADINGS)
@pytest.mark.parametrize(
    "name", ["add", "set", "touch", "person", "answer", "task", "end", "delete"]
)
def test_every_example_is_understood(netloft: Netloft, name: str, lang: str) -> None:
    calls = examples(netloft, name, lang)
    assert calls
    for prepared in PREPARED[lang]:
        assert netloft("--lang", lang, *prepared).code == 0
    for call in calls:
        answer = netloft("--lang", lang, *call)
        assert (answer.code, call) == (0, call), answer.err
        assert answer.out


@pytest.mark.parametrize("name", root.commands)
def test_no_language_shows_examples_of_the_other(netloft: Netloft, name: str) -> None:
    english = netloft("--lang", "en", name, "-h").out
    assert english.isascii()


def test_help_is_had_in_three_ways(netloft: Netloft) -> None:
    for name in root.commands:
        shown = netloft(name, "--help")
        assert (shown.code, shown.err) == (0, "")
        assert netloft(name, "-h") == shown
        assert netloft("help", name) == shown
    assert netloft("-h") == netloft("--help") == netloft("help")
    assert netloft("-V") == netloft("--version")


def test_help_on_a_command_that_is_misspelled(netloft: Netloft) -> None:
    answer = netloft("help", "tuch")
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.endswith('there is no command "tuch"; did you mean touch?\n')


@pytest.mark.parametrize(
    ("call", "meant"),
    [
        (["lisst"], "list"),
        (["Triage"], "triage"),
        (["anwser"], "answer"),
        (["list", "--jsno"], "--json"),
        (["people", "x", "--veiw", "net"], "--view"),
    ],
)
def test_what_is_misspelled_is_wrong_usage_that_names_what_was_meant(
    netloft: Netloft, call: list[str], meant: str
) -> None:
    answer = netloft(*call)
    assert (answer.code, answer.out) == (2, "")
    assert f"; did you mean {meant}" in answer.err


def test_chinese_help_fits_a_terminal_and_no_line_begins_with_what_closes(netloft: Netloft) -> None:
    for name in root.commands:
        text = netloft("--lang", "zh_CN", name, "-h").out
        lines = text.partition(HEADINGS["zh_CN"])[0].splitlines()
        assert max(map(width, lines)) <= 80, name
        assert not [each for each in lines if each.lstrip()[:1] in CLOSING_MARKS], name
