"""What the pages for reps show to be typed is read as they say, and each flag stands there."""

from __future__ import annotations

import re

import pytest

from deals.edits.contacts import add_contacts
from deals.edits.project_line import read_project_line
from deals.fields import PROJECT
from deals.filters import FilterContext, parse_filter
from deals.parsing.amounts import parse_amount
from deals.parsing.next_actions import parse_next
from deals.parsing.touch_line import parse_touch
from deals.search import SearchIndex
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.deals.readings import reading
from tests.docs.page import CHINESE, Page, read_page
from tests.house import ROOT

PAGES = {lang: read_page(ROOT / f"docs/{folder}/reps.md", ROOT) for lang, folder in (
    ("en", "en"), (CHINESE, "zh"),
)}  # fmt: skip
READING = reading()._replace(bare_amounts=False)
PEOPLE = [
    contact(name) for name in ("Ann", "Bob", "Tom", "Jo Marsh", "何总", "吴处长", "马经理", "李工")
]
EACH = pytest.mark.parametrize("lang", PAGES)
SEVERITIES = {"red": "红", "amber": "黄", "info": "提示"}


def shown(lang: str, pattern: str) -> list[str]:
    """Return the pieces of code on a page that look so: some."""
    found = [code.text for code in PAGES[lang].codes if re.fullmatch(pattern, code.text)]
    assert found
    return found


def table_rows(page: Page, head: str) -> list[list[str]]:
    """Return the cells of the table whose first line begins so."""
    text = page.path.read_text(encoding="utf-8")
    table = text.partition(f"\n{head}")[2].partition("\n\n")[0].splitlines()[2:]
    assert table
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", row)[1:-1]] for row in table]


@EACH
def test_every_flag_stands_on_the_page_as_severe_as_it_is(lang: str) -> None:
    rows = table_rows(PAGES[lang], "| id |" if lang == "en" else "| 代号 |")
    assert [row[0].strip("`") for row in rows] == [*DEFAULT.rules]
    for id, name, severity, when in rows:
        rule = DEFAULT.rules[id.strip("`")]
        cases = [rule.severity, *(each.severity for each in rule.stages)]
        words = re.findall("|".join(SEVERITIES if lang == "en" else SEVERITIES.values()), severity)
        assert words == [case if lang == "en" else SEVERITIES[case] for case in cases]
        assert re.findall(r"P\d", severity) == [each.since for each in rule.stages]
        assert name == (rule.name.en if lang == "en" else rule.name.zh_CN)
        assert when


@EACH
def test_touches_shown_are_read(lang: str) -> None:
    rows = table_rows(PAGES[lang], "| line | is read" if lang == "en" else "| 写 | 读成 |")
    touches = [parse_touch(line.strip("`"), PEOPLE, TODAY) for line, _meaning in rows]
    assert [touch.how for touch in touches] == ["call", "visit", "dinner", *(
        ["message", "call"] if lang == "en" else ["call", "call"]
    )]  # fmt: skip
    assert all(touch.met for touch in touches)
    assert [touch.worth for touch in touches if touch.how == "dinner"] == [480]
    assert [bool(touch.follow_up) for touch in touches] == [False, True, True, False, False]


@EACH
def test_next_steps_shown_have_their_day(lang: str) -> None:
    for text in shown(lang, r"(?:call Ann|visit|proposal|send|拜访|给何总|送方案|交标书) \S.*[^ ]"):
        if ":" in text or "：" in text:
            continue  # a touch
        action = parse_next(text, TODAY)
        assert action is not None and action.on is not None and action.on > TODAY, text
    version = parse_next("2.1", TODAY)
    assert "2.1" in shown(lang, r"2\.1")
    assert version is not None and version.on is None


@EACH
def test_people_shown_are_read(lang: str) -> None:
    first = "Ann Lee" if lang == "en" else r"何总 \("
    for line in shown(lang, rf"{first}.*"):
        (made,) = add_contacts(project(), line, READING).contacts
        assert (made.cr, made.stance, made.level) == (2, "supports", "high")


@EACH
def test_amounts_and_windows_shown_are_read(lang: str) -> None:
    for text in shown(lang, r"(?:USD )?[\d.-]+(?:k|M|m|万|亿|万美元)"):
        assert parse_amount(text, bare=False).low > 0
    for text in shown(lang, r"20\d\d(?:[-年H]\S+)?"):
        assert PROJECT["signs"].parse(text, READING)


@EACH
def test_lines_of_new_deals_are_read(lang: str) -> None:
    head = "| line | the rest" if lang == "en" else "| 写 | 说明 |"
    lines = [read_project_line(row[0].strip("`"), READING) for row in table_rows(PAGES[lang], head)]
    assert all(line.name and line.texts["customer"] for line in lines)
    assert {"owner", "amount", "signs"} <= {*lines[0].texts}


@EACH
def test_filters_shown_are_read(lang: str) -> None:
    context = FilterContext(DEFAULT, "林", SearchIndex())
    for text in shown(lang, r"(?:is:key|重点|hz)"):
        assert parse_filter(text, context).text == text
