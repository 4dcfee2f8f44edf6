"""A project in a line: what each piece of it becomes, and what is refused."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deals.edits.line_items import KEYS, TEXT_KEYS, list_items
from deals.edits.project_line import read_project_line
from deals.edits.typed_fields import read_new_project, read_new_projects
from deals.errors import UserError
from deals.fields import PROJECT
from deals.parsing.text import fold_text
from tests.deals.readings import quick_project, reading
from tests.deals.values import typed
from views.added_project import understood_text
from wording import use_language
from wording.names import line_label

FIELDS = ("customer", "owner", "stage", "amount", "signs", "next", "product", "status")


def read(line: str) -> str:
    """Return a line as it is understood: the name, then each field by its id."""
    try:
        understood = read_project_line(line, reading())
    except UserError as refusal:
        return f"! {refusal.code}"
    parts = [f"{field}={understood.texts[field]}" for field in FIELDS if field in understood.texts]
    return " | ".join([understood.name, *parts])


LINES = [
    # Keys run on to the next key, sign, figure, stage or day.
    (
        "Acme ERP @Northwind Traders owner:Sarah Jones $300k Q1",
        "Acme ERP | customer=Northwind Traders | owner=Sarah Jones | amount=$300k | signs=Q1",
    ),
    (
        "F新业务 @某公司 34万 明年Q1 负责人:小李 P2",
        "F新业务 | customer=某公司 | owner=小李 | stage=P2 | amount=34万 | signs=明年Q1",
    ),
    (
        "MES @Bosch Rexroth AG €450k mid 2027 owner: Lena Schmidt",
        "MES | customer=Bosch Rexroth AG | owner=Lena Schmidt | amount=€450k | signs=mid 2027",
    ),
    ("OA升级 @鞍钢 信息中心 60万 P1", "OA升级 | customer=鞍钢 信息中心 | stage=P1 | amount=60万"),
    ("NYC POS @Nike, Inc. $75k", "NYC POS | customer=Nike, Inc. | amount=$75k"),
    ("5G net @Port of Singapore SGD 2m", "5G net | customer=Port of Singapore | amount=SGD 2m"),
    ("VoIP @AT&T owner:O'Brien $75k", "VoIP | customer=AT&T | owner=O'Brien | amount=$75k"),
    ("tape @3M $40k", "tape | customer=3M | amount=$40k"),
    # As people say it: about so much, above or below it, and that it is only a guess.
    ("视频 @港区 上百万 下半年吧", "视频 | customer=港区 | amount=上百万 | signs=下半年吧"),
    ("视频 @港区 小100万 说不准", "视频 | customer=港区 | amount=小100万 | signs="),
    ("视频 @港区 不到100万吧 明年", "视频 | customer=港区 | amount=不到100万吧 | signs=明年"),
    ("视频 @港区 千万级", "视频 | customer=港区 | amount=千万级"),
    ("千万级平台 @网吧 至少80万", "千万级平台 | customer=网吧 | amount=至少80万"),
    # Keys in both languages, however they are written.
    (
        "客户：国网 项目：电表 金额：300万 签约：明年3月 负责人：张三",
        "电表 | customer=国网 | owner=张三 | amount=300万 | signs=明年3月",
    ),
    (
        "HPC @MIT close date: Mar 15 Owner : Jo $1M",
        "HPC | customer=MIT | owner=Jo | amount=$1M | signs=Mar 15",
    ),
    ("net owner=Tom stage:2", "net | owner=Tom | stage=P2"),
    ("net stage: Need confirmed 金额：34万", "net | stage=P1 | amount=34万"),
    ("智能巡检＠国网 ３５０万　Ｐ３", "智能巡检 | customer=国网 | stage=P3 | amount=３５０万"),
    ("煤场改造@大唐 500万 状态P2", "煤场改造 | customer=大唐 | stage=P2 | amount=500万"),
    ("厂用电 @华能 380万 负责人 小王", "厂用电 | customer=华能 | owner=小王 | amount=380万"),
    ("厂用电 @华能 380万 负责人小王", "厂用电 | customer=华能 | owner=小王 | amount=380万"),
    ("新业务 预算34万 签约明年Q1", "新业务 | amount=34万 | signs=明年Q1"),
    ("新业务 34万 明年Q1签约", "新业务 | amount=34万 | signs=明年Q1"),
    ("ERP @A worth $300k closing March", "ERP | customer=A | amount=$300k | signs=March"),
    ("ERP next: call Ann Friday $3k", "ERP | amount=$3k | next=call Ann Friday"),
    ("新业务 34万 下一步：下周三给何总打电话", "新业务 | amount=34万 | next=下周三给何总打电话"),
    ("ERP status:won $3k 状态:P7", "ERP | stage=P7 | amount=$3k | status=won"),
    ("ERP product:switches and more $3k", "ERP | amount=$3k | product=switches and more"),
    ("ERP @Acme tbd", "ERP | customer=Acme | signs="),
    ("培训服务 待定 P0", "培训服务 | stage=P0 | signs="),
    ("待定项目 20万", "待定项目 | amount=20万"),
    ("3月前签 ERP升级 90万", "ERP升级 | amount=90万 | signs=3月"),
    ("自动化产线,@比亚迪,800万,P3", "自动化产线 | customer=比亚迪 | stage=P3 | amount=800万"),
    ("ERP,$1,200,000,Q1 2027", "ERP | amount=$1,200,000 | signs=Q1 2027"),
    ("CRM续约（华为）50w P2", "CRM续约（华为） | stage=P2 | amount=50w"),
    ("CRM续约50w P2", "CRM续约 | stage=P2 | amount=50w"),
    ("8K屏改造 50万", "8K屏改造 | amount=50万"),
    ("阶段P3 网络改造 90万", "网络改造 | stage=P3 | amount=90万"),
    ("状态监测系统 90万", "状态监测系统 | amount=90万"),
    ("ERP 34万 待定 owner:tbd", "ERP | owner= | amount=34万 | signs="),
    ("新业务 @A 金额待定 时间待定", "新业务 | customer=A | amount= | signs="),
    ("新业务 34万 李工负责", "新业务 | owner=李工 | amount=34万"),
    # Commas, dashes and the like part pieces.
    (
        "Gamma @Acme €250k - €400k, Q1 2027",
        "Gamma | customer=Acme | amount=€250k - €400k | signs=Q1 2027",
    ),
    (
        "ERP, customer Northwind, owner Sarah, 300k USD, Q1",
        "ERP | customer=Northwind | owner=Sarah | amount=300k USD | signs=Q1",
    ),
    (
        "智能巡检、@国网江苏、350万、P3",
        "智能巡检 | customer=国网江苏 | stage=P3 | amount=350万",
    ),
    ("fleet - Initech - $40k - Q1", "fleet - Initech | amount=$40k | signs=Q1"),
    ("ERP | @Acme | $3k", "ERP | customer=Acme | amount=$3k"),
    ("ERP $3k (Q1)", "ERP | amount=$3k | signs=Q1"),
    ("ERP March 15, 2027", "ERP | signs=March 15, 2027"),
    # Stages.
    ("Acme ERP stage 2", "Acme ERP | stage=P2"),
    ("新业务 阶段2", "新业务 | stage=P2"),
    ("新业务 第二阶段", "新业务 | stage=P2"),
    ("Acme ERP Commitment", "Acme ERP | stage=P5"),
    ("新业务 高层突破 34万", "新业务 | stage=P4 | amount=34万"),
    ("Acme ERP Negotiation $3k", "Acme ERP | stage=P5 | amount=$3k"),
    ("Acme ERP stage negotiation", "Acme ERP | stage=P5"),
    ("Acme ERP Closed Won $3k", "Acme ERP | amount=$3k | status=Closed Won"),
    ("Acme ERP on hold", "Acme ERP | status=on hold"),
    ("Acme Discovery platform $3k", "Acme Discovery platform | amount=$3k"),
    ("Demo $30k @Acme", "Demo | customer=Acme | amount=$30k"),
    ("Acme Commitment platform $3k", "Acme Commitment platform | amount=$3k"),
    ("Acme Phase 2 rollout $3k", "Acme Phase 2 rollout | amount=$3k"),
    ("Stage lighting @Opera", "Stage lighting | customer=Opera"),
    # Amounts.
    ("Acme 3M tape line $40k", "Acme 3M tape line | amount=$40k"),
    ("Acme 4K display wall 40万", "Acme 4K display wall | amount=40万"),
    ("Acme 300k renewal", "Acme renewal | amount=300k"),
    ("ERP2 期 @A 1 500 000", "ERP2 期 | customer=A | amount=1 500 000"),
    ("新业务@某公司34万", "新业务 | customer=某公司 | amount=34万"),
    # Windows.
    ("EOY 30万 Acme", "Acme | amount=30万 | signs=EOY"),
    ("Acme 2027 renewal", "Acme 2027 renewal"),
    ("Acme Q4 renewal $300k Q1 2027", "Acme Q4 renewal | amount=$300k | signs=Q1 2027"),
    ("Q1 renewal @Allianz €60k", "Q1 renewal | customer=Allianz | amount=€60k"),
    ("Acme ERP Q1 $3k", "Acme ERP | amount=$3k | signs=Q1"),
    ("Acme ERP March $3k", "Acme ERP | amount=$3k | signs=March"),
    ("March campaign @Nike $75k", "March campaign | customer=Nike | amount=$75k"),
    ("Server 2019 @Acme", "Server 2019 | customer=Acme"),
    ("World Cup 2026 @FIFA $3m", "World Cup | customer=FIFA | amount=$3m | signs=2026"),
    ("Acme support 24/7 $3k", "Acme support 24/7 | amount=$3k"),
    # A line that begins with a key.
    ("@Northwind ERP rollout $300k", "ERP rollout | customer=Northwind | amount=$300k"),
    ('@"Port of Singapore" cranes', "cranes | customer=Port of Singapore"),
    ("@Northwind Traders, ERP, $3k", "ERP | customer=Northwind Traders | amount=$3k"),
    ("@Northwind Traders name:ERP", "ERP | customer=Northwind Traders"),
    (
        "owner:Tom @Initech $40k laser printers",
        "laser printers | customer=Initech | owner=Tom | amount=$40k",
    ),
    ("负责人:小李 新业务 34万", "新业务 | owner=小李 | amount=34万"),
    # Quotes, and what can only be a name.
    (
        '"Acme 2027 P2" @"P2 Energy" owner:“李 雷” $3k',
        "Acme 2027 P2 | customer=P2 Energy | owner=李 雷 | amount=$3k",
    ),
    ('"6"" pipe" @A', '6" pipe | customer=A'),
    ("Acme 10:30 tool https://a.b/c", "Acme 10:30 tool https://a.b/c"),
    ("Acme: ERP rollout", "Acme: ERP rollout"),
    ("北辰：扩容 34万", "北辰：扩容 | amount=34万"),
    # Nothing is taken twice, and nothing that looks like a field is kept in silence.
    ("ERP $300k $400k", "! line-twice"),
    ("ERP 500万 600万", "! line-twice"),
    ("ERP 300k renewal 40k", "! line-twice"),
    ("ERP P2 P3", "! line-twice"),
    ("ERP P2 阶段3", "! line-twice"),
    ("ERP €60k Q1, Q3", "! line-twice"),
    ("ERP 500万 明年3月 明年5月", "! line-twice"),
    ("ERP owner:A 负责人:B", "! line-twice"),
    ("ERP @A customer:B", "! line-customers"),
    ("ERP name:CRM", "! line-twice"),
    ("ERP ownr:Sarah", "! line-key-misspelt"),
    ("ERP 负责：小李", "! line-key-misspelt"),
    ("ERP priority:high", "! line-key-unknown"),
    ("ERP owner Sarah Jones", "! line-key-bare"),
    ("ERP二期 客户 美的集团 200万", "! line-key-bare"),
    ("ERP owner: @Acme", "! line-key-empty"),
    ("ERP @ $300k", "! line-key-empty"),
    ("ERP stage:", "! line-key-empty"),
    ("ERP 60% $30k", "! line-percent"),
    ("ERP @Acme 75% Q1", "! line-percent"),
    ("ERP @Acme CR3", "! line-cr"),
    ("ERP @Acme champion Ann $3k", "! line-cr"),
    ("ERP CR 3 $3k", "! line-cr"),
    ("云杉二期 @东港 80万 P2 采购老唐", "! line-cr"),
    ("云杉二期 技术王工 @东港 80万", "! line-cr"),
    # What is no close date is one all the same here, and refused by its field.
    *(
        (f"ERP @Acme $3k {day} P2", f"ERP | customer=Acme | stage=P2 | amount=$3k | signs={day}")
        for day in ("年后", "春节后", "节后", "after new year", "after March", "after the holidays")
    ),
    ("ERP after Easter Ltd @Acme", "ERP after Easter Ltd | customer=Acme"),
    ("年后备货 @Acme", "年后备货 | customer=Acme"),
    ("ERP 80% likely $3k", "! line-percent"),
    ("新业务 概率80% 34万", "! line-percent"),
    ("ERP -300k", "! amount-negative"),
    ("ERP 预签时间待定 签约明年Q1", "! line-twice"),
    ("ERP @HSBC P9 £85k", "! stage-unknown"),
    ("ERP $300k/yr", "! amount-unreadable"),
    ("ERP @DB 2 Foo €", "! amount-unreadable"),
    ("ERP @大唐 几百万 P2", "! amount-vague"),
    ("ERP @大唐 好几十万吧", "! amount-vague"),
    ("ERP @大唐 350 P2", "! amount-bare"),
    ("ERP @Initech 2027-02-30 $40k", "! window-unreadable"),
    ("ERP 500万 2月30日", "! window-unreadable"),
    ("ERP, $300k, urgent", "! line-loose"),
    ("owner:Sarah Jones ERP @Acme", "! line-nameless"),
    ("$300k @Initech Q1", "! name-missing"),
]


@pytest.mark.parametrize(("line", "understood"), LINES)
def test_a_line_is_understood_piece_by_piece(line: str, understood: str) -> None:
    assert read(line) == understood


@pytest.mark.parametrize(
    "line", ["ERP P2-P3", "ERP @Acme P2/P3", "ERP 30 Feb 2027", "ERP stage:bogus", "ERP 12-06 P2"]
)
def test_a_piece_that_its_field_refuses_is_refused(line: str) -> None:
    with pytest.raises(UserError):
        quick_project(line, reading())


@pytest.mark.parametrize(
    ("lang", "line", "echo"),
    [
        (
            "en",
            "Acme ERP @Northwind Traders $300k Q1 2027",
            "name Acme ERP · customer Northwind Traders · amount $300k · close 2027-Q1",
        ),
        (
            "zh_CN",
            "F新业务 @某公司 34万 2027年Q1 负责人:小李 P2",
            "名称 F新业务 · 客户公司 某公司 · 负责人 小李 · 状态 P2 · 金额 ¥34万 · 签约 2027-Q1",
        ),
        ("en", "ERP $3k tbd", "name ERP · amount $3k · close not known yet"),
        # Every word in the language of the screen, also of people and of `about`.
        (
            "zh_CN",
            "ERP @某公司 约2027H1 客户名单:李工 middle T cr3 + 重点:是",
            "名称 ERP · 客户公司 某公司 · 签约 约2027H1 · 客户名单 李工 中层 T cr3 + · 重点项目 是",
        ),
        (
            "en",
            "ERP 约2027H1 contacts: Ann 高层",
            "name ERP · close about 2027H1 · contacts Ann executive",
        ),
        # People go on behind their marks once there is a name, up to another field.
        (
            "zh_CN",
            "ERP 30万 客户名单:李工 cr1；张总 cr1，王处 中层、钱工, P2",
            "名称 ERP · 状态 P2 · 金额 ¥30万 · 客户名单 李工 cr1; 张总 cr1; 王处 中层; 钱工",
        ),
        (
            "zh_CN",
            "@某公司 ERP 客户名单:李工; 张总 负责人:林",
            "名称 ERP · 客户公司 某公司 · 负责人 林 · 客户名单 李工; 张总",
        ),
        (
            "zh_CN",
            "客户名单:李工 cr1, ERP项目 @某公司",
            "名称 ERP项目 · 客户公司 某公司 · 客户名单 李工 cr1",
        ),
        # A word that begins names as often is a key behind the name.
        (
            "en",
            "ERP tender:2027-03-01 key:yes",
            "name ERP · tender day 2027-03-01 · key project yes",
        ),
        ("en", "Tender: ERP $3k", "name Tender: ERP · amount $3k"),
    ],
)
def test_a_line_is_shown_by_its_fields_and_reads_back(lang: str, line: str, echo: str) -> None:
    use_language(lang)
    try:
        added = read_new_project(line, reading())
        assert understood_text(added.project, added.fields, " · ") == echo
    finally:
        use_language("en")


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_what_a_line_is_shown_with_are_keys(lang: str) -> None:
    use_language(lang)
    try:
        labels = {field: line_label(field) for field in PROJECT.typed}
    finally:
        use_language("en")
    assert {field: KEYS[label] for field, label in labels.items()} == {
        field: field for field in PROJECT.typed
    }


def test_several_lines_are_several_projects_or_the_bad_one_is_named() -> None:
    added = read_new_projects("Alpha @A\n\nBeta P1\r\nGamma $2m\n", reading())
    assert [each.project.name for each in added] == ["Alpha", "Beta", "Gamma"]
    with pytest.raises(UserError) as refused:
        read_new_projects("Alpha @A\nBeta P1 P2", reading())
    assert (refused.value.code, refused.value.figures["line"]) == ("line-twice", 2)


TEXT_FIELDS = TEXT_KEYS - {"name"}


def quoted(text: str) -> str:
    """Return a text as it is quoted in a line."""
    return '"{}"'.format(text.replace('"', '""'))


words = st.one_of(
    st.lists(
        st.sampled_from(
            [
                "Acme",
                "2027",
                "P2",
                "$3k",
                "owner:",
                "@",
                "Q1",
                ",",
                "客户：",
                "34万",
                '"',
                "-",
                "3M",
            ]
        ),
        min_size=1,
        max_size=5,
    ).map(" ".join),
    st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=8),
)


@given(words, st.fixed_dictionaries({}, optional=dict.fromkeys(sorted(TEXT_FIELDS), words)))
def test_what_is_written_in_quotes_is_read_as_it_stands(name: str, texts: dict[str, str]) -> None:
    line = " ".join([quoted(name), *(f"{field}:{quoted(text)}" for field, text in texts.items())])
    understood = read_project_line(line, reading())
    assert (understood.name, understood.texts) == (name, texts)


KEY_WORDS = {word for key in KEYS for word in key.split()} | {"closing", "worth", "第二阶段", "tbd"}
LATIN = [
    *("Acme", "ERP", "@Northwind", "@", "owner:Tom", "owner", "amount", "closing", "$300k", "Q1"),
    *("2027", "Q1 2027", "P2", "stage 2", ",", "-", "·", "(Q1)", "3M", "34万", "负责人小李", "tbd"),
    *(
        "客户：某公司",
        "新业务",
        "、",
        "300",
        "next: call Ann",
        "12-06",
        '"in quotes"',
        "worth $40k",
    ),
]
pieces = st.lists(st.sampled_from(LATIN), min_size=1, max_size=9).map(" ".join)


@given(pieces)
def test_no_word_is_lost(line: str) -> None:
    try:
        understood = read_project_line(line, reading())
    except UserError:
        return
    kept = fold_text(" ".join([understood.name, *understood.texts.values()]))
    for word in re.findall(r"[^\W_]+", fold_text(line)):
        left = word.removeprefix("负责人")
        assert left in kept or word in KEY_WORDS or f"p{word}" in kept


@given(st.one_of(pieces, typed, st.text(max_size=20)))
def test_the_items_of_a_line_are_all_of_it(line: str) -> None:
    try:
        items = list_items(line)
    except UserError:
        return
    covered = {at for item in items for at in range(item.start, item.end)}
    assert all(char.isspace() for at, char in enumerate(line) if at not in covered)
    assert [item.start for item in items] == sorted(item.start for item in items)


@given(pieces)
def test_a_line_printed_with_keys_and_quotes_reads_the_same(line: str) -> None:
    try:
        added = read_new_project(line, reading())
    except UserError:
        return
    texts = {field: PROJECT[field].text(added.project) for field in added.fields}
    printed = " ".join(f"{field}:{quoted(text)}" for field, text in texts.items() if text)
    again = quick_project(printed, reading())
    assert {field: PROJECT[field].text(again) for field in texts if texts[field]} == {
        field: text for field, text in texts.items() if text
    }


@pytest.mark.parametrize(
    "line",
    [
        "MES二期 @东风厂 80万 12-28截标",
        "MES二期 @东风厂 80万 截标12月28日",
        "MES二期 @东风厂 12月28日投标 80万",
    ],
)
def test_a_day_written_with_its_chinese_word_is_the_tender_day(line: str) -> None:
    found = read_project_line(line, reading())
    assert (found.name, found.texts["customer"]) == ("MES二期", "东风厂")
    assert found.texts["tender"] in ("12-28", "12月28日")
