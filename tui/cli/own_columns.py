"""The command on own columns of all projects: own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tui.cli.localized_click import command, json_option
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deals.model import Book
    from deals.own_columns import OwnColumn
    from tui.session import Session

OWN = N_(
    "List your own columns, or rename or remove one in all projects.\n\n"
    "A column of a table that is none of our fields becomes one of yours, as does "
    "`netloft set PROJECT own.NAME=VALUE`."
)
OWN_EXAMPLES = N_("netloft own --rename 'Sector=Industry'\nnetloft own --remove 'Old number'")
RENAME = N_("Rename a column in all projects; if the new name exists, the two are merged.")
REMOVE = N_("Remove a column from all projects, with what is in it.")
ONE_EDIT = N_("choose either --rename or --remove")
NO_COLUMNS = N_("There are no columns of your own.")
MOST_VALUES = 6


@command("own", OWN, OWN_EXAMPLES)
@click.option("--rename", metavar="OLD=NEW", help=RENAME)
@click.option("--remove", metavar="NAME", help=REMOVE)
@json_option
def edit_own_columns(
    session: Session, rename: str | None, remove: str | None, as_json: bool
) -> None:
    """List the own columns, or change one in all projects."""
    from deals.edits.own_columns import drop_own, rename_own
    from tui.output import console
    from tui.output.json import json_text

    if rename is not None and remove is not None:
        raise click.UsageError(_(ONE_EDIT))
    before, stamp = session.store.book, session.stamp()
    after = before
    if rename is not None:
        old, equals, new = rename.partition("=")
        if not equals:
            raise click.UsageError(_('"{text}" is not OLD=NEW').format(text=rename))
        after = rename_own(before, old.strip(), new, stamp)
    elif remove is not None:
        after = drop_own(before, remove, stamp)
    if after is not before:
        session.commit(after, "own columns")
    columns = list(list_columns(after))
    if as_json:
        console.json(json_text([column_record(column) for column in columns]))
    else:
        console.print_lines(map(column_text, columns))
        if not columns:
            console.print_line(_(NO_COLUMNS))


def list_columns(book: Book) -> Iterator[OwnColumn]:
    """Yield the own columns of all projects, those that most projects have first."""
    from deals.own_columns import OwnColumns

    every = OwnColumns(book.projects.values())
    yield from map(every.column, every.names)


def column_record(column: OwnColumn) -> dict[str, object]:
    """Return a column for programs; `values` are those that a choice is made among."""
    values = list(column.values) if column.kind == "choice" else None
    return {"name": column.name, "projects": column.count, "kind": column.kind, "values": values}


def column_text(column: OwnColumn) -> str:
    """Return a column's name, in how many projects it is, and what is in it."""
    from wording.errors import one_line

    count = ngettext("{count} project", "{count} projects", column.count)
    shown = [one_line(value) for value in column.values[:MOST_VALUES]]
    more = ["..."] if len(column.values) > MOST_VALUES else []
    return "  ".join(
        [one_line(column.name), count.format(count=column.count), _(", ").join([*shown, *more])]
    )
