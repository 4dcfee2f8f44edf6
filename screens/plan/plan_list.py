"""Goals and plan as a list: what the tree says by place and letters and the strip by days. Pure."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from datetime import date

from deals.model import Checkpoint, Goal, PlanRow
from deals.planning import (
    WorkstreamGroup,
    awaited_row,
    days_late,
    is_late,
    late_checks,
    waiting_rows,
)
from deals.planning.goals import GoalNode
from screens.plan.view import Outline, PlanState
from views.field_values import day_text
from views.gantt import GOAL_PREFIX, WORKSTREAM_PREFIX, GanttView, make_ref
from views.goal_tree import LETTER_NAMES, FoldedItems, missing_letter_text
from views.item_list import ListItem, join_parts
from views.styled_text import StyledText, TextLine, Tone
from wording import _, add_note, ngettext, pgettext
from wording.names import standing_name
from wording.record_names import workstream_title

_TONES: dict[str, Tone] = {"doing": "info", "done": "good", "dropped": "dim"}


def list_plan(outline: Outline, state: PlanState, folded: Collection[str]) -> Iterator[ListItem]:
    """Yield the goals, then each workstream with its tasks; what is folded is counted."""
    if outline.goals:
        yield ListItem(None, [(StyledText(_("Goals"), "strong"),)])
    yield from _list_goals(outline, state, folded)
    for group in outline.groups:
        node_id = f"{WORKSTREAM_PREFIX}{group.bone}"
        hidden = bool(group.rows) and node_id in folded
        yield ListItem(node_id, [_group_line(group, state.today, folded=hidden)])
        for row in () if hidden else group.rows:
            yield ListItem(make_ref(row), list(_row_lines(row, state)), 1)


def days_line(view: GanttView) -> TextLine:
    """Return the days that stand over the strip: today, the tender, the last day of signing."""
    named = (
        (_("today"), view.today),
        (_("tender"), view.tender),
        (_("signing by"), view.signing),
    )
    days = (f"{name} {day_text(day)}" for name, day in named if day is not None)
    return tuple(StyledText(part.text, "dim") for part in join_parts(*days))


# The goals ---------------------------------------------------------------------------------------


def _list_goals(outline: Outline, state: PlanState, folded: Collection[str]) -> Iterator[ListItem]:
    hidden = sys.maxsize
    for goal_node in outline.goals:
        if goal_node.depth > hidden:
            continue
        node_id = f"{GOAL_PREFIX}{goal_node.goal.id}"
        inside = outline.inside.get(goal_node.goal.id) if node_id in folded else None
        hidden = goal_node.depth if inside else sys.maxsize
        lines = [_goal_line(goal_node, state, inside), _goal_days(goal_node.goal, state.today)]
        smart = _smart_line(goal_node.goal, outline)
        yield ListItem(node_id, [*lines, smart], 1 + goal_node.depth)


def _goal_line(goal_node: GoalNode, state: PlanState, inside: FoldedItems | None) -> TextLine:
    """Return a goal, the one that it serves, whether it is reached, and what is folded in it."""
    goal = goal_node.goal
    parent = next((each.text for each in state.project.goals if each.id == goal.parent), "")
    return join_parts(
        StyledText(goal.text, "strong"),
        StyledText(_("reached") if goal.reached else "", "good"),
        _("serves {goal}").format(goal=parent) if parent else "",
        *(_folded_parts(inside) if inside else ()),
    )


def _folded_parts(inside: FoldedItems) -> Iterator[StyledText]:
    goals = ngettext("{count} goal folded in it", "{count} goals folded in it", inside.goals)
    lacking = ngettext("{count} not SMART yet", "{count} not SMART yet", inside.lacking)
    late = pgettext("plan", "{count} late")
    yield StyledText(goals.format(count=inside.goals))
    yield StyledText(lacking.format(count=inside.lacking) if inside.lacking else "", "amber")
    yield StyledText(late.format(count=inside.late) if inside.late else "", "red")


def _goal_days(goal: Goal, today: date) -> TextLine:
    """Return when a goal begins and ends, how long past it is, and who is responsible."""
    past = (today - goal.end).days if goal.end and not goal.reached else 0
    days = ngettext("{count} day late", "{count} days late", past).format(count=past)
    return join_parts(
        *_span_parts(goal.start, goal.end),
        StyledText(days if past > 0 else "", "red"),
        goal.responsible,
    )


def _smart_line(goal: Goal, outline: Outline) -> TextLine:
    """Return what each letter of SMART lacks, by its name, or that none lacks anything."""
    lacking = [letter for letter in outline.letters.get(goal.id, ()) if not letter.holds]
    tone: Tone = "dim" if goal.reached else "amber"
    parts = [
        StyledText(
            _("not {letter}").format(letter=_(LETTER_NAMES[letter.letter]))
            + _(": ")
            + _(", ").join(map(missing_letter_text, letter.missing)),
            tone,
        )
        for letter in lacking
    ]
    return join_parts(*parts) if parts else (StyledText(_("SMART: complete"), "good"),)


# The tasks ---------------------------------------------------------------------------------------


def _group_line(group: WorkstreamGroup, today: date, *, folded: bool) -> TextLine:
    """Return a workstream, how many tasks it has, how many are late, whether it is folded."""
    rows = group.rows
    late = sum(is_late(row, today) or bool(late_checks(row, today)) for row in rows)
    count = ngettext("{count} task", "{count} tasks", len(rows)).format(count=len(rows))
    return join_parts(
        StyledText(workstream_title(group), "strong"),
        count if rows else _("no tasks yet"),
        StyledText(pgettext("plan", "{count} late").format(count=late) if late else "", "red"),
        _("folded") if folded else "",
    )


def _row_lines(row: PlanRow, state: PlanState) -> Iterator[TextLine]:
    """Yield a task: how it stands and who has it, its days, what waits, what is wanted, and a line
    for each checkpoint.
    """
    late = days_late(row, state.today)
    days = ngettext("{count} day late", "{count} days late", late).format(count=late)
    yield join_parts(
        StyledText(_row_name(row, state), "strong"),
        StyledText(standing_name(row.state), _TONES.get(row.state, "")),
        StyledText(days if late else "", "red"),
        row.responsible or _("nobody is responsible"),
    )
    yield join_parts(*_span_parts(row.start, row.end), _distance(row, state.today))
    yield from filter(None, (_waiting_line(row, state), _wants_line(row, state)))
    yield from (_check_line(check, row, state.today) for check in row.checkpoints)


def _row_name(row: PlanRow, state: PlanState) -> str:
    return f"{state.numbers.get(row.id, '')} {row.content}".strip()


def _span_parts(start: date | None, end: date | None) -> Sequence[str]:
    """Return when something begins and ends and how long it is, in days with both of them."""
    if start is None and end is None:
        return (_("no dates yet"),)
    parts = [
        _("begins {day}").format(day=day_text(start)) if start else "",
        _("ends {day}").format(day=day_text(end)) if end else "",
    ]
    if start and end:
        count = (end - start).days + 1
        parts.append(ngettext("lasts {count} day", "lasts {count} days", count).format(count=count))
    return parts


def _distance(row: PlanRow, today: date) -> str:
    """Return how far off the next of a row's days is; nothing where it is late or over."""
    if row.state in ("done", "dropped"):
        return ""
    if row.start and row.start > today:
        days = (row.start - today).days
        return ngettext("begins in {count} day", "begins in {count} days", days).format(count=days)
    if row.end is None or row.end < today:
        return ""
    left = (row.end - today).days
    if not left:
        return _("ends today")
    return ngettext("{count} day left", "{count} days left", left).format(count=left)


def _waiting_line(row: PlanRow, state: PlanState) -> TextLine:
    """Return what a task waits for, with how that stands, and what waits for it."""
    before = awaited_row({each.id: each for each in state.project.plan}, row)
    parts = list[StyledText | str]()
    if before is not None:
        text = _("waits for {row}").format(row=_row_name(before, state))
        parts.append(add_note(text, standing_name(before.state)))
        if row.start and before.end and row.start <= before.end:
            parts.append(StyledText(_("begins before that has ended"), "amber"))
    waiting = [_row_name(each, state) for each in waiting_rows(state.project, row)]
    if waiting:
        parts.append(_("waited for by {rows}").format(rows=_(", ").join(waiting)))
    return join_parts(*parts)


def _wants_line(row: PlanRow, state: PlanState) -> TextLine:
    """Return the aim, the resources and the goal of a task, each by its name."""
    goal = next((goal.text for goal in state.project.goals if goal.id == row.goal), "")
    named = ((_("aim"), row.aim), (_("resources"), row.resources), (_("goal"), goal))
    return join_parts(*(name + _(": ") + text for name, text in named if text))


def _check_line(check: Checkpoint, row: PlanRow, today: date) -> TextLine:
    """Return a checkpoint: its day, who looks, and what was found or that it is to come or late."""
    missed = check in late_checks(row, today)
    late = (today - check.on).days if missed and check.on else 0
    days = ngettext("{count} day late", "{count} days late", late).format(count=late)
    done = add_note(_("done"), check.result) if check.result else _("done")
    stands = done if check.done else days if missed else _("not reviewed yet")
    tone: Tone = "good" if check.done else "red" if missed else ""
    return join_parts(
        _("checkpoint {what}").format(what=check.what),
        day_text(check.on) if check.on else _("no date"),
        _("by {name}").format(name=check.by) if check.by else "",
        StyledText(stands, tone),
        "" if check.done else check.result,
    )
