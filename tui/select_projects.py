"""Choice of the projects of a command: by a filter, worst first, or by name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from deals.errors import UserError
from deals.filters import FilterContext, ProjectFilter, parse_filter
from deals.model import Book, Project
from deals.parsing.text import find_near_words
from deals.pipeline import select_project_ids, team_assessments
from deals.playbook import Playbook
from deals.rules.triage import Assessment, assess_past
from tui.output.plain_text import ListedProject
from wording import _

if TYPE_CHECKING:
    from deals.numbers.figures import NumbersScope

MOST_CANDIDATES = 5


def choose_projects(
    book: Book,
    context: FilterContext,
    today: date,
    text: str = "",
    *,
    required: bool = False,
) -> list[ListedProject]:
    """Return the open projects that the filter `text` lets through, or of the statuses that it
    names.

    Refuses a filter that cannot be read, and (`filter-nothing`: text) one that lets nothing through
    where a project is `required`.
    """
    playbook = context.playbook
    chosen = parse_filter(text, context)
    found = _assess_projects(book, playbook, today)
    _tell_unread(book, chosen)
    return _list_chosen(book, context, chosen, found, required=required)


def find_past_book(book: Book, day: date) -> Book:
    """Return a book as it stood at the end of a day, by what is kept of its projects, those that
    were deleted since among them.
    """
    from deals.numbers.book_basis import list_deletions
    from deals.numbers.states import list_states, make_past_project

    states = list_states(book.projects.values(), day, list_deletions(book))
    there = {state.id: make_past_project(state, day) for state in states}
    return replace(book, projects=there, deleted=())


def choose_past_projects(
    past: Book, context: FilterContext, day: date, text: str = ""
) -> list[ListedProject]:
    """Return the projects of a book of a past day that were open then, or of the statuses that the
    filter names.

    Refuses a filter that cannot be read.
    """
    chosen = parse_filter(text, context)
    every = past.projects.values()
    found = {each.id: assess_past(each, context.playbook, day) for each in every}
    return _list_chosen(past, context, chosen, found)


def choose_scope(
    book: Book, context: FilterContext, today: date, text: str = "", *, owner: str | None = None
) -> NumbersScope:
    """Return the scope of numbers: an owner's or the team's (None), and what a filter lets through.

    Refuses a filter that cannot be read; terms that no project passes are told where nothing is
    left.
    """
    from deals.numbers.scope_filter import select_scope

    chosen = parse_filter(text, context)
    assess = team_assessments().assessor(context.playbook, today, book)
    _tell_unread(book, chosen)
    scope = select_scope(book, owner, chosen, assess)
    if scope.ids is not None and not scope.ids:
        _tell_idle_terms(
            book, context.playbook, chosen, _assess_projects(book, context.playbook, today), ""
        )
    return scope


def _list_chosen(
    book: Book,
    context: FilterContext,
    chosen: ProjectFilter,
    found: Mapping[str, Assessment],
    *,
    required: bool = False,
) -> list[ListedProject]:
    playbook, text = context.playbook, chosen.text
    ids = select_project_ids(
        book.projects.values(), lambda each: found[each.id], chosen, playbook, rates=context.rates
    )
    if not ids:
        _tell_idle_terms(book, playbook, chosen, found, text.strip() if required else "")
        if required:
            raise UserError("filter-nothing", text=text)
    return [ListedProject(book.projects[id_], found[id_]) for id_ in ids]


def _assess_projects(book: Book, playbook: Playbook, today: date) -> Mapping[str, Assessment]:
    assess = team_assessments().assessor(playbook, today, book)
    return {key: assess(project) for key, project in book.projects.items()}


def _tell_idle_terms(
    book: Book,
    playbook: Playbook,
    chosen: ProjectFilter,
    found: Mapping[str, Assessment],
    besides: str,
) -> None:
    """Say on stderr which terms of a filter no project passes: they may be misspelt.

    But for the term that a refusal names `besides`: it would be told twice.
    """
    from tui.output import console
    from wording.idle_terms import idle_term_text

    if not book.projects:
        return
    for term in chosen.find_idle_terms(book.projects.values(), lambda each: found[each.id]):
        if term.word != besides:
            console.complain(idle_term_text(term, playbook))


def _tell_unread(book: Book, chosen: ProjectFilter) -> None:
    """Say on stderr in how many summaries a filter looked for what they have not got."""
    from deals.glances import count_unread
    from tui.output import console
    from wording.summary_texts import unsearched_text

    if unread := count_unread((term.key for term in chosen.terms), book.projects.values()):
        console.complain(unsearched_text(unread))


def the_project(book: Book, wanted: str) -> Project:
    """Return the project of this id or exact name, or the only one whose id begins so, or else the
    only one whose name has this in it; `NAME @CUSTOMER` means that customer's of this name, and
    `NAME @OWNER` that owner's, for twins have one customer.

    Refusals: `project-unclear` and, where a name is alike, `project-near` (text, candidates: by
    name and id), else `project-unknown` (text).
    """
    if wanted in book.projects:
        return book.projects[wanted]
    projects = book.projects.values()
    folded = wanted.strip().casefold()
    named = [project for project in projects if project.name == wanted]
    begun = [project for project in projects if project.id.startswith(wanted.upper() or "-")]
    near = [project for project in projects if folded and folded in project.name.casefold()]
    same = [project for project in near if project.name.casefold() == folded]
    theirs = _named_at(projects, folded)
    found = next((found for found in (named, begun, same, near, theirs) if len(found) == 1), [])
    if found:
        return found[0]
    # A few figures begin many ids, and then say nothing of them.
    if several := named or near or theirs or begun:
        raise UserError("project-unclear", text=wanted, candidates=_candidates(several))
    if similar := _similar(projects, folded):
        raise UserError("project-near", text=wanted, candidates=_candidates(similar))
    raise UserError("project-unknown", text=wanted)


def _named_at(projects: Iterable[Project], folded: str) -> list[Project]:
    """Return the projects that `name @customer` may mean, else those that `name @owner` may, and of
    these the ones of the whole name where there are any.
    """
    name, mark, who = (part.strip() for part in folded.replace("＠", "@").rpartition("@"))
    if not (mark and name and who):
        return []
    for field in ("customer", "owner"):
        theirs = [each for each in projects if who in getattr(each, field).casefold()]
        same = [each for each in theirs if each.name.casefold() == name]
        if found := same or [each for each in theirs if name in each.name.casefold()]:
            return found
    return []


def _similar(projects: Iterable[Project], folded: str) -> list[Project]:
    """Return the projects whose names `folded` may be a misspelling of."""
    by_name = {project.name.casefold(): project for project in projects}
    return [by_name[name] for name in find_near_words(folded, by_name)]


def _candidates(projects: Sequence[Project]) -> str:
    """Return the first few projects by name, customer, owner and id, to choose from."""
    shown = list[str]()
    for each in projects[:MOST_CANDIDATES]:
        facts = (each.customer and f"@{each.customer}", each.owner, each.id)
        about = _(", ").join(filter(None, facts))
        shown.append(f"{each.name} ({about})")
    return _(", ").join([*shown, "..."] if len(projects) > MOST_CANDIDATES else shown)
