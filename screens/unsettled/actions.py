"""What is done about a change that did not stand."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from deals.errors import UserError
from screens.base.project_subset import ProjectSubset
from screens.base.team_desk import Settling, TeamFailure
from wording import N_, _, say
from wording.team_words import path_words

if TYPE_CHECKING:
    from deals.model import Book, Project
    from screens.base.team_desk import TeamDesk
    from screens.unsettled.screen import UnsettledScreen

ROOMS = {
    **dict.fromkeys(("contacts", "influences", "absent"), "people"),
    **dict.fromkeys(("answers",), "strategy"),
    **dict.fromkeys(("market", "swot", "strategies", "comparisons"), "market"),
    **dict.fromkeys(("head", "bones", "causes"), "fishbone"),
    **dict.fromkeys(("goals", "plan", "team", "form"), "plan"),
    **dict.fromkeys(("review",), "review"),
    **dict.fromkeys(("notes", "remarks"), "notes"),
    **dict.fromkeys(("touches", "history"), "log"),
}
"""The room where a field stands, by what it is in; all else stands in the row of the project."""
PUT_BACK = N_("put back")


def open_field(screen: UnsettledScreen, failure: TeamFailure) -> None:
    """Go to the room of the project where the field is, its record under the cursor; to its row in
    the list for what is edited there.
    """
    host = screen.host
    project = host.book.projects.get(failure.project)
    if project is None:
        screen.tell(say_gone(failure), "amber")
        return
    head, _slash, rest = str(failure.record.get("path") or "").partition("/")
    if (room := ROOMS.get(head)) is None:
        host.open_screen("pipeline", ProjectSubset(frozenset([project.id]), failure.name))
        return
    host.landing = unquote(rest.partition("/")[0]) or None
    host.open_screen(room, project)


def say_gone(failure: TeamFailure) -> str:
    """Say that a project is not here, and to whom it went where that is known."""
    if receiver := failure.record.get("receiver"):
        text = _("{project} was handed over to {person}")
        return text.format(project=failure.name, person=receiver)
    if failure.record.get("reason") == "deleted":
        text = _("{project} was deleted; once it is brought back yours can be put back here")
        return text.format(project=failure.name)
    return _("{project} is not here any more").format(project=failure.name)


def settle_by_desk(
    screen: UnsettledScreen, failures: list[TeamFailure], how: Settling, text: str
) -> None:
    """Settle changes by the desk, and say so at once: the line may hold up what is done there."""
    team = screen.host.team
    if team is not None:
        team.settle_failures(failures, how, lambda: None)
        screen.paint()
        screen.tell(text)


def restore_mine(team: TeamDesk, book: Book, failure: TeamFailure, project: Project) -> Book:
    """Return the book with what did not stand of a project: its deletion, or a value."""
    if failure.record["kind"] == "delete":
        return book.without(project.id)
    return book.with_projects(team.put_back(failure, project))


def write_mine_back(screen: UnsettledScreen, failure: TeamFailure) -> None:
    """Put one's own value back over the one that overtook it, as an edit that can be undone."""
    host, team = screen.host, screen.host.team
    project = host.book.projects.get(failure.project)
    if project is None or team is None:
        screen.tell(say_gone(failure), "amber")
        return
    try:
        after = restore_mine(team, host.book, failure, project)
    except UserError as refusal:
        screen.tell(say(refusal), "amber")
        return
    if refused := host.commit(after, PUT_BACK):
        screen.refuse(refused)
        return
    team.settle_failures([failure], "put-back", lambda: None)
    field = path_words(failure.record, screen.people_of(failure))
    text = _("{project}, {field}: yours stands again")
    screen.tell(text.format(project=project.name, field=field))
