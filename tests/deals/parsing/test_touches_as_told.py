"""Touches as hurried people type them, on Sunday 29 November 2026."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from deals.errors import UserError
from deals.parsing.next_actions import next_text
from deals.parsing.touch_follow_ups import says_unreached
from deals.parsing.touch_line import parse_touch, touch_text
from tests.deals.makers import contact

TODAY = date(2026, 11, 29)
PEOPLE = tuple(
    map(
        contact,
        (
            "Ann Lee",
            "Karen Wu",
            "Tom Baker",
            "Raj Patel",
            "Bob Smith",
            "何总",
            "王处",
            "李工",
            "陈主任",
        ),
    )
)


@dataclass(frozen=True)
class Told:
    """What a line says: kind, people, day of November, cost and note."""

    how: str
    met: str = ""
    day: int = 29
    cost: str = ""
    note: str = ""


def read(text: str) -> Told:
    """Read a line with the people above; what is printed of it reads back."""
    line = parse_touch(text, PEOPLE, TODAY)
    assert parse_touch(touch_text(line), PEOPLE, TODAY) == line
    cost = f"{line.worth} {line.currency}" if line.worth else ""
    assert line.on.month == 11
    return Told(line.how, ", ".join(who.name for who in line.met), line.on.day, cost, line.note)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("called Ann, budget ok", Told("call", "Ann Lee", note="budget ok")),
        ("ann called back, wants 10% off", Told("call", "Ann Lee", note="wants 10% off")),
        ("email to Tom: sent deck", Told("message", "Tom Baker", note="sent deck")),
        ("emailed Tom the deck yesterday", Told("message", "Tom Baker", 28, note="the deck")),
        ("visited Karen on Thursday, tour", Told("visit", "Karen Wu", 26, note="tour")),
        ("demo for Karen and Raj", Told("exchange", "Karen Wu, Raj Patel")),
        ("site visit 24 Nov, met Bob Smith", Told("visit", "Bob Smith", 24, note="site visit")),
        ("teams call Karen Tue", Told("call", "Karen Wu", 24, note="teams call")),
        ("call Ann 27/11", Told("call", "Ann Lee", 27)),
        ("call Ann re pricing, 26.11.", Told("call", "Ann Lee", 26, note="re pricing")),
        (
            "f2f w/ Karen wed, wants discount",
            Told("meeting", "Karen Wu", 25, note="wants discount"),
        ),
        ("met Ann and Bob at the fair", Told("meeting", "Ann Lee, Bob Smith", note="at the fair")),
        ("quote $300k sent to Ann", Told("", "Ann Lee", note="quote $300k sent to Ann")),
        ("call Ann 9am, no answer", Told("call", "Ann Lee", note="9am, no answer")),
        ("昨天给李工打电话 问了进度", Told("call", "李工", 28, note="问了进度")),
        ("给陈主任打了电话，约下周一见面", Told("call", "陈主任", note="约下周一见面")),
        ("called Ann yesterday re pricing", Told("call", "Ann Lee", 28, note="re pricing")),
        (
            "emailed Tom 3 days ago with the deck",
            Told("message", "Tom Baker", 26, note="with the deck"),
        ),
        ("called Ann yesterday evening, ok", Told("call", "Ann Lee", note="yesterday evening, ok")),
        ("前天见了王处", Told("meeting", "王处", 27)),
        ("bumped into Raj at expo", Told("", "Raj Patel", note="bumped into Raj at expo")),
        ("text Tom", Told("message", "Tom Baker")),
        ("参加展会 碰到王处", Told("event", "王处", note="参加展会 碰到王处")),
        (
            "请何总、李工吃饭，1200，谈了价格",
            Told("dinner", "何总, 李工", 29, "1200 CNY", "谈了价格"),
        ),
        ("碰到李工 聊了预算", Told("meeting", "李工", note="聊了预算")),
        ("今早电话何总 价格", Told("call", "何总", note="价格")),
        ("昨儿跟何总吃饭 300元", Told("dinner", "何总", 28, "300 CNY")),
        ("参观工厂 何总 李工 11-18", Told("visit", "何总, 李工", 18, note="参观工厂 何总 李工")),
        ("何总说见面再聊", Told("", "何总", note="说见面再聊")),
        ("给王处发邮件 报价单", Told("message", "王处", note="报价单")),
        ("何总来电 问交期", Told("call", "何总", note="问交期")),
        ("电话没打通 何总", Told("call", "何总", note="电话没打通 何总")),
        ("上门拜访王处", Told("visit", "王处")),
        ("今天上午去王处办公室拜访", Told("visit", "王处", note="上午去王处办公室拜访")),
        ("视频会议 陈主任 演示系统", Told("meeting", "陈主任", note="演示系统")),
        ("本月20号拜访何总", Told("visit", "何总", 20)),
        ("去李工办公室送样品", Told("", "李工", note="去李工办公室送样品")),
        # Words that only sound so.
        ("何总说下周开会", Told("", "何总", note="说下周开会")),
        ("told them about the call", Told("", note="told them about the call")),
        ("visit: Ann was away", Told("visit", note="Ann was away")),
    ],
)
def test_a_touch_in_people_s_words(text: str, told: Told) -> None:
    assert read(text) == told


@pytest.mark.parametrize(
    ("text", "how", "met", "cost"),
    [
        ("breakfast mtg Tom $22 11/27", "dinner", "Tom Baker", "22 USD"),
        ("karaoke Raj 300 sgd", "hospitality", "Raj Patel", "300 SGD"),
        ("beers w/ Tom 30 quid", "hospitality", "Tom Baker", "30 GBP"),
        ("coffee w/ ann 6.50", "hospitality", "Ann Lee", "7 CNY"),
        ("steak house w/ bob $210 incl tip", "hospitality", "Bob Smith", "210 USD"),
        ("sushi with Karen & Tom, EUR 130.40", "hospitality", "Karen Wu, Tom Baker", "131 EUR"),
        ("dinner w/ Karen EUR 80,50", "dinner", "Karen Wu", "81 EUR"),
        ("dinner Ann (€45)", "dinner", "Ann Lee", "45 EUR"),
        ("bought karen dinner ¥600", "dinner", "Karen Wu", "600 CNY"),
        ("Karen bought lunch", "dinner", "Karen Wu", ""),
        ("Hotel for Karen 340 EUR", "hospitality", "Karen Wu", "340 EUR"),
        ("paid taxi for Raj £25", "hospitality", "Raj Patel", "25 GBP"),
        ("sponsored Raj's conference ticket $900", "hospitality", "Raj Patel", "900 USD"),
        ("Ann's birthday: flowers $55", "gift", "Ann Lee", "55 USD"),
        ("spa voucher Karen 75€", "gift", "Karen Wu", "75 EUR"),
        ("Xmas present Bob, whisky, 49.99 GBP", "gift", "Bob Smith", "50 GBP"),
        ("sent Ann flowers", "gift", "Ann Lee", ""),
        ("gave bob a pen 20 usd", "gift", "Bob Smith", "20 USD"),
        ("昨晚请何总唱歌 1500元", "hospitality", "何总", "1500 CNY"),
        ("请王处吃饭３８０元", "dinner", "王处", "380 CNY"),
        ("给何总送了两条烟 1000元", "gift", "何总", "1000 CNY"),
        ("陪何总看球赛 门票600元", "hospitality", "何总", "600 CNY"),
        # What was talked of, not spent.
        ("quote for hotel wifi $300 sent to Ann", "", "Ann Lee", ""),
        ("sent Ann contract $300", "", "Ann Lee", ""),
        ("Karen says the budget is $300", "", "Karen Wu", ""),
        ("lunch with Ann, we talked $300k deal", "dinner", "Ann Lee", ""),
    ],
)
def test_hospitality_in_any_usual_words(text: str, how: str, met: str, cost: str) -> None:
    told = read(text)
    assert (told.how, told.met, told.cost) == (how, met, cost)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("call Ann Nov 31", "day-unreadable"),
        ("11月31日拜访何总", "day-unreadable"),
        ("called Ann 2026-12-05", "day-future"),
        ("lunch Ann tomorrow $45", "day-future"),
        ("call Ann 3/4/2026", "day-order"),
        ("lunch Ann $45 $60", "cost-unclear"),
        ("dinner Ann 45-50 usd", "cost-unclear"),
        ("请何总吃饭 480元 520元", "cost-unclear"),
        ("theatre tix Karen 2x €45", "cost-each"),
        ("dinner Ann €45 p.p.", "cost-each"),
        ("请何总吃饭 人均200元", "cost-each"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("message Raj: ok for Thu", ("Thu",)),
        ("call Ann re Dec 10 demo, budget $300k", ("Dec 10", "$300k")),
        ("visit HQ, Karen was away", ("Karen",)),
        ("lunch with Peter $80", ("Peter",)),
        ("给陈主任打了电话，约下周一见面", ("下周一",)),
        ("李工说预算300万", ("300万",)),
        ("call Ann, all fine", ()),
    ],
)
def test_what_is_left_in_a_note_is_listed(text: str, left: tuple[str, ...]) -> None:
    assert parse_touch(text, PEOPLE, TODAY).left == left


@pytest.mark.parametrize(
    ("text", "note", "action"),
    [
        ("Ann called, next: send contract Friday", "", "send contract 2026-12-04"),
        ("call Ann all fine. Next step: send the offer", "all fine.", "send the offer"),
        ("met Ann at her office, follow up Dec 10", "at her office", "follow up 2026-12-10"),
        ("call Ann; we follow up on Tuesday", "", "we follow up 2026-12-01"),
        ("call Bob - no pickup, retry tmrw", "no pickup", "retry 2026-11-30"),
        ("met Tom, next meeting Dec 4", "", "next meeting 2026-12-04"),
        ("拜访王处，周三再联系", "", "再联系 2026-12-02"),
        ("拜访王处 聊了预算，下一步：周五发合同", "聊了预算", "发合同 2026-12-04"),
        ("visit Bob, will decide Friday", "will decide Friday", ""),
        ("电话何总，他说下周三再定", "他说下周三再定", ""),
        ("call Ann: next month budget", "next month budget", ""),
    ],
)
def test_what_follows_is_told_by_a_key_or_in_words(text: str, note: str, action: str) -> None:
    line = parse_touch(text, PEOPLE, TODAY)
    assert (line.note, next_text(line.follow_up)) == (note, action)


@pytest.mark.parametrize(
    ("note", "unreached"),
    [
        *((note, True) for note in ("no answr", "no reply", "didn't pick up", "went to voicemail")),
        *((note, True) for note in ("couldn't reach him", "left a message", "line busy")),
        *(
            (note, True)
            for note in ("没接", "没人接听", "未接通", "打不通，下午再试", "人不在", "占线")
        ),
        *(
            (note, False)
            for note in ("agreed", "budget is set", "answered all", "有预算", "接了方案")
        ),
        *((note, False) for note in ("not in the budget", "钱不在这里管", "没接受报价")),
        *(
            (note, True)
            for note in (
                "9am, no answer",
                "called twice, no answer so far",
                "no answer on his mobile, will try again tomorrow",
                "Ann didn't pick up the phone",
                "left a message with Ann Lee",
                "no answer; left voicemail",
                "not in, in a meeting",
                "tried to call but couldn't get through",
                "line is busy",
                "no pickup - retry Monday",
                "missed him",
                "couldn't meet Bob",
                "打了两次都没接",
                "王总没接电话，下周再打",
                "电话没人接，在开会",
                "没见到领导",
                "他不在办公室，出差了",
                "手机关机",
                "一直占线",
                "还是联系不上",
            )
        ),
        # Somebody was reached after all, or the words are about something else.
        *(
            (note, False)
            for note in (
                "没接到投标邀请，王总说下周",
                "他没接这个话题，但同意试用",
                "没接但同意下周见",
                "没接，他回电说下周定",
                "没见到样品",
                "没回标书的问题",
                "对手没来，他不在意",
                "left message with Ann, she agreed",
                "left a message, he called back and agreed",
                "no answer yet on the price",
                "no answer yet on the price, agreed to visit",
                "didn't pick up the sample yet",
                "Agreed, no answer on price",
                "couldn't see the point",
                "couldn't find budget",
                "no show of interest",
                "discussed scope, no answer",
                "no response to the offer",
                "",
            )
        ),
    ],
)
def test_what_says_that_nobody_was_reached(note: str, *, unreached: bool) -> None:
    assert says_unreached(note) == unreached
