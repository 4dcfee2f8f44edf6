"""Projects of which only a summary is here: fetched from the team's server when they are needed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from deals.errors import UserError
from deals.model import Project
from deals.owners import owner_key
from screens.base.answer_wait import AnswerWait
from screens.base.commands import Command, always_applies
from screens.base.screen import BaseScreen
from wording import _
from wording.errors import say
from wording.summary_texts import undue_text

if TYPE_CHECKING:
    from screens.base.app import BaseApp

MOST_FETCHED = 50
"""How many projects are fetched at once: who marks thousands has not meant to have them all."""

OFFLINE = "team-offline"
NO_EDITS = frozenset({"remove-samples", "hand-over"})
"""Commands that change the book and need no project whole: the server hands over what it has."""


def find_summaries(host: BaseApp, ids: Collection[str]) -> list[str]:
    """Return which of the projects are here as summaries alone."""
    found = ((id_, host.book.projects.get(id_)) for id_ in ids)
    return [id_ for id_, project in found if project is not None and project.glance is not None]


def tell_summaries(screen: BaseScreen, owners: Collection[str] = ()) -> None:
    """Say of how many open projects only summaries are here, which lack what is due; of all, or of
    `owners` as names are compared.
    """
    there = sum(
        project.glance is not None and project.status == "open"
        for project in screen.host.book.projects.values()
        if not owners or owner_key(project.owner) in owners
    )
    if there:
        screen.host.note(undue_text(there))


def fetch_for(
    host: BaseApp, command: Command[Any], ids: Collection[str], again: Callable[[], None]
) -> bool:
    """Fetch what a command would edit of which only summaries are here, then run it; whether so.

    Commands that always apply are about no project in particular.
    """
    if not command.changes or command.applies is always_applies or command.id in NO_EDITS:
        return False
    if host.store.read_only is not None or not (summaries := find_summaries(host, ids)):
        return False
    fetch_projects(host, summaries, again)
    return True


def fetch_projects(
    host: BaseApp, ids: Sequence[str], then: Callable[[], None], *, asks: bool = False
) -> None:
    """Fetch projects whole, then go on; keys typed meanwhile act after that, and Esc ends waiting.

    Where `then` asks something these keys are dropped: they answer no question not yet seen.
    Without a line it says so, and all stays as it is.
    """
    screen = host.screen
    if not isinstance(screen, BaseScreen):
        return
    if (refusal := _find_hindrance(host, ids)) or host.team is None:
        screen.tell(say(refusal or UserError("project-glance", name="")), "amber")
        return
    stopped = _("stopped; what is fetched by now stays")
    wait = AnswerWait(screen, _fetching_text(host, ids), stopped)

    def go_on() -> None:
        if (typed := wait.end()) is not None:
            then()
            host.press_again(() if asks else typed)

    def stay(refusal: UserError) -> None:
        offline = _("no line to the team's server; only the summary is here")
        wait.refuse(offline if refusal.code == OFFLINE else say(refusal))

    host.team.open_projects(ids, go_on, stay)


def _find_hindrance(host: BaseApp, ids: Sequence[str]) -> UserError | None:
    if host.team is None:
        return UserError("project-glance", name=host.book.projects[ids[0]].name)
    if len(ids) > MOST_FETCHED:
        return UserError("team-fetch-many", count=len(ids), most=MOST_FETCHED)
    return None


def _fetching_text(host: BaseApp, ids: Sequence[str]) -> str:
    names = [host.book.projects[id_].name for id_ in ids]
    if len(ids) == 1:
        return _("fetching {name} ... (Esc stops)").format(name=names[0])
    return _("fetching {count} projects ... (Esc stops)").format(count=len(ids))


def summary_among(about: Sequence[object]) -> Project | None:
    """Return the project that a screen is about of which only a summary is here."""
    projects = (each for each in about if isinstance(each, Project))
    return next((each for each in projects if each.glance is not None), None)
