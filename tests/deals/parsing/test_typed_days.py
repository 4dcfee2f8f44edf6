"""Days and windows as people type them, on Sunday 29 November 2026."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.model import NextAction, SigningPeriod
from deals.parsing.day_search import choose_day, cut_day, find_day_words, find_days
from deals.parsing.days import parse_day, parse_past
from deals.parsing.festivals import read_festival
from deals.parsing.next_actions import next_text, parse_next
from deals.parsing.time_words import Calendar, DateOrder
from deals.parsing.windows import (
    is_unknown,
    may_be_window,
    parse_window,
    window_text,
    written_window,
)
from tests.deals.values import days, typed, windows

TODAY = date(2026, 11, 29)
CALENDAR = Calendar(TODAY)


def read(text: str, calendar: Calendar = CALENDAR) -> str:
    """Return the days that a window spans, about or not."""
    window = parse_window(text, calendar)
    span = f"{window.earliest}..{window.latest}" if window.days > 1 else f"{window.earliest}"
    return f"about {span}" if window.about else span


WINDOWS = """
2027-03-15: March 15; 15 March; 3-15; 3/15; 3月15日; 三月十五号; 3/15/2027; 15.03.2027; 15/03/2027
2027-03-15: ３月１５日; by March 15; on 15 Mar
2027-03-15: before March 15th; 3月15日前; Mar 15, 2027; 15-Mar-27
2027-03-15: 2027-03-15; 27.3.15; 27-03-15; 15th of March; 3/15/27; 三月十五日之前; 明年3月15日
2027-04-01..2027-06-30: (Q2 2027); （明年Q2）
2026-12-09: in 10d; within 10 d
2026-12-25: 12月25日; 12-25; 12.25; 25/12/2026; 十二月二十五号; Dec 25; 25 December
2027-03-01..2027-03-31: Mar-27; March 2027; 明年3月; 03/2027; 3/2027; 27-03; 2027年3月; March; 3月
2027-03-01..2027-03-31: Mar '27; march next year; next March; by March; 二〇二七年三月; 3月份; 27/03
2027-03-21..2027-03-31: end of March; 3月底; late March 2027
2027-03-21..2027-03-31: 三月下旬; end March; march end; 明年3月底
2027-03-01..2027-03-10: beginning of March; early March; 3月初; 2027年3月上旬; start of March 2027
2027-03-11..2027-03-20: mid March; mid-March 2027; 3月中旬; middle of March
2027-01-01..2027-04-30: early 2027; 2027年初; 明年初; beginning of 2027; early next year
2027-05-01..2027-08-31: mid 2027; mid-2027; 2027年中; middle of 2027; 明年年中
2027-09-01..2027-12-31: late 2027; late next year
2026-12-01..2026-12-31: EOY; by year end; 年底; 年底前
2026-12-01..2026-12-31: end of year; end of the year; year-end; 今年底
2026-12-01..2026-12-31: by EOY; by the end of the year; 年末
2026-12-01..2026-12-31: EOQ; end of quarter; 季度末; this year end
2027-12-01..2027-12-31: 2027年底; end of 2027; 明年年底; end of next year; 明年底前
2026-11-21..2026-11-30: EOM; end of month; 月底; end of this month; 本月底; by month end
2026-12-21..2026-12-31: end of next month; 下月底; 下个月底; late next month
2027-01-01..2027-03-31: Q1; Q1 next year; 明年Q1; Q1'27
2027-01-01..2027-03-31: Q1 2027; 1Q27; 一季度; 第一季度; 2027年一季度
2027-01-01..2027-03-31: next quarter; 下季度; 下个季度
2027-01-01..2027-03-31: first quarter; 1st quarter of 2027; 1季度; Q1/27
2027-01-01..2027-03-31: FY27 Q1; Q1 FY27; FY2027Q1; in Q1; by Q1 2027; Q1, 2027; Ｑ１; next Q1
2027-07-01..2027-09-30: 三季度; Q3; third quarter; 第3季度; 明年三季度
2026-10-01..2026-12-31: Q4; 四季度; this quarter; 本季度; 这个季度; last quarter of 2026
2027-01-01..2027-06-30: 1st half 2027; 上半年; 明年上半年
2027-01-01..2027-06-30: H1; first half of 2027; 1H27; H1 next year
2026-07-01..2026-12-31: 下半年; H2; second half; H2 2026
2027-01-01..2027-12-31: next year; 明年; 2027; 2027年; FY27; 27财年
2026-01-01..2026-12-31: this year; 今年; 本年
2026-12-01..2026-12-31: next month; 下个月; 下月; 12月; Dec; December; 十二月; 十二月份; 26-12
2026-11-01..2026-11-30: this month; 本月; 这个月; Nov; 11月
2026-12-20: in 3 weeks; +3w; 三周后; 3周后; three weeks from now; 三个星期后; ＋３ｗ; in three weeks
2027-05-29: +6m; in 6 months; 半年后; 六个月后; 6个月后; in six months
2026-12-13: in 2 weeks; 两周后; 两个星期之后; +14d; in 14 days
2026-12-14: 十五天后; 半个月后; in 15 days
2027-11-29: +1y; in a year; 一年后
2027-01-01..2027-03-31: Jan-Mar 2027; Jan - Mar; January to March
2027-01-01..2027-03-31: 1-3月; 1月到3月; 一月到三月; 明年1-3月
2027-03-01..2027-05-31: 3月到5月; 3-5月; March-May
2027-03-01..2027-05-31: between March and May; 3月至5月; from March to May
2027-01-01..2027-06-30: Q1/Q2 2027; Q1-Q2; Q1 or Q2; 一季度到二季度; Q1 or Q2 2027
2026-11-01..2027-02-28: Nov-Feb; Nov-Feb 2027; 11月到2月
2027-03-10..2027-03-15: March 10-15; 10-15 March; 3月10日-15日; Mar 10 to Mar 15; 3月10-15日
2027-03-01..2027-05-31: Mar-27 to May-27; Mar-27 - May-27
about 2027-05-01..2027-05-31: around May 2027; 2027年5月前后; 约2027年5月
about 2027-05-01..2027-05-31: about May; 五月左右; circa May
2026-12-04: EOW; Friday; this Friday; by Friday; 周五; 周五前
2026-11-30: tomorrow; 明天
2026-11-30..2026-12-06: next week; 下周
2027-02-05: 春节前; 年前; before Chinese New Year; by CNY; 过年前; 明年春节前
2027-02-06..2027-02-12: 春节; Chinese New Year; Lunar New Year 2027; 春节期间
2028-01-25: 2028年春节前
2027-09-30: 国庆前; 国庆节之前; 十一前
2027-05-01..2027-05-05: 五一
2026-12-31: 元旦前; before New Year
2027-09-14: 中秋前
2026-12-24: before Christmas; by Xmas
2027-03-28..2027-03-29: Easter 2027
2027-03-01..2027-05-31: spring 2027; 明年春天; 2027年春季; by spring
2027-06-01..2027-08-31: summer 2027; this summer; 2027夏天
2026-12-01..2027-02-28: this winter; 冬天
2026-12-31: 31.12.; 31/12
2027-01-01..2027-01-31: 明年元月; 元月; 202701
2027-01-21..2027-01-31: 元月底; 最晚1月底; end of Jan at the latest
2027-01-15: 元月15号
2027-01-01..2027-12-31: next FY; next fiscal year; 下财年; FY27/28
2026-12-01..2026-12-10: 下月初; 下个月初
2026-11-23..2026-11-29: 本周内
2026-01-01..2026-12-31: 年内; this FY
2026-11-01..2026-11-30: 月内
2027-01-01..2027-01-31: 下下个月
2027-03-01..2027-04-30: 三四月份; 3、4月份
2026-12-11..2026-12-31: 12月中下旬
2026-12-07..2026-12-13: KW50; week 50; 第50周; W50; CW 50; week of Dec 7; w/c 7 Dec
2027-11-22..2027-11-28: KW47; 2027-W47; week 47 2027; 2027年第47周
2027-01-01..2027-01-07: first week of January; 1月第一周; 1st week of Jan
2027-01-25..2027-01-31: last week of Jan
2026-12-05..2026-12-06: next weekend; 下周末
2026-11-30..2026-12-01: early next week; 下周初
2026-12-13: in a couple of weeks; in a fortnight
2026-12-13..2026-12-20: in 2-3 weeks; 2到3周后
2026-11-30..2026-12-01: 明后天
2027-12-01..2027-12-31: by EOY 2027
2027-03-01..2027-03-31: EOQ1; end of Q1
2027-01-31: 31/1/27
2026-12-05: 26/12/5; 26.12.5
2027-02-28: 2027/2/28
2026-12-15: the 15th; on the 15th; 15号; 十五号; 15日; 下月15号; 15th
"""
ROWS = [
    (text.strip(), span)
    for line in WINDOWS.strip().splitlines()
    for span, texts in [line.split(": ", 1)]
    for text in texts.split(";")
]


@pytest.mark.parametrize("text", ["31/2/27", "29/2/27", "31.2.27", "31-2-27", "30/2/2027"])
def test_a_day_that_no_calendar_has_is_refused_though_its_year_might_come_first(text: str) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert refused.value.code == "window-unreadable"


@pytest.mark.parametrize(("text", "span"), ROWS)
def test_reads_a_window_as_people_type_it(text: str, span: str) -> None:
    assert read(text) == span
    assert may_be_window(text)


@pytest.mark.parametrize(
    ("text", "code", "first", "second"),
    [
        ("03/04/2027", "day-order", "2027-03-04", "2027-04-03"),
        ("03-04-27", "day-order", "2027-03-04", "2027-04-03"),
        ("3.4.2027", "day-order", "2027-03-04", "2027-04-03"),
        ("28/2/27", "day-order", "2028-02-27", "2027-02-28"),
        ("12-06", "window-unsure", "2012-06", "2026-12-06"),
        ("１２－０６", "window-unsure", "2012-06", "2026-12-06"),
        ("12/06", "window-unsure", "2012-06", "2026-12-06"),
        ("03-04", "window-unsure", "2003-04", "2027-03-04"),
        ("25/12", "window-unsure", "2025-12", "2026-12-25"),
        ("winter 2027", "window-unsure", "2026-12~2027-02", "2027-12~2028-02"),
        ("Mar-15", "window-unsure", "2015-03", "2027-03-15"),
    ],
)
def test_what_may_be_two_is_refused_with_both(
    text: str, code: str, first: str, second: str
) -> None:
    with pytest.raises(UserError) as refused:
        parse_window(text, CALENDAR)
    assert refused.value.code == code
    assert refused.value.figures == {"text": text, "first": first, "second": second}


@pytest.mark.parametrize(
    ("text", "dates", "day"),
    [
        ("03/04/2027", "mdy", "2027-03-04"),
        ("03/04/2027", "dmy", "2027-04-03"),
        ("03-04-2027", "dmy", "2027-04-03"),
        ("3/4", "mdy", "2027-03-04"),
        ("3/4", "dmy", "2027-04-03"),
        ("12/06", "mdy", "2026-12-06"),
        ("12/06", "dmy", "2027-06-12"),
        ("15/3/2027", "mdy", "2027-03-15"),
        ("3-4", "dmy", "2027-03-04"),
    ],
)
def test_a_setting_decides_where_only_the_order_would(
    text: str, dates: DateOrder, day: str
) -> None:
    assert read(text, Calendar(TODAY, dates)) == day
    assert f"{parse_day(text, TODAY, dates)}" == day


def test_a_day_that_may_be_two_is_refused_everywhere_days_are_typed() -> None:
    for reader in (parse_day, parse_past):
        with pytest.raises(UserError) as refused:
            reader("03/04/2027", TODAY)
        assert refused.value.code == "day-order"
    with pytest.raises(UserError) as refused:
        parse_next("call Ann 03/04/2027", TODAY)
    assert refused.value.code == "day-order"


@pytest.mark.parametrize(
    ("text", "start", "span"),
    [
        ("FY27 Q2", 4, "2027-07-01..2027-09-30"),
        ("FY27", 4, "2027-04-01..2028-03-31"),
        ("FY27 Q1", 2, "2027-02-01..2027-04-30"),
        ("FY27 Q2", 1, "2027-04-01..2027-06-30"),
    ],
)
def test_a_fiscal_quarter_counts_from_the_year_s_start(text: str, start: int, span: str) -> None:
    assert read(text, Calendar(TODAY, None, start)) == span


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("春节后", "2027-02-13"),
        ("年后", "2027-02-13"),
        ("过完年", "2027-02-13"),
        ("明年春节以后", "2027-02-13"),
        ("post-CNY", "2027-02-13"),
        ("after Christmas", "2026-12-27"),
        ("after the Christmas break", "2026-12-27"),
        ("国庆节之后", "2027-10-08"),
        ("after March", "2027-04-01"),
        ("Q1后", "2027-04-01"),
        ("after summer", "2027-09-01"),
        ("after Friday", "2026-12-05"),
    ],
)
def test_what_has_no_end_is_no_window(text: str, first: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_window(text, CALENDAR)
    assert (refused.value.code, refused.value.figures["first"]) == ("window-open", first)


@pytest.mark.parametrize(
    "text",
    ["节后", "节前", "长假后", "开春后", "暑假以后", "after the holidays", "before the break"],
)
def test_what_may_be_several_festivals_is_asked_about(text: str) -> None:
    for words in (text, f"拜访 {text}"):
        with pytest.raises(UserError) as refused:
            parse_next(words, TODAY)
        assert refused.value.code == "festival-unnamed"
    with pytest.raises(UserError) as refused:
        parse_window(text, CALENDAR)
    assert refused.value.code == "festival-unnamed"


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("春节", "2024-02-10 2025-01-29 2026-02-17 2028-01-26"),
        ("端午", "2024-06-10 2025-05-31 2026-06-19"),
        ("中秋", "2024-09-17 2025-10-06 2026-09-25"),
        ("清明", "2024-04-04 2025-04-04 2026-04-05"),
        ("easter", "2024-03-31 2025-04-20 2026-04-05"),
        ("thanksgiving", "2024-11-28 2025-11-27 2026-11-26"),
    ],
)
def test_festivals_fall_where_the_calendar_has_them(name: str, days: str) -> None:
    for day in days.split():
        time = read_festival(f"{day[:4]} {name}", CALENDAR)
        assert time is not None
        assert f"{time.period.earliest}" == day


@pytest.mark.parametrize("text", ["tbd", "TBD", "待定", "?", "？", "未定", "unknown"])
def test_a_window_may_be_unknown(text: str) -> None:
    assert is_unknown(text)


@pytest.mark.parametrize(
    "text",
    [
        "soon",
        "market 2027",
        "mark 5",
        "13/13",
        "30/2/2027",
        "Q5",
        "2100",
        "5",
        "ASAP",
        "+999y",
        "过几天",
    ],
)
def test_what_is_no_window_is_refused(text: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_window(text, CALENDAR)
    assert refused.value.code == "window-unreadable"


ACTIONS = [
    ("call Ann Friday about pricing", "call Ann about pricing", "2026-12-04"),
    ("noon Weds lunch", "noon lunch", "2026-12-02"),
    ("ring Tom mon am", "ring Tom am", "2026-11-30"),
    ("call Ann (fri)", "call Ann", "2026-12-04"),
    ("call Ann on Tuesday about pricing", "call Ann about pricing", "2026-12-01"),
    ("follow up in 10d", "follow up", "2026-12-09"),
    ("remind Bob 1 week before 20 Dec", "remind Bob", "2026-12-13"),
    ("call after Dec 10", "call after Dec 10", None),
    ("meet Raj 10/12 or 11/12", "meet Raj 10/12 or 11/12", None),
    ("12月10号左右联系", "联系", "2026-12-10"),
    ("明后天联系", "明后天联系", None),
    ("call in 3w about pricing", "call about pricing", "2026-12-20"),
    ("visit plant wk of Dec 7", "visit plant", "2026-12-07"),
    ("visit plant week commencing 7 Dec", "visit plant", "2026-12-07"),
    ("明儿给何总发报价", "给何总发报价", "2026-11-30"),
    ("女儿结婚 送礼", "女儿结婚 送礼", None),
    ("12/10前答疑", "答疑", "2026-12-10"),
    ("12.10之前交标书", "交标书", "2026-12-10"),
    ("12/10前期调研", "前期调研", "2026-12-10"),
    ("meet Ann [Jan 12]", "meet Ann", "2027-01-12"),
    ("meet Ann on Dec 5 at HQ", "meet Ann at HQ", "2026-12-05"),
    ("call Ann 9am mon 7 dec", "call Ann 9am", "2026-12-07"),
    ("12/7 kick-off", "kick-off", "2026-12-07"),
    ("15.01. send contract", "send contract", "2027-01-15"),
    ("Dec 7 - follow up", "follow up", "2026-12-07"),
    ("workshop Dec 8-9", "workshop", "2026-12-08"),
    ("workshop 8-9 Dec", "workshop", "2026-12-08"),
    ("call Ann a week from Tuesday", "call Ann", "2026-12-08"),
    ("visit mid december", "visit", "2026-12-11"),
    ("QBR in January", "QBR", "2027-01-01"),
    ("next week follow up", "follow up", "2026-11-30"),
    ("call Ann this week", "call Ann", "2026-11-29"),
    ("send quote before Christmas", "send quote", "2026-12-24"),
    ("call Ann tonight", "call Ann tonight", "2026-11-29"),
    ("chase legal 2w", "chase legal", "2026-12-13"),
    ("email Friday Ltd", "email Friday Ltd", None),
    ("call Friday Ltd on Monday", "call Friday Ltd", "2026-11-30"),
    ("email May Chen", "email May Chen", None),
    ("discuss Friday's minutes on Monday", "discuss Friday's minutes", "2026-11-30"),
    ("1/2 day workshop", "1/2 day workshop", None),
    ("给王总明天打电话", "给王总打电话", "2026-11-30"),
    ("请何总下周三吃饭", "请何总吃饭", "2026-12-02"),
    ("拜访李总（周三）", "拜访李总", "2026-12-02"),
    ("本周内给何总打电话", "给何总打电话", "2026-11-29"),
    ("下周内回访", "回访", "2026-12-04"),
    ("下月初请张总吃饭", "请张总吃饭", "2026-12-01"),
    ("12月底催款", "催款", "2026-12-31"),
    ("12月中旬去现场", "去现场", "2026-12-11"),
    ("春节前拜访", "拜访", "2027-02-05"),
    ("春节后拜访", "拜访", "2027-02-13"),
    ("年后拜访三年前的客户", "拜访三年前的客户", "2027-02-13"),
    ("给王总年前打电话", "给王总打电话", "2027-02-05"),
    ("过完年去拜访", "去拜访", "2027-02-13"),
    ("after Easter call Ann", "call Ann", "2027-03-30"),
    ("after Easter campaign review", "after Easter campaign review", None),
    ("call Ann one week after CNY", "call Ann one week after CNY", None),
    ("春节后一周回访", "春节后一周回访", None),
    ("青年后备干部座谈", "青年后备干部座谈", None),
    ("成年后的方案", "成年后的方案", None),
    ("三年后", "", "2029-11-29"),
    ("讨论环节后续安排", "讨论环节后续安排", None),
    ("12.15投标", "投标", "2026-12-15"),
    ("约王处12-8见面", "约王处见面", "2026-12-08"),
    ("本周五交方案", "交方案", "2026-12-04"),
    ("今晚陪张总吃饭", "今晚陪张总吃饭", "2026-11-29"),
    ("3号炉改造方案下周四定稿", "3号炉改造方案定稿", "2026-12-03"),
    ("一号机组检修时进场", "一号机组检修时进场", None),
    ("讨论明天的会议", "讨论明天的会议", None),
    ("2.1版本发布", "2.1版本发布", None),
    ("call Ann in 2 weeks", "call Ann", "2026-12-13"),
    ("call Ann +1m", "call Ann", "2026-12-29"),
    ("call Ann ＋１ｍ", "call Ann", "2026-12-29"),
    ("call Ann EOW", "call Ann", "2026-12-04"),
    ("call Ann by EOM", "call Ann", "2026-11-30"),
    ("call Ann by end of next month", "call Ann", "2026-12-31"),
    ("call Ann on Friday", "call Ann", "2026-12-04"),
    ("call Ann by Friday", "call Ann", "2026-12-04"),
    ("call Ann before Dec 6", "call Ann", "2026-12-06"),
    ("call Ann on the 15th", "call Ann", "2026-12-15"),
    ("call Ann 6th of December", "call Ann", "2026-12-06"),
    ("tomorrow: call Ann", "call Ann", "2026-11-30"),
    ("Friday: call Ann", "call Ann", "2026-12-04"),
    ("tomorrow call Ann", "call Ann", "2026-11-30"),
    ("next Friday, call Ann", "call Ann", "2026-12-04"),
    ("visit Fri 3pm", "visit 3pm", "2026-12-04"),
    ("visit on Fri at 3pm", "visit at 3pm", "2026-12-04"),
    ("visit Fri 15:00", "visit 15:00", "2026-12-04"),
    ("call Ann 12-06", "call Ann", "2026-12-06"),
    ("call Ann 15/3/2027", "call Ann", "2027-03-15"),
    ("下周三给何总打电话", "给何总打电话", "2026-12-02"),
    ("12月25日投标", "投标", "2026-12-25"),
    ("12月25号前 投标", "投标", "2026-12-25"),
    ("十二月二十五号投标", "投标", "2026-12-25"),
    ("两周后回访", "回访", "2026-12-13"),
    ("三天后回访", "回访", "2026-12-02"),
    ("明天，拜访何总", "拜访何总", "2026-11-30"),
    ("明天上午拜访何总", "上午拜访何总", "2026-11-30"),
    ("周五前给方案", "给方案", "2026-12-04"),
    ("月底前交报价", "交报价", "2026-11-30"),
    ("25号拜访", "拜访", "2026-12-25"),
    ("二十五号拜访", "拜访", "2026-12-25"),
    ("拜访何总下周三", "拜访何总", "2026-12-02"),
    ("拜访何总两周后", "拜访何总", "2026-12-13"),
    ("拜访何总二十五号", "拜访何总", "2026-12-25"),
    ("拜访何总 下周五 下午3点", "拜访何总 下午3点", "2026-12-04"),
    ("send proposal v2.1", "send proposal v2.1", None),
    ("quote 3-2 split", "quote 3-2 split", None),
    ("send proposal 2.1", "send proposal 2.1", None),
    ("ask for 50-50 split", "ask for 50-50 split", None),
    ("call Mark 5", "call Mark 5", None),
    ("周报发给何总", "周报发给何总", None),
    ("三季度方案", "三季度方案", None),
    ("月度报告", "月度报告", None),
]


@pytest.mark.parametrize(("text", "words", "on"), ACTIONS)
def test_reads_a_next_action(text: str, words: str, on: str | None) -> None:
    day = date.fromisoformat(on) if on else None
    assert parse_next(text, TODAY) == NextAction(text=words, on=day)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2 weeks ago", "2026-11-15"),
        ("两周前", "2026-11-15"),
        ("三天前", "2026-11-26"),
        ("a month ago", "2026-10-29"),
        ("25号", "2026-11-25"),
        ("on Friday", "2026-11-27"),
        ("11月二十五日", "2026-11-25"),
        ("15/3/2026", "2026-03-15"),
    ],
)
def test_reads_a_day_behind(text: str, day: str) -> None:
    assert f"{parse_past(text, TODAY)}" == day


WORDS = """
about by 3 12 06 - / . ~ Q1 next month 年底 下周三 三月 十五号 EOY early 2027 27 mar 前 tbd +3m at
3pm call fri , ' 何总 两周后 31号 下月
"""
PIECES = st.sampled_from(WORDS.split())
SCRAPS = st.lists(st.tuples(PIECES, st.sampled_from(["", " "])), max_size=6).map(
    lambda pieces: "".join(part for pair in pieces for part in pair)
)
ORDERS = st.sampled_from([None, "mdy", "dmy"])


@given(windows(), st.booleans(), days, ORDERS)
def test_a_printed_window_reads_back_on_any_day(
    window: SigningPeriod, about: bool, today: date, dates: DateOrder | None
) -> None:
    window = window.model_copy(update={"about": about})
    assert parse_window(window_text(window)).same(window)
    assert parse_window(window_text(window), Calendar(today, dates)).same(window)


@given(typed | SCRAPS, days, days, ORDERS, ORDERS)
def test_a_typed_window_is_printed_and_read_again_the_same(
    text: str, today: date, later: date, dates: DateOrder | None, others: DateOrder | None
) -> None:
    try:
        window = parse_window(text, Calendar(today, dates))
    except UserError as refusal:
        assert refusal.code.startswith("window-") or refusal.code == "day-order"
    else:
        assert parse_window(written_window(window), Calendar(later, others)).same(window)


@given(SCRAPS, days, days, ORDERS, ORDERS)
def test_a_typed_action_is_printed_and_read_again_the_same(
    text: str, today: date, later: date, dates: DateOrder | None, others: DateOrder | None
) -> None:
    try:
        action = parse_next(text, today, dates)
    except UserError as refusal:
        assert refusal.code in ("day-order", "day-several", "day-unreadable")
    else:
        assert parse_next(next_text(action), later, others) == action


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("call Ann fri or mon", "day-several"),
        ("call Ann Monday then visit Thursday", "day-several"),
        ("call Ann mon 8 dec", "day-several"),
        ("明天或后天打电话", "day-several"),
        ("call Ann 31 Nov", "day-unreadable"),
        ("2月30日开标", "day-unreadable"),
        ("01/12/2026 kick-off", "day-order"),
    ],
)
def test_an_action_with_two_days_or_an_impossible_one_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_next(text, TODAY)
    assert refused.value.code == code
    assert parse_next(f'"{text}"', TODAY) == NextAction(text=text)


@given(
    st.lists(
        st.sampled_from(
            [
                "call",
                "Ann",
                "给何总",
                "about",
                "pricing",
                "Friday",
                "明天",
                "(fri)",
                "Dec",
                "5",
                ",",
                "v2.1",
                "打电话",
                "下周",
            ]
        )
    )
)
def test_what_is_cut_for_a_day_is_the_day_and_nothing_else(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        place = choose_day(find_days(text, TODAY), text)
    except UserError:
        return
    if place is not None:
        kept = Counter(filter(str.isalnum, cut_day(text, place) + place.words))
        assert kept == Counter(filter(str.isalnum, text))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ann may sign Friday; sat with Bob", "Friday"),
        ("call 10-14 Dec, v2.1 of Dec 20", "10-14 Dec | Dec 20"),
        ("Friday's minutes, tomorrow's call", "Friday's | tomorrow's"),
        ("wait 2-3 weeks, 15th floor, 3-2 split", "3-2"),
        ("3-2 or the 15th", "3-2 | 15th"),
        ("下周三或周四 １２月底", "下周三 | 周四 | １２月底"),
        ("第1号机组 2-3个月后", ""),
    ],
)
def test_what_looks_like_a_day_is_found_in_a_text(text: str, words: str) -> None:
    assert " | ".join(word for _, word in find_day_words(text)) == words
