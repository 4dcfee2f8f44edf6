"""What the README shows can be typed: its calls run, and its settings and lines are read."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from deals.edits.contacts import add_contacts
from deals.fields import PROJECT
from deals.filters import FilterContext, parse_filter
from deals.parsing.amounts import parse_amount
from deals.parsing.next_actions import parse_next
from deals.parsing.touch_line import parse_touch
from deals.questions import read_answer
from deals.rules.triage_rules import RULES
from deals.search import SearchIndex
from store.settings import parse_settings
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.deals.readings import reading
from tests.house import ROOT
from tests.tui.conftest import Netloft
from tui.cli.root import netloft as root
from wording import LANGUAGES

README = (ROOT / "README.md").read_text(encoding="utf-8")
TEXT = re.sub(r"<!-- keys -->.*<!-- /keys -->", "", README, flags=re.DOTALL)
"""The page without the table of keys, which is made of the commands' own help."""
BLOCKS = re.findall(r"^```(\w*)\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)
INLINE = {
    " ".join(piece.split())
    for piece in re.findall(r"`([^`]+)`", re.sub(r"^```.*?^```", "", TEXT, flags=re.DOTALL | re.M))
}
CALLS = [
    line.partition(" #")[0].strip()
    for _kind, block in BLOCKS
    for line in block.splitlines()
    if line.startswith("netloft")
]
READING = replace(reading(), bare_amounts=False)
PEOPLE = (contact("何总"),)


@pytest.fixture
def desk(netloft: Netloft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Netloft:
    """Return a command line in a folder with the files of the README, and its project."""
    monkeypatch.chdir(tmp_path)
    assert netloft("add", "北辰调度网扩容 @北辰电力 owner:Lin P3 80-150万 2026-Q2").code == 0
    assert netloft("person", "北辰", "何总 高层 cr2").code == 0
    for file in (("pipeline.xlsx",), ("contacts.vcf", "--project", "北辰")):
        assert netloft("export", *file).code == 0
    table = "Deal Name,Deal Stage\nNet,Demo Scheduled\nRack,Signed\n"
    (tmp_path / "deals.csv").write_text(table, encoding="utf-8")
    return netloft


FILTER = "负责人:林 提醒:逾期"
STANDS_FOR = {
    "/usb/deals.json.gz": "deals.json.gz",
    "FILE": "deals.json.gz",
    "FILE...": "deals.json.gz",
}
"""What a reader puts his own in place of."""
REFUSED = {"netloft restore": 1}
"""Calls that do nothing by themselves: what there is is listed, and none is chosen here."""


def test_every_call_runs(desk: Netloft) -> None:
    assert len(CALLS) > 10
    for call in CALLS:
        words = [STANDS_FOR.get(word, word) for word in shlex.split(call)[1:]]
        answer = desk(*words)
        assert (call, answer.code) == (call, REFUSED.get(call, 0)), answer.err
        assert answer.out


def test_every_command_named_is_there() -> None:
    named = {text.split()[1] for text in INLINE if re.match("netloft [a-z]", text)}
    assert named
    assert named - {"netloft.json.journal"} <= {*root.commands, "help"}


def test_the_settings_shown_are_read() -> None:
    ((_kind, block),) = [block for block in BLOCKS if block[0] == "toml"]
    settings = parse_settings(block, Path("config.toml"), LANGUAGES)
    assert (settings.me, settings.lang) == ("林", "zh_CN")


def test_amounts_and_times_shown_are_read() -> None:
    for text in ("350万", "80-150万", "1.2M", "USD 2m"):
        assert text in INLINE
        assert parse_amount(text, bare=False).low > 0
    for text in ("2026.5.30", "26-05", "2026-Q4", "2026H2", "2027", "FY27 Q2", "2027-Q2"):
        assert text in INLINE
        assert PROJECT["signs"].parse(text, READING)


def test_lines_shown_are_read() -> None:
    for day in ("+3d", "+7d", "fri", "3-6", "03-06", "3月6日"):
        assert day in INLINE
        action = parse_next(f"call {day}", TODAY)
        assert action is not None and action.on is not None
    version = parse_next("2.1", TODAY)
    assert "2.1" in INLINE
    assert version is not None and version.on is None
    person = "吴处长 技术部 middle T cr3 +"
    assert person in INLINE
    (made,) = add_contacts(project(), person, READING).contacts
    assert (made.name, made.department, made.cr) == ("吴处长", "技术部", 3)
    touch = "dinner 何总: heard about the budget 480 -> send the offer fri"
    assert touch in INLINE
    read = parse_touch(touch, PEOPLE, TODAY)
    assert (read.how, read.worth) == ("dinner", 480)
    assert FILTER in INLINE
    assert parse_filter(FILTER, FilterContext(DEFAULT, "林", SearchIndex())).text == FILTER
    assert [read_answer(key) for key in "ypn?"] == ["yes", "partly", "no", "unknown"]


def test_every_rule_stands_on_the_page_as_severe_as_it_is() -> None:
    rows = re.findall(r"^\| `([a-z-]+)` \| (red|amber|info)(?:, (\w+) from (P\d))? \|", TEXT, re.M)
    assert [rule for rule, *_ in rows] == [*RULES]
    for rule, severity, later, stage in rows:
        texts = DEFAULT.rules[rule]
        assert texts.severity == severity
        assert [(each.severity, each.since) for each in texts.stages] == (
            [(later, stage)] if later else []
        )


def test_nothing_else_on_the_page_is_in_chinese_or_begins_with_a_figure() -> None:
    """What is new on the page has to be read above."""
    shown = {text for text in INLINE if re.search("[\u3400-\u9fff]|^[+0-9]", text)}
    known = {
        *("350万", "80-150万", "1.2M", "2026.5.30", "26-05", "2026-Q4", "2026H2", "2027"),
        *("2027-Q2", "+3d", "+7d", "3-6", "03-06", "3月6日", "2.1", "12.5", "2026"),
        "吴处长 技术部 middle T cr3 +",
        "dinner 何总: heard about the budget 480 -> send the offer fri",
        "？／：",
        FILTER,
    }
    rooms = {f"{room}" for room in range(1, 8)}  # the week beside the six of a project
    assert shown - known - rooms == set()
