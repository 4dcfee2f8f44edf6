"""Texts of the command line: the pipeline as a table, a project in brief and in full, its plan,
questions and findings, and the contacts who are due.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import NamedTuple

from deals.followups import DueContact
from deals.market import rivals_of
from deals.model import Checkpoint, Contact, Flag, Level, PlanRow, Project, SigningPeriod, Snooze
from deals.network.findings import ApprovalPlace, NetworkFindings
from deals.network.introductions import find_introductions
from deals.network.relationship import cr_text, levels_held, shows_levels
from deals.numbers.day_rates import DayRates
from deals.numbers.list_sums import sum_projects
from deals.parsing.amounts import amount_text, short_amount
from deals.parsing.next_actions import next_text
from deals.parsing.windows import short_window
from deals.planning import (
    awaited_row,
    days_late,
    group_rows,
    late_checks,
    row_lateness,
    row_numbers,
    span_text,
)
from deals.playbook import Playbook
from deals.playbook.model import ComplianceLimits
from deals.project_notes import OUTLOOK_KEYS, STRATEGY, find_note
from deals.questions import Checklist, QuestionStatus, SectionStatus, count_unknown, score
from deals.rules.compliance import GiftTotal
from deals.rules.triage import Assessment
from views.days_left import left_text
from views.field_values import days_away, stage_text
from views.marks import KEY_SIGN
from views.money_texts import comparison_text, list_sum_texts
from views.network.tables import list_findings
from views.styled_text import fit, width, wrap
from views.touches import due_text, given_text, touch_words
from wording import N_, _, language, ngettext, pgettext
from wording.errors import one_line
from wording.findings import ask_text, flag_next, flag_reason, names_of, rule_name, way_text
from wording.names import (
    answer_name,
    field_name,
    level_name,
    line_name,
    role_name,
    stance_name,
    standing_name,
    status_name,
)
from wording.record_names import former_text, note_title, workstream_title
from wording.times import window_name

MARKS = {"red": "!", "amber": "~", "info": "-"}
LEVELS: tuple[Level, ...] = ("high", "middle", "low")
ID = N_("Id")
SUMMARY = N_("Summary")
SUMMARY_ONLY = N_("of {day}; {count} contacts, touches and plan are not here")
FLAGS = N_("Flags")
SEVERITY = N_("Severity")
DAYS_LEFT = N_("{days}d")


class ListedProject(NamedTuple):
    """A project that is shown, and what triage says of it."""

    project: Project
    found: Assessment


@dataclass(frozen=True, slots=True)
class OutputColumn:
    """A column of the table: its heading, and how it is laid out where room is short.

    `figures` are set to the right. A column with a `least` width, in cells, may be folded down to
    it; others never are. `room` is the width of the terminal from which the column is shown, and
    `most`, if given, the cells that it takes at most of a terminal.
    """

    heading: str
    figures: bool = False
    least: int = 0
    room: int = 0
    most: int | None = None


def pipeline_columns() -> tuple[OutputColumn, ...]:
    """Return the columns of the pipeline, in the language spoken now."""
    return (
        OutputColumn(""),
        OutputColumn(pgettext("column", "Project"), least=12),
        OutputColumn(pgettext("column", "Customer"), least=12, room=110),
        OutputColumn(pgettext("column", "Owner"), least=6),
        OutputColumn(pgettext("column", "Stage")),
        OutputColumn(pgettext("column", "Amount"), figures=True),
        OutputColumn(pgettext("column", "Close")),
        OutputColumn(pgettext("column", "Left"), figures=True),
        OutputColumn(pgettext("column", "E/M/J")),
        OutputColumn(pgettext("column", "Next"), least=12, room=130),
        OutputColumn(pgettext("column", "Flags"), least=14),
    )


def pipeline_cells(listed: ListedProject, playbook: Playbook) -> tuple[str, ...]:
    """Return a project's cells under `columns`, as plain text."""
    project, found = listed
    return (
        "z" if found.snoozed else MARKS.get(found.severity or "", ""),
        f"{KEY_SIGN} {project.name}" if project.key else project.name,
        project.customer,
        project.owner,
        stage_text(project),
        short_amount(project.amount, language()) if project.amount else "",
        short_window(project.signs) if project.signs else "",
        left_text(found),
        held_text(project),
        next_text(project.next_action),
        _(", ").join(rule_name(flag, playbook) for flag in found.flags),
    )


_PAST = slice(1, 8)
"""The columns of the pipeline that are known of a day that is past: project to days left."""


def past_columns() -> tuple[OutputColumn, ...]:
    """Return the columns of the pipeline of a past day, in the language spoken now."""
    return pipeline_columns()[_PAST]


def past_cells(listed: ListedProject, playbook: Playbook) -> tuple[str, ...]:
    """Return a project's cells under `past_columns`, as plain text."""
    return pipeline_cells(listed, playbook)[_PAST]


def past_summary(
    shown: Sequence[ListedProject], playbook: Playbook, rates: DayRates, day: date
) -> str:
    """Return how many projects there were at the end of a day, and their sums."""
    count = ngettext("{count} project", "{count} projects", len(shown)).format(count=len(shown))
    parts = [_("at the end of {day}: {what}").format(day=day, what=count)]
    return _("; ").join([*parts, *_sum_texts(shown, playbook, rates)])


def brief_cells(listed: ListedProject, playbook: Playbook) -> tuple[str, ...]:
    """Return a project's name, owner, stage, amount, signing and days left, if known."""
    _mark, _name, _customer, owner, stage, amount, signs, left, *_rest = pipeline_cells(
        listed, playbook
    )
    return tuple(filter(None, (listed.project.name, owner, stage, amount, signs, left)))


def held_text(project: Project) -> str:
    """Return the best CR at the high, middle and low level; of all contacts where none is known."""
    if shows_levels(project):
        held = levels_held(project)
        return "/".join(str(held[level] or "-") for level in LEVELS)
    glance = project.glance
    crs = [glance.best] if glance else [contact.cr for contact in project.contacts]
    best = max(filter(None, crs), default=None)
    return f"CR{best}" if best else ""


def pipeline_summary(shown: Sequence[ListedProject], playbook: Playbook, rates: DayRates) -> str:
    """Return how many projects are shown, how many need attention, and what they come to."""
    flagged = sum(listed.found.attention for listed in shown)
    parts = [
        ngettext("{count} project", "{count} projects", len(shown)).format(count=len(shown)),
        _("needs attention: {count}").format(count=flagged),
    ]
    return _("; ").join([*parts, *_sum_texts(shown, playbook, rates)])


def _sum_texts(
    shown: Sequence[ListedProject], playbook: Playbook, rates: DayRates
) -> Iterator[str]:
    sums = sum_projects((listed.project for listed in shown), playbook, rates)
    yield from list_sum_texts(sums)
    apart = "" if sums.together else comparison_text(sums.currencies, rates)
    if apart:
        yield apart


def csv_text(shown: Sequence[ListedProject], *, marked: bool | None = None) -> bytes:
    """Return the projects shown as CSV in UTF-8: the columns of an export between id and flags.

    Headings are in the language spoken now; an import reads it back. Behind them stands, where
    there are summaries, of which day each is.
    """
    # Tables, which only --csv needs.
    from store.tables.export import (
        encoding_mark,
        own_places,
        summary_cells,
        table_rows,
        written_cells,
    )
    from store.tables.grid import plain_cell

    projects = [project.project for project in shown]
    headings, *rows = table_rows(projects, language())
    days, *more = summary_cells(projects, language())
    own = own_places(projects)
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(map(plain_cell, [_(ID), *headings, _(SEVERITY), _(FLAGS), *days]))
    for (project, found), row, day in zip(shown, rows, more, strict=True):
        flags = " ".join(flag.rule for flag in found.flags)
        ends = plain_cell(project.id), found.severity, plain_cell(flags)
        writer.writerow([ends[0], *written_cells(row, own), *ends[1:], *day])
    return encoding_mark(language(), marked=marked) + buffer.getvalue().encode()


STAGE = N_("{stage} {name} ({percent}%)")
SPAN = N_("{text} ({first} to {last})")
TOUCHES = N_("Last touches")
MOST_TOUCHES = 3
ASLEEP = N_("{rule} snoozed until {day}")
NEXT_STAGE, ACCEPTED, CUSTOMER = N_("Next stage"), N_("Done when"), N_("Customer does")
WORK = N_("{stage} {name}: {work}")
BRACKETED = N_("{text} ({aside})")


class CardLine(NamedTuple):
    """A line of a card: its text behind `indent`, and the indent of its continuation."""

    text: str
    indent: str = ""
    following: str = ""


def brief(listed: ListedProject, playbook: Playbook) -> Iterator[CardLine]:
    """Yield a project's line and its flags with reason and advice, worst first."""
    yield CardLine(
        "  ".join(brief_cells(listed, playbook)),
        "z " if listed.found.snoozed else f"{MARKS.get(listed.found.severity or '', ' ')} ",
        "  ",
    )
    yield from _flags(listed, playbook)


def card(listed: ListedProject, playbook: Playbook) -> Iterator[CardLine]:
    """Yield everything about a project that can be read at a glance."""
    project, found = listed
    yield CardLine(project.name)
    facts = [(name, text) for name, text in _facts(listed, playbook) if text]
    room = max(width(name) for name, _text in facts) + 2
    yield from (CardLine(text, f"  {fit(name, room)}", " " * (room + 2)) for name, text in facts)
    if project.remarks:
        yield from (CardLine(""), CardLine(field_name("notes")))
        yield from (CardLine(text, "  ", "  ") for text in project.remarks.split("\n"))
    yield from _outlook(project, playbook)
    if project.contacts:
        yield from (CardLine(""), CardLine(field_name("contacts")))
        for contact in project.contacts:
            yield CardLine(_contact_text(contact), "  ", "    ")
            notes = contact.note.split("\n") if contact.note else ()
            yield from (CardLine(text, "    ", "    ") for text in notes)
    if project.touches:
        yield from (CardLine(""), CardLine(_(TOUCHES)))
        latest = sorted(project.touches, key=lambda touch: touch.on, reverse=True)[:MOST_TOUCHES]
        yield from (CardLine(touch_words(touch), f"  {touch.on}  ", " " * 14) for touch in latest)
    if found.flags or found.asleep:
        yield from (CardLine(""), CardLine(_(FLAGS)))
        yield from _flags(listed, playbook)
        yield from (CardLine(_asleep(*snooze, playbook), "  z ", "    ") for snooze in found.asleep)


def _outlook(project: Project, playbook: Playbook) -> Iterator[CardLine]:
    """Yield what is written of the outlook, with its day and author."""
    notes = [note for key in OUTLOOK_KEYS if (note := find_note(project, key)) is not None]
    if notes:
        yield from (CardLine(""), CardLine(_("Outlook")))
    for note in notes:
        by = " ".join(filter(None, (note.by, f"{note.on or ''}")))
        title = note_title(playbook, note.key)
        yield CardLine(_(BRACKETED).format(text=title, aside=by) if by else title, "  ", "  ")
        yield from (CardLine(text, "    ", "    ") for text in note.text.split("\n"))


def gift_lines(every: Iterable[GiftTotal], limits: ComplianceLimits) -> Iterator[CardLine]:
    """Yield what people were given, a person and year a line; over the year's limit marked."""
    for total in every:
        yield CardLine(given_text(total, limits), "  ! " if total.over(limits) else "    ", "    ")


def _facts(listed: ListedProject, playbook: Playbook) -> Iterator[tuple[str, str]]:
    project = listed.project
    yield field_name("customer"), project.customer
    yield field_name("owner"), project.owner
    yield field_name("stage"), _stage(project, playbook)
    yield field_name("status"), _end_text(project)
    yield from _ahead(project, playbook)
    yield field_name("amount"), amount_text(project.amount, language()) if project.amount else ""
    yield field_name("signs"), _window(project.signs) if project.signs else ""
    yield pgettext("column", "Left"), left_text(listed.found)
    yield field_name("next"), next_text(project.next_action)
    yield field_name("product"), project.product or ""
    yield field_name("tender"), _tender(project, listed.found.today)
    yield field_name("key"), _("yes") if project.key else ""
    yield field_name("key_strategy"), one_line(project.key_strategy)
    yield field_name("tags"), _(", ").join(project.tags)
    yield field_name("rivals"), _(", ").join(rivals_of(project))
    yield from ((each.name, one_line(each.value)) for each in project.own)
    yield _(SUMMARY), summary_words(project)
    yield _(ID), project.id


def summary_words(project: Project) -> str:
    """Say of which day the summary is that is here of a project, and what it lacks."""
    if project.glance is None:
        return ""
    return _(SUMMARY_ONLY).format(day=project.glance.day, count=project.glance.people)


def _tender(project: Project, today: date) -> str:
    if project.tender is None:
        return ""
    return _("{day} ({away})").format(day=project.tender, away=days_away(project.tender, today))


def _stage(project: Project, playbook: Playbook) -> str:
    if project.stage not in playbook.order:
        return project.stage
    stage = playbook.stage(project.stage)
    name, percent = stage.name.of(language()), round(stage.weight * 100)
    return _(STAGE).format(stage=stage.id, name=name, percent=percent)


def _ahead(project: Project, playbook: Playbook) -> Iterator[tuple[str, str]]:
    """Return the stage being worked on: the work, its acceptance, the customer's own steps."""
    stage = playbook.after(project.stage) if project.status == "open" else None
    if stage is not None:
        name, work, accepted, customer = (
            text.of(language())
            for text in (stage.name, stage.seller, stage.acceptance, stage.customer)
        )
        yield _(NEXT_STAGE), _(WORK).format(stage=stage.id, name=name, work=work)
        yield _(ACCEPTED), accepted
        yield _(CUSTOMER), customer


def _end_text(project: Project) -> str:
    if project.status == "open":
        return ""
    return _with_reason(status_name(project.status), project.end_reason)


def _with_reason(text: str, reason: str | None) -> str:
    return _("{place}: {sentence}").format(place=text, sentence=reason) if reason else text


def _window(window: SigningPeriod) -> str:
    if window.precision == "day":
        return window_name(window)
    return _(SPAN).format(text=window_name(window), first=window.earliest, last=window.latest)


def _contact_text(contact: Contact) -> str:
    cr = "?" if contact.cr is None else contact.cr
    words = [
        contact.name,
        contact.title,
        contact.department,
        contact.level and level_name(contact.level),
        contact.role and role_name(contact.role),
        *map(line_name, contact.lines),
        f"CR{cr}",
        "" if contact.stance == "unknown" else stance_name(contact.stance),
        contact.competitor,
    ]
    return _(", ").join(filter(None, words))


def _flags(listed: ListedProject, playbook: Playbook) -> Iterator[CardLine]:
    for flag in listed.found.flags:
        why = _(BRACKETED).format(text=flag_reason(flag, playbook), aside=rule_name(flag, playbook))
        yield CardLine(why, f"  {MARKS[flag.severity]} ", "    ")
        yield CardLine(flag_next(flag, playbook), "    -> ", "       ")


def _asleep(flag: Flag, snooze: Snooze, playbook: Playbook) -> str:
    words = _(ASLEEP).format(rule=rule_name(flag, playbook), day=snooze.until)
    return _with_reason(words, snooze.reason)


def followup_columns() -> tuple[OutputColumn, ...]:
    """Return the columns of the follow-ups, in the language spoken now."""
    return (
        OutputColumn(""),
        OutputColumn(pgettext("column", "Due")),
        OutputColumn(pgettext("column", "Late"), figures=True),
        OutputColumn(pgettext("column", "Person"), least=8),
        OutputColumn(pgettext("column", "Title"), least=8, room=110),
        OutputColumn(pgettext("column", "Customer"), least=12, room=110),
        OutputColumn(pgettext("column", "Project"), least=12),
        OutputColumn(pgettext("column", "CR")),
        OutputColumn(pgettext("column", "Last")),
        OutputColumn(pgettext("column", "What"), least=12),
    )


def followup_cells(due: DueContact) -> tuple[str, ...]:
    """Return a person's cells under `columns`, as plain text."""
    late = "!" if due.late > 0 else ""
    return (
        "~" if due.what is None else late,
        f"{due.on or ''}",
        _(DAYS_LEFT).format(days=due.late) if due.on else "",
        due.contact.name,
        due.contact.title or "",
        due.project.customer,
        due.project.name,
        cr_text(due.contact.cr),
        f"{due.last.on}" if due.last else "",
        due_text(due),
    )


EMPTY = N_("{project}: the plan is empty")
TITLE = N_("{project}: {rows}")
OPENED, LEADER, LATE_BY = N_("opened {day}"), N_("leader {name}"), N_("{days}d late")
AFTER, CHECK, NOT_YET = N_("after {row}"), N_("checkpoint {what}"), N_("not reviewed")
GAP = "  "


def plan_parts(project: Project, playbook: Playbook, today: date) -> Iterator[CardLine]:
    """Yield the head of the plan, then its rows by field with days, who, state and checkpoints."""
    if not project.plan:
        yield CardLine(_(EMPTY).format(project=project.name))
        return
    yield CardLine(_plan_head(project))
    groups = group_rows(project, playbook, empty=True)  # numbered as in the app
    called, rows = row_numbers(groups), {row.id: row for row in project.plan}
    for group in (group for group in groups if group.rows):
        yield from (CardLine(""), CardLine(workstream_title(group)))
        for row in group.rows:
            before = awaited_row(rows, row)
            yield from _plan_row(row, called[row.id], called[before.id] if before else "", today)


def _plan_head(project: Project) -> str:
    count = len(project.plan)
    rows = ngettext("{count} task", "{count} tasks", count).format(count=count)
    facts = [_(TITLE).format(project=project.name, rows=rows)]
    if project.form.plan_start:
        facts.append(_(OPENED).format(day=project.form.plan_start))
    leader = next((member.name for member in project.team if member.part == "leader"), "")
    if leader:
        facts.append(_(LEADER).format(name=leader))
    return GAP.join(facts)


def _plan_row(row: PlanRow, called: str, before: str, today: date) -> Iterator[CardLine]:
    late = days_late(row, today)
    state = _(LATE_BY).format(days=late) if late else standing_name(row_lateness(row, today))
    facts = [row.content, span_text(row.start, row.end), row.responsible, state]
    facts += [row.aim, row.resources]
    if before:
        facts.append(_(AFTER).format(row=before))
    number = f"{'~' if late else ' '} {called}  "
    yield CardLine(GAP.join(fact for fact in facts if fact), number, "      ")
    overdue = late_checks(row, today)
    for check in row.checkpoints:
        yield CardLine(
            _checkpoint_text(check), f"    {'~' if check in overdue else '-'} ", "      "
        )


def _checkpoint_text(check: Checkpoint) -> str:
    found = check.result or (standing_name("done") if check.done else _(NOT_YET))
    facts = [_(CHECK).format(what=check.what), f"{check.on or ''}", check.by, found]
    return GAP.join(fact for fact in facts if fact)


ARROW = "->"
MOST = 9


def finding_lines(
    project: Project, findings: NetworkFindings, playbook: Playbook, cells: int
) -> Iterator[str]:
    """Yield every finding, the worst first; under each hole the ways to mend it, the best first."""
    for finding in list_findings(project, findings):
        yield from _wrap_hanging(f"{finding.sign} ", finding.text, cells)
        if finding.place is not None and finding.ask:
            for way in _ways(project, findings, playbook, finding.place):
                yield from _wrap_hanging("    ", way, cells)


def _ways(
    project: Project, findings: NetworkFindings, playbook: Playbook, hole: ApprovalPlace
) -> Iterator[str]:
    names = names_of(project)
    for number, way in enumerate(find_introductions(project, findings, playbook, hole)):
        chain = way_text(way, project, ARROW)
        if number:
            yield _("or: ") + chain
        else:
            yield _("make it the next step: ") + chain
            yield ask_text(way, names, project.stage, playbook)


def _wrap_hanging(start: str, text: str, cells: int) -> Iterator[str]:
    for at, line in enumerate(wrap(text, cells - len(start) - 2, MOST)):
        yield f"{start if at == 0 else ' ' * len(start) + '  '}{line}"


SECTION = N_("{section} {percent}%, {unknown} unknown")
OVERALL = N_("answered well {percent}%, {count} in all, {unknown} unknown, {due} due")
DROPPED = N_("retired")


def questions_parts(found: Checklist) -> Iterator[CardLine]:
    """Yield every section with its score, every question with its answer and what shows it."""
    questions = found.questions
    figures = {"count": len(questions), "unknown": count_unknown(questions), "due": len(found.due)}
    yield CardLine(_(OVERALL).format(percent=_percent(score(questions)), **figures))
    for part in found.parts:
        yield CardLine("")
        name = part.section.name.of(language())
        share = _percent(part.score)
        yield CardLine(_(SECTION).format(section=name, percent=share, unknown=part.unknown))
        yield from _strategy_lines(part)
        yield from (line for question in part.questions for line in _question_lines(question))
    if found.dropped or found.dropped_strategies:
        yield from (CardLine(""), CardLine(_(DROPPED)))
        yield from (
            CardLine(f"{note.key.removeprefix(STRATEGY)}: {one_line(note.text)}")
            for note in found.dropped_strategies
        )
        yield from (
            CardLine(
                f"{answer.question}  {answer.evidence}".rstrip(),
                _questions_head(answer_name(answer.value)),
            )
            for answer in found.dropped
        )


def _strategy_lines(part: SectionStatus) -> Iterator[CardLine]:
    """Yield the strategy of a section, in its lines; one that is not written says so."""
    if part.strategy is None:
        if part.section.strategy:
            yield CardLine(_("no strategy written"), "  ", "  ")
        return
    by = " ".join(filter(None, (part.strategy.by, f"{part.strategy.on or ''}")))
    lines = part.strategy.text.splitlines()
    for at, text in enumerate(lines, 1):
        yield CardLine(f"{text}  {by}".rstrip() if at == len(lines) else text, "  ", "  ")


def _percent(share: float) -> str:
    return f"{share * 100:.0f}"


def _questions_head(answer: str) -> str:
    return f"  {fit(answer, 8)}  "


def _question_lines(status: QuestionStatus) -> Iterator[CardLine]:
    head = _questions_head(answer_name(status.recorded))
    blank = " " * width(head)
    late = (_("due by {stage}") if status.late else _("by {stage}")).format(stage=status.asked.due)
    question = status.asked.question.text.of(language())
    yield CardLine(_(BRACKETED).format(text=question, aside=late), head, blank)
    answer = status.answer
    if answer is None:
        return
    age = ngettext("{count} day old", "{count} days old", status.age).format(count=status.age)
    bare = _("without measures it does not count") if status.bare else ""
    facts = [answer.evidence, bare, answer.owner, age if status.old else ""]
    if any(facts):
        yield CardLine("  ".join(filter(None, facts)), blank, blank)
    yield from (CardLine(former_text(each), blank, blank) for each in answer.former)
