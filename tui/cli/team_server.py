"""The commands of a team that shares one server: sync, and team for whoever administers it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import click

from tui.cli.localized_click import Group, command, json_option
from wording import N_, _

if TYPE_CHECKING:
    from deals.errors import UserError
    from team.sync_report import SyncReport
    from team.sync_session import TeamPlace
    from tui.session import Session

SYNC = N_(
    "Send what you edited to your team's server, and take in what others did.\n\n"
    "The address is given once and remembered. Your password stands in ~/.pgpass or a service "
    "file, as for psql. Without a line to the server all goes on, and your edits keep the time "
    "at which they were made. What somebody changed later than you is kept and shown."
)
SYNC_EXAMPLES = N_("netloft sync postgresql://db.example.com/sales")
WATCH = N_("Go on: sync whenever something is edited here or by others, until stopped.")
REJECTED = N_("List what was refused or overtaken, and sync nothing.")
RETRY = N_("Send again what was refused.")
SCOPE = N_("Whose projects are here: your own, or those of all who report to you.")

SENT = N_("Sent: {count}.")
CHANGED = N_("Changed here: {count}.")
SAME = N_("Nothing was new on either side.")
WAITING = N_("Waiting to be sent: {count}.")
DELETED = N_("Deleted by others: {names}.")
PURGED = N_("Taken out here, for you do not see them any more: {names}.")
UNREADABLE = N_("Written by a newer Netloft and not readable here: {count}; update Netloft.")
FAST = N_("This machine's clock is {minutes} min ahead of the server's.")
SLOW = N_("This machine's clock is {minutes} min behind the server's.")
OVERTAKEN = N_('{project}, {field}: "{mine}" was overtaken by "{theirs}" ({by})')
REFUSED = N_('{project}, {field}: "{mine}" was refused: {reason}')
NONE_REJECTED = N_("Nothing was refused or overtaken.")
OFTEN_MINUTES = 5


@command("sync", SYNC, SYNC_EXAMPLES)
@click.argument("url", required=False)
@click.option("--watch", is_flag=True, help=WATCH)
@click.option("--rejected", is_flag=True, help=REJECTED)
@click.option("--retry", is_flag=True, help=RETRY)
@click.option("--scope", type=click.Choice(["own", "team"]), help=SCOPE)
@json_option
def sync(
    session: Session, /, url: str | None, scope: str | None, as_json: bool, **flags: bool
) -> None:
    """Sync with the remembered server, or list what did not stand."""
    from team.sync_session import TeamPlace, remember_server, sync_store

    place = TeamPlace(session.store_path, session.key)
    if url is not None:
        remember_server(place, url)
    if scope or flags["retry"]:
        settle(place, scope, retry=flags["retry"])
    if flags["rejected"]:
        show_rejected(session, place, as_json=as_json)
    elif flags["watch"]:
        watch(session, place, as_json=as_json)
    else:
        tell(session, place, sync_store(session.store, place), as_json=as_json)


def settle(place: TeamPlace, scope: str | None, *, retry: bool) -> None:
    """Set whose projects are to be here, and forget what was refused, so that it is sent again."""
    from team.sync import set_scope
    from team.sync_state import SyncState

    with SyncState.open(place.path, place.key) as state, state.change():
        if scope:
            set_scope(state, scope)
        if retry:
            state.clear_failures("refused")


def watch(session: Session, place: TeamPlace, *, as_json: bool) -> None:
    """Sync again and again, and print what each did that did something."""
    from deals.errors import UserError
    from team.sync_session import Watcher
    from tui.output import console

    def tell_each(found: SyncReport | UserError) -> None:
        if isinstance(found, UserError):
            console.refuse([found])
        elif as_json or found.did_something:
            tell(session, place, found, as_json=as_json)

    Watcher(session.store, place, tell_each).run()


def tell(session: Session, place: TeamPlace, report: SyncReport, *, as_json: bool) -> None:
    """Print what a sync did."""
    from team.sync_state import SyncState
    from tui.cli.look import print_json
    from tui.output import console

    with SyncState.open(place.path, place.key) as state:
        names = project_names(session, state, [*report.overtaken, *report.refused])
        server = {"person": state.read("person"), "scope": state.read("scope")}
    if as_json:
        print_json({**server, **sync_record(report, names)})
        return
    console.print_lines(sync_lines(session, report, names))


def sync_record(report: SyncReport, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what a sync did, for programs."""
    return {
        "sent": report.pushed,
        "changed": report.pulled,
        "waiting": report.waiting,
        "clock_ahead_seconds": round(report.ahead / 1000),
        "deleted": report.deleted,
        "purged": report.purged,
        "unreadable": report.unreadable,
        "overtaken": [failure_record(each, names) for each in report.overtaken],
        "refused": [failure_record(each, names) for each in report.refused],
    }


def failure_record(failure: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return an operation that does not stand, for programs."""
    return {
        "project": failure["project"],
        "name": names.get(failure["project"], failure.get("name")),
        "path": failure.get("path"),
        "kind": failure["kind"],
        "value": failure.get("value"),
        "verdict": failure.get("verdict", "lost"),
        "reason": failure.get("reason"),
        "by": failure.get("by"),
        "theirs": failure.get("theirs"),
    }


def sync_lines(session: Session, report: SyncReport, names: Mapping[str, str]) -> Iterator[str]:
    """Yield what a sync did, in words."""
    counts = ((SENT, report.pushed), (CHANGED, report.pulled), (WAITING, report.waiting))
    counted = [_(text).format(count=count) for text, count in counts if count]
    yield " ".join(counted) or _(SAME)
    for text, projects in ((DELETED, report.deleted), (PURGED, report.purged)):
        if projects:
            yield _(text).format(names=_(", ").join(projects))
    if report.unreadable:
        yield _(UNREADABLE).format(count=len(report.unreadable))
    minutes = round(report.ahead / 60_000)
    if abs(minutes) >= OFTEN_MINUTES:
        yield _(FAST if minutes > 0 else SLOW).format(minutes=abs(minutes))
    yield from failure_lines(session, [*report.overtaken, *report.refused], names)


def failure_lines(
    session: Session, failures: list[dict[str, Any]], names: Mapping[str, str]
) -> Iterator[str]:
    """Yield a line for each operation that does not stand."""
    from wording.errors import one_line
    from wording.team_words import failure_project, path_words, reason_words, value_words

    for failure in failures:
        project = session.store.book.projects.get(failure["project"])
        people = {each.id: each.name for each in project.contacts} if project else {}
        figures = {
            "project": failure_project(failure, names),
            "field": path_words(failure, people),
            "mine": value_words(failure.get("value")) if failure["kind"] == "field" else "",
            "theirs": value_words(failure.get("theirs")),
            "by": failure.get("by") or "?",
            "reason": reason_words(failure),
        }
        text = REFUSED if "verdict" in failure else OVERTAKEN
        yield one_line(_(text).format(**figures))


def project_names(session: Session, state: Any, failures: list[dict[str, Any]]) -> dict[str, str]:
    """Return the names of the projects that operations were on, by id."""
    from team.incoming import list_names

    return list_names(state, session.store, (str(failure["project"]) for failure in failures))


def show_rejected(session: Session, place: TeamPlace, *, as_json: bool) -> None:
    """Print what was refused or overtaken and is kept."""
    from team.incoming import list_failures
    from team.sync_state import SyncState
    from tui.cli.look import print_json
    from tui.output import console

    with SyncState.open(place.path, place.key) as state:
        kept = [*list_failures(state, "overtaken"), *list_failures(state, "refused")]
        failures = [failure for failure in kept if not failure.get("dismissed")]
        names = project_names(session, state, failures)
    if as_json:
        print_json([failure_record(failure, names) for failure in failures])
        return
    console.print_lines(failure_lines(session, failures, names))
    if not failures:
        console.print_line(_(NONE_REJECTED))


# For whoever administers the team -----------------------------------------------------------------

TEAM = N_(
    "Set up and look after the server of a team: PostgreSQL 15 or newer.\n\n"
    "Whoever administers it names the database by --url, or works with the one that this store "
    "syncs with."
)
TEAM_EXAMPLES = N_(
    """\
netloft team init postgresql://admin@db.example.com/sales
netloft team add Wu --reports-to Chen
netloft team hand-over Wu Lin"""
)
URL = N_("The database; the one that this store syncs with, if left out.")
INIT = N_("Set a database up for a team, or bring it up to date; twice changes nothing.")
ADD = N_("Add a person, or change whom they report to or log in as.")
ROLE = N_("The role that they log in as; their name, if left out.")
REPORTS_TO = N_("Who sees their projects; nobody where it is empty.")
LEADS = N_("Whether they may set targets and rates without anybody reporting to them.")
ASK_PASSWORD = N_("Ask for a password for the role; only its fingerprint is sent.")
LIST = N_("List the people of the team.")
REVOKE = N_("Let a person in no more; their projects stay.")
HAND_OVER = N_("Give a person's projects to another, all or those named.")
GIVEN = N_("A project to give, by its id; may be given more than once.")
DOCTOR = N_("Look at the server: version, TLS, clock, schema, rights.")

MADE = N_("Set up: {names}.")
READY = N_("Everything was set up already.")
ADDED = N_("{name} logs in as {role}.")
REVOKED = N_("{name} is let in no more. Projects that stay: {count}.")
GAVE = N_("{target} has {count} projects of {source}.")
PERSON = N_("{name} ({role}): {count} projects")
UNDER = N_("reports to {name}")
LEADER, OUT = N_("leads"), N_("not let in since {day}")
PASSWORD_PROMPT = N_("Password for the role: ")


team = Group("team", help=TEAM, examples=TEAM_EXAMPLES, commands={})
url_option = click.option("--url", metavar="URL", help=URL)


def add_command(made: click.Command) -> click.Command:
    """Put a command under `netloft team`."""
    team.add_command(made)
    return made


def find_server(session: Session, url: str | None) -> str:
    """Return the address that was given, else the remembered one."""
    from team.sync_session import TeamPlace, check_url, find_url
    from team.sync_state import SyncState

    if url is not None:
        check_url(url)
        return url
    place = TeamPlace(session.store_path, session.key)
    with SyncState.open(place.path, place.key) as state:
        return find_url(state)


@add_command
@command("init", INIT)
@click.argument("url", required=False)
def team_init(session: Session, url: str | None) -> None:
    """Run the migrations that the database lacks."""
    from team.connection import connect
    from team.migrations import create_schema
    from tui.output import console

    with connect(find_server(session, url)) as connection:
        made = create_schema(connection)
    console.print_line(_(MADE).format(names=_(", ").join(made)) if made else _(READY))


@add_command
@command("add", ADD)
@click.argument("person")
@click.option("--role", metavar="NAME", help=ROLE)
@click.option("--reports-to", metavar="PERSON", help=REPORTS_TO)
@click.option("--leads/--no-leads", default=None, help=LEADS)
@click.option("--password", "asks", is_flag=True, help=ASK_PASSWORD)
@url_option
def team_add(session: Session, /, person: str, url: str | None, asks: bool, **given: Any) -> None:
    """Add a person to the team."""
    from getpass import getpass

    from team.connection import connect
    from team.people import SUPERIOR_STAYS, add_person
    from tui.output import console

    if given["reports_to"] is None:
        given["reports_to"] = SUPERIOR_STAYS
    given["reports_to"] = given["reports_to"] or None
    password = getpass(_(PASSWORD_PROMPT)) if asks else None
    with connect(find_server(session, url)) as connection:
        role = add_person(connection, person, password=password, **given)
    console.print_line(_(ADDED).format(name=person, role=role))


@add_command
@command("list", LIST)
@url_option
@json_option
def team_list(session: Session, url: str | None, as_json: bool) -> None:
    """Print who is in the team, with whom they report to and how many projects they have."""
    from dataclasses import asdict

    from team.connection import connect
    from team.people import list_team
    from tui.cli.look import print_json
    from tui.output import console

    with connect(find_server(session, url)) as connection:
        people = list_team(connection)
    if as_json:
        print_json([asdict(person) for person in people])
        return
    for person in people:
        words = [_(PERSON).format(name=person.name, role=person.role, count=person.projects)]
        words += [_(UNDER).format(name=person.reports_to)] if person.reports_to else []
        words += [_(LEADER)] if person.leads else []
        words += [_(OUT).format(day=person.revoked.date())] if person.revoked else []
        console.print_line(_(", ").join(words))


@add_command
@command("revoke", REVOKE)
@click.argument("person")
@url_option
def team_revoke(session: Session, person: str, url: str | None) -> None:
    """Let a person in no more."""
    from team.connection import connect
    from team.people import list_team, revoke_person
    from tui.output import console

    with connect(find_server(session, url)) as connection:
        revoke_person(connection, person)
        left = [each.projects for each in list_team(connection) if each.name == person]
    console.print_line(_(REVOKED).format(name=person, count=sum(left)))


@add_command
@command("hand-over", HAND_OVER)
@click.argument("source")
@click.argument("target")
@click.option("--project", "projects", multiple=True, metavar="ID", help=GIVEN)
@url_option
def team_hand_over(
    session: Session, source: str, target: str, projects: tuple[str, ...], url: str | None
) -> None:
    """Give projects to another person."""
    from team.connection import connect
    from team.server import hand_over_projects
    from tui.output import console

    with connect(find_server(session, url)) as connection:
        given = hand_over_projects(connection, source, target, projects or None)
    console.print_line(_(GAVE).format(target=target, source=source, count=len(given)))


@add_command
@command("doctor", DOCTOR)
@url_option
@json_option
def team_doctor(session: Session, url: str | None, as_json: bool) -> None:
    """Print what there is to know of the server before trusting it."""
    from dataclasses import asdict

    from team.connection import connect
    from team.server_facts import ask_server
    from tui.cli.look import print_json
    from tui.output import console
    from wording.server_words import fact_lines

    with connect(find_server(session, url)) as connection:
        facts = ask_server(connection)
    if as_json:
        print_json(asdict(facts))
        return
    console.print_lines(fact_lines(asdict(facts)))
