"""What is looked at of the week, its rows by day, and one of them in full. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from deals.agenda import DoneItem, DueItem, DueKind, last_monday, next_friday
from deals.model import Project
from deals.parsing.amounts import short_amount
from deals.planning.rows import shift_day
from deals.playbook import Playbook
from screens.base.row_list import RowText
from views.due_texts import day_label, done_name, due_name, say_due
from views.field_values import day_text, days_away, weekday_name
from views.marks import stage_sign
from views.short_days import short_day
from views.styled_text import StyledText, TextLine, Tone, line, width, wrap
from views.table import GUTTER, TableCell, TableColumn
from wording import N_, _, language, ngettext, pgettext
from wording.times import window_name

ABOUT_LINES = 4
DAY_CELLS, WHO_CELLS, LEAST_WHO, MOST_WHO = 10, 6, 8, 12
ROOMY = 100
"""From so many cells on there is room for long names."""
LEAST_PROJECT, MOST_PROJECT, LEAST_WHAT = 14, 28, 24
WITHOUT_WHO = 70
"""In fewer cells the list leaves out who does it, which the pane says."""
WEEK_DAYS = 7
_HINTS: dict[DueKind, str] = {
    "next": N_("x done: asks what comes next"),
    "task": N_("x done"),
    "checkpoint": N_("x asks what was found"),
    "follow-up": N_("x logs what came of it; Enter alone: just done"),
    "tender": N_("bid in? x moves the stage on; w another day"),
    "signing": N_("signed? x moves the stage on; w another close date"),
}

WeekItem = DueItem | DoneItem


@dataclass(frozen=True, slots=True)
class WeekLook:
    """What is looked at: whose, how many more weeks, which kinds not, and whether what was done.

    `owner` is a name, None for the team; `mine` has whoever looks instead. With `doing` it is only
    what is theirs to do, not what others do on their projects.
    """

    owner: str | None = None
    mine: bool = False
    doing: bool = False
    more: int = 0
    hidden: frozenset[DueKind] = frozenset()
    done: bool = False

    def until(self, today: date) -> date:
        """Return the last day of what is due: next Friday, and on by weeks."""
        return shift_day(next_friday(today), 0 if self.done else WEEK_DAYS * self.more)

    def since(self, today: date) -> date:
        """Return the first day of what was done, as the weekly report has it; and back by weeks."""
        return shift_day(last_monday(today), -WEEK_DAYS * self.more if self.done else 0)

    def with_weeks(self, step: int) -> WeekLook:
        """Return a look at a week more or less."""
        return replace(self, more=max(0, self.more + step))

    def turn_kind(self, kind: DueKind) -> WeekLook:
        """Hide a kind, or show it again."""
        return replace(self, hidden=self.hidden ^ {kind})

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day that are shown."""
        return (self.since(today), today) if self.done else (today, self.until(today))

    def whose(self) -> str:
        """Say whose it is, and that kinds are hidden."""
        name = pgettext("scope", "team") if self.owner is None else self.owner
        name = pgettext("scope", "mine") if self.mine else name
        name = pgettext("scope", "mine to do") if self.doing else name
        hidden = len(self.hidden)
        if not hidden or self.done:
            return name
        text = ngettext("{whose}, {count} hidden", "{whose}, {count} hidden", hidden)
        return text.format(whose=name, count=hidden)


def columns(
    cells: int, items: Sequence[WeekItem], today: date, *, beside: bool = False
) -> tuple[TableColumn, ...]:
    """Return the columns for so many cells: what is due takes what the names leave.

    With a pane `beside` that says in full what is due, there is room for long names.
    """
    day = max([DAY_CELLS, *(width(label) for label in _late_labels(items, today))])
    rest = cells - GUTTER - day - 2
    most = MOST_WHO if cells >= ROOMY or beside else LEAST_WHO
    who = min(most, max([WHO_CELLS, *(width(item.who) for item in items)]))
    rest -= who + 1 if cells >= WITHOUT_WHO else 0
    widest = max((width(item.project.name) for item in items), default=0)
    project = max(LEAST_PROJECT, min(widest, MOST_PROJECT, rest * 9 // 20, rest - LEAST_WHAT))
    shown = (
        TableColumn("day", pgettext("column", "Day"), day),
        TableColumn("project", pgettext("column", "Project"), project),
        TableColumn("what", pgettext("due", "What"), rest - project),
    )
    if cells < WITHOUT_WHO:
        return shown
    return (*shown, TableColumn("who", pgettext("due", "Who"), who))


def row_text(
    item: WeekItem, what: str, shown: Sequence[TableColumn], today: date, *, first: bool
) -> RowText:
    """Return the row of an item, with its day where it is the `first` of that."""
    late = isinstance(item, DueItem) and item.overdue
    tone: Tone = "red" if late else ""
    fixed = item.kind in ("tender", "signing", "signed")
    label = _late_label(item.on, today) if late else day_label(item.on, today)
    day_tone: Tone = tone or ("key" if item.on == today else "")
    cells = {
        "day": TableCell(label if first else "", day_tone),
        "project": TableCell(item.project.name, "strong"),
        "what": TableCell(what, "strong" if fixed else ""),
        "who": TableCell(item.who),
    }
    return RowText(tuple(cells[column.id] for column in shown), "!" if late else " ", tone)


def _late_labels(items: Sequence[WeekItem], today: date) -> Iterator[str]:
    late = (item for item in items if isinstance(item, DueItem) and item.overdue)
    return (_late_label(item.on, today) for item in late)


def _late_label(day: date, today: date) -> str:
    late = _("{days}d").format(days=(day - today).days)
    return f"{short_day(day, today, 5)} {late}"


def name_days(first: date, last: date, today: date, *, cells: int) -> str:
    """Return the first and the last day that are shown; in few cells without their weekdays."""
    names = [short_day(day, today, 5) for day in (first, last)]
    if cells >= WITHOUT_WHO:
        days = zip((first, last), names, strict=True)
        names = [f"{weekday_name(day)} {name}" for day, name in days]
    return _("{first} to {last}").format(first=names[0], last=names[1])


def title_counts(due: Sequence[DueItem], done: int, *, cells: int) -> TextLine:
    """Return how much is overdue, due and done; in few cells without what was done."""
    late = sum(item.overdue for item in due)
    spans = [
        StyledText(_("{count} overdue").format(count=late), "red" if late else "dim"),
        StyledText("  " + _("{count} due").format(count=len(due) - late), "strong"),
    ]
    if cells >= WITHOUT_WHO:
        spans.append(StyledText("  " + pgettext("week", "{count} done").format(count=done), "dim"))
    return tuple(spans)


def project_title(project: Project, playbook: Playbook) -> TextLine:
    """Return a project in a line: name, stage, amount and close date."""
    stages = playbook.stages
    place = next((at for at, stage in enumerate(stages) if stage.id == project.stage), 0)
    parts = [stage_sign(project.stage, place, len(stages) - 1)]
    parts += [short_amount(project.amount, language(), marked=True)] if project.amount else []
    parts += [window_name(project.signs)] if project.signs else []
    return line(StyledText(project.name, "strong"), "  " + "  ".join(parts))


def about_due(
    item: DueItem,
    others: Sequence[DueItem],
    off: str,
    today: date,
    cells: int,
    *,
    hinted: bool = True,
) -> list[TextLine]:
    """Return in full what is due, when and by whom, that its day is `off`, what the key for done
    does if `hinted`, and what else is due on the project.
    """
    head = "  ".join(
        filter(None, (due_name(item.kind), day_text(item.on), days_away(item.on, today), item.who))
    )
    tone: Tone = "red" if item.overdue else ""
    sign = "! " if item.overdue else ""
    lines = [line(StyledText(part, tone)) for part in wrap(sign + head, cells, 2)]
    lines += [line(part) for part in wrap(say_due(item), cells, 3)]
    lines += [line(StyledText(part, "amber")) for part in wrap(off, cells, 2) if off]
    hint = wrap(_(_HINTS[item.kind]), cells, 2) if hinted else ()
    lines += [line(StyledText(part, "good")) for part in hint]
    if others:
        text = ngettext("{count} more due on it", "{count} more due on it", len(others))
        lines += [(), line(StyledText(text.format(count=len(others)), "dim"))]
        for other in others:
            text = f"{day_label(other.on, today)}  {say_due(other)}"
            lines += [line(part) for part in wrap(text, cells, 2)]
    return lines


def about_done(item: DoneItem, what: str, cells: int) -> list[TextLine]:
    """Return in full what was done, when and by whom."""
    head = "  ".join(filter(None, (done_name(item.kind), day_text(item.on), item.who)))
    return [
        *(line(part) for part in wrap(head, cells, 2)),
        *(line(p) for p in wrap(what, cells, 4)),
    ]
