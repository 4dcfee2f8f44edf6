"""Laws of the filter language that hold for whatever is typed and whatever is looked at."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from deals.customer_owners import CustomerOwners
from deals.errors import UserError
from deals.filters import READERS, FilterContext, parse_filter
from deals.model import Amount, Book, Note, Project, SigningPeriod
from deals.own_columns import OwnColumns
from deals.parsing.amounts import amount_text
from deals.parsing.windows import window_text
from deals.reporting_line import LinePerson, ReportingLine
from deals.rules.triage import assess
from deals.search import SearchIndex
from deals.team_copy import keep_team, recall_line, recall_team_person
from tests.deals import values
from tests.deals.makers import DEFAULT, TODAY, action, amount, contact, project
from tests.strategies import projects

PLAIN = project(
    "P4",
    name="北辰调度网扩容",
    customer="北辰电力 Northlight",
    owner="林悦",
    product="调度数据网",
    signs="2026-03-14",
    amount=amount(640_000),
    contacts=(contact("何总", 1), contact("Wu", 2), contact("Gu", 5, outside=True)),
    next_action=action("拜访秦总", TODAY),
)
STRATEGY = project(
    key=True,
    key_strategy="灾备先行",
    notes=(Note(key="strategy.market", text="守住老客户"),),
    remarks="等批文",
)
EMPTY = project("P0", name="Acme [/] Co", owner="me", product=None)
CONTEXT = FilterContext(DEFAULT, "林悦", SearchIndex())


def holds(text: str, project: Project = PLAIN) -> bool:
    return bool(parse_filter(text, CONTEXT).select([assess(project, DEFAULT, TODAY)]))


def deal(**fields: object) -> Project:
    return PLAIN.model_copy(update=fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "北辰",
        "hz 北辰 -acme",
        '"northlight"',
        "“电力 north”",
        '"电力 north',
        "owner:林",
        "OWNER：ly",
        "owner=林悦",
        "owner!=林",
        'customer:"电力  north"',
        "contact:hezong",
        "product:dd",
        "name:扩容",
        "-name:acme",
        "stage>=p3",
        "stage＞P3 stage<P5 stage=P4 stage:P4 stage!=P3 stage≤P4",
        'stage>=Proposal stage<Negotiation stage:投标 stage:4 -stage:"Closed Won" stage:open',
        "amount>50万 amount<1M amount=640k amount:60-70万 amount>=64万 amount<=64万",
        "amount>¥50万 -amount>$1",
        "signs<2026-Q2 signs=2026-Q1 signs:2026.3 signs>2026-03-13 signs!=2025",
        "cr<3 cr=2 cr!=5 -cr:none",
        "left<30 left=12 left>-5",
        "flag:cr-stage flag:date flag!=overdue -flag:stalled",
        'flag:关系不够 flag:"People behind" flag:时间 -flag:停滞',
        "severity:red severity>=amber severity!=none -severity<red",
        "status:open status:any status!=ended -status:on_hold -status:ON-HOLD",
        "-next:none next:qz next!=none next:拜访 next!=电话",
        "－owner：周",
        "--x",
        "contact:gu",
        "负责人：林 客户公司:电力 项目名称:扩容 产品类型:dd 客户名单:hezong 下一步:拜访",
        "项目状态>=p3 预签金额>50万 预签时间<2026-Q2 客户关系程度<3 cr=CR2 剩余天数<30",
        "提醒:时间 提醒级别:红 severity:红色 项目结果:进行中 status:全部 状态:进行中 状态=p4",
        "-next:无 -amount:没有 -flag:逾期 next_action:qz signing_time<2026-Q2 Days_Left<30",
        "负责人:本人",
    ],
)
def test_these_tell_the_project(text: str) -> None:
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        "acme",
        "-北辰",
        "owner:周",
        "owner=林",
        "-owner:me",
        "80-150万 -80",
        "10:30",
        "!",
        "customer:林",
        "stage>P4",
        "amount>1M",
        "amount!=64万",
        "amount>$1",
        "amount:none",
        "signs>=2026-Q2",
        "signs:none",
        "cr>=3",
        "cr:none",
        "left>12",
        "left:none",
        "flag:overdue",
        "flag:已过期",
        "severity:amber",
        "severity<=info",
        "status:ended",
        "next:none",
        "next!=qz",
        "北辰 stage<P4",
    ],
)
def test_these_do_not_tell_the_project(text: str) -> None:
    assert not holds(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("amount>0", False),
        ("amount<1亿", False),
        ("amount!=1万", False),
        ("-amount>0", True),
        ("amount:none", True),
        ("amount!=none", False),
        ("signs<2099", False),
        ("signs:none", True),
        ("left<9999", False),
        ("left:none", True),
        ("cr<1", True),
        ("cr<3", True),
        ("cr=none", True),
        ("next:none", True),
        ("next:call", False),
        ("owner:me", True),
        ("owner:none", False),
        ("customer:none", True),
        ("客户:无", True),
        ("customer=none", True),
        ("-customer:none", False),
        ("contact:none", True),
        ("product:none", True),
        ("product:x", False),
        ("severity:info", True),
        ("stage:P0", True),
        ("[/]", True),
    ],
)
def test_what_is_unknown_matches_no_comparison_but_cr_none_is_lowest(
    text: str, expected: bool
) -> None:
    assert holds(text, EMPTY) == expected


def test_me_is_a_whole_name_or_written_so() -> None:
    assert holds("owner:me")
    assert holds("owner=ME")
    assert holds("owner:me", deal(owner="Me"))
    assert not holds("owner:me", deal(owner="林悦然"))
    assert not holds("owner!=me")
    nobody = parse_filter("owner:me", FilterContext(DEFAULT, "", SearchIndex()))
    assert not nobody.select([assess(deal(owner=""), DEFAULT, TODAY)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("flag:missing", True),
        ('flag:"no amount"', True),
        ("flag:缺金额", True),
        ("flag:缺", True),
        ("flag:no-coach", True),
        ("flag:教练", True),
        ("flag:没有教练", True),
        ("flag:tender", False),
        ("flag:截标", False),
        ("flag:big-bet", False),
        ("flag:集中", False),
        ("tender<2026-04", True),
        ("tender<2026-03", False),
    ],
)
def test_what_a_project_lacks_is_found(text: str, found: bool) -> None:
    lacking = deal(amount=None, tender=date(2026, 3, 20), contacts=())
    assert holds(text, lacking) == found


def test_a_snoozed_flag_does_not_count() -> None:
    snooze = {"rule": "cr-stage", "until": "2026-04-01"}
    asleep = Project.model_validate({**PLAIN.model_dump(), "snoozes": [snooze]})
    assert not holds("flag:cr-stage", asleep)
    assert holds("severity:amber", asleep)


def test_a_stage_that_the_playbook_does_not_know_matches_no_comparison() -> None:
    odd = deal(stage="P9")
    assert not any(holds(f"stage{how}P3", odd) for how in ("<", ">", "=", "!=", "<=", ">="))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("灾备", True),
        ("守住", True),
        ("批文", True),
        ("备注:批文", True),
        ("备注:灾备", False),
        ("备注:守住", False),
    ],
)
def test_a_word_finds_strategies_too_and_the_key_of_notes_does_not(text: str, found: bool) -> None:
    assert holds(text, STRATEGY) is found


@pytest.mark.parametrize("status", ["open", "on_hold", "won", "lost", "abandoned"])
def test_each_status_has_its_name(status: str) -> None:
    held = deal(status=status)
    assert holds(f"status:{status}", held)
    assert holds("status:ended", held) == (status in ("won", "lost", "abandoned"))
    assert holds("status:any", held)


@pytest.mark.parametrize(
    ("text", "named"), [("status:won", True), ("-status:won x", True), ('"status:won"', False)]
)
def test_a_filter_says_whether_it_names_a_status(text: str, named: bool) -> None:
    assert parse_filter(text, CONTEXT).names_status == named


@pytest.mark.parametrize(
    ("text", "code", "word"),
    [
        ("-", "filter-unfinished", "-"),
        ("x - y", "filter-unfinished", "-"),
        ("owner:", "filter-unfinished", "owner:"),
        ("stage>=", "filter-unfinished", "stage>="),
        ('""', "filter-unfinished", '""'),
        ('owner:"', "filter-unfinished", 'owner:"'),
        ("colour:red", "filter-key", "colour:red"),
        ("北辰 颜色：红", "filter-key", "颜色:红"),
        ("onwer:bob", "filter-key-near", "onwer:bob"),
        ("负则人:小李", "filter-key-near", "负则人:小李"),
        ("owner>林", "filter-operator", "owner>林"),
        ("flag<overdue", "filter-operator", "flag<overdue"),
        ("customer>none", "filter-operator", "customer>none"),
        ("qq-zz<2026-06", "filter-key", "qq-zz<2026-06"),
        ("Q3:won", "filter-key", "Q3:won"),
        ("status>=open", "filter-operator", "status>=open"),
        ("next>none", "filter-operator", "next>none"),
        ("amount<none", "filter-operator", "amount<none"),
        ("stage:P9", "filter-stage", "stage:P9"),
        ("amount>lots", "filter-amount", "amount>lots"),
        ("amount>9-3万", "filter-amount", "amount>9-3万"),
        ("signs<soon", "filter-signs", "signs<soon"),
        ("cr>6", "filter-cr", "cr>6"),
        ("cr=0", "filter-cr", "cr=0"),
        ("left<x", "filter-left", "left<x"),
        ("left<٣", "filter-left", "left<٣"),
        ("flag:late", "filter-flag", "flag:late"),
        ("severity:blue", "filter-severity", "severity:blue"),
        ("-status:gone", "filter-status", "-status:gone"),
    ],
)
def test_these_are_refused_and_name_the_term(text: str, code: str, word: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_filter(text, CONTEXT)
    assert (refused.value.code, refused.value.figures["word"]) == (code, word)


def test_none_finds_the_blank_ones_and_who_is_called_so() -> None:
    assert holds("owner:none", deal(owner=""))
    assert holds("owner:none", deal(owner="None"))
    assert not holds("owner:none", deal(owner="Nonette"))
    assert not holds("customer!=none", deal(customer=""))
    assert holds("flag:none severity:none", deal(status="lost"))
    assert not holds("flag:none")


def test_an_amount_of_two_readings_is_refused_and_a_bare_figure_stands_as_written() -> None:
    with pytest.raises(UserError) as refused:
        parse_filter("amount>350.000", CONTEXT)
    assert refused.value.code == "amount-point"
    parse_filter("amount>300", CONTEXT)


KEYS = (*READERS, "x", "")
VALUES = ("P3", "50万", "2026-Q3", "3", "none", "me", "red", "open", "overdue", "-2", '"a b', "林")
typed = st.lists(
    st.one_of(
        st.builds(
            "{}{}{}{}".format,
            st.sampled_from(["", "-", "－"]),
            st.sampled_from(KEYS),
            st.sampled_from([":", "=", "!=", "<", ">", "<=", ">=", "：", "＞", "", "≥"]),
            st.sampled_from(VALUES) | st.text(max_size=4),
        ),
        st.text(max_size=6),
    ),
    max_size=4,
).map(" ".join)


@given(typed, projects())
def test_whatever_is_typed_is_read_or_refused(text: str, project: Project) -> None:
    try:
        chosen = parse_filter(text, CONTEXT)
    except UserError as refusal:
        assert refusal.code.startswith("filter-")
        assert refusal.figures["word"]
    else:
        found = assess(project, DEFAULT, TODAY)
        assert list(chosen.select([found])) in ([found], [])


def one_side(key: str, value: str, project: Project) -> bool:
    """Whether exactly one of less, same and more holds, the other operators agreeing with them."""
    less, same, more, not_more, not_less, other, colon = (
        holds(f'{key}{operator}"{value}"', project)
        for operator in ("<", "=", ">", "<=", ">=", "!=", ":")
    )
    assert (not_more, not_less) == (less or same, more or same)
    assert (other, colon) == (less or more, same)
    return less + same + more == 1


@given(values.amounts(), st.none() | values.amounts())
def test_a_known_amount_is_on_one_side_of_any_amount(value: Amount, own: Amount | None) -> None:
    plain = amount_text(value.model_copy(update={"currency": "CNY"}), "zh_CN")
    assume("¥" not in plain)
    assert one_side("amount", plain, deal(amount=own)) == (own is not None)


@given(values.windows(), st.none() | values.windows())
def test_a_known_window_is_on_one_side_of_any_window(
    value: SigningPeriod, own: SigningPeriod | None
) -> None:
    assert one_side("signs", window_text(value), deal(signs=own)) == (own is not None)


@pytest.mark.parametrize("project", [PLAIN, EMPTY, deal(stage="P7", contacts=())])
@pytest.mark.parametrize(
    ("key", "value"),
    [
        *(("stage", stage.id) for stage in DEFAULT.stages),
        *(("severity", severity) for severity in ("red", "amber", "info", "none")),
        *(("cr", cr) for cr in ("none", "1", "2", "3", "4", "5")),
    ],
)
def test_a_project_is_on_one_side_of_any_step(key: str, value: str, project: Project) -> None:
    assert one_side(key, value, project)


OWN = project(
    id="o",
    name="Harbour",
    owner="周敏",
    own=[
        {"name": "contract no.", "value": "C-1001"},
        {"name": "Next meeting room", "value": "Blue"},
        {"name": "Industry", "value": "Power, gas"},
        {"name": "行业", "value": "电力"},
    ],
)
OWN_CONTEXT = FilterContext(DEFAULT, "林悦", SearchIndex(), own=OwnColumns([OWN]))


@pytest.mark.parametrize(
    ("text", "code", "figures"),
    [
        ("contract no.:c-1001", "filter-own-quotes", {"quoted": '"contract no.":c-1001'}),
        ("x -Contract　No.：C", "filter-own-quotes", {"quoted": '"contract no.":C'}),
        ("next meeting room:b", "filter-own-quotes", {"quoted": '"Next meeting room":b'}),
        ("own.next meeting room=b", "filter-own-quotes", {"quoted": '"Next meeting room"=b'}),
        ("industri:power", "filter-key-near", {"near": "Industry"}),
        ("ownr:power", "filter-key-near", {"near": "owner"}),
    ],
)
def test_a_column_is_offered_as_it_is_to_be_written(
    text: str, code: str, figures: dict[str, str]
) -> None:
    with pytest.raises(UserError) as refused:
        parse_filter(text, OWN_CONTEXT)
    assert refused.value.code == code
    assert figures.items() <= refused.value.figures.items()


@pytest.mark.parametrize(
    ("text", "matches"),
    [
        ("行业:电力，负责人:周敏", True),
        ("行业:电力，负责人:王", False),
        ('行业:电力、"contract no.":c-1', True),
        ("harbour; owner:周敏", True),
        ("industry:power,gas", False),
        ('industry:"power, gas"', True),
        ('industry:"power, owner:gas"', False),
        ('"next meeting room":blue', True),
    ],
)
def test_a_comma_parts_terms_only_before_a_field(text: str, matches: bool) -> None:
    found = parse_filter(text, OWN_CONTEXT)
    assert bool(found.select([assess(OWN, DEFAULT, TODAY)])) is matches


def test_the_terms_that_nothing_passes_are_found() -> None:
    found = parse_filter("harbour 行业：电力或钢铁 -owner:周敏 owner:周", OWN_CONTEXT)
    idle = found.find_idle_terms([OWN], lambda each: assess(each, DEFAULT, TODAY))
    assert [term.word for term in idle] == ["行业:电力或钢铁", "-owner:周敏"]


@pytest.mark.parametrize(
    "text",
    [
        "key",
        "重点",
        "重点项目",
        "*",
        "★",
        "starred",
        "key-project",
        "is:key",
        "is:重点",
        "是:重点",
        "is:starred",
        "key:yes",
    ],
)
def test_what_people_call_key_projects_finds_them_and_what_is_named_so(text: str) -> None:
    found = [
        holds(text, project("P2", name=name, key=name == "Tower"))
        for name in ("Tower", f"Old {text}", "Mall")
    ]
    assert found == [True, ":" not in text, False]


def test_is_takes_statuses_and_severities_too() -> None:
    assert parse_filter("is:won", CONTEXT).names_status
    assert not parse_filter("is:key is:red", CONTEXT).names_status
    with pytest.raises(UserError) as refused:
        parse_filter("is:blue", CONTEXT)
    assert refused.value.code == "filter-key"


def test_owners_of_a_customer_are_counted_however_they_are_written() -> None:
    deals = [
        project(id="a", customer="Northgate Rail Ltd", owner="Joe"),
        project(id="b", customer="northgate rail", owner="joe "),
        project(id="c", customer="Harbour", owner="Joe"),
        project(id="d", customer="Harbour Inc", owner="Ann"),
        project(id="e", customer="Delta", owner="Joe"),
        project(id="f", customer="Delta", owner="Ann", status="lost"),
        project(id="g", owner="Ann"),
    ]
    context = replace(CONTEXT, customers=CustomerOwners(deals))
    for text, expected in [("owners>1", "cd"), ("owners=1", "abef"), ("负责人数>=2", "cd")]:
        chosen = parse_filter(text, context)
        found = chosen.select([assess(each, DEFAULT, TODAY) for each in deals])
        assert "".join(each.project.id for each in found) == expected
    with pytest.raises(UserError, match="filter-owners"):
        parse_filter("owners>many", context)


LINE = ReportingLine.of(
    "Ada",
    [
        *(LinePerson(name, above) for name, above in (("Ben Ortiz", "Ada"), ("林悦", "Ada"))),
        *(LinePerson(name, "Ben Ortiz") for name in ("Dan", "Eve")),
    ],
)


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("under:ben", "Ben Ortiz, Dan, Eve, root"),
        ("under:Dan", "Dan, root"),
        ("-under:ben", "Ada, 林悦, nobody, "),
        ("下属:linyue", "林悦"),
        ("under:me", "Ada, Ben Ortiz, 林悦, Dan, Eve, nobody, root, "),
        ("under:e", "Ben Ortiz, Dan, Eve, root"),
        ("under!=me", ""),
    ],
)
def test_a_branch_of_the_line(text: str, owners: str) -> None:
    line = replace(LINE, makers={"root": "Dan"})
    book = keep_team(Book(), "Ada", line)
    assert (recall_team_person(book), recall_line(book)) == ("Ada", line)
    assert keep_team(book, "Ada", line) is keep_team(book, "Ada", None) is book
    context = replace(CONTEXT, line=recall_line(book))
    names = (*line.people, "nobody", "root", "")
    rows = [assess(deal(id=name, owner=name), DEFAULT, TODAY) for name in names]
    found = parse_filter(text, context).select(rows)
    assert ", ".join(row.project.owner for row in found) == owners


@pytest.mark.parametrize(
    ("text", "line", "code", "near"),
    [
        ('under:"Ben Otriz"', LINE, "filter-under-near", "Ben Ortiz"),
        ("under:Zoe-Lynn", LINE, "filter-under", ""),
        ("under:Ben", None, "filter-under-alone", None),
    ],
)
def test_a_branch_that_nobody_leads_is_refused(
    text: str, line: ReportingLine | None, code: str, near: str | None
) -> None:
    with pytest.raises(UserError) as refused:
        parse_filter(text, replace(CONTEXT, line=line))
    assert (refused.value.code, refused.value.figures.get("near")) == (code, near)
