"""Checkpoints of a row: added, settled with what was found, changed and taken out."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import drop_checkpoint, put_checkpoint, settle_checkpoint
from deals.fields import Reading
from deals.model import Checkpoint, PlanRow, Project
from deals.plan import parse_plan_day
from deals.refusal import Refusal
from deals.thread import thread
from deals.unsaved import Place
from screens.kit.deeds import done
from screens.kit.screen import Option
from screens.kit.spans import Line, Span, line
from screens.kit.values import day_text
from screens.kit.wording import N_, _, say
from screens.plan.deeds import unheard_of
from screens.plan.fields import NO_DAY, parted
from screens.plan.knots import ROW, short_name

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen

_MOST = 8


def checkpoint(screen: PlanScreen, row: PlanRow) -> None:
    """Adds a checkpoint, or offers those that are there."""
    if not row.checkpoints:
        add(screen, row)
        return
    shown = sorted(row.checkpoints, key=lambda one: one.done)[:_MOST]
    options: list[Option] = [
        (str(at), ("x " if one.done else "o ") + one.what, partial(_offer, screen, row, one))
        for at, one in enumerate(shown, 1)
    ]
    screen.choose(_("checkpoint"), [*options, ("n", _("new"), partial(add, screen, row))])


def offer_check(screen: PlanScreen, row: PlanRow, check_id: str) -> None:
    """Offers what can be done with one checkpoint, where it is still there."""
    check = next((one for one in row.checkpoints if one.id == check_id), None)
    if check is not None:
        _offer(screen, row, check)


def _offer(screen: PlanScreen, row: PlanRow, check: Checkpoint) -> None:
    options: list[Option] = [
        ("r", _("result"), partial(settle, screen, row, check)),
        ("e", _("change"), partial(add, screen, row, check)),
        ("D", _("delete"), partial(_drop, screen, row, check)),
    ]
    screen.choose(check.what, options)


def add(screen: PlanScreen, row: PlanRow, check: Checkpoint | None = None) -> None:
    """Takes `what; day; by whom` of a new checkpoint, or of one that is there."""
    begun = screen.project
    new_id = check.id if check else screen.host.context.new_id()

    def made(text: str, one: Project) -> Checkpoint:
        new = check or Checkpoint(id=new_id, what="", on=row.end)
        return _read(new, text, screen.today, one)

    def edit(text: str, one: Project, reading: Reading) -> Project:
        return put_checkpoint(one, row.id, made(text, one), reading.stamp)

    def echo(text: str) -> Line:
        if not text.strip():
            return line(Span(_("what is looked at; day; by whom"), "dim"))
        try:
            new = made(text, begun)
        except Refusal as refusal:
            return line(Span(say(refusal), "amber"))
        return (*_understood(new), *unheard_of(screen, new.by))

    def accept(text: str) -> bool:
        said = f"{short_name(row)}: {text.strip()}"
        return done(screen, N_("checkpoint"), partial(edit, text), said, begun)

    start = "; ".join([check.what, f"{check.on or NO_DAY}", check.by]) if check else ""
    place = Place("checkpoint" if check else "new checkpoint", begun.id, (check or row).id)
    screen.ask(_("checkpoint"), start.rstrip("; "), accept, echo=echo, place=place)


def _read(check: Checkpoint, text: str, today: date, project: Project) -> Checkpoint:
    """A checkpoint as the line says it; a new one that names no day keeps its row's last."""

    def day(said: str) -> date | None:
        return parse_plan_day(said, today, project.signs)

    what, said, by = parted(text, day)
    kept = None if check.what else check.on
    on = None if said == NO_DAY else day(said) if said else kept
    return check.model_copy(update={"what": what, "on": on, "by": by})


def _understood(check: Checkpoint) -> Line:
    parts = (check.what, day_text(check.on) if check.on else _("no day"), check.by)
    return line(Span("= ", "dim"), Span("  ".join(filter(None, parts)), "good"))


def settle(screen: PlanScreen, row: PlanRow, check: Checkpoint) -> None:
    """Takes what was found; nothing at all opens the checkpoint again."""
    begun = screen.project

    def accept(text: str) -> bool:
        def edit(one: Project, reading: Reading) -> Project:
            return settle_checkpoint(one, row.id, check.id, text, reading.stamp)

        found = text.strip() or _("open")
        said = f"{check.what}: {found}"
        if text.strip() and _begun(begun, row).startswith("answer:"):
            said += "; " + _("> leads back to the answer it came from")
        return done(screen, N_("checkpoint"), edit, said, begun)

    label, place = _("{what}: result").format(what=check.what), Place("result", begun.id, check.id)
    screen.ask(label, check.result, accept, place=place)


def _begun(project: Project, row: PlanRow) -> str:
    """What the thread of a row began with."""
    return next((one.ref for one in thread(project, f"{ROW}{row.id}")), "")


def _drop(screen: PlanScreen, row: PlanRow, check: Checkpoint) -> None:
    def edit(one: Project, reading: Reading) -> Project:
        return drop_checkpoint(one, row.id, check.id, reading.stamp)

    told = _("{name} is gone; u brings it back").format(name=check.what)
    done(screen, N_("checkpoint"), edit, told, screen.project)
