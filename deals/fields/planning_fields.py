"""The fields of goals, plan rows, checkpoints, team members, the team form and the review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TypeVar

from deals.errors import UserError
from deals.fields.spec import ColumnSpec, FieldSpec, RecordFields, read_line
from deals.model import (
    Checkpoint,
    Goal,
    Member,
    PlanRow,
    Review,
    SigningPeriod,
    TeamForm,
    TeamPart,
)
from deals.parsing.contact_words import LEVEL_WORDS
from deals.parsing.reading_context import ReadingContext
from deals.parsing.text import by_word, fold_text
from deals.parsing.time_words import DateOrder
from deals.planning import DateRange, parse_plan_day, parse_span, span_text

DatedRecord = TypeVar("DatedRecord", Goal, PlanRow)
_PARTS: Mapping[TeamPart, str] = {
    "leader": "leader lead team_leader team_lead project_leader project_lead "
    "负责人 组长 项目负责人 项目组长",
    "member": "member team_member project_member 成员 组员 项目成员 项目组成员",
    "monitor": "monitor project_monitor 监控人 监督人 项目监控人",
    "sponsor": "sponsor executive_sponsor senior_sponsor project_sponsor "
    "高层支持 高层支持者 高层支持人 项目高层支持",
}
PART_WORDS = by_word(_PARTS)


def read_plain(text: str, _reading: ReadingContext) -> str:
    """Read a text; `-` alone is none."""
    return "" if text.strip() == "-" else text.strip()


def read_plan_day(text: str, reading: ReadingContext) -> date | None:
    """Read a day of the plan; refusals of `parse_plan_day`."""
    return parse_plan_day(text, *_anchors(reading))


def _read_days(text: str, reading: ReadingContext) -> DateRange:
    return parse_span(text, *_anchors(reading))


def _anchors(
    reading: ReadingContext,
) -> tuple[date, SigningPeriod | None, DateOrder | None, int, date | None]:
    """Return what days of a plan are read against and may count from."""
    when = (reading.stamp.today, reading.signs, reading.dates)
    return (*when, reading.year_start, reading.tender)


def _days_text(record: DatedRecord, _people: object) -> str:
    return span_text(record.start, record.end)


def _put_days(record: DatedRecord, days: DateRange) -> DatedRecord:
    return record.model_copy(update={"start": days.start, "end": days.end})


GOAL = RecordFields(
    Goal,
    FieldSpec("text", read_plain),
    FieldSpec("measure", read_plain),
    FieldSpec("target", read_plain),
    FieldSpec("accepted_by", read_plain),
    FieldSpec("resources", read_plain),
    FieldSpec("responsible", read_plain),
    FieldSpec("quality", read_plain),
    FieldSpec("serves", read_plain),
    FieldSpec("days", _read_days, _days_text, _put_days, holds=("start", "end")),
    FieldSpec("parent", typed=False),
    FieldSpec("cause", typed=False),
    FieldSpec("reached", typed=False),
)
ROW = RecordFields(
    PlanRow,
    FieldSpec(
        "content",
        read_plain,
        column=ColumnSpec(
            *("Task", "内容", "工作内容 任务 事项 计划内容 content work item"),
            place=3,
            width=34,
            former="Content",
        ),
    ),
    FieldSpec(
        "days",
        _read_days,
        _days_text,
        _put_days,
        holds=("start", "end"),
        column=ColumnSpec(
            *("Dates", "起止时间", "时间 起止日期 时间安排 日期 days period when"),
            former="Days",
            id="span",
            place=5,
            width=24,
        ),
    ),
    FieldSpec(
        "responsible",
        read_plain,
        column=ColumnSpec("Responsible", "责任人", "负责人 执行人 owner who", place=6, width=12),
    ),
    FieldSpec(
        "resources",
        read_plain,
        column=ColumnSpec(
            "Resources", "资源调用", "资源 所需资源 调用资源 资源需求 resource", place=7, width=18
        ),
    ),
    FieldSpec(
        "aim",
        read_plain,
        column=ColumnSpec(
            "Aim", "项目目标", "目标 目的 工作目标 预期目标 要求 objective", place=4, width=24
        ),
    ),
    FieldSpec(
        "bone",
        typed=False,
        column=ColumnSpec(
            *("Workstream", "项目分解", "分解 工作领域 领域 分类 field bone category"),
            former="Field of work",
            place=2,
            width=14,
        ),
    ),
    FieldSpec(
        "state",
        typed=False,
        holds=("state", "done_on"),
        column=ColumnSpec("State", "状态", "进度 完成情况 status", place=8, width=10),
    ),
    FieldSpec(
        "after",
        typed=False,
        column=ColumnSpec(
            "After", "前置项", "前项 前置任务 前置 前提 depends_on predecessor", place=9, width=20
        ),
    ),
    FieldSpec(
        "goal",
        typed=False,
        column=ColumnSpec("Serves goal", "所属目标", "smart目标 上级目标 goal", place=10, width=24),
    ),
    FieldSpec(
        "cause",
        typed=False,
        column=ColumnSpec(
            "Answers cause",
            "对应要因",
            "要因 对应原因 鱼骨要因 鱼骨原因 原因 cause",
            place=11,
            width=24,
        ),
    ),
    FieldSpec("checkpoints", typed=False),
)
CHECKPOINT = RecordFields(
    Checkpoint,
    FieldSpec(
        "what",
        read_plain,
        column=ColumnSpec(
            *("Checkpoint", "监控点", "监控内容 检查点 checkpoints milestone"), id="check", width=28
        ),
    ),
    FieldSpec(
        "on",
        read_plan_day,
        lambda check, _: f"{check.on or ''}",
        column=ColumnSpec(
            *("Reviewed on", "监控时间", "监控日期 检查时间 检查日期"),
            id="check_on",
            width=14,
            former="Looked at on",
        ),
    ),
    FieldSpec(
        "by",
        read_plain,
        column=ColumnSpec(
            *("Reviewed by", "监控人", "检查人 checker"),
            id="check_by",
            width=12,
            former="Looked at by",
        ),
    ),
    FieldSpec(
        "result",
        read_plain,
        column=ColumnSpec("Result", "监控结果", "结果 检查结果 outcome", width=28),
    ),
    FieldSpec(
        "done",
        typed=False,
        holds=("done", "done_on"),
        column=ColumnSpec(
            "Reviewed", "已监控", "已检查 checked", id="seen", width=10, former="Looked at"
        ),
    ),
)
CHECKPOINT_LINES = ("checkpoint", "result")
"""What a checkpoint is typed in: one line for what, when and by whom (`read_checkpoint`), and what
was found.
"""


def read_member_name(text: str, reading: ReadingContext) -> str:
    """Read a member's name; refusal `member-nameless`."""
    name = read_plain(text, reading)
    if not name:
        raise UserError("member-nameless")
    return name


def _read_part(text: str, reading: ReadingContext) -> str | None:
    if not (plain := read_plain(text, reading)):
        return None
    if fold_text(plain) not in PART_WORDS:
        raise UserError("part-unreadable", text=plain)
    return PART_WORDS[fold_text(plain)]


def _read_seniority(text: str, reading: ReadingContext) -> str | None:
    if not (plain := read_plain(text, reading)):
        return None
    if fold_text(plain) not in LEVEL_WORDS:
        raise UserError("level-unreadable", text=plain)
    return LEVEL_WORDS[fold_text(plain)]


MEMBER = RecordFields(
    Member,
    FieldSpec("name", read_member_name),
    FieldSpec("part", _read_part, words=PART_WORDS),
    FieldSpec("level", _read_seniority, words=LEVEL_WORDS),
    FieldSpec("duties", lambda text, reading: read_plain(text, reading) or None),
)


FORM = RecordFields(
    TeamForm,
    FieldSpec("filled_by", read_plain),
    FieldSpec("filled_on", read_plan_day, lambda form, _: f"{form.filled_on or ''}"),
    FieldSpec("plan_start", read_plan_day, lambda form, _: f"{form.plan_start or ''}"),
    FieldSpec("remarks", read_plain),
)


REVIEW = RecordFields(
    Review,
    FieldSpec("result", read_line),
    FieldSpec("reasons", read_line),
    FieldSpec("worked", read_line),
    FieldSpec("failed", read_line),
    FieldSpec("lessons", read_line),
    FieldSpec("rival", read_line),
    FieldSpec("rival_did", read_line),
    FieldSpec("rival_why", read_line),
)
