"""What hangs on a row: the row it waits for, templates, and the red thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import put_row, put_rows
from deals.fields import Reading
from deals.model import Goal, PlanRow, Project
from deals.plan.templates import apply_template, fitting
from deals.playbook import Template
from deals.refusal import Refusal
from deals.thread import outcomes_of, source_of
from screens.kit import rooms
from screens.kit.cells import fit
from screens.kit.screen import Option
from screens.kit.wording import N_, _, language, ngettext, say
from screens.plan.deeds import done
from screens.plan.knots import ROW, SHORT, ref_of, ref_text

if TYPE_CHECKING:
    from screens.plan.screen import PlanScreen

_MOST = 9


def choose_before(screen: PlanScreen, row: PlanRow) -> None:
    """Takes the row that this one waits for by its letter; `-` for none."""
    begun = screen.project

    def chosen(before: PlanRow | None) -> None:
        new = row.model_copy(update={"after": before.id if before else None})

        def edit(one: Project, reading: Reading) -> Project:
            return put_row(one, new, reading.stamp)

        waits = _("{row} waits for {before}") if before else _("{row} waits for nothing")
        said = waits.format(row=row.content, before=before.content if before else "")
        done(screen, N_("plan row"), edit, said, begun)

    screen.pick_row(_("after which row? its letter, - for none"), chosen)


def choose_template(screen: PlanScreen) -> None:
    """Offers the playbook's templates, those that fit first; the rows come as one change."""
    found = fitting(screen.project, screen.host.context.playbook)[:_MOST]
    if not found:
        screen.tell(_("the playbook has no templates"), "amber")
        return
    lang = language()
    options: list[Option] = [
        (str(at), one.name.of(lang), partial(_apply, screen, one))
        for at, one in enumerate(found, 1)
    ]
    screen.choose(_("which template?"), options)


def _apply(screen: PlanScreen, chosen: Template) -> None:
    begun = screen.project
    known = {one.id for one in begun.plan}

    def edit(one: Project, reading: Reading) -> Project:
        return put_rows(one, apply_template(one, chosen, reading, language()), reading.stamp)

    count = len(chosen.rows)
    said = ngettext("{count} row from {name}", "{count} rows from {name}", count)
    name = chosen.name.of(language())
    try:
        good = done(screen, N_("template"), edit, said.format(count=count, name=name), begun)
    except Refusal as refusal:
        screen.tell(say(refusal), "red")
        return
    new = next((one.id for one in screen.project.plan if one.id not in known), None)
    if good and new is not None:
        screen.go(f"{ROW}{new}")
        screen.tell(said.format(count=count, name=name))


def follow(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Goes along the red thread: at once where there is one way, else by one of a few."""
    project, here = screen.project, ref_of(item)
    source = source_of(project, here)
    refs = [*([source] if source else []), *outcomes_of(project, here)]
    refs = [one for one in refs if not one.startswith("checkpoint:")]
    if not refs:
        screen.tell(_("the thread ends here: s links it to a goal"), "amber")
        return
    if len(refs) == 1:
        _open(screen, refs[0])
        return
    options = [
        (str(at), _said(screen, ref, back=ref == source), partial(_open, screen, ref))
        for at, ref in enumerate(refs[:_MOST], 1)
    ]
    screen.choose(_("along the thread"), options)


def _said(screen: PlanScreen, ref: str, *, back: bool) -> str:
    text = fit(ref_text(screen.project, ref, screen.host.context.playbook), SHORT).rstrip()
    return f"< {text}" if back else f"> {text}"


def _open(screen: PlanScreen, ref: str) -> None:
    """Goes to an item: in this room, or in the one that shows it."""
    if not rooms.follow(screen, ref):
        screen.tell(ref_text(screen.project, ref, screen.host.context.playbook))
