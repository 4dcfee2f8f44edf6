"""Choice of the projects of a command: by a filter, worst first, or by name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deals.errors import UserError
from deals.filters import FilterContext, parse_filter
from deals.model import Book, Project
from deals.parsing.time_words import Calendar, DateOrder
from deals.pipeline import select_project_ids
from deals.playbook import Playbook
from deals.rules.triage import assess
from deals.search import SearchIndex
from tui.output.plain_text import ListedProject
from wording import _

MOST_CANDIDATES = 5


def choose_projects(
    book: Book,
    playbook: Playbook,
    today: date,
    me: str,
    text: str = "",
    dates: DateOrder | None = None,
) -> list[ListedProject]:
    """Return the open projects that the filter `text` lets through, or of the statuses that it
    names.

    Refuses a filter that cannot be read.
    """
    context = FilterContext(playbook, me, SearchIndex(), Calendar(today, dates))
    chosen = parse_filter(text, context)
    found = {key: assess(project, playbook, today) for key, project in book.projects.items()}
    ids = select_project_ids(
        book.projects.values(), lambda project: found[project.id], chosen, playbook
    )
    return [ListedProject(book.projects[id_], found[id_]) for id_ in ids]


def the_project(book: Book, wanted: str) -> Project:
    """Return the project of this id, this exact name, or the only one whose id begins so.

    Refusals: `project-unclear` (text, candidates) and `project-unknown` (text); candidates are
    told by name and id.
    """
    if wanted in book.projects:
        return book.projects[wanted]
    named = [project for project in book.projects.values() if project.name == wanted]
    begun = [
        project for key, project in book.projects.items() if key.startswith(wanted.upper() or "-")
    ]
    found = named or begun
    if len(found) == 1:
        return found[0]
    if found:
        raise UserError("project-unclear", text=wanted, candidates=_candidates(found))
    near = [
        project
        for project in book.projects.values()
        if wanted.casefold() in project.name.casefold()
    ]
    if wanted and near:
        raise UserError("project-near", text=wanted, candidates=_candidates(near))
    raise UserError("project-unknown", text=wanted)


def _candidates(projects: Sequence[Project]) -> str:
    """Return the first few projects by name and id, for the user to choose from."""
    shown = [f"{project.name} ({project.id})" for project in projects[:MOST_CANDIDATES]]
    return _(", ").join([*shown, "..."] if len(projects) > MOST_CANDIDATES else shown)
