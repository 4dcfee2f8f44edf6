"""The examples in messages, as each language has them, with what reads them."""

from __future__ import annotations

from codecs import lookup as find_encoding
from collections.abc import Callable, Sequence
from typing import NamedTuple

from deals.edits.store_settings import read_month
from deals.numbers.fiscal_periods import parse_fiscal_period
from deals.parsing.amounts import currency_code
from deals.questions import read_answer
from tests.wording.example_readers import (
    parse_signing_day,
    read_amount,
    read_contact_field,
    read_cover_line,
    read_day,
    read_days,
    read_filter,
    read_filter_of,
    read_key,
    read_keyed,
    read_member_field,
    read_member_line,
    read_next,
    read_people_key,
    read_person,
    read_person_words,
    read_product,
    read_product_field,
    read_project,
    read_project_field,
    read_rate_line,
    read_row,
    read_setting,
    read_signs,
    read_sourced_share,
    read_status_filter,
    read_touch,
    read_touch_alone,
    read_unknown,
)


class Shown(NamedTuple):
    """The examples of a message: what reads them, how it begins, how each language has them.

    They part at `|`; where nothing is said for Chinese it has the same.
    """

    read: Callable[[str], object]
    message: str
    en: str
    zh_CN: str = ""


TOUCH = "outcome 480 -> follow-up fri"


SHOWN: Sequence[Shown] = (
    Shown(
        read_touch,
        "[date] dinner",
        f"dinner Ann, Bo: {TOUCH}",
        "宴请 何总 吴处长 谈了什么 480 -> 下次跟进 周五",
    ),
    Shown(read_next, "Set the follow-up", "send the offer fri|call +3d", "发方案 周五|打电话 +3天"),
    Shown(read_product, "like Net, 1.2", "Net, 1.2, 15", "专网, 1.2, 15"),
    Shown(
        read_person,
        "Add people, one per line",
        "Ann Lee (CTO) @IT executive T decides cr2 +",
        "何总 (总经理) @公司领导 高层 T 决策 cr2 +",
    ),
    Shown(
        read_person,
        "Bo Ek (CTO)",
        "Bo Ek (CTO) @IT mid-level T cr3 +",
        "吴处长 @技术部 中层 T cr3 +",
    ),
    Shown(read_unknown, "buyer junior", "buyer junior B cr?", "采购主管 低层 B cr?"),
    Shown(
        read_person,
        "Ann Lee (CEO)",
        "Ann Lee (CEO) executive TB decides cr1",
        "何总 (总经理) 高层 TB 决策 cr1",
    ),
    Shown(read_contact_field("lines"), "Type the approval lines", "T2B1|TB|T|B|-"),
    Shown(
        read_contact_field("level"),
        "Type the level",
        "executive|mid-level|junior",
        "高层|中层|低层",
    ),
    Shown(
        read_touch,
        "Log activity in a line: dinner",
        f"dinner Ann: {TOUCH}",
        "宴请 何总 聊了预算 480 -> 送方案 周五",
    ),
    Shown(
        read_touch,
        "Log activity in a line: visit",
        "visit Ann: demo agreed -> send the offer fri",
        "拜访 吴处长：同意演示 -> 发方案 周五",
    ),
    Shown(
        read_touch_alone,
        "Log activity with the person",
        "visit: demo agreed -> send the offer fri",
        "拜访 同意演示 -> 发方案 周五",
    ),
    Shown(
        read_next,
        "Type the next step and",
        "call Ann +3d|visit fri|proposal 03-20",
        "拜访何总 +3天|送方案 周五|演示 03-20",
    ),
    Shown(read_next, "Set the next step and", "call Ann +3d|visit fri", "拜访何总 +3天|演示 周五"),
    *(
        Shown(
            read_project,
            message,
            "name @customer owner:name P2 0.8-1.5M 2026-Q4",
            "名称 @客户公司 负责人:姓名 P2 80-150万 2026-Q4",
        )
        for message in ("name @customer", "Add projects, a line each")
    ),
    *(
        Shown(read_project, text, text, translated)
        for text, translated in (
            (
                "Harbour video net @Port Authority P2 0.8-1.5M 2027-Q2",
                "港区视频专网 @咸滩码头 P2 80-150万 2027-Q2",
            ),
            (
                "Harbour video net @Port Authority P3 0.8-1.5M 2027-Q2 key:yes",
                "港区视频专网 @咸滩码头 P3 80-150万 2027-Q2 重点:是",
            ),
        )
    ),
    Shown(
        read_amount,
        "Type the expected amount:",
        "640k|0.8-1.5M|USD 2m",
        "64万|80-150万|1.2亿|200万美元",
    ),
    Shown(
        read_project_field("tender"),
        "Type the tender day, from which",
        "12-28|fri|+4w",
        "12-28|周五|+4w",
    ),
    Shown(read_signs, "Type the close date:", "2026.5.30|26-05|2026-Q4|2026H2|2027"),
    Shown(read_signs, "Set another close date:", "2026.5.30|2026-Q4|2026H2"),
    *(
        Shown(
            read_person,
            message,
            "Ann executive TB cr2 +; Bo junior cr3",
            "何总 高层 TB cr2 +; 唐 低层 cr3",
        )
        for message in ("Type the contacts:", "Retype the contacts:")
    ),
    Shown(
        read_filter,
        "Filter as you type: words, owner",
        "owner:me stage>=P3 amount>500k flag:overdue",
        "负责人:我 状态>=P3 金额>50万 提醒:逾期",
    ),
    Shown(read_cover_line, "Type our contact", "Lin; VP Wang executive", "林; 王总 高层"),
    Shown(
        read_contact_field("level"),
        "executive, senior, mid-level",
        "executive|senior|mid-level|junior|-",
        "高层|中高层|中层|低层|-",
    ),
    Shown(read_member_line, "name part level", "Lin leader executive", "小李 组长 高层"),
    Shown(
        read_contact_field("level"),
        "names separated by",
        "executive|mid-level|junior",
        "高层|中层|低层",
    ),
    Shown(
        read_row,
        "task; dates; who, such as",
        "joint test; mon 5d; Lin",
        "联合测试；下周一 5天；小林",
    ),
    Shown(
        read_days,
        "Set the dates:",
        "9-13 Feb|3-2..3-20|+3d|D-10|T-5",
        "2月9-13日|3-2..3-20|+3天|D-10|T-5",
    ),
    Shown(read_days, "a adds a task here", "mon 5d", "下周一 5天"),
    Shown(read_days, "Add a task to a project's plan", "9-13 Feb|+3d|D-10", "2月9日|+3天|D-10"),
    Shown(read_project_field("stage"), "The last stage completed, like", "P2"),
    Shown(read_amount, "The expected amount, like", "$0.8-1.5M", "80-150万"),
    Shown(read_signs, "The close date, like", "2027-03-14|2027-Q1"),
    Shown(
        read_person_words,
        "Add a person to a project",
        "executive|mid-level|junior|T|B|cr1|cr5|+|-|=",
        "高层|中层|低层|T|B|cr1|cr5|+|-|=",
    ),
    Shown(read_day, '"{text}" is not a day like', "2027-03-31"),
    Shown(read_day, '"{text}" is not the date a project was created', "2026-03-14"),
    Shown(
        read_days,
        '"{text}" is not a date; write 9',
        "9-13 Feb|3-2..3-20|+3d|D-10|T-5",
        "2月9-13日|3-2..3-20|+3天|D-10|T-5",
    ),
    Shown(
        read_row,
        '"{text}": dates go behind the first',
        "submit bid; mon 5d; Lin",
        "交标；下周一 5天；林",
    ),
    Shown(
        read_member_field("part"),
        '"{text}" is not a part',
        "leader|member|monitor|sponsor",
        "组长|成员|监控人|高层支持",
    ),
    Shown(read_key, '"{text}" in "{key}" is no key', "ctrl+z|f5|pagedown|plus|comma"),
    Shown(read_key, 'the setting "{key}" takes keys', '["u", "ctrl+z"]|"u"'),
    Shown(currency_code, 'the setting "{key}" is the code of a currency', "CNY|USD"),
    Shown(currency_code, '"{text}" is not a currency', "CNY|USD|EUR"),
    Shown(
        read_amount,
        '"{text}" is not an amount',
        "120k|80-150k|1.2M|USD 2m",
        "350万|80-150万|1.2亿|200万美元",
    ),
    Shown(read_amount, '"{text}" has no figure', "300-500k", "300-500万"),
    Shown(read_month, '"{text}" is not a month', "April", "4月"),
    Shown(
        read_signs,
        "Say in which month your fiscal year",
        "2027-Q2|FY27 Q2|FY27|FY27|2027",
        "2027-Q2|FY27 Q2|27财年|27财年|2027 年",
    ),
    Shown(read_keyed, '"{text}" stands apart and is not a field', "owner:", "负责人:"),
    Shown(
        read_people_key, '"{first}" and "{second}" are both the customer', "contacts:", "客户名单:"
    ),
    Shown(read_people_key, '"{text}" is of a person', "contacts:", "客户名单:"),
    Shown(read_project_field("stage"), '"{text}" is not kept: the stage', "P3"),
    Shown(read_amount, '"{text}" may be {thousands}', "350k", "350万"),
    Shown(
        read_signs, '"{text}" is of a fiscal year: in which month does yours start? say', "2027-Q1"
    ),
    Shown(
        read_amount,
        '"{text}" of what?',
        "80-150k|80-150M|USD 80-150",
        "80-150万|80-150k|80-150元",
    ),
    Shown(read_signs, '"{text}" leaves open which day', "2027-03-14", "2027-03-14"),
    Shown(
        read_day, '"{text}" says from when, {first}, but not which day', "2027-03-14", "2027-03-14"
    ),
    Shown(read_signs, "this is a day as Excel counts it", "2027-03-14", "2027-03-14"),
    Shown(parse_fiscal_period, "targets are set for a month", "2026-12|2026-Q4|2026"),
    Shown(read_amount, "{currency} {amount} is far under", "40M", "4000万"),
    Shown(
        parse_fiscal_period,
        '"{text}" is no period',
        "2026-11|FY2026-Q4|2026-Q4|2026H2|2026",
    ),
    Shown(
        read_signs,
        '"{text}" is not a close date',
        "2027-03-14|2027-05|2027-Q2|2027H2|2027-01~03|2027",
        "2027-03-14|2027年5月|2027-Q2|2027H2|2027-01~03|2027",
    ),
    Shown(
        read_day,
        "Type another day for it:",
        "fri|12-28|+1w",
        "周五|12-28|+1周",
    ),
    Shown(
        read_day,
        "The last day it holds:",
        "+4w|fri|2027-03-31",
        "+4周|周五|2027-03-31",
    ),
    Shown(
        read_touch,
        "Log what came of the visit in a line: visit",
        "visit Ann: demo agreed -> send the offer fri",
        "拜访 吴处长：同意演示 -> 发方案 周五",
    ),
    Shown(
        read_day,
        "Up to this day:",
        "+7d|fri|2027-03-31",
        "+7天|周五|2027-03-31",
    ),
    Shown(read_next, "visit the site", "visit the site +3d", "去现场看机房 +3天"),
    Shown(
        read_day,
        '"{text}" is not a date; write it',
        "2027-03-14|3-14|fri|+3d|tomorrow",
        "2027-03-14|3-14|周五|+3天|明天",
    ),
    Shown(
        read_setting,
        '"{text}" may be {first} or {second}; write one of these, or set',
        'dates = "mdy"',
    ),
    Shown(
        read_person_words,
        'don\'t understand "{text}"',
        "executive|mid-level|junior|T|B|cr1|cr5|+|-|=|xNAME",
        "T|B|cr1|cr5|+|-|=|x竞争对手",
    ),
    Shown(read_product, '"{text}" has more than a name', "Net, 1.2, 15", "专网, 1.2, 15"),
    Shown(read_product, "a product needs a name", "Net, 1.2, 15", "专网, 1.2, 15"),
    Shown(read_product_field("share"), '"{text}" is not a share', "1.2|?"),
    Shown(read_product_field("growth"), '"{text}" is not a growth', "15|?"),
    Shown(read_contact_field("cr"), '"{text}" is not a CR; write', "1|5|?"),
    Shown(
        read_contact_field("level"),
        '"{text}" is not a level',
        "executive|mid-level|junior",
        "高层|中层|低层",
    ),
    Shown(
        read_contact_field("level"),
        "the playbook has no senior level",
        "mid-level|executive",
        "中层|高层",
    ),
    Shown(
        read_contact_field("function"),
        '"{text}" is not a function',
        "technical|commercial|using|other",
        "技术|商务|使用方|其他",
    ),
    Shown(
        read_contact_field("role"),
        '"{text}" is not a role',
        "decides|approves|evaluates|uses|influences|coach",
        "决策|审批|评估|使用|影响|教练",
    ),
    Shown(read_contact_field("lines"), '"{text}" is not an approval line', "T2B1|TB|T|B|-"),
    Shown(read_contact_field("stance"), '"{text}" is not a stance', "+|-|=|xNAME", "+|-|=|x对手名"),
    Shown(
        read_filter_of("amount"),
        '"{value}" in "{word}" is not an amount',
        "500k|80-150k|1.2M|none",
        "50万|80-150万|1.2亿|无",
    ),
    Shown(
        read_filter_of("signs"),
        '"{value}" in "{word}" is not a date or period',
        "2027-Q3|2027-05|2027H2|none",
        "2027-Q3|2027年5月|2027H2|无",
    ),
    Shown(read_filter_of("cr"), '"{value}" in "{word}" is not a CR', "1|5|none", "1|5|无"),
    Shown(read_filter_of("left"), '"{value}" in "{word}" is not a number of days', "none", "无"),
    Shown(
        read_filter_of("owners"), '"{value}" in "{word}" is not a number of owners', "none", "无"
    ),
    Shown(
        read_filter_of("severity"),
        '"{value}" in "{word}" is not a severity',
        "red|amber|info|none",
        "红|黄|提示|无",
    ),
    Shown(
        read_status_filter,
        '"{value}" in "{word}" is not a status',
        *(
            "open|on_hold|won|lost|abandoned|ended|any",
            "进行中|暂停|赢单|丢单|放弃|已结束|全部",
        ),
    ),
    Shown(currency_code, "The currency of amounts that name none", "EUR", "EUR"),
    Shown(
        read_rate_line,
        '"{text}" is not an exchange rate',
        "USD=7.2|100 JPY=4.8",
        "美元=7.2|100日元=4.8",
    ),
    Shown(find_encoding, '"{text}" is no encoding', "utf-8|gb18030|big5", "utf-8|gb18030|big5"),
    Shown(
        parse_fiscal_period,
        "Only what is to be signed in this period",
        "2026-12|2026-Q4|FY2026",
    ),
    Shown(parse_signing_day, "a day, as", "11-23|mon", "11-23|周一"),
    Shown(read_month, "a month, as", "April|4", "4月"),
    Shown(read_amount, "what is to be signed, as", "40M|USD 2M", "4000万|200万美元"),
    Shown(
        read_rate_line,
        "what one of it is worth",
        "USD=7.2|100 JPY=4.8",
        "美元=7.2|100日元=4.8",
    ),
    Shown(
        read_sourced_share,
        "in percent, and behind a",
        "31.5%; industry report",
        "31.5%；行业报告",
    ),
    Shown(read_answer, '"{text}" is not an answer', "yes|partly|no|unknown", "是|部分|否|不明"),
)


def examples(shown: Shown, lang: str) -> list[str]:
    """Return the examples of a row in a language."""
    return ((lang != "en" and shown.zh_CN) or shown.en).split("|")
