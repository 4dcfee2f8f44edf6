"""What hangs on a row: the row it waits for, templates, and the red thread."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

from deals.edits.planning import put_row, put_rows
from deals.fields import Reading
from deals.model import Goal, PlanRow, Project
from deals.plan.templates import Fit, apply_template, fits, fitting
from deals.playbook import Template
from deals.refusal import Refusal
from deals.thread import outcomes_of, source_of, thread
from screens.kit.deeds import done
from screens.kit.rooms import choose_along
from screens.kit.screen import Option
from screens.kit.wording import N_, _, language, ngettext, say
from screens.plan.finding import find_row
from screens.plan.knots import ROW, ref_of
from screens.plan.strip import short_days

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

    def picked(knot: str | None) -> None:
        found = screen.item_of(knot)
        if isinstance(found, PlanRow):
            chosen(found)

    screen.letters(
        _("after which row? its letter, - for none, / for its words"),
        picked,
        partial(chosen, None),
        partial(find_row, screen, _("after the row"), chosen),
    )


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
    """Puts the rows; where their days do not fit, says so and offers the ways that are left."""
    today = screen.today
    ways = fits(screen.project, chosen, today)
    if "dates" in ways:
        _put(screen, chosen, "dates")
        return
    signs = screen.project.signs
    late = signs is not None and ways["shift"].end is not None and ways["shift"].end > signs.latest
    words: Mapping[Fit, str] = {
        "squeeze": _("squeeze it into {days}"),
        "shift": _("from today, past signing: {days}") if late else _("from today: {days}"),
    }
    options: list[Option] = [
        (str(at), words[way].format(days=short_days(*span)), partial(_put, screen, chosen, way))
        for at, (way, span) in enumerate(ways.items(), 1)
    ]
    screen.choose(_why_not(screen, chosen), options)


def _why_not(screen: PlanScreen, chosen: Template) -> str:
    """Why the template cannot be put by its own days."""
    try:
        apply_template(screen.project, chosen, screen.host.context.reading(), language())
    except Refusal as refusal:
        return say(refusal)
    return ""


def _put(screen: PlanScreen, chosen: Template, way: Fit) -> None:
    begun = screen.project
    known = {one.id for one in begun.plan}

    def edit(one: Project, reading: Reading) -> Project:
        return put_rows(one, apply_template(one, chosen, reading, language(), way), reading.stamp)

    count, name = len(chosen.rows), chosen.name.of(language())
    said = ngettext("{count} row from {name}", "{count} rows from {name}", count)
    if done(screen, N_("template"), edit, said.format(count=count, name=name), begun):
        new = next((one.id for one in screen.project.plan if one.id not in known), None)
        if new is not None:
            screen.go(f"{ROW}{new}")


def follow(screen: PlanScreen, item: Goal | PlanRow) -> None:
    """Goes along the red thread: at once where there is one way, else by one of a few.

    From a row it also leads back to the answer that it all began with.
    """
    project, here = screen.project, ref_of(item)
    source, first = source_of(project, here), thread(project, here)[0].ref
    revisited = [first] if first.startswith("answer:") and first != source else []
    back = [*([source] if source else []), *revisited]
    nothing = _("the thread ends here: s links it to a goal")
    choose_along(screen, back, outcomes_of(project, here), nothing)
