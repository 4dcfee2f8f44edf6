"""Touches in one line, on Monday 2 March 2026: what is read of them, and printed back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from deals.errors import UserError
from deals.model import TOUCH_KINDS, Contact, NextAction
from deals.parsing.touch_kinds import KIND_WORDS
from deals.parsing.touch_line import TouchLine, parse_touch, touch_text
from tests.deals.makers import TODAY, contact
from tests.deals.values import PEOPLE_WORDS, typed
from wording import use_language
from wording.names import touch_name

NAMES = ("何总", "吴处长", "王", "何总监", "Will", "Sun", "Ann Lee", "Bob Stone", "Call", "a->b")
PEOPLE = tuple(map(contact, NAMES))


def read(text: str) -> TouchLine:
    """The line against the people above."""
    return parse_touch(text, PEOPLE, TODAY)


def read_parts(text: str) -> tuple[str, list[str], str]:
    """Kind, names and note of a line."""
    line = read(text)
    return line.how, [person.name for person in line.met], line.note


@pytest.mark.parametrize(
    ("text", "how", "names", "note"),
    [
        ("", "", [], ""),
        ("met at the fair", "", [], "met at the fair"),
        ("call 何总 he agrees", "call", ["何总"], "he agrees"),
        ("call何总他同意了", "call", ["何总"], "他同意了"),
        ("CALL: 何总 is away", "call", [], "何总 is away"),
        ("拜访吴处长聊了预算", "visit", ["吴处长"], "聊了预算"),
        ("饭局 何总、吴处长 聊了预算", "dinner", ["何总", "吴处长"], "聊了预算"),
        ("和吴处长吃饭 不错", "dinner", ["吴处长"], "不错"),
        ("何总 电话 聊了预算", "call", ["何总"], "聊了预算"),
        ("visit Ann Lee and 何总: demo", "visit", ["Ann Lee", "何总"], "demo"),
        ("dinner with Ann, Stone & 王: fine", "dinner", ["Ann Lee", "Bob Stone", "王"], "fine"),
        ("visit @will, @ANN: x", "visit", ["Will", "Ann Lee"], "x"),
        ('visit @"Ann Lee" x', "visit", ["Ann Lee"], "x"),
        ("visit: agreed with @Sun on price", "visit", ["Sun"], "agreed with Sun on price"),
        ('call 何总 "3-6 visit"', "call", ["何总"], "3-6 visit"),
        # The longest name wins, and a name of one character needs an end.
        ("call 何总监 ok", "call", ["何总监"], "ok"),
        ("饭局 王府井 见面", "dinner", [], "王府井 见面"),
        # Names that are words too.
        ("call Will will send it", "call", ["Will"], "will send it"),
        ("call will send it", "call", [], "will send it"),
        ("Sun agreed", "", ["Sun"], "agreed"),
        ("Call call Call back", "", ["Call"], "call Call back"),
        ("Willy came", "", [], "Willy came"),
        ("call Will's boss", "call", [], "Will's boss"),
        ("何总 call me back", "", ["何总"], "call me back"),
        # Words that begin like kinds.
        ("会议室坏了", "", [], "会议室坏了"),
        ("callback 何总", "", [], "callback 何总"),
        ("call-back list", "", [], "call-back list"),
        # Arrows within words and addresses are text.
        ("P2->P3 agreed", "", [], "P2->P3 agreed"),
        ("mail ann@example.com", "message", [], "ann@example.com"),
    ],
)
def test_who_how_and_what(text: str, how: str, names: list[str], note: str) -> None:
    assert read_parts(text) == (how, names, note)


@pytest.mark.parametrize(
    ("text", "day", "note"),
    [
        ("yesterday visit 何总 ok", "2026-03-01", "ok"),
        ("visit yesterday 何总 ok", "2026-03-01", "ok"),
        ("昨天拜访吴处长", "2026-03-01", ""),
        ("2月27日 电话 何总", "2026-02-27", ""),
        ("2-27 visit 吴处长: demo agreed", "2026-02-27", "demo agreed"),
        ("27 Feb visit 何总", "2026-02-27", ""),
        ("sun visit 何总", "2026-03-01", ""),
        ("call 何总 2-27 is too early", "2026-03-02", "2-27 is too early"),
        ("2.1 is out", "2026-03-02", "2.1 is out"),
    ],
)
def test_days(text: str, day: str, note: str) -> None:
    line = read(text)
    assert (line.on, line.note) == (date.fromisoformat(day), note)


@pytest.mark.parametrize(
    ("text", "worth", "currency", "note"),
    [
        ("gift 何总 tea set 280", 280, "CNY", "tea set"),
        ("饭局 何总 吴处长 聊了预算 480", 480, "CNY", "聊了预算"),
        ("饭局 何总 聊了预算480元", 480, "CNY", "聊了预算"),
        ("gift 何总 ¥1,280 tea", 1280, "CNY", "tea"),
        ("gift 何总 CNY 280: tea", 280, "CNY", "tea"),
        ("gift 何总 $40 pen", 40, "USD", "pen"),
        ("gift 何总 tea 280.50元", 281, "CNY", "tea"),
        ("招待 何总 USD 60", 60, "USD", ""),
        ("dinner 何总 wine 88元 and talk", 88, "CNY", "wine and talk"),
        ("event 何总 tickets ¥300", 300, "CNY", "tickets"),
        # Numbers of the note.
        ("gift 何总 pen 280", 280, "CNY", "pen"),
        ("call 何总 budget is 480", None, "CNY", "budget is 480"),
        ("call 何总 预算 640万元", None, "CNY", "预算 640万元"),
        ("dinner 何总 3 racks for 2 sites", None, "CNY", "3 racks for 2 sites"),
        ("dinner 何总监 phase 2", None, "CNY", "phase 2"),
        ("dinner 何总 version 2.15", None, "CNY", "version 2.15"),
        ("dinner 何总 at 18:30", None, "CNY", "at 18:30"),
        ("call 何总 a fee of ¥300 came up", None, "CNY", "a fee of ¥300 came up"),
        ('gift 何总 "tea 280"', None, "CNY", "tea 280"),
    ],
)
def test_what_was_spent(text: str, worth: int | None, currency: str, note: str) -> None:
    line = read(text)
    assert (line.worth, line.currency, line.note) == (worth, currency, note)


@pytest.mark.parametrize(
    ("text", "note", "follow_up"),
    [
        ("call 何总 will send the budget +3d", "will send the budget", ("will send the budget", 5)),
        ("visit 吴处长: demo agreed -> send offer fri", "demo agreed", ("send offer", 6)),
        ("何总 同意试用→发方案 周五", "同意试用", ("发方案", 6)),
        ("何总 同意 －＞ 发方案", "同意", ("发方案", None)),
        ("visit 何总 -> fri", "", ("", 6)),
        ("call 何总 +3d", "", ("", 5)),
        ("dinner 何总 480 -> send it +3d", "", ("send it", 5)),
        ("call 何总 ok ->", "ok", None),
        ("call 何总 ok -> -", "ok", None),
        ("came up +3d", "came up +3d", None),
    ],
)
def test_what_follows(text: str, note: str, follow_up: tuple[str, int | None] | None) -> None:
    line = read(text)
    assert line.note == note
    if follow_up is None:
        assert line.follow_up is None
    else:
        words, day = follow_up
        assert line.follow_up == NextAction(text=words, on=date(2026, 3, day) if day else None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("tomorrow visit 何总", "day-future"),
        ("3-6 visit 何总", "day-future"),
        ("visit @nobody", "person-unknown"),
        ("visit @何", "person-unclear"),
        ("met them -> send offer", "follow-up-nobody"),
    ],
)
def test_what_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert refused.value.code == code


def test_who_is_met_in_any_case_comes_first_and_once() -> None:
    line = parse_touch("call 何总 and 王: x -> y", PEOPLE, TODAY, always=[PEOPLE[0]])
    assert [person.name for person in line.met] == ["何总", "王"]
    line = parse_touch("will call -> y", PEOPLE, TODAY, always=[PEOPLE[0]])
    assert [person.name for person in line.met] == ["何总"]


def test_every_kind_is_read_by_its_name_in_both_languages() -> None:
    assert set(KIND_WORDS.values()) == set(TOUCH_KINDS)
    for lang in ("en", "zh_CN"):
        use_language(lang)
        try:
            assert {KIND_WORDS[touch_name(kind)] for kind in TOUCH_KINDS} == set(TOUCH_KINDS)
        finally:
            use_language("en")


pieces = st.sampled_from(
    [
        *NAMES,
        *KIND_WORDS,
        *PEOPLE_WORDS,
        *(" ", "  ", ":", "：", ",", "、", '"', "@", "->", "→", "+3d", "yesterday", "2-27", "昨天"),
        *("w/ ", "to ", "met ", "给", "on ", "27 Feb", "called ", "打了电话", "flowers ", "花 "),
        *("280", "¥280", "CNY 280", "280元", "with ", "和", "fri", "\n", "@何总", '@"Ann Lee"'),
    ]
)
CODES = (
    *("day-future", "day-unreadable", "day-order", "person-unknown", "person-unclear"),
    *("follow-up-nobody", "cost-unclear", "cost-each"),
)
lines = st.lists(st.one_of(pieces, st.text(max_size=4)), max_size=9).map("".join)


@given(lines | typed)
@example("何总何总\n¥280")
@example(":何总")
def test_any_line_is_read_or_refused_and_what_is_printed_reads_back(text: str) -> None:
    try:
        line = read(text)
    except UserError as refusal:
        assert refusal.code in CODES
        return
    for kind in (None, touch_name(line.how)):
        assert parse_touch(touch_text(line, kind), PEOPLE, TODAY) == line


@given(st.lists(lines.filter(str.strip), min_size=1, max_size=3, unique=True), lines)
def test_names_of_any_kind_read_back(names: list[str], note: str) -> None:
    people = [Contact(id=f"c{at}", name=name) for at, name in enumerate(names)]
    line = TouchLine(TODAY, "visit", tuple(people), note=note.strip())
    assert parse_touch(touch_text(line), people, TODAY) == line


@pytest.mark.parametrize(
    ("text", "how", "names", "worth", "currency"),
    [
        ("请何总吃饭 480元", "dinner", ["何总"], 480, "CNY"),
        ("请何总吃饭480元", "dinner", ["何总"], 480, "CNY"),
        ("请何总吃饭 480", "dinner", ["何总"], 480, "CNY"),
        ("请何总吃饭五百元", "dinner", ["何总"], 500, "CNY"),
        ("请何总吃饭 1千元", "dinner", ["何总"], 1000, "CNY"),
        ("请何总、吴处长用餐 300元", "dinner", ["何总", "吴处长"], 300, "CNY"),
        ("宴请何总和吴处长 2000元", "dinner", ["何总", "吴处长"], 2000, "CNY"),
        ("昨天请何总吃饭 480元", "dinner", ["何总"], 480, "CNY"),
        ("中午和吴处长吃饭 聊了预算 200元", "dinner", ["吴处长"], 200, "CNY"),
        ("高尔夫 何总 600", "hospitality", ["何总"], 600, "CNY"),
        ("陪何总打高尔夫 1200元", "hospitality", ["何总"], 1200, "CNY"),
        ("和吴处长喝茶 120", "hospitality", ["吴处长"], 120, "CNY"),
        ("何总 KTV 800元", "hospitality", ["何总"], 800, "CNY"),
        ("晚上陪何总唱K 900元", "hospitality", ["何总"], 900, "CNY"),
        ("lunch Ann $45", "dinner", ["Ann Lee"], 45, "USD"),
        ("took Ann to lunch $45", "dinner", ["Ann Lee"], 45, "USD"),
        ("had lunch with Ann $45", "dinner", ["Ann Lee"], 45, "USD"),
        ("treated Ann to dinner £80", "dinner", ["Ann Lee"], 80, "GBP"),
        ("drinks with Ann €30", "hospitality", ["Ann Lee"], 30, "EUR"),
        ("golf Ann A$90", "hospitality", ["Ann Lee"], 90, "AUD"),
        ("coffee with Ann 12 dollars", "hospitality", ["Ann Lee"], 12, "USD"),
        ("送何总购物卡 1000元", "gift", ["何总"], 1000, "CNY"),
        ("给何总送了红包 2000元", "gift", ["何总"], 2000, "CNY"),
        ("送何总 手机 5000元", "gift", ["何总"], 5000, "CNY"),
        ("gave Ann a gift card $50", "gift", ["Ann Lee"], 50, "USD"),
        ("voucher Ann $100", "gift", ["Ann Lee"], 100, "USD"),
    ],
)
def test_gifts_and_hospitality_in_any_words(
    text: str, how: str, names: list[str], worth: int, currency: str
) -> None:
    line = read(text)
    assert (line.how, [person.name for person in line.met]) == (how, names)
    assert (line.worth, line.currency) == (worth, currency)
    assert parse_touch(touch_text(line), PEOPLE, TODAY) == line


@pytest.mark.parametrize(
    ("text", "how", "note", "worth"),
    [
        ("请何总看方案", "", "请何总看方案", None),
        ("送何总资料", "", "送何总资料", None),
        ("told them about lunch", "", "told them about lunch", None),
        ("饭局 何总 聊了预算 300万元", "dinner", "聊了预算 300万元", None),
        ("visit 何总: 顺便吃了晚饭 500元，谈得不错", "visit", "顺便吃了晚饭，谈得不错", 500),
        (
            "visit 何总: golf afterwards, paid €300, fine",
            "visit",
            "golf afterwards, paid, fine",
            300,
        ),
    ],
)
def test_other_lines_keep_their_words(text: str, how: str, note: str, worth: int | None) -> None:
    line = read(text)
    assert (line.how, line.note, line.worth) == (how, note, worth)
