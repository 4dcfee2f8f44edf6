"""`netloft sync`: what was edited here goes to the team's server, what others did comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from deals.errors import UserError
from tui.cli.localized_click import command, json_option
from wording import N_, _, ngettext

if TYPE_CHECKING:
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
RETRY = N_("Send again what was refused, made anew where it is not here any more.")
SCOPE = N_(
    "What is here beside your own projects (own): those of all below you (team), or summaries of "
    "them (glances)."
)
UNDER = N_("Summaries of those below this person alone; an empty name for all.")
WITH_SAMPLE = N_("Send the sample's projects too, which else keep an address from being named.")
OPEN = N_("Fetch a project whole of which only a summary is here, by id or name.")

SENT = N_("Sent: {count}.")
CHANGED = N_("Changed here: {count}.")
HERE_NOW = N_("Here now: {here}. Before: {before}.")
SAME = N_("Nothing was new on either side.")
STILL_REFUSED = N_("Still refused: {count}; netloft sync --rejected lists them.")
REFUSED_COUNT = N_("Refused: {count}.")
KEPT = N_("Nothing is lost: what waits to be sent is kept here: {count}.")
HOLDS = N_("What is to be here is noted; the next sync that reaches the server goes by it.")
WAITING = N_("Waiting to be sent: {count}.")
UNDER_WHAT = N_("--under goes with --scope glances")
OVERTAKEN = (
    N_('{project}, {field}: "{mine}" was overtaken by "{theirs}" ({by})'),
    N_("{project}, {field}: overtaken ({by})"),
)
REFUSED = (
    N_('{project}, {field}: "{mine}" was refused: {reason}'),
    N_("{project}, {field}: refused: {reason}"),
)
NONE_REJECTED = N_("Nothing was refused or overtaken.")


@command("sync", SYNC, SYNC_EXAMPLES)
@click.argument("url", required=False)
@click.option("--watch", is_flag=True, help=WATCH)
@click.option("--rejected", is_flag=True, help=REJECTED)
@click.option("--retry", is_flag=True, help=RETRY)
@click.option("--scope", type=click.Choice(["own", "team", "glances"]), help=SCOPE)
@click.option("--under", metavar="PERSON", help=UNDER)
@click.option("--open", "opened", metavar="PROJECT", help=OPEN)
@click.option("--with-sample", is_flag=True, help=WITH_SAMPLE)
@json_option
def sync(session: Session, /, url: str | None, as_json: bool, **given: Any) -> None:
    """Sync with the remembered server, or list what did not stand."""
    from team.sync_session import remember_server, sync_store

    place = find_place(session, syncs=not given["rejected"])
    if url is not None:
        check_sample(session, place, meant=given["with_sample"])
        remember_server(place, url)
    scope, under = given["scope"], given["under"]
    if under is not None and scope not in (None, "glances"):
        raise click.UsageError(_(UNDER_WHAT))
    if scope or under is not None or given["retry"]:
        settle(place, scope or ("glances" if under is not None else None), under, given["retry"])
    if given["opened"] is not None:
        tell(session, place, open_one(session, place, given["opened"]), as_json=as_json)
    elif given["rejected"]:
        show_rejected(session, place, as_json=as_json)
    elif given["watch"]:
        watch(session, place, as_json=as_json)
    else:
        chosen, before = bool(scope or under is not None), count_here(session)
        with tell_kept(session, place, chosen=chosen, as_json=as_json):
            report = sync_store(session.store, place)
        tell(session, place, report, before if chosen else None, as_json=as_json)
    if url is not None and not as_json:
        tell_name(session, place)


def check_sample(session: Session, place: TeamPlace, *, meant: bool) -> None:
    """Refuse to name the first server of a store that holds the sample, unless that is `meant`: it
    would go to the team.

    Refusal: `team-sample` (count).
    """
    from store.files import sync_file
    from store.sample import sample_ids
    from team.sync_state import SyncState

    if sync_file(place.path).exists():
        with SyncState.peek(place.path, place.key) as state:
            if state.read("url") is not None:
                return
    count = 0 if meant else sum(map(len, sample_ids(session.store.book)))
    if count:
        raise UserError("team-sample", count=count)


@contextmanager
def tell_kept(session: Session, place: TeamPlace, *, chosen: bool, as_json: bool) -> Iterator[None]:
    """Where a sync cannot be made, say that what waits is kept, and what was `chosen` holds."""
    from team.local_edits import count_waiting
    from team.sync_session import PASSING
    from team.sync_state import SyncState
    from tui.cli.look import print_json
    from tui.output import console

    try:
        yield
    except UserError as refusal:
        if refusal.code not in PASSING - {"team-sync-runs"}:
            raise
        with SyncState.open(place.path, place.key) as state:
            waiting = count_waiting(state)
            figures = {name: state.read(name) for name in ("person", "scope", "under")}
        if as_json:
            print_json({**figures, "waiting": waiting, "kept_from": refusal.code})
        else:
            texts = ((KEPT, waiting), (HOLDS, chosen))
            console.print_lines(_(text).format(count=waiting) for text, is_so in texts if is_so)
        raise


def tell_name(session: Session, place: TeamPlace) -> None:
    """Say at joining that the team has another name for who works here than the settings."""
    from team.sync_state import SyncState
    from tui.output import console
    from wording.server_words import name_lines

    with SyncState.open(place.path, place.key) as state:
        console.print_lines(name_lines(session.me, state.read("person")))


def find_place(session: Session, *, syncs: bool) -> TeamPlace:
    """Return what syncs with the server; refused where it `syncs` as of another day than today."""
    from team.glance_sync import GlanceBasis
    from team.sync_session import TeamPlace

    if syncs and session.options.as_of is not None:
        raise UserError("team-as-of")
    return TeamPlace(
        session.store_path, session.key, lambda: GlanceBasis(session.playbook, session.today)
    )


def open_one(session: Session, place: TeamPlace, wanted: str) -> SyncReport:
    """Fetch a project whole."""
    from team.sync_session import open_in_store
    from tui.cli.look import find_project

    return open_in_store(session.store, place, find_project(session, wanted).id, session.today)


def settle(place: TeamPlace, scope: str | None, under: str | None, retry: bool) -> None:
    """Set whose projects are to be here, and have what was refused sent again."""
    from team.scope import set_scope
    from team.second_tries import ask_again
    from team.sync_state import SyncState

    if under:
        check_under(place, under)
    with SyncState.open(place.path, place.key) as state, state.change():
        if scope:
            set_scope(state, scope, under or None)
        if retry:
            ask_again(state)


def check_under(place: TeamPlace, person: str) -> None:
    """Refuse a name that nobody has whom one sees: nothing would be left here of anybody below.

    Refusals: sync-under-unknown, team-person-near, and those of `connect`.
    """
    from team.connection import connect
    from team.people import check_person
    from team.sync_session import find_url
    from team.sync_state import SyncState

    with SyncState.open(place.path, place.key) as state:
        url = find_url(state)
    with connect(url) as connection:
        try:
            check_person(connection, person)
        except UserError as refusal:
            if refusal.code == "team-person-near":
                raise
            raise UserError("sync-under-unknown", detail=person) from refusal


def watch(session: Session, place: TeamPlace, *, as_json: bool) -> None:
    """Sync again and again, and print what each did that did something."""
    from team.sync_session import Watcher
    from tui.output import console

    def tell_each(found: SyncReport | UserError) -> None:
        if isinstance(found, UserError):
            console.refuse([found])
        elif as_json or found.did_something:
            tell(session, place, found, as_json=as_json)

    Watcher(session.store, place, tell_each).run()


def tell(
    session: Session,
    place: TeamPlace,
    report: SyncReport,
    before: tuple[int, int] | None = None,
    *,
    as_json: bool,
) -> None:
    """Print what a sync did; `before` is what was here before another choice of what is to be."""
    from team.sync_state import SyncState
    from tui.cli.look import print_json
    from tui.output import console

    with SyncState.open(place.path, place.key) as state:
        names = project_names(session, state, report.failures)
        server = {name: state.read(name) for name in ("person", "scope", "under")}
    if as_json:
        here = dict(zip(("whole", "summaries"), count_here(session), strict=True))
        print_json({**server, "here": here, **sync_record(report, names)})
        return
    console.print_lines(sync_lines(session, report, names, before))


def count_here(session: Session) -> tuple[int, int]:
    """Count the projects that are here whole, and those of which a summary is."""
    there = session.store.book.projects.values()
    summaries = sum(project.glance is not None for project in there)
    return len(there) - summaries, summaries


def sync_record(report: SyncReport, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what a sync did, for programs."""
    return {
        "sent": report.pushed,
        "changed": report.pulled,
        "waiting": report.waiting,
        "clock_ahead_seconds": round((report.ahead or 0) / 1000),
        "deleted": report.deleted,
        "merged": [each._asdict() for each in report.merged],
        "returned": [{"name": name, "by": person} for name, person in report.returned],
        "purged": report.purged,
        "given": [{"name": name, "to": person} for name, person in report.given],
        "received": [{"name": name, "from": person} for name, person in report.received],
        "summaries_gone": report.left,
        "left_out_by_scope": report.scoped,
        "too_many_below": report.crowded or None,
        "unreadable": report.unreadable,
        "left_out": report.left_out,
        "compared_anew": report.forgot,
        "owner_unknown": [{"name": name, "owner": owner} for name, owner in report.strangers],
        "overtaken": [failure_record(each, names) for each in report.overtaken],
        "refused": [failure_record(each, names) for each in report.refused],
        "resent": [failure_record(each, names) for each in report.resent],
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


def sync_lines(
    session: Session,
    report: SyncReport,
    names: Mapping[str, str],
    before: tuple[int, int] | None = None,
) -> Iterator[str]:
    """Yield what a sync did, in words; `before` as `tell` has it."""
    from tui.team_messages import change_texts, wrong_clock_text

    pulled = report.pulled if before is None else 0
    counts = (
        *((SENT, report.pushed), (REFUSED_COUNT, len(report.refused))),
        *((CHANGED, pulled), (WAITING, report.waiting)),
    )
    counted = [_(text).format(count=count) for text, count in counts if count]
    if before is not None:
        here, was = (here_words(each) for each in (count_here(session), before))
        counted.append(_(HERE_NOW).format(here=here, before=was))
    yield " ".join(counted) or _(SAME)
    if report.still_refused:
        yield _(STILL_REFUSED).format(count=report.still_refused)
    yield from change_texts(report, names, _(", ").join)
    yield from filter(None, [wrong_clock_text(report)])
    yield from failure_lines(session, [*report.overtaken, *report.refused], names)


def here_words(counted: tuple[int, int]) -> str:
    """Return how many projects are here whole, and how many summaries."""
    whole, summaries = counted
    texts = (
        ngettext("{count} project whole", "{count} projects whole", whole),
        ngettext("{count} summary", "{count} summaries", summaries),
    )
    pairs = zip(texts, counted, strict=True)
    return _(", ").join(text.format(count=count) for text, count in pairs)


def failure_lines(
    session: Session, failures: list[dict[str, Any]], names: Mapping[str, str]
) -> Iterator[str]:
    """Yield a line for each operation that does not stand."""
    from wording.errors import one_line
    from wording.team_words import (
        failure_project,
        list_failed_people,
        mine_words,
        path_words,
        reason_words,
        theirs_words,
        writer_words,
    )

    for failure in failures:
        project = session.store.book.projects.get(failure["project"])
        known = {each.id: each.name for each in project.contacts} if project else {}
        people = list_failed_people(failures, failure["project"], known)
        figures = {
            "project": failure_project(failure, names),
            "field": path_words(failure, people),
            "mine": mine_words(failure),
            "theirs": theirs_words(failure),
            "by": writer_words(failure),
            "reason": reason_words(failure),
        }
        texts = REFUSED if "verdict" in failure else OVERTAKEN
        text = texts[not figures["mine"]]
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
