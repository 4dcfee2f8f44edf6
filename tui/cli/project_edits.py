"""What the commands that change projects share: whom a call is about, one commit, and what it says.

A change is an edit of `deals.edits`, made to every project that is meant or to none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import click

from deals.errors import UserError
from tui.cli.localized_click import MISSING, NEEDS_VALUE, TOO_MANY, complete_filter
from wording import N_, _

if TYPE_CHECKING:
    from deals.model import Book, Project
    from deals.parsing.reading_context import ReadingContext
    from tui.session import Session

FILTER = N_("Change all projects that match this filter, in place of PROJECT.")
UNCHANGED = N_("Nothing changed.")
PROJECT_OR_FILTER = N_("choose either PROJECT or --filter")
QUOTES = N_("{complaint}; put a line with spaces in quotes")

filter_option = click.option(
    "--filter", "text", metavar="TEXT", help=FILTER, shell_complete=complete_filter
)
EditOfProject = Callable[["Project", "ReadingContext"], "Project"]


@dataclass(frozen=True, slots=True)
class EditedProject:
    """A project before and after a command; `before` is None for a new one, `after` for none."""

    before: Project | None
    after: Project | None

    @property
    def project(self) -> Project:
        """The project as it is now, or as it was last."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def outcome(self) -> str:
        """What became of it, in the word that programs read."""
        if self.before is None:
            return "added"
        if self.after is None:
            return "deleted"
        return "unchanged" if self.after is self.before else "changed"


@dataclass(frozen=True, slots=True)
class EditReport:
    """What a command says of a project: lines for people, and a record's further keys."""

    lines: Sequence[str]
    record: Mapping[str, Any] = field(default_factory=dict)


Reporter = Callable[[EditedProject], EditReport]


def split_words(
    words: Sequence[str], names: Sequence[str], text: str | None, *, optional: int = 0
) -> tuple[str, ...]:
    """Return the words of a call by the `names` of its arguments, the first of them the project.

    With a filter `text` no project is named, and its word is empty; the last `optional` words may
    be left out. Wrong usage is a word that is missing, blank or too many.
    """
    if text is not None and not text.strip():
        raise click.UsageError(_(NEEDS_VALUE).format(option="--filter"))
    if text is not None and len(words) == len(names):
        raise click.UsageError(_(PROJECT_OR_FILTER))
    given = words if text is None else ("", *words)
    if len(given) > len(names):
        complaint = _(TOO_MANY).format(word=given[len(names)])
        raise click.UsageError(_(QUOTES).format(complaint=complaint))
    padded = (*given, *("" for _name in names[len(given) :]))
    wanted = names[0 if text is None else 1 : len(names) - optional]
    for name, word in zip(names, padded, strict=True):
        if name in wanted and not word.strip():
            raise click.UsageError(_(MISSING).format(name=name))
    return padded


def meant_projects(session: Session, wanted: str, text: str | None) -> list[Project]:
    """Return the project of this id or name, or all that the filter `text` lets through.

    Refusals of `the_project` and `choose_projects`.
    """
    from tui.select_projects import choose_projects, the_project

    book = session.store.book
    if text is None:
        return [the_project(book, wanted)]
    context = session.filter_context(book)
    listed = choose_projects(book, context, session.today, text, required=True)
    return [found.project for found in listed]


def edit_projects(
    projects: Sequence[Project], edit: EditOfProject, reading: ReadingContext
) -> list[EditedProject] | None:
    """Make the edit on each project; None, and every refusal told, if any of them refuses it."""
    from tui.output import console
    from wording import say_in_full

    edited, refused = list[EditedProject](), False
    for project in projects:
        try:
            edited.append(EditedProject(project, edit(project, reading)))
        except UserError as refusal:
            refused, sentence = True, say_in_full(refusal)
            if len(projects) > 1:
                sentence = _("{place}: {sentence}").format(place=project.name, sentence=sentence)
            console.complain(sentence)
    return None if refused else edited


def commit_projects(session: Session, edited: Sequence[EditedProject], label: str) -> None:
    """Commit the projects that are new, changed or gone as one change; none at all is no change."""
    changed = [
        each.after for each in edited if each.after is not None and each.after is not each.before
    ]
    gone = [each.project.id for each in edited if each.after is None]
    book: Book = session.store.book
    after = book.with_projects(*changed) if changed else book
    after = after.without(*gone) if gone else after
    if after is not book:
        session.commit(after, label)
        for each in edited:
            remark_days_off(session, each)


def remark_days_off(session: Session, edited: EditedProject) -> None:
    """Say of each due day that an edit set that it is a day off, if it is: it may be meant."""
    from deals.agenda import list_new_days
    from tui.output import console
    from views.day_off import say_day_off
    from views.due_texts import say_due

    if edited.after is None:
        return
    calendar, today = session.work_calendar, session.today
    for item in list_new_days(edited.before, edited.after, session.playbook, today):
        if text := say_day_off(item.on, calendar, today, key=False):
            console.complain(_("{place}: {sentence}").format(place=say_due(item), sentence=text))


def change_projects(
    session: Session,
    projects: Sequence[Project],
    edit: EditOfProject,
    label: str,
) -> list[EditedProject] | None:
    """Make the edit on each project and commit them as one change; None if one is refused."""
    edited = edit_projects(projects, edit, session.reading())
    if edited is not None:
        commit_projects(session, edited, label)
    return edited


def print_reports(
    edited: Sequence[EditedProject], report: Reporter, *, as_json: bool, several: bool
) -> None:
    """Print what was understood and done: a record (a list of `several`), or lines."""
    from tui.output import console, json

    reports = [(each, report(each)) for each in edited]
    if not as_json:
        for _each, found in reports:
            console.print_lines(found.lines)
        return
    records = [
        {
            "project": {"id": each.project.id, "name": each.project.name},
            "outcome": each.outcome,
            **found.record,
        }
        for each, found in reports
    ]
    console.json(json.json_text(records if several else records[0]))


def about_project(edited: EditedProject, text: str) -> str:
    """Return a line about a project, which says its name; that nothing changed if so it is."""
    words = _(UNCHANGED) if edited.outcome == "unchanged" else text
    return _("{place}: {sentence}").format(place=edited.project.name, sentence=words)
