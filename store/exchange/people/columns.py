"""What the columns of a table of contacts are called, in both languages."""

from __future__ import annotations

from typing import NamedTuple

from store.exchange.aliases import HEADERS
from store.exchange.headers import header_key


class PersonColumn(NamedTuple):
    """A column by a contact's field: its heading in an export, and what else people call it."""

    field: str
    en: str
    zh: str
    others: str = ""


COLUMNS = (
    PersonColumn("name", "Name", "姓名", HEADERS["contacts"] + " full_name 名字 名称 客户名"),
    PersonColumn("title", "Title", "职务", HEADERS["title"]),
    PersonColumn("department", "Department", "部门", HEADERS["department"] + " 所属部门"),
    PersonColumn("level", "Level", "层次", HEADERS["level"]),
    PersonColumn("function", "Function", "职能", "职能口 条线 function"),
    PersonColumn(
        "lines", "Approval lines", "审批线", "审批决策线 决策线 审批线条 lines approval_line"
    ),
    PersonColumn("role", "Buying role", "角色", "决策角色 采购角色 购买角色 role"),
    PersonColumn(
        "reports_to",
        "Reports to",
        "上级",
        "直属上级 直接上级 汇报对象 汇报给 上级领导 superior manager boss",
    ),
    PersonColumn("cr", "CR", "关系程度", HEADERS["cr"] + " 程度"),
    PersonColumn("evidence", "Evidence", "依据", "关系依据 cr_evidence"),
    PersonColumn("stance", "Stance", "立场", "态度 attitude position_towards_us"),
    PersonColumn("work_needs", "Work needs", "工作需求", "业务需求 组织需求"),
    PersonColumn("personal_needs", "Personal needs", "个人需求", "个人诉求 私人需求"),
    PersonColumn("price_view", "View on price", "对价格的看法", "价格看法 对价格看法"),
    PersonColumn("rival_view", "View on competition", "对竞争的看法", "竞争看法 对竞争看法"),
    PersonColumn(
        "covered_by", "Our cover", "我方对接人", "我方对接 对接人 我方负责人 covered_by cover"
    ),
    PersonColumn("follow_up", "Follow-up", "跟进", "下次跟进 跟进计划 followup"),
    PersonColumn("outside", "Outside person", "外部人士", "外部 outside external"),
    PersonColumn(
        "phone",
        "Phone",
        "电话",
        "手机 手机号 手机号码 移动电话 联系电话 联系方式 办公电话 座机 电话号码 "
        "tel telephone mobile mobile_phone phone_number work_phone cell cell_phone",
    ),
    PersonColumn(
        "email", "E-mail", "邮箱", "电子邮件 电子邮箱 邮件 mail email_address e-mail_address"
    ),
    PersonColumn("note", "Note", "备注", "说明 notes remark remarks comment comments"),
)
PERSON_COLUMNS = tuple(column.field for column in COLUMNS)
SEVERAL = ("phone", "email")
"""What a table may give in several columns: all of it counts."""

FIELD_OF = {
    header_key(text): column.field
    for column in COLUMNS
    for text in (column.en, column.zh, *column.others.split())
}
"""The field that a header means, by what is the same in two ways to write it."""
