"""The lines that goals, plan rows and checkpoints are typed in: what; days; by whom."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date

from deals.errors import UserError
from deals.model import Checkpoint, Goal, PlanRow, Project
from deals.parsing.day_search import SURE_DAYS, WRITTEN_DATE
from deals.parsing.text import LatePattern
from deals.parsing.time_words import Calendar
from deals.planning.date_ranges import DateRange, parse_plan_day, parse_span, span_text
from deals.planning.row_words import find_unread_days, is_name, split_row_line
from deals.planning.rows import names_in

NO_DAY = "-"
_UNCOUNTED = ("span-no-signing", "span-no-tender")
_MARK = LatePattern("[;；]")
_CHECKPOINT_END = LatePattern(r"(?<=[\s,，、;；])(?:监控点|检查点|check ?points?)$", re.I)
# Of these, one has a 31st in the month after, and one has none.
_ANY_DAYS = (date(2000, 1, 1), date(2000, 12, 1))


def read_row_line(
    text: str, project: Project, calendar: Calendar, others: Collection[str] = ()
) -> tuple[str, DateRange, str]:
    """Read a line `content; days; responsible`; the days may be left out.

    Without a semicolon they may stand among the words (`write proposal Dec 1-5 @Tom`), and behind
    them one whom the project knows, or one of the others. Refusals of `parse_span` and
    `split_line`.
    """

    def read_span(typed: str) -> DateRange:
        return parse_span(typed, calendar.today, project.signs, *calendar[1:], project.tender)

    behind = (*others, *(contact.name for contact in project.contacts))
    content, days, who = split_line(text, read_span, known_people(project), behind)
    _refuse_more(content, who, (*known_people(project), *behind))
    return content, read_span(days) if days else DateRange(None, None), who


def _refuse_more(content: str, who: str, known: Collection[str]) -> None:
    """Refuse what follows who does it and is nobody, such as a checkpoint: `; 小郑; 监控点 T-7`.

    Raises `row-more` (text).
    """
    extra = [part.strip() for part in who.split(";")][1:]
    for part in extra:
        if not all(name in known or is_name(name) for name in names_in(part)):
            raise UserError("row-more", text=part)
    if found := _CHECKPOINT_END.search(content):
        raise UserError("row-more", text=found[0].strip())


def known_people(project: Project) -> tuple[str, ...]:
    """List those of ours whom a project names: its owner, its team, and who is on its plan."""
    names = [project.owner, *(member.name for member in project.team)]
    for responsible in (
        item.responsible for items in (project.plan, project.goals) for item in items
    ):
        names += names_in(responsible)
    names += [check.by for row in project.plan for check in row.checkpoints]
    return tuple(dict.fromkeys(filter(None, names)))


def read_goal(
    text: str,
    project: Project,
    calendar: Calendar,
    new_id: str,
    *,
    parent: str | None = None,
    others: Collection[str] = (),
) -> Goal:
    """Read a line `goal; measure; who accepts it; dates; responsible` into a new goal.

    What stands between the goal and the dates is how it is measured, and who accepts it; all but
    the goal may be left out. Refusals of `read_row_line`.
    """
    plain, rest = _split_goal(text, project, calendar)
    content, days, who = read_row_line(plain, project, calendar, others)
    accepted = [part for part in rest if _ACCEPTS.search(part)] or rest[1:]
    measures = [part for part in rest if part not in accepted]
    measure, target = _split_target(measures[0] if measures else "")
    return Goal(
        id=new_id,
        text=content,
        parent=parent,
        measure=measure,
        target=target,
        accepted_by=_ACCEPTS.sub("", accepted[0]).strip(" :：") if accepted else "",
        responsible=who,
        start=days.start,
        end=days.end,
    )


def _split_goal(text: str, project: Project, calendar: Calendar) -> tuple[str, list[str]]:
    """Part a goal's line from how it is measured and accepted; what is left is as of a task."""

    def read_span(typed: str) -> DateRange:
        return parse_span(typed, calendar.today, project.signs, *calendar[1:], project.tender)

    parts = [part.strip() for part in text.replace("；", ";").rstrip("; ").split(";")]
    dated = (at for at, part in enumerate(parts) if at and _may_be_days(part, read_span))
    at = next(dated, len(parts))
    rest = parts[1:at]
    if not rest or len(rest) > 2:
        return text, []
    return "; ".join((parts[0], *parts[at:])), rest


_ACCEPTS = LatePattern(
    r"^(?:accepted by|accepts?|acceptor|signed off by|认可人?|验收人?)\s*[:：]?\s*|"
    r"\s*(?:accepts(?: it)?|认可|验收|确认|签字)$",
    re.I,
)
_TARGET = LatePattern(
    r"(?P<measure>.*?[^0-9.,:：=]) ?[:：=]?\s*(?P<target>[0-9][0-9.,]*\s?[%％\w]{0,3})"
)


def _split_target(text: str) -> tuple[str, str]:
    """Part how a goal is measured from the figure at its end: 见面次数2."""
    found = _TARGET.fullmatch(text)
    return (found["measure"].strip(), found["target"].strip()) if found else (text, "")


def _may_be_days(part: str, read: Callable[[str], object]) -> bool:
    """Whether a part is days, or looks so much like them that it is to be refused as such."""
    try:
        return part in ("", NO_DAY) or read(part) is not None
    except UserError as refusal:
        dated = SURE_DAYS.fullmatch(part) or WRITTEN_DATE.fullmatch(part)
        return refusal.code != "span-unreadable" or dated is not None


def read_plan_row(
    text: str,
    project: Project,
    calendar: Calendar,
    new_id: str,
    *,
    bone: str = "",
    goal: Goal | None = None,
    others: Collection[str] = (),
) -> PlanRow:
    """Read such a line into a new row of a workstream; one for a goal serves that goal's cause.

    Refusals of `read_row_line`.
    """
    content, days, who = read_row_line(text, project, calendar, others)
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
    """Whether a content alone reads back as itself on any day, whoever is known by then."""
    return not find_unread_days(content) and all(
        _splits_into_words_alone(content, day) for day in _ANY_DAYS
    )


def _splits_into_words_alone(content: str, today: date) -> bool:
    def read_span(typed: str) -> DateRange:
        return parse_span(typed, today, None)

    try:
        return split_row_line(content, read_span) == (content, "", "")
    except UserError:
        return False


def read_checkpoint(
    check: Checkpoint, text: str, project: Project, calendar: Calendar
) -> Checkpoint:
    """Read a line `what; day; by whom` into a checkpoint.

    A new one, which has no words yet, keeps its day where the line names none. Refusals of
    `parse_plan_day`, and `row-more`.
    """

    def read_day(typed: str) -> date | None:
        return parse_plan_day(typed, calendar.today, project.signs, *calendar[1:], project.tender)

    known = known_people(project)
    what, day, by = split_line(text, read_day, known)
    _refuse_more("", by, known)
    kept = None if check.what else check.on
    on = None if day == NO_DAY else read_day(day) if day else kept
    return check.model_copy(update={"what": what, "on": on, "by": by})


def checkpoint_line(check: Checkpoint) -> str:
    """Return the line that `read_checkpoint` reads back."""
    return "; ".join([check.what, f"{check.on or NO_DAY}", check.by]).rstrip("; ")


def split_line(
    text: str,
    read: Callable[[str], object],
    known: Collection[str] = (),
    others: Collection[str] = (),
) -> tuple[str, str, str]:
    """Return what stands before the days, the days, and who, of a line.

    With `;` between them, the days are the last part that `read` takes, or `-`: what stands before
    them may have a `;` of its own. Where nothing reads as days, the second part is to be refused as
    such, or with `row-days-apart` if they stand with the words. Without `;` they stand as people
    say them (`split_row_line`).
    """
    if not _MARK.search(text):
        return split_row_line(text, read, known, others)
    parts = [part.strip() for part in text.replace("；", ";").rstrip("; ").split(";")]
    found = [at for at, part in enumerate(parts) if at and _reads(part, read)]
    if not found and len(parts) > 1:
        _refuse_days_apart(parts, read)
    at = found[-1] if found else 1
    what, who = "; ".join(parts[:at]), "; ".join(parts[at + 1 :])
    return what, parts[at] if at < len(parts) else "", who


def _refuse_days_apart(parts: list[str], read: Callable[[str], object]) -> None:
    """Refuse days that stand before or among the words of a line that semicolons part.

    What looks like days in their own place is left to be refused as it is.
    """
    if any(_may_be_days(part, read) for part in parts[1:]):
        return
    if parts[0] and _may_be_days(parts[0], read):
        raise UserError("row-days-apart", text=parts[0])
    for part in parts:
        try:
            days = split_row_line(part, read).days
        except UserError as refusal:
            days = part if refusal.code in _UNCOUNTED else ""
        if days:
            raise UserError("row-days-apart", text=days)


def _reads(text: str, read: Callable[[str], object]) -> bool:
    try:
        return text in ("", NO_DAY) or read(text) is not None
    except UserError:
        return False


def task_line(row: PlanRow) -> str:
    """Return the line `content; days; responsible` that `read_row_line` reads back."""
    return "; ".join(filter(None, (row.content, span_text(row.start, row.end), row.responsible)))


def end_row(row: PlanRow, end: date) -> PlanRow:
    """Return a task that ends on another day.

    It keeps its first day, unless it takes but one or would end before it.
    """
    start = row.start
    if start is not None and (start == row.end or start > end):
        start = end
    return row.model_copy(update={"start": start, "end": end})
