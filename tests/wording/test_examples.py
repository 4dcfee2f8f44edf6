"""Every example in a message is run through its reader, and no language shows the other's.

An example stands here as the message has it, in both languages; whatever in a message looks like
one and is not listed fails, unless the message is named below with what it is instead.
"""

from __future__ import annotations

import re
from codecs import lookup as find_encoding
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

from deals.edits.contacts import add_contacts
from deals.edits.number_settings import read_exchange_rate, set_measure
from deals.edits.store_settings import read_month
from deals.fields import CONTACT, MEMBER, PRODUCT, PROJECT
from deals.fields.member_line import read_member
from deals.filters import FilterContext, parse_filter
from deals.model import Book
from deals.model.base import Frozen
from deals.numbers.fiscal_periods import parse_fiscal_period
from deals.parsing.amounts import currency_code, parse_amount
from deals.parsing.days import parse_day
from deals.parsing.next_actions import parse_next
from deals.parsing.touch_line import parse_touch
from deals.parsing.windows import parse_window
from deals.planning import parse_span
from deals.planning.plan_lines import read_row_line
from deals.playbook import BilingualText
from deals.questions import read_answer
from deals.search import SearchIndex
from screens.base.empty_hints import EMPTY_HINTS
from screens.market.view import read_product as read_product_line
from screens.people.actions import read_cover
from store.settings import parse_settings
from tests.deals.makers import DEFAULT, TODAY, contact, project
from tests.deals.readings import quick_project, reading
from wording import LANGUAGES
from wording.catalogues import catalogues, forms, read_catalogue

HAN = re.compile("[\u3400-\u9fff]")
READING = reading()
TYPED = READING._replace(bare_amounts=False, signs=project(signs="2026-12-01").signs)
PEOPLE = tuple(map(contact, ("Ann Lee", "Bo Ek", "何总", "吴处长")))
CONTEXT = FilterContext(DEFAULT, "林", SearchIndex(), TYPED.calendar)


def read_filter(text: str) -> object:
    return parse_filter(text, CONTEXT)


def read_rate_line(text: str) -> object:
    return read_exchange_rate(text, "CNY")


def read_person_words(text: str) -> object:
    """Read what is said of a person, behind a name."""
    (person,) = add_contacts(project(), f"何总 {text}", READING).contacts
    return person.name == "何总" and person != contact("何总").model_copy(update={"id": person.id})


def read_day(text: str) -> object:
    return parse_day(text, TODAY)


def parse_signing_day(text: str) -> object:
    return parse_window(text, TYPED.calendar).earliest


def read_sourced_share(text: str) -> object:
    value, _sign, source = text.replace("；", ";").partition(";")
    (kept,) = set_measure(Book(), 2026, "share", value, source=source).measures
    return kept.value and kept.source


def read_amount(text: str) -> object:
    return parse_amount(text, bare=False)


def read_next(text: str) -> object:
    action = parse_next(text, TODAY)
    assert action is not None
    return action.text and action.on


def read_touch(text: str) -> object:
    line = parse_touch(text, PEOPLE, TODAY)
    return line.how and line.met and (line.follow_up is None or line.follow_up.on)


def read_touch_alone(text: str) -> object:
    """Read a touch where it is known with whom."""
    line = parse_touch(text, PEOPLE, TODAY, always=PEOPLE[:1])
    return line.how and line.follow_up is not None and line.follow_up.on


def read_person(text: str) -> object:
    people = add_contacts(project(), text, READING).contacts
    return people and all(person.level and person.cr for person in people)


def read_unknown(text: str) -> object:
    (person,) = add_contacts(project(), text, READING).contacts
    return person.level and person.lines and person.cr is None


def read_project(text: str) -> object:
    made = quick_project(text, TYPED)
    named = any(key in text for key in ("owner:", "负责人:"))
    return made.customer and (made.owner != "林") == named and made.amount and made.signs


def read_keyed(text: str) -> object:
    """Read a key of a project's line."""
    return quick_project(f"Acme, {text}Wu", TYPED).owner == "Wu"


def read_people_key(text: str) -> object:
    """Read the key of a project's line that its people stand behind."""
    return [person.name for person in quick_project(f"Acme {text}Wu", TYPED).contacts] == ["Wu"]


def read_cover_line(text: str) -> object:
    return read_cover(text, DEFAULT)[-1][1]


def read_row(text: str) -> object:
    content, days, who = read_row_line(text, project(), TYPED.calendar)
    return content and days.start and who


def read_days(text: str) -> object:
    return parse_span(text, TODAY, TYPED.signs, tender=TODAY).end


def read_product(text: str) -> object:
    made = read_product_line(text, READING)
    return made.share and made.growth


def read_setting(text: str) -> object:
    return parse_settings(text, Path("config.toml"), LANGUAGES)


def read_key(text: str) -> object:
    keys = text if text.startswith(("[", '"')) else f'"{text}"'
    return read_setting(f"[keys]\nundo = {keys}\n")


def read_filter_of(key: str) -> Callable[[str], object]:
    return lambda text: parse_filter(f"{key}:{text}", CONTEXT)


def read_contact_field(field: str) -> Callable[[str], object]:
    """Read a text as the field; `nothing` and its like are None there, and are values too."""
    return lambda text: (CONTACT[field].parse(text, READING),)


def read_signs(text: str) -> object:
    return PROJECT["signs"].parse(text, TYPED)


def read_status_filter(text: str) -> object:
    return parse_filter(f"status:{text}", CONTEXT).names_status


def read_project_field(field: str) -> Callable[[str], object]:
    return lambda text: PROJECT[field].parse(text, TYPED)


def read_member_line(text: str) -> bool:
    member = read_member(text, READING)
    return bool(member.part and member.level)


def read_member_field(field: str) -> Callable[[str], object]:
    return lambda text: MEMBER[field].parse(text, READING)


def read_product_field(field: str) -> Callable[[str], object]:
    return lambda text: (PRODUCT[field].parse(text, READING),)


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


def examples(shown: Shown, lang: str) -> list[str]:
    """Return the examples of a row in a language."""
    return ((lang != "en" and shown.zh_CN) or shown.en).split("|")


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
