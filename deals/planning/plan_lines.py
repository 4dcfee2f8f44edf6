"""The lines that goals, plan rows and checkpoints are typed in: what; days; by whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from deals.errors import UserError
from deals.model import Checkpoint, Goal, PlanRow, Project
from deals.parsing.text import LatePattern
from deals.parsing.time_words import Calendar
from deals.planning.date_ranges import DateRange, parse_plan_day, parse_span, span_text
from deals.planning.free_lines import read_free_line

NO_DAY = "-"
_MARK = LatePattern("[;；]")
# Of these, one has a 31st in the month after, and one has none.
_ANY_DAYS = (date(2000, 1, 1), date(2000, 12, 1))


def read_row_line(text: str, project: Project, calendar: Calendar) -> tuple[str, DateRange, str]:
    """Read a line `content; days; responsible`; the days may be left out.

    Without a semicolon they may stand among the words (`write proposal Dec 1-5 @Tom`). Refusals of
    `parse_span` and `read_free_line`.
    """
    if not _MARK.search(text):
        return read_free_line(text, calendar, project.signs)

    def read_span(typed: str) -> DateRange:
        return parse_span(typed, calendar.today, project.signs, *calendar[1:])

    content, days, who = split_line(text, read_span)
    return content, read_span(days) if days else DateRange(None, None), who


def read_plan_row(
    text: str,
    project: Project,
    calendar: Calendar,
    new_id: str,
    *,
    bone: str = "",
    goal: Goal | None = None,
) -> PlanRow:
    """Read such a line into a new row of a workstream; one for a goal serves that goal's cause.

    Refusals of `parse_span`.
    """
    content, days, who = read_row_line(text, project, calendar)
    return PlanRow(
        id=new_id,
        content=content,
        bone=bone,
        goal=goal.id if goal else None,
        cause=goal.cause if goal else None,
        responsible=who or (goal.responsible if goal else ""),
        start=days.start,
        end=days.end,
    )


def row_line(row: PlanRow) -> str:
    """Return the line that `read_plan_row` reads back."""
    days = span_text(row.start, row.end)
    if not (days or row.responsible or ";" in row.content) and _says_words_alone(row.content):
        return row.content
    return "; ".join([row.content, days or NO_DAY, row.responsible]).rstrip("; ")


def _says_words_alone(content: str) -> bool:
    """Whether a content alone reads back as itself on any day."""
    try:
        return all(
            read_free_line(content, Calendar(day), None) == (content, DateRange(None, None), "")
            for day in _ANY_DAYS
        )
    except UserError:
        return False


def read_checkpoint(
    check: Checkpoint, text: str, project: Project, calendar: Calendar
) -> Checkpoint:
    """Read a line `what; day; by whom` into a checkpoint.

    A new one, which has no words yet, keeps its day where the line names none. Refusals of
    `parse_plan_day`.
    """

    def read_day(typed: str) -> date | None:
        return parse_plan_day(typed, calendar.today, project.signs, *calendar[1:])

    what, day, by = split_line(text, read_day)
    kept = None if check.what else check.on
    on = None if day == NO_DAY else read_day(day) if day else kept
    return check.model_copy(update={"what": what, "on": on, "by": by})


def checkpoint_line(check: Checkpoint) -> str:
    """Return the line that `read_checkpoint` reads back."""
    return "; ".join([check.what, f"{check.on or NO_DAY}", check.by]).rstrip("; ")


def split_line(text: str, read: Callable[[str], object]) -> tuple[str, str, str]:
    """Return what stands before the days, the days, and who, of a line with `;` between them.

    The days are the last part that `read` takes, or `-`: what stands before them may have a `;` of
    its own. Where nothing reads as days, the second part is to be refused as such.
    """
    parts = [part.strip() for part in text.replace("；", ";").rstrip("; ").split(";")]
    found = [at for at, part in enumerate(parts) if at and _reads(part, read)]
    at = found[-1] if found else 1
    what, who = "; ".join(parts[:at]), "; ".join(parts[at + 1 :])
    return what, parts[at] if at < len(parts) else "", who


def _reads(text: str, read: Callable[[str], object]) -> bool:
    try:
        return text in ("", NO_DAY) or read(text) is not None
    except UserError:
        return False
