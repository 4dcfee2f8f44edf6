from __future__ import annotations

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given

from deals.errors import UserError
from deals.model import Contact
from deals.parsing.contact_line import PeopleLine, contacts_text, parse_contacts, parse_people
from tests.deals.values import people, people_text, typed
from wording import use_language
from wording.language import _
from wording.names import FUNCTIONS, LEVEL_NAMES, LINES, ROLES, STANCES


def ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"n{next(numbers)}"


def read(text: str, *known: Contact) -> tuple[Contact, ...]:
    return parse_contacts(text, known, new_id=ids())


HE = Contact(
    id="he",
    name="何总",
    title="GM",
    level="high",
    lines=("technical",),
    cr=2,
    evidence="visited us",
    stance="competitor",
    competitor="华为",
    work_needs="uptime",
)
LI = Contact(id="li", name="李工", reports_to="he")


@pytest.mark.parametrize(
    ("text", "contact"),
    [
        ("何总", Contact(id="n1", name="何总")),
        ("John Smith", Contact(id="n1", name="John Smith")),
        ("何总 (GM) cr1", Contact(id="n1", name="何总", title="GM", cr=1)),
        ("何总（总经理）ＣＲ３", Contact(id="n1", name="何总", title="总经理", cr=3)),
        ("何总@技术部", Contact(id="n1", name="何总", department="技术部")),
        ("何总 ＠技术部", Contact(id="n1", name="何总", department="技术部")),
        ('何总 @"R & D"', Contact(id="n1", name="何总", department="R & D")),
        ("何总 high", Contact(id="n1", name="何总", level="high")),
        ("何总 中层", Contact(id="n1", name="何总", level="middle")),
        ("何总 低", Contact(id="n1", name="何总", level="low")),
        ("何总 T", Contact(id="n1", name="何总", lines=("technical",))),
        ("何总 TB", Contact(id="n1", name="何总", lines=("technical", "commercial"))),
        ("何总 b T", Contact(id="n1", name="何总", lines=("commercial", "technical"))),
        ("何总 3", Contact(id="n1", name="何总", cr=3)),
        ("何总CR3", Contact(id="n1", name="何总", cr=3)),
        ("何总 cr?", Contact(id="n1", name="何总")),
        ("何总 cr3+", Contact(id="n1", name="何总", cr=3, stance="supports")),
        ("何总 -", Contact(id="n1", name="何总", stance="opposes")),
        ("何总 ＝", Contact(id="n1", name="何总", stance="neutral")),
        ("何总 !华为", Contact(id="n1", name="何总", stance="competitor", competitor="华为")),
        ("何总 x华为", Contact(id="n1", name="何总", stance="competitor", competitor="华为")),
        ("何总 x", Contact(id="n1", name="何总", stance="competitor")),
        (
            'Ann x"two words" cr3',
            Contact(id="n1", name="Ann", cr=3, stance="competitor", competitor="two words"),
        ),
        ("tom xavier", Contact(id="n1", name="tom xavier")),
        ("Malcolm X cr4", Contact(id="n1", name="Malcolm X", cr=4)),
        ("x总 cr3", Contact(id="n1", name="x总", cr=3)),
        ("何总 ！", Contact(id="n1", name="何总", stance="competitor")),
        ("Line 3 Manager 4", Contact(id="n1", name="Line 3 Manager", cr=4)),
        ("Mr Low", Contact(id="n1", name="Mr", level="low")),
        ('"Mr Low"', Contact(id="n1", name="Mr Low")),
        ("何总 T2", Contact(id="n1", name="何总", lines=("technical",), technical_step=2)),
        (
            "何总 t2B1",
            Contact(
                id="n1",
                name="何总",
                lines=("technical", "commercial"),
                technical_step=2,
                commercial_step=1,
            ),
        ),
        ("何总 decides", Contact(id="n1", name="何总", role="decides")),
        ("何总 审批 商务", Contact(id="n1", name="何总", role="approves", function="commercial")),
        ("老郭 外部 cr3", Contact(id="n1", name="老郭", outside=True, cr=3)),
        (
            "吴处长 技术部 middle T cr3 +",
            Contact(
                id="n1",
                name="吴处长",
                department="技术部",
                level="middle",
                lines=("technical",),
                cr=3,
                stance="supports",
            ),
        ),
        ("Wu 处长 技术部", Contact(id="n1", name="Wu 处长", department="技术部")),
        ("技术部 老吴", Contact(id="n1", name="老吴", department="技术部")),
        (
            "孙总工 公司领导 高层",
            Contact(id="n1", name="孙总工", department="公司领导", level="high"),
        ),
        (
            "张三 总经理 公司领导",
            Contact(id="n1", name="张三", title="总经理", department="公司领导"),
        ),
        ("设计院 老郭", Contact(id="n1", name="老郭", department="设计院")),
        ('"Smith, ""J"" John" ("a)b")', Contact(id="n1", name='Smith, "J" John', title="a)b")),
    ],
)
def test_reads_one_contact(text: str, contact: Contact) -> None:
    assert read(text) == (contact,)


@pytest.mark.parametrize(
    "text",
    [
        "何总和李工",
        "何总/李工",
        "何总;李工",
        "何总； 李工;",
        "何总，李工",
        "何总、李工",
        "何总\n李工\n",
    ],
)
def test_contacts_part_at_any_separator(text: str) -> None:
    assert [contact.name for contact in read(text)] == ["何总", "李工"]


@pytest.mark.parametrize(
    ("text", "code", "figures"),
    [
        ("何总 cr6", "cr-range", {"text": "6"}),
        ("何总 cr0", "cr-range", {"text": "0"}),
        ("何总 7", "cr-range", {"text": "7"}),
        ("cr3", "contact-nameless", {"text": "cr3"}),
        ("何总\nT 高层", "contact-nameless", {"text": "T 高层"}),
        ('""', "contact-nameless", {"text": ""}),
        ("何总 + 你好", "contact-unreadable", {"text": "你好"}),
        ('"何总" 你好', "contact-unreadable", {"text": "你好"}),
        ("purchasing head high y", "contact-unreadable", {"text": "high"}),
        ("何总 你好", "contact-unreadable", {"text": "你好"}),
        ("何总 技术部 老吴", "contact-unreadable", {"text": "老吴"}),
        ("何总 high cr2 Ortega", "contact-unreadable", {"text": "Ortega"}),
        ("何总 high low", "contact-repeated", {"text": "low"}),
        ("李工 反对 支持", "contact-repeated", {"text": "支持"}),
        ("何总 (GM) 总经理", "contact-repeated", {"text": "总经理"}),
        ("何总 cr2 3", "contact-repeated", {"text": "3"}),
        ('何总 "技术部"', "contact-unreadable", {"text": "何总 技术部"}),
        ('李工; "何总', "contact-unreadable", {"text": '"何总'}),
        ("何总 (GM", "contact-unreadable", {"text": "(GM"}),
    ],
)
def test_refuses_what_it_cannot_place(text: str, code: str, figures: dict[str, str]) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert (refused.value.code, refused.value.figures) == (code, figures)


def test_a_known_contact_keeps_what_is_not_said() -> None:
    assert read("何总; 李工 3", HE, LI) == (HE, LI.model_copy(update={"cr": 3}))
    assert read("何总 cr2", HE)[0] is HE


def test_a_new_level_drops_the_evidence_for_the_old_one() -> None:
    assert read("何总 cr4", HE) == (HE.model_copy(update={"cr": 4, "evidence": None}),)


def test_who_leaves_a_competitor_has_none() -> None:
    assert read("何总 +", HE) == (HE.model_copy(update={"stance": "supports", "competitor": None}),)


def test_what_is_known_can_be_taken_back() -> None:
    bare = Contact(id="he", name="何总", work_needs="uptime")
    assert read("何总 () @ level? line? cr? stance?", HE) == (bare,)
    assert read("何总 () @ level? line? cr? ？", HE) == (bare,)


def test_who_is_kept_under_department_and_name_is_meant_by_both() -> None:
    kept = Contact(id="tang", name="采购老唐")
    both = kept.model_copy(update={"department": "采购"})
    assert read("采购老唐", kept) == (both,)
    assert read(contacts_text((both,)), both)[0] is both


def test_who_is_not_named_is_gone_and_nobody_reports_to_them() -> None:
    assert read("李工", HE, LI) == (LI.model_copy(update={"reports_to": None}),)


def test_of_two_by_one_name_the_one_who_fits_is_meant() -> None:
    wu_it = Contact(id="a", name="Wu", department="IT")
    wu_hr = Contact(id="b", name="Wu", department="HR")
    assert read("Wu @HR", wu_it, wu_hr) == (wu_hr,)
    assert read("Wu @HR; Wu", wu_it, wu_hr) == (wu_hr, wu_it)


@given(people())
def test_what_is_printed_reads_back(contacts: tuple[Contact, ...]) -> None:
    assert parse_contacts(contacts_text(contacts), contacts, new_id=ids()) == contacts


@given(people(max_size=1))
def test_what_is_printed_says_everything_the_form_can(contacts: tuple[Contact, ...]) -> None:
    for contact, again in zip(contacts, read(contacts_text(contacts)), strict=True):
        kept = {"id": again.id, "reports_to": None, "evidence": None}
        if contact.stance != "competitor":
            kept["competitor"] = None
        assert again == contact.model_copy(update=kept)


@given(typed | people_text)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        contacts = read(text)
    except UserError as refusal:
        assert refusal.code in (
            "contact-unreadable",
            "reports-self",
            "reports-circle",
            "contact-repeated",
            "contact-nameless",
            "cr-range",
            "person-unknown",
            "person-unclear",
            "contact-sways",
            "influence-self",
        )
    else:
        assert read(contacts_text(contacts), *contacts) == contacts


def test_a_superior_is_named_behind_a_mark() -> None:
    he, li, wu = read("何总; 李工 ^何总; 吴 ^李工")
    assert (he.reports_to, li.reports_to, wu.reports_to) == (None, he.id, li.id)
    (again,) = read("李工 ^", LI)
    assert again.reports_to is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("何总 ^谁", "person-unknown"),
        ("何总 ^何总", "reports-self"),
        ("甲 ^乙; 乙 ^甲", "reports-circle"),
    ],
)
def test_refuses_superiors_who_cannot_be(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("李副总 高层 反对", {"name": "李副总", "level": "high", "stance": "opposes"}),
        (
            "周总 财务总监 高层 支持",
            {"name": "周总", "title": "财务总监", "level": "high", "stance": "supports"},
        ),
        ("赵工 低层 中立", {"name": "赵工", "level": "low", "stance": "neutral"}),
        ("黄总 拍板", {"name": "黄总", "role": "decides"}),
        ("黄总 决定", {"name": "黄总", "role": "decides"}),
        ("王五 使用者", {"name": "王五", "role": "uses"}),
        ("李四 双线", {"name": "李四", "lines": ("technical", "commercial")}),
        (
            "徐经理 (经理) 技术部 中层 T cr3",
            {
                **{"name": "徐经理", "title": "经理", "department": "技术部"},
                **{"level": "middle", "lines": ("technical",), "cr": 3},
            },
        ),
        ("冯工 主管 技术部", {"name": "冯工", "title": "主管", "department": "技术部"}),
        (
            "冯工，技术部主管，低层，T",
            {
                **{"name": "冯工", "title": "主管", "department": "技术部"},
                **{"level": "low", "lines": ("technical",)},
            },
        ),
        (
            "Luis Ortega, Head of Procurement, mid B cr2",
            {
                **{"name": "Luis Ortega", "title": "Head of Procurement"},
                **{"level": "middle", "lines": ("commercial",), "cr": 2},
            },
        ),
        (
            "张三、高级工程师、技术部、cr2、+",
            {
                **{"name": "张三", "title": "高级工程师", "department": "技术部"},
                **{"cr": 2, "stance": "supports"},
            },
        ),
        (
            "陈工 使用部门 支持我们",
            {"name": "陈工", "department": "使用部门", "stance": "supports"},
        ),
        ("Tom Baker CIO against", {"name": "Tom Baker", "title": "CIO", "stance": "opposes"}),
        (
            "Luis Ortega Head of Procurement mid",
            {"name": "Luis Ortega", "title": "Head of Procurement", "level": "middle"},
        ),
        (
            "Ann blocker high CTO",
            {"name": "Ann", "title": "CTO", "level": "high", "stance": "opposes"},
        ),
        ("Karen Wu champion", {"name": "Karen Wu", "role": "coach"}),
        ("Bill Gates II blocker", {"name": "Bill Gates II", "stance": "opposes"}),
        ("John Smith Jr. CEO", {"name": "John Smith Jr.", "title": "CEO"}),
        ("John Smith, Jr., CFO", {"name": "John Smith Jr.", "title": "CFO"}),
        ("John Smith Jr. Engineer", {"name": "John Smith", "title": "Jr. Engineer"}),
        ("Amy Pond QA lead low", {"name": "Amy Pond", "title": "QA lead", "level": "low"}),
        ("new CFO high", {"name": "new CFO", "level": "high"}),
        ("钱工-技术部-低层", {"name": "钱工", "department": "技术部", "level": "low"}),
        ("unknown plant head high", {"name": "unknown plant head", "level": "high"}),
    ],
)
def test_reads_a_person_as_people_write_one(text: str, fields: dict[str, object]) -> None:
    (person,) = read(text)
    assert person.model_dump(exclude_defaults=True, exclude={"id"}) == fields
    assert read(contacts_text((person,)), person) == (person,)


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_reads_every_word_that_is_shown(lang: str, request: pytest.FixtureRequest) -> None:
    request.addfinalizer(lambda: use_language("en"))
    use_language(lang)
    shown = {
        "level": LEVEL_NAMES,
        "role": ROLES,
        "function": FUNCTIONS,
        "lines": LINES,
        "stance": STANCES,
    }
    for field, words in shown.items():
        for meaning, word in words.items():
            text = _(word)
            if (field, text) == ("function", "使用"):
                continue  # the role is called so too
            (person,) = read(f"何总 {text}")
            wanted = (meaning,) if field == "lines" else meaning
            assert (person.name, getattr(person, field)) == ("何总", wanted), text


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("何总，吴处长，技术部，高层", ["何总", "吴处长"]),
        ("Ann Lee, Bob Stone", ["Ann Lee", "Bob Stone"]),
        ("Ann Lee, CFO, Bob Stone, high", ["Ann Lee", "Bob Stone"]),
        ("Li Lei CFO, Han Meimei CTO", ["Li Lei", "Han Meimei"]),
        ("设计院 老郭，李工", ["老郭", "李工"]),
    ],
)
def test_a_comma_parts_people_and_what_is_said_of_one(text: str, names: list[str]) -> None:
    assert [person.name for person in read(text)] == names


SAID: list[tuple[str, dict[str, object]]] = [
    # titles and departments in the usual places, in both languages
    ("李工 自动化班 低层", {"name": "李工", "department": "自动化班", "level": "low"}),
    ("老赵 电厂 值长", {"name": "老赵", "department": "电厂", "title": "值长"}),
    ("林部长 (计划部部长)", {"name": "林部长", "department": "计划部", "title": "部长"}),
    ("王五（技术部主管）@总部", {"name": "王五", "department": "总部", "title": "技术部主管"}),
    ("李工（技术部，低层）", {"name": "李工", "department": "技术部", "level": "low"}),
    ("Jane Doe (Finance) CFO", {"name": "Jane Doe", "department": "Finance", "title": "CFO"}),
    ("tom baker buyer low", {"name": "tom baker", "title": "buyer", "level": "low"}),
    ("raj patel cto", {"name": "raj patel", "title": "cto"}),
    ("Raj Patel Sr. Buyer", {"name": "Raj Patel", "title": "Sr. Buyer"}),
    ("Raj Patel Eng Mgr", {"name": "Raj Patel", "title": "Eng Mgr"}),
    (
        "Ann Lee project lead T",
        {"name": "Ann Lee", "title": "project lead", "lines": ("technical",)},
    ),
    (
        "Ann Lee senior vice president operations high",
        {"name": "Ann Lee", "title": "senior vice president operations", "level": "high"},
    ),
    # A fourth level of that word, and the first word of a title, are two things.
    ("Ann Lee senior T", {"name": "Ann Lee", "level": "upper", "lines": ("technical",)}),
    ("Ann Lee, senior, T", {"name": "Ann Lee", "level": "upper", "lines": ("technical",)}),
    ("senior Ann Lee", {"name": "Ann Lee", "level": "upper"}),
    ("Ann Lee, senior engineer", {"name": "Ann Lee", "title": "senior engineer"}),
    (
        "Ann Lee, senior network engineer, T",
        {"name": "Ann Lee", "title": "senior network engineer", "lines": ("technical",)},
    ),
    ("senior buyer B", {"name": "senior buyer", "lines": ("commercial",)}),
    ("Ann Lee IT dept", {"name": "Ann Lee", "department": "IT dept"}),
    ("Ann Lee, IT, buyer", {"name": "Ann Lee", "department": "IT", "title": "buyer"}),
    ("Jan van der Berg CTO", {"name": "Jan van der Berg", "title": "CTO"}),
    ("Plant Manager mid", {"name": "Plant Manager", "level": "middle"}),
    ("唐 采购 cr2", {"name": "唐", "department": "采购", "cr": 2}),
    ("财务 李总", {"name": "李总", "department": "财务"}),
    # A department or a title before the person, without blanks.
    ("采购老唐", {"name": "老唐", "department": "采购"}),
    ("采购唐经理", {"name": "唐经理", "department": "采购"}),
    ("技术王工 CR2", {"name": "王工", "department": "技术", "cr": 2}),
    ("IT小周", {"name": "小周", "department": "IT"}),
    ("信息中心小陈 中层", {"name": "小陈", "department": "信息中心", "level": "middle"}),
    ("高层 采购部唐总", {"name": "唐总", "department": "采购部", "level": "high"}),
    ("采购经理老唐", {"name": "老唐", "title": "采购经理"}),
    ("采购小组", {"name": "采购小组"}),
    ("采购经理", {"name": "采购经理"}),
    ("老采购", {"name": "老采购"}),
    ('"采购老唐" CR2', {"name": "采购老唐", "cr": 2}),
    ("唐 建国", {"name": "唐 建国"}),
    ("采购经理（姓名不详） 中层", {"name": "采购经理", "level": "middle"}),
    ("Head of Purchasing, name tbd", {"name": "Head of Purchasing"}),
    ("Sam Low, CFO, high", {"name": "Sam Low", "title": "CFO", "level": "high"}),
    ("王老师 外部专家", {"name": "王老师", "title": "外部专家"}),
    ("黄工 热控专业 低层", {"name": "黄工", "department": "热控专业", "level": "low"}),
    ("Jane Doe CFO/COO", {"name": "Jane Doe", "title": "CFO/COO"}),
    ("Jane Doe acting CFO", {"name": "Jane Doe", "title": "acting CFO"}),
    ("José García Director de Compras", {"name": "José García", "title": "Director de Compras"}),
    ("the purchasing head", {"name": "the purchasing head"}),
    ("high B Jane Doe", {"name": "Jane Doe", "level": "high", "lines": ("commercial",)}),
    ("高层 张总", {"name": "张总", "level": "high"}),
    ("信息中心 陈主任 中层", {"name": "陈主任", "department": "信息中心", "level": "middle"}),
    ("David Wang 技术总监 高层", {"name": "David Wang", "title": "技术总监", "level": "high"}),
    ("陈主任 处级干部", {"name": "陈主任", "title": "处级干部"}),
    # labels
    (
        "姓名：钟立 职务：副经理 部门：技术部 层级：低层 关系程度：CR3 立场：反对",
        {
            **{"name": "钟立", "title": "副经理", "department": "技术部"},
            **{"level": "low", "cr": 3, "stance": "opposes"},
        },
    ),
    (
        "Ann Lee title: Head of IT dept:IT level: high CR:3 stance: against us",
        {
            **{"name": "Ann Lee", "title": "Head of IT", "department": "IT"},
            **{"level": "high", "cr": 3, "stance": "opposes"},
        },
    ),
    ("陈工 电话：13800138000 ab@abc.com", {"phone": "13800138000", "email": "ab@abc.com"}),
    ("Raj Patel +65 9123 4567", {"name": "Raj Patel", "phone": "+65 9123 4567"}),
    ("职务：主管 姓名：冯工", {"name": "冯工", "title": "主管"}),
    # levels of relationship, lines, stances
    ("王五 关系程度3", {"name": "王五", "cr": 3}),
    ("王五 cr 3", {"name": "王五", "cr": 3}),
    ("许工 cr未知 低层", {"name": "许工", "level": "low"}),
    ("王五 T/B", {"lines": ("technical", "commercial")}),
    ("王五 技术+商务", {"lines": ("technical", "commercial")}),
    ("Ann T and B", {"lines": ("technical", "commercial")}),
    ("丁总 支持锐川", {"stance": "competitor", "competitor": "锐川"}),
    ("Ann supports Oracle", {"stance": "competitor", "competitor": "Oracle"}),
    ("丁总 支持 ABB", {"stance": "competitor", "competitor": "ABB"}),
    ("丁总 立场：支持锐川", {"stance": "competitor", "competitor": "锐川"}),
    ("丁总 竞争对手：锐川", {"stance": "competitor", "competitor": "锐川"}),
    ("Ann Lee competitor: Oracle", {"stance": "competitor", "competitor": "Oracle"}),
    ("丁总 支持我司", {"stance": "supports", "name": "丁总"}),
    ("Ann Lee for us", {"stance": "supports", "name": "Ann Lee"}),
    ("Ann Lee end user", {"role": "uses", "name": "Ann Lee"}),
    # strokes, semicolons, no blanks
    ("Jane Doe - CFO - high", {"name": "Jane Doe", "title": "CFO", "level": "high"}),
    ("Jane Doe - cr2 - neutral", {"name": "Jane Doe", "cr": 2, "stance": "neutral"}),
    ("王五 - 高层", {"name": "王五", "level": "high", "stance": "opposes"}),
    ("Raj | CTO | high", {"name": "Raj", "title": "CTO", "level": "high"}),
    ("冯工：技术部主管", {"name": "冯工", "department": "技术部", "title": "主管"}),
    ("何总; 高层; T", {"name": "何总", "level": "high", "lines": ("technical",)}),
    (
        "张总高层支持cr2",
        {"name": "张总", "level": "high", "stance": "supports", "cr": 2},
    ),
]


@pytest.mark.parametrize(("text", "fields"), SAID)
def test_reads_what_is_said_of_a_person(text: str, fields: dict[str, object]) -> None:
    (person,) = read(text)
    kept = person.model_dump(exclude_defaults=True, exclude={"id"})
    assert {**kept, **fields} == kept
    assert kept.keys() - fields.keys() <= {"name"}
    assert read(contacts_text((person,)), person) == (person,)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("张总 P3 高层", "P3"),
        ("李工 350万", "350万"),
        ("何总 李工", "李工"),
        ("冯工 层级：很高", "层级： 很高"),
        ("冯工：老张", "老张"),
        ("黄工 的领导是王处", "的领导是王处"),
        ("张总 高层 支持 爱打牌", "爱打牌"),
        ("陈主任->何总", "陈主任->何总"),
        ("Jane Doe [CFO]", "[CFO]"),
        ("Jane Doe 22", "22"),
        ("Ann Lee gatekeeper", "gatekeeper"),
        ("Ann Lee, gatekeeper", "gatekeeper"),
        ("Ann Lee and Bob Stone", "and"),
        ("Ann Lee 40%", "40%"),
        ("Ann Lee cr2-3", "cr2-3"),
        ("Ann Lee CTO hgih", "hgih"),
        ("Bill Gates II blocker wibble", "wibble"),
        ("Ann high wibble", "wibble"),
    ],
)
def test_refuses_a_word_that_is_left_over(text: str, left: str) -> None:
    with pytest.raises(UserError) as refused:
        read(text)
    assert (refused.value.code, refused.value.figures) == ("contact-unreadable", {"text": left})


def read_beside(text: str) -> PeopleLine:
    return parse_people(text, (HE, LI), new_id=ids(), among=(HE, LI))


@pytest.mark.parametrize(
    "text",
    [
        "赵工 汇报给何总",
        "赵工汇报给何总",
        "赵工是何总的下属",
        "赵工 领导是何总",
        "赵工 汇报给 何总",
        "赵工，上级：何总",
        "赵工 上级何总 低层",
        "赵工 何总下属",
        "赵工 归何总管",
        "赵工 直接领导:何总",
        "Ann reports to 何总",
        "Ann, mid, reports to: 何",
    ],
)
def test_a_superior_is_named_by_words(text: str) -> None:
    assert [person.reports_to for person in read_beside(text).named] == ["he"]


@pytest.mark.parametrize(
    "text", ["赵工 下属何总", "赵工 下属：何总", "Ann manages 何总", "赵工 分管何总"]
)
def test_who_is_under_a_person_is_named(text: str) -> None:
    read = read_beside(text)
    assert [(other.id, other.reports_to) for other in read.others] == [("he", read.named[0].id)]


@pytest.mark.parametrize(
    ("text", "influence"),
    [
        ("赵工 影响何总", ("n1", "he", 2, True)),
        ("赵工 影响 何总 3-", ("n1", "he", 3, False)),
        ("赵工 影响何总1+", ("n1", "he", 1, True)),
        ("赵工 反对 影响何总", ("n1", "he", 2, False)),
        ("赵工受何总影响", ("he", "n1", 2, False)),
        ("Ann influences 何总", ("n1", "he", 2, True)),
        ("Ann influenced by 李工", ("li", "n1", 2, True)),
    ],
)
def test_an_influence_is_drawn(text: str, influence: tuple[str, str, int, bool]) -> None:
    (drawn,) = read_beside(text).influences
    assert (drawn.source, drawn.target, drawn.strength, drawn.favour) == influence


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("赵工 汇报给钱总", "person-unknown"),
        ("赵工 影响赵工", "influence-self"),
        ("赵工 影响很大", "person-unknown"),
        ("赵工 汇报给赵工", "reports-self"),
        ("赵工 下属：赵工", "reports-self"),
    ],
)
def test_refuses_ties_that_cannot_be(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read_beside(text)
    assert refused.value.code == code


def test_a_list_of_people_draws_no_influence() -> None:
    with pytest.raises(UserError) as refused:
        read("何总; 李工 影响何总")
    assert refused.value.code == "contact-sways"
