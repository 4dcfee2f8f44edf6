"""What the cursor is on, in a few lines: a goal letter by letter, a row with all that hangs on it.

Pure; the most telling comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from deals.model import Checkpoint, Goal, PlanRow, Project
from deals.plan import (
    Clash,
    Placed,
    clashes,
    days_late,
    followers,
    late_checks,
    lateness,
    names_in,
    people_in,
)
from deals.playbook import Playbook
from deals.smart import Letter
from deals.thread import outcomes_of, source_of
from screens.kit.spans import Line, Span, line
from screens.kit.values import day_text
from screens.kit.wording import _, ngettext
from screens.kit.wording.thread import ref_text
from screens.plan.folding import Inside
from screens.plan.strip import short_days
from screens.plan.words import letter_line

_MOST, _FEW = 4, 3


@dataclass(frozen=True, slots=True)
class Seen:
    """The project, the playbook, the day, what the rows are numbered, and the glyph of a step of
    the thread.
    """

    project: Project
    playbook: Playbook
    today: date
    numbers: Mapping[str, str]
    arrow: str


def late_rows(project: Project, today: date) -> tuple[str, ...]:
    """The rows that are late or have a late checkpoint, by id, the longest late first."""
    late = lateness(project, today)
    rows = (row.id for row, _late in late.rows)
    return tuple(dict.fromkeys((*rows, *(one.row.id for one in late.checks))))


def goal_lines(
    goal: Goal, letters: Sequence[Letter], inside: Inside | None, seen: Seen
) -> Iterator[Line]:
    """A goal: its text, what is folded in it, what each letter lacks, what it says, its thread."""
    rows = [one for one in seen.project.plan if one.goal == goal.id]
    done = sum(one.state == "done" for one in rows)
    count = ngettext("{count} row", "{count} rows", len(rows)).format(count=len(rows))
    figures = _("{rows}, {done} done").format(rows=count, done=done)
    reached = Span("  " + _("reached"), "good") if goal.reached else Span("")
    yield line(Span(goal.text, "strong"), reached, Span(f"  {figures}", "dim"))
    if inside is not None:
        yield _inside_line(inside)
    if lacking := [one for one in letters if not one.holds]:
        yield from map(letter_line, lacking)
    else:
        yield line(Span(_("SMART: nothing is missing"), "good"))
    yield from _told(
        (_("measure"), " ".join(filter(None, (goal.measure, goal.target)))),
        (_("accepted by"), goal.accepted_by),
        (_("days"), _days(goal.start, goal.end)),
        (_("responsible"), goal.responsible),
        (_("resources"), goal.resources),
        (_("quality"), goal.quality),
        (_("serves"), goal.serves),
    )
    yield from _thread(seen, f"goal:{goal.id}")


def _inside_line(one: Inside) -> Line:
    """What lies in a folded goal."""
    goals = ngettext("{count} goal folded in it", "{count} goals folded in it", one.goals)
    lacking = ngettext("{count} lacks a letter", "{count} lack a letter", one.lacking)
    parts = [Span(goals.format(count=one.goals))]
    if one.lacking:
        parts.append(Span("  ~ " + lacking.format(count=one.lacking), "amber"))
    if one.late:
        parts.append(Span("  ! " + _("{count} late").format(count=one.late), "red"))
    return tuple(parts)


def row_lines(row: PlanRow, seen: Seen, projects: Sequence[Project]) -> Iterator[Line]:
    """A row: content, how it stands, checkpoints, what waits for what, load, where it came from."""
    yield line(Span(f"{seen.numbers.get(row.id, '')}  ", "dim"), Span(row.content, "strong"))
    yield from _standing(row, seen)
    goal = next((one.text for one in seen.project.goals if one.id == row.goal), "")
    yield from _told(
        (_("responsible"), row.responsible),
        (_("resources"), row.resources),
        (_("goal"), goal),
        (_("aim"), row.aim),
    )
    yield from load_lines(row, seen, projects)
    yield from (_check_line(one, row, seen.today) for one in row.checkpoints)
    yield from _thread(seen, f"row:{row.id}")


def _standing(row: PlanRow, seen: Seen) -> Iterator[Line]:
    """The days, how late, what it waits for and what waits for it."""
    parts = [Span(_days(row.start, row.end) or _("no days yet: w sets them"))]
    if late := days_late(row, seen.today):
        told = ngettext("{count} day late", "{count} days late", late).format(count=late)
        parts.append(Span(f"  {told}", "red"))
    rows = {one.id: one for one in seen.project.plan}
    before = rows.get(row.after or "")
    if before is not None:
        told = _("after {row}").format(row=_named(before, seen))
        early = row.start and before.end and row.start <= before.end
        parts.append(Span(f"  {told}", "amber" if early else "dim"))
    waiting = followers(seen.project, row.id)
    if waiting:
        told = " ".join(seen.numbers.get(one.id, "") for one in waiting)
        parts.append(Span("  " + _("waited for by {rows}").format(rows=told), "dim"))
    yield tuple(parts)


def _check_line(check: Checkpoint, row: PlanRow, today: date) -> Line:
    late = check in late_checks(row, today)
    sign = "x" if check.done else "!" if late else "o"
    told = " ".join(filter(None, (day_text(check.on) if check.on else _("no day"), check.by)))
    result = f" = {check.result}" if check.result else ""
    tone = Span(f"{sign} ", "red" if late else "good" if check.done else "info")
    late_word = Span("  " + _("late"), "red") if late else Span("")
    return line(tone, check.what, Span(f"  {told}", "dim"), late_word, Span(result, "good"))


def load_lines(row: PlanRow, seen: Seen, projects: Sequence[Project]) -> Iterator[Line]:
    """On which days the responsible have other rows too, in this project or another."""
    names = {people_in(one): one for one in names_in(row.responsible)}
    for key, name in names.items():
        for clash in clashes(projects, key[0]) if key else ():
            others = [one for one in clash.rows if one.row.id != row.id]
            if len(others) < len(clash.rows):
                yield _load_line(name, clash, others, seen)


def _load_line(person: str, clash: Clash, others: Sequence[Placed], seen: Seen) -> Line:
    said = [
        _named(one.row, seen)
        if one.project.id == seen.project.id
        else f"{one.row.content} ({one.project.name})"
        for one in others[:_FEW]
    ]
    said += [f"+{len(others) - _FEW}"] if len(others) > _FEW else []
    told = _("{who} has {count} rows on {days}, also: {rows}").format(
        who=person,
        count=len(clash.rows),
        days=short_days(clash.start, clash.end),
        rows="; ".join(said),
    )
    return line(Span("~ ", "amber"), Span(told, "amber"))


def _thread(seen: Seen, ref: str) -> Iterator[Line]:
    """Where it came from, two steps back, and what came of it, where the thread has more."""
    project = seen.project
    source = source_of(project, ref)
    origin = source_of(project, source) if source else None
    came = [one for one in outcomes_of(project, ref) if not one.startswith("checkpoint:")]
    if source is None and not came:
        return

    def said(one: str) -> str:
        return ref_text(project, one, seen.playbook)

    steps = [said(one) for one in (origin, source) if one]
    steps += [_("this"), "; ".join(map(said, came[:_MOST]))] if came else [_("this")]
    yield line(Span("> ", "key"), Span(f" {seen.arrow} ".join(steps), "dim"))


def _named(row: PlanRow, seen: Seen) -> str:
    return f"{seen.numbers.get(row.id, '')} {row.content}".strip()


def _told(*pairs: tuple[str, str]) -> Iterator[Line]:
    known = [(name, text) for name, text in pairs if text]
    if known:
        yield tuple(
            part for name, text in known for part in (Span(f"{name} ", "dim"), Span(f"{text}  "))
        )


def _days(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return ""
    if start == end and start is not None:
        return day_text(start)
    return f"{day_text(start) if start else ''} .. {day_text(end) if end else ''}".strip()
