"""The implementation plan (method, section 7): its order, days, dependencies, load, templates."""

from deals.planning.date_ranges import DateRange, check_span, parse_plan_day, parse_span, span_text
from deals.planning.dependencies import check_after, followers
from deals.planning.grouping import WorkstreamGroup, grouped, numbers
from deals.planning.lateness import (
    LateCheckpoint,
    LateWork,
    RowLateness,
    days_late,
    is_late,
    is_past,
    late_checks,
    late_goals,
    lateness,
    standing,
)
from deals.planning.rescheduling import RescheduledRow, move
from deals.planning.workload import (
    BusyPeriod,
    DatedRow,
    WorkloadConflict,
    clashes,
    load,
    names_in,
    people_in,
    strangers,
)

__all__ = [
    "BusyPeriod",
    "DateRange",
    "DatedRow",
    "LateCheckpoint",
    "LateWork",
    "RescheduledRow",
    "RowLateness",
    "WorkloadConflict",
    "WorkstreamGroup",
    "check_after",
    "check_span",
    "clashes",
    "days_late",
    "followers",
    "grouped",
    "is_late",
    "is_past",
    "late_checks",
    "late_goals",
    "lateness",
    "load",
    "move",
    "names_in",
    "numbers",
    "parse_plan_day",
    "parse_span",
    "people_in",
    "span_text",
    "standing",
    "strangers",
]
