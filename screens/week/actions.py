"""The actions on what is due: done, on another day; and whose and what is looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from string import ascii_lowercase
from typing import TYPE_CHECKING

from deals.agenda import DUE_KINDS, DoneItem, DueItem
from deals.edits.contacts import clear_follow_up
from deals.edits.due_days import check_due, find_due_row, finish_next, move_due
from deals.edits.planning import set_row_state, settle_checkpoint
from deals.errors import UserError
from deals.model import Project
from deals.parsing.days import parse_day
from deals.parsing.reading_context import ReadingContext
from deals.planning import reschedule_row
from deals.planning.plan_lines import end_row
from deals.planning.rows import shift_day
from deals.unsaved import InputPlace
from screens.base.contact_actions import ask_touch
from screens.base.move_along import ask_moved, say_moved_checks
from screens.base.owner_choice import choose_whose_projects
from screens.base.project_actions import commit_edit, end_projects, report_outcome, step_stage
from screens.base.record_editor import (
    EditQuestion,
    TextEditor,
    echo_understood,
    edit_field,
    read_action,
)
from screens.base.screen import LetterOption
from screens.week.view import WeekItem
from views.day_off import DatedText, dated_action, say_day_off
from views.due_texts import due_name, say_due
from views.field_values import day_text, echo_value
from views.gantt import ROW_PREFIX
from views.styled_text import TextLine
from wording import N_, _, pgettext

if TYPE_CHECKING:
    from screens.week.screen import WeekScreen

DONE_LABEL = N_("done")
DAY_LABEL = N_("due day")


def finish_item(screen: WeekScreen, item: DueItem) -> None:
    """Have something done, asking what its kind asks for; a day that others set cannot be."""
    match item.kind:
        case "next":
            _ask_next(screen, item)
        case "task":
            _finish_task(screen, item)
        case "checkpoint":
            _ask_result(screen, item)
        case "follow-up":
            places = (item.project.id, *(id_ for id_ in item.places if id_ != item.project.id))
            ask_touch(
                *(screen, places, _nothing, item.people, item.on),
                bare=partial(_finish_follow_up, screen, item, places),
            )
        case "tender":
            _ask_stage(screen, item, _("a tender day is done once the bid is in"))
        case "signing":
            _ask_stage(screen, item, _("a close date is done once it is signed"))


def _ask_stage(screen: WeekScreen, item: DueItem, label: str) -> None:
    """Offer what has a day done that others set: a stage that is completed, or the end."""
    ids = [item.project.id]
    screen.choose(
        label,
        [
            ("s", _("move the stage on"), partial(step_stage, screen, ids, 1, screen.stay)),
            ("e", _("end it"), partial(end_projects, screen, ids, screen.stay)),
        ],
    )


def _ask_next(screen: WeekScreen, item: DueItem) -> None:
    """Ask for the next action in the place of one that is done; Enter alone leaves none."""
    project = item.project

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        _check_still_due(screen, item)
        return finish_next(project, item, text, reading)

    def echo(text: str) -> TextLine:
        return echo_value("next", text, screen.host.context.reading())

    def message(text: str) -> str:
        then = " ".join(span.text.strip() for span in echo(text)) if text.strip() else _("none set")
        return _("done: {what}; next {then}").format(what=say_due(item), then=then.lstrip("= "))

    TextEditor(
        screen,
        DONE_LABEL,
        write,
        _("done: {what}. What next, and when").format(what=say_due(item)),
        InputPlace("next", project.id),
        ids=(project.id,),
        hint=_("what comes next fri; Enter alone: nothing yet; Esc: not done"),
        echo=echo,
        message=message,
        done=screen.stay,
        confirms=True,
        dated=lambda text: dated_action(read_action(screen, text)),
    ).ask()


def _finish_task(screen: WeekScreen, item: DueItem) -> None:
    def edit(project: Project, reading: ReadingContext) -> Project:
        find_due_row(project, item)
        return set_row_state(project, item.record, "done", reading.stamp)

    outcome = commit_edit(screen, [item.project.id], DONE_LABEL, edit)
    message = _("{what}: done; u to undo").format(what=item.what)
    report_outcome(screen, [item.project.id], outcome, message, _nothing)


def _finish_follow_up(screen: WeekScreen, item: DueItem, places: Sequence[str]) -> bool:
    """Have a follow-up done without a touch: not all that is done for a person meets them."""

    def edit(project: Project, reading: ReadingContext) -> Project:
        for person in item.people:
            project = clear_follow_up(project, person.id, reading.stamp, item.on, done=True)
        return project

    outcome = commit_edit(screen, places, DONE_LABEL, edit)
    message = _("{what}: done; u to undo").format(what=say_due(item))
    return report_outcome(screen, [item.project.id], outcome, message, _nothing)


def _ask_result(screen: WeekScreen, item: DueItem) -> None:
    """Ask what was found at a checkpoint."""

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        _check_still_due(screen, item)
        return settle_checkpoint(project, item.row, item.record, text, reading.stamp)

    TextEditor(
        screen,
        N_("checkpoint"),
        write,
        _("{what}: result").format(what=item.what),
        InputPlace("result", item.project.id, item.record),
        ids=(item.project.id,),
        hint=_("what was found; Esc: not reviewed yet"),
        message=lambda text: item.what + _(": ") + text.strip(),
    ).ask()


def _check_still_due(screen: WeekScreen, item: DueItem) -> None:
    """Refuse what others have settled or set anew since the line was opened: a line writes to the
    book as it was then, which would take that back unseen.
    """
    project = screen.host.book.projects.get(item.project.id)
    if project is not None:
        check_due(project, item)


# Another day -------------------------------------------------------------------------------------


def move_by_day(screen: WeekScreen, item: DueItem, step: int) -> None:
    """Move what is due a day on or back; what is overdue comes to today first."""
    if _tell_fixed(screen, item):
        return
    today = screen.host.context.today()
    day = max(shift_day(item.on, step), today)
    if day == item.on or (step < 0 and item.overdue):
        screen.tell(_("no day before today: w types any other"))
        return
    _day_editor(screen, item).accept(day.isoformat())


def _tell_fixed(screen: WeekScreen, item: DueItem) -> bool:
    """Tell that others set a day, which no single key moves; whether it is such a day."""
    match item.kind:
        case "signing":
            screen.tell(_("a close date is a window: w types another one"), "amber")
        case "tender":
            screen.tell(_("the customer sets a tender day: w types another one"), "amber")
        case _:
            return False
    return True


def move_to_work(screen: WeekScreen, item: DueItem) -> None:
    """Move what is due to the next day of work after its day."""
    if _tell_fixed(screen, item):
        return
    today = screen.host.context.today()
    day = screen.host.context.work_calendar.next_working_day(max(item.on, today))
    _day_editor(screen, item).accept(day.isoformat())


def type_day(screen: WeekScreen, item: DueItem) -> None:
    """Type another day for what is due; of a signing day the window that it ends."""
    if item.kind == "signing":
        edit_field(screen, [item.project.id], "signs", _nothing)
    else:
        _day_editor(screen, item).ask()


def _day_editor(screen: WeekScreen, item: DueItem) -> TextEditor:
    context = screen.host.context

    def read(text: str) -> date:
        return parse_day(text, context.today(), context.dates)

    def write(project: Project, text: str, reading: ReadingContext) -> Project:
        _check_still_due(screen, item)
        return move_due(project, item, read(text), reading)

    return TextEditor(
        *(screen, DAY_LABEL, write, _("{what}: day").format(what=say_due(item))),
        place=InputPlace(f"due:{item.kind}", item.project.id, item.record),
        text=item.on.isoformat(),
        ids=(item.project.id,),
        echo=lambda text: echo_understood(day_text(read(text))),
        message=partial(_say_moved, screen, item, read),
        question=partial(_ask_along, screen, item, read),
        select_all=True,
        dated=partial(_find_typed_day, read),
    )


def _say_moved(screen: WeekScreen, item: DueItem, read: Callable[[str], date], text: str) -> str:
    """Say on which day it is due now, what moved with it or has to be done first, and that the day
    is a day off if so.
    """
    context = screen.host.context
    try:
        day = read(text)
    except UserError:
        return ""  # which is said when it is written
    off = say_day_off(day, context.work_calendar, context.today())
    parts = (say_due(item) + _(": ") + day_text(day), *_say_around(item, day), off)
    return _("; ").join(filter(None, parts))


def _say_around(item: DueItem, day: date) -> Iterator[str]:
    """Yield which checkpoints of a task move with it, and what it waits for that ends later."""
    rows = {row.id: row for row in item.project.plan}
    row = rows.get(item.record)
    if item.kind != "task" or row is None:
        return
    moved = reschedule_row(item.project, row.id, end_row(row, day).start, day).row
    yield say_moved_checks(row, moved)
    first = rows.get(row.after or "")
    start = moved.start or day
    if first is not None and first.state in ("open", "doing") and first.end and first.end >= start:
        yield _("it waits for {task}, which ends {day}").format(
            task=first.content, day=day_text(first.end)
        )


def _find_typed_day(read: Callable[[str], date], text: str) -> DatedText | None:
    try:
        return DatedText(read(text), date.isoformat)
    except UserError:
        return None


def _ask_along(
    screen: WeekScreen, item: DueItem, read: Callable[[str], date], text: str
) -> EditQuestion | None:
    """Ask whether tasks that wait for one that is moved move along."""
    project = screen.host.book.projects.get(item.project.id)
    if item.kind != "task" or project is None:
        return None
    check_due(project, item)
    row, day = find_due_row(project, item), read(text)
    return ask_moved(row, reschedule_row(project, row.id, end_row(row, day).start, day))


# Where it stands, and what is looked at ----------------------------------------------------------


def open_item(screen: WeekScreen, item: DueItem) -> None:
    """Open the room where it stands: the plan for work on it, else the people."""
    host, room = screen.host, "people"
    match item.kind:
        case "task":
            host.landing, room = f"{ROW_PREFIX}{item.record}", "plan"
        case "checkpoint":
            host.landing, room = f"{ROW_PREFIX}{item.row}", "plan"
        case "follow-up":
            host.landing = item.record
        case "tender":
            room = "plan"
        case _:
            pass
    host.open_screen(room, item.project)


def open_done(screen: WeekScreen, item: DoneItem) -> None:
    """Open the room where it was done: the plan at the task, else the people it was with."""
    host, room = screen.host, "people"
    if item.kind in ("task", "checkpoint"):
        host.landing, room = f"{ROW_PREFIX}{item.record}", "plan"
    elif item.touch is not None:
        host.landing = next(iter(item.touch.contacts), None)
    elif item.contact is not None:
        host.landing = item.contact.id
    host.open_screen(room, item.project)


def log_item_touch(screen: WeekScreen, item: WeekItem) -> None:
    """Log a touch on the project, with the person whom a follow-up is about."""
    if isinstance(item, DueItem) and item.kind == "follow-up":
        finish_item(screen, item)
    else:
        ask_touch(screen, [item.project.id], _nothing)


def choose_whose(screen: WeekScreen) -> None:
    """Choose whose it is: mine, of that what I do, the team's, or an owner's."""

    def show(owner: str | None = None, *, mine: bool = False, doing: bool = False) -> None:
        screen.show_look(replace(screen.look, owner=owner, mine=mine, doing=doing))

    screen.choose(
        _("whose"),
        [
            ("m", pgettext("scope", "mine"), partial(show, mine=True)),
            ("d", pgettext("scope", "mine to do"), partial(show, mine=True, doing=True)),
            ("t", pgettext("scope", "team"), show),
            ("o", _("an owner"), partial(choose_whose_projects, screen, show)),
        ],
    )


def choose_kinds(screen: WeekScreen) -> None:
    """Hide a kind of what is due, or show it again."""
    look = screen.look
    options: list[LetterOption] = [
        (
            letter,
            _("show {kind}").format(kind=due_name(kind)) if kind in look.hidden else due_name(kind),
            partial(screen.show_look, look.turn_kind(kind)),
        )
        for letter, kind in zip(ascii_lowercase, DUE_KINDS, strict=False)
    ]
    screen.choose(_("hide or show"), options)


def _nothing() -> None:
    """Do nothing: the list follows the book by itself."""
