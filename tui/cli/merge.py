"""The commands that make one of two, or keep two apart: merge, customers, keep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from deals.errors import UserError
from tui.cli.localized_click import command, json_option, project_argument
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from deals.model import Book
    from tui.session import Session

MERGE = N_(
    "Make one project of two that are the same deal.\n\n"
    "PROJECT keeps all that it has, and gets the people, touches, plans and "
    "history of OTHER, which goes. Of two values that of PROJECT stands; the history has both."
)
MERGE_EXAMPLES = N_("netloft merge Harbour 01KYFTZQ6E")
CUSTOMERS = N_(
    "List the customers, and names that are likely to be one customer.\n\n"
    "--rename gives all projects of a customer another name; that of another customer makes them "
    "one."
)
CUSTOMERS_EXAMPLES = N_("netloft customers --rename 'Northwind Inc=Northwind Traders'")
RENAME = N_("Rename a customer in all its projects.")
KEEP = N_(
    "Keep a project that a table no longer has, or that another owner has too.\n\n"
    "It stays as a separate deal, and is not flagged for that again."
)
KEEP_EXAMPLES = N_("netloft keep Harbour")
STAYS_MISSING = N_("{name}: kept, although {source} no longer has it")
APART = N_("{name}: another deal than that of {owners}")
MERGED = N_("merged into {name}")
STAYS = N_("Kept: {lost}")
LIKELY = N_("Likely one customer: {names}")
RENAMED = N_("{old} -> {new}: {count}")
NEEDS_BOTH = N_('"{text}" is not OLD=NEW')


@command("merge", MERGE, MERGE_EXAMPLES)
@project_argument
@click.argument("other", metavar="OTHER")
@json_option
def merge(session: Session, project: str, other: str, as_json: bool) -> None:
    """Put one project into another."""
    from deals.merging.joining import join_projects
    from tui.cli.look import print_json
    from tui.output import console
    from tui.select_projects import the_project
    from views.changes import lost_values_text

    book = session.store.book
    kept, gone = the_project(book, project), the_project(book, other)
    if kept is gone:
        raise UserError("merge-itself", name=kept.name)
    joined = join_projects(kept, gone, session.reading().stamp)
    session.commit(book.without(gone.id).with_projects(joined.project), "merge")
    lost = lost_values_text(joined, session.playbook)
    if as_json:
        print_json({"id": kept.id, "merged": gone.id, "lost": lost})
        return
    console.print_line(_(MERGED).format(name=kept.name))
    if lost:
        console.print_line(_(STAYS).format(lost=lost))


@command("keep", KEEP, KEEP_EXAMPLES)
@project_argument
@json_option
def keep(session: Session, project: str, as_json: bool) -> None:
    """Settle that a project is gone from a table, or has a twin: it stays."""
    from deals.edits.store_settings import source_name
    from deals.edits.table_flags import keep_missing, part_twins
    from deals.twins import twins_of
    from tui.cli.look import print_json
    from tui.output import console
    from tui.select_projects import the_project

    book, stamp = session.store.book, session.reading().stamp
    found = the_project(book, project)
    sources = [source_name(book, ref.source) for ref in found.missing_from]
    owners = [twin.owner for twin in twins_of(book, found)]
    kept = part_twins(book, keep_missing(found, stamp), stamp)
    if kept is found:
        raise UserError("keep-nothing", name=found.name)
    session.commit(book.with_projects(kept), "keep")
    if as_json:
        about = {"id": found.id, "name": found.name}
        settled = {"gone_from": sources, "apart_from": owners}
        print_json({"project": about, "outcome": "changed", **settled})
        return
    if sources:
        console.print_line(_(STAYS_MISSING).format(name=found.name, source=_(", ").join(sources)))
    if owners:
        console.print_line(_(APART).format(name=found.name, owners=_(", ").join(owners)))


@command("customers", CUSTOMERS, CUSTOMERS_EXAMPLES)
@click.option("--rename", "renamed", multiple=True, metavar="OLD=NEW", help=RENAME)
@json_option
def customers(session: Session, renamed: tuple[str, ...], as_json: bool) -> None:
    """Print the customers, or rename some."""
    from deals.customers import customer_counts, group_near_customers
    from tui.cli.look import print_json
    from tui.output import console

    lines = rename_all(session, renamed)
    counts = customer_counts(session.store.book)
    groups = group_near_customers(counts)
    if as_json:
        listed = [{"name": name, "projects": count} for name, count in counts.items()]
        print_json({"customers": listed, "near": [list(group) for group in groups]})
        return
    for text in lines or [f"{count:5}  {name}" for name, count in counts.items()]:
        console.print_line(text)
    for group in groups:
        console.print_line(_(LIKELY).format(names=" / ".join(group)))


def rename_all(session: Session, renamed: Sequence[str]) -> list[str]:
    """Rename customers as OLD=NEW says, in one commit; return a line for each."""
    from deals.customers import customer_counts, rename_customer

    before: Book = session.store.book
    book, lines = before, list[str]()
    for text in renamed:
        old, mark, new = text.partition("=")
        if not mark:
            raise click.UsageError(_(NEEDS_BOTH).format(text=text))
        count = customer_counts(book).get(old.strip(), 0)
        book = rename_customer(book, old, new, session.reading())
        projects = ngettext("{count} project", "{count} projects", count).format(count=count)
        lines.append(_(RENAMED).format(old=old.strip(), new=new.strip(), count=projects))
    if book is not before:
        session.commit(book, "rename customer")
    return lines
