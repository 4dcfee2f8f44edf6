"""The implementation plan (method, section 7): its order, days, dependencies, load, templates."""

from deals.plan.after import check_after, followers
from deals.plan.groups import Group, grouped, numbers
from deals.plan.load import Busy, Clash, Placed, clashes, load, names_in, people_in, strangers
from deals.plan.moving import Moved, move
from deals.plan.spans import Span, check_span, parse_plan_day, parse_span, span_text
from deals.plan.standing import (
    Late,
    LateCheck,
    RowStanding,
    days_late,
    is_late,
    is_past,
    late_checks,
    late_goals,
    lateness,
    standing,
)

__all__ = [
    "Busy",
    "Clash",
    "Group",
    "Late",
    "LateCheck",
    "Moved",
    "Placed",
    "RowStanding",
    "Span",
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
