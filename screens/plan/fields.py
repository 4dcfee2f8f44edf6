"""The fields of goals, rows of the plan and team members that are typed, and how each is read.

Pure: a record, a field and a text make another record, or a refusal.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from deals.errors import UserError
from deals.model import Goal, Member, PlanRow, Project
from deals.parsing.contact_line import LEVEL_WORDS
from deals.parsing.text import fold_text
from deals.planning import DateRange, parse_plan_day, parse_span, span_text
from wording import N_, _
from wording.names import level_name

DAYS = "days"
NO_DAY = "-"
ROW_FIELDS = ("content", DAYS, "responsible", "resources", "aim")
GOAL_FIELDS = (
    *("text", "measure", "target", "accepted_by", "resources"),
    *("responsible", "quality", "serves", DAYS),
)
MEMBER_FIELDS = ("name", "part", "level", "duties")
FORM_FIELDS = ("filled_by", "filled_on", "plan_start", "remarks")
PARTS = {
    "leader": N_("leader"),
    "member": N_("member"),
    "monitor": N_("monitor"),
    "sponsor": N_("sponsor"),
}
_NAMES = {
    "content": N_("content"),
    "text": N_("goal"),
    DAYS: N_("days"),
    "responsible": N_("responsible"),
    "resources": N_("resources"),
    "aim": N_("aim"),
    "measure": N_("measure"),
    "target": N_("target"),
    "accepted_by": N_("accepted by"),
    "quality": N_("quality"),
    "serves": N_("how it serves its parent"),
    "name": N_("full name"),
    "part": N_("part"),
    "level": N_("seniority"),
    "duties": N_("duties"),
    "filled_by": N_("filled in by"),
    "filled_on": N_("filled in on"),
    "plan_start": N_("plan begins"),
    "remarks": N_("remarks"),
}


def title(field: str) -> str:
    """Return what a field is called."""
    return _(_NAMES[field])


def fields_of(item: Goal | PlanRow) -> tuple[str, ...]:
    """Return the fields of a goal or a row in the order in which an editor walks them."""
    return GOAL_FIELDS if isinstance(item, Goal) else ROW_FIELDS


def text_of(item: Goal | PlanRow, field: str) -> str:
    """Return a field as it is typed."""
    if field == DAYS:
        return span_text(item.start, item.end)
    text: str = getattr(item, field)
    return text


def write_field(
    item: Goal | PlanRow, field: str, text: str, project: Project, today: date
) -> Goal | PlanRow:
    """Return the goal or row with a field typed anew; refusals of `parse_span`."""
    if field == DAYS:
        span = parse_span(text, today, project.signs)
        return item.model_copy(update={"start": span.start, "end": span.end})
    return item.model_copy(update={field: "" if text.strip() == "-" else text.strip()})


def read_row_line(text: str, project: Project, today: date) -> tuple[str, DateRange, str]:
    """Return what a line `content; days; responsible` says; the days may be left out."""

    def span(typed: str) -> DateRange:
        return parse_span(typed, today, project.signs)

    content, days, who = split_line(text, span)
    return content, span(days) if days else DateRange(None, None), who


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


def member_text(member: Member, field: str) -> str:
    """Return a member's field as it is typed."""
    if field == "part":
        return _(PARTS[member.part]) if member.part else ""
    if field == "level":
        return level_name(member.level) if member.level else ""
    return getattr(member, field) or ""


def write_member(member: Member, field: str, text: str) -> Member:
    """Return a member with a field typed anew.

    Raises the refusals `member-nameless`, `part-unreadable` and `level-unreadable`.
    """
    plain = "" if text.strip() == "-" else text.strip()
    if field == "name" and not plain:
        raise UserError("member-nameless")
    value: str | None = plain or None
    if field == "part" and plain:
        value = _read_part(plain)
    if field == "level" and plain:
        words = {
            **LEVEL_WORDS,
            **{fold_text(level_name(word)): word for word in LEVEL_WORDS.values()},
        }
        value = words.get(fold_text(plain))
        if value is None:
            raise UserError("level-unreadable", text=plain)
    return Member.model_validate({**member.model_dump(), field: value})


def _read_part(text: str) -> str:
    for part, name in PARTS.items():
        if fold_text(text) in (part, fold_text(_(name))):
            return part
    raise UserError("part-unreadable", text=text)


def form_value(field: str, text: str, project: Project, today: date) -> object:
    """Return a field of the team form's head as it is kept: a day or a text.

    Refusals of `parse_plan_day`.
    """
    if field in ("filled_on", "plan_start"):
        return parse_plan_day(text, today, project.signs)
    return "" if text.strip() == "-" else text.strip()
