"""Filter, order and views asked for in the status line."""

from __future__ import annotations

from functools import partial
from threading import Thread
from typing import TYPE_CHECKING

from deals.filters import parse_filter
from deals.refusal import Refusal
from deals.unsaved import Place
from deals.views import builtin_views
from screens.kit.spans import Line, Span, line
from screens.kit.wording import N_, _, say
from screens.pipeline.look import look_choices, sort_choices

if TYPE_CHECKING:
    from screens.pipeline.screen import PipelineScreen


def ask_filter(screen: PipelineScreen) -> None:
    """Filters with every key typed; Enter keeps it, Esc brings the old one back."""
    before = screen.look
    projects = tuple(screen.host.book.projects.values())
    Thread(target=screen.host.search.warm, args=(projects,), daemon=True).start()

    def echo(text: str) -> Line:
        said = _unreadable(screen, text)
        if said:
            text = text.rpartition(" ")[0]  # what stands before the term still being typed
        if not said or not _unreadable(screen, text):
            screen.show_look(before.filtered(text))
        return line(Span(said, "amber") if said else Span(str(len(screen.selection.ids)), "good"))

    def accept(text: str) -> bool:
        said = _unreadable(screen, text)
        if said:
            screen.refuse(said)
            return False
        screen.show_look(before.filtered(text.strip()))
        return True

    def rove(step: int) -> None:
        screen.select(screen.selection.move(step))

    text, cancel = before.filter + " " if before.filter else "", partial(screen.show_look, before)
    screen.ask(_("filter"), text, accept, echo=echo, cancel=cancel, rove=rove, place=None)


def _unreadable(screen: PipelineScreen, text: str) -> str:
    """Why a filter cannot be read; nothing if it can."""
    try:
        parse_filter(text, screen.host.filter_context())
    except Refusal as refusal:
        return say(refusal)
    return ""


def ask_sort(screen: PipelineScreen) -> None:
    """Offers the orders at a key each."""
    screen.choose(_("sort by"), sort_choices(screen.look, screen.show_look))


def ask_view(screen: PipelineScreen) -> None:
    """Offers the built-in views and the user's own at a key each."""
    host = screen.host
    views = (*builtin_views(host.context.today()), *host.book.views)
    screen.choose(_("view"), look_choices(views, screen.show_look))


def ask_view_name(screen: PipelineScreen) -> None:
    """Saves the present look under a name, or drops the view of the name behind a `-`."""

    def accept(typed: str) -> bool:
        name = typed.strip()
        try:
            views = screen.look.saved_as(name, screen.host.book.views)
        except Refusal as refusal:
            screen.refuse(say(refusal))
            return False
        dropping = name.startswith("-")
        label = N_("drop view") if dropping else N_("save view")
        failed = screen.host.commit(screen.host.book.with_views(*views), label)
        if failed is not None:
            screen.refuse(failed)
            return False
        screen.tell(_("view dropped") if dropping else _("view saved: v shows it"))
        return True

    screen.ask(_("save this view as"), screen.look.own_name(), accept, place=Place("view"))
