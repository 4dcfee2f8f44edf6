"""What the columns of a plan are called, and the words for its constants, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from deals.model import RowState
from store.exchange.headers import header_key


class PlanColumn(NamedTuple):
    """A column by what it holds: its headings in an export, its width, what else it is called."""

    field: str
    en: str
    zh: str
    width: int
    others: str = ""


COLUMNS = (
    PlanColumn("no", "No.", "序号", 6, "编号 number"),
    PlanColumn("bone", "Field of work", "项目分解", 14, "分解 工作领域 领域 分类 field bone"),
    PlanColumn("content", "Content", "内容", 34, "工作内容 任务 事项 计划内容 task work item"),
    PlanColumn("aim", "Aim", "目标", 24, "工作目标 预期目标 要求 objective"),
    PlanColumn("span", "Days", "起止时间", 24, "时间 起止日期 时间安排 日期 dates period when"),
    PlanColumn("responsible", "Responsible", "负责人", 12, "责任人 执行人 owner who"),
    PlanColumn("resources", "Resources", "资源", 18, "所需资源 调用资源 资源需求 resource"),
    PlanColumn("state", "State", "状态", 10, "进度 完成情况 status"),
    PlanColumn("after", "After", "前项", 20, "前置任务 前置 前提 depends_on predecessor"),
    PlanColumn("goal", "Serves goal", "所属目标", 24, "smart目标 上级目标 goal"),
    PlanColumn("cause", "Answers cause", "对应原因", 24, "鱼骨原因 原因 cause"),
    PlanColumn("check", "Checkpoint", "监控点", 28, "监控内容 检查点 checkpoints milestone"),
    PlanColumn("check_on", "Looked at on", "监控时间", 14, "监控日期 检查时间 检查日期"),
    PlanColumn("check_by", "Looked at by", "监控人", 12, "检查人 checker"),
    PlanColumn("result", "Result", "监控结果", 28, "结果 检查结果 outcome"),
    PlanColumn("seen", "Looked at", "已监控", 10, "已检查 checked"),
    PlanColumn("id", "Id", "记录号", 28, "record_id row_id"),
    PlanColumn("check_id", "Checkpoint id", "监控点记录号", 28),
)
PLAN_COLUMNS = tuple(column.field for column in COLUMNS)
CHECK_COLUMNS = ("check", "check_on", "check_by", "result", "seen")
"""What a table says of one checkpoint, beside its id."""
HIDDEN = frozenset(at for at, one in enumerate(COLUMNS, 1) if one.field in ("id", "check_id"))
"""The places of the columns, from 1, that no person needs to see."""

HEAD: Mapping[str, tuple[str, ...]] = {
    "project": ("Project", "项目", "项目名称", "project_name"),
    "begins": ("Plan begins", "计划开始", "启动日期", "启动时间", "开始日期", "开始时间", "start"),
    "leader": ("Leader", "负责人", "项目负责人", "组长", "项目组长", "project_leader"),
}
"""What stands above the table: in English, in Chinese, and what else it is called."""
HEAD_OF: Mapping[str, str] = {
    header_key(text): field for field, texts in HEAD.items() for text in texts
}

FIELD_OF: Mapping[str, str] = {
    header_key(text): column.field
    for column in COLUMNS
    for text in (*column.others.split(), column.en, column.zh)
} | {
    header_key(text): field
    for field, texts in {
        "start": "开始时间 开始日期 开始 start start_date from",
        "end": "结束时间 结束日期 完成时间 结束 截止 end end_date due until",
    }.items()
    for text in texts.split()
}
"""What a header means; the ends of the days may stand in two columns."""

STATES: Mapping[RowState, tuple[str, ...]] = {
    "open": ("open", "未开始", "未启动", "待办", "todo", "not started", "planned"),
    "doing": ("doing", "进行中", "执行中", "in progress", "started"),
    "done": ("done", "已完成", "完成", "finished", "complete", "completed"),
    "dropped": ("dropped", "已取消", "取消", "cancelled", "canceled"),
}
"""How a row's state is written: first in English, then in Chinese, then in other ways."""
SEEN = ("yes", "是", "y", "x", "√", "1", "true", "done", "已", "已完成")
UNSEEN = ("no", "否", "n", "0", "false", "未")
NO_FIELD = "-"
"""What stands for no field of work; a blank cell is the field of the row above.

A field whose own name is dashes gets one more.
"""
