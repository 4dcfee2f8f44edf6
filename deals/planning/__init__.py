"""The implementation plan (method, section 7): its order, days, dependencies, load, templates."""

from deals.planning.date_ranges import DateRange, check_span, parse_plan_day, parse_span, span_text
from deals.planning.dependencies import check_after, followers
from deals.planning.grouping import WorkstreamGroup, group_rows, row_numbers
from deals.planning.lateness import (
    LateCheckpoint,
    LateWork,
    RowLateness,
    days_late,
    is_late,
    is_past,
    late_checks,
    late_goals,
    late_work,
    row_lateness,
)
from deals.planning.rescheduling import RescheduledRow, reschedule_row
from deals.planning.workload import (
    BusyPeriod,
    DatedRow,
    WorkloadConflict,
    busy_periods,
    names_in,
    people_in,
    unknown_names,
    workload_conflicts,
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
    "busy_periods",
    "check_after",
    "check_span",
    "days_late",
    "followers",
    "group_rows",
    "is_late",
    "is_past",
    "late_checks",
    "late_goals",
    "late_work",
    "names_in",
    "parse_plan_day",
    "parse_span",
    "people_in",
    "reschedule_row",
    "row_lateness",
    "row_numbers",
    "span_text",
    "unknown_names",
    "workload_conflicts",
]
