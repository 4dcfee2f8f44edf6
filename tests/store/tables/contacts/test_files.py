"""Contacts into a project and out of it again: by name, whole or not at all, twice as once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from deals.edits.contacts import add_contacts, write_contact_field
from deals.fields import CONTACT
from deals.model import Book, Contact, Project
from store.tables.contacts import export_people, import_people
from store.tables.results import ColumnMeaning, ImportOptions, ImportResult
from tests.deals.makers import contact, project
from tests.deals.readings import reading
from wording import say_in_full

OPTIONS = ImportOptions()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


def imported(
    path: Path, project: Project, text: str | None = None, options: ImportOptions = OPTIONS
) -> tuple[Project, ImportResult]:
    """Return a project after importing, and what is told of it."""
    if text is not None:
        path.write_text(text, encoding="utf-8")
    book = Book().with_projects(project)
    came = import_people([path], book, project, reading(), options, lambda *_: None)
    return came.book.projects[project.id], came


def test_every_field_that_people_edit_has_a_column() -> None:
    assert tuple(CONTACT.columns) == CONTACT.typed


@pytest.mark.parametrize(
    ("header", "text", "fields"),
    [
        ("职务", "处长", {"title": "处长"}),
        ("所在部门", "技术部", {"department": "技术部"}),
        ("层次", "中层", {"level": "middle"}),
        (
            "审批线",
            "技术审批线2、商务",
            {"lines": ("technical", "commercial"), "technical_step": 2},
        ),
        ("Approval lines", "t1b2", {"commercial_step": 2, "technical_step": 1}),
        ("角色", "审批", {"role": "approves"}),
        ("职能", "商务", {"function": "commercial"}),
        ("关系程度", "3级", {"cr": 3}),
        ("CR", "CR4", {"cr": 4}),
        ("立场", "支持", {"stance": "supports"}),
        ("stance", "-", {"stance": "opposes"}),
        ("立场", "中立", {"stance": "neutral"}),
        ("立场", "支持竞争对手（华为）", {"stance": "competitor", "competitor": "华为"}),
        ("态度", "!中兴", {"stance": "competitor", "competitor": "中兴"}),
        ("外部人士", "是", {"outside": True}),
        ("手机号", "138 1", {"phone": "138 1"}),
        ("E-mail", "a@b.c", {"email": "a@b.c"}),
        ("我方对接", "林、周", {"covered_by": ("林", "周")}),
        ("备注", "钓鱼", {"note": "钓鱼"}),
    ],
)
def test_a_column_in_either_language(
    file: Path, header: str, text: str, fields: dict[str, object]
) -> None:
    now, came = imported(file, project(), f'姓名,"{header}"\n何总,"{text}"\n')
    assert came.refusals == ()
    (only_contact,) = now.contacts
    assert {name: getattr(only_contact, name) for name in fields} == fields


def test_known_people_take_what_is_said_and_keep_the_rest(file: Path) -> None:
    before = project(contacts=[contact("何总", 2, title="GM", evidence="met", role="decides")])
    now, came = imported(file, before, "Name,CR,Title,Dept\n何总,3,,总部\n李工,,,\n")
    known, new = now.contacts
    assert (known.id, known.cr, known.title, known.department, known.role) == (
        "何总",
        3,
        "GM",
        "总部",
        "decides",
    )
    assert known.evidence is None
    assert new.name == "李工"
    assert [(each.kind, each.row) for each in came.outcomes] == [("changed", 2), ("added", 3)]
    moved = [(each.field, each.old, each.new) for each in came.outcomes[0].changes]
    assert moved == [("department", "", "总部"), ("cr", "2", "3"), ("evidence", "met", "")]


def test_superiors_may_stand_below(file: Path) -> None:
    now, _came = imported(file, project(), "姓名,上级\n李工,何总\n何总,\n")
    li, he = now.contacts
    assert li.reports_to == he.id


def test_several_numbers_and_unknown_columns(file: Path) -> None:
    now, came = imported(file, project(), "通讯录\n姓名,手机,办公电话,生日\n何总,138,010,1970\n")
    assert now.contacts[0].phone == "138, 010"
    assert came.ignored == (ColumnMeaning(f"{file}", "", "生日", ""),)


def test_mapped_headers(file: Path) -> None:
    options = ImportOptions(mapping={"谁": "name", "职务": "ignore"})
    now, came = imported(file, project(), "谁,职务\n何总,GM\n", options)
    assert (now.contacts[0].name, now.contacts[0].title) == ("何总", None)
    assert came.ignored == (ColumnMeaning(f"{file}", "", "职务", ""),)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("姓名,层次\n何总,顶层\n", 'row 2, column 层次, B2: "顶层" is not a level'),
        ("姓名,关系程度\n何总,9\n", "row 2, column 关系程度, B2: "),
        ("姓名,上级\n何总,谁\n", 'row 2, column 上级, B2: there is nobody named "谁" here'),
        ("姓名,上级\n何总,李工\n李工,何总\n", "row 3, column 上级, B3: "),
        ("姓名,上级\n,何总\n", "row 2, column 姓名, A2: a contact needs a name"),
        ("姓名,层次\n何总,高层\n何总,低层\n", "row 3, column 层次, B3: this contradicts"),
        ("姓名,手机\n何总,1.38E+10\n", "row 2, column 手机, B2: a spreadsheet has cut"),
        (
            "姓名,部门,职务\n何总,技术部,A\n何总,技术部,B\n",
            "row 3, column 职务, C3: this contradicts what row 2",
        ),
        ("姓名,职务\n王工,A\n", 'row 2, column 姓名, A2: several people here are named "王工"'),
        ("甲,乙\n1,2\n", "no column holds names"),
        ("姓名,职务,岗位\n何总,A,B\n", "both 职务 (B1) and 岗位 (C1) hold"),
    ],
)
def test_what_cannot_be_read_names_its_cell_and_nothing_is_taken(
    file: Path, text: str, sentence: str
) -> None:
    twins = [contact("王工", id="w1"), contact("王工", id="w2")]
    before = project(contacts=twins)
    now, came = imported(file, before, text)
    assert now is before
    sentences = [say_in_full(refusal) for refusal in came.refusals]
    assert all(text.startswith(f"{file}") for text in sentences)
    assert any(sentence in text for text in sentences)


def test_going_on_leaves_out_whoever_is_refused_and_who_reports_to_them(file: Path) -> None:
    text = "姓名,层次,上级\n何总,顶层,\n李工,中层,何总\n吴处长,中层,\n"
    now, came = imported(file, project(), text, ImportOptions(keep_going=True))
    assert [contact.name for contact in now.contacts] == ["吴处长"]
    assert [outcome.kind for outcome in came.outcomes] == ["refused", "refused", "added"]


@pytest.mark.parametrize("name", ["p.json", "p.txt2", "gone.csv", "gone.vcf"])
def test_other_files_are_refused(tmp_path: Path, name: str) -> None:
    before = project()
    now, came = imported(tmp_path / name, before)
    assert now is before
    assert [outcome.kind for outcome in came.outcomes] == ["refused"]


LINE = "何总 (GM) @总部 high T2B cr3 !华为 decides tech; 李工 middle T1 + ^何总 outside; 吴处长 ="


def crowd() -> Project:
    """Return a project of three people of whom much is known."""
    account = add_contacts(project(customer="北辰"), LINE, reading())
    for field, text in [
        ("evidence", "一起吃饭, 周五"),
        ("follow_up", "拜访 2026-04-01"),
        ("covered_by", "林、周"),
        ("phone", "138, 010"),
        ("email", "a@b.c"),
        ("note", "钓鱼; \\n"),
    ]:
        account = write_contact_field(account, account.contacts[0].id, field, text, reading())
    return account


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
@pytest.mark.parametrize("name", ["p.xlsx", "p.csv", "p.tsv", "p.vcf"])
def test_what_was_written_changes_nothing_when_read(tmp_path: Path, name: str, lang: str) -> None:
    before = crowd()
    export_people(before, tmp_path / name, lang)
    now, came = imported(tmp_path / name, before)
    assert now is before
    assert [outcome.kind for outcome in came.outcomes] == ["unchanged"] * 3


@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_a_table_carries_everything_to_another_project(file: Path, lang: str) -> None:
    before = crowd()
    export_people(before, file, lang)
    now, _came = imported(file, project())
    assert [plain(contact, now) for contact in now.contacts] == [
        plain(contact, before) for contact in before.contacts
    ]
    again, came = imported(file, now)
    assert again is now
    assert {outcome.kind for outcome in came.outcomes} == {"unchanged"}


def plain(contact: Contact, of: Project) -> dict[str, object]:
    """Return everything of a contact, the superior by name."""
    names = {each.id: each.name for each in of.contacts}
    boss = names.get(contact.reports_to or "")
    return {**contact.model_dump(exclude={"id", "cr_on"}), "reports_to": boss}


CELLS = st.sampled_from(["", "-", "高层", "T1", "3", "支持", "何总", "李工", "2026-03-01", "x\ny"])


@given(st.lists(st.sampled_from(CONTACT.typed), min_size=1, unique=True), st.data())
def test_any_table_is_read_or_told_of_and_twice_is_once(
    tmp_path_factory: pytest.TempPathFactory, fields: list[str], data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("any") / "p.csv"
    rows = [["name", *(field for field in fields if field != "name")]]
    for _ in range(data.draw(st.integers(0, 4))):
        rows.append([data.draw(CELLS) for _ in rows[0]])
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    options = ImportOptions(keep_going=True)
    now, came = imported(path, project(), text, options)
    assert all(say_in_full(refusal) for refusal in came.refusals)
    again, _more = imported(path, now, None, options)
    assert again is now


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("姓名,部门,职务,手机\n王伟,技术部,工程师,1\n王伟,采购部,部长,2\n", 2),
        ("姓名,部门\n王伟,技术部\n王伟,采购部\n", 2),
        ("姓名,职务\n王伟,工程师\n王伟,部长\n", 2),
        ("姓名,手机\n王伟,1\n王伟,2\n", 2),
        ("姓名,部门,手机\n王伟,技术部,1\n王伟,,1\n", 1),
        ("姓名,部门,层次\n王伟,技术部,\n王伟,,高层\n", 1),
    ],
)
def test_namesakes_are_told_apart_and_found_again(file: Path, text: str, count: int) -> None:
    after, came = imported(file, project(), text)
    assert [str(refused) for refused in came.refusals] == []
    assert [contact.name for contact in after.contacts] == ["王伟"] * count
    again, came = imported(file, after, text)
    assert again is after
    assert {outcome.kind for outcome in came.outcomes} == {"unchanged"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("First Name,Middle Name,Last Name,E-mail 1 - Value\nAnn,M.,Lee,a@b\n", "Ann M. Lee"),
        ("Given Name,Family Name,Phone 1 - Value\nAnn,Lee,1\n", "Ann Lee"),
        ("姓,名,手机\n何,建国,1\n", "何建国"),
        ("First Name,Last Name,Full Name\nAnn,Lee,Dr Ann Lee\n", "Dr Ann Lee"),
    ],
)
def test_the_parts_of_a_name_are_put_together(file: Path, text: str, name: str) -> None:
    after, came = imported(file, project(), text)
    assert [str(refused) for refused in came.refusals] == []
    assert [contact.name for contact in after.contacts] == [name]


def test_a_workbook_of_contacts_holds_real_days_and_cr_as_such(tmp_path: Path) -> None:
    path = tmp_path / "people.xlsx"
    text = "Name,CR,Follow-up\nAnn Lee,3,2026-12-01\n"
    before, _came = imported(tmp_path / "people.csv", project(), text)
    export_people(before, path, "en")
    header, row = load_workbook(path).worksheets[0].iter_rows(values_only=True)
    cells = dict(zip(header, row, strict=True))
    assert (cells["CR"], cells["Follow-up"]) == ("CR3", datetime(2026, 12, 1))
    assert imported(path, before)[0] is before


@pytest.mark.parametrize(
    "header",
    [
        "Project,State,Contacts",
        "项目名称,项目状态,客户名单",
        "Opportunity Name,Stage,Contact Name",
        "Deal Name,Close Date,Contacts",
    ],
)
def test_a_table_of_several_projects_is_none_of_contacts(file: Path, header: str) -> None:
    rows = f"{header}\nHarbour,P2,Ann Lee\nBridge,P3,Bo Ek\n"
    before = project()
    after, result = imported(file, before, rows)
    assert after is before
    assert [refused.code for refused in result.refusals] == ["contacts-of-projects"]
    options = ImportOptions(mapping={header.split(",")[0]: "ignore"})
    assert len(imported(file, before, rows, options)[0].contacts) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Project,State,Contacts\nHarbour,P2,Ann Lee\nHarbour,P2,Bo Ek\n",
        "Project,Contacts\nHarbour,Ann Lee\n,Bo Ek\n",
        "Name,Title,Stage\nAnn Lee,CEO,lead\nBo Ek,CFO,lead\n",
        "Contacts,Title,Department\nAnn Lee,CEO,A\nBo Ek,CFO,B\n",
    ],
)
def test_a_table_that_names_one_project_or_none_is_one_of_contacts(file: Path, text: str) -> None:
    assert [each.name for each in imported(file, project(), text)[0].contacts] == [
        *("Ann Lee", "Bo Ek")
    ]
