"""The actions that add goals and tasks to a plan, a line each, and find where a task belongs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING

from deals.edits.planning import put_item
from deals.errors import UserError
from deals.fishbone import NamedWorkstreams, fishbone
from deals.model import Goal, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning import span_text
from deals.planning.goals import days_of, leaves_days
from deals.planning.plan_lines import end_row, read_goal, read_plan_row, task_line
from deals.unsaved import InputPlace
from screens.base.project_actions import ProjectEdit
from screens.base.record_editor import EditChoice, EditQuestion, TextEditor
from screens.base.task_line import TASK_HINT, echo_parts, list_others, warn_unknown, warn_unread
from views.day_off import DatedText
from views.gantt import GOAL_PREFIX, ROW_PREFIX, SHORT, short_name
from views.plan_fields import title
from views.styled_text import StyledText, TextLine, fit, line
from wording import N_, _, add_note
from wording.record_names import workstream_title

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen


def add_goals(screen: PlanScreen, parent: str | None) -> None:
    """Take goals a line at a time, until an empty one."""

    def make_goal(text: str, new_id: str) -> Goal:
        return read_goal(
            text, screen.project, screen.calendar, new_id, parent=parent, others=list_others(screen)
        )

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        return put_item(project, make_goal(text, reading.new_id()), reading.stamp)

    TextEditor(
        screen,
        N_("goal"),
        write,
        _("goal"),
        InputPlace("new goal", screen.project.id, parent or ""),
        example=_("goal; how it is measured; who accepts it; dates; who"),
        echo=lambda text: _echo_goal(screen, make_goal(text, "")),
        adds="goals",
        go=lambda new: screen.go(f"{GOAL_PREFIX}{new}"),
        paste_separator="; ",
    ).ask_each()


def _echo_goal(screen: PlanScreen, goal: Goal) -> TextLine:
    """Return what a line is read as, and what is doubtful about it."""
    days = span_text(goal.start, goal.end)
    facts = [
        f"{name} {text}"
        for name, text in (
            (title("measure"), " ".join(filter(None, (goal.measure, goal.target)))),
            (title("accepted_by"), goal.accepted_by),
        )
        if text
    ]
    parts = echo_parts(("  ".join((goal.text, *facts)), days, goal.responsible))
    parts = (*parts, *_warn_outside(screen.project, goal), *warn_unread(goal.text, days))
    return (*parts, *warn_unknown(screen, goal.responsible))


def _warn_outside(project: Project, goal: Goal) -> TextLine:
    """Return a warning about days that leave those of the goal above: its T will fail."""
    above = next((other for other in project.goals if other.id == goal.parent), None)
    if above is None or not leaves_days(goal, above.start, above.end):
        return ()
    warning = _('outside the dates of "{goal}": {days}').format(
        goal=short_name(above), days=days_of(above)
    )
    return line(StyledText("  T " + warning, "amber"))


def add_rows(screen: PlanScreen, bone: str | None, goal: Goal | None = None) -> None:
    """Take rows of a workstream a line at a time, until an empty one.

    A line that begins with the name of another workstream and a colon goes there. Where none is
    given it is the one that the first line names, else it is asked for.
    """
    lines = _RowLines(screen, bone, goal)
    editor = TextEditor(
        screen,
        N_("task"),
        lines.write,
        add_note(_("task"), lines.name(bone)) if bone else _("task"),
        InputPlace(f"new row:{bone or ''}", screen.project.id, goal.id if goal else ""),
        example=_(TASK_HINT),
        echo=lines.echo,
        adds="plan",
        go=lambda new: screen.go(f"{ROW_PREFIX}{new}"),
        paste_separator="; ",
        question=lines.ask_workstream,
        dated=lines.find_due_day,
        then=lambda _text: add_rows(screen, screen.bone, goal),
    )
    if bone is None:
        editor.ask()
    else:
        editor.then = lambda _text: None
        editor.ask_each()


@dataclass(frozen=True, slots=True)
class _RowLines:
    """The lines that rows are read of, and in which workstream these are put."""

    screen: PlanScreen
    bone: str | None
    goal: Goal | None

    def place(self, text: str) -> tuple[str | None, str]:
        """Return the workstream that a line is for, None for not known, and the line without it."""
        names = NamedWorkstreams(self.screen.project, self.screen.host.context.playbook)
        named, rest = names.split_heading(text)
        if named is None and self.bone is None:
            named = names.find_named(text)
        return (self.bone if named is None else named), rest

    def make_row(self, text: str, new_id: str, bone: str | None = None) -> PlanRow:
        """Read a line into a row of the workstream that it is for, or of another."""
        screen, (named, rest) = self.screen, self.place(text)
        return read_plan_row(
            rest,
            screen.project,
            screen.calendar,
            new_id,
            bone=bone or named or "",
            goal=self.goal,
            others=list_others(screen),
        )

    def write(
        self, project: Project, text: str, reading: ReadingContext, bone: str | None = None
    ) -> Project:
        """Return the project with the row of a line."""
        return put_item(project, self.make_row(text, reading.new_id(), bone), reading.stamp)

    def ask_workstream(self, text: str) -> EditQuestion | None:
        """Ask in which workstream a line goes that names none."""
        if not text.strip() or self.place(text)[0] is not None:
            return None
        content = self.make_row(text, "").content
        choices = [
            EditChoice(
                letter,
                name,
                self._edit(text, bone),
                add_note(content, name),
            )
            for letter, (bone, name) in zip(ascii_lowercase, self._list_workstreams(), strict=False)
        ]
        return EditQuestion(_("task in workstream"), choices) if choices else None

    def find_due_day(self, text: str) -> DatedText | None:
        """Return the last day of a line's task, and the line with another one."""
        try:
            row, (named, _rest) = self.make_row(text, ""), self.place(text)
        except UserError:
            return None
        if row.end is None or not row.content:
            return None
        head = f"{self.name(named)}: " if named is not None and named != self.bone else ""
        return DatedText(row.end, lambda day: head + task_line(end_row(row, day)))

    def _edit(self, text: str, bone: str) -> ProjectEdit:
        return lambda project, reading: self.write(project, text, reading, bone)

    def name(self, bone: str) -> str:
        """Return what a workstream is called, cut to leave room for the line."""
        every = dict(self._list_workstreams())
        return fit(every.get(bone, bone), SHORT).rstrip()

    def _list_workstreams(self) -> Sequence[tuple[str, str]]:
        every = fishbone(self.screen.project, self.screen.host.context.playbook)
        return [(bone.id, workstream_title(bone)) for bone in every]

    def echo(self, text: str) -> TextLine:
        """Return what a line is read as, and the workstream where the line itself says it."""
        row, (named, _rest) = self.make_row(text, ""), self.place(text)
        days = span_text(row.start, row.end)
        parts = echo_parts((row.content, days, row.responsible))
        if row.content and named != self.bone and named is not None:
            parts = (*parts, StyledText("  " + self.name(named), "key"))
        return (
            *parts,
            *warn_unread(row.content, days),
            *warn_unknown(self.screen, row.responsible),
        )
