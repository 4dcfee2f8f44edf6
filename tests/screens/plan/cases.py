"""A project with goals, a plan in several fields, checkpoints late and settled, and a team."""

from __future__ import annotations

from datetime import date

from deals.model import Checkpoint, Goal, Member, PlanRow, Project
from tests.deals.makers import contact, project

FIRST = Goal(
    id="g1",
    text="北辰调度网 3 月 14 日前签约",
    measure="signed contract",
    target="1",
    accepted_by="何总",
    resources="售前 2 人",
    responsible="林",
    start=date(2026, 2, 2),
    end=date(2026, 3, 14),
)
SECOND = Goal(id="g2", text="Top level backs our criteria", parent="g1", end=date(2026, 3, 10))
THIRD = Goal(id="g3", text="何总 at CR2", parent="g2", measure="meeting", responsible="林")
ROWS = (
    PlanRow(
        id="r1",
        content="our VP visits 何总",
        bone="customer",
        goal="g3",
        start=date(2026, 2, 9),
        end=date(2026, 2, 13),
        responsible="林",
        state="done",
        checkpoints=(
            Checkpoint(id="c1", what="agenda", on=date(2026, 2, 10), result="agreed", done=True),
        ),
    ),
    PlanRow(
        id="r2",
        content="与吴处长联合测试，含全部接口与第二数据中心的切换演练",
        bone="customer",
        start=date(2026, 2, 16),
        end=date(2026, 2, 27),
        responsible="售前小叶",
        state="doing",
        after="r1",
        checkpoints=(Checkpoint(id="c2", what="first figures", on=date(2026, 2, 23)),),
    ),
    PlanRow(
        id="r3",
        content="show the rival's gaps",
        bone="competitors",
        start=date(2026, 3, 2),
        end=date(2026, 3, 6),
        responsible="林",
        after="r2",
    ),
    PlanRow(
        id="r4",
        content="tender answers",
        bone="own bone",
        start=date(2026, 3, 4),
        end=date(2026, 3, 12),
        responsible="林",
        after="r3",
        checkpoints=(Checkpoint(id="c4", what="draft", on=date(2026, 3, 9), by="周"),),
    ),
    PlanRow(id="r5", content="no days yet", bone="service"),
)


def planned_project(*, stage: str = "P4", signs: str = "2026-03-14", **fields: object) -> Project:
    """Return the project."""
    given = {
        "goals": (FIRST, SECOND, THIRD),
        "plan": ROWS,
        "team": (Member(name="林", part="leader", level="middle", duties="all of it"),),
        "contacts": (contact("何总", 2, level="high"),),
        **fields,
    }
    return project(stage, signs=signs, **given)
