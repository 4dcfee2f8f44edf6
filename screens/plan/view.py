"""The view of a plan, its outline on a day, its items and team form in lines, and their fields as
they are typed. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from deals.edits.planning import read_item_field
from deals.model import Book, Checkpoint, Goal, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning import (
    DatedRow,
    WorkloadConflict,
    WorkstreamGroup,
    awaited_row,
    days_late,
    group_rows,
    is_past,
    late_checks,
    late_goals,
    late_work,
    names_in,
    people_in,
    reschedule_row,
    waiting_rows,
    workload_conflicts,
)
from deals.planning.goals import GoalNode, SmartLetter, goal_tree, judge_goals
from deals.playbook import Playbook
from deals.thread import outcomes_of, source_of
from screens.base.finder import FinderEntry, make_entry
from screens.base.frame import draw_views, join_titles
from screens.base.move_along import ask_moved
from screens.base.record_editor import EditQuestion
from views.days_left import overdue_text
from views.field_values import day_text
from views.gantt import (
    GOAL_PREFIX,
    MEMBER_PREFIX,
    ROW_PREFIX,
    WORKSTREAM_PREFIX,
    check_sign,
)
from views.glyphs import glyphs
from views.goal_tree import (
    FoldedItems,
    Folds,
    GoalWork,
    count_folded,
    count_work,
    find_folds,
    letter_line,
)
from views.item_list import list_name
from views.marks import tone_meter
from views.plan_fields import DAYS, title
from views.short_days import short_days
from views.styled_text import StyledText, TextLine, line
from views.time_scale import ZOOM_NAMES, ZOOMS, Zoom
from wording import N_, _, add_note, ngettext, pgettext
from wording.names import part_name
from wording.record_names import ref_text, workstream_title

PlanSide = Literal["goals", "plan", "team"]
BOTH_FROM = 120
TREE_CELLS = 50
DATED_FROM = 110
"""The cells from which a plan beside the goals says in figures what its strip shows."""
SIDES = {"goals": N_("goals"), "plan": N_("plan"), "team": N_("team form")}
UNIT_NAMES: dict[Zoom, str] = {"day": N_("day"), "week": N_("week"), "month": N_("month")}
HINTS: dict[PlanSide, str] = {
    "goals": N_("a adds a goal, A one that serves it; then W adds tasks"),
    "plan": N_("a adds a task here: task; mon 5d; who    m takes a template"),
    "team": N_("a adds a member; P chooses a part, then who has it and the duties; e edits"),
}


@dataclass(frozen=True, slots=True)
class PlanView:
    """The side that the cursor is on, whether goals and plan stand beside each other or as a list
    below one another, how the days of the strip are shown, the side to come back to from the team
    form, and the nodes that are folded: goals and workstreams.
    """

    side: PlanSide = "plan"
    both: bool = False
    as_list: bool = False
    zoom: Zoom = "day"
    shift: int = 0
    before: PlanSide = "plan"
    folded: frozenset[str] = frozenset()

    def beside(self, cells: int) -> bool:
        """Whether goals and plan are both shown in so many cells."""
        return self.both and not self.listed and self.side != "team" and cells >= BOTH_FROM

    @property
    def listed(self) -> bool:
        """Whether goals and plan are told as a list."""
        return self.as_list and self.side != "team"

    def next_view(self, cells: int) -> PlanView:
        """Return the next face round: goals, plan, both where there is room, and the list."""
        if self.side == "team":
            return replace(self, side=self.before)
        if self.listed:
            return replace(self, as_list=False, both=False, side="goals")
        if self.beside(cells):
            return replace(self, as_list=True)
        if self.side == "goals":
            return replace(self, both=False, side="plan")
        wide = cells >= BOTH_FROM
        return replace(self, both=wide, as_list=not wide)

    def other_side(self) -> PlanView:
        """Return the cursor on the other side."""
        return self.on_side("plan" if self.side == "goals" else "goals")

    def on_side(self, side: PlanSide) -> PlanView:
        """Return the cursor on this side."""
        return replace(self, side=side)

    def team(self) -> PlanView:
        """Return the team form, or back from it."""
        if self.side == "team":
            return replace(self, side=self.before)
        return replace(self, side="team", before=self.side)

    def zoom_by(self, step: int) -> PlanView:
        """Return the view with longer units a cell, or shorter ones; never past the ends."""
        at = max(0, min(len(ZOOMS) - 1, ZOOMS.index(self.zoom) + step))
        return replace(self, zoom=ZOOMS[at], shift=0)

    def views(self, cells: int) -> TextLine:
        """Return the faces that `v` turns, where there is room the units of the days too; those of
        now stand out.
        """
        if self.side == "team":
            return draw_views([_(SIDES["team"])], 0)
        names = [_(SIDES["goals"]), _(SIDES["plan"])]
        names += [_("both")] if cells >= BOTH_FROM else []
        names.append(list_name())
        here = len(names) - 1 if self.listed else 2 if self.beside(cells) else self.side == "plan"
        faces = draw_views(names, here)
        if self.listed or (self.side == "goals" and not self.beside(cells)):
            return faces
        units = [_(ZOOM_NAMES[zoom] if zoom == self.zoom else UNIT_NAMES[zoom]) for zoom in ZOOMS]
        return join_titles(draw_views(units, ZOOMS.index(self.zoom)), faces)


def find_side(ref: str | None) -> PlanSide:
    """Return the side that shows a node: that of goals, of rows and workstreams, or of the team."""
    sides: Mapping[str, PlanSide] = {
        GOAL_PREFIX: "goals",
        ROW_PREFIX: "plan",
        WORKSTREAM_PREFIX: "plan",
    }
    return next((side for kind, side in sides.items() if (ref or "").startswith(kind)), "team")


@dataclass(frozen=True, slots=True)
class Outline:
    """Goals and rows of a project in their order, how each stands on the day, and what holds what.

    `letters`, `inside`, `work` and `past`, those past their own last day, go by goal id; `late` are
    the rows that are late or have a late checkpoint, the longest late first.
    """

    project: Project
    book: Book
    today: date
    groups: tuple[WorkstreamGroup, ...]
    goals: tuple[GoalNode, ...]
    letters: Mapping[str, tuple[SmartLetter, ...]]
    inside: Mapping[str, FoldedItems]
    work: Mapping[str, GoalWork]
    past: frozenset[str]
    late: tuple[str, ...]
    folds: Folds

    def is_of(self, project: Project, book: Book, today: date) -> bool:
        """Whether it is still that of this project."""
        # Identity is enough, and costs nothing: what changes is replaced, never written into.
        return self.project is project and self.book is book and self.today == today

    def first(self) -> str | None:
        """Return where the cursor begins: on what is late the longest, else the first row to do."""
        rows = [row for group in self.groups for row in group.rows]
        ahead = [row.id for row in rows if row.state in ("open", "doing")]
        found = [*self.late, *ahead, *(row.id for row in rows)]
        return f"{ROW_PREFIX}{found[0]}" if found else None


def outline(project: Project, book: Book, playbook: Playbook, today: date) -> Outline:
    """Return the outline of a project on a day; the book tells who is busy elsewhere."""
    groups = group_rows(project, playbook, empty=True)
    goals = goal_tree(project)
    letters = judge_goals(project, book.projects.values())
    return Outline(
        project,
        book,
        today,
        groups,
        goals,
        letters,
        count_folded(goals, letters, late_goals(project, today)),
        count_work(goals, project.plan),
        frozenset(goal.id for goal in project.goals if is_past(goal, today)),
        late_rows(project, today),
        find_folds(goals, groups),
    )


_MOST, _FEW, _METER = 4, 3, 12


@dataclass(frozen=True, slots=True)
class PlanState:
    """The project, the playbook, the day, what the rows are numbered, and the glyph of a step of
    the thread.
    """

    project: Project
    playbook: Playbook
    today: date
    numbers: Mapping[str, str]
    arrow: str


def late_rows(project: Project, today: date) -> tuple[str, ...]:
    """Return the rows that are late or have a late checkpoint, by id, the longest late first."""
    late = late_work(project, today)
    rows = (row.id for row, _late in late.rows)
    return tuple(dict.fromkeys((*rows, *(checkpoint.row.id for checkpoint in late.checks))))


def goal_title(goal: Goal) -> TextLine:
    """Return what a goal is called, and whether it is reached."""
    reached = StyledText(f"  {glyphs().settled} " + _("reached"), "good")
    return (StyledText(goal.text, "strong"), *((reached,) if goal.reached else ()))


def goal_lines(
    goal: Goal,
    letters: Sequence[SmartLetter],
    inside: FoldedItems | None,
    work: GoalWork,
    seen: PlanState,
) -> Iterator[TextLine]:
    """Yield a goal: how far its work is, what is folded in it, what each letter lacks, fields,
    thread.
    """
    lacking = [letter for letter in letters if not letter.holds]
    if far := _work_line(work, complete=not lacking):
        yield far
    if inside is not None:
        yield _inside_line(inside)
    yield from map(letter_line, lacking)
    yield from _facts_line(
        (_("measure"), " ".join(filter(None, (goal.measure, goal.target)))),
        (_("accepted by"), goal.accepted_by),
        (_("dates"), _days(goal.start, goal.end, seen.today)),
        (_("responsible"), goal.responsible),
        (_("resources"), goal.resources),
        (_("quality"), goal.quality),
        (_("serves"), goal.serves),
    )
    yield from _thread(seen, f"goal:{goal.id}")


def _work_line(work: GoalWork, *, complete: bool) -> TextLine:
    """Return how far the work of a goal is, and that it is SMART where it is."""
    count = ngettext("{count} task", "{count} tasks", work.of).format(count=work.of)
    figures = _("{rows}, {done} done").format(rows=count, done=work.done)
    far = line(*tone_meter(work.done, work.of, _METER), "  ", figures) if work.of else ()
    if not complete:
        return far
    whole = StyledText(f"{glyphs().settled} " + _("SMART: complete"), "good")
    return (*far, *line(*(("  ",) if far else ()), whole))


def _inside_line(folded: FoldedItems) -> TextLine:
    """Return what lies in a folded goal."""
    goals = ngettext("{count} goal folded in it", "{count} goals folded in it", folded.goals)
    lacking = ngettext("{count} not SMART yet", "{count} not SMART yet", folded.lacking)
    parts = [StyledText(goals.format(count=folded.goals))]
    if folded.lacking:
        parts.append(StyledText("  ~ " + lacking.format(count=folded.lacking), "amber"))
    if folded.late:
        parts.append(
            StyledText("  ! " + pgettext("plan", "{count} late").format(count=folded.late), "red")
        )
    return tuple(parts)


def row_title(row: PlanRow, seen: PlanState) -> TextLine:
    """Return what a row is called: its number and content."""
    return (StyledText(_row_name(row, seen), "strong"),)


def row_lines(row: PlanRow, seen: PlanState, projects: Sequence[Project]) -> Iterator[TextLine]:
    """Yield a row: status, checkpoints, what waits for what, load, where it came from."""
    yield from _row_status(row, seen)
    goal = next((goal.text for goal in seen.project.goals if goal.id == row.goal), "")
    yield from _facts_line(
        (_("responsible"), row.responsible),
        (_("resources"), row.resources),
        (_("goal"), goal),
        (_("aim"), row.aim),
    )
    yield from load_lines(row, seen, projects)
    yield from (_check_line(checkpoint, row, seen.today) for checkpoint in row.checkpoints)
    yield from _thread(seen, f"row:{row.id}")


def _row_status(row: PlanRow, seen: PlanState) -> Iterator[TextLine]:
    """Yield the days, how late, what it waits for and what waits for it."""
    parts = [StyledText(_days(row.start, row.end, seen.today) or _("no dates yet: w sets them"))]
    if late := overdue_text(days_late(row, seen.today)):
        parts.append(StyledText(f"  ! {late}", "red"))
    before = awaited_row({each.id: each for each in seen.project.plan}, row)
    if before is not None:
        after = _("after {row}").format(row=_row_name(before, seen))
        early = row.start and before.end and row.start <= before.end
        parts.append(StyledText(f"  {after}", "amber" if early else "dim"))
    waiting = waiting_rows(seen.project, row)
    if waiting:
        numbers = " ".join(seen.numbers.get(row.id, "") for row in waiting)
        parts.append(StyledText("  " + _("waited for by {rows}").format(rows=numbers), "dim"))
    yield tuple(parts)


def _check_line(check: Checkpoint, row: PlanRow, today: date) -> TextLine:
    late = check in late_checks(row, today)
    sign = check_sign(check, missed=late)
    details = " ".join(filter(None, (day_text(check.on) if check.on else _("no date"), check.by)))
    result = f" = {check.result}" if check.result else ""
    tone = StyledText(f"{sign} ", "red" if late else "good" if check.done else "info")
    late_word = StyledText("  " + _("late"), "red") if late else StyledText("")
    return line(
        tone, check.what, StyledText(f"  {details}", "dim"), late_word, StyledText(result, "good")
    )


def load_lines(row: PlanRow, seen: PlanState, projects: Sequence[Project]) -> Iterator[TextLine]:
    """Yield on which days the responsible have other rows too, in this project or another."""
    names = {people_in(name): name for name in names_in(row.responsible)}
    for key, name in names.items():
        for clash in workload_conflicts(projects, key[0]) if key else ():
            others = [dated for dated in clash.rows if dated.row.id != row.id]
            if len(others) < len(clash.rows):
                yield _load_line(name, clash, others, seen)


def _load_line(
    person: str, clash: WorkloadConflict, others: Sequence[DatedRow], seen: PlanState
) -> TextLine:
    named = [
        _row_name(other.row, seen)
        if other.project.id == seen.project.id
        else add_note(other.row.content, other.project.name)
        for other in others[:_FEW]
    ]
    named += [f"+{len(others) - _FEW}"] if len(others) > _FEW else []
    warning = _("{who} has {count} tasks on {days}, also: {rows}").format(
        who=person,
        count=len(clash.rows),
        days=short_days(clash.start, clash.end, seen.today),
        rows=_("; ").join(named),
    )
    return line(StyledText("~ ", "amber"), StyledText(warning, "amber"))


def _thread(seen: PlanState, ref: str) -> Iterator[TextLine]:
    """Yield where it came from, two steps back, and what came of it, where the thread has more."""
    project = seen.project
    source = source_of(project, ref)
    origin = source_of(project, source) if source else None
    came = [item for item in outcomes_of(project, ref) if not item.startswith("checkpoint:")]
    if source is None and not came:
        return

    def words_of(item: str) -> str:
        return ref_text(project, item, seen.playbook)

    steps = [words_of(item) for item in (origin, source) if item]
    # A cause made of an answer says the question too.
    if len(steps) > 1 and steps[1].startswith(steps[0]):
        steps = steps[1:]
    steps += [_("this"), _("; ").join(map(words_of, came[:_MOST]))] if came else [_("this")]
    yield line(StyledText("> ", "key"), StyledText(f" {seen.arrow} ".join(steps), "dim"))


def _row_name(row: PlanRow, seen: PlanState) -> str:
    return f"{seen.numbers.get(row.id, '')} {row.content}".strip()


def _facts_line(*pairs: tuple[str, str]) -> Iterator[TextLine]:
    known = [(name, text) for name, text in pairs if text]
    if known:
        yield tuple(
            part
            for name, text in known
            for part in (StyledText(f"{name} ", "dim"), StyledText(f"{text}  "))
        )


def _days(start: date | None, end: date | None, today: date) -> str:
    """Return two days with their weekdays, without the year where both are of this one."""
    if start is None and end is None:
        return ""
    if start == end and start is not None:
        return day_text(start)
    known = [day for day in (start, end) if day is not None]
    year = f"{today.year}-" if all(day.year == today.year for day in known) else ""
    return "..".join(day_text(day).removeprefix(year) if day else "" for day in (start, end))


def place_title(ref: str | None, outline: Outline) -> TextLine:
    """Return what is under the cursor where that is no goal, row or member: a workstream, a field
    or a part of the form.
    """
    kind, _colon, key = (ref or "").partition(":")
    groups = (group for group in outline.groups if group.bone == key and kind == "field")
    group = next(groups, None)
    if group is not None:
        count = ngettext("{count} task", "{count} tasks", len(group.rows))
        name = StyledText(workstream_title(group), "strong")
        return line(name, StyledText(f"  {count.format(count=len(group.rows))}", "dim"))
    names = {"form": title, "part": part_name}
    return (StyledText(names[kind](key), "strong"),) if kind in names else ()


def plan_entries(outline: Outline, side: PlanSide) -> list[FinderEntry]:
    """Return all that can be found in the room, what is on the side of the cursor first."""
    goals = [
        make_entry(
            f"{GOAL_PREFIX}{goal.id}",
            goal.text,
            *(goal.measure, goal.target, goal.accepted_by, goal.serves),
            *(goal.responsible, goal.resources),
        )
        for goal in (node.goal for node in outline.goals)
    ]
    fields = [
        make_entry(f"{WORKSTREAM_PREFIX}{group.bone}", workstream_title(group))
        for group in outline.groups
    ]
    team = [
        make_entry(f"{MEMBER_PREFIX}{member.name}", member.name, member.duties)
        for member in outline.project.team
    ]
    sides = {"goals": goals, "plan": [*fields, *row_entries(outline)], "team": team}
    order = sorted(sides, key=lambda name: name != side)
    return [entry for name in order for entry in sides[name]]


def row_entries(outline: Outline) -> list[FinderEntry]:
    """Return the rows as they can be found: by their words and by those of their checkpoints."""
    return [
        make_entry(
            f"{ROW_PREFIX}{row.id}",
            row.content,
            *(row.responsible, row.resources, row.aim),
            *(text for check in row.checkpoints for text in (check.what, check.by, check.result)),
        )
        for group in outline.groups
        for row in group.rows
    ]


def ask_along(
    reading: ReadingContext, project: Project, item: Goal | PlanRow, field: str, typed: str
) -> EditQuestion | None:
    """Ask whether the rows that wait for one that gets other days move along, if there are any."""
    if field != DAYS or isinstance(item, Goal):
        return None
    new = read_item_field(item, DAYS, typed, project, reading)
    return ask_moved(item, reschedule_row(project, item.id, new.start, new.end))


def field_of(project: Project, goal: Goal) -> str | None:
    """Return the field that a goal's work stands in: that of its last row, else of its cause."""
    rows = [row.bone for row in project.plan if row.goal == goal.id]
    causes = [cause.bone for cause in project.causes if cause.id == goal.cause]
    return next(iter((*reversed(rows), *causes)), None)
