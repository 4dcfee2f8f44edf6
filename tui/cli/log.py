"""The command that tells what happened on a project: log."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from deals.refusal import Refusal
from screens.kit.wording import N_, _
from tui.cli.look import AS_JSON
from tui.cli.worded import Command

if TYPE_CHECKING:
    from deals.compliance import Given
    from deals.model import Book, Project
    from store.rows import Tombstone
    from tui.session import Session

LOG = N_("Show what happened on a project: who moved what and when, and every touch.")
GIVEN = N_("Gifts and hospitality, by year and person, on all projects:")
DELETED = N_("{name} ({id}) deleted")


@click.command("log", cls=Command, help=LOG)
@click.argument("project")
@click.option("--json", "as_json", is_flag=True, help=AS_JSON)
@click.pass_obj
def log(session: Session, project: str, as_json: bool) -> None:
    """Print the history and the touches of one project, the newest first; of one that was deleted,
    when and by whom.
    """
    from tui.output import cards, paper, records
    from tui.pipeline import the_project

    limits = session.playbook.compliance
    try:
        one = the_project(session.store.book, project)
    except Refusal:
        buried = the_deleted(session, project)
        if buried is None:
            raise
        tell_deleted(buried, as_json)
        return
    given = given_to(one, session.store.book)
    if as_json:
        found = [*records.log_records(one, limits, given), *records.given_records(given, limits)]
        paper.json(records.json_text(found))
        return
    from screens.kit.logged import logged

    paper.entries(logged(one, session.playbook, given))
    if given:
        paper.line()
        paper.line(_(GIVEN))
        paper.parts(cards.given(given, limits))


def tell_deleted(buried: Tombstone, as_json: bool) -> None:
    """Print when and by whom a project was deleted."""
    from screens.kit.logged import Logged, minute
    from tui.output import paper, records

    if as_json:
        paper.json(records.json_text([records.deleted_record(buried)]))
        return
    told = _(DELETED).format(name=buried.name, id=buried.id)
    paper.entries([Logged(minute(buried.deleted_at), buried.deleted_by, told, "")])


def given_to(project: Project, book: Book) -> Sequence[Given]:
    """What the people of a project were given, on all projects of the book."""
    from deals.compliance import gifts_by_person

    ids = {one.id for one in project.contacts}
    return [one for one in gifts_by_person(book.projects.values()) if one.person.id in ids]


def the_deleted(session: Session, wanted: str) -> Tombstone | None:
    """The deleted project of this id, or the last one deleted of this exact name."""
    buried = session.store.tombstones
    named = [one for one in buried.values() if one.name == wanted]
    last = max(named, key=lambda one: one.deleted_at, default=None)
    return buried.get(wanted) or last
