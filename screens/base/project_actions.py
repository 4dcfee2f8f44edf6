"""What can be done to projects from the keyboard, the same on every screen that has projects.

Each action asks what it needs in the status bar or over a cell, makes one commit for all the
projects it is given, and calls `done` when that is durable.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from string import ascii_lowercase

from deals.edits.patches import Patch, ReplacedProject
from deals.edits.stages import end_project, move_stage, reopen_project, snooze_rules, wake_rules
from deals.errors import UserError
from deals.fields.project_fields import read_reason
from deals.fishbone import Bone, fishbone
from deals.model import Book, Project, Status
from deals.parsing.days import LONGEST_DAY, parse_day
from deals.parsing.reading_context import ReadingContext
from deals.parsing.time_words import DateOrder
from deals.playbook import Playbook
from deals.questions import newly_due_questions
from deals.rules.gates import missing_gates
from deals.unsaved import InputPlace
from screens.base.context import AppContext
from screens.base.project_screen import ProjectScreen
from screens.base.prompts import LineOptions
from screens.base.screen import BaseScreen, LetterOption
from views.day_off import DatedText, remark_day_off
from views.edit_remarks import missing_remarks
from views.field_values import day_text
from views.money_texts import touched_text
from views.styled_text import StyledText, TextLine, Tone, line
from wording import N_, _, add_note, ngettext, say
from wording.findings import missing_gate_text
from wording.names import ENDINGS, FIELD_NAMES, status_name
from wording.record_names import workstream_title

ProjectEdit = Callable[[Project, ReadingContext], Project]
BookEdit = Callable[[Book, ReadingContext], Book]
Finished = Callable[[], None]

SNOOZE_DAYS = 7
"""For how many days flags are snoozed where no day is given."""


@dataclass(frozen=True, slots=True)
class ActionOutcome:
    """How an action went: why it failed, or whether it changed anything, and what stayed as is;
    `overwrote` says which newer values of others it wrote over.
    """

    failed: str | None
    changed: bool = False
    same: Sequence[str] = ()
    overwrote: str = ""


def commit_edit(
    screen: BaseScreen, ids: Sequence[str], label: str, edit: ProjectEdit
) -> ActionOutcome:
    """Commit `edit` on all of `ids` as one change; `label` is the id of a message."""
    return commit_book_edit(screen, ids, label, edit_each(ids, edit), screen.host.book)


def edit_each(
    ids: Sequence[str], edit: Callable[[Project, ReadingContext], Project | Book]
) -> BookEdit:
    """Return the edit of a book that is `edit` on all of `ids` that it has.

    What changes more than the project, and is done to one alone, makes a book of it.
    """

    def run(book: Book, reading: ReadingContext) -> Book:
        changed = list[Project]()
        for project in [book.projects[id_] for id_ in ids if id_ in book.projects]:
            after = edit(project, reading)
            if isinstance(after, Book):
                book = after
            elif after is not project:
                changed.append(after)
        return book.with_projects(*changed) if changed else book

    return run


def commit_book_edit(
    screen: BaseScreen, ids: Sequence[str], label: str, edit: BookEdit, begun: Book
) -> ActionOutcome:
    """Commit an edit about the projects of `ids`, done to the book as it was when it was `begun`.

    It is merged with what others have made of that since; what they have deleted stays so.
    """
    host = screen.host
    gone = [id_ for id_ in ids if id_ not in host.book.projects]
    if ids and len(gone) == len(ids):
        several = _("someone else has deleted it in the meantime")
        return ActionOutcome(host.why_gone(gone[0]) if len(gone) == 1 else several)
    try:
        after = edit(begun, host.reading())
    except UserError as refusal:
        return ActionOutcome(say(refusal))
    if gone:
        after = after.with_projects(*(begun.projects[id_] for id_ in gone if id_ in begun.projects))
    before = host.book
    failed = host.commit(after, label, begun)
    now, there = before.projects, host.book.projects
    same = tuple(id_ for id_ in ids if id_ in now and there.get(id_) is now[id_])
    changed = host.book is not before
    lost = _find_overwritten(screen, ids, begun, before) if changed and before is not begun else ""
    return ActionOutcome(failed, changed, same, lost)


def _find_overwritten(screen: BaseScreen, ids: Sequence[str], begun: Book, before: Book) -> str:
    """Return which values an edit wrote over that others had put there since it was begun."""
    after = screen.host.book
    theirs, mine = (_find_changes(ids, *books) for books in ((begun, before), (before, after)))
    if not (theirs.projects and mine.projects):
        return ""
    from deals.merging.overwrites import SessionEdits
    from views.edits_of_others import overwrote_text

    lost = [
        replace(edit, by=before.projects[edit.project].updated_by)
        for edit in SessionEdits().add_change(theirs).find_overwritten(mine)[1]
        if edit.project in before.projects
    ]
    return overwrote_text(lost, after, screen.host.context.playbook)


def _find_changes(ids: Sequence[str], before: Book, after: Book) -> Patch:
    """Return what of some projects is another in one book than in the other."""
    sides = ((id_, before.projects.get(id_), after.projects.get(id_)) for id_ in ids)
    return Patch(
        {id_: ReplacedProject(was, now) for id_, was, now in sides if was and now and was != now}
    )


def report_outcome(
    screen: BaseScreen, ids: Sequence[str], outcome: ActionOutcome, text: str, then: Finished
) -> bool:
    """Tell how an action went; `then` is called only if it changed something."""
    if outcome.failed is not None:
        screen.refuse(outcome.failed)
        return False
    moved = [id_ for id_ in ids if id_ not in outcome.same]
    about = name_projects(screen, moved or ids)
    if not outcome.changed:
        text = _("nothing changed")
    else:
        then()
        if moved and outcome.same:
            count = len(outcome.same)
            same = ngettext("{count} was so before", "{count} were so before", count)
            text = add_note(text, same.format(count=count))
        if outcome.overwrote:
            text = _("; ").join((text, outcome.overwrote))
    screen.tell(_("{project}: {text}").format(project=about, text=text))
    return True


def edit_project(screen: ProjectScreen, label: str, edit: ProjectEdit, text: str) -> bool:
    """Commit an edit of a room's project and tell how it went."""
    outcome = commit_edit(screen, [screen.project.id], label, edit)
    return report_outcome(screen, [screen.project.id], outcome, text, lambda: None)


def name_projects(screen: BaseScreen, ids: Sequence[str]) -> str:
    """Return the project's name; of several how many there are, and the money in them."""
    projects = screen.host.book.projects
    if len(ids) == 1 and ids[0] in projects:
        return projects[ids[0]].name
    several = len(screen.host.pipeline.groups) > 1
    there = [projects[id_] for id_ in ids if id_ in projects]
    return touched_text(there, screen.host.context.playbook, marked=several)


def add_touched(screen: BaseScreen, label: str, ids: Sequence[str]) -> str:
    """Return a label with the projects it is about and their money, where they are several."""
    if len(ids) == 1:
        return label
    return _("{label} ({projects})").format(label=label, projects=name_projects(screen, ids))


def place_of(asked: str, ids: Sequence[str], record: str = "") -> InputPlace:
    """Return the place of a line about these projects: of no project, if they are several."""
    return InputPlace(asked, ids[0], record) if len(ids) == 1 else InputPlace(asked)


def step_stage(screen: BaseScreen, ids: Sequence[str], step: int, done: Finished) -> None:
    """Move the stage on or back at once, and say what an open gate still wants.

    Completing the last stage wins a project, which leaves the list: that is asked, so that a key
    held too long neither wins it nor goes on to the next one.
    """
    book, stages = screen.host.book, screen.host.context.playbook.stages
    found = [book.projects[id_] for id_ in ids if id_ in book.projects]
    if step > 0 and any(project.stage == stages[-2].id for project in found if len(stages) > 1):
        label = _("{project}: {stage} completed?").format(
            project=name_projects(screen, ids), stage=stages[-1].id
        )
        option = ("w", _("yes, won"), lambda: _step_stage(screen, ids, step, done))
        screen.choose(label, [option])
    else:
        _step_stage(screen, ids, step, done)


def _step_stage(screen: BaseScreen, ids: Sequence[str], step: int, done: Finished) -> None:
    def edit(project: Project, reading: ReadingContext) -> Project:
        return move_stage(project, step, reading)

    before = screen.host.book.projects
    stages = {id_: before[id_].stage for id_ in ids if id_ in before}
    outcome = commit_edit(screen, ids, FIELD_NAMES["stage"], edit)
    if outcome.failed is not None:
        screen.tell(outcome.failed, "amber")
        return
    there = screen.host.book.projects
    moved = [there[id_] for id_ in ids if id_ in there]
    done()
    context = screen.host.context
    message, tone = _stage_message(moved, name_projects(screen, ids), step, context.playbook)
    today = context.today()
    falling = [
        newly_due_questions(project, stages[project.id], context.playbook, today)
        for project in moved
    ]
    screen.tell(message + _due_text(sum(map(len, falling))), tone)


def _due_text(count: int) -> str:
    """Return how many strategy questions fell due by a move, behind what else is told of it."""
    if not count:
        return ""
    text = ngettext(
        "; {count} question now due (open it, then 2)",
        "; {count} questions now due (open it, then 2)",
        count,
    )
    return text.format(count=count)


def _stage_message(
    projects: Sequence[Project], touched: str, step: int, playbook: Playbook
) -> tuple[str, Tone]:
    gates = {project.id: _list_gaps(project, playbook) if step > 0 else [] for project in projects}
    gaps = sum(map(bool, gates.values()))
    if len(projects) > 1:
        message = _("{projects}: moved").format(projects=touched)
        if not gaps:
            return message, ""
        names = _(", ").join(project.name for project in projects if gates[project.id])
        text = _("{message}; something still missing for {names}")
        return text.format(message=message, names=names), "amber"
    project = projects[0]
    figures = {
        "name": project.name,
        "stage": project.stage,
        "missing": _("; ").join(gates[project.id]),
    }
    if project.status == "won":
        message = N_("{name} is at {stage}: won, moved to Ended; u to undo")
    elif gaps:
        message = N_("{name}: {stage} reached; still missing: {missing}")
    else:
        message = N_("{name} is at {stage}")
    return _(message).format_map(figures), "amber" if gaps else ""


def _list_gaps(project: Project, playbook: Playbook) -> list[str]:
    stage = project.stage
    return [
        missing_gate_text(gap, stage, playbook) for gap in missing_gates(project, stage, playbook)
    ]


def pick_workstream(screen: ProjectScreen, label: str, chosen: Callable[[Bone], None]) -> None:
    """Ask for a workstream by its letter and give it to `chosen`."""
    bones = fishbone(screen.project, screen.host.context.playbook)
    options: list[LetterOption] = [
        (letter, workstream_title(bone), partial(chosen, bone))
        for letter, bone in zip(ascii_lowercase, bones, strict=False)
    ]
    screen.choose(label, options)


def end_projects(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Ask how a project ended and why; an ended one can be opened again."""
    if not ids:
        return

    def ask_reason_for(status: Status) -> Callable[[], None]:
        return lambda: _ask_reason(screen, ids, status, done)

    def reopen_projects() -> None:
        outcome = commit_edit(
            screen,
            ids,
            N_("reopen"),
            lambda project, reading: reopen_project(project, reading.stamp),
        )
        report_outcome(screen, ids, outcome, _("reopen"), done)

    options = [
        ("l", status_name("lost"), ask_reason_for("lost")),
        ("a", status_name("abandoned"), ask_reason_for("abandoned")),
        ("h", status_name("on_hold"), ask_reason_for("on_hold")),
        ("w", status_name("won"), ask_reason_for("won")),
    ]
    if any(screen.host.book.projects[id_].status != "open" for id_ in ids):
        options.append(("o", _("reopen"), reopen_projects))
    screen.choose(add_touched(screen, _("end as"), ids), options)


def _ask_reason(screen: BaseScreen, ids: Sequence[str], status: Status, done: Finished) -> None:
    label = add_touched(screen, status_name(status), ids)

    def accept(reason: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return end_project(project, status, read_reason(reason, status), reading.stamp)

        outcome = commit_edit(screen, ids, ENDINGS[status], edit)
        outcome_text = status_name(status)
        if status != "on_hold":
            inside = getattr(screen, "room", "") == "review"
            outcome_text = (
                _("{status}; the review is written here: e writes").format(status=outcome_text)
                if inside
                else _("{status}; to write the review: open it, then 6").format(status=outcome_text)
            )
        return report_outcome(screen, ids, outcome, outcome_text + open_text, done)

    open_text = "".join(f"  ! {text}" for text in _list_open(screen, ids, status))
    shown = line(StyledText(open_text.strip(), "amber")) if open_text else ()
    label, place = _("reason {status}").format(status=label), place_of(status, ids)
    screen.ask(label, "", accept, echo=lambda _typed: shown, place=place)


def _list_open(screen: BaseScreen, ids: Sequence[str], status: Status) -> list[str]:
    """List what was not completed of projects that are to be won; of several, their names."""
    if status != "won":
        return []
    there, reading = screen.host.book.projects, screen.host.reading()
    found = {
        project: list(missing_remarks(project, won, reading))
        for project in (there[id_] for id_ in ids if id_ in there)
        for won in [project.model_copy(update={"status": "won"})]
    }
    if len(found) == 1:
        return next(iter(found.values()))
    names = _(", ").join(project.name for project, gaps in found.items() if gaps)
    return [_("something still missing for {names}").format(names=names)] if names else []


def hold_projects(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Put projects on hold, with a reason."""
    if ids:
        _ask_reason(screen, ids, "on_hold", done)


def snooze_flags(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    """Put the flags of projects to sleep until a day, with a reason; or wake those that sleep."""
    found = [screen.host.assess(screen.host.book.projects[id_]) for id_ in ids]
    if any(assessment.flags for assessment in found):
        _ask_until(screen, ids, done)
    elif any(assessment.asleep for assessment in found):
        options = [("w", _("unsnooze"), lambda: _wake(screen, ids, done))]
        screen.choose(_("flags snoozed"), options)
    else:
        screen.tell(_("no flags to snooze"))


def _wake(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    def edit(project: Project, reading: ReadingContext) -> Project:
        rules = [flag.rule for flag, _nap in screen.host.assess(project).asleep]
        return wake_rules(project, rules, reading.stamp)

    report_outcome(
        screen, ids, commit_edit(screen, ids, N_("unsnooze"), edit), _("unsnoozed"), done
    )


def _ask_until(screen: BaseScreen, ids: Sequence[str], done: Finished) -> None:
    host = screen.host
    context = host.context

    def echo(text: str) -> TextLine:
        try:
            day, reason = _day_and_reason(text, context.today(), context.dates)
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        shown = StyledText(f"{day_text(day)} {reason}", "good")
        remark = remark_day_off(day, context.work_calendar, context.today())
        return (*remark, *line(StyledText("= ", "dim"), shown))

    def accept(text: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            awake = [flag.rule for flag in host.assess(project).flags]
            day, reason = _day_and_reason(text, reading.stamp.today, reading.dates)
            return snooze_rules(project, awake, day, reason, reading.stamp) if awake else project

        outcome = commit_edit(screen, ids, N_("snooze"), edit)
        message = _("snoozed") if outcome.failed else _say_snoozed(text, context)
        return report_outcome(screen, ids, outcome, message, done)

    label = add_touched(screen, _("snooze until (date, reason)"), ids)
    place, dated = place_of("snooze", ids), partial(_find_snooze_day, context)
    how: LineOptions = {"echo": echo, "place": place, "select_all": True, "dated": dated}
    screen.ask(label, f"+{SNOOZE_DAYS}d", accept, **how)


def _say_snoozed(text: str, context: AppContext) -> str:
    day, reason = _day_and_reason(text, context.today(), context.dates)
    message = _("snoozed until {day}").format(day=day_text(day))
    return _("{message}: {reason}").format(message=message, reason=reason) if reason else message


def _find_snooze_day(context: AppContext, text: str) -> DatedText | None:
    """Return the day until which flags are to sleep, and how to type another one."""
    try:
        day, reason = _day_and_reason(text, context.today(), context.dates)
    except UserError:
        return None
    return DatedText(day, lambda new: f"{new} {reason}".rstrip())


def _day_and_reason(text: str, today: date, dates: DateOrder | None) -> tuple[date, str]:
    """Return the day that the text begins with, the longest that reads, and the rest of it.

    A text without a figure that begins with no day is a reason, for the days that were proposed.
    """
    words = text.split()
    for count in range(min(len(words), LONGEST_DAY), 0, -1):
        try:
            day = parse_day(" ".join(words[:count]), today, dates)
        except UserError as refusal:
            if refusal.code in ("day-order", "festival-unnamed"):
                raise
            continue
        if day <= today:
            raise UserError("snooze-past", until=day.isoformat())
        return day, " ".join(words[count:])
    if words and not any(char.isdecimal() for char in text):
        return today + timedelta(days=SNOOZE_DAYS), " ".join(words)
    return parse_day(" ".join(words[:1]), today, dates), ""
