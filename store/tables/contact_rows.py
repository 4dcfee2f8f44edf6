"""Contacts as a file has them: the texts of a row or card by field, each with its place.

Here are the columns of a table of contacts with all names that they go by, and the words that a
cell has for a value of the model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from deals.errors import UserError
from deals.model import Contact
from deals.parsing.contact_fields import contact_field_text
from deals.parsing.contact_line import FUNCTION_WORDS, LEVEL_WORDS, ROLE_WORDS, read_lines
from deals.parsing.text import fold_text
from store.tables.headers import HEADERS, header_key
from store.tables.pipeline import SourceUnit
from store.tables.project_rows import split_levels

CellRef = Mapping[str, str | int]
"""Where something stands, as figures of a refusal: file, sheet, row, column and cell; or card."""


@dataclass(slots=True)
class ContactRow:
    """A person whom a row or a card is about, the `number`-th of its file.

    `texts` are by the ids of a contact's fields; nothing of a person with `refusals` is taken.
    """

    name: str
    unit: SourceUnit
    number: int
    place: CellRef
    texts: dict[str, str] = field(default_factory=dict)
    places: dict[str, CellRef] = field(default_factory=dict)
    refusals: list[UserError] = field(default_factory=list)
    last: int = 0

    def refuse(self, refused: UserError, field_id: str = "") -> None:
        """Note that the text of a field was refused, with the place where it stands."""
        place = self.places.get(field_id, self.place)
        self.refusals.append(UserError(refused.code, **{**place, **refused.figures}))

    def add(self, more: ContactRow) -> None:
        """Add what a later row or card says of the same person; a contradiction is refused."""
        self.last = more.number
        for field_id, text in more.texts.items():
            mine = self.texts.setdefault(field_id, text)
            self.places.setdefault(field_id, more.places.get(field_id, more.place))
            if fold_text(mine) != fold_text(text):
                code = "card-contradicts" if self.unit == "card" else "contact-contradicts"
                more.refuse(UserError(code, name=self.name, other=self.number), field_id)
        self.refusals += more.refusals


def merge_contact_rows(people: list[ContactRow]) -> list[ContactRow]:
    """Merge the rows of one person into the first of them; the order is that of first mention."""
    found: dict[str, ContactRow] = {}
    for contact in people:
        key = fold_text(contact.name)
        if not key:
            found[f"\n{contact.number}"] = contact
        elif key in found:
            found[key].add(contact)
        else:
            found[key] = contact
    return list(found.values())


class ContactTableColumn(NamedTuple):
    """A column of a table of contacts: its field, its headings, and other names that it goes by."""

    field: str
    en: str
    zh: str
    others: str = ""


COLUMNS = (
    ContactTableColumn("name", "Name", "姓名", HEADERS["contacts"] + " full_name 名字 名称 客户名"),
    ContactTableColumn("title", "Title", "职务", HEADERS["title"]),
    ContactTableColumn("department", "Department", "部门", HEADERS["department"] + " 所属部门"),
    ContactTableColumn("level", "Level", "层次", HEADERS["level"]),
    ContactTableColumn("function", "Function", "职能", "职能口 条线 function"),
    ContactTableColumn(
        "lines", "Approval lines", "审批线", "审批决策线 决策线 审批线条 lines approval_line"
    ),
    ContactTableColumn("role", "Buying role", "角色", "决策角色 采购角色 购买角色 role"),
    ContactTableColumn(
        "reports_to",
        "Reports to",
        "上级",
        "直属上级 直接上级 汇报对象 汇报给 上级领导 superior manager boss",
    ),
    ContactTableColumn("cr", "CR", "关系程度", HEADERS["cr"] + " 程度"),
    ContactTableColumn("evidence", "Evidence", "依据", "关系依据 cr_evidence"),
    ContactTableColumn("stance", "Stance", "立场", "态度 attitude position_towards_us"),
    ContactTableColumn("work_needs", "Work needs", "工作需求", "业务需求 组织需求"),
    ContactTableColumn("personal_needs", "Personal needs", "个人需求", "个人诉求 私人需求"),
    ContactTableColumn("price_view", "View on price", "对价格的看法", "价格看法 对价格看法"),
    ContactTableColumn("rival_view", "View on competition", "对竞争的看法", "竞争看法 对竞争看法"),
    ContactTableColumn(
        "covered_by", "Our cover", "我方对接人", "我方对接 对接人 我方负责人 covered_by cover"
    ),
    ContactTableColumn("follow_up", "Follow-up", "跟进", "下次跟进 跟进计划 followup"),
    ContactTableColumn("outside", "Outside person", "外部人士", "外部 outside external"),
    ContactTableColumn(
        "phone",
        "Phone",
        "电话",
        "手机 手机号 手机号码 移动电话 联系电话 联系方式 办公电话 座机 电话号码 "
        "tel telephone mobile mobile_phone phone_number work_phone cell cell_phone",
    ),
    ContactTableColumn(
        "email", "E-mail", "邮箱", "电子邮件 电子邮箱 邮件 mail email_address e-mail_address"
    ),
    ContactTableColumn("note", "Note", "备注", "说明 notes remark remarks comment comments"),
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


_STANCES = {
    "+": "supports us 支持 支持我方 supports support supporter",
    "-": "opposes us 反对 反对我方 opposes opposed against",
    "=": "neutral 中立",
    "?": "unknown 未知 不明 不详",
    "!": "competitor 竞争对手 支持竞争对手 支持对手",
}
_STANCE_OF = {word: mark for mark, words in _STANCES.items() for word in words.split()}
_STANCE_OF |= {"supports us": "+", "opposes us": "-", "supports a competitor": "!"}
_RIVAL = re.compile(r"(?:competitor|竞争对手|支持(?:竞争)?对手) ?[:(]? ?(.+?)\)?")
_LINE = re.compile(
    r"(技术|商务|technical|commercial)(?:审批|approval)?(?:决策)?(?:线|line)? ?([1-9]?)"
)
_LINES = {"技术": "T", "technical": "T", "商务": "B", "commercial": "B"}
_HAN = re.compile("[\u4e00-\u9fff]")
_CELL_WORDS: Mapping[str, tuple[str, str]] = {
    "+": ("supports", "支持"),
    "-": ("opposes", "反对"),
    "=": ("neutral", "中立"),
    "!": ("competitor", "竞争对手"),
    "yes": ("yes", "是"),
}


def normalize_cell(field: str, text: str) -> str:
    """Return the text of a cell as an editor of the field would take it; unknown words stay."""
    return _TYPED[field](text) if field in _TYPED else text


def contact_cell(contact: Contact, field: str, people: Sequence[Contact], chinese: bool) -> str:
    """Return a field of a contact as the text of a cell that reads back as the same."""
    if field in _WORDS:
        return _word(getattr(contact, field), _WORDS[field], chinese)
    text = contact_field_text(contact, field, people)
    if field == "stance" and text.startswith("!") and contact.competitor:
        return f"{_CELL_WORDS['!'][chinese]} {contact.competitor}"
    return (
        _CELL_WORDS[text][chinese]
        if field in ("stance", "outside") and text in _CELL_WORDS
        else text
    )


def _stance(text: str) -> str:
    stance = fold_text(text)
    rival = _RIVAL.fullmatch(stance)
    if stance not in _STANCE_OF and rival:
        return "!" + text.strip()[stance.index(rival[1]) :].rstrip(")）").strip()
    return _STANCE_OF.get(stance, text)


def _lines(text: str) -> str:
    """Return the letters that stand for approval lines in words (技术审批线1、商务)."""
    parts = [part for part in re.split(r"[\s,、;/+和与]+", fold_text(text)) if part]
    found = [_LINE.fullmatch(part) for part in parts]
    if read_lines(text) or not all(found):
        return text
    return "".join(f"{_LINES[match[1]]}{match[2]}" for match in found if match)


def _level(text: str) -> str:
    """Return the one relationship level of a cell; refusals as those of split_levels."""
    levels = split_levels(text)
    return text if len(levels) != 1 else f"{levels[0] or '?'}"


_TYPED: Mapping[str, Callable[[str], str]] = {"stance": _stance, "lines": _lines, "cr": _level}
_WORDS: Mapping[str, Mapping[str, str]] = {
    "level": LEVEL_WORDS,
    "function": FUNCTION_WORDS,
    "role": ROLE_WORDS,
}


def _word(value: str | None, words: Mapping[str, str], chinese: bool) -> str:
    """Return the longest Chinese word for a constant, or the constant, which is an English word."""
    if value is None or not chinese:
        return value or ""
    named = [word for word, meant in words.items() if meant == value and _HAN.search(word)]
    return max(named, key=len, default=value)
