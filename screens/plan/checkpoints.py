"""The checkpoints of a plan row: adding one, changing it, settling it with what was found."""

from __future__ import annotations

from datetime import date
from functools import partial

from deals.edits.planning import drop_checkpoint, put_checkpoint, settle_checkpoint
from deals.errors import UserError
from deals.model import Checkpoint, PlanRow, Project
from deals.parsing.reading_context import ReadingContext
from deals.planning import parse_plan_day
from deals.thread import thread
from deals.unsaved import InputPlace
from screens.base.project_actions import edit_project
from screens.base.project_screen import ProjectScreen
from screens.base.screen import LetterOption
from screens.plan.fields import NO_DAY, split_line
from screens.plan.view import warn_unknown_people
from views.field_values import day_text
from views.gantt import ROW, short_name
from views.styled_text import StyledText, TextLine, line
from wording import N_, _, say

_MOST_CHECKPOINTS = 8


def choose_checkpoint(screen: ProjectScreen, row: PlanRow) -> None:
    """Add a checkpoint, or offer those that are there."""
    if not row.checkpoints:
        add(screen, row)
        return
    shown = sorted(row.checkpoints, key=lambda check: check.done)[:_MOST_CHECKPOINTS]
    options: list[LetterOption] = [
        (str(at), ("x " if check.done else "o ") + check.what, partial(_offer, screen, row, check))
        for at, check in enumerate(shown, 1)
    ]
    screen.choose(_("checkpoint"), [*options, ("n", _("new"), partial(add, screen, row))])


def offer_check(screen: ProjectScreen, row: PlanRow, check_id: str) -> None:
    """Offer what can be done with one checkpoint, where it is still there."""
    check = next((checkpoint for checkpoint in row.checkpoints if checkpoint.id == check_id), None)
    if check is not None:
        _offer(screen, row, check)


def _offer(screen: ProjectScreen, row: PlanRow, check: Checkpoint) -> None:
    options: list[LetterOption] = [
        ("r", _("result"), partial(settle, screen, row, check)),
        ("e", _("change"), partial(add, screen, row, check)),
        ("D", _("delete"), partial(_drop, screen, row, check)),
    ]
    screen.choose(check.what, options)


def add(screen: ProjectScreen, row: PlanRow, check: Checkpoint | None = None) -> None:
    """Take `what; day; by whom` of a new checkpoint, or of one that is there."""
    begun, host = screen.project, screen.host
    new_id = check.id if check else host.context.new_id()

    def read_line(text: str, project: Project) -> Checkpoint:
        new = check or Checkpoint(id=new_id, what="", on=row.end)
        return _read_checkpoint(new, text, host.context.today(), project)

    def edit(text: str, project: Project, reading: ReadingContext) -> Project:
        return put_checkpoint(project, row.id, read_line(text, project), reading.stamp)

    def echo(text: str) -> TextLine:
        if not text.strip():
            return line(StyledText(_("what is looked at; day; by whom"), "dim"))
        try:
            new = read_line(text, begun)
        except UserError as refusal:
            return line(StyledText(say(refusal), "amber"))
        warning = warn_unknown_people(new.by, screen.project, host.book, host.context.me)
        return (*_echo_checkpoint(new), *warning)

    def accept(text: str) -> bool:
        message = f"{short_name(row)}: {text.strip()}"
        return edit_project(screen, N_("checkpoint"), partial(edit, text), message, begun)

    start = "; ".join([check.what, f"{check.on or NO_DAY}", check.by]) if check else ""
    place = InputPlace("checkpoint" if check else "new checkpoint", begun.id, (check or row).id)
    screen.ask(_("checkpoint"), start.rstrip("; "), accept, echo=echo, place=place)


def _read_checkpoint(check: Checkpoint, text: str, today: date, project: Project) -> Checkpoint:
    """Return a checkpoint as the line says it; a new one that names no day keeps its row's last."""

    def day(typed: str) -> date | None:
        return parse_plan_day(typed, today, project.signs)

    what, day_typed, by = split_line(text, day)
    kept = None if check.what else check.on
    on = None if day_typed == NO_DAY else day(day_typed) if day_typed else kept
    return check.model_copy(update={"what": what, "on": on, "by": by})


def _echo_checkpoint(check: Checkpoint) -> TextLine:
    parts = (check.what, day_text(check.on) if check.on else _("no day"), check.by)
    return line(StyledText("= ", "dim"), StyledText("  ".join(filter(None, parts)), "good"))


def settle(screen: ProjectScreen, row: PlanRow, check: Checkpoint) -> None:
    """Take what was found; nothing at all opens the checkpoint again."""
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(project: Project, reading: ReadingContext) -> Project:
            return settle_checkpoint(project, row.id, check.id, text, reading.stamp)

        found = text.strip() or _("open")
        message = f"{check.what}: {found}"
        if text.strip() and _thread_start(begun, row).startswith("answer:"):
            message += "; " + _("> leads back to the answer it came from")
        return edit_project(screen, N_("checkpoint"), edit, message, begun)

    label, place = (
        _("{what}: result").format(what=check.what),
        InputPlace("result", begun.id, check.id),
    )
    screen.ask(label, check.result, accept, place=place)


def _thread_start(project: Project, row: PlanRow) -> str:
    """Return what the thread of a row began with."""
    return next((step.ref for step in thread(project, f"{ROW}{row.id}")), "")


def _drop(screen: ProjectScreen, row: PlanRow, check: Checkpoint) -> None:
    def edit(project: Project, reading: ReadingContext) -> Project:
        return drop_checkpoint(project, row.id, check.id, reading.stamp)

    message = _("{name} is gone; u brings it back").format(name=check.what)
    edit_project(screen, N_("checkpoint"), edit, message, screen.project)
