"""Plan lines without `;`, as people say them, on Sunday 29 November 2026."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from deals.errors import UserError
from deals.model import Member
from deals.owners import list_colleagues
from deals.parsing.time_words import Calendar
from deals.planning.plan_lines import read_plan_row, read_row_line, row_line
from deals.planning.row_words import find_unread_days
from tests.deals.makers import contact, project

TODAY = date(2026, 11, 29)
DEAL = project(owner="Lin", team=(Member(name="小王"),))


@dataclass(frozen=True)
class Row:
    """What a line says: its words, first and last day as ISO, and who."""

    content: str
    start: str = ""
    end: str = ""
    who: str = ""


def read(line: str) -> Row:
    """Read a line of the project above."""
    content, days, who = read_row_line(line, DEAL, Calendar(TODAY))
    return Row(content, f"{days.start or ''}", f"{days.end or ''}", who)


def on(content: str, day: str, who: str = "") -> Row:
    """Make a row of a single day."""
    return Row(content, day, day, who)


@pytest.mark.parametrize(
    ("line", "row"),
    [
        (
            "write proposal Dec 1 - Dec 5 @Tom",
            Row("write proposal", "2026-12-01", "2026-12-05", "Tom"),
        ),
        (
            "write proposal 12-01..12-05 @Tom Fox",
            Row("write proposal", "2026-12-01", "2026-12-05", "Tom Fox"),
        ),
        ("write proposal by Fri @Tom", on("write proposal", "2026-12-04", "Tom")),
        ("Fri: pricing review @Ann", on("pricing review", "2026-12-04", "Ann")),
        ("@Tom draft SOW Dec 8", on("draft SOW", "2026-12-08", "Tom")),
        ("draft SOW (owner: Ann) Dec 8", on("draft SOW", "2026-12-08", "Ann")),
        ("draft SOW who: Ann next week", Row("draft SOW", "2026-11-30", "2026-12-06", "Ann")),
        ("poc Dec 14 for 2 weeks", Row("poc", "2026-12-14", "2026-12-27")),
        ("poc from Feb 1 until Feb 12", Row("poc", "2027-02-01", "2027-02-12")),
        ("poc Feb 1-12, 2027", Row("poc", "2027-02-01", "2027-02-12")),
        ("install from Feb 1", Row("install", "2027-02-01")),
        ("write v2 10-14 Dec Jim", Row("write v2 10-14 Dec Jim")),
        ("demo 10 to 14 dec for QA", Row("demo 10 to 14 dec for QA")),
        ("培训 12.10-12.14 张三", Row("培训", "2026-12-10", "2026-12-14", "张三")),
        ("培训 12.10-12.14 小王", Row("培训", "2026-12-10", "2026-12-14", "小王")),
        ("升级 v12.1-12.4 补丁", Row("升级 v12.1-12.4 补丁")),
        ("差旅 2.5-3.5 万 报销", Row("差旅 2.5-3.5 万 报销")),
        ("write 10/12-14/12 for QA", Row("write 10/12-14/12 for QA")),
        ("交付样机 下周五前 老李", on("交付样机", "2026-12-04", "老李")),
        ("标前沟通 12-05 高层", Row("标前沟通 12-05 高层")),
        ("确认 12-05 与王总", Row("确认 12-05 与王总")),
        ("交付样机 下周五前 小王", on("交付样机", "2026-12-04", "小王")),
        ("write 12/10-12/14", Row("write", "2026-12-10", "2026-12-14")),
        ("install until Feb 12", Row("install", "", "2027-02-12")),
        ("review 3 days from Dec 7", Row("review", "2026-12-07", "2026-12-09")),
        ("demo Dec 10 2pm @Tom", on("demo 2pm", "2026-12-10", "Tom")),
        ("demo (Dec 10)", on("demo", "2026-12-10")),
        ("demo, Dec 10, Lin", on("demo", "2026-12-10", "Lin")),
        ("demo Dec 10 with slides", Row("demo Dec 10 with slides")),
        ("Q1 roadmap workshop Dec 9 @Ann", on("Q1 roadmap workshop", "2026-12-09", "Ann")),
        ("contract v2.1 review wed", on("contract v2.1 review", "2026-12-02")),
        ("send samples 12-06", on("send samples", "2026-12-06")),
        (
            "技术方案编制 12月1日-12月5日 责任人：小李",
            Row("技术方案编制", "2026-12-01", "2026-12-05", "小李"),
        ),
        ("技术方案编制 12/1-12/5 小王", Row("技术方案编制", "2026-12-01", "2026-12-05", "小王")),
        ("投标 12月25日 责任人小张", on("投标", "2026-12-25", "小张")),
        (
            "编制标书，12月10日—12月20日，负责人：小张、小李",
            Row("编制标书", "2026-12-10", "2026-12-20", "小张、小李"),
        ),
        ("现场踏勘下周三", on("现场踏勘", "2026-12-02")),
        ("2号机方案 明天开始 12月5日结束", Row("2号机方案", "2026-11-30", "2026-12-05")),
        ("样机测试 12月1日起 两周", Row("样机测试", "2026-12-01", "2026-12-14")),
        ("年底前完成验收", on("完成验收", "2026-12-31")),
        ("汇报方案 ２０２６．１２．８", on("汇报方案", "2026-12-08")),
        ("submit tender 18.12. @Ann", on("submit tender", "2026-12-18", "Ann")),
        ("training 11.-12.01.2027", Row("training", "2027-01-11", "2027-01-12")),
        ("site audit week of Dec 7", Row("site audit", "2026-12-07", "2026-12-13")),
        ("kickoff Mon 7 Dec", on("kickoff", "2026-12-07")),
        ("启动会 12月7日（周一）", on("启动会", "2026-12-07")),
        ("workshop Dec 9 10:00-12:00", on("workshop 10:00-12:00", "2026-12-09")),
        ("send by Fri to Karen", Row("send by Fri to Karen")),
        ("redlines due EOW (legal)", on("redlines (legal)", "2026-12-04")),
        ("redlines due EOW (Lin)", on("redlines", "2026-12-04", "Lin")),
        ("小王：12月15日前完成招标文件", on("完成招标文件", "2026-12-15", "小王")),
        ("安排何总12月8日考察", Row("安排何总12月8日考察")),
        ("给梁董送方案 12.5 小王", on("给梁董送方案", "2026-12-05", "小王")),
        ("升级到 12.5", Row("升级到 12.5")),
        ("写方案 12-5 到 12-20 王工", Row("写方案", "2026-12-05", "2026-12-20", "王工")),
        ("write proposal 12-5 to 12-20 bob", Row("write proposal 12-5 to 12-20 bob")),
        (
            "write proposal 12-5 to 12-20 lin",
            Row("write proposal", "2026-12-05", "2026-12-20", "Lin"),
        ),
        ("review 12-20 小王", on("review", "2026-12-20", "小王")),
        ("由小张负责12月8日投标", on("投标", "2026-12-08", "小张")),
        ("投标12月8日，小张负责", on("投标", "2026-12-08", "小张")),
        ("三天内回复客户", on("回复客户", "2026-12-02")),
        # No days, and nobody.
        ("renewal 2027", Row("renewal 2027")),
        ("V2.1 release", Row("V2.1 release")),
        ("24/7 support contract", Row("24/7 support contract")),
        ("3/4 of it done", Row("3/4 of it done")),
        ("talk with May", Row("talk with May")),
        ("vitamin d test", Row("vitamin d test")),
        ("every Monday standup", Row("every Monday standup")),
        ("ping Ann @ 3pm", Row("ping Ann @ 3pm")),
        ("mail a@b.com", Row("mail a@b.com")),
        ("3号炉方案评审", Row("3号炉方案评审")),
        ("3月检修计划", Row("3月检修计划")),
        ("确认责任人", Row("确认责任人")),
        ("12月10日执行方案", on("执行方案", "2026-12-10")),
        ("12-10 执行方案", on("执行方案", "2026-12-10")),
        ("责任人变更通知", Row("责任人变更通知")),
    ],
)
def test_what_when_and_who_in_any_usual_order(line: str, row: Row) -> None:
    assert read(line) == row


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("review 31 nov", "span-unreadable"),
        ("编制标书 2月30日", "span-unreadable"),
        ("review 12/10/2026", "day-order"),
        ("bid Dec 20 - Dec 15", "span-backwards"),
        ("hand in D-10", "span-no-signing"),
        ("call fri or mon", "row-days-twice"),
        ("kickoff Mon 8 Dec", "row-days-twice"),
        ("启动会 12月7日（周二）", "row-days-twice"),
        ("编制标书 12月10日 12月15日", "row-days-twice"),
        ("Dec 8 demo, Dec 10 training", "row-days-twice"),
        ("编制标书 责任人:小王 责任人:小李", "row-who-twice"),
        ("标书审核；12-5..12-8；小郑；监控点 12-7", "row-more"),
        ("标书审核；12-5..12-8；小郑；带样品", "row-more"),
        ("标书审核 12-5..12-8 小郑 监控点 12-7", "row-more"),
        ("review; 12-05; Lin; checkpoint 12-04", "row-more"),
        ("Send proposal 12-05 Monday", "row-days-twice"),
        ("T-5 submit bid; Lin", "row-days-apart"),
        ("T-5; submit bid; Lin", "row-days-apart"),
        ("submit bid 12-05; Lin", "row-days-apart"),
        ("fri: submit bid; Lin", "row-days-apart"),
        ("submit bid; Lin", "span-unreadable"),
    ],
)
def test_what_is_refused(line: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read(line)
    assert refused.value.code == code


@pytest.mark.parametrize("content", ["demo fri", "demo @Bo", "review 31 nov", "hand in D-10"])
def test_words_that_look_like_days_or_people_are_printed_so_that_they_read_back(
    content: str,
) -> None:
    row = read_plan_row(f"{content}; -", DEAL, Calendar(TODAY), "1")
    assert row.content == content
    assert read_plan_row(row_line(row), DEAL, Calendar(TODAY), "1") == row


@pytest.mark.parametrize(
    ("content", "unread"),
    [
        ("write proposal 12-5 to 12-20 bob", "12-5 to 12-20"),
        ("call ellery 3-12..2-12 bob", "3-12..2-12"),
        ("安排何总12月8日考察", "12月8日"),
        ("24/7 support contract", ""),
        ("3/4 of it done", ""),
        ("renewal 2027", ""),
        ("joint test", ""),
        ("Send offer tomorrow to Bob", "tomorrow"),
        ("送方案 12.5 沈一鸣", "12.5"),
        ("submit 12.5", "12.5"),
        ("收款 12.5", "12.5"),
        ("upgrade to 12.5", ""),
        ("升级到 12.5", ""),
    ],
)
def test_days_that_stay_words_are_found(content: str, unread: str) -> None:
    assert find_unread_days(content) == unread


# A line, the days of it as written, and who; the words of the line that are neither stay.
BOOK = (DEAL, project(owner="Jim Fox", team=(Member(name="沈一鸣"),)))
PARTED = (
    ("Send offer on 2026-12-05 to Bob", "", ""),
    ("call 12-05 about pricing", "", ""),
    ("Send offer tomorrow to Bob", "", ""),
    ("Present demo Dec 10 Beijing", "", ""),
    ("Prepare bid 12-10 Draft", "", ""),
    ("review 12-10 Final Version", "", ""),
    ("复核报价 12-10 方案", "", ""),
    ("复核报价 12-10 王工", "12-10", "王工"),
    ("送方案 12.5 方总", "12.5", "方总"),
    ("送最终报价 12-15 孙六", "12-15", "孙六"),
    ("upgrade Oracle 12.5 Lin", "", ""),
    ("送方案 12.5", "12.5", ""),
    ("送方案 12.5 小王", "12.5", "小王"),
    ("送方案 12.5 沈一鸣", "12.5", "沈一鸣"),
    ("write proposal 12-5 to 12-20 Jim Fox", "12-5 to 12-20", "Jim Fox"),
    ("write proposal 12-5 to 12-20 Jim", "", ""),
    ("Send proposal Dec 5 Ann", "Dec 5", "Ann"),
    ("call Ann Dec 5", "Dec 5", ""),
    ("call Jim Fox Dec 5", "Dec 5", ""),
)


@pytest.mark.parametrize(("line", "days", "who"), PARTED)
def test_no_word_of_a_line_is_lost_and_what_looks_like_days_is_told(
    line: str, days: str, who: str
) -> None:
    deal = DEAL.model_copy(update={"contacts": (contact("Ann"),)})
    read_row = read_row_line(line, deal, Calendar(TODAY), list_colleagues(BOOK))
    content, span, responsible = read_row
    words = sorted((f"{content} {days} {who}").split())
    assert (responsible, words) == (who, sorted(line.split()))
    assert bool(span.start) == bool(days)
    assert bool(find_unread_days(content)) != bool(days)


@pytest.mark.parametrize("line", [line for line, days, _who in PARTED if not days])
def test_words_that_look_like_days_stay_words_whoever_is_known_later(line: str) -> None:
    row = read_plan_row(f"{line}; -", DEAL, Calendar(TODAY), "1")
    again = read_plan_row(row_line(row), DEAL, Calendar(TODAY), "1", others=line.split())
    assert again == row


def test_behind_a_semicolon_anybody_is_responsible() -> None:
    assert read("Present demo; Dec 10; Beijing") == on("Present demo", "2026-12-10", "Beijing")
