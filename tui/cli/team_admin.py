"""`netloft team`: the server of a team, for whoever administers it; and what its people may do."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import click

from deals.errors import UserError
from tui.cli.localized_click import Group, command, json_option
from wording import N_, _, ngettext

if TYPE_CHECKING:
    from tui.session import Session

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
TRIM = N_(
    "Take old lines out of the server's record of changes.\n\n"
    "What stands stays, with who wrote it; what is lost is who wrote what was overtaken since. "
    "Nobody's copy changes by it."
)
BEFORE = N_("The day before which they are taken out, a month ago at the latest.")
DOCTOR = N_("Look at the server: version, TLS, clock, schema, rights.")
FAULT = N_("The app's last sync here stopped by a fault ({at}): {kind}")

MADE = N_("Set up: {names}.")
READY = N_("Everything was set up already.")
ADDED = N_("{name} logs in as {role}.")
REVOKED = N_("{name} is let in no more. Projects that stay: {count}.")
TRIMMED = N_("Taken out: {count}.")
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


def find_fault(session: Session) -> tuple[str, str] | None:
    """Return the fault that stopped the app's last sync, and when; None where one went well since.

    No store knows any that never synced.
    """
    from team.sync_state import SyncState

    with suppress(UserError), SyncState.peek(session.store_path, session.key) as state:
        if fault := state.read("fault"):
            return str(fault), str(state.read("fault_at"))
    return None


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
        text = ngettext(
            "{name} ({role}): {projects} project, {open} open",
            "{name} ({role}): {projects} projects, {open} open",
            person.projects,
        )
        words = [text.format(**asdict(person))]
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
@command("trim", TRIM)
@click.option("--before", "day", metavar="DAY", required=True, help=BEFORE)
@url_option
def team_trim(session: Session, day: str, url: str | None) -> None:
    """Take old lines out of the record of changes."""
    from deals.parsing.days import parse_past
    from team.connection import connect
    from team.people import trim_changes
    from tui.output import console

    before = parse_past(day, session.today, session.settings.dates)
    with connect(find_server(session, url)) as connection:
        count = trim_changes(connection, before)
    console.print_line(_(TRIMMED).format(count=count))


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

    fault = find_fault(session)
    if fault and not as_json:
        console.print_line(_(FAULT).format(kind=fault[0], at=fault[1]))
    with connect(find_server(session, url)) as connection:
        facts = ask_server(connection)
    if as_json:
        print_json({**asdict(facts), "fault": fault[0] if fault else None})
        return
    me = session.me if session.settings.says_me else facts.person
    console.print_lines(fact_lines(asdict(facts), me or session.me))
