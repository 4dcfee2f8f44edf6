"""The fields of a contact, in the order in which an editor walks them.

Constants are read in English and Chinese; what is left empty, or `-` or `?` alone, takes away what
was known (method, section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from deals.errors import UserError
from deals.fields.spec import (
    ColumnSpec,
    FieldSpec,
    RecordFields,
    read_optional_notes,
    read_optional_text,
)
from deals.model import ApprovalLine, Contact, Stance
from deals.parsing.contact_line import (
    find_contact_named,
    kept_stance_text,
    lines_text,
    stance_text,
    with_cr,
    with_lines,
    with_stance,
)
from deals.parsing.contact_values import read_places, read_stance
from deals.parsing.contact_words import FUNCTION_WORDS, LEVEL_WORDS, LEVELS_ALONE, ROLE_WORDS
from deals.parsing.next_actions import next_text, parse_next
from deals.parsing.reading_context import ReadingContext, check_level
from deals.parsing.text import LatePattern, fold_text, read_required

_YES = frozenset({"y", "yes", "是", "外部", "outside", "true", "1"})
_NO = frozenset({"", "-", "n", "no", "否", "inside", "false", "0"})
_SPLIT = LatePattern(r"\s*[,，、;；\n]\s*")

NAME_HEADERS = """
    客户名单 客户联系人 联系人 联系人姓名 主要联系人 客户姓名 姓名 关键人
    contacts contact contact_name contact_names customer_contacts customer_contact key_contacts
    people person primary_contact main_contact contact_person contact_persons contact_people
"""
"""What a column with the names of contacts is called, in the pipeline and in a table of theirs."""


def read_contact_name(text: str, _reading: ReadingContext) -> str:
    """Read a contact's name; refusal `person-nameless`."""
    return read_required(text, "person-nameless")


def read_yes_no(text: str, _reading: ReadingContext) -> bool:
    """Read whether somebody is outside the customer's house; refusal `yes-no-unreadable`."""
    word = fold_text(text)
    if word not in _YES | _NO:
        raise UserError("yes-no-unreadable", text=text.strip())
    return word in _YES


def _constant_reader(
    words: Mapping[str, str], code: str
) -> Callable[[str, ReadingContext], str | None]:
    """Make the reader of a constant, None for nothing; it refuses other words by `code`."""

    def read(text: str, reading: ReadingContext) -> str | None:
        if read_optional_text(text, reading) is None:
            return None
        if (found := words.get(fold_text(text))) is None:
            raise UserError(code, text=text.strip())
        return found

    return read


def _read_level(text: str, reading: ReadingContext) -> str | None:
    level = _constant_reader(LEVELS_ALONE, "level-unreadable")(text, reading)
    check_level(LEVEL_WORDS[level] if level else None, reading.playbook)
    return level


def _read_lines(text: str, reading: ReadingContext) -> Mapping[ApprovalLine, int | None]:
    places = {} if read_optional_text(text, reading) is None else read_places(text)
    if places is None:
        raise UserError("lines-unreadable", text=text.strip())
    return places


def _read_superior(text: str, reading: ReadingContext) -> str | None:
    if read_optional_text(text, reading) is None:
        return None
    return find_contact_named(text, reading.contacts).id


def _read_cr(text: str, reading: ReadingContext) -> int | None:
    digits = fold_text(text).removeprefix("cr").strip()
    if read_optional_text(digits, reading) is None:
        return None
    if not digits.isdecimal():
        raise UserError("cr-unreadable", text=text.strip())
    if digits not in ("1", "2", "3", "4", "5"):
        raise UserError("cr-range", text=digits)
    return int(digits)


def _read_stance(text: str, _reading: ReadingContext) -> tuple[Stance, str | None]:
    found = read_stance(text) if text.strip() else ("unknown", None)
    if found is None:
        raise UserError("stance-unreadable", text=text.strip())
    return found


def _read_names(text: str, reading: ReadingContext) -> tuple[str, ...]:
    names = _SPLIT.split(text.strip()) if read_optional_text(text, reading) else []
    return tuple(dict.fromkeys(filter(None, names)))


CONTACT = RecordFields(
    Contact,
    FieldSpec(
        "name",
        read_contact_name,
        shared=True,
        brief=True,
        column=ColumnSpec("Name", "姓名", "full_name 名字 名称 客户名", NAME_HEADERS),
    ),
    FieldSpec(
        "title",
        shared=True,
        brief=True,
        column=ColumnSpec(
            *("Title", "职务"),
            "organization_title organization_1_-_title",
            sure="职务 职位 职称 头衔 岗位 客户职务 title job_title position contact_title",
        ),
    ),
    FieldSpec(
        "department",
        shared=True,
        brief=True,
        column=ColumnSpec(
            *("Department", "部门"),
            "所属部门 organization_department organization_1_-_department",
            sure="部门 所在部门 科室 客户部门 department dept contact_department",
        ),
    ),
    FieldSpec(
        "function",
        _constant_reader(FUNCTION_WORDS, "function-unreadable"),
        shared=True,
        words=FUNCTION_WORDS,
        column=ColumnSpec("Function", "职能", "职能口 条线"),
    ),
    FieldSpec(
        "level",
        _read_level,
        shared=True,
        brief=True,
        words=LEVEL_WORDS,
        column=ColumnSpec(
            *("Level", "层次"), sure="层级 层次 级别 客户层级 客户层次 level contact_level"
        ),
    ),
    FieldSpec(
        "lines",
        _read_lines,
        lambda contact, _: lines_text(contact),
        with_lines,
        brief=True,
        column=ColumnSpec(
            "Approval lines", "审批线", "审批决策线 决策线 审批线条 lines approval_line"
        ),
    ),
    FieldSpec("technical_step", typed=False),
    FieldSpec("commercial_step", typed=False),
    FieldSpec(
        "role",
        _constant_reader(ROLE_WORDS, "role-unreadable"),
        words=ROLE_WORDS,
        column=ColumnSpec("Buying role", "角色", "决策角色 采购角色 购买角色 role"),
    ),
    FieldSpec(
        "reports_to",
        _read_superior,
        lambda contact, people: next(
            (superior.name for superior in people if superior.id == contact.reports_to), ""
        ),
        shared=True,
        column=ColumnSpec(
            "Reports to", "上级", "直属上级 直接上级 汇报对象 汇报给 上级领导 superior manager boss"
        ),
    ),
    FieldSpec(
        "cr",
        _read_cr,
        lambda contact, _: f"{contact.cr or ''}",
        lambda contact, cr: contact if cr == contact.cr else with_cr(contact, cr, None),
        shared=True,
        tracked=True,
        brief=True,
        column=ColumnSpec(
            *("CR", "关系程度"),
            sure="""
                客户关系程度 关系程度 客户关系 客户关系等级 客户关系级别 关系等级 关系级别 客户cr
                cr级别 cr等级 cr cr_level relationship relationship_level customer_relationship
            """,
            weak="程度",
        ),
    ),
    FieldSpec(
        "evidence",
        shared=True,
        column=ColumnSpec("Evidence", "依据", "关系依据 cr_evidence", width=28),
    ),
    FieldSpec("cr_on", typed=False, shared=True),
    FieldSpec("cr_touch", typed=False, shared=True),
    FieldSpec(
        "stance",
        _read_stance,
        lambda contact, _: stance_text(contact.stance, contact.competitor),
        lambda contact, found: with_stance(contact, *found),
        kept_stance_text,
        tracked=True,
        brief=True,
        column=ColumnSpec("Stance", "立场", "态度 attitude position_towards_us"),
    ),
    FieldSpec("competitor", typed=False),
    FieldSpec(
        "work_needs",
        shared=True,
        column=ColumnSpec("Work needs", "工作需求", "业务需求 组织需求", width=24),
    ),
    FieldSpec(
        "personal_needs",
        shared=True,
        column=ColumnSpec("Personal needs", "个人需求", "个人诉求 私人需求", width=24),
    ),
    FieldSpec(
        "price_view",
        shared=True,
        column=ColumnSpec("View on price", "对价格的看法", "价格看法 对价格看法", width=24),
    ),
    FieldSpec(
        "rival_view",
        shared=True,
        column=ColumnSpec("View on competition", "对竞争的看法", "竞争看法 对竞争看法", width=24),
    ),
    FieldSpec(
        "covered_by",
        _read_names,
        lambda contact, _: ", ".join(contact.covered_by),
        column=ColumnSpec(
            *("Our contact", "我方对接人", "我方对接 对接人 我方负责人 covered_by cover"),
            former="Our cover",
        ),
    ),
    FieldSpec(
        "follow_up",
        lambda text, reading: parse_next(text, reading.stamp.today, reading.dates),
        lambda contact, _: next_text(contact.follow_up),
        shared=True,
        column=ColumnSpec("Follow-up", "跟进", "下次跟进 跟进计划 followup"),
    ),
    FieldSpec(
        "outside",
        read_yes_no,
        lambda contact, _: "yes" if contact.outside else "",
        shared=True,
        column=ColumnSpec("Outside person", "外部人士", "外部 outside external"),
    ),
    FieldSpec(
        "phone",
        shared=True,
        column=ColumnSpec(
            *("Phone", "电话"),
            "手机 手机号 手机号码 移动电话 联系电话 联系方式 办公电话 座机 电话号码 "
            "tel telephone mobile mobile_phone phone_number work_phone cell cell_phone "
            "business_phone business_phone_2 home_phone primary_phone company_main_phone "
            "phone_1_-_value phone_2_-_value phone_3_-_value phone_4_-_value",
            several=True,
            width=18,
        ),
    ),
    FieldSpec(
        "email",
        shared=True,
        column=ColumnSpec(
            *("E-mail", "邮箱"),
            "电子邮件 电子邮箱 邮件 mail email_address e-mail_address e-mail_2_address "
            "e-mail_3_address e-mail_1_-_value e-mail_2_-_value e-mail_3_-_value",
            several=True,
            width=24,
        ),
    ),
    FieldSpec(
        "note",
        read_optional_notes,
        shared=True,
        several_lines=True,
        column=ColumnSpec(
            *("Note", "备注"),
            "说明 描述 notes remark remarks comment comments description",
            several=True,
            width=34,
        ),
    ),
    unknown="person-field-unknown",
)
"""The fields of a contact; all but the id that it goes by."""
