"""Projects made and unmade on the pipeline."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from deals.edits import quick_project
from deals.refusal import Refusal
from deals.unsaved import Place
from screens.kit.card import Card
from screens.kit.spans import Line, Span, line
from screens.kit.wording import N_, _, ngettext, say

if TYPE_CHECKING:
    from screens.pipeline.screen import PipelineScreen


def add(screen: PipelineScreen) -> None:
    """Takes a project in one line, shown back as it is understood."""
    host = screen.host

    def echo(text: str) -> Line:
        if not text.strip():
            return line(Span(_("name @customer owner:name P2 0.8-1.5M 2026-Q4"), "dim"))
        try:
            return Card.summary(quick_project(text, host.context.reading()), host.context.glyphs)
        except Refusal as refusal:
            return line(Span(say(refusal), "amber"))

    accept, place = partial(_added, screen), Place("new project")
    screen.ask(_("new project"), "", accept, echo=echo, place=place)


def _added(screen: PipelineScreen, text: str) -> bool:
    if not text.strip():
        return False
    host = screen.host
    try:
        project = quick_project(text, host.context.reading())
    except Refusal as refusal:
        screen.refuse(say(refusal))
        return False
    failed = host.commit(host.book.with_projects(project), N_("add"))
    if failed is not None:
        screen.refuse(failed)
        return False
    screen.select(screen.selection.go(project.id))
    listed = project.id in screen.selection.ids
    told = N_("{name} added") if listed else N_("{name} added; the filter hides it")
    screen.tell(_(told).format(name=project.name))
    return True


def delete(screen: PipelineScreen) -> None:
    """Deletes what the hand is on."""
    ids = screen.selection.targets
    failed = screen.host.commit(screen.host.book.without(*ids), N_("delete"))
    if failed is not None:
        screen.tell(failed, "red")
        return
    text = ngettext(
        "{count} project deleted; u brings it back",
        "{count} projects deleted; u brings them back",
        len(ids),
    )
    screen.done()
    screen.tell(text.format(count=len(ids)))
