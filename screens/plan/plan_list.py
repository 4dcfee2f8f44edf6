"""Goals and plan as a list: what the tree says by place and letters and the strip by days. Pure."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from deals.model import Goal, PlanRow
from deals.planning import (
    FollowersById,
    WorkstreamGroup,
    awaited_row,
    days_late,
    is_late,
    late_checks,
    map_followers,
    waiting_rows,
)
from screens.plan.view import Outline, PlanState
from views.days_left import overdue_text
from views.field_values import day_text
from views.gantt import GOAL_PREFIX, WORKSTREAM_PREFIX, GanttView, make_ref
from views.glyphs import current_speech, glyphs
from views.goal_tree import LETTER_NAMES, FoldedItems, goal_sign, missing_letter_text
from views.item_list import ListItem, join_parts, label_fact
from views.styled_text import StyledText, TextLine, Tone
from views.task_lines import list_checkpoint, task_mark
from wording import _, ngettext, pgettext
from wording.names import standing_name
from wording.record_names import workstream_title

_TONES: dict[str, Tone] = {"doing": "amber", "done": "good", "dropped": "dim"}


def list_plan(outline: Outline, state: PlanState, folded: Collection[str]) -> Iterator[ListItem]:
    """Yield the goals, then each workstream with its tasks; what is folded is counted."""
    if outline.goals:
        yield ListItem(None, [(StyledText(_("Goals"), "strong"),)])
    yield from _list_goals(outline, state, folded)
    by_id = {row.id: row for row in state.project.plan}
    goals = {goal.id: goal.text for goal in state.project.goals}
    links = _PlanLinks(by_id, map_followers(state.project), goals)
    for group in outline.groups:
        node_id = f"{WORKSTREAM_PREFIX}{group.bone}"
        hidden = bool(group.rows) and node_id in folded
        sign = glyphs().folded if hidden else glyphs().unfolded if group.rows else ""
        line = _group_line(group, state.today, folded=hidden)
        yield ListItem(node_id, [line], 0, StyledText(sign))
        for row in () if hidden else group.rows:
            yield _row_item(_find_row_facts(row, state, links))


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
        goal = goal_node.goal
        tone: Tone = "good" if goal.reached else ""
        lines = [
            *_goal_lines(goal, state, inside),
            *_goal_days(goal, state.today),
            *_smart_lines(goal, outline),
        ]
        sign = StyledText(goal_sign(goal_node, inside)[:1], tone)
        yield ListItem(node_id, lines, 1 + goal_node.depth, sign)


def _goal_lines(goal: Goal, state: PlanState, inside: FoldedItems | None) -> Iterator[TextLine]:
    """Yield a goal and whether it is reached, what is folded in it, and the one that it serves."""
    reached = StyledText(_("reached") if goal.reached else "", "good")
    yield join_parts(StyledText(goal.text, "strong"), reached)
    if inside:
        yield join_parts(*_folded_parts(inside))
    parent = next((each.text for each in state.project.goals if each.id == goal.parent), "")
    yield label_fact(_("serves"), parent)


def _folded_parts(inside: FoldedItems) -> Iterator[StyledText]:
    goals = ngettext("{count} goal folded in it", "{count} goals folded in it", inside.goals)
    lacking = ngettext("{count} not SMART yet", "{count} not SMART yet", inside.lacking)
    late = pgettext("plan", "{count} late")
    yield StyledText(goals.format(count=inside.goals))
    yield StyledText("~ " + lacking.format(count=inside.lacking) if inside.lacking else "", "amber")
    yield StyledText("! " + late.format(count=inside.late) if inside.late else "", "red")


def _goal_days(goal: Goal, today: date) -> Iterator[TextLine]:
    """Yield when a goal begins and ends and how long past it is, then who is responsible."""
    past = (today - goal.end).days if goal.end and not goal.reached else 0
    late = overdue_text(past)
    yield join_parts(
        *_span_parts(goal.start, goal.end), StyledText(f"! {late}" if late else "", "red")
    )
    yield label_fact(_("responsible"), goal.responsible)


def _smart_lines(goal: Goal, outline: Outline) -> Iterator[TextLine]:
    """Yield what each letter of SMART lacks, by its name, or that none lacks anything."""
    lacking = [letter for letter in outline.letters.get(goal.id, ()) if not letter.holds]
    tone: Tone = "dim" if goal.reached else "amber"
    for letter in lacking:
        name = _("not {letter}").format(letter=_(LETTER_NAMES[letter.letter]))
        yield join_parts(
            StyledText(f"~ {name}", tone), _(", ").join(map(missing_letter_text, letter.missing))
        )
    if not lacking:
        yield (StyledText(_("SMART: complete"), "good"),)


# The tasks ---------------------------------------------------------------------------------------


def _group_line(group: WorkstreamGroup, today: date, *, folded: bool) -> TextLine:
    """Return a workstream, how many tasks it has, how many are late, whether it is folded."""
    rows = group.rows
    late = sum(is_late(row, today) or bool(late_checks(row, today)) for row in rows)
    count = ngettext("{count} task", "{count} tasks", len(rows)).format(count=len(rows))
    some_late = pgettext("plan", "{count} late")
    return join_parts(
        StyledText(workstream_title(group), "strong"),
        count if rows else _("no tasks yet"),
        StyledText("! " + some_late.format(count=late) if late else "", "red"),
        _("folded") if folded else "",
    )


class _PlanLinks(NamedTuple):
    """The tasks of a plan by id, those that wait for another by its id, and what its goals are."""

    rows: Mapping[str, PlanRow]
    followers: FollowersById
    goals: Mapping[str, str]


class _RowFacts(NamedTuple):
    """All that the lines of a task say, and the language and alphabet that they are said in.

    `name`, `awaited` and `waiting` are the names of the task, of the one that it waits for and of
    those that wait for it.
    """

    row: PlanRow
    name: str
    before: PlanRow | None
    awaited: str
    waiting: tuple[str, ...]
    goal: str
    today: date
    speech: tuple[str, str]


def _find_row_facts(row: PlanRow, state: PlanState, links: _PlanLinks) -> _RowFacts:
    before = awaited_row(links.rows, row)
    waiting = waiting_rows(state.project, row, links.followers)
    return _RowFacts(
        row,
        _row_name(row, state),
        before,
        _row_name(before, state) if before else "",
        tuple([_row_name(each, state) for each in waiting]),
        links.goals.get(row.goal or "", ""),
        state.today,
        current_speech(),
    )


@lru_cache(maxsize=1 << 11)
def _row_item(facts: _RowFacts) -> ListItem:
    """Return the item of a task; they are kept, for of a long plan an edit changes but a few."""
    mark = task_mark(facts.row, facts.today)
    return ListItem(make_ref(facts.row), tuple(_row_lines(facts)), 1, mark)


def _row_lines(facts: _RowFacts) -> Iterator[TextLine]:
    """Yield a task: how it stands and who has it, its days, what waits, what is wanted, and a line
    for each checkpoint.
    """
    row, today = facts.row, facts.today
    late = overdue_text(days_late(row, today))
    tone = _TONES.get(row.state, "")
    yield join_parts(
        StyledText(facts.name, "strong"),
        StyledText(standing_name(row.state), "red" if late else tone),
        StyledText(late, "red"),
    )
    yield label_fact(_("responsible"), row.responsible or _("nobody is responsible"))
    yield join_parts(*_span_parts(row.start, row.end), _distance(row, today))
    yield from _waiting_lines(facts)
    for name, text in (
        (_("aim"), row.aim),
        (_("resources"), row.resources),
        (_("goal"), facts.goal),
    ):
        yield label_fact(name, text)
    yield from (list_checkpoint(check, row, today) for check in row.checkpoints)


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


def _waiting_lines(facts: _RowFacts) -> Iterator[TextLine]:
    """Yield what a task waits for, with how that stands, and what waits for it."""
    row, before = facts.row, facts.before
    if before is not None:
        early = row.start and before.end and row.start <= before.end
        yield label_fact(
            _("waits for"),
            facts.awaited,
            standing_name(before.state),
            StyledText("~ " + _("begins before that has ended") if early else "", "amber"),
        )
    yield label_fact(_("waited for by"), _(", ").join(facts.waiting))
