"""Fishbone, goals and plan on a paper, as case report and plan share them (section 7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from deals.fishbone import Bone, fishbone
from deals.model import Checkpoint, Goal, PlanRow, Project
from deals.planning import WorkstreamGroup, group_rows, late_checks, row_lateness, row_numbers
from deals.planning.goals import GoalNode, MissingLetter, SmartLetter, goal_tree, judge_goals
from reports.drawings.board import PAGE, TALLEST, WIDE_PAGE, WIDE_TALLEST
from reports.drawings.drawing_texts import list_fish_lines, list_gantt_lines
from reports.drawings.fish_chart import plot_fishbone
from reports.drawings.gantt_chart import GanttDays, plot_gantt
from reports.parts.report_part import (
    ReportPart,
    asked_project,
    head_of,
    join_words,
    list_drawn,
    name_value,
    stack_texts,
)
from reports.report import (
    Block,
    ReportCell,
    ReportParagraph,
    ReportPicture,
    ReportRow,
    ReportTable,
    ReportTone,
)
from reports.report_cells import text_cell, titled_columns
from reports.report_context import ReportContext
from reports.report_texts import write_day_cell
from views.goal_tree import letters_text, missing_letter_text
from wording import _, ngettext
from wording.names import plan_field_name, standing_name
from wording.record_names import workstream_title

_STATE_TONES: dict[str, ReportTone] = {"late": "red", "done": "good", "dropped": "dim"}


def make_fish_part(context: ReportContext) -> ReportPart:
    """Make the fishbone: what decides whether the goal is reached, by fields of work."""
    project = asked_project(context)
    missing = _("The fishbone is empty: in the app 4 opens it, a adds a cause.")
    if not project.causes:
        return ReportPart(_("Fishbone"), (), missing)
    blocks = (fish_block(project, fishbone(project, context.playbook)), fish_legend())
    return ReportPart(_("Fishbone"), blocks)


def fish_goal(project: Project) -> str:
    """Return what stands at the head of the fish: the goal, else the project."""
    return project.head or project.name


def fish_block(project: Project, bones: Sequence[Bone], across: float = PAGE) -> ReportPicture:
    """Return the drawn fish, with the same in words."""
    head = fish_goal(project)
    drawing = plot_fishbone(head, bones, across)
    return ReportPicture(_("What decides it"), drawing, tuple(list_fish_lines(head, bones)))


def fish_legend() -> ReportParagraph:
    """Return what the signs before the causes mean."""
    text = _("! nothing planned, ○ planned, ▲ being worked on, ● done")
    return ReportParagraph(text, "dim")


def make_goal_part(context: ReportContext) -> ReportPart:
    """Make the tree of goals with their SMART letters, and what each still lacks."""
    project = asked_project(context)
    missing = _("No goals are set: in the app 5 opens the plan, a adds a goal.")
    if not project.goals:
        return ReportPart(_("Goals (SMART)"), (), missing)
    judged = judge_goals(project, context.book.projects.values())
    nodes = goal_tree(project)
    numbers = number_goals(nodes)
    rows = tuple(_goal_row(node, numbers, judged) for node in nodes)
    titles = (
        (_("No."), 1),
        (head_of(plan_field_name("text")), 5),
        (_("Measured by"), 4),
        (_("Who and with what"), 3),
        (_("From, to"), 3),
        ("SMART", 2),
        (_("What it lacks"), 4),
    )
    columns = titled_columns(*titles)
    note = _("A letter that holds stands there; - where the goal is not yet specific, measurable, "
             "achievable, relevant or time-bound.")  # fmt: skip
    return ReportPart(
        _("Goals (SMART)"), (ReportTable(columns, rows), ReportParagraph(note, "dim"))
    )


def number_goals(nodes: Sequence[GoalNode]) -> Mapping[str, str]:
    """Number the goals as a tree, by their ids: `1`, `1.1`, `2`."""
    counts: list[int] = []
    numbers: dict[str, str] = {}
    for node in nodes:
        del counts[node.depth + 1 :]
        if len(counts) <= node.depth:
            counts.append(0)
        counts[-1] += 1
        numbers[node.goal.id] = ".".join(map(str, counts))
    return numbers


def _goal_row(
    node: GoalNode,
    numbers: Mapping[str, str],
    judged: Mapping[str, tuple[SmartLetter, ...]],
) -> ReportRow:
    goal, letters = node.goal, judged[node.goal.id]
    lacks = [_lack_text(each) for letter in letters for each in letter.missing]
    tone: ReportTone = "amber" if lacks else "good"
    return (
        text_cell(numbers[goal.id]),
        _goal_cell(goal, top=node.depth == 0),
        text_cell(stack_texts(*_list_measures(goal))),
        text_cell(stack_texts(goal.responsible, goal.resources)),
        text_cell(stack_texts(write_day_cell(goal.start), write_day_cell(goal.end))),
        text_cell(letters_text(letters), tone),
        text_cell(stack_texts(*lacks), "" if lacks else "dim"),
    )


def _lack_text(missing: MissingLetter) -> str:
    """Say what is missing; a paper may go to the customer, and names no project of another."""
    if missing.code != "clash-elsewhere":
        return missing_letter_text(missing)
    count = int(missing.figures["count"])
    text = ngettext(
        '{name} has "{row}" and on the same days {count} task of another project',
        '{name} has "{row}" and on the same days {count} tasks of other projects',
        count,
    )
    return text.format_map(missing.figures)


def _goal_cell(goal: Goal, *, top: bool) -> ReportCell:
    reached = "● " + _("reached") if goal.reached else ""
    tone: ReportTone = "strong" if top else ""
    return text_cell(stack_texts(goal.text, name_value(_("serves"), goal.serves), reached), tone)


def _list_measures(goal: Goal) -> Iterator[str]:
    yield join_words((goal.measure, goal.target))
    yield name_value(plan_field_name("quality"), goal.quality)
    yield name_value(plan_field_name("accepted_by"), goal.accepted_by)


def make_plan_part(context: ReportContext) -> ReportPart:
    """Make the plan: its rows with goal, people, days and checkpoints, and the bars over days."""
    project = asked_project(context)
    missing = _("There is no plan: in the app 5 opens it, a adds a task, m begins with a template.")
    groups = group_rows(project, context.playbook)
    if not groups:
        return ReportPart(_("Implementation plan"), (), missing)
    blocks: tuple[Block, ...] = (
        _plan_table(groups, context.today),
        *gantt_blocks(project, groups, context),
    )
    return ReportPart(_("Implementation plan"), blocks)


def gantt_blocks(
    project: Project,
    groups: tuple[WorkstreamGroup, ...],
    context: ReportContext,
    *,
    wide: bool = False,
) -> Iterator[Block]:
    """Yield the bars over days, in as many pictures as the plan is long."""
    signing = project.signs.latest if project.signs else None
    days = GanttDays(context.today, project.tender, signing)
    sheet = (WIDE_PAGE, WIDE_TALLEST) if wide else (PAGE, TALLEST)
    drawings = plot_gantt(groups, days, *sheet)
    text = tuple(list_gantt_lines(groups, days))
    yield from list_drawn(_("The plan over time"), drawings, text)


def _plan_table(groups: tuple[WorkstreamGroup, ...], today: date) -> ReportTable:
    titles = (
        (_("No."), 1),
        (_("Content and goal"), 6),
        (_("Responsible, resources"), 3),
        (_("From, to"), 3),
        (_("State"), 2),
        (_("Checkpoints"), 5),
    )
    columns = titled_columns(*titles)
    numbers, rows, heads = row_numbers(groups), list[ReportRow](), set[int]()
    for at, group in enumerate(groups, 1):
        heads.add(len(rows))
        rows.append((text_cell(f"{at}"), text_cell(workstream_title(group), columns=5)))
        rows += (_plan_row(row, numbers, today) for row in group.rows)
    return ReportTable(columns, tuple(rows), groups=frozenset(heads))


def _plan_row(row: PlanRow, numbers: Mapping[str, str], today: date) -> ReportRow:
    after = numbers.get(row.after or "")
    return (
        text_cell(numbers[row.id]),
        text_cell(
            stack_texts(row.content, row.aim, _("after {row}").format(row=after) if after else "")
        ),
        text_cell(stack_texts(row.responsible, row.resources)),
        text_cell(stack_texts(write_day_cell(row.start), write_day_cell(row.end))),
        state_cell(row, today),
        checkpoint_cell(row, today),
    )


def state_cell(row: PlanRow, today: date) -> ReportCell:
    """Return how a row stands, late in red with its sign."""
    state = row_lateness(row, today)
    sign = "! " if state == "late" else "● " if state == "done" else ""
    return text_cell(f"{sign}{standing_name(state)}", _STATE_TONES.get(state, ""))


def checkpoint_cell(row: PlanRow, today: date) -> ReportCell:
    """Return the checkpoints of a row: what is looked at, when, by whom, and what was found."""
    missed = late_checks(row, today)
    texts = (checkpoint_words(check, missed=check in missed) for check in row.checkpoints)
    return text_cell(stack_texts(*texts), "red" if missed else "")


def checkpoint_words(check: Checkpoint, *, missed: bool) -> str:
    """Return a checkpoint in a line, its state first."""
    sign = "!" if missed else "●" if check.done else "○"
    who = join_words((check.what, check.by))
    words = " ".join(filter(None, (sign, write_day_cell(check.on), who)))
    if not check.result:
        return words
    return _("{checkpoint}; result: {result}").format(checkpoint=words, result=check.result)


def define_late() -> tuple[str, str]:
    """Return what it means that work is late."""
    text = _("The last day of the task is past, and it is neither done nor dropped.")
    return _("Late"), text


def define_checkpoints() -> tuple[str, str]:
    """Return what the signs of checkpoints mean."""
    text = _("● looked at, ○ still to come, ! its day is past and nobody has looked.")
    return _("Checkpoints"), text
