"""`netloft team hand-over` and `team twins`: the projects of a team, on its server."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from shlex import quote
from typing import TYPE_CHECKING, Any

import click

from tui.cli.localized_click import DRY_RUN, command, json_option
from tui.cli.team_admin import add_command, find_server, team, url_option
from wording import N_, _

if TYPE_CHECKING:
    from deals.edits.hand_over import HandOverOrder, HandOverWork
    from deals.model import Project, Stamp
    from deals.shared_deals import SharedDeal
    from team.connection import Connection
    from tui.session import Session

__all__ = ["team"]

HAND_OVER = N_(
    "Give a person's projects to another, with the tasks, promises and contacts in them that are "
    "the person's.\n\n"
    "All projects go, or those named by --project. It is done on the server at once, whoever is "
    "off-line; both are told when they sync next."
)
HAND_OVER_EXAMPLES = N_('netloft team hand-over Wu Lin --project "North Dock"')
BY_BACK = N_("Those alone that came by the last hand-over the other way round: takes it back.")
GIVEN = N_("A project to give, by its name or id; may be given more than once.")
TWINS = N_("List the deals that stand twice in the team, of those whose projects you see.")

GAVE = N_("Handed over from {source} to {target}: {work}.")
WOULD = N_("To be handed over from {source} to {target}: {work}.")
NOTHING = N_("{source} has no projects to hand over.")
NOTHING_BACK = N_("{source} has nothing that came from {target} by a hand-over.")
BACK = N_("To take it back: {command}")
NAMED = N_("{name} @{customer}")
TWINS_NOW = N_("Stands twice now: {name} ({owners})")
NO_TWINS = N_("No deal stands twice.")
MOST_NAMED = 10
"""Of so many projects the command that takes them back may name each."""


@add_command
@command("hand-over", HAND_OVER, HAND_OVER_EXAMPLES)
@click.argument("source")
@click.argument("target")
@click.option("--project", "projects", multiple=True, metavar="PROJECT", help=GIVEN)
@click.option("--back", is_flag=True, help=BY_BACK)
@click.option("--dry-run", is_flag=True, help=DRY_RUN)
@url_option
@json_option
def team_hand_over(
    session: Session,
    /,
    source: str,
    target: str,
    projects: tuple[str, ...],
    url: str | None,
    as_json: bool,
    **given: bool,
) -> None:
    """Give projects to another person, or say what would go along."""
    from deals.edits.hand_over import HandOverOrder
    from team.connection import connect
    from team.server_hand_over import give_projects

    back, stamp = given["back"], session.stamp()
    with connect(find_server(session, url)) as connection:
        check_ends(connection, source, target)
        ends = source, target
        chosen = (find_returned if back else find_owned)(connection, ends, projects, stamp)
        order = HandOverOrder(source, target, tuple(each.id for each in chosen), back=back)
        twins: list[list[Project]] = []
        if not given["dry_run"]:
            ids = order.projects if projects or back else None
            moved = give_projects(connection, source, target, ids, stamp, back=back)
            chosen = [each for each in chosen if each.id in moved]
            twins = find_new_twins(connection, order)
    # What goes back is theirs again whose it was: the other may have had tasks there before.
    work = count_given(session, target if back else source, chosen)
    show_hand_over(order, chosen, work, twins, url, as_json=as_json, dry_run=given["dry_run"])


def count_given(session: Session, source: str, given: Sequence[Project]) -> HandOverWork:
    """Count what goes along with projects of a person."""
    from deals.edits.hand_over import count_handed_work
    from deals.numbers.states import signed_stages

    signed = signed_stages(session.playbook)
    return count_handed_work(given, source, session.today, signed)


def find_owned(
    connection: Connection, ends: tuple[str, str], wanted: Sequence[str], _stamp: Stamp
) -> list[Project]:
    """Return what of somebody's projects is to be given."""
    from team.server_hand_over import list_owned

    return pick_owned(list_owned(connection, ends[0]), wanted)


def find_returned(
    connection: Connection, ends: tuple[str, str], wanted: Sequence[str], stamp: Stamp
) -> list[Project]:
    """Return what is to be given back, as it will be: what came by the last hand-over from the
    other, or what is wanted of all that came from there last.
    """
    from deals.edits.hand_over import list_given, list_last_given
    from team.server_hand_over import list_owned, list_returned

    source, target = ends
    owned = list_owned(connection, source)
    came = list_last_given(owned, target, source)
    if wanted:
        came = [project for project, _at in list_given(owned, target, source)]
    keys = [project.id for project in pick_owned(came, wanted)]
    return list_returned(connection, source, target, keys, stamp)


def check_ends(connection: Connection, source: str, target: str) -> None:
    """Refuse names that nobody of the team has, and one person for both."""
    from deals.errors import UserError
    from deals.owners import owner_key
    from team.people import check_person

    if owner_key(source) == owner_key(target):
        raise UserError("team-hand-over-same", detail=source)
    for name in (source, target):
        check_person(connection, name)


def pick_owned(owned: Sequence[Project], wanted: Sequence[str]) -> list[Project]:
    """Return those of somebody's projects that are wanted, all where none is named.

    Refusals: those of `the_project`.
    """
    from deals.model import Book
    from tui.select_projects import the_project

    if not wanted:
        return list(owned)
    book = Book().with_projects(*owned)
    return list({each.id: each for each in (the_project(book, name) for name in wanted)}.values())


def find_new_twins(connection: Connection, order: HandOverOrder) -> list[list[Project]]:
    """Find the deals that the new owner has twice by a hand-over, as far as the caller sees them.

    Those that two owners had go on being listed by `team twins`.
    """
    from deals.twins import find_twins
    from team.server_hand_over import list_owned

    given = set(order.projects or ())
    groups = find_twins(list_owned(connection, order.target))
    return [group for group in groups if any(each.id in given for each in group)]


def show_hand_over(
    order: HandOverOrder,
    given: Sequence[Project],
    work: HandOverWork,
    twins: Sequence[Sequence[Project]],
    url: str | None,
    *,
    as_json: bool,
    **how: bool,
) -> None:
    """Print what was handed over, or would be; `url` is the address that was given for it."""
    from tui.cli.look import print_json
    from tui.output import console

    if as_json:
        print_json(
            {
                "source": order.source,
                "target": order.target,
                "dry_run": how["dry_run"],
                "projects": [deal_record(project) for project in given],
                **{"tasks": work.tasks, "promises": work.promises, "contacts": work.contacts},
                "twins": [[deal_record(project) for project in group] for group in twins],
            }
        )
        return
    console.print_lines(hand_over_lines(order, given, work, url, **how))
    for group in twins:
        owners = _(", ").join(sorted({project.owner for project in group}))
        console.print_line(_(TWINS_NOW).format(name=group[0].name, owners=owners))


def deal_record(project: Project) -> dict[str, Any]:
    """Return which project it is, for programs."""
    return {"id": project.id, "name": project.name, "customer": project.customer or None}


def hand_over_lines(
    order: HandOverOrder,
    given: Sequence[Project],
    work: HandOverWork,
    url: str | None,
    *,
    dry_run: bool,
) -> Iterator[str]:
    """Yield what was handed over, or would be, in words."""
    from views.hand_over_texts import back_words, work_text

    names = {"source": order.source, "target": order.target}
    if not given:
        yield _(NOTHING_BACK if order.back else NOTHING).format(**names)
        return
    yield _(WOULD if dry_run else GAVE).format(work=work_text(work), **names)
    for project in given:
        named = _(NAMED) if project.customer else "{name}"
        yield "  " + named.format(name=project.name, customer=project.customer)
    if not dry_run:
        words = back_words(order.source, order.target)
        if len(given) <= MOST_NAMED:
            words += [f"--project {quote(project.id)}" for project in given]
        words += [f"--url {quote(url)}"] if url else []
        yield _(BACK).format(command=" ".join(words))


@add_command
@command("twins", TWINS)
@url_option
@json_option
def team_twins(session: Session, url: str | None, as_json: bool) -> None:
    """Print the deals that stand twice."""
    from deals.model import Book
    from deals.shared_deals import find_shared_twins
    from deals.twins import twin_owners
    from team.connection import connect
    from team.server import find_shared_deals
    from tui.cli.look import print_json
    from tui.output import console

    with connect(find_server(session, url)) as connection:
        shared = find_shared_deals(connection)
    # Whoever names a server may have another team's store here, or none.
    book = session.opened.book if url is None else Book()
    found = find_shared_twins(shared, book, twin_owners(book))
    if as_json:
        print_json(list(map(twins_record, found)))
        return
    for deals in found:
        console.print_line(_(NAMED).format(name=deals[0].name, customer=deals[0].customer))
        console.print_lines(f"  {deal.owner}  {deal.stage}  {deal.id}" for deal in deals)
    if not found:
        console.print_line(_(NO_TWINS))


def twins_record(deals: Sequence[SharedDeal]) -> dict[str, Any]:
    """Return the projects of a deal that stands twice, for programs."""
    return {
        **{"name": deals[0].name, "customer": deals[0].customer},
        "projects": [{"id": deal.id, "owner": deal.owner, "stage": deal.stage} for deal in deals],
    }
