"""A plan in words, by field of work: a row a line, its checkpoints below it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from deals.model import Checkpoint, PlanRow, Project
from deals.plan import days_late, grouped, late_checks, numbers, span_text, standing
from deals.playbook import Playbook
from screens.kit.wording import N_, _, ngettext
from screens.kit.wording.planning import field_title, standing_name
from tui.output.cards import Part

EMPTY = N_("{project}: the plan is empty")
TITLE = N_("{project}: {rows}")
OPENED, LEADER, LATE_BY = N_("opened {day}"), N_("leader {name}"), N_("late by {days}d")
AFTER, CHECK, NOT_YET = N_("after {row}"), N_("check {what}"), N_("not looked at")
GAP = "  "


def plan_parts(project: Project, playbook: Playbook, today: date) -> Iterator[Part]:
    """The head of the plan, then its rows by field with days, who, state and checkpoints."""
    if not project.plan:
        yield Part(_(EMPTY).format(project=project.name))
        return
    yield Part(_head(project))
    groups = grouped(project, playbook, empty=True)  # numbered as in the app
    called = numbers(groups)
    for group in (one for one in groups if one.rows):
        yield from (Part(""), Part(field_title(group)))
        for row in group.rows:
            yield from _row(row, called, today)


def _head(project: Project) -> str:
    count = len(project.plan)
    rows = ngettext("{count} row", "{count} rows", count).format(count=count)
    facts = [_(TITLE).format(project=project.name, rows=rows)]
    if project.form.plan_start:
        facts.append(_(OPENED).format(day=project.form.plan_start))
    leader = next((one.name for one in project.team if one.part == "leader"), "")
    if leader:
        facts.append(_(LEADER).format(name=leader))
    return GAP.join(facts)


def _row(row: PlanRow, called: Mapping[str, str], today: date) -> Iterator[Part]:
    late = days_late(row, today)
    state = _(LATE_BY).format(days=late) if late else standing_name(standing(row, today))
    facts = [row.content, span_text(row.start, row.end), row.responsible, state]
    facts += [row.aim, row.resources]
    if row.after is not None and row.after in called:
        facts.append(_(AFTER).format(row=called[row.after]))
    number = f"{'~' if late else ' '} {called[row.id]}  "
    yield Part(GAP.join(one for one in facts if one), number, "      ")
    overdue = late_checks(row, today)
    for check in row.checkpoints:
        yield Part(_check(check), f"    {'~' if check in overdue else '-'} ", "      ")


def _check(check: Checkpoint) -> str:
    found = check.result or (standing_name("done") if check.done else _(NOT_YET))
    facts = [_(CHECK).format(what=check.what), f"{check.on or ''}", check.by, found]
    return GAP.join(one for one in facts if one)
